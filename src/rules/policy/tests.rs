//! The shipped policies, what a company changes of them, and what the law refuses.

use super::*;
use crate::domain::date::Date;
use crate::rules::law::Statutes;

const COUNTRIES: [&str; 5] = ["no", "se", "dk", "fi", "eu"];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn load(country: &str, settings: &str) -> Result<Policies, PolicyFault> {
    Policies::load(country, Some(&PolicyText::new("config.toml", settings)))
}

fn loaded(country: &str, settings: &str) -> Policies {
    load(country, settings).unwrap()
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

fn stage<'p>(policy: &'p Policy, name: &str) -> &'p Stage {
    policy
        .stages
        .iter()
        .find(|stage| stage.name == name)
        .unwrap()
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

#[test]
fn norway_gets_three_letters_before_the_agency_one_of_them_free() {
    // FMVA § 4-7-1: three reminders are the evidence that VAT relief asks for.
    let policies = Policies::load("NO", None).unwrap();
    for policy in [&policies.business, &policies.consumer] {
        let does: Vec<StageDoes> = policy.stages.iter().map(|stage| stage.does).collect();
        assert_eq!(
            does,
            [
                StageDoes::Letter(LetterKind::Friendly),
                StageDoes::Letter(LetterKind::Reminder),
                StageDoes::Letter(LetterKind::Notice),
                StageDoes::HandOver,
            ]
        );
        let fees: Vec<FeeAsked> = policy.stages.iter().map(|stage| stage.fee).collect();
        assert_eq!(
            fees,
            [FeeAsked::No, FeeAsked::Most, FeeAsked::Most, FeeAsked::No]
        );
    }
}

#[test]
fn row_35_the_first_letter_is_friendly_free_and_within_the_week() {
    for country in COUNTRIES {
        let policies = Policies::load(country, None).unwrap();
        for policy in [&policies.business, &policies.consumer] {
            let first = &policy.stages[0];
            assert_eq!(first.does, StageDoes::Letter(LetterKind::Friendly));
            assert_eq!((first.after_due, first.after_due_new), (5, Some(2)));
            assert_eq!(
                (first.fee, first.interest, policy.new_until),
                (FeeAsked::No, false, 3)
            );
            assert_eq!(
                policy.stages.last().map(|stage| stage.does),
                Some(StageDoes::HandOver)
            );
            assert!(policy.extension.max_times > 0 && policy.plan.max_months > 0);
        }
    }
}

#[test]
fn a_country_without_a_policy_has_the_general_one() {
    let version = |country| Policies::load(country, None).unwrap().version;
    assert_eq!(version("DE"), version("eu"));
    assert!(version("DE").starts_with("eu-"));
    assert_ne!(version("no"), version("se"));
}

#[test]
fn settings_change_a_policy_key_by_key() {
    let policies = loaded(
        "no",
        r#"
locale = "en"
[reminders]
grace-days = 4
minimum = { NOK = 100 }
[reminders.business]
grace-days = 5
[reminders.business.stage.reminder]
after-due = 21
fee = "20.00"
[reminders.consumer]
letters = false
[reminders.plan]
max-months = 3
"#,
    );
    let (business, consumer) = (&policies.business, &policies.consumer);
    assert_eq!((business.grace_days, consumer.grace_days), (5, 4));
    let reminder = stage(business, "reminder");
    assert_eq!(reminder.after_due, 21);
    assert_eq!(reminder.fee, FeeAsked::Amount("20".parse().unwrap()));
    // Its other keys stay, and so do the other stages, currencies and limits.
    assert_eq!(
        (reminder.deadline_days, reminder.interest),
        (Some(14), true)
    );
    assert_eq!(business.stages.len(), 4);
    assert_eq!(business.minimum[&Currency::NOK], Minor(10_000));
    assert_eq!(business.minimum[&Currency::EUR], Minor(500));
    assert_eq!(
        (business.plan.max_months, business.plan.max_instalments),
        (3, 6)
    );
    assert_eq!(consumer.stages, []);
}

#[test]
fn a_customers_own_goes_before_his_groups_and_the_companys() {
    let policies = loaded(
        "no",
        r#"
[reminders.group."Big ones"]
grace-days = 7
agency = "Kreditor AS"
[reminders.customer."1042"]
grace-days = 10
[reminders.customer."7"]
letters = false
"#,
    );
    let of = |number, group, kind| {
        policies.of(Whose {
            number,
            kind,
            group,
        })
    };
    let business = CustomerKind::Business;
    assert_eq!(of("1", None, business).grace_days, 3);
    assert_eq!(of("1", Some("Big ones"), business).grace_days, 7);
    assert_eq!(of("1", Some("Small ones"), business).grace_days, 3);
    let own = of("1042", Some("Big ones"), CustomerKind::Public);
    assert_eq!(
        (own.grace_days, own.agency.as_deref()),
        (10, Some("Kreditor AS"))
    );
    let own = of("1042", Some("Small ones"), business);
    assert_eq!((own.grace_days, own.agency.as_deref()), (10, None));
    assert_eq!(of("7", None, CustomerKind::Consumer).stages, []);
    let consumer = of("1042", None, CustomerKind::Consumer);
    assert!(consumer.version.starts_with("no-consumer-"));
}

#[test]
fn a_version_tells_what_holds_and_not_how_it_is_written() {
    let version = |settings: &str| loaded("no", settings).version;
    let plain = version("");
    assert_eq!(plain, Policies::load("no", None).unwrap().version);
    let changed = version("[reminders]\ngrace-days = 4");
    assert_ne!(plain, changed);
    assert_eq!(
        changed,
        version("# why\nmouse = true\nreminders.grace-days=4  # days")
    );
    let fee = |fee: &str| version(&format!("reminders.stage.reminder.fee = {fee}"));
    assert_eq!(fee("\"20\""), fee("\"20.00\""));
    assert_eq!(fee("20"), fee("\"20.00\""));
    assert_ne!(fee("20"), fee("21"));
    assert_ne!(plain, version("[reminders.customer.7]\nletters = false"));
}

#[test]
fn a_fault_names_file_line_and_key() {
    let fault = |settings| serde_json::to_value(load("no", settings).unwrap_err()).unwrap();
    for (settings, key, line, name) in [
        ("\n[reminders\n", "malformed", 2, ""),
        (
            "[reminders]\ngrace = 1",
            "unknown-key",
            2,
            "reminders.grace",
        ),
        (
            "[reminders.stage.notice]\ntune = 1",
            "unknown-key",
            2,
            "reminders.stage.notice.tune",
        ),
        (
            "[reminders.plan]\nmonths = 1",
            "unknown-key",
            2,
            "reminders.plan.months",
        ),
        ("reminders = 1", "not-a-table", 1, "reminders"),
        (
            "[reminders]\nletters = \"no\"",
            "not-a-flag",
            2,
            "reminders.letters",
        ),
        (
            "[reminders]\ngrace-days = -1",
            "not-a-count",
            2,
            "reminders.grace-days",
        ),
        (
            "[reminders]\ngrace-days = 4000",
            "not-a-count",
            2,
            "reminders.grace-days",
        ),
        (
            "[reminders]\ngrace-days = 1.5",
            "not-a-count",
            2,
            "reminders.grace-days",
        ),
        (
            "[reminders]\n[reminders.minimum]\nKRONER = 1",
            "not-a-currency",
            3,
            "reminders.minimum.KRONER",
        ),
        (
            "[reminders]\nminimum = { NOK = \"0.001\" }",
            "not-an-amount",
            2,
            "reminders.minimum.NOK",
        ),
        (
            "[reminders]\nminimum = { NOK = 0.5 }",
            "not-an-amount",
            2,
            "reminders.minimum.NOK",
        ),
        (
            "[reminders]\nagreed-rate = \"101\"",
            "not-a-rate",
            2,
            "reminders.agreed-rate",
        ),
        (
            "[reminders.stage.reminder]\nfee = \"lots\"",
            "not-a-fee",
            2,
            "reminders.stage.reminder.fee",
        ),
        ("[reminders]\nagency = 7", "not-text", 2, "reminders.agency"),
        (
            "[reminders]\nstages = \"notice\"",
            "not-a-list",
            2,
            "reminders.stages",
        ),
        (
            "[reminders]\ncharges-alone = \"keep\"",
            "not-a-choice",
            2,
            "reminders.charges-alone",
        ),
        (
            "[reminders.stage.reminder]\nchannels = [\"pigeon\"]",
            "not-a-choice",
            2,
            "reminders.stage.reminder.channels",
        ),
        (
            "[reminders]\nstages = [\"last\"]",
            "stage-unknown",
            2,
            "reminders.stages",
        ),
        (
            "[reminders]\nstages = [\"notice\", \"notice\"]",
            "stage-twice",
            2,
            "reminders.stages",
        ),
        (
            "[reminders]\nstages = [\"hand-over\", \"notice\"]",
            "hand-over-not-last",
            2,
            "reminders.stages",
        ),
        (
            "[reminders]\nstages = [\"last\"]\n[reminders.stage.last]\nafter-due = 9",
            "stage-does-nothing",
            3,
            "reminders.stage.last",
        ),
        (
            "[reminders.customer.\"å 1\"]\ngrace = 1",
            "unknown-key",
            2,
            "reminders.customer.\"å 1\".grace",
        ),
        (
            "[reminders.group.big.business]\ngrace-days = 1",
            "unknown-key",
            1,
            "reminders.group.big.business",
        ),
    ] {
        let fault = fault(settings);
        assert_eq!(fault["key"], key, "{settings}");
        assert_eq!(fault["origin"], "config.toml", "{settings}");
        assert_eq!(fault["line"], line, "{settings}: {fault}");
        assert_eq!(
            fault["name"].as_str().unwrap_or_default(),
            name,
            "{settings}"
        );
    }
}

#[test]
fn own_policies_are_bounded() {
    let many = |count: usize| {
        let own = |n| format!("[reminders.customer.{n}]\nletters = false\n");
        (0..count).map(own).collect::<String>()
    };
    assert!(load("no", &many(500)).is_ok());
    let fault = load("no", &many(501)).unwrap_err();
    assert!(
        matches!(fault, PolicyFault::TooMany { limit: 500, .. }),
        "{fault:?}"
    );
    let stages: String = (0..30)
        .map(|n| format!("[reminders.stage.s{n}]\ndoes = \"friendly\"\n"))
        .collect();
    let fault = load("no", &stages).unwrap_err();
    assert!(matches!(fault, PolicyFault::TooMany { .. }), "{fault:?}");
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
        ("no", "[reminders]\nstages = [\"friendly\", \"hand-over\"]"),
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
fn the_example_shows_every_key_and_each_is_understood() {
    let example = include_str!("../../../config.example.toml");
    let start = example.find("[reminders]").unwrap();
    let shown = example[start..].split("\n[statutes]").next().unwrap();
    let keys = shown
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.contains(" = ") || (line.starts_with('[') && line.ends_with(']')))
        .filter(|line| !line.starts_with("# "));
    let written = format!("[reminders]\n{}", keys.collect::<Vec<_>>().join("\n"));
    let policies = loaded("no", &written);
    // Norway's own values stand there, but for the agency and one currency of many.
    let mut plain = Policies::load("no", None).unwrap().business;
    plain.agency = Some("Kreditor AS".to_owned());
    plain.stages[1].after_due_new = Some(14);
    plain.version.clone_from(&policies.business.version);
    assert_eq!(policies.business, plain);
    let shipped = include_str!("../../../assets/policies/no.toml");
    for line in shipped.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" = ") {
            assert!(
                written.contains(&format!("\n{key} = ")),
                "{key} is not in the example"
            );
        }
    }
}
