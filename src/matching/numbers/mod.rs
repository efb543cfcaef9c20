//! Numbers in what a payer wrote: invoice numbers, lists and ranges of them, payment references, and what only looks
//! like them.
//!
//! Whole tokens only: 14 is never found in 1814. Nothing is decided here that only the ledger can tell: where a text
//! may be read in two ways, both readings are given, and the caller looks up which numbers exist.

mod amounts;
mod atoms;
mod dates;
mod lists;
mod references;
mod registered;
mod runs;
mod words;

use atoms::Atoms;

/// Mentions, references and things put aside of one text, each at the most.
const MOST: usize = 200;

/// A number that may be an invoice's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// As written, in capitals: "F-1001", "2024/118", "10231".
    pub token: String,
    /// Its digits: "1001", "2024118", "10231". Empty where they are in parts that do not make one number.
    pub digits: String,
    /// A word for invoice stands before it, or before the list that it is in.
    pub near_word: bool,
    pub kind: MentionKind,
    /// It may be a year: 2024.
    pub year_like: bool,
    /// It may be a date: 20260312, 12/3.
    pub date_like: bool,
    /// The bytes of the text that it was read from. Of two readings one within the other, only one is meant.
    pub span: (usize, usize),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MentionKind {
    /// As written.
    Whole,
    /// One of a list, also made whole again: 1002 of "1001/02".
    Listed,
    /// An end of a range, or between its ends.
    Ranged,
}

/// What a number is when it is not an invoice's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aside {
    /// Also weeks and times of day.
    Date,
    Phone,
    Account,
    OrganisationNumber,
    Amount,
    Year,
    /// A customer's number, as a word before it says.
    Customer,
    /// The number of an order, a contract, a project.
    Other,
}

/// All that a text says in numbers, in the order of the text, each token once.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Mentions {
    pub numbers: Vec<Mention>,
    /// What may be a payment reference, blanks taken out and zeros kept, whatever its check digit: 4 to 25 digits,
    /// with a final dash where there is one, or "RF18539007547034". Those that a word names first, then digits as
    /// they stand, then groups joined.
    pub references: Vec<String>,
    /// So many of them, the first, are named by a word.
    pub worded: usize,
    /// As written.
    pub aside: Vec<(String, Aside)>,
}

/// Reads a text; of a longer one the first 100 000 characters.
pub fn mentions(text: &str) -> Mentions {
    let atoms = Atoms::of(text);
    let mut found = Found::default();
    let runs = runs::runs(&atoms, &mut found);
    lists::read(&atoms, &runs, &mut found);
    references::read(&atoms, &mut found);
    found.0
}

/// What was found so far, each once, and not too many; and where what is put aside stands.
#[derive(Default)]
struct Found(Mentions, Vec<(usize, usize)>);

impl Found {
    fn mention(&mut self, written: &str, span: (usize, usize), near_word: bool, kind: MentionKind) {
        let token = written.to_uppercase();
        let numbers = &mut self.0.numbers;
        if let Some(known) = numbers.iter_mut().find(|known| known.token == token) {
            // The word beside either counts, and what stands by itself is no part of another.
            known.near_word |= near_word;
            if kind == MentionKind::Whole {
                (known.kind, known.span) = (kind, span);
            }
            return;
        }
        if numbers.len() >= MOST {
            return;
        }
        let year_like = dates::is_year(&token);
        let is_day = token
            .split_once('/')
            .is_some_and(|(day, month)| dates::is_day_of_month(day, month));
        let date_like = is_day || dates::is_whole_date(&token);
        let digits = digits_of(&token);
        numbers.push(Mention {
            token,
            digits,
            near_word,
            kind,
            year_like,
            date_like,
            span,
        });
        if year_like {
            self.put_aside(written, Aside::Year);
        } else if date_like {
            self.put_aside(written, Aside::Date);
        }
    }

    fn reference(&mut self, reference: String) {
        let references = &mut self.0.references;
        if references.len() < MOST && !references.contains(&reference) {
            references.push(reference);
        }
    }

    /// A number that a word, or its own form, says to be no reference.
    fn is_aside(&self, span: (usize, usize)) -> bool {
        let mut spans = self.1.iter();
        spans.any(|(start, end)| *start < span.1 && span.0 < *end)
    }

    fn put_aside(&mut self, written: &str, aside: Aside) {
        let list = &mut self.0.aside;
        let is_known = list
            .iter()
            .any(|(known, kind)| known == written && *kind == aside);
        if list.len() < MOST && !is_known {
            list.push((written.to_owned(), aside));
        }
    }
}

/// The digits behind a token's letters; one letter may follow them. In parts only a year's series is one number:
/// "10231-1" is hardly 102311.
fn digits_of(token: &str) -> String {
    let body = token.trim_start_matches(|c: char| !c.is_ascii_digit());
    let body = body.strip_suffix(char::is_alphabetic).unwrap_or(body);
    let parts: Vec<&str> = body.split(['-', '/', '_']).collect();
    let are_digits = parts
        .iter()
        .all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    match parts.as_slice() {
        [_] if are_digits => body.to_owned(),
        [year, ..] if are_digits && dates::is_year(year) => parts.concat(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
