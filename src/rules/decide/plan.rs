//! Payment plans: what is owed, in instalments that the policy allows or a reason excuses.

use std::collections::HashSet;

use chrono::Months;

use crate::domain::book::Book;
use crate::domain::command::PlanAsked;
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::document::{Document, DocumentDetails, DocumentKind, ItemClass, ItemFacts};
use crate::domain::event::{Deed, Event, Rows};
use crate::domain::id::{ItemId, PlanId};
use crate::domain::letter::{Charge, ChargeKind};
use crate::domain::money::{Currency, Minor, Money};
use crate::domain::plan::{Instalment, Plan};
use crate::domain::refusal::{CollectingRefusal, Refusal};
use crate::rules::Rulebook;
use crate::rules::policy::PlanLimits;
use crate::rules::reminder::plan_fee;

use super::held::{
    all_of, disputed, not_bankrupt, not_past, number, open_debits, state, with_charges,
};
use super::{Declined, Draft, Subject, plausible, reason, typed};

/// The most instalments that any plan has, and the most months between two of them.
const MOST_INSTALMENTS: u16 = 120;
const MOST_MONTHS: u16 = 12;

pub(super) fn make(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    asked: &PlanAsked,
) -> Result<(), Declined> {
    let limits = &super::policy(&draft.book, rulebook, asked.customer)?.plan;
    not_bankrupt(&draft.book, asked.customer)?;
    not_past(asked.first, today)?;
    let why = asked.reason.as_deref().map(reason).transpose()?;
    let (mut items, currency) = items(&draft.book, today, asked)?;
    let fee = fee(draft, rulebook, today, asked, (&items, currency))?;
    items.extend(fee.as_ref().map(|fee| (fee.item, fee.amount)));
    let total: Minor = items.iter().map(|(_, amount)| *amount).sum();
    let instalments = instalments(asked, today, total, currency)?;
    if why.is_none() {
        within(limits, today, asked.instalments, &instalments, currency)?;
    }
    let plan = Plan {
        id: draft.book.next.plan,
        customer: asked.customer,
        currency,
        from: today,
        items,
        instalments,
        grace_days: limits.grace_days,
        interest: limits.interest,
        fee,
        reason: why.unwrap_or_default(),
    };
    Ok(draft.done(Deed::PlanMade(plan))?)
}

/// What drawing the plan up costs: a document of its own beside what it covers.
fn fee(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    asked: &PlanAsked,
    (items, currency): (&[(ItemId, Minor)], Currency),
) -> Result<Option<Charge>, Declined> {
    let book = &draft.book;
    let policy = super::policy(book, rulebook, asked.customer)?;
    let (Some(ledger), Some(facts)) = (
        book.ledger.as_ref(),
        super::customer(book, asked.customer)?.facts(),
    ) else {
        return Ok(None);
    };
    let law = match facts.kind {
        CustomerKind::Consumer => rulebook.statutes.law(&facts.country),
        CustomerKind::Business | CustomerKind::Public => rulebook.statutes.law(&ledger.country),
    };
    // It answers the lateness of the oldest invoice.
    let mut about = items.iter().filter_map(|(item, _)| {
        let state = book.items.get(item)?;
        (state.class == ItemClass::Debit).then_some((*item, state.due))
    });
    let Some((about, due)) = about.next() else {
        return Ok(None);
    };
    let covered: Vec<ItemId> = items.iter().map(|(item, _)| *item).collect();
    let before = book.charges_of(&covered);
    let found = plan_fee(
        law,
        facts.kind,
        (due, today),
        currency,
        policy.plan.fee,
        &before,
    );
    let Some((amount, rule)) = found else {
        return Ok(None);
    };
    let fee = Charge {
        item: book.next.item,
        about,
        kind: ChargeKind::Fee,
        amount,
        rule,
        spans: Vec::new(),
    };
    let document = Document {
        id: book.next.document,
        kind: DocumentKind::Charge,
        number: format!("P{}-{}", book.next.plan.0, ChargeKind::Fee.sign()),
        customer: asked.customer,
        currency,
        issued: today,
        posted: book.posting_date(today),
        rate: None,
        details: DocumentDetails::default(),
        items: vec![ItemFacts {
            id: fee.item,
            due: asked.first,
            amount,
            opened: amount,
            reference: None,
            moved_in: None,
        }],
    };
    draft.push(Event::Taken(Rows::Documents(vec![document])))?;
    Ok(Some(fee))
}

pub(super) fn end(draft: &mut Draft, today: Date, plan: PlanId, why: &str) -> Result<(), Declined> {
    let reason = reason(why)?;
    match draft.book.plans.get(&plan) {
        Some(state) if state.runs() => {}
        Some(_) => return Err(CollectingRefusal::PlanOver { plan }.into()),
        None => {
            return Err(CollectingRefusal::UnknownPlan {
                plan: plan.0.to_string(),
            }
            .into());
        }
    }
    Ok(draft.done(Deed::PlanEnded {
        plan,
        on: today,
        reason,
    })?)
}

/// The open items of the documents and of what was claimed for their lateness, the earliest due first.
fn items(
    book: &Book,
    today: Date,
    asked: &PlanAsked,
) -> Result<(Vec<(ItemId, Minor)>, Currency), Declined> {
    let mut covered: Vec<(ItemId, Minor)> = Vec::new();
    let mut known: HashSet<ItemId> = HashSet::new();
    let mut currency: Option<Currency> = None;
    for document in all_of(book, &asked.documents)? {
        let facts = &state(book, document)?.document;
        if book.owner(facts.customer) != asked.customer {
            return Err(Refusal::OtherCustomer {
                invoice: facts.number.clone(),
                customer: super::customer(book, asked.customer)?.number.clone(),
            }
            .into());
        }
        let other = *currency.get_or_insert(facts.currency);
        if facts.currency != other {
            return Err(CollectingRefusal::PlanCurrencies {
                invoice: facts.number.clone(),
                currency: facts.currency.code().to_owned(),
                other: other.code().to_owned(),
            }
            .into());
        }
        let open = open_debits(book, document)?;
        for (item, _) in &open {
            may_be_on(book, today, document, *item)?;
        }
        for (item, open) in with_charges(book, today, open)? {
            // A charge may be named beside the invoice that it is about.
            if known.insert(item) {
                covered.push((item, open));
            }
        }
    }
    covered.sort_by_key(|(item, _)| (book.items.get(item).map(|item| item.due), *item));
    let currency = currency.ok_or(Refusal::NoParts)?;
    Ok((covered, currency))
}

/// What is disputed is settled first, and nothing is promised twice.
fn may_be_on(
    book: &Book,
    today: Date,
    document: crate::domain::id::DocumentId,
    item: ItemId,
) -> Result<(), Declined> {
    let invoice = || number(book, document);
    if let Some(reason) = disputed(book, today, item) {
        let invoice = invoice()?;
        return Err(CollectingRefusal::IsDisputed { invoice, reason }.into());
    }
    if let Some(other) = book.plan_of(item) {
        let (invoice, plan) = (invoice()?, other.plan.id);
        return Err(CollectingRefusal::OnPlan { invoice, plan }.into());
    }
    if let Some(handover) = book.handover_of(item) {
        let (invoice, agency) = (invoice()?, handover.handover.agency.clone());
        return Err(CollectingRefusal::AlreadyHandedOver { invoice, agency }.into());
    }
    Ok(())
}

/// What is paid down today, then equal instalments; what does not divide is in the last.
pub fn instalments(
    asked: &PlanAsked,
    today: Date,
    total: Minor,
    currency: Currency,
) -> Result<Vec<Instalment>, Declined> {
    let count = asked.instalments;
    if !(1..=MOST_INSTALMENTS).contains(&count) {
        return Err(CollectingRefusal::PlanInstalments {
            limit: MOST_INSTALMENTS,
        }
        .into());
    }
    if !(1..=MOST_MONTHS).contains(&asked.every) {
        return Err(CollectingRefusal::PlanMonthsBetween { limit: MOST_MONTHS }.into());
    }
    let mut instalments = Vec::new();
    let mut left = total;
    if let Some(down) = asked.down {
        let amount = typed(down, currency)?;
        if amount >= total {
            return Err(CollectingRefusal::PlanDownTooLarge {
                asked: Money::new(amount, currency),
                open: Money::new(total, currency),
            }
            .into());
        }
        left -= amount;
        instalments.push(Instalment { due: today, amount });
    }
    let each = Minor(left.0 / i64::from(count));
    if each.is_zero() {
        return Err(CollectingRefusal::PlanTooSmall {
            count,
            amount: Money::new(left, currency),
        }
        .into());
    }
    for n in 0..count {
        let months = Months::new(u32::from(n) * u32::from(asked.every));
        let due = asked.first.checked_add_months(months);
        let due = plausible(due.unwrap_or(Date::MAX))?;
        let amount = if n + 1 == count { left } else { each };
        left -= amount;
        instalments.push(Instalment { due, amount });
    }
    Ok(instalments)
}

/// The policy's limits: months from today to the last instalment, their number, and what is paid first.
fn within(
    limits: &PlanLimits,
    today: Date,
    count: u16,
    instalments: &[Instalment],
    currency: Currency,
) -> Result<(), Refusal> {
    let (Some(first), Some(last)) = (instalments.first(), instalments.last()) else {
        return Err(Refusal::NoParts);
    };
    if count > limits.max_instalments {
        return Err(CollectingRefusal::PlanTooManyInstalments {
            asked: count,
            limit: limits.max_instalments,
        }
        .into());
    }
    let months = Months::new(u32::from(limits.max_months));
    let latest = today.checked_add_months(months).unwrap_or(today);
    if last.due > latest {
        return Err(CollectingRefusal::PlanTooLong {
            last: last.due,
            limit: limits.max_months,
            latest,
        }
        .into());
    }
    let total: Minor = instalments.iter().map(|each| each.amount).sum();
    let percent = limits.min_first_percent;
    let minimum = total.share(Minor(i64::from(percent)), Minor(100));
    if first.amount < minimum {
        return Err(CollectingRefusal::PlanFirstTooSmall {
            first: Money::new(first.amount, currency),
            percent,
            least: Money::new(minimum, currency),
        }
        .into());
    }
    Ok(())
}

/// The deed that takes one of a plan back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let in_the_way = |plan| Declined::InTheWay(vec![Subject::Plan(plan)]);
    Ok(match deed {
        Deed::PlanMade(Plan { id: plan, .. }) | Deed::PlanRestored { plan } => {
            if !book.plan(*plan)?.runs() {
                return Err(in_the_way(*plan));
            }
            Deed::PlanVoided { plan: *plan }
        }
        Deed::PlanVoided { plan } => {
            free_again(book, *plan)?;
            Deed::PlanRestored { plan: *plan }
        }
        Deed::PlanEnded { plan, on, reason } => {
            let state = book.plan(*plan)?;
            if state.closed != Some(*on) || state.voided {
                return Err(in_the_way(*plan));
            }
            free_again(book, *plan)?;
            Deed::PlanResumed {
                plan: *plan,
                on: *on,
                reason: reason.clone(),
            }
        }
        Deed::PlanResumed { plan, on, reason } => {
            if !book.plan(*plan)?.runs() {
                return Err(in_the_way(*plan));
            }
            Deed::PlanEnded {
                plan: *plan,
                on: *on,
                reason: reason.clone(),
            }
        }
        deed => return super::refund::invert(book, deed),
    })
}

/// Its items are there and on no other plan, so that it can hold again.
fn free_again(book: &Book, plan: PlanId) -> Result<(), Declined> {
    for (item, _) in &book.plan(plan)?.plan.items {
        if let Some(other) = book.plan_of(*item) {
            return Err(Declined::InTheWay(vec![Subject::Plan(other.plan.id)]));
        }
        if book.item(*item)?.voided {
            return Err(Declined::InTheWay(vec![Subject::Item(*item)]));
        }
    }
    Ok(())
}
