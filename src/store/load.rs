//! Rows of the ledger as a book: filled one by one with all that belongs to them, or many at once, bare.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension, Row};

use super::query::Reader;
use super::rows::{self, class, currency, day};
use super::{Result, damaged, day_of};
use crate::domain::book::{
    Book, CustomerState, DocumentState, ItemState, LineState, NextIds, ReceiptState,
};
use crate::domain::command::{Part, Target};
use crate::domain::document::DocumentKind;
use crate::domain::event::{Allocation, Range, RowKind};
use crate::domain::id::{
    AttachmentId, CallId, CustomerId, DispatchId, DocumentId, EntryId, FileId, HandoverId, ItemId,
    LetterId, OtherId, PauseId, PlanId, ProposalId, RecordId, RefundId, StatementId, StatusId,
};
use crate::domain::ledger::{CompanySize, LedgerFacts};
use crate::domain::money::Minor;
use crate::domain::posting::PostingKind;
use crate::domain::receipt::OtherKind;
use crate::domain::refund::{Refund, RefundState};

pub(super) const FIND_DOCUMENT: &str =
    "SELECT id FROM document WHERE number = ?1 AND kind = ?2 AND voided = 0";

pub(super) fn find_document(
    connection: &Connection,
    kind: DocumentKind,
    number: &str,
) -> Result<Option<DocumentId>> {
    let mut statement = connection.prepare_cached(FIND_DOCUMENT)?;
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
    for id in ids(connection, "SELECT id FROM letter ORDER BY id")? {
        loader.letter(LetterId(id))?;
    }
    for id in ids(connection, "SELECT id FROM other_line ORDER BY id")? {
        loader.line(OtherId(id))?;
    }
    for id in ids(connection, "SELECT id FROM customer ORDER BY id")? {
        loader.overlays_of_customer(CustomerId(id))?;
    }
    for id in ids(connection, "SELECT id FROM call ORDER BY id")? {
        loader.call(CallId(id))?;
    }
    for id in ids(connection, "SELECT id FROM dispatch ORDER BY id")? {
        loader.dispatch(DispatchId(id))?;
    }
    for id in ids(connection, "SELECT customer FROM channel_stop")? {
        loader.stops(CustomerId(id))?;
    }
    for id in ids(connection, "SELECT id FROM attachment ORDER BY id")? {
        loader.attachment(AttachmentId(id))?;
    }
    for id in ids(connection, "SELECT id FROM handover_status ORDER BY id")? {
        loader.status(StatusId(id))?;
    }
    for id in ids(connection, "SELECT id FROM credit_record ORDER BY id")? {
        loader.record(RecordId(id))?;
    }
    for id in ids(connection, "SELECT id FROM proposal ORDER BY id")? {
        loader.proposal(ProposalId(id))?;
    }
    loader.users()?;
    Ok(loader.book)
}

fn ids(connection: &Connection, sql: &str) -> Result<Vec<i64>> {
    let mut statement = connection.prepare(sql)?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

fn size(text: &str) -> rusqlite::Result<CompanySize> {
    CompanySize::parse(text).ok_or_else(|| damaged(format!("no such size: {text}")))
}

pub(super) fn ledger(connection: &Connection) -> Result<Option<(LedgerFacts, Option<i64>)>> {
    let mut statement = connection.prepare_cached(
        "SELECT company, country, currency, org_no, accounts, locked, size FROM ledger",
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
                size: size(row.get_ref(6)?.as_str()?)?,
            };
            Ok((facts, row.get(5)?))
        })
        .optional()?;
    Ok(found)
}

const ITEM: &str =
    "SELECT i.id, i.document, coalesce(d.number, r.bank_ref, r.payment_id, 'R' || i.id), i.class, i.currency,
        i.issued, i.posted, i.due, i.opened_minor, i.reference, d.rate, i.customer, i.held_since, i.open_minor,
        i.base_minor, i.voided, i.keyed
     FROM item i LEFT JOIN document d ON d.id = i.document LEFT JOIN receipt r ON r.item = i.id";

/// A row of `ITEM`; its history comes apart.
fn item_state(row: &Row<'_>) -> rusqlite::Result<(ItemId, ItemState)> {
    let rate: Option<String> = row.get(10)?;
    let state = ItemState {
        document: row.get::<_, Option<i64>>(1)?.map(DocumentId),
        number: row.get(2)?,
        class: class(row, 3)?,
        currency: currency(row, 4)?,
        issued: day(row, 5)?,
        posted: day(row, 6)?,
        due: day(row, 7)?,
        opened: Minor(row.get(8)?),
        reference: row.get(9)?,
        rate: rate
            .map(|rate| {
                rate.parse()
                    .map_err(|_| damaged(format!("no rate: {rate}")))
            })
            .transpose()?,
        customer: CustomerId(row.get(11)?),
        keyed: CustomerId(row.get(16)?),
        held_since: day(row, 12)?,
        open: Minor(row.get(13)?),
        base: row.get::<_, Option<i64>>(14)?.map(Minor),
        voided: row.get(15)?,
        history: Vec::new(),
    };
    Ok((ItemId(row.get(0)?), state))
}

const RECEIPT: &str =
    "SELECT r.item, r.fingerprint, r.payment_id, t.payer_account, t.payer_name, t.message, n.body, r.covered_by, r.cover_sure
     FROM receipt r LEFT JOIN receipt_text t ON t.item = r.item
     LEFT JOIN note n ON n.entry = r.aside_entry AND n.event = r.aside_event";

/// A row of `RECEIPT`.
fn receipt_state(row: &Row<'_>) -> rusqlite::Result<(ItemId, ReceiptState)> {
    let state = ReceiptState {
        fingerprint: row.get(1)?,
        payment_id: row.get(2)?,
        payer_account: row.get(3)?,
        payer_name: row.get(4)?,
        message: row.get(5)?,
        set_aside: row.get(6)?,
        covered: match (row.get::<_, Option<i64>>(7)?, row.get(8)?) {
            (Some(by), Some(sure)) => Some((ItemId(by), sure)),
            _ => None,
        },
    };
    Ok((ItemId(row.get(0)?), state))
}

fn refund_state(row: &Row<'_>) -> rusqlite::Result<RefundState> {
    let refund = Refund {
        id: RefundId(row.get(0)?),
        credit: ItemId(row.get(1)?),
        amount: Minor(row.get(2)?),
        planned: day(row, 4)?,
        reason: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
    };
    Ok(RefundState {
        refund,
        left: Minor(row.get(3)?),
        dropped: row.get(5)?,
        voided: row.get(7)?,
    })
}

/// Items of a list as `ITEM`, without what only a person reads. A document is looked up for its rate alone.
const BARE_ITEM: &str =
    "SELECT i.id, i.document, '', i.class, i.currency, i.issued, i.posted, i.due, i.opened_minor,
        NULL, CASE WHEN i.currency <> (SELECT currency FROM ledger)
            THEN (SELECT rate FROM document WHERE id = i.document) END,
        i.customer, i.held_since, i.open_minor, i.base_minor, i.voided, i.keyed
     FROM item i WHERE i.id IN (SELECT value FROM json_each(?1))";

/// Receipts of a list as `RECEIPT`, likewise.
const BARE_RECEIPT: &str =
    "SELECT r.item, r.fingerprint, NULL, t.payer_account, t.payer_name, NULL, n.body,
        r.covered_by, r.cover_sure
     FROM receipt r LEFT JOIN receipt_text t ON t.item = r.item
     LEFT JOIN note n ON n.entry = r.aside_entry AND n.event = r.aside_event
     WHERE r.item IN (SELECT value FROM json_each(?1))";

/// Fills a book row by row, each only once.
pub(super) struct Loader<'c> {
    pub(super) connection: &'c Connection,
    pub book: Book,
    pub(super) asked: BTreeSet<(u8, i64)>,
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
            refund: RefundId(next("refund")?),
            plan: PlanId(next("plan")?),
            handover: HandoverId(next("handover")?),
            call: CallId(next("call")?),
            letter: LetterId(next("letter")?),
            dispatch: DispatchId(next("dispatch")?),
            attachment: AttachmentId(next("attachment")?),
            status: StatusId(next("handover_status")?),
            record: RecordId(next("credit_record")?),
            proposal: ProposalId(next("proposal")?),
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
        let mut statement = self.connection.prepare_cached(
            "SELECT number, version, voided, merged_into FROM customer WHERE id = ?1",
        )?;
        let state = statement
            .query_row([id.0], |row| {
                Ok(CustomerState {
                    number: row.get(0)?,
                    version: usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
                    versions: Vec::new(),
                    voided: row.get(2)?,
                    merged_into: row.get::<_, Option<i64>>(3)?.map(CustomerId),
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

    /// An item with its history, what lies over it, customer and, for a receipt, its own state.
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
        let (customer, keyed) = (state.customer, state.keyed);
        if state.document.is_none() {
            self.receipt(id)?;
        }
        if !state.class.is_debit() {
            self.refunds(&format!("[{}]", id.0))?;
        }
        self.book.items.insert(id, state);
        self.customer(customer)?;
        self.customer(keyed)?;
        self.overlays(id)
    }

    fn item_state(&mut self, id: ItemId) -> Result<Option<ItemState>> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{ITEM} WHERE i.id = ?1"))?;
        let state = statement.query_row([id.0], |row| Ok(item_state(row)?.1));
        Ok(state.optional()?)
    }

    fn receipt(&mut self, id: ItemId) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{RECEIPT} WHERE r.item = ?1"))?;
        if let Some((_, state)) = statement.query_row([id.0], receipt_state).optional()? {
            self.book.receipts.insert(id, state);
        }
        Ok(())
    }

    /// The refunds of these items, a list in JSON.
    fn refunds(&mut self, items: &str) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.id, r.credit, r.amount_minor, r.left_minor, r.planned, r.dropped_entry IS NOT NULL, n.body, r.voided
             FROM refund r LEFT JOIN note n ON n.entry = r.entry AND n.event = r.event
             WHERE r.credit IN (SELECT value FROM json_each(?1))",
        )?;
        for state in statement.query_map([items], refund_state)? {
            let state = state?;
            self.book.refunds.insert(state.refund.id, state);
        }
        Ok(())
    }

    /// A refund with the credit that it is taken from.
    pub fn refund(&mut self, id: RefundId) -> Result<()> {
        let sql = "SELECT credit FROM refund WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let credit = statement.query_row([id.0], |row| row.get(0)).optional()?;
        credit.map_or(Ok(()), |credit| self.item(ItemId(credit)))
    }

    /// Notes an item on which work that still stands has posted since an entry took effect; with a kind, only postings
    /// of that kind count.
    pub fn built_on(
        &mut self,
        item: ItemId,
        entry: EntryId,
        kind: Option<PostingKind>,
    ) -> Result<()> {
        let reader = Reader::new(self.connection);
        if reader.later_on_item(item, entry, kind)?.is_some() {
            self.book.built_on.insert(item);
        }
        Ok(())
    }

    /// Notes an item that is no longer in the hands in which an entry made that posting on it.
    pub fn passed_on(&mut self, item: ItemId, entry: EntryId, made: PostingKind) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM item WHERE id = ?1 AND keyed NOT IN
                (SELECT customer FROM posting WHERE item = ?1 AND entry = ?2 AND kind = ?3)",
        )?;
        if statement.exists([item.0, entry.0, made.code()])? {
            self.book.built_on.insert(item);
        }
        Ok(())
    }

    /// Many items with their histories and, for receipts, their own states: what settling goes by. Neither numbers,
    /// references and messages nor customers and pauses. Where it is known, `changed` has every item on which more was
    /// posted than its opening.
    pub fn bare_items(&mut self, ids: &[ItemId], changed: Option<&HashSet<ItemId>>) -> Result<()> {
        self.book.items.reserve(ids.len());
        let (mut receipts, mut credits) = (Vec::new(), Vec::new());
        let listed = super::query::listed(ids)?;
        let mut statement = self.connection.prepare_cached(BARE_ITEM)?;
        let mut rows = statement.query([&listed])?;
        while let Some(row) = rows.next()? {
            let (id, state) = item_state(row)?;
            if state.document.is_none() {
                receipts.push(id);
            }
            if !state.class.is_debit() {
                credits.push(id);
            }
            self.book.items.insert(id, state);
        }
        self.book.receipts.reserve(receipts.len());
        let mut statement = self.connection.prepare_cached(BARE_RECEIPT)?;
        let mut rows = statement.query([super::query::listed(&receipts)?])?;
        while let Some(row) = rows.next()? {
            let (id, state) = receipt_state(row)?;
            self.book.receipts.insert(id, state);
        }
        // Most ledgers have none.
        if self.book.next.refund > RefundId(1) {
            self.refunds(&super::query::listed(&credits)?)?;
        }
        match changed {
            None => self.histories(&listed),
            Some(changed) => {
                let (changed, whole): (Vec<ItemId>, Vec<ItemId>) =
                    ids.iter().partition(|id| changed.contains(id));
                self.only_opened(whole);
                self.histories_of(&changed)
            }
        }
    }

    /// Items on which nothing was posted but their opening.
    fn only_opened(&mut self, items: impl IntoIterator<Item = ItemId>) {
        for id in items {
            if let Some(item) = self.book.items.get_mut(&id)
                && !item.opened.is_zero()
            {
                // Going to a customer and settling are three more.
                item.history = Vec::with_capacity(4);
                item.history.push((item.posted, item.opened));
            }
        }
    }

    /// The histories of these items, a list in JSON, all of them in the book.
    fn histories(&mut self, ids: &str) -> Result<()> {
        // Most items have nothing but their opening: the index alone tells.
        let mut statement = self.connection.prepare_cached(
            "SELECT item FROM posting WHERE item IN (SELECT value FROM json_each(?1))
             GROUP BY item HAVING count(*) = 1",
        )?;
        let whole = statement.query_map([ids], |row| row.get(0).map(ItemId))?;
        let whole: Vec<ItemId> = whole.collect::<rusqlite::Result<_>>()?;
        let mut changed: HashSet<ItemId> = self.book.items.keys().copied().collect();
        for id in &whole {
            changed.remove(id);
        }
        self.only_opened(whole);
        let changed: Vec<ItemId> = changed.into_iter().collect();
        self.histories_of(&changed)
    }

    fn histories_of(&mut self, items: &[ItemId]) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT item, date, amount_minor FROM posting
             WHERE item IN (SELECT value FROM json_each(?1)) AND kind <> 4 ORDER BY item, id",
        )?;
        let mut rows = statement.query([super::query::listed(items)?])?;
        while let Some(row) = rows.next()? {
            if let Some(item) = self.book.items.get_mut(&ItemId(row.get(0)?)) {
                item.history.push((day(row, 1)?, Minor(row.get(2)?)));
            }
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
                 WHERE d.item = c.counter_item AND d.counter_item = c.item AND d.kind = 3),
                (SELECT -sum(d.amount_minor) FROM posting d
                 WHERE d.item = c.counter_item AND d.counter_item = c.item AND d.kind = 3),
                c.currency <> (SELECT currency FROM item WHERE id = c.counter_item)
             FROM posting c WHERE c.item = ?1 AND c.kind = 3
             GROUP BY c.counter_item HAVING sum(c.amount_minor) <> 0 ORDER BY max(c.id)",
        )?;
        let settled = statement.query_map([id.0], |row| {
            let known: bool = row.get(4)?;
            let taken = Minor(row.get(1)?);
            let crosses: bool = row.get(7)?;
            Ok(Allocation {
                debit: ItemId(row.get(0)?),
                credit: id,
                amount: Minor(row.get(6)?),
                paid: crosses.then_some(taken),
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

    pub fn parts(&mut self, parts: &[Part]) -> Result<()> {
        parts.iter().try_for_each(|part| self.target(part.target))
    }

    pub fn target(&mut self, target: Target) -> Result<()> {
        match target {
            Target::Item(item) => self.item(item),
            Target::Document(document) => self.document(document),
        }
    }

    pub fn range(&mut self, range: Range) -> Result<()> {
        for id in range.ids() {
            match range.kind {
                RowKind::Customers => {
                    self.customer(CustomerId(id))?;
                    // What was asked or put on record as he was entered goes with that entry, or stands in the way by itself.
                    let sql = "SELECT 1 FROM item WHERE customer = ?1 AND voided = 0
                         UNION ALL SELECT 1 FROM pause WHERE customer = ?1 AND voided = 0
                         UNION ALL SELECT 1 FROM call WHERE customer = ?1 AND voided = 0
                         UNION ALL SELECT 1 FROM dispatch WHERE customer = ?1 AND voided = 0
                         UNION ALL SELECT 1 FROM channel_stop WHERE customer = ?1
                         UNION ALL SELECT 1 FROM credit_record r JOIN customer c ON c.id = r.customer
                            WHERE r.customer = ?1 AND r.voided = 0 AND r.entry <> c.entry
                         UNION ALL SELECT 1 FROM proposal p JOIN customer c ON c.id = p.customer
                            WHERE p.customer = ?1 AND p.voided = 0 AND p.entry <> c.entry
                         UNION ALL SELECT 1 FROM customer WHERE id = ?1 AND merged_into IS NOT NULL
                         UNION ALL SELECT 1 FROM customer WHERE merged_into = ?1";
                    if self.connection.prepare_cached(sql)?.exists([id])? {
                        self.book.in_use.insert(CustomerId(id));
                    }
                }
                RowKind::Documents => {
                    self.document(DocumentId(id))?;
                    self.letters_of_document(DocumentId(id))?;
                    self.attachments_of(DocumentId(id))?;
                }
                RowKind::Receipts => {
                    self.item(ItemId(id))?;
                    self.letters_of(ItemId(id))?;
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
