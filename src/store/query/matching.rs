//! What matching needs of the ledger: receipts that are nobody's yet, by pages, and the items that they may settle.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, Row};

use super::Reader;
use crate::domain::candidate::{Candidate, Known, Waiting};
use crate::domain::date::{self, Date};
use crate::domain::id::{CustomerId, DocumentId, ItemId};
use crate::domain::money::Minor;
use crate::domain::reference;
use crate::store::Result;
use crate::store::rows::{self, class, currency, day};

const RECEIPT: &str =
    "SELECT i.id, r.booked, r.amount_minor, i.open_minor, i.currency, i.customer, r.payment_id,
    r.bank_ref, i.reference, t.payer_name, t.payer_account, t.message, t.raw, t.details, n.body
 FROM item i JOIN receipt r ON r.item = i.id LEFT JOIN receipt_text t ON t.item = i.id
 LEFT JOIN note n ON n.entry = r.aside_entry AND n.event = r.aside_event";

/// The same without what only a person reads.
const RECEIPT_TO_MATCH: &str =
    "SELECT i.id, r.booked, r.amount_minor, i.open_minor, i.currency, i.customer, NULL,
    NULL, i.reference, t.payer_name, t.payer_account, t.message, NULL, t.details, n.body
 FROM item i JOIN receipt r ON r.item = i.id LEFT JOIN receipt_text t ON t.item = i.id
 LEFT JOIN note n ON n.entry = r.aside_entry AND n.event = r.aside_event";

const ITEM: &str =
    "SELECT i.id, i.document, d.number, i.customer, i.currency, i.class, i.issued, i.due, i.open_minor, i.reference
 FROM item i JOIN document d ON d.id = i.document";

/// Rows by a list of their identities, which leads: SQLite then walks the table in its own order.
const LISTED: &str = "i.id IN (SELECT value FROM json_each(?1))";

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
    })
}

fn match_item(row: &Row<'_>, disputed: &HashSet<ItemId>) -> rusqlite::Result<Candidate> {
    let item = ItemId(row.get(0)?);
    Ok(Candidate {
        item,
        document: DocumentId(row.get(1)?),
        number: row.get(2)?,
        customer: CustomerId(row.get(3)?),
        currency: currency(row, 4)?,
        class: class(row, 5)?,
        issued: day(row, 6)?,
        due: day(row, 7)?,
        open: Minor(row.get(8)?),
        reference: row.get(9)?,
        disputed: disputed.contains(&item),
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

    /// These receipts, in order of booking date.
    pub fn receipts(&self, items: &[ItemId]) -> Result<Vec<Waiting>> {
        self.receipts_listed(RECEIPT, items)
    }

    /// The same with what matching goes by: no numbers of the bank's, no record as the file gave it.
    pub fn receipts_to_match(&self, items: &[ItemId]) -> Result<Vec<Waiting>> {
        self.receipts_listed(RECEIPT_TO_MATCH, items)
    }

    fn receipts_listed(&self, columns: &str, items: &[ItemId]) -> Result<Vec<Waiting>> {
        let sql = format!("{columns} WHERE {LISTED}");
        let mut receipts = self.match_receipts(&sql, [super::listed(items)?])?;
        receipts.sort_unstable_by_key(|receipt| (receipt.booked, receipt.item));
        Ok(receipts)
    }

    /// Money of customers that settles nothing yet.
    pub fn unapplied(&self) -> Result<Vec<Waiting>> {
        self.match_receipts(
            &format!("{RECEIPT} WHERE i.customer > 0 AND i.class = 3 AND i.open_minor <> 0 ORDER BY r.booked, i.id"),
            [],
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

    /// What is known when the receipts that wait are explained: all open debit items, settled ones that a receipt
    /// names, and the customers' accounts.
    pub fn known(&self) -> Result<Known> {
        let disputed = self.disputed_items()?;
        // A debit item alone is open above zero. The walk over the index that tells so comes first, and both terms
        // let it; then one through the tables in their own order.
        let open = format!(
            "{ITEM} WHERE i.id IN (SELECT id FROM item WHERE open_minor <> 0 AND open_minor > 0)"
        );
        let mut items = Vec::new();
        let mut statement = self.connection.prepare_cached(&open)?;
        for item in statement.query_map([], |row| match_item(row, &disputed))? {
            items.push(item?);
        }
        let settled = self.settled_and_named(&items)?;
        // A double payment, most likely.
        let settled_of =
            format!("{ITEM} WHERE {LISTED} AND i.open_minor = 0 AND i.voided = 0 AND i.class < 2");
        let mut statement = self.connection.prepare_cached(&settled_of)?;
        let found =
            statement.query_map([super::listed(&settled)?], |row| match_item(row, &disputed))?;
        for item in found {
            items.push(item?);
        }
        Ok(Known {
            items,
            customers: self.customer_accounts()?,
        })
    }

    /// Items that a receipt's reference or text names and that are not among the open ones.
    fn settled_and_named(&self, open: &[Candidate]) -> Result<Vec<ItemId>> {
        let open: HashSet<i64> = open.iter().map(|item| item.item.0).collect();
        let mut found = Vec::new();
        // The index of references tells the items: their rows are not touched.
        let mut statement = self.connection.prepare_cached(
            "SELECT i.id FROM item r CROSS JOIN item i ON i.reference = r.reference AND i.document IS NOT NULL
             WHERE r.customer = 0 AND r.open_minor <> 0",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let item = row.get(0)?;
            if !open.contains(&item) {
                found.push(ItemId(item));
            }
        }
        let mut messages = self.connection.prepare_cached(
            "SELECT t.message FROM item r CROSS JOIN receipt_text t ON t.item = r.id
             WHERE r.customer = 0 AND r.open_minor <> 0 AND t.message IS NOT NULL",
        )?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM item WHERE reference = ?1 AND document IS NOT NULL")?;
        let mut rows = messages.query([])?;
        while let Some(row) = rows.next()? {
            let message = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            for reference in reference::references_in(message) {
                for item in statement.query_map([reference], |row| row.get(0))? {
                    let item = item?;
                    if !open.contains(&item) {
                        found.push(ItemId(item));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Items with a dispute that is not closed.
    fn disputed_items(&self) -> Result<HashSet<ItemId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT item FROM pause WHERE kind = 'dispute' AND voided = 0 AND closed IS NULL",
        )?;
        let items = statement.query_map([], |row| row.get(0).map(ItemId))?;
        Ok(items.collect::<rusqlite::Result<_>>()?)
    }

    /// Customers by their confirmed payer accounts: one account may be several customers'.
    fn customer_accounts(&self) -> Result<HashMap<String, Vec<(CustomerId, String)>>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT t.account, c.id, c.number FROM customer_text t JOIN customer c ON c.id = t.customer AND c.version = t.version
             WHERE t.account IS NOT NULL AND c.voided = 0 ORDER BY c.id",
        )?;
        let mut accounts: HashMap<String, Vec<(CustomerId, String)>> = HashMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            accounts
                .entry(row.get(0)?)
                .or_default()
                .push((CustomerId(row.get(1)?), row.get(2)?));
        }
        Ok(accounts)
    }

    /// The last day on which a bank file was taken in, as a time, and the last booking day of any receipt.
    pub fn bank_data(&self) -> Result<(Option<String>, Option<Date>)> {
        let read: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT j.at FROM source_file f JOIN journal j ON j.id = f.entry
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
