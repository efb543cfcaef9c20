//! Questions that change nothing, one family a file. Each is one walk over an index: no query per row but for the
//! few rows that a screen shows.

mod aging;
mod arrears;
mod attachment;
mod case;
mod changed;
mod content;
mod credit;
mod crossed;
mod customer;
mod departed;
mod deposit;
mod found;
mod item;
mod known;
mod learned;
mod letter;
mod line;
mod matching;
mod outbox;
mod overlay;
mod overview;
mod paying;
mod posted;
mod record;
mod refund;
mod register;
mod settled;
mod standing;
mod statement;
mod taught;
mod timeline;
mod touched;

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::journal::{self, Entry, Kept};
use super::{Result, load, rows};
use crate::domain::date::Date;
use crate::domain::document::DocumentKind;
use crate::domain::event::{Deed, Event, RowKind};
use crate::domain::id::{CustomerId, DocumentId, EntryId, ItemId};
use crate::domain::ledger::LedgerFacts;

pub use aging::{AgedPart, AgedRow};
pub use arrears::{Account, Accounts};
pub use changed::{Changed, Findable};
pub use credit::CreditRow;
pub use crossed::{CrossedRow, PaidRow};
pub use customer::CustomerRow;
pub use found::FoundRow;
pub use item::{HistoryRow, ItemRow};
pub use known::Within;
pub use letter::LetterRow;
pub use outbox::{DispatchRow, OutboxCounts, SentLetter};
pub use overview::OldestRow;
pub use posted::PostedRow;
pub use record::OverrideRow;
pub use register::{KeptRow, VersionRow};
pub use settled::Settled;
pub use statement::MovementRow;
pub use timeline::{Mark, Place};

/// Identities as a statement takes them: a list for `json_each`.
pub(super) fn listed(items: &[ItemId]) -> Result<String> {
    Ok(serde_json::to_string(items)?)
}

/// Reads from an open ledger.
#[derive(Clone, Copy)]
pub struct Reader<'c> {
    connection: &'c Connection,
}

impl<'c> Reader<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }

    /// The company and the last locked day; none before the ledger's first entry.
    pub fn ledger(&self) -> Result<Option<(LedgerFacts, Option<Date>)>> {
        let found = load::ledger(self.connection)?;
        found
            .map(|(facts, locked)| Ok((facts, locked.map(super::day_of).transpose()?)))
            .transpose()
    }

    pub fn entry(&self, id: EntryId) -> Result<Option<Entry>> {
        journal::entry(self.connection, id)
    }

    /// The newest entries before one, newest first.
    pub fn entries(&self, before: Option<EntryId>, limit: usize) -> Result<Vec<Entry>> {
        journal::newest(self.connection, before, limit)
    }

    /// The last entry of the journal; 0 when it is empty.
    pub fn last_entry(&self) -> Result<EntryId> {
        let sql = "SELECT coalesce(max(id), 0) FROM journal";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([], |row| row.get(0).map(EntryId))?)
    }

    /// The entries of a run, oldest first.
    pub fn run(&self, run: EntryId) -> Result<Vec<EntryId>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM journal WHERE run = ?1 ORDER BY id")?;
        let ids = statement.query_map([run.0], |row| row.get(0).map(EntryId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The entry that set a receipt aside, while it is.
    pub fn entry_of_aside(&self, receipt: ItemId) -> Result<Option<EntryId>> {
        let sql = "SELECT aside_entry FROM receipt WHERE item = ?1 AND aside_entry IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([receipt.0], |row| row.get(0).map(EntryId))
            .optional()?)
    }

    /// The entry that last put a line away or paid it out.
    pub fn entry_of_line(&self, line: crate::domain::id::OtherId) -> Result<Option<EntryId>> {
        let sql =
            "SELECT dismissed_entry FROM other_line WHERE id = ?1 AND dismissed_entry IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([line.0], |row| row.get(0).map(EntryId))
            .optional()?)
    }

    /// The entry that dropped a refund, else the one that planned it.
    pub fn entry_of_refund(&self, refund: crate::domain::id::RefundId) -> Result<Option<EntryId>> {
        let sql = "SELECT coalesce(dropped_entry, entry) FROM refund WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([refund.0], |row| row.get(0).map(EntryId))
            .optional()?)
    }

    /// The entry that sent a letter.
    pub fn entry_of_letter(&self, letter: crate::domain::id::LetterId) -> Result<Option<EntryId>> {
        let sql = "SELECT entry FROM letter WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([letter.0], |row| row.get(0).map(EntryId))
            .optional()?)
    }

    /// Whose a letter is.
    pub fn customer_of_letter(&self, letter: crate::domain::id::LetterId) -> Result<CustomerId> {
        let sql = "SELECT coalesce(c.merged_into, c.id) FROM letter l JOIN customer c ON c.id = l.customer
             WHERE l.id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([letter.0], |row| row.get(0).map(CustomerId))?)
    }

    /// The last entry by which a receipt came to count in place of another.
    pub fn entry_of_cover(&self, by: ItemId) -> Result<Option<EntryId>> {
        let sql =
            "SELECT max(p.entry) FROM receipt r JOIN posting p ON p.item = r.item AND p.kind = 5
             WHERE r.covered_by = ?1 AND r.voided = 0 HAVING max(p.entry) IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([by.0], |row| row.get(0).map(EntryId))
            .optional()?)
    }

    /// Whether rows of a bank file that the entry `since` took out have been taken in again, from the same file or
    /// another.
    pub fn is_replaced(&self, range: crate::domain::event::Range, since: EntryId) -> Result<bool> {
        let sql = match range.kind {
            RowKind::Receipts => {
                // Equal fingerprints have equal numbers: each is looked up by the index that holds it.
                "WITH old AS (SELECT payment_id, bank_ref, fingerprint, entry FROM receipt
                    WHERE item >= ?1 AND item < ?2)
                 SELECT 1 FROM old JOIN receipt new ON new.payment_id = old.payment_id
                    AND new.fingerprint = old.fingerprint AND new.voided = 0 AND new.entry > old.entry
                 UNION ALL SELECT 1 FROM old JOIN receipt new ON new.bank_ref = old.bank_ref
                    AND new.fingerprint = old.fingerprint AND new.voided = 0 AND new.entry > old.entry
                 UNION ALL SELECT 1 FROM old JOIN receipt new ON new.fingerprint = old.fingerprint
                    AND new.payment_id IS NULL AND new.bank_ref IS NULL
                    AND new.voided = 0 AND new.entry > old.entry LIMIT 1"
            }
            RowKind::Others => {
                "SELECT 1 FROM other_line old JOIN other_line new ON new.fingerprint = old.fingerprint
                 WHERE old.id >= ?1 AND old.id < ?2 AND new.voided = 0 AND new.entry > old.entry LIMIT 1"
            }
            RowKind::Customers | RowKind::Documents | RowKind::Statements => return Ok(false),
        };
        let ids = range.ids();
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.exists([ids.start, ids.end])?
            || (range.kind == RowKind::Receipts && self.is_told_since(ids, since)?))
    }

    /// Whether a file of the same bytes is in the ledger.
    pub fn file_by_sha256(&self, sha256: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM source_file WHERE sha256 = ?1 AND voided = 0";
        Ok(self.connection.prepare_cached(sql)?.exists([sha256])?)
    }

    /// The name of another file of the same transmission, by the sender's own identity of it.
    pub fn file_by_transmission(
        &self,
        format: &str,
        transmission: &str,
        except_sha256: &str,
    ) -> Result<Option<String>> {
        let sql = "SELECT name FROM source_file
             WHERE transmission = ?2 AND format = ?1 AND sha256 <> ?3 AND voided = 0 ORDER BY id DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([format, transmission, except_sha256], |row| row.get(0))
            .optional()?)
    }

    /// The deeds of an entry, and how many rows each of its intakes took: what a log line tells.
    pub fn told(&self, entry: &Entry) -> Result<Vec<Told>> {
        let mut told = Vec::new();
        for (at, kept) in journal::kept(entry)?.into_iter().enumerate() {
            match kept {
                Kept::Rows { range, .. } => told.push(Told::Rows(range)),
                Kept::Versions { versions, .. } => told.push(Told::Versions(versions.len())),
                Kept::Deed { .. } => {
                    if let Some((Event::Done(deed), _)) =
                        journal::relive(self.connection, entry, at, kept)?
                    {
                        told.push(Told::Deed(Box::new(deed)));
                    }
                }
                Kept::Reason { .. } => {}
            }
        }
        Ok(told)
    }

    /// A document by its number: an invoice before a charge before a credit note.
    pub fn document_by_number(&self, number: &str) -> Result<Option<DocumentId>> {
        for kind in [
            DocumentKind::Invoice,
            DocumentKind::Charge,
            DocumentKind::CreditNote,
        ] {
            if let Some(id) = load::find_document(self.connection, kind, number)? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// The open item of a credit note; if it is settled, its first.
    pub fn open_credit_note(&self, number: &str) -> Result<Option<ItemId>> {
        let Some(id) = load::find_document(self.connection, DocumentKind::CreditNote, number)?
        else {
            return Ok(None);
        };
        let sql =
            "SELECT id FROM item WHERE document = ?1 ORDER BY open_minor = 0, due, id LIMIT 1";
        Ok(self.items_where(sql, [id.0])?.pop())
    }

    /// The customer of a number: of one who is merged into another, that other.
    pub fn customer_by_number(&self, number: &str) -> Result<Option<CustomerId>> {
        let sql = "SELECT coalesce(merged_into, id) FROM customer WHERE number = ?1 AND voided = 0 AND id > 0";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([number], |row| row.get(0).map(CustomerId))
            .optional()?)
    }

    /// Receipts that a person may mean: `R12` is the receipt's own number; a bare text is the file's payment id or
    /// the bank's reference, and failing both, a bare number is the receipt's own.
    pub fn receipts_by_label(&self, label: &str) -> Result<Vec<ItemId>> {
        let own = |number: &str| match number.parse::<i64>() {
            Ok(id) => self.items_where(
                "SELECT item FROM receipt WHERE item = ?1 AND voided = 0",
                [id],
            ),
            Err(_) => Ok(Vec::new()),
        };
        let found = label.strip_prefix('R').map_or(Ok(Vec::new()), own)?;
        if !found.is_empty() {
            return Ok(found);
        }
        let mut found = self.items_where(
            "SELECT item FROM receipt WHERE payment_id = ?1 AND voided = 0",
            [label],
        )?;
        found.extend(self.items_where(
            "SELECT item FROM receipt WHERE bank_ref = ?1 AND voided = 0",
            [label],
        )?);
        found.sort_unstable();
        found.dedup();
        if found.is_empty() {
            own(label)
        } else {
            Ok(found)
        }
    }

    fn items_where(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<ItemId>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let items = statement.query_map(params, |row| row.get(0).map(ItemId))?;
        Ok(items.collect::<rusqlite::Result<_>>()?)
    }

    /// Number and name of a customer, or of the reserved one an empty pair.
    pub fn customer_name(&self, id: CustomerId) -> Result<(String, String)> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.number, coalesce(t.name, '') FROM customer c
             LEFT JOIN customer_text t ON t.customer = c.id AND t.version = c.version WHERE c.id = ?1",
        )?;
        let found = statement
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(found.unwrap_or_default())
    }

    /// Number and name of each of these customers.
    pub fn customer_names(
        &self,
        ids: impl Iterator<Item = CustomerId>,
    ) -> Result<HashMap<CustomerId, (String, String)>> {
        let ids = serde_json::to_string(&ids.collect::<Vec<_>>())?;
        // The list leads: left to itself SQLite may walk all customers there are.
        let mut statement = self.connection.prepare_cached(
            "SELECT c.id, c.number, coalesce(t.name, '') FROM json_each(?1) asked
             CROSS JOIN customer c ON c.id = asked.value
             LEFT JOIN customer_text t ON t.customer = c.id AND t.version = c.version",
        )?;
        let names = statement.query_map([ids], |row| {
            Ok((CustomerId(row.get(0)?), (row.get(1)?, row.get(2)?)))
        })?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    /// What a person calls an item by, and its currency.
    pub fn item_label(&self, id: ItemId) -> Result<(String, crate::domain::money::Currency)> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(d.number, r.bank_ref, r.payment_id, 'R' || i.id), i.currency FROM item i
             LEFT JOIN document d ON d.id = i.document LEFT JOIN receipt r ON r.item = i.id WHERE i.id = ?1",
        )?;
        Ok(statement.query_row([id.0], |row| Ok((row.get(0)?, rows::currency(row, 1)?)))?)
    }
}

/// What a log line tells of one event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    Rows(crate::domain::event::Range),
    Versions(usize),
    Deed(Box<Deed>),
}
