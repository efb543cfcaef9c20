//! The foot of the grid: totals, what stands apart, the proof against the ledger, and the shares as bars.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::grid::Figure;
use super::list::Laid;
use super::rows::Sum;
use crate::domain::money::Minor;
use crate::reports::aging::{CurrencyTotals, Sums};
use crate::text::width::width;
use crate::tui::model::Model;
use crate::tui::widgets::canvas::Canvas;

/// Rows that it takes: never more than half of what there is.
pub fn height(model: &Model, room: u16) -> u16 {
    let state = &model.aging;
    let sums = 1 + u16::from(state.table.is_narrowed());
    let all: u16 = state
        .totals
        .iter()
        .map(|totals| sums + 1 + u16::from(!apart(model, totals).is_empty()))
        .sum();
    let bars = u16::from(room > 14);
    (all + bars + 1).min(room / 2)
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, laid: &Laid) {
    canvas.rule(area.x, area.y, area.width, canvas.theme.quiet);
    let state = &model.aging;
    let mut y = area.y + 1;
    for totals in &state.totals {
        for (says, sums, style) in lines(canvas, model, totals) {
            if y >= area.bottom() {
                return;
            }
            canvas.put(laid.name.x, y, laid.name.width, &says, style);
            laid.put(canvas, y, &sums, totals.currency, style);
            y += 1;
        }
        let (x, room) = (area.x + 3, area.width.saturating_sub(4));
        let apart = apart(model, totals);
        if !apart.is_empty() && y < area.bottom() {
            canvas.put(x, y, room, &apart, canvas.theme.text);
            y += 1;
        }
        if y < area.bottom() {
            let (proof, style) = proof(canvas, totals);
            canvas.put(x, y, room, &proof, style);
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

/// The sums of what is shown, if that is less than all, and of all.
fn lines(canvas: &Canvas, model: &Model, totals: &CurrencyTotals) -> Vec<(String, Sums, Style)> {
    let (locale, state) = (canvas.locale, &model.aging);
    let says = |key: &str, count: usize| locale.say(key, &[("count", &locale.whole(count as u64))]);
    let rows = |sum: &Sum| sum.of(totals.currency).map_or(0, |(count, _)| count);
    let all = says("tui.aging.total-all", rows(state.table.sum_of_all()));
    if !state.table.is_narrowed() {
        return vec![(all, totals.sums.clone(), canvas.theme.strong)];
    }
    let shown = state.table.sum_of_shown();
    let sums = shown.of(totals.currency).map(|(_, sums)| sums.clone());
    let sums = sums.unwrap_or_else(|| Sums::new(state.query.edges.buckets()));
    vec![
        (
            says("tui.aging.total-shown", rows(shown)),
            sums,
            canvas.theme.strong,
        ),
        (all, totals.sums.clone(), canvas.theme.quiet),
    ]
}

/// What is in the total and in no bucket.
fn apart(model: &Model, totals: &CurrencyTotals) -> String {
    let locale = &model.locale;
    let apart: Vec<String> = [
        ("tui.aging.unapplied", totals.sums.unapplied),
        ("tui.aging.credit-notes", totals.sums.credits),
        ("tui.aging.disputed-sum", totals.sums.disputed),
    ]
    .into_iter()
    .filter(|(_, minor)| !minor.is_zero())
    .map(|(key, minor)| locale.say(key, &[("amount", &locale.amount(minor, totals.currency))]))
    .collect();
    apart.join(" · ")
}

/// Customers' totals + unidentified − ledger = 0.
fn proof(canvas: &Canvas, totals: &CurrencyTotals) -> (String, Style) {
    let (locale, currency) = (canvas.locale, totals.currency);
    // With its sign in front of it, as a term of the sum.
    let term = |minor: Minor| {
        let sign = if minor < Minor::ZERO { "−" } else { "+" };
        format!("{sign} {}", locale.amount(minor.abs(), currency))
    };
    let facts = [
        ("customers", locale.amount(totals.sums.total(), currency)),
        ("unidentified", term(totals.unidentified)),
        ("ledger", term(-totals.ledger)),
        ("difference", locale.money(totals.difference(), currency)),
    ];
    let facts = facts
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let says = locale.say("tui.aging.proof", &facts);
    if totals.difference().is_zero() {
        (format!("{says} ✓"), canvas.theme.good)
    } else {
        (
            format!("{says} × {}", locale.text("tui.aging.not-proven")),
            canvas.theme.bad,
        )
    }
}

/// The shares of the buckets as bars: of the row's currency, or the first.
fn bars(canvas: &mut Canvas, area: Rect, model: &Model) {
    let state = &model.aging;
    let wanted = state.currency();
    let of_row = state
        .totals
        .iter()
        .find(|totals| Some(totals.currency) == wanted);
    let Some(totals) = of_row.or(state.totals.first()) else {
        return;
    };
    let whole: Minor = totals.sums.buckets.iter().copied().sum();
    if whole <= Minor::ZERO {
        return;
    }
    let locale = canvas.locale;
    let spans = state.query.edges.spans();
    let label = |(bucket, sum): (usize, &Minor)| {
        (
            Figure::Bucket(bucket).title(locale, &spans),
            locale.share(*sum, whole),
            *sum,
        )
    };
    let labels: Vec<(String, String, Minor)> =
        totals.sums.buckets.iter().enumerate().map(label).collect();
    // Around each bar a blank, two between buckets, and one column that a part of a cell may take more.
    let words: usize = labels
        .iter()
        .map(|(name, share, _)| width(name) + width(share) + 5)
        .sum();
    let room = usize::from(area.width.saturating_sub(4)).saturating_sub(words);
    let (quiet, text) = (canvas.theme.quiet, canvas.theme.text);
    let mut x = area.x + 3;
    for (name, share, sum) in labels {
        let bar = bar(sum, whole, room);
        let gap = if bar.is_empty() { "" } else { " " };
        let pieces = [
            (name.as_str(), quiet),
            (" ", quiet),
            (bar.as_str(), text),
            (gap, quiet),
            (share.as_str(), quiet),
            ("  ", quiet),
        ];
        x += canvas.put_all(x, area.y, area.right().saturating_sub(x), &pieces);
    }
}

/// A bar in eighths of a cell, so that a small share is still seen.
fn bar(part: Minor, whole: Minor, room: usize) -> String {
    let eighths =
        i128::from(part.0) * i128::try_from(room * 8).unwrap_or(0) / i128::from(whole.0.max(1));
    let eighths = usize::try_from(eighths).unwrap_or(0);
    let mut bar = "█".repeat(eighths / 8);
    if let Some(rest) = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(eighths % 8) {
        bar.push_str(rest);
    }
    bar
}
