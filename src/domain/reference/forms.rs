//! The forms of one reference: as a payment card's line or its payment id, with and without `RF`, with and without
//! zeros in front.

use std::borrow::Cow;

use super::fik::Fik;
use super::{Scheme, comparable, creditor, normalise, satisfies, schemes};
use crate::domain::money::Currency;

/// A reference as it is looked up: of a Danish card's line the payment id alone.
pub fn canonical(written: &str) -> String {
    card(written).unwrap_or_else(|| normalise(written))
}

fn card(written: &str) -> Option<String> {
    if !written.contains(['#', '<']) {
        return None;
    }
    Fik::parse(written).ok()?.id
}

/// One form for all ways of writing, a card's line too.
pub fn bare(written: &str) -> Cow<'_, str> {
    match card(written) {
        Some(id) => Cow::Owned(comparable(&id)),
        None => creditor::bare(written),
    }
}

/// Nothing but zeros: what forms are filled with.
pub fn is_placeholder(reference: &str) -> bool {
    reference.bytes().all(|b| b == b'0')
}

/// Whether a scheme's check digit is right. A viite is the same with zeros in front (Finance Finland, forming a
/// domestic reference number).
pub fn is_valid(reference: &str, currency: Currency) -> bool {
    super::is_valid(reference)
        || currency == Currency::EUR && satisfies(&bare(reference), Scheme::Viite)
}

/// Whether two references in other forms are one by their schemes: zeros in front count in a KID and an OCR number,
/// not in a viite and not in a card's payment id, which is filled with them.
pub fn is_same(one: &str, other: &str, currency: Currency) -> bool {
    let plain = bare(one);
    if plain != bare(other) {
        return false;
    }
    let creditor = |text: &str| creditor::viite_of(text).is_some();
    let of_card = |text: &str| card(text).is_some();
    let found = schemes(&plain);
    [one, other]
        .into_iter()
        .any(|text| creditor(text) || of_card(text))
        || currency == Currency::EUR && found.contains(&Scheme::Viite)
        || currency == Currency::DKK && found.contains(&Scheme::Mod10)
}

/// The other ways in which the ledger may keep a reference.
pub fn others(written: &str) -> Vec<String> {
    let plain = bare(written);
    let mut found = vec![canonical(written), plain.clone().into_owned()];
    let of = schemes(&plain);
    if of.contains(&Scheme::Viite) {
        found.extend(creditor::rf_of(&plain));
    }
    if of.contains(&Scheme::Mod10) && plain.len() <= 16 {
        found.push(format!("{plain:0>15}"));
        found.push(format!("71#{plain:0>15}"));
        found.push(format!("{plain:0>16}"));
    }
    let own = normalise(written);
    found.retain(|form| *form != own);
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_a_reference_are_one_where_the_scheme_says_so() {
        let same = |one, other, currency| is_same(one, other, currency);
        assert!(same("539007547037", "RF34539007547037", Currency::EUR));
        assert!(same("0000000539007547037", "539007547037", Currency::EUR));
        let line = "+71<000000020260014+12345678<";
        assert!(same(line, "20260014", Currency::DKK) == card(line).is_some());
        assert!(!same("0012344", "12344", Currency::NOK));
    }

    #[test]
    fn zeros_alone_are_a_placeholder() {
        assert!(is_placeholder("0000") && !is_placeholder("00001"));
    }
}
