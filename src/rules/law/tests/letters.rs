//! Fees, first days, deadlines and compensation, country by country.

use super::super::{FeeRule, Law, LetterRule, Offset, Statutes};
use super::day;
use crate::domain::customer::CustomerKind::{self, Business, Consumer, Public};
use crate::domain::letter::LetterKind;
use crate::domain::money::{Currency, Minor, Money};

const KINDS: [LetterKind; 3] = [LetterKind::Reminder, LetterKind::Notice, LetterKind::Demand];

fn law(country: &str) -> &'static Law {
    Statutes::shipped().law(country)
}

fn letter(
    country: &str,
    kind: LetterKind,
    debtor: CustomerKind,
    due: &str,
    sent: &str,
) -> LetterRule {
    law(country)
        .letter(kind, debtor, day(due), day(sent), None)
        .unwrap()
}

fn fee(country: &str, kind: LetterKind, debtor: CustomerKind, due: &str, sent: &str) -> FeeRule {
    letter(country, kind, debtor, due, sent).fee.unwrap()
}

#[test]
fn a_friendly_letter_is_free_at_any_time() {
    for country in ["no", "se", "dk", "fi", "de"] {
        let rule = letter(
            country,
            LetterKind::Friendly,
            Consumer,
            "2026-09-01",
            "2026-09-02",
        );
        assert!(rule.creditor_may.value && rule.fee.is_none() && rule.fee_gap.is_none());
        assert_eq!((rule.earliest, rule.deadline_days), (None, None));
    }
}

#[test]
fn a_norwegian_fee_is_a_share_of_the_rate_on_the_day_of_sending() {
    let cap = |kind, due: &str, sent: &str| fee("no", kind, Consumer, due, sent).cap.value.0;
    let [reminder, notice, demand] = KINDS;
    assert_eq!(cap(reminder, "2026-09-01", "2026-10-01"), 3800);
    assert_eq!(cap(notice, "2026-09-01", "2026-10-01"), 3800);
    assert_eq!(cap(demand, "2026-09-01", "2026-10-20"), 11_300);
    assert_eq!(cap(reminder, "2025-12-01", "2025-12-31"), 3500);
    assert_eq!(cap(demand, "2025-11-03", "2025-12-31"), 10_500);
    // The year of sending, not of the due date.
    assert_eq!(cap(reminder, "2025-12-15", "2026-01-02"), 3800);
    // Claims that fell due before 2020-10-01 pay a tenth.
    assert_eq!(cap(reminder, "2020-09-30", "2020-11-02"), 7000);
    assert_eq!(cap(reminder, "2020-10-01", "2020-11-02"), 3500);
    assert_eq!(cap(reminder, "2016-03-01", "2016-04-01"), 6700);
    let cap = fee("NO", reminder, Business, "2026-09-01", "2026-10-01").cap;
    assert_eq!(cap.source.law, "inkassoforskriften § 1-2");
    assert_eq!(cap.source.from, day("2026-01-01"));
}

#[test]
fn a_rate_that_is_not_published_stops_the_fee_and_not_the_letter() {
    let rule = letter(
        "no",
        LetterKind::Notice,
        Consumer,
        "2026-12-01",
        "2027-01-04",
    );
    assert_eq!(rule.fee, None);
    let gap = rule.fee_gap.unwrap();
    assert_eq!(
        (gap.rule.as_str(), gap.on),
        ("collection-rate", day("2027-01-04"))
    );
    assert_eq!(rule.deadline_days.unwrap().value, 14);
    // Between businesses in Finland nothing is known of the caps before May 2022.
    let rule = letter(
        "fi",
        LetterKind::Reminder,
        Business,
        "2021-01-04",
        "2021-02-01",
    );
    assert_eq!(
        (rule.fee.is_none(), rule.fee_gap.unwrap().rule.as_str()),
        (true, "reminder.fee")
    );
}

#[test]
fn norwegian_conditions_of_fees() {
    let [reminder, notice, demand] = KINDS;
    // Due on a Saturday, so the claim is late from Monday on.
    let first = fee("no", reminder, Consumer, "2026-10-03", "2026-10-20");
    assert_eq!(first.not_before.unwrap().value, day("2026-10-19"));
    assert_eq!(
        (
            first.most.unwrap().value,
            first.most_together.unwrap().value
        ),
        (2, 2)
    );
    assert_eq!(
        (
            first.missed_deadline_days.unwrap().value,
            first.grace_days.unwrap().value
        ),
        (14, 3)
    );
    assert_eq!(first.reset_months.unwrap().value, 6);
    assert!(first.needs_agreement.is_none() && first.needs_letter.is_none());
    let of_notice = fee("no", notice, Consumer, "2026-10-03", "2026-10-20");
    assert_eq!(
        (
            of_notice.most.unwrap().value,
            of_notice.most_together.unwrap().value
        ),
        (1, 2)
    );
    let of_demand = fee("no", demand, Consumer, "2026-10-03", "2026-11-20");
    assert!(of_demand.needs_letter.is_some() && of_demand.most_together.is_none());
    let rule = letter("no", notice, Consumer, "2026-10-03", "2026-10-20");
    assert_eq!(rule.earliest.as_ref().unwrap().value, day("2026-10-06"));
    assert_eq!(
        law("no").first_deadline(&rule, day("2026-10-20")),
        Some(day("2026-11-03"))
    );
    assert_eq!(rule.deadline_days.unwrap().source.law, "inkassoloven § 9");
}

#[test]
fn swedish_fees_must_be_agreed_and_deadlines_reach_over_long_weekends() {
    let [reminder, notice, demand] = KINDS;
    let first = fee("se", reminder, Consumer, "2026-09-01", "2026-09-02");
    assert_eq!(first.cap.value, Minor(6000));
    assert_eq!(first.needs_agreement.unwrap().law, "lag 1981:739 § 2");
    assert_eq!((first.not_before, first.most.unwrap().value), (None, 1));
    let of_notice = fee("se", notice, Consumer, "2026-09-01", "2026-10-02");
    assert_eq!(
        (of_notice.cap.value, of_notice.needs_agreement),
        (Minor(18_000), None)
    );
    assert_eq!(
        fee("se", notice, Consumer, "2013-02-01", "2013-03-15")
            .cap
            .value,
        Minor(16_000)
    );
    assert!(
        letter("se", demand, Consumer, "2026-09-01", "2026-10-02")
            .fee
            .is_none()
    );
    let deadline = |sent: &str| {
        let rule = letter("se", notice, Consumer, "2026-03-02", sent);
        law("se").first_deadline(&rule, day(sent)).unwrap()
    };
    // Sent on a Monday: received on Wednesday, four banking days end on Tuesday, the eighth day.
    assert_eq!(deadline("2026-10-05"), day("2026-10-13"));
    // Sent before Easter: received on Thursday 2 April, four banking days end on Friday 10 April.
    assert_eq!(deadline("2026-03-31"), day("2026-04-10"));
    assert_eq!(
        law("se").plan_fee(day("2026-10-05")).unwrap().value,
        Minor(17_000)
    );
    assert_eq!(law("no").plan_fee(day("2026-10-05")), None);
}

#[test]
fn danish_reminders_are_three_with_ten_days_between() {
    let [reminder, notice, demand] = KINDS;
    for debtor in [Business, Consumer, Public] {
        let rule = fee("dk", reminder, debtor, "2026-09-01", "2026-09-02");
        assert_eq!(
            (rule.cap.value, rule.most_together.unwrap().value),
            (Minor(10_000), 3)
        );
        assert_eq!(
            (rule.days_between.unwrap().value, rule.not_before),
            (10, None)
        );
        assert_eq!(rule.cap.source.law, "renteloven § 9 b");
    }
    let rule = letter("dk", notice, Consumer, "2026-09-01", "2026-09-02");
    assert_eq!(rule.earliest.as_ref().unwrap().value, day("2026-09-02"));
    assert_eq!(
        law("dk").first_deadline(&rule, day("2026-09-02")),
        Some(day("2026-09-12"))
    );
    assert!(
        letter("dk", demand, Consumer, "2026-09-01", "2026-10-02")
            .fee
            .is_none()
    );
}

#[test]
fn finnish_fees_go_by_debtor_and_principal() {
    let [reminder, _, demand] = KINDS;
    let cap = |kind, debtor, euros: i64| {
        let principal = Some(Money::new(Minor(euros), Currency::EUR));
        let rule = law("fi").letter(
            kind,
            debtor,
            day("2026-09-01"),
            day("2026-10-01"),
            principal,
        );
        rule.unwrap().fee.unwrap()
    };
    assert_eq!(cap(reminder, Consumer, 10_000).cap.value, Minor(500));
    assert_eq!(cap(reminder, Business, 10_000).cap.value, Minor(1200));
    assert_eq!(cap(demand, Consumer, 1_000_000).cap.value, Minor(500));
    for (principal, fee) in [
        (0, 5000),
        (50_000, 5000),
        (50_001, 7000),
        (250_000, 7000),
        (250_001, 9000),
        (1_000_000, 9000),
        (1_000_001, 11_000),
    ] {
        assert_eq!(
            cap(demand, Business, principal).cap.value,
            Minor(fee),
            "{principal}"
        );
    }
    for (principal, all) in [(10_000, 6000), (10_001, 12_000), (100_001, 21_000)] {
        let rule = cap(reminder, Consumer, principal);
        assert_eq!(rule.costs_cap.unwrap().value, Minor(all));
    }
    let rule = cap(reminder, Consumer, 10_000);
    assert_eq!(rule.not_before.unwrap().value, day("2026-09-15"));
    assert_eq!(
        (
            rule.days_between.unwrap().value,
            rule.invoice_lead_days.unwrap().value
        ),
        (14, 14)
    );
    // Without a principal, and with one in another currency, the lowest.
    assert_eq!(
        fee("fi", demand, Business, "2026-09-01", "2026-10-01")
            .cap
            .value,
        Minor(5000)
    );
    let kroner = Some(Money::new(Minor(9_999_999), Currency::SEK));
    let rule = law("fi").letter(
        demand,
        Business,
        day("2026-09-01"),
        day("2026-10-01"),
        kroner,
    );
    assert_eq!(rule.unwrap().fee.unwrap().cap.value, Minor(5000));
}

#[test]
fn letters_to_other_countries_bear_no_fee() {
    for kind in KINDS {
        let rule = letter("de", kind, Business, "2026-09-01", "2026-10-01");
        assert!(rule.creditor_may.value && rule.fee.is_none() && rule.fee_gap.is_none());
    }
}

#[test]
fn compensation_is_between_businesses_and_meets_fees_as_each_law_says() {
    let of = |country: &str, debtor, due: &str, on: &str| {
        law(country)
            .compensation(debtor, day(due), day(on))
            .unwrap()
            .map(|compensation| (compensation.amount.value.0, compensation.and))
    };
    let (due, on) = ("2026-08-03", "2026-08-20");
    assert_eq!(of("no", Business, due, on), Some((43_000, Offset::Larger)));
    assert_eq!(of("se", Public, due, on), Some((45_000, Offset::Includes)));
    assert_eq!(of("dk", Business, due, on), Some((31_000, Offset::Adds)));
    assert_eq!(
        of("fi", Business, due, on),
        Some((4_000, Offset::CostsAbove))
    );
    assert_eq!(
        of("fr", Business, due, on),
        Some((4_000, Offset::CostsAbove))
    );
    for country in ["no", "se", "dk", "fi", "fr"] {
        assert_eq!(of(country, Consumer, due, on), None);
        assert_eq!(of(country, Business, due, due), None, "not late yet");
        assert_eq!(
            of(country, Business, "2013-02-01", "2013-02-20"),
            None,
            "not law yet"
        );
    }
    // Of two half-years the smaller amount.
    assert_eq!(
        of("no", Business, "2026-06-15", "2026-07-10"),
        Some((43_000, Offset::Larger))
    );
    assert_eq!(
        of("no", Business, "2023-06-15", "2023-07-10"),
        Some((41_000, Offset::Larger))
    );
    // A half-year that no source has.
    let gap = law("no")
        .compensation(Business, day("2017-02-01"), day("2017-03-01"))
        .unwrap_err();
    assert_eq!(
        (gap.rule.as_str(), gap.on),
        ("compensation", day("2017-02-01"))
    );
}

#[test]
fn what_does_not_change_with_the_day() {
    for (country, higher) in [
        ("no", true),
        ("se", true),
        ("dk", true),
        ("fi", true),
        ("eu", true),
    ] {
        assert_eq!(law(country).agreed_interest_allowed(Business).value, higher);
        assert!(!law(country).agreed_interest_allowed(Consumer).value);
        assert!(!law(country).disputed_costs().value);
        assert_eq!(law(country).day_count(), 365);
    }
    assert_eq!(law("no").disputed_costs().source.law, "inkassoloven § 17");
}
