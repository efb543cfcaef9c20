//! Days, amounts and balances as SWIFT writes them.

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem};
use crate::domain::money::Currency;
use crate::formats::clean::excerpt;

/// A day as written, and whether no calendar has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Day {
    pub date: Date,
    /// 30 February, which interest counted in months of thirty days makes: the month's last day was taken.
    pub is_clamped: bool,
}

/// A booked balance.
#[derive(Clone, PartialEq, Debug)]
pub struct Balance {
    /// Signed.
    pub amount: Decimal,
    pub currency: Currency,
    pub date: Date,
}

/// `yymmdd`. Years from 70 on are of the last century.
pub fn day(text: &str) -> Option<Day> {
    let [year, month, day] = [0, 2, 4].map(|at| number(text.get(at..at + 2)?));
    let year = i32::try_from(year?).ok()?;
    day_of(if year < 70 { 2000 } else { 1900 } + year, month?, day?)
}

/// `mmdd`, in the year that brings it nearest to another day: an entry of 2 January may be valued on 30 December.
pub fn day_near(text: &str, near: Date) -> Option<Day> {
    let [month, day] = [0, 2].map(|at| number(text.get(at..at + 2)?));
    let (month, day) = (month?, day?);
    let years = [near.year() - 1, near.year(), near.year() + 1];
    let days = years
        .into_iter()
        .filter_map(|year| day_of(year, month, day));
    days.min_by_key(|day| (day.date - near).num_days().abs())
}

fn number(digits: &str) -> Option<u32> {
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

fn day_of(year: i32, month: u32, day: u32) -> Option<Day> {
    let mut last = day;
    while (29..=31).contains(&day) && last >= 28 {
        if let Some(date) = Date::from_ymd_opt(year, month, last) {
            let is_clamped = last != day;
            return Some(Day { date, is_clamped });
        }
        last -= 1;
    }
    let date = Date::from_ymd_opt(year, month, day)?;
    let is_clamped = false;
    Some(Day { date, is_clamped })
}

/// The amount at the beginning of a text and what follows it. The comma is the decimal mark, and always there;
/// banks that write a point or leave it out are forgiven.
pub fn amount(text: &str) -> Option<(Decimal, &str)> {
    /// Digits of which none can be lost: the standard has fifteen with the comma.
    const MOST_DIGITS: usize = 20;
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
        .unwrap_or(text.len());
    let (written, rest) = text.split_at(end);
    let (whole, fraction) = written.split_once([',', '.']).unwrap_or((written, ""));
    if whole.is_empty() || fraction.contains([',', '.']) || written.len() > MOST_DIGITS {
        return None;
    }
    let amount = if fraction.is_empty() {
        whole.parse()
    } else {
        format!("{whole}.{fraction}").parse()
    };
    Some((amount.ok()?, rest))
}

/// `C|D`, day, currency, amount.
pub fn balance(text: &str, tag: &str, line: u64) -> Result<Balance, Fault> {
    let field = || format!(":{tag}:");
    let value = || excerpt(text);
    let bad = |problem| Fault::at(line, problem);
    let not_an_amount = || {
        bad(Problem::NotAnAmount {
            field: field(),
            value: value(),
        })
    };
    let text = text.trim();
    let (is_debit, rest) = match text.split_at_checked(1) {
        Some(("C", rest)) => (false, rest),
        Some(("D", rest)) => (true, rest),
        _ => return Err(not_an_amount()),
    };
    let date = rest.get(..6).and_then(day).ok_or_else(|| {
        bad(Problem::NotADate {
            field: field(),
            value: value(),
        })
    })?;
    let code = rest.get(6..9).unwrap_or_default();
    let currency = Currency::parse(code).ok_or_else(|| {
        let value = excerpt(code);
        bad(Problem::UnknownCurrency { value })
    })?;
    let (magnitude, _) = rest
        .get(9..)
        .and_then(|rest| amount(rest.trim_start()))
        .ok_or_else(not_an_amount)?;
    Ok(Balance {
        amount: if is_debit { -magnitude } else { magnitude },
        currency,
        date: date.date,
    })
}
