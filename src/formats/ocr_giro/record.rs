//! Records of 80 characters, cut from lines or from a file without lines. Positions are those of the
//! specification: from 1, inclusive, in characters.

use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem};
use crate::formats::clean::{clean, excerpt, trimmed};
use crate::formats::source::LineEnd;
use crate::formats::text::Text;

/// Characters of a record.
pub const LENGTH: usize = 80;

/// The records of a file, in order.
pub struct Records {
    text: Text,
    /// What is left of the line: some files have several records on one.
    rest: String,
}

/// One record.
#[derive(Debug)]
pub struct Record {
    pub line: u64,
    text: String,
}

impl Records {
    pub fn new(text: Text) -> Self {
        Self {
            text,
            rest: String::new(),
        }
    }

    /// The next record; blank lines and what mail programs put at the end (Ctrl-Z) are skipped.
    pub fn next(&mut self) -> Result<Option<Record>, Fault> {
        while self.rest.is_empty() {
            let some = match self.text.line_end() {
                LineEnd::Never => self.text.characters(LENGTH, &mut self.rest)?,
                LineEnd::Lf | LineEnd::Cr => self.text.line(&mut self.rest)?,
            };
            if !some {
                return Ok(None);
            }
            let used = self
                .rest
                .trim_end_matches(|c: char| c.is_whitespace() || c.is_control());
            self.rest.truncate(used.len());
        }
        let line = self.text.line_number();
        if !self.rest.starts_with("NY") {
            let (found, expected) = (excerpt(head(&self.rest)), "NY".to_owned());
            return Err(Fault::at(
                line,
                Problem::UnexpectedRecord { found, expected },
            ));
        }
        let text = match self.rest.char_indices().nth(LENGTH) {
            // What stands behind position 80 counts only if it is the next record.
            Some((end, _)) if self.rest[end..].starts_with("NY") => {
                let behind = self.rest.split_off(end);
                std::mem::replace(&mut self.rest, behind)
            }
            _ => std::mem::take(&mut self.rest),
        };
        Ok(Some(Record { line, text }))
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
}

fn head(text: &str) -> &str {
    text.char_indices()
        .nth(8)
        .map_or(text, |(end, _)| &text[..end])
}

impl Record {
    /// The characters of a field. A record whose trailing blanks were cut off is read as if it had them.
    pub fn cut(&self, from: usize, to: usize) -> &str {
        if self.text.is_ascii() {
            let end = to.min(self.text.len());
            return self.text.get(from - 1..end).unwrap_or("");
        }
        let at = |n| {
            self.text
                .char_indices()
                .nth(n)
                .map_or(self.text.len(), |(at, _)| at)
        };
        &self.text[at(from - 1)..at(to)]
    }

    pub fn service(&self) -> &str {
        self.cut(3, 4)
    }

    /// The kind of transmission, assignment or transaction.
    pub fn class(&self) -> &str {
        self.cut(5, 6)
    }

    pub fn kind(&self) -> &str {
        self.cut(7, 8)
    }

    /// As it stands in the file, safe to show.
    pub fn raw(&self) -> String {
        clean(&self.text).into_owned()
    }

    /// A number, zero-filled; a field of blanks is zero, as trailing zeros may have been blanked.
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

    pub fn not_numeric(&self, field: &str, text: &str) -> Fault {
        let (field, value) = (field.to_owned(), excerpt(text));
        Fault::at(self.line, Problem::RecordNotNumeric { field, value })
    }

    /// Text that stands at the right of its field; none when it is blank. A record that ends inside it is cut off.
    pub fn right_aligned(&self, from: usize, to: usize) -> Result<Option<String>, Fault> {
        let text = self.cut(from, to);
        let Some(text) = trimmed(text) else {
            return Ok(None);
        };
        let found = self.text.chars().count();
        if found < to {
            let (expected, found) = (LENGTH as u64, found as u64);
            return Err(Fault::at(
                self.line,
                Problem::RecordTooShort { expected, found },
            ));
        }
        Ok(Some(text.into_owned()))
    }

    /// A number that is an identity: none when it is blank or zero.
    pub fn identity(&self, from: usize, to: usize) -> Result<Option<String>, Fault> {
        let text = self.right_aligned(from, to)?;
        Ok(text.filter(|text| !text.bytes().all(|b| b == b'0')))
    }

    /// A day written DDMMYY; zeros are none. Years from 70 on are of the last century: the service is older than
    /// 2000, and published test files are of 1992.
    pub fn date(&self, field: &str, from: usize, to: usize) -> Result<Option<Date>, Fault> {
        let number = self.number(field, from, to)?;
        if number == 0 {
            return Ok(None);
        }
        let (day, month, year) = (number / 10_000, number / 100 % 100, number % 100);
        let year = if year < 70 { 2000 + year } else { 1900 + year };
        let part = |n: u64| u32::try_from(n).ok();
        let date = i32::try_from(year)
            .ok()
            .zip(part(month).zip(part(day)))
            .and_then(|(year, (month, day))| Date::from_ymd_opt(year, month, day));
        if date.is_none() {
            let (field, value) = (field.to_owned(), excerpt(self.cut(from, to)));
            return Err(Fault::at(self.line, Problem::NotADate { field, value }));
        }
        Ok(date)
    }

    /// That this record does not belong here.
    pub fn unexpected(&self, expected: &str) -> Fault {
        let (found, expected) = (excerpt(head(&self.text)), expected.to_owned());
        Fault::at(self.line, Problem::UnexpectedRecord { found, expected })
    }
}
