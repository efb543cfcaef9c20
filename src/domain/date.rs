//! Dates. A ledger knows days, not hours; at rest a day is the readable integer `yyyymmdd`.

use chrono::Datelike;

/// A calendar day.
pub type Date = chrono::NaiveDate;

/// The readable integer of a day, which orders as the days do: 20261122.
pub fn to_int(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The day of a readable integer, or none if there is no such day.
pub fn from_int(n: i64) -> Option<Date> {
    let part = |value: i64| u32::try_from(value).ok();
    Date::from_ymd_opt(
        i32::try_from(n / 10_000).ok()?,
        part(n / 100 % 100)?,
        part(n % 100)?,
    )
}

/// Days from `due` to `as_of`: positive when past due.
pub fn days_past(due: Date, as_of: Date) -> i64 {
    (as_of - due).num_days()
}

/// The first and last day that a document may bear: outside them a date is a slip, or a file made to overflow.
pub fn is_plausible(date: Date) -> bool {
    (1900..=2199).contains(&date.year())
}

/// The day after, within the calendar's end.
pub fn next(date: Date) -> Date {
    date.succ_opt().unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_integer_reads_back_and_keeps_the_order(a in 693_596_i32..803_168, b in 693_596_i32..803_168) {
            let (x, y) = (Date::from_num_days_from_ce_opt(a).unwrap(), Date::from_num_days_from_ce_opt(b).unwrap());
            prop_assert_eq!(from_int(to_int(x)), Some(x));
            prop_assert_eq!(x.cmp(&y), to_int(x).cmp(&to_int(y)));
        }
    }

    #[test]
    fn no_such_day_is_none() {
        assert_eq!(from_int(20_260_230), None);
        assert_eq!(from_int(-5), None);
    }
}
