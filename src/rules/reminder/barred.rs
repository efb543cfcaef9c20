//! Claims that are barred: nobody can be made to pay them, and they are asked for only where someone says why
//! (foreldelsesloven § 2; inkassoloven § 8: good practice).

use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::date::Date;
use crate::rules::law::{Cited, Gap, Law};
use crate::rules::limitation::{Interruption, InterruptionKind};

/// The last day before a claim is barred, after all that interrupted it.
pub fn barred_after(item: &Overdue, arrears: &Arrears, law: &Law) -> Result<Cited<Date>, Gap> {
    let reminders = item.taken.iter().map(|taken| Interruption {
        on: taken.sent,
        kind: InterruptionKind::Reminder,
    });
    // A credit note is the creditor's own doing: the debtor acknowledges nothing by it.
    let paid = item
        .changes
        .iter()
        .filter(|change| change.1.0 < 0 && !item.credited.contains(change));
    let paid = paid.map(|(on, _)| Interruption {
        on: *on,
        kind: InterruptionKind::PartPayment,
    });
    let interruptions: Vec<Interruption> = reminders.chain(paid).collect();
    law.limitation(arrears.kind, item.issued, item.due, &interruptions)
}

/// The last day on which a claim could be enforced, and the paragraph, if it is over. Without a row for it nothing is
/// known, and nothing stops.
pub(super) fn barred(
    item: &Overdue,
    arrears: &Arrears,
    law: &Law,
    today: Date,
) -> Option<Cited<Date>> {
    if law.outlives(item.issued, item.due, today) {
        return None;
    }
    let last = barred_after(item, arrears, law).ok()?;
    (last.value < today).then_some(last)
}
