//! What of an item bears interest on a day: what was open of it, less what was disputed that day or credited at any
//! time, less the customer's own money and credits that the company held, which go to the oldest debt first. Interest is of what is owed and late
//! (forsinkelsesrenteloven § 2, räntelagen § 3), and nobody owes what the other already has.

use super::after;
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::customer::CustomerKind;
use crate::domain::date::{self, Date};
use crate::domain::document::ItemClass;
use crate::domain::money::Minor;
use crate::domain::pause::{Pause, PauseKind};
use crate::rules::interest;
use crate::rules::law::Law;

/// What bears interest on a day. Money that comes in counts from the day after it: the day itself still bears interest.
pub(super) fn on(arrears: &Arrears, item: &Overdue, day: Date) -> Minor {
    let own = undisputed(arrears, item, day);
    let held = arrears.credits.iter().filter(|credit| credit.on < day);
    let mut held: Minor = held.map(|credit| credit.left).sum();
    for older in older(arrears, item) {
        if held <= Minor::ZERO {
            return own;
        }
        held -= undisputed(arrears, older, day);
    }
    own - held.clamp(Minor::ZERO, own)
}

/// The days on which that may change, in no order.
pub(super) fn changes(arrears: &Arrears, item: &Overdue) -> Vec<Date> {
    let mut days = own_changes(item);
    for pause in arrears.pauses.iter().filter(|pause| stops(pause)) {
        days.extend(bounds(pause));
    }
    if !arrears.credits.is_empty() {
        let credits = arrears.credits.iter();
        days.extend(credits.map(|credit| date::next(credit.on)));
        days.extend(older(arrears, item).flat_map(own_changes));
    }
    days
}

/// The first day that bears interest: the one after the effective due date. Of a consumer with whom no term was agreed
/// the invoice alone makes no due date: then the days that the law gives him from the invoice count (räntelagen § 4).
/// Fees agreed by the day of the invoice stand for an agreement.
pub(super) fn first_day(arrears: &Arrears, item: &Overdue, law: &Law) -> Date {
    let first = interest::first_day(law.effective_due(item.due, arrears.kind).value);
    let agreed = arrears
        .agreed_fee
        .is_some_and(|agreed| agreed <= item.issued);
    if arrears.kind != CustomerKind::Consumer || agreed {
        return first;
    }
    match law.interest_without_term(arrears.kind, item.issued) {
        Some(days) => first.max(date::next(after(item.issued, days.value))),
        None => first,
    }
}

/// Whether interest rests with a pause. It does for a dispute's days, however it ends, and for the bankrupt; a promise,
/// a pause and more time only keep letters back.
pub(super) fn stops(pause: &Pause) -> bool {
    matches!(pause.kind, PauseKind::Dispute | PauseKind::Bankruptcy)
}

fn undisputed(arrears: &Arrears, item: &Overdue, day: Date) -> Minor {
    let holding = |pause: &&Pause| stops(pause) && pause.holds(day);
    if arrears.pauses.iter().any(|pause| holding(&pause)) {
        return Minor::ZERO;
    }
    let before = item.changes.iter().filter(|(on, _)| *on < day);
    let changed: Minor = before.map(|(_, change)| *change).sum();
    let opened = if item.changes.is_empty() {
        item.open
    } else {
        item.opened
    };
    // What a credit note takes away was never owed, whenever it came.
    let credited = item.credited.iter().filter(|(on, _)| *on >= day);
    let credited: Minor = credited.map(|(_, change)| *change).sum();
    let disputed = item.pauses.iter().filter(holding);
    let disputed: Minor = disputed.map(|pause| pause.amount).sum();
    (opened + changed + credited - disputed).max(Minor::ZERO)
}

fn own_changes(item: &Overdue) -> Vec<Date> {
    let mut days: Vec<Date> = item.changes.iter().map(|(on, _)| date::next(*on)).collect();
    for pause in item.pauses.iter().filter(|pause| stops(pause)) {
        days.extend(bounds(pause));
    }
    days
}

fn bounds(pause: &Pause) -> impl Iterator<Item = Date> {
    [Some(pause.from), pause.closed].into_iter().flatten()
}

/// Open principal that was due before an item.
fn older<'a>(arrears: &'a Arrears, item: &Overdue) -> impl Iterator<Item = &'a Overdue> {
    let place = (item.due, item.item);
    arrears.items.iter().filter(move |other| {
        other.class == ItemClass::Debit
            && other.open > Minor::ZERO
            && (other.due, other.item) < place
    })
}
