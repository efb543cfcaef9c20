//! The filter being typed: it narrows the list at every key; `Enter` keeps it, `Esc` goes back to the one before.

use tui_input::Input;

use super::Layer;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Pane};
use crate::tui::panes;

#[derive(Clone, Debug)]
pub struct FilterLine {
    pub input: Input,
    before: String,
}

/// The filter of the pane's list.
pub fn current(model: &Model) -> &str {
    match model.pane {
        Pane::Today => "",
        Pane::Customers => model.customers.table.filter(),
        Pane::Aging => model.aging.table.filter(),
        Pane::Reminders => model.reminders.list.filter(),
        Pane::Matching => model.matching.table().filter(),
        Pane::Bank => model.bank.table.filter(),
    }
}

/// What is wrong with it.
pub fn fault(model: &Model) -> Option<String> {
    let fault = match model.pane {
        Pane::Today => None,
        Pane::Customers => model.customers.table.fault(),
        Pane::Aging => model.aging.table.fault(),
        Pane::Reminders => model.reminders.list.table().fault(),
        Pane::Matching => model.matching.table().fault(),
        Pane::Bank => model.bank.table.fault(),
    };
    fault.map(|fault| model.locale.tell("filter", fault))
}

pub fn open(model: &mut Model) {
    let before = current(model).to_owned();
    let value = if before.is_empty() {
        String::new()
    } else {
        format!("{before} ")
    };
    model.layers.push(Layer::Filter(FilterLine {
        input: Input::new(value),
        before,
    }));
}

pub fn narrow(model: &mut Model, filter: &str) -> Vec<Effect> {
    match model.pane {
        Pane::Today => return Vec::new(),
        Pane::Customers => model.customers.table.narrow(filter),
        Pane::Aging => model.aging.table.narrow(filter),
        Pane::Reminders => model.reminders.list.narrow(filter),
        Pane::Matching => model.matching.table_mut().narrow(filter),
        Pane::Bank => model.bank.table.narrow(filter),
    }
    panes::moved(model)
}

pub fn act(model: &mut Model, line: FilterLine, id: ActionId) -> Vec<Effect> {
    match id {
        ActionId::Back => narrow(model, &line.before),
        ActionId::Choose => Vec::new(),
        _ => {
            model.layers.push(Layer::Filter(line));
            Vec::new()
        }
    }
}
