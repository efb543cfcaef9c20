//! Who may do what. Judged by what happens, not by what was asked for: so undo, redo and imports need what the command
//! would have needed. A ledger without users lets everyone do everything.

use std::collections::BTreeMap;

use crate::domain::book::Book;
use crate::domain::customer::CustomerFacts;
use crate::domain::event::{Deed, Event, Rows};
use crate::domain::id::RecordId;
use crate::domain::record::{RecordFacts, RecordKind};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;

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
    let needed = events.iter().map(|event| needed(book, event)).max();
    allows(users, actor, needed.unwrap_or(Role::Clerk))
}

/// Whether a user has a role, or a higher one.
pub fn allows(users: &BTreeMap<String, Role>, actor: &str, needed: Role) -> Result<(), Refusal> {
    if users.is_empty() {
        return Ok(());
    }
    match users.get(actor) {
        None => Err(Refusal::NotAUser {
            actor: actor.to_owned(),
        }),
        Some(role) if *role < needed => Err(Refusal::NotAllowed {
            actor: actor.to_owned(),
            role: *role,
            needed,
        }),
        Some(_) => Ok(()),
    }
}

/// The role that an event needs.
fn needed(book: &Book, event: &Event) -> Role {
    let is_leads = match event {
        Event::Done(deed) => deed_is_leads(book, deed),
        Event::Taken(Rows::Versions(versions)) => versions.iter().any(|version| {
            let state = book.customers.get(&version.customer);
            let before = state.and_then(|state| state.facts());
            before.is_some_and(|before| differ(before, &version.facts))
        }),
        // A limit is a decision on credit, whoever enters the customer.
        Event::Taken(Rows::Customers(customers)) => customers
            .iter()
            .any(|customer| customer.facts.credit_limit.is_some()),
        Event::Taken(_) => false,
    };
    if is_leads { Role::Lead } else { Role::Clerk }
}

fn deed_is_leads(book: &Book, deed: &Deed) -> bool {
    match deed {
        Deed::Locked { .. }
        | Deed::AccountsNamed { .. }
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
        Deed::VersionSet { customer, from, to } => {
            let state = book.customers.get(customer);
            let facts = |version: usize| {
                state.and_then(|state| state.versions.get(version.checked_sub(1)?))
            };
            match (facts(*from), facts(*to)) {
                (Some(from), Some(to)) => differ(from, to),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Sales are held and let pass by a lead; what a rule of the policy holds, it has decided itself.
fn is_leads(facts: &RecordFacts) -> bool {
    matches!(
        facts,
        RecordFacts::Hold { rule: None, .. } | RecordFacts::Override { .. }
    )
}

/// The same of one that is there: to release what a rule holds is a decision too.
fn record_is_leads(book: &Book, id: RecordId) -> bool {
    let kind = book.records.get(&id).map(|state| state.record.facts.kind());
    matches!(kind, Some(RecordKind::Hold | RecordKind::Override))
}

/// Whether what only a lead may change differs: the limit, and the account that he pays from.
fn differ(one: &CustomerFacts, other: &CustomerFacts) -> bool {
    one.credit_limit != other.credit_limit || one.text.account != other.text.account
}

/// What one proposes, another accepts; he himself can only let go of it. Nor does he alone take back what was accepted:
/// that is the change again, the other way.
fn is_someone_else(actor: &str, book: &Book, event: &Event) -> Result<(), Refusal> {
    let Event::Done(
        Deed::ProposalJudged {
            proposal,
            accepted: true,
        }
        | Deed::ProposalReopened {
            proposal,
            accepted: true,
        },
    ) = event
    else {
        return Ok(());
    };
    match book.proposals.get(proposal) {
        Some(state) if state.proposal.by == actor => Err(Refusal::OwnProposal {
            proposal: *proposal,
            by: actor.to_owned(),
        }),
        _ => Ok(()),
    }
}
