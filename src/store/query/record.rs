//! What is on record of customers: of one, and the lists that ask who is held, what expires, what is to be looked at.

use std::collections::{BTreeMap, HashMap};

use rusqlite::OptionalExtension;

use super::Reader;
use crate::domain::date::{self, Date};
use crate::domain::field::Section;
use crate::domain::id::{CustomerId, EntryId, RecordId};
use crate::domain::money::Minor;
use crate::domain::record::{RecordKind, RecordState};
use crate::store::record::records;
use crate::store::rows::{day, maybe_day};
use crate::store::{Result, damaged};

/// What became of a sale that went on in spite of the verdict: the invoices issued while the override stood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OverrideRow {
    pub state: RecordState,
    pub invoices: u32,
    /// In the company's currency, as far as rates are known: as issued, and what of it is open.
    pub sold: Minor,
    pub open: Minor,
    /// The earliest due date of what is open.
    pub oldest_due: Option<Date>,
}

impl Reader<'_> {
    /// The entry that last ended a record, else the one that made it.
    pub fn entry_of_record(&self, record: RecordId) -> Result<Option<EntryId>> {
        let sql = "SELECT coalesce(ended_entry, entry) FROM credit_record WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let entry = statement.query_row([record.0], |row| row.get(0).map(EntryId));
        Ok(entry.optional()?)
    }

    /// A record, whatever became of it.
    pub fn record(&self, id: RecordId) -> Result<Option<RecordState>> {
        Ok(records(self.connection, "r.id = ?1", [id.0])?.pop())
    }

    /// All that is on record of a customer and of those who are merged into him and was not taken back, in the order in
    /// which it was put there.
    pub fn records_of(&self, customer: CustomerId) -> Result<Vec<RecordState>> {
        let (family, bound) = super::credit::of_family(Some(customer));
        let wanted = format!("r.customer {family} AND r.voided = 0");
        records(self.connection, &wanted, [bound])
    }

    /// Records of a kind that were neither ended nor taken back: they may be over by themselves.
    pub fn standing_records(&self, kind: RecordKind) -> Result<Vec<RecordState>> {
        records(
            self.connection,
            "r.kind = ?1 AND r.ended IS NULL AND r.voided = 0",
            [kind.name()],
        )
    }

    /// Records of a kind that were not taken back, those that ended among them.
    pub fn records_of_kind(&self, kind: RecordKind) -> Result<Vec<RecordState>> {
        records(
            self.connection,
            "r.kind = ?1 AND r.voided = 0",
            [kind.name()],
        )
    }

    /// The customers of whom orders are on the way: most ledgers have none.
    pub fn customers_with_orders(&self) -> Result<std::collections::BTreeSet<CustomerId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT coalesce(c.merged_into, c.id) FROM credit_record r JOIN customer c ON c.id = r.customer
             WHERE r.kind = 'order' AND r.ended IS NULL AND r.voided = 0",
        )?;
        let customers = statement.query_map([], |row| row.get(0).map(CustomerId))?;
        Ok(customers.collect::<rusqlite::Result<_>>()?)
    }

    /// The day of each customer's last review and that of his next.
    pub fn last_reviews(&self) -> Result<Vec<(CustomerId, Date, Option<Date>)>> {
        // Of two on one day the one that was entered last counts.
        let mut statement = self.connection.prepare_cached(
            "SELECT owner, made, until FROM (
                SELECT coalesce(c.merged_into, c.id) AS owner, r.made, r.until, row_number() OVER (
                    PARTITION BY coalesce(c.merged_into, c.id) ORDER BY r.made DESC, r.id DESC) AS place
                FROM credit_record r JOIN customer c ON c.id = r.customer
                WHERE r.kind = 'review' AND r.ended IS NULL AND r.voided = 0)
             WHERE place = 1 ORDER BY owner",
        )?;
        let reviews = statement.query_map([], |row| {
            Ok((CustomerId(row.get(0)?), day(row, 1)?, maybe_day(row, 2)?))
        })?;
        Ok(reviews.collect::<rusqlite::Result<_>>()?)
    }

    /// When each section of a customer's data, or of all, was found right last; those of whom nobody said so are left out.
    pub fn verified(
        &self,
        customer: Option<CustomerId>,
    ) -> Result<HashMap<CustomerId, BTreeMap<Section, Date>>> {
        let (family, bound) = super::credit::of_family(customer);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT coalesce(c.merged_into, c.id), r.facts ->> 'section', max(r.made)
             FROM credit_record r JOIN customer c ON c.id = r.customer
             WHERE r.kind = 'verified' AND r.ended IS NULL AND r.voided = 0 AND r.customer {family} GROUP BY 1, 2",
        ))?;
        let mut found: HashMap<CustomerId, BTreeMap<Section, Date>> = HashMap::new();
        let mut rows = statement.query([bound])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            let section = Section::parse(&name);
            let section = section.ok_or_else(|| damaged(format!("no such section: {name}")))?;
            let sections = found.entry(CustomerId(row.get(0)?)).or_default();
            sections.insert(section, day(row, 2)?);
        }
        Ok(found)
    }

    /// Overrides, those that ended among them, with what was sold under each: the newest first.
    pub fn overrides(&self, limit: usize) -> Result<Vec<OverrideRow>> {
        let mut states = records(self.connection, "r.kind = 'override' AND r.voided = 0", [])?;
        states.reverse();
        states.truncate(limit);
        let mut sold = self.connection.prepare_cached(
            "SELECT count(DISTINCT i.document), coalesce(sum(p.base_minor), 0), coalesce(sum(i.base_minor), 0),
                min(CASE WHEN i.open_minor <> 0 THEN i.due END)
             FROM item i LEFT JOIN posting p ON p.item = i.id AND p.kind = 0
             WHERE i.customer = (SELECT coalesce(c.merged_into, c.id) FROM customer c WHERE c.id = ?1)
               AND i.class = 0 AND i.voided = 0 AND i.issued BETWEEN ?2 AND ?3",
        )?;
        let mut rows = Vec::with_capacity(states.len());
        for state in states {
            let record = &state.record;
            let last = [state.ended, record.until].into_iter().flatten().min();
            let last = last.unwrap_or(record.on);
            let bound = [
                record.customer.0,
                date::to_int(record.on),
                date::to_int(last),
            ];
            rows.push(sold.query_row(bound, |row| {
                Ok(OverrideRow {
                    invoices: row.get(0)?,
                    sold: Minor(row.get(1)?),
                    open: Minor(row.get(2)?),
                    oldest_due: maybe_day(row, 3)?,
                    state: state.clone(),
                })
            })?);
        }
        Ok(rows)
    }
}
