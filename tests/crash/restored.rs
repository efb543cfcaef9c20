//! Backups: what is brought back is what was copied, and whoever is interrupted on the way has lost nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use reskontra::desk::clock::Clock;
use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face};
use reskontra::domain::ledger::{CompanySize, LedgerFacts};
use reskontra::domain::money::Currency;

use crate::chance::Chance;
use crate::proof::{derived, payments, proven, with_invoices};
use crate::support::{World, one_sentence};

const CUSTOMERS: u32 = 20;

/// A ledger, its backup, and what was done since.
fn changed_since_backup() -> (World, [String; 2]) {
    let world = with_invoices(CUSTOMERS);
    world.done(&["backup", "sound"]);
    let copied = proven(&world.ledger(), "copied");
    world.take("payments.csv", payments(CUSTOMERS));
    world.done(&["match", "--auto"]);
    world.done(&["undo"]);
    let changed = proven(&world.ledger(), "changed");
    assert_ne!(copied, changed);
    (world, [copied, changed])
}

/// The ledgers that a restore put aside.
fn aside(world: &World) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(world.path("."))
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.contains(".before-restore-") && !name.ends_with("-wal") && !name.ends_with("-shm")
        })
        .collect();
    found.sort();
    found
}

#[test]
fn what_is_brought_back_is_what_was_copied() {
    let (world, [copied, changed]) = changed_since_backup();
    let figures = world.done(&["aging", "--ledger", "sound"]);
    world.done(&["restore", "sound"]);
    assert_eq!(proven(&world.ledger(), "restored"), copied);
    assert_eq!(world.done(&["aging"]), figures);
    let kept = aside(&world);
    assert_eq!(kept.len(), 1);
    assert_eq!(proven(&kept[0], "aside"), changed);
    // One goes on from there, and back again.
    world.done(&["import", "payments.csv"]);
    world.done(&["restore", kept[0].to_str().unwrap()]);
    assert_eq!(proven(&world.ledger(), "back again"), changed);
}

#[test]
fn a_restore_killed_anywhere_leaves_a_ledger_and_a_way_back() {
    let (world, [copied, changed]) = changed_since_backup();
    let before = fs::read(world.ledger()).unwrap();
    let mut chance = Chance::new("restore");
    let begun = Instant::now();
    world.done(&["restore", "sound"]);
    let time = u64::try_from(begun.elapsed().as_micros()).unwrap();
    let (mut old, mut new) = (0, 0);
    for turn in 0..40 {
        for path in aside(&world) {
            fs::remove_file(path).unwrap();
        }
        crate::proof::put_back(&world, &before);
        let after = Duration::from_micros(chance.below(time));
        let mut command = world.command();
        let command = command.args(["restore", "sound"]).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        if turn % 2 == 0 {
            std::thread::sleep(after);
        } else {
            // Right where names change.
            let aside_is_there = || !aside(&world).is_empty();
            while !aside_is_there() && child.try_wait().unwrap().is_none() {}
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let when = format!("kill {turn} after {after:?}");
        let state = proven(&world.ledger(), &when);
        if state == changed {
            old += 1;
        } else {
            assert!(state == copied, "{when}");
            new += 1;
            let kept = aside(&world);
            assert_eq!(kept.len(), 1, "{when}");
            assert!(proven(&kept[0], &when) == changed, "{when}");
        }
        // Nothing that was left stands in the way of another try.
        if turn % 10 == 0 {
            world.done(&["restore", "sound"]);
            assert!(proven(&world.ledger(), &when) == copied, "{when}");
        }
    }
    println!("restore: {old} left the old ledger, {new} the new one");
    assert!(old > 0 && new > 0);
}

#[test]
fn a_killed_backup_leaves_no_half_copy_under_its_name() {
    let world = with_invoices(CUSTOMERS);
    let state = proven(&world.ledger(), "before");
    let mut chance = Chance::new("backup");
    let begun = Instant::now();
    world.done(&["backup", "first"]);
    let time = u64::try_from(begun.elapsed().as_micros()).unwrap();
    let mut made = 0;
    for turn in 0..30 {
        let mut command = world.command();
        let mut child = command
            .args(["backup", "copy"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(chance.below(time)));
        child.kill().unwrap();
        child.wait().unwrap();
        if world.path("copy").exists() {
            made += 1;
            assert_eq!(proven(&world.path("copy"), "copy"), state, "kill {turn}");
            fs::remove_file(world.path("copy")).unwrap();
        }
        assert_eq!(derived(&world.ledger()), state);
    }
    println!("backup: {made} of 30 were made whole");
    world.done(&["backup", "copy"]);
    assert_eq!(proven(&world.path("copy"), "copy"), state);
    assert!(!world.path("copy.part").exists());
}

#[test]
fn a_ledger_that_is_open_elsewhere_is_not_replaced() {
    let (world, [_, changed]) = changed_since_backup();
    let reader = rusqlite::Connection::open(world.ledger()).unwrap();
    let _: i64 = reader
        .query_row("SELECT count(*) FROM journal", [], |row| row.get(0))
        .unwrap();
    let ran = world.run(&["restore", "sound"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    one_sentence(&ran.err);
    assert!(
        ran.err.contains("is open in another program"),
        "{}",
        ran.err
    );
    assert!(aside(&world).is_empty());
    assert!(!world.path("ledger.reskontra.restored").exists());
    drop(reader);
    assert_eq!(proven(&world.ledger(), "refused"), changed);
}

#[test]
fn a_damaged_backup_is_named_and_the_ledger_left_as_it_is() {
    let (world, [_, changed]) = changed_since_backup();
    let mut bytes = fs::read(world.path("sound")).unwrap();
    for page in bytes.chunks_mut(4_096).skip(3) {
        page[..200].fill(0xa5);
    }
    world.write("damaged", bytes);
    let ran = world.run(&["restore", "damaged"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    one_sentence(&ran.err);
    assert!(ran.err.contains("damaged is damaged"), "{}", ran.err);
    assert!(aside(&world).is_empty());
    assert_eq!(proven(&world.ledger(), "refused"), changed);
}

fn desk(path: &Path, company: &str, config: &Config, day: &str) -> Desk {
    let clock = Clock::fixed(day.parse().unwrap());
    if !path.exists() {
        let facts = LedgerFacts {
            company: company.to_owned(),
            country: "NO".to_owned(),
            currency: Currency::NOK,
            org_no: None,
            accounts: Vec::new(),
            size: CompanySize::Small,
        };
        return Desk::create(path, facts, config.clone(), clock, Face::Desk).unwrap();
    }
    let options = reskontra::desk::Options {
        ledger: Some(path.to_owned()),
        today: Some(day.parse().unwrap()),
        ..Default::default()
    };
    Desk::open(&options, config.clone(), Face::Desk).unwrap()
}

#[test]
fn ledgers_of_one_name_that_share_a_folder_for_backups_keep_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let shared = folder.path().join("backups");
    let mut config = Config::default();
    config.backup.folder.clone_from(&shared);
    config.backup.keep = 2;
    let companies = ["Alpha AS", "Beta AS", "Gamma AS"];
    let path = |company: &str| folder.path().join(company).join("ledger.reskontra");
    let mut last = [const { PathBuf::new() }; 3];
    for day in ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21"] {
        for (at, company) in companies.into_iter().enumerate() {
            let desk = desk(&path(company), company, &config, day);
            let made = desk.backup_of_the_day().unwrap();
            last[at] = made.unwrap_or_else(|| panic!("{company} has no backup of {day}"));
            assert_eq!(desk.backup_of_the_day().unwrap(), None, "one a day");
        }
    }
    let kept = fs::read_dir(&shared).unwrap().count();
    assert_eq!(kept, 2 * companies.len());
    for (company, backup) in companies.iter().zip(&last) {
        let desk = desk(backup, company, &config, "2026-11-22");
        assert_eq!(desk.ledger().company, *company);
    }
}
