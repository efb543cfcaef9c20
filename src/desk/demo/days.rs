//! The working days on which invoices are written and banks move money.

use chrono::{Datelike, Days, Weekday};

use crate::domain::date::Date;

/// So many days later, or earlier when negative.
pub fn shift(date: Date, days: i64) -> Date {
    let by = Days::new(days.unsigned_abs());
    let shifted = if days < 0 {
        date.checked_sub_days(by)
    } else {
        date.checked_add_days(by)
    };
    shifted.unwrap_or(date)
}

/// Weekends and the Norwegian holidays that have a fixed date: enough for a made-up company.
pub fn is_banking(date: Date) -> bool {
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let holiday = matches!(
        (date.month(), date.day()),
        (1 | 5, 1) | (5, 17) | (12, 25 | 26)
    );
    !weekend && !holiday
}

/// The day itself, or the last banking day before it.
pub fn banking_until(date: Date) -> Date {
    // No run of days without a bank is as long as this.
    (0..7)
        .map(|back| shift(date, -back))
        .find(|day| is_banking(*day))
        .unwrap_or(date)
}

/// The last banking day before the day.
pub fn banking_before(date: Date) -> Date {
    banking_until(shift(date, -1))
}
