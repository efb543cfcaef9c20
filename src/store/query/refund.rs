//! Money that is to be given back.

use super::Reader;
use crate::domain::date::Date;
use crate::domain::id::{CustomerId, ItemId, OtherId, RefundId};
use crate::domain::money::{Currency, Minor};
use crate::store::Result;
use crate::store::rows::{currency, day};

/// A refund that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefundRow {
    pub refund: RefundId,
    pub credit: ItemId,
    pub customer: CustomerId,
    pub currency: Currency,
    pub amount: Minor,
    /// Not gone out yet: magnitude.
    pub left: Minor,
    pub planned: Date,
    pub reason: String,
}

const WAITS: &str = "r.left_minor > 0 AND r.dropped_entry IS NULL AND r.voided = 0";

impl Reader<'_> {
    /// Refunds that have not gone out yet, the oldest first.
    pub fn refunds(&self) -> Result<Vec<RefundRow>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT r.id, r.credit, i.customer, i.currency, r.amount_minor, r.left_minor, r.planned, n.body
             FROM refund r JOIN item i ON i.id = r.credit
             LEFT JOIN note n ON n.entry = r.entry AND n.event = r.event WHERE {WAITS} ORDER BY r.id"
        ))?;
        let refunds = statement.query_map([], |row| {
            Ok(RefundRow {
                refund: RefundId(row.get(0)?),
                credit: ItemId(row.get(1)?),
                customer: CustomerId(row.get(2)?),
                currency: currency(row, 3)?,
                amount: Minor(row.get(4)?),
                left: Minor(row.get(5)?),
                planned: day(row, 6)?,
                reason: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
            })
        })?;
        Ok(refunds.collect::<rusqlite::Result<_>>()?)
    }

    /// The credits whose refund a line of a bank file may be: as much as it has left, in its currency.
    /// The oldest refund first.
    pub fn refunds_for_line(&self, line: OtherId) -> Result<Vec<ItemId>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT r.credit FROM other_line o JOIN refund r ON r.left_minor = o.left_minor
             JOIN item i ON i.id = r.credit AND i.currency = o.currency
             WHERE o.id = ?1 AND o.kind = 'debit' AND {WAITS} ORDER BY r.id"
        ))?;
        let credits = statement.query_map([line.0], |row| row.get(0).map(ItemId))?;
        Ok(credits.collect::<rusqlite::Result<_>>()?)
    }

    /// What a refund is taken from.
    pub(crate) fn credit_of_refund(&self, refund: RefundId) -> Result<ItemId> {
        let sql = "SELECT credit FROM refund WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([refund.0], |row| row.get(0).map(ItemId))?)
    }
}
