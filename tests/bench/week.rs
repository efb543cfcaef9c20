//! A week's payments against all that is open: 2 000 receipts, 20 000 open items. What matching proposes for them must
//! be there within a second, and stands beside the raw settling by exact reference.

use std::fs;
use std::path::Path;

use crate::support::cost::{Job, in_turn};
use crate::support::table::{Most, Table};
use crate::support::world::World;

const RECEIPTS: usize = 2_000;
const ITEMS: usize = 20_000;

pub fn measure(world: &World, table: &mut Table) {
    let files = world.path("week-files");
    if !cut_files(world, &files) {
        let why = "it has fewer invoices than that";
        return Table::left_out("proposals for a week", world.name(), why);
    }
    let week = world.path("week");
    fs::copy(world.path("empty"), &week).expect("a copy");
    let paths = ["customers.csv", "invoices.csv", "payments.csv"]
        .map(|name| files.join(name).display().to_string());
    Job::desk(&week, &["import", &paths[0], &paths[1], &paths[2]]).run();
    let loaded = world.path("week-loaded");
    Job::raw("load", &[&files, &loaded]).run();
    let costs = in_turn(
        world.rounds(),
        || Job::desk(&week, &["match"]).run(),
        || Job::raw("settle", &[&world.copy_of(&loaded)]).run(),
    );
    let cpu = costs.0.cpu;
    table.ratio("proposals for a week", world, costs, Most(20.0, 8.0));
    table.wall(
        "proposals for a week, CPU time",
        world,
        cpu,
        Most(1_000.0, 500.0),
    );
}

/// The book's last invoices and payments. False where it has not so many.
fn cut_files(world: &World, folder: &Path) -> bool {
    let read = |name: &str| fs::read_to_string(world.path(name)).expect("a file of the book");
    let (invoices, payments) = (read("invoices.csv"), read("payments.csv"));
    let cut = |text: &str, most: usize| -> Option<String> {
        let lines: Vec<&str> = text.lines().collect();
        let (head, rows) = lines.split_first()?;
        let last = rows.get(rows.len().checked_sub(most)?..)?;
        Some([&[*head], last].concat().join("\n") + "\n")
    };
    let (Some(invoices), Some(payments)) = (cut(&invoices, ITEMS), cut(&payments, RECEIPTS)) else {
        return false;
    };
    fs::create_dir_all(folder).expect("a folder");
    let write = |name: &str, text: String| {
        fs::write(folder.join(name), text).expect("a file is written");
    };
    write("customers.csv", read("customers.csv"));
    write("invoices.csv", invoices);
    write("payments.csv", payments);
    true
}
