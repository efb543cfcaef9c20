//! The facts that a decision needs: a slice of the ledger in memory, or, in tests, all of it. `apply` is the one
//! place where an event becomes a change of state and postings; the store writes what it returns.

mod letters;
mod lines;
mod next;
mod outbox;
mod overlays;
mod records;
mod register;
mod settle;

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;

use crate::domain::arrears::Arrears;
use crate::domain::attachment::AttachmentState;
use crate::domain::call::CallState;
use crate::domain::customer::Customer;
use crate::domain::date::{self, Date};
use crate::domain::document::{Document, ItemClass};
use crate::domain::event::{Allocation, Decision, Deed, Event, Range, RowKind, Rows, Version};
use crate::domain::handover::{AgencyStatusState, HandoverState};
use crate::domain::id::{
    AttachmentId, CallId, CustomerId, DispatchId, DocumentId, HandoverId, IdMap, ItemId, LetterId,
    OtherId, PauseId, PlanId, ProposalId, RecordId, RefundId, StatusId,
};
use crate::domain::ledger::LedgerFacts;
use crate::domain::letter::LetterState;
use crate::domain::link::{Learned, LinkKind};
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::{Channel, ChannelStop, DispatchState};
use crate::domain::plan::PlanState;
use crate::domain::posting::{Posting, PostingKind};
use crate::domain::proposal::ProposalState;
use crate::domain::receipt::Receipt;
use crate::domain::record::RecordState;
use crate::domain::refund::RefundState;
pub use next::NextIds;
pub use register::Register;

pub use crate::domain::state::{
    CustomerState, DocumentState, ItemState, LineState, PauseState, ReceiptState, receipt_label,
};

use crate::domain::erasure::Kept;
use crate::domain::user::Role;

/// An event does not fit the book: a slice too narrow, or a damaged ledger. Never a user's fault.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the book does not hold {0}")]
pub struct Missing(pub String);

/// A slice of the ledger.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Book {
    pub ledger: Option<LedgerFacts>,
    /// The last day that is closed to postings.
    pub locked: Option<Date>,
    pub customers: HashMap<CustomerId, CustomerState>,
    pub documents: HashMap<DocumentId, DocumentState>,
    pub items: IdMap<ItemId, ItemState>,
    pub receipts: IdMap<ItemId, ReceiptState>,
    pub pauses: HashMap<PauseId, PauseState>,
    pub plans: HashMap<PlanId, PlanState>,
    pub handovers: HashMap<HandoverId, HandoverState>,
    pub calls: HashMap<CallId, CallState>,
    /// Of customers that are about to be taken out again, those who have items by now. Looked up, never folded.
    pub in_use: HashSet<CustomerId>,
    /// Of receipts that are about to be taken out again, those that count in place of others. Looked up, never folded.
    pub covering: HashSet<ItemId>,
    pub lines: HashMap<OtherId, LineState>,
    pub refunds: HashMap<RefundId, RefundState>,
    pub letters: HashMap<LetterId, LetterState>,
    pub dispatches: HashMap<DispatchId, DispatchState>,
    pub stops: HashMap<(CustomerId, Channel), ChannelStop>,
    pub attachments: HashMap<AttachmentId, AttachmentState>,
    pub statuses: HashMap<StatusId, AgencyStatusState>,
    pub records: HashMap<RecordId, RecordState>,
    /// Items that later work builds on, or that are in other hands by now: what is about to be taken back must wait
    /// for that. Looked up, never folded.
    pub built_on: HashSet<ItemId>,
    /// Dispatches that work which still stands has moved since. Looked up, never folded.
    pub moved_on: HashSet<DispatchId>,
    /// What a credit item settles, the oldest first, where that is asked for. Looked up, never folded.
    pub settled: HashMap<ItemId, Vec<Allocation>>,
    /// What was learned of the payers' accounts and names at hand. Looked up, never folded.
    pub learned: HashMap<(LinkKind, String), Learned>,
    /// Of money that is about to go to another customer: why it is whose it is, where that was learned from, and how
    /// much of it came to him. Looked up, never folded.
    pub taught: HashMap<ItemId, (Decision, Minor)>,
    /// The account that a letter is asked for. Looked up, never folded.
    pub arrears: Option<Arrears>,
    /// The accounts of what is to be handed over. Looked up, never folded.
    pub accounts: Vec<Arrears>,
    /// The digests of the rules at hand, as far as they are switched on. Looked up, never folded.
    pub switches: HashMap<String, String>,
    /// Who may do what, by name, where that is asked for.
    pub users: BTreeMap<String, Role>,
    pub proposals: HashMap<ProposalId, ProposalState>,
    /// The next free number, the numbers that are taken of those asked for, and who is merged into whom, where a
    /// customer is made or merged. Looked up, never folded.
    pub register: Register,
    /// What is kept of a customer who is about to be erased. Looked up, never folded.
    pub kept: Option<Kept>,
    pub next: NextIds,
}

impl Book {
    /// Whether something of a customer is in it.
    pub fn is_about(&self, customer: CustomerId) -> bool {
        self.customers.contains_key(&customer)
            || self.items.values().any(|it| it.customer == customer)
            || self
                .letters
                .values()
                .any(|it| it.letter.customer == customer)
            || self
                .dispatches
                .values()
                .any(|it| it.dispatch.customer == customer)
            || self.calls.values().any(|it| it.call.customer == customer)
            || self.plans.values().any(|it| it.plan.customer == customer)
            || self
                .records
                .values()
                .any(|it| it.record.customer == customer)
            || self.stops.keys().any(|(of, _)| *of == customer)
    }

    /// The first day open to postings, if a period is locked.
    pub fn first_open(&self) -> Option<Date> {
        self.locked.map(date::next)
    }

    /// The later of a document's date and the first open day.
    pub fn posting_date(&self, of: Date) -> Date {
        self.first_open().map_or(of, |open| of.max(open))
    }

    pub fn item(&self, id: ItemId) -> Result<&ItemState, Missing> {
        self.items
            .get(&id)
            .ok_or_else(|| Missing(format!("item {}", id.0)))
    }

    fn item_mut(&mut self, id: ItemId) -> Result<&mut ItemState, Missing> {
        self.items
            .get_mut(&id)
            .ok_or_else(|| Missing(format!("item {}", id.0)))
    }

    fn receipt_mut(&mut self, id: ItemId) -> Result<&mut ReceiptState, Missing> {
        self.receipts
            .get_mut(&id)
            .ok_or_else(|| Missing(format!("receipt {}", id.0)))
    }

    fn customer_mut(&mut self, id: CustomerId) -> Result<&mut CustomerState, Missing> {
        self.customers
            .get_mut(&id)
            .ok_or_else(|| Missing(format!("customer {}", id.0)))
    }

    /// Carries out an event and returns the postings that it makes, in order.
    pub fn apply(&mut self, event: &Event) -> Result<Vec<Posting>, Missing> {
        let mut postings = Vec::new();
        self.apply_into(event, &mut postings)?;
        Ok(postings)
    }

    /// The same with the postings added to others.
    pub fn apply_into(
        &mut self,
        event: &Event,
        postings: &mut Vec<Posting>,
    ) -> Result<(), Missing> {
        match event {
            Event::Taken(rows) => self.take(rows, postings),
            Event::Done(deed) => self.carry_out(deed, postings),
        }
    }

    fn take(&mut self, rows: &Rows, postings: &mut Vec<Posting>) -> Result<(), Missing> {
        match rows {
            Rows::Customers(customers) => customers
                .iter()
                .for_each(|customer| self.take_customer(customer)),
            Rows::Versions(versions) => {
                for version in versions {
                    self.take_version(version)?;
                }
            }
            Rows::Documents(documents) => {
                for document in documents {
                    self.take_document(document, postings);
                }
            }
            Rows::Receipts(receipts) => {
                for receipt in receipts {
                    self.take_receipt(receipt, postings);
                }
            }
            Rows::Others(others) => {
                for line in others {
                    self.next.other = line.id.next();
                    self.lines.insert(line.id, LineState::of(line));
                }
            }
            Rows::Statements(statements) => {
                if let Some(last) = statements.last() {
                    self.next.statement = last.id.next();
                }
            }
        }
        Ok(())
    }

    fn take_customer(&mut self, customer: &Customer) {
        self.next.customer = customer.id.next();
        self.customers.insert(
            customer.id,
            CustomerState {
                number: customer.number.clone(),
                version: 1,
                versions: vec![customer.facts.clone()],
                voided: false,
                merged_into: None,
            },
        );
    }

    fn take_version(&mut self, version: &Version) -> Result<(), Missing> {
        let state = self.customer_mut(version.customer)?;
        state.versions.push(version.facts.clone());
        state.version = version.version;
        Ok(())
    }

    fn take_document(&mut self, document: &Document, postings: &mut Vec<Posting>) {
        self.next.document = document.id.next();
        for facts in &document.items {
            self.next.item = facts.id.next();
            let base = self.base_of(facts.opened, document.currency, document.rate);
            let state = ItemState {
                document: Some(document.id),
                number: document.number.clone(),
                class: document.kind.class(),
                currency: document.currency,
                issued: document.issued,
                posted: document.posted,
                due: facts.due,
                opened: facts.opened,
                reference: facts.reference.clone(),
                rate: document.rate,
                customer: self.owner(document.customer),
                keyed: document.customer,
                held_since: document.posted,
                open: Minor::ZERO,
                base,
                voided: false,
                history: Vec::new(),
            };
            self.insert_item(facts.id, state, postings);
        }
        self.documents.insert(
            document.id,
            DocumentState {
                document: document.clone(),
                voided: false,
            },
        );
    }

    fn take_receipt(&mut self, receipt: &Receipt, postings: &mut Vec<Posting>) {
        self.next.item = receipt.item.next();
        let opened = -receipt.amount;
        let base = self.base_of(opened, receipt.currency, None);
        let state = ItemState {
            document: None,
            number: receipt.label(),
            class: ItemClass::Receipt,
            currency: receipt.currency,
            issued: receipt.booked,
            posted: receipt.posted,
            due: receipt.booked,
            opened,
            reference: receipt.reference.clone(),
            rate: None,
            customer: CustomerId::UNIDENTIFIED,
            keyed: CustomerId::UNIDENTIFIED,
            held_since: receipt.posted,
            open: Minor::ZERO,
            base,
            voided: false,
            history: Vec::new(),
        };
        self.insert_item(receipt.item, state, postings);
        self.receipts.insert(
            receipt.item,
            ReceiptState {
                fingerprint: receipt.fingerprint,
                payment_id: receipt.payment_id.clone(),
                payer_account: receipt.text.payer_account.clone(),
                payer_name: receipt.text.payer_name.clone(),
                message: receipt.text.message.clone(),
                set_aside: None,
                covered: None,
            },
        );
    }

    fn insert_item(&mut self, id: ItemId, mut state: ItemState, postings: &mut Vec<Posting>) {
        let (opened, base, date) = (state.opened, state.base, state.posted);
        state.base = base.map(|_| Minor::ZERO);
        if !opened.is_zero() {
            postings.push(change(
                id,
                &mut state,
                PostingKind::Opened,
                opened,
                base,
                date,
            ));
        }
        self.items.insert(id, state);
    }

    /// An amount in the company's currency at a document's rate; none if the rate is missing.
    pub fn base_of(
        &self,
        amount: Minor,
        currency: Currency,
        rate: Option<Decimal>,
    ) -> Option<Minor> {
        let company = self.ledger.as_ref().map(|ledger| ledger.currency)?;
        if currency == company {
            return Some(amount);
        }
        Minor::rounded(amount.decimal(currency).checked_mul(rate?)?, company)
    }

    fn carry_out(&mut self, deed: &Deed, postings: &mut Vec<Posting>) -> Result<(), Missing> {
        match deed {
            Deed::LedgerOpened(facts) => self.ledger = Some(facts.clone()),
            Deed::FileTaken(file) => self.next.file = file.id.next(),
            Deed::Voided { range, not_before } => {
                self.turn(*range, *not_before, true, postings)?;
            }
            Deed::Restored { range, not_before } => {
                self.turn(*range, *not_before, false, postings)?;
            }
            Deed::VersionSet { customer, to, .. } => self.customer_mut(*customer)?.version = *to,
            Deed::Moved {
                receipt,
                to,
                amount,
                date,
                ..
            } => {
                self.shift(*receipt, *to, *amount, *date, postings)?;
            }
            Deed::Allocated(allocation) => self.allocate(allocation, false, postings)?,
            Deed::Unallocated(allocation) => self.allocate(allocation, true, postings)?,
            // Nothing here follows from these: they are remembered, not counted.
            Deed::FileVoided { .. }
            | Deed::FileRestored { .. }
            | Deed::Decided(_)
            | Deed::DecisionWithdrawn(_)
            | Deed::LinkBlocked { .. }
            | Deed::LinkUnblocked { .. }
            | Deed::LinkForgotten { .. }
            | Deed::LinkRemembered { .. }
            | Deed::RuleSwitched { .. } => {}
            Deed::SetAside { receipt, reason } => {
                self.receipt_mut(*receipt)?.set_aside = Some(reason.clone());
            }
            Deed::TakenUp { receipt, .. } => self.receipt_mut(*receipt)?.set_aside = None,
            Deed::Locked { until, .. } => self.locked = *until,
            Deed::Covered(cover) => self.cover(cover, false, postings)?,
            Deed::Uncovered(cover) => self.cover(cover, true, postings)?,
            Deed::CoverJudged { receipt, sure } => {
                if let Some((_, certain)) = &mut self.receipt_mut(*receipt)?.covered {
                    *certain = *sure;
                }
            }
            Deed::PaidOut(payout) => self.pay_out(payout, false, postings)?,
            Deed::PaidBack(payout) => self.pay_out(payout, true, postings)?,
            Deed::Differed(difference) => self.differ(difference, false, postings)?,
            Deed::Undiffered(difference) => self.differ(difference, true, postings)?,
            Deed::RefundPlanned(refund) => self.plan_refund(refund),
            Deed::RefundVoided { refund } => self.refund_mut(*refund)?.voided = true,
            Deed::RefundRestored { refund } => self.refund_mut(*refund)?.voided = false,
            Deed::RefundDropped { refund } => self.refund_mut(*refund)?.dropped = true,
            Deed::RefundResumed { refund } => self.refund_mut(*refund)?.dropped = false,
            Deed::RefundPaid { refund, amount } => self.refund_mut(*refund)?.left += -*amount,
            Deed::RefundUnpaid { refund, amount } => self.refund_mut(*refund)?.left += *amount,
            Deed::LetterSent(letter) => self.send(letter),
            Deed::LetterVoided { letter } => self.letter_mut(*letter)?.voided = true,
            Deed::LetterRestored { letter } => self.letter_mut(*letter)?.voided = false,
            Deed::Dismissed { line, reason } => {
                self.line_mut(*line)?.dismissed = Some(reason.clone());
            }
            Deed::Reconsidered { line, .. } => self.line_mut(*line)?.dismissed = None,
            Deed::AccountsNamed { to, .. } => {
                if let Some(ledger) = &mut self.ledger {
                    ledger.accounts.clone_from(to);
                }
            }
            Deed::SizeSet { to, .. } => {
                if let Some(ledger) = &mut self.ledger {
                    ledger.size = *to;
                }
            }
            deed => self.lay_over(deed)?,
        }
        Ok(())
    }

    /// Takes rows out of the ledger, or back into it.
    fn turn(
        &mut self,
        range: Range,
        not_before: Option<Date>,
        out: bool,
        postings: &mut Vec<Posting>,
    ) -> Result<(), Missing> {
        for id in range.ids() {
            match range.kind {
                RowKind::Customers => self.customer_mut(CustomerId(id))?.voided = out,
                RowKind::Documents => {
                    let missing = || Missing(format!("document {id}"));
                    let state = self
                        .documents
                        .get_mut(&DocumentId(id))
                        .ok_or_else(missing)?;
                    state.voided = out;
                    let items: Vec<ItemId> =
                        state.document.items.iter().map(|item| item.id).collect();
                    for item in items {
                        self.turn_item(item, not_before, out, postings)?;
                    }
                }
                RowKind::Receipts => self.turn_item(ItemId(id), not_before, out, postings)?,
                RowKind::Others => self.line_mut(OtherId(id))?.voided = out,
                RowKind::Statements => {}
            }
        }
        Ok(())
    }

    fn turn_item(
        &mut self,
        id: ItemId,
        not_before: Option<Date>,
        out: bool,
        postings: &mut Vec<Posting>,
    ) -> Result<(), Missing> {
        let base = {
            let item = self.item(id)?;
            self.base_of(item.opened, item.currency, item.rate)
        };
        let item = self.item_mut(id)?;
        item.voided = out;
        let from = not_before.map_or(item.posted, |day| day.max(item.posted));
        let date = if out {
            item.first_day_with(item.opened.abs(), from)
        } else {
            item.first_day_empty(from)
        };
        if !item.opened.is_zero() {
            let (kind, sign) = if out {
                (PostingKind::Voided, -1)
            } else {
                (PostingKind::Opened, 1)
            };
            let opened = Minor(item.opened.0 * sign);
            let base = base.map(|base| Minor(base.0 * sign));
            postings.push(change(id, item, kind, opened, base, date));
        }
        Ok(())
    }

    fn shift(
        &mut self,
        receipt: ItemId,
        to: CustomerId,
        amount: Minor,
        date: Date,
        postings: &mut Vec<Posting>,
    ) -> Result<(), Missing> {
        let owner = self.owner(to);
        let item = self.item_mut(receipt)?;
        let base = item.base;
        // The pair cancels out on the item; only whose it is changes.
        postings.push(change(
            receipt,
            item,
            PostingKind::Moved,
            amount,
            base.map(std::ops::Neg::neg),
            date,
        ));
        item.customer = owner;
        item.keyed = to;
        item.held_since = date;
        postings.push(change(
            receipt,
            item,
            PostingKind::Moved,
            -amount,
            base,
            date,
        ));
        Ok(())
    }
}

fn posting_of(
    id: ItemId,
    item: &ItemState,
    kind: PostingKind,
    amount: Minor,
    base: Option<Minor>,
    date: Date,
) -> Posting {
    Posting {
        item: id,
        customer: item.keyed,
        class: item.class,
        currency: item.currency,
        issued: item.issued,
        due: item.due,
        date,
        kind,
        amount,
        base,
        counter: None,
    }
}

/// Moves an item's balance and returns the posting that says so.
fn change(
    id: ItemId,
    item: &mut ItemState,
    kind: PostingKind,
    amount: Minor,
    base: Option<Minor>,
    date: Date,
) -> Posting {
    let posting = posting_of(id, item, kind, amount, base, date);
    item.open += amount;
    item.base = match (item.base, base) {
        (Some(open), Some(base)) => Some(open + base),
        _ => None,
    };
    item.history.push((date, amount));
    posting
}
