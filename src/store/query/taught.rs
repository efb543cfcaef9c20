//! What was learned from a receipt.

use super::Reader;
use crate::domain::event::{Decision, Deed};
use crate::domain::id::{EntryId, ItemId};
use crate::domain::money::Minor;
use crate::store::{Result, journal};

impl Reader<'_> {
    /// The last decision that still stands on whose a receipt is, if it taught anything, and how much of the receipt
    /// came to that customer by it: a magnitude.
    pub fn taught(&self, receipt: ItemId) -> Result<Option<(Decision, Minor)>> {
        let sql =
            "SELECT entry FROM decision WHERE receipt = ?1 AND withdrawn = 0 ORDER BY entry DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        for entry in statement.query_map([receipt.0], |row| row.get(0).map(EntryId))? {
            let entry = entry?;
            if !self.stands_by(entry)? {
                continue;
            }
            let Some(entry) = self.entry(entry)? else {
                continue;
            };
            let mut came = None;
            for deed in journal::deeds(self.connection, &entry)? {
                match deed {
                    Deed::Moved {
                        receipt: moved,
                        amount,
                        ..
                    } if moved == receipt => came = Some(amount),
                    Deed::Decided(decision) if decision.receipt == receipt => {
                        if let Some(came) = came {
                            return Ok(decision.teaches.then_some((decision, came)));
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok(None)
    }
}
