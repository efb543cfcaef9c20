//! Every shipped file, row by row.

use std::collections::{BTreeMap, BTreeSet};

use super::super::read;
use super::super::rule::{Rule, Topic};
use super::super::{SHIPPED, Statutes};
use super::day;
use crate::domain::customer::CustomerKind::{self, Business, Consumer};

#[test]
fn every_file_is_read_and_has_its_currency() {
    let statutes = Statutes::read().unwrap();
    let currencies = statutes
        .laws()
        .iter()
        .map(|law| (law.country(), law.currency().code().to_owned()));
    let currencies: BTreeMap<_, _> = currencies.collect();
    for (country, currency) in [
        ("no", "NOK"),
        ("se", "SEK"),
        ("dk", "DKK"),
        ("fi", "EUR"),
        ("eu", "EUR"),
    ] {
        assert_eq!(currencies[country], currency);
    }
    assert_eq!(&statutes, Statutes::shipped());
}

#[test]
fn rows_ascend_and_no_two_say_the_same_thing_of_one_day() {
    for (country, text) in SHIPPED {
        let sheet = read::shipped(country, text).unwrap();
        let mut seen = BTreeSet::new();
        let mut last = BTreeMap::new();
        for row in &sheet.rows {
            let key = row.rule.key();
            let of = (
                key.clone(),
                row.debtor.map(CustomerKind::name),
                row.regime.clone(),
                row.over,
            );
            let from = row.source.from;
            assert!(
                seen.insert((of.clone(), from)),
                "{country}: {key} has two rows from {from}"
            );
            if let Some(before) = last.insert(of, from) {
                assert!(before < from, "{country}: {key} goes back to {from}");
            }
            assert!(
                !row.source.law.is_empty(),
                "{country}: {key} cites no paragraph"
            );
            assert!(
                !row.source.read_in.is_empty(),
                "{country}: {key} has no source"
            );
            assert!(sheet.laws.contains_key(&row.rule), "{country}: {key}");
        }
        // A rule is for all or for debtors by name, never both: else one would hide the other.
        for rule in Rule::all() {
            let named: BTreeSet<bool> = sheet
                .rows
                .iter()
                .filter(|row| row.rule == rule)
                .map(|row| row.debtor.is_some())
                .collect();
            assert!(named.len() <= 1, "{country}: {}", rule.key());
        }
        for rule in sheet.laws.keys() {
            let has_row = sheet.rows.iter().any(|row| row.rule == *rule);
            assert!(
                has_row,
                "{country}: {} has a paragraph and no row",
                rule.key()
            );
        }
        assert!(text.starts_with("# ") && text.contains(&format!("[[statutes.{country}.")));
    }
}

#[test]
fn a_half_year_that_is_not_published_is_a_gap() {
    for law in Statutes::shipped().laws() {
        let now = law.in_force(day("2026-11-22"));
        assert!(now.gaps.is_empty(), "{}: {:?}", law.country(), now.gaps);
        let next: Vec<String> = law
            .in_force(day("2027-01-01"))
            .gaps
            .into_iter()
            .map(|gap| gap.rule)
            .collect();
        let expected: &[&str] = match law.country() {
            "no" => &["interest", "collection-rate", "compensation"],
            _ => &["reference-rate"],
        };
        assert_eq!(next, expected, "{}", law.country());
    }
}

#[test]
fn rates_of_ten_years_are_those_of_the_published_tables() {
    let law = |country: &str| Statutes::shipped().law(country);
    let rate = |country: &str, debtor, on: &str| {
        law(country)
            .interest(debtor, day(on), day(on))
            .unwrap()
            .value
            .to_string()
    };
    for (on, no, se, dk, fi, fi_business, eu) in [
        ("2015-01-01", "9.25", "8.00", "8.20", "7.50", "8.50", "8.05"),
        ("2016-12-31", "8.50", "7.50", "8.05", "7.00", "8.00", "8.00"),
        ("2019-06-30", "8.75", "7.50", "8.05", "7.00", "8.00", "8.00"),
        ("2020-01-01", "9.50", "8.00", "8.05", "7.00", "8.00", "8.00"),
        ("2021-07-01", "8.00", "8.00", "7.65", "7.00", "8.00", "8.00"),
        ("2022-12-31", "9.25", "8.50", "7.55", "7.00", "8.00", "8.00"),
        (
            "2023-06-30",
            "10.75",
            "10.50",
            "9.90",
            "9.50",
            "10.50",
            "10.50",
        ),
        (
            "2023-07-01",
            "11.75",
            "11.50",
            "11.25",
            "11.00",
            "12.00",
            "12.00",
        ),
        (
            "2024-07-01",
            "12.50",
            "12.00",
            "11.50",
            "11.50",
            "12.50",
            "12.25",
        ),
        (
            "2025-01-01",
            "12.50",
            "11.00",
            "10.75",
            "10.50",
            "11.50",
            "11.15",
        ),
        (
            "2025-12-31",
            "12.25",
            "10.00",
            "9.75",
            "9.50",
            "10.50",
            "10.15",
        ),
        (
            "2026-11-22",
            "12.25",
            "10.00",
            "10.00",
            "9.50",
            "10.50",
            "10.40",
        ),
    ] {
        assert_eq!(rate("no", Consumer, on), no, "{on}");
        assert_eq!(rate("se", Consumer, on), se, "{on}");
        assert_eq!(rate("dk", Consumer, on), dk, "{on}");
        assert_eq!(rate("fi", Consumer, on), fi, "{on}");
        assert_eq!(rate("fi", Business, on), fi_business, "{on}");
        assert_eq!(rate("eu", Business, on), eu, "{on}");
    }
    for country in ["no", "se", "dk", "fi", "eu"] {
        let gap = law(country)
            .interest(Business, day("2014-12-31"), day("2014-12-31"))
            .unwrap_err();
        assert_eq!((gap.country.as_str(), gap.on), (country, day("2014-12-31")));
    }
}

#[test]
fn uncertain_readings_are_mild_and_say_that_they_are() {
    let law = Statutes::shipped().law("DK");
    let due = law.effective_due(day("2026-12-24"), Consumer);
    assert_eq!(due.value, day("2026-12-28"));
    let uncertain = super::super::Confidence::Uncertain;
    assert_eq!(due.source.confidence, uncertain);
    let rate = law
        .interest(Business, day("2026-07-01"), day("2026-07-02"))
        .unwrap();
    assert_eq!(rate.source.confidence, uncertain);
}

#[test]
fn in_force_shows_each_row_once_with_its_unit() {
    let law = Statutes::shipped().law("fi");
    let lines = law.in_force(day("2026-11-22")).lines;
    let shown: Vec<(&str, Option<CustomerKind>, &str)> = lines
        .iter()
        .filter(|line| line.rule == "demand.fee")
        .map(|line| (line.rule.as_str(), line.debtor, line.value.as_str()))
        .collect();
    let fees = [
        ("demand.fee", Some(Business), "50.00"),
        ("demand.fee", Some(Business), "70.00"),
        ("demand.fee", Some(Business), "90.00"),
        ("demand.fee", Some(Business), "110.00"),
        ("demand.fee", Some(Consumer), "5.00"),
    ];
    assert_eq!(shown, fees);
    let rate = lines
        .iter()
        .find(|line| line.rule == Topic::ReferenceRate.key())
        .unwrap();
    assert_eq!(
        (rate.from, rate.until),
        (day("2026-07-01"), Some(day("2026-12-31")))
    );
    let norwegian = Statutes::shipped().law("no");
    assert!(
        norwegian
            .waiting()
            .iter()
            .any(|line| line.rule == "notice.creditor-may")
    );
    assert!(
        norwegian
            .in_force(day("2030-01-01"))
            .lines
            .iter()
            .all(|line| line.regime.is_none())
    );
}
