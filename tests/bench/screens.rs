//! The desk as its user feels it, in a pseudo-terminal: from the start to the first data, from a key to the screen.
//! The kernel's own fork and exec are in the first figure, about four milliseconds.

use std::time::Duration;

use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face, Options};

use crate::support::table::{Most, Table};
use crate::support::terminal::Terminal;
use crate::support::world::{Stage, World};

const DESK: &str = env!("CARGO_BIN_EXE_reskontra");
/// A start is short and uneven: many of them.
const STARTS: usize = 15;
/// Time for what is computed behind the first screen, at the largest size.
const BEHIND: Duration = Duration::from_secs(2);

pub fn measure(world: &World, table: &mut Table) {
    let ledger = world.ledger(Stage::Matched);
    let options = Options {
        ledger: Some(ledger.clone()),
        read_only: true,
        ..Options::default()
    };
    let desk = Desk::open(&options, Config::default(), Face::Desk).expect("a ledger");
    let oldest = desk
        .first_look(1)
        .expect("a first look")
        .oldest
        .pop()
        .expect("an open invoice");
    drop(desk);
    let start = || Terminal::start(&[DESK], &ledger);

    let mut first: Vec<Duration> = (0..STARTS).map(|_| start().until(&oldest.number)).collect();
    first.sort();
    table.wall(
        "first screen",
        world,
        first[first.len() / 2],
        Most(50.0, 20.0),
    );

    let mut desk = start();
    desk.until(&oldest.number);
    desk.settle(BEHIND);
    desk.press("2");
    desk.settle(BEHIND);
    let pages = (0..40).map(|_| desk.press("\u{1b}[6~")).collect();
    table.wall("page-down, p95", world, p95(pages), Most(5.0, 2.0));
    desk.press("/");
    let keys = [
        "n", "o", "r", "d", "\u{7f}", "\u{7f}", "\u{7f}", "\u{7f}", "s", "t", "å", "l",
    ];
    let keys = keys
        .iter()
        .cycle()
        .take(36)
        .map(|key| desk.press(key))
        .collect();
    table.wall("filter keystroke, p95", world, p95(keys), Most(16.0, 8.0));
    let peak = desk.peak() as f64 / 1024.0;
    table.count(
        "peak memory of browsing",
        world.name(),
        peak,
        "MiB",
        Most(128.0, 40.0),
    );
}

fn p95(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() * 95 / 100]
}
