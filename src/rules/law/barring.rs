//! The rows on limitation.

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

impl Law {
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
