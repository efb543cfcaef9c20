//! The aging grid as a whole process, beside the one SQL statement that has the same figures: over the kept balances
//! of today, over the postings of a past day.

use std::path::Path;

use crate::support::cost::{Job, in_turn};
use crate::support::table::{Most, Table};
use crate::support::world::{PAST, Stage, World};

pub fn measure(world: &World, table: &mut Table) {
    let ledger = world.ledger(Stage::Matched);
    let raw = Job::raw("aging-today", &[&ledger]);
    let ours = Job::desk(&ledger, &["aging", "--format", "json"]);
    let costs = in_turn(world.rounds(), || ours.run(), || raw.run());
    table.ratio("aging today", world, costs, Most(4.0, 2.0));
    for (job, day) in [
        "aging, a day in the near past",
        "aging, a day in the far past",
    ]
    .into_iter()
    .zip(PAST)
    {
        let raw = Job::raw("aging-past", &[&ledger, Path::new(day)]);
        let ours = Job::desk(&ledger, &["aging", "--format", "json", "--as-of", day]);
        let costs = in_turn(world.rounds(), || ours.run(), || raw.run());
        table.ratio(job, world, costs, Most(3.0, 1.5));
    }
    let peak = ours.run().peak as f64 / 1024.0;
    table.count(
        "peak memory of an aging",
        world.name(),
        peak,
        "MiB",
        Most(96.0, 48.0),
    );
}
