//! Lines of bank files: what becomes of them, and of the receipts that they concern.

use super::{Book, Missing, change};
use crate::domain::book::LineState;
use crate::domain::event::{Cover, Payout};
use crate::domain::id::OtherId;
use crate::domain::money::Minor;
use crate::domain::posting::{Posting, PostingKind};

impl Book {
    pub fn line(&self, id: OtherId) -> Result<&LineState, Missing> {
        self.lines
            .get(&id)
            .ok_or_else(|| Missing(format!("line {}", id.0)))
    }

    pub(super) fn line_mut(&mut self, id: OtherId) -> Result<&mut LineState, Missing> {
        self.lines
            .get_mut(&id)
            .ok_or_else(|| Missing(format!("line {}", id.0)))
    }

    pub(super) fn cover(
        &mut self,
        cover: &Cover,
        back: bool,
        postings: &mut Vec<Posting>,
    ) -> Result<(), Missing> {
        let sign = if back { -1 } else { 1 };
        let item = self.item_mut(cover.receipt)?;
        let mut posting = change(
            cover.receipt,
            item,
            PostingKind::Covered,
            Minor(cover.amount.0 * sign),
            cover.base.map(|base| Minor(base.0 * sign)),
            cover.date,
        );
        posting.counter = Some(cover.by);
        postings.push(posting);
        self.receipt_mut(cover.receipt)?.covered = (!back).then_some((cover.by, cover.sure));
        Ok(())
    }

    pub(super) fn pay_out(
        &mut self,
        payout: &Payout,
        back: bool,
        postings: &mut Vec<Posting>,
    ) -> Result<(), Missing> {
        let sign = if back { -1 } else { 1 };
        let item = self.item_mut(payout.credit)?;
        postings.push(change(
            payout.credit,
            item,
            PostingKind::PaidOut,
            Minor(payout.amount.0 * sign),
            payout.base.map(|base| Minor(base.0 * sign)),
            payout.date,
        ));
        self.line_mut(payout.line)?.left += Minor(-payout.amount.0 * sign);
        Ok(())
    }
}
