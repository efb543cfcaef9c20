//! Who is overdue, and beside it the items and why some of them wait.

use ratatui::layout::Rect;

use super::rows::Column;
use crate::domain::money::{Currency, Minor};
use crate::reports::overdue::OverdueLine;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::drill::Level;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::document;
use crate::tui::panes::items::{self, ItemsAt};
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{foot, nothing, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let level = model.reminders.drill.level;
    let keys = model.layers.is_empty();
    if model.is_wide() {
        let (left, right) = split(canvas, area, area.width * 56 / 100);
        if level == Level::Document {
            detail(canvas, left, model, false);
            document::draw(canvas, right, model, keys);
        } else {
            overdue(canvas, left, model, keys && level == Level::List);
            detail(canvas, right, model, keys && level == Level::Detail);
        }
        return;
    }
    match level {
        Level::List => overdue(canvas, area, model, keys),
        Level::Detail => detail(canvas, area, model, keys),
        Level::Document => document::draw(canvas, area, model, keys),
    }
}

/// Why a customer's items wait: the reasons, each once.
fn reasons(locale: &Locale, line: &OverdueLine, model: &Model) -> String {
    let mut said: Vec<String> = Vec::new();
    for pause in line
        .items
        .iter()
        .flat_map(|item| &item.pauses)
        .filter(|pause| pause.holds(model.book.today))
    {
        let says = match pause.until {
            Some(until) => {
                let key = format!("tui.reminders.{}-until", pause.kind.name());
                locale.say(&key, &[("date", &locale.short_date(until))])
            }
            None => locale
                .text(&format!("pause.{}", pause.kind.name()))
                .to_owned(),
        };
        if !said.contains(&says) {
            said.push(says);
        }
    }
    said.join(" · ")
}

fn overdue(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let table = &model.reminders.table;
    let inside = part(canvas, area, &title(model), table.filter(), focused);
    if !table.loaded || table.is_empty() {
        let key = if !table.loaded {
            "tui.loading"
        } else if table.filter().is_empty() {
            "tui.reminders.empty"
        } else {
            "tui.nothing-passes"
        };
        nothing(canvas, inside, locale.text(key));
        return;
    }
    let several = table
        .rows()
        .windows(2)
        .any(|pair| pair[0].currency != pair[1].currency);
    let wants = [
        Want::Rest(16),
        Want::Exactly(6),
        Want::Exactly(7),
        Want::Exactly(12),
        Want::Exactly(12),
        Want::Exactly(if several { 3 } else { 0 }),
        Want::Rest(14),
    ];
    let wants: Vec<Want> = wants
        .into_iter()
        .filter(|want| *want != Want::Exactly(0))
        .collect();
    let laid = places(inside.x + 3, inside.width.saturating_sub(4), &wants);
    let place_of = |at: usize| laid.get(at).copied().unwrap_or_default();
    let why_at = place_of(laid.len() - 1);
    heads(canvas, inside.y, model, &laid);
    let (rows, bottom) = foot(
        Rect {
            y: inside.y + 1,
            height: inside.height.saturating_sub(1),
            ..inside
        },
        1,
    );
    let at = ListAt {
        list: ListId::Reminders,
        area: rows,
        len: table.len(),
        cursor: table.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        let Some(line) = table.row(index) else { return };
        let theme = canvas.theme;
        let [name, count, days, due, paused] = [0, 1, 2, 3, 4].map(place_of);
        if table.is_marked(line) {
            canvas.put(place.x, place.y, 1, "●", theme.strong);
        }
        let waits = line.due.is_zero();
        canvas.put(
            name.x,
            place.y,
            name.width,
            &line.name,
            if waits { theme.quiet } else { theme.text },
        );
        canvas.put_right(
            count.x,
            place.y,
            count.width,
            &locale.whole(line.items.len() as u64),
            theme.quiet,
        );
        canvas.put_right(
            days.x,
            place.y,
            days.width,
            &locale.days(line.days),
            theme.warn,
        );
        let style = if waits { theme.quiet } else { theme.strong };
        canvas.put_right(
            due.x,
            place.y,
            due.width,
            &locale.amount_or_dot(line.due, line.currency),
            style,
        );
        canvas.put_right(
            paused.x,
            place.y,
            paused.width,
            &locale.amount_or_dot(line.paused, line.currency),
            theme.quiet,
        );
        if several {
            let place_of_currency = place_of(5);
            canvas.put(
                place_of_currency.x,
                place.y,
                3,
                line.currency.code(),
                theme.quiet,
            );
        }
        let mut x = why_at.x;
        if line.unmatched > 0 {
            let says = locale.say(
                "tui.reminders.unmatched",
                &[("count", &line.unmatched.to_string())],
            );
            x += canvas.put_all(
                x,
                place.y,
                why_at.width,
                &[(&says, theme.warn), (" ", theme.text)],
            );
        }
        let why = reasons(locale, line, model);
        canvas.put(
            x,
            place.y,
            (why_at.x + why_at.width).saturating_sub(x),
            &why,
            theme.text,
        );
    });
    canvas.put(
        bottom.x + 3,
        bottom.y,
        bottom.width.saturating_sub(3),
        locale.text("tui.reminders.later"),
        canvas.theme.quiet,
    );
}

fn title(model: &Model) -> String {
    let (locale, table) = (&model.locale, &model.reminders.table);
    let due = table.shown().filter(|line| !line.due.is_zero()).count();
    let paused = table.shown().filter(|line| !line.paused.is_zero()).count();
    let mut sums: Vec<(Currency, Minor)> = Vec::new();
    for line in table.shown() {
        match sums.iter_mut().find(|sum| sum.0 == line.currency) {
            Some(sum) => sum.1 += line.due,
            None => sums.push((line.currency, line.due)),
        }
    }
    let sums: Vec<String> = sums
        .iter()
        .map(|(currency, sum)| locale.money(*sum, *currency))
        .collect();
    let mut title = locale.say(
        "tui.reminders.title",
        &[("count", &due.to_string()), ("amounts", &sums.join(" · "))],
    );
    if paused > 0 {
        title.push_str(&locale.say("tui.reminders.paused", &[("count", &paused.to_string())]));
    }
    title
}

fn heads(canvas: &mut Canvas, y: u16, model: &Model, laid: &[crate::tui::widgets::columns::Place]) {
    let locale = canvas.locale;
    let order = model.reminders.table.order();
    let columns = [
        (0, Some(Column::Name), "name", false),
        (1, None, "count", true),
        (2, Some(Column::Days), "days", true),
        (3, Some(Column::Due), "due", true),
        (4, Some(Column::Paused), "paused-sum", true),
        (laid.len() - 1, None, "why", false),
    ];
    for (index, column, key, right) in columns {
        let Some(place) = laid.get(index) else {
            continue;
        };
        let mut title = locale.text(&format!("tui.reminders.{key}")).to_owned();
        let mut style = canvas.theme.head;
        if let Some((by, descends)) = order
            && Some(by) == column
        {
            let arrow = if descends { '▼' } else { '▲' };
            if right {
                title.insert(0, arrow)
            } else {
                title.push(arrow)
            }
            style = canvas.theme.strong;
        }
        if right {
            canvas.put_right(place.x, y, place.width, &title, style);
        } else {
            canvas.put(place.x, y, place.width, &title, style);
        }
    }
}

fn detail(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let state = &model.reminders;
    let Some(line) = state.table.selected() else {
        part(canvas, area, locale.text("tui.item.title"), "", focused);
        return;
    };
    let inside = part(
        canvas,
        area,
        &format!("{} · {}", line.name, line.number),
        "",
        focused,
    );
    let mut notes = Vec::new();
    if !line.to_his_good.is_zero() {
        let amount = locale.money(line.to_his_good, line.currency);
        notes.push(locale.say("tui.reminders.to-his-good", &[("amount", &amount)]));
    }
    if line.unmatched > 0 {
        let key =
            crate::tui::panes::with_key(model, "tui.reminders.unmatched-note", ActionId::Matching);
        notes.push(format!(
            "▲ {} {key}",
            locale.say(
                "tui.reminders.unmatched",
                &[("count", &line.unmatched.to_string())]
            )
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
        let room = note_area.width.saturating_sub(2).min(cells(note));
        canvas.put(note_area.x + 2, y, room, note, canvas.theme.warn);
    }
}
