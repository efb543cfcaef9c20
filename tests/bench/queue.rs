//! The queue of reminders on the day: every account judged, beside the SQL statement that lists overdue items with
//! their customers. What receipts may be whose is asked for too: a letter waits for that.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face, Options};
use rusqlite::{Connection, OpenFlags};

use crate::support::cost::{Job, in_turn};
use crate::support::table::{Most, Table};
use crate::support::world::{Stage, TODAY, World};

pub fn measure(world: &World, table: &mut Table) {
    let ledger = world.ledger(Stage::Matched);
    of(
        world,
        table,
        &ledger,
        ("queue of reminders", Most(3.0, 2.0)),
    );
    // What matching found holds through a call. After what receipts are matched by, those are matched again that it
    // touches: few, whatever the work.
    let worked_on = world.copy_of(&ledger);
    let customer = customer(&worked_on);
    Job::desk(&worked_on, &["call", &customer.0, "--note", "rang"]).run();
    let job = ("queue after a call", Most(3.0, 2.0));
    of(world, table, &worked_on, job);
    Job::desk(&worked_on, &["dispute", &customer.1, "--reason", "goods"]).run();
    let job = ("queue after a dispute", Most(3.0, 2.0));
    of(world, table, &worked_on, job);
    let file = bank_file(world, &customer.1);
    Job::desk(&worked_on, &["import", &file]).run();
    let job = ("queue after a bank file", Most(3.0, 2.0));
    of(world, table, &worked_on, job);
    let settlement = format!("week-1={}", customer.1);
    Job::desk(&worked_on, &["accept", &settlement]).run();
    let job = ("queue after a settlement", Most(3.0, 2.0));
    of(world, table, &worked_on, job);
    let entered = [
        "receipt", "--date", TODAY, "--amount", "1234.50", "--text", "takk",
    ];
    Job::desk(&worked_on, &entered).run();
    let job = ("queue after a receipt by hand", Most(3.0, 2.0));
    of(world, table, &worked_on, job);
}

/// A day's bank file: the book's last payments once more as new ones, and one that says nothing.
fn bank_file(world: &World, invoice: &str) -> String {
    let payments = fs::read_to_string(world.path("payments.csv")).expect("the payments");
    let mut lines = payments.lines();
    let head = lines.next().expect("a heading");
    let last: Vec<&str> = lines.collect();
    let last = last[last.len().saturating_sub(DAY)..].iter();
    let again = last.map(|line| {
        let (id, rest) = line.split_once(',').expect("a payment");
        format!("again-{id},{}", rest.replace(",B20", ",C20"))
    });
    let of_head = |name: &str| match name {
        "payment_id" => "week-1",
        "booking_date" => TODAY,
        "amount" => "10.00",
        "currency" => "NOK",
        "text" => invoice,
        _ => "",
    };
    let silent: Vec<&str> = head.split(',').map(of_head).collect();
    let rows: Vec<String> = again.chain([silent.join(",")]).collect();
    let path = world.file("day.csv");
    fs::write(&path, format!("{head}\n{}\n", rows.join("\n"))).expect("a file");
    path
}

/// Payments of a day.
const DAY: usize = 100;

fn of(world: &World, table: &mut Table, ledger: &Path, (job, most): (&'static str, Most)) {
    let (raw, ours) = (Job::raw("overdue", &[ledger]), Job::raw("queue", &[ledger]));
    let costs = in_turn(world.rounds(), || ours.run(), || raw.run());
    table.ratio(job, world, costs, most);
}

/// A customer, and an open invoice of his, by their numbers.
fn customer(ledger: &Path) -> (String, String) {
    let connection =
        Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a ledger");
    let sql = "SELECT c.number, d.number FROM item i JOIN document d ON d.id = i.document
               JOIN customer c ON c.id = i.customer WHERE i.open_minor > 0 AND i.class = 0 ORDER BY i.due LIMIT 1";
    let found = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
    found.expect("an open invoice")
}

/// The queue as the desk has it, in a process of its own.
pub fn judged(ledger: &Path) {
    let options = Options {
        ledger: Some(ledger.to_owned()),
        config: None,
        today: TODAY.parse::<NaiveDate>().ok(),
        read_only: true,
    };
    let desk = Desk::open(&options, Config::default(), Face::CommandLine);
    let desk = desk.unwrap_or_else(|_| panic!("the ledger opens"));
    let queue = desk.queue(desk.today()).expect("a queue");
    assert!(!queue.letters.is_empty(), "nothing was judged");
    println!("{} letters", queue.letters.len());
}
