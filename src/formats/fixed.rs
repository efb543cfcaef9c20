//! Records of a fixed number of characters, cut from lines or from a file without lines. Positions are those of the
//! formats' descriptions: from 1, inclusive, in characters, so that a file saved anew as UTF-8 is read alike.

use std::borrow::Cow;
use std::marker::PhantomData;

use super::clean::{clean, excerpt, trimmed};
use super::source::LineEnd;
use super::text::Text;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem};

/// Some files have lost blanks to tabulators.
const TAB_STOP: usize = 8;

/// What is a format's own of its records. What a record says is the format's too: `impl Record<ItsLayout>`.
pub trait Layout {
    /// Characters of a record.
    const LENGTH: usize;
    /// What every record begins with.
    const MARK: &'static str;
    /// Characters by which a person knows a record that does not belong there.
    const HEAD: usize;
    /// Whether tabulators stand for blanks.
    const HAS_TABS: bool;

    /// Whether what stands behind a record on its line is the next record.
    fn begins(behind: &str) -> bool;
}

/// The records of a file, in order.
pub struct Records<L> {
    text: Text,
    /// What is left of the line: some files have several records on one.
    rest: String,
    layout: PhantomData<L>,
}

/// One record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record<L> {
    pub line: u64,
    text: String,
    layout: PhantomData<L>,
}

impl<L: Layout> Records<L> {
    pub fn new(text: Text) -> Self {
        Self {
            text,
            rest: String::new(),
            layout: PhantomData,
        }
    }

    /// The next record; blank lines and what mail programs put at the end (Ctrl-Z) are skipped.
    pub fn next(&mut self) -> Result<Option<Record<L>>, Fault> {
        while self.rest.is_empty() {
            if !self.fetch()? {
                return Ok(None);
            }
        }
        let end = position(&self.rest, L::LENGTH);
        let text = if end < self.rest.len() && L::begins(&self.rest[end..]) {
            let behind = self.rest.split_off(end);
            std::mem::replace(&mut self.rest, behind)
        } else {
            std::mem::take(&mut self.rest)
        };
        let record = Record {
            line: self.text.line_number(),
            text,
            layout: PhantomData,
        };
        if record.text.starts_with(L::MARK) {
            Ok(Some(record))
        } else {
            Err(record.unexpected(L::MARK))
        }
    }

    /// The next record, where the file must not end yet.
    pub fn needed(&mut self, what: &str) -> Result<Record<L>, Fault> {
        let missing = || {
            Fault::file(Problem::EndMissing {
                what: what.to_owned(),
            })
        };
        self.next()?.ok_or_else(missing)
    }

    /// Takes the next line; false when there is none.
    fn fetch(&mut self) -> Result<bool, Fault> {
        let some = match self.text.line_end() {
            LineEnd::Never => self.text.characters(L::LENGTH, &mut self.rest)?,
            LineEnd::Lf | LineEnd::Cr => self.text.line(&mut self.rest)?,
        };
        if L::HAS_TABS && self.rest.contains('\t') {
            self.rest = expanded(&self.rest);
        }
        let used = self
            .rest
            .trim_end_matches(|c: char| c.is_whitespace() || c.is_control());
        self.rest.truncate(used.len());
        Ok(some)
    }
}

/// The byte at which the character `n` (from 0) begins, or the end.
fn position(text: &str, n: usize) -> usize {
    if text.is_ascii() {
        return n.min(text.len());
    }
    text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
}

/// Tabulators as blanks up to the next stop.
fn expanded(text: &str) -> String {
    let mut expanded = String::with_capacity(2 * text.len());
    let mut column = 0;
    for c in text.chars() {
        if c == '\t' {
            let width = TAB_STOP - column % TAB_STOP;
            expanded.extend(std::iter::repeat_n(' ', width));
            column += width;
        } else {
            expanded.push(c);
            column += 1;
        }
    }
    expanded
}

impl<L: Layout> Record<L> {
    /// The characters of a field. A record whose trailing blanks were cut off is read as if it had them.
    pub fn cut(&self, from: usize, to: usize) -> &str {
        &self.text[position(&self.text, from - 1)..position(&self.text, to)]
    }

    /// As it stands in the file, safe to show.
    pub fn raw(&self) -> String {
        clean(self.text.trim_end()).into_owned()
    }

    /// A text, without blanks around it; none when it is blank.
    pub fn text(&self, from: usize, to: usize) -> Option<String> {
        trimmed(self.cut(from, to)).map(Cow::into_owned)
    }

    /// A text that is an identity: none when it is blank or zero.
    pub fn identity(&self, from: usize, to: usize) -> Option<String> {
        self.text(from, to)
            .filter(|text| text.chars().any(|c| c != '0'))
    }

    /// A text that the record must not end inside of: it was cut off there.
    pub fn whole_text(&self, from: usize, to: usize) -> Result<Option<String>, Fault> {
        let text = self.text(from, to);
        if text.is_some() && !self.reaches(to) {
            let (expected, found) = (L::LENGTH as u64, self.text.chars().count() as u64);
            return Err(self.fault(Problem::RecordTooShort { expected, found }));
        }
        Ok(text)
    }

    /// The same for an identity.
    pub fn whole_identity(&self, from: usize, to: usize) -> Result<Option<String>, Fault> {
        let text = self.whole_text(from, to)?;
        Ok(text.filter(|text| text.chars().any(|c| c != '0')))
    }

    /// A number at the right of its field, filled with zeros or blanks; a field of blanks is zero.
    pub fn number(&self, field: &str, from: usize, to: usize) -> Result<u64, Fault> {
        let text = self.cut(from, to);
        let digits = text.trim_start();
        if digits.is_empty() {
            return Ok(0);
        }
        // One that is cut short by the end of the record is not the number.
        let whole = digits.bytes().all(|b| b.is_ascii_digit()) && self.reaches(to);
        whole
            .then(|| digits.parse().ok())
            .flatten()
            .ok_or_else(|| self.not_numeric(field, text))
    }

    /// A day of six digits; zeros are none. `parts` puts its three numbers into the order year, month, day; years from
    /// 70 on are of the last century.
    pub fn short_date(
        &self,
        field: &str,
        from: usize,
        to: usize,
        parts: fn([u64; 3]) -> [u64; 3],
    ) -> Result<Option<Date>, Fault> {
        let number = self.number(field, from, to)?;
        if number == 0 {
            return Ok(None);
        }
        let [year, month, day] = parts([number / 10_000, number / 100 % 100, number % 100]);
        let year = if year < 70 { 2000 + year } else { 1900 + year };
        let part = |n: u64| u32::try_from(n).ok();
        let date = i32::try_from(year)
            .ok()
            .zip(part(month).zip(part(day)))
            .and_then(|(year, (month, day))| Date::from_ymd_opt(year, month, day));
        if date.is_none() {
            let (field, value) = (field.to_owned(), excerpt(self.cut(from, to)));
            return Err(self.fault(Problem::NotADate { field, value }));
        }
        Ok(date)
    }

    fn reaches(&self, to: usize) -> bool {
        if self.text.is_ascii() {
            self.text.len() >= to
        } else {
            self.text.chars().nth(to - 1).is_some()
        }
    }

    pub fn fault(&self, problem: Problem) -> Fault {
        Fault::at(self.line, problem)
    }

    pub fn not_numeric(&self, field: &str, text: &str) -> Fault {
        let (field, value) = (field.to_owned(), excerpt(text));
        self.fault(Problem::RecordNotNumeric { field, value })
    }

    /// That a field holds what no bank writes there.
    pub fn unknown(&self, field: &str, value: &str, allowed: &str) -> Fault {
        self.fault(Problem::UnknownValue {
            field: field.to_owned(),
            value: excerpt(value),
            allowed: allowed.to_owned(),
        })
    }

    /// That a field is blank, which must not be.
    pub fn missing(&self, field: &str) -> Fault {
        let field = field.to_owned();
        self.fault(Problem::MissingValue { field })
    }

    /// That this record does not belong here.
    pub fn unexpected(&self, expected: &str) -> Fault {
        let head = self.cut(1, L::HEAD).trim_end();
        let (found, expected) = (excerpt(head), expected.to_owned());
        self.fault(Problem::UnexpectedRecord { found, expected })
    }
}
