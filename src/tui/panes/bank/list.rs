//! The lines that wait, and those that are done if the user wants to see them.

use ratatui::layout::Rect;

use super::rows::{Column, figure, payer};
use crate::domain::bank_line::BankLine;
use crate::tui::action::ActionId;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Head, Place, Want, heads, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{head, nothing, part};

/// The list's columns.
struct Laid {
    label: Place,
    kind: Place,
    date: Place,
    amount: Place,
    currency: Place,
    payer: Place,
}

impl Laid {
    fn new(area: Rect, model: &Model) -> Self {
        let amounts = &model.bank.table.sum_of_all().amounts;
        let several = amounts.has_several_currencies();
        let wants = [
            Want::Exactly(5),
            Want::Exactly(14),
            Want::Exactly(6),
            Want::Exactly(amounts.width(&model.locale, 9)),
            Want::Exactly(if several { 3 } else { 0 }),
            Want::Rest(10),
        ];
        // Before the first column stands the mark.
        let laid = places(area.x + 3, area.width.saturating_sub(4), &wants);
        let [label, kind, date, amount, currency, payer] =
            [0, 1, 2, 3, 4, 5].map(|at| laid.get(at).copied().unwrap_or_default());
        Self {
            label,
            kind,
            date,
            amount,
            currency,
            payer,
        }
    }
}

fn title(model: &Model) -> String {
    let locale = &model.locale;
    let sum = model.bank.table.sum_of_all();
    let waits = sum.waits.iter();
    let amounts: Vec<String> = waits
        .map(|(currency, amount)| locale.money(*amount, *currency))
        .collect();
    let count = locale.whole(sum.waiting as u64);
    let mut title = locale.say("tui.bank.title", &[("count", &count)]);
    for part in amounts {
        title.push_str(" · ");
        title.push_str(&part);
    }
    if model.bank.all {
        title.push_str(locale.text("tui.bank.with-done"));
    }
    title
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let locale = canvas.locale;
    let table = &model.bank.table;
    let inside = part(canvas, area, &title(model), table.filter(), focused);
    if !table.loaded || table.is_empty() {
        let says = if !table.loaded {
            locale.text("tui.loading").to_owned()
        } else if !table.filter().is_empty() {
            locale.text("tui.nothing-passes").to_owned()
        } else if model.bank.all {
            with_key(model, "tui.bank.nothing", ActionId::Import)
        } else {
            with_key(model, "tui.bank.empty", ActionId::ShowDone)
        };
        nothing(canvas, inside, &says);
        return;
    }
    let laid = Laid::new(inside, model);
    let head_of = |at: Place, column: Option<Column>, key: &'static str, right: bool| Head {
        at,
        title: locale.text(key),
        right,
        order: table
            .order()
            .filter(|(by, _)| Some(*by) == column)
            .map(|(_, descends)| descends),
    };
    let all = [
        head_of(laid.label, None, "tui.bank.label", false),
        head_of(laid.kind, Some(Column::Kind), "tui.bank.kind", false),
        head_of(laid.date, Some(Column::Date), "tui.bank.date", false),
        head_of(laid.amount, Some(Column::Amount), "tui.bank.amount", true),
        head_of(laid.payer, Some(Column::Payer), "tui.bank.payer", false),
    ];
    heads(canvas, inside.y, &all);
    let (_, rows) = head(inside, 1);
    let at = ListAt {
        list: ListId::Bank,
        area: rows,
        len: table.len(),
        cursor: table.cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| {
        if let Some(line) = table.row(index) {
            if table.is_marked(line) {
                canvas.put(place.x, place.y, 1, "●", canvas.theme.strong);
            }
            row(canvas, place.y, line, &laid);
        }
    });
}

fn row(canvas: &mut Canvas, y: u16, line: &BankLine, laid: &Laid) {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let (style, strong) = if line.waits {
        (theme.text, theme.strong)
    } else {
        (theme.quiet, theme.quiet)
    };
    let kind = locale.text(&format!("kind.{}", line.kind.name()));
    canvas.put(laid.label.x, y, laid.label.width, &line.kind.label(), style);
    canvas.put(laid.kind.x, y, laid.kind.width, kind, style);
    let date = locale.short_date(line.booked);
    canvas.put(laid.date.x, y, laid.date.width, &date, style);
    let amount = locale.amount(figure(line), line.currency);
    canvas.put_right(laid.amount.x, y, laid.amount.width, &amount, strong);
    let currency = line.currency.code();
    canvas.put(
        laid.currency.x,
        y,
        laid.currency.width,
        currency,
        theme.quiet,
    );
    let mut who = payer(line)
        .unwrap_or(locale.text("tui.matching.no-name"))
        .to_owned();
    if let Some(reason) = &line.dismissed {
        who = locale.say("tui.bank.because", &[("reason", reason)]);
    } else if !line.waits {
        who = format!("✓ {who}");
    }
    canvas.put(laid.payer.x, y, laid.payer.width, &who, style);
}
