//! Whatever the policy, the dates, the payments and the disputes: no letter breaks the statutes, none is sent twice,
//! and each adds up.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use proptest::prelude::*;
use reskontra::domain::customer::CustomerKind;
use reskontra::domain::document::MovedIn;
use reskontra::domain::id::ItemId;
use reskontra::domain::letter::{LetterKind, LetterLine};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::outbox::Stand;
use reskontra::domain::pause::PauseKind;
use reskontra::domain::reminding::{DueLetter, Judged};
use reskontra::rules::policy::{ChargesAlone, FeeAsked, Policy, Stage, StageDoes};
use reskontra::rules::reminder::{lawful, may_hand_over};

use crate::checker::Checker;
use crate::claim::AGREED;
use crate::figures::{Land, effective};
use crate::post::{Fate, fate};
use crate::world::{World, adds_up, day, law, stage};

fn a_stage() -> impl Strategy<Value = Stage> {
    let kind = prop_oneof![
        Just(LetterKind::Friendly),
        Just(LetterKind::Reminder),
        Just(LetterKind::Reminder),
        Just(LetterKind::Notice),
        Just(LetterKind::Demand),
    ];
    let fee = prop_oneof![
        Just(FeeAsked::No),
        Just(FeeAsked::Most),
        (1_i64..900).prop_map(|amount| FeeAsked::Amount(amount.into())),
    ];
    let deadline = proptest::option::of(0_u16..25);
    (
        kind,
        0_u16..40,
        0_u16..30,
        fee,
        any::<bool>(),
        any::<bool>(),
        deadline,
    )
        .prop_map(
            |(kind, after_due, after_previous, fee, interest, compensation, deadline_days)| Stage {
                fee,
                interest,
                compensation,
                deadline_days,
                ..stage("", kind, after_due, after_previous)
            },
        )
}

/// Policies, harsh ones too: the judgement must stay lawful under any.
fn a_policy() -> impl Strategy<Value = Policy> {
    let stages = proptest::collection::vec(a_stage(), 1..7);
    let alone = proptest::sample::select(vec![
        ChargesAlone::Claim,
        ChargesAlone::Carry,
        ChargesAlone::Waive,
    ]);
    (stages, 0_u16..5, any::<bool>(), any::<bool>(), alone).prop_map(
        |(stages, grace_days, per_invoice, hand_over, charges_alone)| {
            let named = stages.into_iter().enumerate().map(|(place, stage)| Stage {
                name: format!("stage {place}"),
                ..stage
            });
            let mut stages: Vec<Stage> = named.collect();
            if hand_over {
                stages.push(Stage {
                    does: StageDoes::HandOver,
                    ..stage("hand-over", LetterKind::Demand, 60, 10)
                });
            }
            Policy {
                version: "random".to_owned(),
                stages,
                grace_days,
                letter_per_invoice: per_invoice,
                charges_alone,
                ..Policy::default()
            }
        },
    )
}

#[derive(Clone, Debug)]
enum Happening {
    Invoice {
        term: u64,
        amount: i64,
    },
    Pay {
        item: usize,
        part: i64,
    },
    Dispute {
        item: usize,
        part: i64,
    },
    Settle {
        item: usize,
    },
    Promise {
        item: usize,
        days: u64,
    },
    Rest {
        item: usize,
        days: u64,
        kind: PauseKind,
    },
    Instalment {
        item: usize,
        days: u64,
        amount: i64,
    },
    Credit {
        amount: i64,
    },
}

fn a_happening() -> impl Strategy<Value = Happening> {
    let item = 0_usize..6;
    prop_oneof![
        (5_u64..40, 50_00_i64..2_000_000)
            .prop_map(|(term, amount)| Happening::Invoice { term, amount }),
        (item.clone(), 1_i64..400_000).prop_map(|(item, part)| Happening::Pay { item, part }),
        (item.clone(), 1_i64..900_000).prop_map(|(item, part)| Happening::Dispute { item, part }),
        item.clone().prop_map(|item| Happening::Settle { item }),
        (item.clone(), 1_u64..30).prop_map(|(item, days)| Happening::Promise { item, days }),
        (
            item.clone(),
            1_u64..40,
            proptest::sample::select(vec![PauseKind::Pause, PauseKind::Extension])
        )
            .prop_map(|(item, days, kind)| Happening::Rest { item, days, kind }),
        (item, 10_u64..60, 50_00_i64..500_000)
            .prop_map(|(item, days, amount)| Happening::Instalment { item, days, amount }),
        (1_i64..300_000).prop_map(|amount| Happening::Credit { amount }),
    ]
}

/// What becomes of letters on a day.
#[derive(Clone, Debug)]
struct Post {
    /// Of those that were written before.
    fates: Vec<Fate>,
    /// Those of this day lie in the outbox.
    waits: bool,
    /// Someone gives a reason to go on after a letter that came back.
    insisted: bool,
}

fn a_post() -> impl Strategy<Value = Post> {
    let fates = proptest::collection::vec(fate(), 0..4);
    let (waits, insisted) = (proptest::bool::weighted(0.3), proptest::bool::weighted(0.1));
    (fates, waits, insisted).prop_map(|(fates, waits, insisted)| Post {
        fates,
        waits,
        insisted,
    })
}

fn happen(world: &mut World, happening: &Happening, today: chrono::NaiveDate) {
    let invoices = world
        .arrears
        .items
        .iter()
        .filter(|item| item.charge.is_none());
    let invoices: Vec<_> = invoices.map(|item| item.item).collect();
    let pick = |place: usize| invoices.get(place % invoices.len().max(1)).copied();
    match *happening {
        Happening::Invoice { term, amount } => {
            world.invoice(today, today + Days::new(term), amount);
        }
        Happening::Pay { item, part } => {
            if let Some(item) = pick(item) {
                world.pay(item, today, part);
            }
        }
        Happening::Dispute { item, part } => {
            if let Some(item) = pick(item) {
                world.pause(item, PauseKind::Dispute, today, None, part);
            }
        }
        Happening::Settle { item } => {
            if let Some(item) = pick(item) {
                for pause in &mut world.item(item).pauses {
                    pause.closed = pause.closed.or(Some(today));
                }
            }
        }
        Happening::Promise { item, days } => {
            if let Some(item) = pick(item) {
                world.pause(
                    item,
                    PauseKind::Promise,
                    today,
                    Some(today + Days::new(days)),
                    i64::MAX,
                );
            }
        }
        Happening::Rest { item, days, kind } => {
            if let Some(item) = pick(item) {
                world.pause(item, kind, today, Some(today + Days::new(days)), i64::MAX);
            }
        }
        Happening::Instalment { item, days, amount } => {
            if let Some(item) = pick(item) {
                world.instalment(item, today + Days::new(days), amount);
            }
        }
        Happening::Credit { amount } => {
            // At most two of them: an account that is never in debt tells little.
            world.arrears.credits.truncate(1);
            world.credit(today, amount);
        }
    }
}

/// What may go to an agency is overdue, and where the law asks for a notice it had one whose days ran out: 14 from
/// sending (inkassoloven § 9), 8 (inkassolagen § 5), 10 (inkassoloven § 10).
fn no_hand_over_before_its_day(
    land: Land,
    world: &World,
    policy: &Policy,
    today: chrono::NaiveDate,
) -> Result<(), TestCaseError> {
    let least = match land {
        Land::No => 14,
        Land::Se => 8,
        Land::Dk => 10,
        _ => 0,
    };
    let items = world.arrears.items.iter();
    for item in items.filter(|item| item.charge.is_none() && item.open > Minor::ZERO) {
        if may_hand_over(&world.arrears, item, policy, law(land.code()), today).is_err() {
            continue;
        }
        prop_assert!(item.due < today, "{item:#?}");
        let letters = world.recorded.iter().zip(&world.ways);
        let mut notices = letters.filter(|(letter, _)| {
            let of = |line: &LetterLine| {
                let step = line.step.as_ref();
                line.item == item.item && step.is_some_and(|step| step.kind == LetterKind::Notice)
            };
            letter.lines.iter().any(of)
        });
        let run_out = notices.any(|(letter, way)| {
            way.left()
                && letter.deadline.is_some_and(|deadline| {
                    deadline < today && deadline >= way.since + Days::new(least)
                })
        });
        prop_assert!(least == 0 || run_out, "{item:#?}");
    }
    Ok(())
}

/// Letters that run, each about other items, do not take more off together than there is. A dispute sets money free for
/// a while, which counts twice once it ends: aside.
fn no_money_in_two_letters(world: &World, letter: &DueLetter) -> Result<(), TestCaseError> {
    let asks: HashSet<ItemId> = letter.lines.iter().map(|line| line.item).collect();
    let mut pauses = world.arrears.items.iter().flat_map(|item| &item.pauses);
    if pauses.any(|pause| pause.kind == PauseKind::Dispute) {
        return Ok(());
    }
    let left = |of: ItemId| {
        let credits = world.arrears.credits.iter();
        let of = credits.filter(|credit| credit.item == of);
        of.map(|credit| credit.left.0).sum::<i64>()
    };
    // A letter that was taken back gives its money back to the one before it, even where a third has it by now: of each
    // credit no more is held than there is.
    let mut held: HashMap<ItemId, i64> = HashMap::new();
    for netted in &world.arrears.netted {
        let later = usize::try_from(netted.letter.0).unwrap();
        let later = world.letters.iter().zip(&world.ways).skip(later);
        let later = later
            .filter(|(_, way)| !way.voided)
            .map(|(letter, _)| letter);
        let later = later.flat_map(|letter| &letter.lines);
        let told: HashSet<ItemId> = later.map(|line| line.item).collect();
        let runs = |item: &&ItemId| !told.contains(*item) && !asks.contains(*item);
        if netted.items.iter().all(|item| runs(&item)) {
            let items = world.arrears.items.iter();
            let items = items.filter(|item| netted.items.contains(&item.item));
            let mut asked: i64 = items.map(|item| item.open.0).sum();
            for (of, amount) in &netted.credits {
                let off = amount.0.min(left(*of)).min(asked);
                asked -= off;
                *held.entry(*of).or_default() += off;
            }
        }
    }
    let before: i64 = held.iter().map(|(of, off)| *off.min(&left(*of))).sum();
    let taken: i64 = letter.lines.iter().map(|line| -line.amount.0.min(0)).sum();
    let all: i64 = world
        .arrears
        .credits
        .iter()
        .map(|credit| credit.left.0)
        .sum();
    prop_assert!(
        taken == 0 || taken + before <= all,
        "{:#?} {:#?}",
        letter,
        world.arrears.netted
    );
    Ok(())
}

/// What is open and overdue and stands in no letter, waits for nothing, comes at no day and goes to nobody. Charges
/// stand where their principal does while that is open.
fn untold(world: &World, judged: &Judged, land: Land, today: chrono::NaiveDate) -> Vec<ItemId> {
    let mut told: HashSet<ItemId> = HashSet::new();
    let lines = judged.letters.iter().flat_map(|letter| &letter.lines);
    told.extend(lines.map(|line| line.item));
    told.extend(judged.waits.iter().map(|waits| waits.item));
    told.extend(judged.next.iter().map(|coming| coming.item));
    told.extend(judged.handover.iter().map(|task| task.item));
    let open = |item: &ItemId| {
        let mut items = world.arrears.items.iter();
        items.any(|of| of.item == *item && of.open > Minor::ZERO)
    };
    let overdue = world.arrears.items.iter().filter(|item| {
        let follows = item.charge.is_some_and(|(_, about)| open(&about));
        item.open > Minor::ZERO && effective(land, item.due) < today && !follows
    });
    let overdue = overdue.map(|item| item.item);
    overdue.filter(|item| !told.contains(item)).collect()
}

proptest! {
    #![proptest_config(crate::hunt::trying(1_500))]

    #[test]
    fn no_letter_breaks_the_statutes(
        land in proptest::sample::select(Land::ALL.to_vec()),
        kind in proptest::sample::select(vec![CustomerKind::Business, CustomerKind::Consumer, CustomerKind::Public]),
        policy in a_policy(),
        agreed in any::<bool>(),
        foreign in proptest::bool::weighted(0.1),
        start in 0_u64..1500,
        first in (10_u64..40, 100_00_i64..2_000_000),
        elsewhere in proptest::option::weighted(0.2, (1_u64..30, proptest::option::of(0_i64..38_00))),
        story in proptest::collection::vec(
            (1_u64..25, proptest::option::of(a_happening()), a_post()),
            10..40,
        ),
    ) {
        let law = law(land.code());
        let currency = if foreign { "USD" } else { land.currency() };
        let mut world = World::new(kind, Currency::parse(currency).unwrap());
        world.arrears.agreed_fee = agreed.then(|| day(AGREED));
        let mut checker = Checker::new(land, kind, !foreign);
        let mut today = day("2021-07-01") + Days::new(start);
        let item = world.invoice(today, today + Days::new(first.0), first.1);
        if let Some((days, fee)) = elsewhere {
            let sent = today + Days::new(first.0 + days);
            world.item(item).moved_in = Some(MovedIn {
                last_stage: Some("reminder".to_owned()),
                last_letter_date: Some(sent),
                fees_charged: fee.map(Minor),
            ..MovedIn::default()
            });
            checker.moved_in(item, sent, fee.unwrap_or(0));
            today = sent;
        }
        for (days, happening, post) in &story {
            today = (today + Days::new(*days)).min(day("2026-12-31"));
            if let Some(happening) = happening {
                happen(&mut world, happening, today);
            }
            for fate in &post.fates {
                world.meet(*fate, land, (&policy, law), today);
            }
            world.arrears.insisted = post.insisted;
            let judged = world.judge(&policy, law, today);
            prop_assert_eq!(&judged, &world.judge(&policy, law, today), "the same facts, another answer");
            let untold = untold(&world, &judged, land, today);
            prop_assert!(untold.is_empty(), "overdue and nowhere: {:?} {:#?}", untold, judged);
            for letter in &judged.letters {
                adds_up(letter, &world.arrears);
                prop_assert_eq!(lawful(&world.arrears, letter, law), Ok(()), "{:#?}", letter);
                if !agreed && land == Land::Se {
                    let fee = letter.adds(reskontra::domain::letter::ChargeKind::Fee);
                    prop_assert!(letter.kind != LetterKind::Reminder || fee == Minor::ZERO);
                }
                checker.check(letter, &world);
                no_money_in_two_letters(&world, letter)?;
                world.record(letter);
            }
            // Letters for each invoice: the second may free what an earlier one held of the credits, too late for the
            // first, which is then written anew.
            let split = policy.letter_per_invoice && !world.arrears.netted.is_empty();
            for letter in world.letters.len() - judged.letters.len()..world.letters.len() {
                let stale = world.stale(letter, &policy, law, today);
                prop_assert!(split || stale.is_none(), "{:?} {:#?}", stale, world.recorded);
                if post.waits {
                    world.put(letter, Stand::Queued, today);
                    world.ways[letter].may_have_left = false;
                }
            }
            // What went out today does not go out again today.
            let again = world.judge(&policy, law, today);
            prop_assert!(again.letters.is_empty(), "{:#?}", again.letters);
            no_hand_over_before_its_day(land, &world, &policy, today)?;
        }
    }
}
