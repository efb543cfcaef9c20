//! Calls to customers about what they owe.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::{CallId, CustomerId};

/// A call, and what was said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Call {
    pub id: CallId,
    pub customer: CustomerId,
    pub on: Date,
    #[serde(skip)]
    pub note: String,
}

/// A call and whether it was taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallState {
    pub call: Call,
    pub voided: bool,
}
