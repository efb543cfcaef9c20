//! Matching: receipts left, what explains the one under the cursor right, the running difference always in sight.

pub mod draft;
mod list;
pub mod rows;
pub mod verbs;
pub mod view;

use crate::domain::date::Date;
use crate::domain::id::{CustomerId, ItemId};
use crate::reports::card::ItemLine;
use crate::reports::settling::{Explained, ReceiptState};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Request;
use crate::tui::table::Table;
use draft::{Draft, DraftPart, Payer};

#[derive(Clone, Default, Debug)]
pub struct State {
    pub table: Table<Explained>,
    pub draft: Option<Draft>,
    /// Whether the keys are among the items rather than the receipts.
    pub on_parts: bool,
    pub item: usize,
    /// Receipts that the desk is about to deal with: they have left the list, so that the next key means the next one.
    sent: Vec<ItemId>,
    /// Whose items were asked for.
    wanted: Option<CustomerId>,
}

pub fn parts(model: &Model) -> &[DraftPart] {
    model
        .matching
        .draft
        .as_ref()
        .map_or(&[], |draft| &draft.parts)
}

/// Whether the receipt under the cursor is set aside.
pub fn is_aside(model: &Model) -> bool {
    let explained = model.matching.table.selected();
    explained.is_some_and(|explained| explained.receipt.state == ReceiptState::SetAside)
}

pub fn take(model: &mut Model, mut receipts: Vec<Explained>) -> Vec<Effect> {
    let state = &mut model.matching;
    receipts.retain(|explained| !state.sent.contains(&explained.receipt.item));
    state.table.set(receipts);
    // What a person has begun stays; what was only proposed is proposed anew, and stays if it is the same.
    let stays = state
        .draft
        .as_ref()
        .zip(state.table.selected())
        .is_some_and(|(draft, row)| {
            draft.receipt == row.receipt.item
                && (draft.edited || draft.says_the_same_as(&Draft::of(row, 0)))
        });
    if !stays {
        state.draft = None;
    }
    state.wanted = None;
    moved(model)
}

/// The desk is asked to deal with a receipt: it leaves, and the next one is under the cursor.
pub fn sent(model: &mut Model, receipt: ItemId) -> Vec<Effect> {
    let state = &mut model.matching;
    state.table.remove(receipt);
    state.sent.push(receipt);
    state.on_parts = false;
    moved(model)
}

/// The receipt is dealt with.
pub fn done(model: &mut Model, receipt: ItemId) {
    model.matching.sent.retain(|sent| *sent != receipt);
}

/// The desk said no: the receipt is still there.
pub fn kept(model: &mut Model, receipt: ItemId) -> Vec<Effect> {
    model.matching.sent.retain(|sent| *sent != receipt);
    vec![Effect::Ask(Request::Receipts)]
}

/// The draft follows the cursor.
pub fn moved(model: &mut Model) -> Vec<Effect> {
    let state = &mut model.matching;
    let Some(explained) = state.table.selected() else {
        state.draft = None;
        state.on_parts = false;
        return Vec::new();
    };
    if state
        .draft
        .as_ref()
        .is_none_or(|draft| draft.receipt != explained.receipt.item)
    {
        state.draft = Some(Draft::of(explained, 0));
        state.item = 0;
        state.wanted = None;
    }
    ask(model)
}

/// Asks for the open items of the draft's customer.
fn ask(model: &mut Model) -> Vec<Effect> {
    let as_of = model.book.today;
    let state = &mut model.matching;
    let payer = state
        .draft
        .as_ref()
        .and_then(|draft| draft.payer.as_ref())
        .map(|payer| payer.id);
    if state.wanted == payer {
        return Vec::new();
    }
    state.wanted = payer;
    payer
        .map(|customer| Effect::Ask(Request::Items { customer, as_of }))
        .into_iter()
        .collect()
}

pub fn take_items(model: &mut Model, customer: CustomerId, as_of: Date, lines: &[ItemLine]) {
    let today = model.book.today;
    if let Some(draft) = &mut model.matching.draft
        && as_of == today
        && draft
            .payer
            .as_ref()
            .is_some_and(|payer| payer.id == customer)
    {
        draft.offer(lines);
    }
}

/// Goes to the next explanation of the receipt.
pub fn next_proposal(model: &mut Model) -> Vec<Effect> {
    let state = &mut model.matching;
    let Some(explained) = state.table.selected() else {
        return Vec::new();
    };
    let at = state
        .draft
        .as_ref()
        .and_then(|draft| draft.proposal)
        .map_or(0, |at| at + 1);
    state.draft = Some(Draft::of(explained, at % explained.proposals.len().max(1)));
    state.item = 0;
    state.wanted = None;
    ask(model)
}

/// The money is another customer's than was proposed.
pub fn give_to(model: &mut Model, payer: Payer) -> Vec<Effect> {
    let state = &mut model.matching;
    if let Some(draft) = &mut state.draft {
        draft.give_to(payer);
    }
    state.item = 0;
    state.on_parts = true;
    state.wanted = None;
    ask(model)
}
