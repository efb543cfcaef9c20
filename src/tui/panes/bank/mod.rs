//! Bank lines: what the bank's files leave to a person, and where statements are missing. The pane has no digit: it is
//! opened from another, and `Esc` goes back there.

mod list;
pub mod rows;
pub mod told;
pub mod verbs;
pub mod view;

use crate::domain::bank_line::BankLine;
use crate::reports::bank::StatementLine;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Pane};
use crate::tui::table::Table;

#[derive(Clone, Default, Debug)]
pub struct State {
    pub table: Table<BankLine>,
    pub statements: Vec<StatementLine>,
    /// Whether the lines that are done are shown too.
    pub all: bool,
    /// The pane that it was opened from.
    pub from: Option<Pane>,
}

pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.pane != Pane::Bank {
        model.bank.from = Some(model.pane);
    }
    model.pane = Pane::Bank;
    model.refresh()
}

/// Back to where it was opened.
pub fn leave(model: &mut Model) -> Vec<Effect> {
    model.pane = model.bank.from.unwrap_or(Pane::Today);
    let mut effects = model.refresh();
    effects.extend(super::moved(model));
    effects
}

/// Takes the lines; those of another question than the last are out of date.
pub fn take(model: &mut Model, all: bool, lines: Vec<BankLine>, statements: Vec<StatementLine>) {
    if all == model.bank.all {
        model.bank.table.set(lines);
        model.bank.statements = statements;
    }
}

/// Statements before which others are missing.
pub fn gaps(model: &Model) -> impl Iterator<Item = (&StatementLine, &str)> {
    let statements = model.bank.statements.iter();
    statements.filter_map(|line| Some((line, line.gap_after.as_deref()?)))
}
