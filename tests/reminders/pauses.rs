//! What rests, why and until when.

use reskontra::domain::customer::CustomerKind;
use reskontra::domain::id::{CustomerId, ItemId, PauseId};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::pause::{Pause, PauseKind, PauseOn};
use reskontra::domain::reminding::{WaitsFor, Why};
use reskontra::rules::policy::Policy;

use crate::world::{World, day, law, policy};

fn debtor() -> (World, ItemId) {
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    let item = world.invoice(day("2026-08-01"), day("2026-09-01"), 1_000_000);
    (world, item)
}

fn whole(kind: PauseKind, from: &str, until: Option<&str>) -> Pause {
    Pause {
        id: PauseId(1),
        on: PauseOn::Customer(CustomerId(1)),
        kind,
        amount: Minor::ZERO,
        from: day(from),
        until: until.map(day),
        closed: None,
        owner: None,
        reason: None,
        outcome: None,
    }
}

#[test]
fn a_promise_waits_for_its_day_and_is_broken_after() {
    let (mut world, item) = debtor();
    world.pause(
        item,
        PauseKind::Promise,
        day("2026-09-03"),
        Some(day("2026-09-10")),
        i64::MAX,
    );
    let judged = world.judge(&policy(), law("NO"), day("2026-09-10"));
    assert!(judged.letters.is_empty());
    assert_eq!(judged.next[0].date, day("2026-09-11"));
    let judged = world.judge(&policy(), law("NO"), day("2026-09-11"));
    let broken = Why::PromiseBroken {
        number: "1001".to_owned(),
        date: day("2026-09-10"),
    };
    assert!(judged.letters[0].why.contains(&broken));
    // Paid as promised: what is left was never promised.
    world.item(item).pauses[0].amount = Minor(400_000);
    world.pay(item, day("2026-09-09"), 400_000);
    let judged = world.judge(&policy(), law("NO"), day("2026-09-11"));
    assert!(!judged.letters[0].why.contains(&broken));
}

#[test]
fn a_promise_makes_no_letter_come_sooner_than_the_policy() {
    let (mut world, item) = debtor();
    world.walk(&policy(), law("NO"), day("2026-09-01"), day("2026-09-15"));
    world.pause(
        item,
        PauseKind::Promise,
        day("2026-09-16"),
        Some(day("2026-09-18")),
        i64::MAX,
    );
    let judged = world.judge(&policy(), law("NO"), day("2026-09-19"));
    assert!(judged.letters.is_empty());
    assert_eq!(judged.next[0].date, day("2026-10-03"));
}

#[test]
fn bankruptcy_stops_everything_and_a_pause_of_the_customer_until_its_day() {
    let (mut world, _) = debtor();
    world.arrears.pauses = vec![whole(
        PauseKind::Bankruptcy,
        "2026-09-03",
        Some("2026-09-30"),
    )];
    let judged = world.judge(&policy(), law("NO"), day("2026-12-01"));
    assert!(judged.letters.is_empty() && judged.handover.is_empty() && judged.next.is_empty());
    assert_eq!(judged.waits[0].until, None, "no day ends it");
    let before = world.judge(&policy(), law("NO"), day("2026-09-30"));
    assert_eq!(
        before.waits[0].until,
        Some(day("2026-09-30")),
        "the last day to claim"
    );
    world.arrears.pauses = vec![whole(PauseKind::Pause, "2026-09-03", Some("2026-09-30"))];
    let judged = world.judge(&policy(), law("NO"), day("2026-09-30"));
    assert!(judged.letters.is_empty());
    assert_eq!(judged.next[0].date, day("2026-10-01"));
    assert_eq!(
        world
            .judge(&policy(), law("NO"), day("2026-10-01"))
            .letters
            .len(),
        1
    );
}

#[test]
fn charges_of_what_rests_rest_with_it() {
    let (mut world, item) = debtor();
    world.walk(&policy(), law("NO"), day("2026-09-01"), day("2026-09-15"));
    world.pause(item, PauseKind::Dispute, day("2026-09-20"), None, i64::MAX);
    let other = world.invoice(day("2026-09-01"), day("2026-10-01"), 500_00);
    let judged = world.judge(&policy(), law("NO"), day("2026-10-06"));
    let lines: Vec<_> = judged.letters[0]
        .lines
        .iter()
        .map(|line| line.item)
        .collect();
    assert_eq!(lines, [other]);
}

#[test]
fn a_direct_debit_waits_for_its_return_and_the_days_count_from_there() {
    let (mut world, item) = debtor();
    world.item(item).direct_debit = true;
    let policy = Policy {
        direct_debit_days: 5,
        ..policy()
    };
    let judged = world.judge(&policy, law("NO"), day("2026-09-08"));
    assert_eq!(judged.waits[0].why, WaitsFor::DirectDebit);
    assert_eq!(judged.next[0].date, day("2026-09-09"));
    assert_eq!(
        world
            .judge(&policy, law("NO"), day("2026-09-09"))
            .letters
            .len(),
        1
    );
    // Fetched on the due date and returned on Thursday.
    world.item(item).changes = vec![
        (day("2026-09-01"), Minor(-1_000_000)),
        (day("2026-09-03"), Minor(1_000_000)),
    ];
    // The first letter comes five days later.
    let judged = world.judge(&policy, law("NO"), day("2026-09-07"));
    assert!(judged.letters.is_empty());
    assert_eq!(judged.next[0].date, day("2026-09-08"));
    let judged = world.judge(&policy, law("NO"), day("2026-09-08"));
    assert_eq!(judged.letters[0].stage, "friendly");
}

#[test]
fn a_stage_left_out_once_comes_when_the_next_would_have_come() {
    let (mut world, item) = debtor();
    world.pause(item, PauseKind::Skip, day("2026-09-06"), None, i64::MAX);
    let judged = world.judge(&policy(), law("NO"), day("2026-09-12"));
    assert!(judged.letters.is_empty());
    let judged = world.judge(&policy(), law("NO"), day("2026-09-13"));
    assert_eq!(judged.letters[0].stage, "friendly");
    // With a day of its own, until then.
    world.item(item).pauses[0].until = Some(day("2026-09-20"));
    assert!(
        world
            .judge(&policy(), law("NO"), day("2026-09-20"))
            .letters
            .is_empty()
    );
    assert_eq!(
        world
            .judge(&policy(), law("NO"), day("2026-09-21"))
            .letters
            .len(),
        1
    );
}

#[test]
fn credits_are_set_off_and_too_little_is_not_asked_for() {
    let (mut world, _) = debtor();
    let credit = |left| reskontra::domain::arrears::Credit {
        item: ItemId(99),
        number: "5007".to_owned(),
        on: day("2026-08-20"),
        left: Minor(left),
    };
    world.arrears.credits = vec![credit(990_000)];
    let mut policy = policy();
    let judged = world.judge(&policy, law("NO"), day("2026-09-06"));
    assert_eq!(judged.letters[0].total, Minor(10_000));
    assert_eq!(judged.letters[0].lines[1].amount, Minor(-990_000));
    assert_eq!(judged.letters[0].lines[1].number, "5007");
    policy.minimum.insert(Currency::NOK, Minor(10_001));
    let judged = world.judge(&policy, law("NO"), day("2026-09-06"));
    assert!(judged.letters.is_empty());
    assert!(matches!(judged.waits[0].why, WaitsFor::BelowMinimum { .. }));
    // More to his good than he owes: nothing is asked for, whatever the minimum.
    policy.minimum.clear();
    world.arrears.credits = vec![credit(1_000_000), credit(1)];
    assert!(
        world
            .judge(&policy, law("NO"), day("2026-09-06"))
            .letters
            .is_empty()
    );
}

#[test]
fn money_that_a_running_letter_took_off_is_not_taken_off_other_items() {
    let mut policy = policy();
    policy.stages[0].after_due = 5;
    let (mut world, first) = debtor();
    world.credit(day("2026-09-02"), 400_000);
    let second = world.invoice(day("2026-08-10"), day("2026-09-07"), 500_000);
    world.walk(&policy, law("NO"), day("2026-09-02"), day("2026-09-13"));
    let totals: Vec<i64> = world.letters.iter().map(|letter| letter.total.0).collect();
    assert_eq!(totals, [600_000, 500_000], "once, off the first");
    // The next letter is about both: off both together, once.
    let later = world.judge(&policy, law("NO"), day("2026-09-21"));
    let credits = later.letters[0].lines.iter();
    let credits: i64 = credits.map(|line| line.amount.0.min(0)).sum();
    assert_eq!(credits, -400_000);
    // Once the first is paid otherwise, the money is free for the second.
    world.pay(first, day("2026-09-13"), 1_000_000);
    let later = world.judge(&policy, law("NO"), day("2026-09-21"));
    let [letter] = later.letters.as_slice() else {
        panic!("{later:#?}")
    };
    assert_eq!(letter.lines.last().unwrap().amount, Minor(-400_000));
    assert_eq!(letter.lines[0].item, second);
}

#[test]
fn a_disputed_item_leaves_the_money_to_the_others() {
    let (mut world, first) = debtor();
    world.credit(day("2026-09-02"), 400_000);
    world.walk(&policy(), law("NO"), day("2026-09-02"), day("2026-09-07"));
    world.invoice(day("2026-08-10"), day("2026-09-07"), 500_000);
    world.pause(
        first,
        PauseKind::Dispute,
        day("2026-09-08"),
        None,
        1_000_000,
    );
    let judged = world.judge(&policy(), law("NO"), day("2026-09-13"));
    assert_eq!(judged.letters[0].total, Minor(100_000));
}

#[test]
fn a_customer_without_letters_is_told_so() {
    let (world, _) = debtor();
    let policy = Policy::default();
    let judged = world.judge(&policy, law("NO"), day("2026-09-06"));
    assert_eq!(judged.waits[0].why, WaitsFor::NoLetters);
    assert!(
        world
            .judge(&policy, law("NO"), day("2026-09-01"))
            .waits
            .is_empty()
    );
}

#[test]
fn a_promise_a_rest_and_more_time_let_interest_run_and_a_dispute_stops_it_however_it_ends() {
    let interest = |kind: PauseKind, closed: Option<&str>| {
        let (mut world, item) = debtor();
        world.pause(
            item,
            kind,
            day("2026-09-03"),
            Some(day("2026-09-12")),
            i64::MAX,
        );
        world.item(item).pauses[0].closed = closed.map(day);
        let mut policy = policy();
        policy.stages.remove(0);
        let judged = world.judge(&policy, law("NO"), day("2026-09-30"));
        let charges = judged.letters[0].charges.iter();
        let spans = charges.flat_map(|charge| &charge.spans);
        let days: u32 = spans.map(|span| span.days).sum();
        let mut why = judged.letters[0].why.iter();
        let told = why.any(|why| matches!(why, Why::InterestRests { .. }));
        (days, told)
    };
    // Twenty-nine days from 2 September.
    for kind in [PauseKind::Promise, PauseKind::Pause, PauseKind::Extension] {
        assert_eq!(interest(kind, None), (29, false), "{kind:?}");
        assert_eq!(interest(kind, Some("2026-09-08")), (29, false), "{kind:?}");
    }
    assert_eq!(interest(PauseKind::Dispute, Some("2026-09-08")), (24, true));
}

#[test]
fn a_call_is_about_what_is_owed_net_of_what_the_company_holds() {
    let (mut world, _) = debtor();
    let mut policy = policy();
    policy.call_above.insert(Currency::NOK, Minor(500_000));
    world.credit(day("2026-08-20"), 400_000);
    let call = world.judge(&policy, law("NO"), day("2026-09-02")).call;
    assert_eq!(call.unwrap().amount, Minor(600_000));
    world.credit(day("2026-08-21"), 600_000);
    assert_eq!(
        world.judge(&policy, law("NO"), day("2026-09-02")).call,
        None
    );
}
