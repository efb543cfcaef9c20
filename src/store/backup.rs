//! Backups by SQLite's online backup, verified by opening them again.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

use super::open::{create_private, open_source};
use super::place::{self, beside};
use super::{Fault, Result, Store, Trouble};

/// The end of a backup's name.
const ENDING: &str = ".backup";

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
            fs::create_dir_all(folder).map_err(|cause| cannot_make(to, cause))?;
        }
        copy(&self.connection, to)
    }

    /// The name of a backup made at a time such as `20261122-140500`. It says which ledger it is of, for others of
    /// the same name may share the folder.
    pub fn backup_name(&self, stamp: &str) -> String {
        format!("{}{stamp}{ENDING}", self.backup_prefix())
    }

    /// The backups in a folder that are of this ledger, newest first.
    pub fn backups(&self, folder: &Path) -> Vec<PathBuf> {
        let prefix = self.backup_prefix();
        let ours = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let rest = name.strip_prefix(&prefix);
            rest.and_then(|rest| rest.strip_suffix(ENDING))
                .is_some_and(is_stamp)
        };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(ours).collect();
        // The names end in the day and time, so they order as the backups were made.
        found.sort();
        found.reverse();
        found
    }

    /// The ledger's name and a mark of the place where it is: only the two together are this ledger's alone.
    fn backup_prefix(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let place = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let digest = Sha256::digest(place.as_os_str().as_encoded_bytes());
        let mark = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
        format!("{stem}-{mark:08x}-")
    }
}

/// `20261122-140500`, so that no other file is ever taken for a backup.
fn is_stamp(text: &str) -> bool {
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(day, time)| digits(day, 8) && digits(time, 6))
}

/// Writes beside the goal, checks the copy by opening it, and only then gives it its name.
pub(super) fn copy(from: &Connection, to: &Path) -> Result<()> {
    let part = beside(to, ".part");
    let copied = copy_to_part(from, &part)
        .and_then(|()| Ok(place::replace(&part, to)?))
        .map_err(|fault| match fault {
            Fault::Io(cause) => cannot_make(to, cause),
            other => other,
        });
    if copied.is_err() {
        let _ = fs::remove_file(&part);
    }
    copied
}

fn copy_to_part(from: &Connection, part: &Path) -> Result<()> {
    if part.exists() {
        fs::remove_file(part)?;
    }
    // Made for us alone before anything is in it.
    create_private(part)?;
    // One moment of the ledger: else each write of another would have the copy begun anew.
    let moment = from.unchecked_transaction()?;
    from.backup("main", part, None::<fn(rusqlite::backup::Progress)>)?;
    drop(moment);
    let check = Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
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
    Ok(fs::File::open(part)?.sync_all()?)
}

pub(super) fn cannot_make(path: &Path, cause: std::io::Error) -> Fault {
    match cause.into() {
        Fault::Io(cause) => Trouble::CannotMake {
            path: path.display().to_string(),
            cause: cause.to_string(),
        }
        .into(),
        full => full,
    }
}

/// Whether a file is a ledger that can be brought back.
pub fn can_restore(backup: &Path) -> Result<()> {
    open_source(backup).map(drop)
}
