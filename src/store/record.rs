//! What is on record of customers: written by its deeds, read for decisions.

use rusqlite::{Connection, Row, params};

use super::load::Loader;
use super::query::Reader;
use super::register::FAMILY;
use super::rows::{day, maybe_day};
use super::{Result, Tx, damaged};
use crate::domain::date;
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, RecordId};
use crate::domain::record::{Record, RecordState};

impl Tx<'_> {
    /// Writes a deed of this kind; false says that it is of another.
    pub(super) fn put_on_record(&mut self, deed: &Deed) -> Result<bool> {
        let (entry, event) = self.state.here();
        match deed {
            Deed::Recorded(record) => self.insert_record(record)?,
            Deed::RecordVoided { record } => self.flag(
                "UPDATE credit_record SET voided = 1 WHERE id = ?1",
                record.0,
            )?,
            Deed::RecordRestored { record } => self.flag(
                "UPDATE credit_record SET voided = 0 WHERE id = ?1",
                record.0,
            )?,
            Deed::RecordEnded { record, on, by, .. } => {
                self.tx
                    .prepare_cached(
                        "UPDATE credit_record SET ended = ?2, ended_entry = ?3, ended_event = ?4, ended_by = ?5
                         WHERE id = ?1",
                    )?
                    .execute(params![
                        record.0,
                        date::to_int(*on),
                        entry.0,
                        event,
                        by.map(|document| document.0),
                    ])?;
            }
            Deed::RecordResumed { record, .. } => self.flag(
                "UPDATE credit_record SET ended = NULL, ended_entry = NULL, ended_event = NULL, ended_by = NULL
                 WHERE id = ?1",
                record.0,
            )?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn insert_record(&self, record: &Record) -> Result<()> {
        let (entry, event) = self.state.here();
        self.tx
            .prepare_cached(
                "INSERT INTO credit_record (id, entry, event, customer, kind, made, until, amount_minor, number, facts)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                record.id.0,
                entry.0,
                event,
                record.customer.0,
                record.facts.kind().name(),
                date::to_int(record.on),
                record.until.map(date::to_int),
                record.facts.amount().map(|amount| amount.0),
                record.facts.number(),
                serde_json::to_string(&record.facts)?,
            ])?;
        Ok(())
    }

    /// A customer with what stands on record of him, and what is needed to act on a bureau's notice.
    pub fn slice_of_notice(&self, customer: CustomerId) -> Result<crate::domain::book::Book> {
        let mut loader = Loader::new(&self.tx)?;
        loader.overlays_of_customer(customer)?;
        loader.records_of(customer)?;
        Ok(loader.book)
    }

    /// A customer's orders that stand, to be ended by these numbers.
    pub fn slice_of_orders(&self, customer: CustomerId) -> Result<crate::domain::book::Book> {
        let mut loader = Loader::new(&self.tx)?;
        loader.family(customer)?;
        let orders = format!(
            "r.customer IN {FAMILY} AND r.kind = 'order' AND r.ended IS NULL AND r.voided = 0"
        );
        for state in records(&self.tx, &orders, [customer.0])? {
            loader.book.records.insert(state.record.id, state);
        }
        Ok(loader.book)
    }
}

impl Loader<'_> {
    /// A customer and those who are merged into him, so that what names one of them is known as his.
    fn family(&mut self, customer: CustomerId) -> Result<()> {
        for member in Reader::new(self.connection).family(customer)? {
            self.customer(member)?;
        }
        Ok(())
    }

    /// A customer with those who are one with him, the records of theirs that a new one can clash with, and those that
    /// tell of their class.
    pub(super) fn records_of(&mut self, customer: CustomerId) -> Result<()> {
        let owner = Reader::new(self.connection).owner_of(customer)?;
        self.family(owner)?;
        let standing = format!(
            "r.customer IN {FAMILY} AND r.kind IN ('hold', 'order', 'application')
             AND r.ended IS NULL AND r.voided = 0"
        );
        let mut found = records(self.connection, &standing, [owner.0])?;
        let graded = format!(
            "r.customer IN {FAMILY} AND r.kind IN ('check', 'notice', 'verified') AND r.voided = 0
             AND (r.kind <> 'verified' OR r.facts ->> 'class' IS NOT NULL)"
        );
        found.extend(records(self.connection, &graded, [owner.0])?);
        for state in found {
            self.book.records.insert(state.record.id, state);
        }
        Ok(())
    }

    /// A record alone.
    pub(super) fn record(&mut self, id: RecordId) -> Result<()> {
        for state in records(self.connection, "r.id = ?1", [id.0])? {
            self.book.records.insert(id, state);
        }
        Ok(())
    }

    /// A record beside those that it can clash with.
    pub(super) fn record_among_others(&mut self, id: RecordId) -> Result<()> {
        self.record(id)?;
        match self
            .book
            .records
            .get(&id)
            .map(|state| state.record.customer)
        {
            Some(customer) => self.records_of(customer),
            None => Ok(()),
        }
    }
}

/// Records that are asked for, in order.
pub(super) fn records(
    connection: &Connection,
    wanted: &str,
    of: impl rusqlite::Params,
) -> Result<Vec<RecordState>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT r.id, r.customer, r.made, r.until, r.facts, r.ended, r.voided, n.body FROM credit_record r
         LEFT JOIN note n ON n.entry = r.entry AND n.event = r.event WHERE {wanted} ORDER BY r.id"
    ))?;
    let found = statement.query_map(of, record_state)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn record_state(row: &Row<'_>) -> rusqlite::Result<RecordState> {
    let facts = row.get_ref(4)?.as_str()?;
    Ok(RecordState {
        record: Record {
            id: RecordId(row.get(0)?),
            customer: CustomerId(row.get(1)?),
            on: day(row, 2)?,
            until: maybe_day(row, 3)?,
            facts: serde_json::from_str(facts).map_err(|error| damaged(error.to_string()))?,
            note: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
        },
        ended: maybe_day(row, 5)?,
        voided: row.get(6)?,
    })
}
