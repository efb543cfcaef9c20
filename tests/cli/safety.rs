//! Text from outside never steers the terminal, wherever it comes from and wherever it goes.

use crate::support::{Ran, World};

/// What a file may hold: colours, a title, a bell, a backspace, a carriage return, C1 controls, a change of direction.
const EVIL: &str = "A\u{1b}[31mB\u{1b}]0;title\u{7}C\u{8}D\u{9b}2JE\u{85}F\u{202e}G\u{7f}H\u{0}I";

fn is_clean(ran: &Ran, what: &str) {
    for text in [&ran.out, &ran.err] {
        let bad = text
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(bad, None, "{what}: {text:?}");
    }
}

#[test]
fn control_characters_reach_neither_stdout_nor_stderr() {
    let world = World::bare();
    // An argument cannot hold a zero.
    let evil = EVIL.replace('\0', "");
    let seen = |args: &[&str]| {
        let ran = world.run(args);
        is_clean(&ran, &format!("{args:?}"));
        ran.code
    };
    let init = ["init", "--company", &evil, "--country", "no"];
    // Numbers of the company prove themselves; what is wrong with them is told without what could steer a terminal.
    assert_eq!(seen(&[&init[..], &["--org-no", &evil]].concat()), 2);
    assert_eq!(seen(&[&init[..], &["--account", &evil]].concat()), 2);
    assert_eq!(seen(&init), 0);
    world.write("c.csv", format!("customer_no,name,org_no,city,email,phone,street,risk_class,Note {EVIL}\n1,{EVIL},{EVIL},{EVIL},{EVIL},{EVIL},{EVIL},{EVIL},{EVIL}\n2,Plain,,,,,,,\n"));
    assert_eq!(seen(&["import", "c.csv"]), 0);
    world.write("i.csv", format!("invoice_no,customer_no,issue_date,due_date,amount,currency,order_ref\nN{EVIL},1,2026-10-01,2026-10-31,5,NOK,{EVIL}\n2,2,2026-10-01,2026-10-31,5,NOK,\n"));
    assert_eq!(seen(&["import", "i.csv"]), 0);
    world.write("p.csv", format!("payment_id,booking_date,amount,currency,kid,text,debtor_name,bank_ref\np{EVIL},2026-11-20,5,NOK,{EVIL},{EVIL},{EVIL},{EVIL}\n"));
    assert_eq!(seen(&["import", "p.csv"]), 0);
    assert_eq!(
        seen(&[
            "receipt",
            "--date",
            "2026-11-20",
            "--amount",
            "5",
            "--text",
            &evil,
            "--reference",
            &evil,
            "--account",
            &evil
        ]),
        0
    );
    assert_eq!(seen(&["setaside", "R4", "--reason", &evil]), 0);
    assert_eq!(seen(&["dispute", "2", "--reason", &evil]), 0);
    assert_eq!(seen(&["dispute", "--close", "2", "--outcome", &evil]), 0);
    for format in ["table", "csv", "json"] {
        for args in [
            &["log"][..],
            &["aging"],
            &["match"],
            &["unapplied"],
            &["customer", "list"],
            &["customer", "show", "1"],
            &["customer", "show", "2"],
            &["doctor"],
        ] {
            assert_eq!(seen(&[args, &["--format", format]].concat()), 0, "{args:?}");
        }
    }
    world.sound();
}

#[test]
fn faults_quote_bad_values_without_their_control_characters() {
    let world = World::with_book();
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency";
    for row in [
        format!("1,{EVIL},2026-10-01,2026-10-31,5,NOK"),
        format!("1,100,{EVIL},2026-10-31,5,NOK"),
        format!("1,100,2026-10-01,2026-10-31,{EVIL},NOK"),
        format!("1,100,2026-10-01,2026-10-31,5,{EVIL}"),
        format!("1,100,2026-10-01,2026-10-31,5,NOK,{EVIL}"),
    ] {
        world.write("i.csv", format!("{head}\n{row}\n"));
        for format in ["table", "json"] {
            let ran = world.run(&["import", "i.csv", "--format", format]);
            assert_eq!(ran.code, 1);
            is_clean(&ran, &row);
        }
    }
    world.write(
        "h.csv",
        format!("{head},kid,KID{EVIL},kid\n1,100,2026-10-01,2026-10-31,5,NOK,1,2,3\n"),
    );
    is_clean(&world.run(&["import", "h.csv"]), "head");
    world.write(
        "giro.txt",
        format!("NY00001000008080017003100010200{EVIL}\n"),
    );
    is_clean(&world.run(&["import", "giro.txt"]), "giro");
}

#[test]
fn names_of_files_and_arguments_are_cleaned_when_they_are_quoted() {
    let world = World::with_book();
    let name = "evil\u{1b}[31m\u{7}\u{9b}\u{202e}.csv";
    for format in ["table", "csv", "json"] {
        is_clean(
            &world.run(&["import", name, "--format", format]),
            "missing file",
        );
    }
    world.write(name, "customer_no,name\n9,Z\n");
    for format in ["table", "csv", "json"] {
        let ran = world.run(&["import", name, "--format", format]);
        assert_eq!(ran.code, 0);
        is_clean(&ran, "file name");
    }
    is_clean(&world.run(&["log"]), "log");
    for format in ["table", "json"] {
        for args in [
            &["doctor", "--ledger", name][..],
            &["doctor", "--config", name],
            &[
                "init",
                "--company",
                "Z",
                "--country",
                "no",
                "--ledger",
                &format!("new{format}{name}"),
            ],
            &["backup", &format!("copy{format}{name}")],
            &["restore", name],
            &["accept", name],
            &["accept", &format!("{name}=1")],
            &["identify", name, "100"],
            &["identify", "1", name],
            &["customer", "show", name],
            &["customer", "list", &format!("late:{name}")],
            &["undo", name],
            &["lock", name],
            &["receipt", "--date", name, "--amount", name],
            &["receipt", "--date", "2026-11-20", "--amount", name],
            &[
                "receipt",
                "--date",
                "2026-11-20",
                "--amount",
                "5",
                "--currency",
                name,
            ],
            &["aging", "--edges", name],
            &["log", "--limit", name],
            &["aging", "--as-of", name],
            &["dispute", name, "--reason", "x"],
            &[name],
        ] {
            let ran = world.run(&[args, &["--format", format]].concat());
            is_clean(&ran, &format!("{args:?}"));
        }
    }
    world.sound();
}

#[test]
fn the_ledger_is_for_its_owner_alone() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let world = World::with_book();
        world.done(&["backup", "b1"]);
        for name in ["ledger.reskontra", "b1"] {
            let mode = std::fs::metadata(world.path(name))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }
}

/// A list of so many payments, long enough to be interrupted.
fn payments(count: u32) -> String {
    let rows: Vec<String> = (1..=count)
        .map(|n| format!("2026-11-20,{n},NOK,text {n}"))
        .collect();
    format!("booking_date,amount,currency,text\n{}\n", rows.join("\n"))
}

#[test]
fn a_file_that_two_take_in_at_once_is_taken_in_once() {
    let world = World::new();
    world.write("p.csv", payments(2_000));
    let mut running: Vec<_> = (0..3)
        .map(|_| {
            let mut command = world.command();
            command.args(["import", "p.csv"]);
            command.stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for child in &mut running {
        assert!(child.wait().unwrap().success());
    }
    let amount = &world.json(&["aging"])["unidentified"][0]["amount"];
    assert_eq!(amount, "-2001000.00");
    world.sound();
}

#[test]
fn a_killed_import_leaves_all_or_nothing() {
    let world = World::new();
    world.write("p.csv", payments(4_000));
    for wait in [5, 50, 150, 300, 500, 800] {
        let mut command = world.command();
        command.args(["import", "p.csv"]);
        command.stdout(std::process::Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
        world.sound();
        let unidentified = world.json(&["aging"])["unidentified"].clone();
        let all = serde_json::json!([{ "currency": "NOK", "amount": "-8002000.00" }]);
        assert!(unidentified == all || unidentified == serde_json::json!([]));
    }
}
