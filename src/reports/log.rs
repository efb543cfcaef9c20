//! The journal as a person reads it.

use crate::domain::event::EventFacts;
use crate::domain::id::EntryId;

/// One journal entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogLine {
    pub id: EntryId,
    /// Local date and time, to the second.
    pub at: String,
    pub actor: String,
    /// `desk` or `command line`.
    pub face: String,
    /// Name of the command, a key of the locale under `command.`.
    pub command: String,
    pub reason: Option<String>,
    pub run: EntryId,
    /// The entry that this one undoes.
    pub undoes: Option<EntryId>,
    /// The entry that undid this one and is not undone itself.
    pub undone_by: Option<EntryId>,
    pub events: Vec<EventFacts>,
}
