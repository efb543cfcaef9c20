//! What explains each receipt that waits, all others considered. Receipts come and go by pages: of all of them together
//! only what they claim for certain is kept, and in the end what explains those that are not certain.

use std::collections::HashMap;

use crate::domain::candidate::{Known, Mentioned, Waiting};
use crate::domain::id::ItemId;
use crate::domain::money::{Currency, Minor};
use crate::domain::rule::Rule;
use crate::matching::{self, Claim, Explained, Matcher, Settings, Verdicts};
use crate::store::query::Reader;

use super::Failure;
use super::job::Watch;
use super::settle::known;

/// Receipts that are in memory together, and posted between two looks at whether to stop.
pub(super) const PAGE: usize = 2000;

/// Receipts whose best explanation is kept from the weighing to the posting; a larger run explains the rest once more.
const KEPT: usize = 50 * PAGE;

/// What there is to match.
pub(super) struct Survey {
    known: Known,
    settings: Settings,
    /// Receipts that are not set aside, in order of booking date.
    waiting: Vec<ItemId>,
}

/// What every receipt claims for certain, weighed against the claims of all others.
pub(super) struct Weighed<'k> {
    matcher: Matcher<'k>,
    verdicts: Verdicts,
    /// Receipts in order of booking date.
    pub waiting: &'k [ItemId],
    /// Those among them that may be certain.
    pub hopeful: Vec<ItemId>,
    /// What was found of the first of these.
    kept: std::vec::IntoIter<Found>,
    /// What explains receipts that nothing was decided on, once that was asked for.
    rest: HashMap<ItemId, Explained>,
}

/// What explains a receipt best, and what of it is not settled.
#[derive(PartialEq, Debug)]
pub(super) struct Found {
    pub left: Minor,
    pub currency: Currency,
    pub explained: Explained,
}

impl Found {
    fn new(receipt: &Waiting, mut explained: Explained) -> Self {
        explained.explanations.truncate(1);
        Self {
            left: receipt.left,
            currency: receipt.currency,
            explained,
        }
    }
}

impl Survey {
    pub fn take(
        reader: &Reader<'_>,
        rules: &[Rule],
        settings: Settings,
        watch: &Watch,
    ) -> Result<Self, Failure> {
        let mut waiting = reader.unidentified()?;
        let mut mentioned = Mentioned::default();
        let mut aside = Vec::new();
        for page in waiting.chunks(PAGE) {
            if watch.is_cancelled() {
                break;
            }
            for receipt in reader.receipts_to_match(page)? {
                if receipt.set_aside.is_some() {
                    aside.push(receipt.item);
                } else {
                    matching::mention(&receipt, &mut mentioned);
                }
            }
        }
        aside.sort_unstable();
        waiting.retain(|item| aside.binary_search(item).is_err());
        Ok(Self {
            known: known(reader, rules, &mentioned)?,
            settings,
            waiting,
        })
    }

    pub fn weigh(&self, reader: &Reader<'_>, watch: &Watch) -> Result<Weighed<'_>, Failure> {
        self.weigh_keeping(KEPT, reader, watch)
    }

    fn weigh_keeping(
        &self,
        most: usize,
        reader: &Reader<'_>,
        watch: &Watch,
    ) -> Result<Weighed<'_>, Failure> {
        let matcher = Matcher::new(&self.known, &self.settings);
        let mut claims = Vec::new();
        let mut hopeful = Vec::with_capacity(self.waiting.len());
        let mut kept = Vec::with_capacity(self.waiting.len().min(most));
        let total = self.waiting.len() as u64;
        for (page, done) in self.waiting.chunks(PAGE).zip((0..).step_by(PAGE)) {
            watch.set("matching", done, total);
            if watch.is_cancelled() {
                break;
            }
            for receipt in reader.receipts_to_match(page)? {
                let explained = matcher.explain(&receipt);
                let claim = explained.claim(&receipt).filter(Claim::may_be_certain);
                let Some(claim) = claim else { continue };
                claims.push(claim);
                hopeful.push(receipt.item);
                if kept.len() < most {
                    kept.push(Found::new(&receipt, explained));
                }
            }
        }
        let verdicts = matching::assign(&matcher, claims);
        Ok(Weighed {
            matcher,
            verdicts,
            waiting: &self.waiting,
            hopeful,
            kept: kept.into_iter(),
            rest: HashMap::new(),
        })
    }
}

impl<'k> Weighed<'k> {
    pub fn known(&self) -> &'k Known {
        self.matcher.known()
    }

    /// What explains the next page of hopeful receipts, all others considered.
    pub fn page(&mut self, reader: &Reader<'_>, page: &[ItemId]) -> Result<Vec<Found>, Failure> {
        let mut found: Vec<Found> = self.kept.by_ref().take(page.len()).collect();
        if found.is_empty() {
            let receipts = reader.receipts_to_match(page)?;
            let explained = receipts
                .iter()
                .map(|receipt| Found::new(receipt, self.matcher.explain(receipt)));
            found.extend(explained);
        }
        for one in &mut found {
            self.verdicts.apply(&mut one.explained);
        }
        Ok(found)
    }

    /// Explains what the certain claims leave undecided: about a tenth of all, which is held.
    pub fn explain_rest(&mut self, reader: &Reader<'_>) -> Result<(), Failure> {
        let undecided = self.waiting.iter().copied();
        let undecided: Vec<ItemId> = undecided
            .filter(|item| !self.verdicts.decides(*item))
            .collect();
        let mut receipts = Vec::with_capacity(undecided.len());
        for page in undecided.chunks(PAGE) {
            receipts.extend(reader.receipts_to_match(page)?);
        }
        let mut found: Vec<Explained> = undecided.iter().copied().map(Explained::new).collect();
        self.matcher.take(&self.verdicts);
        matching::explain_rest(&mut self.matcher, receipts.iter().zip(&mut found).collect());
        self.matcher.restore();
        self.rest = undecided.into_iter().zip(found).collect();
        Ok(())
    }

    /// Whether anything explains a receipt. Asked once the rest is explained.
    pub fn is_explained(&self, receipt: ItemId) -> bool {
        let rest = self.rest.get(&receipt);
        rest.is_none_or(|explained| !explained.explanations.is_empty())
    }

    /// What explains a receipt, all others considered: of one that nothing was decided on, once the rest is explained.
    pub fn explain(&self, receipt: &Waiting) -> Explained {
        if let Some(explained) = self.rest.get(&receipt.item) {
            return explained.clone();
        }
        let mut explained = self.matcher.explain(receipt);
        self.verdicts.apply(&mut explained);
        explained
    }
}

#[cfg(test)]
mod tests {
    use super::super::clock::Clock;
    use super::super::config::Config;
    use super::super::{Demonstration, Face, ImportOptions};
    use super::*;

    /// The demo's ledger with a fresh bank file taken in.
    fn with_survey(check: impl Fn(&Reader<'_>, &Survey, &Watch)) {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("demo.reskontra");
        let clock = Clock::fixed("2026-11-22".parse().unwrap());
        let (demo, mut desk) =
            Demonstration::make(Some(&path), Config::default(), clock, Face::Desk).unwrap();
        let watch = Watch::new();
        let file = demo.bank_file.clone();
        desk.import(&[file], ImportOptions::default(), &watch)
            .unwrap();
        let reader = desk.store.read();
        let survey = Survey::take(&reader, &[], Settings::default(), &watch).unwrap();
        check(&reader, &survey, &watch);
    }

    #[test]
    fn what_is_explained_once_more_is_what_was_kept() {
        with_survey(|reader, survey, watch| {
            let all = |most| {
                let mut weighed = survey.weigh_keeping(most, reader, watch).unwrap();
                let hopeful = std::mem::take(&mut weighed.hopeful);
                weighed.page(reader, &hopeful).unwrap()
            };
            let kept = all(KEPT);
            assert!(kept.iter().any(|found| found.explained.is_certain()));
            assert_eq!(kept, all(0));
        });
    }

    #[test]
    fn by_pages_all_is_explained_as_it_is_at_once() {
        with_survey(|reader, survey, watch| {
            let receipts = reader.receipts(&survey.waiting).unwrap();
            let at_once = matching::explain(&survey.known, &survey.settings, &receipts);
            let mut weighed = survey.weigh(reader, watch).unwrap();
            let certain = |explained: &Explained| {
                explained.is_certain() && !weighed.verdicts.decides(explained.receipt)
            };
            assert!(!at_once.iter().any(certain), "found certain too late");
            weighed.explain_rest(reader).unwrap();
            let by_pages: Vec<Explained> = receipts
                .iter()
                .map(|receipt| weighed.explain(receipt))
                .collect();
            assert!(!weighed.rest.is_empty() && weighed.rest.len() < receipts.len());
            assert_eq!(by_pages, at_once);
        });
    }
}
