//! What is hardest to look for: patterns that no row contains and whose letters stand, in their order, in as many rows as
//! can be. They are found by trying all there are on the rows, so that no lucky one is measured.

use std::cmp::Reverse;
use std::collections::HashSet;

const SIGNS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
/// Rows that a pattern is tried on.
const SAMPLE: usize = 500;
/// Patterns that grow by one more letter.
const KEPT: usize = 40;
/// Up to here a pattern is looked for in all rows; a longer one begins with one that is in none.
const SOUGHT: usize = 3;
const LONGEST: usize = 7;

/// The worst of two letters and more, so many of each length. The rows are folded.
pub fn patterns(rows: &[String], each: usize) -> Vec<String> {
    let every = rows.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<&str> = rows
        .iter()
        .step_by(every)
        .map(|row| row.lines().next().unwrap_or_default())
        .collect();
    let rare =
        |pattern: &Vec<u8>| Reverse(sample.iter().filter(|name| fits(pattern, name)).count());
    let mut found = Vec::new();
    let mut shorter: Vec<Vec<u8>> = longer(&[Vec::new()]);
    for length in 2..=LONGEST {
        let mut patterns = longer(&shorter);
        shorter.clear();
        if length < SOUGHT {
            shorter.clone_from(&patterns);
        }
        if length <= SOUGHT {
            let known: HashSet<&[u8]> = rows
                .iter()
                .flat_map(|row| row.as_bytes().windows(length))
                .collect();
            patterns.retain(|pattern| !known.contains(pattern.as_slice()));
        }
        patterns.sort_by_cached_key(rare);
        patterns.truncate(KEPT);
        let worst = patterns.iter().take(each);
        found.extend(worst.filter_map(|pattern| String::from_utf8(pattern.clone()).ok()));
        if length >= SOUGHT {
            shorter = patterns;
        }
    }
    found
}

/// All that are one letter longer.
fn longer(patterns: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let more = patterns.iter().flat_map(|pattern| {
        let signs = SIGNS.iter();
        signs.map(|sign| [pattern.as_slice(), &[*sign]].concat())
    });
    more.collect()
}

/// Whether the letters stand in the name in their order.
fn fits(pattern: &[u8], name: &str) -> bool {
    let mut left = name.bytes();
    pattern
        .iter()
        .all(|letter| left.any(|byte| byte == *letter))
}
