//! What one confirmed action asks of the disk: calls that wait for it, counted by strace on the desk at work.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face, Options};

use crate::support::table::{Most, Table};
use crate::support::terminal::Terminal;
use crate::support::world::{Stage, World};

const SETTLED: Duration = Duration::from_millis(1500);

pub fn measure(world: &World, table: &mut Table) {
    // The count is the same on any book; the smallest is ready soonest.
    if world.name() != "S" {
        return;
    }
    let job = "syncs per confirmed action";
    let strace = Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !strace.is_ok_and(|status| status.success()) {
        return Table::left_out(job, world.name(), "there is no strace here");
    }
    let ledger = world.copy_of(&world.ledger(Stage::Paid));
    let (log, desk) = (world.file("strace.log"), env!("CARGO_BIN_EXE_reskontra"));
    let calls = || {
        let log = std::fs::read_to_string(&log).expect("strace's log");
        log.lines().filter(|line| line.contains("sync(")).count()
    };
    let before = entries(&ledger);
    let traced = [
        "strace",
        "-f",
        "-e",
        "trace=fsync,fdatasync",
        "-o",
        &log,
        desk,
    ];
    let mut desk = Terminal::start(&traced, &ledger);
    desk.settle(SETTLED);
    desk.press("5");
    desk.settle(SETTLED);
    let idle = calls();
    for _ in 0..60 {
        desk.press("\r");
        desk.settle(SETTLED / 15);
    }
    let waited = calls() - idle;
    let done = entries(&ledger) - before;
    drop(desk);
    if done == 0 {
        return Table::left_out(job, world.name(), "no receipt could be accepted");
    }
    table.count(
        job,
        world.name(),
        waited as f64 / done as f64,
        "syncs",
        Most(1.05, 1.0),
    );
}

/// Entries of the journal.
fn entries(ledger: &Path) -> i64 {
    let options = Options {
        ledger: Some(ledger.to_owned()),
        read_only: true,
        ..Options::default()
    };
    let desk = Desk::open(&options, Config::default(), Face::Desk).expect("a ledger");
    desk.log(None, 1)
        .expect("a log")
        .first()
        .map_or(0, |line| line.id.0)
}
