//! Reminders: what is due today by stage, what waits and why, what comes; beside it the letter as it would go out.

mod about;
pub mod asking;
mod detail;
pub mod dry_run;
pub mod fee;
mod giving_up;
pub mod group;
pub mod grouped;
pub mod keys;
mod list;
pub mod preview;
pub mod ready;
pub mod rows;
pub mod send;
pub mod sent_out;
mod short;
mod told;
pub mod undone;
pub mod verbs;
pub mod view;

use crate::desk::RulesFault;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::reminding::Warning;
use crate::reports::card::{Card, ItemLine};
use crate::reports::reminding::Queue;
use crate::tui::drill::{Drill, Level};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Request;
use crate::tui::table::Row;

use grouped::Grouped;
use rows::{Line, RowId};

#[derive(Clone, Default, Debug)]
pub struct State {
    pub list: Grouped,
    pub drill: Drill,
    /// What to mind before a run.
    pub warnings: Vec<Warning>,
    /// The card of the customer under the cursor: his items, and how to reach him.
    card: Option<Box<Card>>,
    /// Whose card was asked for last.
    wanted: Option<CustomerId>,
    /// The row whose items the cursor of the second level is for.
    beside: Option<RowId>,
    /// Letters whose new fee is left out.
    pub without_fee: fee::LeftOut,
    /// Why no letter can be judged.
    pub fault: Option<Box<RulesFault>>,
    /// What was undone, until the queue after it is there.
    undone: Option<String>,
    /// The letter under the cursor as it will go.
    pub letter: preview::State,
    /// Letters that were recorded just now, until it is known what became of sending them.
    pub recorded: Option<sent_out::Recorded>,
}

impl State {
    /// The card of the customer under the cursor, once it is there.
    pub fn card(&self) -> Option<&Card> {
        let customer = self.list.selected()?.whose.customer;
        self.card.as_deref().filter(|card| card.id == customer)
    }

    /// An item of the customer under the cursor.
    pub fn item(&self, id: ItemId) -> Option<&ItemLine> {
        let card = self.card()?;
        card.open
            .iter()
            .chain(&card.settled)
            .find(|item| item.id == id)
    }
}

/// Why no letter is due for the row under the cursor.
pub fn why_no_letter(model: &Model) -> Option<String> {
    let line = model.reminders.list.selected()?;
    told::why_no_letter(model, line)
}

/// What the row under the cursor is about: what its letter lists, charges and credits too.
pub fn items(model: &Model) -> Vec<&ItemLine> {
    let state = &model.reminders;
    let Some(line) = state.list.selected() else {
        return Vec::new();
    };
    let listed = line.letter().map(|letter| &letter.lines);
    let mut ids: Vec<ItemId> = listed.into_iter().flatten().map(|line| line.item).collect();
    for item in line.items() {
        if !ids.contains(&item) {
            ids.push(item);
        }
    }
    ids.into_iter().filter_map(|id| state.item(id)).collect()
}

pub fn take(model: &mut Model, mut queue: Queue) -> Vec<Effect> {
    model.reminders.warnings = std::mem::take(&mut queue.warnings);
    model.reminders.fault = None;
    model.reminders.letter.renew();
    let mut rows = rows::rows(queue);
    fee::leave_out(&mut rows, &mut model.reminders.without_fee);
    let undone = model.reminders.undone.take();
    let undone = undone.map(|events| {
        let back = undone::brought_back(&model.reminders.list, &rows);
        (events, back)
    });
    model.reminders.list.set(rows);
    if let Some((events, back)) = undone {
        undone::arrive(model, &events, &back);
    }
    moved(model)
}

/// The settings' rules are at fault: there is no queue, and the pane says why.
pub fn take_fault(model: &mut Model, fault: Box<RulesFault>) -> Vec<Effect> {
    model.reminders.warnings.clear();
    model.reminders.undone = None;
    model.reminders.list.set(Vec::new());
    model.reminders.fault = Some(fault);
    moved(model)
}

pub fn take_card(model: &mut Model, card: &Card) {
    if model.reminders.wanted == Some(card.id) {
        model.reminders.card = Some(Box::new(card.clone()));
        let count = items(model).len();
        let drill = &mut model.reminders.drill;
        drill.item = drill.item.min(count.saturating_sub(1));
    }
}

/// The cursor came to another row: asks for its customer's card, and for the letter if that stands beside the list.
pub fn moved(model: &mut Model) -> Vec<Effect> {
    let mut effects = card_wanted(model);
    effects.extend(preview::wanted(model));
    effects
}

fn card_wanted(model: &mut Model) -> Vec<Effect> {
    let state = &mut model.reminders;
    let beside = state.list.selected().map(Row::id);
    if state.beside != beside {
        state.beside = beside;
        state.drill.renew();
        // What was dealt with is gone: the next row is met in the list.
        state.drill.level = Level::List;
    }
    let wanted = state.list.selected().map(|line: &Line| line.whose.customer);
    let Some(customer) = wanted.filter(|customer| state.wanted != Some(*customer)) else {
        return Vec::new();
    };
    state.wanted = Some(customer);
    state.card = None;
    vec![Effect::Ask(Request::Card(customer))]
}

/// Asks anew for the card, after the ledger changed.
pub fn renewed(model: &mut Model) -> Vec<Effect> {
    let wanted = model.reminders.wanted;
    wanted
        .map(|id| Effect::Ask(Request::Card(id)))
        .into_iter()
        .collect()
}
