//! Undo: the inverse of each event, if nothing later depends on it.

use std::collections::HashMap;

use crate::domain::book::{Book, Missing};
use crate::domain::date::Date;
use crate::domain::event::{Allocation, Deed, Range, RowKind};
use crate::domain::handover::HandoverState;
use crate::domain::id::{CustomerId, DocumentId, EntryId, ItemId, LetterId, OtherId};
use crate::domain::money::Minor;
use crate::domain::pause::PauseOn;
use crate::domain::plan::PlanState;
use crate::domain::refusal::Refusal;

use super::allocate::allocation;
use super::{Declined, Subject};

fn version_back(
    book: &Book,
    customer: CustomerId,
    (from, to): (usize, usize),
) -> Result<Deed, Declined> {
    at_version(book, customer, to)?;
    super::register::is_kept(book, customer, from)?;
    super::merge::stays_one(book, customer, from)?;
    Ok(Deed::VersionSet {
        customer,
        from: to,
        to: from,
    })
}

/// The deed that takes `deed` back. The inverse of an inverse is the deed again: that is redo.
///
/// Rows taken in are asked for as `Deed::Restored` of their range, for their inverse is the same: to be voided.
pub fn invert(book: &Book, entry: EntryId, deed: &Deed) -> Result<Deed, Declined> {
    let open = book.first_open();
    Ok(match deed {
        // A ledger cannot be unmade, and what is erased is gone.
        Deed::LedgerOpened(_) | Deed::Erased(_) => {
            return Err(Refusal::NotUndoable { entry }.into());
        }
        Deed::FileTaken(file) => Deed::FileVoided { file: file.id },
        Deed::FileVoided { file } => Deed::FileRestored { file: *file },
        Deed::FileRestored { file } => Deed::FileVoided { file: *file },
        Deed::Restored { range, .. } => {
            is_out(book, *range, false)?;
            untouched(book, *range)?;
            Deed::Voided {
                range: *range,
                not_before: open,
            }
        }
        Deed::Voided { range, .. } => {
            is_out(book, *range, true)?;
            owners_live(book, *range)?;
            Deed::Restored {
                range: *range,
                not_before: open,
            }
        }
        Deed::VersionSet { customer, from, to } => version_back(book, *customer, (*from, *to))?,
        Deed::Moved { .. } => move_back(book, deed)?,
        // It went to another customer since: what it settled was the first one's to settle.
        Deed::Allocated(was) | Deed::Unallocated(was) if book.built_on.contains(&was.credit) => {
            return Err(Declined::InTheWay(vec![Subject::Item(was.credit)]));
        }
        Deed::Allocated(was) => {
            still_settles(book, was)?;
            Deed::Unallocated(Allocation {
                date: book.posting_date(was.date),
                ..*was
            })
        }
        Deed::Unallocated(was) => Deed::Allocated(again(book, was)?),
        Deed::Decided(decision) => Deed::DecisionWithdrawn(decision.clone()),
        Deed::DecisionWithdrawn(decision) => Deed::Decided(decision.clone()),
        Deed::SetAside { receipt, reason } => {
            set_aside(book, *receipt, true)?;
            Deed::TakenUp {
                receipt: *receipt,
                reason: reason.clone(),
            }
        }
        Deed::TakenUp { receipt, reason } => {
            set_aside(book, *receipt, false)?;
            Deed::SetAside {
                receipt: *receipt,
                reason: reason.clone(),
            }
        }
        Deed::Paused(pause) => {
            pause_is(book, pause.id, None)?;
            Deed::PauseVoided { pause: pause.id }
        }
        Deed::PauseVoided { pause } => Deed::PauseRestored { pause: *pause },
        Deed::PauseRestored { pause } => {
            pause_is(book, *pause, None)?;
            Deed::PauseVoided { pause: *pause }
        }
        Deed::PauseClosed { pause, on, outcome } => {
            pause_is(book, *pause, Some(*on))?;
            Deed::PauseReopened {
                pause: *pause,
                on: *on,
                outcome: outcome.clone(),
            }
        }
        Deed::PauseReopened { pause, on, outcome } => {
            pause_is(book, *pause, None)?;
            Deed::PauseClosed {
                pause: *pause,
                on: *on,
                outcome: outcome.clone(),
            }
        }
        Deed::Locked { from, until } => {
            if book.locked != *until {
                return Err(Declined::InTheWay(vec![Subject::Lock]));
            }
            Deed::Locked {
                from: *until,
                until: *from,
            }
        }
        Deed::LinkBlocked { .. }
        | Deed::LinkUnblocked { .. }
        | Deed::LinkForgotten { .. }
        | Deed::LinkRemembered { .. }
        | Deed::RuleSwitched { .. } => return super::learned::invert(book, deed),
        Deed::PlanMade(_)
        | Deed::PlanVoided { .. }
        | Deed::PlanRestored { .. }
        | Deed::PlanEnded { .. }
        | Deed::PlanResumed { .. } => return super::plan::invert(book, deed),
        Deed::HandedOver(_)
        | Deed::HandoverVoided { .. }
        | Deed::HandoverRestored { .. }
        | Deed::CaseNumbered { .. }
        | Deed::TakenOver { .. }
        | Deed::HandedBack { .. } => return super::handover::invert(book, deed),
        Deed::Called(call) => super::call::take_back(book, call.id)?,
        Deed::CallRestored { call } => super::call::take_back(book, *call)?,
        Deed::CallVoided { call } => Deed::CallRestored { call: *call },
        Deed::Recorded(_)
        | Deed::RecordVoided { .. }
        | Deed::RecordRestored { .. }
        | Deed::RecordEnded { .. }
        | Deed::RecordResumed { .. } => return super::record::invert(book, deed),
        Deed::Differed(_) | Deed::Undiffered(_) => return super::difference::invert(book, deed),
        deed => return super::letter::invert(book, deed),
    })
}

/// Money goes back as a whole: all that came of it in the hands that it went to must be taken back first.
fn move_back(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let Deed::Moved {
        receipt,
        from,
        to,
        amount,
        date,
    } = deed
    else {
        return Err(Missing("the inverse of that deed".to_owned()).into());
    };
    let item = book.item(*receipt)?;
    let built_on = book.built_on.contains(receipt);
    if built_on || item.keyed != *to || item.open.abs() != *amount {
        return Err(Declined::InTheWay(vec![Subject::Item(*receipt)]));
    }
    if let Some(waiting) = book.waiting_refunds(*receipt).last() {
        return Err(Declined::InTheWay(vec![Subject::Refund(waiting.refund.id)]));
    }
    lives(book, *from)?;
    let from_day = book.posting_date((*date).max(item.held_since));
    Ok(Deed::Moved {
        receipt: *receipt,
        from: *to,
        to: *from,
        amount: *amount,
        date: item.first_day_with(*amount, from_day),
    })
}

/// A payment that went back settles nothing any more, although nobody undid what it had settled.
fn still_settles(book: &Book, was: &Allocation) -> Result<(), Declined> {
    let settled = book.settled.get(&was.credit).into_iter().flatten();
    let now = settled.filter(|now| now.debit == was.debit);
    let (amount, taken) = now.fold((Minor::ZERO, Minor::ZERO), |(amount, taken), now| {
        (amount + now.amount, taken + now.taken())
    });
    if amount < was.amount || taken < was.taken() {
        return Err(Declined::InTheWay(vec![
            Subject::Item(was.debit),
            Subject::Item(was.credit),
        ]));
    }
    Ok(())
}

/// An allocation made again: on the first day that fits now, with the amounts that it had.
fn again(book: &Book, was: &Allocation) -> Result<Allocation, Declined> {
    if book.free(was.debit)? < was.amount || book.free(was.credit)? < was.taken() {
        let credit = super::refund::using(book, was.credit).into_iter();
        return Err(Declined::InTheWay(
            credit.chain([Subject::Item(was.debit)]).collect(),
        ));
    }
    let pair = (was.amount, was.paid);
    let now = allocation(book, was.debit, was.credit, pair, None)?;
    Ok(Allocation {
        date: now.date,
        ..*was
    })
}

/// Rows must stand as the deed left them, in the ledger or out of it.
fn is_out(book: &Book, range: Range, out: bool) -> Result<(), Declined> {
    let differs = range.ids().any(|id| {
        let voided = match range.kind {
            RowKind::Customers => book
                .customers
                .get(&CustomerId(id))
                .map(|state| state.voided),
            RowKind::Documents => book
                .documents
                .get(&DocumentId(id))
                .map(|state| state.voided),
            RowKind::Receipts => book.items.get(&ItemId(id)).map(|state| state.voided),
            RowKind::Others => book.lines.get(&OtherId(id)).map(|state| state.voided),
            RowKind::Statements => None,
        };
        voided.is_some_and(|voided| voided != out)
    });
    if differs {
        Err(Declined::InTheWay(Vec::new()))
    } else {
        Ok(())
    }
}

/// Documents come back only to customers who are there.
fn owners_live(book: &Book, range: Range) -> Result<(), Declined> {
    if range.kind == RowKind::Documents {
        for id in range.ids() {
            if let Some(state) = book.documents.get(&DocumentId(id)) {
                lives(book, state.document.customer)?;
            }
        }
    }
    Ok(())
}

pub(super) fn lives(book: &Book, customer: CustomerId) -> Result<(), Declined> {
    match book.customers.get(&customer) {
        Some(state) if state.voided => Err(Refusal::UnknownCustomer {
            customer: state.number.clone(),
        }
        .into()),
        _ => Ok(()),
    }
}

/// Rows can be taken out only as they came in: nothing settled, nobody using them.
fn untouched(book: &Book, range: Range) -> Result<(), Declined> {
    let mut touched = Vec::new();
    let listed = listed(book);
    for id in range.ids() {
        match range.kind {
            RowKind::Customers => {
                let id = CustomerId(id);
                let edited = book
                    .customers
                    .get(&id)
                    .is_some_and(|state| state.version > 1);
                let in_use = edited || book.in_use.contains(&id);
                if in_use {
                    touched.push(Subject::Customer(id));
                }
            }
            RowKind::Documents => {
                let items = book
                    .documents
                    .get(&DocumentId(id))
                    .map(|state| &state.document.items);
                for facts in items.into_iter().flatten() {
                    touched.extend(moved(book, &listed, facts.id)?);
                }
                let kept = book.attachments.values();
                let kept = kept.filter(|file| file.attachment.document.0 == id && !file.detached);
                touched.extend(kept.map(|file| Subject::Attachment(file.attachment.id)));
            }
            RowKind::Receipts => {
                let id = ItemId(id);
                if book.covering.contains(&id) {
                    touched.push(Subject::Covering(id));
                }
                touched.extend(moved(book, &listed, id)?);
                if book
                    .receipts
                    .get(&id)
                    .is_some_and(|state| state.set_aside.is_some())
                {
                    touched.push(Subject::Receipt(id));
                }
            }
            RowKind::Others => {
                let worked_on = book
                    .lines
                    .get(&OtherId(id))
                    .is_some_and(|state| state.left != state.amount || state.dismissed.is_some());
                if worked_on {
                    touched.push(Subject::Line(OtherId(id)));
                }
            }
            RowKind::Statements => {}
        }
    }
    if touched.is_empty() {
        Ok(())
    } else {
        Err(Declined::InTheWay(touched))
    }
}

/// The last standing letter of each item that one says something of.
fn listed(book: &Book) -> HashMap<ItemId, LetterId> {
    let letters = book.standing_letters().into_iter();
    letters
        .flat_map(|letter| letter.lines.iter().map(|line| (line.item, letter.id)))
        .collect()
}

/// What later work did to an item: settled some of it or opened that again, gave it to a customer, paused it, or claimed
/// it in a letter.
fn moved(
    book: &Book,
    listed: &HashMap<ItemId, LetterId>,
    id: ItemId,
) -> Result<Option<Subject>, Declined> {
    let item = book.item(id)?;
    let identified = item.document.is_none() && item.customer != CustomerId::UNIDENTIFIED;
    if item.open != item.opened || identified || book.built_on.contains(&id) {
        return Ok(Some(Subject::Item(id)));
    }
    if let Some(refund) = book.planned_refund(id) {
        return Ok(Some(Subject::Refund(refund)));
    }
    if let Some(letter) = listed.get(&id) {
        return Ok(Some(Subject::Letter(*letter)));
    }
    let pause = book
        .pauses
        .values()
        .find(|state| state.pause.on == PauseOn::Item(id) && !state.voided)
        .map(|state| Subject::Pause(state.pause.id));
    let plan = || {
        let covers = |state: &&PlanState| !state.voided && state.plan.covers(id);
        let plan = book.plans.values().find(covers)?;
        Some(Subject::Plan(plan.plan.id))
    };
    let handover = || {
        let of = |state: &&HandoverState| !state.voided && state.handover.item == id;
        let handover = book.handovers.values().find(of)?;
        Some(Subject::Handover(handover.handover.id))
    };
    Ok(pause.or_else(plan).or_else(handover))
}

fn at_version(book: &Book, customer: CustomerId, version: usize) -> Result<(), Declined> {
    match book.customers.get(&customer) {
        Some(state) if state.version == version => Ok(()),
        _ => Err(Declined::InTheWay(vec![Subject::Customer(customer)])),
    }
}

fn set_aside(book: &Book, receipt: ItemId, expected: bool) -> Result<(), Declined> {
    let unidentified = book.item(receipt)?.customer == CustomerId::UNIDENTIFIED;
    let is = book
        .receipts
        .get(&receipt)
        .is_some_and(|state| state.set_aside.is_some());
    if is == expected && unidentified {
        Ok(())
    } else {
        Err(Declined::InTheWay(vec![Subject::Receipt(receipt)]))
    }
}

fn pause_is(
    book: &Book,
    pause: crate::domain::id::PauseId,
    closed: Option<Date>,
) -> Result<(), Declined> {
    match book.pauses.get(&pause) {
        Some(state) if state.pause.closed == closed && !state.voided => Ok(()),
        _ => Err(Declined::InTheWay(vec![Subject::Pause(pause)])),
    }
}
