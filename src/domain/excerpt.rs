//! A part of a book: what one decision among many needs.

use super::book::Book;
use super::id::ItemId;

impl Book {
    /// The company, its lock and these items, receipts with their own states; nothing that surrounds them.
    #[must_use]
    pub fn excerpt(&self, items: &[ItemId]) -> Self {
        Self {
            ledger: self.ledger.clone(),
            locked: self.locked,
            items: items
                .iter()
                .filter_map(|id| Some((*id, self.items.get(id)?.clone())))
                .collect(),
            receipts: items
                .iter()
                .filter_map(|id| Some((*id, self.receipts.get(id)?.clone())))
                .collect(),
            refunds: self
                .refunds
                .iter()
                .filter(|(_, state)| items.contains(&state.refund.credit))
                .map(|(id, state)| (*id, state.clone()))
                .collect(),
            next: self.next,
            ..Self::default()
        }
    }
}
