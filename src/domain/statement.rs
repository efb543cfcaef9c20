//! Statements: what the bank says of an account over some days, and whether any are missing between two.

use serde::{Deserialize, Serialize};

use super::date::{self, Date};
use super::id::{FileId, StatementId};
use super::money::{Currency, Minor};

/// An account statement, or the part of a payment file that came to one account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    pub id: StatementId,
    pub file: Option<FileId>,
    pub account: Option<String>,
    pub currency: Currency,
    /// The sender's number, as written.
    pub number: Option<String>,
    /// The number of the statement in a row that goes up by one.
    pub sequence: Option<u64>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Booked balances, signed.
    pub opening: Option<Minor>,
    pub closing: Option<Minor>,
}

impl Statement {
    /// Whether it says anything that a gap could be told by.
    pub fn has_balances(&self) -> bool {
        self.opening.is_some() && self.closing.is_some()
    }

    /// Whether both are the same statement, from whichever file.
    pub fn is_same(&self, other: &Self) -> bool {
        self.account == other.account
            && self.currency == other.currency
            && self.number == other.number
            && (self.from, self.until) == (other.from, other.until)
            && (self.opening, self.closing) == (other.opening, other.closing)
    }

    /// What a person calls it by.
    pub fn label(&self) -> String {
        match (&self.number, self.until) {
            (Some(number), _) => number.clone(),
            (None, Some(until)) => until.to_string(),
            (None, None) => self.id.0.to_string(),
        }
    }

    /// Whether lines are missing between this statement and the next of the same account in time: the balances do
    /// not meet, or a number was left out. Statements that overlap say nothing.
    pub fn is_gap_before(&self, next: &Self) -> bool {
        let (Some(until), Some(from)) = (self.until, next.from) else {
            return false;
        };
        if from < until {
            return false;
        }
        let numbers_jump = match (self.sequence, next.sequence) {
            // Banks begin again at 1, each year most often.
            (Some(before), Some(after)) => after.checked_sub(before).is_some_and(|step| step > 1),
            _ => false,
        };
        match (self.closing, next.opening) {
            (Some(closing), Some(opening)) => closing != opening,
            _ => numbers_jump && from > date::next(until),
        }
    }
}
