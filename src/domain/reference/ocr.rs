//! Swedish OCR references, by what the payee has agreed with Bankgirot ("OCR-referenskontroll").

use super::{LONGEST, digits, mod10, mod10_digit, value};

/// What an agreement demands of a reference. Soft and hard levels demand the same: a soft one lets the payer go on
/// after a warning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Level {
    /// The last digit is a check digit (Luhn).
    CheckDigit,
    /// And the last but one is the length of the whole, modulus 10.
    LengthDigit,
    /// A check digit, and one of two lengths.
    FixedLength(usize, Option<usize>),
}

/// Whether a reference is right by an agreement; blanks must be gone.
pub fn is_right(reference: &str, level: Level) -> bool {
    let Some(digits) = digits(reference) else {
        return false;
    };
    let length = digits.len();
    if !(2..=LONGEST).contains(&length) || !mod10(digits) {
        return false;
    }
    match level {
        Level::CheckDigit => true,
        Level::LengthDigit => {
            let stated = digits
                .iter()
                .rev()
                .nth(1)
                .map(|digit| value(*digit) as usize);
            length > 2 && stated == Some(length % 10)
        }
        Level::FixedLength(first, second) => length == first || Some(length) == second,
    }
}

/// The reference of a payload of digits: check digit, and length digit where the agreement has one. None when the
/// result would not be right by the agreement.
pub fn of(payload: &str, level: Level) -> Option<String> {
    let mut reference = payload.to_owned();
    if level == Level::LengthDigit {
        let length = (payload.len() + 2) % 10;
        reference += &length.to_string();
    }
    reference.push(mod10_digit(&reference)?);
    is_right(&reference, level).then_some(reference)
}

#[cfg(test)]
mod tests {
    use super::Level::{CheckDigit, FixedLength, LengthDigit};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_are_made_as_the_agreement_says() {
        for (payload, level, reference) in [
            ("12345", CheckDigit, "123455"),
            ("1001", CheckDigit, "10017"),
            ("123456789", CheckDigit, "1234567897"),
            ("12345678", CheckDigit, "123456782"),
            ("12345", LengthDigit, "1234574"),
            ("10001", LengthDigit, "1000173"),
            ("12345678", LengthDigit, "1234567806"),
            ("123456789", LengthDigit, "12345678911"),
            ("12345", FixedLength(6, None), "123455"),
            ("12345", FixedLength(9, Some(6)), "123455"),
        ] {
            assert_eq!(of(payload, level).as_deref(), Some(reference));
            assert!(is_right(reference, level));
            assert!(is_right(reference, CheckDigit));
        }
        assert_eq!(of("12345", FixedLength(7, Some(8))), None);
        assert_eq!(of("12a45", CheckDigit), None);
        assert_eq!(of(&"1".repeat(24), LengthDigit), None);
    }

    #[test]
    fn a_length_digit_that_lies_is_wrong() {
        // The check digit of each is right.
        assert!(is_right("123455", CheckDigit));
        assert!(!is_right("123455", LengthDigit));
        assert!(!is_right("123456", CheckDigit));
        assert!(!is_right("", CheckDigit) && !is_right("0", CheckDigit));
    }

    proptest! {
        #[test]
        fn a_digit_left_out_shows_in_the_length(payload in "[0-9]{1,23}", at in 0_usize..23) {
            let reference = of(&payload, LengthDigit).unwrap();
            let at = at % payload.len();
            let cut = format!("{}{}", &reference[..at], &reference[at + 1..]);
            prop_assert!(!is_right(&cut, LengthDigit));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,30}") {
            let _ = (is_right(&text, LengthDigit), of(&text, LengthDigit));
        }
    }
}
