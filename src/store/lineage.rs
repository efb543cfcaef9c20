//! Whether the log that lies beside a ledger is that ledger's own. SQLite would fold in any: a log that a killed
//! program left beside a file which was then replaced by hand is how ledgers are lost (SQLite, "How To Corrupt An
//! SQLite Database File" §2.5).

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::open::{Access, connect};
use super::place::beside;
use super::{Result, Trouble};

/// A log that is being folded in by another program may look foreign for a moment.
const LOOKS: u32 = 5;
const BETWEEN: Duration = Duration::from_millis(100);

/// Refuses a log that is of another file. To be asked before the ledger is opened: to look at the file alone and
/// close it again would let go of the locks that this process has on it.
pub(super) fn check(path: &Path) -> Result<()> {
    let log = beside(path, "-wal");
    for look in 0..LOOKS {
        if fs::metadata(&log).map_or(0, |data| data.len()) == 0 {
            return Ok(());
        }
        // A file that says nothing without its log cannot disown it, and what cannot be opened is told elsewhere.
        let Some((id, hash)) = last_entry_without_log(path) else {
            return Ok(());
        };
        let Ok(connection) = connect(path, Access::ReadOnly) else {
            return Ok(());
        };
        let entry = "SELECT hash FROM journal WHERE id = ?1";
        let with_log = connection.query_row(entry, [id], |row| row.get::<_, Vec<u8>>(0));
        if with_log.is_ok_and(|with_log| with_log == hash) {
            return Ok(());
        }
        if look + 1 < LOOKS {
            thread::sleep(BETWEEN);
        }
    }
    Err(Trouble::ForeignLog {
        path: path.display().to_string(),
        log: log.display().to_string(),
    }
    .into())
}

/// The last entry as the file alone has it.
fn last_entry_without_log(path: &Path) -> Option<(i64, Vec<u8>)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    // "Immutable" is what makes SQLite leave the log aside.
    let alone = Connection::open_with_flags(format!("file:{}?immutable=1", escaped(path)), flags);
    let last = "SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1";
    alone
        .ok()?
        .query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .ok()
}

/// A path as a URI may hold it.
fn escaped(path: &Path) -> String {
    let mut uri = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_path_can_stand_in_a_uri() {
        assert_eq!(
            escaped(Path::new("/a b/ø?#%.r")),
            "/a%20b/%C3%B8%3F%23%25.r"
        );
    }
}
