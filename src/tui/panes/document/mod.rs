//! A document or a receipt: what it is, its items, and all that happened to it with the evidence.

use ratatui::layout::Rect;

use crate::domain::date::Date;
use crate::domain::money::Minor;
use crate::reports::card::{DocumentView, Happened, HistoryLine};
use crate::text::Locale;
use crate::tui::model::{ListId, Model};
use crate::tui::overlays::story::{Tone, evidence};
use crate::tui::panes::items;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Bounds, Head, Place, Want, heads, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::{head, nothing, part};

/// Lines that the history takes: what the cursor moves over.
pub fn lines(model: &Model) -> usize {
    super::drill(model)
        .and_then(|drill| drill.document.as_ref())
        .map_or(0, |view| {
            view.history
                .iter()
                .map(|line| 1 + line.evidence.len())
                .sum()
        })
}

/// A line of the history, or a piece of evidence under one.
enum Told<'a> {
    Line(&'a HistoryLine),
    Piece(&'a crate::domain::evidence::Evidence),
}

fn told(view: &DocumentView) -> Vec<Told<'_>> {
    view.history
        .iter()
        .flat_map(|line| {
            std::iter::once(Told::Line(line)).chain(line.evidence.iter().map(Told::Piece))
        })
        .collect()
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
    let Some(drill) = super::drill(model) else {
        return;
    };
    let Some(view) = &drill.document else {
        let inside = part(
            canvas,
            area,
            canvas.locale.text("tui.document.title"),
            "",
            focused,
        );
        let says = canvas.locale.text(if drill.target.is_some() {
            "tui.loading"
        } else {
            "tui.document.none"
        });
        nothing(canvas, inside, says);
        return;
    };
    let locale = canvas.locale;
    let kind = match view.kind {
        Some(kind) => locale.text(&format!("kind.{}", kind.name())),
        None => locale.text("class.receipt"),
    };
    let title = format!("{kind} {} · {}", view.number, view.customer_name);
    let inside = part(canvas, area, &title, "", focused);
    let facts = facts(locale, view, model.as_of());
    let rows = u16::try_from(facts.len())
        .unwrap_or(u16::MAX)
        .min(inside.height / 2);
    let (top, rest) = head(inside, rows);
    for (y, (label, value)) in (top.y..top.bottom()).zip(&facts) {
        let used = canvas.put(top.x + 1, y, 16, label, canvas.theme.quiet);
        let x = top.x + 1 + used.max(14) + 1;
        canvas.put(
            x,
            y,
            top.right().saturating_sub(x),
            value,
            canvas.theme.text,
        );
    }
    history(canvas, rest, view, drill.line, focused);
}

fn facts(locale: &Locale, view: &DocumentView, as_of: Date) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut say = |key: &str, value: String| {
        facts.push((
            locale.text(&format!("tui.document.{key}")).to_owned(),
            value,
        ));
    };
    say("amount", locale.money(view.amount, view.currency));
    say("issued", locale.long_date(view.issued));
    for item in &view.items {
        let open = locale.amount_or_dot(item.open, item.currency);
        let due = locale.due_date(item.due, as_of);
        say(
            "item",
            format!("{due} · {open} · {}", items::state(locale, item, as_of)),
        );
    }
    if let Some(handover) = view.items.iter().find_map(|item| item.handover.as_ref()) {
        say("agency", items::at_agency(locale, handover));
    }
    if let Some(reference) = view.items.iter().find_map(|item| item.reference.clone()) {
        say("reference", reference);
    }
    let details = &view.details;
    for (key, value) in [
        ("order", &details.order_ref),
        ("contract", &details.contract_ref),
        ("credits", &details.credits_invoice),
    ] {
        if let Some(value) = value {
            say(key, value.clone());
        }
    }
    if let Some(receipt) = &view.receipt {
        for (key, value) in [
            ("payer", &receipt.text.payer_name),
            ("account", &receipt.text.payer_account),
            ("message", &receipt.text.message),
        ] {
            if let Some(value) = value {
                say(key, value.clone());
            }
        }
    }
    facts
}

/// The history's columns.
struct Laid {
    date: Place,
    amount: Place,
    balance: Place,
    what: Place,
}

fn history(canvas: &mut Canvas, area: Rect, view: &DocumentView, cursor: usize, focused: bool) {
    if area.height < 2 {
        return;
    }
    let locale = canvas.locale;
    let amounts = |of: fn(&HistoryLine) -> Minor| {
        Bounds::of(view.history.iter().map(|line| (view.currency, of(line)))).width(locale, 7)
    };
    let wants = [
        Want::Exactly(11),
        Want::Exactly(amounts(|line| line.amount)),
        Want::Exactly(amounts(|line| line.balance)),
        Want::Rest(8),
    ];
    let laid = places(area.x + 1, area.width.saturating_sub(1), &wants);
    let [date, amount, balance, what] =
        [0, 1, 2, 3].map(|at| laid.get(at).copied().unwrap_or_default());
    let laid = Laid {
        date,
        amount,
        balance,
        what,
    };
    let head = |at: Place, key: &'static str, right: bool| Head {
        at,
        title: locale.text(key),
        right,
        order: None,
    };
    let all = [
        head(date, "tui.document.date", false),
        head(amount, "tui.document.moved", true),
        head(balance, "tui.document.left", true),
        head(what, "tui.document.what", false),
    ];
    heads(canvas, area.y, &all);
    let told = told(view);
    let rows = Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    };
    let at = ListAt {
        list: ListId::History,
        area: rows,
        len: told.len(),
        cursor,
        focused,
    };
    list(canvas, at, |canvas, index, place| match told.get(index) {
        Some(Told::Line(line)) => row(canvas, place.y, view, line, &laid),
        Some(Told::Piece(piece)) => {
            let (tone, says) = evidence(locale, piece);
            let style = if tone == Tone::Good {
                canvas.theme.good
            } else {
                canvas.theme.warn
            };
            let x = laid.amount.x;
            canvas.put(x, place.y, place.right().saturating_sub(x), &says, style);
        }
        None => {}
    });
}

fn row(canvas: &mut Canvas, y: u16, view: &DocumentView, line: &HistoryLine, laid: &Laid) {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let style = if line.undone { theme.quiet } else { theme.text };
    canvas.put(
        laid.date.x,
        y,
        laid.date.width,
        &locale.date(line.date),
        style,
    );
    if let Happened::Posted(_) = line.what {
        let amount = locale.amount(line.amount, view.currency);
        canvas.put_right(laid.amount.x, y, laid.amount.width, &amount, style);
    }
    let left = locale.amount_or_dot(line.balance, view.currency);
    canvas.put_right(laid.balance.x, y, laid.balance.width, &left, theme.strong);
    let mut says = match line.what {
        Happened::Posted(kind) => locale.text(&format!("posting.{}", kind.name())).to_owned(),
        Happened::Sent(letter, kind) => {
            let kind = locale.text(&format!("letter.{}", kind.name()));
            let letter = letter.0.to_string();
            locale.say(
                "tui.document.letter",
                &[("kind", kind), ("letter", &letter)],
            )
        }
    };
    if let Some(counter) = &line.counter {
        says = locale.say("tui.document.with", &[("what", &says), ("other", counter)]);
    }
    if line.undone {
        says = format!("{says} · {}", locale.text("tui.document.undone"));
    }
    let says = format!("{says} · {} · {}", line.actor, to_the_minute(&line.at));
    canvas.put(laid.what.x, y, laid.what.width, &says, style);
}

/// `2026-11-23 09:14:02` without its seconds, which no one reads in a list.
pub fn to_the_minute(at: &str) -> &str {
    at.get(..16).unwrap_or(at)
}
