//! The names of all customers by their words, so that a look-up reads a few of them and never all.

use std::collections::HashMap;

use super::agree::{Weighted, at_least, is_one_slip, percent};
use crate::domain::id::CustomerId;
use crate::domain::name::{Words, letters};

/// Names of one word that are read, however common the word.
const LONGEST_LIST: usize = 20_000;
/// Names read of the other words' lists.
const ENOUGH: usize = 1_000;
/// Names compared letter by letter.
const COMPARED: usize = 32;
/// Words looked at for a misspelt or a cut one.
const NEIGHBOURS: usize = 500;

struct Name {
    customer: CustomerId,
    words: Vec<u32>,
    full: String,
    weight: u64,
}

#[derive(Default)]
struct Word {
    text: String,
    /// The names that it is in, ascending.
    names: Vec<u32>,
    weight: u64,
}

/// All customers' names; one customer may have several.
pub struct Names {
    list: Vec<Name>,
    words: Vec<Word>,
    by_text: HashMap<String, u32>,
    by_squeezed: HashMap<String, Vec<u32>>,
    /// Words in the order of their letters, and of their letters backwards.
    forwards: Vec<u32>,
    backwards: Vec<(String, u32)>,
}

/// Whom a name may mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// The customer whose name is nearest, in percent: 0 to 100.
    pub best: Option<(CustomerId, u8)>,
    /// How near the next customer's is.
    pub next: u8,
}

impl Found {
    /// The customer, if the name can mean no other: 90 percent at least, and 15 more than the next.
    pub fn unique(&self) -> Option<CustomerId> {
        let (customer, percent) = self.best?;
        (percent >= 90 && percent - self.next.min(percent) >= 15).then_some(customer)
    }
}

impl Names {
    pub fn new<'a>(customers: impl IntoIterator<Item = (CustomerId, &'a str)>) -> Self {
        let mut index = Self {
            list: Vec::new(),
            words: Vec::new(),
            by_text: HashMap::new(),
            by_squeezed: HashMap::new(),
            forwards: Vec::new(),
            backwards: Vec::new(),
        };
        let mut given: Vec<(CustomerId, &str)> = customers.into_iter().collect();
        given.sort_unstable();
        given.dedup();
        for (customer, name) in given {
            index.add(customer, name);
        }
        index.finish();
        index
    }

    fn add(&mut self, customer: CustomerId, name: &str) {
        let (Ok(number), words) = (u32::try_from(self.list.len()), Words::of(name)) else {
            return;
        };
        if words.each.is_empty() {
            return;
        }
        self.by_squeezed
            .entry(words.squeezed())
            .or_default()
            .push(number);
        let words_of: Vec<u32> = words
            .each
            .into_iter()
            .filter_map(|text| self.word(text))
            .collect();
        for word in &words_of {
            if let Some(word) = self.words.get_mut(*word as usize) {
                word.names.push(number);
            }
        }
        self.list.push(Name {
            customer,
            words: words_of,
            full: words.full,
            weight: 0,
        });
    }

    fn word(&mut self, text: String) -> Option<u32> {
        if let Some(known) = self.by_text.get(&text) {
            return Some(*known);
        }
        let number = u32::try_from(self.words.len()).ok()?;
        self.by_text.insert(text.clone(), number);
        self.words.push(Word {
            text,
            ..Word::default()
        });
        Some(number)
    }

    /// What can be told only when all names are known: how rare each word is.
    fn finish(&mut self) {
        let all = self.list.len();
        for word in &mut self.words {
            word.weight = letters(&word.text) * rarity(all, word.names.len());
        }
        for name in &mut self.list {
            name.weight = name
                .words
                .iter()
                .filter_map(|word| self.words.get(*word as usize))
                .map(|w| w.weight)
                .sum();
        }
        let mut texts: Vec<(&str, u32)> = self
            .by_text
            .iter()
            .map(|(text, word)| (text.as_str(), *word))
            .collect();
        texts.sort_unstable();
        self.forwards = texts.iter().map(|(_, word)| *word).collect();
        self.backwards = texts
            .iter()
            .map(|(text, word)| (text.chars().rev().collect(), *word))
            .collect();
        self.backwards.sort_unstable();
    }

    /// The customer whose name is nearest, and how near the next one's is.
    pub fn find(&self, name: &str) -> Found {
        let asked = Words::of(name);
        let known: Vec<Option<u32>> = asked
            .each
            .iter()
            .map(|word| self.by_text.get(word).copied())
            .collect();
        let weighted: Vec<Weighted<'_>> = asked
            .each
            .iter()
            .zip(&known)
            .map(|(word, known)| self.weigh(word, *known))
            .collect();
        let mut meant: Vec<u32> = known.iter().flatten().copied().collect();
        for (word, _) in asked
            .each
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none())
        {
            meant.extend(self.misspelt(word));
        }
        if asked.is_cut
            && let Some(last) = asked.each.last()
        {
            meant.extend(self.beginning_with(last));
        }
        meant.sort_unstable();
        meant.dedup();
        let (candidates, is_part) = self.candidates(&meant);
        let total: u64 = weighted.iter().map(|word| word.weight).sum();
        let mut near: Vec<u32> = self.nearest(candidates, &meant, total);
        let squeezed = self
            .by_squeezed
            .get(&asked.squeezed())
            .map_or(&[][..], Vec::as_slice);
        near.extend(squeezed.iter().take(COMPARED));
        let mut found = Found::default();
        for number in near {
            let Some(candidate) = self.list.get(number as usize) else {
                continue;
            };
            let words: Vec<Weighted<'_>> = self.weighted(candidate).collect();
            let is_cut = asked.is_cut_of(&candidate.full);
            let percent = at_least(
                percent(&weighted, &words),
                is_cut,
                squeezed.contains(&number),
            );
            found.consider(candidate.customer, percent);
        }
        // Names that were not read may be as near.
        if is_part && let Some((_, best)) = found.best {
            found.next = best;
        }
        found
    }

    fn weigh<'a>(&self, word: &'a str, known: Option<u32>) -> Weighted<'a> {
        let known = known.and_then(|known| self.words.get(known as usize));
        let weight = known.map_or_else(
            || letters(word) * rarity(self.list.len(), 1),
            |known| known.weight,
        );
        Weighted { word, weight }
    }

    fn weighted<'a>(&'a self, name: &'a Name) -> impl Iterator<Item = Weighted<'a>> {
        let words = name
            .words
            .iter()
            .filter_map(|word| self.words.get(*word as usize));
        words.map(|word| Weighted {
            word: &word.text,
            weight: word.weight,
        })
    }

    /// Names with these words, the rarest word's first; and whether some were left out that may matter.
    fn candidates(&self, meant: &[u32]) -> (Vec<u32>, bool) {
        let mut lists: Vec<&[u32]> = meant
            .iter()
            .filter_map(|word| self.words.get(*word as usize))
            .map(|word| word.names.as_slice())
            .collect();
        lists.sort_by_key(|list| list.len());
        let mut candidates: Vec<u32> = Vec::new();
        let mut is_part = false;
        for (nth, list) in lists.into_iter().enumerate() {
            if nth == 0 {
                is_part = list.len() > LONGEST_LIST;
            } else if candidates.len() + list.len() > ENOUGH {
                break;
            }
            candidates.extend(list.iter().take(LONGEST_LIST));
        }
        candidates.sort_unstable();
        candidates.dedup();
        (candidates, is_part)
    }

    /// Those that share most with the words meant, for their size.
    fn nearest(&self, candidates: Vec<u32>, meant: &[u32], total: u64) -> Vec<u32> {
        let shared = |number: u32| {
            let name = self.list.get(number as usize)?;
            let words = name.words.iter().filter(|word| meant.contains(word));
            let shared: u64 = words
                .filter_map(|word| self.words.get(*word as usize))
                .map(|word| word.weight)
                .sum();
            (shared * 2_000).checked_div(total + name.weight)
        };
        let mut ranked: Vec<(u64, u32)> = candidates
            .into_iter()
            .map(|number| (u64::MAX - shared(number).unwrap_or_default(), number))
            .collect();
        if ranked.len() > COMPARED {
            ranked.select_nth_unstable(COMPARED);
            ranked.truncate(COMPARED);
        }
        ranked.into_iter().map(|(_, number)| number).collect()
    }

    /// Known words that a word may be a slip for: either its first half or its second is right.
    fn misspelt(&self, word: &str) -> Vec<u32> {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < 5 {
            return Vec::new();
        }
        let half = letters.len() / 2;
        let front: String = letters[..half].iter().collect();
        let behind: String = letters[half + 1..].iter().rev().collect();
        let is_slip = |number: &u32| {
            self.words
                .get(*number as usize)
                .is_some_and(|other| is_one_slip(word, &other.text))
        };
        let mut found: Vec<u32> = self
            .beginning_with(&front)
            .into_iter()
            .filter(is_slip)
            .collect();
        let start = self
            .backwards
            .partition_point(|(text, _)| text.as_str() < behind.as_str());
        let alike = self.backwards[start..]
            .iter()
            .take(NEIGHBOURS)
            .take_while(|(text, _)| text.starts_with(&behind));
        found.extend(alike.map(|(_, number)| *number).filter(is_slip));
        found
    }

    fn beginning_with(&self, front: &str) -> Vec<u32> {
        let text = |number: &u32| {
            self.words
                .get(*number as usize)
                .map_or("", |word| word.text.as_str())
        };
        let start = self.forwards.partition_point(|number| text(number) < front);
        let alike = self.forwards[start..].iter().take(NEIGHBOURS);
        alike
            .take_while(|number| text(number).starts_with(front))
            .copied()
            .collect()
    }
}

impl Found {
    fn consider(&mut self, customer: CustomerId, percent: u8) {
        match self.best {
            Some((best, known)) if best == customer => self.best = Some((best, known.max(percent))),
            Some((best, known)) if (percent, best) > (known, customer) => {
                self.next = self.next.max(known);
                self.best = Some((customer, percent));
            }
            Some(_) => self.next = self.next.max(percent),
            None if percent > 0 => self.best = Some((customer, percent)),
            None => {}
        }
    }
}

/// How much more a word tells than one that every name has: a step for each halving.
fn rarity(all: usize, with_it: usize) -> u64 {
    let times = (all / with_it.max(1)).max(1);
    u64::from(times.ilog2()) + 1
}
