//! What can go wrong with a ledger file, as keys with facts: the sentences stand in the locale under `ledger`.

use serde::Serialize;

use crate::domain::book::Missing;

/// Trouble that a user can do something about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Trouble {
    NoLedger {
        path: String,
    },
    NotALedger {
        path: String,
    },
    NewerLedger {
        path: String,
        version: i64,
        known: i64,
    },
    ReadOnly {
        path: String,
    },
    NetworkFileSystem {
        path: String,
    },
    Exists {
        path: String,
    },
    CannotOpen {
        path: String,
        cause: String,
    },
    Busy,
    /// Another process has been writing for longer than anyone waits.
    HeldBy {
        process: u32,
    },
    /// Whoever waited for another writer gave up.
    WaitStopped,
    /// Another program has the ledger open, where it must have none.
    InUse {
        path: String,
    },
    DiskFull,
    /// The system refuses to make a file.
    CannotMake {
        path: String,
        cause: String,
    },
    /// The system refuses to write to the ledger or its log.
    CannotWrite {
        cause: String,
    },
    Damaged {
        what: String,
    },
    /// As `Damaged`, where the file is known.
    FileDamaged {
        path: String,
        what: String,
    },
    /// The log beside a ledger is of another file.
    ForeignLog {
        path: String,
        log: String,
    },
    /// A ledger cannot even be read where no file can be made beside it.
    ClosedFolder {
        path: String,
    },
    BackupFaulty {
        path: String,
    },
}

/// A failed call into the store.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("{0:?}")]
    Trouble(Trouble),
    #[error(transparent)]
    Sql(rusqlite::Error),
    #[error(transparent)]
    Missing(#[from] Missing),
    #[error("{0}")]
    Io(std::io::Error),
    #[error("a journal entry cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        use rusqlite::ErrorCode as Code;
        let damaged = |what: String| Self::Trouble(Trouble::Damaged { what });
        // A value or a row that our own statements cannot meet in tables that are whole.
        match &error {
            E::FromSqlConversionFailure(_, _, cause) => return damaged(cause.to_string()),
            E::InvalidColumnType(..)
            | E::IntegralValueOutOfRange(..)
            | E::Utf8Error(..)
            | E::QueryReturnedNoRows => return damaged(error.to_string()),
            // The log's index finds no room: SQLite tells that by a code of its own.
            E::SqliteFailure(failure, _)
                if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE =>
            {
                return Self::Trouble(Trouble::DiskFull);
            }
            _ => {}
        }
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Trouble(Trouble::Busy),
            Some(Code::DiskFull) => Self::Trouble(Trouble::DiskFull),
            Some(Code::SystemIoFailure) => Self::Trouble(Trouble::CannotWrite {
                cause: error.to_string(),
            }),
            // A statement of ours that fails as such met tables that are not ours.
            Some(Code::DatabaseCorrupt | Code::NotADatabase | Code::Unknown) => {
                damaged(error.to_string())
            }
            _ => Self::Sql(error),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Trouble(Trouble::DiskFull),
            _ => Self::Io(error),
        }
    }
}

impl Fault {
    /// Whether a uniqueness rule of the schema said no.
    pub fn is_not_unique(&self) -> bool {
        matches!(self, Self::Sql(rusqlite::Error::SqliteFailure(error, _))
            if error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE)
    }
}
