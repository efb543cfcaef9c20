//! Where everything stands in one file.

use super::profile::{Sign, general};
use super::recognise::Parts;
use crate::domain::money::Currency;
use crate::formats::cells::name::normal;
use crate::formats::cells::values::Mark;
use crate::formats::cells::{Columns, Field, Reading, unique};
use crate::formats::mapping::Mapped;
use crate::formats::table::Record;

/// The layout of one file, before its rows are looked at.
pub struct Layout {
    pub separator: char,
    /// Records before the first row: what stands above the head, and the head.
    pub skip: usize,
    /// The head's names as they are compared; none in a file without a head.
    pub head: Vec<String>,
    pub columns: Columns,
    /// The columns that make up the text.
    pub texts: Vec<usize>,
    /// Of rows that name none.
    pub currency: Option<Currency>,
    /// The company's account, when it is named above the head.
    pub account: Option<String>,
    /// The decimal mark, where the rows do not prove one.
    pub mark: Option<Mark>,
    /// The marks and orders that a person has said, and which the rows do not overrule.
    pub said: Reading,
    /// The sign of money out, where the rows do not prove one.
    pub out: Option<Sign>,
}

impl Layout {
    pub fn below_head(separator: char, records: &[Record], at: usize, parts: Parts) -> Self {
        let above = &records[..at];
        let mut layout = Self::of(separator, at + 1, unique(&records[at]), parts);
        layout.head = records[at].iter().map(normal).collect();
        layout.account = account_above(above);
        layout.currency = currency_above(above).or(layout.currency);
        layout
    }

    pub fn without_head(separator: char, records: &[Record], at: usize, parts: Parts) -> Self {
        let width = records.get(at).map_or(0, Record::width);
        let headers = (1..=width).map(|n| format!("column {n}")).collect();
        Self::of(separator, at, headers, parts)
    }

    fn of(separator: char, skip: usize, headers: Vec<String>, parts: Parts) -> Self {
        Self {
            separator,
            skip,
            head: Vec::new(),
            columns: Columns::of(headers, &parts.fields),
            texts: parts.texts,
            currency: parts.currency,
            account: None,
            mark: parts.profile.and_then(|profile| profile.decimal),
            said: Reading::default(),
            out: parts.profile.and_then(|profile| profile.out),
        }
    }

    /// What a person has said of the columns.
    pub fn mapped(mapped: &Mapped<'_>) -> Self {
        let placed = mapped.mapping.placed();
        let texts = placed.iter().filter(|(field, _)| *field == Field::Text);
        Self {
            separator: mapped.mapping.separator,
            skip: mapped.skip,
            head: mapped
                .mapping
                .head
                .iter()
                .map(|name| normal(name))
                .collect(),
            texts: texts.map(|(_, column)| *column).collect(),
            columns: mapped.columns(),
            currency: mapped.mapping.currency,
            account: None,
            mark: None,
            said: mapped.mapping.reading(),
            out: None,
        }
    }

    /// Whether a record is the head again: files that were put together repeat it.
    pub fn is_head(&self, record: &Record) -> bool {
        !self.head.is_empty()
            && record.width() >= self.head.len()
            && record
                .iter()
                .zip(&self.head)
                .all(|(cell, name)| normal(cell) == *name)
    }

    /// The columns that a row must reach.
    pub fn needed(&self) -> usize {
        let needed = [
            Field::BookingDate,
            Field::Amount,
            Field::AmountIn,
            Field::AmountOut,
        ];
        let columns = needed.iter().filter_map(|field| self.columns.at(*field));
        columns.max().map_or(0, |last| last + 1)
    }
}

/// The account that is named above the head: beside a word for account, or as an IBAN by itself.
fn account_above(records: &[Record]) -> Option<String> {
    let words = &general().words.account;
    let labelled = labelled(records, words).and_then(|value| account(&value));
    labelled.or_else(|| {
        let cells = records.iter().flat_map(Record::iter);
        let mut ibans = cells.filter_map(account).filter(|text| is_iban(text));
        ibans.next()
    })
}

fn currency_above(records: &[Record]) -> Option<Currency> {
    labelled(records, &general().words.currency).and_then(|value| Currency::parse(&value))
}

/// The value beside a word: in the next cell, or behind a colon or a blank in the same one.
fn labelled(records: &[Record], words: &[String]) -> Option<String> {
    let is_word = |text: &str| words.contains(&normal(text));
    records.iter().find_map(|record| {
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        cells.iter().enumerate().find_map(|(at, cell)| {
            if is_word(cell) {
                let value = cells[at + 1..].iter().find(|value| !value.is_empty());
                return value.map(ToString::to_string);
            }
            let (word, value) = cell.split_once(':').or_else(|| cell.split_once(' '))?;
            is_word(word).then(|| value.trim().to_owned())
        })
    })
}

/// An account's number without its blanks and marks: digits, or an IBAN.
fn account(text: &str) -> Option<String> {
    let marks = |c: &char| !c.is_whitespace() && !matches!(c, '.' | '-' | ',');
    let bare: String = text
        .chars()
        .filter(marks)
        .flat_map(char::to_uppercase)
        .collect();
    let digits = (6..=20).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    (digits || is_iban(&bare)).then_some(bare)
}

fn is_iban(text: &str) -> bool {
    let bytes = text.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(u8::is_ascii_alphanumeric)
}
