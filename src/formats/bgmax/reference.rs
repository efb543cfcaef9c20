//! The reference field of 25 characters, positions 13 to 37: one reference, or whatever the payer wrote.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::record::Record;
use crate::domain::intake::Problem;
use crate::domain::receipt::Remittance;
use crate::domain::reference::{Scheme, schemes};
use crate::formats::clean::excerpt;

/// Digits that a word needs to be the number of anything.
const FEWEST_DIGITS: usize = 3;

/// What stands in the field.
pub enum Reference {
    None,
    /// One word, whatever the bank's code says of it.
    One(String),
    /// Several, or free text, with single blanks.
    Text(String),
}

impl Reference {
    pub fn of(record: &Record) -> Self {
        match record.text(13, 37) {
            None => Self::None,
            Some(text) if text.contains(|c: char| c.is_whitespace() || c == ',') => {
                Self::Text(text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            Some(text) => Self::One(text),
        }
    }

    pub fn one(&self) -> Option<&str> {
        match self {
            Self::One(reference) => Some(reference),
            Self::None | Self::Text(_) => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::None | Self::One(_) => None,
        }
    }

    /// The numbers that it may mean.
    pub fn numbers(&self) -> Vec<&str> {
        let is_number =
            |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() >= FEWEST_DIGITS;
        match self {
            Self::None => Vec::new(),
            Self::One(reference) => vec![reference],
            Self::Text(text) => text
                .split(|c: char| !c.is_alphanumeric())
                .filter(is_number)
                .collect(),
        }
    }
}

/// That the bank calls the reference right (code 2) and its check digit is wrong: so it is in masked files.
pub fn wrong_check_digit(record: &Record) -> Option<Problem> {
    let reference = record.text(13, 37)?;
    let claimed = record.text(56, 56).as_deref() == Some("2");
    (claimed && !schemes(&reference).contains(&Scheme::Mod10)).then(|| Problem::CheckDigitWrong {
        value: excerpt(&reference),
    })
}

/// What a payment is for, each number once unless shares of it are named.
#[derive(Default)]
pub struct Remittances {
    found: Vec<Remittance>,
    places: HashMap<String, usize>,
}

impl Remittances {
    pub fn add(&mut self, number: &str, amount: Option<Decimal>) {
        let new = Remittance {
            number: number.to_owned(),
            amount,
        };
        match self.places.get(number) {
            None => {
                self.places.insert(new.number.clone(), self.found.len());
                self.found.push(new);
            }
            // Two shares of one number are both meant: together they make the sum.
            Some(&place) if amount.is_some() => match self.found.get_mut(place) {
                Some(first) if first.amount.is_none() => first.amount = amount,
                _ => self.found.push(new),
            },
            Some(_) => {}
        }
    }

    pub fn into_list(self) -> Vec<Remittance> {
        self.found
    }
}
