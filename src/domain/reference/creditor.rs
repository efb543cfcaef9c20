//! Creditor references: the Finnish viite, ISO 11649, and that one can be written as the other.

use std::borrow::Cow;

use super::{Scheme, digits, normal, normalise, remainder_97, satisfies, viite_check};

/// Characters behind `RF` and its check digits.
const LONGEST_BODY: usize = 21;

/// The check digit of a viite's payload.
pub fn viite_digit(payload: &str) -> Option<char> {
    char::from_digit(viite_check(digits(payload)?), 10)
}

/// The ISO 11649 reference of a body: `RF`, two check digits and the body. None when the body is too long, empty or
/// holds anything but letters and digits.
pub fn rf_of(body: &str) -> Option<String> {
    let body = normalise(body);
    let is_body = body.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_body || !(1..=LONGEST_BODY).contains(&body.len()) {
        return None;
    }
    let check = 98 - remainder_97(&format!("{body}RF00"))?;
    Some(format!("RF{check:02}{body}"))
}

/// The viite that an ISO 11649 reference carries, without zeros in front.
pub fn viite_of(reference: &str) -> Option<String> {
    let reference = normal(reference);
    if !satisfies(&reference, Scheme::Rf) {
        return None;
    }
    let body = reference.get(4..)?.trim_start_matches('0');
    satisfies(body, Scheme::Viite).then(|| body.to_owned())
}

/// One form for all ways in which a reference is written, for comparing and never for keeping: a viite is the same
/// with and without `RF`, and what banks and people do with zeros in front does not matter.
pub fn comparable(reference: &str) -> String {
    bare(reference).into_owned()
}

/// The same; nearly all of them are digits alone, and as they stand.
pub(super) fn bare(reference: &str) -> Cow<'_, str> {
    if digits(reference).is_some_and(|digits| digits.iter().any(|digit| *digit != b'0')) {
        return Cow::Borrowed(reference.trim_start_matches('0'));
    }
    let whole = viite_of(reference).unwrap_or_else(|| {
        let reference = normalise(reference);
        let bare = reference.trim_start_matches('0');
        let is_number = bare.starts_with(|c: char| c.is_ascii_digit());
        if is_number {
            bare.to_owned()
        } else {
            reference
        }
    });
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reference::schemes;
    use proptest::prelude::*;

    #[test]
    fn published_viitteet_have_their_check_digit() {
        for (payload, viite) in [
            ("123456", "1234561"),
            ("12", "123"),
            ("2026000", "20260008"),
            ("1000", "10003"),
            ("20260", "202604"),
            ("99", "990"),
        ] {
            let digit = viite_digit(payload).unwrap();
            assert_eq!(format!("{payload}{digit}"), viite);
        }
        assert_eq!(viite_digit("12a"), None);
    }

    #[test]
    fn published_creditor_references_are_made_again() {
        for (body, rf) in [
            ("539007547034", "RF18539007547034"),
            ("2348231", "RF712348231"),
            ("1234561", "RF341234561"),
            ("20260008", "RF3620260008"),
            ("12344", "RF0812344"),
            ("abc 123", "RF47ABC123"),
        ] {
            assert_eq!(rf_of(body).as_deref(), Some(rf));
        }
        assert_eq!(rf_of(""), None);
        assert_eq!(rf_of("12-3"), None);
        assert_eq!(rf_of(&"1".repeat(22)), None);
    }

    #[test]
    fn a_viite_is_the_same_with_and_without_its_dress() {
        for written in [
            "1234561",
            "12 34561",
            "00000000000001234561",
            "RF34 1234 561",
            "rf341234561",
        ] {
            assert_eq!(comparable(written), "1234561", "{written}");
        }
        assert_eq!(viite_of("RF341234561").as_deref(), Some("1234561"));
        // No viite: the whole reference counts.
        assert_eq!(comparable("RF47ABC123"), "RF47ABC123");
        assert_eq!(comparable("RF35 1234 561"), "RF351234561");
        assert_eq!(comparable("020260014-"), "20260014-");
        assert_eq!(comparable("000"), "000");
        assert_eq!(comparable("0A1"), "0A1");
    }

    proptest! {
        #[test]
        fn every_viite_is_found_in_its_creditor_reference(payload in "[1-9][0-9]{2,18}", zeros in 0_usize..3) {
            let viite = format!("{payload}{}", viite_digit(&payload).unwrap());
            prop_assume!(viite.len() + zeros <= 20);
            let rf = rf_of(&format!("{}{viite}", "0".repeat(zeros))).unwrap();
            prop_assert!(schemes(&rf).contains(&Scheme::Rf));
            prop_assert_eq!(viite_of(&rf), Some(viite.clone()));
            prop_assert_eq!(comparable(&rf), comparable(&viite));
        }

        #[test]
        fn any_text_is_compared_once(text in "\\PC{0,40}") {
            let once = comparable(&text);
            prop_assert_eq!(comparable(&once), once);
            let _ = rf_of(&text);
        }
    }
}
