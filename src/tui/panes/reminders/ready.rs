//! Whether a key of the queue does something now.

use super::grouped::Grouped;
use super::rows::{Line, Task};
use super::verbs::{charges, invoices, targets};
use crate::domain::id::LetterId;
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
    let new_fee = queue(model).selected().is_some_and(super::fee::is_asked);
    match charges(model) {
        Ok(_) => Ok(()),
        Err("no-charge") if new_fee => Err("no-charge-yet"),
        Err(why) => Err(why),
    }
}

/// Whether what waits can be ended by a person.
pub fn ends(why: &WaitsFor) -> bool {
    matches!(
        why,
        WaitsFor::Paused { .. } | WaitsFor::Plan { .. } | WaitsFor::Agency { .. }
    )
}

/// The letter that came back, if that is what the row waits for.
pub fn came_back(why: &WaitsFor) -> Option<LetterId> {
    match why {
        WaitsFor::LetterReturned { letter, .. } => Some(*letter),
        _ => None,
    }
}

/// Whether the row waits for a letter that came back.
pub fn is_back(model: &Model) -> bool {
    let line = queue(model).selected();
    line.is_some_and(
        |line| matches!(&line.task, Task::Waits(waits) if came_back(&waits.why).is_some()),
    )
}

/// What the row waits for can be ended.
pub fn paused(model: &Model) -> Ready {
    row(model)?;
    if is_back(model) {
        return Ok(());
    }
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

/// Charges are proposed to be given up: a payment crossed a letter, or the policy waives what is left over.
pub fn crossed(model: &Model) -> Ready {
    rows(model)?;
    let proposed = |line: &&Line| matches!(line.task, Task::TakeBack(_) | Task::Waive(_));
    when(targets(model).iter().any(proposed), "not-crossed")
}

/// Whether what is proposed under the keys is waived by policy, and nothing of it crossed a payment.
pub fn waives(model: &Model) -> bool {
    let targets = targets(model);
    let is = |crossed: bool| {
        targets.iter().any(|line| match line.task {
            Task::TakeBack(_) => crossed,
            Task::Waive(_) => !crossed,
            _ => false,
        })
    };
    is(false) && !is(true)
}

/// Whether the new fees of all letters under the keys are left out.
pub fn fee_is_left_out(model: &Model) -> bool {
    !targets(model).iter().any(|line| super::fee::is_asked(line))
}

/// A letter that is due has a new fee, or had it left out.
pub fn fee(model: &Model) -> Ready {
    letters(model)?;
    let has = |line: &&Line| super::fee::is_asked(line) || super::fee::is_left_out(line);
    when(targets(model).iter().any(has), "no-new-fee")
}
