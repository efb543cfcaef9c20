//! A run over all receipts that wait: what explains each, posting what is certain, telling of it. Receipts come and
//! go by pages; of all of them together only what they claim is kept.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::domain::candidate::{Known, Waiting};
use crate::domain::command::{Command, Part, Target};
use crate::domain::date::Date;
use crate::domain::evidence::Class;
use crate::domain::id::{CustomerId, EntryId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::matching::{self, Matcher, Verdicts};
use crate::reports::settling::{Explained, MatchCount, MatchReport, Posted, Told};
use crate::rules::decide::{Declined, decide_on};
use crate::store::query::Reader;
use crate::store::{Stamp, Tx};

use super::job::Watch;
use super::settle::Teller;
use super::{Desk, Failure};

/// Receipts that are in memory together, and posted between two looks at whether to stop.
const PAGE: usize = 2000;

/// Hears of a run, receipt by receipt: of the posted ones first, then of the proposed, then of the unidentified.
pub type Tell<'t> = dyn FnMut(Told) -> ControlFlow<()> + 't;

impl Desk {
    /// Posts what is certain, in one transaction, one entry for each receipt; proposes the rest. Tells of it once all
    /// is kept.
    pub fn match_certain(
        &mut self,
        watch: &Watch,
        tell: Option<&mut Tell<'_>>,
    ) -> Result<MatchCount, Failure> {
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
        let total = weighed.waiting.len() as u64;
        for (page, done) in weighed.waiting.chunks(PAGE).zip((0..).step_by(PAGE)) {
            watch.set("posting", done, total);
            if watch.is_cancelled() {
                break;
            }
            post(&mut tx, &weighed, page, today, &stamp, &mut outcome)?;
        }
        if watch.is_cancelled() {
            return Ok(MatchCount {
                cancelled: true,
                ..MatchCount::default()
            });
        }
        tx.commit()?;
        if let Some(tell) = tell {
            outcome.tell(&self.store.read(), &weighed, tell)?;
        }
        Ok(outcome.count())
    }

    /// The same with all that it tells: for a face that shows it at once, and for ledgers of which that can be held.
    pub fn match_auto(&mut self, watch: &Watch) -> Result<MatchReport, Failure> {
        let mut report = MatchReport::default();
        let count = self.match_certain(
            watch,
            Some(&mut |told| {
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
        tell: &mut Tell<'_>,
    ) -> Result<MatchCount, Failure> {
        let reader = self.store.read();
        let survey = Survey::take(&reader)?;
        let weighed = survey.weigh(&reader, watch)?;
        let mut outcome = Outcome::default();
        for page in weighed.waiting.chunks(PAGE) {
            for receipt in reader.receipts(page)? {
                let explained = weighed.explain(&receipt);
                if post && explained.is_certain() {
                    outcome.posted.push(Settled {
                        receipt: receipt.item,
                        left: receipt.left,
                        entry: EntryId(0),
                    });
                } else {
                    outcome.leave(&explained);
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

/// What there is to match.
struct Survey {
    known: Known,
    waiting: Vec<ItemId>,
}

/// What every receipt claims, weighed against the claims of all others.
struct Weighed<'k> {
    matcher: Matcher<'k>,
    verdicts: Verdicts,
    /// Receipts that are not set aside, in order of booking date.
    waiting: Vec<ItemId>,
}

impl Survey {
    fn take(reader: &Reader<'_>) -> Result<Self, Failure> {
        Ok(Self {
            known: reader.known()?,
            waiting: reader.unidentified()?,
        })
    }

    fn weigh(&self, reader: &Reader<'_>, watch: &Watch) -> Result<Weighed<'_>, Failure> {
        let matcher = Matcher::new(&self.known);
        let mut claims = Vec::new();
        let mut waiting = Vec::with_capacity(self.waiting.len());
        let total = self.waiting.len() as u64;
        for (page, done) in self.waiting.chunks(PAGE).zip((0..).step_by(PAGE)) {
            watch.set("matching", done, total);
            if watch.is_cancelled() {
                break;
            }
            for receipt in reader.receipts(page)? {
                if receipt.set_aside.is_none() {
                    waiting.push(receipt.item);
                    claims.extend(matcher.explain(&receipt).claim(&receipt));
                }
            }
        }
        let verdicts = matching::assign(&matcher, claims);
        Ok(Weighed {
            matcher,
            verdicts,
            waiting,
        })
    }
}

impl Weighed<'_> {
    /// What explains a receipt, all others considered. The same whenever it is asked for.
    fn explain(&self, receipt: &Waiting) -> matching::Explained {
        let mut explained = self.matcher.explain(receipt);
        self.verdicts.apply(&mut explained);
        explained
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
    weighed: &Weighed<'_>,
    page: &[ItemId],
    today: Date,
    stamp: &Stamp,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let mut certain = Vec::new();
    let mut items = Vec::new();
    for receipt in tx.read().receipts(page)? {
        let explained = weighed.explain(&receipt);
        if explained.is_certain() {
            items.extend(touched(&explained));
            certain.push((receipt.left, receipt.currency, explained));
        } else {
            outcome.leave(&explained);
        }
    }
    items.sort_unstable();
    items.dedup();
    let mut book = tx.slice_of_items(&items)?;
    for (left, currency, explained) in certain {
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
        tell: &mut Tell<'_>,
    ) -> Result<(), Failure> {
        let mut teller = Teller::new(reader, &weighed.matcher);
        if tell(Told::Run(self.run)).is_break() {
            return Ok(());
        }
        for page in self.posted.chunks(PAGE) {
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
        let left: [(&[ItemId], fn(Explained) -> Told); 2] = [
            (&self.proposed, Told::Proposed),
            (&self.unidentified, Told::Unidentified),
        ];
        for (items, told) in left {
            for page in items.chunks(PAGE) {
                for receipt in reader.receipts(page)? {
                    let mut explained = weighed.explain(&receipt);
                    if self.refused.contains(&receipt.item)
                        && let Some(best) = explained.explanations.first_mut()
                    {
                        best.class = Class::C;
                    }
                    if tell(told(teller.one(receipt, explained)?)).is_break() {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
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
