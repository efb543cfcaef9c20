//! Plans, hand-overs and pauses that run: as lists, and by what a person calls them.

use crate::domain::command::{Command, Resting};
use crate::domain::id::{CustomerId, DocumentId, HandoverId, ItemId, PlanId};
use crate::domain::pause::{Pause, PauseKind};
use crate::domain::refusal::CollectingRefusal;
use crate::reports::overlays::{HandoverLine, PlanLine};

use super::{Desk, Failure};

impl Desk {
    /// Plans that nobody has ended, in the order in which they were made.
    pub fn plans(&self) -> anyhow::Result<Vec<PlanLine>> {
        let reader = self.store.read();
        let today = self.today();
        let mut lines = Vec::new();
        for (state, paid) in reader.plans()? {
            let plan = state.plan;
            let (customer_number, customer_name) = reader.customer_name(plan.customer)?;
            let mut invoices: Vec<String> = Vec::new();
            for (item, _) in &plan.items {
                let (number, _) = reader.item_label(*item)?;
                if !invoices.contains(&number) {
                    invoices.push(number);
                }
            }
            lines.push(PlanLine {
                kept: plan.kept(paid, today),
                plan,
                customer_number,
                customer_name,
                invoices,
                paid,
            });
        }
        Ok(lines)
    }

    /// Items that an agency has, the longest there first.
    pub fn handovers(&self) -> anyhow::Result<Vec<HandoverLine>> {
        let reader = self.store.read();
        let mut lines = Vec::new();
        for state in reader.handovers()? {
            let handover = state.handover;
            let Some(item) = reader.item(handover.item)? else {
                continue;
            };
            let (customer_number, customer_name) = reader.customer_name(item.customer)?;
            lines.push(HandoverLine {
                handover,
                customer_number,
                customer_name,
                number: item.number,
                currency: item.currency,
                open: item.open,
            });
        }
        Ok(lines)
    }

    /// The plans of a customer that nobody has ended.
    pub fn plans_of(&self, customer: CustomerId) -> Result<Vec<PlanId>, Failure> {
        let plans = self.store.read().plans()?.into_iter();
        let his = plans.filter(|(state, _)| state.plan.customer == customer);
        Ok(his.map(|(state, _)| state.plan.id).collect())
    }

    /// Ends all that rests on a document or on a customer as a whole and is no dispute.
    pub fn ends_of_pauses(&self, of: Resting, outcome: &str) -> Result<Vec<Command>, Failure> {
        let reader = self.store.read();
        let today = self.today();
        let mut pauses: Vec<Pause> = Vec::new();
        let what = match of {
            Resting::Customer(customer) => {
                pauses.extend(reader.pauses_of_customer(customer)?);
                reader.customer_name(customer)?.0
            }
            Resting::Document(document) => {
                for item in self.items_of(document)? {
                    pauses.extend(reader.pauses(item)?);
                }
                let found = reader.document(document)?;
                found.map_or(String::new(), |(document, _)| document.number)
            }
        };
        let ends: Vec<Command> = pauses
            .into_iter()
            .filter(|pause| pause.kind != PauseKind::Dispute && pause.runs(today))
            .map(|pause| Command::EndPause {
                pause: pause.id,
                outcome: outcome.to_owned(),
            })
            .collect();
        if ends.is_empty() {
            return Err(CollectingRefusal::NotPaused { what }.into());
        }
        Ok(ends)
    }

    /// The agency's cases about a document.
    pub fn handovers_of(&self, document: DocumentId) -> Result<Vec<HandoverId>, Failure> {
        let reader = self.store.read();
        let mut cases = Vec::new();
        for item in self.items_of(document)? {
            let running = reader.handovers_of(item)?.into_iter();
            let running = running.filter(|state| state.closed.is_none());
            cases.extend(running.map(|state| state.handover.id));
        }
        if cases.is_empty() {
            let found = reader.document(document)?;
            return Err(CollectingRefusal::NotHandedOver {
                invoice: found.map_or(String::new(), |(document, _)| document.number),
            }
            .into());
        }
        Ok(cases)
    }

    fn items_of(&self, document: DocumentId) -> Result<Vec<ItemId>, Failure> {
        let rows = self.store.read().items_of_document(document)?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }
}
