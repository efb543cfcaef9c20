//! Fuzzy search: what is most like a few letters, the best first.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The indices of the texts that a pattern finds, the best first; all in order if it is empty.
pub fn nearest(pattern: &str, texts: impl Iterator<Item = impl AsRef<str>>) -> Vec<u32> {
    nearest_of(pattern, (0_u32..).zip(texts))
}

/// The same of texts with their indices.
pub fn nearest_of(pattern: &str, texts: impl Iterator<Item = (u32, impl AsRef<str>)>) -> Vec<u32> {
    let pattern = Pattern::parse(pattern, CaseMatching::Ignore, Normalization::Smart);
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

/// What a pattern says of where and whether: not, at the beginning, at the end, as it stands, and what takes that back.
const SIGNS: [char; 5] = ['!', '^', '$', '\'', '\\'];

/// Which letters and digits a text has: what lacks one of a pattern is not found by it, and need not be searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Letters(u64);

impl Letters {
    /// Of a text that is searched. One beyond ASCII may have any: the search compares without its signs.
    pub fn of(text: &str) -> Self {
        if text.is_ascii() {
            Self(bits(text))
        } else {
            Self(u64::MAX)
        }
    }

    /// Of a pattern: those that a text must have. One with a sign of the search in it means something else by it.
    pub fn wanted(pattern: &str) -> Self {
        let plain = |c: char| c.is_ascii() && !SIGNS.contains(&c);
        if pattern.chars().all(plain) {
            Self(bits(pattern))
        } else {
            Self(0)
        }
    }

    /// Whether all of the others are among these.
    pub fn have(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}

fn bits(text: &str) -> u64 {
    text.bytes()
        .fold(0, |bits, byte| match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => bits | 1 << (letter - b'a'),
            digit @ b'0'..=b'9' => bits | 1 << (26 + digit - b'0'),
            _ => bits,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_lacks_a_letter_would_not_have_been_found(
            texts in prop::collection::vec("[ab1åé@ \n]{0,8}", 0..8),
            pattern in "[ab1å!^'$@. ]{0,4}",
        ) {
            let wanted = Letters::wanted(&pattern);
            let some = (0_u32..).zip(&texts).filter(|(_, text)| Letters::of(text).have(wanted));
            prop_assert_eq!(nearest_of(&pattern, some), nearest(&pattern, texts.iter()));
        }
    }
}
