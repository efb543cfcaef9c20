//! The ledger as a whole: one company's receivables book.

use serde::{Deserialize, Serialize};

use super::money::Currency;

/// What is set when a ledger is made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LedgerFacts {
    pub company: String,
    /// ISO 3166 code of two letters.
    pub country: String,
    pub currency: Currency,
    pub org_no: Option<String>,
    /// The company's own accounts, as the user named them: never learned from a file.
    pub accounts: Vec<String>,
}
