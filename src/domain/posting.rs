//! Postings: the truth. A posting is a dated, immutable change of one item's balance.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::document::ItemClass;
use super::id::{CustomerId, ItemId};
use super::money::{Currency, Minor};

/// What moved the balance.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostingKind {
    /// The item came into the ledger.
    Opened,
    /// It was taken out again: its import was undone.
    Voided,
    /// A receipt went from one customer to another, the reserved one among them.
    Moved,
    /// A debit item was settled by a credit item, or that was undone.
    Allocated,
    /// The company's currency gained or lost by settling at another rate: no part of the receivable.
    Exchange,
    /// A receipt turned out to be the same money as another, or the reverse.
    Covered,
    /// Money went out again: a payment returned, a credit note set off or refunded.
    PaidOut,
    /// Closed without money; here and below see `DifferenceKind`.
    Rounding,
    Discount,
    BankCharge,
    Commission,
    Offset,
    Loss,
    NotReceivable,
    Waived,
}

impl PostingKind {
    pub const ALL: [Self; 15] = [
        Self::Opened,
        Self::Voided,
        Self::Moved,
        Self::Allocated,
        Self::Exchange,
        Self::Covered,
        Self::PaidOut,
        Self::Rounding,
        Self::Discount,
        Self::BankCharge,
        Self::Commission,
        Self::Offset,
        Self::Loss,
        Self::NotReceivable,
        Self::Waived,
    ];

    /// The kind's number at rest.
    pub fn code(self) -> i64 {
        match self {
            Self::Opened => 0,
            Self::Voided => 1,
            Self::Moved => 2,
            Self::Allocated => 3,
            Self::Exchange => 4,
            Self::Covered => 5,
            Self::PaidOut => 6,
            Self::Rounding => 7,
            Self::Discount => 8,
            Self::BankCharge => 9,
            Self::Commission => 10,
            Self::Offset => 11,
            Self::Loss => 12,
            Self::NotReceivable => 13,
            Self::Waived => 14,
        }
    }

    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Voided => "voided",
            Self::Moved => "moved",
            Self::Allocated => "allocated",
            Self::Exchange => "exchange",
            Self::Covered => "covered",
            Self::PaidOut => "paid_out",
            Self::Rounding => "rounding",
            Self::Discount => "discount",
            Self::BankCharge => "bank_charge",
            Self::Commission => "commission",
            Self::Offset => "offset",
            Self::Loss => "loss",
            Self::NotReceivable => "not_receivable",
            Self::Waived => "waived",
        }
    }
}

/// One change of one item's balance, with all that an aging report needs of the item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posting {
    pub item: ItemId,
    pub customer: CustomerId,
    pub class: ItemClass,
    pub currency: Currency,
    pub issued: Date,
    pub due: Date,
    pub date: Date,
    pub kind: PostingKind,
    /// Signed: positive raises what the customer owes.
    pub amount: Minor,
    /// The same in the company's currency; none while the document's rate is missing.
    pub base: Option<Minor>,
    pub counter: Option<ItemId>,
}
