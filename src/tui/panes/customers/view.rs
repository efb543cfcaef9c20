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
        let (left, right) = split(canvas, area, area.width / 2);
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
