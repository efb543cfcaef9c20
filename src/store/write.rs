//! One event to its rows. The book says what changes; this file says where it stands.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::canon::{Hash, party_hash, receipt_text_hash};
use super::journal::{Kept, REASON, Stamp, keep_note, keep_rows};
use super::rows::notes_at_rest;
use super::{Result, Tx};
use crate::domain::book::Book;
use crate::domain::customer::CustomerFacts;
use crate::domain::date;
use crate::domain::document::{Document, MovedIn};
use crate::domain::event::{Deed, Event, Range, RowKind, Rows};
use crate::domain::id::{CustomerId, EntryId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::domain::posting::{Posting, PostingKind};
use crate::domain::receipt::{OtherLine, Receipt};

/// What a change under way has gathered.
#[derive(Default)]
pub(super) struct State {
    pub entry: Option<OpenEntry>,
    pub last_hash: Vec<u8>,
    /// Salts to use instead of fresh ones: a replay gives those of the original.
    pub salts: VecDeque<Vec<u8>>,
    seed: Option<[u8; 32]>,
    salted: u64,
    horizon: i64,
    balances: BTreeMap<Currency, Minor>,
}

pub(super) struct OpenEntry {
    pub id: EntryId,
    pub stamp: Stamp,
    pub kept: Vec<Kept>,
}

impl Tx<'_> {
    /// Opens an entry; events written until `end_entry` are its own.
    pub fn begin_entry(&mut self, stamp: Stamp) -> Result<EntryId> {
        let id = self
            .tx
            .query_row("SELECT coalesce(max(id), 0) + 1 FROM journal", [], |row| {
                row.get(0)
            })?;
        self.open_entry(EntryId(id), stamp)
    }

    pub(super) fn open_entry(&mut self, id: EntryId, stamp: Stamp) -> Result<EntryId> {
        let reason = stamp.reason.clone();
        self.state.entry = Some(OpenEntry {
            id,
            stamp,
            kept: Vec::new(),
        });
        if let Some(reason) = reason {
            let note = self.insert_note(id, REASON, &reason)?;
            self.keep(Kept::Reason { note });
        }
        Ok(id)
    }

    /// Carries an event out on the book and in the file.
    pub fn write(&mut self, book: &mut Book, event: &Event) -> Result<()> {
        let postings = book.apply(event)?;
        match event {
            Event::Taken(rows) => self.write_rows(book, rows)?,
            Event::Done(deed) => self.write_deed(deed)?,
        }
        let mut moved = BTreeSet::new();
        for posting in &postings {
            self.insert_posting(posting)?;
            moved.insert(posting.item);
        }
        // Rows just taken in were written as the book has them.
        if matches!(event, Event::Done(_)) {
            for item in moved {
                self.update_item(book, item)?;
            }
        }
        Ok(())
    }

    fn keep(&mut self, kept: Kept) {
        if let Some(entry) = &mut self.state.entry {
            entry.kept.push(kept);
        }
    }

    /// The entry under way and the place of the event that comes next.
    fn here(&self) -> (EntryId, i64) {
        self.state.entry.as_ref().map_or((EntryId(0), 0), |entry| {
            (
                entry.id,
                i64::try_from(entry.kept.len()).unwrap_or(i64::MAX),
            )
        })
    }

    fn salt(&mut self) -> Result<Vec<u8>> {
        if let Some(given) = self.state.salts.pop_front() {
            return Ok(given);
        }
        let seed = match self.state.seed {
            Some(seed) => seed,
            None => {
                let mut seed = [0; 32];
                getrandom::fill(&mut seed)?;
                *self.state.seed.insert(seed)
            }
        };
        self.state.salted += 1;
        let mut hash = Sha256::new();
        hash.update(seed);
        hash.update(self.state.salted.to_le_bytes());
        Ok(hash.finalize()[..16].to_vec())
    }

    fn write_rows(&mut self, book: &Book, rows: &Rows) -> Result<()> {
        let mut hashes = Vec::new();
        match rows {
            Rows::Customers(customers) => {
                for customer in customers {
                    self.tx
                        .prepare_cached("INSERT INTO customer (id, entry, number, version) VALUES (?1, ?2, ?3, 1)")?
                        .execute(params![customer.id.0, self.here().0.0, customer.number])?;
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
            Rows::Documents(documents) => {
                for document in documents {
                    self.insert_document(book, document)?;
                }
            }
            Rows::Receipts(receipts) => {
                for receipt in receipts {
                    hashes.push(self.insert_receipt(book, receipt)?);
                }
            }
            Rows::Others(others) => {
                for other in others {
                    hashes.push(self.insert_other(other)?);
                }
            }
        }
        if let Some(kept) = keep_rows(rows, &hashes) {
            self.keep(kept);
        }
        Ok(())
    }

    fn insert_version(
        &mut self,
        customer: CustomerId,
        version: usize,
        facts: &CustomerFacts,
    ) -> Result<Hash> {
        let salt = self.salt()?;
        let text = &facts.text;
        let hash = party_hash(&salt, text);
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        self.tx
            .prepare_cached(
                "INSERT INTO customer_version (customer, version, entry, kind, country, language, terms_days,
                    credit_limit_minor, risk_class, grouping, channel, agreed_fee_date, text_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                customer.0,
                version,
                self.here().0.0,
                facts.kind.name(),
                facts.country,
                facts.language,
                facts.terms_days,
                facts.credit_limit.map(|limit| limit.0),
                facts.risk_class,
                facts.group,
                facts.channel,
                facts.agreed_fee_date.map(date::to_int),
                hash,
            ])?;
        self.tx
            .prepare_cached(
                "INSERT INTO customer_text (customer, version, salt, name, org_no, account, email, phone, street,
                    postcode, city, notes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                customer.0,
                version,
                salt,
                text.name,
                text.org_no,
                text.account,
                text.email,
                text.phone,
                text.street,
                text.postcode,
                text.city,
                notes_at_rest(&text.notes)?,
            ])?;
        Ok(hash)
    }

    fn set_version(&mut self, customer: CustomerId, version: usize) -> Result<()> {
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        self.tx
            .prepare_cached("UPDATE customer SET version = ?2 WHERE id = ?1")?
            .execute([customer.0, version])?;
        Ok(())
    }

    fn insert_document(&mut self, book: &Book, document: &Document) -> Result<()> {
        let details = &document.details;
        self.tx
            .prepare_cached(
                "INSERT INTO document (id, entry, kind, number, customer, currency, issued, posted, rate,
                    delivery_date, order_ref, contract_ref, credits_invoice, discount_percent, discount_date, notes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
                document.id.0,
                self.here().0.0,
                document.kind.name(),
                document.number,
                document.customer.0,
                document.currency.code(),
                date::to_int(document.issued),
                date::to_int(document.posted),
                document.rate.map(|rate| rate.to_string()),
                details.delivery_date.map(date::to_int),
                details.order_ref,
                details.contract_ref,
                details.credits_invoice,
                details.discount_percent.map(|percent| percent.to_string()),
                details.discount_date.map(date::to_int),
                notes_at_rest(&details.notes)?,
            ])?;
        for facts in &document.items {
            self.insert_item(book, facts.id, facts.amount, facts.moved_in.as_ref())?;
        }
        Ok(())
    }

    fn insert_item(
        &mut self,
        book: &Book,
        id: ItemId,
        amount: Minor,
        moved: Option<&MovedIn>,
    ) -> Result<()> {
        let item = book.item(id)?;
        self.tx
            .prepare_cached(
                "INSERT INTO item (id, document, class, currency, issued, posted, due, amount_minor, opened_minor,
                    reference, customer, held_since, open_minor, base_minor, last_stage, last_letter_date,
                    fees_charged_minor)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            )?
            .execute(params![
                id.0,
                item.document.map(|document| document.0),
                item.class.code(),
                item.currency.code(),
                date::to_int(item.issued),
                date::to_int(item.posted),
                date::to_int(item.due),
                amount.0,
                item.opened.0,
                item.reference,
                item.customer.0,
                date::to_int(item.held_since),
                item.open.0,
                item.base.map(|base| base.0),
                moved.and_then(|moved| moved.last_stage.as_deref()),
                moved.and_then(|moved| moved.last_letter_date).map(date::to_int),
                moved.and_then(|moved| moved.fees_charged).map(|fees| fees.0),
            ])?;
        Ok(())
    }

    fn insert_receipt(&mut self, book: &Book, receipt: &Receipt) -> Result<Hash> {
        self.insert_item(book, receipt.item, -receipt.amount, None)?;
        let salt = self.salt()?;
        let hash = receipt_text_hash(&salt, &receipt.text);
        self.tx
            .prepare_cached(
                "INSERT INTO receipt (item, entry, file, line, booked, amount_minor, payment_id, bank_ref, own_account,
                    batch, form, fingerprint, text_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                receipt.item.0,
                self.here().0.0,
                receipt.file.map(|file| file.0),
                i64::try_from(receipt.line).unwrap_or(i64::MAX),
                date::to_int(receipt.booked),
                receipt.amount.0,
                receipt.payment_id,
                receipt.bank_ref,
                receipt.own_account,
                receipt.batch,
                receipt.form,
                receipt.fingerprint,
                hash,
            ])?;
        let text = &receipt.text;
        self.tx
            .prepare_cached(
                "INSERT INTO receipt_text (item, salt, payer_name, payer_account, message, raw)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                receipt.item.0,
                salt,
                text.payer_name,
                text.payer_account,
                text.message,
                text.raw
            ])?;
        Ok(hash)
    }

    fn insert_other(&mut self, line: &OtherLine) -> Result<Hash> {
        let salt = self.salt()?;
        let text = &line.text;
        let hash = receipt_text_hash(&salt, text);
        self.tx
            .prepare_cached(
                "INSERT INTO other_line (id, entry, file, line, kind, booked, amount_minor, currency, bank_ref,
                    reference, own_account, fingerprint, text_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                line.id.0,
                self.here().0.0,
                line.file.map(|file| file.0),
                i64::try_from(line.line).unwrap_or(i64::MAX),
                line.kind.name(),
                date::to_int(line.booked),
                line.amount.0,
                line.currency.code(),
                line.bank_ref,
                line.reference,
                line.own_account,
                line.fingerprint,
                hash,
            ])?;
        self.tx
            .prepare_cached(
                "INSERT INTO other_text (id, salt, payer_name, payer_account, message, raw)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                line.id.0,
                salt,
                text.payer_name,
                text.payer_account,
                text.message,
                text.raw
            ])?;
        Ok(hash)
    }

    fn insert_note(&mut self, entry: EntryId, event: i64, body: &str) -> Result<String> {
        let salt = self.salt()?;
        self.tx
            .prepare_cached("INSERT INTO note (entry, event, salt, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![entry.0, event, salt, body])?;
        Ok(keep_note(&salt, body))
    }

    fn insert_posting(&mut self, posting: &Posting) -> Result<()> {
        let day = date::to_int(posting.date);
        self.tx
            .prepare_cached(
                "INSERT INTO posting (entry, item, customer, class, currency, issued, due, date, kind, amount_minor,
                    base_minor, counter_item)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                self.here().0.0,
                posting.item.0,
                posting.customer.0,
                posting.class.code(),
                posting.currency.code(),
                date::to_int(posting.issued),
                date::to_int(posting.due),
                day,
                posting.kind.code(),
                posting.amount.0,
                posting.base.map(|base| base.0),
                posting.counter.map(|item| item.0),
            ])?;
        self.state.horizon = self.state.horizon.max(day);
        if posting.kind != PostingKind::Exchange {
            *self.state.balances.entry(posting.currency).or_default() += posting.amount;
        }
        Ok(())
    }

    fn update_item(&mut self, book: &Book, id: ItemId) -> Result<()> {
        let item = book.item(id)?;
        self.tx
            .prepare_cached(
                "UPDATE item SET customer = ?2, held_since = ?3, open_minor = ?4, base_minor = ?5, voided = ?6
                 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                item.customer.0,
                date::to_int(item.held_since),
                item.open.0,
                item.base.map(|base| base.0),
                item.voided,
            ])?;
        Ok(())
    }

    fn write_deed(&mut self, deed: &Deed) -> Result<()> {
        let (entry, event) = self.here();
        let note = deed
            .note()
            .map(|body| self.insert_note(entry, event, body))
            .transpose()?;
        match deed {
            Deed::LedgerOpened(facts) => {
                self.tx.execute(
                    "INSERT INTO ledger (id, company, country, currency, org_no, accounts) VALUES (1, ?1, ?2, ?3, ?4, ?5)",
                    params![
                        facts.company,
                        facts.country,
                        facts.currency.code(),
                        facts.org_no,
                        serde_json::to_string(&facts.accounts)?,
                    ],
                )?;
                self.tx.execute(
                    "INSERT INTO customer (id, entry, number, version) VALUES (0, ?1, '', 0)",
                    [entry.0],
                )?;
            }
            Deed::FileTaken(file) => {
                self.tx.execute(
                    "INSERT INTO source_file (id, entry, name, format, sha256, bytes, transmission)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![
                        file.id.0,
                        entry.0,
                        file.name,
                        file.format,
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
            Deed::Decided(decision) => self.insert_decision(entry, decision, false)?,
            Deed::DecisionWithdrawn(decision) => self.insert_decision(entry, decision, true)?,
            Deed::SetAside { receipt, .. } => {
                self.tx
                    .prepare_cached("UPDATE receipt SET aside_entry = ?2, aside_event = ?3 WHERE item = ?1")?
                    .execute([receipt.0, entry.0, event])?;
            }
            Deed::TakenUp { receipt, .. } => {
                self.flag("UPDATE receipt SET aside_entry = NULL, aside_event = NULL WHERE item = ?1", receipt.0)?;
            }
            Deed::Paused(pause) => {
                self.tx
                    .prepare_cached(
                        "INSERT INTO pause (id, entry, event, item, kind, amount_minor, starts, until)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    )?
                    .execute(params![
                        pause.id.0,
                        entry.0,
                        event,
                        pause.item.0,
                        pause.kind.name(),
                        pause.amount.0,
                        date::to_int(pause.from),
                        pause.until.map(date::to_int),
                    ])?;
            }
            Deed::PauseVoided { pause } => self.flag("UPDATE pause SET voided = 1 WHERE id = ?1", pause.0)?,
            Deed::PauseRestored { pause } => self.flag("UPDATE pause SET voided = 0 WHERE id = ?1", pause.0)?,
            Deed::PauseClosed { pause, on, .. } => {
                self.tx
                    .prepare_cached(
                        "UPDATE pause SET closed = ?2, closed_entry = ?3, closed_event = ?4 WHERE id = ?1",
                    )?
                    .execute([pause.0, date::to_int(*on), entry.0, event])?;
            }
            Deed::PauseReopened { pause, .. } => self.flag(
                "UPDATE pause SET closed = NULL, closed_entry = NULL, closed_event = NULL WHERE id = ?1",
                pause.0,
            )?,
            Deed::Locked { until, .. } => {
                self.tx.execute("UPDATE ledger SET locked = ?1", [until.map(date::to_int)])?;
            }
            Deed::Moved { .. } | Deed::Allocated(_) | Deed::Unallocated(_) => {}
        }
        self.keep(Kept::Deed {
            deed: deed.clone(),
            note,
        });
        Ok(())
    }

    fn insert_decision(
        &mut self,
        entry: EntryId,
        decision: &crate::domain::event::Decision,
        withdrawn: bool,
    ) -> Result<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO decision (entry, receipt, class, evidence, withdrawn) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                entry.0,
                decision.receipt.0,
                decision.class.map(|class| class.letter().to_string()),
                serde_json::to_string(&decision.evidence)?,
                withdrawn,
            ])?;
        Ok(())
    }

    fn flag(&self, sql: &str, id: i64) -> Result<()> {
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
        salts: Vec<Vec<u8>>,
    ) -> Result<()> {
        self.state.salts = salts.into();
        self.write(book, event)?;
        self.state.salts.clear();
        Ok(())
    }

    pub(super) fn replay_reason(
        &mut self,
        entry: EntryId,
        salt: Vec<u8>,
        body: &str,
    ) -> Result<()> {
        self.state.salts.push_back(salt);
        let note = self.insert_note(entry, REASON, body)?;
        self.keep(Kept::Reason { note });
        Ok(())
    }

    /// Closes an entry that is carried out again with what its events make of it now, under its old hashes: a
    /// difference shows when the journals are compared.
    pub(super) fn close_again(&mut self, entry: &super::journal::Entry) -> Result<()> {
        let Some(open) = self.state.entry.take() else {
            return Ok(());
        };
        let events = serde_json::to_string(&open.kept)?;
        self.insert_entry(&super::journal::Entry {
            events,
            ..entry.clone()
        })
    }
}
