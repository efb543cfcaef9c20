//! Letters that ask for money: what was claimed, at which stage, and the charges that came of it. How a letter is
//! worded and sent is another matter.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::{CustomerId, ItemId, LetterId};
use super::money::{Currency, Minor};

/// What a letter is in the eyes of the law.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterKind {
    /// Late interest of what was paid late and nothing else. Free.
    InterestNote,
    /// A friendly word. Free, always.
    Friendly,
    /// Purring, påminnelse, rykker, maksumuistutus.
    Reminder,
    /// Inkassovarsel, inkassokrav, påkravsskrivelse: the last word before others collect.
    Notice,
    /// Betalingsoppfordring, maksuvaatimus: the creditor's own demand after the notice.
    Demand,
}

impl LetterKind {
    pub const ALL: [Self; 5] = [
        Self::InterestNote,
        Self::Friendly,
        Self::Reminder,
        Self::Notice,
        Self::Demand,
    ];

    /// Its name in scripts and, under `letter.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::InterestNote => "interest-note",
            Self::Friendly => "friendly",
            Self::Reminder => "reminder",
            Self::Notice => "notice",
            Self::Demand => "demand",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }
}

/// A step that an item took: one letter of a stage in a cycle, never two.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Step {
    /// As the policy names it.
    pub stage: String,
    pub kind: LetterKind,
    /// Counted from 1; a new one begins where the law lets the fees start again.
    pub cycle: u16,
}

/// What a letter says of one item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterLine {
    pub item: ItemId,
    /// What of it is in the letter's total: positive is owed; credits and unapplied money are negative.
    pub amount: Minor,
    /// The step that the item takes by this letter; none for charges and credits, and for what is only told.
    pub step: Option<Step>,
}

/// What is claimed beside the principal, an item of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeKind {
    Fee,
    Interest,
    Compensation,
}

impl ChargeKind {
    pub const ALL: [Self; 3] = [Self::Fee, Self::Interest, Self::Compensation];

    /// Its name in scripts and, under `charge.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Interest => "interest",
            Self::Compensation => "compensation",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }

    /// The letter in the number of its document: L12-F is letter 12's fee.
    pub fn sign(self) -> char {
        match self {
            Self::Fee => 'F',
            Self::Interest => 'I',
            Self::Compensation => 'C',
        }
    }
}

/// A stretch of days at one rate on one principal: a line of the interest account, rounded by itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Span {
    /// The first day that counts.
    pub from: Date,
    /// The last day that counts.
    pub to: Date,
    pub days: u32,
    pub principal: Minor,
    /// Percent for a year.
    pub rate: Decimal,
    pub amount: Minor,
    /// The rule that sets the rate, as people cite it.
    pub rule: String,
}

/// A charge that a letter claims for the first time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Charge {
    /// The charge's own item.
    pub item: ItemId,
    /// The item whose lateness it answers.
    pub about: ItemId,
    pub kind: ChargeKind,
    pub amount: Minor,
    /// The rule that allows it, as people cite it.
    pub rule: String,
    /// The days that interest was counted for; empty for other charges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

impl Charge {
    /// The last day up to which interest is claimed.
    pub fn until(&self) -> Option<Date> {
        self.spans.last().map(|span| span.to)
    }

    /// The first day from which interest is claimed.
    pub fn starts(&self) -> Option<Date> {
        self.spans.first().map(|span| span.from)
    }
}

/// A letter recorded as sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Letter {
    pub id: LetterId,
    pub customer: CustomerId,
    pub currency: Currency,
    /// The stage of the item that came furthest.
    pub stage: String,
    pub kind: LetterKind,
    pub sent: Date,
    /// The last day to pay before the next step.
    pub deadline: Option<Date>,
    pub channel: String,
    pub reference: Option<String>,
    /// All that it lists, its own charges among them.
    pub lines: Vec<LetterLine>,
    /// The charges that are new with it.
    pub charges: Vec<Charge>,
    /// The sum of its lines.
    pub total: Minor,
    /// Why it went out in spite of a warning.
    #[serde(skip)]
    pub reason: String,
}

/// A letter as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterState {
    pub letter: Letter,
    pub voided: bool,
}
