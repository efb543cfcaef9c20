//! More time that was granted moves the day on which a claim falls due: letters and fees count from there
//! (inkassoforskriften § 1-2: fourteen days after the claim's due date; laki saatavien perinnästä § 10 a). Interest does
//! not wait for it.

use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::date::Date;
use crate::domain::letter::LetterKind;
use crate::domain::money::Money;
use crate::domain::pause::{Pause, PauseKind};
use crate::rules::law::{Cited, Gap, Law, LetterRule};

/// The day by which an item may be paid: its due date, or the last day of the time granted for it.
pub(super) fn payable_until(arrears: &Arrears, item: &Overdue) -> Date {
    let pauses = item.pauses.iter().chain(&arrears.pauses);
    let granted = pauses.filter(|pause| pause.kind == PauseKind::Extension);
    granted
        .filter_map(last_day)
        .max()
        .map_or(item.due, |day| day.max(item.due))
}

/// Time that was taken back counts as far as it had come.
fn last_day(pause: &Pause) -> Option<Date> {
    let ended = pause.closed.and_then(|closed| closed.pred_opt());
    match (pause.until, ended) {
        (Some(until), Some(ended)) => Some(until.min(ended)),
        (until, ended) => until.or(ended),
    }
}

/// What the law says of a letter about an item; what it counts from the due date, from the day of the time granted.
pub(super) fn letter(
    law: &Law,
    arrears: &Arrears,
    item: &Overdue,
    kind: LetterKind,
    sent: Date,
) -> Result<LetterRule, Gap> {
    let principal = Money::new(item.open, arrears.currency);
    let rule = |due| law.letter(kind, arrears.kind, due, sent, Some(principal));
    let mut own = rule(item.due)?;
    let until = payable_until(arrears, item);
    if until > item.due {
        let granted = rule(until)?;
        own.earliest = later(own.earliest, granted.earliest);
        if let Some(fee) = &mut own.fee {
            let not_before = granted.fee.and_then(|fee| fee.not_before);
            fee.not_before = later(fee.not_before.take(), not_before);
        }
    }
    Ok(own)
}

fn later(one: Option<Cited<Date>>, other: Option<Cited<Date>>) -> Option<Cited<Date>> {
    match (one, other) {
        (Some(one), Some(other)) if other.value > one.value => Some(other),
        (one, other) => one.or(other),
    }
}
