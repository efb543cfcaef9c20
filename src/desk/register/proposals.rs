//! Changes that wait for a second person, as they are shown.

use crate::domain::field::{Change, Field};
use crate::domain::id::ProposalId;
use crate::domain::money::Money;
use crate::domain::proposal::{Asked, AskedHold, AskedRecord};
use crate::domain::refusal::RegisterRefusal;
use crate::reports::register::{AskedFacts, ProposalLine};
use crate::store::query::Reader;

use super::told;
use crate::desk::{Desk, Failure};

impl Desk {
    /// Changes that wait for a second person.
    pub fn proposals(&self) -> anyhow::Result<Vec<ProposalLine>> {
        let _moment = self.store.moment()?;
        self.asked_for(&self.store.read())
    }

    pub(super) fn asked_for(&self, reader: &Reader<'_>) -> anyhow::Result<Vec<ProposalLine>> {
        let mut lines = Vec::new();
        for (state, at) in reader.proposals()? {
            let proposal = state.proposal;
            let asked = proposal.asked();
            let (customer_no, name) = reader.customer_name(proposal.customer)?;
            let facts = reader
                .customer(proposal.customer)?
                .map(|(_, facts, _)| facts);
            let change = |(field, new): (Field, Option<String>)| Change {
                field,
                old: facts
                    .as_ref()
                    .and_then(|facts| field.read(facts, self.ledger.currency)),
                new,
            };
            let asks = self.asks(reader, &asked)?;
            let changes = asked.set.into_iter().map(change).collect();
            lines.push(ProposalLine {
                proposal: proposal.id,
                customer: proposal.customer,
                customer_no,
                name,
                by: proposal.by,
                at: self.clock.local(&at),
                reason: asked.reason,
                hold: asked.hold,
                asks,
                changes: told(reader, changes)?,
            });
        }
        Ok(lines)
    }

    /// What is asked of what is on record; none where fields are to change.
    fn asks(&self, reader: &Reader<'_>, asked: &Asked) -> anyhow::Result<Option<AskedFacts>> {
        let hold = asked.hold.map(|hold| match hold {
            AskedHold::Set { level, .. } => AskedFacts::Hold { level },
            AskedHold::Release { .. } => AskedFacts::Release,
        });
        Ok(match (&asked.record, hold) {
            (_, Some(hold)) => Some(hold),
            (Some(AskedRecord::Put { facts, .. }), None) => {
                let record_kind = facts.kind();
                Some(match facts.amount() {
                    Some(amount) => AskedFacts::PutOf {
                        record_kind,
                        amount: Money::new(amount, self.ledger.currency),
                    },
                    None => AskedFacts::Put { record_kind },
                })
            }
            (Some(AskedRecord::End { record, .. }), None) => {
                let record = reader.record(*record)?;
                record.map(|state| AskedFacts::End {
                    record_kind: state.record.facts.kind(),
                })
            }
            (None, None) => None,
        })
    }

    /// A proposal as a person writes its number: `P3` or `3`.
    pub fn find_proposal(&self, text: &str) -> Result<ProposalId, Failure> {
        let bare = text.trim().trim_start_matches(['P', 'p']);
        let id = bare.parse().ok().map(ProposalId);
        id.ok_or_else(|| {
            RegisterRefusal::NotAValue {
                text: text.to_owned(),
            }
            .into()
        })
    }
}
