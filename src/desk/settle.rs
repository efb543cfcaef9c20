//! Matching receipts: what explains each, and posting what is certain.

use std::collections::HashMap;

use crate::domain::candidate::{Known, Waiting};
use crate::domain::command::{Command, Part, Rest, Settlement, Target};
use crate::domain::evidence::Class;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;
use crate::domain::rule::Rule;
use crate::matching::{self, Explanation};
use crate::reports::settling::{Explained, MatchReport, Posted, ReceiptLine, ReceiptState};
use crate::rules::decide::{Declined, decide};
use crate::store::query::Reader;

use super::job::Watch;
use super::money::Teller;
use super::rules::speaking;
use super::{Desk, Failure};

/// Receipts whose items are loaded together, and posted between two looks at whether to stop.
const CHUNK: usize = 500;

impl Desk {
    /// Receipts that are nobody's yet, those set aside at the end, each with what explains it.
    pub fn receipts(&self) -> anyhow::Result<Vec<Explained>> {
        let reader = self.store.read();
        let (aside, waiting): (Vec<Waiting>, Vec<Waiting>) = reader
            .unidentified()?
            .into_iter()
            .partition(|receipt| receipt.set_aside.is_some());
        let known = known(&reader, &self.config.rules, &waiting)?;
        let found = matching::explain(&known, &self.config.matching(), &waiting);
        let mut told = Teller::new(&reader, &known).all(waiting, found)?;
        for receipt in aside {
            told.push(Explained {
                receipt: line(&reader, receipt)?,
                proposals: Vec::new(),
                known: Vec::new(),
            });
        }
        Ok(told)
    }

    /// Posts what is certain, in one transaction, one entry for each receipt; proposes the rest.
    pub fn match_auto(&mut self, watch: &Watch) -> Result<MatchReport, Failure> {
        watch.set("matching", 0, 0);
        let today = self.today();
        let stamp = self.stamp("settle", None, None);
        // Explained outside the lock, posted under it if nobody wrote meanwhile; else explained once more.
        let before = self.store.read().last_entry()?;
        let settings = self.config.matching();
        let (mut receipts, mut known) = waiting(&self.store.read(), &self.config.rules)?;
        let mut found = matching::explain(&known, &settings, &receipts);
        let mut tx = self.store.begin()?;
        if tx.read().last_entry()? != before {
            (receipts, known) = waiting(&tx.read(), &self.config.rules)?;
            found = matching::explain(&known, &settings, &receipts);
        }
        let mut report = MatchReport::default();
        let mut entries = HashMap::new();
        let mut order: Vec<usize> = (0..found.len())
            .filter(|at| is_certain(&found[*at]))
            .collect();
        order.sort_by_key(|at| (receipts[*at].booked, receipts[*at].item));
        let total = order.len() as u64;
        for (chunk, done) in order.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
            watch.set("posting", done, total);
            if watch.is_cancelled() {
                report.cancelled = true;
                return Ok(report);
            }
            let items: Vec<ItemId> = chunk
                .iter()
                .flat_map(|at| touched(&receipts[*at], &found[*at]))
                .collect();
            let mut book = tx.slice_of_items(&items)?;
            for at in chunk.iter().copied() {
                let receipt = &receipts[at];
                let command = settling(receipt, &found[at].explanations[0]);
                let items: Vec<ItemId> = touched(receipt, &found[at]).collect();
                let events = match decide(&book.excerpt(&items), today, &command) {
                    Ok(events) => events,
                    // Certain by its evidence, yet the books say no: a person decides.
                    Err(Declined::Refused(_)) => {
                        found[at].explanations[0].class = Class::C;
                        continue;
                    }
                    Err(declined) => return Err(declined.into()),
                };
                let entry = tx.begin_entry(crate::store::Stamp {
                    run: report.run,
                    ..stamp.clone()
                })?;
                tx.write_all(&mut book, &events)?;
                tx.end_entry()?;
                report.run = report.run.or(Some(entry));
                entries.insert(receipt.item, entry);
            }
        }
        tx.commit()?;
        let reader = self.store.read();
        for explained in Teller::new(&reader, &known).all(receipts, found)? {
            match entries.get(&explained.receipt.item) {
                Some(entry) => report.posted.push(Posted {
                    entry: *entry,
                    explained,
                }),
                None if explained.proposals.is_empty() => report.unidentified.push(explained),
                None => report.proposed.push(explained),
            }
        }
        Ok(report)
    }

    /// What matching would post and propose; nothing is written.
    pub fn match_plan(&self) -> anyhow::Result<MatchReport> {
        let mut report = MatchReport::default();
        for explained in self.receipts()? {
            if explained.receipt.state == ReceiptState::SetAside {
                continue;
            }
            if explained.proposals.is_empty() {
                report.unidentified.push(explained);
            } else {
                report.proposed.push(explained);
            }
        }
        Ok(report)
    }

    /// Money of customers that settles nothing yet.
    pub fn unapplied(&self) -> anyhow::Result<Vec<ReceiptLine>> {
        let reader = self.store.read();
        reader
            .unapplied()?
            .into_iter()
            .map(|receipt| Ok(line(&reader, receipt)?))
            .collect()
    }
}

fn waiting(reader: &Reader<'_>, rules: &[Rule]) -> Result<(Vec<Waiting>, Known), Failure> {
    let mut receipts = reader.unidentified()?;
    receipts.retain(|receipt| receipt.set_aside.is_none());
    let known = known(reader, rules, &receipts)?;
    Ok((receipts, known))
}

/// All that these receipts are matched against, what was learned of their payers and the rules that speak included.
pub(super) fn known(
    reader: &Reader<'_>,
    rules: &[Rule],
    receipts: &[Waiting],
) -> crate::store::Result<Known> {
    Ok(Known {
        links: reader.links_of(receipts)?,
        patterns: reader.patterns()?,
        rules: speaking(reader, rules)?,
        ..reader.known(&matching::mentioned(receipts))?
    })
}

fn is_certain(explained: &matching::Explained) -> bool {
    explained
        .explanations
        .first()
        .is_some_and(|best| best.class == Class::A)
}

/// The items that settling a receipt by its best explanation moves.
fn touched<'f>(
    receipt: &Waiting,
    found: &'f matching::Explained,
) -> impl Iterator<Item = ItemId> + use<'f> {
    let parts = found.explanations.first().into_iter();
    parts
        .flat_map(|best| best.parts.iter().map(|(item, _)| *item))
        .chain([receipt.item])
}

fn settling(receipt: &Waiting, best: &Explanation) -> Command {
    let parts = |parts: &[(ItemId, Minor)]| {
        let part = |(item, amount): &(ItemId, Minor)| {
            Part::new(Target::Item(*item), Some(amount.decimal(receipt.currency)))
        };
        parts.iter().map(part).collect()
    };
    let rests = best.rests.iter().map(|rest| Rest {
        item: rest.item,
        amount: Some(rest.amount.decimal(receipt.currency)),
        kind: rest.kind,
        reason: String::new(),
    });
    Command::Settle(Box::new(Settlement {
        receipt: receipt.item,
        customer: best.parts.is_empty().then_some(best.customer),
        parts: parts(&best.parts),
        credits: parts(&best.credits),
        rests: rests.collect(),
        over: best.over,
        class: Some(best.class),
        evidence: best.evidence.clone(),
        teaches: best.teaches,
        on: None,
    }))
}

/// A receipt as lists show it.
pub(super) fn line(reader: &Reader<'_>, receipt: Waiting) -> crate::store::Result<ReceiptLine> {
    let identified = receipt.customer != CustomerId::UNIDENTIFIED;
    let customer = if identified {
        let (number, name) = reader.customer_name(receipt.customer)?;
        Some((receipt.customer, number, name))
    } else {
        None
    };
    let state = match (
        identified,
        receipt.left.is_zero(),
        receipt.set_aside.is_some(),
    ) {
        (true, true, _) => ReceiptState::Settled,
        (true, false, _) => ReceiptState::Unapplied,
        (false, true, _) => ReceiptState::Done,
        (false, _, true) => ReceiptState::SetAside,
        (false, _, false) => ReceiptState::ToDo,
    };
    Ok(ReceiptLine {
        item: receipt.item,
        booked: receipt.booked,
        amount: receipt.amount,
        left: receipt.left,
        currency: receipt.currency,
        payment_id: receipt.payment_id,
        bank_ref: receipt.bank_ref,
        reference: receipt.reference,
        text: receipt.text,
        state,
        customer,
        reason: receipt.set_aside,
        class: None,
    })
}
