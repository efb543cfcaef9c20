//! Open items by what a person knows of them: a number, a reference, an amount.

use rusqlite::Row;

use super::Reader;
use crate::domain::date::Date;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::store::Result;
use crate::store::rows::{currency, day};

/// An open item of a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundRow {
    pub item: ItemId,
    pub customer: CustomerId,
    pub number: String,
    pub currency: Currency,
    pub due: Date,
    /// Signed: a credit's is negative.
    pub open: Minor,
}

const FOUND: &str = "SELECT i.id, i.customer, d.number, i.currency, i.due, i.open_minor";

fn found(row: &Row<'_>) -> rusqlite::Result<FoundRow> {
    Ok(FoundRow {
        item: ItemId(row.get(0)?),
        customer: CustomerId(row.get(1)?),
        number: row.get(2)?,
        currency: currency(row, 3)?,
        due: day(row, 4)?,
        open: Minor(row.get(5)?),
    })
}

impl Reader<'_> {
    /// Open items whose document's number begins so, whose reference it is, or of which exactly so much is open.
    pub fn find_open(
        &self,
        text: &str,
        amount: Option<Minor>,
        limit: usize,
    ) -> Result<Vec<FoundRow>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut rows: Vec<FoundRow> = Vec::new();
        if bare.is_empty() {
            return Ok(rows);
        }
        if let Some(amount) = amount {
            let sql = format!(
                "{FOUND} FROM item i JOIN document d ON d.id = i.document
                 WHERE i.open_minor <> 0 AND i.open_minor IN (?1, -?1) ORDER BY i.due, i.id LIMIT ?2"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            for row in statement.query_map([amount.0, limit], found)? {
                rows.push(row?);
            }
        }
        // The index on references holds documents' only.
        let by_reference = format!(
            "{FOUND} FROM item i JOIN document d ON d.id = i.document
             WHERE i.reference = ?1 AND i.document IS NOT NULL AND i.open_minor <> 0 ORDER BY i.due, i.id LIMIT ?2"
        );
        let by_number = format!(
            "{FOUND} FROM document d JOIN item i ON i.document = d.id
             WHERE d.voided = 0 AND d.number >= ?1 AND d.number < ?1 || char(1114111) AND i.open_minor <> 0
             ORDER BY d.number, i.due, i.id LIMIT ?2"
        );
        for sql in [by_reference, by_number] {
            let mut statement = self.connection.prepare_cached(&sql)?;
            for row in statement.query_map((&bare, limit), found)? {
                let row = row?;
                if rows.iter().all(|known| known.item != row.item) {
                    rows.push(row);
                }
            }
        }
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(rows)
    }
}
