//! What stops reminders, for a part of an item or for all of a customer's: dated overlays that move no balance.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::{CustomerId, ItemId, PauseId};
use super::money::Minor;

/// Why reminders stop. A payment plan stops them too, and is a thing of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PauseKind {
    /// The customer says that he does not owe it.
    Dispute,
    /// He has said when he pays.
    Promise,
    /// He asked for a later day and the policy grants it.
    Extension,
    /// Someone decided to wait.
    Pause,
    /// This stage is left out once: the next letter comes when it would have come.
    Skip,
    /// Bankrupt: nothing may be asked for. `until` is the last day to claim in the estate.
    Bankruptcy,
}

impl PauseKind {
    pub const ALL: [Self; 6] = [
        Self::Dispute,
        Self::Promise,
        Self::Extension,
        Self::Pause,
        Self::Skip,
        Self::Bankruptcy,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Dispute => "dispute",
            Self::Promise => "promise",
            Self::Extension => "extension",
            Self::Pause => "pause",
            Self::Skip => "skip",
            Self::Bankruptcy => "bankruptcy",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }

    /// Whether it ends by itself with its day. A dispute's day is only a deadline for an answer, and a bankruptcy's
    /// one for a claim.
    pub fn ends_with_its_day(self) -> bool {
        !matches!(self, Self::Dispute | Self::Bankruptcy)
    }
}

/// What a pause is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PauseOn {
    Item(ItemId),
    /// All that he owes, now and later.
    Customer(CustomerId),
}

impl PauseOn {
    pub fn item(self) -> Option<ItemId> {
        match self {
            Self::Item(item) => Some(item),
            Self::Customer(_) => None,
        }
    }

    pub fn customer(self) -> Option<CustomerId> {
        match self {
            Self::Item(_) => None,
            Self::Customer(customer) => Some(customer),
        }
    }
}

/// A pause.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pause {
    pub id: PauseId,
    pub on: PauseOn,
    pub kind: PauseKind,
    /// The part it is about, at most what was open then; zero for all of a customer's.
    pub amount: Minor,
    pub from: Date,
    /// A dispute's deadline for an answer, a promise's day of payment, the last day of a rest.
    pub until: Option<Date>,
    /// The first day on which it no longer holds.
    pub closed: Option<Date>,
    /// Who of the company sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    #[serde(skip)]
    pub reason: Option<String>,
    #[serde(skip)]
    pub outcome: Option<String>,
}

impl Pause {
    /// Whether it can still be ended on a day: nobody did, nor is it over by itself.
    pub fn runs(&self, on: Date) -> bool {
        let over = self.kind.ends_with_its_day() && self.until.is_some_and(|until| until < on);
        self.closed.is_none() && !over
    }

    /// Whether it holds on a day. A promise ends with its day: then it is kept or broken.
    pub fn holds(&self, on: Date) -> bool {
        let ended = self.closed.is_some_and(|closed| closed <= on);
        let over = self.kind.ends_with_its_day() && self.until.is_some_and(|until| until < on);
        self.from <= on && !ended && !over
    }
}

/// How promises were kept, counted from what was paid.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Promises {
    pub kept: u32,
    pub broken: u32,
}
