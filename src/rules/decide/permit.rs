//! Who may do what. Judged by what happens, not by what was asked for: so undo, redo and imports need what the command
//! would have needed. A ledger without users lets everyone do everything.

use std::collections::BTreeMap;

use crate::domain::book::Book;
use crate::domain::customer::CustomerFacts;
use crate::domain::event::{Deed, Event, RowKind, Rows};
use crate::domain::id::{CustomerId, EntryId, RecordId};
use crate::domain::record::{RecordFacts, RecordKind};
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::domain::user::Role;
use crate::rules::credit::CreditPolicies;

use super::guarded::takes_two;

/// Whether a user may let these events happen to the book as it is before them.
pub fn permit(
    users: &BTreeMap<String, Role>,
    actor: &str,
    book: &Book,
    events: &[Event],
) -> Result<(), Refusal> {
    for event in events {
        is_someone_else(actor, book, event)?;
    }
    let classes = reported(events);
    let needed = events.iter().map(|event| needed(book, event, &classes));
    let needed = needed.max();
    allows(users, actor, needed.unwrap_or(Role::Clerk))
}

/// Whether a user has a role, or a higher one.
pub fn allows(users: &BTreeMap<String, Role>, actor: &str, needed: Role) -> Result<(), Refusal> {
    if users.is_empty() {
        return Ok(());
    }
    match users.get(actor) {
        None => Err(Refusal::Register(RegisterRefusal::NotAUser {
            actor: actor.to_owned(),
        })),
        Some(role) if *role < needed => Err(Refusal::Register(RegisterRefusal::NotAllowed {
            actor: actor.to_owned(),
            role: *role,
            needed,
        })),
        Some(_) => Ok(()),
    }
}

/// Classes that a bureau's own reports among these events give: nobody gave them by hand.
fn reported(events: &[Event]) -> Vec<&str> {
    let notices = events.iter().filter_map(|event| match event {
        Event::Done(Deed::Recorded(record)) => Some(&record.facts),
        _ => None,
    });
    let classes = notices.filter_map(|facts| match facts {
        RecordFacts::Notice { class, .. } => class.as_deref(),
        _ => None,
    });
    classes.collect()
}

/// The role that an event needs.
fn needed(book: &Book, event: &Event, reported: &[&str]) -> Role {
    let is_leads = match event {
        Event::Done(deed) => deed_is_leads(book, deed),
        Event::Taken(Rows::Versions(versions)) => versions.iter().any(|version| {
            let state = book.customers.get(&version.customer);
            let before = state.and_then(|state| state.facts());
            let class = version.facts.risk_class.as_deref();
            let is_reported = class.is_some_and(|class| reported.contains(&class));
            before.is_some_and(|before| {
                differ(before, &version.facts)
                    || before.risk_class != version.facts.risk_class && !is_reported
            })
        }),
        // A limit and a class are decisions on credit, whoever enters the customer.
        Event::Taken(Rows::Customers(customers)) => customers
            .iter()
            .any(|customer| is_decided_on(&customer.facts)),
        Event::Taken(_) => false,
    };
    if is_leads { Role::Lead } else { Role::Clerk }
}

fn deed_is_leads(book: &Book, deed: &Deed) -> bool {
    match deed {
        Deed::Locked { .. }
        | Deed::AccountsNamed { .. }
        | Deed::SizeSet { .. }
        | Deed::UserSet { .. }
        | Deed::ProposalJudged { .. }
        | Deed::ProposalReopened { .. }
        | Deed::Erased(_) => true,
        Deed::Recorded(record) => is_leads(&record.facts),
        // What ends by itself, as where a rule sets a harder hold, says nothing.
        Deed::RecordEnded { record, reason, .. } => {
            !reason.is_empty() && record_is_leads(book, *record)
        }
        Deed::RecordVoided { record }
        | Deed::RecordRestored { record }
        | Deed::RecordResumed { record, .. } => record_is_leads(book, *record),
        // Who was taken out comes back with the limit and the class that he had.
        Deed::Restored { range, .. } if range.kind == RowKind::Customers => range.ids().any(|id| {
            let state = book.customers.get(&CustomerId(id));
            let facts = state.and_then(|state| state.facts());
            facts.is_some_and(is_decided_on)
        }),
        Deed::VersionSet { customer, from, to } => {
            let state = book.customers.get(customer);
            let facts = |version: usize| {
                state.and_then(|state| state.versions.get(version.checked_sub(1)?))
            };
            match (facts(*from), facts(*to)) {
                (Some(from), Some(to)) => differ(from, to) || from.risk_class != to.risk_class,
                _ => false,
            }
        }
        _ => false,
    }
}

/// What lets more be sold on credit, or stops it, is a lead's: holds and overrides, what backs a claim, the class and the
/// limit that somebody read off a check, what is granted. What a rule of the policy holds, it has decided itself. That a
/// bureau was asked, an order, a review are the daily work of a clerk.
fn is_leads(facts: &RecordFacts) -> bool {
    match facts {
        RecordFacts::Hold { rule, .. } => rule.is_none(),
        RecordFacts::Override { .. } | RecordFacts::Security { .. } => true,
        RecordFacts::Check { class, advised, .. } => class.is_some() || advised.is_some(),
        RecordFacts::Application { granted, .. } => granted.is_some(),
        RecordFacts::Order { .. }
        | RecordFacts::Notice { .. }
        | RecordFacts::Review
        | RecordFacts::Assessment { .. }
        | RecordFacts::Verified { .. }
        | RecordFacts::Remark => false,
    }
}

/// The same of one that is there: to release what a rule holds is a decision too.
fn record_is_leads(book: &Book, id: RecordId) -> bool {
    let facts = book.records.get(&id).map(|state| &state.record.facts);
    facts.is_some_and(|facts| is_leads(facts) || facts.kind() == RecordKind::Hold)
}

fn is_decided_on(facts: &CustomerFacts) -> bool {
    facts.credit_limit.is_some() || facts.risk_class.is_some()
}

/// Whether what only a lead may change differs: the limit, and the account that he pays from.
fn differ(one: &CustomerFacts, other: &CustomerFacts) -> bool {
    one.credit_limit != other.credit_limit || one.text.account != other.text.account
}

/// What one proposes, another accepts; he himself can only let go of it. What was accepted takes another to undo, too.
fn is_someone_else(actor: &str, book: &Book, event: &Event) -> Result<(), Refusal> {
    let (proposal, undone) = match event {
        Event::Done(Deed::ProposalJudged {
            proposal,
            accepted: true,
        }) => (*proposal, false),
        Event::Done(Deed::ProposalReopened {
            proposal,
            accepted: true,
        }) => (*proposal, true),
        _ => return Ok(()),
    };
    let by = actor.to_owned();
    let refusal = match book.proposals.get(&proposal) {
        Some(state) if state.proposal.by != actor => return Ok(()),
        Some(_) if undone => RegisterRefusal::OwnProposalUndone { proposal, by },
        Some(_) => RegisterRefusal::OwnProposal { proposal, by },
        None => return Ok(()),
    };
    Err(refusal.into())
}

/// What takes two is undone by someone else than who did it. Of what two decided, [`permit`] knows who asked.
pub fn takes_another(
    credit: &CreditPolicies,
    actor: &str,
    book: &Book,
    (entry, event): (EntryId, &Event),
) -> Result<(), Refusal> {
    match takes_two(credit, book, event) {
        Some(guarded) => Err(RegisterRefusal::UndoTakesTwo {
            entry,
            customer: guarded.customer,
            by: actor.to_owned(),
        }
        .into()),
        None => Ok(()),
    }
}
