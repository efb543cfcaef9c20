//! One event to its rows. The book says what changes; this file says where it stands.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use rusqlite::{OptionalExtension, params};

use super::batch::Batch;
use super::canon::Hash;
use super::journal::{Events, Kept, REASON, Texts, keep_rows};
use super::learn::Lessons;
use super::stamp::{Last, Stamp};
use super::{Result, Tx};
use crate::domain::book::Book;
use crate::domain::date;
use crate::domain::event::{Deed, Event, Range, RowKind, Rows};
use crate::domain::id::{CustomerId, EntryId, ItemId, OtherId, RefundId};
use crate::domain::money::{Currency, Minor};
use crate::domain::posting::Posting;

/// Bytes of a salt.
const SALT: usize = 16;
/// Random bytes asked for at a time.
const RANDOM: usize = 256 * SALT;

/// What a change under way has gathered.
#[derive(Default)]
pub(super) struct State {
    pub entry: Option<OpenEntry>,
    /// The journal's last entry, once it was looked up.
    pub last: Option<Last>,
    /// Salts to use instead of fresh ones: a replay gives those of the original.
    pub salts: VecDeque<Vec<u8>>,
    /// What the original journal says of a sheet: a replay has the sheet no more.
    pub sheet: Option<String>,
    /// The hashes of texts: where a replay finds a text erased, its hash is all there is.
    pub hashes: VecDeque<Vec<u8>>,
    /// What the original journal says of a note that was erased.
    pub note: Option<String>,
    /// The buffer in which events are written down.
    pub line: Vec<u8>,
    /// Random bytes not used up yet.
    random: Vec<u8>,
    /// What was gathered and is not in its tables yet.
    pub batch: Batch,
    pub horizon: i64,
    pub balances: BTreeMap<Currency, Minor>,
    pub lessons: Lessons,
}

impl State {
    /// The entry under way and the place of the event that comes next.
    pub fn here(&self) -> (EntryId, i64) {
        self.entry
            .as_ref()
            .map_or((EntryId(0), 0), |entry| (entry.id, entry.events.count))
    }

    /// A salt and the hash of a text with it; of a text that was erased the hash that is left, and no salt.
    pub fn text_hash(
        &mut self,
        fresh: impl FnOnce(&[u8]) -> Hash,
    ) -> Result<(Option<Vec<u8>>, Hash)> {
        let given = self.hashes.pop_front();
        let salt = self.salt()?;
        Ok(match given.and_then(|hash| hash.try_into().ok()) {
            Some(hash) if salt.is_empty() => (None, hash),
            _ => {
                let hash = fresh(&salt);
                (Some(salt), hash)
            }
        })
    }

    pub fn salt(&mut self) -> Result<Vec<u8>> {
        if let Some(given) = self.salts.pop_front() {
            return Ok(given);
        }
        if self.random.len() < SALT {
            self.random.resize(RANDOM, 0);
            getrandom::fill(&mut self.random)?;
        }
        Ok(self.random.split_off(self.random.len() - SALT))
    }
}

pub(super) struct OpenEntry {
    pub id: EntryId,
    pub stamp: Arc<Stamp>,
    pub events: Events,
}

impl Tx<'_> {
    /// Opens an entry; events written until `end_entry` are its own.
    pub fn begin_entry(&mut self, stamp: impl Into<Arc<Stamp>>) -> Result<EntryId> {
        let next = self.last()?.id.next();
        self.open_entry(next, stamp.into())
    }

    pub(super) fn open_entry(&mut self, id: EntryId, stamp: Arc<Stamp>) -> Result<EntryId> {
        let reason = stamp.reason.clone();
        self.state.entry = Some(OpenEntry {
            id,
            stamp,
            events: Events::with(std::mem::take(&mut self.state.line)),
        });
        if let Some(reason) = reason {
            let note = self.insert_note(id, REASON, &reason)?;
            self.keep(&Kept::Reason { note })?;
        }
        Ok(id)
    }

    /// Carries an event out on the book and in the file.
    pub fn write(&mut self, book: &mut Book, event: &Event) -> Result<()> {
        self.write_all(book, std::slice::from_ref(event))
    }

    /// Carries events out in their order.
    pub fn write_all(&mut self, book: &mut Book, events: &[Event]) -> Result<()> {
        self.gather(book, events)?;
        self.flush(book)
    }

    /// Carries events out in their order; the postings and balances that they make wait for `flush`.
    pub fn gather(&mut self, book: &mut Book, events: &[Event]) -> Result<()> {
        let entry = self.state.here().0;
        for event in events {
            let made = book.apply(event)?;
            match event {
                Event::Taken(rows) => self.write_rows(book, rows)?,
                Event::Done(deed) => {
                    self.write_done(book, deed)?;
                    // Rows just taken in were written as the book has them.
                    self.state.batch.move_items(&made);
                }
            }
            self.state.batch.post(entry, made);
        }
        Ok(())
    }

    /// The same for a settlement that the book has carried out already: its events, and the postings they made.
    pub fn gather_settled(
        &mut self,
        book: &Book,
        events: &[Event],
        made: Vec<Posting>,
    ) -> Result<()> {
        let entry = self.state.here().0;
        for event in events {
            match event {
                Event::Taken(rows) => self.write_rows(book, rows)?,
                Event::Done(deed) => self.write_done(book, deed)?,
            }
        }
        self.state.batch.move_items(&made);
        self.state.batch.post(entry, made);
        Ok(())
    }

    fn write_done(&mut self, book: &Book, deed: &Deed) -> Result<()> {
        self.learn(book, deed)?;
        self.write_deed(deed)?;
        if let Deed::Moved { receipt, .. } = deed {
            self.state.batch.hand_over(*receipt);
        }
        Ok(())
    }

    fn keep(&mut self, kept: &Kept<&Deed>) -> Result<()> {
        match &mut self.state.entry {
            Some(entry) => entry.events.push(kept),
            None => Ok(()),
        }
    }

    fn write_rows(&mut self, book: &Book, rows: &Rows) -> Result<()> {
        let mut hashes = Vec::new();
        match rows {
            Rows::Customers(customers) => {
                for customer in customers {
                    self.tx
                        .prepare_cached("INSERT INTO customer (id, entry, number, version) VALUES (?1, ?2, ?3, 1)")?
                        .execute(params![customer.id.0, self.state.here().0.0, customer.number])?;
                    hashes.push(self.insert_version(customer.id, 1, &customer.facts)?);
                }
            }
            Rows::Versions(versions) => {
                for version in versions {
                    hashes.push(self.insert_version(
                        version.customer,
                        version.version,
                        &version.facts,
                    )?);
                    self.set_version(version.customer, version.version)?;
                }
            }
            Rows::Documents(documents) => self.insert_documents(book, documents)?,
            Rows::Receipts(receipts) => hashes = self.insert_receipts(book, receipts)?,
            Rows::Others(others) => {
                for other in others {
                    hashes.push(self.insert_other(other)?);
                }
            }
            Rows::Statements(statements) => {
                for statement in statements {
                    self.insert_statement(statement)?;
                }
            }
        }
        if let Some(kept) = keep_rows(rows, &hashes) {
            self.keep(&kept)?;
        }
        Ok(())
    }

    fn set_version(&mut self, customer: CustomerId, version: usize) -> Result<()> {
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        self.tx
            .prepare_cached("UPDATE customer SET version = ?2 WHERE id = ?1")?
            .execute([customer.0, version])?;
        Ok(())
    }

    fn write_deed(&mut self, deed: &Deed) -> Result<()> {
        let (entry, event) = self.state.here();
        let note = match self.state.note.take() {
            Some(erased) => Some(erased),
            None => deed
                .note()
                .map(|body| self.insert_note(entry, event, body))
                .transpose()?,
        };
        let sheet = match deed.sheet() {
            Some(sheet) => Some(self.insert_sheet(sheet)?),
            None => self.state.sheet.take(),
        };
        match deed {
            Deed::LedgerOpened(facts) => {
                self.tx.execute(
                    "INSERT INTO ledger (id, company, country, currency, org_no, accounts, size)
                     VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
                    params![
                        facts.company,
                        facts.country,
                        facts.currency.code(),
                        facts.org_no,
                        serde_json::to_string(&facts.accounts)?,
                        facts.size.name(),
                    ],
                )?;
                self.tx.execute(
                    "INSERT INTO customer (id, entry, number, version) VALUES (0, ?1, '', 0)",
                    [entry.0],
                )?;
            }
            Deed::FileTaken(file) => {
                self.tx.execute(
                    "INSERT INTO source_file (id, entry, name, format, level, sha256, bytes, transmission)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    params![
                        file.id.0,
                        entry.0,
                        file.name,
                        file.format,
                        file.level.name(),
                        file.sha256,
                        i64::try_from(file.bytes).unwrap_or(i64::MAX),
                        file.transmission,
                    ],
                )?;
            }
            Deed::FileVoided { file } => self.flag("UPDATE source_file SET voided = 1 WHERE id = ?1", file.0)?,
            Deed::FileRestored { file } => self.flag("UPDATE source_file SET voided = 0 WHERE id = ?1", file.0)?,
            Deed::Voided { range, .. } => self.turn(*range, true)?,
            Deed::Restored { range, .. } => self.turn(*range, false)?,
            Deed::VersionSet { customer, to, .. } => self.set_version(*customer, *to)?,
            Deed::Decided(decision) => self.state.batch.decide((entry, event), decision, false),
            Deed::DecisionWithdrawn(decision) => self.state.batch.decide((entry, event), decision, true),
            Deed::SetAside { receipt, .. } => {
                self.tx
                    .prepare_cached("UPDATE receipt SET aside_entry = ?2, aside_event = ?3 WHERE item = ?1")?
                    .execute([receipt.0, entry.0, event])?;
            }
            Deed::TakenUp { receipt, .. } => {
                self.flag("UPDATE receipt SET aside_entry = NULL, aside_event = NULL WHERE item = ?1", receipt.0)?;
            }
            Deed::Locked { until, .. } => {
                self.tx.execute("UPDATE ledger SET locked = ?1", [until.map(date::to_int)])?;
            }
            Deed::Covered(cover) => self.set_cover(cover.receipt, Some((cover.by, cover.sure)))?,
            Deed::Uncovered(cover) => self.set_cover(cover.receipt, None)?,
            Deed::CoverJudged { receipt, sure } => {
                self.tx
                    .prepare_cached("UPDATE receipt SET cover_sure = ?2 WHERE item = ?1")?
                    .execute(params![receipt.0, sure])?;
            }
            Deed::PaidOut(payout) => self.use_line(payout.line, payout.amount)?,
            Deed::PaidBack(payout) => self.use_line(payout.line, -payout.amount)?,
            Deed::Dismissed { line, .. } => {
                self.tx
                    .prepare_cached(
                        "UPDATE other_line SET dismissed_entry = ?2, dismissed_event = ?3 WHERE id = ?1",
                    )?
                    .execute([line.0, entry.0, event])?;
            }
            Deed::Reconsidered { line, .. } => self.flag(
                "UPDATE other_line SET dismissed_entry = NULL, dismissed_event = NULL WHERE id = ?1",
                line.0,
            )?,
            Deed::AccountsNamed { to, .. } => {
                self.tx
                    .execute("UPDATE ledger SET accounts = ?1", [serde_json::to_string(to)?])?;
            }
            Deed::SizeSet { to, .. } => {
                self.tx.execute("UPDATE ledger SET size = ?1", [to.name()])?;
            }
            deed => {
                if !self.lay_over(deed)? && !self.send_out(deed)? && !self.write_register(deed)? {
                    self.write_refund(deed)?;
                }
            }
        }
        self.keep(&Kept::Deed { deed, note, sheet })
    }

    fn set_cover(&self, receipt: ItemId, cover: Option<(ItemId, bool)>) -> Result<()> {
        self.tx
            .prepare_cached("UPDATE receipt SET covered_by = ?2, cover_sure = ?3 WHERE item = ?1")?
            .execute(params![
                receipt.0,
                cover.map(|(by, _)| by.0),
                cover.map(|(_, sure)| sure)
            ])?;
        Ok(())
    }

    fn use_line(&self, line: OtherId, amount: Minor) -> Result<()> {
        self.tx
            .prepare_cached("UPDATE other_line SET left_minor = left_minor - ?2 WHERE id = ?1")?
            .execute([line.0, amount.0])?;
        Ok(())
    }

    fn write_refund(&mut self, deed: &Deed) -> Result<()> {
        let (entry, event) = self.state.here();
        match deed {
            Deed::RefundPlanned(refund) => {
                self.tx
                    .prepare_cached(
                        "INSERT INTO refund (id, entry, event, credit, amount_minor, left_minor, planned)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
                    )?
                    .execute(params![
                        refund.id.0,
                        entry.0,
                        event,
                        refund.credit.0,
                        refund.amount.0,
                        date::to_int(refund.planned),
                    ])?;
            }
            Deed::RefundVoided { refund } => {
                self.flag("UPDATE refund SET voided = 1 WHERE id = ?1", refund.0)?;
            }
            Deed::RefundRestored { refund } => {
                self.flag("UPDATE refund SET voided = 0 WHERE id = ?1", refund.0)?;
            }
            Deed::RefundDropped { refund } => {
                self.tx
                    .prepare_cached("UPDATE refund SET dropped_entry = ?2 WHERE id = ?1")?
                    .execute([refund.0, entry.0])?;
            }
            Deed::RefundResumed { refund } => {
                self.flag(
                    "UPDATE refund SET dropped_entry = NULL WHERE id = ?1",
                    refund.0,
                )?;
            }
            Deed::RefundPaid { refund, amount } => self.use_refund(*refund, *amount)?,
            Deed::RefundUnpaid { refund, amount } => self.use_refund(*refund, -*amount)?,
            deed => self.write_letter(deed)?,
        }
        Ok(())
    }

    fn use_refund(&self, refund: RefundId, amount: Minor) -> Result<()> {
        self.tx
            .prepare_cached("UPDATE refund SET left_minor = left_minor - ?2 WHERE id = ?1")?
            .execute([refund.0, amount.0])?;
        Ok(())
    }

    pub(super) fn flag(&self, sql: &str, id: i64) -> Result<()> {
        self.tx.prepare_cached(sql)?.execute([id])?;
        Ok(())
    }

    /// Marks rows as taken out of the ledger, or as taken back.
    fn turn(&self, range: Range, out: bool) -> Result<()> {
        let tables: &[&str] = match range.kind {
            RowKind::Customers => &["UPDATE customer SET voided = ?3 WHERE id >= ?1 AND id < ?2"],
            RowKind::Documents => &[
                "UPDATE document SET voided = ?3 WHERE id >= ?1 AND id < ?2",
                "UPDATE item SET voided = ?3 WHERE document >= ?1 AND document < ?2",
            ],
            RowKind::Receipts => &[
                "UPDATE receipt SET voided = ?3 WHERE item >= ?1 AND item < ?2",
                "UPDATE item SET voided = ?3 WHERE id >= ?1 AND id < ?2",
            ],
            RowKind::Others => &["UPDATE other_line SET voided = ?3 WHERE id >= ?1 AND id < ?2"],
            RowKind::Statements => &["UPDATE statement SET voided = ?3 WHERE id >= ?1 AND id < ?2"],
        };
        let ids = range.ids();
        for sql in tables {
            self.tx
                .prepare_cached(sql)?
                .execute(params![ids.start, ids.end, out])?;
        }
        Ok(())
    }

    /// Brings the sums that the ledger keeps up to date with the postings made since.
    pub(super) fn settle_totals(&mut self) -> Result<()> {
        let horizon: Option<i64> = self
            .tx
            .query_row("SELECT horizon FROM ledger", [], |row| row.get(0))
            .optional()?;
        if horizon.is_some_and(|horizon| horizon < self.state.horizon) {
            self.tx
                .execute("UPDATE ledger SET horizon = ?1", [self.state.horizon])?;
        }
        for (currency, amount) in std::mem::take(&mut self.state.balances) {
            self.tx.execute(
                "INSERT INTO balance (currency, amount_minor) VALUES (?1, ?2)
                 ON CONFLICT (currency) DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor",
                params![currency.code(), amount.0],
            )?;
        }
        Ok(())
    }
}

/// What a replay does in place of fresh entries.
impl Tx<'_> {
    pub(super) fn write_again(
        &mut self,
        book: &mut Book,
        event: &Event,
        texts: Texts,
    ) -> Result<()> {
        self.state.salts = texts.salts.into();
        self.state.hashes = texts.hashes.into();
        self.state.note = texts.note;
        self.state.sheet = texts.sheet;
        self.write(book, event)?;
        self.state.salts.clear();
        self.state.hashes.clear();
        self.state.note = None;
        Ok(())
    }

    /// An entry's own reason again; of one that was erased its hash is left.
    pub(super) fn replay_reason(
        &mut self,
        entry: EntryId,
        found: Option<(Vec<u8>, String)>,
        erased: String,
    ) -> Result<()> {
        let note = match found {
            Some((salt, body)) => {
                self.state.salts.push_back(salt);
                self.insert_note(entry, REASON, &body)?
            }
            None => erased,
        };
        self.keep(&Kept::Reason { note })
    }

    /// Closes an entry that is carried out again with what its events make of it now, under its old hashes: a
    /// difference shows when the journals are compared.
    pub(super) fn close_again(&mut self, entry: &super::journal::Entry) -> Result<()> {
        let Some(mut open) = self.state.entry.take() else {
            return Ok(());
        };
        let line = super::journal::Line {
            events: open.events.finish()?,
            ..entry.line()
        };
        self.insert_entry(&line, &open.stamp, entry.hash)?;
        self.state.line = open.events.buffer();
        Ok(())
    }
}
