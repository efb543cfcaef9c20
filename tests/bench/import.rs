//! Taking in the book's CSV files, and a bank's camt.054, beside a plain insert of the same rows.

use crate::support::cost::{Job, in_turn};
use crate::support::table::{Most, Table};
use crate::support::world::{Stage, World};

pub fn measure(world: &World, table: &mut Table) {
    let files = ["customers.csv", "invoices.csv", "payments.csv"].map(|name| world.file(name));
    let costs = in_turn(
        world.rounds(),
        || {
            let ledger = world.copy_of(&world.path("empty"));
            Job::desk(&ledger, &["import", &files[0], &files[1], &files[2]]).run()
        },
        || Job::raw("load", &[&world.path(""), &world.path("raw")]).run(),
    );
    table.ratio("import of the CSV book", world, costs, Most(6.0, 3.0));
    let peak = costs.0.peak as f64 / 1024.0;
    table.count(
        "peak memory of that import",
        world.name(),
        peak,
        "MiB",
        Most(128.0, 96.0),
    );
    camt(world, table);
}

fn camt(world: &World, table: &mut Table) {
    let invoiced = world.ledger(Stage::Invoiced);
    let file = world.file("camt054.xml");
    let import = |args: &[&str]| Job::desk(&world.copy_of(&invoiced), args).try_run();
    if import(&["import", "--dry-run", &file]).is_none() {
        Table::left_out(
            "import of camt.054",
            world.name(),
            "the desk does not read it yet",
        );
        return;
    }
    let costs = in_turn(
        world.rounds(),
        || import(&["import", &file]).expect("it was read a moment ago"),
        || Job::raw("camt", &[&world.path("camt054.xml"), &world.path("raw")]).run(),
    );
    table.ratio("import of camt.054", world, costs, Most(4.0, 2.0));
    let peak = costs.0.peak as f64 / 1024.0;
    table.count(
        "peak memory of that import",
        world.name(),
        peak,
        "MiB",
        Most(128.0, 96.0),
    );
}
