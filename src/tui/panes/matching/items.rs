//! The items that are settled, or could be, and what that leaves: always in sight.

use std::cmp::Ordering;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::draft::{Closing, Draft, DraftPart};
use crate::domain::command::Over;
use crate::domain::date;
use crate::domain::document::ItemClass;
use crate::domain::money::{Currency, Minor};
use crate::text::Locale;
use crate::tui::model::{ListId, Model};
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::columns::{Place, Want, places, widest};
use crate::tui::widgets::list::{self as rows, ListAt};

/// An item's figures as they stand in its row.
struct Figures {
    settled: String,
    whole: String,
    of: String,
    /// Not all of it is settled.
    partly: bool,
}

/// Where a row's columns begin.
struct Laid {
    tick: Place,
    number: Place,
    settled: Place,
    of: Place,
    about: Place,
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, draft: &Draft, focused: bool) {
    let figures: Vec<Figures> = draft
        .parts
        .iter()
        .map(|part| figures(canvas.locale, draft, part))
        .collect();
    let numbers = widest(draft.parts.iter().map(|part| part.number.as_str())).clamp(4, 16);
    // As wide as if all of each were settled: what is ticked does not move the columns.
    let settled = widest(
        figures
            .iter()
            .flat_map(|row| [row.settled.as_str(), row.whole.as_str()]),
    )
    .max(8);
    let of = widest(figures.iter().map(|row| row.of.as_str()));
    let wants = [
        Want::Exactly(3),
        Want::Exactly(numbers),
        Want::Exactly(settled),
        Want::Exactly(of),
        Want::Rest(8),
    ];
    let laid = places(area.x + 2, area.width.saturating_sub(3), &wants);
    let [tick, number, settled, of, about] =
        [0, 1, 2, 3, 4].map(|at| laid.get(at).copied().unwrap_or_default());
    let laid = Laid {
        tick,
        number,
        settled,
        of,
        about,
    };
    let at = ListAt {
        list: ListId::Explain,
        area,
        len: draft.parts.len(),
        cursor: model.matching.item,
        focused,
    };
    rows::list(canvas, at, |canvas, index, place| {
        if let (Some(part), Some(figures)) = (draft.parts.get(index), figures.get(index)) {
            row(canvas, place.y, &laid, part, figures);
            about_it(canvas, place.y, laid.about, model, draft, index);
        }
    });
}

/// A credit's are negative: it lessens what is to be paid.
fn figures(locale: &Locale, draft: &Draft, part: &DraftPart) -> Figures {
    let signed = |amount: Minor| if part.is_credit() { -amount } else { amount };
    let foreign = part.currency != draft.currency;
    let figure = |amount: Minor| match (amount.is_zero(), foreign) {
        (false, true) => locale.money(signed(amount), part.currency),
        _ => locale.amount_or_dot(signed(amount), part.currency),
    };
    Figures {
        settled: figure(part.amount),
        whole: figure(part.open),
        of: locale.say("tui.matching.of-open", &[("amount", &figure(part.open))]),
        partly: part.amount != part.open,
    }
}

fn row(canvas: &mut Canvas, y: u16, laid: &Laid, part: &DraftPart, figures: &Figures) {
    let theme = canvas.theme;
    let (tick, style, strong) = if part.is_chosen() {
        ("[×]", theme.text, theme.strong)
    } else {
        ("[ ]", theme.quiet, theme.quiet)
    };
    canvas.put(laid.tick.x, y, laid.tick.width, tick, theme.key);
    canvas.put(laid.number.x, y, laid.number.width, &part.number, style);
    canvas.put_right(
        laid.settled.x,
        y,
        laid.settled.width,
        &figures.settled,
        strong,
    );
    if figures.partly {
        canvas.put_right(laid.of.x, y, laid.of.width, &figures.of, theme.quiet);
    }
}

/// What it is, how its rest is closed, and whose it is where there are several customers.
fn about_it(canvas: &mut Canvas, y: u16, at: Place, model: &Model, draft: &Draft, index: usize) {
    let Some(part) = draft.parts.get(index) else {
        return;
    };
    let locale = canvas.locale;
    let today = model.book.today;
    let style = if part.is_chosen() {
        canvas.theme.text
    } else {
        canvas.theme.quiet
    };
    let mut says = Vec::new();
    if part.is_chosen() && part.currency != draft.currency {
        let paid = locale.money(part.paid, draft.currency);
        says.push(locale.say("tui.matching.paid-by", &[("amount", &paid)]));
    }
    if part.class != ItemClass::Debit {
        says.push(locale.item_class(part.class).to_owned());
    }
    if !part.is_credit() {
        says.push(locale.due_date(part.due, today));
        let late = date::days_past(part.due, today);
        if late > 0 {
            says.push(locale.days(late));
        }
    }
    if part.disputed {
        says.push(locale.text("tui.item.disputed").to_owned());
    }
    let rest = part
        .rest
        .as_ref()
        .map(|rest| closed(locale, rest, part.currency));
    let before = index.checked_sub(1).and_then(|at| draft.parts.get(at));
    let first = before.is_none_or(|before| before.customer != part.customer);
    let name = draft
        .payers
        .iter()
        .find(|payer| payer.id == part.customer && draft.payers.len() > 1 && first)
        .map(|payer| payer.name.as_str());
    let says = says.join(" · ");
    let (quiet, strong) = (canvas.theme.quiet, canvas.theme.strong);
    let mut pieces: Vec<(&str, Style)> = Vec::new();
    if let Some(name) = name {
        pieces.extend([(name, strong), (" · ", quiet)]);
    }
    if let Some(rest) = &rest {
        pieces.extend([(rest.as_str(), strong), (" · ", quiet)]);
    }
    pieces.push((&says, style));
    canvas.put_all(at.x, y, at.width, &pieces);
}

/// A rest and how it is closed.
fn closed(locale: &Locale, rest: &Closing, currency: Currency) -> String {
    let kind = locale.text(&format!("difference.{}", rest.kind.name()));
    format!("{} {kind}", locale.amount(rest.amount, currency))
}

/// What the receipt would leave, and, where more than items are reckoned with, how it comes to that: on a line of its
/// own where both do not fit on one.
pub fn difference(canvas: &mut Canvas, area: Rect, draft: &Draft) {
    if area.height == 0 {
        return;
    }
    let (says, style) = remains(canvas, draft);
    let room = area.width.saturating_sub(2);
    let used = canvas.put(area.x + 2, area.y, room, &says, style);
    if let Some(sum) = reckoning(canvas.locale, draft) {
        let (x, y) = if area.height > 1 {
            (area.x + 2, area.y + 1)
        } else {
            (area.x + 2 + used + 3, area.y)
        };
        let room = area.right().saturating_sub(x);
        canvas.put(x, y, room, &sum, canvas.theme.quiet);
    }
}

/// Lines that the difference takes.
pub fn difference_height(canvas: &Canvas, width: u16, draft: &Draft) -> u16 {
    let (says, _) = remains(canvas, draft);
    let sum = reckoning(canvas.locale, draft);
    let apart = sum.is_some_and(|sum| cells(&says) + 3 + cells(&sum) > width.saturating_sub(2));
    1 + u16::from(apart)
}

/// What the receipt would leave.
fn remains(canvas: &Canvas, draft: &Draft) -> (String, Style) {
    let locale = canvas.locale;
    let left = draft.difference();
    let chosen = draft.chosen().next().is_some();
    let (key, style) = match left.cmp(&Minor::ZERO) {
        Ordering::Equal => ("tui.matching.even", canvas.theme.good),
        Ordering::Greater if draft.is_split() => ("tui.matching.split-left", canvas.theme.bad),
        Ordering::Greater if draft.over == Over::Refund => {
            ("tui.matching.goes-back", canvas.theme.strong)
        }
        Ordering::Greater if chosen || draft.is_nothing_to_settle() => {
            ("tui.matching.left", canvas.theme.strong)
        }
        Ordering::Greater => ("tui.matching.whole", canvas.theme.strong),
        Ordering::Less => ("tui.matching.over", canvas.theme.bad),
    };
    let figure = locale.money(left, draft.currency);
    (locale.say(key, &[("amount", &figure)]), style)
}

/// Receipt, plus credits, less what is settled, less what is closed of the money.
fn reckoning(locale: &Locale, draft: &Draft) -> Option<String> {
    let credits: Minor = draft
        .chosen()
        .filter(|part| part.is_credit())
        .map(|part| part.amount)
        .sum();
    if credits.is_zero() && draft.rest.is_none() {
        return None;
    }
    let figure = |amount: Minor| locale.amount(amount, draft.currency);
    let settled: Minor = draft.settled().map(|part| part.paid).sum();
    let mut sum = figure(draft.left());
    if !credits.is_zero() {
        sum = format!("{sum} + {}", figure(credits));
    }
    sum = format!("{sum} − {}", figure(settled));
    if let Some(rest) = &draft.rest {
        sum = format!("{sum} − {}", closed(locale, rest, draft.currency));
    }
    Some(sum)
}
