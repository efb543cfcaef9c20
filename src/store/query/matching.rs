//! What matching needs of the ledger: receipts that are nobody's yet, and the items that their references name.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row};

use super::Reader;
use crate::domain::candidate::{Candidate, Hold, Known, Party, Waiting};
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

const ITEM: &str = "SELECT i.id, i.document, d.number, i.customer, i.currency, i.class, i.issued, i.due, i.open_minor,
    i.reference, i.amount_minor, EXISTS (SELECT 1 FROM pause p WHERE p.item = i.id AND p.kind = 'dispute' AND p.voided = 0
        AND p.closed IS NULL)
 FROM item i JOIN document d ON d.id = i.document";

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

fn match_item(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        item: ItemId(row.get(0)?),
        document: row.get::<_, Option<i64>>(1)?.map(DocumentId),
        number: row.get(2)?,
        customer: CustomerId(row.get(3)?),
        currency: currency(row, 4)?,
        class: class(row, 5)?,
        issued: day(row, 6)?,
        due: day(row, 7)?,
        open: Minor(row.get(8)?),
        reference: row.get(9)?,
        amount: Minor(row.get(10)?),
        hold: row.get::<_, bool>(11)?.then_some(Hold::Disputed),
        discount: None,
        about: None,
        settled: None,
    })
}

impl Reader<'_> {
    fn match_receipts(&self, rest: &str, params: impl rusqlite::Params) -> Result<Vec<Waiting>> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{RECEIPT} {rest}"))?;
        let receipts = statement.query_map(params, match_receipt)?;
        Ok(receipts.collect::<rusqlite::Result<_>>()?)
    }

    fn match_items(&self, rest: &str, params: impl rusqlite::Params) -> Result<Vec<Candidate>> {
        let mut statement = self.connection.prepare_cached(&format!("{ITEM} {rest}"))?;
        let items = statement.query_map(params, match_item)?;
        Ok(items.collect::<rusqlite::Result<_>>()?)
    }

    /// Receipts that are nobody's yet, those set aside among them, in order of booking date.
    pub fn unidentified(&self) -> Result<Vec<Waiting>> {
        self.match_receipts(
            "WHERE i.customer = 0 AND i.open_minor <> 0 ORDER BY r.booked, i.id",
            [],
        )
    }

    /// Money of customers that settles nothing yet.
    pub fn unapplied(&self) -> Result<Vec<Waiting>> {
        self.match_receipts(
            "WHERE i.customer > 0 AND i.class = 3 AND i.open_minor <> 0 ORDER BY r.booked, i.id",
            [],
        )
    }

    /// The receipts after one, in order of their numbers; those that another is counted for aside.
    pub fn receipts_after(&self, after: ItemId, limit: usize) -> Result<Vec<Waiting>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.match_receipts(
            "WHERE r.item > ?1 AND r.voided = 0 AND r.covered_by IS NULL ORDER BY r.item LIMIT ?2",
            [after.0, limit],
        )
    }

    pub fn receipt(&self, item: ItemId) -> Result<Option<Waiting>> {
        Ok(self
            .match_receipts("WHERE i.id = ?1 AND i.voided = 0", [item.0])?
            .pop())
    }

    /// All that these receipts are matched against.
    pub fn known(&self, receipts: &[Waiting]) -> Result<Known> {
        let mut items = self.match_items(
            "WHERE i.open_minor > 0 AND i.class < 2 ORDER BY i.due, i.id",
            [],
        )?;
        items.extend(self.settled_by_reference(receipts)?);
        Ok(Known {
            items,
            parties: self.parties()?,
            links: self.links_of(receipts)?,
            patterns: self.patterns()?,
            ..Known::default()
        })
    }

    /// Settled items that a receipt's reference names: a double payment, most likely.
    fn settled_by_reference(&self, receipts: &[Waiting]) -> Result<Vec<Candidate>> {
        // A hint keeps the planner from walking all that is settled.
        let settled =
            "i.document IS NOT NULL AND +i.open_minor = 0 AND i.voided = 0 AND +i.class < 2";
        let mut found = self.match_items(
            &format!(
                "WHERE i.reference IN (SELECT r.reference FROM item r WHERE r.customer = 0 AND r.open_minor <> 0)
                    AND i.reference IS NOT NULL AND {settled}"
            ),
            [],
        )?;
        let sql = format!("{ITEM} WHERE i.reference = ?1 AND {settled}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for message in receipts.iter().filter_map(|r| r.text.message.as_deref()) {
            for reference in reference::references_in(message) {
                for item in statement.query_map([reference], match_item)? {
                    found.push(item?);
                }
            }
        }
        found.sort_by_key(|item| item.item);
        found.dedup_by_key(|item| item.item);
        Ok(found)
    }

    fn parties(&self) -> Result<HashMap<CustomerId, Party>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.id, c.number, t.name, t.org_no, t.account, v.grouping FROM customer c
             JOIN customer_text t ON t.customer = c.id AND t.version = c.version
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             WHERE c.voided = 0 AND c.id > 0",
        )?;
        let parties = statement.query_map([], |row| {
            Ok((
                CustomerId(row.get(0)?),
                Party {
                    number: row.get(1)?,
                    name: row.get(2)?,
                    org_no: row.get(3)?,
                    account: row.get(4)?,
                    group: row.get(5)?,
                },
            ))
        })?;
        Ok(parties.collect::<rusqlite::Result<_>>()?)
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
