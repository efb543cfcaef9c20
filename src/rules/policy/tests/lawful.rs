//! Policies held against the law: the shipped ones are within it, harsher is refused, milder is fine.

use super::*;
use crate::domain::date::Date;
use crate::rules::law::Statutes;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// What is harsher than the law of a company's country, by the statutes as shipped.
fn harsher(country: &str, settings: &str, on: &str) -> Vec<Harsher> {
    harsher_than(Statutes::shipped(), country, settings, on)
}

fn harsher_than(statutes: &Statutes, country: &str, settings: &str, on: &str) -> Vec<Harsher> {
    let text = PolicyText::new("config.toml", settings);
    let written = WrittenPolicies::read(country, Some(&text)).unwrap();
    written.policies().unwrap();
    written.harsher(statutes.law(country), day(on)).unwrap()
}

/// Rates for 2027, made up: none is published yet.
const NEXT_YEAR: &str = r#"
[[statutes.no.interest]]
from = 2027-01-01
value = "12.00"
source = "made up"

[[statutes.no.collection-rate]]
from = 2027-01-01
value = "770.00"
source = "made up"

[[statutes.no.compensation]]
from = 2027-01-01
value = "440.00"
debtor = "business"
source = "made up"

[[statutes.se.reference-rate]]
from = 2027-01-01
value = "2.50"
source = "made up"

[[statutes.dk.reference-rate]]
from = 2027-01-01
value = "2.00"
source = "made up"

[[statutes.fi.reference-rate]]
from = 2027-01-01
value = "3.00"
source = "made up"

[[statutes.eu.reference-rate]]
from = 2027-01-01
value = "2.65"
source = "made up"
"#;

const NEW_INKASSOLOV: &str = r#"
[[statutes.no.regime]]
name = "inkassoloven-2026"
from = 2027-01-01
source = "a royal decree, made up"
"#;

#[test]
fn shipped_policies_are_lawful_today_and_next_year() {
    let next_year = Statutes::shipped()
        .with_rows(NEXT_YEAR, "config.toml")
        .unwrap();
    for country in COUNTRIES {
        assert_eq!(harsher(country, "", "2026-11-22"), [], "{country}");
        assert_eq!(
            harsher_than(&next_year, country, "", "2027-01-01"),
            [],
            "{country}"
        );
        for whole in [day("2026-11-22"), day("2027-01-01")] {
            for change in next_year.law(country).changes_after(whole) {
                assert_eq!(
                    harsher_than(&next_year, country, "", &change.to_string()),
                    []
                );
            }
        }
    }
}

#[test]
fn the_new_norwegian_law_takes_the_notice_from_the_creditor() {
    let statutes = Statutes::shipped()
        .with_rows(NEW_INKASSOLOV, "config.toml")
        .unwrap();
    assert_eq!(
        statutes.law("no").changes_after(day("2026-11-22")),
        [day("2027-01-01")]
    );
    assert_eq!(harsher_than(&statutes, "no", "", "2026-12-31"), []);
    let found = harsher_than(&statutes, "no", "", "2027-01-01");
    assert_eq!(
        found.len(),
        1,
        "once for businesses and consumers: {found:?}"
    );
    assert!(found[0].shipped);
    let PolicyFault::NotTheCreditors {
        origin,
        name,
        stage,
        law,
        on,
        line,
    } = &found[0].fault
    else {
        panic!("{found:?}");
    };
    assert_eq!(
        (origin.as_str(), name.as_str()),
        ("policies/no.toml", "stage.notice.does")
    );
    assert_eq!(
        (stage.as_str(), law.as_str()),
        ("notice", "LOV-2026-05-22-19")
    );
    assert_eq!((*on, *line > 50), (day("2027-01-01"), true));
    // What the sentence says to do: leave it out, or have the agency send it.
    for milder in [
        "[reminders]\nstages = [\"friendly\", \"reminder\", \"hand-over\"]",
        "[reminders.stage.notice]\nby-agency = true",
    ] {
        assert_eq!(
            harsher_than(&statutes, "no", milder, "2027-01-01"),
            [],
            "{milder}"
        );
    }
}

/// What one change of the settings makes harsher today: the key of the fault, its line, its name and its paragraph.
fn refused(country: &str, settings: &str) -> (String, u64, String, String) {
    let found = harsher(country, settings, "2026-11-22");
    assert_eq!(found.len(), 1, "{settings}: {found:#?}");
    assert!(!found[0].shipped, "{found:?}");
    let fault = serde_json::to_value(&found[0].fault).unwrap();
    assert_eq!(fault["origin"], "config.toml");
    let text = |name: &str| fault[name].as_str().unwrap_or_default().to_owned();
    (
        text("key"),
        fault["line"].as_u64().unwrap(),
        text("name"),
        text("law"),
    )
}

#[test]
fn harsher_than_the_law_is_refused_with_key_line_and_paragraph() {
    for (country, settings, key, name, law) in [
        (
            "no",
            "[reminders.business.stage.reminder]\nfee = \"38.01\"",
            "fee-too-high",
            "reminders.business.stage.reminder.fee",
            "inkassoforskriften § 1-2",
        ),
        (
            "se",
            "[reminders.business.stage.reminder]\nfee = \"61\"",
            "fee-too-high",
            "reminders.business.stage.reminder.fee",
            "lag 1981:739 § 4",
        ),
        (
            "no",
            "[reminders.business.stage.reminder]\nafter-due = 13",
            "fee-too-early",
            "reminders.business.stage.reminder.after-due",
            "inkassoforskriften § 1-2",
        ),
        (
            "no",
            "[reminders.business.stage.reminder]\ndeadline-days = 13",
            "fee-without-deadline",
            "reminders.business.stage.reminder.deadline-days",
            "inkassoforskriften § 1-3",
        ),
        (
            "no",
            "[reminders.business.stage.notice]\ndeadline-days = 13",
            "deadline-too-short",
            "reminders.business.stage.notice.deadline-days",
            "inkassoloven § 9",
        ),
        (
            "se",
            "[reminders.consumer.stage.notice]\ndeadline-days = 7",
            "deadline-too-short",
            "reminders.consumer.stage.notice.deadline-days",
            "inkassolagen § 5",
        ),
        (
            "dk",
            "[reminders.consumer.stage.notice]\ndeadline-days = 9",
            "deadline-too-short",
            "reminders.consumer.stage.notice.deadline-days",
            "inkassoloven § 10",
        ),
        (
            "no",
            "[reminders.consumer]\nagreed-rate = \"12.26\"",
            "rate-too-high",
            "reminders.consumer.agreed-rate",
            "forsinkelsesrenteloven § 3",
        ),
        (
            "no",
            "[reminders.consumer.stage.notice]\ncompensation = true",
            "compensation-of-consumers",
            "reminders.consumer.stage.notice.compensation",
            "forsinkelsesrenteloven § 3 a",
        ),
        (
            "no",
            "[reminders.consumer.stage.friendly]\nfee = \"1\"",
            "fee-on-friendly",
            "reminders.consumer.stage.friendly.fee",
            "",
        ),
        (
            "eu",
            "[reminders.business.stage.notice]\nfee = \"5\"",
            "fee-not-allowed",
            "reminders.business.stage.notice.fee",
            "",
        ),
        (
            "fi",
            "[reminders.business.stage]\nreminder = { after-due = 13, after-previous = 1 }",
            "fee-too-early",
            "reminders.business.stage.reminder.after-due",
            "laki saatavien perinnästä § 10",
        ),
    ] {
        let found = refused(country, settings);
        assert_eq!(
            found,
            (key.to_owned(), 2, name.to_owned(), law.to_owned()),
            "{country} {settings}"
        );
    }
}

#[test]
fn more_fees_than_the_law_knows_are_refused() {
    // Two with a fee before the demand (inkassoforskriften § 1-3).
    let third = r#"
[reminders.business]
stages = ["friendly", "reminder", "again", "notice", "hand-over"]
[reminders.business.stage.again]
does = "reminder"
deadline-days = 14
fee = "most"
"#;
    let (key, line, name, law) = refused("no", third);
    assert_eq!(
        (key.as_str(), law.as_str()),
        ("fees-too-many", "inkassoforskriften § 1-3")
    );
    // The third of them: the settings do not name the notice, so its fee stands in the shipped file.
    assert_eq!(
        (line, name.as_str()),
        (7, "reminders.business.stage.again.fee")
    );
    // Free, it is fine.
    assert_eq!(
        harsher("no", &third.replace("\"most\"", "\"none\""), "2026-11-22"),
        []
    );
}

#[test]
fn fees_ten_days_apart_in_denmark() {
    let settings = "[reminders.business.stage.reminder]\ndeadline-days = 0\n[reminders.business.stage.reminder-2]\nafter-previous = 9";
    let (key, line, _, law) = refused("dk", settings);
    assert_eq!(
        (key.as_str(), line, law.as_str()),
        ("fees-too-close", 4, "renteloven § 9 b")
    );
    let ten = settings.replace('9', "10");
    assert_eq!(harsher("dk", &ten, "2026-11-22"), []);
}

#[test]
fn milder_is_fine() {
    for (country, settings) in [
        ("no", "[reminders.stage.reminder]\nfee = \"none\""),
        (
            "no",
            "[reminders.stage.reminder]\nafter-due = 40\ndeadline-days = 30",
        ),
        ("no", "[reminders.consumer]\nagreed-rate = \"5\""),
        ("no", "[reminders.business]\nagreed-rate = \"18\""),
        // Long after the friendly letter, whatever its own day says.
        (
            "no",
            "[reminders.stage.reminder]\nafter-due = 1\nafter-previous = 12",
        ),
        (
            "no",
            "[reminders.stage.friendly]\nfee = \"none\"\nafter-due = 30",
        ),
        ("no", "[reminders]\nletters = false"),
        ("no", "[reminders]\nstages = [\"friendly\"]"),
        (
            "dk",
            "[reminders.business.stage.reminder]\ncompensation = true",
        ),
        (
            "se",
            "[reminders.stage.notice]\nby-agency = true\ndeadline-days = 1",
        ),
    ] {
        assert_eq!(
            harsher(country, settings, "2026-11-22"),
            [],
            "{country} {settings}"
        );
    }
}

#[test]
fn what_a_group_inherits_is_said_once_and_its_own_beside_it() {
    let settings = "[reminders.stage.reminder]\nfee = 50\n[reminders.group.big]\ngrace-days = 4\n[reminders.group.small.stage.notice]\nfee = 60\n";
    let found = harsher("no", settings, "2026-11-22");
    let lines: Vec<u64> = found
        .iter()
        .map(|found| {
            serde_json::to_value(&found.fault).unwrap()["line"]
                .as_u64()
                .unwrap()
        })
        .collect();
    assert_eq!(lines, [2, 6], "{found:#?}");
}

#[test]
fn a_fee_for_a_demand_needs_a_letter_with_a_fee_before_it() {
    // Inkassoforskriften § 1-3.
    let settings = "[reminders]\nstages = [\"demand\"]\n[reminders.stage.demand]\n\
                    does = \"demand\"\nafter-due = 20\nfee = \"most\"\n";
    let (key, line, _, law) = refused("no", settings);
    assert_eq!(
        (key.as_str(), line, law.as_str()),
        ("fee-without-letter", 6, "inkassoforskriften § 1-3")
    );
}

#[test]
fn a_letter_before_its_day_is_refused() {
    let later = "[[statutes.dk.notice.earliest]]\nfrom = 2026-01-01\nvalue = 60\nlaw = \"§ 1\"\nsource = \"made up\"\n";
    let statutes = Statutes::shipped().with_rows(later, "config.toml").unwrap();
    let found = harsher_than(&statutes, "dk", "", "2026-11-22");
    let [
        Harsher {
            fault: PolicyFault::LetterTooEarly {
                days, least, law, ..
            },
            ..
        },
    ] = &found[..]
    else {
        panic!("{found:?}");
    };
    // 5, ten days on 15, its deadline of 10 and 3 days of grace to 29, and again to 43.
    assert_eq!((*days, *least, law.as_str()), (43, 60, "§ 1"));
}
