//! Second reading: lists and ranges of numbers, with each way in which they may be meant.

use super::atoms::Atoms;
use super::runs::{Link, Run};
use super::{Found, MentionKind, dates};

/// Numbers that a range may stand for.
const LONGEST_RANGE: u64 = 20;
/// Digits of a number that a range or a continuation may be made of.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// Adds what the runs mention.
pub(super) fn read(atoms: &Atoms<'_>, runs: &[Run], found: &mut Found) {
    let written = |run: &Run| atoms.written(run.start, run.end);
    for (nth, run) in runs.iter().enumerate() {
        let token = written(run);
        let before = nth.checked_sub(1).and_then(|nth| runs.get(nth));
        let behind = runs
            .get(nth + 1)
            .filter(|next| next.link != Link::None && next.link != Link::Space);
        let is_listed =
            matches!(run.link, Link::And | Link::Mark | Link::Through) || behind.is_some();
        let ranged = |first: Option<&Run>, last: Option<&Run>| {
            let (first, last) = first
                .zip(last)
                .filter(|(_, last)| last.link == Link::Through)?;
            range(written(first), written(last))
        };
        let with_next = ranged(Some(run), behind);
        let kind = if with_next.is_some() || ranged(before, Some(run)).is_some() {
            MentionKind::Ranged
        } else if is_listed {
            MentionKind::Listed
        } else {
            MentionKind::Whole
        };
        let span = atoms.bytes(run.start, run.end);
        if let Some(word) = run.glued_word {
            let with_word = atoms.bytes(word, run.end);
            found.mention(atoms.written(word, run.end), with_word, true, kind);
        }
        found.mention(token, span, run.near, kind);
        parts(token, span, run.near, found);
        if let Some((numbers, last)) = with_next.zip(behind) {
            for number in numbers {
                found.mention(
                    &number,
                    atoms.bytes(run.start, last.end),
                    run.near,
                    MentionKind::Ranged,
                );
            }
        }
        if let Some(before) = before.filter(|_| run.link == Link::Mark)
            && let Some(number) = continued(written(before), token)
        {
            found.mention(
                &number,
                atoms.bytes(before.start, run.end),
                run.near,
                MentionKind::Listed,
            );
        }
    }
}

/// `1001/1002`, `1001/02` and `1001-1003` within one run, which may be one number as well.
fn parts(token: &str, span: (usize, usize), near: bool, found: &mut Found) {
    let is_date = token
        .split_once('/')
        .is_some_and(|(day, month)| dates::is_day_of_month(day, month));
    if is_date || token.contains('_') {
        return;
    }
    if let Some((first, last)) = token.split_once('-')
        && !token.contains('/')
    {
        if let Some(numbers) = range(first, last) {
            for number in numbers {
                found.mention(&number, span, near, MentionKind::Ranged);
            }
        } else if is_number(first)
            && is_number(last)
            && first.len() == last.len()
            && first.len() > 3
        {
            found.mention(first, span, near, MentionKind::Listed);
            found.mention(last, span, near, MentionKind::Listed);
        }
        return;
    }
    let list: Vec<&str> = token.split('/').collect();
    let are_numbers = list.iter().all(|part| !ending(part).1.is_empty());
    if list.len() < 2 || !are_numbers {
        return;
    }
    let mut at = span.0;
    let mut before = String::new();
    for part in list {
        found.mention(part, (at, at + part.len()), near, MentionKind::Listed);
        at += part.len() + 1;
        let whole = continued(&before, part);
        if let Some(number) = &whole {
            found.mention(number, span, near, MentionKind::Listed);
        }
        before = whole.unwrap_or_else(|| part.to_owned());
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number's digits at the end, and what stands before them.
fn ending(token: &str) -> (&str, &str) {
    let before = token.trim_end_matches(|c: char| c.is_ascii_digit());
    token.split_at(before.len())
}

/// All the numbers from one to another, of equal length and in order; none where two years or a day stand there.
fn range(first: &str, last: &str) -> Option<Vec<String>> {
    let (prefix, digits) = ending(first);
    let (other, last_digits) = ending(last);
    let same_prefix = other.is_empty() || other.eq_ignore_ascii_case(prefix);
    let is_year = prefix.is_empty() && dates::is_year(digits);
    if !same_prefix || is_year || !DIGITS.contains(&digits.len()) {
        return None;
    }
    let last = filled(digits, last_digits)?;
    let (from, to) = (digits.parse::<u64>().ok()?, last.parse::<u64>().ok()?);
    let count = to.checked_sub(from)?;
    if !(1..LONGEST_RANGE).contains(&count) {
        return None;
    }
    let width = digits.len();
    Some(
        (from..=to)
            .map(|number| format!("{prefix}{number:0>width$}"))
            .collect(),
    )
}

/// `02` behind `1001` is 1002: the same digits in front.
fn filled(digits: &str, short: &str) -> Option<String> {
    let missing = digits.len().checked_sub(short.len())?;
    let is_short_form = missing == 0 || (short.len() >= 2 && digits.len() > 3);
    is_short_form.then(|| format!("{}{short}", &digits[..missing]))
}

/// What `02` behind `1001` means, if it goes on closely.
fn continued(before: &str, token: &str) -> Option<String> {
    let (prefix, digits) = ending(before);
    let is_year = prefix.is_empty() && dates::is_year(digits);
    if !is_number(token)
        || token.len() >= digits.len()
        || is_year
        || !DIGITS.contains(&digits.len())
    {
        return None;
    }
    let whole = filled(digits, token)?;
    let step = whole
        .parse::<u64>()
        .ok()?
        .checked_sub(digits.parse().ok()?)?;
    (1..LONGEST_RANGE)
        .contains(&step)
        .then(|| format!("{prefix}{whole}"))
}
