//! A second person decides: an accepted change is carried out in the same entry.

use super::{Declined, Draft, customer, register};
use crate::domain::event::Deed;
use crate::domain::field::Field;
use crate::domain::id::ProposalId;
use crate::domain::refusal::Refusal;

pub(super) fn judge(draft: &mut Draft, id: ProposalId, accept: bool) -> Result<(), Declined> {
    let Some(state) = draft.book.proposals.get(&id) else {
        return Err(Refusal::UnknownProposal { proposal: id }.into());
    };
    if !state.waits() {
        return Err(Refusal::ProposalDecided { proposal: id }.into());
    }
    let proposal = state.proposal.clone();
    draft.done(Deed::ProposalJudged {
        proposal: id,
        accepted: accept,
    })?;
    if !accept {
        return Ok(());
    }
    let asked = proposal.asked();
    if asked.set.is_empty() {
        return Err(Refusal::ProposalErased { proposal: id }.into());
    }
    let state = customer(&draft.book, proposal.customer)?;
    let current = state.facts().cloned();
    let then = proposal
        .version
        .checked_sub(1)
        .and_then(|at| state.versions.get(at))
        .cloned();
    let (Some(current), Some(then)) = (current, then) else {
        return Err(Refusal::ProposalErased { proposal: id }.into());
    };
    // What someone else changed since is not overwritten by what was asked before.
    let moved: Vec<Field> = then
        .changes(&current, register::currency(&draft.book))
        .into_iter()
        .map(|change| change.field)
        .filter(|field| asked.set.iter().any(|(set, _)| set == field))
        .collect();
    if !moved.is_empty() {
        return Err(Refusal::ProposalOutdated {
            proposal: id,
            register_fields: moved,
        }
        .into());
    }
    let mut facts = current.clone();
    register::write(&draft.book, Some(proposal.customer), &mut facts, &asked.set)?;
    if facts == current {
        return Err(Refusal::NothingChanged.into());
    }
    register::take(draft, proposal.customer, facts)
}
