//! Records of 90 characters, cut from lines or from a file without lines. Positions are those of the service
//! description: from 1, inclusive, in characters.

use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem};
use crate::formats::clean::{clean, excerpt};
use crate::formats::source::LineEnd;
use crate::formats::text::Text;

/// Characters of a record.
pub const LENGTH: usize = 90;

/// The records of a file, in order.
pub struct Records {
    text: Text,
    /// What is left of the line: some programs put several records on one.
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
        let text = match self.rest.char_indices().nth(LENGTH) {
            Some((end, _)) => {
                let behind = self.rest.split_off(end);
                std::mem::replace(&mut self.rest, behind)
            }
            None => std::mem::take(&mut self.rest),
        };
        let line = self.text.line_number();
        Ok(Some(Record { line, text }))
    }
}

impl Record {
    /// What the record is, by its first character.
    pub fn kind(&self) -> &str {
        self.cut(1, 1)
    }

    /// The characters of a field. A record whose trailing blanks were cut off is read as if it had them.
    pub fn cut(&self, from: usize, to: usize) -> &str {
        let at = |n| {
            self.text
                .char_indices()
                .nth(n)
                .map_or(self.text.len(), |(at, _)| at)
        };
        &self.text[at(from - 1)..at(to)]
    }

    /// As it stands in the file, safe to show.
    pub fn raw(&self) -> String {
        clean(&self.text).into_owned()
    }

    /// A number that stands at the right of its field; a blank field is zero.
    pub fn number(&self, field: &str, from: usize, to: usize) -> Result<u64, Fault> {
        let digits = self.cut(from, to).trim_start();
        if digits.trim_end().is_empty() {
            return Ok(0);
        }
        let whole = digits.bytes().all(|b| b.is_ascii_digit()) && self.reaches(to);
        whole
            .then(|| digits.parse().ok())
            .flatten()
            .ok_or_else(|| self.not_numeric(field, from, to))
    }

    /// Text; none when it is blank. A record that ends inside it is cut off.
    pub fn text(&self, from: usize, to: usize) -> Result<Option<String>, Fault> {
        let text = self.cut(from, to).trim();
        if text.is_empty() {
            return Ok(None);
        }
        if !self.reaches(to) {
            let (expected, found) = (LENGTH as u64, self.text.chars().count() as u64);
            return Err(Fault::at(
                self.line,
                Problem::RecordTooShort { expected, found },
            ));
        }
        Ok(Some(clean(text).into_owned()))
    }

    /// Text that is an identity: none when it is blank or zero.
    pub fn identity(&self, from: usize, to: usize) -> Result<Option<String>, Fault> {
        let text = self.text(from, to)?;
        Ok(text.filter(|text| !text.bytes().all(|b| b == b'0')))
    }

    /// A day written yymmdd; zeros are none. The service began in the eighties.
    pub fn date(&self, field: &str, from: usize, to: usize) -> Result<Option<Date>, Fault> {
        let number = self.number(field, from, to)?;
        if number == 0 {
            return Ok(None);
        }
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
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

    fn reaches(&self, to: usize) -> bool {
        self.text.chars().nth(to - 1).is_some()
    }

    fn not_numeric(&self, field: &str, from: usize, to: usize) -> Fault {
        let (field, value) = (field.to_owned(), excerpt(self.cut(from, to)));
        Fault::at(self.line, Problem::RecordNotNumeric { field, value })
    }

    /// That a field holds what no bank writes there.
    pub fn unknown(&self, field: &str, value: &str, allowed: &str) -> Fault {
        let problem = Problem::UnknownValue {
            field: field.to_owned(),
            value: excerpt(value),
            allowed: allowed.to_owned(),
        };
        Fault::at(self.line, problem)
    }

    /// That a field is blank, which must not be.
    pub fn missing(&self, field: &str) -> Fault {
        let field = field.to_owned();
        Fault::at(self.line, Problem::MissingValue { field })
    }

    /// That this record does not belong here.
    pub fn unexpected(&self, expected: &str) -> Fault {
        let (found, expected) = (excerpt(self.cut(1, 8)), expected.to_owned());
        Fault::at(self.line, Problem::UnexpectedRecord { found, expected })
    }
}
