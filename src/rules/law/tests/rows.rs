//! Rows that a user adds, and how faults in them are told.

use super::super::{LawFault, LetterKind, Statutes};
use super::day;
use crate::domain::customer::CustomerKind::{Business, Consumer, Public};
use crate::domain::money::Minor;
use crate::text::Locale;

fn with(rows: &str) -> Result<Statutes, LawFault> {
    Statutes::shipped().with_rows(rows, "settings.toml")
}

fn told(rows: &str) -> String {
    Locale::english().tell("law-fault", &with(rows).unwrap_err())
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
        told(&row("2027-01-01", "12.0")),
        "settings.toml:4: value of interest must be an exact figure in quotes, as “12.25”, of at most 100 and six decimals."
    );
    assert!(
        told(&row("\"2027-01-01\"", "\"12\""))
            .starts_with("settings.toml:3: from of interest must be a day")
    );
    assert!(told(&row("2027-01-01", "\"1200\"")).contains("exact figure"));
    assert!(told(&row("9999-01-01", "\"12\"")).contains("must be a day"));
    assert!(told("[[statutes.no.interes]]\nfrom = 2027-01-01\n").contains("no rule “interes”"));
    assert!(told("[[statutes.xx.interest]]\nfrom = 2027-01-01\n").contains("no statutes “xx”"));
    assert!(
        told("[[statutes.no.interest]]\nfrom = 2027-01-01\nvalue = \"1\"\n")
            .contains(":1: a row of interest needs source")
    );
    assert!(told("[statutes.no]\ninterest = 12\n").contains(":2: interest must be a list of rows"));
    assert!(told("statutes = 1\n").contains("settings.toml:1:"));
    assert!(told("[statutes\n").starts_with("settings.toml:1: "));
    let extra = "[[statutes.no.interest]]\nfrom = 2027-01-01\nvalue = \"1\"\nsource = \"x\"\n";
    assert!(told(&format!("{extra}form = 1\n")).contains(":5: interest has no field “form”"));
    assert!(told(&format!("{extra}until = 2026-01-01\n")).contains("ends before it starts"));
    assert!(told(&format!("{extra}regime = \"new\"\n")).contains("regime “new”"));
    assert!(told(&format!("{extra}debtor = \"state\"\n")).contains("business, consumer, public"));
    let count = "[[statutes.dk.day-count]]\nfrom = 2027-01-01\nvalue = 364\nsource = \"x\"\n";
    assert!(told(count).contains("whole number"));
    let amount = "[[statutes.no.plan-fee]]\nfrom = 2027-01-01\nvalue = \"1.005\"\nsource = \"x\"\n";
    assert!(told(amount).contains("must be an amount"));
    assert!(
        told("[[statutes.no.regime]]\nname = \"new\"\nsource = \"x\"\n")
            .contains("settings.toml:1: regime names a regime “new”")
    );
    assert!(
        told("[[statutes.no.holiday]]\nname = \"x\"\nsource = \"x\"\ndate = \"02-30\"\n")
            .contains(":4: date of holiday")
    );
}

#[test]
fn a_missing_row_is_refused_with_the_row_to_add() {
    let gap = Statutes::shipped()
        .law("no")
        .interest(Consumer, day("2026-12-01"), day("2027-01-04"))
        .unwrap_err();
    let refusal = crate::domain::refusal::Refusal::from(gap);
    let sentence = Locale::english().tell("refusal", &refusal);
    assert!(sentence.contains("no interest for no on"), "{sentence}");
    assert!(sentence.contains("[[statutes.no.interest]]"), "{sentence}");
}

proptest::proptest! {
    #[test]
    fn no_settings_make_the_reader_fall(text in "(?s).{0,200}", value in "[0-9a-z.\"'-]{0,40}") {
        let _ = with(&text);
        let _ = with(&format!("[[statutes.no.interest]]\nfrom = 2027-01-01\nsource = \"x\"\nvalue = {value}\n"));
        let _ = with(&format!("[[statutes.se.holiday]]\nname = \"x\"\nsource = \"x\"\neaster = {value}\n"));
    }
}
