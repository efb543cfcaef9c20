//! What practitioners advise, as far as the judgement can follow it; each test names the row.

use reskontra::domain::customer::CustomerKind;
use reskontra::domain::handover::Handover;
use reskontra::domain::id::{CustomerId, HandoverId, ItemId, PlanId};
use reskontra::domain::letter::{ChargeKind, LetterKind};
use reskontra::domain::money::{Currency, Minor, Money};
use reskontra::domain::outbox::Channel;
use reskontra::domain::pause::PauseKind;
use reskontra::domain::plan::{Instalment, Plan};
use reskontra::domain::reminding::{Judged, NotCharged, WaitsFor, Why};

use crate::world::{World, day, law, policy};

fn debtor() -> (World, ItemId) {
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    let item = world.invoice(day("2026-08-01"), day("2026-09-01"), 1_000_000);
    (world, item)
}

#[test]
fn row_34_no_day_is_lost_and_lost_days_are_told() {
    let (world, _) = debtor();
    assert!(
        world
            .judge(&policy(), law("NO"), day("2026-09-05"))
            .letters
            .is_empty()
    );
    let on_the_day = world.judge(&policy(), law("NO"), day("2026-09-06"));
    let later = world.judge(&policy(), law("NO"), day("2026-09-20"));
    for judged in [on_the_day, later] {
        let could =
            |why: &Why| matches!(why, Why::DaysReached { on, .. } if *on == day("2026-09-06"));
        assert!(
            judged.letters[0].why.iter().any(could),
            "the first day on which it could be sent"
        );
    }
}

#[test]
fn row_35_a_friendly_letter_within_a_week_and_sooner_for_new_customers() {
    let mut policy = policy();
    policy.new_until = 3;
    policy.stages[0].after_due_new = Some(2);
    let (mut world, _) = debtor();
    world.arrears.invoices = 4;
    assert!(
        world
            .judge(&policy, law("NO"), day("2026-09-03"))
            .letters
            .is_empty()
    );
    world.arrears.invoices = 3;
    let judged = world.judge(&policy, law("NO"), day("2026-09-03"));
    let letter = &judged.letters[0];
    assert_eq!(
        (letter.kind, letter.tone.as_str()),
        (LetterKind::Friendly, "plain")
    );
    assert!(letter.charges.is_empty());
    assert!(letter.why.contains(&Why::NewCustomer { days: 2 }));
}

/// The rates of interest in all letters of a claim.
fn rates(world: &mut World) -> Vec<String> {
    let mut rates = Vec::new();
    for today in day("2026-09-01").iter_days().take(60) {
        for letter in &world.judge(&policy(), law("NO"), today).letters {
            let spans = letter.charges.iter().flat_map(|charge| &charge.spans);
            rates.extend(spans.map(|span| span.rate.normalize().to_string()));
            world.record(letter);
        }
    }
    rates.dedup();
    rates
}

#[test]
fn row_14_interest_agreed_with_a_business_counts_from_the_day_it_was_agreed() {
    let agreed = |kind, on: &str| {
        let mut world = World::new(kind, Currency::NOK);
        world.invoice(day("2026-08-01"), day("2026-09-01"), 1_000_000);
        world.arrears.agreed_interest = Some((18.into(), day(on)));
        rates(&mut world)
    };
    assert_eq!(agreed(CustomerKind::Business, "2026-08-01"), ["18"]);
    assert_eq!(agreed(CustomerKind::Business, "2026-08-02"), ["12.25"]);
    // A consumer is never held to more than the law's own.
    assert_eq!(agreed(CustomerKind::Consumer, "2026-08-01"), ["12.25"]);
}

#[test]
fn row_37_the_day_told_for_the_next_step_is_the_day_on_which_it_comes() {
    let (mut world, _) = debtor();
    let mut told = Vec::new();
    let mut came = Vec::new();
    for today in day("2026-09-01").iter_days().take(60) {
        let judged = world.judge(&policy(), law("NO"), today);
        for coming in &judged.next {
            told.push((coming.stage.clone(), coming.date));
        }
        for letter in &judged.letters {
            came.push((letter.stage.clone(), today));
            told.extend(letter.next.clone());
            world.record(letter);
        }
        if !judged.handover.is_empty() {
            came.push(("hand-over".to_owned(), today));
            break;
        }
    }
    told.dedup();
    assert_eq!(told, came);
    assert_eq!(came.len(), 4);
}

#[test]
fn row_38_the_same_case_gets_the_same_answer() {
    let (one, _) = debtor();
    let (mut other, _) = debtor();
    other.arrears.number = "2077".to_owned();
    other.arrears.customer = CustomerId(2);
    for today in day("2026-09-01").iter_days().take(60) {
        assert_eq!(
            one.judge(&policy(), law("NO"), today),
            other.judge(&policy(), law("NO"), today)
        );
    }
}

#[test]
fn row_39_a_bad_address_falls_back_to_the_next_channel_and_says_so() {
    let (mut world, _) = debtor();
    let mut both = policy();
    both.stages[0].channels = vec!["email".to_owned(), "post".to_owned()];
    let on = day("2026-09-06");
    let told = |judged: &Judged| {
        let why = judged.letters[0].why.iter();
        why.filter(|why| matches!(why, Why::ChannelStopped { .. }))
            .cloned()
            .collect::<Vec<_>>()
    };
    let judged = world.judge(&both, law("NO"), on);
    assert_eq!(judged.letters[0].channel, "email");
    assert_eq!(told(&judged), []);
    world.arrears.stopped = vec![Channel::Email];
    for own in [None, Some("email")] {
        world.arrears.channel = own.map(str::to_owned);
        let judged = world.judge(&both, law("NO"), on);
        assert_eq!(judged.letters[0].channel, "post");
        let why = Why::ChannelStopped {
            stopped: Channel::Email,
            channel: Channel::Post,
        };
        assert_eq!(told(&judged), [why]);
    }
    world.arrears.stopped = vec![Channel::Email, Channel::Post];
    let judged = world.judge(&both, law("NO"), on);
    assert!(judged.letters.is_empty());
    let waits = judged.waits.iter();
    assert!(waits.clone().count() > 0);
    assert!(waits.clone().all(|waits| waits.why == WaitsFor::NoChannel));
}

#[test]
fn row_40_one_letter_for_a_customer_by_his_own_channel() {
    let (mut world, _) = debtor();
    world.invoice(day("2026-08-01"), day("2026-08-31"), 50_000);
    world.arrears.channel = Some("print".to_owned());
    let judged = world.judge(&policy(), law("NO"), day("2026-09-06"));
    assert_eq!(judged.letters.len(), 1);
    assert_eq!(judged.letters[0].lines.len(), 2);
    assert_eq!(judged.letters[0].channel, "print");
    world.arrears.channel = None;
    assert_eq!(
        world.judge(&policy(), law("NO"), day("2026-09-06")).letters[0].channel,
        "email"
    );
    world.arrears.has_email = false;
    let mut mail_only = policy();
    mail_only.stages[0].channels = vec!["email".to_owned(), "post".to_owned()];
    world.arrears.has_address = false;
    let judged = world.judge(&mail_only, law("NO"), day("2026-09-06"));
    assert!(judged.letters.is_empty());
    assert!(
        judged
            .waits
            .iter()
            .all(|waits| waits.why == WaitsFor::NoChannel)
    );
    let mut apart = policy();
    apart.letter_per_invoice = true;
    assert_eq!(
        world
            .judge(&apart, law("NO"), day("2026-09-06"))
            .letters
            .len(),
        2
    );
}

#[test]
fn row_41_more_time_moves_letters_and_fees_and_interest_runs_on() {
    let (mut world, item) = debtor();
    world.pause(
        item,
        PauseKind::Extension,
        day("2026-09-01"),
        Some(day("2026-09-14")),
        i64::MAX,
    );
    let judged = world.judge(&policy(), law("NO"), day("2026-09-14"));
    assert!(judged.letters.is_empty());
    assert_eq!(judged.waits[0].until, Some(day("2026-09-14")));
    // Five days after the day that he was given, as after any due date.
    assert_eq!(judged.next[0].date, day("2026-09-19"));
    let mut policy = policy();
    policy.stages.remove(0);
    let judged = world.judge(&policy, law("NO"), day("2026-09-27"));
    assert!(judged.letters.is_empty(), "the fourteen days of § 1-2");
    // A policy in a hurry gets no fee for it either.
    let mut hasty = policy.clone();
    hasty.stages[0].after_due = 1;
    let judged = world.judge(&hasty, law("NO"), day("2026-09-27"));
    assert_eq!(judged.letters[0].adds(ChargeKind::Fee), Minor::ZERO);
    let judged = world.judge(&policy, law("NO"), day("2026-09-28"));
    assert_eq!(judged.letters[0].adds(ChargeKind::Fee), Minor(38_00));
    let interest = judged.letters[0]
        .charges
        .iter()
        .flat_map(|charge| &charge.spans);
    let days: Vec<_> = interest.map(|span| (span.from, span.days)).collect();
    assert_eq!(days, [(day("2026-09-02"), 27)]);
}

#[test]
fn row_42_an_agency_may_own_the_process_and_its_items_get_no_letters() {
    let (mut world, item) = debtor();
    let mut outsourced = policy();
    for stage in &mut outsourced.stages {
        stage.by_agency = true;
    }
    let judged = world.judge(&outsourced, law("NO"), day("2026-09-06"));
    assert!(judged.letters.is_empty());
    let [task] = judged.handover.as_slice() else {
        panic!("{judged:#?}")
    };
    assert_eq!((task.item, task.amount), (item, Minor(1_000_000)));
    assert_eq!(task.agency.as_deref(), Some("Kreditor AS"));
    world.item(item).agency = Some(Handover {
        id: HandoverId(1),
        item,
        agency: "Kreditor AS".to_owned(),
        case_number: None,
        from: day("2026-09-06"),
        reason: String::new(),
    });
    for policy in [outsourced, policy()] {
        let judged = world.judge(&policy, law("NO"), day("2026-12-01"));
        assert!(judged.letters.is_empty() && judged.handover.is_empty() && judged.next.is_empty());
        let agency = "Kreditor AS".to_owned();
        let why = WaitsFor::Agency {
            agency,
            case_number: None,
            from: day("2026-09-06"),
        };
        assert_eq!(judged.waits[0].why, why);
    }
}

#[test]
fn row_43_a_kept_plan_waits_and_a_broken_one_resumes_where_it_was() {
    let (mut world, item) = debtor();
    world.walk(&policy(), law("NO"), day("2026-09-01"), day("2026-09-15"));
    let instalment = |due, amount| Instalment {
        due: day(due),
        amount: Minor(amount),
    };
    let plan = Plan {
        id: PlanId(1),
        customer: CustomerId(1),
        currency: Currency::NOK,
        from: day("2026-09-20"),
        items: vec![(item, Minor(1_000_000))],
        instalments: vec![
            instalment("2026-10-01", 500_000),
            instalment("2026-11-02", 500_000),
        ],
        grace_days: 5,
        interest: false,
        fee: None,
        reason: String::new(),
    };
    world.item(item).plans = vec![(plan, Minor::ZERO)];
    let judged = world.judge(&policy(), law("NO"), day("2026-10-06"));
    assert!(judged.letters.is_empty(), "the fifth day of grace");
    let next = WaitsFor::Plan {
        date: day("2026-10-01"),
        amount: Money::new(Minor(500_000), Currency::NOK),
    };
    assert_eq!(judged.waits[0].why, next);
    world.pay(item, day("2026-10-01"), 500_000);
    world.item(item).plans[0].1 = Minor(500_000);
    assert!(
        world
            .judge(&policy(), law("NO"), day("2026-10-20"))
            .letters
            .is_empty()
    );
    let judged = world.judge(&policy(), law("NO"), day("2026-11-08"));
    let letter = judged
        .letters
        .iter()
        .find(|letter| letter.stage == "notice")
        .expect("resumes with the notice");
    let broken = Why::PlanBroken {
        date: day("2026-11-02"),
        amount: Money::new(Minor(500_000), Currency::NOK),
    };
    assert!(letter.why.contains(&broken));
    // No interest from the plan's first day to the instalment that was missed.
    let spans = letter.charges.iter().flat_map(|charge| &charge.spans);
    let days: Vec<_> = spans
        .map(|span| (span.from, span.to, span.principal.0))
        .collect();
    assert_eq!(
        days,
        [
            (day("2026-09-16"), day("2026-09-19"), 1_000_000),
            (day("2026-11-03"), day("2026-11-08"), 500_000)
        ]
    );
}

#[test]
fn row_44_the_disputed_part_is_out_of_letters_fees_and_interest_and_the_rest_goes_on() {
    let (mut world, item) = debtor();
    world.pause(
        item,
        PauseKind::Dispute,
        day("2026-09-02"),
        Some(day("2026-09-30")),
        400_000,
    );
    let mut policy = policy();
    policy.stages.remove(0);
    let judged = world.judge(&policy, law("NO"), day("2026-09-15"));
    let letter = &judged.letters[0];
    assert_eq!(letter.lines[0].amount, Minor(600_000));
    assert_eq!(letter.adds(ChargeKind::Fee), Minor::ZERO);
    assert!(letter.why.contains(&Why::NotCharged {
        kind: ChargeKind::Fee,
        rule: "inkassoloven § 17".to_owned(),
        because: NotCharged::Disputed,
    }));
    let spans = letter.charges.iter().flat_map(|charge| &charge.spans);
    assert!(spans.map(|span| span.principal).eq([Minor(600_000)]));
    let [waits] = judged.waits.as_slice() else {
        panic!("{judged:#?}")
    };
    assert_eq!(
        (waits.amount, waits.until),
        (Minor(400_000), Some(day("2026-09-30")))
    );
    let WaitsFor::Paused { kind, reason } = &waits.why else {
        panic!("{waits:?}")
    };
    assert_eq!((*kind, reason.as_str()), (PauseKind::Dispute, "as he says"));
    // Its deadline for an answer passes; it is still disputed.
    let later = world.judge(&policy, law("NO"), day("2026-10-15"));
    assert_eq!(later.letters[0].lines[0].amount, Minor(600_000));
}

#[test]
fn row_45_large_amounts_are_called_about_on_the_first_day() {
    let (mut world, item) = debtor();
    let other = world.invoice(day("2026-08-01"), day("2026-09-01"), 300_000);
    let mut policy = policy();
    policy.call_above.insert(Currency::NOK, Minor(1_200_000));
    assert_eq!(
        world.judge(&policy, law("NO"), day("2026-09-01")).call,
        None
    );
    let call = world
        .judge(&policy, law("NO"), day("2026-09-02"))
        .call
        .unwrap();
    assert_eq!(call.items, [item, other]);
    assert_eq!(
        (call.amount, call.since),
        (Minor(1_300_000), day("2026-09-02"))
    );
    // A letter is no call: it stays to be made until it is logged.
    let mut reminded = World::new(CustomerKind::Consumer, Currency::NOK);
    reminded.arrears = world.arrears.clone();
    reminded.walk(&policy, law("NO"), day("2026-09-05"), day("2026-09-12"));
    assert!(!reminded.item(item).taken.is_empty());
    let later = reminded.judge(&policy, law("NO"), day("2026-09-12"));
    assert_eq!(later.call.map(|call| call.due), Some(day("2026-09-01")));
    let mut called = World::new(CustomerKind::Consumer, Currency::NOK);
    called.arrears = world.arrears.clone();
    called.arrears.last_call = Some(day("2026-09-02"));
    assert_eq!(
        called.judge(&policy, law("NO"), day("2026-09-03")).call,
        None
    );
    world.pause(
        item,
        PauseKind::Promise,
        day("2026-09-02"),
        Some(day("2026-09-10")),
        i64::MAX,
    );
    assert_eq!(
        world.judge(&policy, law("NO"), day("2026-09-03")).call,
        None
    );
}
