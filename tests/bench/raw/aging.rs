//! The grid as one SQL statement on the ledger's own tables, its rows written as text.

use std::io::{BufWriter, Write};
use std::path::Path;

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, OpenFlags};

use super::day;
use crate::support::world::TODAY;

/// Over the kept balances of what is open.
pub fn today(ledger: &Path) {
    grid(
        ledger,
        TODAY,
        "open_minor",
        "item",
        "open_minor <> 0",
        "customer",
    );
}

/// Over all postings till a day. Without the plus SQLite may walk an index in random order.
pub fn past(ledger: &Path, date: &str) {
    let till = format!("date <= {}", day(date));
    grid(ledger, date, "amount_minor", "posting", &till, "+customer");
}

fn grid(ledger: &Path, date: &str, amount: &str, table: &str, condition: &str, group: &str) {
    let as_of: NaiveDate = date.parse().expect("a date");
    let edge = |days| day(&(as_of - Days::new(days)).to_string());
    let edges = [0, 30, 60, 90].map(edge);
    let between = |from: i64, to: i64| {
        format!("sum(CASE WHEN due >= {from} AND due < {to} THEN {amount} ELSE 0 END)")
    };
    let buckets = [
        between(edges[0], i64::MAX),
        between(edges[1], edges[0]),
        between(edges[2], edges[1]),
        between(edges[3], edges[2]),
        between(0, edges[3]),
    ];
    let sql = format!(
        "SELECT customer, {} FROM {table} WHERE {condition} GROUP BY {group}",
        buckets.join(", ")
    );
    let connection =
        Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a ledger");
    let mut statement = connection.prepare(&sql).expect("a statement");
    let mut rows = statement.query([]).expect("rows");
    let mut out = BufWriter::new(std::io::stdout().lock());
    while let Some(row) = rows.next().expect("a row") {
        for column in 0..6 {
            let figure: i64 = row.get(column).expect("a figure");
            write!(out, "{figure},").expect("output");
        }
        writeln!(out).expect("output");
    }
}
