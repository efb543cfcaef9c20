//! Receipts as a person reads them: what explains each, and money that settles nothing yet.

use std::collections::HashMap;

use crate::domain::candidate::Waiting;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;
use crate::matching::{self, Explanation, Matcher};
use crate::reports::settling::{Explained, Proposal, ProposedPart, ReceiptLine, ReceiptState};
use crate::store::query::Reader;

use super::Desk;

impl Desk {
    /// Receipts that are nobody's yet, those set aside at the end, each with what explains it.
    pub fn receipts(&self) -> anyhow::Result<Vec<Explained>> {
        let reader = self.store.read();
        let receipts = reader.receipts(&reader.unidentified()?)?;
        let (aside, waiting): (Vec<Waiting>, Vec<Waiting>) = receipts
            .into_iter()
            .partition(|receipt| receipt.set_aside.is_some());
        let known = reader.known()?;
        let matcher = Matcher::new(&known);
        let found = matching::explain(&matcher, &waiting);
        let mut told = Teller::new(&reader, &matcher).all(waiting, found)?;
        for receipt in aside {
            told.push(Explained {
                receipt: line(&reader, receipt)?,
                proposals: Vec::new(),
                known: Vec::new(),
            });
        }
        Ok(told)
    }

    /// Money of customers that settles nothing yet.
    pub fn unapplied(&self) -> anyhow::Result<Vec<ReceiptLine>> {
        let reader = self.store.read();
        reader
            .unapplied()?
            .into_iter()
            .map(|receipt| Ok(line(&reader, receipt)?))
            .collect()
    }
}

/// Turns identities into what a person reads, asking for each customer's name once.
pub(super) struct Teller<'a> {
    pub reader: &'a Reader<'a>,
    matcher: &'a Matcher<'a>,
    names: HashMap<CustomerId, (String, String)>,
}

impl<'a> Teller<'a> {
    pub fn new(reader: &'a Reader<'a>, matcher: &'a Matcher<'a>) -> Self {
        Self {
            reader,
            matcher,
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
            let candidate = self.matcher.item(*item)?;
            Some(ProposedPart {
                item: *item,
                number: candidate.number.clone(),
                due: candidate.due,
                open: candidate.open,
                amount: *amount,
            })
        };
        Ok(Proposal {
            class: explanation.class,
            customer: explanation.customer,
            customer_number,
            customer_name,
            parts: explanation.parts.iter().filter_map(part).collect(),
            unapplied: explanation.unapplied,
            evidence: explanation.evidence,
        })
    }
}

/// A receipt as lists show it.
pub(super) fn line(reader: &Reader<'_>, receipt: Waiting) -> crate::store::Result<ReceiptLine> {
    let identified = receipt.customer != CustomerId::UNIDENTIFIED;
    let customer = if identified {
        let (number, name) = reader.customer_name(receipt.customer)?;
        Some((receipt.customer, number, name))
    } else {
        None
    };
    let state = match (
        identified,
        receipt.left.is_zero(),
        receipt.set_aside.is_some(),
    ) {
        (true, true, _) => ReceiptState::Settled,
        (true, false, _) => ReceiptState::Unapplied,
        (false, true, _) => ReceiptState::Done,
        (false, _, true) => ReceiptState::SetAside,
        (false, _, false) => ReceiptState::ToDo,
    };
    Ok(ReceiptLine {
        item: receipt.item,
        booked: receipt.booked,
        amount: receipt.amount,
        left: receipt.left,
        currency: receipt.currency,
        payment_id: receipt.payment_id,
        bank_ref: receipt.bank_ref,
        reference: receipt.reference,
        text: receipt.text,
        state,
        customer,
        reason: receipt.set_aside,
        class: None,
    })
}
