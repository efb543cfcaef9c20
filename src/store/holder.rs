//! Who writes to a ledger just now, where the system tells: SQLite holds its write lock on the log's index.

use std::fs;
use std::path::Path;

use super::place::beside;

/// Another process that has the write lock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    pub process: u32,
    /// How it was called, as the system has it: foreign text, and empty where it is hidden.
    pub command: String,
}

/// The process that has the ledger's write lock, if there is one and the system names it.
pub(super) fn of(ledger: &Path) -> Option<Holder> {
    let index = inode(&beside(ledger, "-shm"))?;
    // To open the index here would, when it is closed, let go of our own locks on it: the system's list does not.
    let locks = fs::read_to_string("/proc/locks").ok()?;
    let process = writer(&locks, index)?;
    Some(Holder {
        process,
        command: command(process),
    })
}

#[cfg(unix)]
fn inode(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|data| data.ino())
}

#[cfg(not(unix))]
fn inode(_path: &Path) -> Option<u64> {
    None
}

/// Finds the write lock in the kernel's list, whose lines read
/// `1: POSIX  ADVISORY  WRITE 4242 08:02:131 120 120`. SQLite's is byte 120 (WAL file format §2.3.1,
/// `WAL_WRITE_LOCK`).
fn writer(locks: &str, index: u64) -> Option<u32> {
    locks.lines().find_map(|line| {
        let mut words = line.split_ascii_whitespace().skip(1);
        let kind = (words.next()?, words.next()?, words.next()?);
        let process = words.next()?.parse().ok().filter(|id| *id > 0);
        let inode: u64 = words.next()?.rsplit(':').next()?.parse().ok()?;
        let first = words.next()?;
        let is_it = kind == ("POSIX", "ADVISORY", "WRITE") && inode == index && first == "120";
        if is_it { process } else { None }
    })
}

fn command(process: u32) -> String {
    let raw = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    let text = String::from_utf8_lossy(&raw);
    let mut words = text.split('\0').filter(|word| !word.is_empty());
    let program = words
        .next()
        .map(|path| path.rsplit('/').next().unwrap_or(path));
    let all: Vec<&str> = program.into_iter().chain(words).collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_writer_is_found_among_the_locks_of_others() {
        let locks = "1: POSIX  ADVISORY  READ  7 08:02:131 128 128\n\
            2: POSIX  ADVISORY  WRITE 8 08:02:99 120 120\n\
            3: FLOCK  ADVISORY  WRITE 9 08:02:131 0 EOF\n\
            3: -> POSIX  ADVISORY  WRITE 10 08:02:131 120 120\n\
            4: POSIX  ADVISORY  WRITE 4242 08:02:131 120 120\n";
        assert_eq!(writer(locks, 131), Some(4242));
        assert_eq!(writer(locks, 5), None);
        assert_eq!(writer("1: nonsense\n\n5", 131), None);
    }
}
