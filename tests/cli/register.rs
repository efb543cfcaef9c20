//! The register from the command line: new and edited customers, merging, users and their roles, a second person,
//! erasure and what is kept of a person.

use serde_json::{Value, json};

use crate::support::{World, with};

const CUSTOMERS: &str = "customer_no,name,kind,org_no,email\n10,Fjord AS,business,923609016,post@fjord.no\n11,Fjord As avd 2,business,,\n12,Kari Nes,consumer,,kari@x.no\n";

const INVOICES: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
    F1,10,2026-03-02,2026-03-16,1000.00,NOK\nF2,11,2026-03-02,2026-03-16,500.00,NOK\n";

/// A company's ledger on 22 November 2026.
fn book() -> World {
    World::with_invoices(CUSTOMERS, INVOICES)
}

fn shown(world: &World, customer: &str) -> Value {
    world.json(&["customer", "show", customer])
}

#[test]
fn row_18_a_customer_is_entered_with_what_proves_his_data_and_else_refused() {
    let world = book();
    world.done(&[
        "customer",
        "new",
        "name=Berg AS",
        "org_no=NO 123 456 785 MVA",
        "phone=22 33 44 55",
        "account=8601.11.17947",
        "terms=30 2%/10",
        "contacts=Ola Berg, daglig leder, ola@berg.no",
    ]);
    // The next number that is free, and the one form of each value.
    let berg = shown(&world, "13");
    assert_eq!(berg["name"], "Berg AS");
    assert_eq!(berg["org_no"], "123456785");
    assert_eq!(berg["account"], "86011117947");
    assert_eq!(berg["kind"], "business");
    assert_eq!(berg["terms"], "30 2%/10");
    let state = world.state();
    for (set, says) in [
        ("org_no=123456786", "123456785"),
        ("account=86011117948", "check digit"),
        ("email=ola(at)berg.no", "e-mail"),
        ("phone=ring", "phone"),
        ("postcode=12345", "postcode"),
        ("credit_limit=10.005", "decimals"),
        ("language=klingon", "language"),
        ("colour=blue", "colour"),
        ("phone", "FIELD=VALUE"),
    ] {
        let refused = world.refused(&["customer", "new", "name=X", set]);
        assert!(refused.contains(says), "{set}: {refused}");
    }
    let taken = world.refused(&["customer", "new", "--number", "10", "name=X"]);
    assert!(taken.contains("10"), "{taken}");
    assert_eq!(world.state(), state);
    world.sound();
}

#[test]
fn row_20_each_edit_is_in_the_change_log_with_old_new_who_when_and_why_and_is_undoable() {
    let world = book();
    world.done(&[
        "customer",
        "edit",
        "10",
        "phone=22 33 44 55",
        "city=Oslo",
        "--reason",
        "ringte",
    ]);
    world.done(&[
        "customer",
        "edit",
        "10",
        "phone=",
        "--reason",
        "feil nummer",
    ]);
    let history = world.json(&["customer", "history", "10"]);
    let last = &history["history"][0];
    assert_eq!(
        last["changes"],
        json!([{ "field": "phone", "old": "22 33 44 55", "new": null }])
    );
    assert_eq!(last["reason"], "feil nummer");
    assert_eq!(last["command"], "edit-customer");
    assert!(last["actor"].is_string() && last["at"].is_string());
    world.done(&["undo"]);
    assert_eq!(shown(&world, "10")["phone"], "22 33 44 55");
    let history = world.json(&["customer", "history", "10"]);
    assert_eq!(history["history"][0]["command"], "undo");
    world.refused(&["customer", "edit", "10", "city=Oslo"]);
    world.sound();
}

#[test]
fn an_edit_of_what_someone_else_changed_since_is_refused_and_says_who() {
    let world = book();
    let ola = world.user("ola", "");
    world.done(&with(
        &ola,
        &["customer", "edit", "10", "city=Oslo", "--version", "1"],
    ));
    let refused = world.refused(&["customer", "edit", "10", "city=Bergen", "--version", "1"]);
    assert!(
        refused.contains("ola") && refused.contains("city"),
        "{refused}"
    );
    assert_eq!(shown(&world, "10")["city"], "Oslo");
    world.done(&["customer", "edit", "10", "city=Bergen", "--version", "2"]);
}

#[test]
fn merged_customers_show_as_one_everywhere_and_as_two_again_after_undo() {
    let world = book();
    let aging = || world.json(&["aging", "--as-of", "2026-04-01"]);
    let before = aging();
    world.refused(&["customer", "merge", "11", "11", "--reason", "x"]);
    let law = world.refused(&["customer", "merge", "12", "10", "--reason", "x"]);
    assert!(law.contains("kind"), "{law}");
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    let merged = aging();
    let rows = merged["customers"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["customer_no"], &rows[0]["total"]),
        (&json!("10"), &json!("1500.00"))
    );
    assert_eq!(merged["proof"]["difference"], "0.00");
    // The old number finds the one who owns all.
    assert_eq!(shown(&world, "11")["customer_no"], "10");
    assert_eq!(shown(&world, "11")["open"].as_array().unwrap().len(), 2);
    let listed = world.json(&["customer", "list"]);
    assert_eq!(listed["customers"].as_array().unwrap().len(), 2);
    let due = world.json(&["remind", "--as-of", "2026-11-22"]);
    let letters = due["due"].as_array().unwrap();
    assert!(
        letters.iter().all(|letter| letter["customer_no"] == "10"),
        "{due}"
    );
    assert_eq!(
        letters
            .iter()
            .map(|letter| letter["items"].as_array().unwrap().len())
            .sum::<usize>(),
        2
    );
    // The same list again is known; what comes for the old number is the new one's.
    world.take("invoices.csv", INVOICES);
    world.take("more.csv", "invoice_no,customer_no,issue_date,due_date,amount,currency\nF3,11,2026-03-03,2026-03-17,10.00,NOK\n");
    assert_eq!(shown(&world, "10")["open"].as_array().unwrap().len(), 3);
    for chain in [["12", "11"], ["11", "12"], ["10", "12"]] {
        world.refused(&["customer", "merge", chain[0], chain[1], "--reason", "x"]);
    }
    world.sound();
    world.done(&["undo"]);
    world.done(&["undo"]);
    assert_eq!(aging(), before);
    world.sound();
}

#[test]
fn row_20_roles_hold_for_commands_imports_and_undo() {
    let world = book();
    let users = ["kari", "per", "eva", "liv"].map(|name| world.user(name, ""));
    let [kari, per, eva, liv] = users.each_ref().map(String::as_str);
    let first = world.refused(&with(kari, &["user", "set", "per", "clerk"]));
    assert!(first.contains("lead"), "{first}");
    world.done(&with(kari, &["user", "set", "kari", "lead"]));
    world.done(&with(kari, &["user", "set", "per", "clerk"]));
    world.done(&with(kari, &["user", "set", "liv", "view"]));
    world.refused(&with(kari, &["user", "remove", "kari"]));
    world.done(&with(per, &["customer", "edit", "10", "phone=22334455"]));
    let state = world.state();
    for args in [
        &["customer", "edit", "10", "credit_limit=5"][..],
        &["customer", "edit", "10", "account=86011117947"],
        &["lock", "2026-01-31"],
        &["user", "set", "per", "lead"],
        &["account", "add", "86011117947"],
        &["customer", "erase", "12", "--reason", "x"],
    ] {
        let refused = world.refused(&with(per, args));
        assert!(
            refused.contains("per") && refused.contains("lead"),
            "{args:?}: {refused}"
        );
    }
    for user in [eva, liv] {
        world.refused(&with(user, &["customer", "edit", "10", "phone=1234567"]));
        world.refused(&with(user, &["match", "--auto"]));
        // To look is free.
        world.done(&with(user, &["aging"]));
    }
    let list = world.write(
        "limits.csv",
        "customer_no,name,credit_limit\n10,Fjord AS,99\n",
    );
    let list = list.display().to_string();
    world.refused(&with(per, &["import", &list]));
    assert_eq!(world.state(), state);
    world.done(&with(kari, &["import", &list]));
    // What a lead did, a clerk cannot take back.
    let entry = world.json(&["log", "--limit", "1"])["entries"][0]["entry"].to_string();
    world.refused(&with(per, &["undo", &entry]));
    world.done(&with(kari, &["undo", &entry]));
    world.sound();
}

#[test]
fn row_20_a_guarded_change_waits_for_a_second_person() {
    let world = book();
    let [kari, ola] = world.two(&["limit", "account"]);
    let edit = ["customer", "edit", "10", "credit_limit=50000", "city=Oslo"];
    world.refused(&with(&kari, &edit));
    let mut edit = edit.to_vec();
    edit.extend(["--reason", "ny avtale"]);
    world.done(&with(&kari, &edit));
    assert_eq!(shown(&world, "10")["city"], "Oslo");
    let waiting = world.json(&["customer", "proposals"]);
    let proposal = &waiting["proposals"][0];
    assert_eq!(
        proposal["changes"][0],
        json!({ "field": "credit_limit", "old": null, "new": "50000" })
    );
    assert_eq!(
        (&proposal["by"], &proposal["reason"]),
        (&json!("kari"), &json!("ny avtale"))
    );
    let own = world.refused(&with(&kari, &["customer", "approve", "P1"]));
    assert!(own.contains("kari"), "{own}");
    world.done(&with(&ola, &["customer", "approve", "P1"]));
    let history = world.json(&["customer", "history", "10"]);
    assert_eq!(history["history"][0]["actor"], "ola");
    assert_eq!(history["history"][0]["changes"][0]["new"], "50000.00");
    world.refused(&with(&ola, &["customer", "approve", "P1"]));
    // Undone, it waits again, and may be declined.
    world.done(&with(&ola, &["undo"]));
    world.done(&with(
        &ola,
        &["customer", "decline", "P1", "--reason", "for mye"],
    ));
    assert_eq!(
        world.json(&["customer", "proposals"])["proposals"],
        json!([])
    );
    let list = world.write(
        "limits.csv",
        "customer_no,name,credit_limit\n10,Fjord AS,99\n",
    );
    world.refused(&with(&kari, &["import", &list.display().to_string()]));
    world.sound();
}

#[test]
fn a_proposal_that_another_change_overtook_is_refused() {
    let world = book();
    let kari = world.user("kari", "[credit]\nsecond-person = [\"limit\"]\n");
    let ola = world.user("ola", "");
    world.done(&with(
        &kari,
        &[
            "customer",
            "edit",
            "10",
            "credit_limit=50000",
            "--reason",
            "x",
        ],
    ));
    world.done(&with(&ola, &["customer", "edit", "10", "phone=22334455"]));
    world.done(&with(
        &ola,
        &["customer", "edit", "10", "credit_limit=70000"],
    ));
    let refused = world.refused(&with(&ola, &["customer", "approve", "P1"]));
    assert!(refused.contains("credit limit"), "{refused}");
}

#[test]
fn row_18_what_is_kept_on_a_person_is_exported_and_erased_and_the_books_stay_proven() {
    let world = book();
    world.done(&["call", "12", "--note", "ringte om regningen"]);
    world.done(&[
        "customer",
        "edit",
        "12",
        "phone=99887766",
        "--reason",
        "oppga nytt",
    ]);
    let kept = world.json(&["customer", "export", "12"]);
    assert_eq!(kept["kept"]["customer"][1]["phone"], "99887766");
    assert_eq!(kept["kept"]["call"][0]["note"], "ringte om regningen");
    let open = world.refused(&["customer", "erase", "10", "--reason", "bedt om det"]);
    assert!(open.contains("F1"), "{open}");
    // Nothing was ever posted of her: no book needs anything.
    world.done(&["customer", "erase", "12", "--reason", "bedt om det"]);
    let after = world.json(&["customer", "export", "12"]).to_string();
    for gone in [
        "Kari Nes",
        "99887766",
        "kari@x.no",
        "ringte om",
        "oppga nytt",
    ] {
        assert!(!after.contains(gone), "{gone}: {after}");
        let bytes = std::fs::read(world.ledger()).unwrap();
        let found = bytes
            .windows(gone.len())
            .any(|part| part == gone.as_bytes());
        assert!(!found, "{gone} is still in the file");
    }
    world.refused(&["customer", "erase", "12", "--reason", "en gang til"]);
    world.sound();
}

#[test]
fn within_retention_only_what_the_books_do_not_need_goes() {
    let mut world = book();
    world.done(&[
        "receipt",
        "--date",
        "2026-04-01",
        "--amount",
        "500.00",
        "--customer",
        "11",
        "--text",
        "F2",
    ]);
    let label = world.json(&["customer", "show", "11"])["open"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["class"] == "receipt")
        .unwrap()["number"]
        .as_str()
        .unwrap()
        .to_owned();
    world.done(&["apply", &format!("{label}=F2")]);
    world.done(&[
        "customer",
        "edit",
        "11",
        "phone=22334455",
        "street=Gata 1",
        "--reason",
        "ringte",
    ]);
    world.done(&["customer", "erase", "11", "--reason", "bedt om det"]);
    let stays = shown(&world, "11");
    assert_eq!(
        (&stays["name"], &stays["street"]),
        (&json!("Fjord As avd 2"), &json!("Gata 1"))
    );
    assert_eq!(stays["phone"], Value::Null);
    let nothing = world.refused(&["customer", "erase", "11", "--reason", "resten"]);
    assert!(nothing.contains("2031"), "{nothing}");
    // Five years after the year's end (bokføringsloven § 13) the rest may go.
    world.on("2032-01-01");
    world.done(&["customer", "erase", "11", "--reason", "resten"]);
    assert_eq!(shown(&world, "11")["name"], "");
    world.sound();
}

#[test]
fn a_letter_to_a_merged_customer_is_waited_for_and_his_records_are_the_owners() {
    let mut world = World::new();
    world.on("2026-03-25");
    world.take(
        "customers.csv",
        "customer_no,name,kind,org_no,email\n10,Fjord AS,business,923609016,post@fjord.no\n\
         11,Fjord As avd 2,business,,to@fjord.no\n",
    );
    world.take("invoices.csv", INVOICES);
    world.write(
        "settings.toml",
        "[company]\nemail = \"post@example.no\"\n\n[mail]\ncommand = \"exit 67\"\n",
    );
    // The mail takes nothing.
    world.run(&["remind", "--send", "--override", "no bank file yet"]);
    world.done(&["order", "add", "11", "O-1", "1000"]);
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    // The invoice names the old customer's order, though it is the new one's.
    world.take(
        "sold.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency,order_ref\n\
         F3,10,2026-03-20,2026-04-20,10.00,NOK,O-1\n",
    );
    let orders = world.json(&["order", "list"]).to_string();
    assert!(!orders.contains("\"O-1\""), "{orders}");
    world.on("2026-04-15");
    let all = world.json(&["remind"]);
    let his = world.json(&["remind", "--customer", "10"]);
    assert_eq!(all["due"], his["due"]);
    assert_eq!(all["warnings"], his["warnings"]);
    let due = his["due"].to_string();
    assert!(!due.contains("F2") && !due.contains("F1"), "{his}");
    world.sound();
}

#[test]
fn all_that_is_said_of_a_person_is_exported_and_erased() {
    let world = book();
    world.done(&["customer", "note", "12", "zebremark"]);
    world.done(&["check", "add", "12", "--source", "zebbureau"]);
    world.done(&[
        "security",
        "add",
        "12",
        "500",
        "--kind",
        "guarantee",
        "--issuer",
        "zebissuer",
    ]);
    world.done(&["credit-hold", "set", "12", "stop", "--reason", "zebhold"]);
    world.done(&["credit-hold", "release", "12", "--reason", "zebreleased"]);
    // Undone and done again: the words stand at entries that no row names any more.
    world.done(&["undo"]);
    world.done(&["redo"]);
    world.done(&["customer", "new", "--number", "13", "name=Kari N"]);
    world.done(&["customer", "merge", "13", "12", "--reason", "zebmerge"]);
    world.done(&["customer", "part", "13", "--reason", "zebpart"]);
    let said = [
        "zebremark",
        "zebbureau",
        "zebissuer",
        "zebhold",
        "zebreleased",
        "zebmerge",
        "zebpart",
    ];
    let kept = world.json(&["customer", "export", "12"]);
    let kinds: Vec<&str> = kept["kept"]["record"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["kind"].as_str().unwrap())
        .collect();
    assert!(
        ["remark", "check", "security", "hold"]
            .iter()
            .all(|kind| kinds.contains(kind)),
        "{kinds:?}"
    );
    for text in said {
        assert!(kept.to_string().contains(text), "{text}: {kept}");
    }
    let told = world.done(&["customer", "erase", "12", "--reason", "bedt om det"]);
    assert!(told.contains("tags") && told.contains("order"), "{told}");
    let bytes = std::fs::read(world.ledger()).unwrap();
    for gone in said {
        let found = bytes
            .windows(gone.len())
            .any(|part| part == gone.as_bytes());
        assert!(!found, "{gone} is still in the file");
    }
    world.sound();
}

#[test]
fn what_waits_for_a_second_person_waits_for_a_new_customer_too() {
    let world = book();
    let [kari, ola] = world.two(&["limit", "account"]);
    let new = [
        "customer",
        "new",
        "--number",
        "20",
        "name=Ny AS",
        "city=Oslo",
        "account=86011117947",
        "credit_limit=900000",
    ];
    world.done(&with(&kari, &new));
    let made = shown(&world, "20");
    assert_eq!(made["city"], "Oslo");
    assert_eq!(
        (&made["account"], &made["credit_limit"]),
        (&Value::Null, &Value::Null)
    );
    let own = world.refused(&with(&kari, &["customer", "approve", "P1"]));
    assert!(own.contains("kari"), "{own}");
    world.done(&with(&ola, &["customer", "approve", "P1"]));
    assert_eq!(shown(&world, "20")["account"], "86011117947");
    world.sound();
    // He and what was asked of him go together.
    world.done(&with(&ola, &["undo"]));
    world.done(&with(&kari, &["undo"]));
    assert_eq!(
        world.json(&["customer", "proposals"])["proposals"],
        json!([])
    );
    world.refused(&["customer", "show", "20"]);
    world.done(&with(&kari, &["redo"]));
    assert_eq!(
        world.json(&["customer", "proposals"])["proposals"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    world.sound();
}

#[test]
fn undo_reaches_neither_behind_an_erasure_nor_around_the_second_person() {
    let world = book();
    world.done(&["call", "12", "--note", "ringte"]);
    world.done(&["customer", "erase", "12", "--reason", "bedt om det"]);
    let state = world.state();
    let last = world.refused(&["undo"]);
    assert!(last.contains("entry 5"), "{last}");
    let behind = world.refused(&["undo", "4"]);
    assert!(behind.to_lowercase().contains("entry 5"), "{behind}");
    assert_eq!(world.state(), state);
    let [kari, ola] = world.two(&["limit"]);
    let edit = [
        "customer",
        "edit",
        "10",
        "credit_limit=50000",
        "--reason",
        "x",
    ];
    world.done(&with(&kari, &edit));
    world.done(&with(&ola, &["customer", "approve", "P1"]));
    let alone = world.refused(&with(&kari, &["undo", "7"]));
    assert!(alone.contains("kari"), "{alone}");
    world.done(&with(&ola, &["undo", "7"]));
    world.sound();
}

#[test]
fn the_account_of_a_merged_customer_speaks_for_the_owner() {
    let world = book();
    world.done(&["customer", "edit", "11", "account=86011117947"]);
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    world.done(&[
        "receipt",
        "--date",
        "2026-11-20",
        "--amount",
        "1000.00",
        "--account",
        "86011117947",
    ]);
    let told = world.json(&["match"]).to_string();
    assert!(told.contains("paid from this customer's account"), "{told}");
    assert!(!told.contains("\"for\":false"), "{told}");
}

#[test]
fn only_a_lead_brings_a_backup_back() {
    let world = book();
    let (kari, liv) = (world.user("kari", ""), world.user("liv", ""));
    let copy = world.path("copy.reskontra");
    let copy = copy.display().to_string();
    world.done(&["backup", &copy]);
    world.done(&with(&kari, &["user", "set", "kari", "lead"]));
    world.done(&with(&kari, &["user", "set", "liv", "view"]));
    let refused = world.refused(&with(&liv, &["restore", &copy]));
    assert!(refused.contains("liv"), "{refused}");
    world.done(&with(&kari, &["restore", &copy]));
}

#[test]
fn terms_that_no_ledger_can_hold_are_not_taken_in() {
    let world = book();
    let list = world.write(
        "terms.csv",
        "customer_no,name,kind,terms_days\n20,A,business,366\n21,B,business,365\n",
    );
    let ran = world.run(&["import", &list.display().to_string()]);
    assert!(
        ran.err.contains("365") || ran.out.contains("365"),
        "{ran:?}"
    );
    world.refused(&["customer", "show", "20"]);
    world.sound();
}

#[test]
fn what_was_asked_of_a_customer_who_is_merged_since_is_not_done_to_nobody() {
    let world = book();
    let [kari, ola] = world.two(&["limit"]);
    let edit = ["customer", "edit", "11", "credit_limit=5", "--reason", "x"];
    world.done(&with(&kari, &edit));
    world.done(&["customer", "merge", "11", "10", "--reason", "dublett"]);
    let refused = world.refused(&with(&ola, &["customer", "approve", "P1"]));
    assert!(
        refused.contains("11") && refused.contains("10"),
        "{refused}"
    );
    let no = ["customer", "decline", "P1", "--reason", "dublett"];
    world.done(&with(&ola, &no));
    world.sound();
}

#[test]
fn a_number_beyond_all_counting_does_not_end_the_numbers() {
    let world = World::new();
    world.take(
        "customers.csv",
        "customer_no,name\n999999999999999,Nord\n1000000000000001,Berg\n",
    );
    for number in ["1000000000000000", "1000000000000002", "1000000000000003"] {
        world.done(&["customer", "new", "name=X", "--override", "en annen"]);
        assert_eq!(shown(&world, number)["name"], "X");
    }
    world.sound();
}

#[test]
fn who_is_erased_gets_neither_an_edit_nor_a_limit_nor_his_name_back() {
    let world = book();
    world.done(&["customer", "erase", "12", "--reason", "bedt om det"]);
    for args in [
        &["customer", "edit", "12", "city=Oslo"][..],
        &["limit", "12", "500", "--reason", "x"],
        &["credit", "review", "12"],
    ] {
        let refused = world.refused(args);
        assert!(refused.contains("12 is erased"), "{args:?}: {refused}");
    }
    let said = world.rejected("customers.csv", CUSTOMERS);
    assert!(said.contains("12 is erased"), "{said}");
    world.sound();
}

#[test]
fn the_history_of_an_undone_file_ends_where_the_card_stands() {
    let world = book();
    world.done(&["customer", "edit", "10", "risk_class=B"]);
    world.take(
        "class.csv",
        "Orgnr;Hendelse;Dato;Ny rating\n923609016;Endret rating;22.11.2026;C\n\
         923609016;Endret rating;22.11.2026;D\n",
    );
    assert_eq!(shown(&world, "10")["risk_class"], "D");
    world.done(&["undo"]);
    let history = world.json(&["customer", "history", "10"]);
    let last = &history["history"][0]["changes"];
    assert_eq!(
        last,
        &json!([{ "field": "risk_class", "old": "D", "new": "B" }])
    );
    assert_eq!(shown(&world, "10")["risk_class"], "B");
}
