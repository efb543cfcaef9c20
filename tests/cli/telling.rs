//! What the queue says of its letters, to people and to scripts.

use serde_json::Value;

use crate::support::World;

/// A consumer's invoice of 10 000 that fell due on 20 October 2026, walked to its reminder.
fn at_the_reminder() -> World {
    let mut world = World::new();
    world.take(
        "customers.csv",
        "customer_no,name,kind,email\n2,Beta Berg,consumer,b@example.no\n",
    );
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n101,2,2026-09-20,2026-10-20,10000.00,NOK\n",
    );
    world.on("2026-10-26");
    world.json(&["remind", "--send"]);
    world.on("2026-11-06");
    world
}

/// The same walked to its notice; 4 000 came in and settle nothing yet.
fn at_the_notice() -> World {
    let mut world = at_the_reminder();
    world.json(&["remind", "--send"]);
    world.on("2026-11-27");
    world.done(&[
        "receipt",
        "--date",
        "2026-11-27",
        "--amount",
        "4000",
        "--customer",
        "2",
    ]);
    world
}

fn letter(world: &World) -> Value {
    world.json(&["remind"])["due"][0].clone()
}

#[test]
fn a_reason_names_a_paragraph_or_the_policy_and_never_a_digest() {
    let world = at_the_notice();
    let version = world.json(&["rules", "print"])["policies"][1]["version"].clone();
    let version = version.as_str().unwrap().to_owned();
    let says = |world: &World| letter(world)["why"].to_string();
    assert!(!says(&world).contains(&version), "{}", says(&world));
    // The reminder's days are the policy's own.
    let world = at_the_reminder();
    let why = says(&world);
    assert!(!why.contains(&version), "{why}");
    assert!(why.contains("days: the policy."), "{why}");
}

#[test]
fn a_charge_names_its_invoice_a_credit_is_a_magnitude_and_no_line_is_like_another() {
    let letter = letter(&at_the_notice());
    let items = letter["items"].as_array().unwrap();
    let charges: Vec<&Value> = items
        .iter()
        .filter(|item| !item["charge"].is_null())
        .collect();
    assert!(!charges.is_empty(), "{letter}");
    assert!(
        charges.iter().all(|charge| charge["about"] == "101"),
        "{letter}"
    );
    let credits: Vec<&Value> = items.iter().filter(|item| item["credit"] == true).collect();
    assert_eq!(credits.len(), 1, "{letter}");
    assert_eq!(credits[0]["amount"], "4000.00");
    assert_eq!(credits[0]["due"], Value::Null);
    let mut numbers: Vec<i64> = items
        .iter()
        .filter_map(|item| item["item"].as_i64())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), items.len(), "{letter}");
}

#[test]
fn stages_are_called_by_the_words_of_the_reader_and_earlier_charges_have_their_column() {
    let world = at_the_notice();
    let page = world.run(&["remind"]).out;
    assert!(page.contains("collection notice"), "{page}");
    let csv = world.run(&["remind", "--format", "csv"]).out;
    assert!(
        csv.contains("earlier_charges") && csv.contains("\nnotice,"),
        "{csv}"
    );
}
