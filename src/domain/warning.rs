//! Early warning: how a customer's paying looks, in points with the reason for each. A sum of signs, not a bureau's
//! rating.

use serde::Serialize;

use super::date::Date;
use super::money::Minor;

/// What a customer owes by age. Amounts are magnitudes in the company's currency.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub struct AgeMix {
    pub not_due: Minor,
    /// 1 to 30 days late, and so on.
    pub days_30: Minor,
    pub days_60: Minor,
    pub days_90: Minor,
    pub older: Minor,
}

/// What is known beside `CreditFacts`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Paying {
    pub ages: AgeMix,
    /// Plans that stand broken.
    pub plans_broken: u32,
}

/// A sign.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    DaysLate,
    LaterThanBefore,
    Promises,
    Disputes,
    Ages,
    Share,
    LimitUsed,
    BrokenPlan,
    Bureau,
}

impl Sign {
    pub const ALL: [Self; 9] = [
        Self::DaysLate,
        Self::LaterThanBefore,
        Self::Promises,
        Self::Disputes,
        Self::Ages,
        Self::Share,
        Self::LimitUsed,
        Self::BrokenPlan,
        Self::Bureau,
    ];

    /// Its name in the policy and, under `sign.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::DaysLate => "days-late",
            Self::LaterThanBefore => "later-than-before",
            Self::Promises => "promises",
            Self::Disputes => "disputes",
            Self::Ages => "ages",
            Self::Share => "share",
            Self::LimitUsed => "limit-used",
            Self::BrokenPlan => "broken-plan",
            Self::Bureau => "bureau",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.name() == name)
    }
}

/// How a sign stands. The sentence is in the locale under `early-warning.`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Shows {
    DaysLate {
        now: i64,
    },
    LaterThanBefore {
        now: i64,
        before: i64,
    },
    Promises {
        kept: u32,
        broken: u32,
    },
    Disputes {
        count: u32,
    },
    /// Percent of what he owes that is late, and that is more than 60 days late.
    Ages {
        late: u32,
        old: u32,
    },
    /// Percent of all that customers owe.
    Share {
        percent: u32,
    },
    /// Percent of his limit.
    LimitUsed {
        percent: u32,
    },
    BrokenPlan {
        count: u32,
    },
    BureauDefault {
        on: Date,
    },
    BureauBankruptcy,
}

/// A sign that shows, and what it adds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Signal {
    pub sign: Sign,
    /// 1 to 100: how bad it is by itself.
    pub points: u8,
    /// Of the policy.
    pub weight: u16,
    #[serde(flatten)]
    pub shows: Shows,
}

/// A customer's early warning.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Warning {
    /// 0 to 100: the weighted mean of all signs, and never less than half of the worst one.
    pub score: u8,
    /// Those that show, what adds most first.
    pub signals: Vec<Signal>,
}

/// Shorter terms for who pays late.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct ShorterTerms {
    pub from: u16,
    /// Days; none for payment in advance.
    pub to: Option<u16>,
    /// Days late on average, and the policy's most.
    pub late: i64,
    pub most: u16,
}

/// An invoice issued to a customer who was late with others.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LateDelivery {
    pub number: String,
    pub issued: Date,
    pub amount: Minor,
    /// How late the oldest was on that day.
    pub days: i64,
}

/// An item of a customer: issued, due, and settled since a day, if it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lot {
    /// The document's.
    pub number: String,
    pub issued: Date,
    pub due: Date,
    pub settled: Option<Date>,
    /// A magnitude in the company's currency.
    pub amount: Minor,
}
