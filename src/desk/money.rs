//! Money that settles nothing yet, and what a receipt may be for.

use std::collections::HashMap;

use crate::domain::date;
use crate::domain::id::{CustomerId, ItemId};
use crate::matching;
use crate::reports::settling::{Explained, MoneyLine, RefundLine};

use super::settle::known;
use super::teller::Teller;
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
            reader.receipts(&reader.unidentified()?)?
        } else {
            Vec::new()
        };
        waiting.retain(|other| other.set_aside.is_none() || other.item == receipt);
        if !waiting.iter().any(|other| other.item == receipt) {
            waiting = vec![found];
        }
        let known = known(&reader, &self.config.rules, &matching::mentioned(&waiting))?;
        let explained = matching::explain(&known, &self.config.matching(), &waiting);
        let asked = waiting.into_iter().zip(explained);
        let (waiting, explained) = asked.filter(|(waiting, _)| waiting.item == receipt).unzip();
        Ok(Teller::new(&reader, &known).all(waiting, explained)?.pop())
    }

    /// Money that is nobody's yet and money of customers that settles nothing yet, the oldest first, each with what it
    /// may be for.
    pub fn money(&self) -> Result<Vec<MoneyLine>, Failure> {
        let reader = self.store.read();
        let today = self.today();
        let mut waiting = reader.receipts(&reader.unidentified()?)?;
        waiting.extend(reader.unapplied()?);
        waiting.sort_by_key(|receipt| (receipt.booked, receipt.item));
        let known = known(&reader, &self.config.rules, &matching::mentioned(&waiting))?;
        let explained = matching::explain(&known, &self.config.matching(), &waiting);
        let told = Teller::new(&reader, &known).all(waiting, explained)?;
        let mut refunds: HashMap<ItemId, RefundLine> = self
            .refunds()?
            .into_iter()
            .map(|refund| (refund.credit, refund))
            .collect();
        let line = |told: Explained| MoneyLine {
            days: date::days_past(told.receipt.booked, today),
            refund: refunds.remove(&told.receipt.item),
            receipt: told.receipt,
            guesses: told.proposals,
        };
        Ok(told.into_iter().map(line).collect())
    }
}
