//! A stage left out once: the next letter comes when the one after it would have come.

use chrono::Days;

use crate::domain::book::Book;
use crate::domain::date::{self, Date};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::{PauseKind, PauseOn};
use crate::domain::plan::Kept;
use crate::domain::refusal::CollectingRefusal;
use crate::rules::Rulebook;
use crate::rules::policy::{Policy, Stage};

use super::held::not_bankrupt;
use super::pause::{Said, lay};
use super::{Declined, Draft, reason};

/// One pause for each item whose stage is due, until the day before the next letter may go.
pub(super) fn skip(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    (customer, currency): (CustomerId, Currency),
    why: &str,
) -> Result<(), Declined> {
    let reason = reason(why)?;
    let policy = super::policy(&draft.book, rulebook, customer)?;
    not_bankrupt(&draft.book, customer)?;
    let due = due_now(&draft.book, policy, today, customer, currency);
    if due.is_empty() {
        return Err(CollectingRefusal::NothingToSkip {
            customer: super::customer(&draft.book, customer)?.number.clone(),
        }
        .into());
    }
    for (item, amount, stage) in due {
        let due = draft.book.item(item)?.due;
        let said = Said {
            kind: PauseKind::Skip,
            until: next_day(policy, stage, due, today).pred_opt(),
            reason: Some(&reason),
            owner: None,
        };
        lay(draft, today, PauseOn::Item(item), amount, &said)?;
    }
    Ok(())
}

/// The first day on which the stage after one could come, had the one gone out today.
fn next_day(policy: &Policy, stage: usize, due: Date, today: Date) -> Date {
    let after = |day: Date, days: u64| day.checked_add_days(Days::new(days)).unwrap_or(day);
    let own = policy.stages.get(stage).and_then(|own| own.deadline_days);
    let answered = own.map_or(0, |days| u64::from(days) + u64::from(policy.grace_days) + 1);
    let (since, past_due) = policy.stages.get(stage + 1).map_or((0, 0), |next| {
        (u64::from(next.after_previous), u64::from(next.after_due))
    });
    after(today, answered.max(since).max(1)).max(after(due, past_due))
}

/// Open items with a stage that is due, and which: nothing that rests already.
fn due_now(
    book: &Book,
    policy: &Policy,
    today: Date,
    customer: CustomerId,
    currency: Currency,
) -> Vec<(ItemId, Minor, usize)> {
    let mut due: Vec<(ItemId, Minor, usize)> = Vec::new();
    for (id, item) in &book.items {
        let his = item.customer == customer && item.currency == currency && !item.voided;
        if !his || !item.class.is_debit() || !item.is_open() || item.due >= today {
            continue;
        }
        let rests = book.handover_of(*id).is_some()
            || is_on_plan(book, today, *id)
            || book
                .pauses
                .values()
                .filter(|state| !state.voided && state.pause.on == PauseOn::Item(*id))
                .any(|state| state.pause.holds(today) && state.pause.amount >= item.open);
        if let Some(stage) = stage_due(book, policy, today, *id, item.due).filter(|_| !rests) {
            due.push((*id, item.open, stage));
        }
    }
    due.sort_unstable();
    due
}

/// A plan that is kept, as far as it goes, holds its items.
fn is_on_plan(book: &Book, today: Date, item: ItemId) -> bool {
    let Some(state) = book.plan_of(item) else {
        return false;
    };
    let paid = book.paid_of(state);
    paid.is_ok_and(|paid| !matches!(state.plan.kept(paid, today), Kept::Broken(_)))
}

/// The step that an item took last: its stage, when the letter went out, and its deadline.
fn last_step(book: &Book, id: ItemId) -> Option<(&str, Option<Date>, Option<Date>)> {
    for letter in book.standing_letters().into_iter().rev() {
        let line = letter.lines.iter().find(|line| line.item == id);
        if let Some(step) = line.and_then(|line| line.step.as_ref()) {
            return Some((&step.stage, Some(letter.sent), letter.deadline));
        }
    }
    let document = book.documents.get(&book.items.get(&id)?.document?)?;
    let items = &document.document.items;
    let moved_in = items
        .iter()
        .find(|facts| facts.id == id)?
        .moved_in
        .as_ref()?;
    Some((
        moved_in.last_stage.as_deref()?,
        moved_in.last_letter_date,
        None,
    ))
}

fn stage_due(book: &Book, policy: &Policy, today: Date, item: ItemId, due: Date) -> Option<usize> {
    let last = last_step(book, item);
    let taken = last.and_then(|(taken, ..)| {
        let named = |stage: &Stage| stage.name == taken;
        policy.stages.iter().position(named)
    });
    let at = taken.map_or(0, |taken| taken + 1);
    let stage = policy.stages.get(at)?;
    let mut is_due = date::days_past(due, today) >= i64::from(stage.after_due);
    if let Some((_, sent, deadline)) = last {
        let since = sent.map(|sent| date::days_past(sent, today));
        is_due &= since.is_none_or(|days| days >= i64::from(stage.after_previous));
        let over = deadline.map(|day| date::days_past(day, today));
        is_due &= over.is_none_or(|days| days > i64::from(policy.grace_days));
    }
    is_due.then_some(at)
}
