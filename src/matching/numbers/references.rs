//! Payment references in a text: long digits, whole or in groups, and creditor references.

use super::Found;
use super::atoms::Atoms;
use super::words::{self, Meaning};
use crate::domain::reference::{LONGEST, Scheme, schemes};

const SHORTEST: usize = 4;
/// Groups that one reference may be printed in.
const GROUPS: usize = 7;

/// Adds the references: first those that a word names, then each by itself, then those in groups.
pub(super) fn read(atoms: &Atoms<'_>, found: &mut Found) {
    let (mut named, mut whole, mut joined) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_named = false;
    let mut at = 0;
    while at < atoms.len() && whole.len() < super::MOST {
        if atoms.word(at).as_deref() == Some("rf") {
            let creditor = creditor(atoms, at);
            at = creditor.as_ref().map_or(at + 1, |(end, _)| *end);
            named.extend(creditor.map(|(_, reference)| reference));
        } else if let Some(number) = atoms.number(at) {
            if !is_named && (is_glued(atoms, at) || found.is_aside(atoms.bytes(at, at + 1))) {
                at += 1;
                continue;
            }
            let groups = groups(atoms, at, |at| {
                !is_named && (is_glued(atoms, at) || found.is_aside(atoms.bytes(at, at + 1)))
            });
            let list = if is_named { &mut named } else { &mut whole };
            if is_named {
                // The longest is the likeliest: a word names one reference, not its first group.
                list.extend(groups.into_iter().rev());
            } else {
                joined.extend(groups);
            }
            if has_length(number) {
                list.push(number.to_owned());
                // KID modulus 11 ends in a dash when the remainder is 1.
                if atoms.mark(at + 1) == Some('-') && !atoms.is_token(at + 2) {
                    list.push(format!("{number}-"));
                }
            }
            is_named = false;
            at += 1;
        } else {
            match words::at(atoms, at) {
                Meaning::Reference => is_named = true,
                Meaning::Filler => {}
                _ => is_named &= !atoms.is_word(at),
            }
            at += 1;
        }
    }
    for reference in named {
        found.reference(reference);
    }
    found.0.worded = found.0.references.len();
    for reference in whole.into_iter().chain(joined) {
        found.reference(reference);
    }
}

/// Part of something longer: of `AB602243`, `602243,50`, `602243-12`.
fn is_glued(atoms: &Atoms<'_>, at: usize) -> bool {
    let is_glue = |at: usize| matches!(atoms.mark(at), Some('-' | '/' | '.' | ',' | '_'));
    let before = at.checked_sub(1).is_some_and(|before| {
        atoms.is_token(before)
            || (is_glue(before) && before > 0 && atoms.number(before - 1).is_some())
    });
    before || atoms.is_token(at + 1) || (is_glue(at + 1) && atoms.number(at + 2).is_some())
}

fn has_length(digits: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&digits.len())
}

/// A number and those that follow with blanks alone between, as one, the shortest first.
fn groups(atoms: &Atoms<'_>, place: usize, ends_at: impl Fn(usize) -> bool) -> Vec<String> {
    let mut groups = Vec::new();
    let mut joined = atoms.number(place).unwrap_or_default().to_owned();
    let mut at = place;
    while groups.len() < GROUPS && atoms.is_space(at + 1) {
        let Some(next) = atoms
            .number(at + 2)
            .filter(|next| joined.len() + next.len() <= LONGEST && !ends_at(at + 2))
        else {
            break;
        };
        joined.push_str(next);
        at += 2;
        groups.push(joined.clone());
    }
    groups.retain(|group| has_length(group));
    groups
}

/// `RF18 5390 0754 7034` and its end, if its check digits are right.
fn creditor(atoms: &Atoms<'_>, place: usize) -> Option<(usize, String)> {
    let mut end = place + 1;
    let mut longest = None;
    let mut written = String::from("RF");
    while written.len() <= LONGEST
        && (atoms.is_token(end) || (atoms.is_space(end) && atoms.is_token(end + 1)))
    {
        if atoms.is_token(end) {
            written.push_str(&atoms.written(end, end + 1).to_uppercase());
            let is_whole = !atoms.is_token(end + 1);
            if is_whole && schemes(&written).contains(&Scheme::Rf) {
                longest = Some((end + 1, written.clone()));
            }
        }
        end += 1;
    }
    longest
}
