//! The start page's first look: a handful of rows, whatever the size of the ledger.

use super::Reader;
use crate::domain::date::{self, Date};
use crate::domain::id::{CustomerId, DocumentId};
use crate::domain::money::{Currency, Minor};
use crate::store::Result;
use crate::store::rows::{currency, day};

/// An open invoice that fell due early.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OldestRow {
    pub customer: CustomerId,
    pub customer_name: String,
    pub document: DocumentId,
    pub number: String,
    pub due: Date,
    pub open: Minor,
    pub currency: Currency,
}

impl Reader<'_> {
    /// The open debit items due before a day that fell due first.
    pub fn oldest_open(&self, before: Date, limit: usize) -> Result<Vec<OldestRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT i.customer, coalesce(t.name, ''), i.document, d.number, i.due, i.open_minor, i.currency
             FROM item i INDEXED BY item_due JOIN document d ON d.id = i.document
             JOIN customer c ON c.id = i.customer
             LEFT JOIN customer_text t ON t.customer = c.id AND t.version = c.version
             WHERE i.open_minor > 0 AND i.due < ?1 ORDER BY i.due, i.id LIMIT ?2",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map([date::to_int(before), limit], |row| {
            Ok(OldestRow {
                customer: CustomerId(row.get(0)?),
                customer_name: row.get(1)?,
                document: DocumentId(row.get(2)?),
                number: row.get(3)?,
                due: day(row, 4)?,
                open: Minor(row.get(5)?),
                currency: currency(row, 6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub fn count_customers(&self) -> Result<u64> {
        let sql =
            "SELECT count(*) FROM customer WHERE voided = 0 AND id > 0 AND merged_into IS NULL";
        let count: i64 = self
            .connection
            .prepare_cached(sql)?
            .query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Whether any invoice or credit note was ever taken in.
    pub fn has_documents(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM document WHERE voided = 0)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// What waits of bank files besides payments, lines and receipts that may be known: how many, and what is left of
    /// them in a currency.
    pub fn count_others(&self, of: Currency) -> Result<(u64, Minor)> {
        let sql = "SELECT count(*), coalesce(sum(waits), 0) FROM (
                SELECT left_minor AS waits FROM other_line
                WHERE left_minor > 0 AND dismissed_entry IS NULL AND voided = 0 AND currency = ?1
                UNION ALL SELECT r.amount_minor FROM receipt r JOIN item i ON i.id = r.item
                WHERE r.cover_sure = 0 AND r.voided = 0 AND i.currency = ?1)";
        let (count, sum): (i64, i64) = self
            .connection
            .prepare_cached(sql)?
            .query_row([of.code()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((count.unsigned_abs(), Minor(sum)))
    }

    /// Promises whose day has passed and whose item is still open.
    pub fn broken_promises(&self, today: Date) -> Result<Vec<(Minor, Currency)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT min(p.amount_minor, i.open_minor), i.currency FROM pause p JOIN item i ON i.id = p.item
             WHERE p.kind = 'promise' AND p.voided = 0 AND p.closed IS NULL AND p.until < ?1 AND i.open_minor > 0
                AND (SELECT coalesce(-sum(c.open_minor), 0) FROM item c
                     WHERE c.customer = i.customer AND c.currency = i.currency AND c.open_minor < 0
                       AND c.issued BETWEEN p.starts AND p.until) < min(p.amount_minor, i.open_minor)",
        )?;
        let broken = statement.query_map([date::to_int(today)], |row| {
            Ok((Minor(row.get(0)?), currency(row, 1)?))
        })?;
        Ok(broken.collect::<rusqlite::Result<_>>()?)
    }
}
