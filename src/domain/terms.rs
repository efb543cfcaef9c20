//! Terms of payment: when an invoice is due, in how many parts, and what paying early earns.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::date::Date;

/// More days of credit than anyone means.
pub const MOST_DAYS: u16 = 365;
const MOST_INSTALMENTS: u8 = 60;

/// Terms of payment, as `14`, `eom 30`, `30 2%/10` or `3x30`: days net, days after the month's end, a discount of
/// two percent for who pays within ten days, three instalments thirty days apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Terms {
    /// From issue, or from the end of the month of issue, to the (first) due date.
    pub days: u16,
    pub end_of_month: bool,
    /// As many parts, so many days apart; one by default.
    pub instalments: u8,
    pub discount: Option<CashDiscount>,
}

/// What paying early earns.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CashDiscount {
    /// Above 0 and below 100, two decimals at most.
    pub percent: Decimal,
    /// From issue.
    pub days: u16,
}

/// A text that gives no terms.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0} gives no terms of payment")]
pub struct NoTerms(pub String);

impl Terms {
    pub fn net(days: u16) -> Self {
        Self {
            days,
            end_of_month: false,
            instalments: 1,
            discount: None,
        }
    }

    /// The due dates of an invoice of this day, one for each instalment; none where the calendar ends.
    pub fn due(self, issued: Date) -> Option<Vec<Date>> {
        let from = if self.end_of_month {
            let first = issued.with_day(1)?;
            first.checked_add_months(Months::new(1))?.pred_opt()?
        } else {
            issued
        };
        (1..=u64::from(self.instalments))
            .map(|part| from.checked_add_days(Days::new(part * u64::from(self.days))))
            .collect()
    }

    /// The last day that earns the discount.
    pub fn discount_until(self, issued: Date) -> Option<Date> {
        issued.checked_add_days(Days::new(u64::from(self.discount?.days)))
    }
}

impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.end_of_month {
            f.write_str("eom ")?;
        }
        if self.instalments > 1 {
            write!(f, "{}x", self.instalments)?;
        }
        write!(f, "{}", self.days)?;
        if let Some(discount) = self.discount {
            write!(f, " {}%/{}", discount.percent.normalize(), discount.days)?;
        }
        Ok(())
    }
}

impl FromStr for Terms {
    type Err = NoTerms;

    fn from_str(text: &str) -> Result<Self, NoTerms> {
        let fault = || NoTerms(text.to_owned());
        let folded = text.trim().to_ascii_lowercase().replace(',', ".");
        let mut words = folded.split_whitespace().peekable();
        let end_of_month = words.next_if_eq(&"eom").is_some();
        let days = words.next().ok_or_else(fault)?;
        let (instalments, days) = match days.split_once('x') {
            Some((parts, days)) => (parts.parse().map_err(|_| fault())?, days),
            None => (1_u8, days),
        };
        let days: u16 = days.parse().map_err(|_| fault())?;
        let discount = words.next().map(|word| {
            let (percent, days) = word.split_once("%/")?;
            Some(CashDiscount {
                percent: percent.parse::<Decimal>().ok()?.normalize(),
                days: days.parse().ok()?,
            })
        });
        let discount = match discount {
            None => None,
            Some(discount) => Some(discount.ok_or_else(fault)?),
        };
        // An invoice of the month's first day is due a month later still.
        let last = days.saturating_add(if end_of_month { 31 } else { 0 });
        let discount_is_sound = discount.is_none_or(|discount: CashDiscount| {
            discount.percent > Decimal::ZERO
                && discount.percent < Decimal::ONE_HUNDRED
                && discount.percent.scale() <= 2
                && discount.days <= last
        });
        let sound = words.next().is_none()
            && days <= MOST_DAYS
            && (1..=MOST_INSTALMENTS).contains(&instalments)
            && (instalments == 1 || days > 0)
            && discount_is_sound;
        sound
            .then_some(Self {
                days,
                end_of_month,
                instalments,
                discount,
            })
            .ok_or_else(fault)
    }
}

impl From<Terms> for String {
    fn from(terms: Terms) -> Self {
        terms.to_string()
    }
}

impl TryFrom<String> for Terms {
    type Error = NoTerms;

    fn try_from(text: String) -> Result<Self, NoTerms> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Date {
        Date::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn terms_are_read_as_they_are_written() {
        for text in ["14", "0", "eom 30", "30 2%/10", "3x30", "eom 0 1.5%/8"] {
            assert_eq!(text.parse::<Terms>().unwrap().to_string(), text);
        }
        assert_eq!(
            "30  2,50%/10".parse::<Terms>().unwrap().to_string(),
            "30 2.5%/10"
        );
    }

    #[test]
    fn what_gives_no_terms_is_refused() {
        for text in [
            "",
            "x",
            "-1",
            "366",
            "eom",
            "30 2%",
            "30 0%/10",
            "30 100%/10",
            "10 2%/30",
            "0x30",
            "3x0",
            "14 days",
            "14 1%/7 x",
            "2.5",
            "61x1",
        ] {
            assert!(text.parse::<Terms>().is_err(), "{text}");
        }
    }

    #[test]
    fn due_dates_follow_the_terms() {
        let due = |text: &str, issued| text.parse::<Terms>().unwrap().due(issued).unwrap();
        assert_eq!(due("14", day(2026, 3, 2)), [day(2026, 3, 16)]);
        assert_eq!(due("eom 30", day(2026, 1, 31)), [day(2026, 3, 2)]);
        assert_eq!(due("eom 0", day(2028, 2, 3)), [day(2028, 2, 29)]);
        assert_eq!(
            due("3x30", day(2026, 3, 2)),
            [day(2026, 4, 1), day(2026, 5, 1), day(2026, 5, 31)]
        );
    }
}
