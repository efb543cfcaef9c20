//! Disputes and promises: what stops reminders for a part of what is open.

use rust_decimal::Decimal;

use crate::domain::book::{Book, Missing};
use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::id::{DocumentId, ItemId, PauseId};
use crate::domain::money::{Minor, Money};
use crate::domain::pause::{Pause, PauseKind, PauseOn};
use crate::domain::refusal::Refusal;

use super::{Declined, Draft, plausible, reason, typed};

pub(super) fn dispute(
    draft: &mut Draft,
    today: Date,
    document: DocumentId,
    amount: Option<Decimal>,
    why: &str,
    until: Option<Date>,
    owner: Option<&str>,
) -> Result<(), Declined> {
    let reason = reason(why)?;
    if let Some(until) = until {
        not_past(until, today)?;
    }
    if !disputes(&draft.book, document)?.is_empty() {
        return Err(Refusal::AlreadyDisputed {
            invoice: number(&draft.book, document)?,
        }
        .into());
    }
    pause(
        draft,
        today,
        document,
        PauseKind::Dispute,
        amount,
        until,
        (Some(&reason), owner),
    )
}

pub(super) fn promise(
    draft: &mut Draft,
    today: Date,
    document: DocumentId,
    date: Date,
    amount: Option<Decimal>,
) -> Result<(), Declined> {
    not_past(date, today)?;
    pause(
        draft,
        today,
        document,
        PauseKind::Promise,
        amount,
        Some(date),
        (None, None),
    )
}

pub(super) fn close(
    draft: &mut Draft,
    today: Date,
    document: DocumentId,
    outcome: &str,
) -> Result<(), Declined> {
    let outcome = reason(outcome)?;
    let open = disputes(&draft.book, document)?;
    if open.is_empty() {
        return Err(Refusal::NotDisputed {
            invoice: number(&draft.book, document)?,
        }
        .into());
    }
    for pause in open {
        draft.done(Deed::PauseClosed {
            pause,
            on: today,
            outcome: outcome.clone(),
        })?;
    }
    Ok(())
}

/// One pause for each open item, the earliest due first, until the amount is used up.
fn pause(
    draft: &mut Draft,
    today: Date,
    document: DocumentId,
    kind: PauseKind,
    amount: Option<Decimal>,
    until: Option<Date>,
    (reason, owner): (Option<&str>, Option<&str>),
) -> Result<(), Declined> {
    let items = open_debits(&draft.book, document)?;
    let open: Minor = items.iter().map(|(_, open)| *open).sum();
    let mut left = open;
    if let Some(amount) = amount {
        let currency = state(&draft.book, document)?.document.currency;
        left = typed(amount, currency)?;
        if left > open {
            return Err(Refusal::MoreThanOpen {
                invoice: number(&draft.book, document)?,
                asked: Money::new(left, currency),
                open: Money::new(open, currency),
            }
            .into());
        }
    }
    for (item, open) in items {
        let amount = left.min(open);
        if amount.is_zero() {
            break;
        }
        left -= amount;
        let id = draft.book.next.pause;
        draft.done(Deed::Paused(Pause {
            id,
            on: PauseOn::Item(item),
            kind,
            amount,
            from: today,
            until,
            closed: None,
            owner: owner.map(str::to_owned),
            reason: reason.map(str::to_owned),
            outcome: None,
        }))?;
    }
    Ok(())
}

fn not_past(date: Date, today: Date) -> Result<(), Refusal> {
    plausible(date)?;
    if date < today {
        Err(Refusal::DateInPast { date, today })
    } else {
        Ok(())
    }
}

fn open_debits(book: &Book, document: DocumentId) -> Result<Vec<(ItemId, Minor)>, Declined> {
    let state = state(book, document)?;
    if !state.document.kind.class().is_debit() {
        return Err(Refusal::NotADebit {
            invoice: state.document.number.clone(),
        }
        .into());
    }
    let mut open = Vec::new();
    for facts in &state.document.items {
        let item = book.item(facts.id)?;
        if item.is_open() {
            open.push((facts.id, item.open));
        }
    }
    if open.is_empty() {
        return Err(Refusal::InvoiceSettled {
            invoice: state.document.number.clone(),
        }
        .into());
    }
    Ok(open)
}

/// Disputes that nobody has closed, whatever their deadline.
fn disputes(book: &Book, document: DocumentId) -> Result<Vec<PauseId>, Missing> {
    let items: Vec<ItemId> = state(book, document)?
        .document
        .items
        .iter()
        .map(|item| item.id)
        .collect();
    let mut open: Vec<PauseId> = book
        .pauses
        .values()
        .filter(|state| {
            !state.voided && state.pause.kind == PauseKind::Dispute && state.pause.closed.is_none()
        })
        .filter(|state| {
            state
                .pause
                .on
                .item()
                .is_some_and(|item| items.contains(&item))
        })
        .map(|state| state.pause.id)
        .collect();
    open.sort_unstable();
    Ok(open)
}

fn state(
    book: &Book,
    document: DocumentId,
) -> Result<&crate::domain::book::DocumentState, Missing> {
    book.documents
        .get(&document)
        .ok_or_else(|| Missing(format!("document {}", document.0)))
}

fn number(book: &Book, document: DocumentId) -> Result<String, Missing> {
    Ok(state(book, document)?.document.number.clone())
}
