//! The shape of an e-mail address, a telephone number and a postcode: whether a text can be one, not whether it is
//! in use. Check digits of numbers are in `org_no` and `account`.

/// Octets of an address, and of the part before its `@` (RFC 5321 § 4.5.3.1).
const LONGEST_EMAIL: usize = 254;
const LONGEST_LOCAL: usize = 64;
/// Octets of a name between two dots (RFC 1035 § 2.3.4).
const LONGEST_LABEL: usize = 63;
/// Digits of a number with its country (ITU-T E.164), and of the shortest that people and firms have at home.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;
/// Characters of a postcode where the country's own form is not known here.
const LONGEST_POSTCODE: usize = 12;

/// Whether a text can be one e-mail address, `name@company.no`: no display name, no list, no quoted oddities.
/// Letters of any alphabet count (RFC 6531).
pub fn email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= LONGEST_EMAIL && is_local(local) && is_domain(domain)
}

fn is_local(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || is_mark(c) || "!#$%&'*+-/=?^_`{|}~".contains(c);
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
pub fn phone(text: &str) -> bool {
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

/// Whether a text can be a postcode of a country (ISO 3166, two letters), with or without its letters in front
/// (`SE-113 51`). Where the country's own form is not known here, any short text of letters and digits can.
pub fn postcode(country: &str, text: &str) -> bool {
    let text = text.trim();
    let own = country.to_ascii_uppercase();
    // Letters that post from abroad carries: a Danish postcode may be written `DK-2100`, an Icelandic one `IS-101`.
    let bare = text
        .get(..2)
        .filter(|start| !own.is_empty() && start.eq_ignore_ascii_case(&own))
        .and_then(|_| text.get(2..)?.strip_prefix(['-', ' ']))
        .unwrap_or(text);
    let digits: usize = match own.as_str() {
        "NO" | "DK" | "GL" | "SJ" => 4,
        "SE" | "FI" | "AX" => 5,
        "IS" | "FO" => 3,
        _ => {
            let fits = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
            return !bare.is_empty()
                && bare.len() <= LONGEST_POSTCODE
                && bare.chars().all(fits)
                && bare.chars().any(|c| c.is_ascii_alphanumeric());
        }
    };
    // A Swedish and a Finnish-Swedish hand writes a blank after the third digit.
    let packed: String = match bare.split_once([' ', '\u{a0}']) {
        Some((start, end)) if digits == 5 && start.len() == 3 => format!("{start}{end}"),
        _ => bare.to_owned(),
    };
    packed.len() == digits && packed.bytes().all(|b| b.is_ascii_digit())
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
            "bjørn@blåbær.no",
            "faktura_1@xn--blbr-roah.no",
            "a@b.fi",
            "o'hara@firma.ie",
        ] {
            assert!(email(good), "{good}");
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
            "ola@firma.no\r\nBcc: x@y.no",
        ] {
            assert!(!email(bad), "{bad:?}");
        }
        assert!(!email(&format!("{}@firma.no", "a".repeat(65))));
        assert!(!email(&format!("a@{}.no", "b".repeat(64))));
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
            assert!(phone(good), "{good}");
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
            assert!(!phone(bad), "{bad:?}");
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
            assert!(postcode(country, good), "{country} {good}");
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
            assert!(!postcode(country, bad), "{country} {bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_them(country in "\\PC{0,3}", text in "\\PC{0,80}") {
            let _ = (email(&text), phone(&text), postcode(&country, &text));
        }
    }
}
