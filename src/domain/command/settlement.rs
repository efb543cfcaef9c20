//! How a receipt is settled, as it is asked for.

use rust_decimal::Decimal;

use crate::domain::date::Date;
use crate::domain::difference::DifferenceKind;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, DocumentId, ItemId};
use crate::domain::money::{Currency, Minor};

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
