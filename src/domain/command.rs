//! Everything that may be asked of the ledger. Commands are verbs; what comes of them are events. Rows of a file
//! are asked for by the thousand and have their own way in: `intake`.

use rust_decimal::Decimal;

use super::attachment::{Contents, Purpose};
use super::date::Date;
use super::difference::DifferenceKind;
use super::evidence::{Class, Evidence};
use super::field::Field;
use super::id::{
    AttachmentId, CustomerId, DispatchId, DocumentId, HandoverId, ItemId, OtherId, PauseId, PlanId,
    ProposalId, RecordId, RefundId,
};
use super::intake::PaymentRow;
use super::ledger::{CompanySize, LedgerFacts};
use super::letter::ChargeKind;
use super::link::LinkKind;
use super::money::{Currency, Minor};
use super::outbox::Channel;
use super::record::NewRecord;
use super::sheet::Sheet;
use super::user::Role;

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

/// What a part of a receipt is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Target {
    Item(ItemId),
    /// The document's open items, the earliest due first.
    Document(DocumentId),
}

/// A share of a receipt: so much, or as much as fits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    pub target: Target,
    /// In the item's currency.
    pub amount: Option<Decimal>,
    /// What of the receipt pays it, where the receipt is in another currency.
    pub paid: Option<Decimal>,
}

impl Part {
    pub fn new(target: Target, amount: Option<Decimal>) -> Self {
        Self {
            target,
            amount,
            paid: None,
        }
    }
}

/// A rest to be closed without money: of an item that is settled, or of the receipt itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rest {
    pub item: ItemId,
    /// All that is left then, if none is given.
    pub amount: Option<Decimal>,
    pub kind: DifferenceKind,
    pub reason: String,
}

impl Rest {
    /// A rest as matching proposes it, in this currency.
    pub fn proposed(item: ItemId, amount: Minor, kind: DifferenceKind, currency: Currency) -> Self {
        Self {
            item,
            amount: Some(amount.decimal(currency)),
            kind,
            reason: String::new(),
        }
    }
}

/// What becomes of money that is left over.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Over {
    /// It stays the customer's, unapplied.
    #[default]
    Unapplied,
    /// It is to be given back.
    Refund,
}

/// How a receipt is settled: what it and the credits beside it pay, what is closed without money, what is left over.
#[derive(Clone, PartialEq, Debug)]
pub struct Settlement {
    pub receipt: ItemId,
    /// Whose the receipt is. None: the customer of the parts; if they are several, it stays nobody's and nothing may
    /// be left over.
    pub customer: Option<CustomerId>,
    /// May be of several customers. None at all: the money is only said to be the customer's.
    pub parts: Vec<Part>,
    /// Credit notes and unapplied money of the same customer that are used up first.
    pub credits: Vec<Part>,
    pub rests: Vec<Rest>,
    pub over: Over,
    pub class: Option<Class>,
    pub evidence: Vec<Evidence>,
    /// Whether the payer's account and name are remembered.
    pub teaches: bool,
    pub on: Option<Date>,
}

impl Settlement {
    /// Shares as matching proposes them: so much of each item, in this currency.
    pub fn shares(of: impl IntoIterator<Item = (ItemId, Minor)>, currency: Currency) -> Vec<Part> {
        let part = |(item, amount): (ItemId, Minor)| {
            Part::new(Target::Item(item), Some(amount.decimal(currency)))
        };
        of.into_iter().map(part).collect()
    }

    /// A settlement by a person: parts and nothing else.
    pub fn by_hand(receipt: ItemId, parts: Vec<Part>) -> Self {
        Self {
            receipt,
            customer: None,
            parts,
            credits: Vec::new(),
            rests: Vec::new(),
            over: Over::Unapplied,
            class: None,
            evidence: vec![Evidence::ByHand],
            teaches: true,
            on: None,
        }
    }
}

/// A letter to record as sent, as the queue has it on the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reminder {
    pub customer: CustomerId,
    pub currency: Currency,
    /// The stage that is expected; another one that is due then is refused.
    pub stage: Option<String>,
    /// Only these items; all that are due, if none is named.
    pub items: Vec<ItemId>,
    /// Another channel than the policy's.
    pub channel: Option<String>,
    /// The total that was shown, to be refused if it is another by now.
    pub total: Option<Minor>,
    /// Why it goes out in spite of a warning.
    pub reason: Option<String>,
    /// Why its new fee is left out of it; none if it bears the fee that is due.
    pub without_fee: Option<String>,
}

impl Reminder {
    /// All that was said why it goes out as it does: kept with its entry.
    pub fn said(&self) -> Option<String> {
        let said: Vec<&str> = [&self.reason, &self.without_fee]
            .into_iter()
            .filter_map(|reason| Some(reason.as_deref()?.trim()))
            .filter(|reason| !reason.is_empty())
            .collect();
        (!said.is_empty()).then(|| said.join("; "))
    }
}

/// A payment plan to make.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanAsked {
    pub customer: CustomerId,
    /// All their open items, charges claimed for them among them.
    pub documents: Vec<DocumentId>,
    /// Without the down payment.
    pub instalments: u16,
    pub first: Date,
    /// Paid on the day it is made.
    pub down: Option<Decimal>,
    /// Months between the instalments.
    pub every: u16,
    /// Beyond the policy's limits, and why.
    pub reason: Option<String>,
}

/// What is told of a dispatch: by the outbox, or by a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is handed to its channel now; a letter with its sheet, a statement has its own.
    Sending(Option<Box<Sheet>>),
    /// The channel took it.
    Sent { answer: String },
    /// It surely did not leave.
    Failed { why: String },
    /// Nobody knows whether it left.
    Doubt { why: String },
    /// A person: it did not arrive, or is to be tried again.
    Resend { reason: String },
    /// A person: what was in doubt did leave.
    Arrived { reason: String },
    /// A person: it is not to leave any more.
    CallOff { reason: String },
    /// A person: it came back, and its channel is no good for this customer.
    Returned { reason: String },
}

/// A file to keep with a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFile {
    pub document: DocumentId,
    pub purpose: Purpose,
    /// The name of the file, without a folder.
    pub name: String,
    /// The media type, as `application/pdf`.
    pub media: String,
    pub contents: Contents,
}

/// Values for fields, as `Field::write` takes them; none empties a field.
pub type Values = Vec<(Field, Option<String>)>;

/// A customer to put into the register by hand.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct NewCustomer {
    /// The next free one, if none is given.
    pub number: Option<String>,
    pub set: Values,
    pub reason: String,
}

/// A change of a customer by hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub customer: CustomerId,
    /// The version that was seen: if another is current by now, nothing is overwritten.
    pub version: Option<usize>,
    pub set: Values,
    pub reason: String,
}

impl Edit {
    pub fn new(customer: CustomerId, set: Values, reason: &str) -> Self {
        Self {
            customer,
            version: None,
            set,
            reason: reason.to_owned(),
        }
    }
}

/// What a rest of reminders is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resting {
    Document(DocumentId),
    Customer(CustomerId),
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
    /// Send the same letter again, by this channel, to the address that the customer has now.
    Redirect {
        dispatch: DispatchId,
        channel: Channel,
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
    /// Erase what is kept of a person, as far as the books may lose it.
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

impl Outcome {
    /// The names of what only the outbox sees: it happened, and nobody takes it back.
    pub const SEEN: [&str; 4] = ["send", "sent", "send-failed", "in-doubt"];

    /// The name in the journal of the command that tells it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sending(_) => "send",
            Self::Sent { .. } => "sent",
            Self::Failed { .. } => "send-failed",
            Self::Doubt { .. } => "in-doubt",
            Self::Resend { .. } => "resend",
            Self::Arrived { .. } => "arrived",
            Self::CallOff { .. } => "call-off",
            Self::Returned { .. } => "returned",
        }
    }
}
