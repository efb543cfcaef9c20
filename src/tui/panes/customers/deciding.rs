//! The lines of the card that decide: may we sell, what is open, how do they pay, what did they promise or dispute, whom
//! to call; and what is to be done next.

use ratatui::style::Style;

use crate::domain::credit::Verdict;
use crate::domain::date;
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::Promises;
use crate::reports::card::Card;
use crate::text::Locale;
use crate::tui::model::Model;
use crate::tui::panes::items;
use crate::tui::widgets::canvas::Canvas;

/// A line of the card: its label, what it says, and how.
type Line = (&'static str, String, Style);

/// Each by its label, what it says, and how.
pub fn lines(canvas: &Canvas, model: &Model, card: &Card) -> Vec<(String, String, Style)> {
    let lines = [
        sell_line(canvas, model),
        open_line(canvas, model, card),
        pays_line(canvas, card),
        says_line(canvas, model, card),
        call_line(canvas, card),
        next_line(canvas, model),
    ];
    let label = |(key, value, style): Line| (canvas.locale.text(key).to_owned(), value, style);
    lines.into_iter().map(label).collect()
}

/// May we sell, and the rule that weighs most.
fn sell_line(canvas: &Canvas, model: &Model) -> Line {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let key = "tui.card.sell";
    let Some(profile) = &model.customers.profile else {
        return (key, locale.text("tui.loading").to_owned(), theme.quiet);
    };
    let answer = &profile.answer;
    let percent = answer.prepay_percent.unwrap_or_default().to_string();
    let verdict = format!("tui.card.sell-{}", answer.verdict.name());
    let mut said = vec![locale.say(&verdict, &[("percent", &percent)])];
    let mut reasons = answer.reasons.iter();
    let first = reasons.find(|reason| reason.says == answer.verdict && !reason.lifted);
    said.extend(first.map(|reason| locale.tell("credit", reason)));
    let style = match answer.verdict {
        Verdict::Approve => theme.text,
        Verdict::Check | Verdict::Prepay | Verdict::Hold => theme.warn,
    };
    (key, said.join(" · "), style)
}

/// What is to be done next, as credit and reminders have it.
fn next_line(canvas: &Canvas, model: &Model) -> Line {
    let (locale, theme) = (canvas.locale, canvas.theme);
    let profile = model.customers.profile.as_deref();
    let (says, style) = match profile.map(|profile| profile.next.as_ref()) {
        None => (locale.text("tui.loading").to_owned(), theme.quiet),
        Some(None) => (locale.text("tui.card.nothing-next").to_owned(), theme.quiet),
        Some(Some(next)) => (locale.tell("next-action", next), theme.strong),
    };
    ("tui.card.next", says, style)
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

fn or_dot(locale: &Locale, parts: &[String]) -> String {
    if parts.is_empty() {
        locale.text("format.empty").to_owned()
    } else {
        parts.join(" · ")
    }
}
