//! Letters before and after they leave the house: what waits for one that has not left, and which must not leave.

use reskontra::domain::arrears::Overdue;
use reskontra::domain::customer::CustomerKind;
use reskontra::domain::departure::OutOfDate;
use reskontra::domain::document::MovedIn;
use reskontra::domain::handover::Handover;
use reskontra::domain::id::{HandoverId, ItemId, LetterId};
use reskontra::domain::letter::{ChargeKind, LetterKind};
use reskontra::domain::money::{Currency, Minor, Money};
use reskontra::domain::outbox::Stand;
use reskontra::domain::pause::PauseKind;
use reskontra::domain::refusal::{CollectingRefusal, Refusal};
use reskontra::domain::reminding::WaitsFor;
use reskontra::rules::policy::{Policy, Stage};
use reskontra::rules::reminder::{may_hand_over, out_of_date};

use crate::world::{World, day, law, policy, stage};

/// An invoice of 10 000 that fell due on Tuesday, 1 September 2026.
fn debtor(kind: CustomerKind) -> (World, ItemId) {
    let mut world = World::new(kind, Currency::NOK);
    let item = world.invoice(day("2026-08-01"), day("2026-09-01"), 1_000_000);
    (world, item)
}

/// Records what is due on a day, and puts it where it stands.
fn write(world: &mut World, policy: &Policy, on: &str, stand: Stand) -> LetterId {
    let judged = world.judge(policy, law("NO"), day(on));
    world.record(&judged.letters[0]);
    world.put(world.letters.len() - 1, stand, day(on));
    world.recorded.last().unwrap().id
}

fn waits(world: &World, on: &str) -> Vec<WaitsFor> {
    let judged = world.judge(&policy(), law("NO"), day(on));
    assert!(judged.letters.is_empty() && judged.handover.is_empty() && judged.next.is_empty());
    judged.waits.into_iter().map(|waits| waits.why).collect()
}

#[test]
fn nothing_follows_a_letter_until_it_has_left_and_the_days_count_from_then() {
    let (mut world, _) = debtor(CustomerKind::Consumer);
    write(&mut world, &policy(), "2026-09-06", Stand::Sent);
    let letter = write(&mut world, &policy(), "2026-09-15", Stand::Queued);
    for (stand, key) in [
        (Stand::Queued, "queued"),
        (Stand::Sending, "queued"),
        (Stand::Failed, "failed"),
        (Stand::InDoubt, "in doubt"),
        (Stand::Returned, "returned"),
        (Stand::CalledOff, "called off"),
    ] {
        world.put(1, stand, day("2026-09-16"));
        let since = day("2026-09-16");
        let expected = match key {
            "failed" => WaitsFor::LetterFailed { letter, since },
            "in doubt" => WaitsFor::LetterInDoubt { letter, since },
            "returned" => WaitsFor::LetterReturned { letter, since },
            "called off" => WaitsFor::LetterCalledOff { letter, since },
            _ => WaitsFor::LetterQueued { letter, since },
        };
        assert_eq!(waits(&world, "2027-03-01"), [expected], "{stand:?}");
    }
    // It was due on the 3rd of October, had it left on its own day.
    world.put(1, Stand::Sent, day("2026-09-18"));
    let judged = world.judge(&policy(), law("NO"), day("2026-09-20"));
    assert_eq!(judged.next[0].stage, "notice");
    let by_deadline = judged.next[0].date;
    assert!(by_deadline >= day("2026-10-02"), "{by_deadline}");
}

#[test]
fn one_that_came_back_is_gone_past_with_a_reason_and_bears_no_fee_forward() {
    let (mut world, _) = debtor(CustomerKind::Consumer);
    write(&mut world, &policy(), "2026-09-06", Stand::Sent);
    write(&mut world, &policy(), "2026-09-15", Stand::Sent);
    assert_eq!(world.letters[1].adds(ChargeKind::Fee), Minor(38_00));
    let next = world.judge(&policy(), law("NO"), day("2026-10-05"));
    assert_eq!(next.letters[0].adds(ChargeKind::Fee), Minor(38_00));
    world.put(1, Stand::Returned, day("2026-09-20"));
    world.arrears.insisted = true;
    let judged = world.judge(&policy(), law("NO"), day("2026-10-05"));
    let letter = &judged.letters[0];
    assert_eq!(letter.kind, LetterKind::Notice);
    // Inkassoforskriften § 1-3: no deadline was missed that nobody read, and its own fee is not asked for again.
    assert_eq!(letter.adds(ChargeKind::Fee), Minor::ZERO);
    assert!(
        letter
            .lines
            .iter()
            .all(|line| line.charge != Some(ChargeKind::Fee))
    );
    for stand in [
        Stand::Queued,
        Stand::Failed,
        Stand::InDoubt,
        Stand::CalledOff,
    ] {
        world.put(1, stand, day("2026-09-20"));
        let judged = world.judge(&policy(), law("NO"), day("2026-10-05"));
        assert!(judged.letters.is_empty(), "no reason goes past {stand:?}");
    }
}

fn handed_over(world: &World, item: ItemId, on: &str) -> Result<(), Refusal> {
    let item: &Overdue = world
        .arrears
        .items
        .iter()
        .find(|of| of.item == item)
        .unwrap();
    may_hand_over(&world.arrears, item, &policy(), law("NO"), day(on))
}

#[test]
fn a_notice_counts_once_it_has_left() {
    let (mut world, item) = debtor(CustomerKind::Consumer);
    for on in ["2026-09-06", "2026-09-15", "2026-10-05"] {
        write(&mut world, &policy(), on, Stand::Sent);
    }
    assert_eq!(world.letters[2].kind, LetterKind::Notice);
    assert_eq!(handed_over(&world, item, "2026-11-20"), Ok(()));
    for stand in Stand::ALL.into_iter().filter(|stand| *stand != Stand::Sent) {
        world.put(2, stand, day("2026-10-06"));
        let refused = handed_over(&world, item, "2026-11-20").unwrap_err();
        assert!(refused.gives_way());
        let expected = CollectingRefusal::HandOverLetterNotLeft {
            invoice: "1001".to_owned(),
            letter: LetterId(3),
            stand,
            since: day("2026-10-06"),
        };
        assert_eq!(refused, expected.into());
    }
}

#[test]
fn what_another_system_sent_left_on_its_own_date() {
    let (mut world, item) = debtor(CustomerKind::Consumer);
    world.item(item).moved_in = Some(MovedIn {
        last_stage: Some("reminder".to_owned()),
        last_letter_date: Some(day("2026-09-20")),
        fees_charged: Some(Minor(38_00)),
        ..MovedIn::default()
    });
    let judged = world.judge(&policy(), law("NO"), day("2026-10-20"));
    assert_eq!(judged.letters[0].kind, LetterKind::Notice);
}

/// What was done to the account after the letter was written.
type Deed = fn(&mut World, ItemId);

fn why(country: &str, stage: &Stage, on: &str, deed: Deed) -> Option<OutOfDate> {
    let policy = Policy {
        stages: vec![stage.clone()],
        ..policy()
    };
    let (mut world, item) = debtor(CustomerKind::Consumer);
    let judged = world.judge(&policy, law(country), day("2026-10-05"));
    world.record(&judged.letters[0]);
    deed(&mut world, item);
    let number = |item: ItemId| format!("item {}", item.0);
    let letter = &world.recorded[0];
    out_of_date(
        &world.arrears,
        letter,
        &policy,
        law(country),
        day(on),
        &number,
    )
}

fn of_kind(kind: LetterKind, deadline_days: Option<u16>) -> Stage {
    Stage {
        deadline_days,
        ..stage("stage", kind, 5, 0)
    }
}

#[test]
fn the_days_to_the_deadline_are_those_of_the_law_from_the_day_on_which_it_leaves() {
    use LetterKind::{Friendly, Notice, Reminder};
    let untouched: Deed = |_, _| {};
    // Written on Monday, 5 October 2026. Days that it may wait, by the law's days, the policy's, and its own age.
    for (country, kind, days, waits) in [
        ("NO", Notice, Some(14), 0),
        ("NO", Notice, Some(15), 1),
        ("NO", Notice, Some(30), 3),
        ("NO", Notice, None, 0),
        ("SE", Notice, Some(8), 0),
        ("SE", Notice, Some(10), 2),
        ("DK", Notice, Some(10), 0),
        // Inkassoloven § 9 is of notices: of a reminder the policy's days count from when it was written.
        ("NO", Reminder, Some(14), 3),
        ("NO", Friendly, None, 3),
    ] {
        let stage = of_kind(kind, days);
        for later in 0..6 {
            let on = (day("2026-10-05") + chrono::Days::new(later)).to_string();
            let found = why(country, &stage, &on, untouched);
            assert_eq!(
                found.is_some(),
                later > waits,
                "{country} {kind:?} {days:?} {on} {found:?}"
            );
        }
    }
    let found = why("NO", &of_kind(Notice, Some(14)), "2026-10-06", untouched);
    let expected = OutOfDate::DeadlineTooShort {
        deadline: day("2026-10-19"),
        first: day("2026-10-20"),
        rule: "inkassoloven § 9".to_owned(),
    };
    assert_eq!(found, Some(expected));
    let found = why("NO", &of_kind(Friendly, None), "2026-10-09", untouched);
    assert_eq!(
        found,
        Some(OutOfDate::TooOld {
            date: day("2026-10-05")
        })
    );
}

#[test]
fn what_was_paid_rests_or_is_paid_for_here_is_not_asked_for() {
    let settled = || {
        Some(OutOfDate::Settled {
            number: "item 1".to_owned(),
        })
    };
    let rests = || {
        Some(OutOfDate::Rests {
            number: "item 1".to_owned(),
        })
    };
    let money = |minor| {
        let amount = Money::new(Minor(minor), Currency::NOK);
        Some(OutOfDate::MoneyHere { amount })
    };
    let on = "2026-10-05";
    let cases: [(&str, Deed, Option<OutOfDate>); 9] = [
        ("untouched", |_, _| {}, None),
        (
            "paid",
            |world, item| world.pay(item, day("2026-10-05"), 1_000_000),
            settled(),
        ),
        (
            "paid in part",
            |world, item| world.pay(item, day("2026-10-05"), 1),
            settled(),
        ),
        ("gone", |world, _| world.arrears.items.clear(), settled()),
        (
            "disputed in part",
            |world, item| world.pause(item, PauseKind::Dispute, day("2026-10-05"), None, 100),
            rests(),
        ),
        (
            "promised",
            |world, item| {
                let until = Some(day("2026-10-20"));
                world.pause(item, PauseKind::Promise, day("2026-10-05"), until, i64::MAX);
            },
            rests(),
        ),
        (
            "with an agency",
            |world, item| {
                world.item(item).agency = Some(Handover {
                    id: HandoverId(1),
                    item,
                    agency: "K".to_owned(),
                    case_number: None,
                    from: day("2026-10-05"),
                    reason: "x".to_owned(),
                });
            },
            rests(),
        ),
        (
            "money that covers it",
            |world, _| world.credit(day("2026-10-05"), 1_000_000),
            money(1_000_000),
        ),
        (
            "some money",
            |world, _| world.credit(day("2026-10-05"), 500),
            money(500),
        ),
    ];
    for (what, deed, expected) in cases {
        let found = why("NO", &of_kind(LetterKind::Friendly, None), on, deed);
        assert_eq!(found, expected, "{what}");
    }
}
