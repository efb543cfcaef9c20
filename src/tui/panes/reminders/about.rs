//! What a form of the queue is about, in figures: which invoices or charges, how much, at which stage.

use super::asking::Asked;
use super::rows::{Sums, Task};
use super::verbs::{invoices, targets};
use crate::domain::command::Resting;
use crate::domain::money::Minor;
use crate::reports::card::ItemLine;
use crate::tui::model::Model;

/// Numbers that are listed one by one.
const LISTED: usize = 4;

/// A sentence of figures; empty where the form tells them itself or there are none.
pub fn about(model: &Model, asked: &Asked) -> String {
    match asked {
        Asked::Promise { .. }
        | Asked::EndDisputes { .. }
        | Asked::EndPauses { .. }
        | Asked::EndPlans { .. }
        | Asked::TakeOver { .. }
        | Asked::NumberCase { .. }
        | Asked::HandOver { .. } => of_items(model, &invoices(model).unwrap_or_default()),
        Asked::Pause { of, .. } => match of.as_slice() {
            [Resting::Customer(_)] => all_of_his(model),
            [Resting::Document(_), ..] => of_items(model, &invoices(model).unwrap_or_default()),
            _ => of_rows(model),
        },
        Asked::Waive { charges, .. } => {
            let numbers: Vec<&str> = charges
                .iter()
                .flat_map(|charge| &charge.open)
                .map(|(number, _)| number.as_str())
                .collect();
            let open = charges.iter().flat_map(|charge| &charge.open);
            let sum = open.map(|(_, amount)| *amount).sum();
            told(model, &numbers, sum)
        }
        Asked::Skip { .. } => letters(model),
        Asked::Bankrupt { .. } => all_of_his(model),
        Asked::NoFee { .. }
        | Asked::Send { .. }
        | Asked::Extend { .. }
        | Asked::Plan { .. }
        | Asked::Call { .. } => String::new(),
    }
}

/// `10535, 10558: 24 034,71 NOK.`
fn told(model: &Model, numbers: &[&str], sum: Minor) -> String {
    let Some(line) = model.reminders.list.selected() else {
        return String::new();
    };
    if numbers.is_empty() {
        return String::new();
    }
    let locale = &model.locale;
    let mut listed = numbers[..numbers.len().min(LISTED)].join(", ");
    let more = numbers.len().saturating_sub(LISTED);
    if more > 0 {
        let more = locale.whole(more as u64);
        listed.push(' ');
        listed.push_str(&locale.say("tui.and-more", &[("count", &more)]));
    }
    let amount = locale.money(sum, line.whose.currency);
    let facts = [("numbers", listed.as_str()), ("amount", amount.as_str())];
    locale.say("tui.reminders.about-form.invoices", &facts)
}

fn of_items(model: &Model, items: &[&ItemLine]) -> String {
    let numbers: Vec<&str> = items.iter().map(|item| item.number.as_str()).collect();
    told(model, &numbers, items.iter().map(|item| item.open).sum())
}

/// All that the customer under the cursor owes: it rests, not only what the row asks for.
fn all_of_his(model: &Model) -> String {
    let Some(card) = model.reminders.card() else {
        return String::new();
    };
    let locale = &model.locale;
    let owed = card.open.iter().filter(|item| item.open > Minor::ZERO);
    let mut sums = Sums::default();
    let mut count = 0_u64;
    for item in owed {
        count += u64::from(item.about.is_none());
        sums.add(item.currency, item.open);
    }
    let (count, amounts) = (locale.whole(count), sums.told(locale));
    let facts = [("count", count.as_str()), ("amounts", amounts.as_str())];
    locale.say("tui.reminders.about-form.customer", &facts)
}

fn of_rows(model: &Model) -> String {
    let locale = &model.locale;
    let rows = targets(model);
    let mut sums = Sums::default();
    for row in &rows {
        sums.add(row.whose.currency, row.amount());
    }
    let (count, amounts) = (locale.whole(rows.len() as u64), sums.told(locale));
    let facts = [("count", count.as_str()), ("amounts", amounts.as_str())];
    locale.say("tui.reminders.about-form.rows", &facts)
}

/// The stage that is left out, and what comes after it and when.
fn letters(model: &Model) -> String {
    let locale = &model.locale;
    let rows = targets(model);
    let one = match rows.as_slice() {
        [row] => Some(*row),
        _ => None,
    };
    let Some((row, Task::Letter { letter, .. })) = one.map(|row| (row, &row.task)) else {
        return of_rows(model);
    };
    let amount = locale.money(letter.total, row.whose.currency);
    let (next, date) = match &letter.next {
        Some((stage, date)) => (
            locale.stage(stage),
            locale.due_date(*date, model.book.today),
        ),
        None => ("", String::new()),
    };
    let facts = [
        ("stage", locale.stage(&letter.stage)),
        ("amount", amount.as_str()),
        ("next", next),
        ("date", date.as_str()),
    ];
    locale.say(
        match letter.next {
            Some(_) => "tui.reminders.about-form.stage",
            None => "tui.reminders.about-form.last-stage",
        },
        &facts,
    )
}
