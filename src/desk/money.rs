//! Money that settles nothing yet, and what of it is to go back.

use crate::domain::date;
use crate::reports::settling::MoneyLine;

use super::Desk;

impl Desk {
    /// Money that is nobody's yet, and money of customers that settles nothing: the oldest first.
    pub fn money(&self) -> anyhow::Result<Vec<MoneyLine>> {
        let today = self.today();
        let unidentified = self.receipts()?.into_iter();
        let unidentified = unidentified.map(|found| (found.receipt, found.proposals));
        let unapplied = self.unapplied()?.into_iter();
        let unapplied = unapplied.map(|receipt| (receipt, Vec::new()));
        let mut lines: Vec<MoneyLine> = unidentified
            .chain(unapplied)
            .map(|(receipt, guesses)| MoneyLine {
                days: date::days_past(receipt.booked, today),
                receipt,
                guesses,
                refund: None,
            })
            .collect();
        lines.sort_by_key(|line| (line.receipt.booked, line.receipt.item));
        Ok(lines)
    }
}
