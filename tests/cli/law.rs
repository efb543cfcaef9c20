//! What the law of a day and of another system's past means for a book, as scripts see it.

use serde_json::{Value, json};

use crate::support::World;

const CUSTOMERS: &str = "customer_no,name,kind,email\n1,Alfa AS,business,a@example.no\n2,Beta Berg,consumer,b@example.no\n";

/// A company's ledger on a day with invoices of these rows.
fn book(country: &str, day: &str, rows: &str) -> World {
    let mut world = World::bare();
    day.clone_into(&mut world.today);
    world.done(&["init", "--company", "Ås Bygg AS", "--country", country]);
    world.take("customers.csv", CUSTOMERS);
    world.take("invoices.csv", rows);
    world
}

const HEAD: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency\n";

/// The warnings of a queue with this key.
fn warned(queue: &Value, key: &str) -> Vec<Value> {
    let warnings = queue["warnings"].as_array().unwrap().iter();
    let found = warnings.filter(|warning| warning["key"] == key);
    found.cloned().collect()
}

#[test]
fn more_time_is_refused_by_a_key_of_the_policy_and_granted_with_interest_running_on() {
    let world = book(
        "no",
        "2026-05-16",
        &format!("{HEAD}A,2,2026-05-01,2026-05-15,10000.00,NOK\n"),
    );
    let said = world.refused(&["extend", "A", "--until", "2026-08-01"]);
    assert!(said.contains("extension.max-days"), "{said}");
    for (language, interest) in [
        ("en", "Late interest"),
        ("nb", "Forsinkelsesrenten"),
        ("sv", "Dröjsmålsräntan"),
    ] {
        world.write("settings.toml", format!("locale = \"{language}\"\n"));
        let told = world.done(&["extend", "A", "--until", "2026-05-29"]);
        assert!(told.contains(interest), "{told}");
        let said = world.refused(&["extend", "A", "--until", "2026-05-30"]);
        assert!(said.contains("extension.max-times"), "{said}");
        world.done(&["undo"]);
    }
    world.write("settings.toml", "[reminders.extension]\nmax-times = 0\n");
    let said = world.refused(&["extend", "A", "--until", "2026-05-29"]);
    assert!(said.contains("(extension in our policy)"), "{said}");
}

#[test]
fn before_a_half_year_without_a_rate_the_queue_says_that_interest_stops() {
    let row = "A,2,2026-11-01,2026-11-15,10000.00,NOK\n";
    let mut world = book("no", "2026-11-30", &format!("{HEAD}{row}"));
    assert_eq!(
        warned(&world.json(&["remind"]), "rate-runs-out"),
        [] as [Value; 0]
    );
    "2026-12-01".clone_into(&mut world.today);
    let expected = json!({ "key": "rate-runs-out", "rule": "interest", "country": "NO", "from": "2027-01-01" });
    let found = warned(&world.json(&["remind"]), "rate-runs-out");
    let fields = |of: &Value| ["key", "rule", "from"].map(|field| of[field].clone());
    assert_eq!(
        found.iter().map(fields).collect::<Vec<_>>(),
        [fields(&expected)]
    );
    let told = world.run(&["remind", "--dry-run"]);
    assert!(
        format!("{}{}", told.out, told.err).contains("statutes.no.interest"),
        "{told:?}"
    );
    world.write(
        "settings.toml",
        "[[statutes.no.interest]]\nfrom = 2027-01-01\nvalue = \"12.00\"\nsource = \"Lovdata\"\n",
    );
    assert_eq!(
        warned(&world.json(&["remind"]), "rate-runs-out"),
        [] as [Value; 0]
    );
    // In June the row of July is there.
    "2026-06-20".clone_into(&mut world.today);
    let earlier = book(
        "no",
        "2026-06-20",
        &format!("{HEAD}A,2,2026-05-01,2026-05-15,10000.00,NOK\n"),
    );
    assert_eq!(
        warned(&earlier.json(&["remind"]), "rate-runs-out"),
        [] as [Value; 0]
    );
}

#[test]
fn what_a_customer_has_to_his_good_is_never_a_debt_below_zero() {
    let mut world = book(
        "no",
        "2026-05-16",
        &format!("{HEAD}A,2,2026-05-01,2026-05-15,1000.00,NOK\n"),
    );
    world.json(&[
        "receipt",
        "--date",
        "2026-05-16",
        "--amount",
        "4000",
        "--customer",
        "2",
    ]);
    "2026-05-20".clone_into(&mut world.today);
    let waits = world.json(&["remind"])["paused"][0]["why"].clone();
    assert_eq!(
        (&waits["key"], &waits["net"]["money"]),
        (&json!("below-minimum"), &json!("0.00")),
        "{waits}"
    );
}

#[test]
fn a_hand_over_without_an_agency_says_both_ways_to_name_it() {
    let world = book(
        "no",
        "2026-05-16",
        &format!("{HEAD}A,2,2026-04-01,2026-04-15,1000.00,NOK\n"),
    );
    let said = world.refused(&["handover", "A", "--agency", " ", "--reason", "late"]);
    assert!(
        said.contains("--agency") && said.contains("reminders.agency"),
        "{said}"
    );
    world.done(&[
        "handover",
        "A",
        "--agency",
        "Kreditor",
        "--reason",
        "late",
        "--override",
        "moved away",
    ]);
}
