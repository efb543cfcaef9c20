//! What stops reminders for an item or a part of it: dated overlays that move no balance.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::{ItemId, PauseId};
use super::money::Minor;

/// Why reminders stop.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PauseKind {
    /// The customer says that he does not owe it.
    Dispute,
    /// He has said when he pays.
    Promise,
}

impl PauseKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dispute => "dispute",
            Self::Promise => "promise",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Dispute, Self::Promise]
            .into_iter()
            .find(|kind| kind.name() == text)
    }
}

/// A dispute or a promise on one item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pause {
    pub id: PauseId,
    pub item: ItemId,
    pub kind: PauseKind,
    /// The part it is about, at most what was open then.
    pub amount: Minor,
    pub from: Date,
    /// A dispute's deadline for an answer; a promise's day of payment.
    pub until: Option<Date>,
    /// The first day on which it no longer holds.
    pub closed: Option<Date>,
    #[serde(skip)]
    pub reason: Option<String>,
    #[serde(skip)]
    pub outcome: Option<String>,
}

impl Pause {
    /// Whether it holds on a day. A promise ends with its day: then it is kept or broken.
    pub fn holds(&self, on: Date) -> bool {
        let ended = self.closed.is_some_and(|closed| closed <= on);
        let promise_over =
            self.kind == PauseKind::Promise && self.until.is_some_and(|until| until < on);
        self.from <= on && !ended && !promise_over
    }
}
