//! All that is in force on a day, row by row, and what is missing: for people to read.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Law;
use super::cited::{Gap, Source};
use super::row::{Found, Row, Series, Value};
use super::rule::{Rule, Unit};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::money::{Minor, Money};

/// One row that is in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LawLine {
    /// The rule's dotted key.
    pub rule: String,
    /// Whom it is for; all when none.
    pub debtor: Option<CustomerKind>,
    /// For claims whose principal is above this.
    pub principal_over: Option<Money>,
    /// Plain: "12.25", "38.00", "14", "yes", "larger", or "none" where the law sets nothing.
    pub value: String,
    pub unit: Unit,
    /// The first day on which it counts.
    pub from: Date,
    /// The last, where it has one.
    pub until: Option<Date>,
    pub source: Source,
    pub note: Option<String>,
    /// The regime that it is part of.
    pub regime: Option<String>,
    /// The file that it stands in.
    pub origin: String,
}

/// What holds on a day, and what is missing.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct InForce {
    pub lines: Vec<LawLine>,
    /// Rules of the country without a row for the day.
    pub gaps: Vec<Gap>,
}

const DEBTORS: [CustomerKind; 3] = [
    CustomerKind::Business,
    CustomerKind::Consumer,
    CustomerKind::Public,
];

impl Law {
    /// The rows in force on a day in the order of the rules, and the gaps.
    pub fn in_force(&self, on: Date) -> InForce {
        let mut found = InForce::default();
        for rule in Rule::all() {
            let series = &self.series[rule.index()];
            let mut shown: Vec<&Row> = Vec::new();
            for debtor in debtors(series) {
                let mut brackets: Vec<Minor> = series.rows().map(|row| row.over).collect();
                brackets.sort_unstable();
                brackets.dedup();
                for bracket in brackets {
                    // A bracket holds from just above its bound.
                    let principal = Minor(bracket.0.saturating_add(1));
                    match series.find(debtor, principal, on) {
                        Found::Row(row, _)
                            if !shown.iter().any(|seen| std::ptr::eq(*seen, row)) =>
                        {
                            shown.push(row);
                        }
                        Found::Row(..) | Found::NoRule => {}
                        Found::Gap => {
                            let gap = Gap {
                                country: self.country.to_owned(),
                                rule: rule.key(),
                                debtor,
                                on,
                            };
                            if !found.gaps.contains(&gap) {
                                found.gaps.push(gap);
                            }
                        }
                    }
                }
            }
            found
                .lines
                .extend(shown.into_iter().map(|row| self.line(row)));
        }
        found
    }

    /// The days after one on which a row begins, in order: from each on the law is another.
    pub fn changes_after(&self, day: Date) -> Vec<Date> {
        let rows = self.series.iter().flat_map(Series::rows);
        let days: BTreeSet<Date> = rows
            .map(|row| row.source.from)
            .filter(|from| *from > day)
            .collect();
        days.into_iter().collect()
    }

    /// Rows of regimes whose first day is not set.
    pub fn waiting(&self) -> Vec<LawLine> {
        self.waiting.iter().map(|row| self.line(row)).collect()
    }

    fn line(&self, row: &Row) -> LawLine {
        let money = |amount| Money::new(amount, self.currency);
        LawLine {
            rule: row.rule.key(),
            debtor: row.debtor,
            principal_over: (row.over >= Minor::ZERO).then(|| money(row.over)),
            value: match row.value {
                Value::Number(number) => number.to_string(),
                Value::Amount(amount) => amount.plain(self.currency),
                Value::Count(count) => count.to_string(),
                Value::Flag(flag) => if flag { "yes" } else { "no" }.to_owned(),
                Value::Offset(offset) => offset.name().to_owned(),
                Value::Start(start) => start.name().to_owned(),
                Value::Contents(contents) => contents.written(),
                Value::Nothing => "none".to_owned(),
                Value::Unknown => "unknown".to_owned(),
            },
            unit: row.rule.unit(),
            from: row.source.from,
            until: row.until,
            source: (*row.source).clone(),
            note: row.note.clone(),
            regime: row.regime.clone(),
            origin: row.origin.to_string(),
        }
    }
}

/// For whom a rule's rows are: the debtors that they name, or all as one.
fn debtors(series: &Series) -> Vec<Option<CustomerKind>> {
    let named = |debtor: CustomerKind| series.rows().any(|row| row.debtor == Some(debtor));
    let named: Vec<_> = DEBTORS
        .into_iter()
        .filter(|debtor| named(*debtor))
        .map(Some)
        .collect();
    if named.is_empty() { vec![None] } else { named }
}
