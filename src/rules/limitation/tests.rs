//! When claims are barred, country by country.

use super::*;
use crate::domain::customer::CustomerKind::{Business, Consumer, Public};
use crate::rules::law::Statutes;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn last_day(
    country: &str,
    debtor: CustomerKind,
    interruptions: &[(&str, InterruptionKind)],
) -> String {
    let interruptions: Vec<Interruption> = interruptions
        .iter()
        .map(|(on, kind)| Interruption {
            on: day(on),
            kind: *kind,
        })
        .collect();
    let law = Statutes::shipped().law(country);
    let limit = law.limitation(debtor, day("2023-02-10"), day("2023-03-10"), &interruptions);
    limit.unwrap().value.to_string()
}

#[test]
fn the_period_runs_from_where_each_law_says() {
    assert_eq!(last_day("no", Consumer, &[]), "2026-03-10");
    assert_eq!(last_day("se", Consumer, &[]), "2026-02-10");
    assert_eq!(last_day("se", Business, &[]), "2033-02-10");
    assert_eq!(last_day("se", Public, &[]), "2033-02-10");
    assert_eq!(last_day("dk", Business, &[]), "2026-03-10");
    assert_eq!(last_day("fi", Consumer, &[]), "2026-03-10");
}

#[test]
fn a_reminder_keeps_a_claim_alive_in_sweden_and_finland_alone() {
    let reminded = [("2024-05-02", InterruptionKind::Reminder)];
    assert_eq!(last_day("no", Consumer, &reminded), "2026-03-10");
    assert_eq!(last_day("dk", Consumer, &reminded), "2026-03-10");
    assert_eq!(last_day("se", Consumer, &reminded), "2027-05-02");
    assert_eq!(last_day("fi", Consumer, &reminded), "2027-05-02");
}

#[test]
fn who_acknowledges_starts_the_period_anew_and_nothing_revives_a_barred_claim() {
    for country in ["no", "se", "dk", "fi"] {
        let kind = InterruptionKind::Acknowledgement;
        // A Wednesday, so that no end moves.
        assert_eq!(
            last_day(country, Consumer, &[("2024-05-05", kind)]),
            "2027-05-05"
        );
        let barred = last_day(country, Consumer, &[]);
        assert_eq!(
            last_day(country, Consumer, &[("2026-03-11", kind)]),
            barred,
            "{country}"
        );
    }
    let twice = [
        ("2026-02-01", InterruptionKind::Reminder),
        ("2024-01-01", InterruptionKind::PartPayment),
    ];
    assert_eq!(last_day("se", Consumer, &twice), "2029-02-01");
}

#[test]
fn a_danish_period_does_not_end_on_a_holiday() {
    // forældelsesloven § 27: weekends, holidays, 5 June, 24 and 31 December.
    let law = Statutes::shipped().law("dk");
    let end = |due: &str| {
        let due = day(due);
        law.limitation(Business, due, due, &[])
            .unwrap()
            .value
            .to_string()
    };
    assert_eq!(end("2023-06-05"), "2026-06-08");
    assert_eq!(end("2023-12-24"), "2026-12-28");
    assert_eq!(end("2023-12-31"), "2027-01-04");
    // Banks are closed on the day after Ascension, the courts are not.
    assert_eq!(end("2023-05-15"), "2026-05-15");
}

#[test]
fn a_norwegian_period_runs_from_the_due_date_that_a_holiday_moved() {
    let law = Statutes::shipped().law("no");
    let limit = law.limitation(Consumer, day("2026-04-10"), day("2026-05-17"), &[]);
    let limit = limit.unwrap();
    assert_eq!(limit.value, day("2029-05-18"));
    assert_eq!(limit.source.law, "foreldelsesloven § 2");
}

#[test]
fn what_is_not_harmonised_is_a_gap() {
    let law = Statutes::shipped().law("DE");
    let gap = law
        .limitation(Business, day("2026-01-01"), day("2026-02-01"), &[])
        .map(|_| ());
    assert_eq!(gap.unwrap_err().rule, "limitation.years");
}
