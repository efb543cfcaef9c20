//! What matching posted by itself.

use rusqlite::OptionalExtension;

use super::{Deed, Kept, Reader, journal};
use crate::domain::event::Decision;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{EntryId, ItemId};
use crate::store::Result;

/// A receipt that was posted and still is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PostedRow {
    pub entry: EntryId,
    pub receipt: ItemId,
    pub class: Class,
    pub evidence: Vec<Evidence>,
}

/// A settlement that nobody took back.
const STANDS: &str =
    "j.command = 'settle' AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)";

impl Reader<'_> {
    /// The run that posted something certain last, if it still stands.
    pub fn posted_run(&self) -> Result<Option<EntryId>> {
        // Within a text of an event every quotation mark is escaped: this is no part of one.
        let sql = format!(
            "SELECT j.run FROM journal j WHERE {STANDS} AND instr(j.events, '\"class\":\"A\"')
             ORDER BY j.id DESC LIMIT 1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement
            .query_row([], |row| row.get(0).map(EntryId))
            .optional()?)
    }

    /// The newest receipts that a run posted and that still are, and how many there are in all.
    pub fn posted(&self, run: EntryId, limit: usize) -> Result<(Vec<PostedRow>, usize)> {
        let sql = format!("SELECT count(*) FROM journal j WHERE j.run = ?1 AND {STANDS}");
        let count: i64 = self
            .connection
            .prepare_cached(&sql)?
            .query_row([run.0], |row| row.get(0))?;
        let sql = format!(
            "SELECT j.id FROM journal j WHERE j.run = ?1 AND {STANDS} ORDER BY j.id DESC LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = Vec::new();
        for entry in statement.query_map([run.0, limit], |row| row.get(0).map(EntryId))? {
            let entry = entry?;
            for decision in self.decisions(entry)? {
                if let Some(class) = decision.class {
                    rows.push(PostedRow {
                        entry,
                        receipt: decision.receipt,
                        class,
                        evidence: decision.evidence,
                    });
                }
            }
        }
        Ok((rows, usize::try_from(count).unwrap_or_default()))
    }

    /// What an entry decided, in its order.
    fn decisions(&self, entry: EntryId) -> Result<Vec<Decision>> {
        let Some(entry) = journal::entry(self.connection, entry)? else {
            return Ok(Vec::new());
        };
        let kept = journal::kept(&entry)?.into_iter();
        Ok(kept
            .filter_map(|kept| match kept {
                Kept::Deed {
                    deed: Deed::Decided(decision),
                    ..
                } => Some(decision),
                _ => None,
            })
            .collect())
    }

    /// The evidence on which an entry settled a receipt.
    pub fn evidence(&self, receipt: ItemId, entry: EntryId) -> Result<Vec<Evidence>> {
        let mut decisions = self.decisions(entry)?;
        decisions.retain(|decision| decision.receipt == receipt);
        Ok(decisions
            .into_iter()
            .flat_map(|decision| decision.evidence)
            .collect())
    }
}
