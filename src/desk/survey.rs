//! What explains each receipt that waits, all others considered. Receipts come and go by pages: of all of them together
//! only what they claim for certain is kept, and what explains those whose claim does not stand at once.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::domain::candidate::{Known, Mentioned, Waiting};
use crate::domain::date::Date;
use crate::domain::id::ItemId;
use crate::domain::money::{Currency, Minor};
use crate::domain::rule::Rule;
use crate::matching::{self, Claim, Explained, Explanation, Matcher, Settings, Verdicts};
use crate::store::query::Reader;

use super::Failure;
use super::job::Watch;
use super::settle::known;

/// Receipts that are in memory together, and posted between two looks at whether to stop.
pub(super) const PAGE: usize = 2000;

/// Receipts that are kept from the first look to the weighing; those beyond are read once more.
const READ: usize = 50 * PAGE;

/// Receipts whose best explanation is kept from the weighing to the posting: a few hundred bytes each. Those beyond are
/// read and explained once more.
const KEPT: usize = 500 * PAGE;

/// What there is to match.
pub(super) struct Survey {
    known: Known,
    settings: Settings,
    /// Receipts in order of booking date.
    waiting: Vec<ItemId>,
    /// Those set aside, in order: they are rivals of the others and are not posted.
    aside: Vec<ItemId>,
    /// The first pages of receipts, until they are weighed.
    read: RefCell<Vec<Vec<Waiting>>>,
}

/// What explains every receipt, the claims of all others considered.
pub(super) struct Weighed<'k> {
    matcher: Matcher<'k>,
    verdicts: Verdicts,
    survey: &'k Survey,
    /// Receipts that claim something for certain at once, and it stands.
    pub standing: Vec<ItemId>,
    /// What was found of the first of these.
    kept: std::vec::IntoIter<Found>,
    /// What explains all others.
    rest: HashMap<ItemId, Explained>,
    /// Those among them that are posted all the same: certain after all, or strong and proven where that is wished.
    pub late: Vec<Found>,
}

/// What explains a receipt best, and what of it is not settled. Very many are held together.
#[derive(PartialEq, Debug)]
pub(super) struct Found {
    pub receipt: ItemId,
    pub booked: Date,
    pub left: Minor,
    pub currency: Currency,
    pub best: Explanation,
}

impl Found {
    /// None if nothing explains it.
    fn new(receipt: &Waiting, explained: Explained) -> Option<Self> {
        let mut best = explained.explanations.into_iter().next()?;
        best.evidence.shrink_to_fit();
        best.parts.shrink_to_fit();
        Some(Self {
            receipt: receipt.item,
            booked: receipt.booked,
            left: receipt.left,
            currency: receipt.currency,
            best,
        })
    }
}

impl Survey {
    pub fn take(
        reader: &Reader<'_>,
        rules: &[Rule],
        settings: Settings,
        watch: &Watch,
    ) -> Result<Self, Failure> {
        let waiting = reader.unidentified()?;
        let mut mentioned = Mentioned::default();
        let mut aside = Vec::new();
        let mut read = Vec::new();
        for page in waiting.chunks(PAGE) {
            if watch.is_cancelled() {
                break;
            }
            let receipts = reader.receipts_to_match(page)?;
            for receipt in &receipts {
                matching::mention(receipt, &mut mentioned);
                if receipt.set_aside.is_some() {
                    aside.push(receipt.item);
                }
            }
            if read.len() * PAGE < READ {
                read.push(receipts);
            }
        }
        aside.sort_unstable();
        Ok(Self {
            known: known(reader, rules, &mentioned, None)?,
            settings,
            waiting,
            aside,
            read: RefCell::new(read),
        })
    }

    fn is_aside(&self, receipt: ItemId) -> bool {
        self.aside.binary_search(&receipt).is_ok()
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
        let mut kept = Vec::with_capacity(self.waiting.len().min(most));
        let mut left = Vec::new();
        let mut read = self.read.take().into_iter();
        let total = self.waiting.len() as u64;
        for (page, done) in self.waiting.chunks(PAGE).zip((0..).step_by(PAGE)) {
            watch.set("matching", done, total);
            if watch.is_cancelled() {
                break;
            }
            let receipts = match read.next() {
                Some(receipts) => receipts,
                None => reader.receipts_to_match(page)?,
            };
            for receipt in receipts {
                let explained = matcher.explain_certain(&receipt);
                let certain = explained.and_then(|explained| {
                    let claim = explained
                        .claim(&matcher, &receipt)
                        .filter(Claim::may_be_certain)?;
                    Some((claim, explained))
                });
                let Some((claim, explained)) = certain else {
                    left.push(receipt);
                    continue;
                };
                claims.push(claim);
                if kept.len() < most {
                    kept.extend(Found::new(&receipt, explained));
                }
            }
        }
        drop(read);
        let verdicts = matching::assign(&matcher, claims);
        let is_posted = |item: ItemId| verdicts.stands(item) && !self.is_aside(item);
        kept.retain(|found| is_posted(found.receipt));
        let waiting = self.waiting.iter().copied();
        let standing = waiting.filter(|item| is_posted(*item)).collect();
        let mut weighed = Weighed {
            matcher,
            verdicts,
            survey: self,
            standing,
            kept: kept.into_iter(),
            rest: HashMap::new(),
            late: Vec::new(),
        };
        if !watch.is_cancelled() {
            weighed.explain_rest(reader, left)?;
        }
        Ok(weighed)
    }
}

impl<'k> Weighed<'k> {
    /// Receipts that wait for a person or the run, in order of booking date.
    pub fn waiting(&self) -> impl Iterator<Item = ItemId> + use<'k> {
        let survey = self.survey;
        let waiting = survey.waiting.iter().copied();
        waiting.filter(|item| !survey.is_aside(*item))
    }

    pub fn known(&self) -> &'k Known {
        self.matcher.known()
    }

    /// What explains the next page of standing receipts.
    pub fn page(&mut self, reader: &Reader<'_>, page: &[ItemId]) -> Result<Vec<Found>, Failure> {
        let mut found: Vec<Found> = self.kept.by_ref().take(page.len()).collect();
        if found.len() < page.len() {
            for receipt in reader.receipts_to_match(&page[found.len()..])? {
                found.extend(Found::new(&receipt, self.matcher.explain(&receipt)));
            }
        }
        for one in &mut found {
            self.verdicts.apply_to_best(one.receipt, &mut one.best);
        }
        Ok(found)
    }

    /// Explains what does not stand at once: about a tenth of all, which is held. What is left claims nothing for
    /// certain.
    fn explain_rest(&mut self, reader: &Reader<'_>, left: Vec<Waiting>) -> Result<(), Failure> {
        let held: HashSet<ItemId> = left.iter().map(|receipt| receipt.item).collect();
        let missing = self.survey.waiting.iter().copied();
        let missing = missing.filter(|item| !self.verdicts.stands(*item) && !held.contains(item));
        let missing: Vec<ItemId> = missing.collect();
        let mut receipts = left;
        for page in missing.chunks(PAGE) {
            receipts.extend(reader.receipts_to_match(page)?);
        }
        receipts.sort_unstable_by_key(|receipt| (receipt.booked, receipt.item));
        let found = receipts.iter().map(|receipt| {
            if self.verdicts.decides(receipt.item) {
                self.explain_at_once(receipt)
            } else {
                Explained::new(receipt.item)
            }
        });
        let mut found: Vec<Explained> = found.collect();
        self.matcher.take(&self.verdicts);
        matching::explain_rest(
            &mut self.matcher,
            &self.verdicts,
            receipts.iter().zip(&mut found),
        );
        self.matcher.restore();
        let late = receipts.iter().zip(&found);
        let late = late.filter(|(receipt, explained)| {
            receipt.set_aside.is_none() && self.matcher.posts_by_itself(explained)
        });
        self.late = late
            .filter_map(|(receipt, explained)| Found::new(receipt, explained.clone()))
            .collect();
        let found = found.into_iter();
        self.rest = found.map(|found| (found.receipt, found)).collect();
        Ok(())
    }

    fn explain_at_once(&self, receipt: &Waiting) -> Explained {
        let mut explained = self.matcher.explain(receipt);
        self.verdicts.apply(&mut explained);
        explained
    }

    pub fn is_explained(&self, receipt: ItemId) -> bool {
        let rest = self.rest.get(&receipt);
        rest.is_none_or(|explained| !explained.explanations.is_empty())
    }

    /// What explains a receipt, all others considered. The same whenever it is asked for.
    pub fn explain(&self, receipt: &Waiting) -> Explained {
        match self.rest.get(&receipt.item) {
            Some(explained) => explained.clone(),
            None => self.explain_at_once(receipt),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::clock::Clock;
    use super::super::config::Config;
    use super::super::{Demonstration, Face, ImportOptions};
    use super::*;
    use crate::domain::evidence::Class;
    use crate::text::Locale;

    /// The demo's ledger with a fresh bank file taken in.
    fn with_survey(check: impl Fn(&Reader<'_>, &Survey, &Watch)) {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("demo.reskontra");
        let clock = Clock::fixed("2026-11-22".parse().unwrap());
        let (demo, mut desk) = Demonstration::make(
            Some(&path),
            Config::default(),
            clock,
            Face::Desk,
            &Locale::english(),
        )
        .unwrap();
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
                let standing = std::mem::take(&mut weighed.standing);
                weighed.page(reader, &standing).unwrap()
            };
            let kept = all(KEPT);
            assert!(kept.len() > 2 && kept.iter().all(|found| found.best.class == Class::A));
            assert_eq!(kept, all(0));
            assert_eq!(kept, all(kept.len() / 2));
        });
    }

    #[test]
    fn by_pages_all_is_explained_as_it_is_at_once() {
        with_survey(|reader, survey, watch| {
            let receipts = reader.receipts(&survey.waiting).unwrap();
            let at_once = matching::explain(&survey.known, &survey.settings, &receipts);
            let weighed = survey.weigh(reader, watch).unwrap();
            let by_pages: Vec<Explained> = receipts
                .iter()
                .map(|receipt| weighed.explain(receipt))
                .collect();
            assert!(!weighed.rest.is_empty() && weighed.rest.len() < receipts.len());
            assert_eq!(by_pages, at_once);
            let certain = at_once.iter().filter(|found| found.is_certain()).count();
            assert_eq!(certain, weighed.standing.len() + weighed.late.len());
        });
    }
}
