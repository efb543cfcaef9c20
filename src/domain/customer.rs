//! Customers: who owes. Each change of a customer is a new version; older versions stay.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::CustomerId;
use super::money::Minor;

/// What kind of debtor, which decides on fees, interest and the tone of letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CustomerKind {
    Business,
    Consumer,
    Public,
}

impl CustomerKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::Consumer => "consumer",
            Self::Public => "public",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Business, Self::Consumer, Self::Public]
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(text.trim()))
    }
}

/// What can name or reach a person. It is kept apart from the books, so that erasing it leaves them whole.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PartyText {
    pub name: String,
    pub org_no: Option<String>,
    /// A confirmed payer account, digits or IBAN without blanks.
    pub account: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub street: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    /// Columns of an imported list that have no field here, by header.
    pub notes: BTreeMap<String, String>,
}

/// One version of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CustomerFacts {
    pub kind: CustomerKind,
    /// ISO 3166 code of two letters.
    pub country: String,
    pub language: Option<String>,
    /// Credit days from issue to due date.
    pub terms_days: Option<u16>,
    /// In minor units of the company's currency.
    pub credit_limit: Option<Minor>,
    pub risk_class: Option<String>,
    pub group: Option<String>,
    pub channel: Option<String>,
    /// The day on which reminder fees were agreed.
    pub agreed_fee_date: Option<Date>,
    pub text: PartyText,
}

/// A customer taken in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Customer {
    pub id: CustomerId,
    pub number: String,
    pub facts: CustomerFacts,
}
