//! What events make of items, gathered so that each table is written in one go: every posting as it was made, every
//! item once, as it stands in the end; with the decisions that say why.

use std::collections::HashSet;

use rusqlite::params;

use super::many::{self, maybe};
use super::{Result, Tx};
use crate::domain::book::Book;
use crate::domain::date;
use crate::domain::event::Decision;
use crate::domain::evidence::Class;
use crate::domain::id::{EntryId, ItemId};
use crate::domain::posting::{Posting, PostingKind};

/// That an event of the journal decided on a receipt: the evidence stands there.
struct Decided {
    receipt: ItemId,
    at: (EntryId, i64),
    class: Option<Class>,
    withdrawn: bool,
}

/// What is not in its tables yet: postings, items and decisions.
#[derive(Default)]
pub(super) struct Batch {
    postings: Vec<(EntryId, Posting)>,
    /// Items whose state changed, and whether more than their balance did.
    moved: Vec<(ItemId, bool)>,
    decisions: Vec<Decided>,
    /// How the indexes that were taken down are made.
    taken_down: Vec<String>,
    /// Every item on which more was posted than its opening, where many are about to be settled.
    changed: Option<HashSet<ItemId>>,
}

impl Batch {
    pub fn changed(&self) -> Option<&HashSet<ItemId>> {
        self.changed.as_ref()
    }

    pub fn post(&mut self, entry: EntryId, made: Vec<Posting>) {
        self.postings
            .extend(made.into_iter().map(|posting| (entry, posting)));
    }

    pub fn decide(&mut self, at: (EntryId, i64), decision: &Decision, withdrawn: bool) {
        self.decisions.push(Decided {
            receipt: decision.receipt,
            at,
            class: decision.class,
            withdrawn,
        });
    }

    /// Notes an item whose customer changed, whether anything was posted or not.
    pub fn hand_over(&mut self, item: ItemId) {
        self.moved.push((item, true));
    }

    pub fn move_items(&mut self, made: &[Posting]) {
        let balance_alone = |kind| {
            matches!(
                kind,
                PostingKind::Allocated
                    | PostingKind::Exchange
                    | PostingKind::Covered
                    | PostingKind::PaidOut
            )
        };
        self.moved.extend(
            made.iter()
                .map(|posting| (posting.item, !balance_alone(posting.kind))),
        );
    }

    /// Each item once, in their order in the file.
    fn items(&mut self) -> Vec<(ItemId, bool)> {
        let mut items = std::mem::take(&mut self.moved);
        items.sort_unstable_by_key(|(item, whole)| (*item, !whole));
        items.dedup_by_key(|(item, _)| *item);
        if let Some(changed) = &mut self.changed {
            changed.extend(items.iter().map(|(item, _)| *item));
        }
        items
    }
}

/// Indexes that hold what settling changes of items.
const SETTLED_INDEXES: [&str; 3] = ["item_customer", "item_open", "item_due"];

/// A change of fewer items than these, or than one in so many of all, keeps the indexes as it goes.
const FEW: i64 = 10_000;
const SMALL_SHARE: i64 = 4;

impl Tx<'_> {
    /// Says how many items are about to be settled. Where that is a large share of all, one walk tells which of them
    /// have a history, and their indexes are taken down until `commit` builds them anew: that costs a walk over the
    /// items, and keeping them a search for each change.
    pub fn expect_settled(&mut self, items: usize) -> Result<()> {
        let all: i64 = self
            .tx
            .query_row("SELECT coalesce(max(id), 0) FROM item", [], |row| {
                row.get(0)
            })?;
        let items = i64::try_from(items).unwrap_or(i64::MAX);
        if items < FEW || items.saturating_mul(SMALL_SHARE) < all {
            return Ok(());
        }
        let sql = "SELECT item FROM posting GROUP BY item HAVING count(*) > 1";
        let mut statement = self.tx.prepare(sql)?;
        let changed = statement.query_map([], |row| row.get(0).map(ItemId))?;
        self.state.batch.changed = Some(changed.collect::<rusqlite::Result<_>>()?);
        for name in SETTLED_INDEXES {
            let sql = self.tx.query_row(
                "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1",
                [name],
                |row| row.get(0),
            )?;
            self.tx.execute_batch(&format!("DROP INDEX {name}"))?;
            self.state.batch.taken_down.push(sql);
        }
        Ok(())
    }

    /// Builds what was taken down.
    pub(super) fn rebuild(&mut self) -> Result<()> {
        for sql in std::mem::take(&mut self.state.batch.taken_down) {
            self.tx.execute_batch(&sql)?;
        }
        Ok(())
    }

    /// Writes what was gathered, as it stands in the book.
    pub fn flush(&mut self, book: &Book) -> Result<()> {
        let postings = std::mem::take(&mut self.state.batch.postings);
        let items = self.state.batch.items();
        let decisions = std::mem::take(&mut self.state.batch.decisions);
        self.insert_postings(&postings)?;
        self.update_items(book, &items)?;
        self.insert_decisions(&decisions)
    }

    fn insert_decisions(&self, decisions: &[Decided]) -> Result<()> {
        let into = "decision (receipt, entry, event, class, withdrawn)";
        many::insert(&self.tx, into, decisions, |decided| {
            let (entry, event) = decided.at;
            [
                decided.receipt.0.into(),
                entry.0.into(),
                event.into(),
                maybe(decided.class.map(Class::name)),
                decided.withdrawn.into(),
            ]
        })
    }

    fn insert_postings(&mut self, postings: &[(EntryId, Posting)]) -> Result<()> {
        let into = "posting (entry, item, customer, class, currency, issued, due, date, kind, amount_minor, base_minor,
            counter_item)";
        many::insert(&self.tx, into, postings, |(entry, posting)| {
            [
                entry.0.into(),
                posting.item.0.into(),
                posting.customer.0.into(),
                posting.class.code().into(),
                posting.currency.code().into(),
                date::to_int(posting.issued).into(),
                date::to_int(posting.due).into(),
                date::to_int(posting.date).into(),
                posting.kind.code().into(),
                posting.amount.0.into(),
                maybe(posting.base.map(|base| base.0)),
                maybe(posting.counter.map(|item| item.0)),
            ]
        })?;
        for (_, posting) in postings {
            self.state.horizon = self.state.horizon.max(date::to_int(posting.date));
            if posting.kind != PostingKind::Exchange {
                *self.state.balances.entry(posting.currency).or_default() += posting.amount;
            }
        }
        Ok(())
    }

    fn update_items(&self, book: &Book, items: &[(ItemId, bool)]) -> Result<()> {
        // An index is written for every column that is named, whether it changes or not.
        let mut balance = self.tx.prepare_cached(
            "UPDATE OR FAIL item SET open_minor = ?2, base_minor = ?3 WHERE id = ?1",
        )?;
        let mut all = self.tx.prepare_cached(
            "UPDATE OR FAIL item SET open_minor = ?2, base_minor = ?3, customer = ?4, held_since = ?5, voided = ?6, keyed = ?7
             WHERE id = ?1",
        )?;
        for (id, whole) in items {
            let item = book.item(*id)?;
            let (open, base) = (item.open.0, item.base.map(|base| base.0));
            if *whole {
                all.execute(params![
                    id.0,
                    open,
                    base,
                    item.customer.0,
                    date::to_int(item.held_since),
                    item.voided,
                    item.keyed.0,
                ])?;
            } else {
                balance.execute(params![id.0, open, base])?;
            }
        }
        Ok(())
    }
}
