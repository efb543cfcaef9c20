//! Numbers that some register gave out: bank accounts, organisations, telephones.

use super::Aside;
use super::atoms::Atoms;
use crate::domain::account::{is_bankgiro, is_iban, is_norwegian};
use crate::domain::org_no::{self, Validity};

/// What begins at a place by its own form and check digit, and its end. Beside a word for invoice (`near`) bare
/// digits are that invoice's, whatever else they might be.
pub(super) fn at(atoms: &Atoms<'_>, place: usize, near: bool) -> Option<(usize, Aside)> {
    if atoms.is_word(place) {
        let iban = iban(atoms, place).map(|end| (end, Aside::Account));
        return iban
            .or_else(|| vat(atoms, place, near).map(|end| (end, Aside::OrganisationNumber)));
    }
    if atoms.mark(place) == Some('+') {
        // Glued to a number before it, the plus goes on with a list.
        let is_glued = place > 0 && atoms.is_token(place - 1);
        let end = if is_glued { None } else { phone(atoms, place) }?;
        return Some((end, Aside::Phone));
    }
    atoms.number(place)?;
    if let Some(end) = account(atoms, place, near) {
        return Some((end, Aside::Account));
    }
    organisation(atoms, place, near).map(|end| (end, Aside::OrganisationNumber))
}

/// The end of the number behind a word that says what it is, whatever its check digit.
pub(super) fn named(atoms: &Atoms<'_>, place: usize, aside: Aside) -> Option<usize> {
    if aside == Aside::Phone && (atoms.number(place).is_some() || atoms.mark(place) == Some('+')) {
        return phone_digits(atoms, place).map(|(end, _)| end);
    }
    let groups: &[&[usize]] = match aside {
        Aside::Account => &[&[4, 2, 5], &[2, 2, 2]],
        Aside::OrganisationNumber => &[&[3, 3, 3], &[2, 2, 2, 2]],
        _ => &[],
    };
    let spaced = |sizes: &&[usize]| groups_end(atoms, place, sizes, ' ');
    let start = groups.iter().find_map(spaced).map_or(place, |end| end - 1);
    // Then as long as it is written in one.
    let mut end = start;
    while atoms.is_token(end) || (end > start && is_glue(atoms, end) && atoms.is_token(end + 1)) {
        end += 1;
    }
    (place..end)
        .any(|at| atoms.number(at).is_some())
        .then_some(end)
}

fn is_glue(atoms: &Atoms<'_>, at: usize) -> bool {
    matches!(atoms.mark(at), Some('-' | '.' | '/'))
}

/// The end of groups of so many digits each, with the same mark or blank between them.
fn groups_end(atoms: &Atoms<'_>, place: usize, sizes: &[usize], between: char) -> Option<usize> {
    let mut at = place;
    for (nth, size) in sizes.iter().enumerate() {
        if nth > 0 {
            let is_between = if between == ' ' {
                atoms.is_space(at)
            } else {
                atoms.mark(at) == Some(between)
            };
            at += usize::from(is_between);
            is_between.then_some(())?;
        }
        atoms.number_of(at, *size)?;
        at += 1;
    }
    Some(at)
}

fn ends(atoms: &Atoms<'_>, end: usize) -> bool {
    !(atoms.is_token(end)
        || (matches!(atoms.mark(end), Some('-' | '/')) && atoms.is_token(end + 1)))
}

fn iban(atoms: &Atoms<'_>, place: usize) -> Option<usize> {
    /// Groups of four of the longest IBAN, each perhaps of letters and digits.
    const ATOMS: usize = 30;
    let country = atoms.word(place)?;
    // An RF reference has the same check digits.
    if country.len() != 2 || country == "rf" || atoms.number(place + 1)?.len() < 2 {
        return None;
    }
    let mut longest = None;
    let mut end = place + 1;
    while end < place + ATOMS
        && (atoms.is_token(end) || (atoms.is_space(end) && atoms.is_token(end + 1)))
    {
        end += 1;
        if atoms.is_token(end - 1) && !atoms.is_token(end) && is_iban(atoms.written(place, end)) {
            longest = Some(end);
        }
    }
    longest
}

/// `NO 923 609 016 MVA`, `DK61126228`, `SE556703748501`.
fn vat(atoms: &Atoms<'_>, place: usize, near: bool) -> Option<usize> {
    let country = atoms.word(place)?.to_uppercase();
    // "no" is also the word before a number, and "se" and "fi" are letters before one.
    if near || !matches!(country.as_str(), "NO" | "SE" | "DK" | "FI") {
        return None;
    }
    let start = atoms.past_space(place + 1);
    let end = groups_end(atoms, start, &[3, 3, 3], ' ')
        .or_else(|| groups_end(atoms, start, &[2, 2, 2, 2], ' '))
        .or_else(|| atoms.number(start).map(|_| start + 1))?;
    let end = past_mva(atoms, end);
    is_right(&country, atoms.written(place, end)).then_some(end)
}

fn is_right(country: &str, text: &str) -> bool {
    org_no::check(country, text) == Validity::Right
}

fn past_mva(atoms: &Atoms<'_>, end: usize) -> usize {
    let at = atoms.past_space(end);
    if atoms.word(at).as_deref() == Some("mva") {
        at + 1
    } else {
        end
    }
}

fn account(atoms: &Atoms<'_>, place: usize, near: bool) -> Option<usize> {
    // Nothing else is written with these dots, whatever its check digit.
    if let Some(end) = groups_end(atoms, place, &[4, 2, 5], '.').filter(|end| ends(atoms, *end)) {
        return Some(end);
    }
    let spaced = groups_end(atoms, place, &[4, 2, 5], ' ');
    let bare = || atoms.number_of(place, 11).map(|_| place + 1);
    if let Some(end) = spaced.or_else(bare).filter(|_| !near) {
        return (ends(atoms, end) && is_norwegian(atoms.written(place, end))).then_some(end);
    }
    // In its other form, 1234-5678, it looks like a range.
    let end = groups_end(atoms, place, &[3, 4], '-').filter(|_| !near)?;
    (ends(atoms, end) && is_bankgiro(atoms.written(place, end))).then_some(end)
}

fn organisation(atoms: &Atoms<'_>, place: usize, near: bool) -> Option<usize> {
    let nine =
        groups_end(atoms, place, &[3, 3, 3], ' ').or_else(|| groups_end(atoms, place, &[9], ' '));
    if let Some(end) = nine {
        let whole = past_mva(atoms, end);
        let is_bare = whole == end;
        return (!(is_bare && near)
            && ends(atoms, whole)
            && is_right("NO", atoms.written(place, end)))
        .then_some(whole);
    }
    let parted = |sizes: &[usize], country| {
        let end = groups_end(atoms, place, sizes, '-').filter(|end| !near && ends(atoms, *end))?;
        is_right(country, atoms.written(place, end)).then_some(end)
    };
    parted(&[6, 4], "SE").or_else(|| parted(&[7, 1], "FI"))
}

/// `+47 22 33 44 55`, `+4722334455`: countries 2xx, 3xx and 4x are the neighbours'.
fn phone(atoms: &Atoms<'_>, plus: usize) -> Option<usize> {
    let first = atoms.number(plus + 1)?;
    let (end, digits) = phone_digits(atoms, plus)?;
    let is_country = matches!(first.len(), 2 | 3) || first.len() > 8;
    (first.starts_with(['2', '3', '4']) && is_country && digits > 8).then_some(end)
}

/// Groups of digits until a telephone number has enough of them, and how many those are.
fn phone_digits(atoms: &Atoms<'_>, place: usize) -> Option<(usize, usize)> {
    let has_plus = atoms.mark(place) == Some('+');
    let mut end = place + usize::from(has_plus);
    let first = atoms.number(end)?;
    let enough = match (has_plus, first) {
        (true, code) if code.starts_with('3') || code.starts_with("29") => 11,
        (true, _) => 10,
        (false, first) if first.starts_with("00") => 12,
        (false, first) if first.starts_with('0') => 9,
        _ => 8,
    };
    let mut digits = first.len();
    end += 1;
    while digits < enough {
        let between = atoms.is_space(end) || atoms.mark(end) == Some('-');
        let Some(group) = atoms.number(end + 1).filter(|_| between) else {
            break;
        };
        digits += group.len();
        end += 2;
    }
    Some((end, digits))
}
