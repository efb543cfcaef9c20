//! Payment references with check digits: KID, OCR, viite, RF, FIK. References are text: leading zeros and a
//! final `-` matter.

pub mod creditor;
pub mod fik;
pub mod forms;
pub mod ocr;
mod print;

use std::borrow::Cow;

use arrayvec::ArrayVec;
use serde::{Deserialize, Serialize};

pub use creditor::comparable;
pub use print::printed;

/// A rule that a reference's check digit can satisfy.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Luhn: Norwegian KID mod10, Swedish OCR, Danish FIK.
    Mod10,
    /// Norwegian KID mod11, weights 2 to 7 from the right; a remainder of 1 is written `-`.
    Mod11,
    /// Finnish viite, weights 7, 3, 1 from the right.
    Viite,
    /// ISO 11649 creditor reference, `RF` and modulus 97.
    Rf,
}

/// Schemes of one reference.
pub type Schemes = ArrayVec<Scheme, 4>;

/// The longest reference of any scheme.
pub const LONGEST: usize = 25;

/// A reference as it is compared: blanks and grouping taken out, letters in capitals. Zeros in front stay.
pub fn normalise(text: &str) -> String {
    normal(text).into_owned()
}

fn normal(text: &str) -> Cow<'_, str> {
    // Nearly all of them are digits alone.
    if digits(text).is_some() {
        return Cow::Borrowed(text);
    }
    text.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The schemes whose check digit the reference satisfies; none means that it must not be trusted.
pub fn schemes(reference: &str) -> Schemes {
    satisfied(reference).into_iter().flatten().collect()
}

/// Whether any scheme's check digit is right.
pub fn is_valid(reference: &str) -> bool {
    satisfied(reference).iter().any(Option::is_some)
}

/// Whether a scheme's check digit is right.
fn satisfies(reference: &str, scheme: Scheme) -> bool {
    satisfied(reference).contains(&Some(scheme))
}

fn satisfied(reference: &str) -> [Option<Scheme>; 4] {
    let reference = normal(reference);
    if !(2..=LONGEST).contains(&reference.len()) {
        return [None; 4];
    }
    let digits = digits(&reference);
    [
        (Scheme::Mod10, digits.is_some_and(mod10)),
        (Scheme::Viite, digits.is_some_and(viite)),
        (Scheme::Mod11, mod11(&reference)),
        (Scheme::Rf, rf(&reference)),
    ]
    .map(|(scheme, is_right)| is_right.then_some(scheme))
}

/// The Luhn check digit for a payload of digits.
pub fn mod10_digit(payload: &str) -> Option<char> {
    let sum = luhn_sum(digits(payload)?, 0);
    char::from_digit((10 - sum % 10) % 10, 10)
}

/// Whether a text is of digits whose last is a right Luhn check digit.
pub fn is_luhn(text: &str) -> bool {
    digits(text).is_some_and(|digits| digits.len() > 1 && mod10(digits))
}

/// Shorter tokens are years, counts and house numbers far more often than references.
const SHORTEST: usize = 6;

/// Tokens of a text that have the form of a reference and a right check digit, each once, in order.
pub fn references_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // A final `-` is part of a KID with remainder 1; between letters or digits it only parts them.
    for token in text.split(|c: char| !c.is_alphanumeric() && c != '-') {
        let bare = token.trim_matches('-');
        for candidate in [bare.to_owned(), format!("{bare}-")] {
            let candidate = normalise(&candidate);
            let stands = candidate == normalise(bare) || token.ends_with('-');
            if stands && has_form(&candidate) && is_valid(&candidate) && !found.contains(&candidate)
            {
                found.push(candidate);
            }
        }
    }
    found
}

fn has_form(token: &str) -> bool {
    let digits = token.chars().filter(char::is_ascii_digit).count();
    (SHORTEST..=LONGEST).contains(&token.len())
        && (token.starts_with("RF") || digits == token.trim_end_matches('-').len())
}

/// The digits of a text that is of nothing else.
fn digits(text: &str) -> Option<&[u8]> {
    let bytes = text.as_bytes();
    bytes.iter().all(u8::is_ascii_digit).then_some(bytes)
}

fn value(digit: u8) -> u32 {
    u32::from(digit.wrapping_sub(b'0'))
}

/// Sum of Luhn's products, the rightmost digit doubled when `phase` is 0.
fn luhn_sum(digits: &[u8], phase: usize) -> u32 {
    let product = |(i, d): (usize, u32)| {
        if (i + phase).is_multiple_of(2) {
            d * 2 / 10 + d * 2 % 10
        } else {
            d
        }
    };
    let values = digits.iter().rev().map(|digit| value(*digit));
    values.enumerate().map(product).sum()
}

fn mod10(digits: &[u8]) -> bool {
    luhn_sum(digits, 1).is_multiple_of(10)
}

fn mod11(reference: &str) -> bool {
    let Some(check) = reference.chars().last() else {
        return false;
    };
    let Some(payload) = digits(&reference[..reference.len() - check.len_utf8()]) else {
        return false;
    };
    if payload.is_empty() {
        return false;
    }
    let sum: u32 = payload
        .iter()
        .rev()
        .zip([2, 3, 4, 5, 6, 7].into_iter().cycle())
        .map(|(digit, weight)| value(*digit) * weight)
        .sum();
    match 11 - sum % 11 {
        11 => check == '0',
        10 => check == '-',
        digit => check.to_digit(10) == Some(digit),
    }
}

fn viite(digits: &[u8]) -> bool {
    let Some((check, payload)) = digits.split_last() else {
        return false;
    };
    // Three payload digits and a check digit at the least; validators in use accept two and one.
    if payload.len() < 2 || payload.len() > 19 || payload[0] == b'0' {
        return false;
    }
    viite_check(payload) == value(*check)
}

/// The check digit of a viite, weights 7, 3 and 1 from the right.
fn viite_check(payload: &[u8]) -> u32 {
    let weighted = payload.iter().rev().zip([7, 3, 1].into_iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| value(*digit) * weight).sum();
    (10 - sum % 10) % 10
}

fn rf(reference: &str) -> bool {
    let Some(rest) = reference.strip_prefix("RF") else {
        return false;
    };
    if rest.len() < 3 || !rest.is_char_boundary(2) {
        return false;
    }
    let (check, body) = rest.split_at(2);
    if !check.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    remainder_97(&format!("{body}RF{check}")) == Some(1)
}

/// The remainder by 97 of letters and digits, a letter counted as two digits (ISO 7064): creditor references and
/// IBANs.
pub(super) fn remainder_97(text: &str) -> Option<u32> {
    text.chars().try_fold(0, |remainder, c| {
        let value = c.to_digit(36)?;
        Some((remainder * if value > 9 { 100 } else { 10 } + value) % 97)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_examples_pass_their_scheme() {
        // The Nets OCR specification gives 123456782 (mod10) and 123456785 (mod11).
        for kid in [
            "1234566",
            "602243",
            "123456782",
            "000506701000172",
            "9123400005067009",
            "01000171234000506714",
            "1231000170050677",
        ] {
            assert!(schemes(kid).contains(&Scheme::Mod10), "{kid}");
        }
        for kid in [
            "1234560",
            "123456785",
            "602248",
            "202600115",
            "135-",
            "1000005-",
            "20260014-",
        ] {
            assert!(schemes(kid).contains(&Scheme::Mod11), "{kid}");
        }
        for viite in [
            "1234561", "12 34561", "123", "20260008", "10003", "202604", "990",
        ] {
            assert!(schemes(viite).contains(&Scheme::Viite), "{viite}");
        }
        for rf in [
            "RF18539007547034",
            "RF712348231",
            "rf34 1234 561",
            "RF3620260008",
            "RF0812344",
            "RF47ABC123",
        ] {
            assert!(schemes(rf).contains(&Scheme::Rf), "{rf}");
        }
        for ocr in ["123455", "10017", "1234567897", "1000173", "12345678911"] {
            assert!(schemes(ocr).contains(&Scheme::Mod10), "{ocr}");
        }
        for fik in [
            "004040400000669",
            "000000020260014",
            "1234567890123452",
            "18",
            "26",
        ] {
            assert!(schemes(fik).contains(&Scheme::Mod10), "{fik}");
        }
    }

    #[test]
    fn what_is_no_reference_passes_nothing() {
        for text in [
            "",
            "7",
            "-",
            "RF",
            "RF00",
            "1234å",
            "12345678901234567890123456",
            "RF18-39007547034",
        ] {
            assert!(schemes(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn whole_tokens_with_a_right_check_digit_are_found() {
        assert_eq!(references_in("KID 12345678 2"), [] as [&str; 0]);
        assert_eq!(references_in("KID:123456782, takk"), ["123456782"]);
        assert_eq!(references_in("betaling 1000005- for mai"), ["1000005-"]);
        assert_eq!(references_in("RF18539007547034"), ["RF18539007547034"]);
        assert_eq!(references_in("a123456782b 1123456782"), [] as [&str; 0]);
        assert_eq!(references_in("2026 1814"), [] as [&str; 0]);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_never_passes_mod10(payload in "[0-9]{4,20}", at in 0_usize..20, by in 1_u32..10) {
            let good = format!("{payload}{}", mod10_digit(&payload).unwrap());
            prop_assert!(schemes(&good).contains(&Scheme::Mod10));
            let at = at % good.len();
            let wrong = char::from_digit((good[at..=at].parse::<u32>().unwrap() + by) % 10, 10).unwrap();
            let bad = format!("{}{wrong}{}", &good[..at], &good[at + 1..]);
            prop_assert!(!schemes(&bad).contains(&Scheme::Mod10));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,40}") {
            let _ = schemes(&text);
        }
    }
}
