//! Published examples of interest, rates that change under a claim, and what holds for any claim.

use proptest::prelude::*;

use super::*;
use crate::domain::customer::CustomerKind::{Business, Consumer, Public};
use crate::rules::law::Statutes;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn law(country: &str) -> &'static Law {
    Statutes::shipped().law(country)
}

/// A debt of whole kroner that fell due on a day and is still owed on another.
fn owed(
    law: &Law,
    debtor: CustomerKind,
    whole: i64,
    due: &str,
    to: &str,
) -> Result<Vec<Segment>, Gap> {
    let due = law.effective_due(day(due), debtor).value;
    let balances = [(due, Minor(whole * 100))];
    let from = first_day(due);
    accrue(
        law,
        debtor,
        None,
        due,
        &balances,
        from,
        day(to),
        law.currency(),
    )
}

fn lines(segments: &[Segment]) -> Vec<(u32, String, i64)> {
    segments
        .iter()
        .map(|segment| {
            (
                segment.days,
                segment.rate.value.to_string(),
                segment.amount.0,
            )
        })
        .collect()
}

#[test]
fn a_norwegian_claim_over_the_turn_of_the_half_year_has_two_lines() {
    // Due 2026-06-15, paid 2026-07-15: 15 days at 12.00 and 15 at 12.25, by the rates of FOR-2025-12-18-2658 and
    // FOR-2026-06-25-1372.
    let segments = owed(law("NO"), Consumer, 10_000, "2026-06-15", "2026-07-15").unwrap();
    assert_eq!(
        lines(&segments),
        [(15, "12.00".into(), 4932), (15, "12.25".into(), 5034)]
    );
    assert_eq!(segments[0].from, day("2026-06-16"));
    assert_eq!(segments[0].to, day("2026-06-30"));
    assert_eq!(segments[1].rate.source.law, "forsinkelsesrenteloven § 3");
    assert_eq!(segments[1].rate.source.read_in, "FOR-2026-06-25-1372");
}

#[test]
fn the_example_of_regnmed_comes_out() {
    // regnmed.no: 10 000.00, 15 days at 12.50 % and 15 at 12.25 % are 51.37 and 50.34.
    let segments = owed(law("no"), Business, 10_000, "2025-06-13", "2025-07-15").unwrap();
    let last_fifteen = accrue(
        law("no"),
        Business,
        None,
        day("2025-06-15"),
        &[(day("2025-06-15"), Minor(1_000_000))],
        day("2025-06-16"),
        day("2025-07-15"),
        Currency::NOK,
    );
    assert_eq!(
        lines(&last_fifteen.unwrap()),
        [(15, "12.50".into(), 5137), (15, "12.25".into(), 5034)]
    );
    assert_eq!(segments[0].days, 17);
}

#[test]
fn swedish_and_danish_examples_come_out() {
    // SEK 50 000 at 10 %, 30 days: 410.96.
    let segments = owed(law("se"), Business, 50_000, "2026-03-02", "2026-04-01").unwrap();
    assert_eq!(lines(&segments), [(30, "10.00".into(), 41_096)]);
    // DKK 10 000 at 9.75 %, 2026-01-31 to 2026-03-31, from the due date as written: 59 days, 157.60.
    let strict = |days: &str| {
        let rows = format!(
            "[[statutes.dk.day-count]]\nfrom = 2026-01-01\nvalue = {days}\nsource = 'agreed'\n\
             [[statutes.dk.due-moves]]\nfrom = 2026-01-01\nvalue = false\nsource = 'award of 2021'\n"
        );
        Statutes::shipped().with_rows(&rows, "settings").unwrap()
    };
    let danish = |days| {
        owed(
            strict(days).law("DK"),
            Business,
            10_000,
            "2026-01-31",
            "2026-03-31",
        )
    };
    assert_eq!(
        lines(&danish("365").unwrap()),
        [(59, "9.75".into(), 15_760)]
    );
    // The same by months of thirty days: 60 days, 162.50.
    assert_eq!(
        lines(&danish("360").unwrap()),
        [(60, "9.75".into(), 16_250)]
    );
}

#[test]
fn the_danish_margin_follows_the_due_date_for_the_life_of_the_claim() {
    let on = day("2026-03-02");
    let rate = |due: &str| {
        law("dk")
            .interest(Business, day(due), on)
            .unwrap()
            .value
            .to_string()
    };
    assert_eq!(rate("2013-02-28"), "8.75");
    assert_eq!(rate("2013-03-01"), "9.75");
}

#[test]
fn finnish_consumers_owe_a_point_less() {
    let rate = |debtor| {
        law("FI")
            .interest(debtor, day("2026-01-05"), day("2026-02-01"))
            .unwrap()
    };
    assert_eq!(rate(Consumer).value.to_string(), "9.50");
    assert_eq!(rate(Business).value.to_string(), "10.50");
    assert_eq!(rate(Public).value.to_string(), "10.50");
}

#[test]
fn a_half_year_without_a_rate_stops_the_reckoning_and_names_the_row() {
    let gap = owed(law("no"), Consumer, 10_000, "2026-12-15", "2027-01-01").unwrap_err();
    assert_eq!(
        (gap.country.as_str(), gap.rule.as_str(), gap.on),
        ("no", "interest", day("2027-01-01"))
    );
    assert_eq!(
        owed(law("no"), Consumer, 10_000, "2026-12-15", "2026-12-31")
            .unwrap()
            .len(),
        1
    );
    for country in ["se", "dk", "fi", "eu"] {
        let gap = owed(law(country), Business, 1, "2026-12-15", "2027-02-01").unwrap_err();
        assert_eq!(
            (gap.rule.as_str(), gap.on),
            ("reference-rate", day("2027-01-01"))
        );
    }
    // The Union's directive is not about consumers.
    let gap = owed(law("de"), Consumer, 1, "2026-03-02", "2026-04-01").unwrap_err();
    assert_eq!(
        (gap.rule.as_str(), gap.debtor),
        ("interest-margin", Some(Consumer))
    );
}

#[test]
fn an_agreed_rate_counts_for_businesses_and_binds_no_consumer_to_more() {
    let agreed = |debtor, percent: &str| {
        let agreed = Some(percent.parse().unwrap());
        let (due, to) = (day("2026-06-15"), day("2026-07-15"));
        let balances = [(due, Minor(1_000_000))];
        accrue(
            law("no"),
            debtor,
            agreed,
            due,
            &balances,
            first_day(due),
            to,
            Currency::NOK,
        )
        .unwrap()
    };
    let business = agreed(Business, "18");
    assert_eq!(lines(&business), [(30, "18".into(), 14_795)]);
    assert_eq!(business[0].rate.source.law, AGREED);
    let consumer = agreed(Consumer, "18");
    assert_eq!(
        lines(&consumer),
        [(15, "12.00".into(), 4932), (15, "12.25".into(), 5034)]
    );
    assert!(consumer.iter().all(|segment| segment.agreed_too_high));
    let mild = agreed(Consumer, "12.1");
    assert_eq!(mild[0].rate.value.to_string(), "12.00");
    assert!(mild[0].agreed_too_high && !mild[1].agreed_too_high);
    assert_eq!(mild[1].rate.source.law, AGREED);
    assert_eq!(agreed(Business, "-5")[0].amount, Minor::ZERO);
}

#[test]
fn a_part_payment_lowers_what_bears_interest() {
    let due = day("2026-03-02");
    let balances = [
        (due, Minor(1_000_000)),
        (day("2026-03-13"), Minor(400_000)),
        (day("2026-03-23"), Minor(0)),
    ];
    let segments = accrue(
        law("no"),
        Consumer,
        None,
        due,
        &balances,
        first_day(due),
        day("2026-06-30"),
        Currency::NOK,
    );
    assert_eq!(
        lines(&segments.unwrap()),
        [(10, "12.00".into(), 3288), (10, "12.00".into(), 1315)]
    );
}

#[test]
fn amounts_beyond_all_ledgers_end_in_an_answer() {
    let balances = [(Date::MIN, Minor(i64::MAX)), (Date::MAX, Minor(i64::MIN))];
    let agreed = Some(Decimal::MAX);
    let forever = accrue(
        law("no"),
        Business,
        agreed,
        Date::MIN,
        &balances,
        Date::MIN,
        Date::MAX,
        Currency::NOK,
    );
    assert!(forever.is_ok());
    assert!(
        accrue(
            law("no"),
            Business,
            None,
            Date::MIN,
            &balances,
            Date::MIN,
            Date::MAX,
            Currency::NOK,
        )
        .is_err()
    );
}

proptest! {
    #[test]
    fn a_split_period_bears_what_the_whole_does(
        country in 0_usize..4,
        debtor in prop::sample::select(vec![Business, Consumer, Public]),
        start in 0_i64..3_900,
        length in 1_i64..900,
        cut in 0_i64..900,
        principal in 1_i64..1_000_000_000,
        paid in 0_i64..900,
    ) {
        let law = law(["no", "se", "dk", "fi"][country]);
        let due = day("2015-01-05") + chrono::TimeDelta::days(start);
        let end = (due + chrono::TimeDelta::days(length)).min(day("2026-12-31"));
        let middle = (due + chrono::TimeDelta::days(cut)).min(end);
        let rest = (due + chrono::TimeDelta::days(1 + paid), Minor(principal / 3));
        let balances = [(due, Minor(principal)), rest];
        let reckon = |from, to| accrue(law, debtor, None, due, &balances, from, to, law.currency()).unwrap();
        let whole = reckon(first_day(due), end);
        let parts = [reckon(first_day(due), middle), reckon(date::next(middle), end)].concat();
        let sum = |segments: &[Segment]| segments.iter().map(|segment| segment.amount).sum::<Minor>();
        let slack = i64::try_from(whole.len().max(parts.len())).unwrap();
        prop_assert!((sum(&whole) - sum(&parts)).0.abs() <= slack);
        // Every day counts once, in order.
        let days: u32 = whole.iter().map(|segment| segment.days).sum();
        prop_assert_eq!(i64::from(days), (end - due).num_days());
        prop_assert!(whole.windows(2).all(|pair| date::next(pair[0].to) == pair[1].from));
        // Each line stands on a row that had begun.
        prop_assert!(whole.iter().all(|segment| segment.rate.source.from <= segment.from));
    }
}
