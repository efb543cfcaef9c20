//! Who is overdue, and beside it the items and why some of them wait.

use ratatui::layout::Rect;

use super::list;
use crate::tui::action::ActionId;
use crate::tui::drill::Level;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::items::{self, ItemsAt};
use crate::tui::panes::{document, with_key};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::part::{foot, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let level = model.reminders.drill.level;
    let keys = model.layers.is_empty();
    if model.is_wide() {
        let share = if level == Level::Document { 50 } else { 60 };
        let (left, right) = split(canvas, area, area.width * share / 100);
        if level == Level::Document {
            detail(canvas, left, model, false);
            document::draw(canvas, right, model, keys);
        } else {
            list::draw(canvas, left, model, keys && level == Level::List);
            detail(canvas, right, model, keys && level == Level::Detail);
        }
        return;
    }
    match level {
        Level::List => list::draw(canvas, area, model, keys),
        Level::Detail => detail(canvas, area, model, keys),
        Level::Document => document::draw(canvas, area, model, keys),
    }
}

/// The items of the row under the cursor, and what to mind before a letter goes out.
fn detail(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let state = &model.reminders;
    let Some(line) = state.table.selected() else {
        part(canvas, area, locale.text("tui.item.title"), "", focused);
        return;
    };
    let facts = [
        ("name", line.name.as_str()),
        ("number", line.number.as_str()),
    ];
    let title = locale.say("tui.reminders.items-title", &facts);
    let inside = part(canvas, area, &title, "", focused);
    let mut notes = Vec::new();
    if !line.to_his_good.is_zero() {
        let amount = locale.money(line.to_his_good, line.currency);
        notes.push(locale.say("tui.reminders.to-his-good", &[("amount", &amount)]));
    }
    if line.unmatched > 0 {
        let count = line.unmatched.to_string();
        notes.push(locale.say("tui.reminders.unmatched", &[("count", &count)]));
        notes.push(with_key(
            model,
            "tui.reminders.unmatched-note",
            ActionId::Matching,
        ));
    }
    let (items_area, note_area) = foot(inside, u16::try_from(notes.len()).unwrap_or(0));
    let at = ItemsAt {
        list: ListId::Overdue,
        area: items_area,
        cursor: state.drill.item,
        focused,
        as_of: model.book.today,
    };
    items::draw(canvas, at, &super::items(model));
    for (y, note) in (note_area.y..note_area.bottom()).zip(&notes) {
        let room = note_area.width.saturating_sub(2);
        canvas.put(note_area.x + 2, y, room, note, canvas.theme.warn);
    }
}
