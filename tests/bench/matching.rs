//! `match --auto` of all payments, beside the raw writing of the allocations that an exact reference gives, and beside
//! that of the rows which the ledger keeps of it: entries, postings, evidence.

use crate::support::cost::{Job, in_turn};
use crate::support::table::{Most, Table};
use crate::support::world::{Stage, World};

pub fn measure(world: &World, table: &mut Table) {
    let paid = world.ledger(Stage::Paid);
    let loaded = world.path("raw-loaded");
    Job::raw("load", &[&world.path(""), &loaded]).run();
    // The whole book takes its time; three rounds tell the order of magnitude.
    let costs = in_turn(
        3,
        || Job::desk(&world.copy_of(&paid), &["match", "--auto"]).run(),
        || Job::raw("settle", &[&world.copy_of(&loaded)]).run(),
    );
    table.ratio("match of all payments", world, costs, Most(6.0, 3.0));
    let matched = world.ledger(Stage::Matched);
    let alone = in_turn(
        3,
        || Job::desk(&world.copy_of(&paid), &["match", "--auto"]).run(),
        || Job::raw("settled-rows", &[&matched, &world.copy_of(&paid)]).run(),
    );
    table.ratio(
        "match beside its own rows alone",
        world,
        alone,
        Most(5.0, 3.0),
    );
    let peak = costs.0.peak as f64 / 1024.0;
    table.count(
        "peak memory of that match",
        world.name(),
        peak,
        "MiB",
        Most(300.0, 128.0),
    );
}
