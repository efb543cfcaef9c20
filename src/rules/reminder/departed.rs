//! Letters that have not left the house: what was recorded counts as taken, so that it goes out once, but nothing is
//! built on it before it left. Costs, deadlines and what an agency may do all count from sending (inkassoloven § 9,
//! inkassoforskriften §§ 1-2, 1-3; inkassolagen 5 §; inkassoloven § 10 of Denmark).

use super::Case;
use crate::domain::arrears::Overdue;
use crate::domain::departure::Unsent;
use crate::domain::outbox::Stand;

/// Whether nothing follows a letter yet. One that came back did leave, and a person may go on with a reason.
pub(super) fn holds_back(case: Case<'_>, unsent: Unsent) -> bool {
    !(case.arrears.insisted && unsent.stand == Stand::Returned)
}

/// The letter that a charge by itself waits for: the one that claims it, or the last that asked for it alone.
pub(super) fn of_charge(case: Case<'_>, charge: &Overdue) -> Option<Unsent> {
    let last = charge.taken.last().and_then(|taken| taken.unsent);
    charge
        .unsent
        .or_else(|| last.filter(|unsent| holds_back(case, *unsent)))
}
