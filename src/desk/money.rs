//! Money that settles nothing yet, and what a receipt may be for, told as a person reads it.

use std::collections::HashMap;

use crate::domain::book::receipt_label;
use crate::domain::candidate::{Candidate, Known, Waiting};
use crate::domain::date;
use crate::domain::evidence::pattern;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;
use crate::matching::{self, Explanation, Settings};
use crate::reports::settling::{Explained, MoneyLine, Proposal, ProposedPart, ProposedRest};
use crate::store::query::Reader;

use super::settle::line;
use super::{Desk, Failure};

impl Desk {
    /// What explains one receipt as it stands: of money that is somebody's, what of his it may be for.
    pub fn explain_receipt(&self, receipt: ItemId) -> Result<Option<Explained>, Failure> {
        let reader = self.store.read();
        let Some(found) = reader.receipt(receipt)? else {
            return Ok(None);
        };
        // Explained among those that wait with it, so that it is told the same as in their list.
        let mut waiting = if found.customer == CustomerId::UNIDENTIFIED {
            reader.unidentified()?
        } else {
            Vec::new()
        };
        waiting.retain(|other| other.set_aside.is_none() || other.item == receipt);
        if !waiting.iter().any(|other| other.item == receipt) {
            waiting = vec![found];
        }
        let known = reader.known(&matching::mentioned(&waiting))?;
        let explained = matching::explain(&known, &Settings::default(), &waiting);
        let asked = waiting.into_iter().zip(explained);
        let (waiting, explained) = asked.filter(|(waiting, _)| waiting.item == receipt).unzip();
        Ok(Teller::new(&reader, &known).all(waiting, explained)?.pop())
    }

    /// Money that is nobody's yet and money of customers that settles nothing yet, the oldest first, each with what it
    /// may be for.
    pub fn money(&self) -> Result<Vec<MoneyLine>, Failure> {
        let reader = self.store.read();
        let today = self.today();
        let mut waiting = reader.unidentified()?;
        waiting.extend(reader.unapplied()?);
        waiting.sort_by_key(|receipt| (receipt.booked, receipt.item));
        let known = reader.known(&matching::mentioned(&waiting))?;
        let explained = matching::explain(&known, &Settings::default(), &waiting);
        let told = Teller::new(&reader, &known).all(waiting, explained)?;
        let line = |told: Explained| MoneyLine {
            days: date::days_past(told.receipt.booked, today),
            receipt: told.receipt,
            guesses: told.proposals,
            refund: None,
        };
        Ok(told.into_iter().map(line).collect())
    }
}

/// Turns identities into what a person reads, asking for each customer's name once.
pub(super) struct Teller<'a> {
    reader: &'a Reader<'a>,
    known: &'a Known,
    items: HashMap<ItemId, &'a Candidate>,
    names: HashMap<CustomerId, (String, String)>,
}

impl<'a> Teller<'a> {
    pub fn new(reader: &'a Reader<'a>, known: &'a Known) -> Self {
        let items = known.items.iter().map(|item| (item.item, item)).collect();
        Self {
            reader,
            known,
            items,
            names: HashMap::new(),
        }
    }

    pub fn all(
        &mut self,
        receipts: Vec<Waiting>,
        found: Vec<matching::Explained>,
    ) -> crate::store::Result<Vec<Explained>> {
        let mut told = Vec::with_capacity(found.len());
        for (receipt, explained) in receipts.into_iter().zip(found) {
            let mut proposals = Vec::new();
            for explanation in explained.explanations {
                proposals.push(self.proposal(explanation)?);
            }
            let mut receipt = line(self.reader, receipt)?;
            receipt.class = proposals.first().map(|best: &Proposal| best.class);
            told.push(Explained {
                receipt,
                proposals,
                known: explained.known,
            });
        }
        Ok(told)
    }

    fn proposal(&mut self, explanation: Explanation) -> crate::store::Result<Proposal> {
        let (customer_number, customer_name) =
            if let Some(known) = self.names.get(&explanation.customer) {
                known.clone()
            } else {
                let found = self.reader.customer_name(explanation.customer)?;
                self.names
                    .entry(explanation.customer)
                    .or_insert(found)
                    .clone()
            };
        let part = |(item, amount): &(ItemId, Minor)| {
            let candidate = self.items.get(item)?;
            Some(ProposedPart {
                item: *item,
                number: candidate.number.clone(),
                customer: candidate.customer,
                class: candidate.class,
                due: candidate.due,
                open: candidate.open.abs(),
                amount: *amount,
            })
        };
        let rest = |rest: &matching::RestOf| {
            Some(ProposedRest {
                item: rest.item,
                number: self.items.get(&rest.item).map_or_else(
                    || receipt_label(rest.item, None, None),
                    |item| item.number.clone(),
                ),
                amount: rest.amount,
                kind: rest.kind,
            })
        };
        let record = self
            .known
            .patterns
            .get(&pattern(&explanation.evidence))
            .copied();
        Ok(Proposal {
            class: explanation.class,
            customer: explanation.customer,
            customer_number,
            customer_name,
            parts: explanation.parts.iter().filter_map(part).collect(),
            credits: explanation.credits.iter().filter_map(part).collect(),
            rests: explanation.rests.iter().filter_map(rest).collect(),
            account: explanation.account,
            unapplied: explanation.unapplied,
            over: explanation.over,
            evidence: explanation.evidence,
            teaches: explanation.teaches,
            record: record.unwrap_or_default(),
        })
    }
}
