//! Which letters have not left the house.

use std::collections::HashMap;

use super::Reader;
use crate::domain::date::Date;
use crate::domain::departure::{Unsent, unsent};
use crate::domain::id::{CustomerId, EntryId, LetterId};
use crate::domain::letter::LetterState;
use crate::domain::outbox::Stand;
use crate::store::Result;
use crate::store::dispatched::stand;
use crate::store::rows::day;

impl Reader<'_> {
    /// Letters that have not left the house, or came back: a customer's, or all. Cost follows those, and what was sent
    /// another way, not all that left.
    pub fn unsent(&self, customer: Option<CustomerId>) -> Result<HashMap<LetterId, Unsent>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT d.letter, d.stand, coalesce(
                (SELECT m.moved FROM dispatch_move m WHERE m.dispatch = d.id ORDER BY m.number DESC LIMIT 1), d.queued)
             FROM dispatch d WHERE d.voided = 0 AND d.letter IS NOT NULL AND {}
                AND d.stand IN ('queued', 'sending', 'failed', 'in-doubt', 'returned', 'called-off')
                AND NOT EXISTS (SELECT 1 FROM dispatch o
                    WHERE o.letter = d.letter AND o.voided = 0 AND o.stand = 'sent')
             ORDER BY d.id",
            // A plus keeps SQLite at the index of stands.
            match customer {
                // A letter to one who was merged into him since is his too.
                Some(_) => "d.customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 OR f.merged_into = ?1)",
                None => "+d.customer > ?1",
            }
        ))?;
        let mut rows = statement.query([customer.map_or(0, |customer| customer.0)])?;
        let mut dispatches: HashMap<LetterId, Vec<(Stand, Date)>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let of = dispatches.entry(LetterId(row.get(0)?)).or_default();
            of.push((stand(row, 1)?, day(row, 2)?));
        }
        let letters = dispatches.into_iter();
        Ok(letters
            .filter_map(|(letter, of)| Some((letter, unsent(letter, &of)?)))
            .collect())
    }

    /// How many letters stand queued, failed or in doubt, and since when the oldest of them does: of these customers and
    /// of those who are merged into them, of all if none is named.
    pub fn letters_not_left(&self, customers: &[CustomerId]) -> Result<Vec<(Stand, u32, Date)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT stand, count(*), min(queued) FROM dispatch
             WHERE stand IN ('queued', 'failed', 'in-doubt') AND voided = 0 AND letter IS NOT NULL
                AND (?1 = '[]' OR customer IN (SELECT f.id FROM customer f JOIN json_each(?1) j ON j.value IN (f.id, f.merged_into)))
             GROUP BY stand ORDER BY stand DESC",
        )?;
        let rows = statement.query_map([serde_json::to_string(customers)?], |row| {
            Ok((stand(row, 0)?, row.get(1)?, day(row, 2)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A letter as it stands, and the entry that recorded it.
    pub fn recorded_letter(&self, id: LetterId) -> Result<Option<(EntryId, LetterState)>> {
        let entry = self.entry_where("SELECT entry FROM letter WHERE id = ?1", id.0)?;
        let state = crate::store::letter::letter(self.connection, id)?;
        Ok(entry.zip(state))
    }
}
