//! What stops reminders for a time: disputes, promises, rests, bankruptcies.

use rust_decimal::Decimal;

use crate::domain::book::{Book, Missing};
use crate::domain::command::Resting;
use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, DocumentId, ItemId, PauseId, PlanId};
use crate::domain::money::{Minor, Money};
use crate::domain::pause::{Pause, PauseKind, PauseOn};
use crate::domain::refusal::{CollectingRefusal, Refusal};

use super::held::{
    disputes, is_running, not_bankrupt, not_past, number, open_debits, running, state,
};
use super::{Declined, Draft, reason, typed};

/// What a pause says of itself.
pub(super) struct Said<'a> {
    pub kind: PauseKind,
    pub until: Option<Date>,
    pub reason: Option<&'a str>,
    pub owner: Option<&'a str>,
}

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
    let open = open_debits(&draft.book, document)?;
    let said = Said {
        kind: PauseKind::Dispute,
        until,
        reason: Some(&reason),
        owner: owner.map(str::trim).filter(|owner| !owner.is_empty()),
    };
    lay_part(draft, today, document, open, amount, &said)
}

/// What is disputed cannot be promised as well: a promise is at most of the rest.
pub(super) fn promise(
    draft: &mut Draft,
    today: Date,
    document: DocumentId,
    date: Date,
    amount: Option<Decimal>,
) -> Result<(), Declined> {
    not_past(date, today)?;
    let mut left = open_debits(&draft.book, document)?;
    let mut why = None;
    for (item, open) in &mut left {
        let held = running(&draft.book, *item, PauseKind::Dispute);
        *open -= held.iter().map(|state| state.pause.amount).sum::<Minor>();
        why = why.or_else(|| held.first().and_then(|state| state.pause.reason.clone()));
    }
    left.retain(|(_, open)| *open > Minor::ZERO);
    if left.is_empty() {
        return Err(CollectingRefusal::IsDisputed {
            invoice: number(&draft.book, document)?,
            reason: why.unwrap_or_default(),
        }
        .into());
    }
    let said = Said {
        kind: PauseKind::Promise,
        until: Some(date),
        reason: None,
        owner: None,
    };
    lay_part(draft, today, document, left, amount, &said)
}

/// No letters until a day, for all that is open of a document or for all of a customer's.
pub(super) fn rest(
    draft: &mut Draft,
    today: Date,
    of: Resting,
    until: Date,
    why: &str,
) -> Result<(), Declined> {
    let reason = reason(why)?;
    not_past(until, today)?;
    let said = Said {
        kind: PauseKind::Pause,
        until: Some(until),
        reason: Some(&reason),
        owner: None,
    };
    match of {
        Resting::Document(document) => {
            for (item, open) in open_debits(&draft.book, document)? {
                lay(draft, today, PauseOn::Item(item), open, &said)?;
            }
            Ok(())
        }
        Resting::Customer(customer) => {
            super::customer(&draft.book, customer)?;
            let on = PauseOn::Customer(customer);
            Ok(lay(draft, today, on, Minor::ZERO, &said)?)
        }
    }
}

/// Nothing is asked for of a bankrupt customer, and no plan of his holds any more: what he owes is claimed in the
/// estate.
pub(super) fn bankrupt(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    claim_by: Option<Date>,
    why: &str,
) -> Result<(), Declined> {
    let reason = reason(why)?;
    super::customer(&draft.book, customer)?;
    not_bankrupt(&draft.book, customer)?;
    if let Some(day) = claim_by {
        not_past(day, today)?;
    }
    Ok(give_up(draft, today, customer, claim_by, &reason)?)
}

/// Lays a bankruptcy over all that a customer owes, and ends his plans.
pub(super) fn give_up(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    claim_by: Option<Date>,
    reason: &str,
) -> Result<(), Missing> {
    let said = Said {
        kind: PauseKind::Bankruptcy,
        until: claim_by,
        reason: Some(reason).filter(|reason| !reason.is_empty()),
        owner: None,
    };
    lay(
        draft,
        today,
        PauseOn::Customer(customer),
        Minor::ZERO,
        &said,
    )?;
    let his = draft.book.plans.values();
    let his = his.filter(|state| state.runs() && draft.book.owner(state.plan.customer) == customer);
    let mut plans: Vec<PlanId> = his.map(|state| state.plan.id).collect();
    plans.sort_unstable();
    for plan in plans {
        draft.done(Deed::PlanEnded {
            plan,
            on: today,
            reason: reason.to_owned(),
        })?;
    }
    Ok(())
}

/// Ends what holds before its day.
pub(super) fn end(
    draft: &mut Draft,
    today: Date,
    pause: PauseId,
    outcome: &str,
) -> Result<(), Declined> {
    let outcome = reason(outcome)?;
    match draft.book.pauses.get(&pause) {
        Some(state) if is_running(state, today) => {}
        Some(_) => return Err(CollectingRefusal::PauseOver { pause }.into()),
        None => return Err(CollectingRefusal::UnknownPause { pause }.into()),
    }
    Ok(draft.done(Deed::PauseClosed {
        pause,
        on: today,
        outcome,
    })?)
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

/// One pause for each item, the earliest due first, until the amount is used up.
fn lay_part(
    draft: &mut Draft,
    today: Date,
    document: DocumentId,
    items: Vec<(ItemId, Minor)>,
    amount: Option<Decimal>,
    said: &Said<'_>,
) -> Result<(), Declined> {
    let open: Minor = items.iter().map(|(_, open)| *open).sum();
    let mut left = open;
    if let Some(amount) = amount {
        let currency = state(&draft.book, document)?.document.currency;
        left = typed(amount, currency)?;
        if left > open {
            let invoice = number(&draft.book, document)?;
            let (asked, open) = (Money::new(left, currency), Money::new(open, currency));
            return Err(if said.kind == PauseKind::Promise {
                promise_too_large(&draft.book, document, (invoice, asked, open))?
            } else {
                Refusal::MoreThanOpen {
                    invoice,
                    asked,
                    open,
                }
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
        lay(draft, today, PauseOn::Item(item), amount, said)?;
    }
    Ok(())
}

/// More than is open, or more than is open and not disputed.
fn promise_too_large(
    book: &Book,
    document: DocumentId,
    (invoice, asked, open): (String, Money, Money),
) -> Result<Refusal, Declined> {
    Ok(if disputes(book, document)?.is_empty() {
        Refusal::MoreThanOpen {
            invoice,
            asked,
            open,
        }
    } else {
        let refusal = CollectingRefusal::MoreThanUndisputed {
            invoice,
            asked,
            open,
        };
        refusal.into()
    })
}

/// One pause.
pub(super) fn lay(
    draft: &mut Draft,
    today: Date,
    on: PauseOn,
    amount: Minor,
    said: &Said<'_>,
) -> Result<(), Missing> {
    let id = draft.book.next.pause;
    draft.done(Deed::Paused(Pause {
        id,
        on,
        kind: said.kind,
        amount,
        from: today,
        until: said.until,
        closed: None,
        owner: said.owner.map(str::to_owned),
        reason: said.reason.map(str::to_owned),
        outcome: None,
    }))
}
