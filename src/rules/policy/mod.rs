//! The policy of reminders as typed data: which letters, when, what they claim, what a customer may be granted. It may
//! be milder than the law, never harsher.

mod check;
mod draft;
pub(in crate::rules) mod fault;
pub(in crate::rules) mod field;
mod gaps;
pub(in crate::rules) mod layers;
mod load;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::customer::CustomerKind;
use crate::domain::letter::LetterKind;
use crate::domain::money::{Currency, Minor};

pub use check::Harsher;
pub use draft::CHANNELS;
pub use fault::PolicyFault;
pub use field::PolicyText;
pub use load::WrittenPolicies;

/// What holds for one kind of customer.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Policy {
    /// Its name and a digest of all that it says: what each decision stores.
    pub version: String,
    /// In their order; a hand-over comes last.
    pub stages: Vec<Stage>,
    /// One letter for each invoice instead of one for the customer.
    pub letter_per_invoice: bool,
    /// Less than this, net, is not asked for.
    pub minimum: BTreeMap<Currency, Minor>,
    /// Charges alone are asked for from this on.
    pub minimum_of_charges: BTreeMap<Currency, Minor>,
    /// Interest of a letter is claimed from this on; less is carried to the next letter.
    pub minimum_of_interest: BTreeMap<Currency, Minor>,
    /// What becomes of charges when the principal is paid.
    pub charges_alone: ChargesAlone,
    /// A customer is new until so many invoices.
    pub new_until: u32,
    /// Days after a letter's deadline before the next stage, for payments on their way.
    pub grace_days: u16,
    /// Bank data may be so old in a run.
    pub bank_data_days: u32,
    /// Banking days after the due date in which a direct debit may come back.
    pub direct_debit_days: u16,
    /// Call customers who owe this much on the first day past due.
    pub call_above: BTreeMap<Currency, Minor>,
    /// An interest note for what was paid late and never reminded of.
    pub interest_notes: bool,
    /// Agreed rate of late interest, percent for a year.
    pub agreed_rate: Option<Decimal>,
    /// Warn so many days before a claim is barred.
    pub limitation_days: u32,
    pub extension: Extension,
    pub plan: PlanLimits,
    /// The agency that hand-overs go to.
    pub agency: Option<String>,
}

/// A stage.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Stage {
    pub name: String,
    pub does: StageDoes,
    /// Days after the effective due date, at least.
    pub after_due: u16,
    /// The same for a new customer.
    pub after_due_new: Option<u16>,
    /// Days after the letter before it, at least; its deadline and the grace days count too.
    pub after_previous: u16,
    pub fee: FeeAsked,
    pub interest: bool,
    pub compensation: bool,
    /// Days from sending to its deadline.
    pub deadline_days: Option<u16>,
    pub tone: String,
    /// The channels to try, the first first: email, post, sms, print.
    pub channels: Vec<String>,
    /// An agency sends it: the company only tells what is due.
    pub by_agency: bool,
}

/// What a stage does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum StageDoes {
    Letter(LetterKind),
    HandOver,
}

/// The fee that a stage asks for.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub enum FeeAsked {
    #[default]
    No,
    /// As much as the law allows.
    Most,
    /// So much of the currency of the law.
    Amount(Decimal),
}

/// What becomes of charges that stay open when the principal is paid.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub enum ChargesAlone {
    /// They are reminded of by themselves.
    #[default]
    Claim,
    /// They wait for the customer's next letter.
    Carry,
    /// They are proposed for waiving.
    Waive,
}

impl ChargesAlone {
    pub const NAMES: [&str; 3] = ["claim", "carry", "waive"];

    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "claim" => Some(Self::Claim),
            "carry" => Some(Self::Carry),
            "waive" => Some(Self::Waive),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Carry => "carry",
            Self::Waive => "waive",
        }
    }
}

/// What is granted to who asks for more time.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Extension {
    /// Days after the due date, at most.
    pub max_days: u16,
    /// Times for one invoice.
    pub max_times: u16,
    /// Percent of what is open that must be paid first.
    pub min_part_percent: u16,
}

/// Within what limits plans are made.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct PlanLimits {
    pub max_months: u16,
    pub max_instalments: u16,
    pub min_first_percent: u16,
    pub grace_days: u16,
    pub interest: bool,
    /// For drawing it up, where the law knows such a fee.
    pub fee: FeeAsked,
}

/// Whose policy is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    pub number: &'a str,
    pub kind: CustomerKind,
    pub group: Option<&'a str>,
}

/// One for businesses, public bodies among them, and one for consumers.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Pair<T> {
    pub business: T,
    pub consumer: T,
}

impl<T> Pair<T> {
    pub fn of(&self, kind: CustomerKind) -> &T {
        match kind {
            CustomerKind::Consumer => &self.consumer,
            CustomerKind::Business | CustomerKind::Public => &self.business,
        }
    }
}

/// The policies of a company: by kind, and those that a group or a customer has of its own.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Policies {
    /// The country's name and a digest of all that they say: what each entry of the journal stores.
    pub version: String,
    pub business: Policy,
    /// Public bodies are businesses here.
    pub consumer: Policy,
    pub groups: BTreeMap<String, Pair<Policy>>,
    /// By customer number, then by the group that he is in; "" for none that has a policy.
    pub customers: BTreeMap<String, BTreeMap<String, Pair<Policy>>>,
}

impl Policies {
    /// All of them, each where it holds.
    pub fn all(&self) -> impl Iterator<Item = &Policy> {
        let own = self.customers.values().flat_map(BTreeMap::values);
        let pairs = self.groups.values().chain(own);
        let pairs = pairs.flat_map(|pair| [&pair.business, &pair.consumer]);
        [&self.business, &self.consumer].into_iter().chain(pairs)
    }

    /// Up to how many invoices any policy calls a customer new.
    pub fn new_until(&self) -> u32 {
        self.all().map(|policy| policy.new_until).max().unwrap_or(0)
    }

    /// The policies that are shipped for a country, and what the settings change.
    pub fn load(country: &str, settings: Option<&PolicyText<'_>>) -> Result<Self, PolicyFault> {
        WrittenPolicies::read(country, settings)?.policies()
    }

    /// The customer's own, else his group's, else the company's. A customer's own is laid over his group's.
    pub fn of(&self, whose: Whose<'_>) -> &Policy {
        let group = whose
            .group
            .and_then(|group| self.groups.get_key_value(group));
        let name = group.map_or("", |(name, _)| name.as_str());
        let own = self.customers.get(whose.number);
        let pair = own.and_then(|own| own.get(name));
        match pair.or(group.map(|(_, pair)| pair)) {
            Some(pair) => pair.of(whose.kind),
            None if whose.kind == CustomerKind::Consumer => &self.consumer,
            None => &self.business,
        }
    }
}
