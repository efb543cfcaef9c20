//! The file as it will be read: how much it is, its first rows, and what is wrong with it, in words.

use ratatui::layout::Rect;
use rust_decimal::Decimal;

use super::{Found, Mapper, field_title};
use crate::desk::mapping::{Kind, Trial, TrialRow};
use crate::domain::money::{Currency, Minor};
use crate::text::Locale;
use crate::tui::overlays::story::{fault_line, wrap};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Head, Want, heads, places, widest};
use crate::tui::widgets::part::part;

/// Faults that are told before the rows.
const FAULTS: usize = 2;

pub fn draw(canvas: &mut Canvas, area: Rect, mapper: &Mapper) {
    let title = title(canvas.locale, mapper);
    let mut inside = part(canvas, area, &title, "", false);
    for says in faults(canvas.locale, mapper) {
        let room = inside.width.saturating_sub(4);
        for (index, line) in wrap(&says, usize::from(room)).iter().enumerate() {
            if inside.height == 0 {
                return;
            }
            let (warn, text) = (canvas.theme.warn, canvas.theme.text);
            let mark = if index == 0 { "▲ " } else { "  " };
            canvas.put_all(
                inside.x + 1,
                inside.y,
                room + 2,
                &[(mark, warn), (line.trim_end(), text)],
            );
            inside.y += 1;
            inside.height -= 1;
        }
    }
    if let Found::Read(trial) = &mapper.found {
        rows(canvas, inside, trial, mapper.kind());
    }
}

fn money(locale: &Locale, amount: Decimal, currency: Currency) -> String {
    Minor::exactly(amount, currency).map_or_else(
        |_| format!("{} {}", locale.decimal(amount), currency.code()),
        |minor| locale.money(minor, currency),
    )
}

/// How many rows there are, and what they make by currency.
fn title(locale: &Locale, mapper: &Mapper) -> String {
    let mut pieces = vec![locale.text("tui.map.preview").to_owned()];
    match &mapper.found {
        _ if mapper.waiting => pieces.push(locale.text("tui.map.reading").to_owned()),
        Found::Read(trial) => {
            let count = locale.whole(trial.count);
            pieces.push(locale.say("tui.map.rows", &[("count", &count)]));
            let (into, out) = match mapper.kind() {
                Kind::Invoices => ("tui.map.invoiced", "tui.map.credited"),
                _ => ("tui.map.in", "tui.map.out"),
            };
            for (currency, paid_in, paid_out) in &trial.sums {
                for (key, sum) in [(into, *paid_in), (out, *paid_out)] {
                    if !sum.is_zero() {
                        let amount = money(locale, sum, *currency);
                        pieces.push(locale.say(key, &[("amount", &amount)]));
                    }
                }
            }
        }
        _ => {}
    }
    pieces.join(" · ")
}

/// What keeps the file from being read so, or what should be known of it.
fn faults(locale: &Locale, mapper: &Mapper) -> Vec<String> {
    match &mapper.found {
        Found::Nothing => Vec::new(),
        Found::NoTable(says) => vec![says.clone()],
        Found::Lacks(groups) => vec![lacks(locale, groups)],
        Found::Read(trial) => {
            let faults = trial.faults.iter().take(FAULTS);
            let mut says: Vec<String> = faults.map(|fault| fault_line(locale, fault)).collect();
            let told = u64::try_from(says.len()).unwrap_or(u64::MAX);
            if trial.fault_count > told {
                let more = locale.whole(trial.fault_count - told);
                says.push(locale.say("tui.map.more-faults", &[("count", &more)]));
            }
            if trial.count == 0 && says.is_empty() {
                says.push(locale.text("tui.map.no-rows").to_owned());
            }
            let notes = trial.notes.iter().take(1);
            says.extend(notes.map(|note| fault_line(locale, note)));
            says
        }
    }
}

/// The fields that are still needed. Where one field would fill several gaps, it is named alone.
fn lacks(locale: &Locale, groups: &[Vec<String>]) -> String {
    let mut told: Vec<String> = Vec::new();
    for group in groups {
        let fills_more = |field: &&String| {
            let filled = groups.iter().filter(|group| group.contains(field));
            filled.count() > 1
        };
        let alone = group.iter().find(fills_more);
        let fields = alone.map_or(group.as_slice(), std::slice::from_ref);
        let names: Vec<&str> = fields.iter().map(|of| field_title(locale, of)).collect();
        let names = names.join(locale.text("tui.map.or"));
        if !told.contains(&names) {
            told.push(names);
        }
    }
    locale.say("tui.map.lacks", &[("fields", &told.join(" · "))])
}

/// A column of the preview.
struct Shown {
    title: &'static str,
    /// Figures end at the right edge; texts share what the others leave.
    right: bool,
    rest: bool,
    cells: Vec<String>,
}

fn rows(canvas: &mut Canvas, area: Rect, trial: &Trial, kind: Kind) {
    let shown = columns(canvas.locale, trial, kind);
    if area.height < 2 || shown.is_empty() {
        return;
    }
    let titles: Vec<String> = shown
        .iter()
        .map(|column| canvas.locale.text(column.title).to_owned())
        .collect();
    let wants: Vec<Want> = shown
        .iter()
        .zip(&titles)
        .map(|(column, title)| {
            let cells = column.cells.iter().chain([title]);
            let wide = widest(cells.map(String::as_str));
            if column.rest {
                Want::Rest(6)
            } else {
                Want::Exactly(wide.min(24))
            }
        })
        .collect();
    let laid = places(area.x + 1, area.width.saturating_sub(2), &wants);
    let head: Vec<Head> = (laid.iter().zip(&shown).zip(&titles))
        .map(|((at, column), title)| Head {
            at: *at,
            title,
            right: column.right,
            order: None,
        })
        .collect();
    heads(canvas, area.y, &head);
    let text = canvas.theme.text;
    for (row, y) in (area.y + 1..area.bottom()).enumerate() {
        for (at, column) in laid.iter().zip(&shown) {
            let Some(cell) = column.cells.get(row) else {
                return;
            };
            if column.right {
                canvas.put_right(at.x, y, at.width, cell, text);
            } else {
                canvas.put(at.x, y, at.width, cell, text);
            }
        }
    }
}

/// The columns in which any of the rows has something.
fn columns(locale: &Locale, trial: &Trial, kind: Kind) -> Vec<Shown> {
    let column = |title, right, rest, cell: &dyn Fn(&TrialRow) -> Option<String>| {
        let cells = trial.rows.iter().map(|row| cell(row).unwrap_or_default());
        Shown {
            title,
            right,
            rest,
            cells: cells.collect(),
        }
    };
    let amount = |row: &TrialRow| Some(money(locale, row.amount?, row.currency?));
    let day = if kind == Kind::Invoices {
        "tui.map.issued"
    } else {
        "tui.map.date"
    };
    let name = match kind {
        Kind::Bank | Kind::Payments => "tui.map.payer",
        Kind::Customers => "tui.map.name",
        Kind::Invoices => "tui.map.customer",
    };
    let text = if kind == Kind::Customers {
        "tui.map.facts"
    } else {
        "tui.map.text"
    };
    let all = [
        column("tui.map.number", false, false, &|row| row.number.clone()),
        column(day, false, false, &|row| Some(locale.date(row.day?))),
        column("tui.map.due", false, false, &|row| {
            Some(locale.date(row.due?))
        }),
        column("tui.map.amount", true, false, &amount),
        column(name, false, true, &|row| row.name.clone()),
        column("tui.map.reference", false, true, &|row| {
            row.reference.clone()
        }),
        column(text, false, true, &|row| row.text.clone()),
    ];
    let filled = |column: &Shown| column.cells.iter().any(|cell| !cell.is_empty());
    all.into_iter().filter(filled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_said_once() {
        let locale = Locale::english();
        let none = Kind::Bank.lacks(&[]);
        assert_eq!(
            lacks(&locale, &none),
            "Still needed: day of booking · amount"
        );
        let with_in = Kind::Bank.lacks(&["booked", "in"]);
        assert_eq!(
            lacks(&locale, &with_in),
            "Still needed: amount or money out"
        );
        assert!(Kind::Bank.lacks(&["amount", "booked"]).is_empty());
    }

    #[test]
    fn every_field_has_its_words() {
        let locale = Locale::english();
        for kind in Kind::ALL {
            assert!(!super::super::settings::kind_name(&locale, kind).starts_with("tui."));
            for (field, _) in kind.fields() {
                assert!(!field_title(&locale, &field).starts_with("tui."), "{field}");
            }
        }
    }
}
