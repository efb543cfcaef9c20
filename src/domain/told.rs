//! What happened, as a line of the log tells it: words in place of identities.

use serde::Serialize;

use super::attachment::Purpose;
use super::field::{Field, Section};
use super::id::{DispatchId, PlanId, ProposalId};
use super::ledger::CompanySize;
use super::letter::LetterKind;
use super::link::LinkKind;
use super::money::Money;
use super::outbox::{Channel, Stand};
use super::record::{HoldLevel, NoticeKind, RecordKind};
use super::user::Role;

/// An event in a line of the log. Its sentence stands in the locale under `event.<key>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum EventFacts {
    LedgerOpened {
        company: String,
    },
    FileTaken {
        name: String,
    },
    CustomersTaken {
        count: u64,
    },
    CustomersChanged {
        count: u64,
    },
    DocumentsTaken {
        count: u64,
    },
    ReceiptsTaken {
        count: u64,
    },
    OthersTaken {
        count: u64,
    },
    StatementsTaken {
        count: u64,
    },
    /// A receipt is the same money as another.
    Covered {
        receipt: String,
        amount: Money,
        by: String,
    },
    /// It is money of its own after all.
    Uncovered {
        receipt: String,
        amount: Money,
    },
    CoverConfirmed {
        receipt: String,
    },
    CoverDoubted {
        receipt: String,
    },
    PaidOut {
        amount: Money,
        credit: String,
        line: String,
    },
    PaidBack {
        amount: Money,
        credit: String,
        line: String,
    },
    Dismissed {
        line: String,
        reason: String,
    },
    Reconsidered {
        line: String,
    },
    AccountsNamed {
        accounts: String,
    },
    SizeSet {
        company_size: CompanySize,
    },
    LinkBlocked {
        kind: LinkKind,
        text: String,
    },
    LinkUnblocked {
        kind: LinkKind,
        text: String,
    },
    LinkForgotten {
        kind: LinkKind,
        text: String,
    },
    LinkRemembered {
        kind: LinkKind,
        text: String,
    },
    RuleOn {
        name: String,
    },
    RuleOff {
        name: String,
    },
    /// Rows of an import taken out again.
    Voided {
        count: u64,
    },
    /// Rows of an undone import taken back.
    Restored {
        count: u64,
    },
    VersionSet {
        customer: String,
    },
    Moved {
        receipt: String,
        amount: Money,
        customer: String,
    },
    /// Nobody's again.
    MovedBack {
        receipt: String,
        amount: Money,
    },
    Allocated {
        amount: Money,
        debit: String,
        credit: String,
    },
    Unallocated {
        amount: Money,
        debit: String,
        credit: String,
    },
    /// Closed without money; `difference` is the name of its kind.
    Differed {
        amount: Money,
        item: String,
        difference: String,
    },
    DifferedFor {
        amount: Money,
        item: String,
        difference: String,
        reason: String,
    },
    /// Of charges, what a letter claimed although the money was on its way.
    TakenBack {
        amounts: Vec<Money>,
        items: Vec<String>,
        reason: String,
    },
    Undiffered {
        amount: Money,
        item: String,
        difference: String,
    },
    RefundPlanned {
        refund: String,
        amount: Money,
        credit: String,
    },
    RefundDropped {
        refund: String,
    },
    RefundResumed {
        refund: String,
    },
    RefundPaid {
        refund: String,
        amount: Money,
    },
    RefundUnpaid {
        refund: String,
        amount: Money,
    },
    /// `count` invoices take a step by it.
    LetterSent {
        letter: String,
        customer: String,
        letter_kind: LetterKind,
        count: u64,
        total: Money,
    },
    LetterSentFor {
        letter: String,
        customer: String,
        letter_kind: LetterKind,
        count: u64,
        total: Money,
        reason: String,
    },
    LetterVoided {
        letter: String,
        customer: String,
    },
    LetterRestored {
        letter: String,
        customer: String,
    },
    /// A letter waits in the outbox.
    LetterQueued {
        letter: String,
        customer: String,
        channel: Channel,
        dispatch: DispatchId,
    },
    StatementQueued {
        customer: String,
        channel: Channel,
        dispatch: DispatchId,
    },
    DispatchMoved {
        customer: String,
        channel: Channel,
        dispatch: DispatchId,
        stand: Stand,
    },
    /// With what the server answered, or why.
    DispatchMovedFor {
        customer: String,
        channel: Channel,
        dispatch: DispatchId,
        stand: Stand,
        reason: String,
    },
    DispatchVoided {
        customer: String,
        dispatch: DispatchId,
    },
    DispatchRestored {
        customer: String,
        dispatch: DispatchId,
    },
    ChannelStopped {
        customer: String,
        channel: Channel,
        reason: String,
    },
    ChannelFreed {
        customer: String,
        channel: Channel,
    },
    /// A file is kept with an invoice.
    Attached {
        item: String,
        purpose: Purpose,
        text: String,
    },
    Detached {
        item: String,
        text: String,
    },
    Reattached {
        item: String,
        text: String,
    },
    /// What an agency reports.
    StatusNoted {
        item: String,
        agency: String,
        date: String,
        text: String,
    },
    StatusVoided {
        item: String,
        agency: String,
        text: String,
    },
    SetAside {
        receipt: String,
        reason: String,
    },
    TakenUp {
        receipt: String,
    },
    Disputed {
        item: String,
        amount: Money,
        reason: String,
    },
    Promised {
        item: String,
        amount: Money,
        until: String,
    },
    /// No letters for it until a day, with the reason.
    Rested {
        item: String,
        until: String,
        reason: String,
    },
    CustomerRested {
        customer: String,
        until: String,
        reason: String,
    },
    /// More time granted.
    Extended {
        item: String,
        amount: Money,
        until: String,
    },
    /// The stage that was due is left out once.
    Skipped {
        item: String,
        until: String,
        reason: String,
    },
    Bankrupt {
        customer: String,
        reason: String,
    },
    BankruptClaimBy {
        customer: String,
        until: String,
        reason: String,
    },
    PauseVoided {
        item: String,
    },
    PauseRestored {
        item: String,
    },
    DisputeClosed {
        item: String,
        outcome: String,
    },
    PauseClosed {
        item: String,
        outcome: String,
    },
    PauseReopened {
        item: String,
    },
    PlanMade {
        customer: String,
        plan: PlanId,
        amount: Money,
        count: u64,
        last: String,
    },
    PlanDropped {
        customer: String,
        plan: PlanId,
    },
    PlanEnded {
        customer: String,
        plan: PlanId,
        reason: String,
    },
    PlanResumed {
        customer: String,
        plan: PlanId,
    },
    HandedOver {
        item: String,
        agency: String,
    },
    HandedOverAs {
        item: String,
        agency: String,
        case: String,
    },
    /// It never was at the agency.
    NotHandedOver {
        item: String,
        agency: String,
    },
    CaseNumbered {
        item: String,
        case: String,
    },
    CaseUnnumbered {
        item: String,
    },
    TakenOver {
        item: String,
        agency: String,
        reason: String,
    },
    HandedBack {
        item: String,
        agency: String,
    },
    Called {
        customer: String,
        note: String,
    },
    CallVoided {
        customer: String,
    },
    Locked {
        until: String,
    },
    Unlocked,
    /// Something was put on record of a customer.
    Recorded {
        customer: String,
        record_kind: RecordKind,
    },
    RecordedFor {
        customer: String,
        record_kind: RecordKind,
        reason: String,
    },
    /// Of so much.
    RecordedOf {
        customer: String,
        record_kind: RecordKind,
        amount: Money,
    },
    OrderRecorded {
        customer: String,
        number: String,
        amount: Money,
    },
    Held {
        customer: String,
        level: HoldLevel,
        reason: String,
    },
    HeldByRule {
        customer: String,
        level: HoldLevel,
        hold_rule: String,
    },
    Noticed {
        customer: String,
        notice: NoticeKind,
        date: String,
    },
    Verified {
        customer: String,
        section: Section,
    },
    RecordVoided {
        customer: String,
        record_kind: RecordKind,
    },
    RecordEnded {
        customer: String,
        record_kind: RecordKind,
        reason: String,
    },
    /// Another took its place.
    RecordReplaced {
        customer: String,
        record_kind: RecordKind,
    },
    OrderInvoiced {
        customer: String,
        number: String,
        item: String,
    },
    RecordResumed {
        customer: String,
        record_kind: RecordKind,
    },
    // The register.
    Merged {
        customer: String,
        into: String,
    },
    Parted {
        customer: String,
        into: String,
    },
    UserSet {
        text: String,
        role: Role,
    },
    UserRemoved {
        text: String,
    },
    /// That sales are held.
    HoldProposed {
        customer: String,
        proposal: ProposalId,
        level: HoldLevel,
    },
    /// That a hold is released.
    ReleaseProposed {
        customer: String,
        proposal: ProposalId,
    },
    /// That a check or a security counts.
    RecordProposed {
        customer: String,
        proposal: ProposalId,
        record_kind: RecordKind,
    },
    /// That it counts no more.
    EndProposed {
        customer: String,
        proposal: ProposalId,
        record_kind: RecordKind,
    },
    Proposed {
        customer: String,
        proposal: ProposalId,
        register_fields: Vec<Field>,
    },
    ProposalVoided {
        customer: String,
        proposal: ProposalId,
    },
    ProposalAccepted {
        customer: String,
        proposal: ProposalId,
    },
    ProposalDeclined {
        customer: String,
        proposal: ProposalId,
    },
    ProposalReopened {
        customer: String,
        proposal: ProposalId,
    },
    /// All that names or reaches him.
    ErasedWhole {
        customer: String,
    },
    /// What the books do not need.
    ErasedNeedless {
        customer: String,
    },
}

impl EventFacts {
    /// Whether it was only asked for, and waits for a second person.
    pub fn waits(&self) -> bool {
        matches!(
            self,
            Self::Proposed { .. }
                | Self::HoldProposed { .. }
                | Self::ReleaseProposed { .. }
                | Self::RecordProposed { .. }
                | Self::EndProposed { .. }
        )
    }
}
