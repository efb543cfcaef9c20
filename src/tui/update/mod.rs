//! What a message makes of the model, and what it wants done. Pure: the same model and message give the same answer.

mod acts;
mod ask;
mod moves;
mod replies;
pub mod submit;

use super::action::{ActionId, Scope};
use super::effect::Effect;
use super::input::{Key, Mouse};
use super::model::{Model, Notice, Work};
use super::msg::{Msg, Request};
use super::overlays;
use super::panes::matching;

pub use acts::act;

pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut effects = match msg {
        Msg::Key(key) => press(model, key),
        Msg::Paste(text) => overlays::paste(model, &text),
        Msg::Mouse(mouse) => point(model, mouse),
        Msg::Resize(width, height) => {
            model.size = ratatui::layout::Size { width, height };
            overlays::page::resized(model);
            overlays::answer::resized(model);
            overlays::listing::resized(model);
            super::panes::moved(model)
        }
        Msg::Reply(reply) => replies::take(model, *reply),
        Msg::Waiting => {
            model.work.get_or_insert(Work::BEGUN);
            Vec::new()
        }
        Msg::Progress(progress) => {
            if let Some(work) = &mut model.work {
                work.progress = Some(progress);
            }
            Vec::new()
        }
        // Who is busy with the ledger is no one else.
        Msg::Second if model.work.is_none() => vec![Effect::Ask(Request::Check)],
        Msg::Second => Vec::new(),
        Msg::Continued => vec![Effect::Redraw],
        Msg::Stop(_) => vec![Effect::Cancel, Effect::Quit],
    };
    let begins = effects.iter().find_map(|effect| match effect {
        Effect::Ask(request) if request.is_long() => Some(request.sends()),
        _ => None,
    });
    if let Some(sends) = begins {
        model.work = Some(Work {
            sends,
            ..Work::BEGUN
        });
    }
    keep_refusal(model);
    let receipts = |effect: &Effect| match effect {
        Effect::Ask(Request::Act { done, .. } | Request::ActAll { done, .. }) => {
            done.receipts.clone()
        }
        _ => Vec::new(),
    };
    let sent: Vec<_> = effects.iter().flat_map(receipts).collect();
    if !sent.is_empty() {
        effects.extend(matching::sent(model, &sent));
    }
    effects
}

/// What the line at the bottom has no room for can be read through.
fn keep_refusal(model: &mut Model) {
    let Some(Notice::Refused(says)) = &model.notice else {
        return;
    };
    let kept = model.trouble.as_ref().and_then(|story| story.lines.first());
    if kept.is_none_or(|(_, kept)| kept != says) {
        model.refuse(says.clone(), Vec::new());
    }
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let scope = model.scope();
    // What was said stays until the next key; a key that is pressed has been read past it.
    model.notice = None;
    match model.keymap.act(scope, key) {
        Some(id) => act(model, id, Some(key)),
        None => overlays::edit(model, key),
    }
}

fn point(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    match mouse {
        Mouse::Wheel { x, y, down } => moves::wheel(model, x, y, down),
        Mouse::Click { x, y } => moves::click(model, x, y),
    }
}

/// Says why an action does nothing now.
fn refuse(model: &mut Model, why: super::action::Why) {
    model.notice = Some(Notice::Refused(super::action::says_why(model, why)));
}

/// Whether an action is the overlay's own business.
fn is_overlays(scope: Scope, id: ActionId) -> bool {
    let everywhere = matches!(
        id,
        ActionId::Redraw | ActionId::Suspend | ActionId::Mouse | ActionId::Trouble
    );
    let moves = matches!(
        id,
        ActionId::Up
            | ActionId::Down
            | ActionId::PageUp
            | ActionId::PageDown
            | ActionId::First
            | ActionId::Last
    ) && scope != Scope::Form;
    scope >= Scope::Palette && !everywhere && !moves
}
