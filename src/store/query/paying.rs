//! How customers pay, beside what a sale on credit is decided by: what they owe by age, plans that broke, and what was
//! issued to them while something was late.

use std::collections::{BTreeMap, HashMap};

use super::Reader;
use super::credit::whose;
use crate::domain::date::{self, Date};
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::domain::plan::Kept;
use crate::domain::warning::{Lot, Paying};
use crate::store::Result;
use crate::store::rows::{day, maybe_day};

impl Reader<'_> {
    /// What customers owe by age on a day, in the company's currency as far as rates are known, and their broken plans.
    pub fn paying(&self, today: Date) -> Result<HashMap<CustomerId, Paying>> {
        let mut found: HashMap<CustomerId, Paying> = HashMap::new();
        let mut statement = self.connection.prepare_cached(
            "SELECT customer, due, base_minor FROM item INDEXED BY item_open
             WHERE customer > 0 AND class < 2 AND open_minor <> 0 AND base_minor IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let ages = &mut found.entry(CustomerId(row.get(0)?)).or_default().ages;
            let age = match date::days_past(day(row, 1)?, today) {
                ..=0 => &mut ages.not_due,
                1..=30 => &mut ages.days_30,
                31..=60 => &mut ages.days_60,
                61..=90 => &mut ages.days_90,
                _ => &mut ages.older,
            };
            *age += Minor(row.get(2)?);
        }
        let owners = self.owners()?;
        for (state, paid) in self.plans()? {
            if matches!(state.plan.kept(paid, today), Kept::Broken(_)) {
                let customer = state.plan.customer;
                let owner = owners.get(&customer).copied().unwrap_or(customer);
                found.entry(owner).or_default().plans_broken += 1;
            }
        }
        Ok(found)
    }

    /// What was issued to a customer, or to all: what is open, and what was settled after a day.
    pub fn lots(
        &self,
        customer: Option<CustomerId>,
        since: Date,
    ) -> Result<BTreeMap<CustomerId, Vec<Lot>>> {
        let (whose, bound) = whose(customer);
        let from = match customer {
            Some(_) => "item i INDEXED BY item_customer",
            None => "item i NOT INDEXED",
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT customer, number, issued, due, settled, amount FROM (
                SELECT i.customer, d.number, i.issued, i.due, i.id,
                    CASE WHEN i.open_minor = 0
                        THEN coalesce((SELECT max(p.date) FROM posting p WHERE p.item = i.id), i.issued) END AS settled,
                    (SELECT p.base_minor FROM posting p WHERE p.item = i.id AND p.kind = 0) AS amount
                FROM {from} JOIN document d ON d.id = i.document
                WHERE i.customer {whose} AND i.class = 0 AND i.voided = 0)
             WHERE settled IS NULL OR settled > ?2 ORDER BY customer, id"
        ))?;
        let mut found: BTreeMap<CustomerId, Vec<Lot>> = BTreeMap::new();
        let mut rows = statement.query([bound, date::to_int(since)])?;
        while let Some(row) = rows.next()? {
            found.entry(CustomerId(row.get(0)?)).or_default().push(Lot {
                number: row.get(1)?,
                issued: day(row, 2)?,
                due: day(row, 3)?,
                settled: maybe_day(row, 4)?,
                amount: Minor(row.get::<_, Option<i64>>(5)?.unwrap_or_default()),
            });
        }
        Ok(found)
    }

    /// What was invoiced to a customer from a day on: in the company's currency, as far as rates are known.
    pub fn invoiced_since(&self, customer: CustomerId, since: Date) -> Result<Minor> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(sum(p.base_minor), 0) FROM item i INDEXED BY item_customer
             JOIN posting p ON p.item = i.id AND p.kind = 0
             WHERE i.customer = ?1 AND i.class = 0 AND i.voided = 0 AND i.issued > ?2",
        )?;
        let bound = [customer.0, date::to_int(since)];
        Ok(Minor(statement.query_row(bound, |row| row.get(0))?))
    }
}
