//! What is closed without money: the rest of an invoice, or of money that came in.

use rust_decimal::Decimal;

use crate::domain::book::{Book, Missing};
use crate::domain::command::{Rest, Target};
use crate::domain::date::Date;
use crate::domain::difference::{Difference, DifferenceKind};
use crate::domain::event::Deed;
use crate::domain::id::ItemId;
use crate::domain::money::Minor;
use crate::domain::refusal::Refusal;

use super::allocate::share;
use super::part::{items_of, nothing_left, too_much};
use super::settle::take_up_if_set_aside;
use super::{Declined, Draft, Subject, reason, typed};

/// Closes an item, a document's open items or a part of them, the oldest first: on the day on which that is decided,
/// for until then it was owed. Money that never was a receivable is none from its own day on.
pub(super) fn write_off(
    draft: &mut Draft,
    today: Date,
    target: Target,
    amount: Option<Decimal>,
    (kind, why): (DifferenceKind, &str),
) -> Result<(), Declined> {
    let items = items_of(&draft.book, target)?;
    let mut free = Vec::with_capacity(items.len());
    for item in items {
        free.push((item, free_of(&draft.book, item)?));
    }
    let all: Minor = free.iter().map(|(_, free)| *free).sum();
    let first = free[0].0;
    let mut left = match amount {
        Some(amount) => typed(amount, draft.book.item(first)?.currency)?,
        None => all,
    };
    if left > all {
        return Err(too_much(&draft.book, first, left, all)?.into());
    }
    let day = match kind {
        DifferenceKind::NotReceivable => None,
        _ => Some(today),
    };
    for (item, free) in free {
        let amount = left.min(free);
        if amount <= Minor::ZERO {
            continue;
        }
        take_up_if_set_aside(draft, item)?;
        let from = draft.on.or(day);
        close(draft, item, amount, (kind, why), (None, from))?;
        left -= amount;
    }
    Ok(())
}

/// Closes what is left over when a receipt settles items: of one of them, or of the receipt itself.
pub(super) fn close_rest(draft: &mut Draft, rest: &Rest, receipt: ItemId) -> Result<(), Declined> {
    let free = free_of(&draft.book, rest.item)?;
    let amount = match rest.amount {
        Some(amount) => typed(amount, draft.book.item(rest.item)?.currency)?,
        None => free,
    };
    if amount > free {
        return Err(too_much(&draft.book, rest.item, amount, free)?.into());
    }
    // Not before the money came.
    let money = draft.book.item(receipt)?;
    let came = money.posted.max(money.held_since);
    let from = Some(draft.on.map_or(came, |on| on.max(came)));
    let with = (rest.item != receipt).then_some(receipt);
    let why = (rest.kind, rest.reason.as_str());
    close(draft, rest.item, amount, why, (with, from))
}

/// What of an item can be closed: more than nothing.
fn free_of(book: &Book, id: ItemId) -> Result<Minor, Declined> {
    let item = book.item(id)?;
    let by = book.receipts.get(&id).and_then(|state| state.covered);
    if let Some((by, _)) = by {
        return Err(Refusal::IsCovered { receipt: id, by }.into());
    }
    let free = book.free(id)?;
    if free > Minor::ZERO {
        return Ok(free);
    }
    Err(if item.class.is_debit() {
        Refusal::InvoiceSettled {
            invoice: item.number.clone(),
        }
        .into()
    } else {
        nothing_left(book, id)?.into()
    })
}

fn close(
    draft: &mut Draft,
    id: ItemId,
    amount: Minor,
    (kind, why): (DifferenceKind, &str),
    (with, from): (Option<ItemId>, Option<Date>),
) -> Result<(), Declined> {
    let item = draft.book.item(id)?;
    if !kind.fits(item.class) {
        return Err(Refusal::DifferenceUnfit {
            item: item.number.clone(),
            difference: kind.name().to_owned(),
        }
        .into());
    }
    let reason = if kind.wants_reason() {
        reason(why)?
    } else {
        why.trim().to_owned()
    };
    let earliest = item.posted.max(item.held_since);
    let from = from.map_or(earliest, |from| from.max(earliest));
    let deed = Deed::Differed(Difference {
        item: id,
        kind,
        amount,
        base: share(&draft.book, item, amount),
        date: item.first_day_with(amount, draft.book.posting_date(from)),
        with,
        reason,
    });
    Ok(draft.done(deed)?)
}

/// The deed that takes one of these deeds back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let (Deed::Differed(was) | Deed::Undiffered(was)) = deed else {
        return Err(Missing("the inverse of that deed".to_owned()).into());
    };
    if book.built_on.contains(&was.item) {
        return Err(Declined::InTheWay(vec![Subject::Item(was.item)]));
    }
    if matches!(deed, Deed::Differed(_)) {
        return Ok(Deed::Undiffered(Difference {
            date: book.posting_date(was.date),
            ..was.clone()
        }));
    }
    let item = book.item(was.item)?;
    if book.free(was.item)? < was.amount {
        return Err(Declined::InTheWay(super::refund::using(book, was.item)));
    }
    Ok(Deed::Differed(Difference {
        date: item.first_day_with(was.amount, book.posting_date(was.date)),
        ..was.clone()
    }))
}
