//! A customer asks for a later day: granted as far as the policy goes, else refused in words fit to be read to him.

use chrono::Days;

use crate::domain::book::Book;
use crate::domain::date::Date;
use crate::domain::id::{DocumentId, ItemId};
use crate::domain::money::{Minor, Money};
use crate::domain::pause::{PauseKind, PauseOn};
use crate::domain::refusal::CollectingRefusal;
use crate::rules::Rulebook;
use crate::rules::policy::Extension;

use super::held::{not_bankrupt, not_past, number, open_debits, state};
use super::pause::{Said, lay};
use super::{Declined, Draft};

/// One pause until the day for each open item that would fall due before it.
pub(super) fn extend(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    document: DocumentId,
    until: Date,
) -> Result<(), Declined> {
    not_past(until, today)?;
    let open = open_debits(&draft.book, document)?;
    let customer = super::held::owner(&draft.book, document)?;
    not_bankrupt(&draft.book, customer)?;
    for (item, _) in &open {
        if let Some(state) = draft.book.handover_of(*item) {
            return Err(CollectingRefusal::AlreadyHandedOver {
                invoice: number(&draft.book, document)?,
                agency: state.handover.agency.clone(),
            }
            .into());
        }
    }
    let mut due_before: Vec<(ItemId, Minor, Date)> = Vec::new();
    let mut first_due: Option<Date> = None;
    for (item, open) in open {
        let due = draft.book.item(item)?.due;
        first_due = Some(first_due.map_or(due, |first| first.min(due)));
        if due < until {
            due_before.push((item, open, due));
        }
    }
    let Some(due) = due_before.iter().map(|(_, _, due)| *due).min() else {
        return Err(CollectingRefusal::ExtensionNotLater {
            invoice: number(&draft.book, document)?,
            due: first_due.unwrap_or(until),
        }
        .into());
    };
    let policy = &super::policy(&draft.book, rulebook, customer)?.extension;
    grant(&draft.book, policy, document, (due, until), today)?;
    for (item, amount, _) in due_before {
        let said = Said {
            kind: PauseKind::Extension,
            until: Some(until),
            reason: None,
            owner: None,
        };
        lay(draft, today, PauseOn::Item(item), amount, &said)?;
    }
    Ok(())
}

/// Whether the policy gives the day to what is due on the other one.
fn grant(
    book: &Book,
    policy: &Extension,
    document: DocumentId,
    (due, until): (Date, Date),
    today: Date,
) -> Result<(), Declined> {
    let days = policy.max_days;
    if days == 0 || policy.max_times == 0 {
        return Err(CollectingRefusal::NoExtensions.into());
    }
    let given = times_given(book, document)?;
    if given >= usize::from(policy.max_times) {
        return Err(CollectingRefusal::ExtensionUsedUp {
            invoice: number(book, document)?,
            times: u16::try_from(given).unwrap_or(u16::MAX),
        }
        .into());
    }
    let last = due.checked_add_days(Days::new(u64::from(days)));
    let last = last.unwrap_or(due);
    if until > last {
        return Err(if last < today {
            CollectingRefusal::ExtensionTooLate { days, last }
        } else {
            CollectingRefusal::ExtensionTooLong { days, last }
        }
        .into());
    }
    part_first(book, policy.min_part_percent, document)
}

/// How often more time was given for an invoice: by the item that was given it most often, for each request gives it
/// to all that fall due before the day.
fn times_given(book: &Book, document: DocumentId) -> Result<usize, Declined> {
    let of_item = |item: ItemId| {
        let given = book.pauses_where(|state| {
            state.pause.on == PauseOn::Item(item)
                && state.pause.kind == PauseKind::Extension
                && !state.voided
        });
        given.len()
    };
    let items = &state(book, document)?.document.items;
    let given = items.iter().map(|item| of_item(item.id));
    Ok(given.max().unwrap_or_default())
}

/// So much of the invoice must be paid before more time is given.
fn part_first(book: &Book, percent: u16, document: DocumentId) -> Result<(), Declined> {
    let state = state(book, document)?;
    let (mut opened, mut open) = (Minor::ZERO, Minor::ZERO);
    for facts in &state.document.items {
        let item = book.item(facts.id)?;
        opened += item.opened;
        open += item.open;
    }
    let missing = opened.share(Minor(i64::from(percent)), Minor(100)) - (opened - open);
    if missing > Minor::ZERO {
        return Err(CollectingRefusal::ExtensionPartFirst {
            percent,
            missing: Money::new(missing, state.document.currency),
        }
        .into());
    }
    Ok(())
}
