//! The grid; beside it, or below it in a tall window, the items of the row under the cursor.

use ratatui::layout::Rect;

use super::list;
use crate::tui::drill::Level;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::document;
use crate::tui::panes::items::{self, ItemsAt};
use crate::tui::view::is_tall;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::part::{foot, nothing, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let level = model.aging.drill.level;
    let keys = model.layers.is_empty();
    if model.is_wide() {
        // The grid needs the room for all its buckets; the items beside it are narrow.
        let share = if level == Level::Document { 50 } else { 72 };
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
        Level::List if is_tall(model) => {
            let (above, below) = foot(area, area.height / 3);
            list::draw(canvas, above, model, keys);
            detail(canvas, below, model, false);
        }
        Level::List => list::draw(canvas, area, model, keys),
        Level::Detail => detail(canvas, area, model, keys),
        Level::Document => document::draw(canvas, area, model, keys),
    }
}

/// The items of the row under the cursor.
fn detail(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let state = &model.aging;
    let Some(row) = state.table.selected() else {
        part(canvas, area, locale.text("tui.item.title"), "", focused);
        return;
    };
    let title = format!("{} · {}", row.row.name, row.row.number);
    let inside = part(canvas, area, &title, "", focused);
    let items = super::items(model);
    if items.is_empty() {
        let key = if state.has_items {
            "tui.item.none"
        } else {
            "tui.loading"
        };
        nothing(canvas, inside, locale.text(key));
        return;
    }
    let at = ItemsAt {
        list: ListId::Items,
        area: inside,
        cursor: state.drill.item,
        focused,
        as_of: state.query.as_of,
    };
    items::draw(canvas, at, &items);
}
