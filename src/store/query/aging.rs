//! What an aging walks: open items for today, postings for any day.

use rusqlite::Row;

use super::Reader;
use crate::domain::date::{self, Date};
use crate::domain::document::ItemClass;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::store::Result;
use crate::store::rows::{class, currency, day};

/// A part of a balance with all that decides where it stands in a grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AgedPart {
    pub customer: CustomerId,
    pub currency: Currency,
    pub class: ItemClass,
    pub issued: Date,
    pub due: Date,
    pub amount: Minor,
}

/// A disputed item: how much of it, as of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AgedRow {
    pub item: ItemId,
    pub part: AgedPart,
}

impl Reader<'_> {
    /// Feeds every part of a balance as of a day. Parts of one customer may come in any order.
    ///
    /// From the ledger's last posting day on it is the open items that are walked, else all postings up to the day.
    pub fn aged_parts(
        &self,
        as_of: Date,
        customer: Option<CustomerId>,
        mut feed: impl FnMut(AgedPart),
    ) -> Result<()> {
        let horizon: i64 = self.connection.query_row(
            "SELECT coalesce(max(horizon), 0) FROM ledger",
            [],
            |row| row.get(0),
        )?;
        let day = date::to_int(as_of);
        let sql = match (day >= horizon, customer.is_some()) {
            (true, false) => {
                "SELECT customer, currency, class, issued, due, open_minor FROM item INDEXED BY item_open
                 WHERE open_minor <> 0 AND ?1 IS NOT NULL AND ?2 IS NULL"
            }
            (true, true) => {
                "SELECT customer, currency, class, issued, due, open_minor FROM item INDEXED BY item_open
                 WHERE open_minor <> 0 AND customer = ?2 AND ?1 IS NOT NULL"
            }
            // Postings carry what the grid needs, so a walk in the order in which they were made is the cheapest.
            (false, false) => {
                "SELECT customer, currency, class, issued, due, amount_minor FROM posting
                 WHERE date <= ?1 AND ?2 IS NULL"
            }
            (false, true) => {
                "SELECT p.customer, p.currency, p.class, p.issued, p.due, p.amount_minor FROM posting p
                 WHERE p.date <= ?1 AND p.customer = ?2
                   AND p.item IN (SELECT id FROM item WHERE customer = ?2
                     UNION SELECT item FROM posting WHERE customer = ?2 AND kind = 2)"
            }
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query((day, customer.map(|customer| customer.0)))?;
        let mut codes = Codes::default();
        while let Some(row) = rows.next()? {
            feed(part(row, 0, &mut codes)?);
        }
        Ok(())
    }

    /// Feeds every open item that was issued by a day, as it stands now: what lists of today are made of.
    pub fn open_parts(&self, today: Date, mut feed: impl FnMut(AgedPart)) -> Result<()> {
        let sql = "SELECT customer, currency, class, issued, due, open_minor FROM item INDEXED BY item_open
                   WHERE open_minor <> 0 AND issued <= ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([date::to_int(today)])?;
        let mut codes = Codes::default();
        while let Some(row) = rows.next()? {
            feed(part(row, 0, &mut codes)?);
        }
        Ok(())
    }

    /// One customer's balance of each currency on a day, counted over his postings alone.
    pub fn balances_of(&self, customer: CustomerId, as_of: Date) -> Result<Vec<(Currency, Minor)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT currency, sum(amount_minor) FROM posting WHERE customer = ?1 AND date <= ?2
               AND item IN (SELECT id FROM item WHERE customer = ?1
                 UNION SELECT item FROM posting WHERE customer = ?1 AND kind = 2)
             GROUP BY +currency ORDER BY currency",
        )?;
        let sums = statement.query_map([customer.0, date::to_int(as_of)], |row| {
            Ok((currency(row, 0)?, Minor(row.get(1)?)))
        })?;
        Ok(sums.collect::<rusqlite::Result<_>>()?)
    }

    /// The ledger's balance of each currency on a day, counted apart from any grid.
    pub fn balances(&self, as_of: Date) -> Result<Vec<(Currency, Minor)>> {
        let horizon: i64 = self.connection.query_row(
            "SELECT coalesce(max(horizon), 0) FROM ledger",
            [],
            |row| row.get(0),
        )?;
        let day = date::to_int(as_of);
        let sql = if day >= horizon {
            "SELECT currency, amount_minor FROM balance WHERE ?1 IS NOT NULL ORDER BY currency"
        } else {
            "SELECT currency, sum(amount_minor) FROM posting WHERE date <= ?1 GROUP BY +currency ORDER BY currency"
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let sums = statement.query_map([day], |row| Ok((currency(row, 0)?, Minor(row.get(1)?))))?;
        Ok(sums.collect::<rusqlite::Result<_>>()?)
    }

    /// Items that are disputed on a day and still had a balance then, with the disputed amount, at most the balance.
    pub fn disputed(&self, as_of: Date) -> Result<Vec<AgedRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT i.customer, i.currency, i.class, i.issued, i.due,
                min(sum(d.amount_minor), (SELECT coalesce(sum(p.amount_minor), 0) FROM posting p
                    WHERE p.item = i.id AND p.date <= ?1)) AS disputed, i.id
             FROM pause d JOIN item i ON i.id = d.item
             WHERE d.kind = 'dispute' AND d.voided = 0 AND d.starts <= ?1 AND (d.closed IS NULL OR d.closed > ?1)
             GROUP BY i.id HAVING disputed > 0 ORDER BY i.id",
        )?;
        let mut rows = statement.query([date::to_int(as_of)])?;
        let (mut codes, mut found) = (Codes::default(), Vec::new());
        while let Some(row) = rows.next()? {
            found.push(AgedRow {
                item: ItemId(row.get(6)?),
                part: part(row, 0, &mut codes)?,
            });
        }
        Ok(found)
    }
}

/// The last currency seen: almost all rows bear the same.
#[derive(Default)]
struct Codes(Option<Currency>);

fn part(row: &Row<'_>, at: usize, codes: &mut Codes) -> rusqlite::Result<AgedPart> {
    let code = row.get_ref(at + 1)?.as_str()?;
    let of = match codes.0 {
        Some(last) if last.code() == code => last,
        _ => *codes.0.insert(currency(row, at + 1)?),
    };
    Ok(AgedPart {
        customer: CustomerId(row.get(at)?),
        currency: of,
        class: class(row, at + 2)?,
        issued: day(row, at + 3)?,
        due: day(row, at + 4)?,
        amount: Minor(row.get(at + 5)?),
    })
}
