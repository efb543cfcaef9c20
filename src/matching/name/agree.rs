//! How far two names agree, in percent of their letters.

use std::cmp::Reverse;

use crate::domain::name::{Words, letters};

/// A cut name may be that of a longer one.
const CUT: u8 = 95;
/// The same letters, other blanks.
const SQUEEZED: u8 = 97;

/// A word and what it counts for.
#[derive(Clone, Copy)]
pub(super) struct Weighted<'a> {
    pub word: &'a str,
    pub weight: u64,
}

/// How far two names agree: 0 to 100. Case, marks, legal forms and the order of the words do not matter.
pub fn agree(a: &str, b: &str) -> u8 {
    let (a, b) = (Words::of(a), Words::of(b));
    let percent = percent(&weighted(&a), &weighted(&b));
    let is_cut = a.is_cut_of(&b.full) || b.is_cut_of(&a.full);
    let is_squeezed = !a.each.is_empty() && a.squeezed() == b.squeezed();
    at_least(percent, is_cut, is_squeezed)
}

/// The percentage, where letters alone say less than they should.
pub(super) fn at_least(percent: u8, is_cut: bool, is_squeezed: bool) -> u8 {
    let cut = if is_cut { CUT } else { 0 };
    let squeezed = if is_squeezed { SQUEEZED } else { 0 };
    percent.max(cut).max(squeezed)
}

fn weighted(name: &Words) -> Vec<Weighted<'_>> {
    let words = name.each.iter();
    words
        .map(|word| Weighted {
            word,
            weight: letters(word),
        })
        .collect()
}

/// Words that the other name has too, and others.
type Parted<'a, 'w> = (Vec<&'a Weighted<'w>>, Vec<&'a Weighted<'w>>);

/// The share of both names' weight that the other name has too.
pub(super) fn percent(a: &[Weighted<'_>], b: &[Weighted<'_>]) -> u8 {
    let total: u64 = a.iter().chain(b).map(|word| word.weight).sum();
    // A name has each word once.
    let in_both = |word: &&Weighted<'_>, others: &[Weighted<'_>]| {
        others.iter().any(|other| other.word == word.word)
    };
    let (same_a, of_a): Parted<'_, '_> = a.iter().partition(|word| in_both(word, b));
    let (same_b, of_b): Parted<'_, '_> = b.iter().partition(|word| in_both(word, a));
    let mut matched: u64 = same_a.iter().chain(&same_b).map(|word| word.weight).sum();
    matched += likest(&of_a, &of_b);
    (matched * 100)
        .checked_div(total)
        .and_then(|percent| u8::try_from(percent).ok())
        .unwrap_or_default()
}

/// The weight of pairs that are not the same: slips, initials and abbreviations, the best first.
fn likest(a: &[&Weighted<'_>], b: &[&Weighted<'_>]) -> u64 {
    let mut pairs: Vec<(u64, &str, &str)> = Vec::new();
    for word in a {
        for other in b {
            let (part, whole) = likeness(word.word, other.word);
            if part > 0 {
                let weight = (word.weight + other.weight) * part / whole;
                pairs.push((weight, word.word, other.word));
            }
        }
    }
    // Of equal weight in an order that is the same whichever name came first.
    pairs.sort_unstable_by_key(|(weight, word, other)| {
        (Reverse(*weight), *word.min(other), *word.max(other))
    });
    let mut taken: Vec<&str> = Vec::new();
    let mut matched = 0;
    for (weight, word, other) in pairs {
        if !taken.contains(&word) && !taken.contains(&other) {
            taken.extend([word, other]);
            matched += weight;
        }
    }
    matched
}

/// How alike two different words are, as part and whole.
fn likeness(a: &str, b: &str) -> (u64, u64) {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (length, longer) = (short.chars().count() as u64, long.chars().count() as u64);
    if length >= 5 && is_one_slip(short, long) {
        return (length - 1, length);
    }
    match (long.starts_with(short), length) {
        (false, _) | (_, 0 | 2 | 3) => (0, 1),
        // An initial.
        (true, 1) => (1, 2),
        (true, _) => (length, longer),
    }
}

/// Whether one letter is missing, too many, another, or two stand in each other's place.
pub(super) fn is_one_slip(a: &str, b: &str) -> bool {
    // A letter is of four bytes at the most.
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let begins = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    let front: usize = begins.map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (&a[front..], &b[front..]);
    let ends = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(a, b)| a == b);
    let behind: usize = ends.map(|(a, _)| a.len_utf8()).sum();
    let (mut a, mut b) = (a[..a.len() - behind].chars(), b[..b.len() - behind].chars());
    match (
        (a.next(), a.next(), a.next()),
        (b.next(), b.next(), b.next()),
    ) {
        ((_, None, _), (_, None, _)) => true,
        ((first, second, None), (other, another, None)) => first == another && second == other,
        _ => false,
    }
}
