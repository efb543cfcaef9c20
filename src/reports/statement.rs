//! A statement of account as facts: what moved a customer's balance, line by line, and what is open.

use crate::domain::content::Purpose;
use crate::domain::date::Date;
use crate::domain::id::CustomerId;
use crate::domain::money::Currency;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatementQuery {
    pub customer: CustomerId,
    pub purpose: Purpose,
    /// The last day whose postings count.
    pub as_of: Date,
    /// The first day of an activity statement; the year's, if none is given.
    pub from: Option<Date>,
    /// None: every currency that he has something in.
    pub currency: Option<Currency>,
}
