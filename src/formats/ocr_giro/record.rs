//! Nets' records of 80 characters.

use crate::domain::date::Date;
use crate::domain::intake::Fault;
use crate::formats::fixed::{self, Layout};

/// Characters of a record.
pub const LENGTH: usize = 80;

/// A record's own of the service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nets;

impl Layout for Nets {
    const LENGTH: usize = LENGTH;
    const MARK: &'static str = "NY";
    const HEAD: usize = 8;
    const HAS_TABS: bool = false;

    fn begins(behind: &str) -> bool {
        behind.starts_with(Self::MARK)
    }
}

pub type Records = fixed::Records<Nets>;
pub type Record = fixed::Record<Nets>;

impl Record {
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

    /// A day written DDMMYY; zeros are none. The service is older than 2000, and published test files are of 1992.
    pub fn date(&self, field: &str, from: usize, to: usize) -> Result<Option<Date>, Fault> {
        self.short_date(field, from, to, |[day, month, year]| [year, month, day])
    }
}
