//! Money that settles nothing yet, and what a receipt may be for.

use std::collections::HashMap;

use crate::domain::date;
use crate::domain::id::ItemId;
use crate::reports::settling::{Explained, MoneyLine, RefundLine};

use super::explained::Of;
use super::{Desk, Failure};

impl Desk {
    /// What explains one receipt as it stands, told the same as in its list: of money that is somebody's, what of his
    /// it may be for.
    pub fn explain_receipt(&self, receipt: ItemId) -> Result<Option<Explained>, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        for of in [Of::Nobody, Of::Customers] {
            let found = self.explained(&reader, of)?;
            if let Some(told) = found.iter().find(|told| told.receipt.item == receipt) {
                return Ok(Some(told.clone()));
            }
        }
        let settled = reader.receipt(receipt)?.into_iter().collect();
        Ok(self.explain_all(&reader, settled)?.pop())
    }

    /// Money that is nobody's yet and money of customers that settles nothing yet, the oldest first, each with what it
    /// may be for.
    pub fn money(&self) -> Result<Vec<MoneyLine>, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let today = self.today();
        let nobodys = self.explained(&reader, Of::Nobody)?;
        let customers = self.explained(&reader, Of::Customers)?;
        let mut told: Vec<&Explained> = nobodys.iter().chain(customers.iter()).collect();
        told.sort_by_key(|told| (told.receipt.booked, told.receipt.item));
        let mut refunds: HashMap<ItemId, RefundLine> = self
            .refunds()?
            .into_iter()
            .map(|refund| (refund.credit, refund))
            .collect();
        let line = |told: &Explained| MoneyLine {
            days: date::days_past(told.receipt.booked, today),
            refund: refunds.remove(&told.receipt.item),
            receipt: told.receipt.clone(),
            guesses: told.proposals.clone(),
        };
        Ok(told.into_iter().map(line).collect())
    }
}
