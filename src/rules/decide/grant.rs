//! What a customer applied for is granted: his limit, in one entry with the decision, alone or by two.

use super::register::{self, currency, edit_at_once, propose};
use super::{Declined, Draft, customer, reason, record};
use crate::domain::date::Date;
use crate::domain::field::Field;
use crate::domain::money::Minor;
use crate::domain::proposal::{Asked, Proposal};
use crate::domain::record::{NewRecord, RecordFacts};
use crate::domain::refusal::RegisterRefusal;

/// What is granted becomes the customer's limit with the decision, in one entry; or both wait for a second person.
/// Nothing granted is a refusal: the limit that he has stays.
pub(super) fn grant(
    draft: &mut Draft,
    today: Date,
    new: &NewRecord,
    (asked, granted): (Minor, Minor),
    waits: bool,
) -> Result<(), Declined> {
    let state = customer(&draft.book, new.customer)?;
    let now = state.facts().and_then(|facts| facts.credit_limit);
    if granted <= Minor::ZERO || now == Some(granted) {
        return record::put(draft, today, new, 0);
    }
    let limit = granted.plain(currency(&draft.book));
    let set = vec![(Field::CreditLimit, Some(limit))];
    let mut granting = Draft::of(draft.book.clone());
    record::put(&mut granting, today, new, 0)?;
    edit_at_once(&mut granting, today, new.customer, &set)?;
    if waits {
        let asked = Asked {
            set,
            application: Some(asked),
            reason: reason(&new.note)?,
            ..Asked::default()
        };
        return propose(draft, new.customer, &asked);
    }
    record::let_happen(draft, granting.events)
}

/// What was sought is granted now, as the limit that is asked for.
pub(super) fn accepted(
    draft: &mut Draft,
    today: Date,
    proposal: &Proposal,
    asked: &Asked,
    sought: Minor,
) -> Result<(), Declined> {
    let facts = customer(&draft.book, proposal.customer)?.facts();
    let Some(mut facts) = facts.cloned() else {
        return Err(RegisterRefusal::ProposalErased {
            proposal: proposal.id,
        }
        .into());
    };
    register::write(&draft.book, Some(proposal.customer), &mut facts, &asked.set)?;
    let new = NewRecord {
        customer: proposal.customer,
        on: today,
        until: None,
        facts: RecordFacts::Application {
            asked: sought,
            granted: facts.credit_limit,
        },
        note: asked.reason.clone(),
    };
    record::put(draft, today, &new, 0)
}
