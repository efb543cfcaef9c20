//! A camt.054 streamed through the parser and inserted with a unique bank reference: seven fields a payment.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{day, minor, new_database};

/// Where a field stands: the elements that lead to it, the last two of them.
const FIELDS: [(&str, &str); 7] = [
    ("Refs", "AcctSvcrRef"),
    ("TxDtls", "Amt"),
    ("BookgDt", "Dt"),
    ("CdtrRefInf", "Ref"),
    ("RmtInf", "Ustrd"),
    ("Pty", "Nm"),
    ("Othr", "Id"),
];

pub fn load(file: &Path, database: &Path) {
    let mut connection = new_database(database);
    let tx = connection.transaction().expect("a transaction");
    tx.execute_batch(
        "CREATE TABLE payment (id INTEGER PRIMARY KEY, bank_ref TEXT, amount INTEGER, booked INTEGER, kid TEXT,
            text TEXT, name TEXT, account TEXT) STRICT;
         CREATE UNIQUE INDEX payment_bank_ref ON payment (bank_ref);",
    )
    .expect("a table");
    let mut add = tx
        .prepare("INSERT INTO payment VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)")
        .expect("an insert");
    let file = BufReader::with_capacity(128 * 1024, File::open(file).expect("the bank's file"));
    let mut reader = Reader::from_reader(file);
    let (mut buffer, mut path) = (Vec::new(), Vec::<String>::new());
    let mut fields: [String; 7] = Default::default();
    loop {
        match reader.read_event_into(&mut buffer).expect("XML") {
            Event::Start(element) => {
                path.push(element.local_name().as_ref().to_owned());
            }
            Event::Text(text) => {
                let at = FIELDS.iter().position(|(parent, name)| {
                    path.ends_with(&[(*parent).to_owned(), (*name).to_owned()])
                });
                if let Some(at) = at {
                    fields[at] = text.to_string();
                }
            }
            Event::End(element) => {
                if element.local_name().as_ref() == "TxDtls" {
                    let [bank_ref, amount, booked, kid, text, name, account] = &fields;
                    let (amount, booked) = (minor(amount), day(booked));
                    add.execute((bank_ref, amount, booked, kid, text, name, account))
                        .expect("a row");
                    fields[3].clear();
                    fields[4].clear();
                }
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    drop(add);
    tx.commit().expect("a commit");
}
