//! What scripts rely on: the shape of the answers, where they go, and the exit codes.

use serde_json::json;

use crate::support::{World, keys, ran};

#[test]
fn a_new_ledger_says_where_it_is() {
    let world = World::bare();
    let made = world.json(&["init", "--company", "X", "--country", "se"]);
    assert_eq!(keys(&made), ["ledger"]);
    assert!(
        made["ledger"]
            .as_str()
            .unwrap()
            .ends_with("ledger.reskontra")
    );
    assert!(world.ledger().exists());
    world.sound();
}

#[test]
fn a_ledger_is_never_made_over_another() {
    let world = World::with_book();
    let said = world.refused(&["init", "--company", "Y", "--country", "no"]);
    assert!(said.contains("is there already"), "{said}");
}

#[test]
fn what_a_new_ledger_needs_is_named() {
    let world = World::bare();
    for (args, named) in [
        (vec!["init", "--country", "no"], "--company"),
        (vec!["init", "--company", "X"], "--country"),
        (
            vec!["init", "--company", " ", "--country", "no"],
            "--company",
        ),
        (
            vec!["init", "--company", "X", "--country", "norge"],
            "NORGE",
        ),
        (
            vec![
                "init",
                "--company",
                "X",
                "--country",
                "no",
                "--currency",
                "KRONER",
            ],
            "KRONER",
        ),
    ] {
        let said = world.misused(&args);
        assert!(said.contains(named), "{args:?}: {said}");
    }
    assert!(!world.ledger().exists());
}

#[test]
fn the_currency_follows_the_country() {
    for (country, currency) in [("no", "NOK"), ("se", "SEK"), ("DK", "DKK"), ("fi", "EUR")] {
        let world = World::bare();
        world.done(&["init", "--company", "X", "--country", country]);
        world.take("c.csv", "customer_no,name\n1,A\n");
        let list = world.json(&["customer", "list"]);
        assert_eq!(list["customers"][0]["currency"], currency);
    }
}

#[test]
fn an_import_answers_for_every_file() {
    let world = World::new();
    world.write("customers.csv", crate::support::CUSTOMERS);
    world.write("invoices.csv", crate::support::INVOICES);
    let report = world.json(&["import", "customers.csv", "invoices.csv"]);
    let file = |path: &str, format: &str, new: u64| {
        json!({
            "path": path, "format": format, "new": new, "changed": 0, "known": 0, "maybe_known": 0,
            "covered": 0, "taken_back": 0, "rejected": 0, "other": [], "warnings": [], "errors": [],
        })
    };
    assert_eq!(
        report,
        json!({ "files": [file("customers.csv", "customers", 3), file("invoices.csv", "invoices", 5)] })
    );
    world.sound();
}

#[test]
fn matching_answers_with_what_was_posted_proposed_and_left() {
    let world = World::with_book();
    world.take(
        "payments.csv",
        "payment_id,booking_date,amount,currency,kid,text,bank_ref\n\
         p1,2026-11-20,1000.00,NOK,0000018,,b1\n\
         p2,2026-11-20,77.00,NOK,,no idea,\n",
    );
    let plan = world.json(&["match"]);
    assert_eq!(plan["posted"], json!([]));
    assert_eq!(plan["proposed"].as_array().unwrap().len(), 1);

    let done = world.json(&["match", "--auto"]);
    let posted = &done["posted"][0];
    assert_eq!(posted["class"], "A");
    assert_eq!(posted["customer_no"], "100");
    assert_eq!(
        posted["allocations"],
        json!([{ "invoice": "1001", "amount": "1000.00" }])
    );
    assert_eq!(posted["unapplied"], "0.00");
    assert!(!posted["evidence"].as_array().unwrap().is_empty());
    let receipt = &posted["receipt"];
    assert_eq!(
        keys(receipt),
        ["amount", "bank_ref", "currency", "date", "id", "payment_id"]
    );
    assert_eq!(
        (
            &receipt["payment_id"],
            &receipt["bank_ref"],
            &receipt["date"],
            &receipt["amount"]
        ),
        (
            &json!("p1"),
            &json!("b1"),
            &json!("2026-11-20"),
            &json!("1000.00")
        )
    );
    let left = &done["unidentified"][0];
    assert_eq!(left["receipt"]["payment_id"], "p2");
    assert_eq!(left["receipt"]["bank_ref"], json!(null));
    world.sound();
}

#[test]
fn the_aging_has_its_buckets_totals_and_proof() {
    let world = World::with_book();
    world.receipt("10", &[]);
    let aging = world.json(&["aging"]);
    assert_eq!(aging["as_of"], "2026-11-22");
    assert_eq!(
        aging["buckets"],
        json!(["not due", "1-30", "31-60", "61-90", "91+"])
    );
    assert_eq!(
        aging["customers"][0],
        json!({
            "customer_no": "100", "name": "Alpha AS", "currency": "NOK",
            "buckets": ["0.00", "500.00", "1500.00", "0.00", "0.00"],
            "disputed": "0.00", "credits": "0.00", "unapplied": "0.00", "total": "2000.00",
        })
    );
    assert_eq!(
        world.row("300", "JPY")["buckets"],
        json!(["0", "10000", "0", "0", "0"])
    );
    assert_eq!(
        aging["unidentified"],
        json!([{ "currency": "NOK", "amount": "-10.00" }])
    );
    assert_eq!(aging["totals"].as_array().unwrap().len(), 3);
    let proof = json!({ "currency": "NOK", "ledger": "2240.50", "difference": "0.00" });
    assert_eq!(aging["proof"], proof);
    assert!(aging["proofs"].as_array().unwrap().contains(&proof));
    for proof in aging["proofs"].as_array().unwrap() {
        assert!(["0", "0.00"].contains(&proof["difference"].as_str().unwrap()));
    }
}

#[test]
fn the_aging_of_a_day_before_the_book_is_empty() {
    let world = World::with_book();
    let aging = world.json(&["aging", "--as-of", "2026-09-01"]);
    assert_eq!(aging["customers"], json!([]));
    let aging = world.json(&["aging", "--as-of", "15.10.2026"]);
    assert_eq!(aging["as_of"], "2026-10-15");
    assert_eq!(aging["customers"][0]["buckets"][0], "2000.00");
}

#[test]
fn buckets_and_their_count_of_days_can_be_chosen() {
    let world = World::with_book();
    let aging = world.json(&["aging", "--edges", "7,14"]);
    assert_eq!(aging["buckets"], json!(["not due", "1-7", "8-14", "15+"]));
    assert_eq!(
        aging["customers"][0]["buckets"],
        json!(["0.00", "500.00", "0.00", "1500.00"])
    );
    let issue = world.json(&["aging", "--by", "issue", "--customer", "200"]);
    assert_eq!(issue["customers"].as_array().unwrap().len(), 1);
    assert_eq!(issue["customers"][0]["buckets"][1], "250.50");
    for edges in ["30,20", "0,5", "", "x", "30,30", "99999999"] {
        let said = world.misused(&["aging", "--edges", edges]);
        assert!(said.contains("bucket edges"), "{said}");
    }
    assert!(
        world
            .refused(&["aging", "--customer", "9"])
            .contains("no customer 9")
    );
}

/// Every change is answered alike.
#[test]
fn every_change_answers_with_its_entry_run_and_deeds() {
    let world = World::with_book();
    let mut last = 3;
    let mut changed = |args: &[&str]| {
        let did = world.json(args);
        assert_eq!(keys(&did), ["did", "entry", "run"], "{args:?}");
        last += 1;
        assert_eq!(did["entry"], last, "{args:?}");
        assert!(did["run"].as_str().unwrap().starts_with('r'), "{args:?}");
        let deeds = did["did"].as_array().unwrap();
        assert!(!deeds.is_empty(), "{args:?}");
        for deed in deeds {
            let deed = deed.as_str().unwrap();
            assert!(!deed.ends_with(' ') && !deed.contains("event."), "{deed}");
        }
    };
    let receipt = ["receipt", "--date", "2026-11-20", "--amount"];
    changed(&[&receipt[..], &["600", "--text", "hei"]].concat());
    changed(&["setaside", "R7", "--reason", "ask"]);
    changed(&["takeup", "R7"]);
    changed(&["identify", "R7", "100"]);
    changed(&["apply", "R7=1002:550.50", "--date", "2026-11-21"]);
    changed(&[&receipt[..], &["10", "--customer", "200"]].concat());
    changed(&["accept", "R8=1003"]);
    changed(&["dispute", "1001", "--reason", "broken", "--amount", "10"]);
    changed(&["dispute", "--close", "1001", "--outcome", "agreed"]);
    changed(&["promise", "1001", "--date", "2026-12-01"]);
    changed(&["lock", "2026-10-31"]);
    changed(&["undo"]);
    changed(&["redo"]);
    changed(&["undo", "10"]);
    world.sound();
}

#[test]
fn what_is_unapplied_is_listed_with_its_age() {
    let world = World::with_book();
    world.receipt("12000", &["--currency", "JPY", "--customer", "300"]);
    let listed = world.json(&["unapplied"]);
    let line = &listed["unapplied"][0];
    assert_eq!(
        keys(line),
        [
            "customer_no",
            "days",
            "guesses",
            "left",
            "name",
            "payer",
            "receipt",
            "refund"
        ]
    );
    assert_eq!(
        (&line["left"], &line["days"], &line["customer_no"]),
        (&json!("12000"), &json!(2), &json!("300"))
    );
    assert_eq!(
        World::new().json(&["unapplied"]),
        json!({ "unapplied": [], "unidentified": [], "refunds": [] })
    );
}

#[test]
fn the_log_tells_who_did_what_newest_first() {
    let world = World::with_book();
    world.done(&["lock", "2026-10-31"]);
    world.done(&["undo"]);
    world.done(&["redo"]);
    let log = world.json(&["log"]);
    let entries = log["entries"].as_array().unwrap();
    let commands: Vec<&str> = entries
        .iter()
        .map(|entry| entry["command"].as_str().unwrap())
        .collect();
    assert_eq!(
        commands,
        ["redo", "undo", "lock", "import", "import", "open-ledger"]
    );
    assert_eq!(
        keys(&entries[0]),
        [
            "actor",
            "at",
            "command",
            "did",
            "entry",
            "face",
            "reason",
            "run",
            "undoes",
            "undone_by"
        ]
    );
    assert_eq!(entries[0]["actor"], "kari");
    assert_eq!(entries[1]["undone_by"], entries[0]["entry"]);
    assert_eq!(entries[1]["undoes"], entries[2]["entry"]);
    assert_eq!(entries[2]["undone_by"], json!(null));
    let two = world.json(&["log", "--limit", "2", "--before", "3"]);
    assert_eq!(two["entries"].as_array().unwrap().len(), 2);
    assert_eq!(two["entries"][0]["entry"], 2);
    let table = world.done(&["log"]);
    assert!(
        !table.contains("command."),
        "a sentence is missing:\n{table}"
    );
}

#[test]
fn customers_are_listed_and_shown() {
    let world = World::with_book();
    let list = world.json(&["customer", "list", "alpha"]);
    assert_eq!(
        list["customers"],
        json!([{
            "customer_no": "100", "name": "Alpha AS", "org_no": "999888771", "city": null,
            "currency": "NOK", "open": "2000.00", "overdue": "2000.00", "days_late": 38,
            "risk_class": null, "hold": null, "faulty": true, "stale_since": null,
        }])
    );
    let card = world.json(&["customer", "show", "100"]);
    assert_eq!(card["name"], "Alpha AS");
    assert_eq!(card["kind"], "business");
    assert_eq!(card["country"], "NO");
    assert_eq!(card["open"].as_array().unwrap().len(), 3);
    assert_eq!(card["open"][0]["number"], "1001");
    assert_eq!(card["settled"], json!([]));
    assert!(
        world
            .refused(&["customer", "show", "x"])
            .contains("no customer x")
    );
    assert!(world.misused(&["customer", "list", "late:x"]).contains('x'));
    assert!(
        world
            .done(&["customer", "show", "100"])
            .contains("Alpha AS")
    );
}

#[test]
fn the_doctor_names_the_files_that_it_looked_at() {
    let world = World::new();
    let found = world.json(&["doctor"]);
    assert_eq!(keys(&found), ["faults", "ledger", "settings"]);
    assert_eq!(found["ledger"], world.ledger().display().to_string());
    assert_eq!(
        found["settings"],
        world.path("settings.toml").display().to_string()
    );
}

#[test]
fn a_fault_in_the_ledger_is_a_finding() {
    let world = World::with_book();
    let connection = rusqlite::Connection::open(world.ledger()).unwrap();
    connection
        .execute(
            "UPDATE item SET open_minor = open_minor - 100 WHERE id = 1",
            [],
        )
        .unwrap();
    drop(connection);
    let ran = world.run(&["doctor", "--format", "json"]);
    assert_eq!(ran.code, 3);
    let faults = ran.json()["faults"].clone();
    assert!(!faults.as_array().unwrap().is_empty());
    assert!(faults[0]["message"].as_str().unwrap().ends_with('.'));
    assert_eq!(world.run(&["doctor"]).code, 3);
}

#[test]
fn keys_and_completions_need_no_ledger() {
    let world = World::bare();
    let keys = world.json(&["keys"]);
    let first = &keys["keys"][0];
    assert_eq!(
        crate::support::keys(first),
        ["action", "help", "keys", "what"]
    );
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(world.done(&["completions", shell]).contains("reskontra"));
    }
    world.misused(&["completions", "tcsh"]);
    assert!(!world.ledger().exists());
}

#[test]
fn global_options_stand_before_or_after_the_subcommand() {
    let world = World::with_book();
    let before = world.run(&["--format", "json", "--as-of", "2026-10-20", "aging"]);
    let after = world.run(&["aging", "--as-of", "2026-10-20", "--format", "json"]);
    assert_eq!(before.out, after.out);
    assert_eq!(before.json()["as_of"], "2026-10-20");
    let other = world.path("other.reskontra");
    let other = other.to_str().unwrap();
    world.done(&[
        "init",
        "--ledger",
        other,
        "--company",
        "Z",
        "--country",
        "no",
    ]);
    assert_eq!(
        world.json(&["--ledger", other, "log"])["entries"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        world.json(&["log", "--ledger", other])["entries"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let settings = world.write("mine.toml", "actor = \"ola\"\n");
    let settings = settings.to_str().unwrap();
    world.done(&["--config", settings, "lock", "2026-10-01"]);
    world.done(&["lock", "2026-10-02", "--config", settings]);
    assert_eq!(world.json(&["log"])["entries"][0]["actor"], "ola");
    assert_eq!(world.json(&["log"])["entries"][1]["actor"], "ola");
}

#[test]
fn the_day_comes_from_the_option_or_the_environment() {
    let world = World::with_book();
    let mut command = world.command();
    command
        .env("RESKONTRA_TODAY", "2026-10-20")
        .args(["aging", "--format", "json"]);
    assert_eq!(ran(command).json()["as_of"], "2026-10-20");
    for wrong in ["yesterday", "2026-02-30", "22/11/2026x", ""] {
        let mut command = world.command();
        command.args(["--today", wrong, "aging"]);
        assert_eq!(ran(command).code, 2, "{wrong}");
    }
}

#[test]
fn wrong_usage_is_exit_code_two_and_says_so_on_stderr() {
    let world = World::with_book();
    for args in [
        &["frobnicate"][..],
        &["import"],
        &["aging", "--format", "xml"],
        &["aging", "--as-of", "foo"],
        &["receipt", "--amount", "5"],
        &["receipt", "--date", "2026-11-20", "--amount", "five"],
        &["receipt", "--date", "20 Nov", "--amount", "5"],
        &[
            "receipt",
            "--date",
            "2026-11-20",
            "--amount",
            "5",
            "--currency",
            "kroner",
        ],
        &["dispute"],
        &["dispute", "1001"],
        &["dispute", "--close", "1001", "--reason", "x"],
        &["promise", "1001"],
        &["undo", "x"],
        &["undo", "r"],
        &["log", "--limit", "-1"],
        &["lock", "soon"],
        &[],
    ] {
        let said = world.misused(args);
        assert!(!said.is_empty(), "{args:?}");
    }
    world.sound();
}

#[test]
fn wrong_settings_are_exit_code_two_with_file_and_line() {
    let world = World::with_book();
    world.write("bad.toml", "actor = \"x\"\nlocale = 5\n");
    let said = world.misused(&["aging", "--config", "bad.toml"]);
    assert!(said.contains("bad.toml:2"), "{said}");
    let said = world.misused(&["aging", "--config", "none.toml"]);
    assert!(said.contains("none.toml"), "{said}");
    world.write("unknown.toml", "no_such_key = 1\n");
    let said = world.misused(&["aging", "--config", "unknown.toml"]);
    assert!(said.contains("no_such_key"), "{said}");
}

#[test]
fn help_and_version_go_to_stdout() {
    let world = World::bare();
    assert!(world.done(&["--help"]).contains("import"));
    assert!(world.done(&["import", "--help"]).contains("--keep-going"));
    assert!(
        world
            .done(&["--version"])
            .contains(env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn csv_cells_are_never_taken_for_formulas() {
    let world = World::new();
    world.take(
        "c.csv",
        "customer_no,name,city\n1,\"=HYPERLINK(\"\"x\"\")\",@home\n2,-5+1,\"a, \"\"b\"\"\"\n",
    );
    let csv = world.done(&["customer", "list", "--format", "csv"]);
    let mut lines = csv.lines();
    assert_eq!(
        lines.next().unwrap(),
        "customer_no,name,org_no,city,open,overdue,days_late,risk_class,hold,data"
    );
    assert_eq!(
        lines.next().unwrap(),
        "1,\"'=HYPERLINK(\"\"x\"\")\",,'@home,0.00,0.00,0,,,faulty"
    );
    assert_eq!(
        lines.next().unwrap(),
        "2,'-5+1,,\"a, \"\"b\"\"\",0.00,0.00,0,,,faulty"
    );
}

#[test]
fn csv_has_plain_amounts_and_iso_dates() {
    let world = World::with_book();
    world.receipt("1234.5", &["--customer", "100"]);
    let csv = world.done(&["aging", "--format", "csv"]);
    assert!(
        csv.contains("100,Alpha AS,NOK,0.00,500.00,1500.00,0.00,0.00,0.00,0.00,-1234.50,765.50")
    );
    assert!(csv.contains("300,Gamma Oy,JPY,0,10000,0,0,0,0,0,0,10000"));
    let csv = world.done(&["customer", "show", "100", "--format", "csv"]);
    assert!(
        csv.contains("1001,invoice,2026-10-01,2026-10-15,38,1000.00,1000.00,0.00,NOK"),
        "{csv}"
    );
    for list in [&["log"][..], &["match"], &["unapplied"], &["keys"]] {
        let csv = world.done(&[list, &["--format", "csv"]].concat());
        assert!(csv.lines().next().unwrap().contains(','), "{list:?}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let world = World::with_book();
    let mut command = world.command();
    command
        .args(["completions", "bash"])
        .stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}
