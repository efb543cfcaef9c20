//! The queue of reminders on the day: every account judged, beside the SQL statement that lists overdue items with
//! their customers. What receipts may be whose is asked for too: a letter waits for that.

use std::path::Path;

use chrono::NaiveDate;
use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face, Options};

use crate::support::cost::{Job, in_turn};
use crate::support::table::{Most, Table};
use crate::support::world::{Stage, TODAY, World};

pub fn measure(world: &World, table: &mut Table) {
    let ledger = world.ledger(Stage::Matched);
    let raw = Job::raw("overdue", &[&ledger]);
    let ours = Job::raw("queue", &[&ledger]);
    let costs = in_turn(world.rounds(), || ours.run(), || raw.run());
    table.ratio("queue of reminders", world, costs, Most(3.0, 2.0));
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
