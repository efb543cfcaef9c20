//! What matching posted by itself.

use rusqlite::OptionalExtension;

use super::Reader;
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

/// An entry that nobody took back.
const STANDS: &str = "NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)";

impl Reader<'_> {
    /// The run that posted something certain last, if it still stands.
    pub fn posted_run(&self) -> Result<Option<EntryId>> {
        let sql = format!(
            "SELECT j.run FROM decision d CROSS JOIN journal j ON j.id = d.entry
             WHERE d.withdrawn = 0 AND d.class = 'A' AND {STANDS} ORDER BY d.id DESC LIMIT 1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement
            .query_row([], |row| row.get(0).map(EntryId))
            .optional()?)
    }

    /// The newest receipts that a run posted and that still are, and how many there are in all.
    pub fn posted(&self, run: EntryId, limit: usize) -> Result<(Vec<PostedRow>, usize)> {
        let sql = format!(
            "SELECT count(*) FROM journal j WHERE j.run = ?1 AND j.command = 'settle' AND {STANDS}"
        );
        let count: i64 = self
            .connection
            .prepare_cached(&sql)?
            .query_row([run.0], |row| row.get(0))?;
        // Decisions stand in the order of their entries: those of a run are never before it.
        let sql = format!(
            "SELECT d.entry, d.receipt, d.class, d.evidence, j.run, {STANDS}
             FROM decision d CROSS JOIN journal j ON j.id = d.entry
             WHERE d.withdrawn = 0 AND d.class IS NOT NULL ORDER BY d.id DESC"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut found = statement.query([])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let entry = EntryId(row.get(0)?);
            if entry < run || rows.len() == limit {
                break;
            }
            let class: String = row.get(2)?;
            let (of, stands): (i64, bool) = (row.get(4)?, row.get(5)?);
            if EntryId(of) != run || !stands {
                continue;
            }
            let evidence: String = row.get(3)?;
            if let Some(class) = Class::parse(&class) {
                rows.push(PostedRow {
                    entry,
                    receipt: ItemId(row.get(1)?),
                    class,
                    evidence: serde_json::from_str(&evidence)?,
                });
            }
        }
        Ok((rows, usize::try_from(count).unwrap_or_default()))
    }
}
