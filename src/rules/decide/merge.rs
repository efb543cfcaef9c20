//! Customers that are one: merged by a pointer, parted again, and what forbids either.

use super::register::{is_himself, number_of};
use super::{Declined, Draft, Subject, customer, guarded, reason};
use crate::domain::book::{Book, Missing};
use crate::domain::customer::CustomerFacts;
use crate::domain::event::{Deed, Event};
use crate::domain::field::Field;
use crate::domain::id::{CustomerId, RecordId};
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::rules::Rulebook;

/// Two customers become one by a pointer: what was booked of either stays as it was.
pub(super) fn merge(
    draft: &mut Draft,
    rulebook: &Rulebook,
    id: CustomerId,
    into: CustomerId,
    why: &str,
) -> Result<(), Declined> {
    reason(why)?;
    let book = &draft.book;
    let number = customer(book, id)?.number.clone();
    if id == into {
        return Err(RegisterRefusal::MergedIntoItself { customer: number }.into());
    }
    is_himself(book, id)?;
    is_himself(book, into)?;
    if let Some(below) = book.register.merged.first() {
        return Err(RegisterRefusal::HasMerged {
            customer: number,
            other: number_of(book, *below),
        }
        .into());
    }
    may_be_one(book, id, into)?;
    let merged = Deed::Merged { customer: id, into };
    if guarded::any(&rulebook.credit, book, &[Event::Done(merged.clone())]) {
        return Err(RegisterRefusal::MergeTakesTwo {
            customer: number,
            other: number_of(book, into),
        }
        .into());
    }
    draft.done(merged)?;
    Ok(())
}

/// Two may be one under one law only, and only one of what says the same of both stands then.
fn may_be_one(book: &Book, id: CustomerId, into: CustomerId) -> Result<(), Declined> {
    let (one, other) = (customer(book, id)?, customer(book, into)?);
    let both = one.facts().zip(other.facts());
    if let Some(register_field) = both.and_then(|(one, other)| other_law(one, other)) {
        return Err(RegisterRefusal::MergeOtherLaw {
            customer: one.number.clone(),
            other: other.number.clone(),
            register_field,
        }
        .into());
    }
    let theirs = book.standing_records(into);
    let mut records: Vec<RecordId> = Vec::new();
    for state in book.standing_records(id) {
        let clash = theirs.iter().find(|other| other.clashes(&state.record));
        records.extend(
            clash
                .into_iter()
                .flat_map(|other| [state.record.id, other.record.id]),
        );
    }
    if records.is_empty() {
        return Ok(());
    }
    Err(RegisterRefusal::MergeClash {
        customer: one.number.clone(),
        other: other.number.clone(),
        records,
    }
    .into())
}

/// By what two stand under different laws: fees, interest and deadlines go by it.
fn other_law(one: &CustomerFacts, other: &CustomerFacts) -> Option<Field> {
    if one.kind != other.kind {
        Some(Field::Kind)
    } else if one.country != other.country {
        Some(Field::Country)
    } else {
        None
    }
}

pub(super) fn part(draft: &mut Draft, id: CustomerId, why: &str) -> Result<(), Declined> {
    reason(why)?;
    let state = customer(&draft.book, id)?;
    let Some(from) = state.merged_into else {
        return Err(RegisterRefusal::NotMerged {
            customer: state.number.clone(),
        }
        .into());
    };
    if !draft.book.register.plans.is_empty() {
        return Err(RegisterRefusal::MergeBuiltOn {
            customer: state.number.clone(),
            into: number_of(&draft.book, from),
        }
        .into());
    }
    are_apart(&draft.book, id, from)?;
    draft.done(Deed::Parted { customer: id, from })?;
    Ok(())
}

/// What was sent to, asked of, entered for or settled between two as one is neither's alone: while it stands they stay
/// one.
fn are_apart(book: &Book, customer: CustomerId, from: CustomerId) -> Result<(), Refusal> {
    match book.register.joint {
        Some(entry) => Err(RegisterRefusal::JointWork {
            customer: number_of(book, customer),
            into: number_of(book, from),
            entry,
        }
        .into()),
        None => Ok(()),
    }
}

/// The deed that takes one of these back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    Ok(match deed {
        Deed::Merged { customer, into } => {
            is_merged(book, *customer, Some(*into))?;
            let plans = book.register.plans.iter();
            let plans: Vec<Subject> = plans.map(|plan| Subject::Plan(*plan)).collect();
            if !plans.is_empty() {
                return Err(Declined::InTheWay(plans));
            }
            are_apart(book, *customer, *into)?;
            Deed::Parted {
                customer: *customer,
                from: *into,
            }
        }
        Deed::Parted { customer, from } => {
            is_merged(book, *customer, None)?;
            // Who owns all must not be merged into another himself by now, nor this one own another.
            is_merged(book, *from, None)?;
            if let Some(below) = book.register.merged.first() {
                return Err(in_the_way(*below));
            }
            may_be_one(book, *customer, *from)?;
            Deed::Merged {
                customer: *customer,
                into: *from,
            }
        }
        _ => return Err(Missing("the inverse of that deed".to_owned()).into()),
    })
}

/// A version goes back as little as it is edited of one who is merged into another; and who owns all does not go back
/// under another law than that of those who were merged into him since.
pub(super) fn stays_one(book: &Book, id: CustomerId, version: usize) -> Result<(), Declined> {
    is_merged(book, id, None)?;
    let then = version.checked_sub(1).and_then(|at| {
        let state = book.customers.get(&id)?;
        state.versions.get(at)
    });
    let is_under_another = |member: &&CustomerId| {
        let member = book.customers.get(*member).and_then(|state| state.facts());
        let both = member.zip(then);
        both.is_some_and(|(member, then)| other_law(member, then).is_some())
    };
    let merged = &book.register.merged;
    merged
        .iter()
        .find(is_under_another)
        .map_or(Ok(()), |member| Err(in_the_way(*member)))
}

fn is_merged(book: &Book, id: CustomerId, into: Option<CustomerId>) -> Result<(), Declined> {
    match book.customers.get(&id) {
        Some(state) if state.merged_into == into => Ok(()),
        _ => Err(in_the_way(id)),
    }
}

fn in_the_way(merged: CustomerId) -> Declined {
    Declined::InTheWay(vec![Subject::Merger(merged)])
}
