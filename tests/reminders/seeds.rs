//! Cases that chance found and the rules had wrong, each by its name.

use reskontra::domain::customer::CustomerKind;
use reskontra::domain::departure::OutOfDate;
use reskontra::domain::document::MovedIn;
use reskontra::domain::letter::{ChargeKind, LetterKind};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::outbox::Stand;
use reskontra::rules::policy::{FeeAsked, Policy, Stage};

use crate::world::{World, day, law, policy, stage};

#[test]
fn a_letter_led_by_another_invoice_does_not_make_up_for_a_deadline_that_nobody_told() {
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    let moved = world.invoice(day("2022-01-04"), day("2022-01-14"), 10_000);
    world.item(moved).moved_in = Some(MovedIn {
        last_stage: Some("reminder".to_owned()),
        last_letter_date: Some(day("2022-01-21")),
        fees_charged: Some(Minor(35_00)),
        ..MovedIn::default()
    });
    world.invoice(day("2022-01-26"), day("2022-02-09"), 500_000);
    let instalment = world.instalment(moved, day("2022-02-24"), 500_000);
    let policy = Policy {
        stages: vec![
            stage("demand", LetterKind::Demand, 5, 0),
            Stage {
                fee: FeeAsked::Most,
                ..stage("reminder", LetterKind::Reminder, 0, 0)
            },
        ],
        ..policy()
    };
    world.walk(&policy, law("NO"), day("2022-02-10"), day("2022-04-30"));
    let fees = world.letters.iter().flat_map(|letter| &letter.charges);
    let of_moved = fees.filter(|charge| charge.about == instalment || charge.about == moved);
    assert_eq!(
        of_moved
            .filter(|charge| charge.kind == ChargeKind::Fee)
            .count(),
        0
    );
    assert!(world.letters.len() > 2, "letters go all the same");
}

#[test]
fn charges_that_are_left_at_several_stages_are_asked_for_by_the_longest_deadline() {
    let mut world = World::new(CustomerKind::Business, Currency::NOK);
    let reminder = |name: &str, days: u16| Stage {
        deadline_days: Some(days),
        ..stage(name, LetterKind::Reminder, 0, 1)
    };
    let notice = Stage {
        fee: FeeAsked::Most,
        ..stage("notice", LetterKind::Notice, 15, 0)
    };
    let policy = Policy {
        stages: vec![notice, reminder("long", 17), reminder("short", 0)],
        ..Policy::default()
    };
    for (due, noticed, paid, looked) in [
        ("2022-01-14", "2022-02-01", "2022-02-10", "2022-03-01"),
        ("2022-02-14", "2022-03-02", "2022-03-10", "2022-04-19"),
    ] {
        let item = world.invoice(day("2022-01-04"), day(due), 500_000);
        world.walk(&policy, law("NO"), day(noticed), day(noticed));
        world.pay(item, day(paid), 500_000);
        world.walk(&policy, law("NO"), day(looked), day(looked));
    }
    let both = world.letters.last().unwrap();
    let steps = both.lines.iter().filter_map(|line| line.step.as_ref());
    let stages: Vec<&str> = steps.map(|step| step.stage.as_str()).collect();
    assert_eq!(stages, ["short", "long"]);
    assert_eq!(both.deadline, Some(day("2022-05-06")));
}

#[test]
fn money_that_came_since_is_taken_off_a_letter_that_waits_beside_one_that_came_back() {
    let mut world = World::new(CustomerKind::Business, Currency::NOK);
    world.invoice(day("2021-07-01"), day("2021-07-24"), 207_776);
    world.invoice(day("2021-07-11"), day("2021-07-27"), 5_000);
    let policy = Policy {
        stages: vec![
            stage("friendly", LetterKind::Friendly, 12, 0),
            stage("again", LetterKind::Friendly, 0, 0),
        ],
        letter_per_invoice: true,
        ..Policy::default()
    };
    let law = law("NO");
    world.walk(&policy, law, day("2021-08-14"), day("2021-08-14"));
    world.put(0, Stand::Returned, day("2021-08-15"));
    world.walk(&policy, law, day("2021-08-15"), day("2021-08-15"));
    assert_eq!(world.letters.len(), 3, "the other invoice's goes on");
    world.put(2, Stand::Queued, day("2021-08-15"));
    world.ways[2].may_have_left = false;
    world.credit(day("2021-08-16"), 1);
    let stale = world.stale(2, &policy, law, day("2021-08-16"));
    assert!(
        matches!(stale, Some(OutOfDate::MoneyHere { .. })),
        "{stale:?}"
    );
}

#[test]
fn money_that_covers_an_invoice_is_taken_off_no_charges_of_another() {
    let mut world = World::new(CustomerKind::Public, Currency::SEK);
    let charging = Stage {
        interest: true,
        compensation: true,
        ..stage("charging", LetterKind::Reminder, 20, 5)
    };
    let policy = Policy {
        stages: vec![stage("friendly", LetterKind::Friendly, 5, 0), charging],
        ..Policy::default()
    };
    let law = law("SE");
    let paid = world.invoice(day("2021-07-01"), day("2021-07-11"), 10_000);
    world.walk(&policy, law, day("2021-07-12"), day("2021-08-31"));
    world.pay(paid, day("2021-09-01"), 10_000);
    let covered = world.invoice(day("2021-08-20"), day("2021-09-08"), 10_000);
    world.credit(day("2021-09-14"), 10_000);
    let today = day("2021-10-26");
    let judged = world.judge(&policy, law, today);
    let waits: Vec<_> = judged.waits.iter().map(|waits| waits.item).collect();
    assert_eq!(waits, [covered]);
    let [charges] = judged.letters.as_slice() else {
        panic!("a letter about the charges alone: {judged:#?}");
    };
    assert!(
        charges.lines.iter().all(|line| line.charge.is_some()),
        "{charges:#?}"
    );
    world.record(charges);
    assert!(world.judge(&policy, law, today).letters.is_empty());
}

#[test]
fn money_that_came_since_holds_a_letter_whose_item_waits_for_an_earlier_one_again() {
    let mut world = World::new(CustomerKind::Business, Currency::SEK);
    world.invoice(day("2022-03-31"), day("2022-04-10"), 10_000);
    let policy = Policy {
        stages: vec![
            stage("friendly", LetterKind::Friendly, 31, 0),
            stage("again", LetterKind::Friendly, 0, 15),
        ],
        ..Policy::default()
    };
    let law = law("SE");
    world.walk(&policy, law, day("2022-05-12"), day("2022-05-12"));
    world.put(0, Stand::Returned, day("2022-05-20"));
    world.arrears.insisted = true;
    world.walk(&policy, law, day("2022-06-08"), day("2022-06-08"));
    assert_eq!(world.letters.len(), 2, "someone insists");
    world.put(1, Stand::Queued, day("2022-06-08"));
    world.ways[1].may_have_left = false;
    world.arrears.insisted = false;
    let today = day("2022-06-09");
    world.put(0, Stand::Queued, today);
    assert_eq!(world.stale(1, &policy, law, today), None);
    world.credit(today, 1);
    let stale = world.stale(1, &policy, law, today);
    assert!(
        matches!(stale, Some(OutOfDate::MoneyHere { .. })),
        "{stale:?}"
    );
}
