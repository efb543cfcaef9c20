//! The period lock: up to its day nothing is posted any more.

use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::refusal::Refusal;

use super::{Declined, Draft, plausible};

pub(super) fn lock(draft: &mut Draft, today: Date, until: Date) -> Result<(), Declined> {
    plausible(until)?;
    if until > today {
        return Err(Refusal::LockInFuture { date: until, today }.into());
    }
    let from = draft.book.locked;
    if let Some(locked) = from.filter(|locked| *locked >= until) {
        return Err(Refusal::LockBackwards {
            date: until,
            locked,
        }
        .into());
    }
    Ok(draft.done(Deed::Locked {
        from,
        until: Some(until),
    })?)
}
