//! What stops reminders, as scripts ask for it: pauses, more time, plans, agencies, bankruptcies, calls.

use serde_json::{Value, json};

use crate::support::World;

/// What a change says of itself.
fn did(world: &World, args: &[&str]) -> String {
    let answer = world.json(args);
    assert!(
        answer["entry"].is_i64() && answer["run"].is_string(),
        "{answer}"
    );
    let lines = answer["did"].as_array().unwrap().iter();
    let lines: Vec<&str> = lines.map(|line| line.as_str().unwrap()).collect();
    lines.join("; ").replace('\u{a0}', " ")
}

fn card(world: &World, customer: &str) -> Value {
    world.json(&["customer", "show", customer])
}

#[test]
fn an_invoice_or_a_customer_rests_until_a_day_or_an_end() {
    let world = World::with_book();
    let until = ["--until", "2026-12-01", "--reason", "ferie"];
    let told = did(&world, &[&["pause", "1001"], &until[..]].concat());
    assert_eq!(told, "1001 rests until 1 Dec 2026: ferie");
    let told = did(
        &world,
        &[&["pause", "--customer", "100"], &until[..]].concat(),
    );
    assert_eq!(told, "customer Alpha AS rests until 1 Dec 2026: ferie");
    let rests = json!([{ "kind": "pause", "from": "2026-11-22", "until": "2026-12-01", "reason": "ferie" }]);
    assert_eq!(card(&world, "100")["paused"], rests);
    let told = did(&world, &["pause", "--end", "1001", "--reason", "betalt"]);
    assert_eq!(told, "pause on 1001 ended: betalt");
    let told = did(
        &world,
        &["pause", "--end", "--customer", "100", "--reason", "betalt"],
    );
    assert_eq!(told, "pause on Alpha AS ended: betalt");
    assert_eq!(card(&world, "100")["paused"], json!([]));
    let said = world.refused(&["pause", "--end", "1001", "--reason", "igjen"]);
    assert!(said.contains("For 1001 there is no pause to end"), "{said}");
    for (args, word) in [
        (
            ["pause", "1001", "--until", "2026-11-21", "--reason", "x"],
            "is past",
        ),
        (
            ["pause", "1001", "--until", "2026-12-01", "--reason", " "],
            "reason",
        ),
        (
            ["pause", "9999", "--until", "2026-12-01", "--reason", "x"],
            "no invoice 9999",
        ),
    ] {
        let said = world.refused(&args);
        assert!(said.contains(word), "{said}");
    }
    world.misused(&["pause", "1001", "--reason", "x"]);
    world.misused(&["pause", "--until", "2026-12-01", "--reason", "x"]);
    world.done(&["undo"]);
    assert_eq!(card(&world, "100")["paused"].as_array().unwrap().len(), 1);
    world.sound();
}

#[test]
fn more_time_than_any_policy_gives_is_refused_in_words_for_the_customer() {
    let world = World::with_book();
    let said = world.refused(&["extend", "1001", "--until", "2028-11-22"]);
    assert!(said.starts_with("reskontra: We can"), "{said}");
    assert!(
        world
            .refused(&["extend", "1001", "--until", "2026-11-21"])
            .contains("is past")
    );
    world.misused(&["extend", "1001"]);
}

#[test]
fn a_plan_is_made_listed_paid_and_ended() {
    let world = World::with_book();
    assert_eq!(world.json(&["plan"]), json!({ "plans": [] }));
    let make = [
        "plan",
        "100",
        "--invoices",
        "1001,1002",
        "--instalments",
        "3",
        "--first",
        "2026-12-01",
        "--down",
        "500",
        "--override",
        "avtalt",
    ];
    let rehearsed = world.json(&[&make[..], &["--dry-run"]].concat());
    assert_eq!(rehearsed["entry"], Value::Null);
    let told = did(&world, &make);
    assert_eq!(
        told,
        "payment plan 1 for Alpha AS: 2 000,00 NOK in 4 payments, the last on 1 Feb 2027"
    );
    let plan = &world.json(&["plan"])["plans"][0];
    assert_eq!(plan["invoices"], json!(["1001", "1002"]));
    assert_eq!(
        (&plan["total"], &plan["paid"]),
        (&json!("2000.00"), &json!("0.00"))
    );
    assert_eq!(
        plan["next"],
        json!({ "due": "2026-11-22", "amount": "500.00" })
    );
    assert_eq!(plan["instalments"].as_array().unwrap().len(), 4);
    let receipt = world.receipt("500", &[]);
    world.done(&["accept", &format!("{receipt}=1001")]);
    let plan = &world.json(&["plan"])["plans"][0];
    assert_eq!(
        (&plan["paid"], &plan["state"]),
        (&json!("500.00"), &json!("kept"))
    );
    assert_eq!(
        plan["next"],
        json!({ "due": "2026-12-01", "amount": "500.00" })
    );
    assert!(world.done(&["plan"]).contains("kept so far"));
    for (args, word) in [
        (["1001", "2", "2026-12-01"], "payment plan 1"),
        (["1003", "2", "2026-12-01"], "not customer 100's"),
        (["1005", "2", "2026-12-01"], "not customer 100's"),
        (["9999", "2", "2026-12-01"], "no invoice 9999"),
    ] {
        let [invoice, count, first] = args;
        let said = world.refused(&[
            "plan",
            "100",
            "--invoices",
            invoice,
            "--instalments",
            count,
            "--first",
            first,
            "--override",
            "x",
        ]);
        assert!(said.contains(word), "{said}");
    }
    let told = did(
        &world,
        &["plan", "--end", "100", "--reason", "betaler ikke"],
    );
    assert_eq!(told, "payment plan 1 of Alpha AS ended: betaler ikke");
    let said = world.refused(&["plan", "--end", "100", "--reason", "x"]);
    assert!(said.contains("No payment plan of customer 100"), "{said}");
    world.misused(&["plan", "100"]);
    world.done(&["undo"]);
    assert_eq!(world.json(&["plan"])["plans"].as_array().unwrap().len(), 1);
    world.sound();
}

#[test]
fn a_plan_that_was_not_paid_is_listed_as_broken() {
    let mut world = World::with_book();
    world.done(&[
        "plan",
        "100",
        "--invoices",
        "1001",
        "--instalments",
        "2",
        "--first",
        "2026-12-01",
        "--override",
        "avtalt",
    ]);
    world.today = "2027-03-01".to_owned();
    let plan = &world.json(&["plan"])["plans"][0];
    assert_eq!(plan["state"], "broken");
    assert_eq!(
        plan["next"],
        json!({ "due": "2026-12-01", "amount": "500.00" })
    );
    assert!(world.done(&["plan"]).contains("broken: 500,00"));
}

#[test]
fn an_agency_has_what_was_handed_over_until_it_is_taken_over() {
    let mut world = World::with_book();
    "2026-12-16".clone_into(&mut world.today);
    assert_eq!(world.json(&["handover"]), json!({ "handovers": [] }));
    let told = did(
        &world,
        &[
            "handover",
            "1001",
            "1003",
            "--agency",
            "Inkasso Nord",
            "--reason",
            "forfalt",
            "--override",
            "varslet per telefon",
        ],
    );
    assert_eq!(
        told,
        "1001 handed over to Inkasso Nord; 1003 handed over to Inkasso Nord"
    );
    let told = did(&world, &["handover", "--case", "A-17", "1001"]);
    assert_eq!(told, "1001 is case A-17");
    let listed = &world.json(&["handover"])["handovers"];
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let expected = json!({
        "invoice": "1001", "customer_no": "100", "name": "Alpha AS", "open": "1000.00", "currency": "NOK",
        "agency": "Inkasso Nord", "case": "A-17", "from": "2026-12-16", "reason": "forfalt",
    });
    assert_eq!(listed[0], expected);
    // It stays in the aging.
    assert_eq!(world.row("100", "NOK")["total"], "2000.00");
    let told = did(
        &world,
        &["handover", "--take-over", "1001", "--reason", "avtale"],
    );
    assert_eq!(told, "1001 taken over from Inkasso Nord: avtale");
    for args in [
        &["handover", "--take-over", "1001", "--reason", "x"][..],
        &["handover", "--case", "A-18", "1001"],
    ] {
        assert!(world.refused(args).contains("with no agency"));
    }
    world.done(&[
        "dispute",
        "1002",
        "--amount",
        "10",
        "--reason",
        "feil pris",
        "--owner",
        "Kari",
    ]);
    let said = world.refused(&[
        "handover",
        "1002",
        "--agency",
        "Inkasso Nord",
        "--reason",
        "forfalt",
    ]);
    assert!(said.contains("disputed (feil pris)"), "{said}");
    world.misused(&["handover", "1001"]);
    world.misused(&["handover", "--agency", "x"]);
    for _ in 0..3 {
        world.done(&["undo"]);
    }
    assert_eq!(
        world.json(&["handover"])["handovers"][0]["case"],
        Value::Null
    );
    world.sound();
}

#[test]
fn the_bankrupt_is_asked_for_nothing_and_a_call_is_logged() {
    let world = World::with_book();
    let told = did(
        &world,
        &[
            "bankrupt",
            "100",
            "--claim-by",
            "2026-12-20",
            "--reason",
            "kunngjort",
        ],
    );
    assert_eq!(
        told,
        "customer Alpha AS is bankrupt, claims in the estate by 20 Dec 2026: kunngjort"
    );
    assert_eq!(card(&world, "100")["paused"][0]["kind"], "bankruptcy");
    assert!(
        world
            .done(&["customer", "show", "100"])
            .contains("bankrupt, 20 Dec 2026, kunngjort")
    );
    let said = world.refused(&["bankrupt", "100", "--reason", "igjen"]);
    assert!(said.contains("Customer 100 is bankrupt"), "{said}");
    let told = did(&world, &["call", "200", "--note", "Betaler fredag"]);
    assert_eq!(told, "call to Beta: Betaler fredag");
    assert!(
        world
            .refused(&["call", "200", "--note", " "])
            .contains("reason")
    );
    let log = world.json(&["log", "--limit", "1"]);
    assert_eq!(log["entries"][0]["command"], "call");
    world.done(&["undo"]);
    world.done(&["redo"]);
    world.sound();
}

#[test]
fn a_customer_with_a_pause_or_a_call_is_not_taken_out_again() {
    let world = World::new();
    world.take("c.csv", "customer_no,name\n1,A\n");
    world.done(&["call", "1", "--note", "hei"]);
    let said = world.refused(&["undo", "2"]);
    assert!(said.contains('3'), "{said}");
    world.done(&["undo"]);
    world.done(&["undo", "2"]);
    world.sound();
}

#[test]
fn promises_are_counted_on_the_card() {
    let mut world = World::with_book();
    world.done(&["promise", "1001", "--date", "2026-11-23"]);
    world.done(&["promise", "1002", "--date", "2026-11-25", "--amount", "100"]);
    assert_eq!(
        card(&world, "100")["promises"],
        json!({ "kept": 0, "broken": 0 })
    );
    let receipt = world.receipt("100", &[]);
    world.done(&["accept", &format!("{receipt}=1002")]);
    world.today = "2026-11-24".to_owned();
    assert_eq!(
        card(&world, "100")["promises"],
        json!({ "kept": 1, "broken": 1 })
    );
    assert!(
        world
            .done(&["customer", "show", "100"])
            .contains("1 kept, 1 broken")
    );
}
