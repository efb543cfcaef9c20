//! What matching posted by itself.

use std::collections::HashMap;

use rusqlite::OptionalExtension;

use super::{Deed, Kept, Reader, journal};
use crate::domain::event::Decision;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{EntryId, ItemId};
use crate::domain::money::Minor;
use crate::store::Result;

/// A receipt that was posted and still is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PostedRow {
    pub entry: EntryId,
    pub receipt: ItemId,
    pub class: Class,
    pub evidence: Vec<Evidence>,
    /// What was done with it, in order; without the words that a person wrote.
    pub deeds: Vec<Deed>,
}

/// What matching posted by itself and nobody took back.
const STANDS: &str =
    "stamp.command = 'match' AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)";

impl Reader<'_> {
    /// The run that posted something last, if it still stands.
    pub fn posted_run(&self) -> Result<Option<EntryId>> {
        let sql = format!(
            "SELECT j.run FROM stamp INDEXED BY stamp_match CROSS JOIN journal j ON j.id BETWEEN stamp.entry AND
                coalesce((SELECT min(n.entry) - 1 FROM stamp n WHERE n.entry > stamp.entry), {})
             WHERE {STANDS} ORDER BY stamp.entry DESC, j.id DESC LIMIT 1",
            i64::MAX
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement
            .query_row([], |row| row.get(0).map(EntryId))
            .optional()?)
    }

    /// The newest receipts that a run posted and that still are, and how many there are in all.
    pub fn posted(&self, run: EntryId, limit: usize) -> Result<(Vec<PostedRow>, usize)> {
        let sql = format!(
            "SELECT count(*) FROM journal j JOIN stamp ON stamp.entry = j.stamp WHERE j.run = ?1 AND {STANDS}"
        );
        let count: i64 = self
            .connection
            .prepare_cached(&sql)?
            .query_row([run.0], |row| row.get(0))?;
        let sql = format!(
            "SELECT j.id FROM journal j JOIN stamp ON stamp.entry = j.stamp WHERE j.run = ?1 AND {STANDS} ORDER BY j.id DESC LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = Vec::new();
        for entry in statement.query_map([run.0, limit], |row| row.get(0).map(EntryId))? {
            let entry = entry?;
            let deeds = self.deeds(entry)?;
            let decided = deeds.iter().find_map(|deed| match deed {
                Deed::Decided(decision) => Some(decision.clone()),
                _ => None,
            });
            if let Some(Decision {
                receipt,
                class: Some(class),
                evidence,
                ..
            }) = decided
            {
                rows.push(PostedRow {
                    entry,
                    receipt,
                    class,
                    evidence,
                    deeds,
                });
            }
        }
        Ok((rows, usize::try_from(count).unwrap_or_default()))
    }

    /// What was open on items before entries moved them, signed: by entry and item.
    pub fn open_before(
        &self,
        items: &[ItemId],
        entries: &[EntryId],
    ) -> Result<HashMap<(EntryId, ItemId), Minor>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.value, p.item, sum(p.amount_minor) FROM json_each(?1) i
             JOIN posting p ON p.item = i.value JOIN json_each(?2) e ON p.entry < e.value
             WHERE EXISTS (SELECT 1 FROM posting o WHERE o.item = p.item AND o.entry = e.value)
             GROUP BY e.value, p.item",
        )?;
        let entries: Vec<i64> = entries.iter().map(|entry| entry.0).collect();
        let entries = serde_json::to_string(&entries)?;
        let mut rows = statement.query([super::listed(items)?, entries])?;
        let mut open = HashMap::new();
        while let Some(row) = rows.next()? {
            let of = (EntryId(row.get(0)?), ItemId(row.get(1)?));
            open.insert(of, Minor(row.get(2)?));
        }
        Ok(open)
    }

    /// What an entry did, in its order.
    fn deeds(&self, entry: EntryId) -> Result<Vec<Deed>> {
        let Some(entry) = journal::entry(self.connection, entry)? else {
            return Ok(Vec::new());
        };
        let kept = journal::kept(&entry)?.into_iter();
        Ok(kept
            .filter_map(|kept| match kept {
                Kept::Deed { deed, .. } => Some(deed),
                _ => None,
            })
            .collect())
    }

    /// The evidence on which an entry settled a receipt.
    pub fn evidence(&self, receipt: ItemId, entry: EntryId) -> Result<Vec<Evidence>> {
        let deeds = self.deeds(entry)?.into_iter();
        Ok(deeds
            .filter_map(|deed| match deed {
                Deed::Decided(decision) if decision.receipt == receipt => Some(decision.evidence),
                _ => None,
            })
            .flatten()
            .collect())
    }
}
