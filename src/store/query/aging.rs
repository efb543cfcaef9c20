//! What an aging walks: open items for today, postings for any day.

use std::collections::BTreeMap;

use rusqlite::{Row, ToSql};

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
    /// Feeds every part of every balance as of a day, in any order. What was undone by a later posting may come as
    /// two parts that cancel out.
    ///
    /// From the ledger's last posting day on it is the open items that are walked. Of the days before, those past
    /// the middle take back from the open items what was posted later, the others add up what was posted till then:
    /// whichever moves fewer postings. A walk in the order in which they were made is the cheapest, for postings
    /// carry what the grid needs.
    pub fn aged_parts(&self, as_of: Date, mut feed: impl FnMut(AgedPart)) -> Result<()> {
        let day = date::to_int(as_of);
        if day >= self.horizon()? {
            return self.walk_open(i64::MAX, feed);
        }
        if as_of < self.middle()? {
            return self.walk_postings("date <= ?1", day, feed);
        }
        self.walk_open(i64::MAX, &mut feed)?;
        self.walk_postings("date > ?1", day, |part| {
            feed(AgedPart {
                amount: -part.amount,
                ..part
            });
        })
    }

    fn walk_postings(&self, dated: &str, day: i64, mut feed: impl FnMut(AgedPart)) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT customer, currency, class, issued, due, amount_minor FROM posting WHERE {dated}"
        ))?;
        let mut rows = statement.query([day])?;
        let mut codes = Codes::default();
        let owners = self.owners()?;
        while let Some(row) = rows.next()? {
            let mut part = part(row, 0, &mut codes)?;
            if let Some(owner) = owners.get(&part.customer) {
                part.customer = *owner;
            }
            feed(part);
        }
        Ok(())
    }

    /// The day halfway between the first posting and the last.
    fn middle(&self) -> Result<Date> {
        let mut statement = self.connection.prepare_cached(
            "SELECT (SELECT date FROM posting ORDER BY id LIMIT 1), max(horizon) FROM ledger",
        )?;
        let (first, last) = statement.query_row([], |row| Ok((day(row, 0)?, day(row, 1)?)))?;
        Ok(first + (last - first) / 2)
    }

    /// As `aged_parts` for one customer alone.
    pub fn aged_parts_of(
        &self,
        customer: CustomerId,
        as_of: Date,
        mut feed: impl FnMut(AgedPart),
    ) -> Result<()> {
        let day = date::to_int(as_of);
        let sql = if day >= self.horizon()? {
            "SELECT customer, currency, class, issued, due, open_minor FROM item INDEXED BY item_open
             WHERE open_minor <> 0 AND customer = ?1 AND ?2 IS NOT NULL"
        } else {
            "SELECT ?1, p.currency, p.class, p.issued, p.due, p.amount_minor FROM posting p
             WHERE p.date <= ?2
               AND p.customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 AND f.merged_into IS NULL OR f.merged_into = ?1)
               AND p.item IN (SELECT id FROM item WHERE customer = ?1
                 UNION SELECT item FROM posting WHERE kind = 2
                   AND customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 AND f.merged_into IS NULL OR f.merged_into = ?1))"
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([customer.0, day])?;
        let mut codes = Codes::default();
        while let Some(row) = rows.next()? {
            feed(part(row, 0, &mut codes)?);
        }
        Ok(())
    }

    /// The latest day that any posting bears.
    fn horizon(&self) -> Result<i64> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT coalesce(max(horizon), 0) FROM ledger")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Feeds every open item that was issued by a day, as it stands now: what lists of today are made of.
    pub fn open_parts(&self, today: Date, feed: impl FnMut(AgedPart)) -> Result<()> {
        self.walk_open(date::to_int(today), feed)
    }

    /// Feeds every open item that was issued by a day, customer by customer.
    fn walk_open(&self, issued_by: i64, mut feed: impl FnMut(AgedPart)) -> Result<()> {
        let sql = "SELECT customer, currency, class, issued, due, open_minor FROM item INDEXED BY item_open
                   WHERE open_minor <> 0 AND issued <= ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([issued_by])?;
        let mut codes = Codes::default();
        while let Some(row) = rows.next()? {
            feed(part(row, 0, &mut codes)?);
        }
        Ok(())
    }

    /// One customer's balance of each currency on a day, counted over his postings alone.
    pub fn balances_of(
        &self,
        customer: CustomerId,
        as_of: Date,
    ) -> Result<BTreeMap<Currency, Minor>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT currency, sum(amount_minor) FROM posting WHERE date <= ?2
               AND customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 AND f.merged_into IS NULL OR f.merged_into = ?1)
               AND item IN (SELECT id FROM item WHERE customer = ?1
                 UNION SELECT item FROM posting WHERE kind = 2
                   AND customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 AND f.merged_into IS NULL OR f.merged_into = ?1))
             GROUP BY +currency",
        )?;
        let sums = statement.query_map([customer.0, date::to_int(as_of)], |row| {
            Ok((currency(row, 0)?, Minor(row.get(1)?)))
        })?;
        Ok(sums.collect::<rusqlite::Result<_>>()?)
    }

    /// The ledger's balance of each currency on a day, counted apart from any grid: as it was kept with every
    /// posting, or before the last posting day the sum of what was posted till then.
    pub fn balances(&self, as_of: Date) -> Result<BTreeMap<Currency, Minor>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT currency, amount_minor FROM balance ORDER BY currency")?;
        let kept = statement.query_map([], |row| Ok((currency(row, 0)?, Minor(row.get(1)?))))?;
        let mut balances: BTreeMap<Currency, Minor> = kept.collect::<rusqlite::Result<_>>()?;
        let day = date::to_int(as_of);
        if day >= self.horizon()? || balances.is_empty() {
            return Ok(balances);
        }
        // One walk whatever the number of currencies; a GROUP BY would sort all postings first.
        let sums: Vec<String> = (0..balances.len())
            .map(|at| format!("sum(amount_minor) FILTER (WHERE currency = ?{})", at + 2))
            .collect();
        let sql = format!("SELECT {} FROM posting WHERE date <= ?1", sums.join(", "));
        let codes: Vec<String> = balances.keys().map(Currency::to_string).collect();
        let mut params: Vec<&dyn ToSql> = vec![&day];
        params.extend(codes.iter().map(|code| code as &dyn ToSql));
        self.connection.query_row(&sql, params.as_slice(), |row| {
            for (at, balance) in balances.values_mut().enumerate() {
                *balance = Minor(row.get::<_, Option<i64>>(at)?.unwrap_or_default());
            }
            Ok(())
        })?;
        Ok(balances)
    }

    /// Items that are disputed on a day and still had a balance then, with the disputed amount, at most the balance.
    pub fn disputed(&self, as_of: Date) -> Result<Vec<AgedRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT i.customer, i.currency, i.class, i.issued, i.due,
                min(sum(d.amount_minor), (SELECT coalesce(sum(p.amount_minor), 0) FROM posting p
                    WHERE p.item = i.id AND p.date <= ?1)) AS disputed, i.id
             FROM pause d JOIN item i ON i.id = d.item
             WHERE d.kind = 'dispute' AND d.voided = 0 AND d.starts <= ?1 AND (d.closed IS NULL OR d.closed > ?1)
             GROUP BY d.item HAVING disputed > 0 ORDER BY d.item",
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

impl Codes {
    fn of(&mut self, row: &Row<'_>, at: usize) -> rusqlite::Result<Currency> {
        let code = row.get_ref(at)?.as_str()?;
        match self.0 {
            Some(last) if last.code() == code => Ok(last),
            _ => Ok(*self.0.insert(currency(row, at)?)),
        }
    }
}

fn part(row: &Row<'_>, at: usize, codes: &mut Codes) -> rusqlite::Result<AgedPart> {
    Ok(AgedPart {
        customer: CustomerId(row.get(at)?),
        currency: codes.of(row, at + 1)?,
        class: class(row, at + 2)?,
        issued: day(row, at + 3)?,
        due: day(row, at + 4)?,
        amount: Minor(row.get(at + 5)?),
    })
}
