//! Bankgirot's records of 80 characters, of BgMax and of the file before it.

use crate::domain::date::{self, Date};
use crate::domain::intake::{Fault, Problem};
use crate::formats::clean::excerpt;
use crate::formats::fixed::{self, Layout};

/// A record's own of Bankgirot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bankgirot;

impl Layout for Bankgirot {
    const LENGTH: usize = 80;
    const MARK: &'static str = "";
    const HEAD: usize = 12;
    const HAS_TABS: bool = true;

    fn begins(behind: &str) -> bool {
        let code = behind.bytes().take(2);
        code.filter(u8::is_ascii_digit).count() == 2
    }
}

pub type Records = fixed::Records<Bankgirot>;
pub type Record = fixed::Record<Bankgirot>;

impl Record {
    /// The two characters that say what it is.
    pub fn code(&self) -> &str {
        self.cut(1, 2)
    }

    /// An identity without the zeros that fill its field.
    pub fn account(&self, from: usize, to: usize) -> Option<String> {
        let text = self.identity(from, to)?;
        Some(text.trim_start_matches('0').trim_start().to_owned())
    }

    /// A day, written `YYYYMMDD`; one outside the service's life is a slip or a mask.
    pub fn date(&self, field: &str, from: usize, to: usize) -> Result<Date, Fault> {
        let number = self.number(field, from, to)?;
        let name = field.to_owned();
        if number == 0 {
            return Err(self.missing(field));
        }
        let value = excerpt(self.cut(from, to));
        if !(1990..=2100).contains(&(number / 10_000)) {
            return Err(self.fault(Problem::DateImplausible { field: name, value }));
        }
        let day = i64::try_from(number).ok().and_then(date::from_int);
        day.ok_or_else(|| self.fault(Problem::NotADate { field: name, value }))
    }

    /// Whether letters in it were lost before the file came here: replaced, or UTF-8 taken for Latin-1 (`Ã¥`).
    pub fn is_damaged(&self) -> bool {
        let text = self.cut(1, Bankgirot::LENGTH);
        let twice_encoded = |(at, c): (usize, char)| {
            let next = text[at + c.len_utf8()..].chars().next();
            c == 'Ã' && next.is_some_and(|next| !next.is_ascii())
        };
        !text.is_ascii() && (text.contains('\u{fffd}') || text.char_indices().any(twice_encoded))
    }
}
