//! Amounts of money in a text: they have decimals, a dash for them, or a currency beside them.

use super::atoms::Atoms;
use super::words::is_currency;

/// Groups of three digits in one amount.
const GROUPS: usize = 5;

/// The end of the amount that begins at a place.
pub(super) fn at(atoms: &Atoms<'_>, place: usize) -> Option<usize> {
    if is_currency(atoms, place) {
        let at = place + 1;
        let at = at + usize::from(matches!(atoms.mark(at), Some('.' | ':')));
        let at = atoms.past_space(at);
        atoms.number(at)?;
        return Some(decimals(atoms, grouped(atoms, at)).unwrap_or_else(|| grouped(atoms, at)));
    }
    atoms.number(place)?;
    // With its groups of thousands if that makes it an amount, else alone.
    let end = grouped(atoms, place);
    let dotted = end > place + 1 && atoms.mark(place + 1) == Some('.');
    for end in [end, place + 1] {
        if let Some(end) = decimals(atoms, end) {
            return Some(currency_behind(atoms, end).unwrap_or(end));
        }
        if let Some(end) = currency_behind(atoms, end) {
            return Some(end);
        }
    }
    (dotted && is_boundary(atoms, end)).then_some(end)
}

/// The end of `1 500` or `1.500.000`, or of the one number.
fn grouped(atoms: &Atoms<'_>, place: usize) -> usize {
    let mut end = place + 1;
    if atoms.number(place).is_none_or(|first| first.len() > 3) {
        return end;
    }
    let parts = |at| {
        (
            atoms.is_space(at),
            atoms.mark(at).filter(|mark| *mark == '.'),
        )
    };
    let first = parts(end);
    while end < place + 2 * GROUPS
        && first != (false, None)
        && parts(end) == first
        && atoms.number_of(end + 1, 3).is_some()
    {
        end += 2;
    }
    end
}

/// The end of `,00`, `.50`, `,-` or `:-`.
fn decimals(atoms: &Atoms<'_>, at: usize) -> Option<usize> {
    let mark = atoms.mark(at)?;
    if matches!(mark, ',' | '.' | ':') && matches!(atoms.mark(at + 1), Some('-' | '–')) {
        return is_boundary(atoms, at + 2).then_some(at + 2);
    }
    atoms.number_of(at + 1, 2)?;
    let end = at + 2;
    let goes_on = matches!(atoms.mark(end), Some('.' | ',')) && atoms.number(end + 1).is_some();
    (matches!(mark, ',' | '.') && !goes_on && (is_boundary(atoms, end) || is_currency(atoms, end)))
        .then_some(end)
}

fn is_boundary(atoms: &Atoms<'_>, at: usize) -> bool {
    !atoms.is_token(at)
}

/// The end of a currency behind a number, unless it stands before the next: `10231 kr 1500`.
fn currency_behind(atoms: &Atoms<'_>, at: usize) -> Option<usize> {
    let at = atoms.past_space(at);
    let next = atoms.past_space(at + 1);
    (is_currency(atoms, at) && atoms.number(next).is_none()).then_some(at + 1)
}
