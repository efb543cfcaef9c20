//! A customer's items as a table: used by the card, by aging and by reminders.

use ratatui::layout::Rect;

use crate::domain::date::{self, Date};
use crate::domain::money::Minor;
use crate::domain::pause::PauseKind;
use crate::reports::card::ItemLine;
use crate::text::Locale;
use crate::tui::model::ListId;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places, widest};
use crate::tui::widgets::list::{ListAt, list};

/// Where a table of items stands, and for which day it is read.
#[derive(Clone, Copy)]
pub struct ItemsAt {
    pub list: ListId,
    pub area: Rect,
    pub cursor: usize,
    pub focused: bool,
    pub as_of: Date,
}

/// What is to be said of an item: how late, disputed, promised, to his good.
pub fn state(locale: &Locale, item: &ItemLine, as_of: Date) -> String {
    let mut parts = Vec::new();
    let late = date::days_past(item.due, as_of);
    if item.open.is_zero() {
        parts.push(locale.text("tui.item.settled").to_owned());
    } else if !item.class.is_debit() {
        parts.push(locale.item_class(item.class).to_owned());
    } else if late > 0 {
        parts.push(locale.days(late));
    } else {
        parts.push(locale.text("tui.item.not-due").to_owned());
    }
    for pause in &item.pauses {
        if let Some(said) = paused(locale, pause, as_of) {
            parts.push(said);
        }
    }
    parts.join(" · ")
}

/// What a dispute or a promise does to reminders on a day; none if it is over.
pub fn paused(locale: &Locale, pause: &crate::domain::pause::Pause, as_of: Date) -> Option<String> {
    let until = pause.until.map(|until| locale.short_date(until));
    if pause.holds(as_of) {
        let key = match (pause.kind, &until) {
            (PauseKind::Dispute, None) => "tui.item.disputed",
            (PauseKind::Dispute, Some(_)) => "tui.item.disputed-until",
            (PauseKind::Promise, _) => "tui.item.promised",
        };
        let mut said = locale.say(key, &[("date", until.as_deref().unwrap_or_default())]);
        if let Some(reason) = &pause.reason {
            said.push_str(": ");
            said.push_str(reason);
        }
        return Some(said);
    }
    let broken = pause.kind == PauseKind::Promise
        && pause.closed.is_none()
        && pause.until.is_some_and(|until| until < as_of);
    broken.then(|| {
        locale.say(
            "tui.item.broken",
            &[("date", until.as_deref().unwrap_or_default())],
        )
    })
}

/// Draws the heads and the visible items. `extra` is a line to put before an item, such as a heading.
pub fn draw(canvas: &mut Canvas, at: ItemsAt, items: &[&ItemLine]) {
    if at.area.height == 0 {
        return;
    }
    let locale = canvas.locale;
    let amounts = |item: &ItemLine| {
        (
            locale.amount_or_dot(item.amount, item.currency),
            locale.amount_or_dot(item.open, item.currency),
        )
    };
    // Only a customer's items: few enough to measure all of them, so that scrolling moves no column.
    let figures: Vec<(String, String)> = items.iter().map(|item| amounts(item)).collect();
    let several = items
        .windows(2)
        .any(|pair| pair[0].currency != pair[1].currency);
    let issued = at.area.width >= 66;
    let number = widest(items.iter().map(|item| item.number.as_str())).clamp(6, 16);
    let amount = widest(figures.iter().map(|(amount, _)| amount.as_str())).max(6);
    let open = widest(figures.iter().map(|(_, open)| open.as_str())).max(6);
    let due = widest(
        items
            .iter()
            .map(|item| locale.due_date(item.due, at.as_of))
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str),
    )
    .max(10);
    let wants = [
        Want::Exactly(number),
        Want::Exactly(due),
        Want::Exactly(if issued { amount } else { 0 }),
        Want::Exactly(open),
        Want::Exactly(if several { 3 } else { 0 }),
        Want::Rest(8),
    ];
    let wants: Vec<Want> = wants
        .into_iter()
        .filter(|want| *want != Want::Exactly(0))
        .collect();
    let laid = places(at.area.x + 1, at.area.width.saturating_sub(1), &wants);
    let place = |index: usize| laid.get(index).copied().unwrap_or_default();
    let (first, second) = (place(0), place(1));
    let mut next = 2;
    let issued_at = issued.then(|| {
        next += 1;
        place(next - 1)
    });
    let open_at = place(next);
    let currency_at = several.then(|| place(next + 1));
    let state_at = place(laid.len() - 1);
    let y = at.area.y;
    let head = canvas.theme.head;
    canvas.put(
        first.x,
        y,
        first.width,
        locale.text("tui.item.number"),
        head,
    );
    canvas.put(second.x, y, second.width, locale.text("tui.item.due"), head);
    if let Some(place) = issued_at {
        canvas.put_right(
            place.x,
            y,
            place.width,
            locale.text("tui.item.amount"),
            head,
        );
    }
    canvas.put_right(
        open_at.x,
        y,
        open_at.width,
        locale.text("tui.item.open"),
        head,
    );
    canvas.put(
        state_at.x,
        y,
        state_at.width,
        locale.text("tui.item.state"),
        head,
    );
    let rows = Rect {
        y: y + 1,
        height: at.area.height - 1,
        ..at.area
    };
    let listed = ListAt {
        list: at.list,
        area: rows,
        len: items.len(),
        cursor: at.cursor,
        focused: at.focused,
    };
    list(canvas, listed, |canvas, index, row| {
        let (Some(item), Some((amount, open))) = (items.get(index), figures.get(index)) else {
            return;
        };
        let theme = canvas.theme;
        let settled = item.open.is_zero();
        let style = if settled { theme.quiet } else { theme.text };
        canvas.put(first.x, row.y, first.width, &item.number, style);
        canvas.put(
            second.x,
            row.y,
            second.width,
            &locale.due_date(item.due, at.as_of),
            style,
        );
        if let Some(place) = issued_at {
            canvas.put_right(place.x, row.y, place.width, amount, theme.quiet);
        }
        canvas.put_right(open_at.x, row.y, open_at.width, open, style);
        if let Some(place) = currency_at {
            canvas.put(
                place.x,
                row.y,
                place.width,
                item.currency.code(),
                theme.quiet,
            );
        }
        let late = item.class.is_debit()
            && item.open > Minor::ZERO
            && date::days_past(item.due, at.as_of) > 0;
        let style = if late { theme.warn } else { style };
        canvas.put(
            state_at.x,
            row.y,
            state_at.width,
            &state(locale, item, at.as_of),
            style,
        );
    });
}
