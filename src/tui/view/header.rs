//! The two lines on top: whose ledger, for which day, how fresh; and the tabs.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::model::{Model, Pane};
use crate::tui::panes::today;
use crate::tui::view::WIDE;
use crate::tui::widgets::canvas::{Canvas, cells};

/// Columns between two parts of the first line.
const GAP: u16 = 3;

/// Columns that the company's name keeps before anything about it is left out.
const COMPANY: u16 = 4;

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let fresh = freshness(canvas, model, area.width < WIDE);
    let gaps = u16::try_from(fresh.len()).unwrap_or(0) * 2;
    let wide = fresh.iter().map(|(text, _)| cells(text)).sum::<u16>() + gaps;
    let mut at = area.right().saturating_sub(wide);
    for (text, style) in &fresh {
        at += 2 + canvas.put(at, area.y, area.right().saturating_sub(at), text, *style);
    }
    let room = area.width.saturating_sub(wide + GAP + 1);
    let as_of = as_of(canvas, model);
    // The company's name gives way first, then what is said about it, the day last.
    let left = room.saturating_sub(cells(&as_of.0) + GAP);
    let about = about(model, left.saturating_sub(COMPANY));
    let company = left.saturating_sub(cells(&about));
    let (strong, quiet) = (canvas.theme.strong, canvas.theme.quiet);
    let mut x = area.x + 1;
    x += canvas.put(x, area.y, company, &model.book.ledger.company, strong);
    x += canvas.put(x, area.y, left, &about, quiet);
    canvas.put(
        x + GAP,
        area.y,
        (area.x + 1 + room).saturating_sub(x + GAP),
        &as_of.0,
        as_of.1,
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

/// The currency, and what is special about this ledger, which in little room comes first.
fn about(model: &Model, room: u16) -> String {
    let mut special = String::new();
    for (on, key) in [
        (model.book.is_demo, "tui.header.demo"),
        (model.book.read_only, "tui.header.read-only"),
        (!model.mouse, "tui.header.mouse-off"),
    ] {
        let says = format!(" · {}", model.locale.text(key));
        if on && cells(&special) + cells(&says) <= room {
            special.push_str(&says);
        }
    }
    let currency = format!(" · {}", model.book.ledger.currency.code());
    if cells(&currency) + cells(&special) <= room {
        currency + &special
    } else {
        special
    }
}

/// The day that the figures are for: marked where it is not today.
fn as_of(canvas: &Canvas, model: &Model) -> (String, Style) {
    let date = if canvas.area().width < WIDE {
        model.locale.date(model.as_of())
    } else {
        model.locale.long_date(model.as_of())
    };
    let elsewhere = model.as_of() != model.book.today;
    let key = if elsewhere {
        "tui.header.as-of-elsewhere"
    } else {
        "tui.header.as-of"
    };
    let style = if elsewhere {
        canvas.theme.warn
    } else {
        canvas.theme.text
    };
    (model.locale.say(key, &[("date", &date)]), style)
}

/// How old the bank's data is and how many receipts wait.
fn freshness(canvas: &Canvas, model: &Model, short: bool) -> Vec<(String, Style)> {
    let (theme, locale) = (canvas.theme, canvas.locale);
    let bank = match today::bank_age(model) {
        Some(age) if age <= 0 => (locale.text("tui.header.bank-today").to_owned(), theme.quiet),
        Some(age) => {
            let style = if age > 3 { theme.warn } else { theme.quiet };
            let key = if short {
                "tui.header.bank-age-short"
            } else {
                "tui.header.bank-age"
            };
            (locale.say(key, &[("count", &age.to_string())]), style)
        }
        None => (locale.text("tui.header.no-bank").to_owned(), theme.warn),
    };
    let waiting = model
        .overview
        .as_ref()
        .map_or(0, |seen| seen.to_match.count);
    let key = if short {
        "tui.header.to-match-short"
    } else {
        "tui.header.to-match"
    };
    let count = locale.whole(waiting);
    let waits = (waiting > 0).then(|| (locale.say(key, &[("count", &count)]), theme.warn));
    let doubt = outbox(canvas, model);
    let outbox = (!doubt.is_empty()).then_some((doubt, theme.warn));
    // Where there is little room, what is well gives way to what is not.
    let bank = Some(bank).filter(|(_, style)| !short || outbox.is_none() || *style == theme.warn);
    bank.into_iter().chain(outbox).chain(waits).collect()
}

/// What a person has to decide on in the outbox: `▲ 2 in doubt, 1 failed`.
fn outbox(canvas: &Canvas, model: &Model) -> String {
    let Some(seen) = &model.overview else {
        return String::new();
    };
    let locale = canvas.locale;
    let counts = [
        (seen.outbox.in_doubt, "stand.in-doubt"),
        (seen.outbox.failed, "stand.failed"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let told = counts.map(|(count, key)| format!("{} {}", locale.whole(count), locale.text(key)));
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        String::new()
    } else {
        format!("▲ {}", told.join(", "))
    }
}

fn tabs(canvas: &mut Canvas, area: Rect, model: &Model) {
    let mut x = area.x + 1;
    let shown = match model.pane {
        Pane::Bank => model.bank.from.unwrap_or(Pane::Today),
        pane => pane,
    };
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
        let here = pane == shown;
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
        Pane::Bank => ActionId::BankLines,
    }
}
