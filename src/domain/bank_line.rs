//! What the bank's files leave to a person: lines that are no payments, money that may be known.

use super::date::Date;
use super::id::{ItemId, OtherId};
use super::money::{Currency, Minor};
use super::receipt::{OtherKind, ReceiptText};

/// What a line of the list is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineKind {
    /// A line that is no payment.
    Other(OtherId, OtherKind),
    /// A receipt that counts nothing, because it may be the same money as another.
    MaybeKnown { receipt: ItemId, by: ItemId },
    /// The same for certain, or confirmed.
    Covered { receipt: ItemId, by: ItemId },
}

impl LineKind {
    /// Its name in JSON and, under `kind.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::Other(_, kind) => kind.name(),
            Self::MaybeKnown { .. } => "maybe_known",
            Self::Covered { .. } => "covered",
        }
    }

    /// What a person calls the line by: `L3`, or `R12` for a receipt.
    pub fn label(self) -> String {
        match self {
            Self::Other(id, _) => format!("L{}", id.0),
            Self::MaybeKnown { receipt, .. } | Self::Covered { receipt, .. } => {
                format!("R{}", receipt.0)
            }
        }
    }
}

/// A line of a bank file that needs a person, or has had one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankLine {
    pub kind: LineKind,
    pub booked: Date,
    pub amount: Minor,
    /// What is not accounted for yet.
    pub left: Minor,
    pub currency: Currency,
    pub account: Option<String>,
    pub bank_ref: Option<String>,
    pub reference: Option<String>,
    pub text: ReceiptText,
    /// The file that it came in, and its line there.
    pub file: Option<String>,
    pub line: u64,
    /// What it belongs to: the payment that it is a part of, or the receipt that is counted in its place.
    pub about: Option<ItemId>,
    pub about_label: Option<String>,
    /// Receipts that it could have taken back, or whose refund it could be, as a person calls them.
    pub originals: Vec<(ItemId, String)>,
    /// Why it was put away.
    pub dismissed: Option<String>,
    /// Someone still has to look at it.
    pub waits: bool,
}
