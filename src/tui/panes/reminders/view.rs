//! The queue left; right, or below where it is narrow, the letter under the cursor; a level deeper its items, then a
//! document.

use ratatui::layout::Rect;

use super::group::Group;
use super::rows::Line;
use super::{detail, list, preview, told};
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::drill::Level;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::items::{self, ItemsAt};
use crate::tui::panes::{document, with_key};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::part::{foot, head, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    if let Some(fault) = &model.reminders.fault {
        let title = canvas.locale.text("tui.reminders.fault.title");
        let inside = part(canvas, area, title, "", model.layers.is_empty());
        detail::draw(canvas, inside, &told::fault(model, fault), "");
        return;
    }
    let level = model.reminders.drill.level;
    let keys = model.layers.is_empty();
    if model.is_wide() {
        let share = if level == Level::Document { 50 } else { 56 };
        let (left, right) = split(canvas, area, area.width * share / 100);
        if level == Level::Document {
            beside(canvas, left, model, false);
            document::draw(canvas, right, model, keys);
        } else {
            list::draw(canvas, left, model, keys && level == Level::List);
            beside(canvas, right, model, keys && level == Level::Detail);
        }
        return;
    }
    match level {
        Level::List => {
            let (above, below) = foot(area, area.height / 2);
            list::draw(canvas, above, model, keys);
            beside(canvas, below, model, false);
        }
        Level::Detail => beside(canvas, area, model, keys),
        Level::Document => document::draw(canvas, area, model, keys),
    }
}

/// Whose row it is, and what is to be done.
pub fn title(locale: &Locale, line: &Line) -> String {
    let what = what(locale, line);
    format!("{} · {} · {what}", line.whose.name, line.whose.number)
}

/// The stage of its letter, else the group that it stands in.
pub fn what<'a>(locale: &'a Locale, line: &'a Line) -> &'a str {
    match line.letter() {
        Some(letter) => locale.stage(&letter.stage),
        None => locale.text(&format!("tui.reminders.group.{}", line.group.name())),
    }
}

/// The row under the cursor told in full; a level deeper its items above it.
fn beside(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let state = &model.reminders;
    let Some(line) = state.list.selected() else {
        let group = state.list.on_head();
        group_told(canvas, area, model, group);
        return;
    };
    let mut inside = part(canvas, area, &title(locale, line), "", focused);
    if state.drill.level != Level::List {
        let lines = super::items(model);
        let rows = u16::try_from(lines.len())
            .unwrap_or(u16::MAX)
            .saturating_add(1);
        let (top, rest) = head(inside, rows.min(inside.height / 2));
        let at = ItemsAt {
            list: ListId::Overdue,
            area: top,
            cursor: state.drill.item,
            focused,
            as_of: model.book.today,
        };
        items::draw(canvas, at, &lines);
        let (gap, rest) = head(rest, 1);
        canvas.rule(gap.x, gap.y, gap.width, canvas.theme.quiet);
        inside = rest;
    }
    if preview::is_beside(model) {
        preview::draw(canvas, inside, model);
        return;
    }
    let more = with_key(model, "tui.reminders.more", ActionId::Why);
    detail::draw(canvas, inside, &told::lines(model, line), &more);
}

/// What a group is for, where the cursor is on its head.
fn group_told(canvas: &mut Canvas, area: Rect, model: &Model, group: Option<Group>) {
    let locale = canvas.locale;
    let Some(group) = group else {
        part(canvas, area, locale.text("tui.reminders.detail"), "", false);
        return;
    };
    let title = locale.text(&format!("tui.reminders.group.{}", group.name()));
    let inside = part(canvas, area, title, "", false);
    detail::draw(canvas, inside, &told::group(model, group), "");
}
