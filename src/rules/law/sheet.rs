//! What one country's file and the user's additions say, row by row, and the law that follows from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fault::LawFault;
use super::regime::{self, RegimeRow};
use super::row::{Lasts, Row, Series};
use super::rule::Rule;
use super::{Law, Source};
use crate::domain::money::Currency;
use crate::rules::calendar::{Calendar, Holiday};

/// The rows of one country as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Sheet {
    pub country: &'static str,
    pub currency: Currency,
    /// The paragraph behind each rule, where a row cites none of its own.
    pub laws: BTreeMap<Rule, String>,
    pub lasts: BTreeMap<Rule, Lasts>,
    pub rows: Vec<Row>,
    pub regimes: Vec<(RegimeRow, Arc<str>, u64)>,
    pub holidays: Vec<Holiday>,
}

impl Sheet {
    pub fn empty(country: &'static str) -> Self {
        Self {
            country,
            currency: Currency::EUR,
            laws: BTreeMap::new(),
            lasts: BTreeMap::new(),
            rows: Vec::new(),
            regimes: Vec::new(),
            holidays: Vec::new(),
        }
    }

    /// The law that these rows make.
    pub fn law(&self) -> Result<Law, LawFault> {
        let mut law = Law::empty(self.country);
        law.currency = self.currency;
        law.calendar = Calendar::new(&self.holidays);
        law.regimes = self.merged()?;
        let mut rows = vec![Vec::new(); Rule::COUNT];
        for row in &self.rows {
            let Some(name) = &row.regime else {
                rows[row.rule.index()].push((row.source.from, row.clone()));
                continue;
            };
            let known = law.regimes.iter().find(|regime| regime.name == *name);
            let Some(regime) = known else {
                return Err(LawFault::UnknownRegime {
                    origin: row.origin.to_string(),
                    line: row.line,
                    row: row.rule.key(),
                    regime: name.clone(),
                });
            };
            match regime.from {
                Some(from) => {
                    let starts = from.max(row.source.from);
                    let mut row = row.clone();
                    let source = (*row.source).clone();
                    row.source = Arc::new(Source {
                        from: starts,
                        ..source
                    });
                    rows[row.rule.index()].push((starts, row));
                }
                None => law.waiting.push(row.clone()),
            }
        }
        law.series = rows.into_iter().map(Series::new).collect();
        Ok(law)
    }

    fn merged(&self) -> Result<Vec<super::Regime>, LawFault> {
        let rows: Vec<RegimeRow> = self.regimes.iter().map(|(row, ..)| row.clone()).collect();
        regime::merge(&rows).map_err(|stray| {
            let place = self.regimes.iter().rfind(|(row, ..)| row == stray);
            let (origin, line) = place.map_or((String::new(), 0), |(_, origin, line)| {
                (origin.to_string(), *line)
            });
            LawFault::UnknownRegime {
                origin,
                line,
                row: "regime".to_owned(),
                regime: stray.name.clone(),
            }
        })
    }
}
