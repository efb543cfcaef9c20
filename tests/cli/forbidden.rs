//! What the law forbids is refused by its paragraph, whatever asks for it: a policy that is harsher, a stage named out of
//! turn, a reason given, a hand-over, a plan, a row of one's own.

use serde_json::{Value, json};

use crate::support::World;

/// All roads to a letter, a hand-over or a plan.
const ROADS: [&[&str]; 9] = [
    &["remind"],
    &["remind", "--dry-run"],
    &["remind", "--send"],
    &["remind", "--send", "--override", "they asked for it"],
    &["remind", "--stage", "reminder", "--send", "--override", "x"],
    &["remind", "--customer", "2", "--send", "--override", "x"],
    &["remind", "--interest-notes", "--send"],
    &[
        "handover",
        "B",
        "--agency",
        "K",
        "--reason",
        "x",
        "--override",
        "x",
    ],
    &[
        "plan",
        "2",
        "--invoices",
        "B",
        "--instalments",
        "2",
        "--first",
        "2026-06-10",
        "--override",
        "x",
    ],
];

/// A country, settings that are harsher than its law, the key that is named and the paragraph.
const HARSHER: [(&str, &str, &str, &str); 17] = [
    (
        "no",
        "stage.reminder.fee = '38.01'",
        "stage.reminder.fee",
        "inkassoforskriften § 1-2",
    ),
    (
        "no",
        "stages = ['reminder', 'notice', 'hand-over']\nstage.reminder.after-due = 13",
        "stage.reminder.after-due",
        "inkassoforskriften § 1-2",
    ),
    (
        "no",
        "stages = ['friendly', 'reminder', 'second', 'notice', 'hand-over']\n\
            stage.second = { does = 'reminder', fee = 'most', after-due = 30, after-previous = 14, deadline-days = 14 }",
        "stage.second.fee",
        "inkassoforskriften § 1-3",
    ),
    (
        "no",
        "stage.reminder.deadline-days = 13",
        "stage.reminder.deadline-days",
        "inkassoforskriften § 1-3",
    ),
    (
        "no",
        "stage.notice.deadline-days = 13",
        "stage.notice.deadline-days",
        "inkassoloven § 9",
    ),
    (
        "no",
        "consumer.stage.reminder.compensation = true",
        "consumer.stage.reminder.compensation",
        "forsinkelsesrenteloven § 3 a",
    ),
    (
        "no",
        "consumer.agreed-rate = '12.26'",
        "consumer.agreed-rate",
        "forsinkelsesrenteloven § 3",
    ),
    (
        "no",
        "customer.2.stage.reminder.fee = '100'",
        "customer.2.stage.reminder.fee",
        "inkassoforskriften § 1-2",
    ),
    (
        "se",
        "stage.reminder.fee = '60.01'",
        "stage.reminder.fee",
        "lag 1981:739 § 4",
    ),
    (
        "se",
        "stage.notice.fee = '180.01'",
        "stage.notice.fee",
        "lag 1981:739 § 4",
    ),
    (
        "se",
        "stage.notice.deadline-days = 7",
        "stage.notice.deadline-days",
        "inkassolagen § 5",
    ),
    ("se", "plan.fee = '170.01'", "plan.fee", "lag 1981:739 § 4"),
    (
        "dk",
        "stage.reminder.fee = '100.01'",
        "stage.reminder.fee",
        "renteloven § 9 b",
    ),
    (
        "dk",
        "consumer.agreed-rate = '20.00'",
        "consumer.agreed-rate",
        "renteloven",
    ),
    (
        "fi",
        "consumer.stage.reminder.fee = '5.01'",
        "consumer.stage.reminder.fee",
        "laki saatavien perinnästä",
    ),
    (
        "fi",
        "consumer.stages = ['reminder']\nconsumer.stage.reminder.after-due = 13",
        "consumer.stage.reminder.after-due",
        "laki saatavien perinnästä",
    ),
    (
        "fi",
        "consumer.agreed-rate = '20.00'",
        "consumer.agreed-rate",
        "korkolaki",
    ),
];

#[test]
fn a_policy_harsher_than_the_law_sends_nothing_by_any_road_and_names_the_paragraph() {
    for (country, settings, key, law) in HARSHER {
        let mut world = World::with_two_late(country, "2026-06-01");
        // The rate of the second half of the year.
        world.on("2026-07-10");
        let before = world.json(&["log"]);
        world.write("settings.toml", format!("[reminders]\n{settings}\n"));
        for road in ROADS {
            let ran = world.run(road);
            assert_ne!(ran.code, 0, "{country} {settings} {road:?}: {ran:?}");
            assert_eq!(ran.out, "", "{country} {settings} {road:?}");
            let named = ran.err.contains(&format!("reminders.{key}")) && ran.err.contains(law);
            assert!(named, "{country} {settings} {road:?}: {}", ran.err);
        }
        world.write("settings.toml", "");
        assert_eq!(world.json(&["log"]), before, "{country} {settings}");
    }
}

/// Why a letter leaves a charge out: the cause and the paragraph.
fn left_out(letter: &Value) -> Vec<(String, String)> {
    let why = letter["why"].as_array().unwrap().iter();
    let why = why.filter(|why| why["key"] == "not-charged");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    why.map(|why| (text(&why["because"]["cause"]), text(&why["rule"])))
        .collect()
}

fn send(world: &World, day_of: &[&str]) -> Value {
    world.json(&[&["remind", "--send", "--override", "x"], day_of].concat())
}

#[test]
fn a_fee_that_was_not_agreed_is_left_out_by_paragraph_whatever_is_said() {
    let mut world = World::with_two_late("se", "2026-06-01");
    send(&world, &[]);
    world.on("2026-06-12");
    let queue = world.json(&["remind", "--stage", "reminder", "--override", "x"]);
    for letter in queue["due"].as_array().unwrap() {
        assert_eq!(letter["fee"], "0.00");
        let expected = ("not-agreed".to_owned(), "lag 1981:739 § 2".to_owned());
        assert!(left_out(letter).contains(&expected), "{letter}");
    }
    send(&world, &["--stage", "reminder"]);
    let open = world.json(&["customer", "show", "2"])["open"].clone();
    assert!(!open.to_string().contains("60.00"), "{open}");
}

#[test]
fn a_stage_named_out_of_turn_is_not_sent() {
    let world = World::with_two_late("no", "2026-06-01");
    for stage in ["reminder", "notice", "demand", "hand-over"] {
        let answer = send(&world, &["--stage", stage]);
        assert_eq!(answer["sent"], json!([]), "{stage}");
    }
    // Nor the same one twice on a day, nor the next one on the next.
    assert_eq!(send(&world, &[])["sent"].as_array().unwrap().len(), 2);
    assert_eq!(send(&world, &["--customer", "2"])["sent"], json!([]));
    assert_eq!(send(&world, &["--stage", "friendly"])["sent"], json!([]));
}

#[test]
fn costs_of_a_disputed_claim_are_left_out_by_paragraph() {
    let mut world = World::with_two_late("no", "2026-06-01");
    send(&world, &[]);
    world.json(&["dispute", "B", "--amount", "100", "--reason", "scratched"]);
    world.on("2026-06-20");
    let queue = world.json(&["remind", "--customer", "2", "--override", "x"]);
    let letter = &queue["due"][0];
    let expected = ("disputed".to_owned(), "inkassoloven § 17".to_owned());
    assert!(left_out(letter).contains(&expected), "{letter}");
    assert_eq!(
        (&letter["fee"], &letter["items"][0]["amount"]),
        (&json!("0.00"), &json!("9900.00"))
    );
}

#[test]
fn what_is_not_overdue_goes_to_no_agency_even_with_a_reason_and_what_had_no_notice_names_the_law() {
    for (country, law) in [
        ("no", "inkassoloven § 9"),
        ("se", "inkassolagen § 5"),
        ("dk", "inkassoloven § 10"),
    ] {
        let mut world = World::with_two_late(country, "2026-06-01");
        let hand_over = ["handover", "B", "--agency", "K", "--reason", "x"];
        assert!(world.refused(&hand_over).contains(law), "{country}");
        world.on("2026-05-15");
        let insisting = [&hand_over[..], &["--override", "x"]].concat();
        assert!(world.refused(&insisting).contains("2026"), "{country}");
    }
}

#[test]
fn rows_of_ones_own_must_be_rows_and_raise_nothing_before_their_day() {
    let mut world = World::with_two_late("no", "2026-06-01");
    world.write(
        "settings.toml",
        "[[statutes.no.collection-rate]]\nfrom = 2026-01-01\nvalue = \"7500.00\"\n",
    );
    for road in ROADS {
        let ran = world.run(road);
        assert_ne!(ran.code, 0, "{road:?}: {ran:?}");
        assert!(ran.err.contains("source"), "{road:?}: {ran:?}");
    }
    let row =
        "[[statutes.no.collection-rate]]\nfrom = 2027-01-01\nvalue = \"7500.00\"\nsource = \"x\"\n";
    world.write(
        "settings.toml",
        format!("{row}[reminders.stage.reminder]\nfee = \"39.00\"\n"),
    );
    assert!(
        world
            .run(&["remind"])
            .err
            .contains("inkassoforskriften § 1-2")
    );
    world.write("settings.toml", row);
    send(&world, &[]);
    world.on("2026-06-20");
    let queue = world.json(&["remind", "--customer", "2"]);
    assert_eq!(queue["due"][0]["fee"], "38.00");
}
