//! What an item is on a day, as the checker reckons it: owed, disputed, at rest, payable.

use chrono::NaiveDate;
use reskontra::domain::arrears::Overdue;
use reskontra::domain::document::ItemClass;
use reskontra::domain::money::Minor;
use reskontra::domain::pause::PauseKind;

use crate::world::World;

/// More time that was granted is a later due date.
pub fn payable_until(item: &Overdue) -> NaiveDate {
    let granted = item.pauses.iter();
    let granted = granted.filter(|pause| pause.kind == PauseKind::Extension);
    let granted = granted.filter_map(|pause| {
        let ended = pause.closed.map(|closed| closed.pred_opt().unwrap());
        Some(pause.until?.min(ended.unwrap_or(NaiveDate::MAX)))
    });
    granted.max().unwrap_or(item.due).max(item.due)
}

/// The day on which the test agreed on fees with everyone who agreed.
pub const AGREED: &str = "2021-06-01";

/// Whether the fee was agreed when the debt arose; the test sets the day for the whole account.
pub fn item_agreed(item: &Overdue) -> bool {
    item.issued >= AGREED.parse::<NaiveDate>().unwrap()
}

/// What was owed at the start of a day: a payment of that day comes after.
fn balance(item: &Overdue, on: NaiveDate) -> i64 {
    let before = item.changes.iter().filter(|(day, _)| *day < on);
    item.opened.0 + before.map(|(_, change)| change.0).sum::<i64>()
}

/// What was owed and not disputed, less what the company held of the customer's: his oldest debt takes it first.
pub fn owed(item: &Overdue, world: &World, on: NaiveDate) -> i64 {
    let undisputed = |item: &Overdue| (balance(item, on) - disputed(item, on)).max(0);
    let credits = world.arrears.credits.iter();
    let credits = credits.filter(|credit| credit.on < on);
    let mut held: i64 = credits.map(|credit| credit.left.0).sum();
    let mut debts: Vec<&Overdue> = world.arrears.items.iter().collect();
    debts.retain(|debt| debt.class == ItemClass::Debit && debt.open > Minor::ZERO);
    debts.sort_by_key(|debt| (debt.due, debt.item));
    for debt in debts {
        if debt.item == item.item {
            break;
        }
        held -= undisputed(debt).min(held);
    }
    undisputed(item) - held.min(undisputed(item))
}

/// Whether a claim was disputed, or the creditor waited of his own, on a day.
pub fn rested(item: &Overdue, on: NaiveDate) -> bool {
    item.pauses.iter().any(|pause| {
        let kind = match pause.kind {
            PauseKind::Dispute => true,
            PauseKind::Pause | PauseKind::Extension => pause.until.is_none_or(|until| on <= until),
            _ => false,
        };
        kind && pause.from <= on && pause.closed.is_none_or(|closed| on < closed)
    })
}

pub fn disputed(item: &Overdue, on: NaiveDate) -> i64 {
    let disputes = item.pauses.iter().filter(|pause| {
        pause.kind == PauseKind::Dispute
            && pause.from <= on
            && pause.closed.is_none_or(|closed| closed > on)
    });
    disputes.map(|pause| pause.amount.0).sum()
}
