//! What is on record of a customer beside his account: credit checks, securities, orders on the way, holds, decisions,
//! reviews, confirmations of his data, remarks. A record is a fact of a day that may last until another; it moves no
//! balance. It never changes: it ends, or is taken back.

use serde::{Deserialize, Serialize};

use super::credit::Verdict;
use super::date::Date;
use super::field::Section;
use super::id::{CustomerId, RecordId};
use super::money::Minor;

/// What backs a claim.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecurityKind {
    /// A bank's or an owner's.
    Guarantee,
    /// Credit insurance.
    Insurance,
    Pledge,
    /// The claim is sold: the factoring company bears the risk.
    Factored,
}

impl SecurityKind {
    pub const ALL: [Self; 4] = [
        Self::Guarantee,
        Self::Insurance,
        Self::Pledge,
        Self::Factored,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Guarantee => "guarantee",
            Self::Insurance => "insurance",
            Self::Pledge => "pledge",
            Self::Factored => "factored",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }
}

/// How far sales to a customer are held, the mildest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HoldLevel {
    /// Sales go on, and everyone is warned.
    Warn,
    /// Only against payment in advance.
    Prepay,
    /// Nothing is sold.
    Stop,
}

impl HoldLevel {
    pub const ALL: [Self; 3] = [Self::Warn, Self::Prepay, Self::Stop];

    pub fn name(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Prepay => "prepay",
            Self::Stop => "stop",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == text)
    }
}

/// What a bureau's monitoring reports.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    NewClass,
    /// A payment default, a judgement, a distraint without result.
    Default,
    Bankruptcy,
    /// Anything else: a new board, a new address, a late annual account.
    Other,
}

impl NoticeKind {
    pub const ALL: [Self; 4] = [Self::NewClass, Self::Default, Self::Bankruptcy, Self::Other];

    pub fn name(self) -> &'static str {
        match self {
            Self::NewClass => "new-class",
            Self::Default => "default",
            Self::Bankruptcy => "bankruptcy",
            Self::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }
}

/// What is on record. Amounts are magnitudes in the company's currency. Free text (source, issuer, reason) is the
/// record's note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum RecordFacts {
    /// A credit check, good until the record's end; `sha256` of the report's file.
    Check {
        class: Option<String>,
        advised: Option<Minor>,
        sha256: Option<String>,
    },
    /// It counts until the record's end, that day included.
    Security {
        security: SecurityKind,
        amount: Minor,
    },
    /// Sold and not yet invoiced; it counts until it ends, or its invoice `number` is taken in.
    Order {
        number: String,
        amount: Minor,
        /// Paid in advance, or to be.
        prepaid: Minor,
    },
    /// A customer's wish for a limit, and what was decided.
    Application {
        asked: Minor,
        granted: Option<Minor>,
    },
    /// Set by hand, or by a rule of the policy.
    Hold {
        level: HoldLevel,
        rule: Option<String>,
    },
    /// A sale may go on in spite of the verdict, up to an amount, until the record's end.
    Override {
        over: Verdict,
        amount: Option<Minor>,
    },
    /// From a bureau.
    Notice {
        notice: NoticeKind,
        class: Option<String>,
    },
    /// His credit was looked at; the next look is on the record's end.
    Review,
    /// What `assess` answered, by which rules.
    Assessment {
        amount: Minor,
        verdict: Verdict,
        prepay_percent: Option<u8>,
        rules: Vec<String>,
    },
    /// A section of his data was found right; with the class that was typed in then, if one was.
    Verified {
        section: Section,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<String>,
    },
    /// Something to know.
    Remark,
}

impl RecordFacts {
    /// Its name in the store and, under `record.`, in the locale.
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Check { .. } => RecordKind::Check,
            Self::Security { .. } => RecordKind::Security,
            Self::Order { .. } => RecordKind::Order,
            Self::Application { .. } => RecordKind::Application,
            Self::Hold { .. } => RecordKind::Hold,
            Self::Override { .. } => RecordKind::Override,
            Self::Notice { .. } => RecordKind::Notice,
            Self::Review => RecordKind::Review,
            Self::Assessment { .. } => RecordKind::Assessment,
            Self::Verified { .. } => RecordKind::Verified,
            Self::Remark => RecordKind::Remark,
        }
    }

    /// An order's number.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Order { number, .. } => Some(number),
            _ => None,
        }
    }

    /// The amount that it is about: magnitude, in the company's currency.
    pub fn amount(&self) -> Option<Minor> {
        match self {
            Self::Check { advised, .. } => *advised,
            Self::Security { amount, .. }
            | Self::Order { amount, .. }
            | Self::Assessment { amount, .. } => Some(*amount),
            Self::Application { asked, .. } => Some(*asked),
            Self::Override { amount, .. } => *amount,
            Self::Hold { .. }
            | Self::Notice { .. }
            | Self::Review
            | Self::Verified { .. }
            | Self::Remark => None,
        }
    }
}

/// The kinds of records.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    Check,
    Security,
    Order,
    Application,
    Hold,
    Override,
    Notice,
    Review,
    Assessment,
    Verified,
    Remark,
}

impl RecordKind {
    pub const ALL: [Self; 11] = [
        Self::Check,
        Self::Security,
        Self::Order,
        Self::Application,
        Self::Hold,
        Self::Override,
        Self::Notice,
        Self::Review,
        Self::Assessment,
        Self::Verified,
        Self::Remark,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Security => "security",
            Self::Order => "order",
            Self::Application => "application",
            Self::Hold => "hold",
            Self::Override => "override",
            Self::Notice => "notice",
            Self::Review => "review",
            Self::Assessment => "assessment",
            Self::Verified => "verified",
            Self::Remark => "remark",
        }
    }

    /// The name in the journal of the command that makes one.
    pub fn command(self) -> &'static str {
        match self {
            Self::Check => "record-check",
            Self::Security => "record-security",
            Self::Order => "record-order",
            Self::Application => "record-application",
            Self::Hold => "record-hold",
            Self::Override => "record-override",
            Self::Notice => "record-notice",
            Self::Review => "record-review",
            Self::Assessment => "record-assessment",
            Self::Verified => "record-verified",
            Self::Remark => "record-remark",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }
}

/// A record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Record {
    pub id: RecordId,
    pub customer: CustomerId,
    /// The day that it is of.
    pub on: Date,
    /// The last day on which it counts; for a review the day of the next one.
    pub until: Option<Date>,
    pub facts: RecordFacts,
    /// Free text, kept apart from the chain.
    #[serde(skip)]
    pub note: String,
}

/// A record to be made: it counts from its day on, until its end if it has one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRecord {
    pub customer: CustomerId,
    pub on: Date,
    pub until: Option<Date>,
    pub facts: RecordFacts,
    pub note: String,
}

/// A record and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordState {
    pub record: Record,
    /// Ended by hand, before its day.
    pub ended: Option<Date>,
    pub voided: bool,
}

impl RecordState {
    /// Whether it was neither taken back nor ended: it may be over by itself all the same.
    pub fn stands(&self) -> bool {
        !self.voided && self.ended.is_none()
    }

    /// Whether it says the same as another of one customer, or of those who are one with him, so that only one of them
    /// may stand: a hold by hand or by the same rule at the same time, an order of the same number.
    pub fn clashes(&self, other: &Record) -> bool {
        let ours = &self.record;
        if !self.stands() || ours.id == other.id {
            return false;
        }
        let begins_within = |of: &Record, day: Date| of.until.is_none_or(|until| day <= until);
        match (&ours.facts, &other.facts) {
            (RecordFacts::Hold { rule: a, .. }, RecordFacts::Hold { rule: b, .. }) => {
                a == b && begins_within(ours, other.on) && begins_within(other, ours.on)
            }
            (RecordFacts::Order { number: a, .. }, RecordFacts::Order { number: b, .. }) => {
                is_order(a, b)
            }
            _ => false,
        }
    }

    /// Whether it counts on a day. A record without an end counts from its day on.
    pub fn counts(&self, on: Date) -> bool {
        !self.voided
            && self.record.on <= on
            && self.record.until.is_none_or(|until| on <= until)
            && self.ended.is_none_or(|ended| on < ended)
    }
}

/// Whether two numbers are of the same order: people write them in either case.
pub fn is_order(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}
