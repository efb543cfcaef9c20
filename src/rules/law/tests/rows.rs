//! Rows that a user adds, and how faults in them are told.

use super::super::{LawFault, Statutes};
use super::day;
use crate::domain::customer::CustomerKind::{Business, Consumer, Public};
use crate::domain::letter::LetterKind;
use crate::domain::money::Minor;
use crate::domain::refusal::Refusal;

fn with(rows: &str) -> Result<Statutes, LawFault> {
    Statutes::shipped().with_rows(rows, "settings.toml")
}

/// A fault as its key, line, row and field.
fn fault(rows: &str) -> String {
    let fault = serde_json::to_value(with(rows).unwrap_err()).unwrap();
    assert_eq!(fault["origin"], "settings.toml");
    let parts = ["key", "line", "row", "field"].map(|name| match &fault[name] {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        number => number.to_string(),
    });
    parts.join(" ").trim().to_owned()
}

#[test]
fn a_newer_rate_is_one_row_and_lasts_for_its_half_year() {
    let statutes = with(
        "locale = \"en\"\n[[statutes.no.interest]]\nfrom = 2027-01-01\nvalue = \"12.00\"\nsource = \"FOR-2026-12-17-1\"\n",
    )
    .unwrap();
    let law = statutes.law("NO");
    let rate = law
        .interest(Consumer, day("2026-12-01"), day("2027-06-30"))
        .unwrap();
    assert_eq!(rate.value.to_string(), "12.00");
    assert_eq!(rate.source.read_in, "FOR-2026-12-17-1");
    assert_eq!(rate.source.law, "forsinkelsesrenteloven § 3");
    assert!(
        law.interest(Consumer, day("2026-12-01"), day("2027-07-01"))
            .is_err()
    );
    // The shipped statutes are as they were.
    let shipped = Statutes::shipped().law("no");
    assert!(
        shipped
            .interest(Consumer, day("2026-12-01"), day("2027-01-01"))
            .is_err()
    );
    assert_eq!(&with("mouse = true\n").unwrap(), Statutes::shipped());
}

#[test]
fn of_two_rows_for_one_day_the_users_counts() {
    let rows = "[[statutes.dk.reference-rate]]\nfrom = 2026-07-01\nvalue = \"1.75\"\nsource = \"nationalbanken.dk\"\n";
    let statutes = with(rows).unwrap();
    let rate = statutes
        .law("dk")
        .interest(Business, day("2026-07-01"), day("2026-08-01"))
        .unwrap();
    assert_eq!(rate.value.to_string(), "9.75");
}

#[test]
fn the_new_norwegian_law_is_one_row_away() {
    let rows = "[[statutes.no.regime]]\nname = \"inkassoloven-2026\"\nfrom = 2027-01-01\nsource = \"royal decree\"\n\
                [[statutes.no.collection-rate]]\nfrom = 2027-01-01\nvalue = \"770.00\"\nsource = \"FOR-2026\"\n";
    let statutes = with(rows).unwrap();
    let letter = |kind, sent: &str| {
        let law = statutes.law("no");
        law.letter(kind, Consumer, day("2026-11-02"), day(sent), None)
            .unwrap()
    };
    for kind in [LetterKind::Notice, LetterKind::Demand] {
        let before = letter(kind, "2026-12-31");
        assert!(before.creditor_may.value && before.fee.is_some());
        let after = letter(kind, "2027-01-01");
        assert!(!after.creditor_may.value);
        assert_eq!(after.creditor_may.source.law, "LOV-2026-05-22-19");
        assert_eq!(after.creditor_may.source.from, day("2027-01-01"));
        assert_eq!((after.fee, after.fee_gap), (None, None));
    }
    // What a reminder may cost is left to a regulation: until it is there, no fee.
    let before = letter(LetterKind::Reminder, "2026-12-31");
    assert_eq!(before.fee.unwrap().cap.value, Minor(3800));
    let after = letter(LetterKind::Reminder, "2027-01-01");
    assert_eq!(
        (after.fee.is_none(), after.fee_gap.unwrap().rule.as_str()),
        (true, "reminder.fee")
    );
    // And when it is, it is a row.
    let more = format!(
        "{rows}[[statutes.no.reminder.fee]]\nfrom = 2027-01-01\nvalue = \"40.00\"\nsource = \"regulation\"\n"
    );
    let statutes = with(&more).unwrap();
    let rule = statutes.law("no").letter(
        LetterKind::Reminder,
        Consumer,
        day("2026-11-02"),
        day("2027-01-04"),
        None,
    );
    assert_eq!(rule.unwrap().fee.unwrap().cap.value, Minor(4000));
    let regime = &statutes.law("no").regimes()[0];
    assert_eq!(
        (regime.from, regime.law.as_str()),
        (Some(day("2027-01-01")), "LOV-2026-05-22-19")
    );
    assert_eq!(Statutes::shipped().law("no").regimes()[0].from, None);
}

#[test]
fn a_row_for_public_bodies_counts_for_them_alone() {
    let rows = "[[statutes.fi.interest-margin]]\nfrom = 2020-01-01\nvalue = \"7.50\"\ndebtor = \"public\"\nsource = \"x\"\n";
    let statutes = with(rows).unwrap();
    let rate = |debtor| {
        let on = day("2026-02-02");
        statutes
            .law("fi")
            .interest(debtor, on, on)
            .unwrap()
            .value
            .to_string()
    };
    assert_eq!(
        (rate(Public), rate(Business)),
        ("10.00".to_owned(), "10.50".to_owned())
    );
}

#[test]
fn a_rule_that_is_new_to_a_country_says_which_law_it_is() {
    let row = "[[statutes.eu.limitation.years]]\nfrom = 2002-01-01\nvalue = 3\nsource = \"x\"\n\
               [[statutes.eu.limitation.runs-from]]\nfrom = 2002-01-01\nvalue = \"due\"\nsource = \"x\"\nlaw = \"BGB § 199\"\n";
    assert_eq!(fault(row), "field-missing 1 limitation.years law");
    let statutes = with(&row.replacen("value = 3", "law = \"BGB § 195\"\nvalue = 3", 1)).unwrap();
    let due = day("2024-05-06");
    let limit = statutes
        .law("DE")
        .limitation(Business, due, due, &[])
        .unwrap();
    assert_eq!(
        (limit.value, limit.source.law.as_str()),
        (day("2027-05-06"), "BGB § 195")
    );
}

#[test]
fn a_holiday_is_added_as_a_row() {
    let rows = "[[statutes.no.holiday]]\nname = \"Landssorg\"\ndate = \"11-23\"\nfrom = 2026-11-23\nuntil = 2026-11-23\nsource = \"x\"\n";
    let statutes = with(rows).unwrap();
    let due = statutes
        .law("no")
        .effective_due(day("2026-11-21"), Consumer);
    assert_eq!(due.value, day("2026-11-24"));
    assert!(
        statutes
            .law("no")
            .calendar()
            .is_banking_day(day("2027-11-23"))
    );
}

#[test]
fn faults_name_the_line_the_row_and_what_to_write() {
    let row = |from: &str, value: &str| {
        format!(
            "mouse = true\n[[statutes.no.interest]]\nfrom = {from}\nvalue = {value}\nsource = \"x\"\n"
        )
    };
    assert_eq!(
        fault(&row("2027-01-01", "12.0")),
        "not-a-number 4 interest value"
    );
    assert_eq!(
        fault(&row("2027-01-01", "\"1200\"")),
        "not-a-number 4 interest value"
    );
    assert_eq!(
        fault(&row("\"2027-01-01\"", "\"12\"")),
        "not-a-date 3 interest from"
    );
    assert_eq!(
        fault(&row("9999-01-01", "\"12\"")),
        "not-a-date 3 interest from"
    );
    let extra = row("2027-01-01", "\"1\"");
    for (more, told) in [
        ("form = 1", "unknown-field 6 interest form"),
        ("until = 2026-01-01", "ends-before-it-starts 2 interest"),
        ("regime = \"new\"", "unknown-regime 2 interest"),
        ("debtor = \"state\"", "not-a-choice 6 interest debtor"),
        ("note = \" \"", "not-text 6 interest note"),
    ] {
        assert_eq!(fault(&format!("{extra}{more}\n")), told);
    }
    for (text, told) in [
        (
            "[[statutes.no.interes]]\nfrom = 2027-01-01",
            "unknown-rule 1 interes",
        ),
        (
            "[statutes.no]\ncurrency = \"SEK\"",
            "unknown-rule 2 currency",
        ),
        (
            "[[statutes.xx.interest]]\nfrom = 2027-01-01",
            "unknown-country 1 xx",
        ),
        ("statutes = 1", "unknown-country 1 statutes"),
        ("[statutes", "malformed 1"),
        ("[statutes.no]\ninterest = 12", "no-rows 2 interest"),
        ("[statutes.no]\ninterest = [12]", "no-rows 2 interest"),
        (
            "[[statutes.no.interest]]\nfrom = 2027-01-01\nvalue = \"1\"",
            "field-missing 1 interest source",
        ),
        (
            "[[statutes.dk.day-count]]\nfrom = 2027-01-01\nvalue = 364\nsource = \"x\"",
            "not-a-count 3 day-count value",
        ),
        (
            "[[statutes.se.plan-fee]]\nfrom = 2027-01-01\nvalue = \"1.005\"\nsource = \"x\"",
            "not-an-amount 3 plan-fee value",
        ),
        (
            "[[statutes.no.due-moves]]\nfrom = 2027-01-01\nvalue = \"yes\"\nsource = \"x\"",
            "not-a-flag 3 due-moves value",
        ),
        (
            "[[statutes.no.regime]]\nname = \"new\"\nsource = \"x\"",
            "unknown-regime 1 regime",
        ),
        (
            "[[statutes.no.holiday]]\nname = \"x\"\nsource = \"x\"\ndate = \"02-30\"",
            "not-a-date 4 holiday date",
        ),
    ] {
        assert_eq!(fault(text), told, "{text}");
    }
}

#[test]
fn a_missing_row_is_refused_with_the_row_to_add() {
    let gap = Statutes::shipped()
        .law("no")
        .interest(Consumer, day("2026-12-01"), day("2027-01-04"))
        .unwrap_err();
    let refusal = Refusal::from(gap);
    let missing = Refusal::LawMissing {
        country: "no".into(),
        rule: "interest".into(),
        on: day("2027-01-04"),
    };
    assert_eq!(refusal, missing);
}

proptest::proptest! {
    #[test]
    fn no_settings_make_the_reader_fall(text in "(?s).{0,200}", value in "[0-9a-z.\"'-]{0,40}") {
        let _ = with(&text);
        let _ = with(&format!("[[statutes.no.interest]]\nfrom = 2027-01-01\nsource = \"x\"\nvalue = {value}\n"));
        let _ = with(&format!("[[statutes.se.holiday]]\nname = \"x\"\nsource = \"x\"\neaster = {value}\n"));
    }
}
