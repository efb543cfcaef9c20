//! Customers: who owes. Each change of a customer is a new version; older versions stay.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::CustomerId;
use super::money::Minor;
use super::terms::Terms;

/// What kind of debtor, which decides on fees, interest and the tone of letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CustomerKind {
    Business,
    Consumer,
    Public,
}

impl CustomerKind {
    pub const ALL: [Self; 3] = [Self::Business, Self::Consumer, Self::Public];

    pub fn name(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::Consumer => "consumer",
            Self::Public => "public",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(text.trim()))
    }
}

/// A person to talk to at a customer.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    /// What he does there, as `daglig leder`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
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
    pub contacts: Vec<Contact>,
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
    pub terms: Option<Terms>,
    /// In minor units of the company's currency.
    pub credit_limit: Option<Minor>,
    pub risk_class: Option<String>,
    pub group: Option<String>,
    pub channel: Option<String>,
    /// The day on which reminder fees were agreed.
    pub agreed_fee_date: Option<Date>,
    /// Agreed late interest, percent a year, and the day on which that was agreed.
    pub agreed_interest: Option<Decimal>,
    pub agreed_interest_date: Option<Date>,
    /// The contract that terms, fee and interest stand in.
    pub contract: Option<String>,
    /// Who of the company sold to him.
    pub salesperson: Option<String>,
    pub tags: BTreeSet<String>,
    /// The customer that he belongs to: a group of companies, a chain.
    pub parent: Option<CustomerId>,
    /// A customer since; else since his first invoice.
    pub since: Option<Date>,
    /// Not sold to any more: he leaves the lists once nothing is open.
    pub inactive: bool,
    pub text: PartyText,
}

impl CustomerFacts {
    /// Whether the text was erased: nobody else is without a name.
    pub fn is_erased(&self) -> bool {
        self.text.name.is_empty()
    }

    /// A customer of whom only this is known.
    pub fn new(kind: CustomerKind, country: &str, name: &str) -> Self {
        Self {
            kind,
            country: country.to_owned(),
            language: None,
            terms: None,
            credit_limit: None,
            risk_class: None,
            group: None,
            channel: None,
            agreed_fee_date: None,
            agreed_interest: None,
            agreed_interest_date: None,
            contract: None,
            salesperson: None,
            tags: BTreeSet::new(),
            parent: None,
            since: None,
            inactive: false,
            text: PartyText {
                name: name.to_owned(),
                ..PartyText::default()
            },
        }
    }
}

/// A customer taken in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Customer {
    pub id: CustomerId,
    pub number: String,
    pub facts: CustomerFacts,
}
