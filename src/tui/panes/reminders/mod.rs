//! Reminders: who is overdue, by how many days and how much, and who is paused and why. Letters come later.

mod list;
pub mod rows;
pub mod view;

use crate::reports::card::ItemLine;
use crate::reports::overdue::OverdueLine;
use crate::tui::drill::Drill;
use crate::tui::model::Model;
use crate::tui::panes::Account;
use crate::tui::table::{Row, Table};

#[derive(Clone, Default, Debug)]
pub struct State {
    pub table: Table<OverdueLine>,
    pub drill: Drill,
    /// Whose items the cursor of the second level is for.
    beside: Option<Account>,
}

pub fn items(model: &Model) -> Vec<&ItemLine> {
    model
        .reminders
        .table
        .selected()
        .iter()
        .flat_map(|line| &line.items)
        .collect()
}

pub fn take(model: &mut Model, lines: Vec<OverdueLine>) {
    model.reminders.table.set(lines);
    moved(model);
}

pub fn moved(model: &mut Model) {
    let state = &mut model.reminders;
    let beside = state.table.selected().map(Row::id);
    if state.beside != beside {
        state.beside = beside;
        state.drill.renew();
    }
    let count = items(model).len();
    let drill = &mut model.reminders.drill;
    drill.item = drill.item.min(count.saturating_sub(1));
}
