//! Bad input: one clear sentence with file, line and field, exit code 1, nothing changed.

use std::fs;

use crate::support::{World, ran, sample};

const HEAD: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency";

#[test]
fn a_missing_column_is_named() {
    let world = World::with_book();
    for column in ["customer_no", "issue_date", "due_date", "amount"] {
        let head: Vec<&str> = HEAD.split(',').filter(|name| *name != column).collect();
        let said = world.rejected("i.csv", format!("{}\n1,2,3,4,5\n", head.join(",")));
        assert!(said.contains("i.csv") && said.contains(column), "{said}");
    }
    let said = world.rejected("c.csv", "customer_no,city\n1,Oslo\n");
    assert!(said.contains("name"), "{said}");
    world.sound();
}

/// What a row may say is what the ledger can read again.
#[test]
fn terms_beyond_all_sense_are_refused_and_not_kept() {
    let world = World::with_book();
    let said = world.rejected("c.csv", "customer_no,name,terms_days\n100,Alfa,400\n");
    assert!(
        said.contains("terms_days") && said.contains("400") && said.contains("365"),
        "{said}"
    );
    world.sound();
}

#[test]
fn a_bad_value_is_named_with_its_line_and_field() {
    let world = World::with_book();
    for (row, words) in [
        (
            "9,100,2026-10-01,2026-10-31,12x,NOK",
            &["amount", "12x"][..],
        ),
        ("9,100,2026-10-01,2026-10-31,,NOK", &["amount", "empty"]),
        (
            "9,100,2026-10-01,2026-10-31,1.234,NOK",
            &["amount", "1.234", "two ways"],
        ),
        (
            "9,100,2026-10-01,2026-10-31,1.005 ,NOK",
            &["amount", "1.005"],
        ),
        (
            "9,100,2026-10-01,2026-10-31,0.0051,NOK",
            &["amount", "decimals", "NOK"],
        ),
        (
            "9,100,2026-10-01,2026-10-31,99999999999999999,NOK",
            &["amount", "more than one line"],
        ),
        (
            "9,100,2026-10-01,2026-10-31,5,KRONER",
            &["KRONER", "currency"],
        ),
        ("9,100,2026-10-01,2026-10-31,5,XX1", &["XX1", "currency"]),
        ("9,777,2026-10-01,2026-10-31,5,NOK", &["no customer 777"]),
        (
            "9,100,2026-13-01,2026-10-31,5,NOK",
            &["issue_date", "2026-13-01"],
        ),
        (
            "9,100,2026-10-01,31.02.2026,5,NOK",
            &["due_date", "31.02.2026"],
        ),
        ("9,100,2026-10-01,,5,NOK", &["due_date", "empty"]),
        (
            "9,100,0026-10-01,2026-10-31,5,NOK",
            &["issue_date", "cannot be right"],
        ),
        ("9,100,2026-10-01", &["due_date"]),
        ("9,100,2026-10-01,2026-10-31,5,NOK,,,7", &["values"]),
        (",100,2026-10-01,2026-10-31,5,NOK", &["invoice_no", "empty"]),
        (
            "1.23E+10,100,2026-10-01,2026-10-31,5,NOK",
            &["invoice_no", "spreadsheet"],
        ),
        (
            "9,100,\"2026-10-01,2026-10-31,5,NOK",
            &["issue_date", "closed"],
        ),
    ] {
        let said = world.rejected(
            "i.csv",
            format!("{HEAD}\n8,100,2026-10-01,2026-10-31,5,NOK\n{row}\n"),
        );
        assert!(said.starts_with("i.csv:3: "), "{row}: {said}");
        for word in words {
            assert!(said.contains(word), "{row}: {said}");
        }
        for line in said.lines() {
            assert!(line.ends_with('.'), "{line}");
        }
    }
    world.sound();
}

#[test]
fn a_payment_of_nothing_is_refused() {
    let world = World::with_book();
    for amount in ["0", "-5"] {
        world.write(
            "p.csv",
            format!("payment_id,booking_date,amount,currency\np1,2026-11-20,{amount},NOK\n"),
        );
        let before = world.json(&["aging"]);
        let ran = world.run(&["import", "p.csv", "--format", "json"]);
        assert_eq!(ran.json()["files"][0]["new"], 0, "{ran:?}");
        assert_eq!(world.json(&["aging"]), before);
    }
    world.sound();
}

#[test]
fn what_cannot_be_read_at_all_is_one_sentence() {
    let world = World::with_book();
    let before = world.state();
    fs::create_dir(world.path("folder")).unwrap();
    for name in ["nowhere.csv", "folder", "folder/"] {
        let ran = world.run(&["import", name]);
        assert_eq!(ran.code, 1);
        crate::support::one_sentence(&ran.err);
        assert!(
            ran.err.starts_with(&format!("{name}: It cannot be read")),
            "{}",
            ran.err
        );
    }
    #[cfg(unix)]
    if !rustix::process::geteuid().is_root() {
        use std::os::unix::fs::PermissionsExt;
        let path = world.write("closed.csv", "customer_no,name\n9,Z\n");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        let ran = world.run(&["import", "closed.csv"]);
        assert_eq!(ran.code, 1);
        assert!(
            ran.err.contains("closed.csv") && ran.err.contains("ermission"),
            "{}",
            ran.err
        );
    }
    assert_eq!(world.state(), before);
}

#[test]
fn unknown_files_are_refused_in_one_sentence() {
    let world = World::with_book();
    let noise: Vec<u8> = (0_u32..4_000)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    for (name, bytes) in [
        ("empty.csv", &b""[..]),
        ("blank.csv", b"\n\n  \n"),
        ("noise.bin", &noise),
        ("zeros.bin", &[0; 500]),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("letter.txt", b"Dear all,\nthe invoice is paid.\n"),
        ("program", b"\x7fELF\x02\x01\x01\0\0\0\0"),
    ] {
        let said = world.rejected(name, bytes);
        crate::support::one_sentence(&said);
        assert!(said.starts_with(&format!("{name}: ")), "{said}");
    }
    world.sound();
}

#[test]
fn formats_that_come_later_are_named() {
    let world = World::with_book();
    for (name, text, kind) in [
        (
            "a.xml",
            "<?xml version=\"1.0\"?>\n<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"/>",
            "UBL invoice",
        ),
        ("e.se", "#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n", "SIE"),
        (
            "f.html",
            "<!DOCTYPE html>\n<html><body>404</body></html>\n",
            "web page",
        ),
    ] {
        let said = world.rejected(name, text);
        crate::support::one_sentence(&said);
        assert!(said.contains(kind), "{name}: {said}");
    }
}

#[test]
fn a_number_with_other_facts_is_refused_by_name() {
    let world = World::with_book();
    let said = world.rejected(
        "i.csv",
        format!("{HEAD}\n1001,100,2026-10-01,2026-10-15,999.00,NOK\n"),
    );
    assert!(
        said.starts_with("i.csv:2: 1001 is in the ledger already with another amount"),
        "{said}"
    );
}

#[test]
fn many_faults_are_named_and_the_rest_counted() {
    let world = World::with_book();
    let rows: Vec<String> = (0..150)
        .map(|n| format!("{n},777,2026-10-01,2026-10-31,5,NOK"))
        .collect();
    let list = rows.join("\n");
    let said = world.rejected("i.csv", format!("{HEAD}\n{list}"));
    assert!(
        said.contains("i.csv:2:") && said.contains("50 more"),
        "{said}"
    );
    assert!(said.lines().count() < 110);
}

#[test]
fn a_ledger_that_is_none_is_named_and_left_alone() {
    let world = World::with_book();
    world.write("text", "hello\n");
    world.write("empty", "");
    world.write("near", b"SQLite format 3\0 and no more");
    let other = rusqlite::Connection::open(world.path("other.db")).unwrap();
    other
        .execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1);")
        .unwrap();
    drop(other);
    for name in ["text", "empty", "near", "other.db"] {
        let bytes = fs::read(world.path(name)).unwrap();
        for args in [
            &["log"][..],
            &["doctor"],
            &["import", "customers.csv"],
            &["--read-only", "aging"],
            &["backup", "copy"],
        ] {
            let ran = world.run(&[args, &["--ledger", name]].concat());
            assert_eq!(ran.code, 1, "{name} {args:?}: {ran:?}");
            crate::support::one_sentence(&ran.err);
            assert_eq!(
                ran.err,
                format!("reskontra: {name} is no ledger of reskontra.\n")
            );
            assert_eq!(
                fs::read(world.path(name)).unwrap(),
                bytes,
                "{name} {args:?}"
            );
            for suffix in ["-wal", "-shm"] {
                assert!(
                    !world.path(&format!("{name}{suffix}")).exists(),
                    "{name} {args:?}"
                );
            }
        }
        assert!(world.refused(&["restore", name]).contains("no ledger"));
    }
    let ran = world.run(&["log", "--ledger", "none"]);
    assert!(
        ran.code == 1 && ran.err.contains("no ledger at none"),
        "{ran:?}"
    );
    let ran = world.run(&["log", "--ledger", "."]);
    assert!(ran.code == 1 && ran.err.contains("no ledger"), "{ran:?}");
    assert!(!world.path("none").exists() && !world.path("copy").exists());
    world.sound();
}

#[test]
fn a_ledger_of_a_newer_version_is_left_alone() {
    let world = World::with_book();
    let connection = rusqlite::Connection::open(world.ledger()).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let bytes = fs::read(world.ledger()).unwrap();
    for args in [
        &["log"][..],
        &["import", "customers.csv"],
        &["--read-only", "aging"],
        &["restore", "ledger.reskontra", "--ledger", "new"],
    ] {
        let ran = world.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}");
        crate::support::one_sentence(&ran.err);
        assert!(
            ran.err.contains("newer reskontra (version 99"),
            "{}",
            ran.err
        );
    }
    assert_eq!(fs::read(world.ledger()).unwrap(), bytes);
    assert!(!world.path("new").exists());
}

#[test]
fn a_ledger_for_reading_only_is_read_and_not_written() {
    let world = World::with_book();
    let figures = world.json(&["aging"]);
    assert_eq!(world.json(&["--read-only", "aging"]), figures);
    world.json(&["--read-only", "log"]);
    world.json(&["--read-only", "doctor"]);
    world.json(&["--read-only", "match"]);
    world.write("c.csv", "customer_no,name\n9,Z\n");
    for args in [
        &["--read-only", "undo"][..],
        &["--read-only", "lock", "2026-10-01"],
        &["--read-only", "import", "c.csv"],
        &["--read-only", "promise", "1001", "--date", "2026-12-01"],
        &[
            "--read-only",
            "receipt",
            "--date",
            "2026-11-20",
            "--amount",
            "5",
        ],
    ] {
        let said = world.refused(args);
        assert!(said.contains("cannot be written"), "{args:?}: {said}");
    }
    world.sound();
}

#[cfg(unix)]
#[test]
fn a_place_that_takes_no_writes_is_one_sentence() {
    use std::os::unix::fs::PermissionsExt;
    // Nothing is closed to root.
    if rustix::process::geteuid().is_root() {
        return;
    }
    let world = World::with_book();
    let figures = world.json(&["aging"]);
    let folder = world.path(".");
    let mode = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&world.ledger(), 0o400);
    let read = world.run(&["aging", "--format", "json"]);
    let locked = world.run(&["lock", "2026-10-01"]);
    mode(&folder, 0o500);
    let begun = world.run(&["init", "--company", "Z", "--country", "no", "--ledger", "z"]);
    let copied = world.run(&["backup", "b"]);
    mode(&folder, 0o700);
    mode(&world.ledger(), 0o600);
    assert_eq!(read.json(), figures);
    for ran in [locked, begun, copied] {
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
        crate::support::one_sentence(&ran.err);
    }
    world.sound();
}

#[test]
fn places_where_nothing_can_be_made_are_one_sentence() {
    let world = World::with_book();
    world.write("file", "x");
    for args in [
        &[
            "init",
            "--company",
            "Z",
            "--country",
            "no",
            "--ledger",
            "file/ledger",
        ][..],
        &["backup", "file/copy"],
        &["restore", "none"],
    ] {
        let ran = world.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {ran:?}");
        crate::support::one_sentence(&ran.err);
    }
    world.sound();
}

#[test]
fn an_interrupted_bank_file_leaves_the_ledger_as_it_was() {
    let world = World::with_book();
    let text = fs::read(sample("netsgiro-twenty-payments-types-10-11-12-13-21.txt")).unwrap();
    let said = world.rejected("bank.txt", &text[..text.len() / 2]);
    assert!(said.starts_with("bank.txt:"), "{said}");
    crate::support::one_sentence(&said);
    let mut command = world.command();
    command.args(["import", "bank.txt", "--keep-going"]);
    assert_eq!(ran(command).code, 1);
    world.sound();
}
