//! Whose accounts a run of entries touched, as far as reminders go.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension;

use super::Reader;
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, EntryId};
use crate::store::{Result, journal};

impl Reader<'_> {
    /// The customers whose letters, pauses, plans, agencies or payments a run changed.
    pub fn touched_by(&self, run: EntryId) -> Result<BTreeSet<CustomerId>> {
        let mut touched = BTreeSet::new();
        for id in self.run(run)? {
            let Some(entry) = self.entry(id)? else {
                continue;
            };
            for deed in journal::deeds(self.connection, &entry)? {
                touched.extend(self.customer_of_deed(&deed)?);
            }
        }
        Ok(touched)
    }

    fn customer_of_deed(&self, deed: &Deed) -> Result<Option<CustomerId>> {
        let (sql, id) = match deed {
            Deed::LetterVoided { letter } | Deed::LetterRestored { letter } => {
                ("SELECT customer FROM letter WHERE id = ?1", letter.0)
            }
            Deed::PauseVoided { pause }
            | Deed::PauseRestored { pause }
            | Deed::PauseClosed { pause, .. }
            | Deed::PauseReopened { pause, .. } => (
                "SELECT coalesce(p.customer, i.customer) FROM pause p LEFT JOIN item i ON i.id = p.item
                 WHERE p.id = ?1",
                pause.0,
            ),
            Deed::PlanVoided { plan } | Deed::PlanRestored { plan } => {
                ("SELECT customer FROM plan WHERE id = ?1", plan.0)
            }
            Deed::HandoverVoided { handover } | Deed::HandoverRestored { handover } => (
                "SELECT i.customer FROM handover h JOIN item i ON i.id = h.item WHERE h.id = ?1",
                handover.0,
            ),
            Deed::Allocated(pair) | Deed::Unallocated(pair) => {
                ("SELECT customer FROM item WHERE id = ?1", pair.debit.0)
            }
            _ => return Ok(None),
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row([id], |row| row.get(0).map(CustomerId));
        Ok(found.optional()?)
    }
}
