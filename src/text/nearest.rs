//! Fuzzy search: what is most like a few letters, the best first.
//!
//! Over a hundred thousand names almost any few letters are scattered, and nobody means those. So among names a word
//! begins where a word of the name does: `nrdbygg` finds "Nordlys Bygg AS". A short one is found whole or by what words
//! begin with, and not over gaps: `nba` and `nas` find "Nordlys Bygg AS", `nas` not "Nilsen & Aas". What is left is few
//! enough to be ranked within a frame; what is like more than that is like anything.

use memchr::{memchr, memchr_iter, memmem};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::fold::fold;

/// Bytes of a word that is short.
const SHORT: usize = 3;
/// Names that are ranked by one word, the first of them; by several words fewer.
const RANKED: usize = 5_000;

/// The indices of the texts that a pattern finds, the best first; all in order if it is empty.
pub fn nearest(pattern: &str, texts: impl Iterator<Item = impl AsRef<str>>) -> Vec<u32> {
    ranked(pattern, (0_u32..).zip(texts))
}

/// The same among many names, which are folded; at most so many, unless the pattern is empty.
pub fn nearest_names<'t>(
    pattern: &str,
    names: impl Iterator<Item = &'t str>,
    most: usize,
) -> Vec<u32> {
    let folded = fold(pattern);
    if folded.trim().is_empty() {
        return (0_u32..).zip(names).map(|(index, _)| index).collect();
    }
    let words: Vec<Word<'_>> = folded.split_whitespace().map(Word::of).collect();
    let likely = (0_u32..)
        .zip(names)
        .filter(|(_, name)| words.iter().all(|word| word.may_mean(name.as_bytes())));
    let mut found = ranked(&folded, likely.take(RANKED / words.len()));
    found.truncate(most);
    found
}

fn ranked(pattern: &str, texts: impl Iterator<Item = (u32, impl AsRef<str>)>) -> Vec<u32> {
    // Signs of a search language mean themselves.
    let (case, letters) = (CaseMatching::Ignore, Normalization::Smart);
    let pattern = Pattern::new(pattern, case, letters, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut wide = Vec::new();
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (index, text) in texts {
        if let Some(score) = pattern.score(Utf32Str::new(text.as_ref(), &mut wide), &mut matcher) {
            found.push((score, index));
        }
    }
    found.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
    found.into_iter().map(|(_, index)| index).collect()
}

/// A word that is looked for among names.
struct Word<'p> {
    bytes: &'p [u8],
    /// By byte: where in a short word it stands, a bit for each place, the lowest left out.
    places: [u8; 256],
    whole: memmem::Finder<'p>,
}

impl<'p> Word<'p> {
    fn of(word: &'p str) -> Self {
        let mut places = [0; 256];
        for (place, byte) in (1..=SHORT).zip(word.bytes()) {
            places[usize::from(byte)] |= 1 << place;
        }
        Self {
            bytes: word.as_bytes(),
            places,
            whole: memmem::Finder::new(word),
        }
    }

    /// Whether somebody may mean a name by it. It says yes to few of many, and costs little.
    fn may_mean(&self, name: &[u8]) -> bool {
        if self.bytes.len() <= SHORT {
            // What says no costs little.
            return stand_in(self.bytes, name)
                && (self.whole.find(name).is_some() || self.is_of_beginnings(name));
        }
        let Some((first, rest)) = self.bytes.split_first() else {
            return true;
        };
        let mut beginnings = memchr_iter(*first, name).filter(|at| begins_word(name, *at));
        beginnings
            .next()
            .is_some_and(|at| stand_in(rest, &name[at + 1..]))
    }

    /// Whether it falls into pieces with each of which a word of the name begins, in their order.
    fn is_of_beginnings(&self, name: &[u8]) -> bool {
        // By their lengths, a bit for each: the parts of it that were found, and those that end right here.
        let (mut found, mut here) = (1_u8, 0_u8);
        for (at, byte) in name.iter().enumerate() {
            let before = if begins_word(name, at) {
                here | found
            } else {
                here
            };
            here = (before << 1) & self.places[usize::from(*byte)];
            found |= here;
        }
        found & (1 << self.bytes.len()) != 0
    }
}

/// Whether the letters stand in a text in their order.
fn stand_in(letters: &[u8], text: &[u8]) -> bool {
    let mut left = text;
    letters.iter().all(|letter| {
        let found = memchr(*letter, left);
        found.is_some_and(|at| {
            left = &left[at + 1..];
            true
        })
    })
}

/// Whether no letter or digit stands before a place; all beyond ASCII are letters.
fn begins_word(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| text[before]);
    before.is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'t>(pattern: &str, names: &[&'t str]) -> Vec<&'t str> {
        let indices = nearest_names(pattern, names.iter().copied(), usize::MAX).into_iter();
        indices.map(|index| names[index as usize]).collect()
    }

    #[test]
    fn a_word_begins_where_a_word_of_the_name_does() {
        let names = [
            "hansen rorledning",
            "sundby gardsdrift",
            "bord nord",
            "nordlys bygg as",
        ];
        assert_eq!(found("nrdbygg", &names), ["nordlys bygg as"]);
        assert_eq!(found("Nørd by", &names), ["nordlys bygg as"]);
        assert_eq!(found("nord", &names), ["bord nord", "nordlys bygg as"]);
        assert_eq!(found("", &names), names);
        assert!(found("ndby", &names[..2]).is_empty());
        assert!(found("nordx", &names).is_empty());
    }

    #[test]
    fn a_short_word_is_not_scattered_over_a_name() {
        let names = ["hansen & sonn", "nordlys bygg as", "nilsen & aas", "nes as"];
        assert_eq!(found("nas", &names), ["nes as", "nordlys bygg as"]);
        assert_eq!(found("nba", &names), ["nordlys bygg as"]);
        assert_eq!(found("aas", &names), ["nilsen & aas"]);
        assert_eq!(found("son", &names), ["hansen & sonn"]);
        assert!(found("hsn", &names[1..]).is_empty());
    }

    #[test]
    fn of_what_is_like_everything_the_first_are_ranked() {
        let name = |at| {
            if at < 2 * RANKED {
                "nordlys bygg as"
            } else {
                "nas"
            }
        };
        let names = (0..=2 * RANKED).map(name);
        assert_eq!(nearest_names("nas", names, 3), [0, 1, 2]);
        let all = nearest_names(" ", (0..=2 * RANKED).map(name), 3);
        assert_eq!(all.len(), 2 * RANKED + 1);
    }

    #[test]
    fn signs_mean_themselves() {
        let names = ["c!rcus as", "hansen"];
        assert_eq!(found("c!rcus", &names), ["c!rcus as"]);
        assert!(found("!hansen", &names).is_empty());
        assert_eq!(nearest("^han", names.iter()), [] as [u32; 0]);
    }

    /// The pieces of a word, by trying all.
    fn falls(word: &[u8], name: &[u8], from: usize, run: bool) -> bool {
        let Some((first, rest)) = word.split_first() else {
            return true;
        };
        (from..name.len()).any(|at| {
            let may_stand = begins_word(name, at) || (run && at == from);
            name[at] == *first && may_stand && falls(rest, name, at + 1, true)
        })
    }

    proptest! {
        #[test]
        fn pieces_are_found_however_they_lie(word in "[abc]{1,3}", name in "[abc ]{0,10}") {
            let known = Word::of(&word).is_of_beginnings(name.as_bytes());
            prop_assert_eq!(known, falls(word.as_bytes(), name.as_bytes(), 0, false));
        }

        #[test]
        fn what_has_it_whole_at_the_beginning_of_a_word_is_found(
            word in "[abcå]{1,6}",
            before in "[abc]{0,4}",
            behind in "[abc ]{0,4}",
        ) {
            let name = fold(&format!("{before} {word}{behind}"));
            prop_assert_eq!(nearest_names(&word, [name.as_str()].into_iter(), 1), [0]);
        }

        #[test]
        fn anything_typed_is_answered(pattern in "\\PC{0,80}", name in "\\PC{0,80}") {
            let _ = nearest_names(&pattern, [name.as_str()].into_iter(), 5);
        }
    }
}
