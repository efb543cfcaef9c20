//! A code of three digits and sub-fields of two: `166?00GUTSCHRIFT?20…`. The separator is what stands behind the
//! code; `?` is usual, `<`, `^` and `+` occur.

use super::{Information, join, said, words};

/// A sub-field of the purpose is full with so many characters: what follows goes on without a blank.
const FULL: usize = 27;

/// Sub-fields by their number, in order; none when the text is written in another way.
pub fn split(text: &str) -> Option<Vec<(u8, &str)>> {
    let text = text.trim_start();
    let code = text.bytes().take_while(u8::is_ascii_digit).count();
    let fields = match code {
        3 => &text[3..],
        0 => text,
        _ => return None,
    };
    let separator = fields.chars().next()?;
    // A slash starts a code in letters; brackets and the like do occur here.
    if !separator.is_ascii_punctuation() || "/-.,:".contains(separator) {
        return None;
    }
    number(&fields[1..])?;
    let mut found: Vec<(u8, &str)> = Vec::new();
    let mut rest = fields;
    while let Some(field) = rest.get(1..) {
        let Some(key) = number(field) else { break };
        let value = &field[2..];
        let end = value
            .match_indices(separator)
            .map(|(at, _)| at)
            .find(|at| number(&value[at + 1..]).is_some())
            .unwrap_or(value.len());
        found.push((key, &value[..end]));
        rest = &value[end..];
    }
    // "100+20" may be a sum in a free text.
    (separator == '?' || found.len() > 1).then_some(found)
}

/// The number of a sub-field: those that no bank uses are text.
fn number(text: &str) -> Option<u8> {
    let digits = text.get(..2)?;
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    let number = is_number.then(|| digits.parse().ok()).flatten()?;
    matches!(number, 0 | 10..=12 | 20..=39 | 60..=79).then_some(number)
}

pub fn read(fields: &[(u8, &str)]) -> Information {
    let of = |keys: &[u8], full| {
        let wanted = fields.iter().filter(|(key, _)| keys.contains(key));
        join(wanted.map(|(_, value)| *value), full)
    };
    let purpose = of(
        &[20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 60, 61, 62, 63],
        FULL,
    );
    let mut found = words::read(&purpose).unwrap_or_else(|| Information {
        message: said(&purpose),
        ..Information::default()
    });
    if let Some(name) = said(&of(&[32, 33], FULL)) {
        found.name = Some(name);
    }
    // 38 is the IBAN, where the bank gives both.
    let account = said(&of(&[38], 0)).or_else(|| said(&of(&[31], 0)));
    if account.is_some() {
        found.account = account;
    }
    found
}
