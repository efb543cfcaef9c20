//! What was learned: whose a payer's account or name is, and how often a pattern of evidence was right. Never more
//! than a count of decisions; an undone decision takes its lesson back.

use serde::{Deserialize, Serialize};

use super::id::{CustomerId, EntryId};

/// What a payer is known by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    Account,
    /// Name, folded for comparison.
    Name,
}

impl LinkKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Name => "name",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Account, Self::Name]
            .into_iter()
            .find(|kind| kind.name() == text)
    }
}

/// How far a link may be relied on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkState {
    /// Seen, not proven: a hint.
    Trial,
    /// Three times right since it was last undone, never another customer.
    Trusted,
    /// Several customers' : it narrows, it never decides.
    Shared,
    /// A person said that it must not be used.
    Blocked,
}

impl LinkState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Trusted => "trusted",
            Self::Shared => "shared",
            Self::Blocked => "blocked",
        }
    }
}

/// Confirmations, without one undone between them, that make a link trusted.
pub const TRUSTED_AFTER: u32 = 3;

/// How often something was right and how often it was taken back.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Decisions that stand.
    pub right: u32,
    /// Decisions that were taken back.
    pub undone: u32,
    /// Right since one was last taken back.
    pub streak: u32,
}

impl Record {
    /// Clean confirmations that a pattern needs after one was taken back before it is relied on again.
    pub const CLEAN: u32 = 20;
    /// Confirmations that a pattern needs before strong proposals may post by themselves.
    pub const PROVEN: u32 = 50;

    pub fn confirm(&mut self) {
        self.right += 1;
        self.streak += 1;
    }

    pub fn take_back(&mut self) {
        self.right = self.right.saturating_sub(1);
        self.undone += 1;
        self.streak = 0;
    }

    /// One of a pattern's proposals was taken back not long ago.
    pub fn is_demoted(&self) -> bool {
        self.undone > 0 && self.streak < Self::CLEAN
    }

    /// Often right and never taken back.
    pub fn is_proven(&self) -> bool {
        self.undone == 0 && self.right >= Self::PROVEN
    }
}

/// A payer's account or name and a customer whose it was found to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    pub kind: LinkKind,
    pub key: String,
    pub customer: CustomerId,
    pub record: Record,
    pub state: LinkState,
    /// The decision that it was first learned from.
    pub origin: EntryId,
    pub last: EntryId,
}

/// The state of a link, seen together with the others of the same key.
pub fn state(record: &Record, others: usize, blocked: bool) -> LinkState {
    if blocked {
        LinkState::Blocked
    } else if others > 0 {
        LinkState::Shared
    } else if record.streak >= TRUSTED_AFTER {
        LinkState::Trusted
    } else {
        LinkState::Trial
    }
}
