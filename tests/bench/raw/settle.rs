//! Payments matched by exact reference in memory; allocations and what is open written, then three indexes.

use std::collections::HashMap;
use std::path::Path;

use super::open;

pub fn settle(database: &Path) {
    let mut connection = open(database);
    let tx = connection.transaction().expect("a transaction");
    tx.execute_batch(
        "CREATE TABLE allocation (id INTEGER PRIMARY KEY, payment INTEGER, invoice INTEGER, amount INTEGER) STRICT;",
    )
    .expect("a table");
    let mut open = HashMap::new();
    let mut invoices = tx
        .prepare("SELECT kid, id, open FROM invoice")
        .expect("a question");
    let mut rows = invoices.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let (kid, id, amount): (String, i64, i64) = (
            row.get(0).unwrap(),
            row.get(1).unwrap(),
            row.get(2).unwrap(),
        );
        open.insert(kid, (id, amount));
    }
    drop(rows);
    drop(invoices);
    let mut payments = tx
        .prepare("SELECT id, kid, amount FROM payment ORDER BY id")
        .expect("a question");
    let mut add = tx
        .prepare("INSERT INTO allocation VALUES (NULL, ?, ?, ?)")
        .expect("an insert");
    let mut rows = payments.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let (id, kid, amount): (i64, String, i64) = (
            row.get(0).unwrap(),
            row.get(1).unwrap(),
            row.get(2).unwrap(),
        );
        if let Some((invoice, left)) = open.get_mut(&kid).filter(|(_, left)| *left > 0) {
            let part = amount.min(*left);
            *left -= part;
            add.execute((id, *invoice, part)).expect("a row");
        }
    }
    drop(rows);
    drop((payments, add));
    let mut keep = tx
        .prepare("UPDATE invoice SET open = ? WHERE id = ?")
        .expect("an update");
    let mut balances: Vec<(i64, i64)> = open.into_values().collect();
    balances.sort_unstable();
    for (id, left) in balances {
        keep.execute((left, id)).expect("a row");
    }
    drop(keep);
    tx.execute_batch(
        "CREATE INDEX allocation_payment ON allocation (payment);
         CREATE INDEX allocation_invoice ON allocation (invoice);
         CREATE INDEX invoice_open ON invoice (customer, due, open) WHERE open <> 0;",
    )
    .expect("indexes");
    tx.commit().expect("a commit");
}
