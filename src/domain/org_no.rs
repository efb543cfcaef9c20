//! Numbers of companies and people in the Nordic registers: their check digits and one form for each.

use super::reference::is_luhn;

/// What a check digit says of a number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Validity {
    Right,
    /// A warning more than a refusal: old and foreign numbers exist.
    WrongCheckDigit,
    /// Too long, too short, or not of digits; also any number of a country that is not checked here.
    NotOfForm,
}

/// Checks a number of a country (`NO`, `SE`, `DK`, `FI`): organisation number, Swedish personal number, CVR number,
/// Y-tunnus, or the VAT number that contains it.
pub fn check(country: &str, text: &str) -> Validity {
    let Some(digits) = digits_of(country, text) else {
        return Validity::NotOfForm;
    };
    let is_right = match country {
        "NO" => is_norwegian(&digits),
        "SE" => is_luhn(&digits),
        "DK" => weighted(&digits, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        "FI" => is_finnish(&digits),
        _ => return Validity::NotOfForm,
    };
    if is_right {
        Validity::Right
    } else {
        Validity::WrongCheckDigit
    }
}

/// The one form for keeping and comparing: digits, without the century of a Swedish person; a Y-tunnus has its dash
/// and its zero in front. None when it is not of the form.
pub fn canonical(country: &str, text: &str) -> Option<String> {
    let digits = digits_of(country, text)?;
    match (country, digits.split_at_checked(7)) {
        ("FI", Some((number, check))) => Some(format!("{number}-{check}")),
        _ => Some(digits),
    }
}

/// A number as its country prints it: `999 888 777`, `556036-0793`, and what stands around it in a VAT number stays.
/// What is not of the form is told as it was written.
pub fn printed(country: &str, text: &str) -> String {
    let country = country.trim().to_ascii_uppercase();
    let written = text.trim();
    let Some(digits) = digits_of(&country, written) else {
        return written.to_owned();
    };
    let is_vat = written.to_ascii_uppercase().starts_with(&country);
    match (country.as_str(), digits.len()) {
        ("NO", 9) => {
            let number = format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..]);
            let behind = written.to_ascii_uppercase().ends_with("MVA");
            if behind {
                format!("{number} MVA")
            } else {
                number
            }
        }
        ("SE", 10) if !is_vat => format!("{}-{}", &digits[..6], &digits[6..]),
        ("FI", 8) if !is_vat => format!("{}-{}", &digits[..7], &digits[7..]),
        ("DK", 8) if !is_vat => digits,
        _ => written.to_owned(),
    }
}

/// The digits of a number, without what a VAT number or a register puts around them.
fn digits_of(country: &str, text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '+'))
        .flat_map(char::to_uppercase)
        .collect();
    let number = bare.strip_prefix(country).unwrap_or(&bare);
    let number = match country {
        "NO" => number.strip_suffix("MVA").unwrap_or(number),
        _ => number,
    };
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match (country, number.len()) {
        ("NO", 9) | ("DK" | "FI", 8) => Some(number.to_owned()),
        // Numbers given out before 1978.
        ("FI", 7) => Some(format!("0{number}")),
        ("SE", _) => swedish(number, bare.len() > number.len()),
        _ => None,
    }
}

/// Ten digits of a Swedish number, without `16` or the century in front and the `01` behind a VAT number. The third
/// and fourth are at least 20 for organisations, and a month for people (day plus 60 for coordination numbers).
fn swedish(number: &str, is_vat: bool) -> Option<String> {
    let number = match number.len() {
        10 => number,
        12 if is_vat => number.strip_suffix("01").unwrap_or(number),
        12 => ["16", "18", "19", "20"]
            .iter()
            .find_map(|century| number.strip_prefix(century))?,
        _ => return None,
    };
    let part = |at: usize| number.get(at..at + 2)?.parse::<u32>().ok();
    let (month, day) = (part(2)?, part(4)?);
    let is_person = (1..=12).contains(&month) && matches!(day, 1..=31 | 61..=91);
    (number.len() == 10 && (month >= 20 || is_person)).then(|| number.to_owned())
}

fn weighted(digits: &str, weights: &[u32]) -> u32 {
    let digits = digits.bytes().map(|b| u32::from(b - b'0'));
    digits.zip(weights).map(|(d, w)| d * w).sum()
}

/// Brønnøysund register: modulus 11; a remainder of 1 has no digit.
fn is_norwegian(digits: &str) -> bool {
    let sum = weighted(digits, &[3, 2, 7, 6, 5, 4, 3, 2]);
    last(digits) == Some((11 - sum % 11) % 11)
}

/// Finnish business register: a remainder of 1 has no digit.
fn is_finnish(digits: &str) -> bool {
    let sum = weighted(digits, &[7, 9, 10, 5, 8, 4, 2]);
    last(digits) == Some((11 - sum % 11) % 11)
}

fn last(digits: &str) -> Option<u32> {
    digits.chars().last()?.to_digit(10)
}

#[cfg(test)]
mod tests {
    use super::Validity::{NotOfForm, Right, WrongCheckDigit};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_numbers_are_right_in_one_form() {
        for (country, written, form) in [
            ("NO", "123456785", "123456785"),
            ("NO", "701 730 496", "701730496"),
            ("NO", "NO 923 609 016 MVA", "923609016"),
            ("NO", "889905670", "889905670"),
            ("SE", "556016-0680", "5560160680"),
            ("SE", "212000-0142", "2120000142"),
            ("SE", "SE556703748501", "5567037485"),
            ("SE", "16556012-5790", "5560125790"),
            ("SE", "19811228-9874", "8112289874"),
            ("SE", "811228-9874", "8112289874"),
            ("DK", "13748136", "13748136"),
            ("DK", "DK 61 12 62 28", "61126228"),
            ("DK", "24256790", "24256790"),
            ("DK", "22756214", "22756214"),
            ("FI", "0112038-9", "0112038-9"),
            ("FI", "112038-9", "0112038-9"),
            ("FI", "FI07375462", "0737546-2"),
            ("FI", "1927400-1", "1927400-1"),
            ("FI", "1572860-0", "1572860-0"),
        ] {
            assert_eq!(check(country, written), Right, "{written}");
            assert_eq!(canonical(country, written).as_deref(), Some(form));
        }
    }

    #[test]
    fn each_country_prints_its_numbers_in_groups() {
        for (country, written, shown) in [
            ("NO", "999888777", "999 888 777"),
            ("no", "NO 923609016 mva", "923 609 016 MVA"),
            ("SE", "5560360793", "556036-0793"),
            ("SE", "16556036-0793", "556036-0793"),
            ("SE", "SE556036079301", "SE556036079301"),
            ("DK", "10 15 08 17", "10150817"),
            ("FI", "1120389", "0112038-9"),
            ("FI", "FI01120389", "FI01120389"),
            ("IE", "IE6388047V", "IE6388047V"),
            ("NO", "foreløpig", "foreløpig"),
        ] {
            assert_eq!(printed(country, written), shown, "{written}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_from_what_is_no_number() {
        for (country, written) in [
            ("NO", "123456786"),
            ("SE", "556016-0681"),
            ("DK", "13748137"),
            ("FI", "0112038-8"),
        ] {
            assert_eq!(check(country, written), WrongCheckDigit, "{written}");
        }
        // No last digit makes 2459968 a CVR number.
        for digit in 0..10 {
            assert_eq!(check("DK", &format!("2459968{digit}")), WrongCheckDigit);
        }
        for (country, written) in [
            ("NO", "12345678"),
            ("NO", "86011117947"),
            ("SE", "551316-0680"),
            ("SE", "811332-9874"),
            ("SE", "215560160680"),
            ("DK", "1374813"),
            ("FI", "FI"),
            ("DE", "123456785"),
            ("NO", ""),
            ("NO", "12345678å"),
        ] {
            assert_eq!(check(country, written), NotOfForm, "{written}");
            assert_eq!(canonical(country, written), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_never_right(number in "[0-9]{7}", at in 0_usize..8, by in 1_u32..10) {
            for country in ["DK", "FI"] {
                let numbers = (0..10).map(|d| format!("{number}{d}"));
                for good in numbers.filter(|n| check(country, n) == Right) {
                    let digit = good[at..=at].parse::<u32>().unwrap();
                    let bad = format!("{}{}{}", &good[..at], (digit + by) % 10, &good[at + 1..]);
                    prop_assert_eq!(check(country, &bad), WrongCheckDigit);
                }
            }
        }

        #[test]
        fn the_one_form_is_its_own(country in "NO|SE|DK|FI", text in "\\PC{0,20}|[A-Z]{0,2}[0-9 -]{6,14}") {
            if let Some(form) = canonical(&country, &text) {
                prop_assert_eq!(canonical(&country, &form), Some(form.clone()));
                prop_assert_eq!(check(&country, &form), check(&country, &text));
            }
        }
    }
}
