//! The ledger as a whole: one company's receivables book.

use serde::{Deserialize, Serialize};

use super::money::Currency;

/// How large the company is: what is much for a small one is little for a large one. The shipped credit policy has its
/// amounts by it.
#[derive(
    Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum CompanySize {
    /// A handful of people: one hand writes the invoices and the reminders.
    #[default]
    Small,
    Medium,
    /// Somebody's whole work is the receivables.
    Large,
}

impl CompanySize {
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// Its name in the policy's files, on the command line and, under `company-size.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|size| size.name().eq_ignore_ascii_case(text))
    }
}

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
    #[serde(default)]
    pub size: CompanySize,
}
