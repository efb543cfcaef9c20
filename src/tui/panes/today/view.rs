//! The start page.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Goal, Row, rows, setup};
use crate::reports::overview::Tally;
use crate::tui::model::{ListId, Model};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places, widest};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{foot, head, nothing, part, split};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    if model.is_wide() {
        let (left, right) = split(canvas, area, area.width * 55 / 100);
        steps(canvas, left, model);
        oldest(canvas, right, model);
    } else {
        let below = area.height.saturating_sub(steps_height(model)).max(LEAST);
        let (above, below) = foot(area, below);
        steps(canvas, above, model);
        oldest(canvas, below, model);
    }
}

/// Rows that what has waited longest keeps where both stand one above the other.
const LEAST: u16 = 4;

/// Title, two lines of sums, what waits and a blank line.
fn steps_height(model: &Model) -> u16 {
    u16::try_from(rows(model).len())
        .unwrap_or(u16::MAX)
        .saturating_add(4)
}

fn steps(canvas: &mut Canvas, area: Rect, model: &Model) {
    let locale = canvas.locale;
    let focused = model.layers.is_empty() && !model.today.on_oldest;
    let title = locale.say(
        "tui.today.title",
        &[("date", &locale.long_date(model.book.today))],
    );
    let inside = part(canvas, area, &title, "", focused);
    let (top, below) = head(inside, 2);
    sums(canvas, top, model);
    let currency = model.book.ledger.currency;
    let lines: Vec<Line> = rows(model)
        .iter()
        .map(|row| line(canvas, model, row))
        .collect();
    let amount = |tally: &Tally| locale.amount_or_dot(tally.amount, currency);
    let figures: Vec<String> = lines
        .iter()
        .map(|line| line.tally.as_ref().map_or_else(String::new, amount))
        .collect();
    let wide = widest(figures.iter().map(String::as_str)).max(8);
    let at = ListAt {
        list: ListId::Today,
        area: below,
        len: lines.len(),
        cursor: model.today.step,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        let (Some(line), Some(figure)) = (lines.get(index), figures.get(index)) else {
            return;
        };
        let wants = [
            Want::Exactly(1),
            Want::Rest(16),
            Want::Exactly(7),
            Want::Exactly(wide),
            Want::Exactly(1),
        ];
        let laid = places(place.x, place.width, &wants);
        let [mark, what, count, sum, _] = laid.as_slice() else {
            return;
        };
        let theme = canvas.theme;
        canvas.put(mark.x, place.y, 1, line.sign, line.style);
        if line.is_whole {
            let room = place.right().saturating_sub(what.x);
            canvas.put(what.x, place.y, room, &line.says, theme.text);
            return;
        }
        let counted = line.tally.filter(|tally| tally.count > 0);
        let text = if counted.is_some() {
            theme.text
        } else {
            theme.quiet
        };
        canvas.put(what.x, place.y, what.width, &line.says, text);
        let Some(tally) = counted else {
            let empty = locale.text("format.empty");
            canvas.put_right(sum.x, place.y, sum.width, empty, theme.quiet);
            return;
        };
        let many = locale.whole(tally.count);
        canvas.put_right(count.x, place.y, count.width, &many, theme.strong);
        canvas.put_right(sum.x, place.y, sum.width, figure, theme.strong);
    });
}

/// A row as it is drawn.
struct Line {
    sign: &'static str,
    style: Style,
    says: String,
    /// Counted; none before the desk has counted, and where there is nothing to count.
    tally: Option<Tally>,
    /// What is said takes the whole row.
    is_whole: bool,
}

fn line(canvas: &Canvas, model: &Model, row: &Row) -> Line {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let whole = |sign, style, says| Line {
        sign,
        style,
        says,
        tally: None,
        is_whole: true,
    };
    match row {
        Row::Step(step) if step.goal == Goal::Import => {
            let (sign, says, style) = bank(canvas, model);
            whole(sign, style, says)
        }
        Row::Step(step) => {
            let says = locale.text(&format!("tui.today.step.{}", step.name));
            let tally = model.overview.as_ref().map(step.tally);
            let (sign, style) = match tally {
                Some(tally) if tally.count > 0 => ("▸", theme.key),
                Some(_) => ("✓", theme.good),
                None => ("…", theme.good),
            };
            Line {
                sign,
                style,
                says: says.to_owned(),
                tally,
                is_whole: false,
            }
        }
        Row::Credit(of, tally) => Line {
            sign: "▸",
            style: theme.key,
            says: locale
                .text(&format!("tui.listing.{}", of.name()))
                .to_owned(),
            tally: Some(*tally),
            is_whole: false,
        },
        Row::Setup(count) => {
            let count = locale.whole(*count as u64);
            let says = locale.say("tui.setup.missing", &[("count", &count)]);
            whole("▸", theme.key, says)
        }
        Row::Need(need) => whole("▸", theme.key, setup::title(locale, *need).to_owned()),
    }
}

/// What is open and overdue: the figures that decide, first.
fn sums(canvas: &mut Canvas, area: Rect, model: &Model) {
    let locale = canvas.locale;
    let Some(overview) = &model.overview else {
        canvas.put(
            area.x + 2,
            area.y,
            area.width,
            locale.text("tui.loading"),
            canvas.theme.quiet,
        );
        return;
    };
    let currency = model.book.ledger.currency;
    let (strong, quiet, warn) = (canvas.theme.strong, canvas.theme.quiet, canvas.theme.warn);
    let open = locale.money(overview.open.amount, currency);
    let overdue = locale.money(overview.overdue.amount, currency);
    let share = locale.share(overview.overdue.amount, overview.open.amount);
    let customers = locale.say(
        "tui.today.customers",
        &[("count", &locale.whole(overview.customers))],
    );
    let mut pieces = vec![
        (locale.text("tui.today.open"), quiet),
        (" ", quiet),
        (open.as_str(), strong),
        ("   ", quiet),
        (locale.text("tui.today.overdue"), quiet),
        (" ", quiet),
        (
            overdue.as_str(),
            if overview.overdue.count > 0 {
                warn
            } else {
                strong
            },
        ),
        (" ", quiet),
        (share.as_str(), quiet),
        ("   ", quiet),
        (customers.as_str(), quiet),
    ];
    if overview.other_currencies {
        // It changes what the sums mean; how many customers there are does not.
        let other = [
            ("   ", quiet),
            (locale.text("tui.today.other-currencies"), quiet),
        ];
        pieces.splice(pieces.len() - 2..pieces.len() - 2, other);
    }
    if let Some(locked) = model.book.locked
        && area.height > 1
    {
        let says = locale.say("tui.today.locked", &[("date", &locale.date(locked))]);
        canvas.put(
            area.x + 2,
            area.y + 1,
            area.width.saturating_sub(2),
            &says,
            quiet,
        );
    }
    canvas.put_all(area.x + 2, area.y, area.width.saturating_sub(2), &pieces);
}

/// How fresh the bank's data is: everything below it is only as true as that.
fn bank(canvas: &Canvas, model: &Model) -> (&'static str, String, Style) {
    let locale = canvas.locale;
    let (read, until) = (model.first.bank_read, model.first.bank_until);
    match (super::bank_age(model), read) {
        (Some(age), Some(read)) => {
            let until = locale.due_date(until.unwrap_or(read), model.book.today);
            let read = locale.due_date(read, model.book.today);
            let says = locale.say("tui.today.bank", &[("read", &read), ("until", &until)]);
            if age > 3 {
                ("▲", says, canvas.theme.warn)
            } else {
                ("✓", says, canvas.theme.good)
            }
        }
        _ if model.book.is_demo => (
            "▸",
            locale.text("tui.today.bank-demo").to_owned(),
            canvas.theme.key,
        ),
        _ => (
            "▸",
            locale.text("tui.today.bank-none").to_owned(),
            canvas.theme.key,
        ),
    }
}

fn oldest(canvas: &mut Canvas, area: Rect, model: &Model) {
    let locale = canvas.locale;
    let focused = model.layers.is_empty() && model.today.on_oldest;
    let inside = part(canvas, area, locale.text("tui.today.oldest"), "", focused);
    let lines = &model.first.oldest;
    if lines.is_empty() {
        let empty = model
            .overview
            .as_ref()
            .is_some_and(|overview| overview.customers == 0);
        let key = if empty {
            "tui.today.empty"
        } else {
            "tui.today.nothing-open"
        };
        nothing(
            canvas,
            inside,
            &crate::tui::panes::with_key(model, key, crate::tui::action::ActionId::Import),
        );
        return;
    }
    let figures: Vec<String> = lines
        .iter()
        .map(|line| locale.amount(line.open, line.currency))
        .collect();
    let wide = widest(figures.iter().map(String::as_str)).max(8);
    let several = lines
        .iter()
        .any(|line| line.currency != model.book.ledger.currency);
    let at = ListAt {
        list: ListId::Oldest,
        area: inside,
        len: lines.len(),
        cursor: model.today.oldest,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        let (Some(line), Some(figure)) = (lines.get(index), figures.get(index)) else {
            return;
        };
        let late = crate::domain::date::days_past(line.due, model.book.today);
        let wants = [
            Want::Rest(12),
            Want::Exactly(10),
            Want::Exactly(7),
            Want::Exactly(wide),
            Want::Exactly(3),
        ];
        let laid = places(
            place.x,
            place.width,
            if several { &wants } else { &wants[..4] },
        );
        let theme = canvas.theme;
        let [name, number, days, sum] =
            [0, 1, 2, 3].map(|at| laid.get(at).copied().unwrap_or_default());
        canvas.put(name.x, place.y, name.width, &line.customer_name, theme.text);
        canvas.put(number.x, place.y, number.width, &line.number, theme.quiet);
        if late > 0 {
            canvas.put_right(days.x, place.y, days.width, &locale.days(late), theme.warn);
        } else {
            canvas.put_right(
                days.x,
                place.y,
                days.width,
                &locale.short_date(line.due),
                theme.quiet,
            );
        }
        canvas.put_right(sum.x, place.y, sum.width, figure, theme.text);
        if let Some(currency) = laid.get(4) {
            canvas.put(
                currency.x,
                place.y,
                currency.width,
                line.currency.code(),
                theme.quiet,
            );
        }
    });
}
