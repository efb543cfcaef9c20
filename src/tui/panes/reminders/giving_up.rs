//! Charges that the queue proposes to give up: those that crossed a payment, and those that the policy waives.

use super::rows::{Line, Sums, Task};
use super::verbs::{label, targets};
use crate::domain::command::Command;
use crate::domain::money::Minor;
use crate::domain::reminding::{Crossed, waive_left};
use crate::text::Locale;
use crate::tui::input::Key;
use crate::tui::model::Model;
use crate::tui::overlays::Layer;
use crate::tui::overlays::confirm::{Confirm, Deed};

/// Asks whether they are given up: those of the row, of its group or of what is marked, as one run.
pub fn ask(model: &mut Model, key: Option<Key>) {
    let locale = &model.locale;
    let rows = targets(model);
    let crossed: Vec<&Crossed> = rows
        .iter()
        .filter_map(|line| match &line.task {
            Task::TakeBack(crossed) => Some(crossed),
            _ => None,
        })
        .collect();
    let (mut commands, mut lines, mut amounts) = (Vec::new(), Vec::new(), Sums::default());
    let mut waives = false;
    for line in &rows {
        let command = match &line.task {
            Task::TakeBack(crossed) => {
                let because = says(locale, "tui.reminders.take-back.reason", line, "");
                Some(crossed.take_back(&because))
            }
            Task::Waive(charges) => {
                let charges = charges.iter().map(|charge| (charge.item, charge.amount));
                let by_policy = locale.text("waits.charges-to-waive");
                waive_left(charges, &crossed, by_policy)
            }
            _ => None,
        };
        let Some(command) = command else { continue };
        let key = if matches!(line.task, Task::Waive(_)) {
            waives = true;
            "tui.reminders.take-back.waive-line"
        } else {
            "tui.reminders.take-back.line"
        };
        let amount = gives_up(&command);
        amounts.add(line.whose.currency, amount);
        let amount = locale.money(amount, line.whose.currency);
        lines.push(says(locale, key, line, &amount));
        commands.push(command);
    }
    lines.push(locale.text("tui.reminders.take-back.effect").to_owned());
    let (title, yes, did) = if waives {
        ("waive-title", "waive-yes", "waived-of")
    } else {
        ("title", "yes", "took-back")
    };
    let (what, amount) = (label(model), amounts.told(locale));
    let facts = [("what", what.as_str()), ("amount", amount.as_str())];
    let word = |key| {
        locale
            .text(&format!("tui.reminders.take-back.{key}"))
            .to_owned()
    };
    let confirm = Confirm {
        title: word(title),
        lines,
        yes: word(yes),
        all: None,
        deed: Deed::ActAll {
            commands,
            says: locale.say(&format!("tui.reminders.did.{did}"), &facts),
        },
        at: 0,
        opener: key,
    };
    model.layers.push(Layer::Confirm(confirm));
}

/// How much a command gives up.
fn gives_up(command: &Command) -> Minor {
    match command {
        Command::TakeBackCharges { charges, .. } => charges.iter().map(|charge| charge.1).sum(),
        _ => Minor::ZERO,
    }
}

/// A row in one line: whose it is, how much, and what it rests on.
fn says(locale: &Locale, key: &str, line: &Line, amount: &str) -> String {
    let (paid, sent) = match &line.task {
        Task::TakeBack(crossed) => (crossed.paid, crossed.sent),
        _ => Default::default(),
    };
    let (paid, sent) = (locale.long_date(paid), locale.long_date(sent));
    // The interest of a letter has one number, however many invoices it is about.
    let mut numbers = line.numbers();
    numbers.sort_unstable();
    numbers.dedup();
    let numbers = numbers.join(", ");
    let facts = [
        ("customer", line.whose.name.as_str()),
        ("amount", amount),
        ("numbers", numbers.as_str()),
        ("paid", paid.as_str()),
        ("sent", sent.as_str()),
    ];
    locale.say(key, &facts)
}
