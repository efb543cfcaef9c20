//! A run over all receipts that wait: posting what is certain, telling of it. Page by page, in one transaction.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::domain::candidate::Waiting;
use crate::domain::command::{MATCH, Rest, Settlement};
use crate::domain::date::Date;
use crate::domain::evidence::Class;
use crate::domain::id::{CustomerId, EntryId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::matching::Explanation;
use crate::reports::settling::{Explained, MatchCount, MatchReport, Posted, Told};
use crate::rules::decide::{Declined, carry_out};
use crate::store::query::Reader;
use crate::store::{Stamp, Tx};

use super::job::Watch;
use super::survey::{Found, PAGE, Survey, Weighed};
use super::teller::Teller;
use super::{Desk, Failure};

/// Hears of a run, receipt by receipt, until it has had enough: of the posted ones first, then of the proposed, then
/// of the unidentified.
pub type Ear<'t> = dyn FnMut(Told) -> ControlFlow<()> + 't;

/// What is told of a run once it is over. Each receipt told of is explained anew.
pub enum Tell<'t> {
    Nothing,
    /// What is left to a person: proposed and unidentified.
    Left(&'t mut Ear<'t>),
    All(&'t mut Ear<'t>),
}

impl Desk {
    /// Posts what is certain, in one transaction, one entry for each receipt; proposes the rest. Tells of it once all
    /// is kept.
    pub fn match_certain(&mut self, watch: &Watch, tell: Tell<'_>) -> Result<MatchCount, Failure> {
        self.may_work()?;
        let count = self.post_certain(watch, tell)?;
        if !count.cancelled {
            // The reminders ask next whose the rest may be. All is posted, whatever comes of this: it can be found again.
            let _ = self.keep_unmatched();
        }
        Ok(count)
    }

    fn post_certain(&mut self, watch: &Watch, tell: Tell<'_>) -> Result<MatchCount, Failure> {
        watch.set("matching", 0, 0);
        let today = self.today();
        let mut stamp = Arc::new(self.stamp(MATCH, None, None));
        // Explained outside the lock, posted under it if nobody wrote meanwhile; else explained once more.
        let moment = self.store.moment()?;
        let reader = self.store.read();
        let before = reader.last_entry()?;
        let survey = self.survey(&reader, watch)?;
        let renewed;
        let mut weighed = survey.weigh(&reader, watch)?;
        drop(moment);
        let mut tx = self.store.begin()?;
        if tx.read().last_entry()? != before {
            renewed = Survey::take(
                &tx.read(),
                &self.config.rules,
                self.config.matching(),
                watch,
            )?;
            weighed = renewed.weigh(&tx.read(), watch)?;
        }
        let mut outcome = Outcome::default();
        // A receipt and what it settles.
        tx.expect_settled(2 * weighed.standing.len())?;
        let standing = std::mem::take(&mut weighed.standing);
        let total = standing.len() as u64;
        for (page, done) in standing.chunks(PAGE).zip((0..).step_by(PAGE)) {
            watch.set("posting", done, total);
            if watch.is_cancelled() {
                break;
            }
            let found = weighed.page(&tx.read(), page)?;
            post(&mut tx, found, today, &mut stamp, &mut outcome)?;
        }
        let mut late = std::mem::take(&mut weighed.late).into_iter();
        while late.len() > 0 && !watch.is_cancelled() {
            let page = late.by_ref().take(PAGE).collect();
            post(&mut tx, page, today, &mut stamp, &mut outcome)?;
        }
        if watch.is_cancelled() {
            return Ok(MatchCount {
                cancelled: true,
                ..MatchCount::default()
            });
        }
        tx.commit()?;
        outcome.tell(&self.store.read(), &weighed, tell)
    }

    /// The same with all that it tells: for a face that shows it at once, and for ledgers of which that can be held.
    pub fn match_auto(&mut self, watch: &Watch) -> Result<MatchReport, Failure> {
        self.may_work()?;
        let mut report = MatchReport::default();
        let count = self.match_certain(
            watch,
            Tell::All(&mut |told| {
                report.add(told);
                ControlFlow::Continue(())
            }),
        )?;
        report.cancelled = count.cancelled;
        Ok(report)
    }

    /// What matching would propose, and post, if that is asked for; nothing is written.
    pub fn match_plan(
        &self,
        post: bool,
        watch: &Watch,
        tell: Tell<'_>,
    ) -> Result<MatchCount, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let survey = self.survey(&reader, watch)?;
        let mut weighed = survey.weigh(&reader, watch)?;
        let mut outcome = Outcome::default();
        if post {
            let standing = std::mem::take(&mut weighed.standing);
            let mut settle = |found: Vec<Found>| {
                outcome.posted.extend(found.iter().map(|found| Settled {
                    booked: found.booked,
                    receipt: found.receipt,
                    left: found.left,
                    entry: EntryId(0),
                }));
            };
            for page in standing.chunks(PAGE) {
                settle(weighed.page(&reader, page)?);
            }
            settle(std::mem::take(&mut weighed.late));
        }
        if watch.is_cancelled() {
            return Ok(MatchCount {
                cancelled: true,
                ..MatchCount::default()
            });
        }
        outcome.tell(&reader, &weighed, tell)
    }

    fn survey(&self, reader: &Reader<'_>, watch: &Watch) -> Result<Survey, Failure> {
        let settings = self.config.matching();
        Survey::take(reader, &self.config.rules, settings, watch)
    }
}

/// A receipt that was settled, and what of it was not before.
struct Settled {
    booked: Date,
    receipt: ItemId,
    left: Minor,
    /// 0 on a dry run.
    entry: EntryId,
}

/// What became of the receipts that are certain.
#[derive(Default)]
struct Outcome {
    run: Option<EntryId>,
    posted: Vec<Settled>,
    /// Certain by their evidence, yet the books said no.
    refused: HashSet<ItemId>,
}

/// Posts a page of what is certain.
fn post(
    tx: &mut Tx<'_>,
    certain: Vec<Found>,
    today: Date,
    stamp: &mut Arc<Stamp>,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let mut items: Vec<ItemId> = certain.iter().flat_map(touched).collect();
    items.sort_unstable();
    items.dedup();
    let mut book = tx.slice_of_items(&items)?;
    for found in certain {
        let items: Vec<ItemId> = touched(&found).collect();
        let (receipt, booked, left) = (found.receipt, found.booked, found.left);
        let settlement = settling(receipt, found.best, found.currency);
        let settled = match carry_out(&mut book, &items, today, settlement) {
            Ok(settled) => settled,
            // Certain by its evidence, yet the books say no: a person decides.
            Err(Declined::Refused(_)) => {
                outcome.refused.insert(receipt);
                continue;
            }
            Err(declined) => return Err(declined.into()),
        };
        let entry = tx.begin_entry(Arc::clone(stamp))?;
        tx.gather_settled(&book, &settled.events, settled.postings)?;
        tx.end_entry()?;
        if outcome.run.is_none() {
            outcome.run = Some(entry);
            Arc::make_mut(stamp).run = Some(entry);
        }
        outcome.posted.push(Settled {
            booked,
            receipt,
            left,
            entry,
        });
    }
    Ok(tx.flush(&book)?)
}

impl Outcome {
    /// Tells what became of each receipt, explained as it was before the run, and counts.
    fn tell(
        mut self,
        reader: &Reader<'_>,
        weighed: &Weighed<'_>,
        tell: Tell<'_>,
    ) -> Result<MatchCount, Failure> {
        self.posted
            .sort_unstable_by_key(|settled| (settled.booked, settled.receipt));
        let posted: HashSet<ItemId> = self.posted.iter().map(|one| one.receipt).collect();
        let (proposed, unidentified): (Vec<ItemId>, Vec<ItemId>) = weighed
            .waiting()
            .filter(|item| !posted.contains(item))
            .partition(|item| weighed.is_explained(*item));
        let count = MatchCount {
            run: self.run,
            posted: posted.len(),
            proposed: proposed.len(),
            unidentified: unidentified.len(),
            cancelled: false,
        };
        let (tell, posted) = match tell {
            Tell::Nothing => return Ok(count),
            Tell::Left(tell) => (tell, [].as_slice()),
            Tell::All(tell) => (tell, self.posted.as_slice()),
        };
        let mut telling = Telling {
            teller: Teller::new(reader, weighed.known()),
            weighed,
            refused: &self.refused,
            tell,
        };
        if (telling.tell)(Told::Run(self.run)).is_continue()
            && telling.posted(posted)?.is_continue()
            && telling.left(&proposed, Told::Proposed)?.is_continue()
        {
            let _ = telling.left(&unidentified, Told::Unidentified)?;
        }
        Ok(count)
    }
}

/// Explains receipts page by page and tells of them.
struct Telling<'a, 't> {
    teller: Teller<'a>,
    weighed: &'a Weighed<'a>,
    refused: &'a HashSet<ItemId>,
    tell: &'t mut Ear<'t>,
}

impl Telling<'_, '_> {
    fn posted(&mut self, posted: &[Settled]) -> Result<ControlFlow<()>, Failure> {
        for page in posted.chunks(PAGE) {
            let items: Vec<ItemId> = page.iter().map(|settled| settled.receipt).collect();
            // They come in order of booking date too.
            for (now, settled) in self.teller.reader.receipts(&items)?.into_iter().zip(page) {
                let receipt = Waiting {
                    customer: CustomerId::UNIDENTIFIED,
                    left: settled.left,
                    ..now
                };
                let explained = self.weighed.explain(&receipt);
                let told = Told::Posted(Posted {
                    entry: settled.entry,
                    explained: self.teller.one(receipt, explained)?,
                });
                if (self.tell)(told).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn left(
        &mut self,
        items: &[ItemId],
        told: impl Fn(Explained) -> Told,
    ) -> Result<ControlFlow<()>, Failure> {
        for page in items.chunks(PAGE) {
            for receipt in self.teller.reader.receipts(page)? {
                let mut explained = self.weighed.explain(&receipt);
                if self.refused.contains(&receipt.item)
                    && let Some(best) = explained.explanations.first_mut()
                {
                    best.class = Class::C;
                }
                if (self.tell)(told(self.teller.one(receipt, explained)?)).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// The items that settling a receipt by its best explanation moves.
fn touched(found: &Found) -> impl Iterator<Item = ItemId> + use<'_> {
    let best = &found.best;
    let amounts = best.parts.iter().chain(&best.credits);
    let items = amounts.map(|(item, _)| *item);
    let rests = best.rests.iter().map(|rest| rest.item);
    items.chain(rests).chain([found.receipt])
}

/// What is certain settles items, and they say whose it is.
fn settling(receipt: ItemId, best: Explanation, currency: Currency) -> Settlement {
    let rests = best.rests.into_iter();
    let rests = rests.map(|rest| Rest::proposed(rest.item, rest.amount, rest.kind, currency));
    Settlement {
        receipt,
        customer: None,
        parts: Settlement::shares(best.parts, currency),
        credits: Settlement::shares(best.credits, currency),
        rests: rests.collect(),
        over: best.over,
        class: Some(best.class),
        evidence: best.evidence,
        teaches: best.teaches,
        on: None,
    }
}
