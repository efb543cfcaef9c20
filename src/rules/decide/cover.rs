//! The same money told twice, through two formats: which deposits are one, and which telling counts.

use std::collections::{HashMap, HashSet};

use crate::domain::account::same_account;
use crate::domain::book::Book;
use crate::domain::deposit::{Deposit, Level};
use crate::domain::event::Event;
use crate::domain::id::ItemId;
use crate::domain::money::{Currency, Minor};

use super::{Declined, Draft, line};

/// Days that may lie between the two: a statement may book a sum later than the file of its payments says.
const DAYS: i64 = 5;

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
    pub covers_incoming: bool,
}

/// Which of a file's deposits the ledger holds already, as another format told them. Each deposit is the same as one
/// other at the most: two equal sums on one day are two.
pub fn same_money(incoming: &[Deposit], standing: &[Deposit]) -> Vec<SameMoney> {
    let mut by_sum: HashMap<(Currency, Minor), Vec<usize>> = HashMap::new();
    for (index, deposit) in standing.iter().enumerate() {
        by_sum
            .entry((deposit.currency, deposit.sum))
            .or_default()
            .push(index);
    }
    let mut likely: Vec<(u32, usize, usize)> = Vec::new();
    for (new, deposit) in incoming.iter().enumerate() {
        for old in by_sum
            .get(&(deposit.currency, deposit.sum))
            .into_iter()
            .flatten()
        {
            if let Some(likeness) = likeness(deposit, &standing[*old]) {
                likely.push((likeness, new, *old));
            }
        }
    }
    // The likeliest first; among equals in the files' order.
    likely.sort_by_key(|(likeness, new, old)| (std::cmp::Reverse(*likeness), *new, *old));
    let (mut paired_new, mut paired_old) = (HashSet::new(), HashSet::new());
    let mut found = Vec::new();
    for (likeness, new, old) in &likely {
        if paired_new.contains(new) || paired_old.contains(old) {
            continue;
        }
        paired_new.insert(*new);
        paired_old.insert(*old);
        let rivals = likely
            .iter()
            .filter(|(other, n, o)| other == likeness && (n == new) != (o == old))
            .count();
        let sure = *likeness >= CERTAIN || (*likeness >= CLEAR && rivals == 0);
        found.extend(which_counts(&incoming[*new], &standing[*old], sure));
    }
    found
}

/// The bank's own reference says it.
const CERTAIN: u32 = 100;
/// The same account and day, or a whole batch.
const CLEAR: u32 = 20;

/// How likely it is that both are the same money; none if it cannot be.
fn likeness(a: &Deposit, b: &Deposit) -> Option<u32> {
    let same = |x: &Option<String>, y: &Option<String>| match (x, y) {
        (Some(x), Some(y)) => Some(x == y),
        _ => None,
    };
    let days = (a.booked - b.booked).num_days().abs();
    if a.format == b.format
        || days > DAYS
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
    let by_bank_ref = singles && same(&a.bank_ref, &b.bank_ref) == Some(true);
    if by_bank_ref {
        return Some(CERTAIN);
    }
    let by_reference = if singles {
        same(&a.reference, &b.reference)
    } else {
        None
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
    let evidence = by_reference == Some(true) || by_payer == Some(true) || by_name;
    if a.level == Level::Book || b.level == Level::Book {
        // A list of the book, or a hand, tells too little for anything but a question.
        return (by_reference == Some(true)).then_some(1);
    }
    if a.level == b.level && singles && !evidence && accounts.is_none() {
        return None;
    }
    let clear =
        days == 0 && (evidence || !singles || (accounts == Some(true) && a.level != b.level));
    Some(if clear { CLEAR } else { 2 } + u32::from(evidence) * 5 + nearness(days))
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
                total.batch = None;
                *count += 1;
            }
        }
    }
    let several = totals.into_iter().filter(|(_, count)| *count > 1);
    several.map(|(total, _)| total).collect()
}

/// Up to five for the same day.
fn nearness(days: i64) -> u32 {
    u32::try_from(DAYS - days).unwrap_or(0)
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
    let (counts, covered) = if !old.touched && says(new) > says(old) {
        (new, old)
    } else {
        (old, new)
    };
    Some(SameMoney {
        covered: covered.receipts.clone(),
        by: *counts.receipts.first()?,
        sure,
        covers_incoming: std::ptr::eq(covered, new),
    })
}

/// The events by which `receipt` counts nothing, being the same money as `by`.
pub fn cover(book: &Book, receipt: ItemId, by: ItemId, sure: bool) -> Result<Vec<Event>, Declined> {
    let mut draft = Draft::of(book);
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
