//! Customers: the list, and one as he stands.

use std::collections::{BTreeMap, HashMap};

use rusqlite::OptionalExtension;

use super::Reader;
use crate::domain::customer::{Customer, CustomerFacts};
use crate::domain::date::Date;
use crate::domain::id::{CustomerId, EntryId};
use crate::domain::upkeep::Alike;
use crate::store::canon::sign_digest;
use crate::store::rows::{self, VERSION_COLUMNS};
use crate::store::{Result, damaged};

/// A customer in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomerRow {
    pub id: CustomerId,
    pub number: String,
    pub facts: CustomerFacts,
    /// The day on which he was taken in, by the journal's clock.
    pub entered: Date,
}

impl Reader<'_> {
    /// All customers, in the order in which they were taken in, without those who are merged into others.
    pub fn customers(&self) -> Result<Vec<CustomerRow>> {
        let sql = format!(
            "SELECT c.id, c.number, c.entry, {VERSION_COLUMNS} FROM customer c
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             LEFT JOIN customer_text t ON t.customer = c.id AND t.version = c.version
             WHERE c.voided = 0 AND c.id > 0 AND c.merged_into IS NULL ORDER BY c.id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut days: HashMap<EntryId, Date> = HashMap::new();
        let mut customers = Vec::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let entry = EntryId(row.get(2)?);
            // A file brings many at once.
            let entered = match days.get(&entry) {
                Some(day) => *day,
                None => *days.entry(entry).or_insert(self.day_of_entry(entry)?),
            };
            customers.push(CustomerRow {
                id: CustomerId(row.get(0)?),
                number: row.get(1)?,
                facts: rows::facts(row, 3)?,
                entered,
            });
        }
        Ok(customers)
    }

    /// Those who have one of these signs, so many at most of each; nobody who is merged into another.
    pub fn customers_with(&self, signs: &[(Alike, String)], most: usize) -> Result<Vec<Customer>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.id, c.number FROM customer_sign s
             CROSS JOIN customer c ON c.id = s.customer AND c.version = s.version
             WHERE s.sign = ?1 AND c.voided = 0 AND c.id > 0 AND c.merged_into IS NULL ORDER BY s.customer LIMIT ?2",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut found: BTreeMap<CustomerId, String> = BTreeMap::new();
        for (what, value) in signs.iter().filter(|(what, _)| what.finds()) {
            let rows = statement.query_map([sign_digest(*what, value), most], |row| {
                Ok((CustomerId(row.get(0)?), row.get(1)?))
            })?;
            for row in rows {
                let (id, number) = row?;
                found.insert(id, number);
            }
        }
        let mut customers = Vec::with_capacity(found.len());
        for (id, number) in found {
            if let Some((_, facts, _)) = self.customer(id)? {
                customers.push(Customer { id, number, facts });
            }
        }
        Ok(customers)
    }

    /// The day of an entry, by the journal's clock.
    fn day_of_entry(&self, entry: EntryId) -> Result<Date> {
        let sql = "SELECT substr(stamp.at, 1, 10) FROM journal j JOIN stamp ON stamp.entry = j.stamp WHERE j.id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let day: String = statement.query_row([entry.0], |row| row.get(0))?;
        day.parse()
            .map_err(|_| damaged(format!("no such day: {day}")).into())
    }

    /// The day on which a customer was taken in, by the journal's clock.
    pub fn entered(&self, customer: CustomerId) -> Result<Option<Date>> {
        let entry = self.entry_where("SELECT entry FROM customer WHERE id = ?1", customer.0)?;
        entry.map(|entry| self.day_of_entry(entry)).transpose()
    }

    /// Customers with their countries and their numbers of the register, as they are written: with that of one who is
    /// merged into another, that other.
    pub fn org_numbers(&self, mut each: impl FnMut(CustomerId, &str, &str)) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(c.merged_into, c.id), v.country, t.org_no FROM customer c
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             JOIN customer_text t ON t.customer = c.id AND t.version = c.version
             WHERE c.voided = 0 AND c.id > 0 AND t.org_no IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(
                CustomerId(row.get(0)?),
                &row.get::<_, String>(1)?,
                &row.get::<_, String>(2)?,
            );
        }
        Ok(())
    }

    /// Number, facts and the time at which the present version was taken in.
    pub fn customer(&self, id: CustomerId) -> Result<Option<(String, CustomerFacts, String)>> {
        let sql = format!(
            "SELECT c.number, stamp.at, {VERSION_COLUMNS} FROM customer c
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             JOIN journal j ON j.id = v.entry JOIN stamp ON stamp.entry = j.stamp
             LEFT JOIN customer_text t ON t.customer = v.customer AND t.version = v.version
             WHERE c.id = ?1 AND c.voided = 0",
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_row([id.0], |row| {
            Ok((row.get(0)?, rows::facts(row, 2)?, row.get(1)?))
        });
        Ok(found.optional()?)
    }

    /// The groups that customers are in, in order.
    pub fn customer_groups(&self) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT v.grouping FROM customer c
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             WHERE c.voided = 0 AND v.grouping IS NOT NULL ORDER BY v.grouping",
        )?;
        let groups = statement.query_map([], |row| row.get(0))?;
        Ok(groups.collect::<rusqlite::Result<_>>()?)
    }

    /// Days from due date to full payment of the customer's last invoices that are settled, newest first.
    pub fn days_late(&self, id: CustomerId, limit: u32) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT i.due, (SELECT max(p.date) FROM posting p WHERE p.item = i.id AND p.kind = 3) AS paid
             FROM item i WHERE i.customer = ?1 AND i.class = 0 AND i.open_minor = 0 AND i.voided = 0
               AND i.opened_minor > 0 ORDER BY i.document DESC, i.id DESC LIMIT ?2",
        )?;
        let days = statement.query_map((id.0, limit), |row| {
            let (due, paid): (Date, Option<Date>) = (rows::day(row, 0)?, rows::maybe_day(row, 1)?);
            Ok(paid.map(|paid| crate::domain::date::days_past(due, paid)))
        })?;
        Ok(days
            .filter_map(rusqlite::Result::transpose)
            .collect::<rusqlite::Result<_>>()?)
    }
}
