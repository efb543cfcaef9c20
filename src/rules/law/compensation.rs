//! The flat compensation for late payment between businesses (Directive 2011/7/EU art. 6 and the national acts).

use serde::Serialize;

use super::Law;
use super::cited::{Cited, Gap};
use super::row::Value;
use super::rule::{Rule, Topic};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::money::Minor;

/// How the compensation and other costs meet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offset {
    /// It and the fees offset each other: the larger counts, not the sum.
    Larger,
    /// It includes the fees for reminder and notice.
    Includes,
    /// It stands beside the fees.
    Adds,
    /// Other costs count only as far as they are above it.
    CostsAbove,
}

impl Offset {
    pub(super) const ALL: [Self; 4] = [Self::Larger, Self::Includes, Self::Adds, Self::CostsAbove];

    pub fn name(self) -> &'static str {
        match self {
            Self::Larger => "larger",
            Self::Includes => "includes",
            Self::Adds => "adds",
            Self::CostsAbove => "costs-above",
        }
    }
}

/// What may be claimed once for a late claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Compensation {
    /// In the law's currency.
    pub amount: Cited<Minor>,
    pub and: Offset,
}

impl Law {
    /// The compensation that may be claimed on a day for a claim that fell due on another; consumers owe none.
    ///
    /// Where the amount changes with time it is open whether the day of the due date or that of the claim counts
    /// (forsinkelsesrenteloven § 3 a): the smaller of both is taken.
    pub fn compensation(
        &self,
        debtor: CustomerKind,
        due: Date,
        on: Date,
    ) -> Result<Option<Compensation>, Gap> {
        let late = on > self.effective_due(due, debtor).value;
        if debtor == CustomerKind::Consumer || !late {
            return Ok(None);
        }
        let topic = Rule::General(Topic::Compensation);
        let of_due = self.amount(topic, debtor, due, Minor::ZERO)?;
        let of_claim = self.amount(topic, debtor, on, Minor::ZERO)?;
        let (Some(of_due), Some(of_claim)) = (of_due, of_claim) else {
            return Ok(None);
        };
        let amount = std::cmp::min_by_key(of_claim, of_due, |amount| amount.value);
        let offset = Rule::General(Topic::CompensationOffset);
        match self
            .row(offset, debtor, on, Minor::ZERO)?
            .map(|row| row.value)
        {
            Some(Value::Offset(and)) => Ok(Some(Compensation { amount, and })),
            _ => Err(self.gap(offset, debtor, on)),
        }
    }
}
