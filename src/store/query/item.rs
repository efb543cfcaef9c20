//! Items and what happened to them.

use rusqlite::Row;

use super::Reader;
use crate::domain::date::{self, Date};
use crate::domain::document::{Document, ItemClass};
use crate::domain::id::{CustomerId, DocumentId, EntryId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::{Pause, PauseOn};
use crate::domain::posting::PostingKind;
use crate::store::rows::{self, class, currency, day};
use crate::store::{Result, damaged, overlay};

/// An item as lists show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemRow {
    pub id: ItemId,
    pub document: Option<DocumentId>,
    pub number: String,
    pub class: ItemClass,
    pub currency: Currency,
    pub issued: Date,
    pub due: Date,
    pub amount: Minor,
    pub open: Minor,
    pub reference: Option<String>,
    pub customer: CustomerId,
}

/// One posting with the entry that made it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HistoryRow {
    pub entry: EntryId,
    pub at: String,
    pub actor: String,
    pub date: Date,
    pub kind: PostingKind,
    pub item: ItemId,
    pub customer: CustomerId,
    pub amount: Minor,
    pub counter: Option<ItemId>,
}

const COLUMNS: &str =
    "i.id, i.document, coalesce(d.number, r.bank_ref, r.payment_id, 'R' || i.id), i.class,
    i.currency, i.issued, i.due, i.amount_minor, i.open_minor, i.reference, i.customer";
const NUMBERED: &str =
    "LEFT JOIN document d ON d.id = i.document LEFT JOIN receipt r ON r.item = i.id";

fn item_row(row: &Row<'_>) -> rusqlite::Result<ItemRow> {
    Ok(ItemRow {
        id: ItemId(row.get(0)?),
        document: row.get::<_, Option<i64>>(1)?.map(DocumentId),
        number: row.get(2)?,
        class: class(row, 3)?,
        currency: currency(row, 4)?,
        issued: day(row, 5)?,
        due: day(row, 6)?,
        amount: Minor(row.get(7)?),
        open: Minor(row.get(8)?),
        reference: row.get(9)?,
        customer: CustomerId(row.get(10)?),
    })
}

impl Reader<'_> {
    fn item_rows(&self, rest: &str, params: impl rusqlite::Params) -> Result<Vec<ItemRow>> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM item i {NUMBERED} {rest}"))?;
        let items = statement.query_map(params, item_row)?;
        Ok(items.collect::<rusqlite::Result<_>>()?)
    }

    pub fn item(&self, id: ItemId) -> Result<Option<ItemRow>> {
        Ok(self.item_rows("WHERE i.id = ?1", [id.0])?.pop())
    }

    /// These items, in no order.
    pub fn items(&self, items: &[ItemId]) -> Result<Vec<ItemRow>> {
        let listed = "WHERE i.id IN (SELECT value FROM json_each(?1))";
        self.item_rows(listed, [super::listed(items)?])
    }

    /// A customer's open items, the earliest due first.
    pub fn open_items(&self, customer: CustomerId) -> Result<Vec<ItemRow>> {
        // The items of his that are open, not all that he ever had.
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM item i INDEXED BY item_open {NUMBERED}
             WHERE i.customer = ?1 AND i.open_minor <> 0 ORDER BY i.due, i.id"
        ))?;
        let items = statement.query_map([customer.0], item_row)?;
        Ok(items.collect::<rusqlite::Result<_>>()?)
    }

    /// The settled ones of a customer's newest items, the latest due first: so many, however long his history is.
    pub fn settled_items(&self, customer: CustomerId, limit: u32) -> Result<Vec<ItemRow>> {
        let mut items = Vec::new();
        for class in ItemClass::ALL {
            // Each class backwards along the index, until there are enough.
            items.extend(self.item_rows(
                "WHERE i.customer = ?1 AND i.class = ?2 AND i.voided = 0
                 AND i.open_minor = 0 ORDER BY i.document DESC, i.id DESC LIMIT ?3",
                (customer.0, class.code(), limit),
            )?);
        }
        items.sort_by_key(|item| std::cmp::Reverse((item.due, item.id)));
        items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(items)
    }

    /// A customer's items with what was open on a day, the earliest due first; those at zero left out.
    pub fn items_as_of(&self, customer: CustomerId, as_of: Date) -> Result<Vec<ItemRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.item, sum(p.amount_minor) AS balance FROM posting p
             WHERE p.date <= ?2 AND p.kind <> 4
               AND p.customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 AND f.merged_into IS NULL OR f.merged_into = ?1)
               AND p.item IN (SELECT id FROM item WHERE customer = ?1
                 UNION SELECT item FROM posting WHERE kind = 2
                   AND customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 AND f.merged_into IS NULL OR f.merged_into = ?1))
             GROUP BY p.item HAVING balance <> 0",
        )?;
        let balances = statement.query_map([customer.0, date::to_int(as_of)], |row| {
            Ok((ItemId(row.get(0)?), Minor(row.get(1)?)))
        })?;
        let mut items = Vec::new();
        for balance in balances {
            let (id, open) = balance?;
            items.extend(self.item(id)?.map(|item| ItemRow { open, ..item }));
        }
        items.sort_by_key(|item| (item.due, item.id));
        Ok(items)
    }

    /// Debit items of every customer that were due before a day and are open, by customer and due date.
    pub fn overdue_items(&self, as_of: Date) -> Result<Vec<ItemRow>> {
        self.item_rows(
            "WHERE i.open_minor > 0 AND i.class < 2 AND i.due < ?1 ORDER BY i.customer, i.currency, i.due, i.id",
            [date::to_int(as_of)],
        )
    }

    pub fn items_of_document(&self, document: DocumentId) -> Result<Vec<ItemRow>> {
        self.item_rows("WHERE i.document = ?1 ORDER BY i.id", [document.0])
    }

    pub fn document(&self, id: DocumentId) -> Result<Option<(Document, bool)>> {
        rows::document(self.connection, id)
    }

    /// The pauses on an item that were not taken back.
    pub fn pauses(&self, item: ItemId) -> Result<Vec<Pause>> {
        let pauses = overlay::pauses_of(self.connection, PauseOn::Item(item))?;
        Ok(pauses
            .into_iter()
            .filter(|state| !state.voided)
            .map(|state| state.pause)
            .collect())
    }

    /// Every item that has a pause which was not taken back or closed.
    pub fn paused_items(&self) -> Result<Vec<ItemId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT item FROM pause WHERE voided = 0 AND closed IS NULL AND item IS NOT NULL ORDER BY item",
        )?;
        let items = statement.query_map([], |row| row.get(0).map(ItemId))?;
        Ok(items.collect::<rusqlite::Result<_>>()?)
    }

    /// What happened to an item, oldest first.
    pub fn history(&self, item: ItemId) -> Result<Vec<HistoryRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.entry, stamp.at, stamp.actor, p.date, p.kind, p.item, p.customer, p.amount_minor, p.counter_item
             FROM posting p JOIN journal j ON j.id = p.entry JOIN stamp ON stamp.entry = j.stamp
             WHERE p.item = ?1 ORDER BY p.id",
        )?;
        let history = statement.query_map([item.0], |row| {
            let kind = row.get(4)?;
            Ok(HistoryRow {
                entry: EntryId(row.get(0)?),
                at: row.get(1)?,
                actor: row.get(2)?,
                date: day(row, 3)?,
                kind: PostingKind::from_code(kind)
                    .ok_or_else(|| damaged(format!("no such posting: {kind}")))?,
                item: ItemId(row.get(5)?),
                customer: CustomerId(row.get(6)?),
                amount: Minor(row.get(7)?),
                counter: row.get::<_, Option<i64>>(8)?.map(ItemId),
            })
        })?;
        Ok(history.collect::<rusqlite::Result<_>>()?)
    }
}
