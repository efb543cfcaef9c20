//! What lies over items and customers, as the lists show it: plans and hand-overs.

use crate::domain::handover::Handover;
use crate::domain::money::{Currency, Minor};
use crate::domain::plan::{Kept, Plan};

/// A plan that nobody has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanLine {
    pub plan: Plan,
    pub customer_number: String,
    pub customer_name: String,
    /// Numbers of the documents that it covers, each once.
    pub invoices: Vec<String>,
    /// Of its items since it was made: magnitude.
    pub paid: Minor,
    pub kept: Kept,
}

/// An item that an agency has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandoverLine {
    pub handover: Handover,
    pub customer_number: String,
    pub customer_name: String,
    /// The document's.
    pub number: String,
    pub currency: Currency,
    pub open: Minor,
}
