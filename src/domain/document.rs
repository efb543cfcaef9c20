//! Documents as issued, and the open items that they give rise to.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::{CustomerId, DocumentId, ItemId};
use super::money::{Currency, Minor};

/// What was issued.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Invoice,
    CreditNote,
    /// A reminder fee, late interest or compensation claimed: never added to the principal.
    Charge,
}

impl DocumentKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::Charge => "charge",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Invoice, Self::CreditNote, Self::Charge]
            .into_iter()
            .find(|kind| kind.name() == text)
    }

    pub fn class(self) -> ItemClass {
        match self {
            Self::Invoice => ItemClass::Debit,
            Self::CreditNote => ItemClass::Credit,
            Self::Charge => ItemClass::Charge,
        }
    }
}

/// What an item is in an aging: debits fall in buckets, credits and unapplied money stand apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemClass {
    Debit,
    Charge,
    Credit,
    Receipt,
}

impl ItemClass {
    pub const ALL: [Self; 4] = [Self::Debit, Self::Charge, Self::Credit, Self::Receipt];

    /// The class's number at rest.
    pub fn code(self) -> i64 {
        match self {
            Self::Debit => 0,
            Self::Charge => 1,
            Self::Credit => 2,
            Self::Receipt => 3,
        }
    }

    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// Whether the customer owes it (balance ≥ 0) or has it to his good (balance ≤ 0).
    pub fn is_debit(self) -> bool {
        matches!(self, Self::Debit | Self::Charge)
    }
}

/// How far another system had come with an item when it moved in.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MovedIn {
    pub last_stage: Option<String>,
    pub last_letter_date: Option<Date>,
    pub fees_charged: Option<Minor>,
    /// Late interest that it claimed, and the last day that it counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_charged: Option<Minor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_until: Option<Date>,
}

/// What of a document is due on one date. Amounts are signed: positive is owed by the customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ItemFacts {
    pub id: ItemId,
    pub due: Date,
    /// As issued.
    pub amount: Minor,
    /// Open when it was taken in: less than `amount` for an item that moved in partly paid.
    pub opened: Minor,
    pub reference: Option<String>,
    pub moved_in: Option<MovedIn>,
}

/// What else a document says. None of it moves a balance.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DocumentDetails {
    pub delivery_date: Option<Date>,
    pub order_ref: Option<String>,
    pub contract_ref: Option<String>,
    /// Number of the invoice that a credit note credits.
    pub credits_invoice: Option<String>,
    pub discount_percent: Option<Decimal>,
    pub discount_date: Option<Date>,
    /// The bank was to fetch the money on the due date: AvtaleGiro, Autogiro, Betalingsservice.
    #[serde(default)]
    pub direct_debit: bool,
    /// Columns of an imported list that have no field here, by header.
    pub notes: BTreeMap<String, String>,
}

/// A document taken in, with its items in order of due date.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Document {
    pub id: DocumentId,
    pub kind: DocumentKind,
    pub number: String,
    pub customer: CustomerId,
    pub currency: Currency,
    pub issued: Date,
    /// The later of the issue date and the first open date.
    pub posted: Date,
    /// Units of the company's currency for one unit of `currency`; none when it is the company's, or not known.
    pub rate: Option<Decimal>,
    pub details: DocumentDetails,
    pub items: Vec<ItemFacts>,
}
