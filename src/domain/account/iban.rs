//! IBANs (ISO 13616).

use std::fmt;

use super::bare;
use crate::domain::reference::remainder_97;

/// Characters by country (SWIFT IBAN registry).
const LENGTHS: [(&str, usize); 54] = [
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("RS", 22),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TR", 26),
    ("UA", 29),
];

/// An IBAN with right check digits and its country's length.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Iban(String);

/// Whether a text is an IBAN, blanks and dashes forgiven.
pub fn is_iban(text: &str) -> bool {
    Iban::parse(text).is_some()
}

impl Iban {
    /// None when it is not one: countries outside the registry's list of 54 may have 15 to 34 characters.
    pub fn parse(text: &str) -> Option<Self> {
        let text = bare(text);
        let shape = text.as_bytes();
        let begins = shape.len() > 4
            && shape[..2].iter().all(u8::is_ascii_uppercase)
            && shape[2..4].iter().all(u8::is_ascii_digit);
        if !begins {
            return None;
        }
        let length = LENGTHS
            .iter()
            .find(|(country, _)| text.starts_with(country));
        let fits = match length {
            Some((_, length)) => text.len() == *length,
            None => (15..=34).contains(&text.len()),
        };
        let (head, bban) = text.split_at(4);
        (fits && remainder_97(&format!("{bban}{head}")) == Some(1)).then_some(Self(text))
    }

    /// The IBAN of a country's basic account number.
    pub fn of(country: &str, bban: &str) -> Option<Self> {
        let (country, bban) = (bare(country), bare(bban));
        let check = 98 - remainder_97(&format!("{bban}{country}00"))?;
        Self::parse(&format!("{country}{check:02}{bban}"))
    }

    /// Its country's code.
    pub fn country(&self) -> &str {
        &self.0[..2]
    }

    /// The basic account number, in the country's own order.
    pub fn bban(&self) -> &str {
        &self.0[4..]
    }

    /// In groups of four, as it is printed.
    pub fn printed(&self) -> String {
        let characters: Vec<char> = self.0.chars().collect();
        let groups = characters.chunks(4).map(|group| group.iter().collect());
        groups.collect::<Vec<String>>().join(" ")
    }
}

/// Without blanks, as machines write it.
impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_numbers_pass_and_others_do_not() {
        for iban in [
            "NO9386011117947",
            "SE4550000000058398257466",
            "DK5000400440116243",
            "FI2112345600000785",
            "fi21 1234 5600 0007 85",
            "GB29NWBK60161331926819",
            "DE89 3704 0044 0532 0130 00",
        ] {
            assert!(is_iban(iban), "{iban}");
        }
        for text in [
            "NO9386011117948",
            "NO938601111794",
            "FI21123456000007850",
            "9386011117947",
            "NO93",
            "",
            "NOÅ386011117947",
        ] {
            assert!(!is_iban(text), "{text}");
        }
        let iban = Iban::parse("NO9386011117947").unwrap();
        assert_eq!((iban.country(), iban.bban()), ("NO", "86011117947"));
        assert_eq!(iban.printed(), "NO93 8601 1117 947");
        assert_eq!(Iban::of("NO", "8601.11.17947"), Some(iban));
        assert_eq!(Iban::of("NO", "1"), None);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_never_passes(bban in "[0-9]{14}", at in 4_usize..18, by in 1_u32..10) {
            let good = Iban::of("FI", &bban).unwrap().to_string();
            let digit = good[at..=at].parse::<u32>().unwrap();
            let bad = format!("{}{}{}", &good[..at], (digit + by) % 10, &good[at + 1..]);
            prop_assert!(!is_iban(&bad));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,40}|[A-Z]{2}[0-9]{2}[0-9A-Z ]{0,34}") {
            let _ = Iban::parse(&text);
            let _ = Iban::of(&text, &text);
        }
    }
}
