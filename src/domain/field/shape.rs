//! What the values of a register look like: addresses of e-mail, telephone numbers, postcodes, accounts. The form of an
//! edit, the command line and the list of poor data ask here.

use crate::domain::account::machine_form;
use crate::domain::account::{Iban, bare, danish, is_bankgiro, is_norwegian, is_plusgiro};
use crate::domain::org_no::{self, Validity};

use super::value::Wrong;

/// Characters of an address of e-mail (RFC 5321, 4.5.3.1), and of the part before its `@`.
const MOST_OF_EMAIL: usize = 254;
const MOST_OF_LOCAL: usize = 64;
/// Digits of a telephone number: the most by ITU-T E.164, the fewest that a business has.
const DIGITS_OF_PHONE: std::ops::RangeInclusive<usize> = 5..=15;
/// Letters and digits of an account number anywhere: the most by ISO 13616.
const LENGTH_OF_ACCOUNT: std::ops::RangeInclusive<usize> = 4..=34;
/// Digits of a Swedish account with its clearing number.
const DIGITS_OF_SWEDISH: std::ops::RangeInclusive<usize> = 8..=16;

/// Whether a text can be an address of e-mail: a part before `@`, a domain with a dot behind it.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let odd = |c: char| c.is_whitespace() || c.is_control() || "@,;<>()[]\"\\".contains(c);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let is_dotted =
        |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
    text.len() <= MOST_OF_EMAIL
        && !local.is_empty()
        && local.len() <= MOST_OF_LOCAL
        && !local.contains(odd)
        && is_dotted(local)
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && !domain
            .rsplit('.')
            .next()
            .is_some_and(|top| top.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a text can be a telephone number: digits with blanks and marks between them, `+` before a country's.
pub fn is_phone(text: &str) -> bool {
    let rest = text.trim().strip_prefix('+').unwrap_or(text.trim());
    let is_mark = |c: char| c == ' ' || c == '\u{a0}' || "-./()".contains(c);
    DIGITS_OF_PHONE.contains(&rest.bytes().filter(u8::is_ascii_digit).count())
        && rest.chars().all(|c| c.is_ascii_digit() || is_mark(c))
}

/// A postcode as the country's post writes it; any short text where the desk does not know the country's.
pub fn postcode(country: &str, text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = digits
        .strip_prefix(country)
        .map_or(digits.as_str(), |rest| rest.trim_start_matches('-'));
    let are_digits = |count| digits.len() == count && digits.bytes().all(|b| b.is_ascii_digit());
    match country {
        "NO" | "DK" => are_digits(4).then(|| digits.to_owned()),
        "FI" => are_digits(5).then(|| digits.to_owned()),
        "SE" => are_digits(5)
            .then(|| digits.split_at_checked(3))
            .flatten()
            .map(|(area, town)| format!("{area} {town}")),
        _ => (!text.trim().is_empty() && text.trim().chars().count() <= 12)
            .then(|| text.trim().to_owned()),
    }
}

/// A bank account in the one form that is kept: letters and digits.
pub fn account(country: &str, text: &str) -> Result<String, Wrong> {
    let kept = bare(text);
    let is_odd = |c: char| !(c.is_ascii_alphanumeric() || c.is_whitespace() || "-./".contains(c));
    if !LENGTH_OF_ACCOUNT.contains(&kept.len()) || text.contains(is_odd) {
        return Err(Wrong::Account);
    }
    if kept.bytes().take(2).all(|b| b.is_ascii_alphabetic()) {
        return Iban::parse(text).map(|_| kept).ok_or(Wrong::Iban);
    }
    let are_digits = kept.bytes().all(|b| b.is_ascii_digit());
    match country {
        "NO" if kept.len() == 11 && are_digits => {
            is_norwegian(text).then_some(kept).ok_or(Wrong::CheckDigit)
        }
        "NO" => Err(Wrong::Account),
        "SE" if is_bankgiro(text) || is_plusgiro(text) => Ok(kept),
        "SE" if are_digits && DIGITS_OF_SWEDISH.contains(&kept.len()) => Ok(kept),
        "SE" => Err(if are_digits {
            Wrong::CheckDigit
        } else {
            Wrong::Account
        }),
        "DK" => danish(text).ok_or(Wrong::Account),
        "FI" => machine_form(text).ok_or(Wrong::Account),
        _ => Ok(kept),
    }
}

/// The number of a company or a person in the country's register, in its one form. What is wrong comes with what would
/// be right, if that is one number.
pub fn register_number(country: &str, text: &str) -> Result<String, (Wrong, Option<String>)> {
    match (country, org_no::check(country, text)) {
        ("NO" | "SE" | "DK" | "FI", Validity::Right) => {
            org_no::canonical(country, text).ok_or((Wrong::OrgNo, None))
        }
        ("NO" | "SE" | "DK" | "FI", Validity::NotOfForm) => Err((Wrong::OrgNo, None)),
        ("NO" | "SE" | "DK" | "FI", Validity::WrongCheckDigit) => {
            Err((Wrong::CheckDigit, with_check_digit(country, text)))
        }
        _ => {
            let kept = bare(text);
            (2..=20)
                .contains(&kept.len())
                .then(|| text.trim().to_owned())
                .ok_or((Wrong::OrgNo, None))
        }
    }
}

/// The number with the last digit that it should have.
fn with_check_digit(country: &str, text: &str) -> Option<String> {
    let kept = org_no::canonical(country, text)?;
    let start = kept.get(..kept.len().checked_sub(1)?)?;
    (0..10)
        .map(|digit| format!("{start}{digit}"))
        .find(|number| org_no::check(country, number) == Validity::Right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_email_are_told_from_what_is_none() {
        for right in [
            "kari@x.no",
            "a.b+c@sub.example.se",
            "ordre@blåbær.no",
            "x@a-b.fi",
        ] {
            assert!(is_email(right), "{right}");
        }
        for wrong in [
            "",
            "kari",
            "@x.no",
            "kari@",
            "kari@x",
            "kari@x.",
            "ka ri@x.no",
            "a@b@x.no",
            "kari@.no",
            ".kari@x.no",
            "kari@x..no",
            "kari@1.2.3.4",
            "kari@x.no, ola@x.no",
            "kari@-x.no",
        ] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }

    #[test]
    fn telephone_numbers_are_told_from_what_is_none() {
        for right in [
            "90 00 00 00",
            "+47 900 00 000",
            "08-123 456 78",
            "(02) 123456",
            "02800",
        ] {
            assert!(is_phone(right), "{right}");
        }
        for wrong in [
            "",
            "1234",
            "ring meg",
            "900x00000",
            "1234567890123456",
            "+",
            "9000 0000+",
        ] {
            assert!(!is_phone(wrong), "{wrong}");
        }
    }

    #[test]
    fn postcodes_follow_their_country() {
        for (country, typed, kept) in [
            ("NO", "0150", Some("0150")),
            ("NO", "NO-0150", Some("0150")),
            ("NO", "150", None),
            ("SE", "11122", Some("111 22")),
            ("SE", "111 22", Some("111 22")),
            ("SE", "1112", None),
            ("DK", "2100", Some("2100")),
            ("FI", "00100", Some("00100")),
            ("FI", "0010A", None),
            ("GB", "SW1A 1AA", Some("SW1A 1AA")),
            ("DE", "", None),
        ] {
            assert_eq!(
                postcode(country, typed).as_deref(),
                kept,
                "{country} {typed}"
            );
        }
    }

    #[test]
    fn accounts_are_proven_by_their_check_digits() {
        for (country, typed, kept) in [
            ("NO", "8601.11.17947", Ok("86011117947")),
            ("NO", "8601 11 17948", Err(Wrong::CheckDigit)),
            ("NO", "12345", Err(Wrong::Account)),
            ("NO", "NO93 8601 1117 947", Ok("NO9386011117947")),
            ("NO", "NO94 8601 1117 947", Err(Wrong::Iban)),
            ("SE", "991-2346", Ok("9912346")),
            ("SE", "991-2347", Err(Wrong::CheckDigit)),
            ("SE", "5000 58398257466", Ok("500058398257466")),
            ("DK", "0040 0440116243", Ok("00400440116243")),
            ("FI", "123456-785", Ok("12345600000785")),
            ("DE", "0532013000", Ok("0532013000")),
            ("NO", "86011117947; DROP", Err(Wrong::Account)),
        ] {
            assert_eq!(
                account(country, typed),
                kept.map(str::to_owned),
                "{country} {typed}"
            );
        }
    }

    #[test]
    fn a_wrong_check_digit_comes_with_the_right_one() {
        assert_eq!(
            register_number("NO", "123 456 786"),
            Err((Wrong::CheckDigit, Some("123456785".to_owned())))
        );
        assert_eq!(
            register_number("NO", "923609016MVA").as_deref(),
            Ok("923609016")
        );
        assert_eq!(
            register_number("NO", "86011117947"),
            Err((Wrong::OrgNo, None))
        );
        assert_eq!(
            register_number("FI", "112038-9").as_deref(),
            Ok("0112038-9")
        );
    }
}
