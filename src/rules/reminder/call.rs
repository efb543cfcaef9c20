//! Whom to call first: customers with much that fell due and of whom nobody has logged a call since.

use super::{Case, barred, held};
use crate::domain::date;
use crate::domain::money::Minor;
use crate::domain::reminding::CallTask;

/// From the first day past the effective due date until a call is logged: a letter is no call.
pub(super) fn task(case: Case<'_>) -> Option<CallTask> {
    let above = *case.policy.call_above.get(&case.arrears.currency)?;
    let mut task: Option<CallTask> = None;
    for item in case.principal() {
        let effective = case.effective_due(item);
        if effective >= case.today {
            continue;
        }
        let moved_in = item.moved_in.as_ref();
        let reminded = moved_in
            .is_some_and(|told| told.last_stage.is_some() || told.last_letter_date.is_some());
        let called = case.arrears.last_call.is_some_and(|call| call > effective);
        let barred = barred::barred(item, case.arrears, case.law, case.today).is_some();
        if reminded || called || barred {
            continue;
        }
        // What rests is told with the item itself.
        let free = held::look(case, item, None, &mut Vec::new()).free;
        if free == Minor::ZERO {
            continue;
        }
        let since = date::next(effective);
        let task = task.get_or_insert(CallTask {
            items: Vec::new(),
            amount: Minor::ZERO,
            due: item.due,
            since,
        });
        task.items.push(item.item);
        task.amount += free;
        task.due = task.due.min(item.due);
        task.since = task.since.min(since);
    }
    // Money of his that the company holds is not to be called about.
    let mut task = task?;
    let credits = case.arrears.credits.iter();
    task.amount -= credits.map(|credit| credit.left).sum();
    (task.amount >= above.max(Minor(1))).then_some(task)
}
