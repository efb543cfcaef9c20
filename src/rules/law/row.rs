//! Rows of the statutes and the lookup among them: the latest that has begun decides, and one that is over leaves a
//! gap, never the row before it.

use std::sync::Arc;

use chrono::{Datelike, Days};
use rust_decimal::Decimal;

use super::cited::Source;
use super::compensation::Offset;
use super::rule::Rule;
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::money::Minor;
use crate::domain::required::Contents;
use crate::rules::limitation::RunsFrom;

/// What a row says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// A percentage or a share.
    Number(Decimal),
    Amount(Minor),
    /// Days, months, years, times.
    Count(u32),
    Flag(bool),
    Offset(Offset),
    Start(RunsFrom),
    Contents(Contents),
    /// The law sets nothing here.
    Nothing,
    /// The law sets something that is not known yet.
    Unknown,
}

/// One row as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row {
    pub rule: Rule,
    /// Whom it is for; all when none.
    pub debtor: Option<CustomerKind>,
    /// It counts only while this regime is in force.
    pub regime: Option<String>,
    /// For claims whose principal is above this; below zero where a row has no bracket.
    pub over: Minor,
    /// The last day, inclusive.
    pub until: Option<Date>,
    pub value: Value,
    pub source: Arc<Source>,
    pub note: Option<String>,
    pub origin: Arc<str>,
    pub line: u64,
}

impl Row {
    fn applies(&self, debtor: Option<CustomerKind>) -> bool {
        match (self.debtor, debtor) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(whom), Some(debtor)) => {
                whom == debtor || (whom == CustomerKind::Business && debtor == CustomerKind::Public)
            }
        }
    }

    /// A row for public bodies alone counts for them before one for businesses.
    fn precision(&self, debtor: Option<CustomerKind>) -> bool {
        debtor == Some(CustomerKind::Public) && self.debtor == debtor
    }
}

/// For how long the rows of a rule speak, where they do not say it themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lasts {
    HalfYear,
    Year,
}

impl Lasts {
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "half-year" => Some(Self::HalfYear),
            "year" => Some(Self::Year),
            _ => None,
        }
    }

    /// The last day of the period in which a row begins.
    pub fn end(self, from: Date) -> Option<Date> {
        let first_half = self == Self::HalfYear && from.month() <= 6;
        let (month, day) = if first_half { (6, 30) } else { (12, 31) };
        Date::from_ymd_opt(from.year(), month, day)
    }
}

/// What the rows of a rule say on a day.
pub(super) enum Found<'a> {
    /// The row, and the last day on which it is the one that counts.
    Row(&'a Row, Date),
    /// The rule has rows, but none for that day.
    Gap,
    /// The law knows no such rule.
    NoRule,
}

/// The rows of one rule that count, by the day on which each begins to.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Series(Vec<(Date, Row)>);

impl Series {
    pub fn new(mut rows: Vec<(Date, Row)>) -> Self {
        // Stable: of two rows for one day the one that was written later counts.
        rows.sort_by_key(|(starts, row)| (*starts, row.over));
        Self(rows)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.0.iter().map(|(_, row)| row)
    }

    /// The row for a debtor and a principal on a day.
    pub fn find(&self, debtor: Option<CustomerKind>, principal: Minor, on: Date) -> Found<'_> {
        if self.0.is_empty() {
            return Found::NoRule;
        }
        let mut last = Date::MAX;
        let mut best: Option<&(Date, Row)> = None;
        let fitting = self.0.iter().rev();
        for entry in fitting.filter(|(_, row)| row.applies(debtor) && row.over < principal) {
            let (starts, row) = entry;
            if *starts > on {
                last = starts.checked_sub_days(Days::new(1)).unwrap_or(*starts);
                continue;
            }
            let nearer =
                row.precision(debtor) && best.is_some_and(|(_, row)| !row.precision(debtor));
            if best.is_none() || nearer {
                best = Some(entry);
            }
            if debtor != Some(CustomerKind::Public) || row.precision(debtor) {
                break;
            }
        }
        match best {
            Some((_, row)) if row.until.is_none_or(|until| on <= until) => {
                if row.value == Value::Unknown {
                    return Found::Gap;
                }
                Found::Row(row, row.until.map_or(last, |until| until.min(last)))
            }
            _ => Found::Gap,
        }
    }
}
