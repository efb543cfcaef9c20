//! Amounts and dates as a person types them, and as cells of a table have them.
#![no_main]

use std::str::FromStr;

use libfuzzer_sys::fuzz_target;
use reskontra::domain::date::{self, Date};
use reskontra::domain::money::Currency;
use reskontra::formats::cells::values::{self, DateOrder, Mark};
use reskontra::text::typed;
use reskontra_fuzz::ENGLISH;

fuzz_target!(|text: &str| {
    let today = Date::from_str("2026-11-22").unwrap();
    if let Some(date) = ENGLISH.parse_date(text, today) {
        assert!(date::is_plausible(date));
    }
    if let Some(amount) = typed::amount(text) {
        if text.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            assert_eq!(typed::amount(&format!("-{text}")), Some(-amount));
        }
    }
    for mark in [None, Some(Mark::Point), Some(Mark::Comma)] {
        for currency in [Currency::NOK, Currency::parse("JPY").unwrap()] {
            let _ = values::amount(text, currency, mark);
        }
    }
    let _ = (values::ratio(text), values::proven_mark(text));
    let _ = values::named_currency(text);
    for order in [None, values::proven_order(text), Some(DateOrder::DayFirst)] {
        let _ = values::date(text, order);
    }
});
