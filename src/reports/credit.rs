//! Credit and the register as reports: who stands where, worst first. Values only; faces render them.

use crate::domain::assessment::Assessment;
use crate::domain::date::Date;
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::domain::upkeep::{AuditFinding, DataFault, Duplicate};
use crate::domain::warning::{LateDelivery, ShorterTerms, Warning};

/// A customer that a report names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
}

/// The answer to a sale.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assessed {
    /// None for who is not in the register.
    pub customer: Option<Named>,
    pub answer: Assessment,
}

/// A customer on the list of early warnings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WarningLine {
    pub customer: Named,
    pub warning: Warning,
    pub shorter: Option<ShorterTerms>,
    pub deliveries: Vec<LateDelivery>,
}

/// The early warnings, the highest score first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warnings {
    pub lines: Vec<WarningLine>,
    /// How many the largest are, their share of all receivables in percent, and from where the policy calls it much.
    pub largest: u16,
    pub share: u32,
    pub much: u16,
}

/// What the audit finds of a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditLine {
    pub customer: Named,
    pub findings: Vec<AuditFinding>,
}

/// What is wrong with a customer's data, the worst first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FaultyLine {
    pub customer: Named,
    pub faults: Vec<DataFault>,
}

/// Two customers that may be one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DuplicateLine {
    pub one: Named,
    pub other: Named,
    pub pair: Duplicate,
}

/// Customers of whom one thing is to be known.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Looked {
    /// What is most at risk first.
    pub customers: Vec<LookedAt>,
    /// The amounts together: magnitude, in the company's currency.
    pub sum: Minor,
}

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LookedAt {
    pub customer: Named,
    /// Magnitude in the company's currency: of what the list says.
    pub amount: Minor,
    /// The day that it is about: of the check, the end of the security or of the override, the review, the notice.
    pub on: Option<Date>,
}

/// What is to be seen to about credit and the register, each with its customers.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct CreditLook {
    /// At risk beyond the limit and what of it is let pass; the amount is what is beyond.
    pub over_limit: Looked,
    /// Sales are stopped, or go against payment in advance, and an invoice was issued since; the amount is theirs.
    pub held_but_delivered: Looked,
    /// The policy wants a newer credit check; the amount is the exposure.
    pub checks_too_old: Looked,
    /// Within the policy's days, or past; the amount is the security.
    pub securities_ending: Looked,
    /// The day is that of the review that should have been; the amount is the exposure.
    pub reviews_overdue: Looked,
    /// That stand today, by the day on which they end; the amount is the exposure.
    pub overrides: Looked,
    /// Changes that wait for a second person; the amount is the exposure.
    pub proposals: Looked,
    /// What bureaus reported in the last seven days; the amount is the exposure.
    pub notices: Looked,
    /// Data that nobody confirmed for long, with the day of the oldest; the amount is what they owe.
    pub stale: Looked,
}
