//! The ledger file: schema, slices for decisions, one event to its rows, the journal, backup and proof. The only
//! SQL of the house. Knows neither rules nor terminal.

mod backup;
mod batch;
mod canon;
mod dispatched;
mod erase;
mod holder;
mod insert;
mod journal;
mod lay;
mod learn;
mod letter;
mod lineage;
mod load;
mod many;
mod open;
mod outbox;
mod overlay;
pub(crate) mod place;
pub mod query;
mod record;
mod register;
mod replay;
mod restore;
mod rows;
mod sender;
mod slice;
mod stamp;
mod trouble;
mod unmatched;
mod verify;
mod wait;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, Transaction};

pub use backup::can_restore;
pub use holder::Holder;
pub use journal::Entry;
pub use open::{Access, backup_before_migration_name, file_system_is_safe};
pub use query::Reader;
pub use restore::restore;
pub use sender::Sender;
pub use stamp::Stamp;
pub use trouble::{Fault, Trouble};
pub use unmatched::{KeptTrail, Unmatched};
pub use verify::Finding;
pub use wait::OnWait;

use crate::domain::date::{self, Date};
use crate::domain::id::EntryId;

/// What a call into the store may fail with.
pub type Result<T> = std::result::Result<T, Fault>;

/// An open ledger.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    access: Access,
    /// The file's change counter when this store last looked.
    seen: i64,
    /// Hears of a wait for another writer.
    on_wait: Option<OnWait>,
}

impl Store {
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn access(&self) -> Access {
        self.access
    }

    /// Begins a change: takes the write lock at once, or waits for another writer to be done.
    pub fn begin(&mut self) -> Result<Tx<'_>> {
        if self.access == Access::ReadOnly {
            return Err(Trouble::ReadOnly {
                path: self.path.display().to_string(),
            }
            .into());
        }
        self.connection
            .pragma_update(None, "cache_size", -open::WRITING)?;
        Ok(Tx {
            tx: self.take_turn()?,
            state: write::State::default(),
        })
    }

    /// Holds the ledger as it is now for all questions until it is dropped, whoever writes meanwhile. Within a moment
    /// that is held already it is the same one.
    pub fn moment(&self) -> Result<Moment<'_>> {
        let is_free = self.connection.is_autocommit();
        let held = is_free.then(|| self.connection.unchecked_transaction());
        Ok(Moment(held.transpose()?))
    }

    /// Questions that change nothing.
    pub fn read(&self) -> Reader<'_> {
        Reader::new(&self.connection)
    }

    /// Counts the steps of SQLite's machine from now on: what a question costs, whatever else the computer does.
    pub fn count_steps(&mut self) -> Result<Arc<AtomicU64>> {
        let steps = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&steps);
        let count = move || {
            counter.fetch_add(1, Ordering::Relaxed);
            false
        };
        self.connection.progress_handler(1, Some(count))?;
        Ok(steps)
    }

    /// Whether another connection has written since this was last asked.
    pub fn foreign_write(&mut self) -> Result<bool> {
        let now: i64 = self
            .connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))?;
        let changed = now != self.seen;
        self.seen = now;
        Ok(changed)
    }
}

/// One moment of the ledger.
pub struct Moment<'a>(#[expect(dead_code, reason = "held, not read")] Option<Transaction<'a>>);

/// A change under way. Dropped without `commit`, it leaves the ledger as it was.
pub struct Tx<'a> {
    tx: Transaction<'a>,
    state: write::State,
}

impl Tx<'_> {
    pub fn read(&self) -> Reader<'_> {
        Reader::new(&self.tx)
    }

    pub fn commit(mut self) -> Result<()> {
        self.settle_totals()?;
        self.settle_lessons()?;
        self.rebuild()?;
        Ok(self.tx.commit()?)
    }
}

/// A day at rest.
fn day_of(n: i64) -> rusqlite::Result<Date> {
    date::from_int(n).ok_or_else(|| damaged(format!("no such day: {n}")))
}

/// A value that the schema lets through and the domain does not.
fn damaged(what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, what.into())
}

/// The identity of an entry that is about to be written.
fn entry_id(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<EntryId> {
    row.get(index).map(EntryId)
}
