//! Receipts: whose they are and what they settle.

use crate::domain::book::{Book, ItemState, Missing};
use crate::domain::command::{Over, Part, Settlement};
use crate::domain::date::Date;
use crate::domain::event::{Decision, Deed, Event, Rows};
use crate::domain::evidence::Evidence;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::intake::PaymentRow;
use crate::domain::money::Minor;
use crate::domain::receipt::Receipt;
use crate::domain::refusal::Refusal;

use super::allocate::{allocate_all, use_credits};
use super::difference::close_rest;
use super::intake::{fingerprint, receipt_of};
use super::part::{Side, Wanted, expand, to_go_back};
use super::{Declined, Draft, plausible, reason, refund, typed};

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
    said_by_hand(draft, receipt)
}

pub(super) fn settle(
    draft: &mut Draft,
    today: Date,
    settlement: Settlement,
) -> Result<(), Declined> {
    let receipt = settlement.receipt;
    let item = receipt_item(&draft.book, receipt)?;
    let (currency, number, held_by) = (item.currency, item.number.clone(), item.customer);
    let mut wanted = expand(&draft.book, &settlement.parts, currency, Side::Debit)?;
    let credits = expand(&draft.book, &settlement.credits, currency, Side::Credit)?;
    if credits.iter().any(|credit| credit.item == receipt) {
        return Err(Refusal::DuplicatePart { invoice: number }.into());
    }
    if let Some(customer) = hold(draft, &settlement, &wanted)? {
        move_to(draft, receipt, customer)?;
    }
    use_credits(draft, &credits, &mut wanted)?;
    if !wanted.is_empty() {
        allocate_all(draft, receipt, &wanted)?;
    }
    for rest in &settlement.rests {
        close_rest(draft, rest, receipt)?;
    }
    let left = draft.book.free(receipt)?;
    if settlement.over == Over::Refund && left > Minor::ZERO {
        refund::plan(draft, today, receipt, None, "")?;
    }
    let identified = draft.book.item(receipt)?.customer != CustomerId::UNIDENTIFIED;
    draft.done(Deed::Decided(Decision {
        receipt,
        class: settlement.class,
        evidence: settlement.evidence,
        // A receipt says once whose its payer is, and who pays for many customers at once is none of them.
        teaches: settlement.teaches && identified && held_by == CustomerId::UNIDENTIFIED,
    }))?;
    Ok(())
}

/// To whom a receipt goes that is nobody's: the customer who is named, else the only one whose items it settles. Money
/// for several customers that nobody is named for stays nobody's: what is left of it waits.
fn hold(
    draft: &mut Draft,
    settlement: &Settlement,
    wanted: &[Wanted],
) -> Result<Option<CustomerId>, Declined> {
    let receipt = settlement.receipt;
    let held_by = draft.book.item(receipt)?.customer;
    let owners = owners(&draft.book, wanted)?;
    let meant = settlement.customer.or(match owners[..] {
        [only] => Some(only),
        _ => None,
    });
    if held_by != CustomerId::UNIDENTIFIED {
        let idle =
            wanted.is_empty() && settlement.rests.is_empty() && settlement.over == Over::Unapplied;
        if idle || meant.is_some_and(|meant| meant != held_by) {
            return Err(already_identified(&draft.book, receipt, held_by).into());
        }
        return Ok(None);
    }
    if meant.is_none() && wanted.is_empty() && settlement.rests.is_empty() {
        return Err(Refusal::NoParts.into());
    }
    if let Some(customer) = settlement.customer {
        live_customer(&draft.book, customer)?;
    }
    take_up_if_set_aside(draft, receipt)?;
    Ok(meant)
}

/// The customers of items, each once.
fn owners(book: &Book, wanted: &[Wanted]) -> Result<Vec<CustomerId>, Missing> {
    let mut owners = Vec::new();
    for part in wanted {
        let owner = book.item(part.item)?.customer;
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    Ok(owners)
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
    let wanted = expand(&draft.book, parts, item.currency, Side::Debit)?;
    if wanted.is_empty() {
        return Err(Refusal::NoParts.into());
    }
    for part in &wanted {
        let item = draft.book.item(part.item)?;
        if item.customer != holder {
            return Err(Refusal::OtherCustomer {
                invoice: item.number.clone(),
                customer: number_of(&draft.book, holder),
            }
            .into());
        }
    }
    allocate_all(draft, credit, &wanted)
}

/// Gives what is left of identified money to another customer. If that is all that ever came to the first, the money was
/// never his: what was learned from it is taken back.
pub(super) fn transfer(
    draft: &mut Draft,
    receipt: ItemId,
    customer: CustomerId,
) -> Result<(), Declined> {
    let item = receipt_item(&draft.book, receipt)?;
    if item.customer == CustomerId::UNIDENTIFIED {
        return Err(Refusal::NotIdentified { receipt }.into());
    }
    if item.customer == customer {
        return Err(already_identified(&draft.book, receipt, customer).into());
    }
    live_customer(&draft.book, customer)?;
    if let Some(refusal) = to_go_back(&draft.book, receipt)? {
        return Err(refusal.into());
    }
    if !item.is_open() {
        return Err(Refusal::NothingLeft { receipt }.into());
    }
    let left = item.open.abs();
    if let Some((decision, came)) = draft.book.taught.get(&receipt).cloned()
        && came == left
    {
        draft.done(Deed::DecisionWithdrawn(decision))?;
    }
    move_to(draft, receipt, customer)?;
    said_by_hand(draft, receipt)
}

/// A person said whose a receipt is: a decision like any other, to be learned from.
fn said_by_hand(draft: &mut Draft, receipt: ItemId) -> Result<(), Declined> {
    Ok(draft.done(Deed::Decided(Decision {
        receipt,
        class: None,
        evidence: vec![Evidence::ByHand],
        teaches: true,
    }))?)
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

fn move_to(draft: &mut Draft, receipt: ItemId, customer: CustomerId) -> Result<(), Declined> {
    let item = draft.book.item(receipt)?;
    let deed = Deed::Moved {
        receipt,
        from: item.keyed,
        to: customer,
        amount: item.open.abs(),
        date: moving_day(draft, item),
    };
    Ok(draft.done(deed)?)
}

/// The day on which what is open of a receipt can go to another customer.
fn moving_day(draft: &Draft, item: &ItemState) -> Date {
    let earliest = item.posted.max(item.held_since);
    let from = draft.on.map_or(earliest, |on| on.max(earliest));
    item.first_day_with(item.open.abs(), draft.book.posting_date(from))
}

pub(super) fn take_up_if_set_aside(draft: &mut Draft, receipt: ItemId) -> Result<(), Declined> {
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
