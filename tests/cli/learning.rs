//! What matching learned, as a bookkeeper looks it through, and rules of his own: tested, switched on and off.

use serde_json::{Value, json};

use crate::support::{World, keys, one_sentence};

const PAYMENTS: &str = "payment_id,booking_date,amount,currency,text,debtor_name,debtor_account\n\
    p1,2026-11-02,250.50,NOK,ordre 1003 takk,Ola Vik,1503 20 12345\n\
    p2,2026-11-03,100.00,NOK,ORDRE 1001,Kari Vik,8601 11 17947\n\
    p3,2026-11-04,12.50,NOK,kreditrenter 2026,Storbanken,\n\
    p4,2026-11-05,40.00,NOK,ordre 7777,Per Vik,\n";

const RULES: &str = r#"
[[rule]]
name = "orders"
pattern = 'ordre (?<order>[0-9]+)'
invoice = "$order"

[[rule]]
name = "interest"
pattern = "^kreditrenter"
most = "100.00"
not-receivable = "8050 interest"
"#;

/// A ledger with payments, and the settings.
fn world(settings: &str) -> World {
    let world = World::with_book();
    world.take("payments.csv", PAYMENTS);
    world.write("settings.toml", settings);
    world
}

fn learned(world: &World) -> Vec<Value> {
    let learned = world.json(&["learned"]);
    learned["learned"].as_array().unwrap().clone()
}

fn rule(world: &World, name: &str) -> Value {
    let rules = world.json(&["rules", "list"]);
    let rules = rules["rules"].as_array().unwrap();
    rules
        .iter()
        .find(|rule| rule["rule"] == name)
        .unwrap()
        .clone()
}

#[test]
fn what_was_learned_is_listed_with_whose_and_how_often() {
    let world = world("");
    assert_eq!(learned(&world), [json!(null); 0]);
    assert!(world.done(&["learned"]).contains("Nothing was learned"));
    world.done(&["accept", "p1=1003"]);
    let lines = learned(&world);
    assert_eq!(lines.len(), 2);
    let mut seen: Vec<(&str, &str)> = lines
        .iter()
        .map(|line| {
            (
                line["kind"].as_str().unwrap(),
                line["key"].as_str().unwrap(),
            )
        })
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, [("account", "15032012345"), ("name", "ola vik")]);
    for line in &lines {
        assert_eq!(line["customer_no"], "200");
        assert_eq!(line["state"], "trial");
        assert_eq!((&line["right"], &line["undone"]), (&json!(1), &json!(0)));
        assert_eq!(line["last"], "2026-11-22 12:00");
        assert_eq!(
            keys(line),
            [
                "customer_no",
                "key",
                "kind",
                "last",
                "name",
                "right",
                "since",
                "state",
                "streak",
                "undone"
            ]
        );
    }
    let names = world.json(&["learned", "--kind", "name"]);
    assert_eq!(names["learned"].as_array().unwrap().len(), 1);
    let csv = world.done(&["learned", "--format", "csv"]);
    assert!(
        csv.starts_with("kind,key,customer_no,name,state,right,undone,since,last\n"),
        "{csv}"
    );
    assert!(
        csv.contains("account,15032012345,200,Beta,trial,1,0,"),
        "{csv}"
    );
    assert_eq!(
        world.json(&["learned", "--patterns"]),
        json!({ "patterns": [] })
    );
    world.done(&["undo"]);
    assert!(
        learned(&world)
            .iter()
            .all(|line| line["right"] == 0 && line["undone"] == 1)
    );
    world.sound();
}

#[test]
fn a_payer_is_blocked_and_forgotten_and_both_are_undone() {
    let world = world("");
    world.done(&["accept", "p1=1003"]);
    let states = |world: &World| -> Vec<String> {
        let mut states: Vec<String> = learned(world)
            .iter()
            .map(|line| format!("{} {}", line["kind"], line["state"]).replace('"', ""))
            .collect();
        states.sort_unstable();
        states
    };
    // However it is typed.
    let said = world.done(&["learned", "--block", "account", "1503.20.12345"]);
    assert!(said.contains("not used any more"), "{said}");
    assert_eq!(states(&world), ["account blocked", "name trial"]);
    assert!(
        world
            .refused(&["learned", "--block", "account", "15032012345"])
            .contains("already")
    );
    world.done(&["learned", "--unblock", "account", "15032012345"]);
    world.done(&["learned", "--forget", "name", "OLA  VIK"]);
    assert_eq!(states(&world), ["account trial"]);
    world.done(&["undo"]);
    assert_eq!(states(&world), ["account trial", "name trial"]);
    let nobody = world.refused(&["learned", "--forget", "name", "Nobody"]);
    assert!(
        nobody.contains("nobody") && nobody.contains("reskontra learned"),
        "{nobody}"
    );
    world.refused(&["learned", "--block", "name", "12"]);
    assert!(
        world
            .misused(&["learned", "--block", "street", "x"])
            .contains("street")
    );
    world.misused(&["learned", "--block", "name"]);
    let dry = world.done(&["learned", "--forget", "name", "ola vik", "--dry-run"]);
    assert!(dry.contains("Would"), "{dry}");
    assert_eq!(states(&world), ["account trial", "name trial"]);
    world.sound();
}

#[test]
fn a_rule_is_held_against_what_was_decided() {
    let world = world(RULES);
    assert_eq!(rule(&world, "orders")["state"], "off");
    world.done(&["accept", "p1=1003"]);
    let test = world.json(&["rules", "test", "orders"]);
    assert_eq!(
        (&test["right"], &test["wrong"], &test["undecided"]),
        (&json!(1), &json!(0), &json!(1)),
        "an order that is no invoice is no hit: {test}"
    );
    let hits = test["hits"].as_array().unwrap();
    assert_eq!(hits[0]["says"], json!({ "invoice": "1003" }));
    assert_eq!(hits[0]["was"], json!({ "invoices": ["1003"] }));
    assert_eq!(hits[0]["verdict"], "right");
    assert_eq!(hits[1]["says"], json!({ "invoice": "1001" }));
    assert_eq!(
        (&hits[1]["was"], &hits[1]["verdict"]),
        (&json!(null), &json!("undecided"))
    );
    let table = world.done(&["rules", "test", "orders"]);
    assert!(table.contains("1 right, 0 wrong, 1 undecided"), "{table}");
    let said = world.done(&["rules", "on", "orders"]);
    assert!(said.contains("orders speaks"), "{said}");
    assert_eq!(rule(&world, "orders")["state"], "on");
    assert!(
        world
            .refused(&["rules", "on", "orders"])
            .contains("already")
    );
    world.done(&["undo"]);
    assert_eq!(rule(&world, "orders")["state"], "off");
    world.done(&["redo"]);
    world.done(&["rules", "off", "orders"]);
    assert_eq!(rule(&world, "orders")["state"], "off");
    assert!(
        world
            .refused(&["rules", "test", "no such"])
            .contains("no such")
    );
    world.sound();
}

#[test]
fn a_rule_that_was_wrong_once_is_not_switched_on() {
    let world = world(RULES);
    world.done(&["accept", "p2=1002"]);
    let said = world.refused(&["rules", "on", "orders"]);
    assert!(said.contains("1 receipt") && said.contains("R8"), "{said}");
    // Of the right customer by hand, and not settled yet: nothing speaks against it.
    world.done(&["undo"]);
    world.done(&["identify", "p2", "100"]);
    assert_eq!(world.json(&["rules", "test", "orders"])["wrong"], 0);
    world.done(&["undo"]);
    world.done(&["identify", "p2", "300"]);
    let test = world.json(&["rules", "test", "orders"]);
    assert_eq!(test["hits"][0]["was"], json!({ "customer": "300" }));
    assert_eq!(test["hits"][0]["verdict"], "wrong");
}

#[test]
fn money_that_is_no_receivable_is_told_by_its_text_and_amount() {
    let world = world(RULES);
    let test = world.json(&["rules", "test", "interest"]);
    assert_eq!(test["undecided"], 1);
    assert_eq!(
        test["hits"][0]["says"],
        json!({ "not_receivable": "8050 interest" })
    );
    assert_eq!(test["hits"][0]["payer"], "Storbanken");
    world.done(&["rules", "on", "interest"]);
    world.write("settings.toml", RULES.replace("100.00", "12.49"));
    assert_eq!(
        world.json(&["rules", "test", "interest"])["hits"],
        json!([])
    );
    world.write("settings.toml", RULES);
    world.done(&["accept", "p3=1001"]);
    assert_eq!(world.json(&["rules", "test", "interest"])["wrong"], 1);
}

#[test]
fn a_changed_rule_is_silent_until_it_is_switched_on_again() {
    let world = world(RULES);
    world.done(&["rules", "on", "orders"]);
    world.write("settings.toml", RULES.replace("ordre", "ordre|best"));
    let changed = rule(&world, "orders");
    assert_eq!(changed["state"], "changed");
    let table = world.done(&["rules", "list"]);
    assert!(table.contains("changed since"), "{table}");
    world.write("settings.toml", RULES);
    assert_eq!(rule(&world, "orders")["state"], "on");
    world.write("settings.toml", RULES.replace("ordre", "ordre|best"));
    world.done(&["rules", "on", "orders"]);
    assert_eq!(rule(&world, "orders")["state"], "on");
    // One that is gone from the settings can still be silenced.
    world.write("settings.toml", "");
    assert!(world.done(&["rules", "list"]).contains("no rules"));
    world.done(&["rules", "off", "orders"]);
    assert!(
        world
            .refused(&["rules", "off", "orders"])
            .contains("orders")
    );
    world.sound();
}

#[test]
fn a_rule_that_names_what_is_not_there_is_refused() {
    let settings = |says: &str| format!("[[rule]]\nname = \"r\"\npattern = \"ordre\"\n{says}\n");
    let world = world(&settings("customer = \"999\""));
    assert!(world.refused(&["rules", "on", "r"]).contains("999"));
    world.write("settings.toml", settings("invoice = \"998\""));
    assert!(world.refused(&["rules", "test", "r"]).contains("998"));
    // A reference names an invoice too.
    world.write("settings.toml", settings("invoice = \"0000018\""));
    world.done(&["accept", "p2=1001"]);
    let test = world.json(&["rules", "test", "r"]);
    assert_eq!((&test["right"], &test["undecided"]), (&json!(1), &json!(2)));
}

#[test]
fn a_pattern_that_cannot_be_used_is_one_sentence_that_names_the_rule() {
    let world = world("");
    for (pattern, cause) in [
        ("(unclosed", "unclosed"),
        (r"\\p{L}{500}{500}{500}", "orders"),
        (r"(\\w{99}){9999}", "too large"),
        (&"a".repeat(100_000), "too large"),
        (&"(".repeat(400), "orders"),
    ] {
        let settings =
            format!("\n[[rule]]\nname = \"orders\"\npattern = \"{pattern}\"\ncustomer = \"100\"\n");
        world.write("settings.toml", settings);
        let said = world.misused(&["rules", "list"]);
        one_sentence(&said);
        assert!(
            said.contains("settings.toml:2:") && said.contains("orders"),
            "{said}"
        );
        assert!(said.contains(cause), "{said}");
    }
}
