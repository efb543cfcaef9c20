//! The journal as a person reads it.

use crate::domain::id::EntryId;
use crate::reports::log::LogLine;
use crate::store::Entry;
use crate::store::query::Reader;

use super::{Desk, tell};

impl Desk {
    /// The newest entries before one, newest first.
    pub fn log(&self, before: Option<EntryId>, limit: usize) -> anyhow::Result<Vec<LogLine>> {
        let reader = self.store.read();
        reader
            .entries(before, limit)?
            .iter()
            .map(|entry| self.line(&reader, entry))
            .collect()
    }

    pub(super) fn line(&self, reader: &Reader<'_>, entry: &Entry) -> anyhow::Result<LogLine> {
        Ok(LogLine {
            id: entry.id,
            at: self.clock.local(&entry.stamp.at),
            actor: entry.stamp.actor.clone(),
            face: entry.stamp.face.clone(),
            command: entry.stamp.command.clone(),
            reason: entry.stamp.reason.clone(),
            run: entry.run,
            undoes: entry.stamp.undoes,
            undone_by: reader.undone_by(entry.id)?,
            events: tell::events(reader, entry)?,
        })
    }
}
