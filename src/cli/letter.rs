//! `letter`: a letter as it was sent or will be, one that is due, and the templates.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::desk::post::{Form, PostFault, Shown};
use crate::desk::{Asked, Desk, write_whole};
use crate::text::width::clean;

use super::output::{Cell, Output, Sheet, print};
use super::receipt::text;
use super::{Context, Done, Stop};

/// Columns of a letter as text.
const COLUMNS: usize = 80;

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("preview", args)) => preview(context, args),
        Some(("templates", args)) => templates(context, args),
        _ => show(context, args),
    }
}

fn show(context: &Context<'_>, args: &ArgMatches) -> Done {
    let desk = context.open()?;
    let label = args.get_one::<String>("letter");
    let label = label.ok_or_else(|| missing(context, "LETTER"))?;
    let letter = desk.find_letter(label)?;
    let shown = desk.letter_sheet(letter)?;
    let shown = shown.map_err(|fault| refused(context, &fault))?;
    write(context, args, &desk, &shown)
}

/// The letters that are due to a customer, as they would go out now.
fn preview(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open_for_rules()?;
    let customer = desk.find_customer(text(args, "customer"))?;
    let mut asked = Asked::all(desk.today());
    asked.customers.push(customer);
    let queue = desk.queue_of(&asked)?;
    let reminders = desk.reminders(&queue.letters);
    // A preview is no letter: what keeps one back is told when it is to be recorded.
    let why = context.locale.text("cli.letter.preview");
    let previews = desk.previews(&reminders, Some(why))?;
    if previews.is_empty() {
        let nothing = json!({ "letters": [] });
        let line = context.answers.text("cli.remind.nothing");
        return context.out.answer(line, &nothing);
    }
    let mut faulty = false;
    for (_, sheet) in previews {
        match sheet {
            Ok(sheet) => {
                let shown = Shown {
                    sheet,
                    is_copy: false,
                    dispatch: None,
                };
                write(context, args, &desk, &shown)?;
            }
            Err(fault) => {
                faulty = true;
                Context::tell(&fault.tell(&context.locale));
            }
        }
    }
    if faulty { Err(Stop::Findings) } else { Ok(()) }
}

fn refused(context: &Context<'_>, fault: &PostFault) -> Stop {
    Context::tell(&format!("reskontra: {}", fault.tell(&context.locale)));
    Stop::Refused
}

fn missing(context: &Context<'_>, option: &str) -> Stop {
    Stop::Usage(context.say("cli.missing", &[("option", option)]))
}

fn write(context: &Context<'_>, args: &ArgMatches, desk: &Desk, shown: &Shown) -> Done {
    let out = args.get_one::<PathBuf>("letter-out").map(PathBuf::as_path);
    let form = match args.get_one::<String>("format").map(String::as_str) {
        Some("json") => return put(context, out, &json_bytes(shown)),
        Some("pdf") => Form::Pdf,
        Some("html") => Form::Html,
        Some("eml") => Form::Eml,
        _ => Form::Text(COLUMNS),
    };
    if form == Form::Eml && shown.dispatch.is_none() {
        return Err(Stop::Usage(
            context.locale.text("cli.letter.no-eml").to_owned(),
        ));
    }
    let bytes = desk.in_form(shown, form)?;
    let bytes = bytes.map_err(|fault| refused(context, &fault))?;
    put(context, out, &bytes)
}

/// The letter as data: all that it says, and where it stands.
fn json_bytes(shown: &Shown) -> Vec<u8> {
    let row = shown.dispatch.as_ref();
    let told = json!({
        "sheet": shown.sheet,
        "as_sent": shown.is_copy,
        "dispatch": row.map(super::outbox::to_json),
    });
    clean(&told.to_string()).into_owned().into_bytes()
}

/// To a new file, whole or not at all; else to stdout.
fn put(context: &Context<'_>, out: Option<&Path>, bytes: &[u8]) -> Done {
    if let Some(path) = out {
        if context.dry_run {
            return Ok(());
        }
        write_whole(path, bytes)?;
        let path = path.display().to_string();
        let line = context.say("cli.statement.written", &[("path", &path)]);
        let told = json!({ "file": path });
        return match context.out {
            Output::Json => Output::Json.answer(&line, &told),
            _ => print(&format!("{line}\n")),
        };
    }
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(bytes)?;
    if !bytes.ends_with(b"\n") && !bytes.starts_with(b"%PDF") {
        stdout.write_all(b"\n")?;
    }
    Ok(stdout.flush()?)
}

/// Lists the templates, copies the shipped ones to a folder, or checks the user's own.
fn templates(context: &Context<'_>, args: &ArgMatches) -> Done {
    let desk = context.open()?;
    if args.get_flag("check-templates") {
        return check(context, &desk);
    }
    let files = desk
        .template_files()
        .map_err(|fault| refused(context, &fault))?;
    if let Some(folder) = args.get_one::<PathBuf>("copy-to") {
        return copy(context, folder, &files);
    }
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("template"), "template", false),
        (title("own-file"), "own_file", false),
    ]);
    for file in &files {
        sheet.row(vec![
            Cell::text(&file.path),
            Cell::text(file.own.clone().unwrap_or_default()),
        ]);
    }
    let json = || {
        let files = files
            .iter()
            .map(|file| json!({ "template": file.path, "own_file": file.own, "text": file.text }));
        let variables = desk.template_names(locale);
        let names = variables
            .iter()
            .map(|(name, says)| json!({ "name": name, "says": says }));
        json!({ "templates": files.collect::<Vec<_>>(), "names": names.collect::<Vec<_>>() })
    };
    let mut note = vec![locale.text("cli.letter.names").to_owned()];
    if context.out == Output::Table {
        let names = desk.template_names(locale).into_iter();
        note.extend(names.map(|(name, says)| format!("  {name}  {says}")));
    }
    context.out.write(&sheet, json, &note.join("\n"))
}

fn check(context: &Context<'_>, desk: &Desk) -> Done {
    let faults = desk
        .check_templates()
        .map_err(|fault| refused(context, &fault))?;
    let told: Vec<String> = faults
        .iter()
        .map(|fault| fault.tell(&context.answers))
        .collect();
    let line = if told.is_empty() {
        context.answers.text("cli.letter.sound").to_owned()
    } else {
        told.join("\n")
    };
    context.out.answer(&line, &json!({ "faults": told }))?;
    if told.is_empty() {
        Ok(())
    } else {
        Err(Stop::Findings)
    }
}

/// The shipped templates into a folder, for the user to change. What is there already stays as it is.
fn copy(context: &Context<'_>, folder: &Path, files: &[crate::desk::post::TemplateFile]) -> Done {
    let mut written: Vec<Value> = Vec::new();
    for file in files {
        let path = folder.join(&file.path);
        if file.own.is_some() || path.exists() {
            continue;
        }
        if !context.dry_run {
            crate::desk::post::write_file(&path, file.text.as_bytes())
                .map_err(|fault| refused(context, &fault))?;
        }
        written.push(json!(path.display().to_string()));
    }
    let count = written.len().to_string();
    let line = context
        .answers
        .say("cli.letter.copied", &[("count", &count)]);
    context.out.answer(&line, &json!({ "copied": written }))
}
