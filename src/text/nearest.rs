//! Fuzzy search: what is most like a few letters, the best first.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The indices of the texts that a pattern finds, the best first; all in order if it is empty.
pub fn nearest(pattern: &str, texts: impl Iterator<Item = impl AsRef<str>>) -> Vec<u32> {
    let pattern = Pattern::parse(pattern, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut wide = Vec::new();
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (index, text) in (0_u32..).zip(texts) {
        if let Some(score) = pattern.score(Utf32Str::new(text.as_ref(), &mut wide), &mut matcher) {
            found.push((score, index));
        }
    }
    found.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
    found.into_iter().map(|(_, index)| index).collect()
}
