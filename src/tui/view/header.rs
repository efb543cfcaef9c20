//! The two lines on top: whose ledger, for which day, how fresh; and the tabs.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::model::{Model, Pane};
use crate::tui::panes::today;
use crate::tui::widgets::canvas::{Canvas, cells};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let right = freshness(canvas, model);
    let wide: u16 = right.iter().map(|(text, _)| cells(text)).sum();
    let wide = wide.min(area.width / 2);
    let mut at = area.right().saturating_sub(wide + 1);
    for (text, style) in &right {
        at = at.saturating_add(canvas.put(
            at,
            area.y,
            area.right().saturating_sub(at + 1),
            text,
            *style,
        ));
    }
    let room = area.width.saturating_sub(wide + 3);
    let (strong, quiet) = (canvas.theme.strong, canvas.theme.quiet);
    let ledger = &model.book.ledger;
    let company = crate::text::width::clean(&ledger.company).into_owned();
    let as_of = model.locale.say(
        "tui.header.as-of",
        &[("date", &model.locale.long_date(model.as_of()))],
    );
    let mut marks = String::new();
    for (on, key) in [
        (model.book.is_demo, "tui.header.demo"),
        (model.book.read_only, "tui.header.read-only"),
    ] {
        if on {
            marks.push_str(" · ");
            marks.push_str(model.locale.text(key));
        }
    }
    // The company's name gives way before the day does.
    let rest = cells(&as_of) + cells(&marks) + 3 + 3 + 4;
    let mut x = area.x + 1;
    x += canvas.put(
        x,
        area.y,
        room.saturating_sub(rest).max(8),
        &company,
        strong,
    );
    let left = [
        (" · ", quiet),
        (ledger.currency.code(), quiet),
        (marks.as_str(), quiet),
    ];
    x += canvas.put_all(x, area.y, (area.x + room).saturating_sub(x), &left);
    let elsewhere = model.as_of() != model.book.today;
    let style = if elsewhere {
        canvas.theme.warn
    } else {
        canvas.theme.text
    };
    canvas.put(
        x + 3,
        area.y,
        (area.x + 1 + room).saturating_sub(x + 3),
        &as_of,
        style,
    );
    tabs(
        canvas,
        Rect {
            y: area.y + 1,
            height: 1,
            ..area
        },
        model,
    );
}

/// How old the bank's data is and how many receipts wait.
fn freshness(canvas: &Canvas, model: &Model) -> Vec<(String, Style)> {
    let theme = canvas.theme;
    let mut parts = Vec::new();
    if !model.mouse {
        parts.push((
            format!("{}  ", model.locale.text("tui.header.mouse-off")),
            theme.quiet,
        ));
    }
    match today::bank_age(model) {
        Some(age) => {
            let style = if age > 3 { theme.warn } else { theme.quiet };
            let key = if age <= 0 {
                "tui.header.bank-today"
            } else {
                "tui.header.bank-age"
            };
            parts.push((model.locale.say(key, &[("count", &age.to_string())]), style));
        }
        None => parts.push((
            model.locale.text("tui.header.no-bank").to_owned(),
            theme.warn,
        )),
    }
    let waiting = model
        .overview
        .as_ref()
        .map_or(0, |seen| seen.to_match.count);
    if waiting > 0 {
        let count = model.locale.whole(waiting);
        parts.push((
            model
                .locale
                .say("tui.header.to-match", &[("count", &count)]),
            theme.warn,
        ));
    }
    parts
}

fn tabs(canvas: &mut Canvas, area: Rect, model: &Model) {
    let mut x = area.x + 1;
    for pane in Pane::ALL {
        let key = model
            .keymap
            .keys(action(pane))
            .first()
            .map(|key| key.label(&model.locale))
            .unwrap_or_default();
        let label = format!(
            "{key} {}",
            model.locale.text(&format!("tui.pane.{}", pane.name()))
        );
        let here = pane == model.pane;
        let text = if here {
            format!("[{label}]")
        } else {
            format!(" {label} ")
        };
        let style = if here {
            canvas.theme.tab
        } else {
            canvas.theme.text
        };
        let used = canvas.put(x, area.y, area.right().saturating_sub(x), &text, style);
        canvas.seen.tabs.push((
            Rect {
                x,
                y: area.y,
                width: used,
                height: 1,
            },
            pane,
        ));
        x = x.saturating_add(used).saturating_add(1);
    }
}

fn action(pane: Pane) -> crate::tui::action::ActionId {
    use crate::tui::action::ActionId;
    match pane {
        Pane::Today => ActionId::Today,
        Pane::Customers => ActionId::Customers,
        Pane::Aging => ActionId::Aging,
        Pane::Reminders => ActionId::Reminders,
        Pane::Matching => ActionId::Matching,
    }
}
