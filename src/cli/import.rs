//! `import`: files in.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::desk::ImportOptions;
use crate::domain::intake::Fault;
use crate::reports::import::{FileReport, ImportReport};
use crate::text::Locale;

use super::output::{Cell, Output, Sheet};
use super::progress::watched;
use super::{Context, Done, Stop};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let paths: Vec<PathBuf> = args
        .get_many::<PathBuf>("file")
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let options = ImportOptions {
        dry_run: context.dry_run,
        keep_going: args.get_flag("keep-going"),
        test_files: args.get_flag("test-file"),
    };
    let mut desk = context.open()?;
    let report = watched(&context.locale, |watch| {
        context.heed_waits(&mut desk, Some(watch));
        desk.import(&paths, options, watch)
    })?;
    let locale = &context.locale;
    for file in &report.files {
        // A program reads them in the answer.
        let doubts = file.doubts.iter().filter(|_| context.out != Output::Json);
        for fault in file.notes.iter().chain(doubts).chain(&file.faults) {
            Context::tell(&fault_line(locale, &file.path, fault));
        }
        if file.doubt_count > 0 && context.out != Output::Json {
            let count = locale.whole(file.doubt_count);
            Context::tell(&locale.say("cli.import.doubted", &[("count", &count)]));
        }
        let unnamed =
            file.fault_count - u64::try_from(file.faults.len()).unwrap_or(file.fault_count);
        if unnamed > 0 {
            Context::tell(&locale.say("cli.import.more", &[("count", &locale.whole(unnamed))]));
        }
        if !report.dry_run {
            next_steps(locale, file);
        }
        // Of a file that could not be read as a whole, the fault says all.
        if file.is_refused() && file.rejected > 0 && !report.dry_run {
            Context::tell(&locale.say("cli.import.refused", &[("path", &file.path)]));
        }
    }
    if report.cancelled {
        Context::tell(locale.text("cli.import.cancelled"));
    }
    if context.out == Output::Json {
        super::output::print_json(&to_json(&context.answers, &report))?;
    } else {
        context.out.write(
            &sheet(&context.answers, &report),
            || Value::Null,
            note(locale, &report),
        )?;
    }
    ending(&report, options)
}

/// What the file leaves to a person, and where to find it.
fn next_steps(locale: &Locale, file: &FileReport) {
    let left = [
        ("maybe-known", file.maybe_known),
        ("covered", file.covered),
        ("taken-back", file.taken_back),
    ];
    for (key, count) in left.into_iter().filter(|(_, count)| *count > 0) {
        let count = locale.whole(count);
        let facts = [("path", file.path.as_str()), ("count", count.as_str())];
        Context::tell(&locale.say(&format!("cli.import.{key}"), &facts));
    }
}

/// 1 if a file was refused or the user stopped, 3 if rows were left out of one that was taken.
fn ending(report: &ImportReport, options: ImportOptions) -> Done {
    let refused =
        |file: &FileReport| file.fault_count > 0 && file.new + file.changed + file.known == 0;
    if report.cancelled
        || report
            .files
            .iter()
            .any(|file| refused(file) || (faulty(file) && !options.keep_going))
    {
        return Err(Stop::Refused);
    }
    if report.files.iter().any(|file| file.rejected > 0) {
        Err(Stop::Findings)
    } else {
        Ok(())
    }
}

fn faulty(file: &FileReport) -> bool {
    file.rejected > 0 || (file.fault_count > 0 && file.entry.is_none() && file.known == 0)
}

/// `file:line: sentence`.
pub(super) fn fault_line(locale: &Locale, path: &str, fault: &Fault) -> String {
    let sentence = locale.tell("problem", &fault.problem);
    match fault.line {
        Some(line) => format!("{path}:{line}: {sentence}"),
        None => format!("{path}: {sentence}"),
    }
}

fn note<'a>(locale: &'a Locale, report: &ImportReport) -> &'a str {
    if report.dry_run {
        locale.text("cli.import.dry-run")
    } else {
        ""
    }
}

fn sheet(locale: &Locale, report: &ImportReport) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("file"), "file", false),
        (title("format"), "format", false),
        (title("new"), "new", true),
        (title("changed"), "changed", true),
        (title("known"), "known", true),
        (title("rejected"), "rejected", true),
        (title("other"), "other", true),
        (title("sum"), "sum", true),
    ]);
    for file in &report.files {
        let count = |n: u64| Cell::new(locale.whole(n), n.to_string());
        let others = u64::try_from(file.other.len()).unwrap_or(u64::MAX);
        let shown: Vec<String> = file
            .sums
            .iter()
            .map(|sum| locale.money(sum.amount, sum.currency))
            .collect();
        let plain: Vec<String> = file.sums.iter().map(ToString::to_string).collect();
        sheet.row(vec![
            Cell::text(&file.path),
            Cell::text(&file.format),
            count(file.new),
            count(file.changed),
            count(file.known),
            count(file.rejected),
            count(others),
            Cell::new(shown.join(", "), plain.join(", ")),
        ]);
    }
    sheet
}

fn to_json(locale: &Locale, report: &ImportReport) -> Value {
    let file = |file: &FileReport| {
        let other: Vec<Value> = file
            .other
            .iter()
            .map(|other| {
                json!({
                    "line": other.line,
                    "kind": other.kind.name(),
                    "amount": other.amount.amount.plain(other.amount.currency),
                    "currency": other.amount.currency.code(),
                    "reference": other.reference,
                })
            })
            .collect();
        let told_one = |fault: &Fault| {
            let says = locale.tell("problem", &fault.problem);
            json!({ "line": fault.line, "message": says })
        };
        json!({
            "path": file.path,
            "format": file.format,
            "new": file.new,
            "changed": file.changed,
            "known": file.known,
            "maybe_known": file.maybe_known,
            "covered": file.covered,
            "taken_back": file.taken_back,
            "rejected": file.rejected,
            "other": other,
            "warnings": file.notes.iter().chain(&file.doubts).map(told_one).collect::<Vec<_>>(),
            "errors": file.faults.iter().map(told_one).collect::<Vec<_>>(),
        })
    };
    json!({ "files": report.files.iter().map(file).collect::<Vec<_>>() })
}
