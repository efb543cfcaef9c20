//! The register, as the company decides.

use serde::{Deserialize, Serialize};

use crate::domain::field::Field;

/// A change that one person asks for and another carries out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guarded {
    /// The credit limit.
    Limit,
    /// The account that the customer pays from.
    Account,
    /// A credit hold.
    Hold,
}

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RegisterConfig {
    /// Changes that a second person must accept.
    pub second_person: Vec<Guarded>,
}

impl RegisterConfig {
    /// The fields of which that is so.
    pub fn guarded(&self) -> Vec<Field> {
        let field = |guarded: &Guarded| match guarded {
            Guarded::Limit => Some(Field::CreditLimit),
            Guarded::Account => Some(Field::Account),
            Guarded::Hold => None,
        };
        self.second_person.iter().filter_map(field).collect()
    }
}
