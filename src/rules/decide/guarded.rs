//! What takes two: changes that the policy has wait for a second person. Judged by what happens, as roles are: so undo
//! and the lists of files need what the command would have needed.

use crate::domain::book::Book;
use crate::domain::customer::CustomerFacts;
use crate::domain::event::{Deed, Event, RowKind, Rows};
use crate::domain::field::Field;
use crate::domain::id::{CustomerId, RecordId};
use crate::domain::money::Currency;
use crate::domain::record::{RecordFacts, RecordKind};
use crate::domain::refusal::RegisterRefusal;
use crate::rules::credit::{CreditPolicies, CreditPolicy};

/// What says by which policy a customer is judged.
const JUDGED_BY: [Field; 3] = [Field::Kind, Field::RiskClass, Field::Group];

/// A change that takes two.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Guarded {
    /// The customer's number.
    pub customer: String,
    /// The field that changes; none where something on record of him does.
    pub field: Option<Field>,
}

/// The fields of a change that take two: what the policy of before or that of after guards. A change from one policy to
/// another that guards other things takes two itself, or one person alone would go there and back.
pub(super) fn fields(
    credit: &CreditPolicies,
    before: &CustomerFacts,
    after: &CustomerFacts,
    currency: Currency,
) -> Vec<Field> {
    let (old, new) = (credit.of_customer(before), credit.of_customer(after));
    let moves = !old.guards_alike(new);
    let changed = before.changes(after, currency).into_iter();
    changed
        .map(|change| change.field)
        .filter(|field| {
            old.guards(*field) || new.guards(*field) || moves && JUDGED_BY.contains(field)
        })
        .collect()
}

/// Whether one of these events changes what takes two, with the book as it is before them.
pub(super) fn any(credit: &CreditPolicies, book: &Book, events: &[Event]) -> bool {
    events
        .iter()
        .any(|event| takes_two(credit, book, event).is_some())
}

/// What an event changes that takes two; none if one person may do it alone.
pub(super) fn takes_two(credit: &CreditPolicies, book: &Book, event: &Event) -> Option<Guarded> {
    match event {
        Event::Taken(Rows::Customers(customers)) => customers
            .iter()
            .find_map(|new| entered(credit, book, &new.number, &new.facts)),
        Event::Taken(Rows::Versions(versions)) => versions
            .iter()
            .find_map(|version| changed(credit, book, version.customer, &version.facts)),
        Event::Taken(_) => None,
        Event::Done(deed) => done(credit, book, deed),
    }
}

fn done(credit: &CreditPolicies, book: &Book, deed: &Deed) -> Option<Guarded> {
    match deed {
        Deed::Recorded(record) => {
            let policy = policy(credit, book, record.customer)?;
            let is_decided_by_rule =
                matches!(&record.facts, RecordFacts::Hold { rule: Some(_), .. });
            let waits = !is_decided_by_rule && stands(policy, book, record.customer, &record.facts);
            waits.then(|| on_record(book, record.customer))
        }
        // What ends by itself, as where a rule sets a harder hold, says nothing.
        Deed::RecordEnded { record, reason, .. } if !reason.is_empty() => {
            of_record(credit, book, *record)
        }
        Deed::RecordVoided { record }
        | Deed::RecordRestored { record }
        | Deed::RecordResumed { record, .. } => of_record(credit, book, *record),
        Deed::VersionSet { customer, to, .. } => {
            let state = book.customers.get(customer)?;
            let to = state.versions.get(to.checked_sub(1)?)?;
            changed(credit, book, *customer, to)
        }
        // What is on record of either is judged by one policy then: where these guard other things, one person alone would
        // lay off what two had decided, or bring in what they had not.
        Deed::Merged { customer, into } => {
            let one = policy(credit, book, *customer)?;
            let other = policy(credit, book, *into)?;
            (!one.guards_alike(other)).then(|| on_record(book, *customer))
        }
        Deed::Restored { range, .. } if range.kind == RowKind::Customers => {
            range.ids().find_map(|id| {
                let state = book.customers.get(&CustomerId(id))?;
                entered(credit, book, &state.number, state.facts()?)
            })
        }
        _ => None,
    }
}

/// Who comes in with a value that takes two.
fn entered(
    credit: &CreditPolicies,
    book: &Book,
    number: &str,
    facts: &CustomerFacts,
) -> Option<Guarded> {
    let (policy, currency) = (credit.of_customer(facts), super::register::currency(book));
    let mut guarded = Field::ALL.iter().filter(|field| policy.guards(**field));
    let field = guarded.find(|field| field.read(facts, currency).is_some())?;
    Some(Guarded {
        customer: number.to_owned(),
        field: Some(*field),
    })
}

fn changed(
    credit: &CreditPolicies,
    book: &Book,
    customer: CustomerId,
    after: &CustomerFacts,
) -> Option<Guarded> {
    let before = book.customers.get(&customer)?.facts()?;
    let currency = super::register::currency(book);
    let field = fields(credit, before, after, currency).first().copied()?;
    Some(Guarded {
        field: Some(field),
        ..on_record(book, customer)
    })
}

/// To end or bring back what a rule holds is a decision too.
fn of_record(credit: &CreditPolicies, book: &Book, id: RecordId) -> Option<Guarded> {
    let record = &book.records.get(&id)?.record;
    let policy = policy(credit, book, record.customer)?;
    let waits = stands(policy, book, record.customer, &record.facts);
    waits.then(|| on_record(book, record.customer))
}

/// Whether it takes two that something stands on record, or does no more: holds, and what is sold by as by a limit. A
/// security backs what goes beyond it, and what a check advises is the limit of who has none of his own.
fn stands(policy: &CreditPolicy, book: &Book, customer: CustomerId, facts: &RecordFacts) -> bool {
    let is_limit = match facts {
        RecordFacts::Security { .. } => true,
        RecordFacts::Check { advised, .. } => {
            let limit = dealt_with(book, customer).and_then(|facts| facts.credit_limit);
            advised.is_some() && limit.is_none()
        }
        _ => false,
    };
    is_limit && policy.guards(Field::CreditLimit)
        || facts.kind() == RecordKind::Hold && policy.guards_holds()
}

fn policy<'c>(
    credit: &'c CreditPolicies,
    book: &Book,
    customer: CustomerId,
) -> Option<&'c CreditPolicy> {
    Some(credit.of_customer(dealt_with(book, customer)?))
}

/// Whose data count for a customer: those of the one who owns all, where he is merged.
fn dealt_with(book: &Book, customer: CustomerId) -> Option<&CustomerFacts> {
    let owner = book.customers.get(&book.owner(customer));
    let state = owner.or_else(|| book.customers.get(&customer));
    state.and_then(|state| state.facts())
}

fn on_record(book: &Book, customer: CustomerId) -> Guarded {
    Guarded {
        customer: super::register::number_of(book, customer),
        field: None,
    }
}

/// A list cannot ask a second person: what waits for one is edited by hand, of a new customer too.
pub fn is_free_in_a_list(
    credit: &CreditPolicies,
    book: &Book,
    events: &[Event],
) -> Result<(), RegisterRefusal> {
    let mut guarded = events
        .iter()
        .filter_map(|event| takes_two(credit, book, event));
    let found = guarded.find_map(|guarded| Some((guarded.customer, guarded.field?)));
    match found {
        Some((customer, register_field)) => Err(RegisterRefusal::SecondPersonNeeded {
            customer,
            register_field,
        }),
        None => Ok(()),
    }
}
