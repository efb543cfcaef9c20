//! Limitation: until when a claim can be enforced, and what starts the period anew.

use chrono::Months;
use serde::{Deserialize, Serialize};

use super::law::{Cited, Gap, Law};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;

/// What the period runs from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunsFrom {
    /// The day on which the claim arose: the invoice's.
    Issued,
    /// The due date as written.
    Due,
    /// The due date, moved from a holiday to the next banking day.
    EffectiveDue,
}

impl RunsFrom {
    pub(super) const ALL: [Self; 3] = [Self::Issued, Self::Due, Self::EffectiveDue];

    pub fn name(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Due => "due",
            Self::EffectiveDue => "effective-due",
        }
    }
}

/// What may interrupt limitation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InterruptionKind {
    /// A written reminder that reached the debtor.
    Reminder,
    PartPayment,
    /// A promise, interest paid, the debt admitted.
    Acknowledgement,
    /// A claim brought before a court or the enforcement authority.
    Legal,
}

/// Something that happened to a claim on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Interruption {
    pub on: Date,
    pub kind: InterruptionKind,
}

/// How a country's statutes bar claims of one debtor.
pub(super) struct Period {
    pub years: u32,
    pub runs_from: RunsFrom,
    /// The kinds that start it anew.
    pub renewed_by: Vec<InterruptionKind>,
    pub end_moves: bool,
}

impl Law {
    /// The last day before the claim is barred. What happens after that day does not revive it.
    pub fn limitation(
        &self,
        debtor: CustomerKind,
        issued: Date,
        due: Date,
        interruptions: &[Interruption],
    ) -> Result<Cited<Date>, Gap> {
        let period = self.limitation_period(debtor, due)?;
        let begins = match period.value.runs_from {
            RunsFrom::Issued => issued,
            RunsFrom::Due => due,
            RunsFrom::EffectiveDue => self.effective_due(due, debtor).value,
        };
        let ends = |begins: Date| {
            let months = period.value.years.saturating_mul(12);
            let end = begins.checked_add_months(Months::new(months));
            let end = end.unwrap_or(Date::MAX);
            if period.value.end_moves {
                self.calendar().next_weekday(end)
            } else {
                end
            }
        };
        let mut renewals: Vec<Date> = interruptions
            .iter()
            .filter(|interruption| period.value.renewed_by.contains(&interruption.kind))
            .map(|interruption| interruption.on)
            .collect();
        renewals.sort_unstable();
        let last = renewals.into_iter().fold(ends(begins), |end, renewed| {
            if renewed <= end {
                // An old debt's first reminder before it fell due shortens nothing.
                end.max(ends(renewed))
            } else {
                end
            }
        });
        Ok(period.map(|_| last))
    }
}

#[cfg(test)]
mod tests;
