//! Bringing up to date what was kept. Found anew are the receipts that looked at something which changed, and all that
//! share a customer with one of them, for they may want the same; of the ledger only what these looked at is loaded.
//! What they look at besides is looked for until there is nothing new.

use std::collections::{BTreeSet, HashSet};

use super::trail::{Found, Times, Trail};
use crate::desk::Desk;
use crate::desk::settle::known;
use crate::domain::account;
use crate::domain::candidate::Waiting;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::link::LinkKind;
use crate::matching::{self, Explained, Key, Looked, Named, Trace};
use crate::store::Result;
use crate::store::query::{Changed, Findable, Reader, Within};

/// Where more than one receipt in so many is to be found anew, finding all costs less.
const PART: usize = 2;
/// So few are found anew however few wait.
const FEW: usize = 200;
/// Looks for something new; what goes on for longer is found anew as a whole.
const LOOKS: usize = 8;

pub(super) struct Renewing<'c> {
    reader: &'c Reader<'c>,
    /// What was kept of the receipts that still wait, and whether it must be found anew.
    kept: Vec<(Found, bool)>,
    /// Receipts of which nothing was kept.
    new: Vec<ItemId>,
    /// All whose items or data may be other than they were, or wanted by others.
    customers: BTreeSet<CustomerId>,
    /// What leads somewhere else than it did.
    keys: HashSet<Key>,
}

impl<'c> Renewing<'c> {
    /// What a change stirred; none if that is too much.
    pub fn begin(
        reader: &'c Reader<'c>,
        trail: Trail,
        mut waiting: BTreeSet<ItemId>,
        changed: &Changed,
    ) -> Result<Option<Self>> {
        let mut gone = Vec::new();
        let mut kept = Vec::with_capacity(trail.receipts.len());
        for found in trail.receipts {
            if waiting.remove(&found.receipt) {
                let is_changed = changed.receipts.contains(&found.receipt);
                kept.push((found, is_changed));
            } else {
                gone.push(found);
            }
        }
        let mut renewing = Self {
            reader,
            kept,
            new: waiting.into_iter().collect(),
            customers: changed.customers.clone(),
            keys: HashSet::new(),
        };
        let most = renewing.most();
        if renewing.new.len() + gone.len() > most {
            return Ok(None);
        }
        for found in &gone {
            renewing.customers.extend(&found.customers);
        }
        // What was settled is within reach of all while one receipt that waits names it.
        let come_and_gone = gone.iter().map(|found| found.receipt);
        let come_and_gone: Vec<ItemId> =
            come_and_gone.chain(renewing.new.iter().copied()).collect();
        let receipts = reader.receipts_to_match(&come_and_gone)?;
        let settled = reader.settled_named(&matching::mentioned(&receipts))?;
        renewing.stir(&settled, changed);
        renewing.spread();
        Ok((renewing.count() <= most).then_some(renewing))
    }

    fn most(&self) -> usize {
        FEW.max((self.kept.len() + self.new.len()) / PART)
    }

    /// Receipts that are found anew.
    pub fn count(&self) -> usize {
        let stirred = self.kept.iter().filter(|(_, is_stirred)| *is_stirred);
        stirred.count() + self.new.len()
    }

    /// What may be found by other words than before.
    fn stir(&mut self, settled: &[Findable], changed: &Changed) {
        let slipped = self.kept.iter().filter(|(found, _)| found.slipped);
        let slipped: HashSet<Key> = slipped
            .flat_map(|(found, _)| found.keys.iter().copied())
            .collect();
        for item in settled.iter().chain(&changed.items) {
            self.customers.insert(item.customer);
            each_key(item, |key| {
                self.keys.insert(key);
            });
            let reference = item.reference.iter().filter(|_| !slipped.is_empty());
            for reference in reference {
                matching::slips_of(reference, |key| {
                    if slipped.contains(&key) {
                        self.keys.insert(key);
                    }
                });
            }
        }
        let references = changed
            .references
            .iter()
            .map(|text| Looked::Reference(text).key());
        let org_numbers = changed.org_numbers.iter();
        let org_numbers =
            org_numbers.map(|text| Looked::OrgNo(&matching::org_no_digits(text)).key());
        let accounts = changed.accounts.iter().flat_map(|text| {
            let text = account::bare(text);
            let learned = LinkKind::Account.key(&text);
            let learned = learned.map(|key| Looked::Link(LinkKind::Account, &key).key());
            learned.into_iter().chain([Looked::Account(&text).key()])
        });
        let links = changed
            .links
            .iter()
            .map(|(kind, text)| Looked::Link(*kind, text).key());
        self.keys.extend(references.chain(org_numbers).chain(links));
        self.keys.extend(accounts);
    }

    /// Who shares a customer with what is found anew is found anew.
    fn spread(&mut self) {
        loop {
            let mut grew = false;
            for (found, is_stirred) in &mut self.kept {
                let now = *is_stirred
                    || found
                        .customers
                        .iter()
                        .any(|customer| self.customers.contains(customer))
                    || found.keys.iter().any(|key| self.keys.contains(key));
                if now {
                    let before = self.customers.len();
                    self.customers.extend(&found.customers);
                    grew |= !*is_stirred || self.customers.len() > before;
                    *is_stirred = true;
                }
            }
            if !grew {
                return;
            }
        }
    }

    /// What was kept with what is found anew; none if that spreads too far.
    pub fn renew(mut self, desk: &Desk, now: Times) -> Result<Option<Trail>> {
        let mut looked_up = HashSet::new();
        let mut with_names = false;
        for _ in 0..LOOKS {
            if self.count() > self.most() {
                return Ok(None);
            }
            let stirred = self.kept.iter().filter(|(_, is_stirred)| *is_stirred);
            let items = stirred.map(|(found, _)| found.receipt);
            let items: Vec<ItemId> = items.chain(self.new.iter().copied()).collect();
            let receipts = self.reader.receipts_to_match(&items)?;
            let found = self.explain(desk, &receipts, with_names)?;
            looked_up.extend(self.looked_up_before());
            let fresh = |key: &Key| !looked_up.contains(key);
            let mut wanted: HashSet<Key> = HashSet::new();
            let mut customers = self.customers.clone();
            for (_, trace) in &found {
                customers.extend(&trace.customers);
                wanted.extend(trace.keys.iter().copied().filter(fresh));
                let slips = trace.slips.iter();
                for slip in slips.filter(|slip| fresh(&Looked::Slip(slip).key())) {
                    matching::rights_of(slip, |key| {
                        wanted.insert(key);
                    });
                }
            }
            if !wanted.is_empty() {
                self.look_up(&wanted, &mut customers)?;
                with_names |= wanted.iter().any(|key| matching::is_of_customers(*key));
                looked_up.extend(wanted);
            } else if customers.len() == self.customers.len() {
                return Ok(Some(self.done(&receipts, found, now)));
            }
            self.customers = customers;
            self.spread();
        }
        Ok(None)
    }

    /// What the receipts that are found anew looked up before: where that led is known, and what changed of it.
    fn looked_up_before(&self) -> Vec<Key> {
        let stirred = self.kept.iter().filter(|(_, is_stirred)| *is_stirred);
        stirred
            .flat_map(|(found, _)| found.keys.iter().copied())
            .collect()
    }

    fn explain(
        &self,
        desk: &Desk,
        receipts: &[Waiting],
        with_names: bool,
    ) -> Result<Vec<(Explained, Trace)>> {
        let within = Within {
            customers: self.customers.clone(),
            with_names,
        };
        let mut mentioned = matching::mentioned(receipts);
        mentioned.last = self.reader.last_unidentified()?;
        let known = known(self.reader, &desk.config.rules, &mentioned, Some(&within))?;
        let names = receipts
            .iter()
            .filter_map(|receipt| self.named_before(receipt));
        let settings = desk.config.matching();
        Ok(matching::explain_traced(&known, &settings, names, receipts))
    }

    /// A payer's name that was searched for, and what came of it.
    fn named_before(&self, receipt: &Waiting) -> Option<(String, Named)> {
        let at = self
            .kept
            .binary_search_by_key(&receipt.item, |(found, _)| found.receipt);
        let (found, _) = self.kept.get(at.ok()?)?;
        Some((receipt.text.payer_name.clone()?, found.named?))
    }

    /// Whose is what these lead to.
    fn look_up(&self, wanted: &HashSet<Key>, customers: &mut BTreeSet<CustomerId>) -> Result<()> {
        self.reader.each_findable(|item| {
            each_key(&item, |key| {
                if wanted.contains(&key) {
                    customers.insert(item.customer);
                }
            });
        })?;
        self.reader.each_letter_reference(|reference, customer| {
            if wanted.contains(&Looked::Reference(reference).key()) {
                customers.insert(customer);
            }
        })
    }

    fn done(self, receipts: &[Waiting], found: Vec<(Explained, Trace)>, now: Times) -> Trail {
        let held = self.kept.into_iter().filter(|(_, is_stirred)| !is_stirred);
        let held = held.map(|(found, _)| found);
        let renewed = receipts.iter().zip(found);
        let renewed = renewed.map(|(receipt, found)| Found::new(receipt.item, found));
        let mut receipts: Vec<Found> = held.chain(renewed).collect();
        receipts.sort_unstable_by_key(|found| found.receipt);
        Trail {
            times: now,
            receipts,
        }
    }
}

fn each_key(item: &Findable, call: impl FnMut(Key)) {
    let (number, reference) = (item.number.as_deref(), item.reference.as_deref());
    matching::keys_of_item(number, reference, (item.currency, item.open), call);
}
