//! What settles items: credits against debits, differences without money, and what of a credit is to go back.

use super::{Book, Missing, change, posting_of};
use crate::domain::difference::Difference;
use crate::domain::event::Allocation;
use crate::domain::id::{ItemId, RefundId};
use crate::domain::money::Minor;
use crate::domain::posting::{Posting, PostingKind};
use crate::domain::refund::{Refund, RefundState};

impl Book {
    pub fn refund(&self, id: RefundId) -> Result<&RefundState, Missing> {
        self.refunds
            .get(&id)
            .ok_or_else(|| Missing(format!("refund {}", id.0)))
    }

    pub(super) fn refund_mut(&mut self, id: RefundId) -> Result<&mut RefundState, Missing> {
        self.refunds
            .get_mut(&id)
            .ok_or_else(|| Missing(format!("refund {}", id.0)))
    }

    /// The refunds of a credit that have not gone out yet, the oldest first.
    pub fn waiting_refunds(&self, credit: ItemId) -> Vec<&RefundState> {
        let of_credit = self.refunds.values();
        let mut waiting: Vec<&RefundState> = of_credit
            .filter(|state| state.refund.credit == credit && state.waits())
            .collect();
        waiting.sort_unstable_by_key(|state| state.refund.id);
        waiting
    }

    /// A refund of a credit whose planning stands, whatever became of it since.
    pub fn planned_refund(&self, credit: ItemId) -> Option<RefundId> {
        let planned = self
            .refunds
            .values()
            .filter(|state| state.refund.credit == credit && !state.voided);
        planned.map(|state| state.refund.id).max()
    }

    /// What of an item may be used: all that is open, less what is to be given back. A magnitude.
    pub fn free(&self, id: ItemId) -> Result<Minor, Missing> {
        let waiting = self.waiting_refunds(id).into_iter();
        let reserved: Minor = waiting.map(|state| state.left).sum();
        Ok(self.item(id)?.open.abs() - reserved)
    }

    pub(super) fn plan_refund(&mut self, refund: &Refund) {
        self.next.refund = refund.id.next();
        self.refunds.insert(
            refund.id,
            RefundState {
                refund: refund.clone(),
                left: refund.amount,
                dropped: false,
                voided: false,
            },
        );
    }

    pub(super) fn differ(
        &mut self,
        difference: &Difference,
        back: bool,
        postings: &mut Vec<Posting>,
    ) -> Result<(), Missing> {
        let item = self.item_mut(difference.item)?;
        // Less is owed of a debit, less is to the good of a credit.
        let sign = if item.class.is_debit() == back { 1 } else { -1 };
        let mut posting = change(
            difference.item,
            item,
            difference.kind.posting(),
            Minor(difference.amount.0 * sign),
            difference.base.map(|base| Minor(base.0 * sign)),
            difference.date,
        );
        posting.counter = difference.with;
        postings.push(posting);
        Ok(())
    }

    pub(super) fn allocate(
        &mut self,
        allocation: &Allocation,
        back: bool,
        postings: &mut Vec<Posting>,
    ) -> Result<(), Missing> {
        let sign = if back { -1 } else { 1 };
        let signed = |amount: Minor| Minor(amount.0 * sign);
        let Allocation {
            debit,
            credit,
            amount,
            date,
            debit_base,
            credit_base,
            ..
        } = *allocation;
        let (amount, taken) = (signed(amount), signed(allocation.taken()));
        let (debit_base, credit_base) = (debit_base.map(signed), credit_base.map(signed));

        let item = self.item_mut(debit)?;
        let mut posting = change(
            debit,
            item,
            PostingKind::Allocated,
            -amount,
            debit_base.map(|b| -b),
            date,
        );
        posting.counter = Some(credit);
        postings.push(posting);

        let item = self.item_mut(credit)?;
        let mut posting = change(
            credit,
            item,
            PostingKind::Allocated,
            taken,
            credit_base,
            date,
        );
        posting.counter = Some(debit);
        postings.push(posting);

        if let (Some(debit_base), Some(credit_base)) = (debit_base, credit_base)
            && debit_base != credit_base
        {
            let item = self.item(debit)?;
            let mut posting =
                posting_of(debit, item, PostingKind::Exchange, Minor::ZERO, None, date);
            posting.base = Some(debit_base - credit_base);
            posting.counter = Some(credit);
            postings.push(posting);
        }
        Ok(())
    }
}
