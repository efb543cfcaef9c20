//! Receipts as matching reads them.

use rusqlite::{OptionalExtension, Row};

use super::Reader;
use crate::domain::candidate::Waiting;
use crate::domain::date::{self, Date};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;
use crate::store::rows::{self, currency, day};
use crate::store::{KeptTrail, Result, Unmatched, unmatched};

/// Whether a proposal that was posted was taken back. `decision` is kept by receipt: this is one look-up.
macro_rules! taken_back {
    () => {
        "EXISTS (SELECT 1 FROM decision d WHERE d.receipt = i.id AND d.withdrawn = 1 AND d.class IS NOT NULL)"
    };
}

/// A receipt and all that it says.
const RECEIPT: &str = concat!(
    "SELECT i.id, r.booked, r.amount_minor, i.open_minor, i.currency, i.customer, r.payment_id,
    r.bank_ref, i.reference, t.payer_name, t.payer_account, t.message, t.raw, t.details, n.body, ",
    taken_back!(),
    " FROM item i JOIN receipt r ON r.item = i.id LEFT JOIN receipt_text t ON t.item = i.id
 LEFT JOIN note n ON n.entry = r.aside_entry AND n.event = r.aside_event"
);

/// The same without what only a person reads.
const RECEIPT_TO_MATCH: &str = concat!(
    "SELECT i.id, r.booked, r.amount_minor, i.open_minor, i.currency, i.customer, NULL,
    NULL, i.reference, t.payer_name, t.payer_account, t.message, NULL, t.details, n.body, ",
    taken_back!(),
    " FROM item i JOIN receipt r ON r.item = i.id LEFT JOIN receipt_text t ON t.item = i.id
 LEFT JOIN note n ON n.entry = r.aside_entry AND n.event = r.aside_event"
);

fn match_receipt(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    Ok(Waiting {
        item: ItemId(row.get(0)?),
        booked: day(row, 1)?,
        amount: Minor(row.get(2)?),
        left: Minor(row.get::<_, i64>(3)?.abs()),
        currency: currency(row, 4)?,
        customer: CustomerId(row.get(5)?),
        payment_id: row.get(6)?,
        bank_ref: row.get(7)?,
        reference: row.get(8)?,
        text: rows::receipt_text(row, 9)?,
        set_aside: row.get(14)?,
        taken_back: row.get(15)?,
    })
}

impl Reader<'_> {
    fn match_receipts(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<Waiting>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let receipts = statement.query_map(params, match_receipt)?;
        Ok(receipts.collect::<rusqlite::Result<_>>()?)
    }

    /// Receipts that are nobody's yet, those set aside among them, in order of booking date: their identities alone,
    /// for there may be many.
    pub fn unidentified(&self) -> Result<Vec<ItemId>> {
        // A receipt is due on the day it is booked; the index of what is open tells all of this.
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM item WHERE customer = 0 AND open_minor <> 0 ORDER BY due, id",
        )?;
        let ids = statement.query_map([], |row| row.get(0).map(ItemId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// How many of these may be each customer's, if that was kept of the ledger as it is now, by the same settings.
    pub fn unmatched(&self, settings: &str) -> Result<Option<Unmatched>> {
        unmatched::kept(self.connection, settings)
    }

    /// What that was found by when it was kept, be it of the ledger as it was.
    pub fn unmatched_trail(&self, settings: &str) -> Result<Option<KeptTrail>> {
        unmatched::trail(self.connection, settings)
    }

    /// The last day that one of them is booked on.
    pub fn last_unidentified(&self) -> Result<Option<Date>> {
        let sql = "SELECT max(due) FROM item WHERE customer = 0 AND open_minor <> 0";
        let mut statement = self.connection.prepare_cached(sql)?;
        let last: Option<i64> = statement.query_row([], |row| row.get(0))?;
        Ok(last.and_then(date::from_int))
    }

    /// These receipts, in order of booking date.
    pub fn receipts(&self, items: &[ItemId]) -> Result<Vec<Waiting>> {
        self.receipts_listed(RECEIPT, items)
    }

    /// The same with what matching goes by: no numbers of the bank's, no record as the file gave it.
    pub fn receipts_to_match(&self, items: &[ItemId]) -> Result<Vec<Waiting>> {
        self.receipts_listed(RECEIPT_TO_MATCH, items)
    }

    fn receipts_listed(&self, columns: &str, items: &[ItemId]) -> Result<Vec<Waiting>> {
        // The list leads: SQLite then walks the table in its own order.
        let sql = format!("{columns} WHERE i.id IN (SELECT value FROM json_each(?1))");
        let mut receipts = self.match_receipts(&sql, [super::listed(items)?])?;
        receipts.sort_unstable_by_key(|receipt| (receipt.booked, receipt.item));
        Ok(receipts)
    }

    /// Money of customers that settles nothing yet.
    pub fn unapplied(&self) -> Result<Vec<Waiting>> {
        self.match_receipts(
            &format!(
                "{RECEIPT} WHERE i.customer > 0 AND i.class = 3 AND i.open_minor <> 0 ORDER BY r.booked, i.id"
            ),
            [],
        )
    }

    /// The receipts after one, in order of their numbers; those that another is counted for aside.
    pub fn receipts_after(&self, after: ItemId, limit: usize) -> Result<Vec<Waiting>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.match_receipts(
            &format!(
                "{RECEIPT} WHERE r.item > ?1 AND r.voided = 0 AND r.covered_by IS NULL ORDER BY r.item LIMIT ?2"
            ),
            [after.0, limit],
        )
    }

    pub fn receipt(&self, item: ItemId) -> Result<Option<Waiting>> {
        Ok(self
            .match_receipts(
                &format!("{RECEIPT} WHERE i.id = ?1 AND i.voided = 0"),
                [item.0],
            )?
            .pop())
    }

    /// The last day on which a bank file was taken in, as a time, and the last booking day of any receipt.
    pub fn bank_data(&self) -> Result<(Option<String>, Option<Date>)> {
        let read: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT stamp.at FROM source_file f JOIN journal j ON j.id = f.entry JOIN stamp ON stamp.entry = j.stamp
                 WHERE f.voided = 0 AND f.format NOT IN ('customers', 'invoices') ORDER BY f.id DESC LIMIT 1",
            )?
            .query_row([], |row| row.get(0))
            .optional()?;
        let until: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT booked FROM receipt WHERE voided = 0 AND file IS NOT NULL ORDER BY item DESC LIMIT 1",
            )?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok((read, until.and_then(date::from_int)))
    }
}
