//! Why a receipt is taken to pay an item: pieces of evidence for and against, and the classes they add up to.

use serde::{Deserialize, Serialize};

use super::money::{Currency, Minor};
use super::reference::Scheme;

/// How sure a proposal is. Classes, not points: weak facts never add up to a strong one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Class {
    /// Certain: posted by itself.
    A,
    /// Strong: one key.
    B,
    /// Likely: one key, pre-filled.
    C,
    /// Possible: a list without a default.
    D,
}

impl Class {
    pub fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
        }
    }

    /// Its letter as text.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::A, Self::B, Self::C, Self::D]
            .into_iter()
            .find(|class| text == class.letter().to_string())
    }
}

/// One fact for or against an explanation. Its sentence stands in the locale under `evidence.<key>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Evidence {
    /// R1: a structured reference with a right check digit is this item's.
    Reference {
        reference: String,
        invoice: String,
        schemes: Vec<Scheme>,
    },
    /// R1 from the free text: a whole reference with a right check digit.
    ReferenceInText {
        reference: String,
        invoice: String,
    },
    /// R2: the reference's item is closed already.
    ReferenceOfClosed {
        reference: String,
        invoice: String,
    },
    /// R3: it looks like a reference, but its check digit is wrong.
    CheckDigitWrong {
        reference: String,
    },
    /// The reference is nobody's.
    ReferenceUnknown {
        reference: String,
    },
    /// The reference is on several documents: it names the customer alone.
    ReferenceOfCustomer {
        reference: String,
    },
    /// A1: the amount is exactly what is open.
    AmountFits {
        amount: Minor,
        currency: Currency,
    },
    /// Less than what is open.
    AmountShort {
        left: Minor,
        currency: Currency,
    },
    /// More than what is open.
    AmountOver {
        over: Minor,
        currency: Currency,
    },
    /// Guard: another open item of the customer is exactly this amount.
    OtherItemFits {
        invoice: String,
    },
    /// P1: the payer's account is this customer's.
    PayerAccount,
    /// X1: the payer's account is another customer's.
    PayerAccountOfOther {
        customer: String,
    },
    /// D1: dated before the invoice.
    BeforeInvoice {
        invoice: String,
    },
    /// D1: disputed.
    Disputed {
        invoice: String,
    },
    /// Other receipts want the same item, together more than is open.
    Contested {
        invoice: String,
    },
    /// Another receipt pays the item exactly and takes it.
    TakenByExact {
        invoice: String,
    },
    OtherCurrency {
        invoice: String,
    },
    /// A person decided.
    ByHand,
}

impl Evidence {
    /// Code of the matching field's usual table.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Reference { .. } | Self::ReferenceInText { .. } => "R1",
            Self::ReferenceOfClosed { .. } => "R2",
            Self::CheckDigitWrong { .. } | Self::ReferenceUnknown { .. } => "R3",
            Self::ReferenceOfCustomer { .. } => "R4",
            Self::AmountFits { .. } | Self::AmountShort { .. } | Self::AmountOver { .. } => "A1",
            Self::OtherItemFits { .. } => "G1",
            Self::PayerAccount => "P1",
            Self::PayerAccountOfOther { .. } => "X1",
            Self::BeforeInvoice { .. } | Self::Disputed { .. } | Self::OtherCurrency { .. } => "D1",
            Self::Contested { .. } | Self::TakenByExact { .. } => "G2",
            Self::ByHand => "H",
        }
    }

    /// Whether it speaks for the explanation it stands beside.
    pub fn speaks_for(&self) -> bool {
        matches!(
            self,
            Self::Reference { .. }
                | Self::ReferenceInText { .. }
                | Self::ReferenceOfCustomer { .. }
                | Self::AmountFits { .. }
                | Self::PayerAccount
                | Self::ByHand
        )
    }
}
