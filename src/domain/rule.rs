//! The user's own rules for matching, as the settings file has them. A rule speaks only when it is switched on, and
//! it is switched on only as it was tested: a changed rule is another rule.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::money::Currency;

/// What money that fits the rule is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleSays {
    /// A customer's: his number, or `$name` for what a named group of the pattern found.
    Customer(String),
    /// For an invoice: its number or reference, or `$name`.
    Invoice(String),
    /// No receivable: the ledger account that it belongs to.
    NotReceivable(String),
}

/// One rule. All that it names must fit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rule {
    pub name: String,
    /// A regular expression over the payer's name and the text, each on a line of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The payer's account, bare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    pub says: RuleSays,
}
