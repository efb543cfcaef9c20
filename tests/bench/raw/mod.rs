//! The same work at its raw cost: what SQLite and a parser take, with none of a ledger's duties. Each is a process of
//! its own, this program run with `raw`.

mod aging;
mod camt;
mod letters;
mod load;
mod overdue;
mod settle;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub fn run(args: &[OsString]) {
    let name = args[0].to_str().expect("a name");
    let paths: Vec<PathBuf> = args[1..].iter().map(PathBuf::from).collect();
    match (name, paths.as_slice()) {
        ("aging-today", [ledger]) => aging::today(ledger),
        ("aging-past", [ledger, day]) => aging::past(ledger, day.to_str().expect("a day")),
        ("load", [folder, database]) => load::load(folder, database),
        ("camt", [file, database]) => camt::load(file, database),
        ("overdue", [ledger]) => overdue::list(ledger),
        ("queue", [ledger]) => crate::queue::judged(ledger),
        ("letters", [count]) => letters::one_by_one(number(count)),
        ("print-run", [count]) => letters::print_run(number(count)),
        ("bare-pages", [count]) => letters::bare_pages(number(count)),
        ("settle", [database]) => settle::settle(database),
        ("settled-rows", [matched, ledger]) => settle::rows(matched, ledger),
        _ => panic!("no raw work {args:?}"),
    }
}

fn number(text: &Path) -> usize {
    text.to_str()
        .and_then(|text| text.parse().ok())
        .expect("a number")
}

/// A new database, set up as the ledger is while a file is taken in.
fn new_database(path: &Path) -> Connection {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    open(path)
}

fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("a database");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;",
        )
        .expect("a setting");
    connection
}

/// Øre of `1234.50`.
fn minor(amount: &str) -> i64 {
    amount
        .replace('.', "")
        .parse()
        .expect("an amount of two decimals")
}

/// `20261122` of `2026-11-22`.
fn day(date: &str) -> i64 {
    date.replace('-', "").parse().expect("a date")
}
