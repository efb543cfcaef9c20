//! What is overdue, customer by customer, and who is paused and why.

use crate::domain::id::CustomerId;
use crate::domain::money::{Currency, Minor};

use super::card::ItemLine;

/// A customer with overdue items in one currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OverdueLine {
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub currency: Currency,
    /// Overdue items, the oldest first, those that are paused in whole among them.
    pub items: Vec<ItemLine>,
    /// Overdue and not paused.
    pub due: Minor,
    /// Overdue and paused: disputed or promised.
    pub paused: Minor,
    /// Credits and unapplied money that a reminder would take off: zero or negative.
    pub to_his_good: Minor,
    /// Days past due of the oldest item.
    pub days: i64,
    /// Receipts not identified yet that may be his.
    pub unmatched: u64,
}
