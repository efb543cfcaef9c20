//! Customers who are one and are to be two again, what cannot be taken back, and whom it takes: each from the command
//! line.

use serde_json::json;

use crate::support::{World, with};

const CUSTOMERS: &str = "customer_no,name,kind,email,account\n10,Fjord AS,business,post@fjord.no,\n\
    11,Fjord As avd 2,business,avd@fjord.no,86011117947\n12,Kari Nes,consumer,kari@x.no,\n";

const INVOICES: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
    F1,10,2026-09-02,2026-09-16,1000.00,NOK\nF2,11,2026-09-02,2026-09-16,500.00,NOK\n";

fn book() -> World {
    World::with_invoices(CUSTOMERS, INVOICES)
}

/// Asks for a limit, as whom the settings name.
fn asks_for_a_limit(world: &World, settings: &str, customer: &str) {
    let edit = ["customer", "edit", customer, "credit_limit=50000"];
    world.done(&with(settings, &[&edit[..], &["--reason", "ny"]].concat()));
}

fn merged() -> World {
    let world = book();
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    world
}

/// Queues letters; nothing is there to send them with.
fn remind(world: &World) {
    world.run(&["remind", "--send", "--override", "no bank file yet"]);
    let outbox = world.json(&["outbox"]);
    assert!(!outbox["outbox"].as_array().unwrap().is_empty());
}

fn last(world: &World) -> String {
    world.json(&["log", "--limit", "1"])["entries"][0]["entry"].to_string()
}

#[test]
fn two_who_were_worked_on_as_one_are_not_parted_before_that_is_undone() {
    let more = "invoice_no,customer_no,issue_date,due_date,amount,currency\nF9,11,2026-11-02,2026-11-16,10.00,NOK\n";
    let works: [&dyn Fn(&World); 3] = [
        &|world| remind(world),
        &|world| drop(world.receipt("200", &["--customer", "11"])),
        &|world| drop(world.take("more.csv", more)),
    ];
    for work in works {
        let world = merged();
        let merge = last(&world);
        work(&world);
        let entry = merge.parse::<u32>().unwrap() + 1;
        let state = world.state();
        let part = ["customer", "part", "11", "--reason", "to likevel"];
        for args in [&part[..], &["undo", &merge]] {
            let refused = world.refused(args);
            assert!(
                refused.contains("11") && refused.contains(&format!("entry {entry}")),
                "{refused}"
            );
        }
        assert_eq!(world.state(), state);
        world.done(&["undo"]);
        world.done(&part);
        assert_eq!(world.open("11", "F2"), ["500.00"]);
        world.sound();
    }
}

#[test]
fn without_joint_work_two_are_parted_as_they_were() {
    let world = book();
    let before = world.json(&["aging"]);
    for _ in 0..2 {
        world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
        world.done(&["customer", "edit", "10", "phone=22 33 44 55"]);
        world.done(&["customer", "part", "11", "--reason", "to likevel"]);
        assert_eq!(world.json(&["aging"]), before);
        world.done(&["customer", "edit", "10", "phone="]);
    }
    world.sound();
}

#[test]
fn an_undo_does_not_reach_behind_an_erasure() {
    let world = book();
    world.done(&["call", "10", "--note", "om noe annet"]);
    let other = last(&world);
    world.done(&["outbox", "stop", "12", "email", "--reason", "feil"]);
    let stopped = last(&world);
    world.done(&["customer", "erase", "12", "--reason", "bedt om det"]);
    let erasure = last(&world);
    let state = world.state();
    for args in [&["undo"][..], &["undo", &stopped]] {
        let refused = world.refused(args);
        assert!(refused.contains(&format!("entry {erasure}")), "{refused}");
    }
    assert_eq!(world.state(), state);
    let again = world.refused(&["customer", "erase", "12", "--reason", "en gang til"]);
    assert!(again.contains("nothing is left to erase."), "{again}");
    // What was done of others may be undone by its entry.
    world.done(&["undo", &other]);
    world.sound();
}

#[test]
fn a_restore_asks_for_the_lead_of_the_ledger_that_stands_there() {
    let world = book();
    let [kari, liv] = ["kari", "liv"].map(|name| world.user(name, ""));
    let copy = world.path("copy.reskontra").display().to_string();
    world.done(&["backup", &copy]);
    world.done(&with(&kari, &["user", "set", "kari", "lead"]));
    world.done(&with(&kari, &["user", "set", "liv", "view"]));
    let state = world.state();
    let refused = world.refused(&with(&liv, &["restore", &copy]));
    assert!(
        refused.contains("liv") && refused.contains("lead"),
        "{refused}"
    );
    assert_eq!(world.state(), state);
    world.done(&with(&kari, &["restore", &copy]));
    world.sound();
}

#[test]
fn what_two_decided_is_not_undone_by_the_one_who_asked() {
    let world = book();
    let [kari, ola] = world.two(&["limit"]);
    asks_for_a_limit(&world, &kari, "10");
    world.done(&with(&ola, &["customer", "approve", "P1"]));
    let approval = last(&world);
    let refused = world.refused(&with(&kari, &["undo", &approval]));
    assert!(
        refused.contains("kari") && refused.contains("P1"),
        "{refused}"
    );
    world.done(&with(&ola, &["undo", &approval]));
    world.sound();
}

#[test]
fn nothing_changes_of_one_who_is_merged_into_another() {
    let world = book();
    let [kari, ola] = world.two(&["limit"]);
    asks_for_a_limit(&world, &kari, "11");
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    let state = world.state();
    let refused = world.refused(&with(&ola, &["customer", "approve", "P1"]));
    assert!(
        refused.contains("11") && refused.contains("10"),
        "{refused}"
    );
    assert_eq!(world.state(), state);
    let said = world.rejected("changed.csv", "customer_no,name\n11,Fjord nord\n");
    assert!(said.contains("11") && said.contains("10"), "{said}");
    // The same list as before says nothing new.
    world.take("same.csv", "customer_no,name\n11,Fjord As avd 2\n");
    world.sound();
}

#[test]
fn the_account_of_one_who_is_merged_is_the_owners() {
    let world = merged();
    let receipt = world.receipt("500", &["--account", "86011117947"]);
    let found = world.json(&["match", "--explain", &receipt]);
    let evidence = found["evidence"].as_array().unwrap();
    assert_eq!(found["customer_no"], "10", "{found}");
    assert!(
        evidence
            .iter()
            .any(|it| it["code"] == "P1" && it["for"] == true),
        "{found}"
    );
    assert!(evidence.iter().all(|it| it["for"] != false), "{found}");
}

#[test]
fn who_may_only_look_sends_and_prints_nothing() {
    let world = book();
    remind(&world);
    let [kari, liv] = ["kari", "liv"].map(|name| world.user(name, ""));
    world.done(&with(&kari, &["user", "set", "kari", "lead"]));
    world.done(&with(&kari, &["user", "set", "liv", "view"]));
    let out = world.path("ut").display().to_string();
    for args in [
        &["outbox", "send"][..],
        &["outbox", "send", "--out", &out],
        &["outbox", "print", "--out", &out],
    ] {
        let refused = world.refused(&with(&liv, args));
        assert!(refused.contains("liv"), "{args:?}: {refused}");
    }
    assert!(!world.path("ut").exists());
}

#[test]
fn characters_that_turn_the_text_around_are_taken_out_of_files_and_typing() {
    let world = book();
    world.take(
        "turned.csv",
        "customer_no,name\n20,Nord\u{202e}SA\u{2066}\u{200f}\n",
    );
    world.done(&["customer", "edit", "12", "city=Os\u{202e}lo\u{200e}"]);
    let turned = ["customer", "new", "name=Nord", "--number", "77\u{202e}7"];
    world.refused(&turned);
    let shown = |customer: &str| world.json(&["customer", "show", customer]);
    assert_eq!(shown("20")["name"], json!("NordSA"));
    assert_eq!(shown("12")["city"], json!("Oslo"));
}

#[test]
fn customer_show_says_in_json_all_that_an_edit_can_change() {
    let world = book();
    let edit = [
        "customer",
        "edit",
        "11",
        "credit_limit=50000",
        "tags=stor, fast",
        "group=bygg",
        "parent=10",
        "agreed_interest=9.5",
        "agreed_interest_date=2026-01-02",
        "contacts=Ola Berg, daglig leder, ola@berg.no",
    ];
    world.done(&edit);
    world.done(&["credit-hold", "set", "11", "stop", "--reason", "x"]);
    let shown = world.json(&["customer", "show", "11"]);
    assert_eq!(shown["version"], 2);
    assert_eq!(shown["credit_limit"], "50000.00");
    assert_eq!(shown["tags"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&shown["group"], &shown["parent"]),
        (&json!("bygg"), &json!("10"))
    );
    assert_eq!(shown["agreed_interest_date"], "2026-01-02");
    assert_eq!(shown["contacts"].as_array().unwrap().len(), 1);
    assert_eq!(shown["holds"], json!(["stop"]));
    // Merged, the hold is the owner's, under his number.
    world.done(&["customer", "edit", "11", "parent="]);
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    let held = world.json(&["report", "holds"]);
    assert_eq!(held["holds"][0]["customer_no"], "10", "{held}");
    world.done(&["credit-hold", "release", "10", "--reason", "betalt"]);
    assert_eq!(world.json(&["report", "holds"])["holds"], json!([]));
    world.sound();
}

/// The debt is that of whom he was merged into: he gets the letter, and nobody is told that it was paid.
#[test]
fn a_letter_that_waits_when_its_customer_is_merged_goes_to_the_owner() {
    let world = book();
    remind(&world);
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    let send = |out: &str| world.run(&["outbox", "send", "--out", out, "--format", "json"]);
    let ran = send("first");
    assert_eq!(ran.code, 3, "{ran:?}");
    let why = ran.json()["out_of_date"][0]["why"].to_string();
    assert!(why.contains("one with customer 10"), "{why}");
    let all = ["remind", "--send", "--customer", "10", "--format", "json"];
    let ran = world.run(&[&all[..], &["--override", "no bank file yet"]].concat());
    let answer = ran.json();
    assert_eq!(answer["out_of_date"][0]["taken_back"], true, "{ran:?}");
    let left = answer["sent"].as_array().unwrap();
    let whose: Vec<&str> = left
        .iter()
        .map(|it| it["customer_no"].as_str().unwrap())
        .collect();
    assert_eq!(whose, ["10"], "{ran:?}");
    let ran = send("second");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        world.json(&["remind", "--customer", "10"])["due"],
        json!([])
    );
    world.sound();
}

#[test]
fn a_letter_that_comes_back_after_a_merger_stops_the_owners_same_address() {
    let world = book();
    world.done(&["customer", "edit", "11", "email=post@fjord.no"]);
    remind(&world);
    world.done(&["outbox", "send", "--out", "ut"]);
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    let outbox = world.json(&["outbox"]);
    let mut rows = outbox["outbox"].as_array().unwrap().iter();
    let his = rows.find(|row| row["customer_no"] == "11").unwrap();
    let letter = his["letter"].as_str().unwrap();
    world.done(&["outbox", "returned", letter, "--reason", "ukjent"]);
    let why = ["--reason", "ny adresse", "--override", "no bank file yet"];
    let renew = [&["outbox", "renew", letter][..], &why].concat();
    let said = world.refused(&renew);
    assert!(said.contains("10"), "{said}");
    world.done(&["customer", "edit", "10", "email=ny@fjord.no"]);
    let told = world.json(&renew);
    assert_eq!(told["queued"][0]["customer_no"], "10", "{told}");
    world.sound();
}

/// A hold on a customer, as one who may set it says it.
fn hold(world: &World, customer: &str, level: &str) {
    world.done(&["credit-hold", "set", customer, level, "--reason", "sen"]);
}

#[test]
fn money_of_the_one_that_paid_what_the_other_owed_keeps_them_one() {
    let world = book();
    let receipt = world.receipt("500", &["--customer", "11"]);
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    let merge = last(&world);
    let part = ["customer", "part", "11", "--reason", "to likevel"];
    world.done(&["apply", &format!("{receipt}=F1:300")]);
    let applied = last(&world);
    // The rest goes to someone else: what it paid stays paid.
    world.done(&["transfer", &receipt, "12"]);
    let moved = last(&world);
    for args in [&part[..], &["undo", &merge]] {
        let refused = world.refused(args);
        assert!(refused.contains(&format!("entry {applied}")), "{refused}");
    }
    world.done(&["undo", &moved]);
    world.done(&["undo", &applied]);
    // What each pays of his own is nobody else's.
    world.done(&["apply", &format!("{receipt}=F2")]);
    world.done(&part);
    assert_eq!(world.open("10", "F1"), ["1000.00"]);
    assert!(world.open("11", "F2").is_empty());
    world.sound();
}

#[test]
fn no_undo_makes_one_of_two_under_different_laws() {
    let world = book();
    let merge = |customer: &str, into: &str| {
        world.done(&["customer", "merge", customer, into, "--reason", "dublett"]);
    };
    world.done(&["customer", "edit", "12", "kind=business"]);
    let edit = last(&world);
    for (customer, into) in [("12", "10"), ("10", "12")] {
        merge(customer, into);
        let merged = last(&world);
        let refused = world.refused(&["undo", &edit]);
        assert!(refused.contains(&format!("entry {merged}")), "{refused}");
        world.done(&["undo", &merged]);
    }
    // What is done of the one that they are can be undone and done again.
    merge("11", "10");
    world.done(&["customer", "edit", "10", "kind=consumer"]);
    world.done(&["undo"]);
    world.done(&["redo"]);
    world.done(&["undo"]);
    world.done(&["customer", "part", "11", "--reason", "to likevel"]);
    let parted = last(&world);
    world.done(&["customer", "edit", "11", "kind=consumer"]);
    let refused = world.refused(&["undo", &parted]);
    assert!(refused.contains("kind"), "{refused}");
    world.sound();
}

#[test]
fn of_two_who_are_one_a_hold_and_an_order_stand_once() {
    let world = book();
    let merge = ["customer", "merge", "11", "10", "--reason", "dublett"];
    let levels = || -> Vec<String> {
        let held = world.json(&["report", "holds"]);
        let holds = held["holds"].as_array().unwrap().iter();
        holds
            .map(|hold| hold["level"].as_str().unwrap().to_owned())
            .collect()
    };
    hold(&world, "11", "stop");
    hold(&world, "10", "warn");
    world.done(&["order", "add", "11", "Z1", "100"]);
    world.done(&["order", "add", "10", "z1", "100"]);
    let refused = world.refused(&merge);
    assert!(refused.contains("1, 2, 3, 4"), "{refused}");
    world.done(&["credit-hold", "release", "10", "--reason", "samme"]);
    let refused = world.refused(&["order", "end", "Z1", "--reason", "samme"]);
    assert!(refused.contains("3, 4"), "{refused}");
    world.done(&["order", "end", "4", "--reason", "samme"]);
    world.done(&merge);
    // What is said of the one takes the place of what was said of the other.
    hold(&world, "10", "prepay");
    assert_eq!(levels(), ["prepay"]);
    let again = world.refused(&["order", "add", "10", "Z1", "100"]);
    assert!(again.contains("Z1"), "{again}");
    world.done(&["undo"]);
    assert_eq!(levels(), ["stop"]);
    // Parted, each has his own; then they are not made one by an undo.
    world.done(&["customer", "part", "11", "--reason", "to likevel"]);
    let parted = last(&world);
    hold(&world, "10", "warn");
    let refused = world.refused(&["undo", &parted]);
    assert!(refused.contains("credit hold"), "{refused}");
    world.sound();
}

#[test]
fn who_has_merged_another_is_erased_with_him_while_the_books_are_kept() {
    let world = World::new();
    world.take(
        "customers.csv",
        "customer_no,name,kind,email\n1,Kari Nes,consumer,kari@x.no\n2,K. Nes,consumer,nes@x.no\n",
    );
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
         F1,1,2026-09-02,2026-09-16,100.00,NOK\n",
    );
    let receipt = world.receipt("100", &["--customer", "1"]);
    world.done(&["apply", &format!("{receipt}=F1")]);
    world.done(&["customer", "merge", "1", "2", "--reason", "dublett"]);
    world.done(&["customer", "erase", "2", "--reason", "bedt om det"]);
    let kept = world.json(&["customer", "export", "2"]).to_string();
    assert!(
        kept.contains("Kari Nes") && kept.contains("K. Nes"),
        "{kept}"
    );
    assert!(!kept.contains("@x.no"), "{kept}");
    world.sound();
}

#[test]
fn a_report_on_the_number_of_one_who_is_merged_is_of_the_owner() {
    let world = World::new();
    world.take(
        "customers.csv",
        "customer_no,name,kind,org_no,risk_class\n1,Alfa AS,business,923609016,B\n\
         2,Alfa Norge AS,business,,B\n",
    );
    world.done(&["customer", "merge", "1", "2", "--reason", "dublett"]);
    world.write(
        "class.csv",
        "Orgnr;Hendelse;Dato;Ny rating\n923609016;Endret rating;20.11.2026;C\n",
    );
    let taken = world.json(&["import", "class.csv"]);
    assert_eq!(taken["files"][0]["changed"], json!(1), "{taken}");
    let shown = world.json(&["customer", "show", "2"]);
    assert_eq!(shown["risk_class"], "C", "{shown}");
    let held = world.json(&["report", "holds"]);
    assert_eq!(held["holds"][0]["customer_no"], "2", "{held}");
    // The hold is told in words, wherever it is told.
    let said = world.json(&["assess", "2", "10"])["reasons"][0]["because"].to_string();
    assert!(
        said.contains("a credit bureau reports a bad class") && !said.contains("bureau-class"),
        "{said}"
    );
    let history = world.json(&["customer", "history", "1"]);
    assert_eq!(history["history"].as_array().unwrap().len(), 1, "{history}");
    world.sound();
}
