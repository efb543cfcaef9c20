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

/// The rows that a run made of a ledger, written into the ledger as it was by SQLite alone: what is left of a run once
/// nothing is read, found, decided or told.
pub fn rows(matched: &Path, ledger: &Path) {
    let mut connection = open(ledger);
    connection
        .execute("ATTACH ?1 AS run", [matched.to_str().expect("a path")])
        .expect("the matched ledger");
    let tx = connection.transaction().expect("a transaction");
    let write = |sql: &str| tx.execute_batch(sql).expect("rows");
    let indexes: Vec<(String, String)> = tx
        .prepare(
            "SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = 'item'
                AND name IN ('item_customer', 'item_open', 'item_due')",
        )
        .expect("a question")
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("indexes");
    for (name, _) in &indexes {
        write(&format!("DROP INDEX main.{name}"));
    }
    for table in ["journal", "posting"] {
        write(&format!(
            "INSERT OR FAIL INTO main.{table} SELECT * FROM run.{table}
             WHERE id > (SELECT max(id) FROM main.{table})"
        ));
    }
    for table in ["decision", "link", "pattern"] {
        write(&format!(
            "INSERT OR FAIL INTO main.{table} SELECT * FROM run.{table}"
        ));
    }
    write(
        "UPDATE OR FAIL main.item SET open_minor = n.open_minor, base_minor = n.base_minor, customer = n.customer,
            keyed = n.keyed, held_since = n.held_since
         FROM run.item n
         WHERE n.id = item.id AND (n.open_minor <> item.open_minor OR n.customer <> item.customer)",
    );
    for (_, sql) in &indexes {
        write(sql);
    }
    tx.commit().expect("a commit");
}
