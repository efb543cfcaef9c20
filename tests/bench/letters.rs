//! Letters as PDF, beside a bare page by the same library: no layout, no archive's standard, one line of text. And a
//! print run of ten thousand in one process: what it takes in memory, and that it grows with their number.

use std::path::Path;

use crate::support::cost::{Cost, Job, in_turn};
use crate::support::table::{Most, Table};
use crate::support::world::World;

pub fn measure(world: &World, table: &mut Table) {
    if world.name() != "S" {
        return Table::left_out("letters", world.name(), "they need no ledger");
    }
    let costs = in_turn(
        world.rounds(),
        || run("letters", "200"),
        || run("bare-pages", "200"),
    );
    table.ratio("a letter as PDF", world, costs, Most(6.0, 3.0));
    for (name, peak, growth) in [
        ("letters", "10 000 letters, peak", "10 000 letters to 1 000"),
        (
            "print-run",
            "print run of 10 000, peak",
            "print run of 10 000 to 1 000",
        ),
    ] {
        let (few, many) = (run(name, "1000"), run(name, "10000"));
        let mebibytes = many.peak as f64 / 1024.0;
        table.count(peak, "10k", mebibytes, "MiB", Most(500.0, 250.0));
        let ratio = many.cpu.as_secs_f64() / few.cpu.as_secs_f64();
        table.count(growth, "10k", ratio, "times", Most(14.0, 11.0));
    }
}

fn run(name: &str, count: &str) -> Cost {
    Job::raw(name, &[Path::new(count)]).run()
}
