//! Bank accounts: the many ways to write one, and whether two texts name the same.

mod finnish;
mod giro;
mod iban;
mod national;

pub use finnish::{machine_form, written_form};
pub use giro::{Giro, WrongGiro, kept};
pub use iban::{Iban, is_iban};
pub use national::{
    danish, is_bankgiro, is_norwegian, is_plusgiro, printed_bankgiro, printed_plusgiro,
};

/// Digits at the end of an account number that are enough to know it by, once its bank is left off.
const ENOUGH: usize = 6;

/// Whether two texts name one account: blanks, dots, dashes and zeros in front do not matter, and an IBAN is the
/// same as the national number that it contains. Texts without letters and digits name none.
pub fn same_account(a: &str, b: &str) -> bool {
    match (Iban::parse(a), Iban::parse(b)) {
        (Some(a), Some(b)) => a == b,
        (Some(iban), None) => contains(&iban, b),
        (None, Some(iban)) => contains(&iban, a),
        (None, None) => same_national(a, b),
    }
}

/// An account as it is kept: letters and digits alone, letters in capitals, however it was typed or printed.
pub fn bare(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn without_zeros(text: &str) -> &str {
    text.trim_start_matches('0')
}

fn same_national(a: &str, b: &str) -> bool {
    let (bare_a, bare_b) = (bare(a), bare(b));
    if bare_a.is_empty() || bare_b.is_empty() {
        return false;
    }
    // Zeros fill the middle of a Finnish number and of a Danish one.
    let same = |form: fn(&str) -> Option<String>| {
        let (long_a, long_b) = (form(a), form(b));
        long_a.is_some() && long_a == long_b
            || long_a.is_some_and(|long| long == bare_b)
            || long_b.is_some_and(|long| long == bare_a)
    };
    without_zeros(&bare_a) == without_zeros(&bare_b)
        || same(finnish::from_parted)
        || same(national::danish_from_parted)
}

/// Whether an IBAN is made of a national number.
fn contains(iban: &Iban, national: &str) -> bool {
    let number = bare(national);
    let within = without_zeros(&number);
    if within.is_empty() {
        return false;
    }
    let bban = iban.bban();
    let ends_like = |number: &str| {
        let rest = bban.strip_suffix(number);
        rest.is_some_and(|rest| rest.bytes().all(|b| b == b'0'))
    };
    match iban.country() {
        "FI" => machine_form(national).as_deref() == Some(bban),
        "DK" => ends_like(within) || national::danish(national).as_deref() == Some(bban),
        // Three digits of the bank, then the account: with or without its clearing number of four or five digits.
        "SE" => {
            let account = bban.get(3..).map(without_zeros).unwrap_or_default();
            let bank = bban.get(..3).unwrap_or_default();
            let rest = |clearing| number.get(clearing..).map(without_zeros);
            let is_rest = |clearing| {
                rest(clearing).is_some_and(|rest| rest.len() >= ENOUGH && rest == account)
            };
            account == within
                || is_rest(4)
                || is_rest(5)
                || number.strip_prefix(bank).map(without_zeros) == Some(account)
        }
        // Elsewhere the bank's number stands in front of the account's, which alone may be what a file says.
        _ => ends_like(within) || (within.len() > ENOUGH && bban.ends_with(within)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_account_in_all_its_dresses() {
        for (a, b) in [
            ("NO93 8601 1117 947", "8601.11.17947"),
            ("NO9386011117947", "86011117947"),
            ("8601 11 17947", "86011117947"),
            ("NO9386011117947", "no93 8601 1117 947"),
            ("DK5000400440116243", "0040 0440116243"),
            ("DK5000400440116243", "40-440116243"),
            ("DK5000400440116243", "0040440116243"),
            ("0040 440116243", "00400440116243"),
            ("FI2112345600000785", "123456-785"),
            ("FI2112345600000785", "12345600000785"),
            ("123456-785", "12345600000785"),
            ("123456-785", "123456785"),
            ("SE4550000000058398257466", "5000 58398257466"),
            ("SE4550000000058398257466", "58398257466"),
            ("SE4550000000058398257466", "00058398257466"),
            ("991-2346", "9912346"),
            ("0991-2346", "9912346"),
            ("DE89370400440532013000", "0532013000"),
        ] {
            assert!(same_account(a, b), "{a} {b}");
            assert!(same_account(b, a), "{b} {a}");
        }
    }

    #[test]
    fn other_accounts_are_others() {
        for (a, b) in [
            ("", ""),
            ("-", "-"),
            ("NO9386011117947", "86011117948"),
            ("NO9386011117947", "17947"),
            ("NO9386011117947", "NO8330001234567"),
            ("FI2112345600000785", "123456-786"),
            ("DK5000400440116243", "0041 0440116243"),
            ("SE4550000000058398257466", "58398257467"),
            ("SE4550000000058398257466", "257466"),
            ("5000 58398257466", "6000 58398257466"),
            ("123456-785", "123456-7085"),
            ("000", "NO9386011117947"),
        ] {
            assert!(!same_account(a, b), "{a} {b}");
            assert!(!same_account(b, a), "{b} {a}");
        }
    }

    proptest! {
        #[test]
        fn an_iban_is_the_norwegian_number_that_it_contains(number in "[1-9][0-9]{10}") {
            let iban = Iban::of("NO", &number).unwrap();
            prop_assert!(same_account(&iban.to_string(), &number));
            prop_assert!(is_iban(&iban.to_string()));
        }

        #[test]
        fn any_two_texts_are_answered_alike_both_ways(a in "[0-9A-Z .-]{0,30}|\\PC{0,20}", b in "[0-9 -]{0,20}|\\PC{0,20}") {
            prop_assert_eq!(same_account(&a, &b), same_account(&b, &a));
            prop_assert_eq!(same_account(&a, &a), !bare(&a).is_empty());
        }
    }
}
