//! `map`: says what the columns of a table hold that nobody knows.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::job::Watch;
use crate::desk::mapping::{
    DateOrder, HeadAt, Kept, Kind, Mapping, MappingFault, Mark, Outline, Told, Trial, Wish,
};
use crate::domain::money::Currency;
use crate::text::Locale;

use super::output::{Cell, Output, Sheet, print, print_json};
use super::{Context, Done, Stop, import, spec};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let desk = context.open()?;
    if args.get_flag("list") {
        return list(context, &desk);
    }
    if let Some(fingerprint) = args.get_one::<String>("forget") {
        return forget(context, &desk, fingerprint);
    }
    let path = args
        .get_one::<PathBuf>("table")
        .cloned()
        .unwrap_or_default();
    let separator = match args.get_one::<String>("separator") {
        Some(text) => {
            Some(self::separator(text).ok_or_else(|| not_known(context, text, SEPARATORS))?)
        }
        None => None,
    };
    let head = match args.get_one::<String>("header") {
        Some(text) => head(text).ok_or_else(|| not_known(context, text, "1, 2, …, none"))?,
        None => HeadAt::Found,
    };
    if args.contains_id("column") {
        assign(context, &desk, args, &path, separator, head)
    } else {
        describe(context, &desk, &path, separator, head)
    }
}

const SEPARATORS: &str = "; , tab |";

fn not_known(context: &Context<'_>, value: &str, allowed: &str) -> Stop {
    Stop::Usage(context.say(
        "cli.map.not-known",
        &[("value", value), ("allowed", allowed)],
    ))
}

fn separator(text: &str) -> Option<char> {
    match text {
        ";" => Some(';'),
        "," => Some(','),
        "tab" | "\t" | "\\t" => Some('\t'),
        "|" => Some('|'),
        _ => None,
    }
}

fn head(text: &str) -> Option<HeadAt> {
    if text == "none" {
        return Some(HeadAt::Nowhere);
    }
    let line = text.parse().ok().filter(|line| *line > 0);
    line.map(HeadAt::Line)
}

/// Shows the head, the first rows and what each column is taken for.
fn describe(
    context: &Context<'_>,
    desk: &Desk,
    path: &Path,
    separator: Option<char>,
    head: HeadAt,
) -> Done {
    let told = Told {
        separator,
        head,
        kind: None,
    };
    let outline = desk.describe_table(path, told)?;
    let locale = &context.answers;
    let columns = columns_sheet(locale, &outline);
    match context.out {
        Output::Json => print_json(&outline_json(&outline)),
        Output::Csv => context.out.write(&columns, || Value::Null, ""),
        Output::Table => {
            let titles: Vec<_> = outline
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect();
            let heads: Vec<(String, &str, bool)> = titles
                .iter()
                .map(|name| (name.clone(), "", false))
                .collect();
            let mut rows = Sheet::new(&heads);
            for (_, row) in &outline.rows {
                let cells = row.iter().take(titles.len()).map(Cell::text);
                let missing = titles.len().saturating_sub(row.len());
                rows.row(cells.chain((0..missing).map(|_| Cell::text(""))).collect());
            }
            let kind = outline.kind.map_or("bank", Kind::name);
            let key = match outline.kind {
                Some(_) => "cli.map.known",
                None => "cli.map.unknown",
            };
            let how = context.say(key, &[("kind", kind)]);
            print(&format!("{}\n{}\n{how}\n", rows.table(), columns.table()))
        }
    }
}

fn columns_sheet(locale: &Locale, outline: &Outline) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("number"), "number", true),
        (title("name"), "name", false),
        (title("taken-for"), "taken_for", false),
    ]);
    for (at, column) in outline.columns.iter().enumerate() {
        sheet.row(vec![
            Cell::text((at + 1).to_string()),
            Cell::text(&column.name),
            Cell::text(column.taken_for.as_deref().unwrap_or("")),
        ]);
    }
    sheet
}

fn outline_json(outline: &Outline) -> Value {
    let columns: Vec<Value> = outline
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| json!({ "number": at + 1, "name": column.name, "taken_for": column.taken_for }))
        .collect();
    let rows: Vec<Value> = outline
        .rows
        .iter()
        .map(|(line, cells)| json!({ "line": line, "cells": cells }))
        .collect();
    json!({
        "kind": outline.kind.map(Kind::name),
        "separator": outline.separator.to_string(),
        "header": outline.head,
        "fingerprint": outline.fingerprint,
        "columns": columns,
        "rows": rows,
    })
}

/// Checks what was said against the whole file, and keeps it.
fn assign(
    context: &Context<'_>,
    desk: &Desk,
    args: &ArgMatches,
    path: &Path,
    separator: Option<char>,
    head: HeadAt,
) -> Done {
    let wish = wish(context, args, separator, head)?;
    let mapping = desk
        .make_mapping(path, &wish)?
        .map_err(|fault| Stop::Usage(context.locale.tell("mapping", &fault)))?;
    let trial = desk.try_mapping(path, &mapping, &Watch::new())?;
    let shown = path.display().to_string();
    for fault in trial.notes.iter().chain(&trial.faults) {
        Context::tell(&import::fault_line(&context.locale, &shown, fault));
    }
    if !trial.is_sound() {
        let count = context.locale.whole(trial.fault_count);
        let facts = [("path", shown.as_str()), ("count", count.as_str())];
        Context::tell(&context.say("cli.map.refused", &facts));
        return Err(Stop::Refused);
    }
    let saved = if context.dry_run {
        None
    } else {
        Some(desk.save_mapping(&mapping)?.display().to_string())
    };
    tell(context, &mapping, &trial, saved.as_deref())
}

fn wish(
    context: &Context<'_>,
    args: &ArgMatches,
    separator: Option<char>,
    head: HeadAt,
) -> Result<Wish, Stop> {
    let word = |name: &str| args.get_one::<String>(name).map(String::as_str);
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| word("kind") == Some(kind.name()));
    let columns = args.get_many::<String>("column").into_iter().flatten();
    // The last sign of equality parts them: a column's name may hold one.
    let pair = |text: &String| {
        let (column, field) = text
            .rsplit_once('=')
            .ok_or_else(|| not_known(context, text, "COLUMN=FIELD"))?;
        Ok((column.to_owned(), field.trim().to_owned()))
    };
    Ok(Wish {
        kind: kind.unwrap_or(Kind::Bank),
        columns: columns.map(pair).collect::<Result<_, Stop>>()?,
        separator,
        head,
        decimal: match word("decimal") {
            Some(",") => Some(Mark::Comma),
            Some(_) => Some(Mark::Point),
            None => None,
        },
        dates: match word("date-order") {
            Some("dmy") => Some(DateOrder::DayFirst),
            Some("mdy") => Some(DateOrder::MonthFirst),
            Some(_) => Some(DateOrder::YearFirst),
            None => None,
        },
        currency: match word("currency") {
            Some(code) => Some(spec::currency(&context.locale, code).map_err(Stop::Usage)?),
            None => None,
        },
    })
}

fn tell(context: &Context<'_>, mapping: &Mapping, trial: &Trial, saved: Option<&str>) -> Done {
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("line"), "line", true),
        (title("number"), "number", false),
        (title("date"), "date", false),
        (title("amount"), "amount", true),
        (title("currency"), "currency", false),
        (title("reference"), "reference", false),
        (title("name"), "name", false),
        (title("text"), "text", false),
    ]);
    let text = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or(""));
    let mut rows = Vec::new();
    for row in &trial.rows {
        let amount = row
            .amount
            .map(|amount| locale.decimal(amount))
            .unwrap_or_default();
        let plain = row.amount.map(|amount| amount.to_string());
        let day = row.day.map(|day| day.to_string());
        let currency = row.currency.map(|currency| currency.code().to_owned());
        sheet.row(vec![
            Cell::text(row.line.to_string()),
            text(&row.number),
            Cell::new(
                row.day.map(|day| locale.date(day)).unwrap_or_default(),
                day.clone().unwrap_or_default(),
            ),
            Cell::new(amount, plain.clone().unwrap_or_default()),
            text(&currency),
            text(&row.reference),
            text(&row.name),
            text(&row.text),
        ]);
        rows.push(json!({
            "line": row.line, "number": row.number, "date": day, "amount": plain, "currency": currency,
            "reference": row.reference, "name": row.name, "text": row.text,
        }));
    }
    let sum = |(currency, paid_in, paid_out): &(Currency, _, _)| {
        let (paid_in, paid_out) = (locale.decimal(*paid_in), locale.decimal(*paid_out));
        let facts = [
            ("currency", currency.code()),
            ("in", paid_in.as_str()),
            ("out", paid_out.as_str()),
        ];
        locale.say("cli.map.sum", &facts)
    };
    let fingerprint = mapping.fingerprint();
    let key = if saved.is_some() {
        "cli.map.saved"
    } else {
        "cli.map.dry-run"
    };
    let count = locale.whole(trial.count);
    let facts = [
        ("count", count.as_str()),
        ("fingerprint", fingerprint.as_str()),
    ];
    let sums = trial.sums.iter().map(sum);
    let note: Vec<String> = sums.chain([locale.say(key, &facts)]).collect();
    let json = || {
        let sums: Vec<Value> = trial
            .sums
            .iter()
            .map(|(currency, paid_in, paid_out)| {
                json!({ "currency": currency.code(), "in": paid_in.to_string(), "out": paid_out.to_string() })
            })
            .collect();
        json!({
            "fingerprint": fingerprint, "kind": mapping.kind.name(), "count": trial.count, "sums": sums,
            "rows": rows, "saved": saved,
        })
    };
    context.out.write(&sheet, json, &note.join("\n"))
}

fn list(context: &Context<'_>, desk: &Desk) -> Done {
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("fingerprint"), "fingerprint", false),
        (title("kind"), "kind", false),
        (title("columns"), "columns", false),
    ]);
    let mut rows = Vec::new();
    for kept in desk.mappings() {
        let columns = assigned(&kept);
        let kind = kept.mapping.as_ref().map(|mapping| mapping.kind.name());
        let shown: Vec<String> = columns
            .iter()
            .map(|(column, field)| format!("{column}={field}"))
            .collect();
        let broken = locale.text("cli.map.broken");
        sheet.row(vec![
            Cell::text(&kept.fingerprint),
            Cell::new(kind.unwrap_or(broken), kind.unwrap_or("")),
            Cell::text(shown.join(", ")),
        ]);
        let columns: Vec<Value> = columns
            .iter()
            .map(|(column, field)| json!({ "column": column, "field": field }))
            .collect();
        rows.push(json!({ "fingerprint": kept.fingerprint, "kind": kind, "columns": columns }));
    }
    if sheet.is_empty() && context.out == Output::Table {
        return print(locale.text("cli.map.none"));
    }
    context
        .out
        .write(&sheet, || json!({ "mappings": rows }), "")
}

/// Columns and fields of a mapping: the names where the table has a head, else the numbers.
fn assigned(kept: &Kept) -> Vec<(String, String)> {
    let Some(mapping) = &kept.mapping else {
        return Vec::new();
    };
    let name = |column: usize| {
        let name = mapping.head.get(column.saturating_sub(1)).cloned();
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| column.to_string())
    };
    let columns = mapping.columns.iter();
    columns
        .map(|assigned| (name(assigned.column), assigned.field.clone()))
        .collect()
}

fn forget(context: &Context<'_>, desk: &Desk, fingerprint: &str) -> Done {
    let known = || {
        desk.mappings()
            .iter()
            .any(|kept| kept.fingerprint == fingerprint)
    };
    let found = if context.dry_run {
        known()
    } else {
        desk.forget_mapping(fingerprint)?
    };
    if !found {
        let fingerprint = fingerprint.to_owned();
        let fault = MappingFault::UnknownFingerprint { fingerprint };
        return Err(Stop::Usage(context.locale.tell("mapping", &fault)));
    }
    let key = if context.dry_run {
        "cli.map.would-forget"
    } else {
        "cli.map.forgotten"
    };
    let line = context.answers.say(key, &[("fingerprint", fingerprint)]);
    context
        .out
        .answer(&line, &json!({ "forgotten": fingerprint }))
}
