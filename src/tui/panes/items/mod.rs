//! A customer's items as a table: used by the card, by aging and by reminders.

use ratatui::layout::Rect;

use crate::domain::date::{self, Date};
use crate::domain::handover::Handover;
use crate::domain::money::Minor;
use crate::domain::pause::PauseKind;
use crate::reports::card::ItemLine;
use crate::text::Locale;
use crate::tui::model::ListId;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Bounds, Head, Place, Want, heads, places, widest};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::head;

/// Where a table of items stands, and for which day it is read.
#[derive(Clone, Copy)]
pub struct ItemsAt {
    pub list: ListId,
    pub area: Rect,
    pub cursor: usize,
    pub focused: bool,
    pub as_of: Date,
}

/// What is to be said of an item: how late, what it is a charge for, its last letter, disputed, promised, to his good.
pub fn state(locale: &Locale, item: &ItemLine, as_of: Date) -> String {
    let mut parts = Vec::new();
    let late = date::days_past(item.due, as_of);
    if !item.class.is_debit() {
        parts.push(locale.item_class(item.class).to_owned());
    }
    if item.open.is_zero() {
        parts.push(locale.text("tui.item.settled").to_owned());
    } else if !item.class.is_debit() {
        // To the customer's good: it is never late.
    } else if late > 0 {
        parts.push(locale.days(late));
    } else {
        parts.push(locale.text("tui.item.not-due").to_owned());
    }
    if let Some(about) = &item.about {
        parts.push(locale.say("tui.item.about", &[("invoice", about)]));
    }
    if let Some((_, kind, sent)) = &item.last_step {
        let kind = locale.text(&format!("letter.{}", kind.name()));
        let date = locale.short_date(*sent);
        parts.push(locale.say("tui.item.reminded", &[("letter", kind), ("date", &date)]));
    }
    if let Some(handover) = &item.handover {
        parts.push(at_agency(locale, handover));
    }
    for pause in &item.pauses {
        if let Some(said) = paused(locale, pause, as_of) {
            parts.push(said);
        }
    }
    parts.join(" · ")
}

/// Which agency has it since when, and under which number.
pub fn at_agency(locale: &Locale, handover: &Handover) -> String {
    let date = locale.short_date(handover.from);
    let case = handover.case_number.as_deref();
    let facts = [
        ("agency", handover.agency.as_str()),
        ("date", date.as_str()),
        ("case", case.unwrap_or_default()),
    ];
    locale.say(
        match case {
            Some(_) => "tui.item.agency-case",
            None => "tui.item.agency",
        },
        &facts,
    )
}

/// What a dispute or a promise does to reminders on a day; none if it is over.
pub fn paused(locale: &Locale, pause: &crate::domain::pause::Pause, as_of: Date) -> Option<String> {
    let until = pause.until.map(|until| locale.short_date(until));
    if pause.holds(as_of) {
        let key = match (pause.kind, &until) {
            (PauseKind::Dispute, None) => "tui.item.disputed",
            (PauseKind::Dispute, Some(_)) => "tui.item.disputed-until",
            (PauseKind::Promise, _) => "tui.item.promised",
            (PauseKind::Extension, _) => "tui.item.extended",
            (PauseKind::Pause | PauseKind::Skip, _) => "tui.item.resting",
            (PauseKind::Bankruptcy, _) => "tui.item.bankrupt",
        };
        let mut said = locale.say(key, &[("date", until.as_deref().unwrap_or_default())]);
        if let Some(reason) = &pause.reason {
            said.push_str(": ");
            said.push_str(reason);
        }
        return Some(said);
    }
    let broken = pause.kind == PauseKind::Promise
        && pause.closed.is_none()
        && pause.until.is_some_and(|until| until < as_of);
    broken.then(|| {
        locale.say(
            "tui.item.broken",
            &[("date", until.as_deref().unwrap_or_default())],
        )
    })
}

/// The table's columns, and the figures that were measured for them.
struct Laid {
    number: Place,
    due: Place,
    amount: Place,
    open: Place,
    currency: Place,
    state: Place,
}

impl Laid {
    /// Only a customer's items: few enough to measure all of them, so that scrolling moves no column.
    fn new(locale: &Locale, area: Rect, items: &[&ItemLine], as_of: Date) -> Self {
        let several = items
            .windows(2)
            .any(|pair| pair[0].currency != pair[1].currency);
        let amounts = |of: fn(&ItemLine) -> Minor| {
            Bounds::of(items.iter().map(|item| (item.currency, of(item)))).width(locale, 7)
        };
        let dates: Vec<String> = items
            .iter()
            .map(|item| locale.due_date(item.due, as_of))
            .collect();
        let wants = [
            Want::Exactly(widest(items.iter().map(|item| item.number.as_str())).clamp(7, 16)),
            Want::Exactly(widest(dates.iter().map(String::as_str)).max(10)),
            Want::Exactly(if area.width >= 65 {
                amounts(|item| item.amount)
            } else {
                0
            }),
            Want::Exactly(amounts(|item| item.open)),
            Want::Exactly(if several { 3 } else { 0 }),
            Want::Rest(8),
        ];
        let laid = places(area.x + 1, area.width.saturating_sub(1), &wants);
        let [number, due, amount, open, currency, state] =
            [0, 1, 2, 3, 4, 5].map(|at| laid.get(at).copied().unwrap_or_default());
        Self {
            number,
            due,
            amount,
            open,
            currency,
            state,
        }
    }
}

/// Draws the heads and the visible items.
pub fn draw(canvas: &mut Canvas, at: ItemsAt, items: &[&ItemLine]) {
    let locale = canvas.locale;
    let laid = Laid::new(locale, at.area, items, at.as_of);
    let (top, rows) = head(at.area, 1);
    let head = |at: Place, key: &'static str, right: bool| Head {
        at,
        title: locale.text(key),
        right,
        order: None,
    };
    if top.height > 0 {
        let all = [
            head(laid.number, "tui.item.number", false),
            head(laid.due, "tui.item.due", false),
            head(laid.amount, "tui.item.amount", true),
            head(laid.open, "tui.item.open", true),
            head(laid.state, "tui.item.state", false),
        ];
        heads(canvas, top.y, &all);
    }
    let listed = ListAt {
        list: at.list,
        area: rows,
        len: items.len(),
        cursor: at.cursor,
        focused: at.focused,
    };
    list(canvas, listed, |canvas, index, place| {
        if let Some(item) = items.get(index) {
            row(canvas, place.y, item, at.as_of, &laid);
        }
    });
}

fn row(canvas: &mut Canvas, y: u16, item: &ItemLine, as_of: Date, laid: &Laid) {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let style = if item.open.is_zero() {
        theme.quiet
    } else {
        theme.text
    };
    let amount = |minor| locale.amount_or_dot(minor, item.currency);
    canvas.put(laid.number.x, y, laid.number.width, &item.number, style);
    canvas.put(
        laid.due.x,
        y,
        laid.due.width,
        &locale.due_date(item.due, as_of),
        style,
    );
    canvas.put_right(
        laid.amount.x,
        y,
        laid.amount.width,
        &amount(item.amount),
        theme.quiet,
    );
    canvas.put_right(laid.open.x, y, laid.open.width, &amount(item.open), style);
    canvas.put(
        laid.currency.x,
        y,
        laid.currency.width,
        item.currency.code(),
        theme.quiet,
    );
    let late =
        item.class.is_debit() && item.open > Minor::ZERO && date::days_past(item.due, as_of) > 0;
    let style = if late { theme.warn } else { style };
    canvas.put(
        laid.state.x,
        y,
        laid.state.width,
        &state(locale, item, as_of),
        style,
    );
}
