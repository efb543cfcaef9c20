//! Several processes work on one ledger at the same time: nothing is lost, and none fails for another's sake.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::Stdio;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use rust_decimal::Decimal;
use serde_json::Value;

use crate::proof::{payments, proven, with_invoices};
use crate::support::{Ran, World, ran};

const CUSTOMERS: u32 = 20;
/// The first of them pay; with the others one speaks.
const PAYING: u32 = 10;

/// Fifteen seconds, or `RESKONTRA_TEST_SECONDS`.
fn duration() -> Duration {
    let asked = std::env::var("RESKONTRA_TEST_SECONDS").ok();
    Duration::from_secs(asked.and_then(|text| text.parse().ok()).unwrap_or(15))
}

/// One who works, under a name of his own, until the time is up.
struct Worker<'a> {
    world: &'a World,
    name: &'static str,
    until: Instant,
    /// What was answered with success, by the journal's word for the command: so many entries must be there.
    done: BTreeMap<&'static str, usize>,
    /// What that adds to the sum of the ledger, in kroner.
    sum: Decimal,
    turn: u32,
}

type Work = fn(&mut Worker<'_>);

impl<'a> Worker<'a> {
    fn new(world: &'a World, name: &'static str, until: Instant) -> Self {
        Self {
            world,
            name,
            until,
            done: BTreeMap::new(),
            sum: Decimal::ZERO,
            turn: 0,
        }
    }

    /// The next turn, if there is time for one.
    fn next(&mut self) -> Option<u32> {
        self.turn += 1;
        (Instant::now() < self.until).then_some(self.turn)
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = self.world.command();
        command
            .env("USER", self.name)
            .args(["--today", &self.world.today, "--format", "json"])
            .args(args);
        let ran = ran(command);
        for sign in ["locked", "busy", "try again", "Someone else", "damaged"] {
            assert!(
                !ran.err.contains(sign),
                "{} {args:?}: {}",
                self.name,
                ran.err
            );
        }
        ran
    }

    /// Runs what must succeed.
    fn done(&mut self, command: &'static str, args: &[&str]) -> Value {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{} {args:?}: {ran:?}", self.name);
        *self.done.entry(command).or_default() += 1;
        ran.json()
    }
}

/// Takes in a new bank file each time.
fn importer(worker: &mut Worker<'_>) {
    while let Some(turn) = worker.next() {
        let name = format!("bank-{turn}.csv");
        let mut text = "booking_date,amount,currency,text,bank_ref\n".to_owned();
        for row in 0..40 {
            writeln!(text, "2026-11-20,0.01,NOK,smått {turn} {row},x{turn}-{row}").unwrap();
        }
        worker.world.write(&name, text);
        let report = worker.done("import", &["import", &name]);
        assert_eq!(report["files"][0]["new"], 40);
        worker.sum -= Decimal::new(40, 2);
    }
}

/// Enters money by hand, and takes every third entry back.
fn cashier(worker: &mut Worker<'_>) {
    while let Some(turn) = worker.next() {
        let amount = format!("{}.07", turn % 7 + 1);
        let args = ["receipt", "--date", "2026-11-20", "--amount", &amount];
        let entry = worker.done("receipt", &args)["entry"].to_string();
        worker.sum -= amount.parse::<Decimal>().unwrap();
        if turn.is_multiple_of(3) {
            worker.done("undo", &["undo", &entry]);
            worker.sum += amount.parse::<Decimal>().unwrap();
        }
    }
}

/// Matches what is certain, takes the run back, and matches it again.
fn matcher(worker: &mut Worker<'_>) {
    while worker.next().is_some() {
        let matched = worker.run(&["match", "--auto"]);
        assert_eq!(matched.code, 0, "{matched:?}");
        let matched = matched.json();
        let posted = matched["posted"].as_array().unwrap().len();
        *worker.done.entry("match").or_default() += posted;
        if posted > 0 {
            let run = matched["run"].as_str().unwrap().to_owned();
            worker.done("undo", &["undo", &run]);
            // One entry for each that was taken back.
            *worker.done.entry("undo").or_default() += posted - 1;
        }
    }
}

/// Speaks with customers.
fn caller(worker: &mut Worker<'_>) {
    while let Some(turn) = worker.next() {
        let unpaid = PAYING * 10 + turn % ((CUSTOMERS - PAYING) * 10);
        let invoice = (10_000 + unpaid).to_string();
        let reason = format!("grunn {turn}");
        worker.done("dispute", &["dispute", &invoice, "--reason", &reason]);
        let args = ["dispute", "--close", &invoice, "--outcome", "enige"];
        worker.done("close-dispute", &args);
        let args = ["promise", &invoice, "--date", "2026-12-01"];
        let entry = worker.done("promise", &args)["entry"].to_string();
        worker.done("undo", &["undo", &entry]);
    }
}

fn in_ledger(world: &World) -> Decimal {
    let proof = &world.json(&["aging"])["proof"];
    assert_eq!(proof["difference"], "0.00");
    proof["ledger"].as_str().unwrap().parse().unwrap()
}

#[test]
fn four_who_write_at_once_lose_nothing_and_never_fail_for_another() {
    let world = with_invoices(CUSTOMERS);
    world.take("payments.csv", payments(PAYING));
    let entries = |world: &World| -> Vec<Value> {
        let log = world.json(&["log", "--limit", "1000000"]);
        log["entries"].as_array().unwrap().clone()
    };
    let (before, sum) = (entries(&world).len(), in_ledger(&world));
    let until = Instant::now() + duration();
    let work: [(&str, Work); 4] = [
        ("importer", importer),
        ("cashier", cashier),
        ("matcher", matcher),
        ("caller", caller),
    ];
    let together = Barrier::new(work.len());
    let workers: Vec<Worker<'_>> = std::thread::scope(|scope| {
        let running: Vec<_> = work
            .iter()
            .map(|(name, work)| {
                let (world, together) = (&world, &together);
                scope.spawn(move || {
                    let mut worker = Worker::new(world, name, until);
                    together.wait();
                    work(&mut worker);
                    worker
                })
            })
            .collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    proven(&world.ledger(), "four at once");
    let entries = entries(&world);
    let mut in_all = 0;
    for worker in &workers {
        println!("{}: {:?}", worker.name, worker.done);
        assert!(worker.turn > 3, "{} hardly got a turn", worker.name);
        for (command, count) in &worker.done {
            let kept = entries
                .iter()
                .filter(|entry| entry["actor"] == worker.name && entry["command"] == *command)
                .count();
            assert_eq!(kept, *count, "{} {command}", worker.name);
            in_all += count;
        }
    }
    assert_eq!(entries.len(), before + in_all);
    let added: Decimal = workers.iter().map(|worker| worker.sum).sum();
    assert_eq!(in_ledger(&world), sum + added);
}

#[test]
fn who_waits_for_another_writer_is_told_for_whom_and_then_has_a_turn() {
    let world = with_invoices(1);
    let holder = rusqlite::Connection::open(world.ledger()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut command = world.command();
    command
        .args(["--today", &world.today, "lock", "2026-10-31"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut waiting = command.spawn().unwrap();
    // Longer than anyone used to wait before giving up.
    std::thread::sleep(Duration::from_secs(7));
    assert_eq!(waiting.try_wait().unwrap(), None);
    holder.execute_batch("ROLLBACK").unwrap();
    let ended = waiting.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.success(), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.starts_with("Waiting for "), "{told}");
    #[cfg(target_os = "linux")]
    {
        let own = std::process::id().to_string();
        assert!(told.contains(&format!("process {own} (crash-")), "{told}");
    }
    assert_eq!(world.json(&["log"])["entries"][0]["command"], "lock");
    world.sound();
}

#[cfg(unix)]
#[test]
fn a_wait_can_be_stopped_and_changes_nothing() {
    let world = with_invoices(1);
    world.write("payments.csv", payments(1));
    let before = proven(&world.ledger(), "before");
    let holder = rusqlite::Connection::open(world.ledger()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut command = world.command();
    command
        .args(["--today", &world.today, "import", "payments.csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let waiting = command.spawn().unwrap();
    std::thread::sleep(Duration::from_secs(3));
    let process = i32::try_from(waiting.id()).unwrap();
    let process = rustix::process::Pid::from_raw(process).unwrap();
    rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
    let ended = waiting.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("nothing was changed"), "{told}");
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(proven(&world.ledger(), "after"), before);
}
