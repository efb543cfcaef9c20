//! What a ledger is: the proof that it is whole, and all that can be derived from it, as text to compare.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use reskontra::store::{Access, Store};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use crate::support::World;

/// Everything in the tables that is the same whenever the same commands are carried out: no salts, no hashes.
const DERIVED: [&str; 6] = [
    "SELECT j.id, stamp.command, j.run, j.undoes FROM journal j JOIN stamp ON stamp.entry = j.stamp ORDER BY j.id",
    "SELECT id, customer, open_minor, voided FROM item ORDER BY id",
    "SELECT item, entry, date, amount_minor, kind, counter_item FROM posting ORDER BY rowid",
    "SELECT id, name, sha256, voided FROM source_file ORDER BY id",
    "SELECT id, item, kind, amount_minor, starts, until, voided, closed FROM pause ORDER BY id",
    "SELECT currency, amount_minor FROM balance ORDER BY currency",
];

/// The doctor finds nothing in a ledger; all that can be derived from it.
pub fn proven(ledger: &Path, when: &str) -> String {
    let store = Store::open(ledger, Access::ReadOnly)
        .unwrap_or_else(|fault| panic!("{when}: it does not open: {fault:?}"));
    assert_eq!(store.verify(|_| {}).unwrap(), [], "{when}");
    drop(store);
    derived(ledger)
}

pub fn derived(ledger: &Path) -> String {
    let connection = Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut all = String::new();
    for sql in DERIVED {
        let mut statement = connection.prepare(sql).unwrap();
        let width = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..width {
                let value: Value = row.get(column).unwrap();
                write!(all, "{value:?} ").unwrap();
            }
            all.push('\n');
        }
    }
    all
}

/// Takes the place of the ledger with a file, and of all that a killed process left beside it.
pub fn put_back(world: &World, bytes: &[u8]) {
    for suffix in ["-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(world.path(&format!("ledger.reskontra{suffix}")));
    }
    fs::write(world.ledger(), bytes).unwrap();
}

/// So many customers with ten invoices each.
pub fn with_invoices(customers: u32) -> World {
    let world = World::new();
    let mut text = "customer_no,name,account\n".to_owned();
    for customer in 1..=customers {
        writeln!(text, "{customer},Kunde {customer} AS,").unwrap();
    }
    world.take("customers.csv", text);
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency,kid";
    let mut text = format!("{head}\n");
    for n in 0..customers * 10 {
        let (customer, number) = (n / 10 + 1, 10_000 + n);
        let amount = 100 + n;
        writeln!(
            text,
            "{number},{customer},2026-09-01,2026-10-01,{amount}.50,NOK,{}",
            kid(n)
        )
        .unwrap();
    }
    let taken = world.take("invoices.csv", text);
    assert_eq!(taken["new"], customers * 10);
    world
}

/// A payment of each invoice of [`with_invoices`], under its KID.
pub fn payments(customers: u32) -> String {
    let mut text = "booking_date,amount,currency,kid,text,bank_ref\n".to_owned();
    for n in 0..customers * 10 {
        writeln!(
            text,
            "2026-11-20,{}.50,NOK,{},betaling {n},b{n}",
            100 + n,
            kid(n)
        )
        .unwrap();
    }
    text
}

/// A KID with its modulus-10 digit.
fn kid(n: u32) -> String {
    let body = format!("{:07}", 10_000 + n);
    let sum: u32 = body
        .bytes()
        .rev()
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}
