//! The journal carried out again into an empty ledger: what the tables must be.

use std::sync::Arc;

use rusqlite::Connection;

use super::journal::{self, Entry};
use super::stamp::Stamp;
use super::{Result, Store};
use crate::domain::book::Book;
use crate::domain::event::{Event, Rows};

/// A ledger in memory made by carrying out every entry of `source` again.
pub(super) fn replay(source: &Connection, mut progress: impl FnMut(u64)) -> Result<Store> {
    let mut copy = Store::in_memory()?;
    let mut tx = copy.begin()?;
    let mut before = 0;
    while let Some(entry) = next_entry(source, before)? {
        before = entry.id.0;
        tx.open_entry(
            entry.id,
            Arc::new(Stamp {
                reason: None,
                ..entry.stamp.clone()
            }),
        )?;
        for (at, kept) in journal::kept(&entry)?.into_iter().enumerate() {
            if let journal::Kept::Reason { note } = kept {
                let found = journal::note(source, entry.id, journal::REASON)?;
                tx.replay_reason(entry.id, found, note)?;
                continue;
            }
            let Some((event, texts)) = journal::relive(source, &entry, at, kept)? else {
                continue;
            };
            let mut book = tx.slice_of_event(&event)?;
            tx.write_again(&mut book, &event, texts)?;
        }
        tx.close_again(&entry)?;
        progress(entry.id.0.unsigned_abs());
    }
    tx.commit()?;
    Ok(copy)
}

/// Folds every event of the journal into one book, in memory alone.
pub(super) fn fold(source: &Connection) -> Result<Book> {
    let mut book = Book::default();
    book.customers.insert(
        crate::domain::id::CustomerId::UNIDENTIFIED,
        crate::domain::book::CustomerState {
            number: String::new(),
            version: 0,
            versions: Vec::new(),
            voided: false,
            merged_into: None,
        },
    );
    let mut before = 0;
    while let Some(entry) = next_entry(source, before)? {
        before = entry.id.0;
        for (at, kept) in journal::kept(&entry)?.into_iter().enumerate() {
            if let Some((event, _)) = journal::relive(source, &entry, at, kept)? {
                book.apply(&event)?;
            }
        }
    }
    Ok(book)
}

/// The first entry after one.
pub(super) fn next_entry(source: &Connection, after: i64) -> Result<Option<Entry>> {
    use rusqlite::OptionalExtension;
    let mut statement = source.prepare_cached("SELECT min(id) FROM journal WHERE id > ?1")?;
    let id: Option<Option<i64>> = statement.query_row([after], |row| row.get(0)).optional()?;
    id.flatten().map_or(Ok(None), |id| {
        journal::entry(source, crate::domain::id::EntryId(id))
    })
}

impl super::Tx<'_> {
    fn slice_of_event(&self, event: &Event) -> Result<Book> {
        match event {
            // Rows taken in need the company and its lock alone; versions need their customers.
            Event::Taken(Rows::Versions(versions)) => {
                let mut loader = super::load::Loader::new(&self.tx)?;
                for version in versions {
                    loader.customer(version.customer)?;
                }
                Ok(loader.book)
            }
            Event::Taken(_) => Ok(super::load::Loader::new(&self.tx)?.book),
            Event::Done(deed) => self.slice_of_deed(deed),
        }
    }
}
