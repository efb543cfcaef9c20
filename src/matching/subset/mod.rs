//! Which of a customer's open items add up to an amount: exactly, in integers, and only if no other choice does too.
//!
//! The likelier choices first: the whole balance, all that is overdue, the oldest, one letter's; then any few.
//! The first kind with one solution wins; two solutions are an answer too.

mod chance;
mod halves;

use crate::domain::date::Date;

/// Entries that any few are searched among.
const MOST: usize = 40;

/// An open item of one customer in one currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Entry {
    /// Open, in minor units: negative for a credit.
    pub amount: i64,
    pub due: Date,
    pub overdue: bool,
    /// The last letter that claimed it.
    pub letter: Option<u64>,
}

/// What adds up to the amount: positions in the entries as given, ascending. A solution is of two entries at least;
/// one entry alone is the caller's to find, but here it makes another solution ambiguous.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// All of them, credits too.
    Whole(Vec<usize>),
    /// All overdue ones and all credits.
    Overdue(Vec<usize>),
    /// The first by due date, those of one day together.
    Prefix(Vec<usize>),
    /// Those of one letter.
    Letter(Vec<usize>),
    /// Some eight at the most, two of them credits at the most.
    Subset {
        chosen: Vec<usize>,
        /// So many choices exist that one may well fit by chance.
        by_chance: bool,
    },
    /// Two solutions, each enough to doubt the other; either may be of one entry.
    Several(Vec<Vec<usize>>),
    None,
    /// No likely choice fits, and the entries are too many to try any few.
    TooMany,
}

/// Searches for what adds up to `target`, a positive amount in minor units.
pub fn search(entries: &[Entry], target: i64) -> Answer {
    if target <= 0 {
        return Answer::None;
    }
    // In an order of their own, so that the order in which they came says nothing.
    let mut order: Vec<usize> = (0..entries.len())
        .filter(|at| entries[*at].amount != 0)
        .collect();
    order.sort_by_key(|at| {
        let entry = entries[*at];
        (entry.due, entry.amount, entry.overdue, entry.letter)
    });
    let sorted: Vec<Entry> = order.iter().map(|at| entries[*at]).collect();
    let given = |chosen: Vec<usize>| {
        let mut places: Vec<usize> = chosen
            .iter()
            .filter_map(|at| order.get(*at))
            .copied()
            .collect();
        places.sort_unstable();
        places
    };
    match find(&sorted, target) {
        Answer::Whole(chosen) => Answer::Whole(given(chosen)),
        Answer::Overdue(chosen) => Answer::Overdue(given(chosen)),
        Answer::Prefix(chosen) => Answer::Prefix(given(chosen)),
        Answer::Letter(chosen) => Answer::Letter(given(chosen)),
        Answer::Subset { chosen, by_chance } => Answer::Subset {
            chosen: given(chosen),
            by_chance,
        },
        Answer::Several(solutions) => Answer::Several(solutions.into_iter().map(given).collect()),
        Answer::None => Answer::None,
        Answer::TooMany => Answer::TooMany,
    }
}

/// The same for entries by due date, none of them zero.
fn find(entries: &[Entry], target: i64) -> Answer {
    let single = entries.iter().position(|entry| entry.amount == target);
    let kinds: [(Choices, Kind); 4] = [
        (whole, Answer::Whole),
        (overdue, Answer::Overdue),
        (prefixes, Answer::Prefix),
        (letters, Answer::Letter),
    ];
    for (choices, answer) in kinds {
        let mut fitting = choices(entries, i128::from(target));
        fitting.retain(|chosen| chosen.len() > 1 && total(entries, chosen) == i128::from(target));
        fitting.extend(single.filter(|_| !fitting.is_empty()).map(|at| vec![at]));
        if fitting.len() > 1 {
            fitting.truncate(2);
            return Answer::Several(fitting);
        }
        if let Some(only) = fitting.pop() {
            return answer(only);
        }
    }
    if entries.len() > MOST {
        return Answer::TooMany;
    }
    let amounts: Vec<i64> = entries.iter().map(|entry| entry.amount).collect();
    let mut solutions = halves::two_solutions(&amounts, target);
    if solutions.len() > 1 {
        return Answer::Several(solutions);
    }
    match solutions.pop() {
        Some(chosen) if chosen.len() > 1 => {
            let by_chance = chance::is_likely(&amounts);
            Answer::Subset { chosen, by_chance }
        }
        _ => Answer::None,
    }
}

/// The answer that a choice of one kind is.
type Kind = fn(Vec<usize>) -> Answer;

/// Choices of one kind that may fit the target.
type Choices = fn(&[Entry], i128) -> Vec<Vec<usize>>;

fn total(entries: &[Entry], chosen: &[usize]) -> i128 {
    chosen
        .iter()
        .map(|at| i128::from(entries[*at].amount))
        .sum()
}

fn whole(entries: &[Entry], _: i128) -> Vec<Vec<usize>> {
    vec![(0..entries.len()).collect()]
}

fn overdue(entries: &[Entry], _: i128) -> Vec<Vec<usize>> {
    let is_of = |at: &usize| entries[*at].overdue || entries[*at].amount < 0;
    vec![(0..entries.len()).filter(is_of).collect()]
}

/// The first of each length that parts no day, by a running sum: a customer may have very many.
fn prefixes(entries: &[Entry], target: i128) -> Vec<Vec<usize>> {
    let mut sum = 0;
    let mut ends = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        sum += i128::from(entry.amount);
        let parts_day = entries
            .get(at + 1)
            .is_some_and(|next| next.due == entry.due);
        // One entry alone is none of these.
        if sum == target && !parts_day && at > 0 {
            ends.push(at + 1);
        }
    }
    ends.into_iter()
        .take(2)
        .map(|end| (0..end).collect())
        .collect()
}

fn letters(entries: &[Entry], _: i128) -> Vec<Vec<usize>> {
    let mut by_letter = std::collections::BTreeMap::<u64, Vec<usize>>::new();
    for (at, entry) in entries.iter().enumerate() {
        if let Some(letter) = entry.letter {
            by_letter.entry(letter).or_default().push(at);
        }
    }
    by_letter.into_values().collect()
}

#[cfg(test)]
mod tests;
