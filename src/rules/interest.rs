//! Late interest: simple, by the day, split at each row of the rate and at each change of the principal.

use std::sync::Arc;

use chrono::{Datelike, Days};
use rust_decimal::Decimal;

use super::law::{Cited, Confidence, Gap, Law, Source};
use crate::domain::customer::CustomerKind;
use crate::domain::date::{self, Date};
use crate::domain::money::{Currency, Minor};

/// What the source of an agreed rate is called in place of a paragraph.
pub const AGREED: &str = "agreed";

/// More percent than any rate that can be meant: beyond it products could overflow.
const LARGEST_RATE: Decimal = Decimal::ONE_THOUSAND;

/// Decimals of a rate that count.
const DECIMALS_OF_RATE: u32 = 6;

/// Days with one rate and one principal: a line of interest as it is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// The first day that counts.
    pub from: Date,
    /// The last day that counts.
    pub to: Date,
    pub days: u32,
    pub principal: Minor,
    /// Percent per year. Its source's law is [`AGREED`] for an agreed rate.
    pub rate: Cited<Decimal>,
    /// A higher rate was agreed, which the law does not let count.
    pub agreed_too_high: bool,
    /// Rounded half away from zero.
    pub amount: Minor,
}

/// The first day that bears interest: the one after the effective due date, on which payment is still in time.
pub fn first_day(effective_due: Date) -> Date {
    date::next(effective_due)
}

/// Late interest from a first to a last day, both counted.
///
/// `balances` is what is owed from each day on, ascending; before the first nothing is. A payment lowers what is owed
/// from the day after it, for the day on which it comes in still bears interest. `agreed` is percent per year; it
/// counts where the law lets it, else the statutory rate does.
#[allow(clippy::too_many_arguments)]
pub fn accrue(
    law: &Law,
    debtor: CustomerKind,
    agreed: Option<Decimal>,
    due_effective: Date,
    balances: &[(Date, Minor)],
    from: Date,
    to: Date,
    currency: Currency,
) -> Result<Vec<Segment>, Gap> {
    let mut segments = Vec::new();
    for (index, (since, principal)) in balances.iter().enumerate() {
        let next = balances.get(index + 1).map(|(next, _)| day_before(*next));
        let last = next.map_or(to, |next| next.min(to));
        let mut day = from.max(*since);
        if *principal <= Minor::ZERO {
            continue;
        }
        while day <= last {
            let (rate, agreed_too_high, until) = rate(law, debtor, agreed, due_effective, day)?;
            let end = until.min(last);
            let days = days_between(day_before(day), end, law.day_count());
            if days > 0 {
                segments.push(Segment {
                    from: day,
                    to: end,
                    days,
                    principal: *principal,
                    amount: simple(*principal, rate.value, days, law.day_count(), currency),
                    rate,
                    agreed_too_high,
                });
            }
            if end == Date::MAX {
                break;
            }
            day = date::next(end);
        }
    }
    Ok(segments)
}

/// The rate of a day, whether a higher one was agreed in vain, and the last day on which it stands.
fn rate(
    law: &Law,
    debtor: CustomerKind,
    agreed: Option<Decimal>,
    due: Date,
    on: Date,
) -> Result<(Cited<Decimal>, bool, Date), Gap> {
    let Some(agreed) = agreed else {
        let rate = law.rate(debtor, due, on)?;
        return Ok((rate.percent, false, rate.until));
    };
    let agreed = agreed
        .clamp(Decimal::ZERO, LARGEST_RATE)
        .round_dp(DECIMALS_OF_RATE);
    let source = Source {
        law: AGREED.to_owned(),
        from: due,
        confidence: Confidence::Confirmed,
        read_in: String::new(),
    };
    let agreed = Cited {
        value: agreed,
        source: Arc::new(source),
    };
    if law.agreed_interest_allowed(debtor).value {
        return Ok((agreed, false, Date::MAX));
    }
    let statutory = law.rate(debtor, due, on)?;
    if agreed.value > statutory.percent.value {
        Ok((statutory.percent, true, statutory.until))
    } else {
        Ok((agreed, false, statutory.until))
    }
}

/// Simple interest on a principal: percent per year, for days of a year of so many.
fn simple(
    principal: Minor,
    percent: Decimal,
    days: u32,
    day_count: u32,
    currency: Currency,
) -> Minor {
    let product = principal
        .decimal(currency)
        .checked_mul(percent)
        .and_then(|product| product.checked_mul(Decimal::from(days)));
    let year = Decimal::from(100 * day_count);
    let interest = product.and_then(|product| product.checked_div(year));
    // Amounts of a ledger and rates within the bounds never overflow.
    interest
        .and_then(|interest| Minor::rounded(interest, currency))
        .unwrap_or(Minor::ZERO)
}

/// Days after one day up to another: of the calendar, or with months of thirty days (30E/360) in a year of 360.
fn days_between(after: Date, to: Date, day_count: u32) -> u32 {
    let days = if day_count == 360 {
        let serial = |date: Date| {
            i64::from(date.year()) * 360
                + i64::from(date.month()) * 30
                + i64::from(date.day().min(30))
        };
        serial(to) - serial(after)
    } else {
        (to - after).num_days()
    };
    u32::try_from(days).unwrap_or(0)
}

fn day_before(date: Date) -> Date {
    date.checked_sub_days(Days::new(1)).unwrap_or(date)
}

#[cfg(test)]
mod tests;
