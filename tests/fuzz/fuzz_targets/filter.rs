//! What a person types to narrow a list.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reskontra::text::filter::{Filter, Subject};
use reskontra_fuzz::ENGLISH;
use rust_decimal::Decimal;

fuzz_target!(|text: &str| match Filter::parse(text) {
    Ok(filter) => {
        let accepted = filter.accepts(&Subject {
            words: &["alpha as", "1001"],
            number: "1001",
            customer: "alpha as 100",
            late: 12,
            amount: Decimal::new(100_000, 2),
            open: Decimal::MAX,
            currency: "NOK",
            ..Subject::default()
        });
        assert!(accepted || !filter.is_empty());
    }
    Err(fault) => assert!(!ENGLISH.tell("filter", &fault).is_empty()),
});
