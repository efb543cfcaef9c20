//! The new fee of a letter, left out before it is sent: for as long as the letter stays the one that is due, and until
//! the desk is left.

use std::collections::HashMap;

use super::asking::{self, Asked};
use super::rows::{Line, RowId, Sums, Task};
use super::verbs::{label, targets};
use crate::domain::letter::ChargeKind;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Notice};
use crate::tui::msg::Request;
use crate::tui::table::Row;

/// Why the fee of a letter is left out, by its row.
pub type LeftOut = HashMap<RowId, String>;

/// A fee would be new with the row's letter.
pub fn is_asked(line: &Line) -> bool {
    line.letter()
        .is_some_and(|letter| !letter.adds(ChargeKind::Fee).is_zero())
}

pub fn is_left_out(line: &Line) -> bool {
    line.letter()
        .is_some_and(|letter| letter.fee_left_out().is_some())
}

/// Takes the fees out of letters that were looked at before; what is not due any more is forgotten.
pub fn leave_out(lines: &mut [Line], left_out: &mut LeftOut) {
    let mut kept = LeftOut::new();
    for line in lines {
        let Some((id, reason)) = left_out.remove_entry(&line.id()) else {
            continue;
        };
        if let Task::Letter { letter, .. } = &mut line.task {
            letter.leave_fee_out(&reason);
            kept.insert(id, reason);
        }
    }
    *left_out = kept;
}

/// Asks why the new fees are left out; asks for them again where all of them are left out already.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let with_fee = targets(model).into_iter().filter(|line| is_asked(line));
    let rows: Vec<RowId> = with_fee.clone().map(Row::id).collect();
    if !rows.is_empty() {
        let mut fees = Sums::default();
        for line in with_fee {
            let fee = line.letter().map(|letter| letter.adds(ChargeKind::Fee));
            fees.add(line.whose.currency, fee.unwrap_or_default());
        }
        let (what, fees) = (label(model), fees.told(&model.locale));
        asking::open(model, Asked::NoFee { rows, what, fees });
        return Vec::new();
    }
    let again: Vec<RowId> = targets(model).into_iter().map(Row::id).collect();
    let what = label(model);
    model
        .reminders
        .without_fee
        .retain(|id, _| !again.contains(id));
    told(model, "fee-again", &[("what", &what)])
}

/// Leaves the new fees of rows out.
pub fn without(model: &mut Model, asked: &Asked, reason: &str) -> Vec<Effect> {
    let Asked::NoFee { rows, what, fees } = asked else {
        return Vec::new();
    };
    let reasons = rows.iter().map(|row| (*row, reason.to_owned()));
    model.reminders.without_fee.extend(reasons);
    told(model, "fee-left-out", &[("what", what), ("amount", fees)])
}

/// Nothing changed in the ledger: the queue is read anew, and its letters are shown as they would go out.
fn told(model: &mut Model, did: &str, facts: &[(&str, &str)]) -> Vec<Effect> {
    let says = model.locale.say(&format!("tui.reminders.did.{did}"), facts);
    model.notice = Some(Notice::Done(says));
    vec![Effect::Ask(Request::Queue(model.book.today))]
}
