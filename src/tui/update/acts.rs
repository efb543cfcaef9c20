//! What each action does.

use super::{is_overlays, moves, refuse};
use crate::tui::action::ActionId;
use crate::tui::drill::Level;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::{Model, Notice, Pane};
use crate::tui::msg::Request;
use crate::tui::overlays::confirm::{Confirm, Deed};
use crate::tui::overlays::form::{Form, Purpose};
use crate::tui::overlays::{self, Layer};
use crate::tui::panes::customers::credit_verbs;
use crate::tui::panes::{self, aging, bank, customers, matching, reminders};

/// Carries an action out, if it is ready; else says why not. `key` is the key that asked for it.
pub fn act(model: &mut Model, id: ActionId, key: Option<Key>) -> Vec<Effect> {
    if let Err(why) = id.action().ready(model) {
        refuse(model, why);
        return Vec::new();
    }
    let scope = model.scope();
    if is_overlays(scope, id) {
        return overlays::act(model, id, key);
    }
    match id {
        ActionId::Today => go(model, Pane::Today),
        ActionId::Customers => go(model, Pane::Customers),
        ActionId::Aging => go(model, Pane::Aging),
        ActionId::Reminders => go(model, Pane::Reminders),
        ActionId::Matching => go(model, Pane::Matching),
        ActionId::BankLines => bank::open(model),
        ActionId::Up
        | ActionId::Down
        | ActionId::PageUp
        | ActionId::PageDown
        | ActionId::First
        | ActionId::Last => moves::go(model, id),
        ActionId::Left => moves::left(model),
        ActionId::PreviousPart => moves::part(model, false),
        ActionId::Right => moves::right(model),
        ActionId::NextPart => moves::part(model, true),
        ActionId::Back => back(model),
        ActionId::Open => panes::open(model),
        ActionId::Filter => {
            overlays::filter::open(model);
            Vec::new()
        }
        ActionId::ClearFilter => overlays::filter::narrow(model, ""),
        ActionId::Sort | ActionId::Order => sort(model, false),
        ActionId::ReverseSort => sort(model, true),
        ActionId::Mark => {
            match model.pane {
                Pane::Customers => model.customers.table.mark(),
                Pane::Aging => model.aging.table.mark(),
                Pane::Reminders => model.reminders.list.mark(),
                Pane::Bank => model.bank.table.mark(),
                Pane::Today | Pane::Matching => {}
            }
            panes::moved(model)
        }
        ActionId::Palette => {
            overlays::palette::open(model);
            Vec::new()
        }
        ActionId::Log => overlays::log::open(model),
        ActionId::Import => overlays::chooser::open(model),
        ActionId::KeptMappings => overlays::kept::open(model),
        ActionId::Outbox => overlays::outbox::open(model),
        ActionId::Statement => customers::statement(model),
        ActionId::Letters => customers::letters(model),
        ActionId::Assess => credit_verbs::assess(model),
        ActionId::AssessStranger => credit_verbs::assess_stranger(model),
        ActionId::CreditHold => credit_verbs::hold(model),
        ActionId::PutOnRecord => credit_verbs::record(model),
        ActionId::Reports => credit_verbs::reports(model),
        ActionId::Undo => match matching::money::posted(model) {
            Some(entry) => {
                matching::money::ask_undo(model, entry, key);
                Vec::new()
            }
            None => vec![Effect::Ask(Request::Undoable)],
        },
        ActionId::Redo => vec![Effect::Ask(Request::Redo)],
        ActionId::Copy => copy(model),
        ActionId::Trouble => {
            model.layers.extend(model.trouble.clone().map(Layer::Story));
            Vec::new()
        }
        ActionId::Mouse => {
            model.mouse = !model.mouse;
            vec![Effect::Mouse(model.mouse)]
        }
        ActionId::Redraw => vec![Effect::Redraw],
        ActionId::Suspend => vec![Effect::Suspend],
        ActionId::Quit => quit(model, key),
        _ => with_item(model, id, key),
    }
}

/// Actions on an item, a receipt or the grid.
fn with_item(model: &mut Model, id: ActionId, key: Option<Key>) -> Vec<Effect> {
    match id {
        ActionId::AsOf => {
            let now = model.locale.date(model.aging.query.as_of);
            model
                .layers
                .push(Layer::Form(Form::as_of(&model.locale, &now)));
            Vec::new()
        }
        ActionId::AgeBy => aging::age_by(model),
        ActionId::Dispute => {
            dispute(model);
            Vec::new()
        }
        ActionId::Promise => {
            if panes::in_queue(model) {
                reminders::verbs::promise(model);
            } else {
                promise(model);
            }
            Vec::new()
        }
        ActionId::Why if model.pane == Pane::Bank => {
            bank::verbs::why(model);
            Vec::new()
        }
        ActionId::TakeIn => bank::verbs::take_in(model),
        ActionId::ConfirmKnown => bank::verbs::confirm(model),
        ActionId::PayOut => bank::verbs::pay_out(model),
        ActionId::PutAway => bank::verbs::put_away(model),
        ActionId::ShowDone => bank::verbs::show_done(model),
        ActionId::Statements => {
            let story = bank::told::statements(model);
            model.layers.push(Layer::Story(story));
            Vec::new()
        }
        _ if model.pane == Pane::Customers => customers::verbs::act(model, id),
        _ if model.pane == Pane::Reminders => reminders::keys::act(model, id, key),
        _ => matching::keys::act(model, id, key),
    }
}

/// Shows a pane; on the pane that is shown already, goes back to its list.
pub fn go(model: &mut Model, pane: Pane) -> Vec<Effect> {
    if model.pane == pane {
        if let Some(drill) = panes::drill_mut(model) {
            drill.level = Level::List;
        }
        model.matching.on_parts = false;
    }
    model.pane = pane;
    let mut effects = model.refresh();
    effects.extend(panes::moved(model));
    effects
}

/// One step back: out of a level, off the marks, out of the filter. It stops long work first, and never quits.
fn back(model: &mut Model) -> Vec<Effect> {
    if let Some(work) = &mut model.work {
        work.stopping = true;
        return vec![Effect::Cancel];
    }
    if panes::drill_mut(model).is_some_and(crate::tui::drill::Drill::up) {
        return Vec::new();
    }
    if model.pane == Pane::Matching && model.matching.on_parts {
        model.matching.on_parts = false;
        return Vec::new();
    }
    if model.pane == Pane::Today && model.today.on_oldest {
        model.today.on_oldest = false;
        return Vec::new();
    }
    let unmarked = match model.pane {
        Pane::Customers => model.customers.table.unmark(),
        Pane::Aging => model.aging.table.unmark(),
        Pane::Reminders => model.reminders.list.unmark(),
        Pane::Bank => model.bank.table.unmark(),
        Pane::Matching => {
            if model.matching.table_mut().unmark() {
                return panes::moved(model);
            }
            false
        }
        Pane::Today => false,
    };
    if !unmarked && !overlays::filter::current(model).is_empty() {
        return overlays::filter::narrow(model, "");
    }
    if !unmarked && model.pane == Pane::Bank {
        return bank::leave(model);
    }
    Vec::new()
}

fn sort(model: &mut Model, reverse: bool) -> Vec<Effect> {
    macro_rules! sorted {
        ($table:expr) => {
            if reverse {
                $table.sort_reverse()
            } else {
                $table.sort_next()
            }
        };
    }
    match model.pane {
        Pane::Customers => sorted!(model.customers.table),
        Pane::Aging => sorted!(model.aging.table),
        Pane::Reminders => sorted!(model.reminders.list),
        Pane::Matching => sorted!(model.matching.table_mut()),
        Pane::Bank => sorted!(model.bank.table),
        Pane::Today => {}
    }
    panes::moved(model)
}

/// Puts the number of what is under the cursor on the clipboard.
fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(text) = panes::reference(model) else {
        return Vec::new();
    };
    let says = model.locale.say("tui.copied", &[("text", &text)]);
    model.notice = Some(Notice::Done(says));
    vec![Effect::Copy(text)]
}

/// Leaves; asks first where that would stop work or forget something.
fn quit(model: &mut Model, key: Option<Key>) -> Vec<Effect> {
    let left_out = model.reminders.without_fee.len();
    let (title, effect) = match &model.work {
        Some(work) if work.sends => ("title", "sending"),
        Some(_) => ("title", "effect"),
        None if left_out > 0 => ("fees-title", "fees"),
        None => return vec![Effect::Quit],
    };
    let locale = &model.locale;
    let count = locale.whole(left_out as u64);
    let says = |key: &str| locale.say(&format!("tui.quit.{key}"), &[("count", &count)]);
    model.layers.push(Layer::Confirm(Confirm {
        title: says(title),
        lines: vec![says(effect)],
        yes: locale.text("tui.quit.yes").to_owned(),
        all: None,
        deed: Deed::Quit,
        at: 0,
        opener: key,
    }));
    Vec::new()
}

/// Asks for the facts of a dispute, or how it ended if there is one.
fn dispute(model: &mut Model) {
    let Some(item) = panes::acted_on(model) else {
        return;
    };
    let Some(document) = item.document else {
        return;
    };
    let (number, currency) = (item.number.clone(), item.currency);
    let is_open = item.open;
    let locale = &model.locale;
    let open = locale.amount(item.open, currency);
    let form = if panes::is_disputed(model) {
        let title = locale.say("tui.form.close-dispute-title", &[("invoice", &number)]);
        Form::new(
            locale,
            title,
            Purpose::CloseDispute { document, number },
            &[("outcome", String::new())],
        )
    } else {
        let title = locale.say(
            "tui.form.dispute-title",
            &[("invoice", &number), ("amount", &open)],
        );
        let fields = [
            ("reason", String::new()),
            ("amount", open),
            ("until", String::new()),
            ("owner", String::new()),
        ];
        Form::new(
            locale,
            title,
            Purpose::Dispute {
                document,
                number,
                open: is_open,
                currency,
            },
            &fields,
        )
    };
    model.layers.push(Layer::Form(form));
}

/// Asks for the day and the amount of a promise.
fn promise(model: &mut Model) {
    let Some(item) = panes::item(model) else {
        return;
    };
    let Some(document) = item.document else {
        return;
    };
    let (number, currency) = (item.number.clone(), item.currency);
    let locale = &model.locale;
    let open = locale.amount(item.open, currency);
    let title = locale.say(
        "tui.form.promise-title",
        &[("invoice", &number), ("amount", &open)],
    );
    let fields = [("promise-date", String::new()), ("amount", open)];
    let form = Form::new(
        locale,
        title,
        Purpose::Promise {
            document,
            number,
            currency,
        },
        &fields,
    );
    model.layers.push(Layer::Form(form));
}
