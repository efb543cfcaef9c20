//! Overdue items with their customers as one SQL statement, its rows written as text.

use std::io::{BufWriter, Write};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::day;
use crate::support::world::TODAY;

pub fn list(ledger: &Path) {
    let connection =
        Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a ledger");
    let mut statement = connection
        .prepare(
            "SELECT c.number, t.name, v.kind, d.number, i.issued, i.due, i.amount_minor, i.open_minor, i.currency
             FROM item i JOIN document d ON d.id = i.document JOIN customer c ON c.id = i.customer
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             LEFT JOIN customer_text t ON t.customer = c.id AND t.version = c.version
             WHERE i.open_minor > 0 AND i.due < ?1 ORDER BY i.customer, i.due",
        )
        .expect("a statement");
    let mut rows = statement.query([day(TODAY)]).expect("rows");
    let mut out = BufWriter::new(std::io::stdout().lock());
    while let Some(row) = rows.next().expect("a row") {
        for column in [0, 1, 2, 3, 8] {
            let text: String = row.get(column).expect("a text");
            write!(out, "{text},").expect("output");
        }
        for column in 4..8 {
            let figure: i64 = row.get(column).expect("a figure");
            write!(out, "{figure},").expect("output");
        }
        writeln!(out).expect("output");
    }
}
