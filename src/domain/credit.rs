//! Credit: what is known of a customer when a sale on credit is decided, and the answer with all its reasons.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::customer::CustomerKind;
use super::date::Date;
use super::letter::LetterKind;
use super::money::{Currency, Minor};
use super::pause::Promises;
use super::record::HoldLevel;

/// What is answered to a sale on credit, the mildest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Approve,
    /// A credit check first.
    Check,
    /// A part or all of it in advance.
    Prepay,
    /// Not now.
    Hold,
}

impl Verdict {
    pub const ALL: [Self; 4] = [Self::Approve, Self::Check, Self::Prepay, Self::Hold];

    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Check => "check",
            Self::Prepay => "prepay",
            Self::Hold => "hold",
        }
    }
}

/// How far a customer's open items have come with reminders, the mildest first.
#[derive(
    Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Reached {
    #[default]
    Nothing,
    Friendly,
    Reminder,
    Notice,
    HandedOver,
}

impl Reached {
    pub const ALL: [Self; 5] = [
        Self::Nothing,
        Self::Friendly,
        Self::Reminder,
        Self::Notice,
        Self::HandedOver,
    ];

    /// Its name in the policy and, under `reached.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Friendly => "friendly",
            Self::Reminder => "reminder",
            Self::Notice => "notice",
            Self::HandedOver => "handed-over",
        }
    }
}

impl From<LetterKind> for Reached {
    fn from(kind: LetterKind) -> Self {
        match kind {
            LetterKind::Friendly | LetterKind::InterestNote => Self::Friendly,
            LetterKind::Reminder => Self::Reminder,
            LetterKind::Notice | LetterKind::Demand => Self::Notice,
        }
    }
}

/// The last credit check.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LastCheck {
    pub on: Date,
    pub class: Option<String>,
    pub advised: Option<Minor>,
    pub until: Option<Date>,
}

/// A hold that stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StandingHold {
    pub level: HoldLevel,
    pub since: Date,
    pub until: Option<Date>,
    /// The rule that set it, where nobody said more.
    pub rule: Option<String>,
    pub reason: String,
}

/// An override that stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StandingOverride {
    pub until: Date,
    /// Up to this much at once; any, if none is given.
    pub amount: Option<Minor>,
    /// The worst verdict that it passes over.
    pub over: Verdict,
    pub reason: String,
}

/// How a customer pays, over the last twelve months and the twelve before.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub struct PaysLate {
    /// Days late on average, weighted by amount; none without a paid invoice.
    pub now: Option<i64>,
    pub before: Option<i64>,
}

/// All that is known of a customer on a day. Amounts are magnitudes in the company's currency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CreditFacts {
    pub kind: CustomerKind,
    pub group: Option<String>,
    pub risk_class: Option<String>,
    /// Nothing is sold to him any more.
    pub inactive: bool,
    pub limit: Option<Minor>,
    /// Owed now, less credits and unapplied money; never below zero.
    pub open: Minor,
    pub overdue: Minor,
    /// Of the oldest open item; zero when nothing is late.
    pub overdue_days: i64,
    /// Sold and not yet invoiced, less what is prepaid.
    pub on_order: Minor,
    /// What securities that count today cover.
    pub secured: Minor,
    pub reached: Reached,
    pub promises: Promises,
    pub disputes: u32,
    pub bankrupt: bool,
    /// A payment default that a bureau reported, and its day.
    pub defaulted: Option<Date>,
    pub check: Option<LastCheck>,
    /// A customer since; none for one who was never sold to.
    pub since: Option<Date>,
    /// Invoices ever sent.
    pub invoices: u32,
    pub pays: PaysLate,
    pub hold: Option<StandingHold>,
    pub passed: Option<StandingOverride>,
    /// All that customers owe the company.
    pub receivables: Minor,
    /// Open in currencies whose rate is not known, and so not in the sums above.
    pub without_rate: BTreeMap<Currency, Minor>,
}

impl CreditFacts {
    /// One who is not in the register yet.
    pub fn new(kind: CustomerKind) -> Self {
        Self {
            kind,
            group: None,
            risk_class: None,
            inactive: false,
            limit: None,
            open: Minor::ZERO,
            overdue: Minor::ZERO,
            overdue_days: 0,
            on_order: Minor::ZERO,
            secured: Minor::ZERO,
            reached: Reached::Nothing,
            promises: Promises::default(),
            disputes: 0,
            bankrupt: false,
            defaulted: None,
            check: None,
            since: None,
            invoices: 0,
            pays: PaysLate::default(),
            hold: None,
            passed: None,
            receivables: Minor::ZERO,
            without_rate: BTreeMap::new(),
        }
    }

    /// What stands at risk: owed and on order, less what is secured; never below zero.
    pub fn exposure(&self) -> Minor {
        (self.open + self.on_order - self.secured).max(Minor::ZERO)
    }
}
