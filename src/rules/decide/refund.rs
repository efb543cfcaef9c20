//! Money to be given back: planned, dropped, and paid when the bank's debit comes.

use rust_decimal::Decimal;

use crate::domain::book::{Book, Missing};
use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, ItemId, RefundId};
use crate::domain::money::Minor;
use crate::domain::refund::Refund;
use crate::domain::refusal::Refusal;

use super::part::{nothing_left, too_much};
use super::{Declined, Draft, Subject, typed};

pub(super) fn plan(
    draft: &mut Draft,
    today: Date,
    credit: ItemId,
    amount: Option<Decimal>,
    why: &str,
) -> Result<(), Declined> {
    let item = draft.book.item(credit)?;
    if item.class.is_debit() || item.voided {
        return Err(Refusal::NotACredit {
            item: item.number.clone(),
        }
        .into());
    }
    if item.customer == CustomerId::UNIDENTIFIED {
        return Err(Refusal::NotIdentified { receipt: credit }.into());
    }
    let free = draft.book.free(credit)?;
    if free <= Minor::ZERO {
        return Err(nothing_left(&draft.book, credit)?.into());
    }
    let amount = match amount {
        Some(amount) => typed(amount, item.currency)?,
        None => free,
    };
    if amount > free {
        return Err(too_much(&draft.book, credit, amount, free)?.into());
    }
    let deed = Deed::RefundPlanned(Refund {
        id: draft.book.next.refund,
        credit,
        amount,
        planned: today,
        reason: why.trim().to_owned(),
    });
    Ok(draft.done(deed)?)
}

pub(super) fn drop_refund(draft: &mut Draft, refund: RefundId) -> Result<(), Declined> {
    match draft.book.refunds.get(&refund) {
        Some(state) if state.waits() => Ok(draft.done(Deed::RefundDropped { refund })?),
        Some(_) => Err(Refusal::RefundDone { refund }.into()),
        None => Err(Refusal::UnknownRefund {
            refund: refund.0.to_string(),
        }
        .into()),
    }
}

/// Money that goes out of a credit is first what was to be given back of it, the oldest refund first.
pub(super) fn pay(draft: &mut Draft, credit: ItemId, amount: Minor) -> Result<(), Missing> {
    let waiting = draft.book.waiting_refunds(credit).into_iter();
    let waiting: Vec<(RefundId, Minor)> =
        waiting.map(|state| (state.refund.id, state.left)).collect();
    let mut left = amount;
    for (refund, waits) in waiting {
        let amount = waits.min(left);
        if amount > Minor::ZERO {
            draft.done(Deed::RefundPaid { refund, amount })?;
            left -= amount;
        }
    }
    Ok(())
}

/// What keeps a credit from being used again: the refunds that wait for it, and what it was used for since.
pub(super) fn using(book: &Book, credit: ItemId) -> Vec<Subject> {
    let refunds = book.waiting_refunds(credit).into_iter().rev();
    let refunds = refunds.map(|state| Subject::Refund(state.refund.id));
    refunds.chain([Subject::Item(credit)]).collect()
}

/// What a refund was to give back is there to be kept for it again.
fn free_again(book: &Book, refund: RefundId) -> Result<(), Declined> {
    let state = book.refund(refund)?;
    if state.waits() {
        return Err(Declined::InTheWay(vec![Subject::Refund(refund)]));
    }
    let credit = state.refund.credit;
    if book.free(credit)? < state.left {
        return Err(Declined::InTheWay(using(book, credit)));
    }
    Ok(())
}

/// The deed that takes one of these deeds, or one of a line's, back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let in_the_way = |refund| Declined::InTheWay(vec![Subject::Refund(refund)]);
    Ok(match deed {
        Deed::RefundPlanned(Refund { id, .. }) | Deed::RefundRestored { refund: id } => {
            let state = book.refund(*id)?;
            if state.dropped || state.voided {
                return Err(in_the_way(*id));
            }
            if state.left != state.refund.amount {
                let credit = Subject::Item(state.refund.credit);
                return Err(Declined::InTheWay(vec![credit]));
            }
            Deed::RefundVoided { refund: *id }
        }
        Deed::RefundVoided { refund } => {
            free_again(book, *refund)?;
            Deed::RefundRestored { refund: *refund }
        }
        Deed::RefundDropped { refund } => {
            let credit = book.refund(*refund)?.refund.credit;
            if book.built_on.contains(&credit) {
                return Err(Declined::InTheWay(vec![Subject::Item(credit)]));
            }
            free_again(book, *refund)?;
            Deed::RefundResumed { refund: *refund }
        }
        Deed::RefundResumed { refund } => {
            let state = book.refund(*refund)?;
            if state.dropped || state.voided {
                return Err(in_the_way(*refund));
            }
            Deed::RefundDropped { refund: *refund }
        }
        Deed::RefundPaid { refund, amount } => Deed::RefundUnpaid {
            refund: *refund,
            amount: *amount,
        },
        Deed::RefundUnpaid { refund, amount } => {
            let state = book.refund(*refund)?;
            if state.dropped || state.voided || state.left < *amount {
                return Err(in_the_way(*refund));
            }
            Deed::RefundPaid {
                refund: *refund,
                amount: *amount,
            }
        }
        deed => return super::line::invert(book, deed),
    })
}
