//! Plans of instalments, as scripts make them: what breaks one, what drawing one up costs.

use serde_json::{Value, json};

use crate::support::World;

fn make<'a>(customer: &'a str, invoices: &'a str) -> [&'a str; 8] {
    let first = ["--first", "2026-07-01"];
    [
        "plan",
        customer,
        "--invoices",
        invoices,
        "--instalments",
        "4",
        first[0],
        first[1],
    ]
}

fn stages(queue: &Value) -> Vec<&str> {
    let due = queue["due"].as_array().unwrap().iter();
    due.map(|letter| letter["stage"].as_str().unwrap())
        .collect()
}

#[test]
fn row_43_a_kept_plan_waits_and_a_broken_one_resumes_at_the_stage_where_it_was() {
    let mut world = World::with_two_late("no", "2026-05-16");
    for day in ["2026-05-20", "2026-06-02"] {
        world.on(day);
        world.json(&["remind", "--customer", "2", "--send"]);
    }
    world.on("2026-06-03");
    let made = world.json(&make("2", "B"));
    assert!(made["entry"].is_i64(), "{made}");
    // Kept: nothing goes out although the notice would be due by now.
    world.on("2026-07-01");
    let queue = world.json(&["remind", "--customer", "2"]);
    assert_eq!(
        (stages(&queue), &queue["paused"][0]["why"]["key"]),
        (vec![], &json!("plan"))
    );
    let first = world.json(&["plan"])["plans"][0]["next"]["amount"]
        .as_str()
        .unwrap()
        .to_owned();
    world.json(&[
        "receipt",
        "--date",
        "2026-07-01",
        "--amount",
        &first,
        "--customer",
        "2",
    ]);
    world.on("2026-08-03");
    assert_eq!(
        stages(&world.json(&["remind", "--customer", "2"])),
        [] as [&str; 0]
    );
    // The second instalment of 1 August is missed and its days of grace are over.
    world.on("2026-08-07");
    assert_eq!(world.json(&["plan"])["plans"][0]["state"], "broken");
    let queue = world.json(&["remind", "--customer", "2"]);
    assert_eq!(
        stages(&queue),
        ["notice"],
        "the stage after the last letter, none left out"
    );
    let why = queue["due"][0]["why"].as_array().unwrap();
    assert!(why.iter().any(|why| why["key"] == "plan-broken"), "{why:?}");
    world.sound();
}

const FEE: &str = "[reminders.plan]\nfee = \"most\"\n";

#[test]
fn a_swedish_plan_costs_what_the_policy_asks_within_the_law_and_is_undone_with_it() {
    let world = World::with_two_late("se", "2026-05-16");
    // Without a word of the policy it costs nothing.
    assert_eq!(
        world.json(&make("2", "B"))["did"].as_array().unwrap().len(),
        1
    );
    assert_eq!(world.row("2", "SEK")["total"], "10000.00");
    world.done(&["undo"]);
    world.write("settings.toml", FEE);
    world.json(&make("2", "B"));
    assert_eq!(world.row("2", "SEK")["total"], "10170.00");
    let plan = &world.json(&["plan"])["plans"][0];
    assert_eq!(
        (&plan["fee"], &plan["total"]),
        (&json!("170.00"), &json!("10170.00"))
    );
    let card = world.json(&["customer", "show", "2"]);
    let mut open = card["open"].as_array().unwrap().iter();
    assert!(
        open.any(|item| item["open"] == "170.00"),
        "a charge of its own: {card}"
    );
    world.sound();
    world.done(&["undo"]);
    assert_eq!(world.row("2", "SEK")["total"], "10000.00");
    world.sound();
    world.done(&["redo"]);
    assert_eq!(world.row("2", "SEK")["total"], "10170.00");
    // It is given up like any other fee.
    world.done(&["waive", "B", "fee", "--reason", "goodwill"]);
    assert_eq!(world.row("2", "SEK")["total"], "10000.00");
    world.sound();
    let told = world.done(&["rules", "print"]);
    assert!(
        told.contains("170") && told.contains("lag 1981:739 § 4"),
        "{told}"
    );
}

#[test]
fn a_fee_of_a_broken_plan_goes_with_the_next_letter_of_its_invoice() {
    let mut world = World::with_two_late("se", "2026-05-16");
    world.write("settings.toml", FEE);
    world.on("2026-05-21");
    world.json(&["remind", "--customer", "2", "--send"]);
    world.json(&make("2", "B"));
    world.on("2026-07-08");
    let queue = world.json(&["remind", "--customer", "2"]);
    let items = queue["due"][0]["items"].as_array().unwrap();
    let numbers: Vec<&str> = items
        .iter()
        .map(|item| item["invoice"].as_str().unwrap())
        .collect();
    assert!(numbers.contains(&"P1-F"), "{queue}");
}

#[test]
fn a_plans_fee_above_the_law_is_refused_by_its_paragraph_and_one_that_no_law_gives_too() {
    let world = World::with_two_late("se", "2026-05-16");
    world.write("settings.toml", "[reminders.plan]\nfee = \"170.01\"\n");
    let said = world.run(&make("2", "B"));
    assert_ne!(said.code, 0);
    for word in ["settings.toml:2", "reminders.plan.fee", "lag 1981:739 § 4"] {
        assert!(said.err.contains(word), "{said:?}");
    }
    world.write("settings.toml", "[reminders.plan]\nfee = \"100.00\"\n");
    world.json(&make("2", "B"));
    assert_eq!(world.row("2", "SEK")["total"], "10100.00");
    let world = World::with_two_late("no", "2026-05-16");
    world.write("settings.toml", "[reminders.plan]\nfee = \"100.00\"\n");
    let said = world.run(&make("2", "B"));
    assert_ne!(said.code, 0);
    assert!(said.err.contains("reminders.plan.fee"), "{said:?}");
    world.write("settings.toml", FEE);
    world.json(&make("2", "B"));
    assert_eq!(
        world.row("2", "NOK")["total"],
        "10000.00",
        "the law knows no such fee"
    );
}

#[test]
fn compensation_of_a_business_holds_the_plans_fee() {
    let mut world = World::with_two_late("se", "2026-05-16");
    let compensation = "[reminders.business.stage.reminder]\ncompensation = true\nfee = \"none\"\n";
    world.write(
        "settings.toml",
        format!("{FEE}{compensation}[reminders.business.stage.notice]\nfee = \"none\"\n"),
    );
    for day in ["2026-05-21", "2026-05-29"] {
        world.on(day);
        world.json(&["remind", "--customer", "1", "--send"]);
    }
    let queue = world.json(&["rules", "explain", "A"]);
    assert!(queue.to_string().contains("450.00"), "{queue}");
    let before = world.row("1", "SEK")["total"].clone();
    world.json(&make("1", "A"));
    assert_eq!(
        world.row("1", "SEK")["total"],
        before,
        "450 holds 170 (§ 4 a)"
    );
}
