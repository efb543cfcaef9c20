//! The register's reports: how a customer came to be as he is, who works with the ledger, changes that wait.

use serde::Serialize;

use crate::domain::field::{Change, Field};
use crate::domain::id::{CustomerId, EntryId, ProposalId};
use crate::domain::user::Role;

/// A line of the change log: one entry, and what it changed. Values are those of `Field::read`, a parent by its number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ChangeLine {
    pub entry: EntryId,
    /// When, in local time.
    pub at: String,
    pub actor: String,
    /// The command, as the journal names it.
    pub command: String,
    pub reason: Option<String>,
    pub version: usize,
    pub changes: Vec<Change>,
}

/// A user of the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct UserLine {
    pub name: String,
    pub role: Role,
    /// Who asks: the name that the journal bears.
    pub is_self: bool,
}

/// A change that waits for a second person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProposalLine {
    pub proposal: ProposalId,
    #[serde(skip)]
    pub customer: CustomerId,
    pub customer_no: String,
    pub name: String,
    pub by: String,
    pub at: String,
    pub reason: String,
    /// What is now, and what is asked.
    pub changes: Vec<Change>,
}

/// A customer as a form starts from him: his version, so that nobody else's edit is overwritten, and his values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    pub customer: CustomerId,
    pub number: String,
    pub version: usize,
    pub values: Vec<(Field, Option<String>)>,
}
