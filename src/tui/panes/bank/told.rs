//! What is to be said of a line: what to do first, then what the bank said, then the record as the file has it.

use crate::domain::bank_line::{BankLine, LineKind};
use crate::domain::receipt::OtherKind;
use crate::reports::bank::StatementLine;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::model::Model;
use crate::tui::overlays::story::{Story, Tone};

/// `L3 · reversal · 12 Nov · 4 500,00 NOK`.
pub fn title(locale: &Locale, line: &BankLine) -> String {
    [
        line.kind.label(),
        locale
            .text(&format!("kind.{}", line.kind.name()))
            .to_owned(),
        locale.short_date(line.booked),
        locale.money(super::rows::figure(line), line.currency),
    ]
    .join(" · ")
}

/// A receipt as a person finds it elsewhere: its own number, and the bank's.
pub fn receipt(id: crate::domain::id::ItemId, label: &str) -> String {
    let own = format!("R{}", id.0);
    if label.is_empty() || label == own {
        own
    } else {
        format!("{own} ({label})")
    }
}

pub fn lines(model: &Model, line: &BankLine) -> Vec<(Tone, String)> {
    let locale = &model.locale;
    let mut told = vec![
        (Tone::Text, next(model, line)),
        (Tone::Quiet, String::new()),
    ];
    let about = line
        .about
        .map(|about| receipt(about, line.about_label.as_deref().unwrap_or_default()));
    let place = line.file.as_ref().map(|file| {
        let line = line.line.to_string();
        locale.say("tui.bank.place", &[("file", file), ("line", &line)])
    });
    let whole =
        (line.left != line.amount && line.waits).then(|| locale.money(line.amount, line.currency));
    let about_key = match line.kind {
        LineKind::Other(..) => "tui.bank.about",
        LineKind::MaybeKnown { .. } => "tui.bank.maybe",
        LineKind::Covered { .. } => "tui.bank.same",
    };
    let facts = [
        ("tui.bank.of", &whole),
        ("tui.receipt.payer", &line.text.payer_name),
        ("tui.receipt.account", &line.text.payer_account),
        ("tui.receipt.message", &line.text.message),
        ("tui.receipt.reference", &line.reference),
        ("tui.receipt.bank-ref", &line.bank_ref),
        ("tui.bank.reason", &line.text.details.reason),
        (about_key, &about),
        ("tui.bank.own-account", &line.account),
        ("tui.bank.file", &place),
    ];
    for (key, value) in facts {
        if let Some(value) = value {
            told.push((Tone::Text, format!("{}: {value}", locale.text(key))));
        }
    }
    if let Some(raw) = &line.text.raw {
        told.push((Tone::Quiet, String::new()));
        told.push((Tone::Title, locale.text("tui.receipt.raw").to_owned()));
        told.extend(raw.lines().map(|line| (Tone::Quiet, line.to_owned())));
    }
    told
}

/// What a person can do about it, with the keys.
fn next(model: &Model, line: &BankLine) -> String {
    let locale = &model.locale;
    let about = line
        .about
        .map(|about| receipt(about, line.about_label.as_deref().unwrap_or_default()))
        .unwrap_or_default();
    let originals: Vec<String> = line
        .originals
        .iter()
        .map(|(item, label)| receipt(*item, label))
        .collect();
    let key = match line.kind {
        LineKind::MaybeKnown { .. } => "maybe-known",
        LineKind::Covered { .. } => "covered",
        LineKind::Other(..) if line.dismissed.is_some() => "put-away",
        LineKind::Other(..) if !line.waits => "done",
        LineKind::Other(_, OtherKind::Reversal | OtherKind::Return) => match originals.len() {
            0 => "no-original",
            1 => "one-original",
            _ => "several-originals",
        },
        LineKind::Other(_, OtherKind::Deduction | OtherKind::CreditNote) => "credit-note",
        LineKind::Other(_, OtherKind::BankCharge) => "bank-charge",
        LineKind::Other(_, OtherKind::OwnReturn) => "own-return",
        LineKind::Other(_, OtherKind::Contradiction) => "contradiction",
        LineKind::Other(_, OtherKind::Debit) => match originals.len() {
            0 => "debit",
            1 => "one-refund",
            _ => "several-refunds",
        },
    };
    let label = |id| {
        model
            .keymap
            .label(id, crate::tui::action::Scope::Bank, locale)
    };
    let (known, take) = (label(ActionId::ConfirmKnown), label(ActionId::TakeIn));
    let (back, away) = (label(ActionId::PayOut), label(ActionId::PutAway));
    let facts = [
        ("about", about.as_str()),
        ("originals", &originals.join(", ")),
        ("reason", line.dismissed.as_deref().unwrap_or_default()),
        ("known", &known),
        ("take", &take),
        ("back", &back),
        ("away", &away),
    ];
    locale.say(&format!("tui.bank.next.{key}"), &facts)
}

/// The whole of a line.
pub fn story(model: &Model, line: &BankLine) -> Story {
    let mut story = Story::new(title(&model.locale, line));
    story.lines = lines(model, line);
    story
}

/// What lies between a statement and the one before it.
pub fn gap(locale: &Locale, line: &StatementLine, before: &str) -> String {
    let account = line.statement.account.as_deref().unwrap_or_default();
    let facts = [
        ("account", account),
        ("before", before),
        ("after", &line.statement.label()),
    ];
    locale.say("tui.bank.gap", &facts)
}

/// All statements by account and in time, each gap before the one that it was found at.
pub fn statements(model: &Model) -> Story {
    let locale = &model.locale;
    let mut story = Story::new(locale.text("tui.bank.statements").to_owned());
    let mut account = None;
    for line in &model.bank.statements {
        let of = (&line.statement.account, line.statement.currency);
        if account != Some(of) {
            account = Some(of);
            let name = line.statement.account.as_deref();
            let name = name.unwrap_or(locale.text("tui.bank.no-account"));
            let title = format!("{name} · {}", line.statement.currency.code());
            story.line(Tone::Title, title);
        }
        if let Some(before) = &line.gap_after {
            story.line(Tone::Bad, format!("▲ {}", gap(locale, line, before)));
        }
        story.line(Tone::Text, statement(locale, line));
    }
    if model.bank.statements.is_empty() {
        story.line(Tone::Text, locale.text("tui.bank.no-statements"));
    }
    story
}

fn statement(locale: &Locale, line: &StatementLine) -> String {
    let statement = &line.statement;
    let mut parts = vec![statement.label()];
    let days: Vec<String> = [statement.from, statement.until]
        .into_iter()
        .flatten()
        .map(|day| locale.date(day))
        .collect();
    if !days.is_empty() {
        parts.push(days.join(" – "));
    }
    if let (Some(opening), Some(closing)) = (statement.opening, statement.closing) {
        let amount = |minor| locale.amount(minor, statement.currency);
        parts.push(format!("{} → {}", amount(opening), amount(closing)));
    }
    parts.extend(line.file.clone());
    format!("  {}", parts.join(" · "))
}
