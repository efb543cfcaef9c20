//! Slices of the ledger: the facts that a decision needs, read under its lock.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension};

use super::journal::{self, Entry};
use super::rows::{self, class, currency, day};
use super::{Result, Tx, damaged, day_of};
use crate::domain::book::{
    Book, CustomerState, DocumentState, ItemState, LineState, NextIds, PauseState, ReceiptState,
};
use crate::domain::command::{Command, Part, Target};
use crate::domain::date;
use crate::domain::document::DocumentKind;
use crate::domain::event::{Allocation, Deed, Range, RowKind};
use crate::domain::id::{
    CustomerId, DocumentId, EntryId, FileId, ItemId, OtherId, PauseId, StatementId,
};
use crate::domain::intake::{Known, Place, Placed, Row, StatementRow};
use crate::domain::ledger::LedgerFacts;
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::{Pause, PauseKind};
use crate::domain::receipt::OtherKind;
use crate::domain::statement::Statement;

impl Tx<'_> {
    /// What is needed to decide on a command.
    pub fn slice(&self, command: &Command) -> Result<Book> {
        let mut loader = Loader::new(&self.tx)?;
        match command {
            Command::OpenLedger(_) | Command::Lock { .. } | Command::NameAccounts { .. } => {}
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
            Command::SetAside { receipt, .. }
            | Command::TakeUp { receipt }
            | Command::TakeIn { receipt }
            | Command::ConfirmCover { receipt } => {
                loader.item(*receipt)?;
            }
            Command::Dispute { document, .. }
            | Command::CloseDispute { document, .. }
            | Command::Promise { document, .. } => loader.document(*document)?,
            Command::PayOut { line, credit, .. } => {
                loader.line(*line)?;
                loader.credit(*credit)?;
            }
            Command::Dismiss { line, .. } | Command::Reconsider { line } => loader.line(*line)?,
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
            Deed::Allocated(allocation) => {
                loader.item(allocation.debit)?;
                loader.credit(allocation.credit)?;
            }
            Deed::Unallocated(allocation) => {
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
            | Deed::AccountsNamed { .. }
            | Deed::Locked { .. } => {}
            Deed::Covered(cover) | Deed::Uncovered(cover) => {
                loader.item(cover.receipt)?;
                loader.item(cover.by)?;
            }
            Deed::CoverJudged { receipt, .. } => loader.item(*receipt)?,
            Deed::PaidOut(payout) | Deed::PaidBack(payout) => {
                loader.item(payout.credit)?;
                loader.line(payout.line)?;
            }
            Deed::Dismissed { line, .. } | Deed::Reconsidered { line, .. } => loader.line(*line)?,
        }
        Ok(loader.book)
    }

    /// What the ledger knows of rows that are about to be judged.
    pub fn slice_of_rows(&self, rows: &[Placed]) -> Result<(Book, Known)> {
        let mut loader = Loader::new(&self.tx)?;
        let mut known = Known::default();
        for placed in rows {
            match &placed.row {
                Row::Statement(row) => known.statements.extend(statements_like(&self.tx, row)?),
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

    /// Where the ledger's lines of each of these fingerprints stand, those of a file under way aside.
    pub fn places(
        &self,
        prints: impl Iterator<Item = i64>,
        except: EntryId,
        known: &mut HashMap<i64, Vec<Place>>,
    ) -> Result<()> {
        let mut statement = self.tx.prepare_cached(
            "SELECT item, file, line FROM receipt WHERE fingerprint = ?1 AND voided = 0 AND entry <> ?2
             UNION ALL
             SELECT NULL, file, line FROM other_line WHERE fingerprint = ?1 AND voided = 0 AND entry <> ?2",
        )?;
        for print in prints {
            let places = statement.query_map([print, except.0], |row| {
                Ok(Place {
                    item: row.get::<_, Option<i64>>(0)?.map(ItemId),
                    file: row.get::<_, Option<i64>>(1)?.map(FileId),
                    line: row.get::<_, i64>(2)?.unsigned_abs(),
                })
            })?;
            let places: Vec<Place> = places.collect::<rusqlite::Result<_>>()?;
            if !places.is_empty() {
                known.insert(print, places);
            }
        }
        Ok(())
    }

    /// An item alone.
    pub fn slice_of_item(&self, item: ItemId) -> Result<Book> {
        let mut loader = Loader::new(&self.tx)?;
        loader.item(item)?;
        Ok(loader.book)
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

/// Statements that may be the same as the one of a file.
fn statements_like(connection: &Connection, row: &StatementRow) -> Result<Vec<Statement>> {
    let sql = format!(
        "SELECT {} FROM statement WHERE account IS ?1 AND currency = ?2 AND starts IS ?3 AND voided = 0",
        rows::STATEMENT_COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let like = statement.query_map(
        (
            row.accounts.first(),
            row.currency.as_ref().map(Currency::code),
            row.from.map(date::to_int),
        ),
        rows::statement,
    )?;
    Ok(like.collect::<rusqlite::Result<_>>()?)
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
    for id in ids(connection, "SELECT id FROM other_line ORDER BY id")? {
        loader.line(OtherId(id))?;
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
            statement: StatementId(next("statement")?),
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
            "SELECT r.fingerprint, r.payment_id, t.payer_account, t.message, n.body,
                r.covered_by, r.cover_sure
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
                covered: match (row.get::<_, Option<i64>>(5)?, row.get(6)?) {
                    (Some(by), Some(sure)) => Some((ItemId(by), sure)),
                    _ => None,
                },
            })
        });
        if let Some(state) = state.optional()? {
            self.book.receipts.insert(id, state);
        }
        Ok(())
    }

    pub fn line(&mut self, id: OtherId) -> Result<()> {
        if !self.asked.insert((3, id.0)) {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT o.kind, o.booked, o.currency, o.amount_minor, o.left_minor, o.bank_ref, o.reference,
                t.details ->> 'end_to_end', n.body, o.voided
             FROM other_line o LEFT JOIN other_text t ON t.id = o.id
             LEFT JOIN note n ON n.entry = o.dismissed_entry AND n.event = o.dismissed_event WHERE o.id = ?1",
        )?;
        let state = statement.query_row([id.0], |row| {
            let kind = row.get_ref(0)?.as_str()?;
            Ok(LineState {
                kind: OtherKind::parse(kind)
                    .ok_or_else(|| damaged(format!("no such kind: {kind}")))?,
                booked: day(row, 1)?,
                currency: currency(row, 2)?,
                amount: Minor(row.get(3)?),
                left: Minor(row.get(4)?),
                bank_ref: row.get(5)?,
                reference: row.get(6)?,
                end_to_end: row.get(7)?,
                dismissed: row.get(8)?,
                voided: row.get(9)?,
            })
        });
        if let Some(state) = state.optional()? {
            self.book.lines.insert(id, state);
        }
        Ok(())
    }

    /// A credit item with all that it settles.
    pub fn credit(&mut self, id: ItemId) -> Result<()> {
        self.item(id)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT c.counter_item, sum(c.amount_minor), max(c.date), sum(c.base_minor), count(*) = count(c.base_minor),
                (SELECT CASE WHEN count(*) = count(d.base_minor) THEN -sum(d.base_minor) END FROM posting d
                 WHERE d.item = c.counter_item AND d.counter_item = c.item AND d.kind = 3)
             FROM posting c WHERE c.item = ?1 AND c.kind = 3
             GROUP BY c.counter_item HAVING sum(c.amount_minor) <> 0 ORDER BY max(c.id)",
        )?;
        let settled = statement.query_map([id.0], |row| {
            let known: bool = row.get(4)?;
            Ok(Allocation {
                debit: ItemId(row.get(0)?),
                credit: id,
                amount: Minor(row.get(1)?),
                date: day(row, 2)?,
                credit_base: row.get::<_, Option<i64>>(3)?.filter(|_| known).map(Minor),
                debit_base: row.get::<_, Option<i64>>(5)?.map(Minor),
            })
        })?;
        let settled: Vec<Allocation> = settled.collect::<rusqlite::Result<_>>()?;
        for allocation in &settled {
            self.item(allocation.debit)?;
        }
        self.book.settled.insert(id, settled);
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
                RowKind::Receipts => {
                    self.item(ItemId(id))?;
                    let sql = "SELECT 1 FROM receipt WHERE covered_by = ?1 AND voided = 0";
                    if self.connection.prepare_cached(sql)?.exists([id])? {
                        self.book.covering.insert(ItemId(id));
                    }
                }
                RowKind::Others => self.line(OtherId(id))?,
                RowKind::Statements => {}
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
