//! Whether a key of the queue does something now.

use super::grouped::Grouped;
use super::rows::{Line, Task};
use super::verbs::{charges, invoices, targets};
use crate::domain::pause::PauseKind;
use crate::domain::reminding::WaitsFor;
use crate::tui::action::Why;
use crate::tui::model::Model;

type Ready = Result<(), Why>;

fn queue(model: &Model) -> &Grouped {
    &model.reminders.list
}

fn when(is: bool, why: Why) -> Ready {
    if is { Ok(()) } else { Err(why) }
}

/// A row is under the cursor.
pub fn row(model: &Model) -> Ready {
    queue(model).selected().map(|_| ()).ok_or("no-queue-row")
}

/// There is something to mark.
pub fn rows(model: &Model) -> Ready {
    when(!queue(model).is_empty(), "no-rows")
}

/// A letter is due among what the keys are on.
pub fn letters(model: &Model) -> Ready {
    rows(model)?;
    let due = targets(model).iter().any(|line| line.letter().is_some());
    when(due, "no-letter")
}

/// A letter is due at all.
pub fn run(model: &Model) -> Ready {
    let due = |line: &Line| line.letter().is_some();
    when(queue(model).table().rows().iter().any(due), "no-letter-due")
}

/// One invoice is under the cursor.
pub fn invoice(model: &Model) -> Ready {
    match invoices(model)?.len() {
        1 => Ok(()),
        _ => Err("several-invoices"),
    }
}

/// Invoices of one customer are under the cursor.
pub fn some_invoices(model: &Model) -> Ready {
    invoices(model).map(|_| ())
}

/// Someone's letters could rest.
pub fn someone(model: &Model) -> Ready {
    rows(model)?;
    when(!targets(model).is_empty(), "no-queue-row")
}

/// Charges were claimed that could be waived.
pub fn charged(model: &Model) -> Ready {
    charges(model).map(|_| ())
}

/// Whether what waits can be ended by a person.
pub fn ends(why: &WaitsFor) -> bool {
    matches!(
        why,
        WaitsFor::Paused { .. } | WaitsFor::Plan { .. } | WaitsFor::Agency { .. }
    )
}

/// What the row waits for can be ended.
pub fn paused(model: &Model) -> Ready {
    row(model)?;
    match queue(model).selected().map(|line| &line.task) {
        Some(Task::Waits(waits)) if ends(&waits.why) => match &waits.why {
            WaitsFor::Paused { kind, .. } if *kind != PauseKind::Dispute => {
                when(!super::verbs::pauses(model).is_empty(), "still-loading")
            }
            WaitsFor::Plan { .. } => Ok(()),
            _ => some_invoices(model),
        },
        Some(Task::Waits(_)) => Err("ends-by-itself"),
        _ => Err("not-paused"),
    }
}

/// A payment crossed a letter.
pub fn crossed(model: &Model) -> Ready {
    rows(model)?;
    let crossed = |line: &&Line| matches!(line.task, Task::TakeBack(_));
    when(targets(model).iter().any(crossed), "not-crossed")
}
