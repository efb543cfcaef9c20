//! Holidays as the calendars of the countries print them, and what holds for any day.

use proptest::prelude::*;

use super::*;
use crate::rules::law::Statutes;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn calendar(country: &str) -> &'static Calendar {
    Statutes::shipped().law(country).calendar()
}

#[test]
fn easter_is_where_the_almanac_has_it() {
    let sundays = [
        "1961-04-02",
        "2000-04-23",
        "2008-03-23",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2029-04-01",
        "2030-04-21",
        "2038-04-25",
    ];
    for sunday in sundays.map(day) {
        assert_eq!(easter(sunday.year()), Some(sunday));
    }
}

#[test]
fn holidays_of_2026_are_no_banking_days() {
    for (country, closed) in [
        (
            "no",
            vec![
                "2026-01-01",
                "2026-04-02",
                "2026-04-03",
                "2026-04-06",
                "2026-05-01",
                "2026-05-14",
                "2026-05-25",
                "2026-12-25",
            ],
        ),
        (
            "se",
            vec![
                "2026-01-06",
                "2026-04-03",
                "2026-04-06",
                "2026-05-01",
                "2026-05-14",
                "2026-06-19",
                "2026-12-24",
                "2026-12-31",
            ],
        ),
        (
            "dk",
            vec![
                "2026-04-02",
                "2026-05-14",
                "2026-05-15",
                "2026-05-25",
                "2026-06-05",
                "2026-12-24",
                "2026-12-31",
            ],
        ),
        (
            "fi",
            vec![
                "2026-01-06",
                "2026-04-03",
                "2026-05-01",
                "2026-05-14",
                "2026-06-19",
                "2026-12-24",
                "2026-12-25",
            ],
        ),
        (
            "de",
            vec![
                "2026-01-01",
                "2026-04-03",
                "2026-04-06",
                "2026-05-01",
                "2026-12-25",
            ],
        ),
    ] {
        for text in closed {
            assert!(
                !calendar(country).is_banking_day(day(text)),
                "{country} {text}"
            );
        }
    }
}

#[test]
fn what_is_a_holiday_to_one_is_a_banking_day_to_another() {
    for (country, open) in [
        // Short banking days, but banking days.
        (
            "no",
            vec!["2026-12-24", "2026-12-31", "2026-06-05", "2026-01-06"],
        ),
        // No Whit Monday since 2005.
        ("se", vec!["2026-05-25", "2026-04-02", "2026-05-15"]),
        ("dk", vec!["2026-05-01", "2026-01-06"]),
        ("fi", vec!["2026-04-02", "2026-05-25", "2026-12-31"]),
        ("eu", vec!["2026-05-14", "2026-05-25", "2026-12-24"]),
    ] {
        for text in open {
            assert!(
                calendar(country).is_banking_day(day(text)),
                "{country} {text}"
            );
        }
    }
}

#[test]
fn store_bededag_was_a_holiday_up_to_2023() {
    assert!(!calendar("dk").is_banking_day(day("2023-05-05")));
    assert!(calendar("dk").is_banking_day(day("2024-04-26")));
    assert!(!calendar("se").is_banking_day(day("2004-05-31")));
    assert!(calendar("se").is_banking_day(day("2005-05-16")));
}

#[test]
fn a_due_date_over_christmas_waits_for_the_banks() {
    assert_eq!(
        calendar("dk").next_banking_day(day("2026-12-24")),
        day("2026-12-28")
    );
    assert_eq!(
        calendar("no").next_banking_day(day("2026-12-24")),
        day("2026-12-24")
    );
    assert_eq!(
        calendar("no").next_banking_day(day("2027-03-25")),
        day("2027-03-30")
    );
    assert_eq!(
        calendar("se").banking_days_after(day("2026-12-22"), 2),
        day("2026-12-28")
    );
    assert_eq!(
        calendar("se").banking_days_after(day("2026-12-22"), 0),
        day("2026-12-22")
    );
}

#[test]
fn the_day_after_ascension_is_closed_to_danish_banks_and_a_weekday_to_the_law() {
    assert_eq!(
        calendar("dk").next_weekday(day("2026-05-14")),
        day("2026-05-15")
    );
    assert_eq!(
        calendar("dk").next_banking_day(day("2026-05-14")),
        day("2026-05-18")
    );
}

proptest! {
    #[test]
    fn the_next_banking_day_is_one_and_soon(number in 693_596_i32..803_168, country in 0_usize..5) {
        let date = Date::from_num_days_from_ce_opt(number).unwrap();
        let calendar = calendar(["no", "se", "dk", "fi", "eu"][country]);
        let next = calendar.next_banking_day(date);
        prop_assert!(calendar.is_banking_day(next));
        prop_assert!(next >= date && (next - date).num_days() <= 6);
        prop_assert_eq!(next == date, calendar.is_banking_day(date));
        let after = calendar.banking_days_after(date, 3);
        let between = date.iter_days().skip(1).take_while(|day| *day <= after);
        prop_assert_eq!(between.filter(|day| calendar.is_banking_day(*day)).count(), 3);
    }
}
