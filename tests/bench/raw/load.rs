//! The book's CSV files inserted in one transaction, with three indexes: reference, bank reference, customer and due.

use std::path::Path;

use csv::StringRecord;
use rusqlite::{ToSql, Transaction, params};

use super::{day, minor, new_database};

const SCHEMA: &str = "
    CREATE TABLE customer (id INTEGER PRIMARY KEY, number TEXT, name TEXT, org_no TEXT, email TEXT, account TEXT,
        terms INTEGER, postcode TEXT, city TEXT) STRICT;
    CREATE TABLE invoice (id INTEGER PRIMARY KEY, number TEXT, customer TEXT, kid TEXT, issued INTEGER, due INTEGER,
        amount INTEGER, open INTEGER, currency TEXT) STRICT;
    CREATE TABLE payment (id INTEGER PRIMARY KEY, booked INTEGER, amount INTEGER, currency TEXT, kid TEXT, text TEXT,
        name TEXT, account TEXT, bank_ref TEXT) STRICT;
    CREATE UNIQUE INDEX invoice_kid ON invoice (kid);
    CREATE UNIQUE INDEX payment_bank_ref ON payment (bank_ref);
    CREATE INDEX invoice_due ON invoice (customer, due);";

pub fn load(folder: &Path, database: &Path) {
    let mut connection = new_database(database);
    let tx = connection.transaction().expect("a transaction");
    tx.execute_batch(SCHEMA).expect("tables");
    customers(&tx, &folder.join("customers.csv"));
    invoices(&tx, &folder.join("invoices.csv"));
    payments(&tx, &folder.join("payments.csv"));
    tx.commit().expect("a commit");
}

fn customers(tx: &Transaction<'_>, file: &Path) {
    let sql = "INSERT INTO customer VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)";
    insert(tx, sql, file, |row, add| {
        let terms = number(&row[5]);
        add(params![
            &row[0], &row[1], &row[2], &row[3], &row[4], terms, &row[6], &row[7]
        ]);
    });
}

fn invoices(tx: &Transaction<'_>, file: &Path) {
    let sql = "INSERT INTO invoice VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)";
    insert(tx, sql, file, |row, add| {
        let (issued, due, amount) = (day(&row[3]), day(&row[4]), minor(&row[5]));
        add(params![
            &row[0], &row[1], &row[2], issued, due, amount, amount, &row[6]
        ]);
    });
}

fn payments(tx: &Transaction<'_>, file: &Path) {
    let sql = "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    insert(tx, sql, file, |row, add| {
        let (id, booked, amount) = (number(&row[0]), day(&row[1]), minor(&row[2]));
        add(params![
            id, booked, amount, &row[3], &row[4], &row[5], &row[6], &row[7], &row[8]
        ]);
    });
}

type Add<'a> = &'a mut dyn FnMut(&[&dyn ToSql]);

fn insert(tx: &Transaction<'_>, sql: &str, file: &Path, each: impl Fn(&StringRecord, Add<'_>)) {
    let mut statement = tx.prepare(sql).expect("an insert");
    let mut rows = csv::Reader::from_path(file).expect("a file of the book");
    let mut row = StringRecord::new();
    while rows.read_record(&mut row).expect("a row") {
        each(&row, &mut |values| {
            statement.execute(values).expect("a row");
        });
    }
}

fn number(text: &str) -> i64 {
    text.parse().expect("a number")
}
