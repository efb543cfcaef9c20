//! Everything that can have happened to a ledger, each with its inverse or the reason why there is none.
//!
//! Rows that were taken in live once, in immutable rows of the ledger: at rest such an event is their range and
//! their digest. A deed is kept word for word in the journal, its free text apart from it.

use serde::{Deserialize, Serialize};

use super::attachment::Attachment;
use super::call::Call;
use super::customer::{Customer, CustomerFacts};
use super::date::Date;
use super::difference::Difference;
use super::document::Document;
use super::erasure::Erasure;
use super::evidence::{Class, Evidence};
use super::handover::{AgencyStatus, Handover};
use super::id::{
    AttachmentId, CallId, CustomerId, DispatchId, DocumentId, FileId, HandoverId, ItemId, LetterId,
    OtherId, PauseId, PlanId, ProposalId, RecordId, RefundId, StatusId,
};
use super::ledger::{CompanySize, LedgerFacts};
use super::letter::Letter;
use super::link::{Lesson, LinkKind};
use super::money::Minor;
use super::outbox::{ChannelStop, Dispatch, Move};
use super::pause::Pause;
use super::plan::Plan;
use super::proposal::Proposal;
use super::receipt::{OtherLine, Receipt, SourceFile};
use super::record::Record;
use super::refund::Refund;
use super::sheet::Sheet;
use super::statement::Statement;
pub use super::told::EventFacts;
use super::user::Role;

/// A new version of a customer's facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    pub customer: CustomerId,
    pub version: usize,
    /// The version that was current until then.
    pub before: usize,
    pub facts: CustomerFacts,
}

/// Rows that were taken in. Their identities are consecutive; versions are one for each customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rows {
    Customers(Vec<Customer>),
    Versions(Vec<Version>),
    Documents(Vec<Document>),
    Receipts(Vec<Receipt>),
    Others(Vec<OtherLine>),
    Statements(Vec<Statement>),
}

impl Rows {
    pub fn len(&self) -> usize {
        match self {
            Self::Customers(rows) => rows.len(),
            Self::Versions(rows) => rows.len(),
            Self::Documents(rows) => rows.len(),
            Self::Receipts(rows) => rows.len(),
            Self::Others(rows) => rows.len(),
            Self::Statements(rows) => rows.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Their range; none for versions, which belong to customers that are there.
    pub fn range(&self) -> Option<Range> {
        let (kind, first) = match self {
            Self::Customers(rows) => (RowKind::Customers, rows.first()?.id.0),
            Self::Documents(rows) => (RowKind::Documents, rows.first()?.id.0),
            Self::Receipts(rows) => (RowKind::Receipts, rows.first()?.item.0),
            Self::Others(rows) => (RowKind::Others, rows.first()?.id.0),
            Self::Statements(rows) => (RowKind::Statements, rows.first()?.id.0),
            Self::Versions(_) => return None,
        };
        Some(Range {
            kind,
            first,
            count: i64::try_from(self.len()).ok()?,
        })
    }
}

/// What kind of rows a range is of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    Customers,
    Documents,
    Receipts,
    Others,
    Statements,
}

/// Consecutive rows of one kind. Receipts are counted by their items.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Range {
    pub kind: RowKind,
    pub first: i64,
    pub count: i64,
}

impl Range {
    pub fn ids(self) -> std::ops::Range<i64> {
        self.first..self.first + self.count
    }
}

/// So much of a debit item was settled by a credit item. The bases are the same share in the company's currency,
/// at each item's own rate; none while a rate is missing. Their difference is an exchange gain or loss.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Allocation {
    pub debit: ItemId,
    pub credit: ItemId,
    /// Magnitude, in the debit item's currency.
    pub amount: Minor,
    /// What of the credit paid it, where that is in another currency: magnitude, in the credit's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Minor>,
    pub date: Date,
    pub debit_base: Option<Minor>,
    pub credit_base: Option<Minor>,
}

impl Allocation {
    /// What it takes of the credit: magnitude, in the credit's currency.
    pub fn taken(&self) -> Minor {
        self.paid.unwrap_or(self.amount)
    }
}

/// A receipt is the same money as another one, told by another file: it counts nothing until it is uncovered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cover {
    pub receipt: ItemId,
    /// The receipt that is counted; the first of them, if a batch is.
    pub by: ItemId,
    /// Magnitude.
    pub amount: Minor,
    pub base: Option<Minor>,
    pub date: Date,
    /// Certain; else it waits until a person confirms it or takes the money in.
    pub sure: bool,
}

/// Money that went out again, from what a customer had paid or was credited.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Payout {
    /// The bank's line.
    pub line: OtherId,
    /// The receipt or credit note that it is taken from.
    pub credit: ItemId,
    /// Magnitude.
    pub amount: Minor,
    pub base: Option<Minor>,
    pub date: Date,
}

/// Why a receipt was settled as it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decision {
    pub receipt: ItemId,
    /// None when a person decided without a proposal.
    pub class: Option<Class>,
    pub evidence: Vec<Evidence>,
    /// Whether the payer's account and name are remembered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub teaches: bool,
}

/// What happened to rows that are there. Dates are posting dates.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    LedgerOpened(LedgerFacts),
    FileTaken(SourceFile),
    FileVoided {
        file: FileId,
    },
    FileRestored {
        file: FileId,
    },
    /// Rows taken in were taken out again; postings not before the day, if one is given.
    Voided {
        range: Range,
        not_before: Option<Date>,
    },
    Restored {
        range: Range,
        not_before: Option<Date>,
    },
    /// A customer is back at another version of his facts.
    VersionSet {
        customer: CustomerId,
        from: usize,
        to: usize,
    },
    /// A receipt went as a whole from one customer to another.
    Moved {
        receipt: ItemId,
        from: CustomerId,
        to: CustomerId,
        amount: Minor,
        date: Date,
    },
    Allocated(Allocation),
    Unallocated(Allocation),
    Decided(Decision),
    DecisionWithdrawn(Decision),
    SetAside {
        receipt: ItemId,
        #[serde(skip)]
        reason: String,
    },
    TakenUp {
        receipt: ItemId,
        #[serde(skip)]
        reason: String,
    },
    Paused(Pause),
    PauseVoided {
        pause: PauseId,
    },
    PauseRestored {
        pause: PauseId,
    },
    PauseClosed {
        pause: PauseId,
        on: Date,
        #[serde(skip)]
        outcome: String,
    },
    PauseReopened {
        pause: PauseId,
        on: Date,
        #[serde(skip)]
        outcome: String,
    },
    PlanMade(Plan),
    PlanVoided {
        plan: PlanId,
    },
    PlanRestored {
        plan: PlanId,
    },
    PlanEnded {
        plan: PlanId,
        on: Date,
        #[serde(skip)]
        reason: String,
    },
    PlanResumed {
        plan: PlanId,
        on: Date,
        #[serde(skip)]
        reason: String,
    },
    HandedOver(Handover),
    HandoverVoided {
        handover: HandoverId,
    },
    HandoverRestored {
        handover: HandoverId,
    },
    /// The agency's number for the case; its inverse goes back to the one before.
    CaseNumbered {
        handover: HandoverId,
        from: Option<String>,
        to: Option<String>,
    },
    TakenOver {
        handover: HandoverId,
        on: Date,
        #[serde(skip)]
        reason: String,
    },
    /// It is at the agency after all.
    HandedBack {
        handover: HandoverId,
        on: Date,
        #[serde(skip)]
        reason: String,
    },
    Called(Call),
    CallVoided {
        call: CallId,
    },
    CallRestored {
        call: CallId,
    },
    Locked {
        from: Option<Date>,
        until: Option<Date>,
    },
    Covered(Cover),
    Uncovered(Cover),
    /// Whether the cover of a receipt is certain; a person has said so, or has taken that back.
    CoverJudged {
        receipt: ItemId,
        sure: bool,
    },
    PaidOut(Payout),
    PaidBack(Payout),
    /// So much of an item was closed without money.
    Differed(Difference),
    Undiffered(Difference),
    RefundPlanned(Refund),
    RefundVoided {
        refund: RefundId,
    },
    RefundRestored {
        refund: RefundId,
    },
    /// It is not to be given back after all.
    RefundDropped {
        refund: RefundId,
    },
    RefundResumed {
        refund: RefundId,
    },
    /// So much of a refund went out.
    RefundPaid {
        refund: RefundId,
        amount: Minor,
    },
    RefundUnpaid {
        refund: RefundId,
        amount: Minor,
    },
    /// A letter went out. The documents of its charges came in just before it.
    LetterSent(Letter),
    LetterVoided {
        letter: LetterId,
    },
    LetterRestored {
        letter: LetterId,
    },
    /// Something is to leave the house; a statement with its sheet, which is all there is of it.
    Dispatched {
        dispatch: Dispatch,
        on: Date,
        #[serde(skip)]
        sheet: Option<Box<Sheet>>,
    },
    DispatchMoved(Move),
    /// What queued it was undone: it is not to leave.
    DispatchVoided {
        dispatch: DispatchId,
    },
    DispatchRestored {
        dispatch: DispatchId,
    },
    ChannelStopped(ChannelStop),
    ChannelFreed(ChannelStop),
    Attached(Attachment),
    Detached {
        attachment: AttachmentId,
    },
    Reattached {
        attachment: AttachmentId,
    },
    StatusNoted(AgencyStatus),
    StatusVoided {
        status: StatusId,
    },
    StatusRestored {
        status: StatusId,
    },
    /// A line that is no payment needs no more work.
    Dismissed {
        line: OtherId,
        #[serde(skip)]
        reason: String,
    },
    Reconsidered {
        line: OtherId,
        #[serde(skip)]
        reason: String,
    },
    /// The company's own accounts, as the user names them.
    AccountsNamed {
        from: Vec<String>,
        to: Vec<String>,
    },
    /// How large the company is.
    SizeSet {
        from: CompanySize,
        to: CompanySize,
    },
    /// What was learned of a payer's account or name is not used any more, or is used again.
    LinkBlocked {
        kind: LinkKind,
        #[serde(skip)]
        key: String,
    },
    LinkUnblocked {
        kind: LinkKind,
        #[serde(skip)]
        key: String,
    },
    /// What was learned of it is gone, or there again.
    LinkForgotten {
        kind: LinkKind,
        #[serde(skip)]
        key: String,
        lessons: Vec<Lesson>,
    },
    LinkRemembered {
        kind: LinkKind,
        #[serde(skip)]
        key: String,
        lessons: Vec<Lesson>,
    },
    /// A rule of the user's own speaks as it was tested (its digest), or is silent.
    RuleSwitched {
        name: String,
        from: Option<String>,
        to: Option<String>,
    },
    /// Something was put on record of a customer.
    Recorded(Record),
    RecordVoided {
        record: RecordId,
    },
    RecordRestored {
        record: RecordId,
    },
    /// It counts no more from a day on, because somebody said so or its invoice came.
    RecordEnded {
        record: RecordId,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<DocumentId>,
        #[serde(skip)]
        reason: String,
    },
    /// It counts again.
    RecordResumed {
        record: RecordId,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<DocumentId>,
        #[serde(skip)]
        reason: String,
    },
    /// Two customers are one: the other shows and owns all. Nothing is re-keyed.
    Merged {
        customer: CustomerId,
        into: CustomerId,
    },
    /// They are two again.
    Parted {
        customer: CustomerId,
        from: CustomerId,
    },
    /// What someone who works with the ledger may do; none is not to work with it.
    UserSet {
        name: String,
        from: Option<Role>,
        to: Option<Role>,
    },
    Proposed(Proposal),
    ProposalVoided {
        proposal: ProposalId,
    },
    ProposalRestored {
        proposal: ProposalId,
    },
    ProposalJudged {
        proposal: ProposalId,
        accepted: bool,
    },
    /// It waits again.
    ProposalReopened {
        proposal: ProposalId,
        accepted: bool,
    },
    /// Texts are gone for good.
    Erased(Erasure),
}

impl Deed {
    /// Free text, which may name persons and is therefore kept apart from the chain.
    pub fn note(&self) -> Option<&str> {
        match self {
            Self::SetAside { reason, .. }
            | Self::TakenUp { reason, .. }
            | Self::PlanEnded { reason, .. }
            | Self::PlanResumed { reason, .. }
            | Self::TakenOver { reason, .. }
            | Self::HandedBack { reason, .. }
            | Self::Dismissed { reason, .. }
            | Self::Reconsidered { reason, .. } => Some(reason),
            Self::PlanMade(plan) => said(&plan.reason),
            Self::HandedOver(handover) => said(&handover.reason),
            Self::Called(call) => said(&call.note),
            Self::Dispatched { dispatch, .. } => said(&dispatch.to),
            Self::DispatchMoved(moved) => said(&moved.note),
            Self::ChannelStopped(stop) | Self::ChannelFreed(stop) => said(&stop.reason),
            Self::Attached(attachment) => said(&attachment.name),
            Self::StatusNoted(status) => said(&status.note),
            Self::LinkBlocked { key, .. }
            | Self::LinkUnblocked { key, .. }
            | Self::LinkForgotten { key, .. }
            | Self::LinkRemembered { key, .. } => Some(key),
            Self::Differed(difference) | Self::Undiffered(difference) => said(&difference.reason),
            Self::RefundPlanned(refund) => said(&refund.reason),
            Self::LetterSent(letter) => said(&letter.reason),
            Self::Recorded(record) => said(&record.note),
            Self::RecordEnded { reason, .. } | Self::RecordResumed { reason, .. } => said(reason),
            Self::Paused(pause) => pause.reason.as_deref(),
            Self::Proposed(proposal) => said(&proposal.asked),
            Self::PauseClosed { outcome, .. } | Self::PauseReopened { outcome, .. } => {
                Some(outcome)
            }
            _ => None,
        }
    }

    /// What leaves the house by it, where it is kept: the chain has its salted hash.
    pub fn sheet(&self) -> Option<&Sheet> {
        match self {
            Self::Dispatched { sheet, .. } => sheet.as_deref(),
            Self::DispatchMoved(moved) => moved.sheet.as_deref(),
            _ => None,
        }
    }

    /// The deed with its free text put back.
    #[must_use]
    pub fn with_note(mut self, note: String) -> Self {
        match &mut self {
            Self::SetAside { reason, .. }
            | Self::TakenUp { reason, .. }
            | Self::PlanEnded { reason, .. }
            | Self::PlanResumed { reason, .. }
            | Self::TakenOver { reason, .. }
            | Self::HandedBack { reason, .. }
            | Self::Dismissed { reason, .. }
            | Self::Reconsidered { reason, .. }
            | Self::RecordEnded { reason, .. }
            | Self::RecordResumed { reason, .. } => *reason = note,
            Self::PlanMade(plan) => plan.reason = note,
            Self::HandedOver(handover) => handover.reason = note,
            Self::Called(call) => call.note = note,
            Self::Dispatched { dispatch, .. } => dispatch.to = note,
            Self::DispatchMoved(moved) => moved.note = note,
            Self::ChannelStopped(stop) | Self::ChannelFreed(stop) => stop.reason = note,
            Self::Attached(attachment) => attachment.name = note,
            Self::StatusNoted(status) => status.note = note,
            Self::LinkBlocked { key, .. }
            | Self::LinkUnblocked { key, .. }
            | Self::LinkForgotten { key, .. }
            | Self::LinkRemembered { key, .. } => *key = note,
            Self::Differed(difference) | Self::Undiffered(difference) => difference.reason = note,
            Self::RefundPlanned(refund) => refund.reason = note,
            Self::LetterSent(letter) => letter.reason = note,
            Self::Recorded(record) => record.note = note,
            Self::Paused(pause) => pause.reason = Some(note),
            Self::Proposed(proposal) => proposal.asked = note,
            Self::PauseClosed { outcome, .. } | Self::PauseReopened { outcome, .. } => {
                *outcome = note;
            }
            _ => {}
        }
        self
    }
}

/// A reason that nobody gave is no note.
fn said(reason: &str) -> Option<&str> {
    (!reason.is_empty()).then_some(reason)
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    Taken(Rows),
    Done(Deed),
}
