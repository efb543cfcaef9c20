//! Lines of a bank file that need a person: money told twice, money that went out again, and what is neither.

use rust_decimal::Decimal;

use crate::domain::account::{WrongGiro, kept};
use crate::domain::book::{Book, LineState};
use crate::domain::event::{Allocation, Cover, Deed, Payout};
use crate::domain::id::{CustomerId, ItemId, OtherId};
use crate::domain::ledger::CompanySize;
use crate::domain::money::{Minor, Money};
use crate::domain::refusal::Refusal;

use super::allocate::share;
use super::{Declined, Draft, Subject, reason, refund, typed};

/// The receipt `receipt` is the same money as `by`: it counts nothing from its own day on.
pub(super) fn cover(
    draft: &mut Draft,
    receipt: ItemId,
    by: ItemId,
    sure: bool,
) -> Result<(), Declined> {
    let item = draft.book.item(receipt)?;
    let amount = item.open.abs();
    let deed = Deed::Covered(Cover {
        receipt,
        by,
        amount,
        base: item.base.map(|base| -base),
        date: item.first_day_with(amount, draft.book.posting_date(item.posted)),
        sure,
    });
    Ok(draft.done(deed)?)
}

fn cover_of(draft: &Draft, receipt: ItemId) -> Result<(ItemId, bool), Declined> {
    let state = draft.book.receipts.get(&receipt);
    let covered = state.and_then(|state| state.covered);
    covered.ok_or_else(|| Refusal::NotCovered { receipt }.into())
}

pub(super) fn take_in(draft: &mut Draft, receipt: ItemId) -> Result<(), Declined> {
    let (by, sure) = cover_of(draft, receipt)?;
    let item = draft.book.item(receipt)?;
    let amount = item.opened.abs();
    let base = draft
        .book
        .base_of(item.opened, item.currency, item.rate)
        .map(|base| -base);
    let deed = Deed::Uncovered(Cover {
        receipt,
        by,
        amount,
        base,
        date: item.first_day_empty(draft.book.posting_date(item.posted)),
        sure,
    });
    Ok(draft.done(deed)?)
}

pub(super) fn confirm(draft: &mut Draft, receipt: ItemId) -> Result<(), Declined> {
    match cover_of(draft, receipt)? {
        (_, true) => Err(Refusal::AlreadyConfirmed { receipt }.into()),
        (_, false) => Ok(draft.done(Deed::CoverJudged {
            receipt,
            sure: true,
        })?),
    }
}

/// Takes what went out from a credit. What the credit had settled is open again, the newest first, as far as needed:
/// from the day on which the money went, for until then it was paid.
pub(super) fn pay_out(
    draft: &mut Draft,
    line: OtherId,
    credit: ItemId,
    amount: Option<Decimal>,
) -> Result<(), Declined> {
    let state = waiting(draft, line)?;
    let (booked, left, currency) = (state.booked, state.left, state.currency);
    let item = draft.book.item(credit)?;
    if item.class.is_debit() || item.voided {
        return Err(Refusal::NotACredit {
            item: item.number.clone(),
        }
        .into());
    }
    if item.customer == CustomerId::UNIDENTIFIED && item.document.is_some() {
        return Err(Refusal::NotIdentified { receipt: credit }.into());
    }
    if item.currency != currency {
        return Err(Refusal::LineInOtherCurrency {
            item: item.number.clone(),
            currency: item.currency.code().to_owned(),
            line: currency.code().to_owned(),
        }
        .into());
    }
    let amount = match amount {
        Some(asked) => typed(asked, currency)?,
        None => left,
    };
    if amount > left {
        let (asked, left) = (Money::new(amount, currency), Money::new(left, currency));
        return Err(Refusal::MoreThanReceived { asked, left }.into());
    }
    let day = draft
        .book
        .posting_date(draft.on.map_or(booked, |on| on.max(booked)));
    reopen(draft, credit, amount, day)?;
    let item = draft.book.item(credit)?;
    if item.open.abs() < amount {
        return Err(Refusal::MoreThanLeft {
            item: item.number.clone(),
            asked: Money::new(amount, currency),
            left: Money::new(item.open.abs(), currency),
        }
        .into());
    }
    // Refunds first: what is to go back is never more than what is there.
    refund::pay(draft, credit, amount)?;
    let item = draft.book.item(credit)?;
    let deed = Deed::PaidOut(Payout {
        line,
        credit,
        amount,
        base: share(&draft.book, item, amount),
        date: item.first_day_with(amount, day.max(item.posted).max(item.held_since)),
    });
    Ok(draft.done(deed)?)
}

/// Takes allocations of a credit back until so much of it is open.
fn reopen(
    draft: &mut Draft,
    credit: ItemId,
    amount: Minor,
    day: crate::domain::date::Date,
) -> Result<(), Declined> {
    let settled = draft.book.settled.get(&credit).cloned().unwrap_or_default();
    for was in settled.into_iter().rev() {
        let missing = amount + -draft.book.item(credit)?.open.abs();
        if missing <= Minor::ZERO {
            break;
        }
        let part = was.taken().min(missing);
        let share = |base: Option<Minor>| base.map(|base| base.share(part, was.taken()));
        draft.done(Deed::Unallocated(Allocation {
            date: was.date.max(day),
            amount: was.amount.share(part, was.taken()),
            paid: was.paid.map(|_| part),
            debit_base: share(was.debit_base),
            credit_base: share(was.credit_base),
            ..was
        }))?;
    }
    Ok(())
}

pub(super) fn dismiss(draft: &mut Draft, line: OtherId, why: &str) -> Result<(), Declined> {
    waiting(draft, line)?;
    let reason = reason(why)?;
    Ok(draft.done(Deed::Dismissed { line, reason })?)
}

pub(super) fn reconsider(draft: &mut Draft, line: OtherId) -> Result<(), Declined> {
    let state = live(draft, line)?;
    let Some(reason) = state.dismissed.clone() else {
        return Err(Refusal::LineNotDismissed { line }.into());
    };
    Ok(draft.done(Deed::Reconsidered { line, reason })?)
}

fn live(draft: &Draft, line: OtherId) -> Result<&LineState, Declined> {
    match draft.book.lines.get(&line) {
        Some(state) if !state.voided => Ok(state),
        _ => Err(Refusal::UnknownLine {
            line: line.0.to_string(),
        }
        .into()),
    }
}

fn waiting(draft: &Draft, line: OtherId) -> Result<&LineState, Declined> {
    let state = live(draft, line)?;
    if state.waits() {
        Ok(state)
    } else {
        Err(Refusal::LineDone { line }.into())
    }
}

pub(super) fn name_accounts(draft: &mut Draft, accounts: &[String]) -> Result<(), Declined> {
    let ledger = draft.book.ledger.as_ref();
    let (country, from) = ledger.map_or_else(Default::default, |ledger| {
        (ledger.country.clone(), ledger.accounts.clone())
    });
    let mut to: Vec<String> = Vec::new();
    for account in accounts {
        let account = kept(&country, account).map_err(|WrongGiro| Refusal::WrongGiro {
            account: account.clone(),
        })?;
        if !account.is_empty() && !to.contains(&account) {
            to.push(account);
        }
    }
    if from == to {
        return Err(Refusal::NothingChanged.into());
    }
    Ok(draft.done(Deed::AccountsNamed { from, to })?)
}

pub(super) fn set_size(draft: &mut Draft, to: CompanySize) -> Result<(), Declined> {
    let from = draft.book.ledger.as_ref().map(|ledger| ledger.size);
    let from = from.unwrap_or_default();
    if from == to {
        return Err(Refusal::NothingChanged.into());
    }
    Ok(draft.done(Deed::SizeSet { from, to })?)
}

/// The deed that takes one of these deeds, or one of the outbox, back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    Ok(match deed {
        Deed::Covered(was) => {
            let is = book
                .receipts
                .get(&was.receipt)
                .and_then(|state| state.covered);
            if is != Some((was.by, was.sure)) {
                return Err(Declined::InTheWay(vec![Subject::Item(was.receipt)]));
            }
            let item = book.item(was.receipt)?;
            Deed::Uncovered(Cover {
                date: item.first_day_empty(book.posting_date(was.date)),
                ..*was
            })
        }
        Deed::Uncovered(was) => {
            let item = book.item(was.receipt)?;
            let aside = book
                .receipts
                .get(&was.receipt)
                .is_some_and(|state| state.set_aside.is_some());
            let touched = item.open != item.opened || item.customer != CustomerId::UNIDENTIFIED;
            if touched || aside {
                return Err(Declined::InTheWay(vec![Subject::Receipt(was.receipt)]));
            }
            if let Some(refund) = book.planned_refund(was.receipt) {
                return Err(Declined::InTheWay(vec![Subject::Refund(refund)]));
            }
            // What would be counted in its place must be there.
            if book.item(was.by)?.voided {
                return Err(Declined::InTheWay(vec![Subject::Item(was.by)]));
            }
            let from = book.posting_date(was.date);
            Deed::Covered(Cover {
                date: item.first_day_with(was.amount, from),
                ..*was
            })
        }
        Deed::CoverJudged { receipt, sure } => {
            let is = book.receipts.get(receipt).and_then(|state| state.covered);
            if is.is_none_or(|(_, certain)| certain != *sure) {
                return Err(Declined::InTheWay(vec![Subject::Item(*receipt)]));
            }
            Deed::CoverJudged {
                receipt: *receipt,
                sure: !sure,
            }
        }
        Deed::PaidOut(was) | Deed::PaidBack(was) if book.built_on.contains(&was.credit) => {
            return Err(Declined::InTheWay(vec![Subject::Item(was.credit)]));
        }
        Deed::PaidOut(was) => Deed::PaidBack(Payout {
            date: book.posting_date(was.date),
            ..*was
        }),
        Deed::PaidBack(was) => {
            let item = book.item(was.credit)?;
            let line = book.line(was.line)?;
            if book.free(was.credit)? < was.amount || line.left < was.amount || line.voided {
                return Err(Declined::InTheWay(refund::using(book, was.credit)));
            }
            Deed::PaidOut(Payout {
                date: item.first_day_with(was.amount, book.posting_date(was.date)),
                ..*was
            })
        }
        Deed::Dismissed { line, reason } => {
            let state = book.line(*line)?;
            if state.dismissed.is_none() {
                return Err(Declined::InTheWay(vec![Subject::Line(*line)]));
            }
            Deed::Reconsidered {
                line: *line,
                reason: reason.clone(),
            }
        }
        Deed::Reconsidered { line, reason } => {
            let state = book.line(*line)?;
            if state.dismissed.is_some() {
                return Err(Declined::InTheWay(vec![Subject::Line(*line)]));
            }
            Deed::Dismissed {
                line: *line,
                reason: reason.clone(),
            }
        }
        Deed::AccountsNamed { from, to } => {
            let now = book.ledger.as_ref().map(|ledger| &ledger.accounts);
            if now != Some(to) {
                return Err(Declined::InTheWay(vec![Subject::Accounts]));
            }
            Deed::AccountsNamed {
                from: to.clone(),
                to: from.clone(),
            }
        }
        Deed::SizeSet { from, to } => {
            let now = book.ledger.as_ref().map(|ledger| ledger.size);
            if now != Some(*to) {
                return Err(Declined::InTheWay(vec![Subject::Size]));
            }
            Deed::SizeSet {
                from: *to,
                to: *from,
            }
        }
        deed => return super::outbox::invert(book, deed),
    })
}
