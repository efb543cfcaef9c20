//! The list, and the card: the lines that decide first, then the items.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::rows::Column;
use crate::domain::date;
use crate::domain::money::Minor;
use crate::domain::pause::PauseKind;
use crate::reports::card::Card;
use crate::tui::action::ActionId;
use crate::tui::drill::Level;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::items::{self, ItemsAt};
use crate::tui::panes::{document, with_key};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Place, Want, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{head, nothing, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let level = model.customers.drill.level;
    let keys = model.layers.is_empty();
    if model.is_wide() {
        let (left, right) = split(canvas, area, area.width / 2);
        if level == Level::Document {
            card(canvas, left, model, false);
            document::draw(canvas, right, model, keys);
        } else {
            customers(canvas, left, model, keys && level == Level::List);
            card(canvas, right, model, keys && level == Level::Detail);
        }
        return;
    }
    match level {
        Level::List => customers(canvas, area, model, keys),
        Level::Detail => card(canvas, area, model, keys),
        Level::Document => document::draw(canvas, area, model, keys),
    }
}

fn customers(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let table = &model.customers.table;
    let all = locale.whole(table.rows().len() as u64);
    let title = if table.len() == table.rows().len() {
        locale.say("tui.customers.all", &[("count", &all)])
    } else {
        locale.say(
            "tui.customers.some",
            &[
                ("shown", &locale.whole(table.len() as u64)),
                ("count", &all),
            ],
        )
    };
    let inside = part(canvas, area, &title, table.filter(), focused);
    if !table.loaded || table.is_empty() {
        let says = if !table.loaded {
            locale.text("tui.loading").to_owned()
        } else if table.filter().is_empty() {
            with_key(model, "tui.customers.empty", ActionId::Import)
        } else {
            locale.text("tui.nothing-passes").to_owned()
        };
        nothing(canvas, inside, &says);
        return;
    }
    let city = inside.width >= 84;
    let wants = [
        Want::Exactly(8),
        Want::Rest(14),
        Want::Exactly(if city { 14 } else { 0 }),
        Want::Exactly(13),
        Want::Exactly(13),
        Want::Exactly(6),
    ];
    let laid = places(inside.x + 3, inside.width.saturating_sub(4), &wants);
    heads(canvas, inside.y, model, &laid);
    let rows = Rect {
        y: inside.y + 1,
        height: inside.height.saturating_sub(1),
        ..inside
    };
    let at = ListAt {
        list: ListId::Customers,
        area: rows,
        len: table.len(),
        cursor: table.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        let Some(row) = table.row(index) else { return };
        let [number, name, town, open, overdue, late] =
            [0, 1, 2, 3, 4, 5].map(|at| laid.get(at).copied().unwrap_or_default());
        let theme = canvas.theme;
        let line = &row.line;
        if table.is_marked(row) {
            canvas.put(place.x, place.y, 1, "●", theme.strong);
        }
        canvas.put(number.x, place.y, number.width, &line.number, theme.quiet);
        canvas.put(name.x, place.y, name.width, &line.name, theme.text);
        canvas.put(
            town.x,
            place.y,
            town.width,
            line.city.as_deref().unwrap_or_default(),
            theme.quiet,
        );
        let mut figure = locale.amount_or_dot(line.open, row.currency);
        if line.other_currencies {
            // Something more is open, in another currency: it stands on the card.
            figure.push('+');
        }
        canvas.put_right(
            open.x,
            place.y,
            open.width,
            &figure,
            if line.open.is_zero() {
                theme.quiet
            } else {
                theme.text
            },
        );
        let style = if line.overdue.is_zero() {
            theme.quiet
        } else {
            theme.strong
        };
        canvas.put_right(
            overdue.x,
            place.y,
            overdue.width,
            &locale.amount_or_dot(line.overdue, row.currency),
            style,
        );
        if line.days_late > 0 {
            canvas.put_right(
                late.x,
                place.y,
                late.width,
                &locale.days(line.days_late),
                theme.warn,
            );
        }
    });
}

fn heads(canvas: &mut Canvas, y: u16, model: &Model, laid: &[Place]) {
    let locale = canvas.locale;
    let order = model.customers.table.order();
    let columns = [
        (0, Some(Column::Number), "number", false),
        (1, Some(Column::Name), "name", false),
        (2, None, "city", false),
        (3, Some(Column::Open), "open", true),
        (4, Some(Column::Overdue), "overdue", true),
        (5, Some(Column::Late), "late", true),
    ];
    for (index, column, key, right) in columns {
        let Some(place) = laid.get(index).filter(|place| place.width > 0) else {
            continue;
        };
        let mut title = locale.text(&format!("tui.customers.{key}")).to_owned();
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

fn card(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
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
    let lines = deciding(canvas, model, card);
    let rows = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .min(inside.height / 2);
    let (top, rest) = head(inside, rows);
    for (y, (label, value, style)) in (top.y..top.bottom()).zip(&lines) {
        canvas.put(top.x + 1, y, 11, label, canvas.theme.quiet);
        canvas.put(top.x + 13, y, top.width.saturating_sub(13), value, *style);
    }
    let (gap, rest) = head(rest, 1);
    canvas.rule(gap.x, gap.y, gap.width, canvas.theme.quiet);
    let items = super::items(model);
    if items.is_empty() {
        nothing(canvas, rest, locale.text("tui.item.none"));
        return;
    }
    let at = ItemsAt {
        list: ListId::Card,
        area: rest,
        cursor: state.drill.item,
        focused,
        as_of: model.book.today,
    };
    items::draw(canvas, at, &items);
}

/// What decides: what is open, may we sell, how they pay, what they promised or dispute, whom to call.
fn deciding(canvas: &Canvas, model: &Model, card: &Card) -> Vec<(String, String, Style)> {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let today = model.book.today;
    let currency = model.book.ledger.currency;
    let mut lines = Vec::new();
    let mut say = |key: &str, value: String, style: Style| {
        lines.push((
            locale.text(&format!("tui.card.{key}")).to_owned(),
            value,
            style,
        ));
    };
    let mut open: Vec<(crate::domain::money::Currency, Minor, Minor)> = Vec::new();
    for item in &card.open {
        let late = item.class.is_debit() && date::days_past(item.due, today) > 0;
        let overdue = if late { item.open } else { Minor::ZERO };
        match open.iter_mut().find(|sums| sums.0 == item.currency) {
            Some(sums) => {
                sums.1 += item.open;
                sums.2 += overdue;
            }
            None => open.push((item.currency, item.open, overdue)),
        }
    }
    let sums: Vec<String> = open
        .iter()
        .map(|(currency, open, overdue)| {
            let mut says = locale.money(*open, *currency);
            if !overdue.is_zero() {
                let overdue = locale.amount(*overdue, *currency);
                says.push_str(&locale.say("tui.card.of-it-overdue", &[("amount", &overdue)]));
            }
            says
        })
        .collect();
    let empty = locale.text("format.empty").to_owned();
    say(
        "open",
        if sums.is_empty() {
            empty.clone()
        } else {
            sums.join(" · ")
        },
        theme.strong,
    );
    let limit = match card.facts.credit_limit {
        Some(limit) => {
            let used = open
                .iter()
                .find(|sums| sums.0 == currency)
                .map_or(Minor::ZERO, |sums| sums.1);
            let over = used > limit;
            let says = locale.say(
                "tui.card.limit-used",
                &[
                    ("limit", &locale.money(limit, currency)),
                    ("share", &locale.share(used, limit)),
                ],
            );
            (says, if over { theme.warn } else { theme.text })
        }
        None => (locale.text("tui.card.no-limit").to_owned(), theme.quiet),
    };
    say("credit", limit.0, limit.1);
    let pays = match card.average_days_late {
        Some(days) if days > 0 => locale.say("tui.card.pays-late", &[("days", &locale.days(days))]),
        Some(_) => locale.text("tui.card.pays-on-time").to_owned(),
        None => locale.text("tui.card.pays-unknown").to_owned(),
    };
    say("pays", pays, theme.text);
    let said: Vec<String> = card
        .open
        .iter()
        .flat_map(|item| {
            item.pauses.iter().filter_map(move |pause| {
                items::paused(locale, pause, today).map(|says| (item, pause, says))
            })
        })
        .map(|(item, _, says)| format!("{} {says}", item.number))
        .collect();
    let broken = card.open.iter().flat_map(|item| &item.pauses).any(|pause| {
        pause.kind == PauseKind::Promise
            && pause.closed.is_none()
            && pause.until.is_some_and(|until| until < today)
    });
    let style = if broken { theme.warn } else { theme.text };
    say(
        "says",
        if said.is_empty() {
            empty.clone()
        } else {
            said.join(" · ")
        },
        style,
    );
    let text = &card.facts.text;
    let call: Vec<&str> = [&text.phone, &text.email, &text.city]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    say(
        "call",
        if call.is_empty() {
            empty
        } else {
            call.join(" · ")
        },
        theme.text,
    );
    let mut who = vec![
        locale
            .text(&format!("kind.{}", card.facts.kind.name()))
            .to_owned(),
        card.facts.country.to_uppercase(),
    ];
    who.extend(text.org_no.clone());
    if let Some(days) = card.facts.terms_days {
        who.push(locale.say("tui.card.terms", &[("days", &locale.days(i64::from(days)))]));
    }
    who.push(locale.say("tui.card.as-of", &[("date", &locale.date(card.changed))]));
    say("who", who.join(" · "), theme.quiet);
    lines
}
