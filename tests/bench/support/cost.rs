//! What a process costs: CPU seconds and peak memory, as the kernel counts them.
//!
//! The kernel's figures for children are totals and maxima over all of them, so each process is measured from a
//! parent of its own: this program, run with `measure`.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};

use super::world::TODAY;

#[derive(Clone, Copy)]
pub struct Cost {
    pub cpu: Duration,
    /// KiB.
    pub peak: u64,
}

/// A program to be run on a ledger.
pub struct Job {
    program: OsString,
    args: Vec<OsString>,
    ledger: OsString,
}

impl Job {
    /// The desk's binary.
    pub fn desk(ledger: &Path, args: &[&str]) -> Self {
        let args = args.iter().map(OsString::from).collect();
        let (program, ledger) = (env!("CARGO_BIN_EXE_reskontra").into(), ledger.into());
        Self {
            program,
            args,
            ledger,
        }
    }

    /// This program, doing the raw work of a name.
    pub fn raw(name: &str, args: &[&Path]) -> Self {
        let mut all = vec![OsString::from("raw"), name.into()];
        all.extend(args.iter().map(OsString::from));
        Self {
            program: this_program(),
            args: all,
            ledger: OsString::new(),
        }
    }

    pub fn run(&self) -> Cost {
        self.try_run()
            .unwrap_or_else(|| panic!("{} {:?} failed", self.program.display(), self.args))
    }

    /// None if the program fails.
    pub fn try_run(&self) -> Option<Cost> {
        let mut parent = Command::new(this_program());
        parent.arg("measure").arg(&self.program).args(&self.args);
        on_ledger(&mut parent, Path::new(&self.ledger));
        let told = parent
            .stderr(Stdio::null())
            .output()
            .expect("this program runs");
        let text = String::from_utf8(told.stdout).expect("figures");
        let (cpu, peak) = text.trim().split_once(' ')?;
        Some(Cost {
            cpu: Duration::from_micros(cpu.parse().expect("microseconds")),
            peak: peak.parse().expect("KiB"),
        })
    }
}

/// The ledger, the day and no setting but these.
pub fn on_ledger(command: &mut Command, ledger: &Path) {
    command
        .env("RESKONTRA_LEDGER", ledger)
        .env("RESKONTRA_CONFIG", "")
        .env("XDG_CONFIG_HOME", "/nowhere")
        .env("RESKONTRA_TODAY", TODAY);
}

fn this_program() -> OsString {
    env::current_exe().expect("a path").into()
}

/// In the process of its own: runs the program and tells what it cost, unless it failed.
pub fn measure(args: &[OsString]) {
    let (program, args) = args.split_first().expect("a program");
    let done = Command::new(program)
        .args(args)
        .stdout(Stdio::null())
        .status();
    if done.is_ok_and(|status| status.success()) {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("figures");
        let micros = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000_000 + time.tv_usec();
        let cpu = micros(usage.user_time()) + micros(usage.system_time());
        println!("{cpu} {}", usage.max_rss());
    }
}

/// Medians of both, measured in turn, so that whatever else the machine does befalls both alike.
pub fn in_turn(
    rounds: usize,
    mut ours: impl FnMut() -> Cost,
    mut raw: impl FnMut() -> Cost,
) -> (Cost, Cost) {
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        mine.push(ours());
        theirs.push(raw());
    }
    (median(mine), median(theirs))
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.cpu);
    let peak = costs.iter().map(|cost| cost.peak).max().unwrap_or_default();
    Cost {
        cpu: costs[costs.len() / 2].cpu,
        peak,
    }
}
