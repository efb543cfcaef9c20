//! Numbers that a payer, a bank or a register may have written: references, accounts, organisations.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reskontra::domain::reference::creditor::{rf_of, viite_digit, viite_of};
use reskontra::domain::reference::fik::Fik;
use reskontra::domain::reference::{
    comparable, is_luhn, is_valid, mod10_digit, normalise, printed, references_in, schemes,
};
use reskontra::domain::{account, money, org_no};

fuzz_target!(|text: &str| {
    let normal = normalise(text);
    assert_eq!(normalise(&normal), normal);
    for scheme in schemes(&normal) {
        let _ = printed(&normal, scheme);
    }
    for found in references_in(text) {
        assert!(!found.is_empty());
    }
    // A check digit alone checks nothing.
    if let Some(digit) = mod10_digit(text).filter(|_| !text.is_empty()) {
        assert!(is_luhn(&format!("{text}{digit}")));
    }
    let _ = (is_valid(&normal), viite_digit(text), comparable(text));
    if let Some(creditor) = rf_of(text) {
        assert!(is_valid(&creditor), "{creditor}");
    }
    let _ = viite_of(text);
    if let Ok(card) = Fik::parse(text) {
        assert_eq!(Fik::parse(&card.ubl()).map(|again| again.id), Ok(card.id));
    }
    let half = text.char_indices().nth(text.chars().count() / 2);
    let (first, second) = text.split_at(half.map_or(0, |(at, _)| at));
    assert_eq!(
        account::same_account(first, second),
        account::same_account(second, first)
    );
    let _ = account::bare(text);
    for country in ["NO", "SE", "DK", "FI", first] {
        let _ = org_no::check(country, second);
        let _ = org_no::canonical(country, second);
    }
    let _ = money::Currency::parse(text);
});
