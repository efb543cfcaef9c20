//! What the rows say to the questions that the desk asks: interest, due dates, plans, disputes.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Law;
use super::cited::{Cited, Gap};
use super::row::{Found, Row, Value};
use super::rule::{Rule, Topic};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::money::Minor;

/// A rate of late interest, in percent per year, and the last day on which it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rate {
    pub percent: Cited<Decimal>,
    pub until: Date,
}

impl Law {
    /// The rate of late interest in force on a day for a claim that fell due on another; percent per year.
    pub fn interest(
        &self,
        debtor: CustomerKind,
        due: Date,
        on: Date,
    ) -> Result<Cited<Decimal>, Gap> {
        Ok(self.rate(debtor, due, on)?.percent)
    }

    /// The same with the last day on which that rate stands.
    pub fn rate(&self, debtor: CustomerKind, due: Date, on: Date) -> Result<Rate, Gap> {
        let whole = Rule::General(Topic::Interest);
        if !self.series[whole.index()].is_empty() {
            let (row, until) = self.needed(whole, debtor, on)?;
            return Ok(Rate {
                percent: cite(row, self.number(row, whole, debtor, on)?),
                until,
            });
        }
        let (reference, margin) = (
            Rule::General(Topic::ReferenceRate),
            Rule::General(Topic::InterestMargin),
        );
        let (row, until) = self.needed(reference, debtor, on)?;
        // The margin follows the due date for the whole life of a claim (renteloven § 5, LBK 459 of 2014).
        let (added, _) = self.needed(margin, debtor, due)?;
        let percent = self.number(row, reference, debtor, on)?;
        let added = self.number(added, margin, debtor, due)?;
        Ok(Rate {
            percent: cite(row, percent.saturating_add(added)),
            until,
        })
    }

    /// May a rate above the statutory one be agreed with such a debtor.
    pub fn agreed_interest_allowed(&self, debtor: CustomerKind) -> Cited<bool> {
        self.flag(Topic::AgreedInterest, Some(debtor), Date::MAX, false)
    }

    /// Days of the year that interest is divided by: 365, or 360 with months of thirty days.
    pub fn day_count(&self) -> u32 {
        let rows = self.series[Rule::General(Topic::DayCount).index()].rows();
        match rows.last().map(|row| row.value) {
            Some(Value::Count(days)) => days,
            _ => 365,
        }
    }

    /// Days after the invoice was sent before late interest runs where no term was agreed, if the law sets them: a due
    /// date that only the invoice names is not enough then.
    pub fn interest_without_term(&self, debtor: CustomerKind, issued: Date) -> Option<Cited<u32>> {
        let rule = Rule::General(Topic::InterestWithoutTerm);
        // Where the law is silent the due date counts.
        self.count(rule, debtor, issued).ok().flatten()
    }

    /// The day from which a claim is late: the due date or, where the law or its mildest reading moves it, the next
    /// banking day. A row of `due-moves` in the settings takes the strict reading.
    pub fn effective_due(&self, due: Date, debtor: CustomerKind) -> Cited<Date> {
        let moves = self.flag(Topic::DueMoves, Some(debtor), due, true);
        moves.map(|moves| {
            if moves {
                self.calendar.next_banking_day(due)
            } else {
                due
            }
        })
    }

    /// May costs be added to a claim that the debtor disputes.
    pub fn disputed_costs(&self) -> Cited<bool> {
        self.flag(Topic::DisputedCosts, None, Date::MAX, false)
    }

    /// What a plan of instalments in writing may cost, in the law's currency, where the law knows such a fee.
    pub fn plan_fee(&self, on: Date) -> Option<Cited<Minor>> {
        let rule = Rule::General(Topic::PlanFee);
        // Without a row there is no fee, which wrongs nobody.
        self.amount(rule, CustomerKind::Business, on, Minor::ZERO)
            .ok()
            .flatten()
    }

    /// What a rule answers with yes or no; `otherwise` where the law is silent.
    pub(super) fn flag(
        &self,
        topic: Topic,
        debtor: Option<CustomerKind>,
        on: Date,
        otherwise: bool,
    ) -> Cited<bool> {
        let series = &self.series[Rule::General(topic).index()];
        match series.find(debtor, Minor::ZERO, on) {
            Found::Row(row, _) => cite(row, row.value == Value::Flag(true)),
            Found::Gap | Found::NoRule => self.unsaid(otherwise),
        }
    }

    /// A value that no row speaks of.
    pub(super) fn unsaid<T>(&self, value: T) -> Cited<T> {
        Cited {
            value,
            source: Arc::clone(&self.silent),
        }
    }

    pub(super) fn gap(&self, rule: Rule, debtor: CustomerKind, on: Date) -> Gap {
        let by_debtor = self.series[rule.index()]
            .rows()
            .any(|row| row.debtor.is_some());
        Gap {
            country: self.country.to_owned(),
            rule: rule.key(),
            debtor: by_debtor.then_some(debtor),
            on,
        }
    }

    /// The row that decides, none where the law knows no such rule or sets nothing.
    pub(super) fn row(
        &self,
        rule: Rule,
        debtor: CustomerKind,
        on: Date,
        principal: Minor,
    ) -> Result<Option<&Row>, Gap> {
        match self.series[rule.index()].find(Some(debtor), principal, on) {
            Found::Row(row, _) => Ok((row.value != Value::Nothing).then_some(row)),
            Found::NoRule => Ok(None),
            Found::Gap => Err(self.gap(rule, debtor, on)),
        }
    }

    /// The row that decides, a gap where there is none.
    fn needed(&self, rule: Rule, debtor: CustomerKind, on: Date) -> Result<(&Row, Date), Gap> {
        match self.series[rule.index()].find(Some(debtor), Minor::ZERO, on) {
            Found::Row(row, until) => Ok((row, until)),
            Found::Gap | Found::NoRule => Err(self.gap(rule, debtor, on)),
        }
    }

    fn number(
        &self,
        row: &Row,
        rule: Rule,
        debtor: CustomerKind,
        on: Date,
    ) -> Result<Decimal, Gap> {
        match row.value {
            Value::Number(number) => Ok(number),
            _ => Err(self.gap(rule, debtor, on)),
        }
    }

    pub(super) fn share(
        &self,
        rule: Rule,
        debtor: CustomerKind,
        on: Date,
    ) -> Result<Option<Cited<Decimal>>, Gap> {
        let row = self.row(rule, debtor, on, Minor::ZERO)?;
        row.map(|row| Ok(cite(row, self.number(row, rule, debtor, on)?)))
            .transpose()
    }

    pub(super) fn amount(
        &self,
        rule: Rule,
        debtor: CustomerKind,
        on: Date,
        principal: Minor,
    ) -> Result<Option<Cited<Minor>>, Gap> {
        Ok(match self.row(rule, debtor, on, principal)? {
            Some(row) => match row.value {
                Value::Amount(amount) => Some(cite(row, amount)),
                _ => None,
            },
            None => None,
        })
    }

    pub(super) fn count(
        &self,
        rule: Rule,
        debtor: CustomerKind,
        on: Date,
    ) -> Result<Option<Cited<u32>>, Gap> {
        Ok(match self.row(rule, debtor, on, Minor::ZERO)? {
            Some(row) => match row.value {
                Value::Count(count) => Some(cite(row, count)),
                _ => None,
            },
            None => None,
        })
    }

    /// A yes with its source; none for a no.
    pub(super) fn yes(
        &self,
        rule: Rule,
        debtor: CustomerKind,
        on: Date,
    ) -> Result<Option<Arc<super::Source>>, Gap> {
        let row = self.row(rule, debtor, on, Minor::ZERO)?;
        Ok(row
            .filter(|row| row.value == Value::Flag(true))
            .map(|row| Arc::clone(&row.source)))
    }

    /// Whether a row says yes.
    pub(super) fn says(&self, rule: Rule, debtor: CustomerKind, on: Date) -> Result<bool, Gap> {
        let row = self.row(rule, debtor, on, Minor::ZERO)?;
        Ok(row.is_some_and(|row| row.value == Value::Flag(true)))
    }
}

/// A value with its row's source.
pub(super) fn cite<T>(row: &Row, value: T) -> Cited<T> {
    Cited {
        value,
        source: Arc::clone(&row.source),
    }
}
