//! Who works with a ledger, and what each may do. The ledger is a local file: whoever can write it with other tools
//! can do anything. Roles keep honest people from mistakes, and the journal says who did what.

use serde::{Deserialize, Serialize};

/// What a user may do: each role all that the ones before it may. A ledger without users lets everyone do everything.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Looks and prints.
    View,
    /// The daily work.
    Clerk,
    /// Limits, accounts, credit holds and users as well.
    Lead,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::View, Self::Clerk, Self::Lead];

    pub fn name(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Clerk => "clerk",
            Self::Lead => "lead",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == text)
    }
}
