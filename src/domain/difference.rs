//! What closes an item without money: the difference between what was owed and what was paid, each kind a posting of
//! its own.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::document::ItemClass;
use super::id::ItemId;
use super::money::Minor;
use super::posting::PostingKind;

/// Why an item, or a part of it, is closed without money.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// So little that nobody asks for it: either way.
    Rounding,
    /// Cash discount that the terms allow. It lessens the base of the value added tax.
    Discount,
    /// A bank on the way kept a charge.
    BankCharge,
    /// A payment service or card company paid the gross amount less its commission.
    Commission,
    /// Set against what the company owes the customer elsewhere: the reason names it.
    Offset,
    /// Given up: a loss on debtors, or for a credit a gain.
    Loss,
    /// Money that is no receivable at all, interest from the bank for instance: the reason names the account.
    NotReceivable,
    /// A charge that is not asked for any more: the reason says why. Never income, so never a loss.
    Waived,
}

impl DifferenceKind {
    pub const ALL: [Self; 8] = [
        Self::Rounding,
        Self::Discount,
        Self::BankCharge,
        Self::Commission,
        Self::Offset,
        Self::Loss,
        Self::NotReceivable,
        Self::Waived,
    ];

    /// Its name in scripts and, under `difference.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rounding => "rounding",
            Self::Discount => "discount",
            Self::BankCharge => "bank-charge",
            Self::Commission => "commission",
            Self::Offset => "offset",
            Self::Loss => "loss",
            Self::NotReceivable => "not-receivable",
            Self::Waived => "waived",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }

    pub fn posting(self) -> PostingKind {
        match self {
            Self::Rounding => PostingKind::Rounding,
            Self::Discount => PostingKind::Discount,
            Self::BankCharge => PostingKind::BankCharge,
            Self::Commission => PostingKind::Commission,
            Self::Offset => PostingKind::Offset,
            Self::Loss => PostingKind::Loss,
            Self::NotReceivable => PostingKind::NotReceivable,
            Self::Waived => PostingKind::Waived,
        }
    }

    /// Whether it must be said why.
    pub fn wants_reason(self) -> bool {
        matches!(
            self,
            Self::Offset | Self::Loss | Self::NotReceivable | Self::Waived
        )
    }

    /// What may be chosen for the rest of an item of that class.
    pub fn fits(self, class: ItemClass) -> bool {
        match self {
            Self::Rounding | Self::Offset | Self::Loss => true,
            Self::Discount | Self::BankCharge | Self::Commission => class.is_debit(),
            Self::NotReceivable => !class.is_debit(),
            Self::Waived => class == ItemClass::Charge,
        }
    }
}

/// So much of an item was closed without money.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Difference {
    pub item: ItemId,
    pub kind: DifferenceKind,
    /// Magnitude.
    pub amount: Minor,
    /// The same in the company's currency: magnitude; none while the rate is missing.
    pub base: Option<Minor>,
    pub date: Date,
    /// The receipt that it was left over from, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<ItemId>,
    #[serde(skip)]
    pub reason: String,
}
