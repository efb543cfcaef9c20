//! Bankgirot's records of 80 characters, cut from lines or from a file without lines. Positions are those of the
//! layout: from 1, inclusive, in characters, so that a file saved anew as UTF-8 is read alike.

use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem};
use crate::formats::clean::{clean, excerpt, trimmed};
use crate::formats::source::LineEnd;
use crate::formats::text::Text;

/// Characters of a record.
const LENGTH: usize = 80;

/// Some files have lost blanks to tabulators.
const TAB_STOP: usize = 8;

/// The records of a file, in order.
pub struct Records {
    text: Text,
    /// The line that is being cut, and how far it is: some files have several records on one.
    held: String,
    at: usize,
}

/// One record, without the blanks at its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    pub line: u64,
    text: String,
}

impl Records {
    pub fn new(text: Text) -> Self {
        Self {
            text,
            held: String::new(),
            at: 0,
        }
    }

    /// The next record; blank lines and what mail programs put at the end (Ctrl-Z) are skipped.
    pub fn next(&mut self) -> Result<Option<Record>, Fault> {
        while self.at == self.held.len() {
            if !self.fetch()? {
                return Ok(None);
            }
        }
        let rest = &self.held[self.at..];
        let (text, behind) = rest.split_at(position(rest, LENGTH));
        let record = Record {
            line: self.text.line_number(),
            text: text.trim_end().to_owned(),
        };
        // What stands behind position 80 counts only if it is the next record.
        let code = behind.bytes().take(2);
        self.at = if code.filter(u8::is_ascii_digit).count() == 2 {
            self.held.len() - behind.len()
        } else {
            self.held.len()
        };
        Ok(Some(record))
    }

    /// The next record, where the file must not end yet.
    pub fn needed(&mut self, what: &str) -> Result<Record, Fault> {
        let missing = || {
            Fault::file(Problem::EndMissing {
                what: what.to_owned(),
            })
        };
        self.next()?.ok_or_else(missing)
    }

    /// Takes the next line; false when there is none.
    fn fetch(&mut self) -> Result<bool, Fault> {
        self.held.clear();
        self.at = 0;
        let some = match self.text.line_end() {
            LineEnd::Never => self.text.characters(LENGTH, &mut self.held)?,
            LineEnd::Lf | LineEnd::Cr => self.text.line(&mut self.held)?,
        };
        if self.held.contains('\t') {
            self.held = expanded(&self.held);
        }
        let used = self
            .held
            .trim_end_matches(|c: char| c.is_whitespace() || c.is_control())
            .len();
        self.held.truncate(used);
        Ok(some)
    }
}

/// The byte at which the character `n` (from 0) begins, or the end.
fn position(text: &str, n: usize) -> usize {
    text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
}

/// Tabulators as blanks up to the next stop.
fn expanded(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len() + LENGTH);
    let mut column = 0;
    for c in text.chars() {
        let width = match c {
            '\t' => TAB_STOP - column % TAB_STOP,
            _ => 1,
        };
        match c {
            '\t' => expanded.extend(std::iter::repeat_n(' ', width)),
            c => expanded.push(c),
        }
        column += width;
    }
    expanded
}

impl Record {
    /// The two characters that say what it is.
    pub fn code(&self) -> &str {
        self.cut(1, 2)
    }

    /// The characters of a field. A record whose trailing blanks were cut off is read as if it had them.
    fn cut(&self, from: usize, to: usize) -> &str {
        let (start, end) = if self.text.is_ascii() {
            let length = self.text.len();
            ((from - 1).min(length), to.min(length))
        } else {
            (position(&self.text, from - 1), position(&self.text, to))
        };
        &self.text[start..end]
    }

    /// A text, without blanks around it; none when it is blank.
    pub fn text(&self, from: usize, to: usize) -> Option<String> {
        trimmed(self.cut(from, to)).map(std::borrow::Cow::into_owned)
    }

    /// A text that is a number: none when it is blank or zero.
    pub fn identity(&self, from: usize, to: usize) -> Option<String> {
        let text = self.text(from, to)?;
        text.chars().any(|c| c != '0').then_some(text)
    }

    /// The same, without the zeros that fill the field.
    pub fn account(&self, from: usize, to: usize) -> Option<String> {
        let text = self.identity(from, to)?;
        Some(text.trim_start_matches('0').trim_start().to_owned())
    }

    /// A number, filled with zeros or blanks; a field of blanks is zero.
    pub fn number(&self, field: &str, from: usize, to: usize) -> Result<u64, Fault> {
        let text = self.cut(from, to);
        let digits = text.trim_start();
        if digits.is_empty() {
            return Ok(0);
        }
        // Numbers stand at the right: one that is cut short by the end of the record is not the number.
        let whole = digits.bytes().all(|b| b.is_ascii_digit()) && text.len() == to - from + 1;
        whole
            .then(|| digits.parse().ok())
            .flatten()
            .ok_or_else(|| self.not_numeric(field, text))
    }

    /// A day, written `YYYYMMDD`; one outside the service's life is a slip or a mask.
    pub fn date(&self, field: &str, from: usize, to: usize) -> Result<Date, Fault> {
        let number = self.number(field, from, to)?;
        let name = field.to_owned();
        if number == 0 {
            return Err(self.fault(Problem::MissingValue { field: name }));
        }
        let value = excerpt(self.cut(from, to));
        if !(1990..=2100).contains(&(number / 10_000)) {
            return Err(self.fault(Problem::DateImplausible { field: name, value }));
        }
        let day = i64::try_from(number)
            .ok()
            .and_then(crate::domain::date::from_int);
        day.ok_or_else(|| self.fault(Problem::NotADate { field: name, value }))
    }

    /// As it stands in the file, safe to show.
    pub fn raw(&self) -> String {
        clean(&self.text).into_owned()
    }

    /// Whether letters in it were lost before the file came here: replaced, or UTF-8 taken for Latin-1 (`Ã¥`).
    pub fn is_damaged(&self) -> bool {
        let twice_encoded = |(at, c): (usize, char)| {
            let next = self.text[at + c.len_utf8()..].chars().next();
            c == 'Ã' && next.is_some_and(|next| !next.is_ascii())
        };
        !self.text.is_ascii()
            && (self.text.contains('\u{fffd}') || self.text.char_indices().any(twice_encoded))
    }

    pub fn fault(&self, problem: Problem) -> Fault {
        Fault::at(self.line, problem)
    }

    pub fn not_numeric(&self, field: &str, text: &str) -> Fault {
        let (field, value) = (field.to_owned(), excerpt(text));
        self.fault(Problem::RecordNotNumeric { field, value })
    }

    /// That this record does not belong here.
    pub fn unexpected(&self, expected: &str) -> Fault {
        let head = &self.text[..position(&self.text, 12)];
        let (found, expected) = (excerpt(head.trim_end()), expected.to_owned());
        self.fault(Problem::UnexpectedRecord { found, expected })
    }
}
