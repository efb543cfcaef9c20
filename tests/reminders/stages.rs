//! Stages across time: where an item stands, and what its letters cost.

use reskontra::domain::customer::CustomerKind;
use reskontra::domain::document::MovedIn;
use reskontra::domain::id::ItemId;
use reskontra::domain::letter::{ChargeKind, LetterKind};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::reminding::{NotCharged, Why};
use reskontra::rules::policy::{FeeAsked, Policy, StageDoes};

use crate::world::{World, day, law, policy, stage};

fn debtor() -> (World, ItemId) {
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    let item = world.invoice(day("2025-08-01"), day("2025-09-01"), 1_000_000);
    (world, item)
}

fn not_charged(why: &[Why]) -> Vec<&NotCharged> {
    let left_out = why.iter().filter_map(|why| match why {
        Why::NotCharged { because, .. } => Some(because),
        _ => None,
    });
    left_out.collect()
}

#[test]
fn a_letter_of_several_stages_is_of_the_furthest_and_has_one_fee() {
    let (mut world, first) = debtor();
    world.walk(&policy(), law("NO"), day("2025-09-01"), day("2025-09-14"));
    let second = world.invoice(day("2025-08-01"), day("2025-09-10"), 200_000);
    let judged = world.judge(&policy(), law("NO"), day("2025-09-15"));
    let [letter] = judged.letters.as_slice() else {
        panic!("{judged:#?}")
    };
    assert_eq!(letter.stage, "reminder");
    let steps: Vec<_> = letter
        .lines
        .iter()
        .map(|line| (line.item, line.step.as_ref().unwrap().kind))
        .collect();
    assert_eq!(
        steps,
        [
            (first, LetterKind::Reminder),
            (second, LetterKind::Friendly)
        ]
    );
    let fees: Vec<_> = letter
        .charges
        .iter()
        .filter(|charge| charge.kind == ChargeKind::Fee)
        .collect();
    assert_eq!(fees.len(), 1);
    assert_eq!(fees[0].about, first);
}

#[test]
fn norway_begins_a_new_cycle_six_months_after_the_last_fee() {
    let (mut world, item) = debtor();
    // Friendly, reminder on 15 September, notice on 3 October; nobody hands it over.
    world.walk(&policy(), law("NO"), day("2025-09-01"), day("2025-10-03"));
    assert_eq!(world.letters.len(), 3);
    let judged = world.judge(&policy(), law("NO"), day("2026-08-21"));
    assert!(
        judged.letters.is_empty() && judged.handover.len() == 1,
        "the task that was left undone stays"
    );
    // Where nothing is left to do.
    let mut house = policy();
    house
        .stages
        .retain(|stage| stage.does != StageDoes::HandOver);
    let judged = world.judge(&house, law("NO"), day("2026-04-03"));
    assert!(judged.letters.is_empty());
    let judged = world.judge(&house, law("NO"), day("2026-04-04"));
    let letter = &judged.letters[0];
    let step = letter.lines[0].step.as_ref().unwrap();
    assert_eq!((step.stage.as_str(), step.cycle), ("reminder", 2));
    assert_eq!(
        letter.adds(ChargeKind::Fee),
        Minor(38_00),
        "of the year in which it is sent"
    );
    world.record(letter);
    let steps: Vec<_> = world
        .item(item)
        .taken
        .iter()
        .map(|taken| taken.step.cycle)
        .collect();
    assert_eq!(steps, [1, 1, 1, 2]);
    // In Denmark fees never start again: the hand-over stands.
    let mut world = World::new(CustomerKind::Consumer, Currency::DKK);
    world.invoice(day("2025-08-01"), day("2025-09-01"), 1_000_000);
    world.walk(&policy(), law("DK"), day("2025-09-01"), day("2025-10-20"));
    let judged = world.judge(&policy(), law("DK"), day("2026-10-20"));
    assert!(judged.letters.is_empty() && judged.handover.len() == 1);
}

#[test]
fn a_changed_policy_goes_on_after_the_last_stage_of_the_kind() {
    let (mut world, _) = debtor();
    world.walk(&policy(), law("NO"), day("2025-09-01"), day("2025-09-15"));
    let renamed = Policy {
        stages: vec![
            stage("first", LetterKind::Reminder, 10, 0),
            stage("second", LetterKind::Reminder, 20, 10),
            stage("last", LetterKind::Notice, 30, 10),
        ],
        ..policy()
    };
    let judged = world.judge(&renamed, law("NO"), day("2025-10-20"));
    assert_eq!(judged.letters[0].stage, "last");
}

#[test]
fn what_moved_in_goes_on_where_the_other_system_left_it() {
    let moved = |stage: &str, fees: Option<i64>| {
        let (mut world, item) = debtor();
        world.item(item).moved_in = Some(MovedIn {
            last_stage: Some(stage.to_owned()),
            last_letter_date: Some(day("2025-09-15")),
            fees_charged: fees.map(Minor),
            ..MovedIn::default()
        });
        world
    };
    for stage in ["reminder", "2", "Purring", "1. purring"] {
        let world = moved(stage, None);
        // Its deadline is not known: that of the stage here, and the days of grace.
        assert!(
            world
                .judge(&policy(), law("NO"), day("2025-10-02"))
                .letters
                .is_empty()
        );
        let judged = world.judge(&policy(), law("NO"), day("2025-10-03"));
        assert_eq!(judged.letters[0].stage, "notice", "{stage}");
        assert!(
            judged.letters[0]
                .why
                .iter()
                .any(|why| matches!(why, Why::MovedIn { .. }))
        );
    }
    let judged = moved("vennlig påminnelse", None).judge(&policy(), law("NO"), day("2025-09-22"));
    assert_eq!(judged.letters[0].stage, "reminder");
    assert_eq!(judged.letters[0].adds(ChargeKind::Fee), Minor(35_00));
    // A letter that may have borne a fee, and nobody says which: it may have been the last that is allowed.
    for stage in ["Purring", "purring 2", "trinn B"] {
        let world = moved(stage, None);
        let days = day("2025-10-03").iter_days().take(20);
        let letters = days.flat_map(|day| world.judge(&policy(), law("NO"), day).letters);
        let fees: Minor = letters.map(|letter| letter.adds(ChargeKind::Fee)).sum();
        assert_eq!(fees, Minor::ZERO, "{stage}");
    }
    let judged = moved("Purring", None).judge(&policy(), law("NO"), day("2025-10-03"));
    assert_eq!(
        not_charged(&judged.letters[0].why),
        [&NotCharged::FeesUnknown]
    );
    let judged = moved("Purring", Some(0)).judge(&policy(), law("NO"), day("2025-10-03"));
    assert_eq!(judged.letters[0].adds(ChargeKind::Fee), Minor(35_00));
    // It charged a fee of whose deadline nothing is known: no second one. Two fees were all.
    let judged = moved("Purring", Some(35_00)).judge(&policy(), law("NO"), day("2025-10-03"));
    assert_eq!(
        not_charged(&judged.letters[0].why),
        [&NotCharged::NoMissedDeadline]
    );
    let judged = moved("Purring", Some(70_00)).judge(&policy(), law("NO"), day("2025-10-03"));
    assert_eq!(
        not_charged(&judged.letters[0].why),
        [&NotCharged::UsedUp { most: 2 }]
    );
}

#[test]
fn a_fee_is_left_out_and_the_letter_goes_all_the_same() {
    let (world, _) = debtor();
    let mut early = policy();
    early.stages.remove(0);
    early.stages[0].after_due = 6;
    let judged = world.judge(&early, law("NO"), day("2025-09-07"));
    assert_eq!(
        not_charged(&judged.letters[0].why),
        [&NotCharged::TooEarly {
            from: day("2025-09-15")
        }]
    );
    let mut foreign = World::new(CustomerKind::Business, Currency::EUR);
    foreign.invoice(day("2025-08-01"), day("2025-09-01"), 1_000_000);
    early.stages[0].compensation = true;
    let judged = foreign.judge(&early, law("NO"), day("2025-09-20"));
    let letter = &judged.letters[0];
    assert_eq!(
        not_charged(&letter.why),
        [&NotCharged::OtherCurrency, &NotCharged::OtherCurrency]
    );
    assert!(
        letter.adds(ChargeKind::Interest) > Minor::ZERO,
        "interest is in any currency"
    );
}

#[test]
fn a_policy_may_ask_for_less_than_the_law_allows() {
    let (world, _) = debtor();
    let mut mild = policy();
    mild.stages.remove(0);
    mild.stages[0].fee = FeeAsked::Amount("20.00".parse().unwrap());
    mild.minimum_of_interest.insert(Currency::NOK, Minor(50_00));
    let judged = world.judge(&mild, law("NO"), day("2025-09-15"));
    let letter = &judged.letters[0];
    assert_eq!(letter.adds(ChargeKind::Fee), Minor(20_00));
    // 14 days at 12.25 % are 46.99: carried to the next letter.
    assert_eq!(letter.adds(ChargeKind::Interest), Minor::ZERO);
    assert_eq!(not_charged(&letter.why), [&NotCharged::BelowMinimum]);
}

#[test]
fn an_interest_note_is_written_once_for_what_was_paid_late() {
    let (mut world, item) = debtor();
    world.pay(item, day("2025-09-21"), 1_000_000);
    let mut policy = policy();
    assert!(
        world
            .judge(&policy, law("NO"), day("2025-10-01"))
            .letters
            .is_empty()
    );
    policy.interest_notes = true;
    let judged = world.judge(&policy, law("NO"), day("2025-10-01"));
    let [note] = judged.letters.as_slice() else {
        panic!("{judged:#?}")
    };
    assert_eq!(note.kind, LetterKind::InterestNote);
    // Twenty days at 12.25 % on 10 000.
    assert_eq!(note.total, Minor(67_12));
    let mut strict = policy.clone();
    strict
        .minimum_of_interest
        .insert(Currency::NOK, Minor(67_13));
    assert!(
        world
            .judge(&strict, law("NO"), day("2025-10-01"))
            .letters
            .is_empty()
    );
    world.record(note);
    assert!(
        world
            .judge(&policy, law("NO"), day("2025-10-02"))
            .letters
            .is_empty()
    );
    assert_eq!(world.letters.len(), 1);
    // In time: none.
    let (mut world, item) = debtor();
    world.pay(item, day("2025-09-01"), 1_000_000);
    assert!(
        world
            .judge(&policy, law("NO"), day("2025-10-01"))
            .letters
            .is_empty()
    );
}

#[test]
fn the_finnish_cap_of_costs_counts_what_settled_instalments_cost() {
    let mut world = World::new(CustomerKind::Consumer, Currency::EUR);
    let item = world.invoice(day("2025-08-01"), day("2025-09-01"), 100_00);
    let claim = |amount| reskontra::domain::arrears::Claimed {
        item: reskontra::domain::id::ItemId(77),
        kind: ChargeKind::Fee,
        on: day("2025-06-01"),
        amount: Minor(amount),
        open: Minor::ZERO,
        until: None,
    };
    let fee = |world: &World| {
        let mut policy = policy();
        policy.stages.remove(0);
        let judged = world.judge(&policy, law("FI"), day("2025-09-20"));
        judged.letters[0].adds(ChargeKind::Fee)
    };
    assert_eq!(fee(&world), Minor(5_00));
    world.item(item).claimed_beside = vec![claim(57_00)];
    assert_eq!(fee(&world), Minor(3_00), "60 in all for up to 100 euros");
    world.item(item).claimed_beside = vec![claim(60_00)];
    assert_eq!(fee(&world), Minor::ZERO);
}
