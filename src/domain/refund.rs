//! Money to be given back: planned here, matched to the bank's debit when it goes out.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::{ItemId, RefundId};
use super::money::Minor;

/// So much of a credit is to go back to the customer. Until then nothing else may use it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refund {
    pub id: RefundId,
    /// The receipt or credit note that it is taken from.
    pub credit: ItemId,
    /// Magnitude.
    pub amount: Minor,
    pub planned: Date,
    #[serde(skip)]
    pub reason: String,
}

/// A refund as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefundState {
    pub refund: Refund,
    /// What has not gone out yet: magnitude.
    pub left: Minor,
    pub dropped: bool,
    /// Its planning was undone.
    pub voided: bool,
}

impl RefundState {
    pub fn waits(&self) -> bool {
        !self.dropped && !self.voided && !self.left.is_zero()
    }
}
