//! Each job beside the raw cost of the same work, in one run: `cargo bench --bench jobs [-- NAME…]` on the books S
//! and M, with `RESKONTRA_BENCH=L` on L too. A ratio holds on any machine, so the limits are ratios; times on the wall
//! and counts have limits of their own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a measurement that fails may say so, and a ratio is no money"
)]

mod accuracy;
mod actions;
mod aging;
#[path = "../support/book.rs"]
mod book;
mod import;
mod letters;
mod matching;
mod queue;
mod raw;
mod register;
mod scattered;
mod screens;
mod support;
mod week;

use std::env;
use std::ffi::OsString;

use book::Size;
use support::cost;
use support::table::{Most, Table};
use support::world::World;

/// What can be measured, by name.
type Measure = fn(&World, &mut Table);
const FAMILIES: [(&str, Measure); 10] = [
    ("accuracy", accuracy::measure),
    ("aging", aging::measure),
    ("import", import::measure),
    ("match", matching::measure),
    ("queue", queue::measure),
    ("match-week", week::measure),
    ("screens", screens::measure),
    ("actions", actions::measure),
    ("letters", letters::measure),
    ("register", register::measure),
];

/// The product's own: what is measured here without its binary is not to cost more than there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let args: Vec<OsString> = env::args_os().skip(1).collect();
    match args.first().and_then(|arg| arg.to_str()) {
        Some("measure") => return cost::measure(&args[1..]),
        Some("raw") => return raw::run(&args[1..]),
        _ => {}
    }
    // `cargo test --benches` starts this too; a measurement is for `cargo bench`.
    if !args.iter().any(|arg| arg == "--bench") {
        return;
    }
    let wanted: Vec<&str> = args
        .iter()
        .filter_map(|arg| arg.to_str())
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let mut sizes = vec![Size::S, Size::M];
    if env::var_os("RESKONTRA_BENCH").is_some_and(|size| size == "L") {
        sizes.push(Size::L);
    }
    let mut table = Table::new();
    for size in &sizes {
        let world = World::new(*size);
        for (name, measure) in FAMILIES {
            if wanted.is_empty() || wanted.contains(&name) {
                measure(&world, &mut table);
            }
        }
    }
    table.growth("S", "M", growth);
    table.growth("M", "L", growth);
    table.growth("S", "L", |job| {
        job.starts_with("first screen").then_some(Most(1.3, 1.1))
    });
    table.finish();
}

/// Ten times the rows: batch work may cost fourteen times as much, today's aging seven times.
fn growth(job: &str) -> Option<Most> {
    match job {
        "aging today" => Some(Most(14.0, 7.0)),
        _ if job.starts_with("first screen") => Some(Most(1.3, 1.1)),
        _ if ["aging", "import", "match"]
            .iter()
            .any(|batch| job.starts_with(batch)) =>
        {
            Some(Most(14.0, 11.0))
        }
        _ => None,
    }
}
