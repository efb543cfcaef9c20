//! Items that an agency collects: given to it, numbered by it, taken over again.

use std::collections::HashSet;

use crate::domain::book::{Book, Missing};
use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::handover::Handover;
use crate::domain::id::{DocumentId, HandoverId, ItemId};
use crate::domain::plan::Kept;
use crate::domain::refusal::{CollectingRefusal, Refusal};
use crate::rules::Rulebook;
use crate::rules::reminder::may_hand_over;

use super::held::{all_of, disputed, not_bankrupt, number as number_of, open_debits, with_charges};
use super::{Declined, Draft, Subject, reason};

/// Gives the open items of documents to an agency, with what was claimed for their lateness.
pub(super) fn hand_over(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    documents: &[DocumentId],
    (agency, case_number): (&str, Option<&str>),
    (why, in_spite): (&str, Option<&str>),
) -> Result<(), Declined> {
    let reason = reason(why)?;
    let insisted = in_spite.is_some_and(|why| !why.trim().is_empty());
    let agency = agency.trim();
    if agency.is_empty() {
        return Err(CollectingRefusal::AgencyMissing.into());
    }
    let case_number = case_number.map(case).transpose()?;
    for document in all_of(&draft.book, documents)? {
        let items = open_debits(&draft.book, document)?;
        let customer = super::held::owner(&draft.book, document)?;
        not_bankrupt(&draft.book, customer)?;
        // Of an invoice in instalments only what is overdue goes.
        let (mut late, mut ahead) = (Vec::new(), None);
        for (item, amount) in items {
            may_go(&draft.book, today, item)?;
            match in_time(&draft.book, rulebook, today, item, insisted) {
                Err(Declined::Refused(Refusal::Collecting(
                    not_due @ CollectingRefusal::HandOverNotDue { .. },
                ))) => {
                    ahead = Some(not_due);
                }
                judged => {
                    judged?;
                    late.push((item, amount));
                }
            }
        }
        if let Some(not_due) = ahead.filter(|_| late.is_empty()) {
            return Err(not_due.into());
        }
        for (item, _) in with_charges(&draft.book, today, late)? {
            if claimed_in_vain(&draft.book, item) {
                continue;
            }
            draft.done(Deed::HandedOver(Handover {
                id: draft.book.next.handover,
                item,
                agency: agency.to_owned(),
                case_number: case_number.clone(),
                from: today,
                reason: reason.clone(),
            }))?;
        }
    }
    Ok(())
}

/// Not before the law and the policy allow it, unless someone insists; and never before it is overdue.
fn in_time(
    book: &Book,
    rulebook: &Rulebook,
    today: Date,
    id: ItemId,
    insisted: bool,
) -> Result<(), Declined> {
    let missing = |what: &str| Missing(what.to_owned());
    let company = book.ledger.as_ref().ok_or_else(|| missing("the company"))?;
    let mut found = book.accounts.iter().flat_map(|account| {
        let items = account.items.iter().map(move |item| (account, item));
        items.filter(|(_, item)| item.item == id)
    });
    let (account, item) = found
        .next()
        .ok_or_else(|| missing("the account of an item"))?;
    let policy = rulebook.policy_for(account);
    let law = rulebook.law_for(&company.country, account);
    match may_hand_over(account, item, policy, law, today) {
        Err(refusal) if !(insisted && refusal.gives_way()) => Err(refusal.into()),
        _ => Ok(()),
    }
}

/// A charge of a letter that has not left: nobody was asked for it, and no agency collects it.
fn claimed_in_vain(book: &Book, charge: ItemId) -> bool {
    let mut items = book.accounts.iter().flat_map(|account| &account.items);
    items.any(|item| item.item == charge && item.unsent.is_some())
}

/// A claim that is disputed is not for an agency, nor one that is being paid as agreed.
fn may_go(book: &Book, today: Date, item: ItemId) -> Result<(), Declined> {
    let invoice = || -> Result<String, Declined> { Ok(book.item(item)?.number.clone()) };
    if let Some(reason) = disputed(book, today, item) {
        return Err(CollectingRefusal::IsDisputed {
            invoice: invoice()?,
            reason,
        }
        .into());
    }
    if let Some(state) = book.handover_of(item) {
        return Err(CollectingRefusal::AlreadyHandedOver {
            invoice: invoice()?,
            agency: state.handover.agency.clone(),
        }
        .into());
    }
    if let Some(state) = book.plan_of(item)
        && !matches!(
            state.plan.kept(book.paid_of(state)?, today),
            Kept::Broken(_)
        )
    {
        return Err(CollectingRefusal::OnPlan {
            invoice: invoice()?,
            plan: state.plan.id,
        }
        .into());
    }
    Ok(())
}

pub(super) fn number(
    draft: &mut Draft,
    handover: HandoverId,
    case_number: &str,
) -> Result<(), Declined> {
    let Some(state) = draft.book.handovers.get(&handover) else {
        return Err(CollectingRefusal::UnknownHandover { handover }.into());
    };
    if !state.runs() {
        return Err(CollectingRefusal::NotHandedOver {
            invoice: draft.book.item(state.handover.item)?.number.clone(),
        }
        .into());
    }
    let (from, to) = (state.handover.case_number.clone(), Some(case(case_number)?));
    if from == to {
        return Err(Refusal::NothingChanged.into());
    }
    Ok(draft.done(Deed::CaseNumbered { handover, from, to })?)
}

pub(super) fn take_over(
    draft: &mut Draft,
    today: Date,
    documents: &[DocumentId],
    why: &str,
) -> Result<(), Declined> {
    let reason = reason(why)?;
    for document in all_of(&draft.book, documents)? {
        let state = super::held::state(&draft.book, document)?;
        let own: Vec<ItemId> = state.document.items.iter().map(|item| item.id).collect();
        let charges = draft.book.charges_of(&own).into_iter();
        let charges = charges.map(|charge| charge.item);
        let items: HashSet<ItemId> = own.iter().copied().chain(charges).collect();
        let mut out: Vec<HandoverId> = items
            .into_iter()
            .filter_map(|item| draft.book.handover_of(item))
            .map(|state| state.handover.id)
            .collect();
        out.sort_unstable();
        if out.is_empty() {
            return Err(CollectingRefusal::NotHandedOver {
                invoice: number_of(&draft.book, document)?,
            }
            .into());
        }
        for handover in out {
            draft.done(Deed::TakenOver {
                handover,
                on: today,
                reason: reason.clone(),
            })?;
        }
    }
    Ok(())
}

fn case(number: &str) -> Result<String, CollectingRefusal> {
    let number = number.trim();
    if number.is_empty() {
        Err(CollectingRefusal::CaseMissing)
    } else {
        Ok(number.to_owned())
    }
}

/// The deed that takes one of a hand-over back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let in_the_way = |handover| Declined::InTheWay(vec![Subject::Handover(handover)]);
    Ok(match deed {
        Deed::HandedOver(Handover { id, .. }) | Deed::HandoverRestored { handover: id } => {
            let state = book.handover(*id)?;
            let renumbered = matches!(deed, Deed::HandedOver(was) if was.case_number != state.handover.case_number);
            if !state.runs() || renumbered {
                return Err(in_the_way(*id));
            }
            let mut reports = book.statuses.values();
            if let Some(report) = reports.find(|it| it.status.handover == *id && !it.voided) {
                return Err(Declined::InTheWay(vec![Subject::Status(report.status.id)]));
            }
            Deed::HandoverVoided { handover: *id }
        }
        Deed::HandoverVoided { handover } => {
            free_again(book, *handover)?;
            Deed::HandoverRestored {
                handover: *handover,
            }
        }
        Deed::CaseNumbered { handover, from, to } => {
            let state = book.handover(*handover)?;
            if !state.runs() || state.handover.case_number != *to {
                return Err(in_the_way(*handover));
            }
            Deed::CaseNumbered {
                handover: *handover,
                from: to.clone(),
                to: from.clone(),
            }
        }
        Deed::TakenOver {
            handover,
            on,
            reason,
        } => {
            let state = book.handover(*handover)?;
            if state.closed != Some(*on) || state.voided {
                return Err(in_the_way(*handover));
            }
            free_again(book, *handover)?;
            Deed::HandedBack {
                handover: *handover,
                on: *on,
                reason: reason.clone(),
            }
        }
        Deed::HandedBack {
            handover,
            on,
            reason,
        } => {
            if !book.handover(*handover)?.runs() {
                return Err(in_the_way(*handover));
            }
            Deed::TakenOver {
                handover: *handover,
                on: *on,
                reason: reason.clone(),
            }
        }
        deed => return super::refund::invert(book, deed),
    })
}

/// The item is there and with no agency, so that it can be with this one again.
fn free_again(book: &Book, handover: HandoverId) -> Result<(), Declined> {
    let item = book.handover(handover)?.handover.item;
    if let Some(other) = book.handover_of(item) {
        let other = Subject::Handover(other.handover.id);
        return Err(Declined::InTheWay(vec![other]));
    }
    if book.item(item)?.voided {
        return Err(Declined::InTheWay(vec![Subject::Item(item)]));
    }
    Ok(())
}
