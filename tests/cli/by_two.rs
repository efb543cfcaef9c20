//! Roads around the second person: what is sold by as by a limit, another policy, undo; and what is said of names.

use serde_json::{Value, json};

use crate::support::{World, with};

const CUSTOMERS: &str =
    "customer_no,name,kind,org_no\n10,Fjord AS,business,923609016\n11,Berg AS,business,\n";

/// Limits take two, but for the customers of a group.
const BUT_FOR_SOME: &str = "[credit]\nsecond-person = [\"limit\"]\n[credit.group.vip]\nsecond-person = []\n[credit.class.A]\nsecond-person = []\n";

fn book() -> World {
    World::with_customers(CUSTOMERS)
}

fn both(world: &World, settings: &str) -> [String; 2] {
    ["kari", "ola"].map(|name| world.user(name, settings))
}

fn assessed(world: &World, what: &str) -> Value {
    world.json(&["assess", "10", "1"])[what].clone()
}

fn shown(world: &World, field: &str) -> Value {
    world.json(&["customer", "show", "10"])[field].clone()
}

fn held(world: &World) -> usize {
    let answer = world.json(&["report", "holds"]);
    answer["holds"].as_array().unwrap().len()
}

/// What waits, as it is told.
fn waiting(world: &World) -> Vec<Value> {
    let answer = world.json(&["customer", "proposals"]);
    answer["proposals"].as_array().unwrap().clone()
}

fn last(world: &World) -> String {
    world.json(&["log", "--limit", "1"])["entries"][0]["entry"].to_string()
}

#[test]
fn row_20_what_is_sold_by_as_by_a_limit_takes_two_where_limits_do() {
    let world = book();
    let [kari, ola] = world.two(&["limit"]);
    let add = [
        "security",
        "add",
        "10",
        "900000",
        "--kind",
        "guarantee",
        "--issuer",
        "me",
    ];
    let told = world.done(&with(&kari, &add));
    assert!(told.contains("P1") && told.contains("security"), "{told}");
    assert_eq!(world.json(&["security", "list"])["records"], json!([]));
    assert_eq!(
        waiting(&world)[0]["asks"],
        json!({ "key": "put-of", "record_kind": "security", "amount": { "money": "900000.00", "currency": "NOK" } })
    );
    let listed = world.done(&["customer", "proposals"]);
    assert!(listed.contains("security: 900"), "{listed}");
    world.refused(&with(&kari, &["customer", "approve", "P1"]));
    world.done(&with(&ola, &["customer", "approve", "P1"]));
    let security = world.json(&["security", "list"])["records"][0].clone();
    assert_eq!(
        (&security["amount"], &security["note"]),
        (&json!("900000.00"), &json!("me")),
        "{security}"
    );
    // So does its end, and what a check advises for who has no limit of his own.
    let record = security["record"].to_string();
    world.done(&with(
        &kari,
        &["security", "end", &record, "--reason", "void"],
    ));
    assert_eq!(
        world.json(&["security", "list"])["records"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    world.done(&with(&ola, &["customer", "approve", "P2"]));
    assert_eq!(world.json(&["security", "list"])["records"], json!([]));
    let before = assessed(&world, "limit");
    let check = ["check", "add", "10", "--source", "me", "--limit", "800000"];
    world.done(&with(&kari, &check));
    assert_eq!(assessed(&world, "limit"), before);
    world.done(&with(&ola, &["customer", "approve", "P3"]));
    assert_eq!(assessed(&world, "limit"), "800000.00");
    // Beside a limit of his own it says nothing, and that a bureau was asked never did.
    let limit = ["limit", "10", "5000", "--reason", "x"];
    world.done(&with(&kari, &limit));
    world.done(&with(&ola, &["customer", "approve", "P4"]));
    world.done(&with(&kari, &check));
    world.done(&with(&kari, &["check", "add", "11", "--source", "UC"]));
    assert_eq!(
        (assessed(&world, "limit"), waiting(&world).len()),
        (json!("5000.00"), 0)
    );
    world.sound();
}

#[test]
fn row_20_another_policy_is_no_way_around_the_second_person() {
    let world = book();
    let [kari, ola] = both(&world, BUT_FOR_SOME);
    let edit = |set: &'static str| ["customer", "edit", "10", set, "--reason", "x"];
    // Into a policy that guards less, by hand, by a check and by a list; other fields go at once.
    world.done(&with(
        &kari,
        &[
            "customer",
            "edit",
            "10",
            "group=vip",
            "city=Oslo",
            "--reason",
            "x",
        ],
    ));
    assert_eq!(
        (shown(&world, "group"), shown(&world, "city")),
        (Value::Null, json!("Oslo"))
    );
    let check = ["check", "add", "10", "--source", "me", "--class", "A"];
    world.done(&with(&kari, &check));
    world.done(&with(&kari, &edit("risk_class=A")));
    assert_eq!(
        (shown(&world, "risk_class"), waiting(&world).len()),
        (Value::Null, 3)
    );
    let list = world.write("vip.csv", "customer_no,name,group\n10,Fjord AS,vip\n");
    let list = list.display().to_string();
    let refused = world.refused(&with(&kari, &["import", &list]));
    assert!(refused.contains("group"), "{refused}");
    // A group without a policy of its own, and a class, change nothing that is guarded.
    world.done(&with(&kari, &edit("group=north")));
    world.done(&with(&kari, &edit("risk_class=B")));
    world.done(&with(&kari, &edit("group=")));
    assert_eq!(waiting(&world).len(), 3);
    world.done(&with(&ola, &["customer", "approve", "P1"]));
    assert_eq!(shown(&world, "group"), "vip");
    // There one is enough; but the way back takes two again, and so does a limit on that way.
    world.done(&with(&kari, &["limit", "10", "7000", "--reason", "x"]));
    assert_eq!(assessed(&world, "limit"), "7000.00");
    world.done(&with(
        &kari,
        &[
            "customer",
            "edit",
            "10",
            "group=",
            "credit_limit=777777",
            "--reason",
            "x",
        ],
    ));
    assert_eq!(
        (shown(&world, "group"), assessed(&world, "limit")),
        (json!("vip"), json!("7000.00"))
    );
    world.sound();
}

/// A bureau's report is nobody's judgement: its class acts at once, whatever policy it brings.
#[test]
fn row_2_a_bureaus_class_waits_for_nobody() {
    let world = book();
    let [kari, _] = both(&world, BUT_FOR_SOME);
    let report = "org_no,date,event,class\n923609016,2026-11-20,new-class,A\n";
    let report = world.write("bureau.csv", report).display().to_string();
    world.done(&with(&kari, &["import", &report]));
    assert_eq!(
        (shown(&world, "risk_class"), waiting(&world).len()),
        (json!("A"), 0)
    );
    // To take it back is her judgement.
    let refused = world.refused(&with(&kari, &["undo"]));
    assert!(
        refused.contains("kari") && refused.contains("10"),
        "{refused}"
    );
}

#[test]
fn row_20_what_takes_two_is_not_undone_by_the_one_who_did_it() {
    let world = book();
    world.done(&["limit", "10", "500000", "--reason", "x"]);
    let [kari, ola] = world.two(&["limit", "hold"]);
    let free = world.user("free", "");
    let as_kari = std::fs::read_to_string(world.path("kari.toml")).unwrap();
    // Before limits took two: one alone lowers it, and puts it back later.
    world.user("kari", "");
    world.done(&with(&kari, &["limit", "10", "20", "--reason", "late"]));
    world.write("kari.toml", as_kari);
    let lowered = last(&world);
    let refused = world.refused(&with(&kari, &["undo", &lowered]));
    for says in [
        "kari",
        "customer 10",
        &format!("undo {lowered}"),
        "second person",
    ] {
        assert!(refused.contains(says), "{says}: {refused}");
    }
    assert_eq!(assessed(&world, "limit"), "20.00");
    world.done(&with(&ola, &["undo", &lowered]));
    assert_eq!(assessed(&world, "limit"), "500000.00");
    // Nor does he who undid it do it again alone.
    world.refused(&with(&ola, &["redo"]));
    // A hold of a bureau's report is not lifted by undoing the import.
    let report = "org_no,date,event\n923609016,2026-11-20,bankruptcy\n";
    let report = world.write("bureau.csv", report).display().to_string();
    world.done(&with(&kari, &["import", &report]));
    assert_eq!(held(&world), 1);
    let import = last(&world);
    world.refused(&with(&kari, &["undo"]));
    world.refused(&with(&kari, &["undo", &import]));
    assert_eq!(held(&world), 1);
    world.done(&with(&ola, &["undo", &import]));
    assert_eq!(held(&world), 0);
    // One's own mistakes that change nothing of the kind are undone alone, what waits among them.
    world.done(&with(&kari, &["customer", "edit", "10", "city=Oslo"]));
    world.done(&with(&kari, &["undo"]));
    assert_eq!(shown(&world, "city"), Value::Null);
    world.done(&with(
        &kari,
        &["credit-hold", "set", "10", "stop", "--reason", "x"],
    ));
    assert_eq!(waiting(&world).len(), 1);
    world.done(&with(&kari, &["undo"]));
    assert_eq!((waiting(&world).len(), held(&world)), (0, 0));
    // Where nothing takes two, nothing is asked.
    world.done(&with(&free, &["limit", "11", "50", "--reason", "x"]));
    world.done(&with(&free, &["undo"]));
    world.sound();
}

#[test]
fn row_20_who_is_made_one_with_another_waits_for_two_as_before() {
    let world = book();
    let [kari, ola] = both(&world, BUT_FOR_SOME);
    world.done(&with(
        &kari,
        &["customer", "edit", "11", "group=vip", "--reason", "x"],
    ));
    world.done(&with(&ola, &["customer", "approve", "P1"]));
    let merge = |one: &'static str, other: &'static str| {
        ["customer", "merge", one, other, "--reason", "dublett"]
    };
    // Neither the one whose limit waits into the other, nor what nobody waited for into his.
    for (one, other) in [("10", "11"), ("11", "10")] {
        let refused = world.refused(&with(&kari, &merge(one, other)));
        assert!(refused.contains("second person"), "{refused}");
        assert!(refused.contains("group"), "{refused}");
    }
    // The way that the refusal names takes two itself.
    let edit = ["customer", "edit", "11", "group=", "--reason", "dublett"];
    world.done(&with(&kari, &edit));
    world.refused(&with(&kari, &merge("11", "10")));
    world.done(&with(&ola, &["customer", "approve", "P2"]));
    world.done(&with(&kari, &merge("11", "10")));
    world.sound();
}

#[test]
fn row_20_a_clerk_brings_no_limit_back_by_undoing_an_undo() {
    let world = book();
    let [kari, per] = ["kari", "per"].map(|name| world.user(name, ""));
    world.done(&with(&kari, &["user", "set", "kari", "lead"]));
    world.done(&with(&kari, &["user", "set", "per", "clerk"]));
    world.done(&with(
        &kari,
        &["customer", "new", "name=Ny AS", "credit_limit=900000"],
    ));
    world.done(&with(&kari, &["undo"]));
    let undone = last(&world);
    let refused = world.refused(&with(&per, &["undo", &undone]));
    assert!(refused.contains("lead"), "{refused}");
    world.done(&with(&kari, &["undo", &undone]));
}

#[test]
fn what_roles_can_and_cannot_do_is_told_where_they_are_set() {
    let world = book();
    for args in [&["user", "--help"][..], &["user", "set", "--help"]] {
        let help = world.done(args);
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains("not proven"), "{help}");
    }
}

/// With an invoice to customer 10.
fn owing() -> World {
    let world = book();
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
         101,10,2026-07-20,2026-08-20,10000.00,NOK\n",
    );
    world
}

#[test]
fn notes_remarks_and_reasons_have_a_bound_that_is_told() {
    let world = owing();
    let (long, longest) = ("æ".repeat(2_001), "æ".repeat(2_000));
    for args in [
        &["customer", "note", "10"][..],
        &["call", "10", "--note"],
        &["limit", "10", "500", "--reason"],
        &["customer", "edit", "10", "city=Oslo", "--reason"],
        &["dispute", "101", "--reason"],
        &["check", "add", "10", "--source"],
        &["credit-hold", "set", "10", "stop", "--reason"],
    ] {
        let refused = world.refused(&[args, &[&long]].concat());
        // Blanks within a figure do not break.
        let words: Vec<&str> = refused.split(char::is_whitespace).collect();
        let says = words.join(" ");
        assert!(says.contains("2 000 characters"), "{args:?}: {refused}");
        assert!(refused.len() < 400, "{args:?}: {refused}");
        world.done(&[args, &[&longest]].concat());
    }
    world.sound();
}

#[test]
fn a_longer_note_of_an_agency_is_told_by_its_line() {
    let world = owing();
    world.done(&[
        "handover",
        "101",
        "--case",
        "K-7",
        "--agency",
        "Inkasso Nord",
        "--reason",
        "x",
        "--override",
        "x",
    ]);
    let row = |length: usize| {
        let note = "x".repeat(length);
        format!("Saksnr;Status;Dato;Beløp;Merknad\nK-7;ok;20.11.2026;10 000,00;{note}\n")
    };
    world.write("status.csv", row(3_000));
    let before = world.state();
    let told = world.run(&["handover", "status", "status.csv"]);
    assert_eq!((told.code, world.state()), (1, before), "{told:?}");
    assert!(
        told.err.contains("status.csv:2") && told.err.contains("Merknad"),
        "{told:?}"
    );
    world.write("status.csv", row(1_900));
    world.done(&["handover", "status", "status.csv"]);
}
