//! Who sends just now: one process at a time, by a lock on a file beside the ledger. The system lets go of it when the
//! process ends, however it ends: what stands at `sending` while nobody has the lock was interrupted.

use std::fs::{File, OpenOptions, TryLockError};

use super::place::beside;
use super::{Result, Store, Trouble};

/// The turn to send; given back when it is dropped.
#[derive(Debug)]
pub struct Sender {
    _lock: File,
}

impl Store {
    /// Takes the turn to send; none while another has it. The file stays when the turn is given back: whoever took it
    /// away could take it from under another one.
    pub fn sender(&self) -> Result<Option<Sender>> {
        // By whatever name the ledger was opened, there is one lock.
        let ledger = self.path.canonicalize()?;
        let path = beside(&ledger, ".sending");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(&path).map_err(|cause| Trouble::CannotMake {
            path: path.display().to_string(),
            cause: cause.to_string(),
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Sender { _lock: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(cause.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::store::{Access, Fault, Store};

    #[test]
    fn one_sends_at_a_time_by_whatever_name_the_ledger_is_opened() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("l.reskontra");
        drop(Store::create(&path, |_| Ok::<_, Fault>(())).unwrap());
        let first = Store::open(&path, Access::ReadWrite).unwrap();
        let turn = first.sender().unwrap();
        assert!(turn.is_some());
        let other_name = folder.path().join(".").join("l.reskontra");
        let second = Store::open(&other_name, Access::ReadWrite).unwrap();
        assert!(second.sender().unwrap().is_none());
        drop(turn);
        assert!(second.sender().unwrap().is_some());
    }
}
