//! What one decision among many may change of a book, noted so that it can be put back if nothing comes of it.

use super::book::{Book, NextIds};
use super::date::Date;
use super::id::{CustomerId, ItemId, RefundId};
use super::money::Minor;
use super::refund::RefundState;

/// Items as they were, with what is to be given back of them.
pub struct Before {
    items: Vec<Mark>,
    /// Receipts that were set aside, and why.
    aside: Vec<(ItemId, String)>,
    refunds: Vec<(RefundId, RefundState)>,
    next: NextIds,
}

/// What settling changes of an item.
struct Mark {
    item: ItemId,
    customer: CustomerId,
    keyed: CustomerId,
    held_since: Date,
    open: Minor,
    base: Option<Minor>,
    /// How many changes its history had.
    changes: usize,
}

impl Book {
    /// These items as they are.
    #[must_use]
    pub fn before(&self, items: &[ItemId]) -> Before {
        let found = items
            .iter()
            .filter_map(|id| Some((*id, self.items.get(id)?)));
        let marks = found.map(|(item, state)| Mark {
            item,
            customer: state.customer,
            keyed: state.keyed,
            held_since: state.held_since,
            open: state.open,
            base: state.base,
            changes: state.history.len(),
        });
        let aside = items.iter().filter_map(|id| {
            let reason = self.receipts.get(id)?.set_aside.clone()?;
            Some((*id, reason))
        });
        let refunds = self.refunds.iter();
        let refunds = refunds.filter(|(_, state)| items.contains(&state.refund.credit));
        Before {
            items: marks.collect(),
            aside: aside.collect(),
            refunds: refunds.map(|(id, state)| (*id, state.clone())).collect(),
            next: self.next,
        }
    }

    /// Puts items back as they were before they were settled.
    pub fn put_back(&mut self, before: Before) {
        let touched = |credit| before.items.iter().any(|mark| mark.item == credit);
        self.refunds
            .retain(|_, state| !touched(state.refund.credit));
        self.refunds.extend(before.refunds);
        for mark in before.items {
            if let Some(state) = self.items.get_mut(&mark.item) {
                state.customer = mark.customer;
                state.keyed = mark.keyed;
                state.held_since = mark.held_since;
                state.open = mark.open;
                state.base = mark.base;
                state.history.truncate(mark.changes);
            }
        }
        for (item, reason) in before.aside {
            if let Some(state) = self.receipts.get_mut(&item) {
                state.set_aside = Some(reason);
            }
        }
        self.next = before.next;
    }
}
