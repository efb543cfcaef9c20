//! Credit and the register as reports: who stands where, worst first. Values only; faces render them.

use crate::domain::assessment::Assessment;
use crate::domain::id::CustomerId;
use crate::domain::money::Money;
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
    pub amount: Money,
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
