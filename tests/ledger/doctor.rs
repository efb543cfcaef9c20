//! Whatever is changed behind the ledger's back, in any row of any table, the doctor finds it.

use std::fs;
use std::path::{Path, PathBuf};

use reskontra::desk::{ImportOptions, Watch, demo};
use reskontra::domain::command::Command;
use reskontra::domain::user::Role;
use reskontra::store::{Access, Finding, Store};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::learning::teach;
use super::letters::NewLetter;
use super::outbox::Post;
use super::play::{NewInvoice, Op, Play, today};
use super::records::OnRecord;
use super::resting::Rest;

/// A small ledger with rows in every table that a command fills.
fn full_ledger() -> (Play, PathBuf) {
    let mut play = Play::by_two();
    let invoice = |customer, day, euro| NewInvoice {
        customer,
        day,
        amounts: vec![500],
        credit: None,
        euro,
        open: None,
    };
    play.step(&Op::Invoices(vec![
        invoice(0, 10, false),
        invoice(1, 20, false),
        invoice(1, 30, true),
    ]));
    play.step(&Op::Payments(vec![(36, 500), (40, 300)]));
    play.step(&Op::MatchAll);
    play.step(&Op::EditCustomer(0, 7));
    let bank_file = demo::make(today()).bank_file;
    let path = play.folder.path().join(&bank_file.name);
    fs::write(&path, &bank_file.text).unwrap();
    let report = play
        .desk
        .import(&[path], ImportOptions::default(), &Watch::new())
        .unwrap();
    assert!(
        !report.files[0].other.is_empty(),
        "the demo's bank file holds a reversal"
    );
    for receipt in [10, 11] {
        play.step(&Op::SetAside(receipt));
    }
    play.step(&Op::Receipt {
        day: 40,
        amount: 100,
        customer: Some(1),
        euro: false,
    });
    play.step(&Op::Refund(0, Some(30)));
    play.step(&Op::WriteOff {
        document: None,
        item: 0,
        kind: 5,
        amount: Some(20),
    });
    play.step(&Op::Dispute(1, Some(50)));
    play.step(&Op::CloseDispute(1));
    play.step(&Op::Promise(2, 3, None));
    for stage in [0, 1] {
        play.step(&Op::Letter(NewLetter {
            customer: 1,
            euro: true,
            stage,
            items: vec![(0, None)],
            charges: vec![(0, 0, 3_500), (0, 1, 1_942)],
            with_credits: false,
        }));
    }
    for document in [0, 1, 2] {
        play.step(&Op::Rest(Rest::Plan {
            document,
            other: None,
            count: 2,
            down: None,
        }));
    }
    play.step(&Op::Rest(Rest::EndPlan(0)));
    play.step(&Op::Rest(Rest::HandOver(0)));
    for document in [0, 1, 2] {
        play.step(&Op::Rest(Rest::HandOver(document)));
    }
    play.step(&Op::Rest(Rest::Number(0, 7)));
    for post in [
        Post::Seen(0, 0),
        Post::Seen(0, 3),
        Post::Said(0, 3),
        Post::Said(1, 2),
        Post::Statement(2, 0),
        Post::Stop(3, 1),
        Post::Attach(0, 1),
        Post::Attach(1, 2),
        Post::Detach(1),
        Post::Status(0, 3),
        Post::Status(0, 5),
    ] {
        play.step(&Op::Post(post));
    }
    play.step(&Op::Rest(Rest::Call(1)));
    play.step(&Op::UndoLast);
    play.step(&Op::Redo);
    play.step(&Op::Lock(5));
    teach(&mut play);
    // A limit waits for a second person; two are one; one is erased; somebody works here.
    play.step(&Op::Edit(0, 2));
    play.step(&Op::OnRecord(OnRecord::Bureau(vec![(0, 1, 3, 2)])));
    play.step(&Op::Merge(2, 0));
    let erase = Command::Erase {
        customer: Play::customer(3),
        reason: "bedt om det".to_owned(),
    };
    play.desk.act(erase).unwrap();
    let user = Command::SetUser {
        name: play.desk.actor().to_owned(),
        role: Some(Role::Lead),
    };
    play.desk.act(user).unwrap();
    // What was found of waiting receipts went with the erasure.
    play.step(&Op::MatchAll);
    let path = play.path();
    let copy = play.folder.path().join("sound.reskontra");
    play.desk.backup(Some(&copy)).unwrap();
    assert!(path.exists());
    (play, copy)
}

fn strings(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// Runs SQL that the ledger's own triggers and checks would refuse, and leaves the schema as it was.
fn tamper(path: &Path, sql: &str, value: Option<Value>) -> usize {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
        .unwrap();
    let triggers = strings(
        &connection,
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger'",
    );
    for name in strings(
        &connection,
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'",
    ) {
        connection
            .execute_batch(&format!("DROP TRIGGER {name}"))
            .unwrap();
    }
    let changed = match value {
        Some(value) => connection.execute(sql, [value]),
        None => connection.execute(sql, []),
    };
    for trigger in triggers {
        connection.execute_batch(&trigger).unwrap();
    }
    // A uniqueness rule that holds even here has caught the change before the doctor could.
    changed.unwrap_or(0)
}

fn is_found(path: &Path) -> bool {
    !findings(path).is_empty()
}

fn findings(path: &Path) -> Vec<Finding> {
    let store = Store::open(path, Access::ReadOnly).unwrap();
    store.verify(|_| {}).unwrap()
}

/// Another value of the same storage class.
fn changed(value: Value) -> Value {
    match value {
        Value::Null => Value::Integer(7),
        Value::Integer(n) => Value::Integer(if n == 1 { 0 } else { n + 1 }),
        Value::Real(x) => Value::Real(x + 1.0),
        Value::Text(text) => Value::Text(format!("{text}x")),
        Value::Blob(mut bytes) => {
            match bytes.first_mut() {
                Some(byte) => *byte ^= 1,
                None => bytes.push(1),
            }
            Value::Blob(bytes)
        }
    }
}

#[test]
fn a_changed_value_in_any_row_of_any_table_is_found() {
    let (play, sound) = full_ledger();
    assert!(!is_found(&sound), "the ledger is sound to begin with");
    let connection = Connection::open(&sound).unwrap();
    let victim = play.folder.path().join("victim.reskontra");
    let (mut empty, mut changes) = (Vec::new(), 0);
    for table in strings(
        &connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
    ) {
        let count: i64 = connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        if count == 0 {
            empty.push(table);
            continue;
        }
        let columns = strings(
            &connection,
            &format!("SELECT name FROM pragma_table_info('{table}')"),
        );
        let keys: Vec<String> = strings(
            &connection,
            &format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"),
        );
        // The first row, the last and one between, each column of each.
        let cells = columns
            .iter()
            .flat_map(|column| [0, count / 2, count - 1].map(|offset| (column, offset)));
        for (column, offset) in cells {
            let sql = format!(
                "SELECT {column} FROM {table} ORDER BY {} LIMIT 1 OFFSET {offset}",
                keys.join(", ")
            );
            let value: Value = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
            let which = format!(
                "({}) = (SELECT {} FROM {table} ORDER BY {} LIMIT 1 OFFSET {offset})",
                keys.join(", "),
                keys.join(", "),
                keys.join(", ")
            );
            let values = match value {
                // STRICT columns take only their own class: try what a NULL may become.
                Value::Null => vec![Value::Integer(20_260_101), Value::Text("x".to_owned())],
                value => vec![changed(value)],
            };
            for value in values {
                fs::copy(&sound, &victim).unwrap();
                if tamper(
                    &victim,
                    &format!("UPDATE {table} SET {column} = ?1 WHERE {which}"),
                    Some(value),
                ) > 0
                {
                    assert!(is_found(&victim), "{table}.{column} of row {offset}");
                    changes += 1;
                }
            }
        }
        fs::copy(&sound, &victim).unwrap();
        let last = format!(
            "SELECT {} FROM {table} ORDER BY {} DESC LIMIT 1",
            keys.join(", "),
            keys.join(", ")
        );
        let sql = format!("DELETE FROM {table} WHERE ({}) = ({last})", keys.join(", "));
        assert_eq!(tamper(&victim, &sql, None), 1, "{table}");
        // What follows from all else is no loss.
        assert!(
            table == "unmatched" || is_found(&victim),
            "a row deleted from {table}"
        );
    }
    assert!(
        changes > 300,
        "only {changes} values could be changed at all"
    );
    assert_eq!(empty, [""; 0]);
    for (table, sql) in [
        (
            "handover",
            "INSERT INTO handover (id, entry, event, item, agency, starts) VALUES (99, 1, 1, 1, 'x', 20260101)",
        ),
        (
            "charge",
            "INSERT INTO charge (item, about, letter, kind, rule) VALUES (1, 1, 1, 'fee', 'x')",
        ),
        (
            "letter_item",
            "INSERT INTO letter_item (letter, item, amount_minor) VALUES (1, 2, 0)",
        ),
        (
            "sheet",
            "INSERT INTO sheet (entry, event, salt, body) VALUES (1, 0, x'00', '{}')",
        ),
        (
            "sheet",
            "INSERT INTO sheet (entry, event, salt, body) VALUES (9999, 0, x'00', '{}')",
        ),
        (
            "attachment_bytes",
            "INSERT INTO attachment_bytes (attachment, bytes) VALUES (99, x'00')",
        ),
        (
            "channel_stop",
            "INSERT INTO channel_stop (customer, channel, version, since, entry, event) VALUES (1, 'sms', 1, 20260101, 1, 0)",
        ),
        (
            "dispatch",
            "INSERT INTO dispatch (id, entry, event, customer, channel, version, queued, stand)
             VALUES (99, 1, 0, 1, 'email', 1, 20260101, 'queued')",
        ),
    ] {
        fs::copy(&sound, &victim).unwrap();
        assert_eq!(tamper(&victim, sql, None), 1, "{table}");
        assert!(is_found(&victim), "a row put into {table}");
    }
}

#[test]
fn a_schema_that_was_changed_is_found_each_part_once() {
    let (play, sound) = full_ledger();
    let victim = play.folder.path().join("victim.reskontra");
    for (sql, part) in [
        ("DROP TRIGGER posting_kept", "posting_kept"),
        ("DROP INDEX item_open", "item_open"),
        ("CREATE TABLE more (x INTEGER)", "more"),
        (
            "DROP INDEX posting_item; CREATE INDEX posting_item ON posting (item, date)",
            "posting_item",
        ),
    ] {
        fs::copy(&sound, &victim).unwrap();
        Connection::open(&victim)
            .unwrap()
            .execute_batch(sql)
            .unwrap();
        let name = part.to_owned();
        assert_eq!(
            findings(&victim),
            [Finding::SchemaDiffers { name }],
            "{sql}"
        );
    }
}
