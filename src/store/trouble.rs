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
    DiskFull,
    Damaged {
        what: String,
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
    Io(#[from] std::io::Error),
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
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Trouble(Trouble::Busy),
            Some(Code::DiskFull) => Self::Trouble(Trouble::DiskFull),
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Trouble(Trouble::Damaged {
                what: error.to_string(),
            }),
            _ => Self::Sql(error),
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
