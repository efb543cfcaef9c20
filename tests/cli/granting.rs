//! What lets more be sold on credit: a limit that is granted, records that take a lead, a young ledger; and what stops
//! it: a customer who was put away, a hold as it stood on a day.

use serde_json::{Value, json};

use crate::support::{World, with};

const CUSTOMERS: &str = "customer_no,name,kind,org_no,email,postcode,city\n\
    10,Fjord AS,business,923609016,post@fjord.no,0150,Oslo\n\
    11,Berg AS,business,,post@berg.no,0150,Oslo\n";

fn book() -> World {
    World::with_customers(CUSTOMERS)
}

fn limit(world: &World, customer: &str) -> Value {
    world.json(&["assess", customer, "1"])["limit"].clone()
}

fn rules(answer: &Value) -> Vec<&str> {
    let reasons = answer["reasons"].as_array().unwrap().iter();
    reasons
        .map(|reason| reason["rule"].as_str().unwrap())
        .collect()
}

fn records(world: &World, customer: &str) -> Vec<Value> {
    let records = world.json(&["customer", "records", customer]);
    records["records"].as_array().unwrap().clone()
}

#[test]
fn row_8_what_is_granted_is_the_limit_and_one_undo_takes_both_back() {
    let world = book();
    let before = limit(&world, "10");
    let apply = ["credit", "apply", "10", "300000"];
    world.done(&[&apply[..], &["--reason", "they grow"]].concat());
    assert_eq!(limit(&world, "10"), before);
    // The refusal names the option that mends it.
    let granted = [&apply[..], &["--granted", "250000"]].concat();
    let refused = world.refused(&granted);
    assert!(refused.contains("--reason"), "{refused}");
    let done = world.json(&[&granted[..], &["--reason", "their accounts of 2025"]].concat());
    assert!(done["entry"].is_number(), "{done}");
    assert_eq!(limit(&world, "10"), "250000.00");
    let history = world.json(&["customer", "history", "10"]);
    assert_eq!(history["history"][0]["entry"], done["entry"], "{history}");
    world.done(&["undo"]);
    assert_eq!(limit(&world, "10"), before);
    let waits = records(&world, "10");
    assert_eq!(
        (waits.len(), &waits[0]["granted"]),
        (1, &json!(null)),
        "{waits:?}"
    );
    world.done(&["redo"]);
    assert_eq!(limit(&world, "10"), "250000.00");
    // Nothing granted is a refusal: what he has stays.
    world.done(&[
        "credit",
        "apply",
        "10",
        "900000",
        "--granted",
        "0",
        "--note",
        "too much",
    ]);
    assert_eq!(limit(&world, "10"), "250000.00");
    world.sound();
}

#[test]
fn row_20_a_granted_limit_waits_for_the_second_person_where_limits_do() {
    let world = book();
    let guarded = "[credit]\nsecond-person = [\"limit\"]\n";
    let [kari, ola] = ["kari", "ola"].map(|name| world.user(name, guarded));
    let before = limit(&world, "10");
    let grant = [
        "credit",
        "apply",
        "10",
        "300000",
        "--granted",
        "250000",
        "--reason",
        "they grow",
    ];
    world.done(&with(&kari, &grant));
    assert_eq!(
        (limit(&world, "10"), records(&world, "10").len()),
        (before.clone(), 0)
    );
    let own = world.refused(&with(&kari, &["customer", "approve", "P1"]));
    assert!(own.contains("kari"), "{own}");
    world.done(&with(&ola, &["customer", "approve", "P1"]));
    assert_eq!(limit(&world, "10"), "250000.00");
    let made = records(&world, "10");
    let application = made.iter().find(|it| it["kind"] == "application").unwrap();
    assert_eq!(
        (
            &application["asked"],
            &application["granted"],
            &application["note"]
        ),
        (
            &json!("300000.00"),
            &json!("250000.00"),
            &json!("they grow")
        )
    );
    world.sound();
    world.done(&with(&kari, &["log"]));
    world.refused(&with(&kari, &["undo", &last(&world)]));
    // His own accepted wish is undone by another.
    world.done(&with(&ola, &["undo", &last(&world)]));
    assert_eq!(
        (limit(&world, "10"), records(&world, "10").len()),
        (before, 0)
    );
    world.sound();
}

fn last(world: &World) -> String {
    world.json(&["log", "--limit", "1"])["entries"][0]["entry"].to_string()
}

#[test]
fn row_20_what_lets_more_be_sold_is_a_leads_and_the_daily_work_a_clerks() {
    let world = book();
    let [kari, per] = ["kari", "per"].map(|name| world.user(name, ""));
    world.done(&with(&kari, &["user", "set", "kari", "lead"]));
    world.done(&with(&kari, &["user", "set", "per", "clerk"]));
    let leads: [&[&str]; 6] = [
        &[
            "security",
            "add",
            "10",
            "50000",
            "--kind",
            "guarantee",
            "--issuer",
            "DNB",
        ],
        &["check", "add", "10", "--source", "UC", "--class", "A"],
        &["check", "add", "10", "--source", "UC", "--limit", "90000"],
        &["customer", "edit", "10", "risk_class=AAA"],
        &["customer", "new", "name=Ny AS", "risk_class=AAA"],
        &[
            "credit",
            "apply",
            "10",
            "5",
            "--granted",
            "5",
            "--reason",
            "x",
        ],
    ];
    for args in leads {
        let refused = world.refused(&with(&per, args));
        assert!(
            refused.contains("per") && refused.contains("lead"),
            "{args:?}: {refused}"
        );
    }
    let classes = world.write(
        "classes.csv",
        "customer_no,name,risk_class\n10,Fjord AS,AAA\n",
    );
    let classes = classes.display().to_string();
    world.refused(&with(&per, &["import", &classes]));
    // That a bureau was asked, that an order came, that a customer wants more: a clerk's.
    for args in [
        &["check", "add", "10", "--source", "UC"][..],
        &["order", "add", "10", "B1", "500"],
        &["credit", "apply", "10", "5000"],
        &["credit", "review", "10"],
    ] {
        world.done(&with(&per, args));
    }
    // What a bureau reports gives its class, whoever takes the file in.
    let report = "org_no,date,event,class\n923609016,2026-11-20,new-class,AA\n";
    let report = world.write("bureau.csv", report).display().to_string();
    world.done(&with(&per, &["import", &report]));
    assert_eq!(world.json(&["customer", "show", "10"])["risk_class"], "AA");
    for args in leads {
        if args[1] != "new" {
            world.done(&with(&kari, args));
        }
    }
    world.sound();
}

#[test]
fn one_who_was_put_away_is_not_sold_to_and_both_answers_say_so() {
    let world = book();
    assert_eq!(world.json(&["assess", "10", "500"])["verdict"], "approve");
    world.done(&["customer", "deactivate", "10", "--reason", "gone"]);
    let answer = world.json(&["assess", "10", "500"]);
    assert_eq!(
        (&answer["verdict"], rules(&answer)[0]),
        (&json!("hold"), "inactive")
    );
    let because = answer["reasons"][0]["because"].as_str().unwrap();
    assert!(because.contains("inactive=no"), "{because}");
    let refused = world.refused(&["order", "add", "10", "B1", "500"]);
    assert!(
        refused.contains("10") && refused.contains("inactive=no"),
        "{refused}"
    );
    // An exception is for a sale, not for one who is away.
    world.done(&[
        "credit",
        "override",
        "10",
        "--until",
        "2026-12-01",
        "--reason",
        "x",
    ]);
    assert_eq!(world.json(&["assess", "10", "500"])["verdict"], "hold");
    world.done(&["customer", "edit", "10", "inactive=no"]);
    world.done(&["order", "add", "10", "B1", "500"]);
    world.sound();
}

#[test]
fn the_hold_list_is_told_as_it_stood_on_the_day_that_is_asked_for() {
    let mut world = book();
    world.on("2026-11-02");
    world.done(&["credit-hold", "set", "10", "stop", "--reason", "late"]);
    world.done(&[
        "credit-hold",
        "set",
        "11",
        "warn",
        "--reason",
        "late",
        "--until",
        "2026-11-30",
    ]);
    world.on("2026-11-10");
    world.done(&["credit-hold", "release", "10", "--reason", "paid"]);
    world.on("2026-11-22");
    for list in [&["credit-hold", "list"][..], &["report", "holds"]] {
        let held = |day: &str| {
            let answer = world.json(&[list, &["--as-of", day]].concat());
            let holds = answer["holds"].as_array().unwrap().iter();
            let numbers = holds.map(|hold| hold["customer_no"].as_str().unwrap().to_owned());
            numbers.collect::<Vec<_>>()
        };
        assert_eq!(held("2026-11-01"), [""; 0]);
        assert_eq!(held("2026-11-05"), ["10", "11"]);
        assert_eq!(held("2026-11-22"), ["11"]);
        assert_eq!(held("2026-12-01"), [""; 0]);
    }
    let text = world.done(&[
        "report",
        "holds",
        "--format",
        "text",
        "--as-of",
        "2026-11-05",
    ]);
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[test]
fn the_first_large_sale_of_a_ledger_is_no_concentration() {
    let world = book();
    world.done(&["check", "add", "10", "--source", "UC", "--class", "A"]);
    let answer = world.json(&["assess", "10", "50000"]);
    assert!(!rules(&answer).contains(&"large-share"), "{answer}");
    assert_eq!(answer["verdict"], "approve");
    let printed = world.done(&["rules", "print", "--why"]);
    assert!(printed.contains("young ledger"), "{printed}");
    let owed = "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
        1,11,2026-11-01,2026-12-31,200000.00,NOK\n";
    world.take("invoices.csv", owed);
    let answer = world.json(&["assess", "10", "95000"]);
    assert!(rules(&answer).contains(&"large-share"), "{answer}");
}
