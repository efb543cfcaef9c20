//! The grid, its totals and their proof; beside or below it the items of the row under the cursor.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::grid::Figure;
use super::rows::Column;
use crate::domain::money::{Currency, Minor};
use crate::reports::aging::{AgeBy, CurrencyTotals, Sums};
use crate::tui::action::ActionId;
use crate::tui::drill::Level;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::items::{self, ItemsAt};
use crate::tui::panes::{document, with_key};
use crate::tui::view::is_tall;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Place, Want, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{foot, nothing, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let level = model.aging.drill.level;
    let keys = model.layers.is_empty();
    if model.is_wide() {
        let (left, right) = split(canvas, area, area.width * 63 / 100);
        if level == Level::Document {
            detail(canvas, left, model, false);
            document::draw(canvas, right, model, keys);
        } else {
            grid(canvas, left, model, keys && level == Level::List);
            detail(canvas, right, model, keys && level == Level::Detail);
        }
        return;
    }
    match level {
        Level::List if is_tall(model) => {
            let (above, below) = foot(area, area.height / 3);
            grid(canvas, above, model, keys);
            detail(canvas, below, model, false);
        }
        Level::List => grid(canvas, area, model, keys),
        Level::Detail => detail(canvas, area, model, keys),
        Level::Document => document::draw(canvas, area, model, keys),
    }
}

fn title(model: &Model) -> String {
    let (locale, state) = (&model.locale, &model.aging);
    let by = if state.query.by == AgeBy::Due {
        "tui.aging.by-due"
    } else {
        "tui.aging.by-issue"
    };
    let all = state.table.rows().len();
    let shown = state.table.len();
    let count = if shown == all {
        locale.say("tui.aging.all", &[("count", &locale.whole(all as u64))])
    } else {
        locale.say(
            "tui.aging.some",
            &[
                ("shown", &locale.whole(shown as u64)),
                ("count", &locale.whole(all as u64)),
            ],
        )
    };
    format!("{} · {count}", locale.text(by))
}

fn grid(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let state = &model.aging;
    let inside = part(canvas, area, &title(model), state.table.filter(), focused);
    if !state.table.loaded {
        nothing(canvas, inside, locale.text("tui.loading"));
        return;
    }
    if state.table.rows().is_empty() && state.totals.iter().all(|totals| totals.ledger.is_zero()) {
        nothing(
            canvas,
            inside,
            &with_key(model, "tui.aging.empty", ActionId::Import),
        );
        return;
    }
    let spans = state.query.edges.spans();
    let currency = if state.widths.currencies > 1 { 4 } else { 0 };
    let figures = state.widths.plan(
        inside.width.saturating_sub(3 + currency),
        18,
        locale,
        &spans,
    );
    let mut wants = vec![Want::Rest(10)];
    wants.extend(figures.iter().map(|(_, width)| Want::Exactly(*width)));
    if currency > 0 {
        wants.push(Want::Exactly(3));
    }
    // Two columns in front: the selection and the mark.
    let laid = places(inside.x + 3, inside.width.saturating_sub(4), &wants);
    heads(canvas, inside, model, &figures, &laid, &spans);
    let below = totals_height(model, inside.height);
    let (rows, bottom) = foot(
        Rect {
            y: inside.y + 1,
            height: inside.height.saturating_sub(1),
            ..inside
        },
        below,
    );
    let at = ListAt {
        list: ListId::Aging,
        area: rows,
        len: state.table.len(),
        cursor: state.table.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        let Some(row) = state.table.row(index) else {
            return;
        };
        let theme = canvas.theme;
        if state.table.is_marked(row) {
            canvas.put(place.x, place.y, 1, "●", theme.strong);
        }
        let name = laid.first().copied().unwrap_or_default();
        canvas.put(name.x, place.y, name.width, &row.row.name, theme.text);
        sums(
            canvas,
            place.y,
            &row.row.sums,
            row.row.currency,
            &figures,
            &laid,
            theme.text,
        );
        if currency > 0 {
            put_currency(canvas, place.y, &laid, row.row.currency);
        }
    });
    totals(canvas, bottom, model, &figures, &laid);
}

fn put_currency(canvas: &mut Canvas, y: u16, laid: &[Place], currency: Currency) {
    if let Some(place) = laid.last() {
        canvas.put(place.x, y, place.width, currency.code(), canvas.theme.quiet);
    }
}

fn heads(
    canvas: &mut Canvas,
    inside: Rect,
    model: &Model,
    figures: &[(Figure, u16)],
    laid: &[Place],
    spans: &[String],
) {
    let locale = canvas.locale;
    let oldest = spans.len();
    let order = model.aging.table.order();
    let sorted = |column: Column| match order {
        Some((by, descends)) if by == column => Some(if descends { "▼" } else { "▲" }),
        _ => None,
    };
    let (head, strong) = (canvas.theme.head, canvas.theme.strong);
    let name = laid.first().copied().unwrap_or_default();
    let used = canvas.put(
        name.x,
        inside.y,
        name.width,
        locale.text("tui.aging.customer"),
        head,
    );
    if let Some(arrow) = sorted(Column::Name) {
        canvas.put(
            name.x + used,
            inside.y,
            name.width.saturating_sub(used),
            arrow,
            strong,
        );
    }
    if let Some(arrow) = sorted(Column::Overdue)
        .filter(|_| !figures.iter().any(|(figure, _)| *figure == Figure::From(1)))
    {
        let says = format!(" {} {arrow}", locale.text("tui.aging.by-overdue"));
        canvas.put(
            name.x + used,
            inside.y,
            name.width.saturating_sub(used),
            &says,
            strong,
        );
    }
    for ((figure, _), place) in figures.iter().zip(laid.iter().skip(1)) {
        let column = match figure {
            Figure::Total => Some(Column::Total),
            Figure::From(1) => Some(Column::Overdue),
            Figure::Bucket(bucket) if *bucket == oldest => Some(Column::Oldest),
            Figure::From(_) => Some(Column::Oldest),
            _ => None,
        };
        let title = figure.title(locale, spans);
        match column.and_then(sorted) {
            Some(arrow) => canvas.put_right(
                place.x.saturating_sub(1),
                inside.y,
                place.width + 1,
                &format!("{arrow}{title}"),
                strong,
            ),
            None => canvas.put_right(place.x, inside.y, place.width, &title, head),
        }
    }
}

fn sums(
    canvas: &mut Canvas,
    y: u16,
    sums: &Sums,
    currency: Currency,
    figures: &[(Figure, u16)],
    laid: &[Place],
    style: Style,
) {
    let locale = canvas.locale;
    for ((figure, _), place) in figures.iter().zip(laid.iter().skip(1)) {
        let minor = figure.of(sums);
        let style = if minor.is_zero() {
            canvas.theme.quiet
        } else if *figure == Figure::Total {
            canvas.theme.strong
        } else {
            style
        };
        canvas.put_right(
            place.x,
            y,
            place.width,
            &locale.amount_or_dot(minor, currency),
            style,
        );
    }
}

/// Totals of one currency: its sums, what stands apart and the proof.
fn totals_height(model: &Model, room: u16) -> u16 {
    let state = &model.aging;
    let per = if state.table.len() == state.table.rows().len() {
        2
    } else {
        3
    };
    let all = u16::try_from(state.totals.len())
        .unwrap_or(u16::MAX)
        .saturating_mul(per)
        .saturating_add(1);
    let bars = u16::from(room > 14);
    all.saturating_add(bars).min(room / 2)
}

fn totals(
    canvas: &mut Canvas,
    area: Rect,
    model: &Model,
    figures: &[(Figure, u16)],
    laid: &[Place],
) {
    let locale = canvas.locale;
    let state = &model.aging;
    canvas.rule(area.x, area.y, area.width, canvas.theme.quiet);
    let mut y = area.y + 1;
    let narrowed = state.table.len() != state.table.rows().len();
    let name = laid.first().copied().unwrap_or_default();
    for totals in &state.totals {
        let count = |rows: &mut dyn Iterator<Item = Currency>| {
            rows.filter(|currency| *currency == totals.currency).count()
        };
        let mut line = |canvas: &mut Canvas, key: &str, count: usize, sum: &Sums, style: Style| {
            if y < area.bottom() {
                let says = locale.say(key, &[("count", &locale.whole(count as u64))]);
                canvas.put(name.x, y, name.width, &says, style);
                sums(canvas, y, sum, totals.currency, figures, laid, style);
                if state.widths.currencies > 1 {
                    put_currency(canvas, y, laid, totals.currency);
                }
                y += 1;
            }
        };
        let (strong, quiet) = (canvas.theme.strong, canvas.theme.quiet);
        if narrowed {
            let mut shown = Sums::new(state.query.edges.buckets());
            for row in state
                .table
                .shown()
                .filter(|row| row.row.currency == totals.currency)
            {
                shown.add(&row.row.sums);
            }
            let rows = count(&mut state.table.shown().map(|row| row.row.currency));
            line(canvas, "tui.aging.total-shown", rows, &shown, strong);
        }
        let rows = count(&mut state.table.rows().iter().map(|row| row.row.currency));
        line(
            canvas,
            "tui.aging.total-all",
            rows,
            &totals.sums,
            if narrowed { quiet } else { strong },
        );
        if y < area.bottom() {
            proof(
                canvas,
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                totals,
            );
            y += 1;
        }
    }
    if y < area.bottom() {
        bars(
            canvas,
            Rect {
                y,
                height: 1,
                ..area
            },
            model,
        );
    }
}

/// What stands apart, and customers' totals + unidentified − ledger = 0.
fn proof(canvas: &mut Canvas, area: Rect, totals: &CurrencyTotals) {
    let locale = canvas.locale;
    let currency = totals.currency;
    let apart: Vec<String> = [
        ("tui.aging.unapplied", totals.sums.unapplied),
        ("tui.aging.credit-notes", totals.sums.credits),
        ("tui.aging.disputed-sum", totals.sums.disputed),
        ("tui.aging.unidentified", totals.unidentified),
    ]
    .into_iter()
    .filter(|(_, minor)| !minor.is_zero())
    .map(|(key, minor)| locale.say(key, &[("amount", &locale.amount(minor, currency))]))
    .collect();
    let difference = totals.difference();
    let proven = difference.is_zero();
    let figure = locale.money(difference, currency);
    let ledger = locale.amount(totals.ledger, currency);
    let says = locale.say(
        "tui.aging.proof",
        &[("ledger", &ledger), ("difference", &figure)],
    );
    let sign = if proven { " ✓" } else { " × " };
    let more = if proven {
        ""
    } else {
        locale.text("tui.aging.not-proven")
    };
    let style = if proven {
        canvas.theme.good
    } else {
        canvas.theme.bad
    };
    let proof = format!("{says}{sign}{more}");
    let wide = crate::tui::widgets::canvas::cells(&proof).min(area.width.saturating_sub(2));
    let x = area.right().saturating_sub(wide + 1);
    canvas.put(x, area.y, wide, &proof, style);
    let quiet = canvas.theme.quiet;
    canvas.put(
        area.x + 3,
        area.y,
        x.saturating_sub(area.x + 5),
        &apart.join(" · "),
        quiet,
    );
}

/// The shares of the buckets as bars: of the row's currency, or the first.
fn bars(canvas: &mut Canvas, area: Rect, model: &Model) {
    let state = &model.aging;
    let wanted = state.currency();
    let Some(totals) = state
        .totals
        .iter()
        .find(|totals| Some(totals.currency) == wanted)
        .or(state.totals.first())
    else {
        return;
    };
    let whole: Minor = totals.sums.buckets.iter().copied().sum();
    if whole <= Minor::ZERO {
        return;
    }
    let locale = canvas.locale;
    let spans = state.query.edges.spans();
    let labels: Vec<(String, String, i64)> = totals
        .sums
        .buckets
        .iter()
        .enumerate()
        .map(|(bucket, sum)| {
            (
                Figure::Bucket(bucket).title(locale, &spans),
                locale.share(*sum, whole),
                sum.0,
            )
        })
        .collect();
    let words: usize = labels
        .iter()
        .map(|(name, share, _)| {
            crate::text::width::width(name) + crate::text::width::width(share) + 4
        })
        .sum();
    let room = usize::from(area.width.saturating_sub(4)).saturating_sub(words);
    let (quiet, text) = (canvas.theme.quiet, canvas.theme.text);
    let mut x = area.x + 3;
    for (name, share, sum) in labels {
        // Eighths of a cell, so that a small share is still seen.
        let eighths =
            i128::from(sum) * i128::try_from(room * 8).unwrap_or(0) / i128::from(whole.0.max(1));
        let bar = bar(usize::try_from(eighths).unwrap_or(0));
        let left = area.right().saturating_sub(x);
        x += canvas.put_all(
            x,
            area.y,
            left,
            &[
                (&name, quiet),
                (" ", quiet),
                (&bar, text),
                (" ", quiet),
                (&share, quiet),
                ("  ", quiet),
            ],
        );
    }
}

fn bar(eighths: usize) -> String {
    let mut bar = "█".repeat(eighths / 8);
    if let Some(part) = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(eighths % 8) {
        bar.push_str(part);
    }
    bar
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
    if !state.has_items {
        nothing(canvas, inside, locale.text("tui.loading"));
        return;
    }
    let items = super::items(model);
    if items.is_empty() {
        nothing(canvas, inside, locale.text("tui.item.none"));
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
