//! Items that an agency collects: they leave the company's own reminders and stay in the aging.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::{HandoverId, ItemId, StatusId};

/// An item given to an agency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Handover {
    pub id: HandoverId,
    pub item: ItemId,
    pub agency: String,
    /// The agency's number for the case; none until it is known.
    pub case_number: Option<String>,
    pub from: Date,
    #[serde(skip)]
    pub reason: String,
}

/// A hand-over as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandoverState {
    pub handover: Handover,
    /// The first day on which the company follows the item itself again.
    pub closed: Option<Date>,
    pub voided: bool,
}

impl HandoverState {
    /// Whether the agency has it, as far as anyone has said.
    pub fn runs(&self) -> bool {
        self.closed.is_none() && !self.voided
    }

    pub fn holds(&self, on: Date) -> bool {
        !self.voided && self.handover.from <= on && self.closed.is_none_or(|closed| closed > on)
    }
}

/// How far an agency has come with an item, as it reports.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgencyStatus {
    pub id: StatusId,
    pub handover: HandoverId,
    /// In the agency's own words: `payment demand sent`, `at the enforcement office`.
    pub status: String,
    /// The day that the agency reports it for.
    pub on: Date,
    #[serde(skip)]
    pub note: String,
}

/// A report as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgencyStatusState {
    pub status: AgencyStatus,
    pub voided: bool,
}
