//! A process that is killed leaves the ledger as it was before a command or as it is after it, and whole.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::chance::Chance;
use crate::proof::{payments, proven, put_back, with_invoices};
use crate::support::{World, sample};

/// Customers of the book; each has ten invoices.
const CUSTOMERS: u32 = 30;
/// Kills of each test: two hundred between the two.
const KILLS: u32 = 100;
/// Longer than any command of these tests takes.
const LONG: Duration = Duration::from_mins(1);

/// When a process is killed.
#[derive(Clone, Copy, Debug)]
enum Point {
    /// So long after it began.
    After(Duration),
    /// Once the log has so many bytes: in the midst of a commit.
    Log(u64),
    /// So long after the log begins to be folded into the ledger.
    Folding(Duration),
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |data| data.len())
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn start(world: &World, args: &[&str]) -> Child {
    let mut command = world.command();
    command
        .args(["--today", &world.today])
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Kills the process at a point; false when it had ended by itself.
fn kill(child: &mut Child, ledger: &Path, point: Point) -> bool {
    let begun = Instant::now();
    let log = ledger.with_file_name("ledger.reskontra-wal");
    let untouched = (length(ledger), modified(ledger));
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        let is_there = match point {
            Point::After(time) => begun.elapsed() >= time,
            Point::Log(bytes) => length(&log) >= bytes,
            Point::Folding(time) => {
                let folds = (length(ledger), modified(ledger)) != untouched;
                if folds {
                    std::thread::sleep(time);
                }
                folds
            }
        };
        if is_there {
            break;
        }
        assert!(begun.elapsed() < LONG, "it does not end");
        if matches!(point, Point::After(_)) {
            std::thread::sleep(Duration::from_micros(200));
        }
    }
    child.kill().unwrap();
    // Killed by nothing but us: a process that ended in between has a code.
    child.wait().unwrap().code().is_none()
}

/// How long an undisturbed run takes, and how long its log grows.
fn measure(world: &World, args: &[&str]) -> (Duration, u64) {
    let begun = Instant::now();
    let log = world.path("ledger.reskontra-wal");
    let mut child = start(world, args);
    let mut longest = 0;
    while child.try_wait().unwrap().is_none() {
        longest = longest.max(length(&log));
    }
    assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    (begun.elapsed(), longest)
}

/// Kills a command again and again, each time on the same ledger; `outcomes` are the states it may leave, the first
/// the one before it and the last the one after it.
fn trial(world: &World, args: &[&str], outcomes: &[String], name: &str) {
    let mut chance = Chance::new(name);
    let before = fs::read(world.ledger()).unwrap();
    let (time, log) = measure(world, args);
    assert_eq!(proven(&world.ledger(), name), outcomes[outcomes.len() - 1]);
    let figures = |world: &World| world.done(&["aging", "--format", "json"]);
    let mut seen = vec![0; outcomes.len()];
    let mut told: Vec<Option<String>> = vec![None; outcomes.len()];
    let mut killed = 0;
    for turn in 0..3 * KILLS {
        if killed == KILLS {
            break;
        }
        put_back(world, &before);
        let micros = u64::try_from(time.as_micros()).unwrap();
        let point = match turn % 3 {
            0 => Point::After(Duration::from_micros(chance.below(micros))),
            1 => Point::Log(chance.below(log) + 1),
            _ => Point::Folding(Duration::from_micros(chance.below(3_000))),
        };
        let mut child = start(world, args);
        if !kill(&mut child, &world.ledger(), point) {
            continue;
        }
        killed += 1;
        let when = format!("{name}, kill {turn} at {point:?}");
        // The program itself is the first to open what the other left.
        let aging = figures(world);
        let state = proven(&world.ledger(), &when);
        let outcome = outcomes
            .iter()
            .position(|outcome| *outcome == state)
            .unwrap_or_else(|| panic!("{when}: neither before nor after"));
        seen[outcome] += 1;
        let known = told[outcome].get_or_insert_with(|| aging.clone());
        assert_eq!(*known, aging, "{when}");
    }
    println!("{name}: {killed} killed under way; states left: {seen:?}");
    assert!(killed > KILLS / 2, "only {killed} were killed under way");
    assert!(seen[0] > 0 && seen[seen.len() - 1] > 0, "{seen:?}");
}

#[test]
fn a_killed_import_leaves_each_file_taken_in_or_not() {
    let world = with_invoices(CUSTOMERS);
    world.write("payments.csv", payments(CUSTOMERS));
    fs::copy(
        sample("netsgiro-twenty-payments-types-10-11-12-13-21.txt"),
        world.path("bank.txt"),
    )
    .unwrap();
    let before = fs::read(world.ledger()).unwrap();
    let mut outcomes = vec![proven(&world.ledger(), "before")];
    // Both files in one run, as the command that is killed takes them.
    world.done(&["import", "payments.csv", "bank.txt"]);
    let both = proven(&world.ledger(), "both");
    put_back(&world, &before);
    world.done(&["import", "payments.csv"]);
    outcomes.extend([proven(&world.ledger(), "one"), both]);
    put_back(&world, &before);
    let args = ["import", "payments.csv", "bank.txt"];
    trial(&world, &args, &outcomes, "import");
}

#[test]
fn a_killed_match_leaves_all_its_entries_or_none() {
    let world = with_invoices(CUSTOMERS);
    world.take("payments.csv", payments(CUSTOMERS));
    let before = fs::read(world.ledger()).unwrap();
    let mut outcomes = vec![proven(&world.ledger(), "before")];
    let matched = world.json(&["match", "--auto"]);
    assert_eq!(matched["posted"].as_array().unwrap().len(), 300);
    outcomes.push(proven(&world.ledger(), "after"));
    put_back(&world, &before);
    trial(&world, &["match", "--auto"], &outcomes, "match");
}

/// Files of ledgers that were never finished.
fn begun(world: &World) -> Vec<String> {
    let entries = fs::read_dir(world.path(".")).unwrap().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".begun-"))
        .collect()
}

#[test]
fn a_killed_init_leaves_no_ledger_or_a_whole_one() {
    let mut chance = Chance::new("init");
    let world = World::bare();
    let args = ["init", "--company", "Ås Bygg AS", "--country", "no"];
    let (time, _) = measure(&world, &args);
    let whole = proven(&world.ledger(), "init");
    let (mut nothing, mut made) = (0, 0);
    for turn in 0..40 {
        for entry in fs::read_dir(world.path(".")).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with("ledger") {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        let micros = u64::try_from(time.as_micros()).unwrap();
        let point = Point::After(Duration::from_micros(chance.below(micros)));
        let mut child = start(&world, &args);
        kill(&mut child, &world.ledger(), point);
        let when = format!("init, kill {turn} at {point:?}");
        if world.ledger().exists() {
            made += 1;
        } else {
            nothing += 1;
            world.done(&args);
            assert_eq!(begun(&world), [""; 0], "{when}");
        }
        assert_eq!(proven(&world.ledger(), &when), whole, "{when}");
    }
    println!("init: {nothing} left no ledger, {made} a whole one");
    assert!(nothing > 0, "every kill came too late");
}
