//! Banking days and holidays of a country, from the rows of its statutes.

use chrono::{Datelike, Days, Weekday};

use crate::domain::date::{self, Date};

/// The years whose holidays are worked out: those that a document may bear.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// No country closes its banks for so many days on end.
const LONGEST_CLOSURE: u32 = 31;

/// More banking days than any deadline.
const MOST_DAYS: u32 = 10_000;

/// When in the year a holiday is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// The same day each year.
    Fixed { month: u32, day: u32 },
    /// Days after Easter Sunday, negative before it.
    Easter(i64),
    /// The first such weekday on or after a day.
    Weekday {
        weekday: Weekday,
        month: u32,
        day: u32,
    },
}

/// A day without banking, in the years in which it is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holiday {
    pub name: String,
    pub when: When,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Banks are closed though it is a weekday to the law.
    pub bank_only: bool,
}

impl Holiday {
    /// The day in a year, whose Easter Sunday is told.
    fn on(&self, year: i32, easter: Option<Date>) -> Option<Date> {
        let day = match self.when {
            When::Fixed { month, day } => Date::from_ymd_opt(year, month, day)?,
            When::Easter(days) => easter?.checked_add_signed(chrono::TimeDelta::days(days))?,
            When::Weekday {
                weekday,
                month,
                day,
            } => {
                let first = Date::from_ymd_opt(year, month, day)?;
                first.checked_add_days(Days::new(u64::from(weekday.days_since(first.weekday()))))?
            }
        };
        let began = self.from.is_none_or(|from| from <= day);
        let lasts = self.until.is_none_or(|until| day <= until);
        (began && lasts).then_some(day)
    }
}

/// Easter Sunday by the Gregorian computation (Meeus, Astronomical Algorithms, 2nd edition, chapter 8).
pub fn easter(year: i32) -> Option<Date> {
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let golden = year.rem_euclid(19);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15)
        .rem_euclid(30);
    let sunday =
        (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let march = moon + sunday - 7 * late + 114;
    let part = |value: i32| u32::try_from(value).ok();
    Date::from_ymd_opt(year, part(march / 31)?, part(march % 31 + 1)?)
}

/// Which days are banking days.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calendar {
    /// Days without banking that are not at a weekend, ascending.
    closed: Vec<Date>,
    /// Of these, the ones that are weekdays to the law.
    bank_only: Vec<Date>,
}

impl Calendar {
    pub fn new(holidays: &[Holiday]) -> Self {
        let (mut closed, mut bank_only) = (Vec::new(), Vec::new());
        for year in YEARS {
            let easter = easter(year);
            for holiday in holidays {
                let day = holiday.on(year, easter);
                let days = if holiday.bank_only {
                    &mut bank_only
                } else {
                    &mut closed
                };
                days.extend(day.filter(|day| !is_weekend(*day)));
            }
        }
        for days in [&mut closed, &mut bank_only] {
            days.sort_unstable();
            days.dedup();
        }
        // A day that is also a holiday of another name is one to the law as well.
        bank_only.retain(|day| closed.binary_search(day).is_err());
        closed.extend(&bank_only);
        closed.sort_unstable();
        Self { closed, bank_only }
    }

    /// Neither a Saturday, a Sunday nor a holiday.
    pub fn is_banking_day(&self, date: Date) -> bool {
        !is_weekend(date) && self.closed.binary_search(&date).is_err()
    }

    /// The day itself if it is a banking day, else the first after it.
    pub fn next_banking_day(&self, date: Date) -> Date {
        first(date, |day| self.is_banking_day(day))
    }

    /// The day itself if it is a weekday to the law, else the first after it: banks may be closed on it.
    pub fn next_weekday(&self, date: Date) -> Date {
        first(date, |day| {
            self.is_banking_day(day) || self.bank_only.binary_search(&day).is_ok()
        })
    }

    /// The `count`th banking day after a day, which itself does not count.
    pub fn banking_days_after(&self, date: Date, count: u32) -> Date {
        (0..count.min(MOST_DAYS)).fold(date, |day, _| self.next_banking_day(date::next(day)))
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

fn first(date: Date, fits: impl Fn(Date) -> bool) -> Date {
    let mut day = date;
    for _ in 0..LONGEST_CLOSURE {
        if fits(day) {
            break;
        }
        day = date::next(day);
    }
    day
}

#[cfg(test)]
mod tests;
