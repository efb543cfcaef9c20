//! Files that overlap: lines without an identity of the bank's are the same when they stand in the same order in
//! both. A single equal line proves nothing; a row of them does.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::id::FileId;
use crate::domain::intake::Place;

/// Different lines that two files must share, in order, to be taken for overlapping.
const LEAST: usize = 2;

/// Equal lines that are compared one by one; a line that stands more often in both proves nothing.
const MOST_PAIRS: usize = 10_000;

/// Where the ledger's lines of a fingerprint stand.
type Places = HashMap<i64, Vec<Place>>;

/// How a file overlaps those that were taken in before it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Overlap {
    /// Rows of the new file that an earlier one has, by their number in the file.
    pub known: HashSet<u64>,
    /// The earlier files: what else of theirs is equal to a new line is other money.
    pub files: HashSet<FileId>,
}

/// `lines` are the new file's fingerprints, each with its row's number, in order; `places` where the ledger's lines of the
/// same fingerprint stand.
pub fn overlap(lines: &[(i64, u64)], places: &Places) -> Overlap {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for (print, _) in lines {
        *counts.entry(*print).or_default() += 1;
    }
    // By earlier file: the new line's index and the earlier line's place.
    let mut pairs: BTreeMap<FileId, Vec<(usize, i64)>> = BTreeMap::new();
    for (index, (print, _)) in lines.iter().enumerate() {
        let stored = places.get(print).map_or(&[][..], Vec::as_slice);
        if stored.len() * counts[print] > MOST_PAIRS {
            continue;
        }
        for place in stored {
            if let Some(file) = place.file {
                pairs.entry(file).or_default().push((index, place.order));
            }
        }
    }
    let mut found = Overlap::default();
    for (file, pairs) in pairs {
        let forwards = longest_rise(pairs.clone());
        // Banks list the newest line first or last, and some let the user choose.
        let backwards = longest_rise(pairs.iter().map(|(index, line)| (*index, -line)).collect());
        let run = if backwards.len() > forwards.len() {
            backwards
        } else {
            forwards
        };
        let different: HashSet<i64> = run.iter().map(|index| lines[*index].0).collect();
        if different.len() >= LEAST {
            found.files.insert(file);
            found
                .known
                .extend(run.into_iter().map(|index| lines[index].1));
        }
    }
    found
}

/// The longest row of pairs that rise in both, as the first numbers of its pairs.
fn longest_rise(mut pairs: Vec<(usize, i64)>) -> Vec<usize> {
    // With falling seconds for equal firsts no first can stand twice in a rise.
    pairs.sort_by_key(|(first, second)| (*first, std::cmp::Reverse(*second)));
    // The pair that ends the best rise of each length, and the pair before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, (_, second)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *second);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut rise = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(pair) = at {
        rise.push(pairs[pair].0);
        at = before[pair];
    }
    rise.reverse();
    rise
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as letters; a letter is its own fingerprint.
    fn lines(text: &str) -> Vec<(i64, u64)> {
        text.bytes()
            .zip(1..)
            .map(|(letter, line)| (i64::from(letter), line))
            .collect()
    }

    fn places(earlier: &str) -> HashMap<i64, Vec<Place>> {
        let mut places: HashMap<i64, Vec<Place>> = HashMap::new();
        for (print, line) in lines(earlier) {
            places.entry(print).or_default().push(Place {
                item: None,
                file: Some(FileId(1)),
                order: i64::try_from(line).unwrap(),
                own_account: None,
                balance: None,
            });
        }
        places
    }

    fn known(new: &str, earlier: &str) -> Vec<u64> {
        let mut known: Vec<u64> = overlap(&lines(new), &places(earlier))
            .known
            .into_iter()
            .collect();
        known.sort_unstable();
        known
    }

    #[test]
    fn the_shared_end_and_beginning_are_known() {
        assert_eq!(known("defghi", "abcdef"), [1, 2, 3]);
        assert_eq!(known("abcdef", "defghi"), [4, 5, 6]);
        assert_eq!(known("fedcba", "defghi"), [1, 2, 3]);
    }

    #[test]
    fn a_twin_beyond_the_overlap_is_other_money() {
        // The first half has "x" before the shared lines, the second one behind them.
        assert_eq!(known("cdexf", "axbcde"), [1, 2, 3]);
        assert_eq!(known("axbcde", "cdexf"), [4, 5, 6]);
        assert_eq!(known("xxy", "xy"), [2, 3]);
    }

    #[test]
    fn one_equal_line_proves_nothing() {
        assert_eq!(known("ab", "bc"), [] as [u64; 0]);
        assert_eq!(known("aab", "aac"), [] as [u64; 0]);
        assert_eq!(known("ab", "cd"), [] as [u64; 0]);
    }
}
