//! The texts of all rows in one piece: a word is looked for in all of them at once, by a search that reads sixteen
//! letters at a time, and costs a keystroke in a hundred thousand rows a millisecond or two. Who types changes one word
//! of several: what was found of the others is kept.

use std::collections::HashMap;
use std::iter::once;
use std::sync::Arc;

use memchr::memchr;
use memchr::memmem::Finder;

/// Stands between texts, so that no word is found across two; control characters never come into the ledger.
const BETWEEN: char = '\u{1}';
/// The same as it is written.
const END: u8 = 1;
/// Words of which is kept what was found.
const KEPT: usize = 16;

/// Rows of texts, folded.
#[derive(Clone, Default, Debug)]
pub struct Haystack {
    text: String,
    /// Where each row ends, what stands behind its last text included.
    ends: Vec<usize>,
    /// By word, while the rows are the same.
    found: HashMap<String, Arc<[bool]>>,
}

impl Haystack {
    pub fn push(&mut self, texts: &[&str]) {
        for text in texts {
            self.text.push_str(text);
            self.text.push(BETWEEN);
        }
        self.ends.push(self.text.len());
        self.found.clear();
    }

    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.found.clear();
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: usize) {
        let Some(end) = self.ends.get(row).copied() else {
            return;
        };
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.replace_range(start..end, "");
        self.ends.remove(row);
        for later in &mut self.ends[row..] {
            *later -= end - start;
        }
        self.found.clear();
    }

    /// Row by row, the first of its texts.
    pub fn firsts(&self) -> impl Iterator<Item = &str> {
        let starts = once(0).chain(self.ends.iter().copied());
        let rows = starts
            .zip(&self.ends)
            .map(|(start, end)| &self.text[start..*end]);
        rows.map(|row| &row[..memchr(END, row.as_bytes()).unwrap_or_default()])
    }

    /// Row by row, whether one of its texts has the word, folded, in it.
    pub fn has(&mut self, word: &str) -> Arc<[bool]> {
        if let Some(known) = self.found.get(word) {
            return Arc::clone(known);
        }
        let found: Arc<[bool]> = self.search(word).into();
        if self.found.len() >= KEPT {
            self.found.clear();
        }
        self.found.insert(word.to_owned(), Arc::clone(&found));
        found
    }

    fn search(&self, word: &str) -> Vec<bool> {
        let mut found = vec![word.is_empty(); self.ends.len()];
        if word.is_empty() || word.contains(BETWEEN) {
            return found;
        }
        let finder = Finder::new(word);
        let text = self.text.as_bytes();
        let (mut row, mut from) = (0, 0);
        while let Some(at) = finder.find(&text[from..]) {
            // They come in order: the row is never far.
            row += self.ends[row..]
                .iter()
                .take_while(|end| **end <= from + at)
                .count();
            found[row] = true;
            from = self.ends[row];
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn haystack(rows: &[Vec<String>]) -> Haystack {
        let mut haystack = Haystack::default();
        for row in rows {
            let texts: Vec<&str> = row.iter().map(String::as_str).collect();
            haystack.push(&texts);
        }
        haystack
    }

    proptest! {
        #[test]
        fn a_word_is_found_in_the_rows_that_have_it_and_in_no_other(
            rows in prop::collection::vec(prop::collection::vec("[abå]{0,6}", 0..4), 0..8),
            word in "[abå]{0,3}",
            gone in 0_usize..8,
        ) {
            let plain = |rows: &[Vec<String>]| -> Vec<bool> {
                let has = |row: &Vec<String>| word.is_empty() || row.iter().any(|text| text.contains(&word));
                rows.iter().map(has).collect()
            };
            let mut all = haystack(&rows);
            let wanted: Arc<[bool]> = plain(&rows).into();
            prop_assert_eq!(&all.has(&word), &wanted);
            prop_assert_eq!(&all.has(&word), &wanted, "the same once more");
            let firsts: Vec<&str> = rows.iter().map(|row| row.first().map_or("", String::as_str)).collect();
            prop_assert_eq!(all.firsts().collect::<Vec<_>>(), firsts);
            all.remove(gone);
            let mut rows = rows;
            if gone < rows.len() {
                rows.remove(gone);
            }
            prop_assert_eq!(all.has(&word).to_vec(), plain(&rows));
        }
    }
}
