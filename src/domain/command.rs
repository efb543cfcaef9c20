//! Everything that may be asked of the ledger. Commands are verbs; what comes of them are events. Rows of a file
//! are asked for by the thousand and have their own way in: `intake`.

use rust_decimal::Decimal;

use super::date::Date;
use super::evidence::{Class, Evidence};
use super::id::{CustomerId, DocumentId, ItemId, OtherId};
use super::intake::PaymentRow;
use super::ledger::LedgerFacts;

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
    pub amount: Option<Decimal>,
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
    /// Settle items by a receipt; what is left over stays unapplied with their customer.
    Settle {
        receipt: ItemId,
        parts: Vec<Part>,
        class: Option<Class>,
        evidence: Vec<Evidence>,
        on: Option<Date>,
    },
    /// Settle items later by money that is identified, or by a credit note.
    Apply {
        credit: ItemId,
        parts: Vec<Part>,
        on: Option<Date>,
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
}

impl Command {
    /// Its name in the journal and, under `command.`, in the locale. An import of a file is `import`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::OpenLedger(_) => "open-ledger",
            Self::EnterReceipt { .. } => "receipt",
            Self::Identify { .. } => "identify",
            Self::Settle { .. } => "settle",
            Self::Apply { .. } => "apply",
            Self::SetAside { .. } => "set-aside",
            Self::TakeUp { .. } => "take-up",
            Self::Dispute { .. } => "dispute",
            Self::CloseDispute { .. } => "close-dispute",
            Self::Promise { .. } => "promise",
            Self::Lock { .. } => "lock",
            Self::TakeIn { .. } => "take-in",
            Self::ConfirmCover { .. } => "confirm-cover",
            Self::PayOut { .. } => "pay-out",
            Self::Dismiss { .. } => "dismiss",
            Self::Reconsider { .. } => "reconsider",
            Self::NameAccounts { .. } => "name-accounts",
        }
    }
}
