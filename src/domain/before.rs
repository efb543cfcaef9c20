//! What one decision among many may change of a book, kept so that it can be put back if nothing comes of it.

use super::book::{Book, NextIds};
use super::id::{ItemId, RefundId};
use super::refund::RefundState;
use super::state::{ItemState, ReceiptState};

/// Items as they were, receipts with their own states and what is to be given back of them.
pub struct Before {
    items: Vec<(ItemId, ItemState)>,
    receipts: Vec<(ItemId, ReceiptState)>,
    refunds: Vec<(RefundId, RefundState)>,
    next: NextIds,
}

impl Book {
    /// These items as they are, to be put back.
    #[must_use]
    pub fn before(&self, items: &[ItemId]) -> Before {
        let of_items = |credit| items.contains(&credit);
        Before {
            items: kept(items, |id| self.items.get(&id)),
            receipts: kept(items, |id| self.receipts.get(&id)),
            refunds: self
                .refunds
                .iter()
                .filter(|(_, state)| of_items(state.refund.credit))
                .map(|(id, state)| (*id, state.clone()))
                .collect(),
            next: self.next,
        }
    }

    /// Puts items back as they were.
    pub fn put_back(&mut self, before: Before) {
        let of_items = |credit| before.items.iter().any(|(id, _)| *id == credit);
        self.refunds
            .retain(|_, state| !of_items(state.refund.credit));
        self.items.extend(before.items);
        self.receipts.extend(before.receipts);
        self.refunds.extend(before.refunds);
        self.next = before.next;
    }
}

fn kept<'b, T: Clone + 'b>(
    ids: &[ItemId],
    find: impl Fn(ItemId) -> Option<&'b T>,
) -> Vec<(ItemId, T)> {
    let found = ids
        .iter()
        .filter_map(|id| find(*id).map(|state| (*id, state)));
    found.map(|(id, state)| (id, state.clone())).collect()
}
