//! The candidates, found by what a receipt may say: their references, numbers, amounts and customers. Places and
//! hashes only, so that a million items stay small; nothing hangs on the order in which they came.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::basis::Notes;
use super::trace::Looked;
use crate::domain::candidate::{Candidate, Claimed, Known};
use crate::domain::id::{CustomerId, IdMap, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::domain::reference::forms::bare;

/// A candidate's place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct At(u32);

/// Places by the hash of a text. Equal hashes are told apart by looking.
#[derive(Default)]
struct Places {
    entries: Vec<(u64, u32)>,
    /// Where the hashes of each beginning start: about one entry for each.
    starts: Vec<u32>,
    /// Bits of a hash below its beginning.
    below: u32,
}

impl Places {
    fn new(entries: impl Iterator<Item = (u64, u32)>) -> Self {
        let mut entries: Vec<(u64, u32)> = entries.collect();
        entries.sort_unstable();
        let beginnings = entries.len().max(2).next_power_of_two();
        let below = u64::BITS - beginnings.trailing_zeros();
        let mut starts = Vec::with_capacity(beginnings);
        for (at, (hash, _)) in (0_u32..).zip(&entries) {
            while starts.len() as u64 <= hash >> below {
                starts.push(at);
            }
        }
        Self {
            entries,
            starts,
            below,
        }
    }

    fn of(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let start = usize::try_from(hash >> self.below)
            .ok()
            .and_then(|beginning| self.starts.get(beginning))
            .map_or(self.entries.len(), |start| *start as usize);
        self.entries[start..]
            .iter()
            .skip_while(move |(known, _)| *known < hash)
            .take_while(move |(known, _)| *known == hash)
            .map(|(_, at)| *at)
    }
}

fn hash(text: &str) -> u64 {
    // Fixed keys: the same on every run.
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

pub(super) struct Index<'k> {
    known: &'k Known,
    /// What nobody with a better claim has taken: signed as what is open.
    free: Vec<Minor>,
    /// What of that is looked at, and what was changed.
    notes: Notes,
    by_item: IdMap<ItemId, u32>,
    references: Places,
    /// How long references are, a bit for each length: of a slip's many rights most are longer or shorter than any.
    lengths: u32,
    comparables: Places,
    numbers: Places,
    digits: Places,
    /// What is open, by customer, currency and due date; and where each customer's begins and ends.
    by_customer: Vec<u32>,
    customers: IdMap<CustomerId, (u32, u32)>,
    /// Open debits, by currency and amount.
    by_amount: Vec<u32>,
    /// Open charges by the item that they are for.
    charges: Vec<(ItemId, u32)>,
    letters: Places,
    /// The last letter that claims an item.
    letter_of: HashMap<ItemId, u32>,
}

impl<'k> Index<'k> {
    pub fn new(known: &'k Known) -> Self {
        let items = &known.items;
        // A ledger has fewer than four thousand million items.
        let all = || (0_u32..).zip(items);
        let open = || all().filter(|(_, item)| !item.open.is_zero());
        let key = |at: &u32| &items[*at as usize];
        let mut by_customer: Vec<u32> = open().map(|(at, _)| at).collect();
        by_customer.sort_by_cached_key(|at| {
            let item: &'k Candidate = key(at);
            (
                item.customer,
                item.currency,
                item.due,
                item.number.as_str(),
                item.item,
            )
        });
        let mut customers: IdMap<CustomerId, (u32, u32)> = IdMap::default();
        for (place, at) in (0_u32..).zip(&by_customer) {
            let range = customers.entry(key(at).customer);
            range.or_insert((place, place)).1 = place + 1;
        }
        let debits = open().filter(|(_, item)| item.open > Minor::ZERO);
        let mut by_amount: Vec<u32> = debits.map(|(at, _)| at).collect();
        by_amount.sort_by_cached_key(|at| {
            let item = key(at);
            (
                item.currency,
                item.open,
                item.due,
                item.number.as_str(),
                item.item,
            )
        });
        let mut charges: Vec<(ItemId, u32)> = open()
            .filter_map(|(at, item)| Some((item.about?, at)))
            .collect();
        charges.sort_unstable();
        let mut letter_of: HashMap<ItemId, u32> = HashMap::new();
        for (at, letter) in (0_u32..).zip(&known.letters) {
            for item in &letter.items {
                let last = letter_of.entry(*item).or_insert(at);
                let sent = |at: u32| {
                    let letter = &known.letters[at as usize];
                    (letter.sent, letter.letter)
                };
                if sent(at) > sent(*last) {
                    *last = at;
                }
            }
        }
        Self {
            known,
            free: items.iter().map(|item| item.open).collect(),
            notes: Notes::default(),
            by_item: all().map(|(at, item)| (item.item, at)).collect(),
            references: Places::new(
                all().filter_map(|(at, item)| Some((hash(item.reference.as_ref()?), at))),
            ),
            lengths: items
                .iter()
                .filter_map(|item| item.reference.as_deref())
                .fold(0, |lengths, reference| lengths | length(reference)),
            comparables: Places::new(
                all().filter_map(|(at, item)| Some((hash(&bare(item.reference.as_ref()?)), at))),
            ),
            numbers: Places::new(
                all()
                    .filter(|(_, item)| item.document.is_some())
                    .map(|(at, item)| (hash(&capitals(&item.number)), at)),
            ),
            digits: Places::new(
                all()
                    .filter(|(_, item)| item.document.is_some())
                    .filter(|(_, item)| !item.number.bytes().all(|b| b.is_ascii_digit()))
                    .map(|(at, item)| (hash(&digits_of(&item.number)), at)),
            ),
            by_customer,
            customers,
            by_amount,
            charges,
            letters: Places::new(
                (0_u32..)
                    .zip(&known.letters)
                    .filter_map(|(at, letter)| Some((hash(letter.reference.as_ref()?), at))),
            ),
            letter_of,
        }
    }

    pub fn get(&self, at: At) -> &'k Candidate {
        &self.known.items[at.0 as usize]
    }

    pub fn free(&self, at: At) -> Minor {
        self.notes.customer(|| self.get(at).customer);
        self.free_at(at.0)
    }

    fn free_at(&self, at: u32) -> Minor {
        self.free[at as usize]
    }

    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    pub fn notes_mut(&mut self) -> &mut Notes {
        &mut self.notes
    }

    /// Somebody has a better claim on so much of it.
    pub fn take(&mut self, item: ItemId, amount: Minor) {
        if let Some(at) = self.find(item) {
            let item = self.get(at);
            self.notes.customer_changed(item.customer);
            self.notes.amount_changed(item.currency, item.open);
            let free = &mut self.free[at.0 as usize];
            let taken = amount.min(free.abs());
            if *free > Minor::ZERO {
                *free -= taken;
            } else {
                *free += taken;
            }
        }
    }

    /// Nobody has a claim on anything any more.
    pub fn restore(&mut self) {
        for (free, item) in self.free.iter_mut().zip(&self.known.items) {
            *free = item.open;
        }
    }

    pub fn find(&self, item: ItemId) -> Option<At> {
        self.by_item.get(&item).copied().map(At)
    }

    /// What bears a reference, settled items too: the earliest due first.
    pub fn by_reference(&self, reference: &str) -> Vec<At> {
        self.notes.looked(|| Looked::Reference(reference));
        self.met(self.bearing(reference))
    }

    /// The same of a reference that is only tried.
    pub fn bearing(&self, reference: &str) -> Vec<At> {
        if self.lengths & length(reference) == 0 {
            return Vec::new();
        }
        let found = self.references.of(hash(reference)).map(At);
        self.in_order(found.filter(|at| self.get(*at).reference.as_deref() == Some(reference)))
    }

    /// What bears a reference in any of its forms.
    pub fn by_comparable(&self, reference: &str) -> Vec<At> {
        let plain = bare(reference);
        self.notes.looked(|| Looked::Comparable(&plain));
        let found = self.comparables.of(hash(&plain)).map(At);
        self.met(self.in_order(found.filter(|at| {
            let kept = self.get(*at).reference.as_deref();
            kept.is_some_and(|kept| bare(kept) == plain)
        })))
    }

    /// What has a number as written, in capitals; settled items and credit notes too.
    pub fn by_number(&self, number: &str) -> Vec<At> {
        self.notes.looked(|| Looked::Number(number));
        let found = self.numbers.of(hash(number)).map(At);
        self.met(self.in_order(found.filter(|at| {
            let kept = self.get(*at).number.as_str();
            kept == number || capitals(kept) == number
        })))
    }

    /// What has these digits in a number that has more to it.
    pub fn by_digits(&self, digits: &str) -> Vec<At> {
        self.notes.looked(|| Looked::Digits(digits));
        let found = self.digits.of(hash(digits)).map(At);
        self.met(self.in_order(found.filter(|at| digits_of(&self.get(*at).number) == digits)))
    }

    /// What was found is looked at, settled or not.
    pub fn met(&self, found: Vec<At>) -> Vec<At> {
        for at in &found {
            self.notes.met(|| self.get(*at).customer);
        }
        found
    }

    fn in_order(&self, found: impl Iterator<Item = At>) -> Vec<At> {
        let mut found: Vec<At> = found.collect();
        if found.len() > 1 {
            found.sort_unstable_by_key(|at| self.order(*at));
        }
        found
    }

    /// Principal before charges, the earliest due first; of the same day by number.
    pub fn order(&self, at: At) -> impl Ord + use<'k> {
        let item = self.get(at);
        (item.class, item.due, item.number.as_str(), item.item)
    }

    /// What is open and free of a customer in a currency, credits too, the earliest due first.
    pub fn of_customer(
        &self,
        customer: CustomerId,
        currency: Currency,
    ) -> impl Iterator<Item = At> + '_ {
        self.notes.customer(|| customer);
        let (from, to) = self.customers.get(&customer).copied().unwrap_or_default();
        self.by_customer[from as usize..to as usize]
            .iter()
            .filter(|at| !self.free_at(**at).is_zero())
            .map(|at| At(*at))
            .filter(move |at| self.get(*at).currency == currency)
    }

    /// Free debits of a customer that are exactly this amount.
    pub fn exactly(
        &self,
        customer: CustomerId,
        currency: Currency,
        amount: Minor,
    ) -> impl Iterator<Item = At> + '_ {
        self.of_customer(customer, currency)
            .filter(move |at| self.free_at(at.0) == amount)
    }

    /// Free debits of the whole ledger that are exactly this amount, the earliest due first.
    pub fn by_amount(&self, currency: Currency, amount: Minor) -> impl Iterator<Item = At> + '_ {
        self.notes.amount(currency, amount);
        self.notes.looked(|| Looked::Amount(currency, amount));
        let key = |at: &u32| {
            let item = self.get(At(*at));
            (item.currency, item.open)
        };
        let from = self
            .by_amount
            .partition_point(|at| key(at) < (currency, amount));
        let all = self.by_amount[from..].iter();
        let all = all.take_while(move |at| key(at) == (currency, amount));
        // How many there are tells something too: a few more or less may be all the difference.
        if self.notes.traces() {
            for at in all.clone() {
                self.notes.met(|| self.get(At(*at)).customer);
            }
        }
        all.filter(move |at| self.free_at(**at) == amount)
            .map(|at| At(*at))
    }

    /// Free charges for an item.
    pub fn charges(&self, about: ItemId) -> impl Iterator<Item = At> + '_ {
        let from = self.charges.partition_point(|(item, _)| *item < about);
        self.charges[from..]
            .iter()
            .take_while(move |(item, _)| *item == about)
            .map(|(_, at)| At(*at))
            .filter(|at| self.free(*at) > Minor::ZERO)
    }

    /// The letter that bears a reference.
    pub fn letter(&self, reference: &str) -> Option<&'k Claimed> {
        self.notes.looked(|| Looked::Reference(reference));
        self.letters
            .of(hash(reference))
            .map(|at| &self.known.letters[at as usize])
            .filter(|letter| letter.reference.as_deref() == Some(reference))
            .inspect(|letter| self.notes.met(|| letter.customer))
            .max_by_key(|letter| (letter.sent, letter.letter))
    }

    /// The last letter that claims an item.
    pub fn letter_of(&self, item: ItemId) -> Option<&'k Claimed> {
        let at = self.letter_of.get(&item)?;
        self.known.letters.get(*at as usize)
    }
}

/// The bit of a text's length; all that are very long have one.
fn length(text: &str) -> u32 {
    let last = u32::BITS as usize - 1;
    1 << text.len().min(last)
}

/// A number as it is compared: capitals, no blanks.
pub(super) fn capitals(number: &str) -> String {
    if number.bytes().all(|b| b.is_ascii_digit()) {
        return number.to_owned();
    }
    number
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_uppercase)
        .collect()
}

pub(super) fn digits_of(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
