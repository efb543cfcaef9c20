//! Bringing a backup back. At every moment there is a ledger at the path, the old one or the new one: whoever is
//! interrupted has lost neither.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::backup::{cannot_make, copy};
use super::open::{Access, open_source};
use super::place::{self, beside, folder};
use super::{Fault, Result, Store, Trouble};

/// What SQLite may keep beside a ledger.
const LOGS: [&str; 2] = ["-wal", "-shm"];

/// How long another program may take to close the ledger.
const IN_PASSING: Duration = Duration::from_secs(2);
/// How soon it is asked again.
const AGAIN: Duration = Duration::from_millis(20);

/// Brings a backup back as the ledger at `ledger`. What stands there is kept under the name `aside`, which is
/// returned; a file that is no ledger is refused before anything is touched.
pub fn restore(backup: &Path, ledger: &Path, aside: &Path) -> Result<Option<PathBuf>> {
    let source = open_source(backup)?;
    fs::create_dir_all(folder(ledger)).map_err(|cause| cannot_make(ledger, cause))?;
    let restoring = Restoring {
        part: beside(ledger, ".restored"),
        ledger: ledger.to_owned(),
        aside: aside.to_owned(),
    };
    copy(&source, &restoring.part).map_err(|fault| match fault {
        // What does not come out whole did not go in whole.
        Fault::Trouble(Trouble::BackupFaulty { .. }) => faulty(backup, "quick_check"),
        Fault::Trouble(Trouble::Damaged { what }) => faulty(backup, &what),
        other => other,
    })?;
    drop(source);
    let kept = ledger.exists();
    for step in STEPS {
        if let Err(fault) = step(&restoring) {
            let _ = fs::remove_file(&restoring.part);
            return Err(fault);
        }
    }
    Ok(kept.then_some(restoring.aside))
}

fn faulty(backup: &Path, what: &str) -> Fault {
    Trouble::FileDamaged {
        path: backup.display().to_string(),
        what: what.to_owned(),
    }
    .into()
}

struct Restoring {
    /// The new ledger, whole and on the disk, under a name of its own.
    part: PathBuf,
    ledger: PathBuf,
    aside: PathBuf,
}

/// Each leaves a ledger at the path; together they leave the new one.
const STEPS: [fn(&Restoring) -> Result<()>; 4] = [fold_in_log, keep_old, take_away_logs, put_new];

/// The log of the old ledger belongs to it: whoever closes it last folds it in, and one file is all of it. Another
/// journal mode would do it too, but through a rollback journal: left behind, it locks out all who only read.
fn fold_in_log(restoring: &Restoring) -> Result<()> {
    let until = Instant::now() + IN_PASSING;
    loop {
        let Ok(old) = Store::open(&restoring.ledger, Access::ReadWrite) else {
            // None there, or none that can be opened: its log goes with it as it is.
            return Ok(());
        };
        let path = || restoring.ledger.display().to_string();
        if old.access == Access::ReadOnly {
            return Err(Trouble::ReadOnly { path: path() }.into());
        }
        drop(old);
        if !beside(&restoring.ledger, "-wal").exists() {
            return Ok(());
        }
        if Instant::now() > until {
            return Err(Trouble::InUse { path: path() }.into());
        }
        std::thread::sleep(AGAIN);
    }
}

/// The old ledger and what log it has get second names beside their own.
fn keep_old(restoring: &Restoring) -> Result<()> {
    let Restoring { ledger, aside, .. } = restoring;
    if !ledger.exists() {
        return Ok(());
    }
    // The ledger first: whoever tries again sees by it that the name is taken.
    place::keep_as(ledger, aside)?;
    for log in LOGS {
        let from = beside(ledger, log);
        if from.exists() {
            place::keep_as(&from, &beside(aside, log))?;
        }
    }
    place::sync_folder(aside);
    Ok(())
}

/// A log that is left would be taken for the new ledger's. The old one has it under its other name.
fn take_away_logs(restoring: &Restoring) -> Result<()> {
    for log in LOGS {
        let log = beside(&restoring.ledger, log);
        if log.exists() {
            fs::remove_file(log)?;
        }
    }
    Ok(())
}

fn put_new(restoring: &Restoring) -> Result<()> {
    Ok(place::replace(&restoring.part, &restoring.ledger)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    fn ledger(path: &Path, mark: &str) {
        drop(Store::create(path, |_| Ok::<_, Fault>(())).unwrap());
        let connection = Connection::open(path).unwrap();
        connection
            .execute("CREATE TABLE mark (is_of TEXT)", [])
            .unwrap();
        connection
            .execute("INSERT INTO mark VALUES (?1)", [mark])
            .unwrap();
    }

    fn mark(path: &Path) -> String {
        drop(Store::open(path, Access::ReadOnly).unwrap());
        let connection = Connection::open(path).unwrap();
        connection
            .query_row("SELECT is_of FROM mark", [], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn a_restore_that_ends_after_any_of_its_steps_has_lost_nothing() {
        for done in 0..=STEPS.len() {
            let folder = tempfile::TempDir::new().unwrap();
            let at = |name: &str| folder.path().join(name);
            let (path, backup, aside) = (at("l.reskontra"), at("backup"), at("aside"));
            ledger(&path, "old");
            ledger(&backup, "new");
            let restoring = Restoring {
                part: at("l.reskontra.restored"),
                ledger: path.clone(),
                aside: aside.clone(),
            };
            copy(&open_source(&backup).unwrap(), &restoring.part).unwrap();
            for step in &STEPS[..done] {
                step(&restoring).unwrap();
            }
            let whole = done == STEPS.len();
            assert_eq!(
                mark(&path),
                if whole { "new" } else { "old" },
                "{done} steps"
            );
            if whole {
                assert_eq!(mark(&aside), "old");
            }
            // Done once more, it comes to its end.
            let again = at("aside again");
            assert_eq!(
                restore(&backup, &path, &again).unwrap(),
                Some(again.clone())
            );
            let before = if whole { "new" } else { "old" };
            assert_eq!(
                (mark(&path).as_str(), mark(&again).as_str()),
                ("new", before)
            );
        }
    }

    #[test]
    fn a_log_that_cannot_be_folded_in_goes_with_its_ledger() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (path, backup, aside) = (at("l.reskontra"), at("backup"), at("aside"));
        ledger(&backup, "new");
        fs::write(&path, "no database any more").unwrap();
        fs::write(at("l.reskontra-wal"), "its log").unwrap();
        restore(&backup, &path, &aside).unwrap();
        assert_eq!(mark(&path), "new");
        assert_eq!(fs::read(&aside).unwrap(), b"no database any more");
        assert_eq!(fs::read(at("aside-wal")).unwrap(), b"its log");
    }
}
