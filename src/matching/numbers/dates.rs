//! Dates in a text, in all Nordic forms.

use super::atoms::Atoms;
use super::words::{self, Meaning};
use crate::domain::date::{self, Date};

const YEARS: std::ops::RangeInclusive<i64> = 1990..=2099;

/// Whether digits may be a year.
pub(super) fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.parse().is_ok_and(|year| YEARS.contains(&year))
}

/// Whether eight digits may be a date, the year in front or behind.
pub(super) fn is_whole_date(digits: &str) -> bool {
    let (Some(front), Some(behind)) = (split(digits, 4, 2), split(digits, 2, 2)) else {
        return false;
    };
    digits.len() == 8 && (is_day(front.0, front.1, front.2) || is_day(behind.2, behind.1, behind.0))
}

/// Whether six digits may be one: `120326` and `260312`. Too many numbers are, so only beside a word for dates.
fn is_short_date(digits: &str) -> bool {
    let Some((first, month, last)) = split(digits, 2, 2) else {
        return false;
    };
    digits.len() == 6 && (is_day(last, month, first) || is_day(first, month, last))
}

/// Whether a day and a month without a year may be one.
pub(super) fn is_day_of_month(day: &str, month: &str) -> bool {
    day.len() <= 2 && month.len() <= 2 && is_day("2000", month, day)
}

fn split(digits: &str, first: usize, second: usize) -> Option<(&str, &str, &str)> {
    let (first, rest) = digits.split_at_checked(first)?;
    let (second, third) = rest.split_at_checked(second)?;
    Some((first, second, third))
}

fn is_day(year: &str, month: &str, day: &str) -> bool {
    let is_short = |text: &str| matches!(text.len(), 1 | 2);
    // Longer digits would be too much for the reckoning, too.
    if !is_short(month) || !is_short(day) || !matches!(year.len(), 2 | 4) {
        return false;
    }
    let of = |text: &str| text.parse::<i64>().unwrap_or_default();
    let century = if year.len() == 2 { 2000 } else { 0 };
    let year = of(year) + century;
    let found: Option<Date> = date::from_int(year * 10_000 + of(month) * 100 + of(day));
    YEARS.contains(&year) && found.is_some()
}

/// The end of the date that begins at a place.
pub(super) fn at(atoms: &Atoms<'_>, place: usize) -> Option<usize> {
    match words::at(atoms, place) {
        Meaning::Month => month_and_year(atoms, place),
        Meaning::Week => {
            let at = behind_word(atoms, place);
            atoms
                .number(at)
                .filter(|week| week.len() <= 2)
                .map(|_| at + 1)
        }
        Meaning::Date => {
            let at = behind_word(atoms, place);
            let digits = atoms.number(at)?;
            let is_date = is_short_date(digits) || is_whole_date(digits) || digits.len() <= 2;
            // "den 12.03.2026" is read from its own beginning.
            (is_date && whole(atoms, at).is_none() && with_month(atoms, at).is_none())
                .then_some(at + 1)
        }
        _ => whole(atoms, place)
            .or_else(|| with_month(atoms, place))
            .or_else(|| day_of_month(atoms, place))
            .or_else(|| time(atoms, place)),
    }
}

/// The place behind a word, a dot or colon, and blanks.
fn behind_word(atoms: &Atoms<'_>, word: usize) -> usize {
    let mut at = word + 1;
    while at < word + 4 && (atoms.is_space(at) || matches!(atoms.mark(at), Some('.' | ':' | '#'))) {
        at += 1;
    }
    at
}

/// `12.03.2026`, `12. 3. 2026`, `12/3-26`, `12-03-2026`, `2026-03-12`.
fn whole(atoms: &Atoms<'_>, place: usize) -> Option<usize> {
    let first = atoms.number(place)?;
    let (mark, at) = separator(atoms, place + 1)?;
    let second = atoms.number(at)?;
    let (other, at) = separator(atoms, at + 1)?;
    let third = atoms.number(at)?;
    let is_date = match first.len() {
        4 => mark == other && mark != ' ' && is_day(first, second, third),
        1 | 2 => {
            let fits = mark == other || matches!((mark, other), ('/', '-' | ' ') | ('.', ' '));
            fits && mark != ' ' && matches!(third.len(), 2 | 4) && is_day(third, second, first)
        }
        _ => false,
    };
    // A part of something longer is no date.
    let goes_on = atoms.mark(at + 1) == Some(other) && atoms.number(at + 2).is_some();
    (is_date && !goes_on).then_some(at + 1)
}

fn separator(atoms: &Atoms<'_>, at: usize) -> Option<(char, usize)> {
    match atoms.mark(at) {
        Some('.') => Some(('.', atoms.past_space(at + 1))),
        Some(mark @ ('/' | '-')) => Some((mark, at + 1)),
        None if atoms.is_space(at) => Some((' ', at + 1)),
        _ => None,
    }
}

/// `12 mars`, `12. mars 2026`.
fn with_month(atoms: &Atoms<'_>, place: usize) -> Option<usize> {
    atoms
        .number(place)
        .filter(|day| is_day_of_month(day, "1"))?;
    let at = place + 1;
    let at = atoms.past_space(at + usize::from(atoms.mark(at) == Some('.')));
    (words::at(atoms, at) == Meaning::Month).then(|| month_and_year(atoms, at).unwrap_or(at + 1))
}

/// `mars 2026`, `des. 26`.
fn month_and_year(atoms: &Atoms<'_>, month: usize) -> Option<usize> {
    let at = behind_word(atoms, month);
    let year = atoms.number(at)?;
    (year.len() == 2 || is_year(year)).then_some(at + 1)
}

/// `12.03`, `12.3.`
fn day_of_month(atoms: &Atoms<'_>, place: usize) -> Option<usize> {
    let (day, month) = (atoms.number(place)?, atoms.number(place + 2)?);
    let goes_on =
        matches!(atoms.mark(place + 3), Some('.' | ',')) && atoms.number(place + 4).is_some();
    let is_date = atoms.mark(place + 1) == Some('.') && is_day_of_month(day, month);
    (is_date && !goes_on && !atoms.is_word(place + 3)).then_some(place + 3)
}

/// `14:05`, `14:05:33`: beside a date more often than not.
fn time(atoms: &Atoms<'_>, place: usize) -> Option<usize> {
    let part = |at| atoms.mark(at) == Some(':') && atoms.number_of(at + 1, 2).is_some();
    atoms.number(place).filter(|hours| hours.len() <= 2)?;
    part(place + 1).then_some(if part(place + 3) {
        place + 5
    } else {
        place + 3
    })
}
