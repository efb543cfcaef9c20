//! Money that settles nothing yet: given back, given to another customer; and what posted by itself, taken back.

use super::rows::Standing;
use super::section::Section;
use super::verbs::{self, ask, receipts, under_cursor};
use crate::domain::command::Command;
use crate::domain::id::EntryId;
use crate::reports::settling::RefundLine;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::{Model, Pane};
use crate::tui::overlays::confirm::Deed;
use crate::tui::overlays::form::{Form, Purpose};
use crate::tui::overlays::{Layer, log};
use crate::tui::panes::matching::draft::Payer;

/// What is planned to go back of the money under the cursor.
pub fn refund(model: &Model) -> Option<&RefundLine> {
    model.matching.table().selected()?.refund()
}

/// Plans to give money back, or drops that plan. Of a receipt that is nobody's yet, what is left over goes back.
pub fn give_back(model: &mut Model) -> Vec<Effect> {
    if let Some(refund) = refund(model) {
        let amount = model.locale.amount(refund.left, refund.currency);
        let facts = [
            ("amount", amount.as_str()),
            ("customer", &refund.customer_name),
        ];
        let says = model.locale.say("tui.matching.refund-dropped", &facts);
        let command = Command::DropRefund {
            refund: refund.refund,
        };
        return ask(vec![command], says, Vec::new());
    }
    let Some((_, draft)) = under_cursor(model) else {
        return Vec::new();
    };
    if !draft.is_identified() {
        return verbs::give_back(model);
    }
    let amount = model.locale.amount(draft.left(), draft.currency);
    let title = model
        .locale
        .say("tui.form.refund-title", &[("amount", &amount)]);
    let purpose = Purpose::Refund {
        credits: receipts(draft),
    };
    let form = Form::new(
        &model.locale,
        title,
        purpose,
        &[("refund-reason", String::new())],
    );
    model.layers.push(Layer::Form(form));
    Vec::new()
}

/// Gives money to another customer.
pub fn transfer(model: &Model, payer: &Payer) -> Vec<Effect> {
    let Some((_, draft)) = under_cursor(model) else {
        return Vec::new();
    };
    let transfer = |receipt| Command::Transfer {
        receipt,
        customer: payer.id,
        on: None,
    };
    let amount = model.locale.amount(draft.left(), draft.currency);
    let facts = [("amount", amount.as_str()), ("customer", &payer.name)];
    let says = model.locale.say("tui.matching.transferred", &facts);
    ask(
        receipts(draft).into_iter().map(transfer).collect(),
        says,
        Vec::new(),
    )
}

/// The entry that posted the receipt under the cursor, in the list of those.
pub fn posted(model: &Model) -> Option<EntryId> {
    let state = &model.matching;
    if model.pane != Pane::Matching || state.section != Section::Posted {
        return None;
    }
    match state.table().selected()?.standing {
        Standing::Posted(entry) => Some(entry),
        _ => None,
    }
}

/// Asks before the receipt under the cursor is taken back.
pub fn ask_undo(model: &mut Model, entry: EntryId, opener: Option<Key>) {
    let Some((_, draft)) = under_cursor(model) else {
        return;
    };
    let what = verbs::settled(model, draft, draft.over);
    let yes = model.locale.text("tui.undo.yes").to_owned();
    let deed = Deed::Undo { entry, run: entry };
    log::ask_undo(model, vec![what], yes, None, deed, opener);
}
