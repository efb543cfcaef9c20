//! Parts of a settlement as items and amounts: what a person named, and what of it is there.

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::domain::book::{Book, ItemState, Missing};
use crate::domain::command::{Part, Target};
use crate::domain::id::ItemId;
use crate::domain::money::{Currency, Minor, Money};
use crate::domain::refusal::Refusal;

use super::{Declined, typed};

/// An item and how much of it is meant: a magnitude in its currency; none is as much as fits.
#[derive(Debug)]
pub(super) struct Wanted {
    pub item: ItemId,
    pub amount: Option<Minor>,
    /// What of the money pays it, where that is in another currency: then the amount is known as well.
    pub paid: Option<Minor>,
}

/// Which side of the ledger parts must be on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Debit,
    Credit,
}

/// The items that are meant, in the order in which they were named, and what of money in that currency pays them.
pub(super) fn expand(
    book: &Book,
    parts: &[Part],
    money: Currency,
    side: Side,
) -> Result<Vec<Wanted>, Declined> {
    let mut wanted = Vec::new();
    let mut seen = HashSet::new();
    for part in parts {
        let items = items_of(book, part.target)?;
        for item in &items {
            let state = on_side(book, *item, side)?;
            if !seen.insert(*item) {
                return Err(Refusal::DuplicatePart {
                    invoice: state.number.clone(),
                }
                .into());
            }
        }
        let first = book.item(items[0])?;
        let paid = match side {
            Side::Debit => paid_of(first, part.paid, money)?,
            // A credit pays what is in its own currency, whatever the money is in.
            Side::Credit => None,
        };
        let amount = match part.amount {
            Some(amount) => Some(typed(amount, first.currency)?),
            // Across currencies nothing says how much fits: all of it is meant.
            None if paid.is_some() => Some(free(book, &items)?),
            None => None,
        };
        match amount {
            Some(amount) => spread(book, &items, amount, paid, &mut wanted)?,
            None => wanted.extend(items.into_iter().map(|item| Wanted {
                item,
                amount: None,
                paid: None,
            })),
        }
    }
    Ok(wanted)
}

/// The item, or the document's open items; at least one.
pub(super) fn items_of(book: &Book, target: Target) -> Result<Vec<ItemId>, Declined> {
    let document = match target {
        Target::Item(item) => return Ok(vec![item]),
        Target::Document(document) => document,
    };
    let state = book
        .documents
        .get(&document)
        .ok_or_else(|| Missing(format!("document {}", document.0)))?;
    let mut open = Vec::new();
    for facts in &state.document.items {
        if book.item(facts.id)?.is_open() {
            open.push(facts.id);
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

fn on_side(book: &Book, id: ItemId, side: Side) -> Result<&ItemState, Declined> {
    let item = book.item(id)?;
    let number = item.number.clone();
    match side {
        Side::Debit if !item.class.is_debit() => Err(Refusal::NotADebit { invoice: number }.into()),
        Side::Credit if item.class.is_debit() => Err(Refusal::NotACredit { item: number }.into()),
        Side::Debit if !item.is_open() => Err(Refusal::InvoiceSettled { invoice: number }.into()),
        Side::Credit if book.free(id)? <= Minor::ZERO => Err(nothing_left(book, id)?.into()),
        _ => Ok(item),
    }
}

/// What of the money pays an item in another currency. The user must say: no rate of a day is what the bank gave.
fn paid_of(
    item: &ItemState,
    paid: Option<Decimal>,
    money: Currency,
) -> Result<Option<Minor>, Refusal> {
    let invoice = item.number.clone();
    let currency = item.currency.code().to_owned();
    match paid {
        Some(_) if item.currency == money => Err(Refusal::SameCurrency { invoice, currency }),
        Some(paid) => Ok(Some(typed(paid, money)?)),
        None if item.currency != money => Err(Refusal::OtherCurrency {
            invoice,
            currency,
            receipt: money.code().to_owned(),
        }),
        None => Ok(None),
    }
}

fn free(book: &Book, items: &[ItemId]) -> Result<Minor, Missing> {
    items.iter().map(|item| book.free(*item)).sum()
}

/// Spreads an amount over open items in their order; all of it must fit.
fn spread(
    book: &Book,
    items: &[ItemId],
    amount: Minor,
    paid: Option<Minor>,
    wanted: &mut Vec<Wanted>,
) -> Result<(), Declined> {
    let (mut left, mut unpaid) = (amount, paid);
    for item in items {
        let take = left.min(book.free(*item)?);
        if take <= Minor::ZERO {
            continue;
        }
        let paid = unpaid.map(|unpaid| unpaid.share(take, left));
        if paid.is_some_and(Minor::is_zero) {
            return Err(Refusal::AmountNotPositive.into());
        }
        wanted.push(Wanted {
            item: *item,
            amount: Some(take),
            paid,
        });
        left -= take;
        unpaid = unpaid.zip(paid).map(|(unpaid, paid)| unpaid - paid);
    }
    if left > Minor::ZERO {
        let open = free(book, items)?;
        return Err(too_much(book, items[0], amount, open)?.into());
    }
    Ok(())
}

/// More is asked of an item, or of the document that it is the first of, than there is.
pub(super) fn too_much(
    book: &Book,
    id: ItemId,
    asked: Minor,
    open: Minor,
) -> Result<Refusal, Missing> {
    let item = book.item(id)?;
    let (asked, open) = (
        Money::new(asked, item.currency),
        Money::new(open, item.currency),
    );
    if item.class.is_debit() {
        return Ok(Refusal::MoreThanOpen {
            invoice: item.number.clone(),
            asked,
            open,
        });
    }
    Ok(
        to_go_back(book, id)?.unwrap_or_else(|| Refusal::MoreThanLeft {
            item: item.number.clone(),
            asked,
            left: open,
        }),
    )
}

/// Nothing of a credit may be used.
pub(super) fn nothing_left(book: &Book, credit: ItemId) -> Result<Refusal, Missing> {
    Ok(to_go_back(book, credit)?.unwrap_or(Refusal::NothingLeft { receipt: credit }))
}

/// The refund for which a credit is kept, if any.
pub(super) fn to_go_back(book: &Book, credit: ItemId) -> Result<Option<Refusal>, Missing> {
    let item = book.item(credit)?;
    let waiting = book.waiting_refunds(credit);
    Ok(waiting.first().map(|first| Refusal::IsToGoBack {
        credit: item.number.clone(),
        amount: Money::new(first.left, item.currency),
        refund: first.refund.id,
    }))
}
