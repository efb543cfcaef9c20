//! National account numbers: Norwegian, Swedish giro, Danish.

use super::bare;
use crate::domain::reference::is_luhn;

/// Whether a text is a Norwegian account number: eleven digits, the last by modulus 11.
pub fn is_norwegian(text: &str) -> bool {
    const WEIGHTS: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let Some(digits) = digits(text).filter(|digits| digits.len() == 11) else {
        return false;
    };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| d * w).sum();
    // A remainder of 1 has no digit: such numbers are not given out.
    digits.last() == Some(&((11 - sum % 11) % 11))
}

/// Whether a text is a Bankgiro number: seven or eight digits, the last by Luhn.
pub fn is_bankgiro(text: &str) -> bool {
    let digits = digits(text).unwrap_or_default();
    matches!(digits.len(), 7 | 8) && is_luhn(&bare(text))
}

/// Whether a text is a Plusgiro number: two to eight digits, the last by Luhn.
pub fn is_plusgiro(text: &str) -> bool {
    let digits = digits(text).unwrap_or_default();
    matches!(digits.len(), 2..=8) && is_luhn(&bare(text))
}

/// A Bankgiro number as it is printed: `991-2346`.
pub fn printed_bankgiro(text: &str) -> Option<String> {
    parted(text, is_bankgiro(text), 4)
}

/// A Plusgiro number as it is printed: `4-2`, and `28 65 43-4` in its first form is `286543-4` here.
pub fn printed_plusgiro(text: &str) -> Option<String> {
    parted(text, is_plusgiro(text), 1)
}

fn parted(text: &str, is_right: bool, behind: usize) -> Option<String> {
    let bare = bare(text);
    let (before, behind) = bare.split_at_checked(bare.len().checked_sub(behind)?)?;
    is_right.then(|| format!("{before}-{behind}"))
}

/// The digits of an account; none when there are letters in it.
fn digits(text: &str) -> Option<Vec<u32>> {
    bare(text).chars().map(|c| c.to_digit(10)).collect()
}

/// Fourteen digits of a Danish account, as an IBAN has them: four of the branch (registreringsnummer) and ten of the
/// account. A text without a mark between the two has four digits of the branch.
pub fn danish(text: &str) -> Option<String> {
    danish_from_parted(text).or_else(|| {
        let bare = bare(text);
        let (branch, account) = bare.split_at_checked(4)?;
        danish_of(branch, account)
    })
}

/// The same, where the text itself parts branch and account.
pub fn danish_from_parted(text: &str) -> Option<String> {
    let (branch, account) = text.trim().split_once([' ', '-', '.', '/'])?;
    danish_of(&bare(branch), &bare(account))
}

fn danish_of(branch: &str, account: &str) -> Option<String> {
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fits = (1..=4).contains(&branch.len()) && (1..=10).contains(&account.len());
    (fits && is_number(branch) && is_number(account)).then(|| format!("{branch:0>4}{account:0>10}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn norwegian_numbers_have_their_check_digit() {
        for number in [
            "12345678903",
            "86011117947",
            "8601 11 17947",
            "15030000002",
            "60050640003",
            "9999.10.42764",
        ] {
            assert!(is_norwegian(number), "{number}");
        }
        for text in [
            "12345678904",
            "1234567890",
            "123456789031",
            "",
            "NO8601111794",
        ] {
            assert!(!is_norwegian(text), "{text}");
        }
    }

    #[test]
    fn giro_numbers_have_theirs() {
        for number in ["991-2346", "9912346", "5050-1055"] {
            assert!(is_bankgiro(number), "{number}");
        }
        for text in ["991-2347", "4-2", "123456789", "99a2346"] {
            assert!(!is_bankgiro(text), "{text}");
        }
        for number in ["4-2", "90 20 03-3", "902003-3"] {
            assert!(is_plusgiro(number), "{number}");
        }
        assert!(!is_plusgiro("4-3") && !is_plusgiro("2"));
        assert_eq!(printed_bankgiro("9912346").as_deref(), Some("991-2346"));
        assert_eq!(printed_bankgiro("9912347"), None);
        assert_eq!(printed_plusgiro("42").as_deref(), Some("4-2"));
    }

    #[test]
    fn danish_numbers_are_filled_to_fourteen() {
        for text in [
            "0040 0440116243",
            "40 440116243",
            "40-440116243",
            "00400440116243",
        ] {
            assert_eq!(danish(text).as_deref(), Some("00400440116243"), "{text}");
        }
        assert_eq!(danish("0040440116243").as_deref(), Some("00400440116243"));
        assert_eq!(danish("00400 440116243x"), None);
        assert_eq!(danish("12"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "\\PC{0,20}|[0-9. -]{0,16}") {
            let _ = (is_norwegian(&text), printed_bankgiro(&text), printed_plusgiro(&text), danish(&text));
        }

        #[test]
        fn one_wrong_digit_is_no_norwegian_number(payload in "[0-9]{10}", at in 0_usize..11, by in 1_u32..10) {
            let good = (0..10).map(|d| format!("{payload}{d}")).find(|n| is_norwegian(n));
            let Some(good) = good else { return Ok(()) };
            let digit = good[at..=at].parse::<u32>().unwrap();
            let bad = format!("{}{}{}", &good[..at], (digit + by) % 10, &good[at + 1..]);
            prop_assert!(!is_norwegian(&bad));
        }
    }
}
