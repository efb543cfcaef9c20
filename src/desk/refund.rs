//! Money that is to be given back.

use crate::domain::id::RefundId;
use crate::domain::refusal::Refusal;
use crate::reports::settling::RefundLine;

use super::{Desk, Failure};

impl Desk {
    /// Refunds that have not gone out yet, the oldest first.
    pub fn refunds(&self) -> anyhow::Result<Vec<RefundLine>> {
        let reader = self.store.read();
        let mut lines = Vec::new();
        for row in reader.refunds()? {
            let (customer_number, customer_name) = reader.customer_name(row.customer)?;
            lines.push(RefundLine {
                refund: row.refund,
                credit: row.credit,
                label: reader.item_label(row.credit)?.0,
                customer: row.customer,
                customer_number,
                customer_name,
                currency: row.currency,
                amount: row.amount,
                left: row.left,
                planned: row.planned,
                reason: row.reason,
            });
        }
        Ok(lines)
    }

    /// A refund by its number, as `refunds` lists it; whether it still waits is for the command to say.
    pub fn find_refund(&self, number: &str) -> Result<RefundId, Failure> {
        let unknown = || Refusal::UnknownRefund {
            refund: number.to_owned(),
        };
        let id: i64 = number.trim().parse().map_err(|_| unknown())?;
        Ok(RefundId(id))
    }
}
