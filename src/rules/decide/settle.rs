//! Receipts: whose they are and what they settle.

use std::collections::HashSet;

use crate::domain::book::{Book, ItemState, Missing};
use crate::domain::command::{Part, Settlement, Target};
use crate::domain::date::Date;
use crate::domain::event::{Allocation, Decision, Deed, Event, Rows};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::intake::PaymentRow;
use crate::domain::money::{Minor, Money};
use crate::domain::receipt::Receipt;
use crate::domain::refusal::Refusal;

use super::intake::{fingerprint, receipt_of};
use super::{Declined, Draft, plausible, reason, typed};

pub(super) fn enter(
    draft: &mut Draft,
    today: Date,
    payment: &PaymentRow,
    customer: Option<CustomerId>,
) -> Result<(), Declined> {
    let date = plausible(payment.booked)?;
    if date > today {
        return Err(Refusal::DateInFuture { date, today }.into());
    }
    let amount = typed(payment.amount, payment.currency)?;
    let id = draft.book.next.item;
    let posted = draft.book.posting_date(payment.booked);
    let print = fingerprint(None, payment);
    let receipt: Receipt = receipt_of(payment, id, amount, posted, None, 0, print);
    draft.push(Event::Taken(Rows::Receipts(vec![receipt])))?;
    if let Some(customer) = customer {
        identify(draft, id, customer)?;
    }
    Ok(())
}

pub(super) fn identify(
    draft: &mut Draft,
    receipt: ItemId,
    customer: CustomerId,
) -> Result<(), Declined> {
    let item = receipt_item(&draft.book, receipt)?;
    if item.customer != CustomerId::UNIDENTIFIED {
        return Err(already_identified(&draft.book, receipt, item.customer).into());
    }
    live_customer(&draft.book, customer)?;
    take_up_if_set_aside(draft, receipt)?;
    move_to(draft, receipt, customer)?;
    Ok(())
}

pub(super) fn settle(draft: &mut Draft, settlement: &Settlement) -> Result<(), Declined> {
    let receipt = settlement.receipt;
    let held_by = receipt_item(&draft.book, receipt)?.customer;
    let targets = expand(&draft.book, &settlement.parts)?;
    let customer = one_customer(&draft.book, &targets)?;
    if held_by == CustomerId::UNIDENTIFIED {
        take_up_if_set_aside(draft, receipt)?;
        move_to(draft, receipt, customer)?;
    } else if held_by != customer {
        return Err(already_identified(&draft.book, receipt, held_by).into());
    }
    allocate_all(draft, receipt, &targets)?;
    draft.done(Deed::Decided(Decision {
        receipt,
        class: settlement.class,
        evidence: settlement.evidence.clone(),
        // A receipt says once whose its payer is, however often it settles something.
        teaches: settlement.teaches && held_by == CustomerId::UNIDENTIFIED,
    }))?;
    Ok(())
}

pub(super) fn apply(draft: &mut Draft, credit: ItemId, parts: &[Part]) -> Result<(), Declined> {
    let item = draft.book.item(credit)?;
    if item.customer == CustomerId::UNIDENTIFIED {
        return Err(Refusal::NotIdentified { receipt: credit }.into());
    }
    if item.class.is_debit() || item.voided {
        return Err(Refusal::UnknownReceipt {
            receipt: item.number.clone(),
        }
        .into());
    }
    let holder = item.customer;
    let targets = expand(&draft.book, parts)?;
    let customer = one_customer(&draft.book, &targets)?;
    if customer != holder {
        let invoice = draft.book.item(targets[0].item)?.number.clone();
        return Err(Refusal::OtherCustomer {
            invoice,
            customer: number_of(&draft.book, holder),
        }
        .into());
    }
    allocate_all(draft, credit, &targets)
}

pub(super) fn set_aside(draft: &mut Draft, receipt: ItemId, why: &str) -> Result<(), Declined> {
    let item = receipt_item(&draft.book, receipt)?;
    if item.customer != CustomerId::UNIDENTIFIED {
        return Err(already_identified(&draft.book, receipt, item.customer).into());
    }
    if is_set_aside(&draft.book, receipt) {
        return Err(Refusal::AlreadySetAside { receipt }.into());
    }
    let reason = reason(why)?;
    Ok(draft.done(Deed::SetAside { receipt, reason })?)
}

pub(super) fn take_up(draft: &mut Draft, receipt: ItemId) -> Result<(), Declined> {
    receipt_item(&draft.book, receipt)?;
    if !is_set_aside(&draft.book, receipt) {
        return Err(Refusal::NotSetAside { receipt }.into());
    }
    take_up_if_set_aside(draft, receipt)?;
    Ok(())
}

/// A pair of postings on the first day on which neither item passes zero, that day or later.
///
/// The day is not locked and not before either document, nor before either item came to its present customer.
pub(super) fn allocation(
    book: &Book,
    debit: ItemId,
    credit: ItemId,
    amount: Minor,
    on: Option<Date>,
) -> Result<Allocation, Declined> {
    let (owed, paid) = (book.item(debit)?, book.item(credit)?);
    let earliest = [owed.posted, owed.held_since, paid.posted, paid.held_since];
    let from = book.posting_date(earliest.into_iter().chain(on).max().unwrap_or(owed.posted));
    let later = owed
        .history
        .iter()
        .chain(&paid.history)
        .map(|(day, _)| *day)
        .filter(|day| *day > from);
    let mut days: Vec<Date> = later.chain([from]).collect();
    days.sort_unstable();
    let date = days
        .into_iter()
        .find(|day| owed.has_room(amount, *day) && paid.has_room(amount, *day))
        .ok_or_else(|| Refusal::NoDayFits {
            invoice: owed.number.clone(),
        })?;
    let debit_base = share(book, owed, amount);
    let credit_base = share(book, paid, amount);
    Ok(Allocation {
        debit,
        credit,
        amount,
        date,
        debit_base,
        credit_base,
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

/// An item and how much of the receipt is meant for it; none is as much as fits.
struct Wanted {
    item: ItemId,
    amount: Option<Minor>,
}

fn expand(book: &Book, parts: &[Part]) -> Result<Vec<Wanted>, Declined> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut seen = HashSet::new();
    for part in parts {
        let items = match part.target {
            Target::Item(item) => vec![item],
            Target::Document(document) => open_items(book, document)?,
        };
        let typed_amount = match (part.amount, items.first()) {
            (Some(amount), Some(first)) => Some(typed(amount, book.item(*first)?.currency)?),
            _ => None,
        };
        for item in &items {
            if !seen.insert(*item) {
                return Err(Refusal::DuplicatePart {
                    invoice: book.item(*item)?.number.clone(),
                }
                .into());
            }
        }
        match typed_amount {
            None => wanted.extend(items.into_iter().map(|item| Wanted { item, amount: None })),
            Some(amount) => spread(book, &items, amount, &mut wanted)?,
        }
    }
    if wanted.is_empty() {
        Err(Refusal::NoParts.into())
    } else {
        Ok(wanted)
    }
}

/// Spreads an amount over a document's open items in their order; all of it must fit.
fn spread(
    book: &Book,
    items: &[ItemId],
    amount: Minor,
    wanted: &mut Vec<Wanted>,
) -> Result<(), Declined> {
    let mut left = amount;
    let mut open = Minor::ZERO;
    for item in items {
        let state = book.item(*item)?;
        open += state.open;
        let take = left.min(state.open);
        if take > Minor::ZERO {
            wanted.push(Wanted {
                item: *item,
                amount: Some(take),
            });
            left -= take;
        }
    }
    if left > Minor::ZERO {
        let first = book.item(items[0])?;
        return Err(Refusal::MoreThanOpen {
            invoice: first.number.clone(),
            asked: Money::new(amount, first.currency),
            open: Money::new(open, first.currency),
        }
        .into());
    }
    Ok(())
}

fn open_items(
    book: &Book,
    document: crate::domain::id::DocumentId,
) -> Result<Vec<ItemId>, Declined> {
    let state = book
        .documents
        .get(&document)
        .ok_or_else(|| Missing(format!("document {}", document.0)))?;
    if !state.document.kind.class().is_debit() {
        return Err(Refusal::NotADebit {
            invoice: state.document.number.clone(),
        }
        .into());
    }
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

fn one_customer(book: &Book, wanted: &[Wanted]) -> Result<CustomerId, Declined> {
    let mut customer = None;
    for part in wanted {
        let item = book.item(part.item)?;
        if !item.class.is_debit() {
            return Err(Refusal::NotADebit {
                invoice: item.number.clone(),
            }
            .into());
        }
        if !item.is_open() {
            return Err(Refusal::InvoiceSettled {
                invoice: item.number.clone(),
            }
            .into());
        }
        match customer {
            None => customer = Some(item.customer),
            Some(first) if first != item.customer => {
                let (first, second) = (number_of(book, first), number_of(book, item.customer));
                return Err(Refusal::SeveralCustomers { first, second }.into());
            }
            Some(_) => {}
        }
    }
    customer.ok_or_else(|| Refusal::NoParts.into())
}

fn allocate_all(draft: &mut Draft, credit: ItemId, wanted: &[Wanted]) -> Result<(), Declined> {
    let paid = draft.book.item(credit)?;
    let (currency, mut left) = (paid.currency, paid.open.abs());
    if left.is_zero() {
        return Err(Refusal::NothingLeft { receipt: credit }.into());
    }
    let asked: Minor = wanted.iter().filter_map(|part| part.amount).sum();
    if asked > left {
        let (asked, left) = (Money::new(asked, currency), Money::new(left, currency));
        return Err(Refusal::MoreThanReceived { asked, left }.into());
    }
    // What is left for the parts without an amount of their own.
    let mut free = left - asked;
    let mut served = HashSet::new();
    for part in wanted {
        let item = draft.book.item(part.item)?;
        let document = item.document;
        if item.currency != currency {
            return Err(Refusal::OtherCurrency {
                invoice: item.number.clone(),
                currency: item.currency.code().to_owned(),
                receipt: currency.code().to_owned(),
            }
            .into());
        }
        let open = item.open;
        let amount = part.amount.unwrap_or_else(|| open.min(free));
        if amount > open {
            return Err(Refusal::MoreThanOpen {
                invoice: item.number.clone(),
                asked: Money::new(amount, currency),
                open: Money::new(open, currency),
            }
            .into());
        }
        if amount.is_zero() {
            // Money that ends within an invoice leaves its later instalments open.
            if document.is_some_and(|document| served.contains(&document)) {
                continue;
            }
            return Err(Refusal::NothingLeft { receipt: credit }.into());
        }
        served.extend(document);
        if part.amount.is_none() {
            free -= amount;
        }
        left -= amount;
        let allocation = allocation(&draft.book, part.item, credit, amount, draft.on)?;
        draft.done(Deed::Allocated(allocation))?;
    }
    debug_assert!(left >= Minor::ZERO);
    Ok(())
}

fn move_to(draft: &mut Draft, receipt: ItemId, customer: CustomerId) -> Result<(), Declined> {
    let item = draft.book.item(receipt)?;
    let earliest = item.posted.max(item.held_since);
    let from = draft.on.map_or(earliest, |on| on.max(earliest));
    let date = item.first_day_with(item.open.abs(), draft.book.posting_date(from));
    let deed = Deed::Moved {
        receipt,
        from: item.customer,
        to: customer,
        amount: item.open.abs(),
        date,
    };
    Ok(draft.done(deed)?)
}

fn take_up_if_set_aside(draft: &mut Draft, receipt: ItemId) -> Result<(), Declined> {
    let reason = draft
        .book
        .receipts
        .get(&receipt)
        .and_then(|state| state.set_aside.clone());
    if let Some(reason) = reason {
        draft.done(Deed::TakenUp { receipt, reason })?;
    }
    Ok(())
}

fn is_set_aside(book: &Book, receipt: ItemId) -> bool {
    book.receipts
        .get(&receipt)
        .is_some_and(|state| state.set_aside.is_some())
}

fn receipt_item(book: &Book, receipt: ItemId) -> Result<&ItemState, Declined> {
    let item = book.item(receipt)?;
    if item.document.is_some() || item.voided {
        return Err(Refusal::UnknownReceipt {
            receipt: item.number.clone(),
        }
        .into());
    }
    if let Some((by, _)) = book.receipts.get(&receipt).and_then(|state| state.covered) {
        return Err(Refusal::IsCovered { receipt, by }.into());
    }
    Ok(item)
}

fn live_customer(book: &Book, customer: CustomerId) -> Result<(), Declined> {
    match book.customers.get(&customer) {
        Some(state) if !state.voided && customer != CustomerId::UNIDENTIFIED => Ok(()),
        Some(state) => Err(Refusal::UnknownCustomer {
            customer: state.number.clone(),
        }
        .into()),
        None => Err(Missing(format!("customer {}", customer.0)).into()),
    }
}

fn already_identified(book: &Book, receipt: ItemId, customer: CustomerId) -> Refusal {
    Refusal::AlreadyIdentified {
        receipt,
        customer: number_of(book, customer),
    }
}

fn number_of(book: &Book, customer: CustomerId) -> String {
    book.customers
        .get(&customer)
        .map_or_else(|| customer.0.to_string(), |state| state.number.clone())
}
