//! What a bookkeeper does and takes back again, in right and in wrong orders.

use serde_json::{Value, json};

use crate::support::World;

#[test]
fn a_part_settles_a_part_and_the_rest_stays_unapplied() {
    let world = World::with_book();
    let receipt = world.receipt("900", &[]);
    world.done(&["accept", &format!("{receipt}=1001:400.50")]);
    assert_eq!(world.open("100", "1001"), ["599.50"]);
    assert_eq!(world.row("100", "NOK")["unapplied"], "-499.50");
    world.done(&["apply", &format!("{receipt}=1002")]);
    assert_eq!(world.open("100", "1002"), ["0.50", "500.00"]);
    world.sound();
}

#[test]
fn instalments_are_settled_the_earliest_due_first() {
    let world = World::with_book();
    let receipt = world.receipt("700", &[]);
    world.done(&["accept", &format!("{receipt}=1002")]);
    assert_eq!(world.open("100", "1002"), ["300.00"]);
    world.done(&["undo"]);
    world.done(&["accept", &format!("{receipt}=1002:600,1001:100")]);
    assert_eq!(world.open("100", "1002"), ["400.00"]);
    assert_eq!(world.open("100", "1001"), ["900.00"]);
    world.sound();
}

#[test]
fn a_receipt_is_named_by_number_payment_id_or_bank_reference() {
    let world = World::with_book();
    world.take(
        "p.csv",
        "payment_id,booking_date,amount,currency,bank_ref\np1,2026-11-20,5,NOK,b1\np2,2026-11-20,5,NOK,b2\np3,2026-11-20,5,NOK,b2\n",
    );
    world.done(&["accept", "p1=1001"]);
    world.done(&["accept", "p2=1001"]);
    assert!(
        world
            .refused(&["accept", "b2=1001"])
            .contains("More than one")
    );
    world.done(&["accept", "R9=1001"]);
    assert_eq!(world.open("100", "1001"), ["985.00"]);
    world.sound();
}

#[test]
fn more_than_there_is_is_refused() {
    let world = World::with_book();
    let receipt = world.receipt("900", &[]);
    let split = |parts: &str| format!("{receipt}={parts}");
    for (parts, word) in [
        ("1001:900.01", "more than"),
        ("1001:500,1002:500", "more than"),
        ("1003:250.51", "more than"),
        ("1002:1000.01", "more than"),
        ("1001:0", "above zero"),
        ("1001:-5", "above zero"),
        ("1001:1.005", "decimals"),
        ("1001,1001", "named twice"),
        ("1001:1,1001:1", "named twice"),
        ("1004", "JPY"),
        ("9999", "no invoice 9999"),
        ("", "no part"),
        (",", "no part"),
        ("1001:x", "no part"),
        ("1001:1_0", "no part"),
    ] {
        let said = world.refused(&["accept", &split(parts)]);
        assert!(said.contains(word), "{parts}: {said}");
    }
    for split in ["=1001", "99=1001", "1001", ""] {
        world.refused(&["accept", split]);
    }
    world.sound();
}

#[test]
fn money_that_is_someones_settles_nobody_elses_invoice() {
    let world = World::with_book();
    let receipt = world.receipt("250.50", &[]);
    world.done(&["identify", &receipt, "100"]);
    assert!(
        world
            .refused(&["identify", &receipt, "200"])
            .contains("customer 100's already")
    );
    assert!(
        world
            .refused(&["accept", &format!("{receipt}=1003")])
            .contains("customer 100's")
    );
    assert!(
        world
            .refused(&["apply", &format!("{receipt}=1003")])
            .contains("1003")
    );
    world.refused(&["setaside", &receipt, "--reason", "x"]);
    world.done(&["accept", &format!("{receipt}=1001")]);
    assert!(
        world
            .refused(&["apply", &format!("{receipt}=1001")])
            .contains("Nothing is left")
    );
    world.sound();
}

#[test]
fn money_of_nobody_is_not_applied() {
    let world = World::with_book();
    let receipt = world.receipt("5", &[]);
    assert!(
        world
            .refused(&["apply", &format!("{receipt}=1001")])
            .contains("no customer yet")
    );
    assert!(
        world
            .refused(&["identify", &receipt, "9"])
            .contains("no customer 9")
    );
    assert!(
        world
            .refused(&["identify", "99", "100"])
            .contains("no receipt 99")
    );
    // An item of an invoice is no receipt, though it has a number too.
    world.refused(&["identify", "R1", "100"]);
    world.refused(&["accept", "R1=1002"]);
}

#[test]
fn odd_amounts_and_days_are_refused() {
    let world = World::with_book();
    for (args, word) in [
        (["2026-11-20", "0", "NOK"], "above zero"),
        (["2026-11-20", "-5", "NOK"], "above zero"),
        (["2026-11-20", "1.5", "JPY"], "decimals"),
        (
            ["2026-11-20", "9999999999999999", "NOK"],
            "more than one line",
        ),
        (["1899-12-31", "5", "NOK"], "cannot be right"),
        (["2200-01-01", "5", "NOK"], "cannot be right"),
    ] {
        let [date, amount, currency] = args;
        let said = world.refused(&[
            "receipt",
            "--date",
            date,
            "--amount",
            amount,
            "--currency",
            currency,
        ]);
        assert!(said.contains(word), "{args:?}: {said}");
    }
    world.done(&[
        "receipt",
        "--date",
        "29.02.2024",
        "--amount",
        "1\u{a0}234,50",
    ]);
    world.misused(&["receipt", "--date", "29.02.2026", "--amount", "5"]);
    world.sound();
}

#[test]
fn a_reference_of_25_digits_keeps_every_one_of_them() {
    let world = World::new();
    world.take("c.csv", "customer_no,name\n1,A\n");
    let kid = "0000000000000000000000018";
    world.take(
        "i.csv",
        format!("invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n1,1,2026-10-01,2026-10-31,5,NOK,{kid}\n2,1,2026-10-01,2026-10-31,5,NOK,18\n"),
    );
    world.receipt("5", &["--reference", kid]);
    let done = world.json(&["match", "--auto"]);
    assert_eq!(done["unidentified"], json!([]));
    assert_eq!(world.open("1", "1"), Vec::<String>::new());
    assert_eq!(world.open("1", "2"), ["5.00"]);
    world.sound();
}

#[test]
fn an_account_of_two_customers_names_neither() {
    let world = World::with_book();
    world.receipt("250.50", &["--account", "12345678903"]);
    let done = world.json(&["match", "--auto"]);
    assert_eq!(done["posted"], json!([]));
    world.sound();
}

#[test]
fn what_is_set_aside_waits_until_it_is_taken_up() {
    let world = World::with_book();
    let receipt = world.receipt("1000", &["--reference", "0000018"]);
    assert!(
        world
            .refused(&["setaside", &receipt, "--reason", " "])
            .contains("reason")
    );
    assert!(
        world
            .refused(&["takeup", &receipt])
            .contains("not set aside")
    );
    world.done(&["setaside", &receipt, "--reason", "ask the bank"]);
    assert!(
        world
            .refused(&["setaside", &receipt, "--reason", "x"])
            .contains("set aside already")
    );
    assert_eq!(world.json(&["match", "--auto"])["posted"], json!([]));
    world.done(&["takeup", &receipt]);
    assert_eq!(
        world.json(&["match", "--auto"])["posted"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    world.done(&["undo"]);
    world.done(&["undo"]);
    assert_eq!(world.json(&["match", "--auto"])["posted"], json!([]));
    world.sound();
}

#[test]
fn a_dispute_of_a_part_stands_apart_until_it_is_closed() {
    let world = World::with_book();
    world.done(&[
        "dispute",
        "1002",
        "--reason",
        "broken",
        "--amount",
        "600",
        "--until",
        "2026-12-01",
    ]);
    let row = world.row("100", "NOK");
    assert_eq!(
        (&row["disputed"], &row["total"]),
        (&json!("600.00"), &json!("2000.00"))
    );
    assert_eq!(
        row["buckets"],
        json!(["0.00", "400.00", "1000.00", "0.00", "0.00"])
    );
    assert!(
        world
            .refused(&["dispute", "1002", "--reason", "x"])
            .contains("disputed already")
    );
    for (args, word) in [
        (&["dispute", "9", "--reason", "x"][..], "no invoice 9"),
        (&["dispute", "1001", "--reason", " "], "reason"),
        (
            &["dispute", "1001", "--reason", "x", "--amount", "1000.01"],
            "more than",
        ),
        (
            &["dispute", "1001", "--reason", "x", "--amount", "0"],
            "above zero",
        ),
        (
            &["dispute", "1001", "--reason", "x", "--until", "2026-11-21"],
            "past",
        ),
        (
            &["dispute", "--close", "1001", "--outcome", "x"],
            "not disputed",
        ),
        (&["dispute", "--close", "1002"], "reason"),
    ] {
        let said = world.refused(args);
        assert!(said.contains(word), "{args:?}: {said}");
    }
    world.done(&["dispute", "--close", "1002", "--outcome", "we were right"]);
    assert_eq!(world.row("100", "NOK")["disputed"], "0.00");
    assert_eq!(
        world.json(&["aging", "--as-of", "2026-11-21"])["customers"][0]["disputed"],
        "0.00"
    );
    world.done(&["undo"]);
    assert_eq!(world.row("100", "NOK")["disputed"], "600.00");
    world.sound();
}

#[test]
fn a_disputed_invoice_is_not_settled_without_a_person() {
    let world = World::with_book();
    world.done(&["dispute", "1001", "--reason", "broken"]);
    world.receipt("1000", &["--reference", "0000018"]);
    let done = world.json(&["match", "--auto"]);
    assert_eq!(done["posted"], json!([]));
    assert_eq!(done["proposed"][0]["class"], "C");
}

#[test]
fn a_promise_is_for_a_day_to_come() {
    let world = World::with_book();
    assert!(
        world
            .refused(&["promise", "1001", "--date", "2026-11-21"])
            .contains("past")
    );
    assert!(
        world
            .refused(&["promise", "1001", "--date", "9999-12-31"])
            .contains("cannot be right")
    );
    assert!(
        world
            .refused(&[
                "promise",
                "1001",
                "--date",
                "2026-12-01",
                "--amount",
                "1001"
            ])
            .contains("more than")
    );
    world.done(&["promise", "1001", "--date", "2026-11-22", "--amount", "10"]);
    let receipt = world.receipt("1000", &[]);
    world.done(&["accept", &format!("{receipt}=1001")]);
    assert!(
        world
            .refused(&["promise", "1001", "--date", "2026-12-01"])
            .contains("settled")
    );
    world.sound();
}

#[test]
fn a_locked_period_stays_as_it_was() {
    let world = World::with_book();
    assert!(
        world
            .refused(&["lock", "2026-11-23"])
            .contains("cannot be locked")
    );
    world.done(&["lock", "2026-11-20"]);
    assert!(
        world
            .refused(&["lock", "2026-11-19"])
            .contains("locked until")
    );
    assert!(
        world
            .refused(&["lock", "2026-11-20"])
            .contains("locked until")
    );
    let closed = world.json(&["aging", "--as-of", "2026-11-20"]);
    let receipt = world.receipt("1000", &[]);
    let split = format!("{receipt}=1001");
    assert!(
        world
            .refused(&["accept", &split, "--date", "2026-11-20"])
            .contains("locked")
    );
    world.done(&["accept", &split]);
    assert_eq!(world.json(&["aging", "--as-of", "2026-11-20"]), closed);
    world.sound();
}

#[test]
fn undo_and_redo_across_a_lock_leave_the_locked_period_alone() {
    let world = World::with_book();
    let receipt = world.receipt("1000", &[]);
    world.done(&["accept", &format!("{receipt}=1001")]);
    world.done(&["lock", "2026-11-21"]);
    let closed = world.json(&["aging", "--as-of", "2026-11-21"]);
    let entries = world.json(&["log"])["entries"].clone();
    let accepted = entries[1]["entry"].to_string();
    world.done(&["undo", &accepted]);
    assert_eq!(world.open("100", "1001"), ["1000.00"]);
    assert_eq!(world.json(&["aging", "--as-of", "2026-11-21"]), closed);
    world.sound();
    world.done(&["redo"]);
    assert_eq!(world.open("100", "1001"), Vec::<String>::new());
    assert_eq!(world.json(&["aging", "--as-of", "2026-11-21"]), closed);
    assert!(world.refused(&["undo", "r4"]).contains("entry 5"));
    world.sound();
}

#[test]
fn undo_names_the_entry_that_stands_in_the_way() {
    let world = World::with_book();
    let receipt = world.receipt("1000", &[]);
    world.done(&["accept", &format!("{receipt}=1001")]);
    for (entry, word) in [
        ("1", "cannot be undone"),
        ("3", "entry 5"),
        ("4", "entry 5"),
        ("99", "no entry 99"),
        ("r99", "no entry 99"),
        ("0", "no entry 0"),
    ] {
        let said = world.refused(&["undo", entry]);
        assert!(said.contains(word), "{entry}: {said}");
    }
    world.done(&["undo", "5"]);
    assert!(world.refused(&["undo", "5"]).contains("undone already"));
    world.done(&["undo", "4"]);
    world.done(&["undo", "r3"]);
    world.sound();
}

#[test]
fn undoing_all_and_redoing_all_comes_back_to_the_same() {
    let world = World::with_book();
    let receipt = world.receipt("1000", &["--reference", "0000018"]);
    world.done(&["match", "--auto"]);
    world.done(&["dispute", "1002", "--reason", "x", "--amount", "600"]);
    world.done(&["promise", "1003", "--date", "2026-12-01"]);
    world.done(&["dispute", "--close", "1002", "--outcome", "ok"]);
    let other = world.receipt("7", &[]);
    world.done(&["setaside", &other, "--reason", "x"]);
    world.done(&["lock", "2026-10-31"]);
    let figures = || {
        (
            world.json(&["aging"]),
            world.json(&["unapplied"]),
            world.json(&["match"]),
        )
    };
    let full = figures();
    let mut undone = 0;
    while world.run(&["undo", "--dry-run"]).code == 0 {
        world.done(&["undo"]);
        world.sound();
        undone += 1;
    }
    assert_eq!(undone, 10);
    assert!(world.refused(&["undo"]).contains("nothing to undo"));
    assert_eq!(world.json(&["customer", "list"])["customers"], json!([]));
    for _ in 0..undone {
        world.done(&["redo"]);
    }
    assert!(world.refused(&["redo"]).contains("nothing to redo"));
    assert_eq!(figures(), full);
    assert!(!receipt.is_empty());
    world.sound();
}

#[test]
fn redo_ends_where_new_work_begins() {
    let world = World::with_book();
    world.done(&["lock", "2026-10-01"]);
    world.done(&["undo"]);
    world.done(&["promise", "1001", "--date", "2026-12-01"]);
    assert!(world.refused(&["redo"]).contains("nothing to redo"));
}

#[test]
fn a_run_of_matches_is_undone_as_one() {
    let world = World::with_book();
    world.receipt("1000", &["--reference", "0000018"]);
    world.receipt("250.50", &["--reference", "10033"]);
    let done = world.json(&["match", "--auto"]);
    assert_eq!(done["posted"].as_array().unwrap().len(), 2, "{done}");
    let run = done["run"].as_str().unwrap();
    world.done(&["undo", run]);
    assert_eq!(world.open("100", "1001"), ["1000.00"]);
    assert_eq!(world.open("200", "1003"), ["250.50"]);
    world.sound();
    world.done(&["redo"]);
    assert_eq!(world.row("200", "NOK"), Value::Null);
    world.sound();
}

/// `--dry-run` stands before or after every command that changes.
#[test]
fn a_dry_run_changes_nothing_whatever_the_command() {
    let world = World::with_book();
    let receipt = world.receipt("1000", &["--reference", "0000018"]);
    let split = format!("{receipt}=1001");
    world.receipt("5", &["--customer", "100"]);
    world.done(&["undo"]);
    world.write("c.csv", "customer_no,name\n900,New\n");
    world.done(&["backup", "b1"]);
    let before = world.state();
    for args in [
        &["import", "c.csv"][..],
        &["match", "--auto"],
        &["receipt", "--date", "2026-11-20", "--amount", "5"],
        &["accept", &split],
        &["identify", &receipt, "100"],
        &["setaside", &receipt, "--reason", "x"],
        &["dispute", "1001", "--reason", "x"],
        &["promise", "1001", "--date", "2026-12-01"],
        &["lock", "2026-10-31"],
        &["undo"],
        &["undo", "3"],
        &["undo", "r4"],
        &["redo"],
        &["backup", "b2"],
        &["restore", "b1"],
        &[
            "init",
            "--company",
            "Z",
            "--country",
            "no",
            "--ledger",
            "z.reskontra",
        ],
    ] {
        let ran = world.run(&[args, &["--dry-run"]].concat());
        let in_the_way = args == ["undo", "3"] && ran.code == 1;
        assert!(ran.code == 0 || in_the_way, "{args:?}: {ran:?}");
        assert_eq!(world.state(), before, "{args:?}");
    }
    for made in ["b2", "z.reskontra"] {
        assert!(!world.path(made).exists(), "{made}");
    }
}

#[test]
fn a_backup_is_brought_back_and_what_stood_there_is_kept() {
    let world = World::with_book();
    let made = world.json(&["backup", "b1"]);
    assert_eq!(made, json!({ "backup": "b1" }));
    assert!(world.refused(&["backup", "b1"]).contains("not overwritten"));
    let then = world.json(&["aging"]);
    let mut aside = Vec::new();
    for _ in 0..3 {
        world.receipt("5", &[]);
        let restored = world.json(&["restore", "b1"]);
        aside.push(restored["aside"].as_str().unwrap().to_owned());
        assert_eq!(world.json(&["aging"]), then);
        world.sound();
    }
    aside.dedup();
    assert_eq!(aside.len(), 3, "{aside:?}");
    for kept in &aside {
        let log = world.json(&["log", "--ledger", kept]);
        assert_eq!(log["entries"][0]["command"], "receipt", "{kept}");
    }
    world.json(&["backup"]);
    world.sound();
}

#[test]
fn money_that_ends_within_an_invoice_leaves_its_later_instalments_open() {
    let world = World::with_book();
    let receipt = world.receipt("100", &[]);
    world.done(&["accept", &format!("{receipt}=1002")]);
    assert_eq!(world.open("100", "1002"), ["400.00", "500.00"]);
    // But an invoice that was named and would get nothing is no slip to pass over.
    let receipt = world.receipt("400", &[]);
    let said = world.refused(&["accept", &format!("{receipt}=1002,1001")]);
    assert!(said.contains("Nothing is left"), "{said}");
    world.sound();
}
