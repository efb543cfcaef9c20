//! A text cut into words, digits, blanks and marks. Everything else reads these, never characters.

use crate::domain::fold::fold;

/// Characters of a text that are read; bank texts have some hundred.
const LONGEST: usize = 100_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Letters, also figures of other scripts.
    Word,
    /// The digits 0 to 9.
    Number,
    Space,
    /// One other character.
    Mark(char),
}

#[derive(Clone, Copy, Debug)]
struct Atom {
    kind: Kind,
    start: usize,
    end: usize,
}

/// Positions are atoms, counted from 0; beyond the end there is nothing, never a fault.
pub(super) struct Atoms<'t> {
    text: &'t str,
    list: Vec<Atom>,
}

impl<'t> Atoms<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut atoms: Vec<Atom> = Vec::new();
        for (start, c) in text.char_indices().take(LONGEST) {
            let kind = kind(c);
            let end = start + c.len_utf8();
            match atoms.last_mut() {
                Some(last) if last.kind == kind && !matches!(kind, Kind::Mark(_)) => last.end = end,
                _ => atoms.push(Atom { kind, start, end }),
            }
        }
        Self { text, list: atoms }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Word)
    }

    pub fn is_space(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Space)
    }

    /// Letters or digits: what may not stand glued to a whole number.
    pub fn is_token(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Word | Kind::Number))
    }

    pub fn number(&self, at: usize) -> Option<&'t str> {
        (self.kind(at) == Some(Kind::Number)).then(|| self.written(at, at + 1))
    }

    /// A number of so many digits.
    pub fn number_of(&self, at: usize, digits: usize) -> Option<&'t str> {
        self.number(at).filter(|number| number.len() == digits)
    }

    /// A word, folded.
    pub fn word(&self, at: usize) -> Option<String> {
        // No word that is known is longer.
        let is_short = |word: &&str| word.len() <= 40;
        let word = self.is_word(at).then(|| self.written(at, at + 1))?;
        Some(Some(word).filter(is_short).map(fold).unwrap_or_default())
    }

    pub fn mark(&self, at: usize) -> Option<char> {
        match self.kind(at)? {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// The position behind a blank, if there is one here.
    pub fn past_space(&self, at: usize) -> usize {
        at + usize::from(self.is_space(at))
    }

    /// The text of the atoms from `from` up to `to`.
    pub fn written(&self, from: usize, to: usize) -> &'t str {
        let (start, end) = self.bytes(from, to);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Where that text stands.
    pub fn bytes(&self, from: usize, to: usize) -> (usize, usize) {
        let start = self.list.get(from).map_or(self.text.len(), |a| a.start);
        let last = to.checked_sub(1).and_then(|last| self.list.get(last));
        (start, last.map_or(start, |a| a.end).max(start))
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.list.get(at).map(|atom| atom.kind)
    }
}

fn kind(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Number
    } else if c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}') {
        Kind::Word
    } else if c.is_whitespace() {
        Kind::Space
    } else {
        Kind::Mark(c)
    }
}
