//! Credits against debits: how much, on which day, and what it is in the company's currency.

use std::collections::HashSet;

use crate::domain::book::{Book, ItemState};
use crate::domain::date::Date;
use crate::domain::event::{Allocation, Deed};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Minor, Money};
use crate::domain::refusal::Refusal;

use super::part::{Wanted, nothing_left, to_go_back, too_much};
use super::{Declined, Draft};

/// A pair of postings on the first day on which neither item passes zero, that day or later.
///
/// The day is not locked and not before either document, nor before either item came to its present customer. `paid`
/// is what of a credit in another currency pays the amount.
pub(super) fn allocation(
    book: &Book,
    debit: ItemId,
    credit: ItemId,
    (amount, paid): (Minor, Option<Minor>),
    on: Option<Date>,
) -> Result<Allocation, Declined> {
    let taken = paid.unwrap_or(amount);
    let (owed, had) = (book.item(debit)?, book.item(credit)?);
    let earliest = [owed.posted, owed.held_since, had.posted, had.held_since];
    let from = book.posting_date(earliest.into_iter().chain(on).max().unwrap_or(owed.posted));
    let later = owed
        .history
        .iter()
        .chain(&had.history)
        .map(|(day, _)| *day)
        .filter(|day| *day > from);
    let mut days: Vec<Date> = later.chain([from]).collect();
    days.sort_unstable();
    let date = days
        .into_iter()
        .find(|day| owed.has_room(amount, *day) && had.has_room(taken, *day))
        .ok_or_else(|| Refusal::NoDayFits {
            invoice: owed.number.clone(),
        })?;
    Ok(Allocation {
        debit,
        credit,
        amount,
        paid,
        date,
        debit_base: share(book, owed, amount),
        credit_base: share(book, had, taken),
    })
}

/// The share of an item in the company's currency: the last one takes what is left, so that nothing remains.
pub(super) fn share(book: &Book, item: &ItemState, amount: Minor) -> Option<Minor> {
    // Seen from the item's own side: rounding may have taken more than was left.
    let left = Minor(item.base?.0 * item.open.0.signum());
    if amount == item.open.abs() {
        return Some(left);
    }
    let share = book.base_of(amount, item.currency, item.rate)?;
    Some(share.min(left.max(Minor::ZERO)))
}

/// Settles items by one credit: as much as is asked of each, else as much as is left.
pub(super) fn allocate_all(
    draft: &mut Draft,
    credit: ItemId,
    wanted: &[Wanted],
) -> Result<(), Declined> {
    let (currency, left) = (draft.book.item(credit)?.currency, draft.book.free(credit)?);
    if left <= Minor::ZERO {
        return Err(nothing_left(&draft.book, credit)?.into());
    }
    let asked: Minor = wanted
        .iter()
        .filter_map(|part| part.paid.or(part.amount))
        .sum();
    if asked > left {
        let (asked, left) = (Money::new(asked, currency), Money::new(left, currency));
        let refusal = to_go_back(&draft.book, credit)?;
        return Err(refusal
            .unwrap_or(Refusal::MoreThanReceived { asked, left })
            .into());
    }
    // What is left for the parts without an amount of their own.
    let mut free = left - asked;
    let mut served = HashSet::new();
    for part in wanted {
        let item = draft.book.item(part.item)?;
        let (document, open) = (item.document, item.open);
        let amount = part.amount.unwrap_or_else(|| open.min(free));
        if amount > open {
            return Err(too_much(&draft.book, part.item, amount, open)?.into());
        }
        if amount.is_zero() {
            // Money that ends within an invoice leaves its later instalments open.
            if document.is_some_and(|document| served.contains(&document)) {
                continue;
            }
            return Err(nothing_left(&draft.book, credit)?.into());
        }
        served.extend(document);
        if part.amount.is_none() {
            free -= amount;
        }
        let allocation = allocation(
            &draft.book,
            part.item,
            credit,
            (amount, part.paid),
            draft.on,
        )?;
        draft.done(Deed::Allocated(allocation))?;
    }
    Ok(())
}

/// Uses credits up on the parts of their own customer, the oldest due first. What they pay is no longer wanted.
pub(super) fn use_credits(
    draft: &mut Draft,
    credits: &[Wanted],
    wanted: &mut Vec<Wanted>,
) -> Result<(), Declined> {
    let mut oldest_first = Vec::with_capacity(wanted.len());
    for (at, part) in wanted.iter().enumerate() {
        oldest_first.push((draft.book.item(part.item)?.due, part.item, at));
    }
    oldest_first.sort_unstable();
    for credit in credits {
        let item = draft.book.item(credit.item)?;
        let (customer, currency, number) = (item.customer, item.currency, item.number.clone());
        if customer == CustomerId::UNIDENTIFIED {
            return Err(Refusal::NotIdentified {
                receipt: credit.item,
            }
            .into());
        }
        let all = match credit.amount {
            Some(amount) => amount,
            None => draft.book.free(credit.item)?,
        };
        let mut left = all;
        for (_, _, at) in &oldest_first {
            let part = &mut wanted[*at];
            let owed = draft.book.item(part.item)?;
            if owed.customer != customer || owed.currency != currency || part.paid.is_some() {
                continue;
            }
            let take = part.amount.unwrap_or(owed.open).min(owed.open).min(left);
            if take <= Minor::ZERO {
                continue;
            }
            let pair = (take, None);
            let allocation = allocation(&draft.book, part.item, credit.item, pair, draft.on)?;
            draft.done(Deed::Allocated(allocation))?;
            part.amount = part.amount.map(|amount| amount - take);
            left -= take;
        }
        // An amount given by hand is used whole; without one, as much as fits.
        if left > Minor::ZERO && (credit.amount.is_some() || left == all) {
            return Err(Refusal::CreditUnused {
                credit: number,
                left: Money::new(left, currency),
            }
            .into());
        }
    }
    let open = |item| draft.book.items.get(&item).is_some_and(ItemState::is_open);
    wanted.retain(|part| part.amount != Some(Minor::ZERO) && open(part.item));
    Ok(())
}
