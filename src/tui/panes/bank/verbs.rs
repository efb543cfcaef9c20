//! What the keys of the bank lines ask of the desk, and the sentence that tells it afterwards.

use crate::domain::bank_line::{BankLine, LineKind};
use crate::domain::command::Command;
use crate::domain::id::{ItemId, OtherId};
use crate::tui::action::Why;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Credit, Done, Request};
use crate::tui::overlays::Layer;
use crate::tui::overlays::form::{Form, Purpose};

use super::told;

/// The marked lines, or the one under the cursor.
fn targets(model: &Model) -> Vec<&BankLine> {
    let marked: Vec<&BankLine> = model.bank.table.marked().collect();
    if marked.is_empty() {
        model.bank.table.selected().into_iter().collect()
    } else {
        marked
    }
}

/// Something of each target, if all of them have it.
fn all<T>(model: &Model, of: impl Fn(&BankLine) -> Option<T>) -> Option<Vec<T>> {
    let found: Option<Vec<T>> = targets(model).into_iter().map(of).collect();
    found.filter(|found| !found.is_empty())
}

fn held(line: &BankLine) -> Option<ItemId> {
    match line.kind {
        LineKind::MaybeKnown { receipt, .. } | LineKind::Covered { receipt, .. } => Some(receipt),
        LineKind::Other(..) => None,
    }
}

fn doubtful(line: &BankLine) -> Option<ItemId> {
    held(line).filter(|_| line.waits)
}

fn waiting(line: &BankLine) -> Option<OtherId> {
    match line.kind {
        LineKind::Other(id, _) if line.waits => Some(id),
        _ => None,
    }
}

fn dismissed(line: &BankLine) -> Option<OtherId> {
    match line.kind {
        LineKind::Other(id, _) if line.dismissed.is_some() => Some(id),
        _ => None,
    }
}

fn unless_none<T>(found: Option<T>, why: Why) -> Result<(), Why> {
    found.map(|_| ()).ok_or(why)
}

pub fn can_take_in(model: &Model) -> Result<(), Why> {
    unless_none(all(model, held), "counts-already")
}

pub fn can_confirm(model: &Model) -> Result<(), Why> {
    unless_none(all(model, doubtful), "not-doubtful")
}

pub fn can_pay_out(model: &Model) -> Result<(), Why> {
    let one = model.bank.table.selected().and_then(waiting);
    unless_none(one, "not-gone-back")
}

pub fn can_put_away(model: &Model) -> Result<(), Why> {
    let found = all(model, waiting).or_else(|| all(model, dismissed));
    unless_none(found, "not-to-put-away")
}

/// Whether the key takes lines up again rather than putting them away.
pub fn is_put_away(model: &Model) -> bool {
    all(model, dismissed).is_some()
}

/// Says what was done: of one line by its name, of several by their number.
fn says(model: &Model, key: &str, count: usize) -> String {
    let label = match targets(model).as_slice() {
        [one] => one.kind.label(),
        _ => model.locale.say(
            "tui.bank.lines",
            &[("count", &model.locale.whole(count as u64))],
        ),
    };
    model.locale.say(key, &[("line", &label)])
}

fn act(model: &mut Model, commands: Vec<Command>, key: &str) -> Vec<Effect> {
    let says = says(model, key, commands.len());
    model.bank.table.unmark();
    let done = Done {
        says,
        receipts: Vec::new(),
    };
    vec![Effect::Ask(Request::ActAll { commands, done })]
}

/// What may be known is money of its own.
pub fn take_in(model: &mut Model) -> Vec<Effect> {
    let receipts = all(model, held).unwrap_or_default();
    let commands = receipts.into_iter();
    let commands = commands
        .map(|receipt| Command::TakeIn { receipt })
        .collect();
    act(model, commands, "tui.bank.taken-in")
}

/// What may be known is known.
pub fn confirm(model: &mut Model) -> Vec<Effect> {
    let receipts = all(model, doubtful).unwrap_or_default();
    let commands = receipts.into_iter();
    let commands = commands
        .map(|receipt| Command::ConfirmCover { receipt })
        .collect();
    act(model, commands, "tui.bank.confirmed")
}

/// Asks why the lines need no work, or takes them up again.
pub fn put_away(model: &mut Model) -> Vec<Effect> {
    if let Some(lines) = all(model, dismissed) {
        let commands = lines.into_iter();
        let commands = commands.map(|line| Command::Reconsider { line }).collect();
        return act(model, commands, "tui.bank.reconsidered");
    }
    let lines = all(model, waiting).unwrap_or_default();
    let title = says(model, "tui.form.put-away-title", lines.len());
    let form = Form::new(
        &model.locale,
        title,
        Purpose::PutAway { lines },
        &[("reason", String::new())],
    );
    model.layers.push(Layer::Form(form));
    Vec::new()
}

/// The lines are put away for a reason.
pub fn put_away_for(model: &mut Model, lines: &[OtherId], reason: &str) -> Vec<Effect> {
    let dismiss = |line: &OtherId| Command::Dismiss {
        line: *line,
        reason: reason.to_owned(),
    };
    let commands = lines.iter().map(dismiss).collect();
    act(model, commands, "tui.bank.put-away")
}

/// Money went back: out of the one payment that it can have been, or out of what the user names.
pub fn pay_out(model: &mut Model) -> Vec<Effect> {
    let Some(line) = model.bank.table.selected() else {
        return Vec::new();
    };
    let Some(id) = waiting(line) else {
        return Vec::new();
    };
    if let [(original, _)] = line.originals.as_slice() {
        return vec![Effect::Ask(Request::PayOut {
            line: id,
            credit: Credit::Known(*original),
            amount: None,
        })];
    }
    let locale = &model.locale;
    let left = locale.amount(line.left, line.currency);
    let facts = [("line", line.kind.label()), ("amount", left.clone())];
    let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
    let mut form = Form::new(
        locale,
        locale.say("tui.form.pay-out-title", &facts),
        Purpose::PayOut {
            line: id,
            left: line.left,
            currency: line.currency,
        },
        &[("credit", String::new()), ("amount", left)],
    );
    let originals: Vec<String> = line
        .originals
        .iter()
        .map(|(item, label)| told::receipt(*item, label))
        .collect();
    if !originals.is_empty() {
        form.note = locale.say(
            "tui.form.pay-out-note",
            &[("originals", &originals.join(", "))],
        );
    }
    model.layers.push(Layer::Form(form));
    Vec::new()
}

/// Shows what the bank said.
pub fn why(model: &mut Model) {
    if let Some(line) = model.bank.table.selected() {
        let story = told::story(model, line);
        model.layers.push(Layer::Story(story));
    }
}

/// Shows or hides the lines that are done.
pub fn show_done(model: &mut Model) -> Vec<Effect> {
    model.bank.all = !model.bank.all;
    vec![Effect::Ask(Request::Bank {
        all: model.bank.all,
    })]
}
