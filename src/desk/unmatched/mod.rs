//! Whose the receipts that are nobody's yet may be: what the reminders ask before a letter goes out. To find it all that
//! waits is matched against all that is open; so it is kept with what each was found by, and later only those are
//! matched again that something was entered of.

mod renew;
mod trail;

use std::collections::BTreeSet;

use chrono::Datelike;

use self::renew::Renewing;
use self::trail::{Found, Times, Trail};
use super::Desk;
use super::settle::known;
use crate::domain::id::ItemId;
use crate::domain::link::Record;
use crate::matching;
use crate::store::query::Reader;
use crate::store::{Result, Unmatched};

impl Desk {
    /// How many receipts that are nobody's yet may be each customer's.
    pub(super) fn unmatched(&self, reader: &Reader<'_>) -> Result<Unmatched> {
        let settings = self.config.matched_by()?;
        match reader.unmatched(&settings)? {
            Some(kept) => Ok(kept),
            None => Ok(self.find_unmatched(reader, &settings)?.counts()),
        }
    }

    /// The same, now.
    pub fn unmatched_receipts(&self) -> Result<Unmatched> {
        let _moment = self.store.moment()?;
        self.unmatched(&self.store.read())
    }

    /// Finds that and keeps it with the ledger, for all who ask later.
    pub(super) fn keep_unmatched(&mut self) -> Result<()> {
        self.keep(|desk, reader, settings| desk.find_unmatched(reader, settings).map(Some))
    }

    /// The same where it was kept before and little has changed: finding all costs more than taking a file in should.
    pub(super) fn keep_unmatched_up_to_date(&mut self) -> Result<()> {
        self.keep(Self::renew_unmatched)
    }

    fn keep(
        &mut self,
        find: impl FnOnce(&Self, &Reader<'_>, &str) -> Result<Option<Trail>>,
    ) -> Result<()> {
        let settings = self.config.matched_by()?;
        let (trail, at) = {
            let _moment = self.store.moment()?;
            let reader = self.store.read();
            if reader.unmatched(&settings)?.is_some() {
                return Ok(());
            }
            (find(self, &reader, &settings)?, reader.last_entry()?)
        };
        let Some(trail) = trail else {
            return Ok(());
        };
        let tx = self.store.begin()?;
        if tx.read().last_entry()? == at {
            tx.keep_unmatched(&settings, &trail.counts(), &trail.written())?;
            tx.commit()?;
        }
        Ok(())
    }

    fn find_unmatched(&self, reader: &Reader<'_>, settings: &str) -> Result<Trail> {
        match self.renew_unmatched(reader, settings)? {
            Some(renewed) => Ok(renewed),
            None => self.find_all_unmatched(reader),
        }
    }

    /// What was kept, brought up to date; none if nothing was, or too much has changed.
    fn renew_unmatched(&self, reader: &Reader<'_>, settings: &str) -> Result<Option<Trail>> {
        let Some(kept) = reader.unmatched_trail(settings)? else {
            return Ok(None);
        };
        let now = times(reader)?;
        let Some(trail) = Trail::read(&kept.trail).filter(|trail| trail.times.hold(&now)) else {
            return Ok(None);
        };
        let Some(changed) = reader.changed_since(kept.entry, trail.times.posting)? else {
            return Ok(None);
        };
        let waiting: BTreeSet<ItemId> = reader.unidentified()?.into_iter().collect();
        let Some(renewing) = Renewing::begin(reader, trail, waiting, &changed)? else {
            return Ok(None);
        };
        renewing.renew(self, now)
    }

    fn find_all_unmatched(&self, reader: &Reader<'_>) -> Result<Trail> {
        let waiting = reader.receipts_to_match(&reader.unidentified()?)?;
        let mut receipts = Vec::with_capacity(waiting.len());
        if !waiting.is_empty() {
            let mentioned = matching::mentioned(&waiting);
            let known = known(reader, &self.config.rules, &mentioned, None)?;
            let found = matching::explain_traced(&known, &self.config.matching(), [], &waiting);
            let found = waiting.iter().zip(found);
            receipts.extend(found.map(|(receipt, found)| Found::new(receipt.item, found)));
        }
        receipts.sort_unstable_by_key(|found| found.receipt);
        Ok(Trail {
            times: times(reader)?,
            receipts,
        })
    }
}

/// What explanations go by that no receipt and no customer has for itself.
fn times(reader: &Reader<'_>) -> Result<Times> {
    let patterns = reader.patterns()?;
    let demoted = patterns
        .iter()
        .filter(|(_, record)| Record::is_demoted(record));
    let demoted: BTreeSet<&str> = demoted.map(|(codes, _)| codes.as_str()).collect();
    let last = reader.last_unidentified()?;
    Ok(Times {
        posting: reader.newest_posting()?,
        year: last.map_or(0, |day| i64::from(day.year())),
        demoted: demoted.into_iter().map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::clock::Clock;
    use super::super::config::Config;
    use super::super::{Demonstration, Face, ImportOptions, Watch};
    use super::*;
    use crate::domain::command::Command;
    use crate::domain::id::CustomerId;
    use crate::text::Locale;

    /// The demo's ledger, matched, and a folder to hold it.
    fn matched() -> (tempfile::TempDir, Demonstration, Desk) {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("demo.reskontra");
        let clock = Clock::fixed("2026-11-22".parse().unwrap());
        let locale = Locale::english();
        let (demo, mut desk) =
            Demonstration::make(Some(&path), Config::default(), clock, Face::Desk, &locale)
                .unwrap();
        desk.match_auto(&Watch::new()).unwrap();
        (folder, demo, desk)
    }

    /// What is found by what was kept: of how many receipts anew, and whose each may be.
    fn renewed(desk: &Desk) -> (usize, Vec<(ItemId, Option<CustomerId>)>) {
        let reader = desk.store.read();
        let settings = desk.config.matched_by().unwrap();
        let kept = reader.unmatched_trail(&settings).unwrap().unwrap();
        let trail = Trail::read(&kept.trail).unwrap();
        let changed = reader.changed_since(kept.entry, trail.times.posting);
        let changed = changed.unwrap().expect("less than everything changed");
        let waiting = reader.unidentified().unwrap().into_iter().collect();
        let renewing = Renewing::begin(&reader, trail, waiting, &changed)
            .unwrap()
            .unwrap();
        let count = renewing.count();
        let trail = renewing
            .renew(desk, times(&reader).unwrap())
            .unwrap()
            .unwrap();
        (count, whose(&trail))
    }

    fn whose(trail: &Trail) -> Vec<(ItemId, Option<CustomerId>)> {
        let found = trail.receipts.iter();
        found.map(|found| (found.receipt, found.whose)).collect()
    }

    fn anew(desk: &Desk) -> Vec<(ItemId, Option<CustomerId>)> {
        whose(&desk.find_all_unmatched(&desk.store.read()).unwrap())
    }

    #[test]
    fn a_dispute_makes_only_his_receipts_be_found_anew() {
        let (_folder, demo, mut desk) = matched();
        let watch = Watch::new();
        desk.import(
            std::slice::from_ref(&demo.bank_file),
            ImportOptions::default(),
            &watch,
        )
        .unwrap();
        desk.match_auto(&watch).unwrap();
        let before = anew(&desk);
        let customer = before.iter().find_map(|(_, whose)| *whose).unwrap();
        let items = desk.card(customer).unwrap().open;
        let document = items.iter().find_map(|item| item.document).unwrap();
        desk.act(Command::Dispute {
            document,
            amount: None,
            reason: "vare feil".to_owned(),
            until: None,
            owner: None,
        })
        .unwrap();
        let (count, found) = renewed(&desk);
        assert!(
            (1..before.len()).contains(&count),
            "{count} of {}",
            before.len()
        );
        assert_eq!(found, anew(&desk));
    }

    #[test]
    fn a_bank_file_is_found_by_itself_and_kept() {
        let (_folder, demo, mut desk) = matched();
        let before = anew(&desk).len();
        let watch = Watch::new();
        desk.import(
            std::slice::from_ref(&demo.bank_file),
            ImportOptions::default(),
            &watch,
        )
        .unwrap();
        let all = anew(&desk);
        assert!(all.len() > before);
        let settings = desk.config.matched_by().unwrap();
        assert!(desk.store.read().unmatched(&settings).unwrap().is_some());
        let (count, found) = renewed(&desk);
        assert_eq!(count, 0);
        assert_eq!(found, all);
    }
}
