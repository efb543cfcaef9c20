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

/// The deed that takes one of these deeds back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let in_the_way = |refund| Declined::InTheWay(vec![Subject::Refund(refund)]);
    Ok(match deed {
        Deed::RefundPlanned(Refund { id, .. }) | Deed::RefundResumed { refund: id } => {
            let state = book.refund(*id)?;
            if state.dropped {
                return Err(in_the_way(*id));
            }
            let paid = state.left != state.refund.amount;
            if paid && matches!(deed, Deed::RefundPlanned(_)) {
                return Err(Declined::InTheWay(vec![Subject::Item(state.refund.credit)]));
            }
            Deed::RefundDropped { refund: *id }
        }
        Deed::RefundDropped { refund } => {
            let state = book.refund(*refund)?;
            if !state.dropped {
                return Err(in_the_way(*refund));
            }
            let credit = state.refund.credit;
            let stranger = book.item(credit)?.customer == CustomerId::UNIDENTIFIED;
            if stranger || book.free(credit)? < state.left {
                return Err(Declined::InTheWay(using(book, credit)));
            }
            Deed::RefundResumed { refund: *refund }
        }
        Deed::RefundPaid { refund, amount } => Deed::RefundUnpaid {
            refund: *refund,
            amount: *amount,
        },
        Deed::RefundUnpaid { refund, amount } => {
            let state = book.refund(*refund)?;
            if state.dropped || state.left < *amount {
                return Err(in_the_way(*refund));
            }
            Deed::RefundPaid {
                refund: *refund,
                amount: *amount,
            }
        }
        _ => return Err(Missing("the inverse of that deed".to_owned()).into()),
    })
}
