//! What moved a customer's balance, line by line: what statements of account are made of.

use super::Reader;
use crate::domain::date::{self, Date};
use crate::domain::document::ItemClass;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::letter::ChargeKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::posting::PostingKind;
use crate::store::rows::{class, currency, day};
use crate::store::{Result, damaged};

/// One posting of a customer's, with what a line of a statement says of its item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MovementRow {
    pub date: Date,
    pub kind: PostingKind,
    pub item: ItemId,
    pub class: ItemClass,
    pub currency: Currency,
    /// Signed: positive is owed to the company.
    pub amount: Minor,
    /// The document's number or the receipt's.
    pub number: String,
    pub due: Date,
    /// Which kind of charge the item is, if it is one that a letter or a plan claimed.
    pub charge: Option<ChargeKind>,
    /// The item on the other side of an allocation, and its class and number.
    pub counter: Option<(ItemId, ItemClass, String)>,
    /// Of money that moved: it was nobody's before, or is again.
    pub with_nobody: bool,
}

const MOVEMENTS: &str = "SELECT p.date, p.kind, p.item, p.class, p.currency, p.amount_minor,
    coalesce(d.number, r.bank_ref, r.payment_id, 'R' || p.item), p.due, c.kind,
    p.counter_item, o.class, coalesce(od.number, orr.bank_ref, orr.payment_id, 'R' || p.counter_item),
    p.kind = 2 AND EXISTS (SELECT 1 FROM posting q
        WHERE q.item = p.item AND q.entry = p.entry AND q.kind = 2 AND q.customer = 0)
 FROM posting p JOIN item i ON i.id = p.item
 LEFT JOIN document d ON d.id = i.document LEFT JOIN receipt r ON r.item = i.id LEFT JOIN charge c ON c.item = i.id
 LEFT JOIN item o ON o.id = p.counter_item
 LEFT JOIN document od ON od.id = o.document LEFT JOIN receipt orr ON orr.item = o.id
 WHERE p.date <= ?2 AND p.customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 AND f.merged_into IS NULL OR f.merged_into = ?1)
   AND p.item IN (SELECT id FROM item WHERE customer = ?1
     UNION SELECT item FROM posting WHERE kind = 2
       AND customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 AND f.merged_into IS NULL OR f.merged_into = ?1))
 ORDER BY p.date, p.id";

impl Reader<'_> {
    /// All that moved a customer's balances up to a day, in order of day.
    pub fn movements(&self, customer: CustomerId, until: Date) -> Result<Vec<MovementRow>> {
        let mut statement = self.connection.prepare_cached(MOVEMENTS)?;
        let rows = statement.query_map([customer.0, date::to_int(until)], |row| {
            let kind = row.get(1)?;
            let charge = match row.get_ref(8)?.as_str_or_null()? {
                Some(_) => Some(super::letter::charge_kind(row, 8)?),
                None => None,
            };
            let counter = match row.get::<_, Option<i64>>(9)? {
                Some(id) => Some((ItemId(id), class(row, 10)?, row.get(11)?)),
                None => None,
            };
            Ok(MovementRow {
                date: day(row, 0)?,
                kind: PostingKind::from_code(kind)
                    .ok_or_else(|| damaged(format!("no such posting: {kind}")))?,
                item: ItemId(row.get(2)?),
                class: class(row, 3)?,
                currency: currency(row, 4)?,
                amount: Minor(row.get(5)?),
                number: row.get(6)?,
                due: day(row, 7)?,
                charge,
                counter,
                with_nobody: row.get(12)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Which kind of charge an item is, if it is one that a letter or a plan claimed.
    pub fn kind_of_charge(&self, item: ItemId) -> Result<Option<ChargeKind>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT kind FROM charge WHERE item = ?1")?;
        let mut rows = statement.query([item.0])?;
        let row = rows.next()?;
        Ok(row
            .map(|row| super::letter::charge_kind(row, 0))
            .transpose()?)
    }
}
