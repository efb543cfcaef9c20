//! What each key of the queue does.

use super::{detail, dry_run, fee, giving_up, preview, send, told, verbs, view};
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::Model;
use crate::tui::overlays::Layer;

pub fn act(model: &mut Model, id: ActionId, key: Option<Key>) -> Vec<Effect> {
    match id {
        ActionId::MarkStage => model.reminders.list.mark_group(),
        ActionId::RecordSent => send::ask(model, key),
        ActionId::DryRun => return dry_run::ask(model),
        ActionId::PauseUntil => verbs::pause(model),
        ActionId::Extend => verbs::extend(model),
        ActionId::MakePlan => verbs::plan(model),
        ActionId::Waive => verbs::waive(model),
        ActionId::NoFee => return fee::ask(model),
        ActionId::HandOver => verbs::hand_over(model),
        ActionId::SkipOnce => verbs::skip(model),
        ActionId::LogCall => verbs::log_call(model),
        ActionId::Bankrupt => verbs::bankrupt(model),
        ActionId::EndPause => verbs::end(model),
        ActionId::TakeBack => giving_up::ask(model, key),
        ActionId::Why => why(model),
        ActionId::Preview => return preview::toggle(model),
        ActionId::ReadLetter => return preview::open(model),
        _ => {}
    }
    Vec::new()
}

/// Everything about the row, to be read through.
fn why(model: &mut Model) {
    let Some(line) = model.reminders.list.selected() else {
        return;
    };
    let title = view::title(&model.locale, line);
    let story = detail::story(title, &told::lines(model, line));
    model.layers.push(Layer::Story(story));
}
