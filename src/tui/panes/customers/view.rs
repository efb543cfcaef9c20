//! The list beside the card, or one of them where it is narrow.

use ratatui::layout::Rect;

use super::{card, list};
use crate::tui::drill::Level;
use crate::tui::model::Model;
use crate::tui::panes::document;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::part::split;

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let level = model.customers.drill.level;
    let keys = model.layers.is_empty();
    if model.is_wide() {
        let (left, right) = split(canvas, area, of_list(area.width));
        if level == Level::Document {
            card::draw(canvas, left, model, false);
            document::draw(canvas, right, model, keys);
        } else {
            list::draw(canvas, left, model, keys && level == Level::List);
            card::draw(canvas, right, model, keys && level == Level::Detail);
        }
        return;
    }
    match level {
        Level::List => list::draw(canvas, area, model, keys),
        Level::Detail => card::draw(canvas, area, model, keys),
        Level::Document => document::draw(canvas, area, model, keys),
    }
}

/// The list has all its columns where the card keeps what its lines need; half of what is there, if that is more.
fn of_list(width: u16) -> u16 {
    let all = list::WIDTH_OF_ALL.min(width.saturating_sub(card::LEAST_WIDTH));
    all.max(width / 2)
}
