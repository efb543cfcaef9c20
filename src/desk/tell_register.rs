//! The register in the words of the log: customers that are one, users, changes that wait, erasure.

use crate::domain::event::{Deed, EventFacts};
use crate::domain::id::{CustomerId, ProposalId};
use crate::domain::proposal::{AskedHold, AskedRecord};
use crate::store::Result;
use crate::store::query::Reader;

/// None is of another kind.
pub(super) fn of_deed(reader: &Reader<'_>, deed: &Deed) -> Result<Option<EventFacts>> {
    Ok(Some(match deed {
        Deed::Merged { customer, into } => EventFacts::Merged {
            customer: named(reader, *customer)?,
            into: named(reader, *into)?,
        },
        Deed::Parted { customer, from } => EventFacts::Parted {
            customer: named(reader, *customer)?,
            into: named(reader, *from)?,
        },
        Deed::UserSet { name, to, .. } => match to {
            Some(role) => EventFacts::UserSet {
                text: name.clone(),
                role: *role,
            },
            None => EventFacts::UserRemoved { text: name.clone() },
        },
        Deed::Proposed(proposal) => {
            let (customer, asked) = (named(reader, proposal.customer)?, proposal.asked());
            let proposal = proposal.id;
            match (asked.hold, asked.record) {
                (Some(AskedHold::Set { level, .. }), _) => EventFacts::HoldProposed {
                    customer,
                    proposal,
                    level,
                },
                (Some(AskedHold::Release { .. }), _) => {
                    EventFacts::ReleaseProposed { customer, proposal }
                }
                (None, Some(AskedRecord::Put { facts, .. })) => EventFacts::RecordProposed {
                    customer,
                    proposal,
                    record_kind: facts.kind(),
                },
                (None, Some(AskedRecord::End { record, .. })) => match reader.record(record)? {
                    Some(state) => EventFacts::EndProposed {
                        customer,
                        proposal,
                        record_kind: state.record.facts.kind(),
                    },
                    None => return Ok(None),
                },
                (None, None) => EventFacts::Proposed {
                    customer,
                    proposal,
                    register_fields: asked.set.into_iter().map(|(field, _)| field).collect(),
                },
            }
        }
        Deed::ProposalVoided { proposal } => EventFacts::ProposalVoided {
            customer: of(reader, *proposal)?,
            proposal: *proposal,
        },
        Deed::ProposalRestored { proposal } | Deed::ProposalReopened { proposal, .. } => {
            EventFacts::ProposalReopened {
                customer: of(reader, *proposal)?,
                proposal: *proposal,
            }
        }
        Deed::ProposalJudged { proposal, accepted } => {
            let (customer, proposal) = (of(reader, *proposal)?, *proposal);
            if *accepted {
                EventFacts::ProposalAccepted { customer, proposal }
            } else {
                EventFacts::ProposalDeclined { customer, proposal }
            }
        }
        Deed::Erased(erasure) => {
            let customer = reader.customer_name(erasure.customer)?.0;
            if erasure.whole {
                EventFacts::ErasedWhole { customer }
            } else {
                EventFacts::ErasedNeedless { customer }
            }
        }
        _ => return Ok(None),
    }))
}

/// Number and name: two customers that are one may bear the same name.
fn named(reader: &Reader<'_>, id: CustomerId) -> Result<String> {
    let (number, name) = reader.customer_name(id)?;
    Ok(if name.is_empty() {
        number
    } else {
        format!("{number} {name}")
    })
}

fn of(reader: &Reader<'_>, id: ProposalId) -> Result<String> {
    match reader.proposal(id)? {
        Some(state) => named(reader, state.proposal.customer),
        None => Ok(String::new()),
    }
}
