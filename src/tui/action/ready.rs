//! Whether an action does something now: each answers with a key of the locale under `tui.why` if not.

use super::Why;
use super::settling::draft;
use crate::tui::model::{Model, Pane};
use crate::tui::overlays::{Layer, filter};
use crate::tui::panes;

pub(super) use super::settling::*;

pub(super) type Ready = Result<(), Why>;

pub(super) fn unless(fails: bool, why: Why) -> Ready {
    if fails { Err(why) } else { Ok(()) }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "one of the table's questions, which others answer with a no"
)]
pub fn always(_: &Model) -> Ready {
    Ok(())
}

/// The list has rows.
pub fn rows(model: &Model) -> Ready {
    let empty = match model.pane {
        Pane::Today => false,
        Pane::Customers => model.customers.table.is_empty(),
        Pane::Aging => model.aging.table.is_empty(),
        Pane::Reminders => model.reminders.list.is_empty(),
        Pane::Matching => model.matching.table().is_empty(),
        Pane::Bank => model.bank.table.is_empty(),
    };
    unless(empty, "no-rows")
}

/// There is something under the cursor that opens.
pub fn open(model: &Model) -> Ready {
    match model.pane {
        Pane::Today => unless(!panes::today::leads(model), "leads-nowhere"),
        _ => match panes::drill(model).map(|drill| drill.level) {
            Some(crate::tui::drill::Level::Detail) => {
                let opens = panes::customers::on_card(model) && panes::customers::opens(model);
                unless(panes::item(model).is_none() && !opens, "no-item")
            }
            _ => rows(model),
        },
    }
}

/// An open invoice or charge is under the cursor.
pub fn item(model: &Model) -> Ready {
    match panes::item(model) {
        None => Err("no-item"),
        Some(item) if item.document.is_none() || !item.class.is_debit() => Err("not-an-invoice"),
        Some(item) if item.open.is_zero() => Err("settled"),
        Some(_) => Ok(()),
    }
}

/// Of the queue's list: one open invoice.
pub fn one_item(model: &Model) -> Ready {
    if panes::in_queue(model) {
        panes::reminders::ready::invoice(model)
    } else {
        item(model)
    }
}

/// Of the queue's list: open invoices of one customer.
pub fn items(model: &Model) -> Ready {
    if panes::in_queue(model) {
        panes::reminders::ready::some_invoices(model)
    } else {
        item(model)
    }
}

pub fn filtered(model: &Model) -> Ready {
    unless(filter::current(model).is_empty(), "no-filter")
}

pub fn copy(model: &Model) -> Ready {
    unless(panes::reference(model).is_none(), "no-rows")
}

/// A receipt or a bank line is under the cursor.
pub fn why(model: &Model) -> Ready {
    match model.pane {
        Pane::Bank => rows(model),
        Pane::Reminders => panes::reminders::ready::row(model),
        _ => draft(model).map(|_| ()),
    }
}

/// The log's cursor is on an entry that stands.
pub fn entry(model: &Model) -> Ready {
    match model.layers.last() {
        Some(Layer::Log(log)) => match log.selected() {
            Some(line) => unless(line.undone_by.is_some(), "undone"),
            None => Err("no-rows"),
        },
        _ => Ok(()),
    }
}

/// The question has a wider yes.
pub fn more(model: &Model) -> Ready {
    let more =
        matches!(model.layers.last(), Some(Layer::Confirm(confirm)) if confirm.all.is_some());
    unless(!more, "no-run")
}

/// Some rows of a refused file could be taken in.
pub fn rest(model: &Model) -> Ready {
    let rest = matches!(model.layers.last(), Some(Layer::Story(story)) if story.rest.is_some());
    unless(!rest, "no-rest")
}

/// A file is under the cursor, or a table was refused, whose columns can be named.
pub fn table(model: &Model) -> Ready {
    match model.layers.last() {
        Some(Layer::Story(story)) => unless(story.table.is_none(), "no-table"),
        Some(Layer::Chooser(chooser)) => unless(!chooser.imports(), "no-table"),
        _ => Ok(()),
    }
}

/// The column under the cursor holds a field.
pub fn held(model: &Model) -> Ready {
    let held = matches!(model.layers.last(), Some(Layer::Mapper(mapper)) if mapper.holds());
    unless(!held, "holds-nothing")
}

/// The file can be taken in as it is mapped.
pub fn mapped(model: &Model) -> Ready {
    match model.layers.last() {
        Some(Layer::Mapper(mapper)) => mapper.can_take_in(),
        _ => Ok(()),
    }
}

/// A customer is under the cursor, or his card is open.
pub fn customer(model: &Model) -> Ready {
    unless(panes::customers::under_keys(model).is_none(), "no-rows")
}

/// The page is a statement.
pub fn statement(model: &Model) -> Ready {
    unless(
        crate::tui::overlays::page::statement(model).is_none(),
        "no-statement",
    )
}

/// There is a mapping to forget.
pub fn kept(model: &Model) -> Ready {
    match model.layers.last() {
        Some(Layer::Kept(mappings)) => unless(mappings.kept.is_empty(), "no-rows"),
        _ => Ok(()),
    }
}

/// Something broke, and there is more to say about it.
pub fn trouble(model: &Model) -> Ready {
    unless(model.trouble.is_none(), "no-trouble")
}
