//! The card: the lines that decide first, then the items, those that are open before those that were.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::date;
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::Promises;
use crate::reports::card::Card;
use crate::text::Locale;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::items::{self, ItemsAt};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::part::{head, nothing, part};

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
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

/// A line of the card: its label, what it says, and how.
type Line = (&'static str, String, Style);

/// What decides: what is open, may we sell, how they pay, what they promised or dispute, whom to call.
fn deciding(canvas: &Canvas, model: &Model, card: &Card) -> Vec<(String, String, Style)> {
    let lines = [
        open_line(canvas, model, card),
        credit_line(canvas, model, card),
        pays_line(canvas, card),
        says_line(canvas, model, card),
        call_line(canvas, card),
        who_line(canvas, card),
    ];
    let label = |(key, value, style): Line| (canvas.locale.text(key).to_owned(), value, style);
    lines.into_iter().map(label).collect()
}

/// What is open and what of it is overdue, by currency.
fn open_sums(model: &Model, card: &Card) -> Vec<(Currency, Minor, Minor)> {
    let mut sums: Vec<(Currency, Minor, Minor)> = Vec::new();
    for item in &card.open {
        let late = item.class.is_debit() && date::days_past(item.due, model.book.today) > 0;
        let overdue = if late { item.open } else { Minor::ZERO };
        match sums.iter_mut().find(|sum| sum.0 == item.currency) {
            Some(sum) => {
                sum.1 += item.open;
                sum.2 += overdue;
            }
            None => sums.push((item.currency, item.open, overdue)),
        }
    }
    sums
}

fn open_line(canvas: &Canvas, model: &Model, card: &Card) -> Line {
    let locale = canvas.locale;
    let says = |(currency, open, overdue): (Currency, Minor, Minor)| {
        let mut says = locale.money(open, currency);
        if !overdue.is_zero() {
            let overdue = locale.amount(overdue, currency);
            says.push_str(&locale.say("tui.card.of-it-overdue", &[("amount", &overdue)]));
        }
        says
    };
    let sums: Vec<String> = open_sums(model, card).into_iter().map(says).collect();
    ("tui.card.open", or_dot(locale, &sums), canvas.theme.strong)
}

fn credit_line(canvas: &Canvas, model: &Model, card: &Card) -> Line {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let currency = model.book.ledger.currency;
    let Some(limit) = card.facts.credit_limit else {
        return (
            "tui.card.credit",
            locale.text("tui.card.no-limit").to_owned(),
            theme.quiet,
        );
    };
    let sums = open_sums(model, card);
    let used = sums
        .iter()
        .find(|sum| sum.0 == currency)
        .map_or(Minor::ZERO, |sum| sum.1);
    let share = locale.share(used, limit);
    let limit_says = locale.money(limit, currency);
    let over = used > limit;
    let key = if over {
        "tui.card.limit-over"
    } else {
        "tui.card.limit-used"
    };
    let says = locale.say(key, &[("limit", &limit_says), ("share", &share)]);
    (
        "tui.card.credit",
        says,
        if over { theme.warn } else { theme.text },
    )
}

fn pays_line(canvas: &Canvas, card: &Card) -> Line {
    let locale = canvas.locale;
    let says = match card.average_days_late {
        Some(days) if days > 0 => locale.say("tui.card.pays-late", &[("days", &locale.days(days))]),
        Some(_) => locale.text("tui.card.pays-on-time").to_owned(),
        None => locale.text("tui.card.pays-unknown").to_owned(),
    };
    let promises = card.promises;
    let mut said = vec![says];
    if promises != Promises::default() {
        let (kept, broken) = (promises.kept.to_string(), promises.broken.to_string());
        let facts = [("kept", kept.as_str()), ("broken", broken.as_str())];
        said.push(locale.say("tui.card.promises", &facts));
    }
    ("tui.card.pays", said.join(" · "), canvas.theme.text)
}

fn says_line(canvas: &Canvas, model: &Model, card: &Card) -> Line {
    let (locale, today) = (canvas.locale, model.book.today);
    let all_of_his = card.pauses.iter();
    let mut said: Vec<String> = all_of_his
        .filter_map(|pause| items::paused(locale, pause, today))
        .collect();
    let mut broken = false;
    for item in &card.open {
        if let Some(handover) = item.handover.as_ref().filter(|_| item.about.is_none()) {
            said.push(format!(
                "{} {}",
                item.number,
                items::at_agency(locale, handover)
            ));
        }
        for pause in &item.pauses {
            if let Some(says) = items::paused(locale, pause, today) {
                said.push(format!("{} {says}", item.number));
                broken |= !pause.holds(today);
            }
        }
    }
    let style = if broken {
        canvas.theme.warn
    } else {
        canvas.theme.text
    };
    ("tui.card.says", or_dot(locale, &said), style)
}

fn call_line(canvas: &Canvas, card: &Card) -> Line {
    let text = &card.facts.text;
    let call: Vec<String> = [&text.phone, &text.email, &text.city]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    (
        "tui.card.call",
        or_dot(canvas.locale, &call),
        canvas.theme.text,
    )
}

fn who_line(canvas: &Canvas, card: &Card) -> Line {
    let (locale, facts) = (canvas.locale, &card.facts);
    let kind = locale
        .text(&format!("kind.{}", facts.kind.name()))
        .to_owned();
    let mut who = vec![kind, facts.country.to_uppercase()];
    who.extend(facts.text.org_no.clone());
    if let Some(terms) = facts.terms {
        who.push(locale.say("tui.card.terms", &[("days", &locale.terms(terms))]));
    }
    who.push(locale.say("tui.card.as-of", &[("date", &locale.date(card.changed))]));
    ("tui.card.who", who.join(" · "), canvas.theme.quiet)
}

fn or_dot(locale: &Locale, parts: &[String]) -> String {
    if parts.is_empty() {
        locale.text("format.empty").to_owned()
    } else {
        parts.join(" · ")
    }
}
