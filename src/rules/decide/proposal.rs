//! A second person decides: an accepted change is carried out in the same entry.

use super::{Declined, Draft, customer, grant, record, register};
use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::field::Field;
use crate::domain::id::ProposalId;
use crate::domain::proposal::{Asked, AskedHold, AskedRecord, Proposal};
use crate::domain::record::{NewRecord, RecordFacts};
use crate::domain::refusal::RegisterRefusal;

pub(super) fn judge(
    draft: &mut Draft,
    today: Date,
    id: ProposalId,
    accept: bool,
) -> Result<(), Declined> {
    let Some(state) = draft.book.proposals.get(&id) else {
        return Err(RegisterRefusal::UnknownProposal { proposal: id }.into());
    };
    if !state.waits() {
        return Err(RegisterRefusal::ProposalDecided { proposal: id }.into());
    }
    let proposal = state.proposal.clone();
    draft.done(Deed::ProposalJudged {
        proposal: id,
        accepted: accept,
    })?;
    if !accept {
        return Ok(());
    }
    // What was asked of one who was merged since would change nobody who is dealt with.
    register::is_himself(&draft.book, proposal.customer)?;
    let asked = proposal.asked();
    if asked.is_nothing() {
        return Err(RegisterRefusal::ProposalErased { proposal: id }.into());
    }
    match (asked.hold, &asked.record) {
        (Some(hold), _) => take_hold(draft, today, &proposal, hold, asked.reason),
        (None, Some(record)) => take_record(draft, today, &proposal, record, &asked.reason),
        (None, None) => take_edit(draft, today, &proposal, &asked),
    }
}

fn take_record(
    draft: &mut Draft,
    today: Date,
    proposal: &Proposal,
    asked: &AskedRecord,
    reason: &str,
) -> Result<(), Declined> {
    match asked {
        AskedRecord::Put {
            on,
            until,
            facts,
            note,
        } => {
            let new = NewRecord {
                customer: proposal.customer,
                on: *on,
                until: *until,
                facts: facts.clone(),
                note: note.clone(),
            };
            record::put(draft, today, &new, 0)
        }
        AskedRecord::End { record, on } => record::end_now(draft, today, *record, *on, reason),
    }
}

fn take_hold(
    draft: &mut Draft,
    today: Date,
    proposal: &Proposal,
    hold: AskedHold,
    reason: String,
) -> Result<(), Declined> {
    match hold {
        AskedHold::Set { level, until } => {
            let new = NewRecord {
                customer: proposal.customer,
                on: today,
                until,
                facts: RecordFacts::Hold { level, rule: None },
                note: reason,
            };
            record::put(draft, today, &new, 0)
        }
        AskedHold::Release { record } => record::end_now(draft, today, record, None, &reason),
    }
}

fn take_edit(
    draft: &mut Draft,
    today: Date,
    proposal: &Proposal,
    asked: &Asked,
) -> Result<(), Declined> {
    let id = proposal.id;
    let state = customer(&draft.book, proposal.customer)?;
    let current = state.facts().cloned();
    let then = proposal
        .version
        .checked_sub(1)
        .and_then(|at| state.versions.get(at))
        .cloned();
    let (Some(current), Some(then)) = (current, then) else {
        return Err(RegisterRefusal::ProposalErased { proposal: id }.into());
    };
    // What someone else changed since is not overwritten by what was asked before.
    let moved: Vec<Field> = then
        .changes(&current, register::currency(&draft.book))
        .into_iter()
        .map(|change| change.field)
        .filter(|field| asked.set.iter().any(|(set, _)| set == field))
        .collect();
    if !moved.is_empty() {
        return Err(RegisterRefusal::ProposalOutdated {
            proposal: id,
            register_fields: moved,
        }
        .into());
    }
    if let Some(sought) = asked.application {
        grant::accepted(draft, today, proposal, asked, sought)?;
    }
    register::edit_at_once(draft, today, proposal.customer, &asked.set)
}
