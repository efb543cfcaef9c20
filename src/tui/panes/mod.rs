//! The panes. Each has its state and what its keys do in `mod`, how its rows are filtered and ordered in `rows`, and
//! its drawing in `view`. Here is what they have in common.

pub mod aging;
pub mod bank;
pub mod customers;
pub mod document;
pub mod items;
pub mod matching;
pub mod reminders;
pub mod today;

use super::drill::{Drill, Level};
use super::effect::Effect;
use super::model::{ListId, Model, Pane};
use super::msg::{Request, Target};
use crate::domain::id::CustomerId;
use crate::domain::money::Currency;
use crate::domain::pause::{Pause, PauseKind};
use crate::reports::card::ItemLine;

/// A customer in one currency: what a row of a grid is about.
pub type Account = (CustomerId, Currency);

/// A list under the keys: its name, its cursor and how many rows it has.
pub struct Cursor<'a> {
    pub list: ListId,
    pub at: &'a mut usize,
    pub len: usize,
}

/// The list that has the keys.
pub fn cursor(model: &mut Model) -> Cursor<'_> {
    let len = match model.pane {
        Pane::Today | Pane::Bank => 0,
        Pane::Matching => matching::parts(model).len(),
        _ => match drill(model).map(|drill| drill.level) {
            Some(Level::Document) => document::lines(model),
            _ => items(model).len(),
        },
    };
    match model.pane {
        Pane::Today => today::cursor(model),
        Pane::Matching if model.matching.on_parts => Cursor {
            list: ListId::Explain,
            at: &mut model.matching.item,
            len,
        },
        Pane::Matching => table_cursor(ListId::Matching, model.matching.table_mut()),
        Pane::Bank => table_cursor(ListId::Bank, &mut model.bank.table),
        Pane::Customers => match model.customers.drill.level {
            Level::List => table_cursor(ListId::Customers, &mut model.customers.table),
            Level::Detail => customers::cursor(model),
            Level::Document => drill_cursor(ListId::Card, &mut model.customers.drill, len),
        },
        Pane::Aging => match model.aging.drill.level {
            Level::List => table_cursor(ListId::Aging, &mut model.aging.table),
            _ => drill_cursor(ListId::Items, &mut model.aging.drill, len),
        },
        Pane::Reminders => match model.reminders.drill.level {
            Level::List => {
                let list = &mut model.reminders.list;
                let len = list.len();
                Cursor {
                    list: ListId::Reminders,
                    at: &mut list.cursor,
                    len,
                }
            }
            _ => drill_cursor(ListId::Overdue, &mut model.reminders.drill, len),
        },
    }
}

fn table_cursor<R: super::table::Row>(
    list: ListId,
    table: &mut super::table::Table<R>,
) -> Cursor<'_> {
    let len = table.len();
    Cursor {
        list,
        at: &mut table.cursor,
        len,
    }
}

fn drill_cursor(detail: ListId, drill: &mut Drill, len: usize) -> Cursor<'_> {
    if drill.level == Level::Document {
        Cursor {
            list: ListId::History,
            at: &mut drill.line,
            len,
        }
    } else {
        Cursor {
            list: detail,
            at: &mut drill.item,
            len,
        }
    }
}

/// The three levels of the pane, where it has them.
pub fn drill(model: &Model) -> Option<&Drill> {
    match model.pane {
        Pane::Customers => Some(&model.customers.drill),
        Pane::Aging => Some(&model.aging.drill),
        Pane::Reminders => Some(&model.reminders.drill),
        Pane::Today | Pane::Matching | Pane::Bank => None,
    }
}

pub fn drill_mut(model: &mut Model) -> Option<&mut Drill> {
    match model.pane {
        Pane::Customers => Some(&mut model.customers.drill),
        Pane::Aging => Some(&mut model.aging.drill),
        Pane::Reminders => Some(&mut model.reminders.drill),
        Pane::Today | Pane::Matching | Pane::Bank => None,
    }
}

/// The items that the pane's second level shows.
pub fn items(model: &Model) -> Vec<&ItemLine> {
    match model.pane {
        Pane::Customers => customers::items(model),
        Pane::Aging => aging::items(model),
        Pane::Reminders => reminders::items(model),
        Pane::Today | Pane::Matching | Pane::Bank => Vec::new(),
    }
}

/// The item that the keys are on: a row of the second level, or what the third level shows.
pub fn item(model: &Model) -> Option<&ItemLine> {
    let drill = drill(model)?;
    match drill.level {
        Level::List => None,
        Level::Detail => items(model).get(drill.item).copied(),
        Level::Document => {
            let document = drill.document.as_ref()?;
            document
                .items
                .iter()
                .find(|item| item.open.0 != 0)
                .or(document.items.first())
        }
    }
}

/// Whether the keys are on the list of the queue of reminders.
pub fn in_queue(model: &Model) -> bool {
    model.pane == Pane::Reminders && model.reminders.drill.level == Level::List
}

/// Whether the keys are on the head of a group.
pub fn on_group(model: &Model) -> bool {
    in_queue(model) && model.reminders.list.on_head().is_some()
}

/// The item that a key acts on: the one under the cursor, or the only one of a row of the queue.
pub fn acted_on(model: &Model) -> Option<&ItemLine> {
    if in_queue(model) {
        match reminders::verbs::invoices(model).ok()?.as_slice() {
            [item] => Some(*item),
            _ => None,
        }
    } else {
        item(model)
    }
}

/// Whether the item that the keys are on is disputed today.
pub fn is_disputed(model: &Model) -> bool {
    let disputes =
        |pause: &Pause| pause.kind == PauseKind::Dispute && pause.holds(model.book.today);
    acted_on(model).is_some_and(|item| item.pauses.iter().any(disputes))
}

/// The cursor came to another row: asks for what the parts beside it show.
pub fn moved(model: &mut Model) -> Vec<Effect> {
    match model.pane {
        Pane::Today | Pane::Bank => Vec::new(),
        Pane::Customers => customers::moved(model),
        Pane::Aging => aging::moved(model),
        Pane::Reminders => reminders::moved(model),
        Pane::Matching => matching::moved(model),
    }
}

/// Asks anew for what stands beside the list, after the ledger changed.
pub fn renewed(model: &mut Model) -> Vec<Effect> {
    let mut effects = match model.pane {
        Pane::Customers => customers::renewed(model),
        Pane::Aging => aging::renewed(model),
        Pane::Reminders => reminders::renewed(model),
        Pane::Today | Pane::Matching | Pane::Bank => Vec::new(),
    };
    if let Some(Drill {
        level: Level::Document,
        target: Some(target),
        ..
    }) = drill(model)
    {
        effects.push(Effect::Ask(Request::Document(*target)));
    }
    effects
}

/// Goes a level down from the row under the cursor.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.pane == Pane::Today {
        return today::open(model);
    }
    if on_group(model) {
        model.reminders.list.fold();
        return moved(model);
    }
    if customers::on_card(model) && customers::opens(model) {
        return customers::open_line(model);
    }
    let target = item(model).map(|item| {
        item.document
            .map_or(Target::Receipt(item.id), Target::Document)
    });
    let Some(drill) = drill_mut(model) else {
        return Vec::new();
    };
    match drill.level {
        Level::List => {
            drill.level = Level::Detail;
            moved(model)
        }
        Level::Detail => {
            let Some(target) = target else {
                return Vec::new();
            };
            drill.open(target);
            vec![Effect::Ask(Request::Document(target))]
        }
        Level::Document => Vec::new(),
    }
}

/// The number by which others know what is under the cursor.
pub fn reference(model: &Model) -> Option<String> {
    if let Some(item) = item(model) {
        return Some(item.number.clone());
    }
    match model.pane {
        Pane::Today => model
            .first
            .oldest
            .get(model.today.oldest)
            .map(|line| line.number.clone()),
        Pane::Customers => model
            .customers
            .table
            .selected()
            .map(|row| row.line.number.clone()),
        Pane::Aging => model
            .aging
            .table
            .selected()
            .map(|row| row.row.number.clone()),
        Pane::Reminders => model
            .reminders
            .list
            .selected()
            .map(|line| line.whose.number.clone()),
        Pane::Matching if model.matching.on_parts => matching::parts(model)
            .get(model.matching.item)
            .map(|part| part.number.clone()),
        Pane::Bank => model.bank.table.selected().map(|line| {
            let number = line.reference.clone().or_else(|| line.bank_ref.clone());
            number.unwrap_or_else(|| line.kind.label())
        }),
        Pane::Matching => model.matching.table().selected().and_then(|row| {
            let receipt = &row.explained.receipt;
            [&receipt.reference, &receipt.bank_ref, &receipt.payment_id]
                .into_iter()
                .find_map(Clone::clone)
        }),
    }
}

/// A sentence that names the key of an action.
pub fn with_key(model: &Model, key: &str, action: super::action::ActionId) -> String {
    let label = model.keymap.label(action, model.scope(), &model.locale);
    model.locale.say(key, &[("key", &label)])
}
