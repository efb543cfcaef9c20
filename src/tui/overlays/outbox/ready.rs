//! Whether a key of the outbox does something now.

use super::PAPER;
use crate::domain::id::LetterId;
use crate::domain::outbox::{Channel, Posted, Stand};
use crate::reports::post::OutboxLine;
use crate::tui::action::Why;
use crate::tui::model::Model;
use crate::tui::overlays::Layer;

/// The dispatch that the keys are on.
fn selected(model: &Model) -> Option<&OutboxLine> {
    match model.layers.last() {
        Some(Layer::Outbox(outbox)) => outbox.selected(),
        _ => None,
    }
}

fn stands_at(model: &Model, stands: &[Stand], why: Why) -> Result<(), Why> {
    match selected(model) {
        None => Err("no-rows"),
        Some(line) if stands.contains(&line.stand) => Ok(()),
        Some(_) => Err(why),
    }
}

pub fn any(model: &Model) -> Result<(), Why> {
    match model.layers.last() {
        Some(Layer::Outbox(outbox)) if outbox.lines.is_empty() => Err("no-rows"),
        Some(Layer::Letters(letters)) if letters.letters.is_empty() => Err("no-rows"),
        _ => Ok(()),
    }
}

pub fn can_retry(model: &Model) -> Result<(), Why> {
    if selected(model).is_some_and(|line| line.stand == Stand::Queued) {
        return Err("waits-already");
    }
    if selected(model).and_then(came_back).is_some() {
        return Ok(());
    }
    let again = [Stand::Failed, Stand::InDoubt, Stand::CalledOff];
    stands_at(model, &again, "not-to-retry")
}

pub fn can_retry_all(model: &Model) -> Result<(), Why> {
    match model.layers.last() {
        Some(Layer::Outbox(outbox)) => {
            let failed = outbox.lines.iter().any(|line| line.stand == Stand::Failed);
            if failed { Ok(()) } else { Err("none-failed") }
        }
        _ => Ok(()),
    }
}

pub fn can_arrive(model: &Model) -> Result<(), Why> {
    stands_at(model, &[Stand::InDoubt], "not-in-doubt")
}

pub fn can_call_off(model: &Model) -> Result<(), Why> {
    let here = [
        Stand::Queued,
        Stand::Failed,
        Stand::InDoubt,
        Stand::Returned,
    ];
    stands_at(model, &here, "left-already")
}

pub fn can_return(model: &Model) -> Result<(), Why> {
    stands_at(model, &[Stand::Sent, Stand::InDoubt], "not-sent")
}

pub fn can_redirect(model: &Model) -> Result<(), Why> {
    let over = [Stand::Failed, Stand::Returned, Stand::CalledOff];
    stands_at(model, &over, "not-to-redirect")?;
    let is_letter = selected(model).is_some_and(|line| line.what != Posted::Statement);
    if is_letter {
        Ok(())
    } else {
        Err("only-letters")
    }
}

pub fn can_send(model: &Model) -> Result<(), Why> {
    match model.layers.last() {
        Some(Layer::Outbox(outbox)) => {
            if outbox.queued(&[Channel::Email]).next().is_some() {
                return Ok(());
            }
            let any = outbox.queued(&Channel::ALL).next().is_some();
            Err(if any {
                "nothing-to-mail"
            } else {
                "nothing-queued"
            })
        }
        _ => Ok(()),
    }
}

pub fn can_print(model: &Model) -> Result<(), Why> {
    match model.layers.last() {
        Some(Layer::Outbox(outbox)) => {
            let waits = outbox.queued(&PAPER).next().is_some();
            if waits {
                Ok(())
            } else {
                Err("nothing-to-print")
            }
        }
        _ => Ok(()),
    }
}

/// The letter that came back: it can be written anew.
pub fn came_back(line: &OutboxLine) -> Option<LetterId> {
    match line.what {
        Posted::Letter(letter) if line.stand == Stand::Returned => Some(letter),
        _ => None,
    }
}

/// Whether a try would write a letter anew.
pub fn is_back(model: &Model) -> bool {
    selected(model).and_then(came_back).is_some()
}

/// Whether a try would be one more of what may have arrived: that is asked for with a reason. What failed was.
pub fn goes_again(line: &OutboxLine) -> bool {
    line.may_have_arrived && line.stand != Stand::Failed
}

pub fn is_again(model: &Model) -> bool {
    selected(model).is_some_and(goes_again)
}
