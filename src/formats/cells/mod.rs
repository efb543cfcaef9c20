//! The cells of one record by field: each read as what it must be, each fault noted with the column's name.

mod columns;
pub mod name;
pub mod values;

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

pub use self::columns::{Columns, Field, MOST_COLUMNS, Names, Reading, own_name, unique};
use self::name::{is_named, normal};
use self::values::NotRead;
use crate::domain::date::Date;
use crate::domain::intake::Problem;
use crate::domain::money::Currency;
use crate::formats::clean::{excerpt, trimmed};
use crate::formats::table::Record;

/// The longest value of a cell, in characters.
pub const LONGEST_VALUE: usize = 10_000;

/// One record seen through its columns.
pub struct Cells<'a> {
    pub record: &'a Record,
    pub columns: &'a Columns,
    /// What is wrong with it so far.
    pub problems: &'a mut Vec<Problem>,
}

impl<'a> Cells<'a> {
    /// The cell's text, cleaned; none when the column is missing or the cell is empty.
    pub fn value(&mut self, field: Field) -> Option<Cow<'a, str>> {
        self.value_in(self.columns.at(field)?)
    }

    /// The cell's text in a column, whatever it holds.
    pub fn value_in(&mut self, column: usize) -> Option<Cow<'a, str>> {
        let text = self.record.get(column)?;
        if text.len() > LONGEST_VALUE && text.chars().count() > LONGEST_VALUE {
            self.problems.push(Problem::ValueTooLong {
                field: self.columns.header(column).to_owned(),
                limit: LONGEST_VALUE as u64,
            });
            return None;
        }
        trimmed(unwrapped(text))
    }

    pub fn text(&mut self, field: Field) -> Option<String> {
        self.value(field).map(Cow::into_owned)
    }

    /// The value of a cell that must not be empty.
    fn needed(&mut self, field: Field) -> Option<Cow<'a, str>> {
        let before = self.problems.len();
        let value = self.value(field);
        if value.is_none() && self.problems.len() == before {
            self.problems.push(Problem::MissingValue {
                field: self.name(field),
            });
        }
        value
    }

    pub fn needed_text(&mut self, field: Field) -> Option<String> {
        self.needed(field).map(Cow::into_owned)
    }

    /// A number that is text: of a customer, an invoice or a payment. What a spreadsheet made of a long one
    /// (`1,23E+10`) has lost its digits.
    pub fn number(&mut self, field: Field) -> Option<String> {
        let value = self.value(field)?;
        self.unmangled(field, value)
    }

    pub fn needed_number(&mut self, field: Field) -> Option<String> {
        let value = self.needed(field)?;
        self.unmangled(field, value)
    }

    /// A payment reference; some banks write it in apostrophes so that spreadsheets keep its zeros.
    pub fn reference(&mut self, field: Field) -> Option<String> {
        let value = self.number(field)?;
        let bare = value.trim_matches('\'').trim();
        match bare.len() {
            0 => None,
            n if n == value.len() => Some(value),
            _ => Some(bare.to_owned()),
        }
    }

    /// An account: digits or an IBAN, without blanks and points.
    pub fn account(&mut self, field: Field) -> Option<String> {
        let value = self.number(field)?;
        if value.bytes().all(|b| b.is_ascii_digit()) {
            return Some(value);
        }
        let bare = value.chars().filter(|c| !c.is_whitespace() && *c != '.');
        let bare: String = bare.flat_map(char::to_uppercase).collect();
        (!bare.is_empty()).then_some(bare)
    }

    fn unmangled(&mut self, field: Field, value: Cow<'a, str>) -> Option<String> {
        if is_scientific(&value) {
            self.problems.push(Problem::SpreadsheetNumber {
                field: self.name(field),
                value: excerpt(&value),
            });
            return None;
        }
        Some(value.into_owned())
    }

    pub fn date(&mut self, field: Field) -> Option<Date> {
        let value = self.value(field)?;
        self.as_date(field, &value)
    }

    pub fn needed_date(&mut self, field: Field) -> Option<Date> {
        let value = self.needed(field)?;
        self.as_date(field, &value)
    }

    fn as_date(&mut self, field: Field, value: &str) -> Option<Date> {
        let date = values::date(value, self.reading(field).order);
        if date.is_none() {
            self.problems.push(Problem::NotADate {
                field: self.name(field),
                value: excerpt(value),
            });
        }
        date
    }

    fn reading(&self, field: Field) -> Reading {
        let column = self.columns.at(field);
        column.map_or_else(Reading::default, |column| self.columns.reading(column))
    }

    pub fn amount(&mut self, field: Field, currency: Currency) -> Option<Decimal> {
        let value = self.value(field)?;
        self.as_amount(field, &value, currency)
    }

    pub fn needed_amount(&mut self, field: Field, currency: Currency) -> Option<Decimal> {
        let value = self.needed(field)?;
        self.as_amount(field, &value, currency)
    }

    fn as_amount(&mut self, field: Field, value: &str, currency: Currency) -> Option<Decimal> {
        let why = match values::amount(value, currency, self.reading(field).mark) {
            Ok(amount) => return Some(amount),
            Err(why) => why,
        };
        let (field, value) = (self.name(field), excerpt(value));
        self.problems.push(match why {
            NotRead::NoNumber => Problem::NotAnAmount { field, value },
            NotRead::Ambiguous => Problem::AmbiguousAmount { field, value },
            NotRead::OtherCurrency => {
                let currency = currency.code().to_owned();
                Problem::AmountInOtherCurrency {
                    field,
                    value,
                    currency,
                }
            }
        });
        None
    }

    pub fn ratio(&mut self, field: Field) -> Option<Decimal> {
        let value = self.value(field)?;
        let ratio = values::ratio(&value);
        if ratio.is_none() {
            self.not_a_number(field, &value);
        }
        ratio
    }

    /// A count of days, with words around it or not: "30", "Netto 30 dager".
    pub fn days(&mut self, field: Field) -> Option<u16> {
        let value = self.value(field)?;
        let mut counts = value
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty());
        let days = match (counts.next(), counts.next()) {
            (Some(days), None) if !value.starts_with('-') => days.parse().ok(),
            _ => None,
        };
        if days.is_none() {
            self.not_a_number(field, &value);
        }
        days
    }

    fn not_a_number(&mut self, field: Field, value: &str) {
        self.problems.push(Problem::NotANumber {
            field: self.name(field),
            value: excerpt(value),
        });
    }

    /// The row's currency: `default` when the file does not say. `last` is what the row before had.
    pub fn currency(&mut self, default: Currency, last: &mut Currency) -> Option<Currency> {
        let Some(value) = self.value(Field::Currency) else {
            return Some(default);
        };
        if value == last.code() {
            return Some(*last);
        }
        let currency = Currency::parse(&value);
        match currency {
            Some(currency) => *last = currency,
            None => self.problems.push(Problem::UnknownCurrency {
                value: excerpt(&value),
            }),
        }
        currency
    }

    /// One of a list's words, in any of its languages.
    pub fn word<T: Copy>(
        &mut self,
        field: Field,
        words: &[(T, &[&str])],
        allowed: &str,
    ) -> Option<T> {
        let value = self.value(field)?;
        let wanted = normal(&value);
        let found = words
            .iter()
            .find(|(_, names)| names.iter().any(|name| is_named(&wanted, name)));
        if found.is_none() {
            self.problems.push(Problem::UnknownValue {
                field: self.name(field),
                value: excerpt(&value),
                allowed: allowed.to_owned(),
            });
        }
        found.map(|(word, _)| *word)
    }

    /// The columns without a field, where they hold something.
    pub fn notes(&mut self) -> BTreeMap<String, String> {
        let mut notes = BTreeMap::new();
        let columns = self.columns;
        for &column in columns.notes() {
            if let Some(value) = self.value_in(column) {
                notes.insert(columns.header(column).to_owned(), value.into_owned());
            }
        }
        notes
    }

    /// The column's name as the file has it.
    pub fn name(&self, field: Field) -> String {
        self.columns
            .at(field)
            .map_or("", |column| self.columns.header(column))
            .to_owned()
    }
}

/// What spreadsheets put around a text so that it stays one: `="0123"`, and an apostrophe before a formula's sign.
fn unwrapped(text: &str) -> &str {
    match text.as_bytes() {
        [b'=', b'"', .., b'"'] if text.len() > 3 => &text[2..text.len() - 1],
        [b'\'', b'=' | b'+' | b'-' | b'@', ..] => &text[1..],
        _ => text,
    }
}

/// `1.23E+10` or `1,23E+10`.
fn is_scientific(text: &str) -> bool {
    if !text.bytes().any(|b| matches!(b, b'e' | b'E')) {
        return false;
    }
    let Some((number, power)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let power = power.strip_prefix('+').unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(power) && digits(&number.replacen([',', '.'], "", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheet_dress_is_taken_off() {
        assert_eq!(unwrapped("=\"00123\""), "00123");
        assert_eq!(unwrapped("'=A1"), "=A1");
        assert_eq!(unwrapped("'t Hart"), "'t Hart");
        assert_eq!(unwrapped("=\""), "=\"");
        for text in ["1,23E+10", "1.2E+15", "5e+3"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["1E10", "E+10", "12E", "FE+1", "1,2,3E+4", ""] {
            assert!(!is_scientific(text), "{text}");
        }
    }
}
