//! A change of a customer that waits for a second person: what one proposes, another accepts or declines.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::field::Field;
use super::id::{CustomerId, ProposalId, RecordId};
use super::money::Minor;
use super::record::{HoldLevel, RecordFacts};

/// A change that one person asks for. Who asks and when stands with its entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    pub id: ProposalId,
    pub customer: CustomerId,
    /// The version of the customer that it would change.
    pub version: usize,
    /// Who asks: someone else must accept.
    pub by: String,
    /// What is asked, as JSON: it may hold an account or an address, and is kept apart from the chain.
    #[serde(skip)]
    pub asked: String,
}

/// What is asked, in words of its own.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// Each field with its value as `Field::write` takes it; none empties it.
    #[serde(default)]
    pub set: Vec<(Field, Option<String>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<AskedHold>,
    /// Of what stands on record of him beside holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<AskedRecord>,
    /// The limit that the customer had applied for, where the one that is set answers an application: in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Minor>,
    pub reason: String,
}

/// What is asked of a credit hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "asks", rename_all = "kebab-case")]
pub enum AskedHold {
    Set {
        level: HoldLevel,
        until: Option<Date>,
    },
    Release {
        record: RecordId,
    },
}

/// What is asked of a check or a security: what is sold by as by a limit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "asks", rename_all = "kebab-case")]
pub enum AskedRecord {
    Put {
        on: Date,
        until: Option<Date>,
        facts: RecordFacts,
        note: String,
    },
    End {
        record: RecordId,
        on: Option<Date>,
    },
}

impl Asked {
    /// Whether nothing is asked: it was erased.
    pub fn is_nothing(&self) -> bool {
        self.set.is_empty() && self.hold.is_none() && self.record.is_none()
    }
}

impl Proposal {
    /// What is asked; nothing once it was erased.
    pub fn asked(&self) -> Asked {
        serde_json::from_str(&self.asked).unwrap_or_default()
    }
}

/// A proposal and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalState {
    pub proposal: Proposal,
    /// Whether it was accepted, once someone has decided.
    pub accepted: Option<bool>,
    pub voided: bool,
}

impl ProposalState {
    /// Whether it still waits.
    pub fn waits(&self) -> bool {
        self.accepted.is_none() && !self.voided
    }
}
