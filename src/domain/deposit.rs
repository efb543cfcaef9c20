//! Deposits: money that came to an account as one sum. A bank tells of the same deposit more than once, as one line
//! of a statement and payment by payment in a file of details; it must be counted once.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::{FileId, ItemId};
use super::money::{Currency, Minor};

/// How much a file says of the money that came in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// No bank file: a list of the book, entered by hand, or nothing that came in.
    Book,
    /// The account's own lines, of which one can be the sum of many payments.
    Statement,
    /// Payment by payment: the sum of a batch is one line of the statement.
    Detail,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Statement => "statement",
            Self::Detail => "detail",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Book, Self::Statement, Self::Detail]
            .into_iter()
            .find(|level| level.name() == text)
    }
}

/// Days that may lie between two tellings: a statement may book a sum later than the file of its payments says.
pub const DAYS_APART: i64 = 5;

/// One sum that came to an account, as one file tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deposit {
    /// None for a receipt entered by hand.
    pub file: Option<FileId>,
    /// Short name of the file's format; empty for a receipt entered by hand.
    pub format: String,
    pub level: Level,
    pub account: Option<String>,
    pub booked: Date,
    pub currency: Currency,
    /// What ties its payments together in their file.
    pub batch: Option<String>,
    /// What came to the account: the payments less what was taken off them.
    pub sum: Minor,
    /// Its receipts, in order.
    pub receipts: Vec<ItemId>,
    /// Of a single payment: what tells it from others.
    pub bank_ref: Option<String>,
    pub reference: Option<String>,
    pub payer_account: Option<String>,
    pub payer_name: Option<String>,
    /// Someone has worked on one of its receipts.
    pub touched: bool,
    /// Formats whose telling of it is known for certain.
    pub told_by: Vec<String>,
    /// Another telling may be of it, or not: a person has not said yet.
    pub doubted: bool,
}

impl Deposit {
    pub fn is_single(&self) -> bool {
        self.receipts.len() == 1
    }
}
