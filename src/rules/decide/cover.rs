//! The same money told twice, through two formats: which deposits are one, and which telling counts.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::domain::account::same_account;
use crate::domain::book::Book;
use crate::domain::deposit::{DAYS_APART, Deposit, Level};
use crate::domain::event::Event;
use crate::domain::id::ItemId;
use crate::domain::money::{Currency, Minor};
use crate::domain::reference;

use super::{Declined, Draft, line};

/// Standing deposits of one sum that a new one is compared with; more equal sums prove nothing.
const MOST_EQUAL: usize = 100;

/// Two tellings of one deposit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SameMoney {
    /// The receipts that count nothing.
    pub covered: Vec<ItemId>,
    /// The first of those that count.
    pub by: ItemId,
    /// No other deposit could be meant, and nothing about it is only likely.
    pub sure: bool,
    /// It is the new telling that counts nothing.
    pub incoming_is_covered: bool,
}

/// How much speaks for two tellings being of one deposit, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Likeness {
    /// The sum, and a day not far away.
    Near,
    /// The sum, the day and the account, or a whole batch.
    SameDay,
    /// The same reference or payer as well.
    Evidence,
    /// The bank's own reference.
    BankRef,
}

/// Which of a file's deposits the ledger holds already, as another format told them. Each deposit is the same as one
/// other at the most: two equal sums on one day are two.
pub fn same_money(incoming: &[Deposit], standing: &[Deposit]) -> Vec<SameMoney> {
    pairs(incoming, standing, |_, _| true)
}

/// The same for single payments, batches or not, where something tells them apart from all others.
pub fn same_payments(incoming: &[Deposit], standing: &[Deposit]) -> Vec<SameMoney> {
    let told_apart = |likeness, level| likeness == Likeness::BankRef || level == Level::Book;
    pairs(incoming, standing, told_apart)
}

/// Pairs that pass, by what speaks for them and the lower of both levels.
fn pairs(
    incoming: &[Deposit],
    standing: &[Deposit],
    passes: impl Fn(Likeness, Level) -> bool,
) -> Vec<SameMoney> {
    let mut by_sum: HashMap<(Currency, Minor), Vec<usize>> = HashMap::new();
    for (index, deposit) in standing.iter().enumerate() {
        by_sum
            .entry((deposit.currency, deposit.sum))
            .or_default()
            .push(index);
    }
    let mut likely: Vec<(Likeness, i64, usize, usize)> = Vec::new();
    for (new, deposit) in incoming.iter().enumerate() {
        let equal = by_sum.get(&(deposit.currency, deposit.sum));
        for old in equal.into_iter().flatten().take(MOST_EQUAL) {
            let days = (deposit.booked - standing[*old].booked).num_days().abs();
            let level = deposit.level.min(standing[*old].level);
            if let Some(likeness) = likeness(deposit, &standing[*old], days)
                && passes(likeness, level)
            {
                likely.push((likeness, days, new, *old));
            }
        }
    }
    // The likeliest first, then the nearest day; among equals in the files' order.
    likely.sort_by_key(|(likeness, days, new, old)| (Reverse(*likeness), *days, *new, *old));
    let (mut of_new, mut of_old) = (HashMap::new(), HashMap::new());
    for (likeness, _, new, old) in &likely {
        of_new.entry(*new).or_insert_with(Vec::new).push(*likeness);
        of_old.entry(*old).or_insert_with(Vec::new).push(*likeness);
    }
    let (mut paired_new, mut paired_old) = (HashSet::new(), HashSet::new());
    let mut found = Vec::new();
    for (likeness, _, new, old) in likely {
        if paired_new.contains(&new) || paired_old.contains(&old) {
            continue;
        }
        paired_new.insert(new);
        paired_old.insert(old);
        // Both lists hold this pair itself. Only evidence tells it from what is merely likely.
        let is_rival =
            |other: &&Likeness| likeness < Likeness::Evidence || **other >= Likeness::Evidence;
        let rivals = of_new[&new]
            .iter()
            .chain(&of_old[&old])
            .filter(is_rival)
            .count()
            - 2;
        let doubted = incoming[new].doubted || standing[old].doubted;
        let sure = match likeness {
            Likeness::BankRef => true,
            Likeness::Near => false,
            Likeness::SameDay | Likeness::Evidence => rivals == 0 && !doubted,
        };
        found.extend(which_counts(&incoming[new], &standing[old], sure));
    }
    found
}

/// How likely it is that both are the same money; none if it cannot be.
fn likeness(a: &Deposit, b: &Deposit, days: i64) -> Option<Likeness> {
    if a.format == b.format
        || days > DAYS_APART
        || a.told_by.contains(&b.format)
        || b.told_by.contains(&a.format)
    {
        return None;
    }
    let accounts = match (&a.account, &b.account) {
        (Some(x), Some(y)) => Some(same_account(x, y)),
        _ => None,
    };
    if accounts == Some(false) {
        return None;
    }
    let singles = a.is_single() && b.is_single();
    if singles && a.bank_ref.is_some() && a.bank_ref == b.bank_ref {
        return Some(Likeness::BankRef);
    }
    // A line of someone's own account or reference is no sum of many.
    let personal =
        |deposit: &Deposit| deposit.payer_account.is_some() || deposit.reference.is_some();
    if !singles && (a.is_single() && personal(a) || b.is_single() && personal(b)) {
        return None;
    }
    let by_reference = match (&a.reference, &b.reference) {
        (Some(x), Some(y)) if singles => same_reference(x, y),
        _ => None,
    };
    let by_payer = match (&a.payer_account, &b.payer_account) {
        (Some(x), Some(y)) if singles => Some(same_account(x, y)),
        _ => None,
    };
    if by_reference == Some(false) || by_payer == Some(false) {
        return None;
    }
    let by_name = singles
        && matches!((&a.payer_name, &b.payer_name), (Some(x), Some(y)) if x.to_lowercase() == y.to_lowercase());
    if a.level == Level::Book || b.level == Level::Book {
        // A list of the book, or a hand, tells too little for anything but a question.
        return (by_reference == Some(true)).then_some(Likeness::Near);
    }
    if days > 0 {
        return (a.level != b.level || by_reference == Some(true) || by_name)
            .then_some(Likeness::Near);
    }
    Some(
        if by_reference == Some(true) || by_payer == Some(true) || by_name {
            Likeness::Evidence
        } else if !singles || (accounts == Some(true) && a.level != b.level) {
            Likeness::SameDay
        } else {
            Likeness::Near
        },
    )
}

/// Whether two references are one. Zeros lost in front, and the international form of a national reference, say
/// neither yes nor no.
fn same_reference(a: &str, b: &str) -> Option<bool> {
    if a == b {
        Some(true)
    } else if reference::comparable(a) == reference::comparable(b) {
        None
    } else {
        Some(false)
    }
}

/// What is worked on stays; else the telling that says more, and the older one among equals.
fn which_counts(new: &Deposit, old: &Deposit, sure: bool) -> Option<SameMoney> {
    let says = |deposit: &Deposit| {
        (
            deposit.receipts.len(),
            deposit.reference.is_some(),
            deposit.level,
        )
    };
    let incoming_is_covered = old.touched || says(new) <= says(old);
    let (counts, covered) = if incoming_is_covered {
        (old, new)
    } else {
        (new, old)
    };
    Some(SameMoney {
        covered: covered.receipts.clone(),
        by: *counts.receipts.first()?,
        sure,
        incoming_is_covered,
    })
}

/// The sums of what a file of details holds of each account and day, where that is more than one deposit.
pub fn day_totals(deposits: &[Deposit]) -> Vec<Deposit> {
    let mut totals: Vec<(Deposit, usize)> = Vec::new();
    let untold = |deposit: &&Deposit| deposit.level == Level::Detail && deposit.told_by.is_empty();
    for deposit in deposits.iter().filter(untold) {
        let same_day = |(total, _): &&mut (Deposit, usize)| {
            (total.file, &total.account, total.booked, total.currency)
                == (
                    deposit.file,
                    &deposit.account,
                    deposit.booked,
                    deposit.currency,
                )
        };
        match totals.iter_mut().find(same_day) {
            None => totals.push((deposit.clone(), 1)),
            Some((total, count)) => {
                total.sum += deposit.sum;
                total.receipts.extend(&deposit.receipts);
                total.touched |= deposit.touched;
                total.doubted |= deposit.doubted;
                total.batch = None;
                *count += 1;
            }
        }
    }
    let several = totals.into_iter().filter(|(_, count)| *count > 1);
    several.map(|(total, _)| total).collect()
}

/// The events by which `receipt` counts nothing, being the same money as `by`.
pub fn cover(book: &Book, receipt: ItemId, by: ItemId, sure: bool) -> Result<Vec<Event>, Declined> {
    let mut draft = Draft::of(book.clone());
    line::cover(&mut draft, receipt, by, sure)?;
    Ok(draft.events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::Date;
    use crate::domain::id::FileId;

    fn deposit(format: &str, level: Level, sum: i64, receipts: &[i64]) -> Deposit {
        Deposit {
            file: Some(FileId(1)),
            format: format.to_owned(),
            level,
            account: Some("15032012345".to_owned()),
            booked: Date::from_ymd_opt(2026, 11, 20).unwrap(),
            currency: Currency::NOK,
            batch: None,
            sum: Minor(sum),
            receipts: receipts.iter().map(|id| ItemId(*id)).collect(),
            bank_ref: None,
            reference: None,
            payer_account: None,
            payer_name: None,
            touched: false,
            told_by: Vec::new(),
            doubted: false,
        }
    }

    fn ocr(sum: i64, receipts: &[i64]) -> Deposit {
        deposit("ocr-giro", Level::Detail, sum, receipts)
    }

    fn line(sum: i64, receipt: i64) -> Deposit {
        deposit("camt.053", Level::Statement, sum, &[receipt])
    }

    /// (covered, by, sure)
    fn told(incoming: &[Deposit], standing: &[Deposit]) -> Vec<(Vec<i64>, i64, bool)> {
        same_money(incoming, standing)
            .into_iter()
            .map(|same| {
                let covered = same.covered.iter().map(|item| item.0).collect();
                (covered, same.by.0, same.sure)
            })
            .collect()
    }

    #[test]
    fn the_details_count_and_the_sum_of_the_statement_does_not() {
        let details = [ocr(622_000, &[1, 2, 3])];
        let statement = [line(622_000, 9), line(5_000, 10)];
        assert_eq!(told(&statement, &details), [(vec![9], 1, true)]);
        assert_eq!(told(&details, &statement), [(vec![9], 1, true)]);
    }

    #[test]
    fn a_sum_that_someone_worked_on_stays_and_the_details_count_nothing() {
        let mut worked_on = line(622_000, 9);
        worked_on.touched = true;
        assert_eq!(
            told(&[ocr(622_000, &[1, 2, 3])], &[worked_on]),
            [(vec![1, 2, 3], 9, true)]
        );
    }

    #[test]
    fn two_equal_sums_are_two_deposits() {
        let details = [ocr(100, &[1, 2]), ocr(100, &[3, 4])];
        assert_eq!(told(&details, &[line(100, 9)]).len(), 1);
        assert_eq!(told(&details, &[line(100, 9), line(100, 10)]).len(), 2);
    }

    #[test]
    fn another_account_day_or_payer_is_other_money() {
        let details = [ocr(100, &[1])];
        let mut other = line(100, 9);
        other.account = Some("60050640003".to_owned());
        assert_eq!(told(&details, &[other]), []);
        let mut late = line(100, 9);
        late.booked = late.booked + chrono::Days::new(6);
        assert_eq!(told(&details, &[late]), []);
        let (mut kid, mut no_kid) = (ocr(100, &[1]), line(100, 9));
        (kid.reference, no_kid.reference) = (Some("1234566".into()), Some("602243".into()));
        assert_eq!(told(&[kid], &[no_kid]), []);
    }

    #[test]
    fn what_is_only_likely_is_asked_about() {
        let mut nowhere = line(100, 9);
        nowhere.account = None;
        assert_eq!(told(&[ocr(100, &[1])], &[nowhere]), [(vec![9], 1, false)]);
        // One detail and two lines that it could be.
        let lines = [line(100, 9), line(100, 10)];
        assert_eq!(told(&[ocr(100, &[1])], &lines), [(vec![9], 1, false)]);
        let mut by_hand = deposit("", Level::Book, 100, &[9]);
        assert_eq!(told(&[ocr(100, &[1])], &[by_hand.clone()]), []);
        let mut kid = ocr(100, &[1]);
        kid.reference = Some("1234566".to_owned());
        by_hand.reference.clone_from(&kid.reference);
        by_hand.touched = true;
        assert_eq!(told(&[kid], &[by_hand]), [(vec![1], 9, false)]);
    }

    #[test]
    fn the_banks_reference_says_it_whatever_the_day_and_the_list() {
        let (mut listed, mut booked) = (deposit("payments", Level::Book, 100, &[9]), line(100, 1));
        (listed.bank_ref, booked.bank_ref) = (Some("A1".into()), Some("A1".into()));
        (listed.account, booked.account) = (None, None);
        listed.touched = true;
        assert_eq!(told(&[booked], &[listed]), [(vec![1], 9, true)]);
    }

    #[test]
    fn a_format_tells_of_a_deposit_once() {
        let mut details = ocr(100, &[1, 2]);
        details.told_by = vec!["camt.053".to_owned()];
        assert_eq!(told(&[line(100, 9)], &[details]), []);
    }
}
