//! Backups by SQLite's online backup, verified by opening them again, and bringing one back.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::open::{Access, create_private, open_source};
use super::{Result, Store, Trouble};

impl Store {
    /// Copies the ledger, whole and consistent, to a file that must not exist yet. Others may go on working.
    pub fn backup(&self, to: &Path) -> Result<()> {
        if to.exists() {
            return Err(Trouble::Exists {
                path: to.display().to_string(),
            }
            .into());
        }
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        copy(&self.connection, to)
    }

    /// The newest backups in a folder that bear this ledger's name, newest first.
    pub fn backups(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let stem = self
            .path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Ok(entries) = fs::read_dir(folder) else {
            return Ok(Vec::new());
        };
        let ours = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let rest = name.strip_prefix(&format!("{stem}-"));
            rest.and_then(|rest| rest.strip_suffix(".backup"))
                .is_some_and(is_stamp)
        };
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(ours)
            .collect();
        // The names end in the day and time, so they order as the backups were made.
        found.sort();
        found.reverse();
        Ok(found)
    }
}

/// `20261122-140500`, so that another ledger's backups are never taken for this one's.
fn is_stamp(text: &str) -> bool {
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(day, time)| digits(day, 8) && digits(time, 6))
}

/// Writes beside the goal, checks the copy by opening it, and only then gives it its name.
pub(super) fn copy(from: &Connection, to: &Path) -> Result<()> {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = to.with_file_name(name);
    if part.exists() {
        fs::remove_file(&part)?;
    }
    // Made for us alone before anything is in it.
    create_private(&part)?;
    from.backup("main", &part, None::<fn(rusqlite::backup::Progress)>)?;
    let check = Connection::open_with_flags(&part, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // A backup is one file: it must not need a log beside it.
    check.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    let verdict: String = check.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    drop(check);
    if verdict != "ok" {
        return Err(Trouble::BackupFaulty {
            path: part.display().to_string(),
        }
        .into());
    }
    fs::File::open(&part)?.sync_all()?;
    fs::rename(&part, to)?;
    Ok(())
}

/// Whether a file is a ledger that can be brought back.
pub fn can_restore(backup: &Path) -> Result<()> {
    open_source(backup).map(drop)
}

/// Brings a backup back as the ledger at `ledger`. What stands there is moved aside first, and its new name is
/// returned; a file that is no ledger is refused before anything is touched.
pub fn restore(backup: &Path, ledger: &Path, aside: &Path) -> Result<Option<PathBuf>> {
    let source = open_source(backup)?;
    if let Some(folder) = ledger
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    let mut part = ledger.file_name().unwrap_or_default().to_owned();
    part.push(".restored");
    let part = ledger.with_file_name(part);
    if part.exists() {
        fs::remove_file(&part)?;
    }
    copy(&source, &part)?;
    let mut moved = None;
    if ledger.exists() {
        // Its log belongs to it: fold it in, so that the one file that is moved is all of it.
        if let Ok(old) = Store::open(ledger, Access::ReadWrite) {
            old.connection
                .pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
        }
        fs::rename(ledger, aside)?;
        moved = Some(aside.to_owned());
    }
    // A log that could not be folded in goes with the file that it belongs to.
    for suffix in ["-wal", "-shm"] {
        let log = beside(ledger, suffix);
        match &moved {
            Some(aside) if log.exists() => fs::rename(&log, beside(aside, suffix))?,
            None if log.exists() => fs::remove_file(&log)?,
            _ => {}
        }
    }
    fs::rename(&part, ledger)?;
    Ok(moved)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}
