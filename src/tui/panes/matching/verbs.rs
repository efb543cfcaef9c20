//! What the keys of matching ask of the desk, and the sentence that tells it afterwards.

use super::{Draft, parts};
use crate::domain::command::Command;
use crate::domain::money::Minor;
use crate::reports::settling::{Explained, ReceiptState};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Notice};
use crate::tui::msg::{Done, Request};
use crate::tui::overlays::form::{Form, Purpose};
use crate::tui::overlays::{Layer, story};

fn under_cursor(model: &Model) -> Option<(&Explained, &Draft)> {
    let explained = model.matching.table.selected()?;
    let draft = model.matching.draft.as_ref()?;
    (draft.receipt == explained.receipt.item).then_some((explained, draft))
}

fn act(command: Command, says: String, explained: &Explained) -> Vec<Effect> {
    let done = Done {
        says,
        receipt: Some(explained.receipt.item),
    };
    vec![Effect::Ask(Request::Act {
        command: Box::new(command),
        done,
    })]
}

/// Settles what is chosen by the receipt; where it was paid already, only says whose the money is.
pub fn accept(model: &Model) -> Vec<Effect> {
    let Some((explained, draft)) = under_cursor(model) else {
        return Vec::new();
    };
    let Some(payer) = &draft.payer else {
        return Vec::new();
    };
    if draft.is_all_unapplied() {
        return leave_unapplied(model);
    }
    let numbers: Vec<&str> = draft.chosen().map(|part| part.number.as_str()).collect();
    let mut said = model.locale.say(
        "tui.matching.accepted",
        &[
            ("amount", &model.locale.amount(draft.left, draft.currency)),
            ("invoices", &numbers.join(", ")),
            ("customer", &payer.name),
        ],
    );
    if draft.difference() > Minor::ZERO {
        let left = model.locale.amount(draft.difference(), draft.currency);
        said.push_str(
            &model
                .locale
                .say("tui.matching.and-unapplied", &[("amount", &left)]),
        );
    }
    act(draft.command(explained), said, explained)
}

/// Says whose the money is, and leaves open what it settles.
pub fn leave_unapplied(model: &Model) -> Vec<Effect> {
    let Some((explained, draft)) = under_cursor(model) else {
        return Vec::new();
    };
    let Some(payer) = &draft.payer else {
        return Vec::new();
    };
    let amount = model.locale.amount(draft.left, draft.currency);
    let says = model.locale.say(
        "tui.matching.left-unapplied",
        &[("amount", &amount), ("customer", &payer.name)],
    );
    act(
        Command::Identify {
            receipt: draft.receipt,
            customer: payer.id,
            on: None,
        },
        says,
        explained,
    )
}

/// Sets the receipt aside for a reason, or takes it up again.
pub fn set_aside(model: &mut Model) -> Vec<Effect> {
    let Some((explained, draft)) = under_cursor(model) else {
        return Vec::new();
    };
    let receipt = draft.receipt;
    if explained.receipt.state == ReceiptState::SetAside {
        let done = Done {
            says: model.locale.text("tui.matching.taken-up").to_owned(),
            receipt: None,
        };
        return vec![Effect::Ask(Request::Act {
            command: Box::new(Command::TakeUp { receipt }),
            done,
        })];
    }
    let form = Form::set_aside(
        &model.locale,
        receipt,
        &model.locale.amount(draft.left, draft.currency),
    );
    model.layers.push(Layer::Form(form));
    Vec::new()
}

/// Adds or removes the item under the cursor; from the receipts, the keys go to the items first.
pub fn toggle(model: &mut Model) {
    change(model, Draft::toggle);
}

/// Gives the item under the cursor as much as fits.
pub fn fill(model: &mut Model) {
    change(model, Draft::fill);
}

fn change(model: &mut Model, change: fn(&mut Draft, usize) -> bool) {
    let state = &mut model.matching;
    state.on_parts = true;
    let item = state.item;
    if let Some(draft) = &mut state.draft
        && !change(draft, item)
    {
        model.notice = Some(Notice::Refused(
            model.locale.text("tui.matching.nothing-left").to_owned(),
        ));
    }
}

/// Asks how much of the item under the cursor is to be settled.
pub fn edit_part(model: &mut Model) {
    model.matching.on_parts = true;
    let at = model.matching.item;
    let Some(part) = parts(model).get(at) else {
        return;
    };
    let Some(draft) = &model.matching.draft else {
        return;
    };
    let open = model.locale.amount(part.open, draft.currency);
    let now = model.locale.amount(part.amount, draft.currency);
    let purpose = Purpose::Part {
        at,
        open: part.open,
        currency: draft.currency,
    };
    model.layers.push(Layer::Form(Form::part(
        &model.locale,
        purpose,
        &part.number,
        &open,
        &now,
    )));
}

/// Shows what the bank said, and all evidence.
pub fn why(model: &mut Model) {
    if let Some((explained, _)) = under_cursor(model) {
        let story = story::why(&model.locale, explained, model.book.today);
        model.layers.push(Layer::Story(story));
    }
}
