//! A name as it is compared: folded words, legal forms left out, in any order.

use super::fold::fold;

/// Characters of a name that are read, and words.
const LONGEST: usize = 200;
const MOST_WORDS: usize = 16;

/// Where banks cut names off.
const CUTS: [usize; 5] = [18, 24, 27, 32, 35];

/// Forms of companies in the Nordic countries and some beyond, folded and without marks.
const LEGAL_FORMS: &[&str] = &[
    "ab", "publ", "as", "asa", "aps", "is", "ks", "ps", "oy", "oyj", "abp", "hb", "kb", "enk",
    "ans", "da", "sa", "ba", "nuf", "amba", "ivs", "sf", "ky", "ay", "ry", "tmi", "gmbh", "ag",
    "kg", "ug", "ltd", "limited", "llc", "plc", "inc", "bv", "nv",
];

/// Words that many names share or leave out.
const LIGHT: &[&str] = &[
    "co", "sonn", "sonner", "son", "soner", "sons", "og", "och", "and", "und", "ja", "the", "i",
    "av", "of", "norge", "norway", "norsk", "norske", "sverige", "sweden", "svensk", "svenska",
    "danmark", "denmark", "dansk", "danske", "finland", "suomi", "nordic", "holding", "group",
    "gruppen", "avd", "avdeling", "filial",
];

pub struct Words {
    /// Each word once, without legal forms; these alone are kept when there is nothing else.
    pub each: Vec<String>,
    /// All of it in its order, parted by blanks.
    pub full: String,
    /// The bank may have cut it off.
    pub is_cut: bool,
}

impl Words {
    pub fn of(name: &str) -> Self {
        let name: String = name.trim().chars().take(LONGEST).collect();
        let length = name.chars().count();
        let (mut words, mut forms) = (Vec::new(), Vec::new());
        let mut full: Vec<String> = Vec::new();
        for chunk in fold(&name).split_whitespace() {
            // "A/S" and "(publ)" are forms, "Hansen/Olsen" two words.
            let bare: String = chunk.chars().filter(|c| c.is_alphanumeric()).collect();
            let parts: Vec<&str> = if is_legal_form(&bare) {
                vec![&bare]
            } else {
                chunk
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|part| !part.is_empty())
                    .collect()
            };
            for part in parts {
                let word = one_spelling(part);
                let list = if is_legal_form(&word) {
                    &mut forms
                } else {
                    &mut words
                };
                if list.len() < MOST_WORDS && !list.contains(&word) {
                    list.push(word.clone());
                }
                full.push(word);
            }
        }
        // What ends in its legal form is whole; a blank may have stood where it was cut.
        let is_whole = full.last().is_none_or(|last| is_legal_form(last));
        let is_cut = !is_whole && CUTS.iter().any(|cut| length == *cut || length + 1 == *cut);
        if words.is_empty() {
            words = forms;
        }
        Self {
            each: words,
            full: full.join(" "),
            is_cut,
        }
    }

    /// All words as one: "Nord Bygg" and "Nordbygg".
    pub fn squeezed(&self) -> String {
        self.each.concat()
    }

    /// Whether this is what a cut left of another name.
    pub fn is_cut_of(&self, other: &str) -> bool {
        self.is_cut && other.len() > self.full.len() && other.starts_with(&self.full)
    }
}

/// A name as two spellings of it are compared: folded, without its legal form, its words in one order.
pub fn key(name: &str) -> String {
    let mut each = Words::of(name).each;
    each.sort_unstable();
    each.join(" ")
}

fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.contains(&word)
}

/// How much a word tells by itself: four for each letter, and a light one as half a letter.
pub fn letters(word: &str) -> u64 {
    if LIGHT.contains(&word) {
        return 2;
    }
    4 * word.chars().count().min(12) as u64
}

/// å, ä and ö are written aa, ae and oe where a keyboard has none.
fn one_spelling(word: &str) -> String {
    let mut spelling = String::with_capacity(word.len());
    for c in word.chars() {
        let last = spelling.chars().next_back();
        let is_written_out = matches!((last, c), (Some('a'), 'a' | 'e') | (Some('o' | 'u'), 'e'));
        if !is_written_out {
            spelling.push(c);
        }
    }
    spelling
}
