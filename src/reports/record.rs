//! What is on record of customers, as lists show it.

use std::collections::BTreeMap;

use crate::domain::date::Date;
use crate::domain::field::Section;
use crate::domain::money::Minor;
use crate::domain::record::RecordState;

/// A record and whose it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordLine {
    pub customer_number: String,
    pub customer_name: String,
    pub state: RecordState,
    /// Whether it counts today.
    pub counts: bool,
}

/// An override, and what became of what was sold under it. Amounts are in the company's currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OverrideLine {
    pub line: RecordLine,
    pub invoices: u32,
    pub sold: Minor,
    pub open: Minor,
    /// The earliest due date of what is overdue by now.
    pub overdue_since: Option<Date>,
}

/// When a customer's credit was looked at, and when it is to be again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReviewLine {
    pub customer_number: String,
    pub customer_name: String,
    pub last: Date,
    pub next: Option<Date>,
    pub overdue: bool,
}

/// Sections of a customer's data that nobody confirmed for long, each with the day on which that was done last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaleLine {
    pub customer_number: String,
    pub customer_name: String,
    pub sections: BTreeMap<Section, Date>,
}
