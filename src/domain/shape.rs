//! What the values of a register look like: addresses of e-mail, telephone numbers, postcodes, accounts, numbers of a
//! register. Whether a text can be one, not whether it is in use; edits, lists of poor data and the outbox ask here.

use super::account::{
    Iban, WrongGiro, bare, danish, is_bankgiro, is_norwegian, is_plusgiro, kept as kept_account,
    machine_form,
};
use super::field::Wrong;
use super::org_no::{self, Validity};

/// Whether a character has no place in a text of one line: controls, and what turns, hides or marks the text around it
/// without being seen. The one list of them, for files, typing and the terminal.
pub fn is_unclean(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Soft hyphen, Arabic letter mark, zero-width space, direction marks.
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            // Line and paragraph separators, bidi embeddings, overrides and isolates, invisible operators.
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            // Byte order mark, interlinear annotations, tags.
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Octets of an address, and of the part before its `@` (RFC 5321 § 4.5.3.1).
const LONGEST_EMAIL: usize = 254;
const LONGEST_LOCAL: usize = 64;
/// Octets of a name between two dots (RFC 1035 § 2.3.4).
const LONGEST_LABEL: usize = 63;
/// Digits of a number with its country (ITU-T E.164), and of the shortest that people and firms have at home.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;
/// Characters of a postcode where the country's own form is not known here.
const LONGEST_POSTCODE: usize = 12;
/// Letters and digits of an account number anywhere: the most by ISO 13616.
const LENGTH_OF_ACCOUNT: std::ops::RangeInclusive<usize> = 4..=34;
/// Digits of a Swedish account with its clearing number.
const DIGITS_OF_SWEDISH: std::ops::RangeInclusive<usize> = 8..=16;

/// Whether a text can be one e-mail address, `name@company.no`: no display name, no list, no quoted oddities.
/// Its domain may have letters of any alphabet; few servers carry them in a name (RFC 6531).
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= LONGEST_EMAIL && is_local(local) && is_domain(domain)
}

fn is_local(text: &str) -> bool {
    // RFC 5322 § 3.2.3.
    let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    text.len() <= LONGEST_LOCAL
        && text
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(fits))
}

fn is_domain(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label.len() <= LONGEST_LABEL
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || is_mark(c) || c == '-')
    };
    let has_a_letter = |label: &&str| label.chars().any(char::is_alphabetic);
    labels.len() >= 2 && labels.iter().all(is_label) && labels.last().is_some_and(has_a_letter)
}

/// An accent that stands apart from its letter, as some systems write them.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Whether a text can be a telephone number: its digits, a `+` or `00` in front for another country, and what people
/// put between them.
pub fn is_phone(text: &str) -> bool {
    let text = text.trim();
    let number = text.strip_prefix('+').unwrap_or(text);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    // `00` in front stands for the `+` and is no digit of the number.
    let digits = match number.strip_prefix("00") {
        Some(_) if number.len() == text.len() => digits - 2,
        _ => digits,
    };
    let starts = number.starts_with(|c: char| c.is_ascii_digit() || c == '(');
    let ends = number.ends_with(|c: char| c.is_ascii_digit());
    let fits = |c: char| c.is_ascii_digit() || " \u{a0}-./()".contains(c);
    starts && ends && number.chars().all(fits) && PHONE_DIGITS.contains(&digits)
}

/// A postcode as the country's post writes it (ISO 3166, two letters), typed with or without the country's letters in
/// front (`SE-11351`: `113 51`). Where the country's own form is not known here, any short text of letters and digits is
/// one, and is left as it is.
pub fn postcode(country: &str, text: &str) -> Option<String> {
    let text = text.trim();
    let own = country.to_ascii_uppercase();
    // Letters that post from abroad carries: a Danish postcode may be written `DK-2100`, an Icelandic one `IS-101`.
    let bare = text
        .get(..2)
        .filter(|start| !own.is_empty() && start.eq_ignore_ascii_case(&own))
        .map_or(text, |_| text[2..].trim_start_matches(['-', ' ']));
    let digits: usize = match own.as_str() {
        "NO" | "DK" | "GL" | "SJ" => 4,
        "SE" | "FI" | "AX" => 5,
        "IS" | "FO" => 3,
        _ => {
            let fits = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
            let is_one = text.len() <= LONGEST_POSTCODE
                && text.chars().all(fits)
                && text.chars().any(|c| c.is_ascii_alphanumeric());
            return is_one.then(|| text.to_owned());
        }
    };
    // A Swedish and a Finnish-Swedish hand writes a blank after the third digit.
    let packed: String = match bare.split_once([' ', '\u{a0}']) {
        Some((start, end)) if digits == 5 && start.len() == 3 => format!("{start}{end}"),
        _ => bare.to_owned(),
    };
    if packed.len() != digits || !packed.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(match (own.as_str(), packed.split_at_checked(3)) {
        ("SE", Some((area, town))) => format!("{area} {town}"),
        _ => packed,
    })
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

/// An account of the company's own in the form that the ledger keeps ([`kept`](kept_account)): it is held to the same form.
pub fn own_account(country: &str, text: &str) -> Result<String, Wrong> {
    let kept = kept_account(country, text).map_err(|WrongGiro| Wrong::CheckDigit)?;
    // A giro number that was found has proved itself, with its kind named before it or its dash.
    if !kept.contains('-') {
        account(&country.to_ascii_uppercase(), text)?;
    }
    Ok(kept)
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
    use proptest::prelude::*;

    #[test]
    fn addresses_are_told_from_what_is_none() {
        for good in [
            "ola@nordmann.no",
            "o.nordmann+faktura@sub.firma.co.uk",
            "bjorn@blåbær.no",
            "faktura_1@xn--blbr-roah.no",
            "a@b.fi",
            "o'hara@firma.ie",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "ola",
            "@firma.no",
            "ola@",
            "ola@firma",
            "ola@firma..no",
            "ola@.firma.no",
            "ola@-firma.no",
            "ola..n@firma.no",
            ".ola@firma.no",
            "ola@firma.no ",
            "ola nordmann@firma.no",
            "a@firma.no,b@firma.no",
            "a@firma.no;b@firma.no",
            "Ola <ola@firma.no>",
            "ola@192.168.0.1",
            "bjørn@firma.no",
            "post@localhost",
            "k@@firma.no",
            "ola@firma.no\r\nBcc: x@y.no",
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
        assert!(!is_email(&format!("{}@firma.no", "a".repeat(65))));
        assert!(!is_email(&format!("a@{}.no", "b".repeat(64))));
    }

    #[test]
    fn telephone_numbers_are_told_from_what_is_none() {
        for good in [
            "22 33 44 55",
            "+47 22334455",
            "0047 22 33 44 55",
            "08-123 456 78",
            "+46 (0)70-123 45 67",
            "(09) 123.456",
            "04800",
            "+1/212-555-0123",
        ] {
            assert!(is_phone(good), "{good}");
        }
        for bad in [
            "",
            "+",
            "1234",
            "ring Ola",
            "22334455 Ola",
            "2233445566778899",
            "22 33 44 55-",
            "++4722334455",
            "22334455/faktura@firma.no",
        ] {
            assert!(!is_phone(bad), "{bad:?}");
        }
    }

    #[test]
    fn postcodes_are_of_their_country() {
        for (country, good) in [
            ("NO", "0150"),
            ("NO", "NO-0150"),
            ("SE", "113 51"),
            ("SE", "11351"),
            ("SE", "se-113 51"),
            ("DK", "DK 2100"),
            ("FI", "00100"),
            ("FI", "FI-00100"),
            ("IS", "101"),
            ("GB", "SW1A 1AA"),
            ("DE", "10115"),
            ("NL", "1012 AB"),
        ] {
            assert!(postcode(country, good).is_some(), "{country} {good}");
        }
        for (country, bad) in [
            ("NO", "150"),
            ("NO", "01500"),
            ("NO", "O150"),
            ("NO", "SE-0150"),
            ("SE", "1135"),
            ("SE", "1 1351"),
            ("DK", "21 00"),
            ("FI", "0010"),
            ("GB", ""),
            ("GB", " - "),
            ("DE", "10115 Berlin Mitte"),
            ("", ""),
        ] {
            assert!(postcode(country, bad).is_none(), "{country} {bad:?}");
        }
    }

    #[test]
    fn a_postcode_is_kept_as_the_post_writes_it() {
        for (country, typed, kept) in [
            ("NO", "NO-0150", "0150"),
            ("SE", "11122", "111 22"),
            ("SE", "SE-111 22", "111 22"),
            ("DK", "dk 2100", "2100"),
            ("GB", " SW1A 1AA", "SW1A 1AA"),
        ] {
            assert_eq!(postcode(country, typed).as_deref(), Some(kept), "{typed}");
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

    proptest! {
        #[test]
        fn no_text_breaks_them(country in "\\PC{0,3}", text in "\\PC{0,80}") {
            let _ = (is_email(&text), is_phone(&text), account(&country, &text).is_ok(), postcode(&country, &text));
        }
    }
}
