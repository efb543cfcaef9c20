//! Slices of the ledger: the facts that a decision needs, read under its lock.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::journal::{self, Entry};
use super::rows::{self, class, currency, day};
use super::{Result, Tx, damaged, day_of};
use crate::domain::book::{
    Book, CustomerState, DocumentState, ItemState, NextIds, PauseState, ReceiptState,
};
use crate::domain::command::{Command, Part, Target};
use crate::domain::document::DocumentKind;
use crate::domain::event::{Deed, Range, RowKind};
use crate::domain::id::{CustomerId, DocumentId, EntryId, FileId, ItemId, OtherId, PauseId};
use crate::domain::intake::{Known, Placed, Row};
use crate::domain::ledger::LedgerFacts;
use crate::domain::money::Minor;
use crate::domain::pause::{Pause, PauseKind};

impl Tx<'_> {
    /// What is needed to decide on a command.
    pub fn slice(&self, command: &Command) -> Result<Book> {
        let mut loader = Loader::new(&self.tx)?;
        match command {
            Command::OpenLedger(_) | Command::Lock { .. } => {}
            Command::EnterReceipt { customer, .. } => {
                if let Some(customer) = customer {
                    loader.customer(*customer)?;
                }
            }
            Command::Identify {
                receipt, customer, ..
            } => {
                loader.item(*receipt)?;
                loader.customer(*customer)?;
            }
            Command::Settle {
                receipt: credit,
                parts,
                ..
            }
            | Command::Apply { credit, parts, .. } => {
                loader.item(*credit)?;
                loader.parts(parts)?;
            }
            Command::SetAside { receipt, .. } | Command::TakeUp { receipt } => {
                loader.item(*receipt)?;
            }
            Command::Dispute { document, .. }
            | Command::CloseDispute { document, .. }
            | Command::Promise { document, .. } => loader.document(*document)?,
        }
        Ok(loader.book)
    }

    /// What is needed to take a deed back.
    pub fn slice_of_deed(&self, deed: &Deed) -> Result<Book> {
        let mut loader = Loader::new(&self.tx)?;
        match deed {
            Deed::Voided { range, .. } | Deed::Restored { range, .. } => loader.range(*range)?,
            Deed::VersionSet { customer, .. } => loader.customer(*customer)?,
            Deed::Moved {
                receipt, from, to, ..
            } => {
                loader.item(*receipt)?;
                loader.customer(*from)?;
                loader.customer(*to)?;
            }
            Deed::Allocated(allocation) | Deed::Unallocated(allocation) => {
                loader.item(allocation.debit)?;
                loader.item(allocation.credit)?;
            }
            Deed::Decided(decision) | Deed::DecisionWithdrawn(decision) => {
                loader.item(decision.receipt)?;
            }
            Deed::SetAside { receipt, .. } | Deed::TakenUp { receipt, .. } => {
                loader.item(*receipt)?;
            }
            Deed::Paused(pause) => loader.item(pause.item)?,
            Deed::PauseVoided { pause }
            | Deed::PauseRestored { pause }
            | Deed::PauseClosed { pause, .. }
            | Deed::PauseReopened { pause, .. } => loader.pause(*pause)?,
            Deed::LedgerOpened(_)
            | Deed::FileTaken(_)
            | Deed::FileVoided { .. }
            | Deed::FileRestored { .. }
            | Deed::Locked { .. } => {}
        }
        Ok(loader.book)
    }

    /// What the ledger knows of rows that are about to be judged.
    pub fn slice_of_rows(&self, rows: &[Placed]) -> Result<(Book, Known)> {
        let mut loader = Loader::new(&self.tx)?;
        let mut known = Known::default();
        for placed in rows {
            match &placed.row {
                Row::Statement(_) => {}
                Row::Customer(row) => {
                    if let Some(customer) = loader.customer_number(&row.number, &mut known)? {
                        loader.customer(customer)?;
                    }
                }
                Row::Invoice(row) => {
                    loader.customer_number(&row.customer_number, &mut known)?;
                    if let Some(document) = find_document(&self.tx, row.kind, &row.number)? {
                        known
                            .documents
                            .insert((row.kind, row.number.clone()), document);
                        loader.document(document)?;
                    }
                }
                Row::Payment(row) => {
                    if let Some(id) = &row.payment_id {
                        loader.payment_id(id, &mut known)?;
                    }
                }
                Row::Other(_) => {}
            }
        }
        Ok((loader.book, known))
    }

    /// How many rows of the ledger bear each of these fingerprints, those of a file under way aside.
    pub fn count_fingerprints(
        &self,
        prints: impl Iterator<Item = i64>,
        except: EntryId,
        known: &mut Known,
    ) -> Result<()> {
        let mut statement = self.tx.prepare_cached(
            "SELECT (SELECT count(*) FROM receipt WHERE fingerprint = ?1 AND voided = 0 AND entry <> ?2)
                  + (SELECT count(*) FROM other_line WHERE fingerprint = ?1 AND voided = 0 AND entry <> ?2)",
        )?;
        for print in prints {
            let count: u32 = statement.query_row([print, except.0], |row| row.get(0))?;
            if count > 0 {
                known.fingerprints.insert(print, count);
            }
        }
        Ok(())
    }

    /// A credit note and the invoice that it names, if the ledger holds one.
    pub fn slice_of_credit(
        &self,
        credit: DocumentId,
        invoice: &str,
    ) -> Result<(Book, Option<DocumentId>)> {
        let mut loader = Loader::new(&self.tx)?;
        loader.document(credit)?;
        let invoice = find_document(&self.tx, DocumentKind::Invoice, invoice)?;
        if let Some(invoice) = invoice {
            loader.document(invoice)?;
        }
        Ok((loader.book, invoice))
    }

    /// What an undo of the entry has to take back, in the order in which it happened.
    pub fn deeds(&self, entry: &Entry) -> Result<Vec<Deed>> {
        journal::deeds(&self.tx, entry)
    }
}

pub(super) fn find_document(
    connection: &Connection,
    kind: DocumentKind,
    number: &str,
) -> Result<Option<DocumentId>> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM document WHERE number = ?1 AND kind = ?2 AND voided = 0")?;
    Ok(statement
        .query_row((number, kind.name()), |row| row.get(0).map(DocumentId))
        .optional()?)
}

/// The whole ledger as one book: for proofs, never for work.
pub(super) fn whole(connection: &Connection) -> Result<Book> {
    let mut loader = Loader::new(connection)?;
    for id in ids(connection, "SELECT id FROM customer ORDER BY id")? {
        loader.customer(CustomerId(id))?;
    }
    for id in ids(connection, "SELECT id FROM document ORDER BY id")? {
        loader.document(DocumentId(id))?;
    }
    for id in ids(connection, "SELECT id FROM item ORDER BY id")? {
        loader.item(ItemId(id))?;
    }
    Ok(loader.book)
}

fn ids(connection: &Connection, sql: &str) -> Result<Vec<i64>> {
    let mut statement = connection.prepare(sql)?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn ledger(connection: &Connection) -> Result<Option<(LedgerFacts, Option<i64>)>> {
    let mut statement = connection.prepare_cached(
        "SELECT company, country, currency, org_no, accounts, locked FROM ledger",
    )?;
    let found = statement
        .query_row([], |row| {
            let accounts = row.get_ref(4)?.as_str()?;
            let facts = LedgerFacts {
                company: row.get(0)?,
                country: row.get(1)?,
                currency: currency(row, 2)?,
                org_no: row.get(3)?,
                accounts: serde_json::from_str(accounts)
                    .map_err(|error| damaged(error.to_string()))?,
            };
            Ok((facts, row.get(5)?))
        })
        .optional()?;
    Ok(found)
}

/// Fills a book row by row, each only once.
pub(super) struct Loader<'c> {
    connection: &'c Connection,
    pub book: Book,
    asked: BTreeSet<(u8, i64)>,
}

impl<'c> Loader<'c> {
    pub fn new(connection: &'c Connection) -> Result<Self> {
        let mut book = Book::default();
        if let Some((facts, locked)) = ledger(connection)? {
            book.ledger = Some(facts);
            book.locked = locked.map(day_of).transpose()?;
        }
        let next = |table: &str| -> Result<i64> {
            let sql = format!("SELECT coalesce(max(id), 0) + 1 FROM {table}");
            Ok(connection
                .prepare_cached(&sql)?
                .query_row([], |row| row.get(0))?)
        };
        book.next = NextIds {
            customer: CustomerId(next("customer")?),
            document: DocumentId(next("document")?),
            item: ItemId(next("item")?),
            pause: PauseId(next("pause")?),
            file: FileId(next("source_file")?),
            other: OtherId(next("other_line")?),
        };
        Ok(Self {
            connection,
            book,
            asked: BTreeSet::new(),
        })
    }

    pub fn customer(&mut self, id: CustomerId) -> Result<()> {
        if !self.asked.insert((0, id.0)) {
            return Ok(());
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT number, version, voided FROM customer WHERE id = ?1")?;
        let state = statement
            .query_row([id.0], |row| {
                Ok(CustomerState {
                    number: row.get(0)?,
                    version: usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
                    versions: Vec::new(),
                    voided: row.get(2)?,
                })
            })
            .optional()?;
        let Some(mut state) = state else {
            return Ok(());
        };
        let sql = format!(
            "SELECT {} FROM customer_version v
             LEFT JOIN customer_text t ON t.customer = v.customer AND t.version = v.version
             WHERE v.customer = ?1 ORDER BY v.version",
            rows::VERSION_COLUMNS
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let versions = statement.query_map([id.0], |row| rows::facts(row, 0))?;
        state.versions = versions.collect::<rusqlite::Result<_>>()?;
        self.book.customers.insert(id, state);
        Ok(())
    }

    fn customer_number(&mut self, number: &str, known: &mut Known) -> Result<Option<CustomerId>> {
        if let Some(id) = known.customers.get(number) {
            return Ok(Some(*id));
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM customer WHERE number = ?1 AND voided = 0 AND id > 0",
        )?;
        let id = statement
            .query_row([number], |row| row.get(0).map(CustomerId))
            .optional()?;
        if let Some(id) = id {
            known.customers.insert(number.to_owned(), id);
        }
        Ok(id)
    }

    fn payment_id(&mut self, id: &str, known: &mut Known) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT fingerprint FROM receipt WHERE payment_id = ?1 AND voided = 0",
        )?;
        if let Some(print) = statement.query_row([id], |row| row.get(0)).optional()? {
            known.payment_ids.insert(id.to_owned(), print);
        }
        Ok(())
    }

    pub fn document(&mut self, id: DocumentId) -> Result<()> {
        if !self.asked.insert((1, id.0)) {
            return Ok(());
        }
        let Some((document, voided)) = rows::document(self.connection, id)? else {
            return Ok(());
        };
        let items: Vec<ItemId> = document.items.iter().map(|item| item.id).collect();
        self.book
            .documents
            .insert(id, DocumentState { document, voided });
        items.into_iter().try_for_each(|item| self.item(item))
    }

    /// An item with its history, pauses, customer and, for a receipt, its own state.
    pub fn item(&mut self, id: ItemId) -> Result<()> {
        if !self.asked.insert((2, id.0)) {
            return Ok(());
        }
        let Some(mut state) = self.item_state(id)? else {
            return Ok(());
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT date, amount_minor FROM posting WHERE item = ?1 AND kind <> 4 ORDER BY id",
        )?;
        let history = statement.query_map([id.0], |row| Ok((day(row, 0)?, Minor(row.get(1)?))))?;
        state.history = history.collect::<rusqlite::Result<_>>()?;
        let customer = state.customer;
        if state.document.is_none() {
            self.receipt(id)?;
        }
        self.book.items.insert(id, state);
        self.customer(customer)?;
        self.pauses(id)
    }

    fn item_state(&mut self, id: ItemId) -> Result<Option<ItemState>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT i.document, coalesce(d.number, r.bank_ref, r.payment_id, 'R' || i.id), i.class, i.currency,
                i.issued, i.posted, i.due, i.opened_minor, i.reference, d.rate, i.customer, i.held_since, i.open_minor,
                i.base_minor, i.voided
             FROM item i LEFT JOIN document d ON d.id = i.document LEFT JOIN receipt r ON r.item = i.id
             WHERE i.id = ?1",
        )?;
        let state = statement.query_row([id.0], |row| {
            let rate: Option<String> = row.get(9)?;
            Ok(ItemState {
                document: row.get::<_, Option<i64>>(0)?.map(DocumentId),
                number: row.get(1)?,
                class: class(row, 2)?,
                currency: currency(row, 3)?,
                issued: day(row, 4)?,
                posted: day(row, 5)?,
                due: day(row, 6)?,
                opened: Minor(row.get(7)?),
                reference: row.get(8)?,
                rate: rate
                    .map(|rate| {
                        rate.parse()
                            .map_err(|_| damaged(format!("no rate: {rate}")))
                    })
                    .transpose()?,
                customer: CustomerId(row.get(10)?),
                held_since: day(row, 11)?,
                open: Minor(row.get(12)?),
                base: row.get::<_, Option<i64>>(13)?.map(Minor),
                voided: row.get(14)?,
                history: Vec::new(),
            })
        });
        Ok(state.optional()?)
    }

    fn receipt(&mut self, id: ItemId) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.fingerprint, r.payment_id, t.payer_account, t.message, n.body
             FROM receipt r LEFT JOIN receipt_text t ON t.item = r.item
             LEFT JOIN note n ON n.entry = r.aside_entry AND n.event = r.aside_event WHERE r.item = ?1",
        )?;
        let state = statement.query_row([id.0], |row| {
            Ok(ReceiptState {
                fingerprint: row.get(0)?,
                payment_id: row.get(1)?,
                payer_account: row.get(2)?,
                message: row.get(3)?,
                set_aside: row.get(4)?,
            })
        });
        if let Some(state) = state.optional()? {
            self.book.receipts.insert(id, state);
        }
        Ok(())
    }

    fn pauses(&mut self, item: ItemId) -> Result<()> {
        for pause in pauses_of(self.connection, item)? {
            self.book.pauses.insert(pause.pause.id, pause);
        }
        Ok(())
    }

    fn pause(&mut self, id: PauseId) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT item FROM pause WHERE id = ?1")?;
        let item = statement.query_row([id.0], |row| row.get(0)).optional()?;
        item.map_or(Ok(()), |item| self.item(ItemId(item)))
    }

    fn parts(&mut self, parts: &[Part]) -> Result<()> {
        for part in parts {
            match part.target {
                Target::Item(item) => self.item(item)?,
                Target::Document(document) => self.document(document)?,
            }
        }
        Ok(())
    }

    fn range(&mut self, range: Range) -> Result<()> {
        for id in range.ids() {
            match range.kind {
                RowKind::Customers => {
                    self.customer(CustomerId(id))?;
                    let sql = "SELECT 1 FROM item WHERE customer = ?1 AND voided = 0";
                    if self.connection.prepare_cached(sql)?.exists([id])? {
                        self.book.in_use.insert(CustomerId(id));
                    }
                }
                RowKind::Documents => self.document(DocumentId(id))?,
                RowKind::Receipts => self.item(ItemId(id))?,
                RowKind::Others => {}
            }
        }
        Ok(())
    }
}

/// The pauses of an item, in order, those that were taken back among them.
pub(super) fn pauses_of(connection: &Connection, item: ItemId) -> Result<Vec<PauseState>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id, p.kind, p.amount_minor, p.starts, p.until, p.closed, p.voided, n.body, c.body
         FROM pause p LEFT JOIN note n ON n.entry = p.entry AND n.event = p.event
         LEFT JOIN note c ON c.entry = p.closed_entry AND c.event = p.closed_event WHERE p.item = ?1 ORDER BY p.id",
    )?;
    let pauses = statement.query_map([item.0], |row| {
        let kind = row.get_ref(1)?.as_str()?;
        let pause = Pause {
            id: PauseId(row.get(0)?),
            item,
            kind: PauseKind::parse(kind)
                .ok_or_else(|| damaged(format!("no such pause: {kind}")))?,
            amount: Minor(row.get(2)?),
            from: day(row, 3)?,
            until: rows::maybe_day(row, 4)?,
            closed: rows::maybe_day(row, 5)?,
            reason: row.get(7)?,
            outcome: row.get(8)?,
        };
        Ok(PauseState {
            pause,
            voided: row.get(6)?,
        })
    })?;
    Ok(pauses.collect::<rusqlite::Result<_>>()?)
}
