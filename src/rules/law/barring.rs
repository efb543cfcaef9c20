//! The rows on limitation, and on how long the books are kept.

use chrono::Months;

use super::Law;
use super::cited::{Cited, Gap};
use super::lookup::cite;
use super::row::Value;
use super::rule::{Rule, Topic};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::money::Minor;
use crate::rules::limitation::{InterruptionKind, Period};

const RENEWALS: [(Topic, InterruptionKind); 4] = [
    (Topic::LimitationReminder, InterruptionKind::Reminder),
    (Topic::LimitationPartPayment, InterruptionKind::PartPayment),
    (
        Topic::LimitationAcknowledgement,
        InterruptionKind::Acknowledgement,
    ),
    (Topic::LimitationLegal, InterruptionKind::Legal),
];

/// Where the statutes say nothing: the longest that any of those known asks for.
const LONGEST_RETENTION: u16 = 10;

impl Law {
    /// For how many years after the end of its year a voucher of a day is kept.
    pub fn retention_years(&self, on: Date) -> u16 {
        let rule = Rule::General(Topic::RetentionYears);
        // The books are the company's: the rule knows no kinds of debtors.
        match self.row(rule, CustomerKind::Business, on, Minor::ZERO) {
            Ok(Some(row)) => match row.value {
                Value::Count(years) => u16::try_from(years).unwrap_or(LONGEST_RETENTION),
                _ => LONGEST_RETENTION,
            },
            _ => LONGEST_RETENTION,
        }
    }

    /// Whether a claim is so young that no row's period can have passed by a day, whatever the debtor is and whatever
    /// interrupted it: of most claims nobody needs to know more.
    pub fn outlives(&self, issued: Date, due: Date, day: Date) -> bool {
        let rows = self.series[Rule::General(Topic::LimitationYears).index()].rows();
        let years = rows.filter_map(|row| match row.value {
            Value::Count(years) => Some(years),
            _ => None,
        });
        let shortest = years
            .min()
            .map(|years| Months::new(years.saturating_mul(12)));
        // Holidays and renewals only put the end off.
        let end = shortest.and_then(|shortest| issued.min(due).checked_add_months(shortest));
        end.is_some_and(|end| end > day)
    }

    /// How claims that fell due on a day are barred.
    pub(in crate::rules) fn limitation_period(
        &self,
        debtor: CustomerKind,
        due: Date,
    ) -> Result<Cited<Period>, Gap> {
        let years = Rule::General(Topic::LimitationYears);
        let start = Rule::General(Topic::LimitationStart);
        let gap = |rule| self.gap(rule, debtor, due);
        let row = |rule| self.row(rule, debtor, due, Minor::ZERO);
        let years_row = row(years)?.ok_or_else(|| gap(years))?;
        let start_row = row(start)?.ok_or_else(|| gap(start))?;
        let (Value::Count(count), Value::Start(runs_from)) = (years_row.value, start_row.value)
        else {
            return Err(gap(years));
        };
        let mut renewed_by = Vec::new();
        for (topic, kind) in RENEWALS {
            if self.says(Rule::General(topic), debtor, due)? {
                renewed_by.push(kind);
            }
        }
        let end_moves = Rule::General(Topic::LimitationEndMoves);
        let end_moves = self.says(end_moves, debtor, due)?;
        Ok(cite(
            years_row,
            Period {
                years: count,
                runs_from,
                renewed_by,
                end_moves,
            },
        ))
    }
}
