//! What explains each receipt that waits, all others considered. Receipts come and go by pages; of all of them together
//! only what they claim is kept.

use crate::domain::candidate::{Known, Waiting};
use crate::domain::id::ItemId;
use crate::domain::money::{Currency, Minor};
use crate::matching::{self, Matcher, Verdicts};
use crate::store::query::Reader;

use super::Failure;
use super::job::Watch;

/// Receipts that are in memory together, and posted between two looks at whether to stop.
pub(super) const PAGE: usize = 2000;

/// Receipts whose explanations are kept from the weighing to the posting; a larger run explains the rest once more.
const KEPT: usize = 50 * PAGE;

/// What there is to match.
pub(super) struct Survey {
    known: Known,
    waiting: Vec<ItemId>,
}

/// What every receipt claims, weighed against the claims of all others.
pub(super) struct Weighed<'k> {
    pub matcher: Matcher<'k>,
    verdicts: Verdicts,
    /// Receipts that are not set aside, in order of booking date.
    pub waiting: Vec<ItemId>,
    /// What was found of the first of them.
    kept: std::vec::IntoIter<Found>,
    /// How many are certain by themselves.
    pub certain: usize,
}

/// What explains a receipt, and what of it is not settled.
#[derive(PartialEq, Debug)]
pub(super) struct Found {
    pub left: Minor,
    pub currency: Currency,
    pub explained: matching::Explained,
}

impl Found {
    fn new(receipt: &Waiting, explained: matching::Explained) -> Self {
        Self {
            left: receipt.left,
            currency: receipt.currency,
            explained,
        }
    }
}

impl Survey {
    pub fn take(reader: &Reader<'_>) -> Result<Self, Failure> {
        Ok(Self {
            known: reader.known()?,
            waiting: reader.unidentified()?,
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
        let matcher = Matcher::new(&self.known);
        let mut claims = Vec::new();
        let mut waiting = Vec::with_capacity(self.waiting.len());
        let mut kept = Vec::with_capacity(self.waiting.len().min(most));
        let total = self.waiting.len() as u64;
        for (page, done) in self.waiting.chunks(PAGE).zip((0..).step_by(PAGE)) {
            watch.set("matching", done, total);
            if watch.is_cancelled() {
                break;
            }
            for receipt in reader.receipts_to_match(page)? {
                if receipt.set_aside.is_some() {
                    continue;
                }
                let explained = matcher.explain(&receipt);
                claims.extend(explained.claim(&receipt));
                waiting.push(receipt.item);
                if kept.len() < most {
                    kept.push(Found::new(&receipt, explained));
                }
            }
        }
        let certain = claims.len();
        let verdicts = matching::assign(&matcher, claims);
        Ok(Weighed {
            matcher,
            verdicts,
            waiting,
            kept: kept.into_iter(),
            certain,
        })
    }
}

impl Weighed<'_> {
    /// What explains the next page of receipts, all others considered.
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

    /// What explains a receipt, all others considered. The same whenever it is asked for.
    pub fn explain(&self, receipt: &Waiting) -> matching::Explained {
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

    #[test]
    fn what_is_explained_once_more_is_what_was_kept() {
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
        let survey = Survey::take(&reader).unwrap();
        let all = |most| {
            let mut weighed = survey.weigh_keeping(most, &reader, &watch).unwrap();
            let waiting = std::mem::take(&mut weighed.waiting);
            weighed.page(&reader, &waiting).unwrap()
        };
        let kept = all(KEPT);
        assert!(kept.iter().any(|found| found.explained.is_certain()));
        assert_eq!(kept, all(0));
    }
}
