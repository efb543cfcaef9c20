//! `log`, `undo`, `redo`, `lock`, and how every change is answered.

use clap::ArgMatches;
use serde_json::json;

use crate::desk::{Back, Desk, Did};
use crate::domain::command::Command;
use crate::domain::id::EntryId;
use crate::reports::reminding::LetterLine;

use super::output::{Cell, Sheet};
use super::{Context, Done, Stop, spec};

/// Carries out a command and answers with what was done.
pub(super) fn act(context: &Context<'_>, desk: &mut Desk, command: Command) -> Done {
    act_all(context, desk, &[command])
}

/// Carries out several commands as one run, all of them or none.
pub(super) fn act_all(context: &Context<'_>, desk: &mut Desk, commands: &[Command]) -> Done {
    let did = if context.dry_run {
        desk.rehearse_all(commands)?
    } else {
        desk.act_all(commands)?
    };
    answer(context, &did, None)
}

/// The same with a sentence to be told to the customer.
pub(super) fn act_and_tell(
    context: &Context<'_>,
    desk: &mut Desk,
    command: Command,
    tell: &str,
) -> Done {
    let did = if context.dry_run {
        desk.rehearse(command)?
    } else {
        desk.act(command)?
    };
    answer(context, &did, Some(tell))
}

fn answer(context: &Context<'_>, did: &Did, tell: Option<&str>) -> Done {
    answer_with(context, did, tell, &[])
}

/// The same with the letters that are due now.
fn answer_with(context: &Context<'_>, did: &Did, tell: Option<&str>, due: &[LetterLine]) -> Done {
    let locale = &context.answers;
    let lines: Vec<String> = did
        .events
        .iter()
        .map(|event| locale.tell("event", event))
        .collect();
    let entry = did.entry.0.to_string();
    let line = if context.dry_run {
        context
            .answers
            .say("cli.did.dry-run", &[("did", &lines.join("; "))])
    } else {
        context.answers.say(
            "cli.did.entry",
            &[("entry", &entry), ("did", &lines.join("; "))],
        )
    };
    let (entry, run) = (did.entry.0, format!("r{}", did.run.0));
    let mut json = if context.dry_run {
        json!({ "entry": null, "run": null, "did": lines })
    } else {
        json!({ "entry": entry, "run": run, "did": lines })
    };
    let line = due.iter().fold(line, |line, due| {
        let total = locale.money(due.letter.total, due.whose.currency);
        let facts = [
            ("customer", due.whose.number.as_str()),
            ("name", due.whose.name.as_str()),
            ("stage", locale.stage(&due.letter.stage)),
            ("total", total.as_str()),
        ];
        format!("{line}\n{}", locale.say("cli.undo.due", &facts))
    });
    if !due.is_empty() {
        json["due"] = due.iter().map(due_json).collect();
    }
    match tell {
        None => context.out.answer(&line, &json),
        Some(tell) => {
            json["tell"] = json!(tell);
            context.out.answer(&format!("{line}\n{tell}"), &json)
        }
    }
}

fn due_json(due: &LetterLine) -> serde_json::Value {
    json!({
        "customer_no": due.whose.number,
        "stage": due.letter.stage,
        "total": due.letter.total.plain(due.whose.currency),
        "currency": due.whose.currency.code(),
    })
}

pub(super) fn undo(context: &Context<'_>, args: &ArgMatches) -> Done {
    let back = match args.get_one::<String>("entry") {
        None => Back::Last,
        Some(text) => {
            let not_an_entry =
                || Stop::Usage(context.say("cli.undo.not-an-entry", &[("value", text)]));
            let (is_run, number) = match text.strip_prefix('r') {
                Some(number) => (true, number),
                None => (false, text.as_str()),
            };
            let id = EntryId(number.parse().map_err(|_| not_an_entry())?);
            if is_run {
                Back::Run(id)
            } else {
                Back::Entry(id)
            }
        }
    };
    take_back(context, back)
}

pub(super) fn redo(context: &Context<'_>) -> Done {
    take_back(context, Back::Undo)
}

fn take_back(context: &Context<'_>, back: Back) -> Done {
    let mut desk = context.open()?;
    let did = match (context.dry_run, back) {
        (true, back) => desk.rehearse_back(back)?,
        (false, Back::Entry(entry)) => desk.undo(entry)?,
        (false, Back::Run(run)) => desk.undo_run(run)?,
        (false, Back::Last) => desk.undo_last()?,
        (false, Back::Undo) => desk.redo()?,
    };
    let again = if context.dry_run || desk.rules_fault().is_some() {
        Vec::new()
    } else {
        desk.due_after(&did)?
    };
    answer_with(context, &did, None, &again)
}

pub(super) fn lock(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let text = args.get_one::<String>("date").map_or("", String::as_str);
    let until = spec::date(&context.locale, text).map_err(Stop::Usage)?;
    act(context, &mut desk, Command::Lock { until })
}

pub(super) fn log(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.answers;
    let desk = context.open()?;
    let limit = args.get_one::<u32>("limit").copied().unwrap_or(50);
    let before = args.get_one::<i64>("before").copied().map(EntryId);
    let lines = desk.log(before, usize::try_from(limit).unwrap_or(usize::MAX))?;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("entry"), "entry", true),
        (title("run"), "run", false),
        (title("at"), "at", false),
        (title("actor"), "actor", false),
        (title("command"), "command", false),
        (title("undone"), "undone_by", false),
        (title("did"), "did", false),
    ]);
    let mut entries = Vec::new();
    for line in &lines {
        let did: Vec<String> = line
            .events
            .iter()
            .map(|event| locale.tell("event", event))
            .collect();
        let undone = line.undone_by.map_or(String::new(), |by| by.0.to_string());
        sheet.row(vec![
            Cell::text(line.id.0.to_string()),
            Cell::text(format!("r{}", line.run.0)),
            Cell::text(&line.at),
            Cell::text(&line.actor),
            Cell::new(
                locale.text(&format!("command.{}", line.command)),
                &line.command,
            ),
            Cell::text(undone),
            Cell::text(did.join("; ")),
        ]);
        entries.push(json!({
            "entry": line.id.0,
            "run": format!("r{}", line.run.0),
            "at": line.at,
            "actor": line.actor,
            "face": line.face,
            "command": line.command,
            "reason": line.reason,
            "undoes": line.undoes.map(|entry| entry.0),
            "undone_by": line.undone_by.map(|entry| entry.0),
            "did": did,
        }));
    }
    context
        .out
        .write(&sheet, || json!({ "entries": entries }), "")
}
