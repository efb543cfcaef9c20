//! The card: the lines that decide first, then its tabs: items, timeline, profile, credit, notes.

use ratatui::layout::Rect;

use super::{Tab, credit, deciding, notes, profile, timeline};
use crate::tui::model::{ListId, Model};
use crate::tui::panes::items::{self, ItemsAt};
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::part::{head, nothing, part};

/// What a table of items with their amounts needs, and the longest age of a section.
pub(super) const LEAST_WIDTH: u16 = 65;

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let state = &model.customers;
    let Some(card) = &state.card else {
        let inside = part(canvas, area, locale.text("tui.card.title"), "", focused);
        nothing(
            canvas,
            inside,
            locale.text(if state.table.is_empty() {
                "tui.card.none"
            } else {
                "tui.loading"
            }),
        );
        return;
    };
    let title = format!("{} · {}", card.facts.text.name, card.number);
    let inside = part(canvas, area, &title, "", focused);
    let lines = deciding::lines(canvas, model, card);
    let rows = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .min(inside.height / 2);
    let (top, rest) = head(inside, rows);
    for (y, (label, value, style)) in (top.y..top.bottom()).zip(&lines) {
        canvas.put(top.x + 1, y, 11, label, canvas.theme.quiet);
        canvas.put(top.x + 13, y, top.width.saturating_sub(13), value, *style);
    }
    let (bar, rest) = head(rest, 1);
    tabs(canvas, bar, model);
    tab(canvas, rest, model, focused);
}

/// The names of the tabs on a rule, the one that is read in brackets as the panes are.
fn tabs(canvas: &mut Canvas, area: Rect, model: &Model) {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let mut x = area.x + 1;
    for tab in Tab::ALL {
        let name = locale.text(&format!("tui.tab.{}", tab.name()));
        let (says, style) = if tab == model.customers.tab {
            (format!("[{name}]"), theme.focus)
        } else {
            (format!(" {name} "), theme.quiet)
        };
        let room = area.right().saturating_sub(x);
        canvas.put(x, area.y, room, &says, style);
        x = x.saturating_add(cells(&says));
    }
    let room = area.right().saturating_sub(x + 1);
    canvas.rule(x + 1, area.y, room, theme.quiet);
}

fn tab(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let state = &model.customers;
    match (state.tab, state.profile.as_deref()) {
        (Tab::Items, _) => {
            let items = super::items(model);
            if items.is_empty() {
                nothing(canvas, area, locale.text("tui.item.none"));
                return;
            }
            let at = ItemsAt {
                list: ListId::Card,
                area,
                cursor: state.drill.item,
                focused,
                as_of: model.book.today,
            };
            items::draw(canvas, at, &items);
        }
        (Tab::Timeline, _) => timeline::draw(canvas, area, model, focused),
        (_, None) => nothing(canvas, area, locale.text("tui.loading")),
        (Tab::Profile, Some(profile)) => profile::draw(canvas, area, model, profile, focused),
        (Tab::Notes, Some(profile)) => notes::draw(canvas, area, model, profile, focused),
        (Tab::Credit, Some(profile)) => credit::draw(canvas, area, model, profile, focused),
    }
}
