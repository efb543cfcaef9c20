//! `statement`: to read, to keep, for scripts, and into the outbox.

use serde_json::{Value, json};

use crate::support::World;

/// A customer with an invoice of the summer, one of the autumn, one in euro, and 1 100 kroner paid of which 400 settled
/// the first.
fn world() -> World {
    let world = World::new();
    world.take(
        "customers.csv",
        "customer_no,name,kind,email,street,postcode,city,language\n\
         1,Alfa AS,business,a@example.no,Gata 1,0150,Oslo,nb\n2,Beta,consumer,,,,,sv\n",
    );
    world.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency,type,credits_invoice\n\
         1001,1,2026-08-01,2026-08-15,1000.00,NOK,,\n1002,1,2026-09-01,2026-10-01,500.50,NOK,,\n\
         1003,1,2026-10-01,2026-10-15,99.99,EUR,,\n=2+5,1,2026-11-01,2026-12-15,10.00,NOK,,\n\
         C1,1,2026-11-02,2026-11-02,100.00,NOK,credit_note,1002\n",
    );
    let receipt = world.receipt("1100", &["--customer", "1"]);
    world.done(&["apply", &format!("{receipt}=1001:400")]);
    world
}

fn in_kroner(statement: &Value) -> Value {
    let all = statement["statements"].as_array().unwrap();
    let found = all.iter().find(|of| of["currency"] == "NOK");
    found.unwrap().clone()
}

#[test]
fn what_is_open_is_listed_currency_by_currency_and_closes_as_the_aging_does() {
    let world = world();
    let open = world.json(&["statement", "1"]);
    assert_eq!(open["purpose"], "open");
    for of in open["statements"].as_array().unwrap() {
        let row = world.row("1", of["currency"].as_str().unwrap());
        assert_eq!(of["closing"], row["total"]);
    }
    let kroner = in_kroner(&open);
    let told: Vec<_> = kroner["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["kind"].clone(), entry["amount"].clone()))
        .collect();
    assert_eq!(
        told,
        [
            (json!("invoice"), json!("600.00")),
            (json!("invoice"), json!("400.50")),
            (json!("payment"), json!("-700.00")),
            (json!("invoice"), json!("10.00")),
        ]
    );
    assert_eq!(kroner["closing"], "310.50");
    assert_eq!(kroner["overdue"], "310.50");
}

#[test]
fn an_earlier_day_is_as_it_was_then() {
    let world = world();
    let then = world.json(&["statement", "1", "--as-of", "2026-09-30"]);
    let kroner = in_kroner(&then);
    assert_eq!(kroner["closing"], "1500.50");
    assert_eq!(kroner["overdue"], "1000.00");
    assert_eq!(then["statements"].as_array().unwrap().len(), 1);
}

#[test]
fn what_happened_has_a_running_balance_from_where_it_began() {
    let world = world();
    let kroner = in_kroner(&world.json(&["statement", "1", "--from", "2026-11-01"]));
    assert_eq!(kroner["opening"], "1500.50");
    let balances: Vec<&str> = kroner["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["balance"].as_str().unwrap())
        .collect();
    assert_eq!(balances, ["1510.50", "1410.50", "310.50"]);
    assert_eq!(kroner["closing"], "310.50");
    let said = world.refused(&["statement", "1", "--from", "2026-12-01"]);
    assert!(said.contains("1 Dec 2026"), "{said}");
}

#[test]
fn a_disputed_part_stands_apart_and_is_not_past_due() {
    let world = world();
    let dispute = ["dispute", "1001", "--amount", "550", "--reason", "too much"];
    world.done(&dispute);
    let kroner = in_kroner(&world.json(&["statement", "1"]));
    assert_eq!(kroner["entries"][0]["disputed"], "550.00");
    assert_eq!(kroner["overdue"], "310.50");
    world.done(&["dispute", "1002", "--reason", "never came"]);
    let kroner = in_kroner(&world.json(&["statement", "1"]));
    assert_eq!(kroner["overdue"], "50.00");
    assert_eq!(kroner["closing"], "310.50");
}

#[test]
fn a_spreadsheet_gets_no_formula() {
    let world = world();
    for args in [
        &["statement", "1", "--format", "csv"][..],
        &["statement", "1", "--activity", "--format", "csv"],
    ] {
        let csv = world.done(args);
        assert!(csv.contains("\ninvoice,'=2+5,2026-11-01,"), "{csv}");
        assert!(csv.contains("-1100.00") || csv.contains("-700.00"), "{csv}");
    }
}

#[test]
fn the_customer_reads_it_in_his_own_language() {
    let world = world();
    let text = world.done(&["statement", "1", "--currency", "NOK", "--format", "text"]);
    assert!(
        text.contains("Kontoutskrift") && text.contains("−700,00"),
        "{text}"
    );
    let swedish = world.done(&["statement", "2", "--confirmation", "--format", "text"]);
    assert!(swedish.contains("Saldo"), "{swedish}");
    assert!(swedish.contains("0,00"), "{swedish}");
}

#[test]
fn a_file_is_written_whole_and_over_no_other() {
    let world = world();
    let to_file = |form: &'static str, name: &'static str| {
        let args = [
            "statement",
            "1",
            "--currency",
            "NOK",
            "--format",
            form,
            "--out",
            name,
        ];
        world.run(&args)
    };
    for (form, name, begins) in [
        ("pdf", "a.pdf", &b"%PDF-"[..]),
        ("csv", "a.csv", b"kind,number,"),
        ("json", "a.json", b"{"),
        ("text", "a.txt", "Ås Bygg AS".as_bytes()),
    ] {
        let ran = to_file(form, name);
        assert_eq!(ran.code, 0, "{ran:?}");
        let bytes = std::fs::read(world.path(name)).unwrap();
        assert!(bytes.starts_with(begins), "{name}");
        let again = to_file(form, name);
        assert_eq!(again.code, 1, "{again:?}");
        assert!(again.err.contains(name), "{again:?}");
        assert_eq!(std::fs::read(world.path(name)).unwrap(), bytes);
    }
    let left: Vec<_> = std::fs::read_dir(world.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".part"))
        .collect();
    assert_eq!(left, [""; 0]);
    // Two currencies are one file, and nothing is written where no account for one of them is known.
    let both = ["statement", "1", "--format", "pdf", "--out", "both.pdf"];
    world.done(&both);
    let other = World::bare();
    other.done(&["init", "--company", "Firma", "--country", "no"]);
    other.take("customers.csv", "customer_no,name\n1,Alfa\n");
    other.take(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n1,1,2026-10-01,2026-10-15,1.00,NOK\n",
    );
    let said = other.refused(&both);
    assert!(said.contains("NOK"), "{said}");
    assert!(!other.path("both.pdf").exists());
}

#[test]
fn sending_puts_it_into_the_outbox_once_for_each_currency_and_can_be_taken_back() {
    let world = world();
    let settings =
        "[company]\naccounts = [{ account = \"NO93 8601 1117 947\", currency = \"EUR\" }]\n";
    world.write("settings.toml", settings);
    let before = world.state();
    world.done(&["statement", "1", "--send", "--dry-run"]);
    assert_eq!(world.state(), before);
    let did = world.json(&["statement", "1", "--send"])["did"].clone();
    let did: Vec<&str> = did
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(did.len(), 2, "{did:?}");
    assert!(did.iter().all(|line| line.contains("e-mail")), "{did:?}");
    world.sound();
    let run = world.json(&["log", "--limit", "1"])["entries"][0]["run"].clone();
    world.done(&["undo", run.as_str().unwrap()]);
    // Where nothing reaches him that is said.
    let said = world.refused(&["statement", "2", "--send"]);
    assert!(said.contains("no address"), "{said}");
    let said = world.refused(&["statement", "2", "--send", "--channel", "email"]);
    assert!(said.contains('2'), "{said}");
}

#[test]
fn wrong_use_is_told() {
    let world = world();
    assert!(world.refused(&["statement", "404"]).contains("404"));
    world.misused(&["statement", "1", "--format", "xml"]);
    world.misused(&["statement", "1", "--activity", "--confirmation"]);
    world.misused(&["statement", "1", "--currency", "kroner"]);
    world.misused(&["statement", "1", "--channel", "post"]);
}
