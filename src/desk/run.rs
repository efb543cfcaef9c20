//! A run over all receipts that wait: posting what is certain, telling of it. Page by page, in one transaction.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::domain::candidate::Waiting;
use crate::domain::command::{Command, Part, Target};
use crate::domain::date::Date;
use crate::domain::evidence::Class;
use crate::domain::id::{CustomerId, EntryId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::matching;
use crate::reports::settling::{Explained, MatchCount, MatchReport, Posted, Told};
use crate::rules::decide::{Declined, decide_on};
use crate::store::query::Reader;
use crate::store::{Stamp, Tx};

use super::job::Watch;
use super::settle::Teller;
use super::survey::{Found, PAGE, Survey, Weighed};
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
        watch.set("matching", 0, 0);
        let today = self.today();
        let stamp = self.stamp("settle", None, None);
        // Explained outside the lock, posted under it if nobody wrote meanwhile; else explained once more.
        let before = self.store.read().last_entry()?;
        let reader = self.store.read();
        let survey = Survey::take(&reader)?;
        let renewed;
        let mut weighed = survey.weigh(&reader, watch)?;
        let mut tx = self.store.begin()?;
        if tx.read().last_entry()? != before {
            renewed = Survey::take(&tx.read())?;
            weighed = renewed.weigh(&tx.read(), watch)?;
        }
        let mut outcome = Outcome::default();
        // A receipt and what it settles.
        tx.expect_settled(2 * weighed.certain)?;
        let waiting = std::mem::take(&mut weighed.waiting);
        let total = waiting.len() as u64;
        for (page, done) in waiting.chunks(PAGE).zip((0..).step_by(PAGE)) {
            watch.set("posting", done, total);
            if watch.is_cancelled() {
                break;
            }
            let found = weighed.page(&tx.read(), page)?;
            post(&mut tx, found, today, &stamp, &mut outcome)?;
        }
        if watch.is_cancelled() {
            return Ok(MatchCount {
                cancelled: true,
                ..MatchCount::default()
            });
        }
        tx.commit()?;
        outcome.tell(&self.store.read(), &weighed, tell)?;
        Ok(outcome.count())
    }

    /// The same with all that it tells: for a face that shows it at once, and for ledgers of which that can be held.
    pub fn match_auto(&mut self, watch: &Watch) -> Result<MatchReport, Failure> {
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
        let survey = Survey::take(&reader)?;
        let mut weighed = survey.weigh(&reader, watch)?;
        let mut outcome = Outcome::default();
        let waiting = std::mem::take(&mut weighed.waiting);
        for page in waiting.chunks(PAGE) {
            for found in weighed.page(&reader, page)? {
                if post && found.explained.is_certain() {
                    outcome.posted.push(Settled {
                        receipt: found.explained.receipt,
                        left: found.left,
                        entry: EntryId(0),
                    });
                } else {
                    outcome.leave(&found.explained);
                }
            }
        }
        if watch.is_cancelled() {
            return Ok(MatchCount {
                cancelled: true,
                ..MatchCount::default()
            });
        }
        outcome.tell(&reader, &weighed, tell)?;
        Ok(outcome.count())
    }
}

/// A receipt that was settled, and what of it was not before.
struct Settled {
    receipt: ItemId,
    left: Minor,
    /// 0 on a dry run.
    entry: EntryId,
}

/// What became of each receipt.
#[derive(Default)]
struct Outcome {
    run: Option<EntryId>,
    posted: Vec<Settled>,
    proposed: Vec<ItemId>,
    unidentified: Vec<ItemId>,
    /// Certain by their evidence, yet the books said no.
    refused: HashSet<ItemId>,
}

/// Posts what is certain among a page of receipts.
fn post(
    tx: &mut Tx<'_>,
    found: Vec<Found>,
    today: Date,
    stamp: &Stamp,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let (certain, left): (Vec<Found>, Vec<Found>) = found
        .into_iter()
        .partition(|found| found.explained.is_certain());
    for found in left {
        outcome.leave(&found.explained);
    }
    let mut items: Vec<ItemId> = certain
        .iter()
        .flat_map(|found| touched(&found.explained))
        .collect();
    items.sort_unstable();
    items.dedup();
    let mut book = tx.slice_of_items(&items)?;
    for Found {
        left,
        currency,
        explained,
    } in certain
    {
        let receipt = explained.receipt;
        let items: Vec<ItemId> = touched(&explained).collect();
        let command = settling(explained, currency);
        let events = match decide_on(book.excerpt(&items), today, &command) {
            Ok(events) => events,
            // Certain by its evidence, yet the books say no: a person decides.
            Err(Declined::Refused(_)) => {
                outcome.refused.insert(receipt);
                outcome.proposed.push(receipt);
                continue;
            }
            Err(declined) => return Err(declined.into()),
        };
        let entry = tx.begin_entry(Stamp {
            run: outcome.run,
            ..stamp.clone()
        })?;
        tx.gather(&mut book, &events)?;
        tx.end_entry()?;
        outcome.run = outcome.run.or(Some(entry));
        outcome.posted.push(Settled {
            receipt,
            left,
            entry,
        });
    }
    Ok(tx.flush(&book)?)
}

impl Outcome {
    fn leave(&mut self, explained: &matching::Explained) {
        if explained.explanations.is_empty() {
            self.unidentified.push(explained.receipt);
        } else {
            self.proposed.push(explained.receipt);
        }
    }

    fn count(&self) -> MatchCount {
        MatchCount {
            run: self.run,
            posted: self.posted.len(),
            proposed: self.proposed.len(),
            unidentified: self.unidentified.len(),
            cancelled: false,
        }
    }

    /// Explains each receipt as it was before the run and tells what became of it.
    fn tell(
        &self,
        reader: &Reader<'_>,
        weighed: &Weighed<'_>,
        tell: Tell<'_>,
    ) -> Result<(), Failure> {
        let mut teller = Teller::new(reader, &weighed.matcher);
        let (tell, posted) = match tell {
            Tell::Nothing => return Ok(()),
            Tell::Left(tell) => (tell, [].as_slice()),
            Tell::All(tell) => (tell, self.posted.as_slice()),
        };
        if tell(Told::Run(self.run)).is_break() {
            return Ok(());
        }
        for page in posted.chunks(PAGE) {
            let items: Vec<ItemId> = page.iter().map(|settled| settled.receipt).collect();
            // They come in the order in which they were posted.
            for (now, settled) in reader.receipts(&items)?.into_iter().zip(page) {
                let receipt = Waiting {
                    customer: CustomerId::UNIDENTIFIED,
                    left: settled.left,
                    ..now
                };
                let explained = weighed.explain(&receipt);
                let posted = Posted {
                    entry: settled.entry,
                    explained: teller.one(receipt, explained)?,
                };
                if tell(Told::Posted(posted)).is_break() {
                    return Ok(());
                }
            }
        }
        let told = self.tell_left(&self.proposed, weighed, &mut teller, |explained| {
            tell(Told::Proposed(explained))
        })?;
        if told.is_continue() {
            let _ = self.tell_left(&self.unidentified, weighed, &mut teller, |explained| {
                tell(Told::Unidentified(explained))
            })?;
        }
        Ok(())
    }

    fn tell_left(
        &self,
        items: &[ItemId],
        weighed: &Weighed<'_>,
        teller: &mut Teller<'_>,
        mut tell: impl FnMut(Explained) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Failure> {
        for page in items.chunks(PAGE) {
            for receipt in teller.reader.receipts(page)? {
                let mut explained = weighed.explain(&receipt);
                if self.refused.contains(&receipt.item)
                    && let Some(best) = explained.explanations.first_mut()
                {
                    best.class = Class::C;
                }
                if tell(teller.one(receipt, explained)?).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// The items that settling a receipt by its best explanation moves.
fn touched(found: &matching::Explained) -> impl Iterator<Item = ItemId> + use<'_> {
    let parts = found.explanations.first().into_iter();
    parts
        .flat_map(|best| best.parts.iter().map(|(item, _)| *item))
        .chain([found.receipt])
}

fn settling(found: matching::Explained, currency: Currency) -> Command {
    let receipt = found.receipt;
    let best = found.explanations.into_iter().next();
    let (class, parts, evidence) = best.map_or((None, Vec::new(), Vec::new()), |best| {
        (Some(best.class), best.parts, best.evidence)
    });
    let parts = parts
        .into_iter()
        .map(|(item, amount)| Part {
            target: Target::Item(item),
            amount: Some(amount.decimal(currency)),
        })
        .collect();
    Command::Settle {
        receipt,
        parts,
        class,
        evidence,
        on: None,
    }
}
