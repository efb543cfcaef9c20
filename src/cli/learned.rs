//! `learned`: what matching has learned of payers and of patterns of evidence; blocks and forgets some of it.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::domain::command::Command;
use crate::domain::link::LinkKind;
use crate::domain::refusal::Refusal;
use crate::reports::learned::{LinkLine, PatternLine};
use crate::text::Locale;

use super::output::{Cell, Output, Sheet, print};
use super::{Context, Done, Stop, journal};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    for name in ["block", "unblock", "forget-payer"] {
        let Some(named) = args.get_many::<String>(name) else {
            continue;
        };
        let named: Vec<&str> = named.map(String::as_str).collect();
        let (kind, key) = payer(context, &named)?;
        let command = match name {
            "forget-payer" => Command::ForgetLink { kind, key },
            _ => Command::BlockLink {
                kind,
                key,
                blocked: name == "block",
            },
        };
        return journal::act(context, &mut desk, command);
    }
    if args.get_flag("patterns") {
        return patterns(context, &desk.patterns()?);
    }
    let only = args.get_one::<String>("link-kind");
    let only = only.and_then(|kind| LinkKind::parse(kind));
    let mut lines = desk.learned()?;
    lines.retain(|line| only.is_none_or(|only| line.kind == only));
    links(context, &lines)
}

/// An account or a name as it is kept, however it was typed.
fn payer(context: &Context<'_>, named: &[&str]) -> Result<(LinkKind, String), Stop> {
    let (kind, text) = match named {
        [kind, text] => (*kind, *text),
        _ => ("", ""),
    };
    let kind = LinkKind::parse(kind)
        .ok_or_else(|| Stop::Usage(context.say("cli.learned.no-kind", &[("value", kind)])))?;
    let key = kind.key(text).ok_or_else(|| Refusal::UnknownLink {
        kind,
        text: text.to_owned(),
    })?;
    Ok((kind, key))
}

fn links(context: &Context<'_>, lines: &[LinkLine]) -> Done {
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("kind"), "kind", false),
        (title("payer"), "key", false),
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("state"), "state", false),
        (title("right"), "right", true),
        (title("taken-back"), "undone", true),
        (title("since"), "since", false),
        (title("last"), "last", false),
    ]);
    for line in lines {
        sheet.row(vec![
            word(locale, line.kind.name()),
            Cell::text(&line.key),
            Cell::text(&line.customer_number),
            Cell::text(&line.customer_name),
            word(locale, line.state.name()),
            Cell::text(line.record.right.to_string()),
            Cell::text(line.record.undone.to_string()),
            Cell::text(&line.since),
            Cell::text(&line.last),
        ]);
    }
    let json = || json!({ "learned": lines.iter().map(link_json).collect::<Vec<_>>() });
    write(context, &sheet, json)
}

fn word(locale: &Locale, name: &str) -> Cell {
    Cell::new(locale.text(&format!("link.{name}")), name)
}

fn link_json(line: &LinkLine) -> Value {
    json!({
        "kind": line.kind.name(),
        "key": line.key,
        "customer_no": line.customer_number,
        "name": line.customer_name,
        "state": line.state.name(),
        "right": line.record.right,
        "undone": line.record.undone,
        "streak": line.record.streak,
        "since": line.since,
        "last": line.last,
    })
}

fn patterns(context: &Context<'_>, lines: &[PatternLine]) -> Done {
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("pattern"), "pattern", false),
        (title("right"), "right", true),
        (title("taken-back"), "undone", true),
        (title("streak"), "streak", true),
    ]);
    for line in lines {
        sheet.row(vec![
            Cell::text(&line.pattern),
            Cell::text(line.record.right.to_string()),
            Cell::text(line.record.undone.to_string()),
            Cell::text(line.record.streak.to_string()),
        ]);
    }
    let record = |line: &PatternLine| {
        json!({
            "pattern": line.pattern,
            "right": line.record.right,
            "undone": line.record.undone,
            "streak": line.record.streak,
        })
    };
    let json = || json!({ "patterns": lines.iter().map(record).collect::<Vec<_>>() });
    write(context, &sheet, json)
}

fn write(context: &Context<'_>, sheet: &Sheet, json: impl FnOnce() -> Value) -> Done {
    if sheet.is_empty() && context.out == Output::Table {
        return print(context.locale.text("cli.learned.none"));
    }
    context.out.write(sheet, json, "")
}
