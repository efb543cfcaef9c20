//! What users of other systems complain of, as far as the judgement answers it; each test names its pain.

use reskontra::domain::customer::CustomerKind;
use reskontra::domain::letter::{ChargeKind, LetterKind};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::pause::PauseKind;
use reskontra::domain::reminding::{WaitsFor, Why};
use reskontra::rules::policy::{ChargesAlone, StageDoes};

use crate::world::{World, adds_up, day, law, policy};

/// A Norwegian consumer who owes 10 000.00 since Tuesday 1 September 2026.
fn debtor() -> (World, reskontra::domain::id::ItemId) {
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    let item = world.invoice(day("2026-08-01"), day("2026-09-01"), 1_000_000);
    (world, item)
}

#[test]
fn pain_1_fee_and_interest_stay_when_the_principal_is_paid() {
    let paid = || {
        let (mut world, item) = debtor();
        world.walk(&policy(), law("NO"), day("2026-09-01"), day("2026-09-15"));
        world.pay(item, day("2026-09-20"), 1_000_000);
        world
    };
    // Fee 38, interest 14 days at 12.25 %: 46.99; due on 29 September.
    let mut world = paid();
    assert!(
        world
            .judge(&policy(), law("NO"), day("2026-09-29"))
            .letters
            .is_empty()
    );
    let waiting = world.judge(&policy(), law("NO"), day("2026-10-12"));
    assert_eq!(waiting.next.len(), 2);
    let judged = world.judge(&policy(), law("NO"), day("2026-10-13"));
    let [letter] = judged.letters.as_slice() else {
        panic!("{judged:#?}")
    };
    assert_eq!(
        (letter.kind, letter.total),
        (LetterKind::Reminder, Minor(84_99))
    );
    assert!(letter.charges.is_empty(), "no new fee for asking for a fee");
    adds_up(letter, &world.arrears);
    world.record(letter);
    let after = world.judge(&policy(), law("NO"), day("2026-12-30"));
    assert!(after.letters.is_empty(), "asked for once, not every day");
    for alone in [ChargesAlone::Carry, ChargesAlone::Waive] {
        let mut carrying = policy();
        carrying.charges_alone = alone;
        let judged = paid().judge(&carrying, law("NO"), day("2026-10-20"));
        assert!(judged.letters.is_empty());
        let expected = match alone {
            ChargesAlone::Waive => WaitsFor::ChargesToWaive,
            _ => WaitsFor::ChargesCarried,
        };
        assert_eq!(judged.waits.len(), 2);
        assert!(judged.waits.iter().all(|waits| waits.why == expected));
        let proposed: i64 = judged.waive.iter().map(|(_, _, left)| left.0).sum();
        let waives = alone == ChargesAlone::Waive;
        assert_eq!(proposed, if waives { 84_99 } else { 0 });
    }
    let mut modest = policy();
    modest
        .minimum_of_charges
        .insert(Currency::NOK, Minor(100_00));
    assert!(
        paid()
            .judge(&modest, law("NO"), day("2026-10-20"))
            .letters
            .is_empty()
    );
    // Carried to the next letter about something else, but never to a friendly one; not at all where they are waived.
    for alone in [
        ChargesAlone::Carry,
        ChargesAlone::Claim,
        ChargesAlone::Waive,
    ] {
        let mut carrying = policy();
        carrying.charges_alone = alone;
        let mut world = paid();
        let other = world.invoice(day("2026-09-01"), day("2026-10-01"), 500_00);
        let judged = world.judge(&carrying, law("NO"), day("2026-10-06"));
        let [friendly] = judged.letters.as_slice() else {
            panic!("{judged:#?}")
        };
        assert_eq!((friendly.lines.len(), friendly.total), (1, Minor(500_00)));
        assert_eq!(judged.waits.len(), 2, "told why they are not asked for");
        world.record(friendly);
        let judged = world.judge(&carrying, law("NO"), day("2026-10-15"));
        let lines: Vec<_> = judged.letters[0]
            .lines
            .iter()
            .map(|line| (line.item == other, line.amount.0))
            .collect();
        let all = [(true, 500_00), (false, 38_00), (false, 46_99)];
        let asked = if alone == ChargesAlone::Waive { 1 } else { 3 };
        assert_eq!(lines, all[..asked]);
    }
}

#[test]
fn pain_2_charges_are_never_part_of_the_principal() {
    let (mut world, item) = debtor();
    world.walk(&policy(), law("NO"), day("2026-09-01"), day("2026-10-03"));
    let notice = world.letters.last().unwrap();
    assert_eq!(notice.kind, LetterKind::Notice);
    // Interest of the second letter is on the invoice alone, though fee and interest of the first are open.
    for charge in notice
        .charges
        .iter()
        .filter(|charge| charge.kind == ChargeKind::Interest)
    {
        assert_eq!(charge.about, item);
        assert!(
            charge
                .spans
                .iter()
                .all(|span| span.principal == Minor(1_000_000))
        );
    }
    let apart: Vec<_> = notice
        .lines
        .iter()
        .map(|line| (line.charge, line.amount.0))
        .collect();
    assert_eq!(
        apart,
        [
            (None, 1_000_000),
            (Some(ChargeKind::Fee), 38_00),
            (Some(ChargeKind::Interest), 46_99)
        ]
    );
}

#[test]
fn pain_3_what_is_paid_in_part_is_reminded_of_with_the_rest() {
    let (mut world, item) = debtor();
    world.pay(item, day("2026-09-03"), 400_000);
    let judged = world.judge(&policy(), law("NO"), day("2026-09-06"));
    let line = &judged.letters[0].lines[0];
    assert_eq!(
        (line.opened, line.amount),
        (Minor(1_000_000), Minor(600_000))
    );
}

#[test]
fn pain_17_the_same_stage_and_its_fee_come_once() {
    let (mut world, item) = debtor();
    world.walk(&policy(), law("NO"), day("2026-09-01"), day("2026-09-15"));
    let letters = world.letters.len();
    for _ in 0..3 {
        assert!(
            world
                .judge(&policy(), law("NO"), day("2026-09-15"))
                .letters
                .is_empty()
        );
    }
    world.walk(&policy(), law("NO"), day("2026-09-16"), day("2026-10-02"));
    assert_eq!(
        world.letters.len(),
        letters,
        "nothing new before the deadline and its grace are over"
    );
    let stages: Vec<_> = world
        .item(item)
        .taken
        .iter()
        .map(|taken| taken.step.stage.clone())
        .collect();
    assert_eq!(stages, ["friendly", "reminder"]);
}

#[test]
fn pain_18_the_total_is_what_is_listed_and_the_fee_is_in_it() {
    let (mut world, _) = debtor();
    world.walk(&policy(), law("NO"), day("2026-09-01"), day("2026-09-14"));
    let judged = world.judge(&policy(), law("NO"), day("2026-09-15"));
    let letter = &judged.letters[0];
    adds_up(letter, &world.arrears);
    assert_eq!(letter.adds(ChargeKind::Fee), Minor(38_00));
    assert_eq!(letter.total, Minor(1_000_000 + 38_00 + 46_99));
}

#[test]
fn pain_19_the_letter_has_the_deadline_and_rates_that_the_law_of_the_debtor_wants() {
    // A policy that gives too few days gets the least that the law gives, on a banking day.
    let (world, _) = debtor();
    let mut hasty = policy();
    hasty.stages.drain(..2);
    hasty.stages[0].after_due = 1;
    hasty.stages[0].deadline_days = Some(3);
    let judged = world.judge(&hasty, law("NO"), day("2026-09-05"));
    let letter = &judged.letters[0];
    // Fourteen days from Saturday the 5th is Saturday the 19th.
    assert_eq!(letter.deadline, Some(day("2026-09-21")));
    let cited = |why: &Why| matches!(why, Why::Deadline { rule, days: 16, .. } if rule == "inkassoloven § 9");
    assert!(letter.why.iter().any(cited), "{:#?}", letter.why);
    // Finland's rates differ by debtor: 9.5 and 10.5 percent.
    for (kind, percent) in [
        (CustomerKind::Consumer, "9.5"),
        (CustomerKind::Business, "10.5"),
    ] {
        let mut world = World::new(kind, Currency::EUR);
        world.invoice(day("2026-08-01"), day("2026-09-01"), 1_000_000);
        let mut policy = policy();
        policy.stages.remove(0);
        let judged = world.judge(&policy, law("FI"), day("2026-09-15"));
        let spans = judged.letters[0]
            .charges
            .iter()
            .flat_map(|charge| &charge.spans);
        let rates: Vec<_> = spans
            .map(|span| span.rate.normalize().to_string())
            .collect();
        assert_eq!(rates, [percent]);
    }
}

#[test]
fn pain_20_interest_splits_at_rates_and_part_payments_and_a_missing_half_year_is_named() {
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    let item = world.invoice(day("2026-05-15"), day("2026-06-15"), 1_000_000);
    world.pay(item, day("2026-07-05"), 400_000);
    let mut policy = policy();
    policy.stages.remove(0);
    let judged = world.judge(&policy, law("NO"), day("2026-07-15"));
    let charges = judged.letters[0].charges.iter();
    let spans: Vec<_> = charges
        .flat_map(|charge| &charge.spans)
        .map(|span| (span.from, span.to, span.principal.0, span.amount.0))
        .collect();
    assert_eq!(
        spans,
        [
            (day("2026-06-16"), day("2026-06-30"), 1_000_000, 4932),
            // The day of the payment still counts in full: 5 days at 12.25 %.
            (day("2026-07-01"), day("2026-07-05"), 1_000_000, 16_78),
            (day("2026-07-06"), day("2026-07-15"), 600_000, 20_14),
        ]
    );
    // The rate of 2027 is in no row: what claims interest waits for it, what claims none goes.
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    world.invoice(day("2026-11-20"), day("2026-12-21"), 1_000_000);
    world.invoice(day("2026-12-01"), day("2026-12-30"), 50_000);
    let friendly = crate::world::policy();
    world.walk(&friendly, law("NO"), day("2026-12-20"), day("2026-12-30"));
    let judged = world.judge(&friendly, law("NO"), day("2027-01-05"));
    assert_eq!(judged.letters[0].kind, LetterKind::Friendly);
    assert_eq!(judged.letters[0].total, Minor(50_000));
    let [waits] = judged.waits.as_slice() else {
        panic!("{judged:#?}")
    };
    assert_eq!(
        waits.why,
        WaitsFor::LawMissing {
            rule: "interest".to_owned(),
            country: "no".to_owned(),
            on: day("2027-01-01"),
        }
    );
}

#[test]
fn pain_21_what_was_missed_comes_later_one_step_at_a_time() {
    let (mut world, _) = debtor();
    // Nobody looked for seven weeks; all stages but the last have long been due.
    let judged = world.judge(&policy(), law("NO"), day("2026-10-20"));
    assert_eq!(judged.letters.len(), 1);
    assert_eq!(judged.letters[0].stage, "friendly");
    world.record(&judged.letters[0]);
    assert!(
        world
            .judge(&policy(), law("NO"), day("2026-10-26"))
            .letters
            .is_empty()
    );
    let judged = world.judge(&policy(), law("NO"), day("2026-10-27"));
    assert_eq!(judged.letters[0].stage, "reminder");
    assert!(judged.handover.is_empty());
}

#[test]
fn pain_23_one_dispute_hides_nothing_else_and_one_late_instalment_is_late() {
    let (mut world, disputed) = debtor();
    let other = world.invoice(day("2026-08-01"), day("2026-09-01"), 200_000);
    world.pause(
        disputed,
        PauseKind::Dispute,
        day("2026-09-02"),
        None,
        i64::MAX,
    );
    let judged = world.judge(&policy(), law("NO"), day("2026-09-06"));
    let items: Vec<_> = judged.letters[0]
        .lines
        .iter()
        .map(|line| line.item)
        .collect();
    assert_eq!(items, [other]);
    // The second instalment of the same invoice is not due; the first one is reminded of.
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    let first = world.invoice(day("2026-08-01"), day("2026-09-01"), 100_000);
    let second = world.invoice(day("2026-08-01"), day("2026-12-01"), 100_000);
    world.item(second).document = world.item(first).document;
    let judged = world.judge(&policy(), law("NO"), day("2026-09-06"));
    assert_eq!(judged.letters[0].total, Minor(100_000));
    assert_eq!(judged.next[0].item, second);
    assert_eq!(judged.next[0].date, day("2026-12-06"));
    assert!(
        policy()
            .stages
            .iter()
            .any(|stage| stage.does == StageDoes::HandOver)
    );
}
