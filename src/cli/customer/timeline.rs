//! `customer show --timeline`: what happened with a customer, the newest first, as much as is asked for.

use serde_json::{Value, json};

use crate::cli::credit::detail;
use crate::cli::output::{Cell, Sheet};
use crate::cli::register::told_change;
use crate::cli::{Context, Done};
use crate::desk::Desk;
use crate::domain::id::CustomerId;
use crate::domain::money::{Currency, Money};
use crate::domain::record::RecordState;
use crate::reports::timeline::{Happening, TimelineLine};
use crate::text::Locale;

/// Lines that are shown, unless more are asked for.
const SHOWN: usize = 50;

pub(super) fn show(
    context: &Context<'_>,
    desk: &Desk,
    customer: CustomerId,
    limit: Option<usize>,
) -> Done {
    let locale = &context.answers;
    let limit = limit.unwrap_or(SHOWN);
    // One more tells whether there is more.
    let mut lines = desk.timeline(customer, None, limit.saturating_add(1))?;
    let more = lines.len() > limit;
    lines.truncate(limit);
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("date"), "date", false),
        (title("at"), "at", false),
        (title("actor"), "actor", false),
        (title("what"), "what", false),
    ]);
    let currency = desk.ledger().currency;
    let mut rows = Vec::new();
    for line in &lines {
        let says = told(locale, line, currency);
        sheet.row(vec![
            Cell::new(locale.date(line.date), line.date.to_string()),
            Cell::text(&line.at),
            Cell::text(&line.actor),
            Cell::text(&says),
        ]);
        rows.push(json!({
            "date": line.date.to_string(),
            "at": line.at,
            "actor": line.actor,
            "kind": kind(&line.what),
            "says": says,
            "entry": line.key.entry.0,
            "undone": line.undone,
        }));
    }
    let note = match (lines.is_empty(), more) {
        (true, _) => locale.text("cli.customer.no-timeline"),
        (false, true) => locale.text("cli.customer.more"),
        (false, false) => "",
    };
    context.out.write(
        &sheet,
        || json!({ "timeline": Value::Array(rows), "more": more }),
        note,
    )
}

/// The name of what happened, in scripts and under `cli.timeline.`.
fn kind(what: &Happening) -> &'static str {
    match what {
        Happening::Document { .. } => "document",
        Happening::Money { .. } => "money",
        Happening::Letter { .. } => "letter",
        Happening::Pause { .. } => "pause",
        Happening::Plan { .. } => "plan",
        Happening::Call { .. } => "call",
        Happening::Edit { .. } => "edit",
        Happening::Record(_) => "record",
        Happening::Statement { .. } => "statement",
        Happening::Handover { .. } => "handover",
    }
}

fn told(locale: &Locale, line: &TimelineLine, currency: Currency) -> String {
    let facts = facts(locale, &line.what, currency);
    let facts: Vec<(&str, &str)> = facts
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let key = format!("cli.timeline.{}", kind(&line.what));
    let says = locale.say(&key, &facts);
    let says = says.trim();
    if line.undone {
        locale.say("cli.timeline.undone", &[("what", says)])
    } else {
        says.to_owned()
    }
}

fn facts(locale: &Locale, what: &Happening, currency: Currency) -> Vec<(&'static str, String)> {
    let money = |of: &Money| locale.money(of.amount, of.currency);
    match what {
        Happening::Document {
            kind,
            number,
            amount,
            open,
            ..
        } => vec![
            (
                "kind",
                locale.text(&format!("kind.{}", kind.name())).to_owned(),
            ),
            ("number", number.clone()),
            ("amount", money(amount)),
            ("open", money(open)),
        ],
        Happening::Money {
            label,
            amount,
            unapplied,
            ..
        } => vec![
            ("number", label.clone()),
            ("amount", money(amount)),
            ("open", money(unapplied)),
        ],
        Happening::Letter {
            kind,
            total,
            channel,
            ..
        } => vec![
            (
                "kind",
                locale.text(&format!("letter.{}", kind.name())).to_owned(),
            ),
            ("amount", money(total)),
            ("channel", locale.channel(channel).to_owned()),
        ],
        Happening::Pause { pause, number } => {
            let until = pause.until.map(|until| locale.date(until));
            let parts = [number.clone(), until, pause.reason.clone()];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            vec![
                (
                    "kind",
                    locale
                        .text(&format!("pause.{}", pause.kind.name()))
                        .to_owned(),
                ),
                ("number", parts.join(", ")),
            ]
        }
        Happening::Plan { total, .. } => vec![("amount", money(total))],
        Happening::Call { note, .. } => vec![("note", note.clone())],
        Happening::Edit {
            command,
            reason,
            changes,
        } => {
            let changes = changes.iter().map(|change| told_change(locale, change));
            let said: Vec<String> = changes.chain(reason.clone()).collect();
            vec![
                (
                    "command",
                    locale.text(&format!("command.{command}")).to_owned(),
                ),
                ("changes", said.join("; ")),
            ]
        }
        Happening::Record(state) => record(locale, state, currency),
        Happening::Statement { channel, stand, .. } => vec![
            ("channel", locale.channel(channel.name()).to_owned()),
            (
                "stand",
                locale.text(&format!("stand.{}", stand.name())).to_owned(),
            ),
        ],
        Happening::Handover { handover, number } => vec![
            ("number", number.clone()),
            ("agency", handover.handover.agency.clone()),
        ],
    }
}

fn record(locale: &Locale, state: &RecordState, currency: Currency) -> Vec<(&'static str, String)> {
    let facts = &state.record.facts;
    let (what, _) = detail(locale, facts, currency);
    let amount = facts.amount().map(|amount| locale.money(amount, currency));
    let note = Some(state.record.note.clone());
    let parts = [Some(what), amount, note];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    vec![
        (
            "kind",
            locale
                .text(&format!("record.{}", facts.kind().name()))
                .to_owned(),
        ),
        ("what", parts.join(" ")),
    ]
}
