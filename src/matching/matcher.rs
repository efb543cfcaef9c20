//! What all receipts are explained against: the items, whose accounts and names are whose, the user's rules.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::basis::Basis;
use super::clue::Clues;
use super::index::{At, Index, capitals};
use super::judge::Scene;
use super::name::Names;
use super::payer::Payer;
use super::rule::{Hit, Rules};
use super::service;
use super::slip;
use super::subset::{self, Answer, Entry};
use super::suggest::closes;
use super::trace::{Looked, Named, Trace};
use super::{Explained, Explanation, MOST_SHOWN, Settings, Verdicts};
use crate::domain::account;
use crate::domain::candidate::{Known, Party, Waiting};
use crate::domain::evidence::{Class, Evidence, pattern};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::link::{Link, LinkKind, Record};
use crate::domain::money::{Currency, Minor};

pub struct Matcher<'k> {
    known: &'k Known,
    settings: &'k Settings,
    index: Index<'k>,
    accounts: HashMap<&'k str, Vec<CustomerId>>,
    org_numbers: HashMap<String, CustomerId>,
    customer_numbers: HashMap<&'k str, CustomerId>,
    links: HashMap<LinkKind, HashMap<&'k str, Vec<&'k Link>>>,
    names: Names,
    rules: Option<Rules>,
    /// Payers come again and again, and a receipt is explained more than once.
    found_names: RefCell<HashMap<String, Option<(CustomerId, u8)>>>,
    slips: RefCell<HashMap<String, Vec<At>>>,
    services: RefCell<HashMap<String, Option<&'static str>>>,
    /// What adds up is asked again and again for one payer, and is costly.
    pub(super) sums: RefCell<HashMap<(Vec<Entry>, Minor), Answer>>,
    /// Roundings that were decided here.
    rounded: HashMap<(CustomerId, Currency), Minor>,
}

/// Names that are remembered at the most: a file of a million payers must not fill the memory.
const MOST_NAMES: usize = 100_000;

/// Sums that are remembered at the most, each of some hundred entries.
const MOST_SUMS: usize = 2_000;

impl<'k> Matcher<'k> {
    pub fn new(known: &'k Known, settings: &'k Settings) -> Self {
        let mut parties: Vec<(CustomerId, &Party)> = known
            .parties
            .iter()
            .map(|(id, party)| (*id, party))
            .collect();
        parties.sort_unstable_by_key(|(id, _)| *id);
        let mut accounts: HashMap<&str, Vec<CustomerId>> = HashMap::new();
        let mut org_numbers = HashMap::new();
        let mut customer_numbers = HashMap::new();
        // What is known of one who is merged into another speaks for that one.
        let owner = |id: CustomerId| known.owners.get(&id).copied().unwrap_or(id);
        for (id, party) in &parties {
            let id = owner(*id);
            if let Some(account) = &party.account {
                let whose = accounts.entry(account).or_default();
                if !whose.contains(&id) {
                    whose.push(id);
                }
            }
            if let Some(org_no) = &party.org_no {
                org_numbers.entry(comparable(org_no)).or_insert(id);
            }
            customer_numbers.insert(party.number.as_str(), id);
        }
        let mut links: HashMap<LinkKind, HashMap<&str, Vec<&Link>>> = HashMap::new();
        for link in &known.links {
            let of_kind = links.entry(link.kind).or_default();
            of_kind.entry(&link.key).or_default().push(link);
        }
        for links in links.values_mut().flat_map(HashMap::values_mut) {
            links.sort_unstable_by_key(|link| link.customer);
        }
        for own in &known.own {
            accounts.remove(own.as_str());
            org_numbers.remove(&comparable(own));
        }
        let names = Names::new(
            parties
                .iter()
                .map(|(id, party)| (owner(*id), party.name.as_str())),
        );
        Self {
            known,
            settings,
            index: Index::new(known),
            accounts,
            org_numbers,
            customer_numbers,
            links,
            names,
            // What does not compile was refused when the settings were read.
            rules: Rules::compile(&known.rules).ok(),
            found_names: RefCell::default(),
            slips: RefCell::default(),
            services: RefCell::default(),
            sums: RefCell::default(),
            rounded: HashMap::new(),
        }
    }

    /// What explains one receipt by itself, the best first; certain claims of others are not known to it but by
    /// `take`.
    pub fn explain(&self, receipt: &Waiting) -> Explained {
        let explain = || self.explain_by(receipt, Clues::of(self, receipt));
        self.index.notes().turn(receipt.item, explain)
    }

    /// The same where it may be certain, by itself or once others are; of many a receipt its clues tell at once that
    /// it cannot be.
    pub fn explain_certain(&self, receipt: &Waiting) -> Option<Explained> {
        self.index.notes().turn(receipt.item, || {
            let clues = Clues::of(self, receipt);
            clues
                .may_be_certain(self)
                .then(|| self.explain_by(receipt, clues))
        })
    }

    /// From now on it is noted what each receipt is explained by. These names were searched for before, among the same
    /// customers.
    pub(super) fn trace(&mut self, names: impl IntoIterator<Item = (String, Named)>) {
        self.index.notes_mut().trace();
        self.found_names.get_mut().extend(names);
    }

    /// What a receipt was explained by, and what its mere words bring within reach of all.
    pub(super) fn traced(&self, receipt: &Waiting) -> Trace {
        let notes = self.index.notes();
        let mentioned = super::mentioned(std::slice::from_ref(receipt));
        notes.turn(receipt.item, || {
            for reference in &mentioned.references {
                self.index.by_reference(reference);
            }
            for number in &mentioned.numbers {
                self.index.by_number(&capitals(number));
            }
        });
        let mut trace = notes.traced(receipt);
        let owner = |id: &CustomerId| self.known.owners.get(id).copied().unwrap_or(*id);
        let owners = trace.customers.iter().map(owner).collect();
        trace.customers = owners;
        trace.tidy();
        trace
    }

    /// The same, and what it went by.
    pub(super) fn explain_noting(&self, receipt: &Waiting) -> (Explained, Basis) {
        self.index.notes().while_noting(|| self.explain(receipt))
    }

    /// Whether what explained a receipt by this would do so still.
    pub(super) fn holds(&self, basis: &Basis) -> bool {
        self.index.notes().holds(basis)
    }

    fn explain_by(&self, receipt: &Waiting, clues: Clues<'k>) -> Explained {
        let payer = Payer::of(self, receipt, &clues);
        let scene = Scene {
            matcher: self,
            receipt,
            clues: &clues,
            payer: &payer,
        };
        let mut found = scene.by_references();
        found.extend(scene.by_rules());
        hold_back(receipt, &mut found);
        if !found
            .iter()
            .any(|explanation| explanation.class == Class::A)
        {
            found.extend(scene.by_numbers());
            for customer in scene.customers() {
                found.extend(scene.by_customer(customer));
            }
            if !found
                .iter()
                .any(|explanation| explanation.class <= Class::C)
            {
                found.extend(scene.by_amount());
            }
        }
        hold_back(receipt, &mut found);
        if receipt.customer != CustomerId::UNIDENTIFIED {
            found.retain(|explanation| {
                explanation.customer == receipt.customer && !explanation.parts.is_empty()
            });
        }
        let mut explanations = self.best_first(found);
        let mut wants = None;
        if receipt.set_aside.is_some()
            && let Some(best) = explanations.first_mut()
            && best.class < Class::C
        {
            wants = Some(best.class);
            best.class = Class::C;
        }
        Explained {
            receipt: receipt.item,
            explanations,
            known: clues.known,
            wants,
        }
    }

    fn best_first(&self, mut found: Vec<Explanation>) -> Vec<Explanation> {
        if found.len() > 1 {
            found.sort_by_cached_key(|explanation| {
                let due = explanation
                    .parts
                    .first()
                    .and_then(|(item, _)| self.index.find(*item));
                (
                    explanation.class,
                    !explanation.evidence.contains(&Evidence::SharesStated),
                    !closes(explanation),
                    explanation
                        .evidence
                        .iter()
                        .filter(|piece| piece.speaks_for())
                        .map(rank)
                        .min(),
                    due.map(|at| self.index.order(at)),
                    explanation.customer,
                    explanation.parts.clone(),
                )
            });
            let mut seen = HashSet::new();
            found.retain(|explanation| {
                let sorted = |parts: &[(ItemId, Minor)]| {
                    let mut parts = parts.to_vec();
                    parts.sort_unstable();
                    parts
                };
                seen.insert((
                    explanation.customer,
                    sorted(&explanation.parts),
                    sorted(&explanation.credits),
                    explanation.rests.len(),
                    explanation.account.clone(),
                ))
            });
            found.truncate(1 + MOST_SHOWN);
        }
        found
    }

    /// What stands is out of reach for all that is explained from now on.
    pub fn take(&mut self, verdicts: &Verdicts) {
        self.index.notes_mut().change();
        for (item, amount) in verdicts.taken() {
            self.index.take(item, amount);
        }
        for (whose, amount) in verdicts.rounded() {
            *self.rounded.entry(whose).or_default() += amount;
            self.index.notes_mut().customer_changed(whose.0);
        }
    }

    /// What equal claims fight for is out of reach for weaker ones.
    pub fn take_fought(&mut self, verdicts: &Verdicts) {
        self.index.notes_mut().change();
        for (item, amount) in verdicts.fought() {
            self.index.take(item, amount);
        }
    }

    /// Whether it is posted without a person: certain, or strong by evidence that was often right and never taken
    /// back, where the company wants that.
    pub fn posts_by_itself(&self, explained: &Explained) -> bool {
        explained.is_certain()
            || self.settings.post_strong
                && explained.explanations.first().is_some_and(|best| {
                    let record = self.known.patterns.get(&pattern(&best.evidence));
                    best.class == Class::B
                        && !best.parts.is_empty()
                        && record.is_some_and(Record::is_proven)
                })
    }

    /// What was rounded away for a customer this year, by what was decided here too.
    pub(super) fn rounded(&self, whose: (CustomerId, Currency)) -> Minor {
        self.index.notes().customer(|| whose.0);
        let before = self.known.rounded.get(&whose).copied().unwrap_or_default();
        before + self.rounded.get(&whose).copied().unwrap_or_default()
    }

    /// Whatever was taken is within reach again.
    pub fn restore(&mut self) {
        self.index.restore();
        self.rounded.clear();
    }

    pub fn known(&self) -> &'k Known {
        self.known
    }

    pub(super) fn settings(&self) -> &'k Settings {
        self.settings
    }

    pub(super) fn index(&self) -> &Index<'k> {
        &self.index
    }

    /// What the user's rules say of a receipt.
    pub(super) fn hits(&self, receipt: &Waiting) -> Vec<Hit> {
        self.rules
            .as_ref()
            .map_or_else(Vec::new, |rules| rules.hit(receipt))
    }

    /// Customers whose confirmed account this is.
    pub(super) fn owners(&self, account: &str) -> &[CustomerId] {
        let notes = self.index.notes();
        notes.looked(|| Looked::Account(account));
        let owners = self.accounts.get(account).map_or(&[][..], Vec::as_slice);
        notes.noted(|trace| trace.customers.extend(owners));
        owners
    }

    pub(super) fn links(&self, kind: LinkKind, key: &str) -> &[&'k Link] {
        let notes = self.index.notes();
        notes.looked(|| Looked::Link(kind, key));
        let links = self.links.get(&kind).and_then(|of_kind| of_kind.get(key));
        let links = links.map_or(&[][..], Vec::as_slice);
        let customers = links.iter().map(|link| link.customer);
        notes.noted(|trace| trace.customers.extend(customers));
        links
    }

    pub(super) fn by_org_no(&self, number: &str) -> Option<CustomerId> {
        let number = comparable(number);
        self.met(Looked::OrgNo(&number), self.org_numbers.get(&number))
    }

    pub(super) fn by_customer_number(&self, number: &str) -> Option<CustomerId> {
        let found = self.customer_numbers.get(number);
        self.met(Looked::CustomerNumber(number), found)
    }

    fn met(&self, looked: Looked<'_>, found: Option<&CustomerId>) -> Option<CustomerId> {
        let notes = self.index.notes();
        notes.looked(|| looked);
        notes.noted(|trace| trace.customers.extend(found));
        found.copied()
    }

    /// The customer of a name, and of no other, as alike as so many percent.
    pub(super) fn find_name(&self, name: &str) -> Named {
        let found = self.search_name(name);
        self.index.notes().noted(|trace| {
            trace.keys.push(Looked::Name(name).key());
            trace.customers.extend(found.map(|(customer, _)| customer));
            trace.named = Some(found);
        });
        found
    }

    fn search_name(&self, name: &str) -> Named {
        if let Some(found) = self.found_names.borrow().get(name) {
            return *found;
        }
        let found = self.names.find(name);
        let unique = found
            .best
            .filter(|(_, percent)| *percent >= 90 && percent.saturating_sub(found.next) >= 15);
        let mut names = self.found_names.borrow_mut();
        if names.len() < MOST_NAMES {
            names.insert(name.to_owned(), unique);
        }
        unique
    }

    /// What bears a reference from which a slip of the hand makes this one.
    pub(super) fn slipped(&self, reference: &str) -> Vec<At> {
        self.index.notes().noted(|trace| {
            trace.keys.push(Looked::Slip(reference).key());
            trace.slips.push(reference.to_owned());
        });
        if let Some(known) = self.slips.borrow().get(reference) {
            return self.index.met(known.clone());
        }
        let mut found: Vec<At> = Vec::new();
        slip::each_right(reference, |right| {
            for at in self.index.bearing(right) {
                if !found.contains(&at) {
                    found.push(at);
                }
            }
        });
        let mut slips = self.slips.borrow_mut();
        if slips.len() < MOST_NAMES {
            slips.insert(reference.to_owned(), found.clone());
        }
        self.index.met(found)
    }

    /// The service of this name, where it pays for many.
    pub(super) fn pays_for_many(&self, name: &str) -> Option<&'static str> {
        if let Some(known) = self.services.borrow().get(name) {
            return *known;
        }
        let many = service::pays_for_many(name);
        let mut services = self.services.borrow_mut();
        if services.len() < MOST_NAMES {
            services.insert(name.to_owned(), many);
        }
        many
    }

    /// What of these adds up to an amount.
    pub(super) fn adds_up(&self, entries: Vec<Entry>, amount: Minor) -> Answer {
        let asked = (entries, amount);
        if let Some(answer) = self.sums.borrow().get(&asked) {
            return answer.clone();
        }
        let answer = subset::search(&asked.0, amount.0);
        let mut sums = self.sums.borrow_mut();
        if sums.len() < MOST_SUMS {
            sums.insert(asked, answer.clone());
        }
        answer
    }

    pub(super) fn number(&self, customer: CustomerId) -> &'k str {
        let party = self.known.parties.get(&customer);
        party.map_or("", |party| party.number.as_str())
    }

    pub(super) fn name(&self, customer: CustomerId) -> &'k str {
        let party = self.known.parties.get(&customer);
        party.map_or("", |party| party.name.as_str())
    }

    /// Companies of one group pay for each other.
    pub(super) fn same_group(&self, one: CustomerId, other: CustomerId) -> bool {
        let group = |id| self.known.parties.get(&id)?.group.as_deref();
        group(one).is_some_and(|name| !name.is_empty() && Some(name) == group(other))
    }

    /// The most that may be rounded away now for a customer, and the limit of a year if that is what binds.
    pub(super) fn may_round(
        &self,
        customer: CustomerId,
        currency: Currency,
    ) -> (Minor, Option<Minor>) {
        let limit = self.settings.rounding.get(&currency).copied();
        let limit = limit.unwrap_or(Minor::ZERO);
        let Some(of_year) = self.settings.rounding_of_year.get(&currency).copied() else {
            return (limit, None);
        };
        let left = of_year - self.rounded((customer, currency));
        if left < limit {
            (left.max(Minor::ZERO), Some(of_year))
        } else {
            (limit, None)
        }
    }
}

/// What a person took back never posts by itself again.
fn hold_back(receipt: &Waiting, found: &mut [Explanation]) {
    if !receipt.taken_back {
        return;
    }
    for explanation in found {
        if explanation.class < Class::C {
            explanation.class = Class::C;
            explanation.unless.clear();
            explanation.evidence.push(Evidence::TakenBack);
        } else if !explanation.unless.is_empty() {
            explanation.unless.clear();
            explanation.evidence.push(Evidence::TakenBack);
        }
    }
}

/// What is said outright before what is concluded.
fn rank(piece: &Evidence) -> usize {
    let order = [
        "R1", "T1", "T3", "U1", "R3", "O1", "P1", "T2", "P2", "A2", "N1",
    ];
    let place = order.iter().position(|code| *code == piece.code());
    place.unwrap_or(order.len())
}

/// An organisation number by its digits alone.
pub fn comparable(number: &str) -> String {
    let bare = account::bare(number);
    bare.chars().filter(char::is_ascii_digit).collect()
}
