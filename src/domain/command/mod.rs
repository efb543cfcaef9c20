//! Everything that may be asked of the ledger. Commands are verbs; what comes of them are events. Rows of a file
//! are asked for by the thousand and have their own way in: `intake`.

mod asked;
mod settlement;
mod texts;

use rust_decimal::Decimal;

use crate::domain::date::Date;
use crate::domain::difference::DifferenceKind;
use crate::domain::id::{
    AttachmentId, CustomerId, DispatchId, DocumentId, HandoverId, ItemId, OtherId, PauseId, PlanId,
    ProposalId, RecordId, RefundId,
};
use crate::domain::intake::PaymentRow;
use crate::domain::ledger::{CompanySize, LedgerFacts};
use crate::domain::letter::ChargeKind;
use crate::domain::link::LinkKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::Channel;
use crate::domain::record::NewRecord;
use crate::domain::sheet::Sheet;
use crate::domain::user::Role;

pub use asked::{Edit, NewCustomer, NewFile, Outcome, PlanAsked, Reminder, Resting, Values};
pub use settlement::{Over, Part, Rest, Settlement, Target};
pub use texts::LONGEST_TEXT;

/// The name in the journal of a settlement that matching posted by itself.
pub const MATCH: &str = "match";

/// Whether a command of this name changes nothing that receipts are matched by. A letter does not: what lies here came
/// before it, and answers neither its charges nor its total.
pub fn leaves_receipts(name: &str) -> bool {
    const LEAVING: [&str; 26] = [
        "promise",
        "pause",
        "end-pause",
        "extend",
        "skip",
        "remind",
        "number-case",
        "note-status",
        "call",
        "lock",
        "set-user",
        "attach",
        "detach",
        // The outbox.
        "send",
        "sent",
        "send-failed",
        "in-doubt",
        "resend",
        "arrived",
        "call-off",
        "returned",
        "redirect",
        "stop-channel",
        "free-channel",
        "statement",
        "end-record",
    ];
    name.starts_with("record-") || LEAVING.contains(&name)
}

/// A request for a change.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    OpenLedger(LedgerFacts),
    /// Money that came in and is in no file.
    EnterReceipt {
        payment: Box<PaymentRow>,
        customer: Option<CustomerId>,
    },
    /// Say whose a receipt is; what it settles is decided later.
    Identify {
        receipt: ItemId,
        customer: CustomerId,
        /// The earliest posting day that the user wants; here and below.
        on: Option<Date>,
    },
    /// Settle items by a receipt.
    Settle(Box<Settlement>),
    /// Settle items later by money that is identified, or by a credit note.
    Apply {
        credit: ItemId,
        parts: Vec<Part>,
        on: Option<Date>,
    },
    /// Close an item or a part of it without money: of an invoice, or of a credit.
    WriteOff {
        target: Target,
        amount: Option<Decimal>,
        kind: DifferenceKind,
        reason: String,
        on: Option<Date>,
    },
    /// Give identified money to another customer: what is left of it.
    Transfer {
        receipt: ItemId,
        customer: CustomerId,
        on: Option<Date>,
    },
    /// Plan to give money back: all that is left, if no amount is given.
    Refund {
        credit: ItemId,
        amount: Option<Decimal>,
        reason: String,
    },
    /// It is not to be given back after all.
    DropRefund {
        refund: RefundId,
    },
    /// Never use what was learned of this payer, or use it again.
    BlockLink {
        kind: LinkKind,
        key: String,
        blocked: bool,
    },
    /// Forget what was learned of this payer.
    ForgetLink {
        kind: LinkKind,
        key: String,
    },
    /// Let a rule speak, as it was tested (its digest), or silence it.
    SwitchRule {
        name: String,
        digest: Option<String>,
    },
    SetAside {
        receipt: ItemId,
        reason: String,
    },
    /// Take a receipt that was set aside up again.
    TakeUp {
        receipt: ItemId,
    },
    Dispute {
        document: DocumentId,
        amount: Option<Decimal>,
        reason: String,
        until: Option<Date>,
        /// Who of the company sees to it.
        owner: Option<String>,
    },
    CloseDispute {
        document: DocumentId,
        outcome: String,
    },
    Promise {
        document: DocumentId,
        date: Date,
        amount: Option<Decimal>,
    },
    /// No reminders until a day.
    Pause {
        of: Resting,
        until: Date,
        reason: String,
    },
    /// The customer is bankrupt: nothing is asked for any more. The day is the last one to claim in the estate.
    Bankrupt {
        customer: CustomerId,
        claim_by: Option<Date>,
        reason: String,
    },
    /// End a pause, promise, extension or bankruptcy before its day.
    EndPause {
        pause: PauseId,
        outcome: String,
    },
    /// The customer asks for a later day: the policy decides.
    Extend {
        document: DocumentId,
        until: Date,
    },
    /// Leave the stage that is due out, once.
    Skip {
        customer: CustomerId,
        currency: Currency,
        reason: String,
    },
    MakePlan(Box<PlanAsked>),
    EndPlan {
        plan: PlanId,
        reason: String,
    },
    /// Record a letter as sent, with the charges that it claims.
    Remind(Box<Reminder>),
    /// Give up charges claimed for an invoice.
    Waive {
        document: DocumentId,
        kinds: Vec<ChargeKind>,
        reason: String,
    },
    /// Take back what a letter claimed although the money was on its way: so much of each charge.
    TakeBackCharges {
        charges: Vec<(ItemId, Minor)>,
        reason: String,
    },
    /// Give open items to an agency.
    HandOver {
        documents: Vec<DocumentId>,
        agency: String,
        case_number: Option<String>,
        reason: String,
        /// Before the law and the policy allow it, and why.
        in_spite: Option<String>,
    },
    /// The agency's number for a case.
    NumberCase {
        handover: HandoverId,
        case_number: String,
    },
    /// The company follows the items itself again.
    TakeOver {
        documents: Vec<DocumentId>,
        reason: String,
    },
    /// How far the agency has come with an item, as it reports for a day.
    NoteStatus {
        handover: HandoverId,
        status: String,
        on: Date,
        note: String,
    },
    /// What became of a dispatch.
    Dispatch {
        dispatch: DispatchId,
        outcome: Outcome,
    },
    /// Send the same letter again, by this channel, to the address that the customer has now. The reason is asked for if
    /// he may have it already.
    Redirect {
        dispatch: DispatchId,
        channel: Channel,
        reason: String,
    },
    /// A customer's address is bad: no letter takes this channel until he has another.
    StopChannel {
        customer: CustomerId,
        channel: Channel,
        reason: String,
    },
    /// It is good after all.
    FreeChannel {
        customer: CustomerId,
        channel: Channel,
    },
    /// A statement of account is to leave the house.
    QueueStatement {
        customer: CustomerId,
        channel: Channel,
        sheet: Box<Sheet>,
    },
    /// Keep a file with a document.
    Attach(Box<NewFile>),
    Detach {
        attachment: AttachmentId,
    },
    /// Log a call.
    Call {
        customer: CustomerId,
        note: String,
    },
    Lock {
        until: Date,
    },
    /// A receipt that was held for money known already is money of its own.
    TakeIn {
        receipt: ItemId,
    },
    /// It is the same money indeed.
    ConfirmCover {
        receipt: ItemId,
    },
    /// Money that the bank took back or paid out came from this receipt, credit note or unapplied money. What it had
    /// settled is open again.
    PayOut {
        line: OtherId,
        credit: ItemId,
        /// All that the line has left, if none is given.
        amount: Option<Decimal>,
        on: Option<Date>,
    },
    /// A line that is no payment needs no more work.
    Dismiss {
        line: OtherId,
        reason: String,
    },
    /// Look at it again.
    Reconsider {
        line: OtherId,
    },
    /// The company's own accounts.
    NameAccounts {
        accounts: Vec<String>,
    },
    /// How large the company is.
    SetSize {
        size: CompanySize,
    },
    /// Put something on record of a customer.
    Record(Box<NewRecord>),
    /// It counts no more from a day on: today, if none is given.
    EndRecord {
        record: RecordId,
        on: Option<Date>,
        reason: String,
    },
    NewCustomer(Box<NewCustomer>),
    EditCustomer(Box<Edit>),
    /// The two are one: from now on the other shows and owns all.
    Merge {
        customer: CustomerId,
        into: CustomerId,
        reason: String,
    },
    /// They are two after all.
    Part {
        customer: CustomerId,
        reason: String,
    },
    /// Decide on a change that waits for a second person.
    Judge {
        proposal: ProposalId,
        accept: bool,
        reason: String,
    },
    /// Who may do what; none takes a user off the list.
    SetUser {
        name: String,
        role: Option<Role>,
    },
    /// Erase what is kept of a person, as far as the books do not need it.
    Erase {
        customer: CustomerId,
        reason: String,
    },
}

impl Command {
    /// Why it is done, or why although a rule speaks against it: kept with its entry.
    pub fn in_spite(&self) -> Option<String> {
        let said = |reason: &String| Some(reason.trim().to_owned()).filter(|said| !said.is_empty());
        match self {
            Self::NewCustomer(new) => said(&new.reason),
            Self::EditCustomer(edit) => said(&edit.reason),
            Self::Merge { reason, .. }
            | Self::Part { reason, .. }
            | Self::Judge { reason, .. }
            | Self::Redirect { reason, .. }
            | Self::Erase { reason, .. } => said(reason),
            Self::HandOver { in_spite, .. } => in_spite.clone(),
            Self::Remind(reminder) => reminder.said(),
            _ => None,
        }
    }

    /// Whether the policy of reminders or the law has a say in it.
    pub fn needs_rules(&self) -> bool {
        matches!(
            self,
            Self::Remind(_)
                | Self::Extend { .. }
                | Self::Skip { .. }
                | Self::MakePlan(_)
                | Self::HandOver { .. }
                | Self::Erase { .. }
        )
    }

    /// Its name in the journal and, under `command.`, in the locale. An import of a file is `import`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::OpenLedger(_) => "open-ledger",
            Self::EnterReceipt { .. } => "receipt",
            Self::Identify { .. } => "identify",
            Self::Settle(_) => "settle",
            Self::Apply { .. } => "apply",
            Self::WriteOff { .. } => "write-off",
            Self::Transfer { .. } => "transfer",
            Self::Refund { .. } => "refund",
            Self::DropRefund { .. } => "drop-refund",
            Self::BlockLink { .. } => "block-link",
            Self::ForgetLink { .. } => "forget-link",
            Self::SwitchRule { .. } => "switch-rule",
            Self::SetAside { .. } => "set-aside",
            Self::TakeUp { .. } => "take-up",
            Self::Dispute { .. } => "dispute",
            Self::CloseDispute { .. } => "close-dispute",
            Self::Promise { .. } => "promise",
            Self::Pause { .. } => "pause",
            Self::Bankrupt { .. } => "bankrupt",
            Self::EndPause { .. } => "end-pause",
            Self::Extend { .. } => "extend",
            Self::Skip { .. } => "skip",
            Self::MakePlan(_) => "plan",
            Self::EndPlan { .. } => "end-plan",
            Self::Remind(_) => "remind",
            Self::Waive { .. } => "waive",
            Self::TakeBackCharges { .. } => "take-back-charges",
            Self::HandOver { .. } => "hand-over",
            Self::NumberCase { .. } => "number-case",
            Self::TakeOver { .. } => "take-over",
            Self::NoteStatus { .. } => "note-status",
            Self::Dispatch { outcome, .. } => outcome.name(),
            Self::Redirect { .. } => "redirect",
            Self::StopChannel { .. } => "stop-channel",
            Self::FreeChannel { .. } => "free-channel",
            Self::QueueStatement { .. } => "statement",
            Self::Attach(_) => "attach",
            Self::Detach { .. } => "detach",
            Self::Call { .. } => "call",
            Self::Lock { .. } => "lock",
            Self::TakeIn { .. } => "take-in",
            Self::ConfirmCover { .. } => "confirm-cover",
            Self::PayOut { .. } => "pay-out",
            Self::Dismiss { .. } => "dismiss",
            Self::Reconsider { .. } => "reconsider",
            Self::NameAccounts { .. } => "name-accounts",
            Self::SetSize { .. } => "set-size",
            Self::Record(new) => new.facts.kind().command(),
            Self::EndRecord { .. } => "end-record",
            Self::NewCustomer(_) => "new-customer",
            Self::EditCustomer(_) => "edit-customer",
            Self::Merge { .. } => "merge",
            Self::Part { .. } => "part",
            Self::Judge { .. } => "judge",
            Self::SetUser { .. } => "set-user",
            Self::Erase { .. } => "erase",
        }
    }
}
