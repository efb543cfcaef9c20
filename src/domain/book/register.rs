//! The register as events move it: customers that are one, users, changes that wait for a second person.

use super::{Book, Missing};
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, EntryId, PlanId, ProposalId};
use crate::domain::proposal::ProposalState;

/// What a change of the register must know of the other customers.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Register {
    /// Who asks, by the name that the journal bears.
    pub by: String,
    /// The next number that nobody bears.
    pub next_number: String,
    /// The number that is asked for is taken.
    pub is_taken: bool,
    /// Who is merged into one of the customers at hand.
    pub merged: Vec<CustomerId>,
    /// Who edited the customer last, and when, as the journal has it.
    pub edited: Option<(String, String)>,
    /// Running plans of the one who owns all that cover what was the other's.
    pub plans: Vec<PlanId>,
    /// The first work on two who are one since they became it: whose it would be, were they two again, nobody can say.
    pub joint: Option<EntryId>,
}

impl Book {
    /// Who owns what is a customer's: he himself, or whom he is merged into.
    pub fn owner(&self, customer: CustomerId) -> CustomerId {
        let state = self.customers.get(&customer);
        state
            .and_then(|state| state.merged_into)
            .unwrap_or(customer)
    }

    pub fn proposal(&self, id: ProposalId) -> Result<&ProposalState, Missing> {
        let missing = || Missing(format!("proposal {}", id.0));
        self.proposals.get(&id).ok_or_else(missing)
    }

    fn proposal_mut(&mut self, id: ProposalId) -> Result<&mut ProposalState, Missing> {
        let missing = || Missing(format!("proposal {}", id.0));
        self.proposals.get_mut(&id).ok_or_else(missing)
    }

    /// Whose each item is follows from whom it names and who is merged into whom.
    fn point(&mut self, customer: CustomerId, into: Option<CustomerId>) -> Result<(), Missing> {
        self.customer_mut(customer)?.merged_into = into;
        let owner = into.unwrap_or(customer);
        for item in self.items.values_mut() {
            if item.keyed == customer {
                item.customer = owner;
            }
        }
        Ok(())
    }

    pub(super) fn register(&mut self, deed: &Deed) -> Result<(), Missing> {
        match deed {
            Deed::Merged { customer, into } => self.point(*customer, Some(*into))?,
            Deed::Parted { customer, .. } => self.point(*customer, None)?,
            Deed::UserSet { name, to, .. } => {
                match to {
                    Some(role) => self.users.insert(name.clone(), *role),
                    None => self.users.remove(name),
                };
            }
            Deed::Proposed(proposal) => {
                self.next.proposal = proposal.id.next();
                let state = ProposalState {
                    proposal: proposal.clone(),
                    accepted: None,
                    voided: false,
                };
                self.proposals.insert(proposal.id, state);
            }
            Deed::ProposalVoided { proposal } => self.proposal_mut(*proposal)?.voided = true,
            Deed::ProposalRestored { proposal } => self.proposal_mut(*proposal)?.voided = false,
            Deed::ProposalJudged { proposal, accepted } => {
                self.proposal_mut(*proposal)?.accepted = Some(*accepted);
            }
            Deed::ProposalReopened { proposal, .. } => {
                self.proposal_mut(*proposal)?.accepted = None;
            }
            // Texts are no part of what is decided on; the books stand without them.
            _ => {}
        }
        Ok(())
    }
}
