//! The start page: what waits, and how fresh the figures are.

use crate::domain::date::Date;
use crate::domain::id::{CustomerId, DocumentId};
use crate::domain::money::{Currency, Minor};
use crate::reports::post::OutboxTally;

/// A count and a sum in the company's currency.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tally {
    pub count: u64,
    pub amount: Minor,
}

/// An invoice that is overdue, on the start page's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OldestLine {
    pub customer: CustomerId,
    pub customer_name: String,
    pub document: DocumentId,
    pub number: String,
    pub due: Date,
    pub open: Minor,
    pub currency: Currency,
}

/// What the first screen shows at once: it costs as much on a million invoices as on ten.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct FirstLook {
    /// The open invoices that fell due first.
    pub oldest: Vec<OldestLine>,
    /// When a bank file was last taken in, and up to which booking date the payments go.
    pub bank_read: Option<Date>,
    pub bank_until: Option<Date>,
}

/// The figures that take a walk over what is open: they follow a moment later.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Overview {
    pub customers: u64,
    pub open: Tally,
    pub overdue: Tally,
    /// Fell due within the last seven days.
    pub newly_overdue: Tally,
    /// Over ninety days.
    pub old: Tally,
    /// Receipts to match.
    pub to_match: Tally,
    /// Of them those that one key posts.
    pub certain: Tally,
    pub set_aside: Tally,
    pub unapplied: Tally,
    pub disputed: Tally,
    /// Promises whose day has passed with the item still open.
    pub broken_promises: Tally,
    pub other_lines: Tally,
    pub outbox: OutboxTally,
    /// Sums in other currencies are not in the tallies above.
    pub other_currencies: bool,
}
