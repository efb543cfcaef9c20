//! What explains a receipt, told as a person reads it.

use std::collections::HashMap;

use crate::domain::book::receipt_label;
use crate::domain::candidate::{Candidate, Known, Waiting};
use crate::domain::evidence::pattern;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;
use crate::matching::{self, Explanation};
use crate::reports::settling::{Explained, Proposal, ProposedPart, ProposedRest};
use crate::store::query::Reader;

use super::settle::line;

/// Turns identities into what a person reads, asking for each customer's name once.
pub(super) struct Teller<'a> {
    pub reader: &'a Reader<'a>,
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
        let receipts = receipts.into_iter().zip(found);
        receipts
            .map(|(receipt, explained)| self.one(receipt, explained))
            .collect()
    }

    pub fn one(
        &mut self,
        receipt: Waiting,
        found: matching::Explained,
    ) -> crate::store::Result<Explained> {
        let mut proposals = Vec::with_capacity(found.explanations.len());
        for explanation in found.explanations {
            proposals.push(self.proposal(explanation)?);
        }
        let mut receipt = line(self.reader, receipt)?;
        receipt.class = proposals.first().map(|best: &Proposal| best.class);
        Ok(Explained {
            receipt,
            proposals,
            known: found.known,
        })
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
                number: candidate.number.to_string(),
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
                    |item| item.number.to_string(),
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
