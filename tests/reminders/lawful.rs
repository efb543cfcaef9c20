//! A forbidden letter is refused with the paragraph that forbids it, whoever made it.

use chrono::Days;
use reskontra::domain::customer::CustomerKind;
use reskontra::domain::id::ItemId;
use reskontra::domain::letter::{ChargeKind, LetterKind};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::pause::PauseKind;
use reskontra::domain::reminding::{Breach, DueCharge, DueLetter};
use reskontra::rules::law::Statutes;
use reskontra::rules::reminder::lawful;

use crate::world::{World, day, law, policy};

/// A Norwegian consumer's account and the lawful notice that is due on 28 January 2023.
fn notice() -> (World, DueLetter) {
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    world.invoice(day("2022-11-25"), day("2022-12-25"), 1_000_000);
    world.walk(&policy(), law("NO"), day("2022-12-25"), day("2023-01-27"));
    let judged = world.judge(&policy(), law("NO"), day("2023-01-28"));
    let letter = judged.letters.into_iter().next().unwrap();
    assert_eq!(lawful(&world.arrears, &letter, law("NO")), Ok(()));
    (world, letter)
}

fn refused(world: &World, letter: &DueLetter) -> (Breach, String) {
    let unlawful = lawful(&world.arrears, letter, law("NO")).unwrap_err();
    (unlawful.what, unlawful.rule)
}

fn charge(letter: &mut DueLetter, kind: ChargeKind) -> &mut DueCharge {
    let mut charges = letter.charges.iter_mut();
    charges.find(|charge| charge.kind == kind).unwrap()
}

#[test]
fn a_fee_above_the_cap() {
    let (world, mut letter) = notice();
    charge(&mut letter, ChargeKind::Fee).amount = Minor(35_01);
    let expected = (Breach::FeeTooHigh, "inkassoforskriften § 1-2".to_owned());
    assert_eq!(refused(&world, &letter), expected);
}

#[test]
fn a_notice_with_thirteen_days() {
    let (world, mut letter) = notice();
    letter.deadline = Some(letter.sent + Days::new(13));
    let expected = (Breach::DeadlineTooShort, "inkassoloven § 9".to_owned());
    assert_eq!(refused(&world, &letter), expected);
    letter.deadline = None;
    assert_eq!(refused(&world, &letter), expected);
}

#[test]
fn a_second_fee_before_the_deadline_has_passed() {
    let (world, mut letter) = notice();
    letter.sent = day("2023-01-27");
    letter
        .charges
        .retain(|charge| charge.kind == ChargeKind::Fee);
    let expected = (
        Breach::FeeBeforeDeadline,
        "inkassoforskriften § 1-3".to_owned(),
    );
    assert_eq!(refused(&world, &letter), expected);
}

#[test]
fn a_third_fee() {
    let (mut world, letter) = notice();
    world.record(&letter);
    let mut third = letter.clone();
    third.sent = day("2023-03-01");
    third.deadline = Some(day("2023-03-15"));
    third
        .charges
        .retain(|charge| charge.kind == ChargeKind::Fee);
    let expected = (Breach::FeeTooOften, "inkassoforskriften § 1-3".to_owned());
    assert_eq!(refused(&world, &third), expected);
}

#[test]
fn a_fee_on_a_friendly_letter_or_two_fees_or_one_in_dollars() {
    let (mut world, letter) = notice();
    let mut friendly = letter.clone();
    friendly.kind = LetterKind::Friendly;
    assert_eq!(refused(&world, &friendly).0, Breach::FeeWithoutStep);
    friendly.lines[0].step.as_mut().unwrap().kind = LetterKind::Friendly;
    assert_eq!(refused(&world, &friendly).0, Breach::NoFee);
    let mut twice = letter.clone();
    let fee = charge(&mut twice, ChargeKind::Fee).clone();
    twice.charges.push(fee);
    assert_eq!(refused(&world, &twice).0, Breach::FeeTwice);
    world.arrears.currency = Currency::parse("USD").unwrap();
    assert_eq!(refused(&world, &letter).0, Breach::OtherCurrency);
}

#[test]
fn disputed_money_and_costs_of_a_dispute() {
    let (mut world, letter) = notice();
    let item = letter.lines[0].item;
    world.pause(item, PauseKind::Dispute, day("2023-01-20"), None, 100_00);
    let expected = (Breach::Disputed, "inkassoloven § 17".to_owned());
    assert_eq!(refused(&world, &letter), expected);
    let mut rest = letter.clone();
    rest.lines[0].amount = Minor(990_000);
    assert_eq!(refused(&world, &rest), expected);
    rest.charges.clear();
    assert_eq!(lawful(&world.arrears, &rest, law("NO")), Ok(()));
}

#[test]
fn interest_too_high_or_counted_twice_or_ahead() {
    let (world, letter) = notice();
    let mut high = letter.clone();
    charge(&mut high, ChargeKind::Interest).spans[0].rate = "10.76".parse().unwrap();
    let expected = (
        Breach::InterestTooHigh,
        "forsinkelsesrenteloven § 3".to_owned(),
    );
    assert_eq!(refused(&world, &high), expected);
    let mut more = letter.clone();
    charge(&mut more, ChargeKind::Interest).spans[0].amount = Minor(53_02);
    assert_eq!(refused(&world, &more), expected);
    let mut twice = letter.clone();
    charge(&mut twice, ChargeKind::Interest).spans[0].from = day("2023-01-10");
    assert_eq!(refused(&world, &twice).0, Breach::InterestTooLong);
    let mut ahead = letter;
    charge(&mut ahead, ChargeKind::Interest).spans[0].to = day("2023-01-29");
    assert_eq!(refused(&world, &ahead).0, Breach::InterestTooLong);
}

#[test]
fn compensation_from_a_consumer_or_twice_from_a_business() {
    let (mut world, mut letter) = notice();
    let about = letter.lines[0].item;
    letter.charges = vec![DueCharge {
        about,
        kind: ChargeKind::Compensation,
        amount: Minor(365_00),
        rule: String::new(),
        spans: Vec::new(),
    }];
    assert_eq!(refused(&world, &letter).0, Breach::NoCompensation);
    world.arrears.kind = CustomerKind::Business;
    // 400 less the fee of 35 that the reminder claimed.
    assert_eq!(lawful(&world.arrears, &letter, law("NO")), Ok(()));
    letter.charges[0].amount = Minor(365_01);
    let expected = (
        Breach::CompensationTooHigh,
        "forsinkelsesrenteloven § 3 a".to_owned(),
    );
    assert_eq!(refused(&world, &letter), expected);
    letter.charges[0].amount = Minor(365_00);
    let again = letter.charges[0].clone();
    letter.charges.push(again);
    assert_eq!(refused(&world, &letter), expected);
}

#[test]
fn what_is_not_overdue_or_not_owed() {
    let (mut world, mut letter) = notice();
    letter.lines[0].item = ItemId(77);
    assert_eq!(refused(&world, &letter).0, Breach::NotOwed);
    let (_, mut letter) = notice();
    letter.lines[0].amount = Minor(1_000_001);
    assert_eq!(refused(&world, &letter).0, Breach::NotOwed);
    letter.lines[0].amount = Minor(1_000_000);
    world.item(letter.lines[0].item).due = day("2023-01-28");
    assert_eq!(refused(&world, &letter).0, Breach::NotOverdue);
}

#[test]
fn a_creditors_notice_under_the_new_norwegian_act() {
    let (_, mut letter) = notice();
    let settings = "[[statutes.no.regime]]\nname = \"inkassoloven-2026\"\nlaw = \"LOV-2026-05-22-19\"\nfrom = 2026-07-01\nsource = \"made up\"\n";
    let statutes = Statutes::shipped().with_rows(settings, "config.toml");
    let statutes = statutes.unwrap();
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    world.invoice(day("2026-07-01"), day("2026-08-03"), 1_000_000);
    let now = statutes.law("NO");
    let handed = world.walk(&policy(), now, day("2026-08-01"), day("2026-12-31"));
    assert!(
        world
            .letters
            .iter()
            .all(|letter| letter.kind < LetterKind::Notice)
    );
    assert!(
        handed.is_some(),
        "what the creditor may not send goes to the agency"
    );
    letter.sent = day("2026-11-01");
    letter.deadline = Some(day("2026-11-16"));
    letter.charges.clear();
    letter.lines.truncate(1);
    letter.lines[0].item = ItemId(1);
    let unlawful = lawful(&world.arrears, &letter, now).unwrap_err();
    assert_eq!(unlawful.what, Breach::NotByCreditor);
    assert_eq!(unlawful.rule, "LOV-2026-05-22-19");
}

#[test]
fn interest_on_money_that_the_company_holds() {
    let (mut world, letter) = notice();
    world.credit(day("2022-12-27"), 400_000);
    assert_eq!(refused(&world, &letter).0, Breach::InterestTooHigh);
    // Received after the last day that the letter counts.
    world.arrears.credits[0].on = letter.sent;
    assert_eq!(lawful(&world.arrears, &letter, law("NO")), Ok(()));
}
