//! What matching has learned, and the user's rules: lists that a person looks through.

use crate::domain::date::Date;
use crate::domain::id::ItemId;
use crate::domain::link::{LinkKind, LinkState, Record};
use crate::domain::money::{Currency, Minor};
use crate::domain::rule::{Rule, RuleSays};

/// A payer's account or name and whose it was found to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkLine {
    pub kind: LinkKind,
    pub key: String,
    /// Empty, as the name is, for a key that is only blocked.
    pub customer_number: String,
    pub customer_name: String,
    pub state: LinkState,
    pub record: Record,
    /// Of the first and the last decision that it was learned from: a time as the log shows it.
    pub since: String,
    pub last: String,
}

/// A pattern of evidence and how often it was right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternLine {
    pub pattern: String,
    pub record: Record,
}

/// A rule of the user's own, and whether it speaks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleLine {
    pub rule: Rule,
    pub digest: String,
    pub on: bool,
    /// It was on, and has been changed since: it speaks again once it is tested and switched on.
    pub changed: bool,
}

/// What a receipt that a rule fits was settled with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Was {
    /// Nobody has decided yet.
    Nothing,
    /// A customer's, by number; it settles nothing yet.
    Customer(String),
    /// Invoices, by number.
    Invoices(Vec<String>),
    NotReceivable,
}

/// What a rule says of a receipt, held against what was decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Right,
    Wrong,
    Undecided,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Undecided => "undecided",
        }
    }
}

/// A receipt that a rule fits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleHit {
    pub receipt: ItemId,
    pub date: Date,
    pub amount: Minor,
    pub currency: Currency,
    pub payer: Option<String>,
    pub says: RuleSays,
    pub was: Was,
    pub verdict: Verdict,
}

/// A rule held against all receipts that there were.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct RuleTest {
    /// The wrong ones before the others, each the oldest first; of very many only the first of them.
    pub hits: Vec<RuleHit>,
    pub right: u64,
    pub wrong: u64,
    pub undecided: u64,
}
