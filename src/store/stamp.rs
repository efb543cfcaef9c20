//! Who asked for what, when, and by which policy: kept once for entries in a row that have the same.

use std::sync::Arc;

use rusqlite::params;

use super::canon::Hash;
use super::journal::newest;
use super::{Result, Tx};
use crate::domain::id::EntryId;

/// Who asked for what, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// RFC 3339, UTC, to the second.
    pub at: String,
    pub actor: String,
    pub face: String,
    pub command: String,
    /// Version of the policy that decided.
    pub policy: String,
    /// Why the user did it, where a command asks for a reason that no event carries.
    pub reason: Option<String>,
    /// The first entry of the run that this one belongs to; none starts a run of its own.
    pub run: Option<EntryId>,
    pub undoes: Option<EntryId>,
}

impl Stamp {
    /// Whether it is the same but for what each entry has of its own: its reason, its run and what it undoes.
    fn is_same(&self, other: &Self) -> bool {
        self.at == other.at
            && self.actor == other.actor
            && self.face == other.face
            && self.command == other.command
            && self.policy == other.policy
    }
}

/// The journal's last entry; of an empty one the hash that the first entry follows.
#[derive(Default)]
pub(super) struct Last {
    pub id: EntryId,
    pub hash: Hash,
    pub stamped: Stamped,
}

/// A stamp and the entry that it is kept with.
#[derive(Clone, Default)]
pub(super) struct Stamped {
    pub entry: EntryId,
    stamp: Option<Arc<Stamp>>,
}

impl Tx<'_> {
    /// The stamp of an entry: that of the one before if it is the same, else kept with it.
    pub(super) fn insert_stamp(&mut self, id: EntryId, stamp: &Arc<Stamp>) -> Result<Stamped> {
        let last = self.last()?;
        if let Some(known) = &last.stamped.stamp
            && (Arc::ptr_eq(known, stamp) || known.is_same(stamp))
        {
            return Ok(last.stamped.clone());
        }
        let mut statement = self.tx.prepare_cached(
            "INSERT INTO stamp (entry, at, actor, face, command, policy) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        statement.execute(params![
            id.0,
            stamp.at,
            stamp.actor,
            stamp.face,
            stamp.command,
            stamp.policy
        ])?;
        Ok(Stamped {
            entry: id,
            stamp: Some(Arc::clone(stamp)),
        })
    }

    /// The journal's last entry.
    pub(super) fn last(&mut self) -> Result<&Last> {
        let last = match self.state.last.take() {
            Some(last) => last,
            None => match newest(&self.tx, None, 1)?.pop() {
                Some(entry) => Last {
                    id: entry.id,
                    hash: entry.hash,
                    stamped: Stamped {
                        entry: entry.stamped,
                        stamp: Some(Arc::new(entry.stamp)),
                    },
                },
                None => Last::default(),
            },
        };
        Ok(self.state.last.insert(last))
    }
}
