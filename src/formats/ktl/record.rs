//! Records of 90 characters of the Finnish service of reference payments.

use crate::domain::date::Date;
use crate::domain::intake::Fault;
use crate::formats::fixed::{self, Layout};

/// A record's own of the service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference;

impl Layout for Reference {
    const LENGTH: usize = 90;
    const MARK: &'static str = "";
    const HEAD: usize = 8;
    const HAS_TABS: bool = false;

    /// Some programs put several records on one line.
    fn begins(_behind: &str) -> bool {
        true
    }
}

pub type Records = fixed::Records<Reference>;
pub type Record = fixed::Record<Reference>;

impl Record {
    /// What the record is, by its first character.
    pub fn kind(&self) -> &str {
        self.cut(1, 1)
    }

    /// A day written yymmdd; zeros are none. The service began in the eighties.
    pub fn date(&self, field: &str, from: usize, to: usize) -> Result<Option<Date>, Fault> {
        self.short_date(field, from, to, |parts| parts)
    }
}
