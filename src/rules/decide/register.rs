//! The register by hand: new customers and edits; and how what is done there, by users and proposals too, is taken back.

use std::collections::BTreeSet;

use super::{Declined, Draft, Subject, customer, facts_of, guarded, reason};
use crate::domain::book::Book;
use crate::domain::command::{Edit, NewCustomer, Values};
use crate::domain::customer::{Customer, CustomerFacts};
use crate::domain::date::Date;
use crate::domain::event::{Deed, Event, Rows, Version};
use crate::domain::field::{Field, Section, WrongValue};
use crate::domain::id::CustomerId;
use crate::domain::money::Currency;
use crate::domain::proposal::{Asked, Proposal};
use crate::domain::record::{Record, RecordFacts};
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::domain::shape::is_unclean;
use crate::domain::user::Role;
use crate::rules::Rulebook;

/// Letters of a customer's number.
const MOST_OF_NUMBER: usize = 40;

/// A new customer is there at once, but without what the policy has wait for a second person: that is proposed.
pub(super) fn new(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    new: &NewCustomer,
) -> Result<(), Declined> {
    let register = &draft.book.register;
    let number = match new.number.as_deref().map(str::trim) {
        None => register.next_number.clone(),
        Some(number) => number.to_owned(),
    };
    let is_odd = |c: char| is_unclean(c) || c.is_whitespace();
    if number.is_empty() || number.chars().count() > MOST_OF_NUMBER || number.contains(is_odd) {
        return Err(RegisterRefusal::CustomerNumberWrong { value: number }.into());
    }
    if register.is_taken {
        return Err(RegisterRefusal::CustomerNumberTaken { customer: number }.into());
    }
    let ledger = draft.book.ledger.as_ref();
    let country = ledger
        .map(|ledger| ledger.country.clone())
        .unwrap_or_default();
    let mut facts = CustomerFacts::new(new.likely_kind(), &country, "");
    let mut set = new.set.clone();
    if !set.iter().any(|(field, _)| *field == Field::Name) {
        set.push((Field::Name, None));
    }
    let mut all = facts.clone();
    write(&draft.book, None, &mut all, &set)?;
    let policy = rulebook.credit.of_customer(&all);
    let (held, free): (Values, Values) = set
        .into_iter()
        .partition(|(field, value)| value.is_some() && policy.guards(*field));
    write(&draft.book, None, &mut facts, &free)?;
    let id = draft.book.next.customer;
    let is_classed = facts.risk_class.is_some();
    let customers = vec![Customer { id, number, facts }];
    draft.push(Event::Taken(Rows::Customers(customers)))?;
    if is_classed {
        confirm(draft, today, id, &[Field::RiskClass])?;
    }
    if held.is_empty() {
        return Ok(());
    }
    let asked = Asked {
        set: held,
        reason: new.reason.trim().to_owned(),
        ..Asked::default()
    };
    propose(draft, id, &asked)
}

/// An edit takes effect, but for fields that the policy has wait for a second person: those become a proposal.
pub(super) fn edit(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    edit: &Edit,
) -> Result<(), Declined> {
    let current = facts_of(&draft.book, edit.customer)?.clone();
    let now = customer(&draft.book, edit.customer)?.version;
    if let Some(seen) = edit.version.filter(|seen| *seen != now) {
        return Err(edited_meanwhile(&draft.book, edit.customer, seen).into());
    }
    let mut facts = current.clone();
    write(&draft.book, Some(edit.customer), &mut facts, &edit.set)?;
    let currency = currency(&draft.book);
    let changed: Vec<Field> = current
        .changes(&facts, currency)
        .into_iter()
        .map(|change| change.field)
        .collect();
    if changed.is_empty() {
        return Err(Refusal::NothingChanged.into());
    }
    let waiting = guarded::fields(&rulebook.credit, &current, &facts, currency);
    let waits = |field: &Field| waiting.contains(field);
    let (held, free): (Values, Values) = edit
        .set
        .iter()
        .cloned()
        .partition(|(field, _)| waits(field));
    if held.is_empty() {
        take(draft, edit.customer, facts)?;
        return confirm(draft, today, edit.customer, &changed);
    }
    let why = reason(&edit.reason)?;
    let mut at_once = current.clone();
    write(&draft.book, Some(edit.customer), &mut at_once, &free)?;
    if at_once != current {
        take(draft, edit.customer, at_once)?;
        let changed: Vec<Field> = changed
            .iter()
            .copied()
            .filter(|field| !waits(field))
            .collect();
        confirm(draft, today, edit.customer, &changed)?;
    }
    let asked = Asked {
        set: held,
        reason: why,
        ..Asked::default()
    };
    propose(draft, edit.customer, &asked)
}

/// What is asked waits for a second person.
pub(super) fn propose(
    draft: &mut Draft,
    customer: CustomerId,
    asked: &Asked,
) -> Result<(), Declined> {
    let version = super::customer(&draft.book, customer)?.version;
    draft.done(Deed::Proposed(Proposal {
        id: draft.book.next.proposal,
        customer,
        version,
        by: draft.book.register.by.clone(),
        asked: serde_json::to_string(asked).unwrap_or_default(),
    }))?;
    Ok(())
}

/// Who edits a section has looked at it: it is confirmed by that.
pub(super) fn confirm(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    changed: &[Field],
) -> Result<(), Declined> {
    let sections: BTreeSet<Section> = changed.iter().map(|field| field.section()).collect();
    for section in sections {
        let is_classed =
            section == Field::RiskClass.section() && changed.contains(&Field::RiskClass);
        let class = if is_classed {
            facts_of(&draft.book, customer)?.risk_class.clone()
        } else {
            None
        };
        draft.done(Deed::Recorded(Record {
            id: draft.book.next.record,
            customer,
            on: today,
            until: None,
            facts: RecordFacts::Verified { section, class },
            note: String::new(),
        }))?;
    }
    Ok(())
}

/// Nothing changes of one who is merged into another: whoever means that one names him.
pub(super) fn is_himself(book: &Book, id: CustomerId) -> Result<(), Declined> {
    let state = customer(book, id)?;
    match state.merged_into {
        Some(owner) => Err(RegisterRefusal::AlreadyMerged {
            customer: state.number.clone(),
            into: number_of(book, owner),
        }
        .into()),
        None => Ok(()),
    }
}

/// An edit that waits for nobody: the next version, and that its sections were looked at.
pub(super) fn edit_at_once(
    draft: &mut Draft,
    today: Date,
    id: CustomerId,
    set: &Values,
) -> Result<(), Declined> {
    let current = facts_of(&draft.book, id)?.clone();
    let mut facts = current.clone();
    write(&draft.book, Some(id), &mut facts, set)?;
    if facts == current {
        return Err(Refusal::NothingChanged.into());
    }
    let changed: Vec<Field> = set.iter().map(|(field, _)| *field).collect();
    take(draft, id, facts)?;
    confirm(draft, today, id, &changed)
}

/// The next version of one who is himself.
pub(super) fn take(
    draft: &mut Draft,
    id: CustomerId,
    facts: CustomerFacts,
) -> Result<(), Declined> {
    is_himself(&draft.book, id)?;
    renew(draft, id, facts)
}

/// The next version of a customer, though he be merged into another.
pub(super) fn renew(
    draft: &mut Draft,
    id: CustomerId,
    facts: CustomerFacts,
) -> Result<(), Declined> {
    let state = customer(&draft.book, id)?;
    let version = Version {
        customer: id,
        // One that was undone keeps its number.
        version: state.versions.len() + 1,
        before: state.version,
        facts,
    };
    draft.push(Event::Taken(Rows::Versions(vec![version])))?;
    Ok(())
}

/// Puts values into facts, the country first: it decides what a number must look like.
pub(super) fn write(
    book: &Book,
    id: Option<CustomerId>,
    facts: &mut CustomerFacts,
    set: &Values,
) -> Result<(), Declined> {
    let mut set: Vec<&(Field, Option<String>)> = set.iter().collect();
    set.sort_by_key(|(field, _)| (*field != Field::Country, *field));
    if let Some(twice) = set.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(RegisterRefusal::FieldTwice {
            register_field: twice[0].0,
        }
        .into());
    }
    for (field, value) in set {
        let written = field.write(facts, value.as_deref(), currency(book));
        written.map_err(wrong)?;
        if *field == Field::Parent {
            parent(book, id, facts)?;
        }
    }
    Ok(())
}

fn wrong(fault: WrongValue) -> RegisterRefusal {
    match fault.right {
        Some(number) => RegisterRefusal::WrongCheckDigit {
            register_field: fault.field,
            value: fault.value,
            number,
        },
        None => RegisterRefusal::WrongValue {
            register_field: fault.field,
            value: fault.value,
            why: fault.why,
        },
    }
}

/// A parent is another customer who is there, and not a child of this one.
fn parent(book: &Book, id: Option<CustomerId>, facts: &mut CustomerFacts) -> Result<(), Declined> {
    let Some(named) = facts.parent else {
        return Ok(());
    };
    if !book.customers.contains_key(&named) {
        return Err(Refusal::UnknownCustomer {
            customer: named.0.to_string(),
        }
        .into());
    }
    let named = book.owner(named);
    let state = customer(book, named)?;
    let above = state.facts().and_then(|facts| facts.parent);
    if id.is_some() && (id == Some(named) || above == id) {
        return Err(RegisterRefusal::ParentOfItself {
            customer: state.number.clone(),
        }
        .into());
    }
    facts.parent = Some(named);
    Ok(())
}

pub(super) fn currency(book: &Book) -> Currency {
    let ledger = book.ledger.as_ref();
    ledger.map_or(Currency::NOK, |ledger| ledger.currency)
}

/// What someone else changed since this version was seen.
fn edited_meanwhile(book: &Book, id: CustomerId, seen: usize) -> RegisterRefusal {
    let state = book.customers.get(&id);
    let facts =
        |version: usize| state.and_then(|state| state.versions.get(version.checked_sub(1)?));
    let changes = facts(seen)
        .zip(state.and_then(|state| state.facts()))
        .map(|(seen, now)| seen.changes(now, currency(book)))
        .unwrap_or_default();
    let (by, at) = book.register.edited.clone().unwrap_or_default();
    RegisterRefusal::EditedMeanwhile {
        customer: state.map(|state| state.number.clone()).unwrap_or_default(),
        by,
        at,
        register_fields: changes.into_iter().map(|change| change.field).collect(),
    }
}

pub(super) fn number_of(book: &Book, id: CustomerId) -> String {
    let state = book.customers.get(&id);
    state.map(|state| state.number.clone()).unwrap_or_default()
}

/// The deed that takes one of the register back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let in_the_way = |subject| Declined::InTheWay(vec![subject]);
    Ok(match deed {
        Deed::UserSet { name, from, to } => {
            if book.users.get(name) != to.as_ref() {
                return Err(in_the_way(Subject::User));
            }
            let leads = book.users.iter().filter(|(_, role)| **role == Role::Lead);
            let others = leads.filter(|(user, _)| *user != name).count();
            let left = book.users.len() - usize::from(to.is_some()) + usize::from(from.is_some());
            if left > 0 && others == 0 && *from != Some(Role::Lead) {
                return Err(RegisterRefusal::LastLead { text: name.clone() }.into());
            }
            Deed::UserSet {
                name: name.clone(),
                from: *to,
                to: *from,
            }
        }
        Deed::Proposed(Proposal { id, .. }) | Deed::ProposalRestored { proposal: id } => {
            if !book.proposal(*id)?.waits() {
                return Err(in_the_way(Subject::Proposal(*id)));
            }
            Deed::ProposalVoided { proposal: *id }
        }
        Deed::ProposalVoided { proposal } => Deed::ProposalRestored {
            proposal: *proposal,
        },
        Deed::ProposalJudged { proposal, accepted } => {
            let state = book.proposal(*proposal)?;
            if state.accepted != Some(*accepted) || state.voided {
                return Err(in_the_way(Subject::Proposal(*proposal)));
            }
            Deed::ProposalReopened {
                proposal: *proposal,
                accepted: *accepted,
            }
        }
        Deed::ProposalReopened { proposal, accepted } => {
            if !book.proposal(*proposal)?.waits() {
                return Err(in_the_way(Subject::Proposal(*proposal)));
            }
            Deed::ProposalJudged {
                proposal: *proposal,
                accepted: *accepted,
            }
        }
        deed => return super::merge::invert(book, deed),
    })
}

/// A version whose text was erased cannot come back.
pub(super) fn is_kept(book: &Book, id: CustomerId, version: usize) -> Result<(), Declined> {
    let state = book.customers.get(&id);
    let facts = state.and_then(|state| state.versions.get(version.checked_sub(1)?));
    match (state, facts) {
        (Some(state), Some(facts)) if facts.is_erased() => Err(RegisterRefusal::CustomerErased {
            customer: state.number.clone(),
        }
        .into()),
        _ => Ok(()),
    }
}
