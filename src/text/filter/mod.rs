//! The filter language of both faces: `late:>30 amt:>10000 cust:äng open:>0 cur:EUR -word "two words" word`.
//!
//! All terms must hold; `-` before one turns it around. A word is looked for in everything that a row shows; one that
//! is a figure finds the row's amounts as well, with or without their decimals.
//! `late`, `amt` and `open` take `>`, `>=`, `<`, `<=`, `=` or nothing before a number, and `10..20`. Letters match
//! without regard to case and diacritics. `is` asks for a state (`is:held`), `tag` for a tag, `group` for a group.
//!
//! A filter is parsed once and asked of tens of thousands of rows within a frame, so rows bring their texts folded.

mod haystack;
mod parse;
mod state;
#[cfg(test)]
mod tests;

use std::ops::{Bound, RangeBounds};
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

pub use super::fold::fold;
pub use haystack::Haystack;
pub use state::{Labels, State, States};

/// What a filter can look at of a row. Texts are folded by `fold` beforehand, once per row and not per question.
#[derive(Clone, Copy, Default, Debug)]
pub struct Subject<'a> {
    /// Folded: whatever else a word is looked for in.
    pub words: &'a [&'a str],
    /// Folded: the document's number, where there is one.
    pub number: &'a str,
    /// Folded: the customer's name and number.
    pub customer: &'a str,
    /// Days past due.
    pub late: i64,
    pub amount: Decimal,
    pub open: Decimal,
    /// The ISO code as it is.
    pub currency: &'a str,
    pub states: States,
    /// Folded, a line end before each.
    pub tags: &'a str,
    /// Folded.
    pub group: &'a str,
}

impl Subject<'_> {
    /// Whether one of its amounts is this, or this and some decimals.
    fn has(&self, figure: Decimal) -> bool {
        let is_whole = figure.fract().is_zero();
        [self.amount, self.open].into_iter().any(|amount| {
            let amount = amount.abs();
            !amount.is_zero() && (amount == figure || is_whole && amount.trunc() == figure)
        })
    }
}

/// What a person asked to see.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Filter {
    /// The quickest to refuse a row first.
    terms: Vec<Term>,
}

/// Why a text is no filter, or not yet. Its sentence stands in the locale under `filter.<key>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum FilterFault {
    UnknownField { field: String, known: String },
    MissingValue { field: String },
    NotANumber { field: String, value: String },
    UnknownState { value: String, known: String },
    OpenQuote,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Term {
    negated: bool,
    test: Test,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Test {
    State(State),
    Currency(String),
    Number(Figure, Range),
    /// The beginning of a tag, after the end of the line before.
    Tag(String),
    Group(String),
    Customer(String),
    Word(String, Option<Decimal>),
}

/// A figure of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Figure {
    Late,
    Amount,
    Open,
}

type Range = (Bound<Decimal>, Bound<Decimal>);

impl Filter {
    pub fn parse(text: &str) -> Result<Self, FilterFault> {
        let mut terms = parse::terms(text)?;
        terms.sort_by_key(|term| term.test.cost());
        Ok(Self { terms })
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The words, where it asks for nothing else: what a fuzzy search could look for instead.
    pub fn plain_words(&self) -> Option<String> {
        let mut words = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            match &term.test {
                Test::Word(word, _) if !term.negated => words.push(word.as_str()),
                _ => return None,
            }
        }
        Some(words.join(" "))
    }

    /// Whether it asks for who is in that state, or for who is not.
    pub fn asks_for(&self, state: State) -> bool {
        let mut tests = self.terms.iter().map(|term| &term.test);
        tests.any(|test| *test == Test::State(state))
    }

    /// Row by row, whether it accepts it: the answers of `accepts`. The haystack has the texts in which a word is looked
    /// for; the subjects need not.
    pub fn sift<'a>(
        &self,
        haystack: &mut Haystack,
        subject: impl Fn(usize) -> Subject<'a>,
        rows: usize,
    ) -> Vec<bool> {
        let mut passes = vec![true; rows];
        for Term { negated, test } in &self.terms {
            let (has, figure) = match test {
                Test::Word(word, figure) => (haystack.has(word), *figure),
                _ => (Arc::default(), None),
            };
            let is_word = matches!(test, Test::Word(..));
            for (row, passes) in passes.iter_mut().enumerate().filter(|(_, passes)| **passes) {
                let holds = if is_word {
                    has.get(row).is_some_and(|has| *has)
                        || figure.is_some_and(|figure| subject(row).has(figure))
                } else {
                    test.holds(&subject(row))
                };
                *passes = holds != *negated;
            }
        }
        passes
    }

    pub fn accepts(&self, subject: &Subject) -> bool {
        self.terms
            .iter()
            .all(|term| term.test.holds(subject) != term.negated)
    }
}

impl Test {
    fn cost(&self) -> u8 {
        match self {
            Self::State(_) | Self::Currency(_) => 0,
            Self::Number(..) => 1,
            Self::Tag(_) | Self::Group(_) => 2,
            Self::Customer(_) => 3,
            Self::Word(..) => 4,
        }
    }

    fn holds(&self, subject: &Subject) -> bool {
        match self {
            Self::State(state) => subject.states.has(*state),
            Self::Tag(tag) => contains(subject.tags, tag),
            Self::Group(group) => contains(subject.group, group),
            Self::Currency(code) => subject.currency.eq_ignore_ascii_case(code),
            Self::Number(Figure::Late, range) => range.contains(&Decimal::from(subject.late)),
            Self::Number(Figure::Amount, range) => range.contains(&subject.amount),
            Self::Number(Figure::Open, range) => range.contains(&subject.open),
            Self::Customer(text) => contains(subject.customer, text),
            Self::Word(word, figure) => {
                contains(subject.customer, word)
                    || contains(subject.number, word)
                    || subject.words.iter().any(|text| contains(text, word))
                    || figure.is_some_and(|figure| subject.has(figure))
            }
        }
    }
}

/// Whether the text has the word in it. The library's search prepares itself for long texts; a row's are short.
fn contains(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((first, rest)) = word.split_first() else {
        return true;
    };
    let Some(last) = text.len().checked_sub(word.len()) else {
        return false;
    };
    text[..=last]
        .iter()
        .enumerate()
        .any(|(at, byte)| byte == first && text[at + 1..].starts_with(rest))
}
