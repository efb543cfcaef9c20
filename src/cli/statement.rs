//! `statement`: what a customer owes, or what happened, to read, to keep and to send.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::desk::{Desk, write_whole};
use crate::domain::content::{Purpose, StatementContent, StatementEntry};
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::Channel;
use crate::reports::statement::StatementQuery;
use crate::text::Locale;

use super::output::{Cell, Output, Sheet, print};
use super::{Context, Done, Stop, journal, spec};

/// Columns of a statement as plain text.
const TEXT_COLUMNS: usize = 78;

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let query = query(context, args, &desk)?;
    let statements = desk.statements_of(&query)?;
    if args.get_flag("send-statement") {
        let channel = args.get_one::<String>("statement-channel");
        let channel = channel.and_then(|name| Channel::parse(name));
        let commands = desk.queue_statements(query.customer, &statements, channel)?;
        return journal::act_all(context, &mut desk, &commands);
    }
    let form = args.get_one::<String>("format").map(String::as_str);
    let out = args.get_one::<PathBuf>("statement-out");
    if form == Some("pdf") && out.is_none() && std::io::stdout().is_terminal() {
        let facts = [("option", "--out")];
        return Err(Stop::Usage(context.say("cli.missing", &facts)));
    }
    let bytes = match form {
        Some("pdf") => {
            let sheets = statements.iter().map(|of| desk.statement_sheet(of));
            desk.statement_pdf(&sheets.collect::<Result<Vec<_>, _>>()?)?
        }
        Some("text") => {
            let texts = statements
                .iter()
                .map(|of| desk.statement_text(of, TEXT_COLUMNS));
            let texts = texts.collect::<Result<Vec<_>, _>>()?;
            texts.join("\n\n").into_bytes()
        }
        _ => {
            let locale = &context.answers;
            let sheet = sheet(locale, query.purpose, &statements);
            let note = note(locale, &query, &statements);
            if out.is_none() {
                return context
                    .out
                    .write(&sheet, || to_json(&query, &statements), &note);
            }
            let json = to_json(&query, &statements);
            context.out.bytes(&sheet, &json, &note)?
        }
    };
    match out {
        Some(path) => {
            if context.dry_run {
                return Ok(());
            }
            write_whole(path, &bytes)?;
            let path = path.display().to_string();
            let json = json!({ "file": path });
            // On stderr where the form was meant for the file alone.
            let line = context.say("cli.statement.written", &[("path", &path)]);
            match context.out {
                Output::Json => Output::Json.answer(&line, &json),
                _ => print(&format!("{line}\n")),
            }
        }
        None if form == Some("text") => print(&String::from_utf8_lossy(&bytes)),
        None => Ok(std::io::stdout().lock().write_all(&bytes)?),
    }
}

fn query(context: &Context<'_>, args: &ArgMatches, desk: &Desk) -> Result<StatementQuery, Stop> {
    let number = args.get_one::<String>("customer");
    let customer = desk.find_customer(number.map_or("", String::as_str))?;
    let day = |name: &str| {
        let text = args.get_one::<String>(name);
        let day = text.map(|text| spec::date(&context.locale, text));
        day.transpose().map_err(Stop::Usage)
    };
    let currency = args.get_one::<String>("currency");
    let currency = currency.map(|code| spec::currency(&context.locale, code));
    let from = day("from-day")?;
    let purpose = if args.get_flag("confirmation") {
        Purpose::Confirmation
    } else if args.get_flag("activity") || from.is_some() {
        Purpose::Activity
    } else {
        Purpose::Open
    };
    Ok(StatementQuery {
        customer,
        purpose,
        as_of: context.as_of.unwrap_or_else(|| desk.today()),
        from,
        currency: currency.transpose().map_err(Stop::Usage)?,
    })
}

fn sheet(locale: &Locale, purpose: Purpose, statements: &[StatementContent]) -> Sheet {
    match purpose {
        Purpose::Open | Purpose::Confirmation => open(locale, statements),
        Purpose::Activity => activity(locale, statements),
    }
}

fn open(locale: &Locale, statements: &[StatementContent]) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("kind"), "kind", false),
        (title("number"), "number", false),
        (title("date"), "date", false),
        (title("due"), "due", false),
        (title("amount"), "amount", true),
        (title("disputed"), "disputed", true),
        (title("open"), "open", true),
        (title("currency"), "currency", false),
    ]);
    for statement in statements {
        let currency = statement.currency;
        for entry in &statement.entries {
            let mut cells = begin(locale, entry);
            cells.extend([
                amount(locale, entry.original, currency),
                amount(locale, entry.disputed, currency),
                amount(locale, entry.amount, currency),
                Cell::text(currency.code()),
            ]);
            sheet.row(cells);
        }
        let mut total = vec![Cell::text(locale.text("cli.statement.closing"))];
        total.extend((0..5).map(|_| Cell::text("")));
        total.push(amount(locale, statement.closing, currency));
        total.push(Cell::text(currency.code()));
        sheet.total(total);
    }
    sheet
}

fn activity(locale: &Locale, statements: &[StatementContent]) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("kind"), "kind", false),
        (title("number"), "number", false),
        (title("date"), "date", false),
        (title("due"), "due", false),
        (title("amount"), "amount", true),
        (title("balance"), "balance", true),
        (title("currency"), "currency", false),
    ]);
    for statement in statements {
        let currency = statement.currency;
        let mut balance = statement.opening;
        let from = statement.from.unwrap_or(statement.as_of);
        sheet.row(vec![
            Cell::new(locale.text("cli.statement.opening"), "opening"),
            Cell::text(""),
            Cell::new(locale.date(from), from.to_string()),
            Cell::text(""),
            Cell::text(""),
            amount(locale, balance, currency),
            Cell::text(currency.code()),
        ]);
        for entry in &statement.entries {
            balance += entry.amount;
            let mut cells = begin(locale, entry);
            cells.extend([
                amount(locale, entry.amount, currency),
                amount(locale, balance, currency),
                Cell::text(currency.code()),
            ]);
            sheet.row(cells);
        }
        let mut total = vec![Cell::text(locale.text("cli.statement.closing"))];
        total.extend((0..4).map(|_| Cell::text("")));
        total.push(amount(locale, statement.closing, currency));
        total.push(Cell::text(currency.code()));
        sheet.total(total);
    }
    sheet
}

fn begin(locale: &Locale, entry: &StatementEntry) -> Vec<Cell> {
    let what = entry.what.name();
    let due = entry.due.map_or(Cell::text(""), |due| {
        Cell::new(locale.date(due), due.to_string())
    });
    vec![
        Cell::new(locale.text(&format!("entry.{what}")), what),
        Cell::text(&entry.number),
        Cell::new(locale.date(entry.date), entry.date.to_string()),
        due,
    ]
}

fn amount(locale: &Locale, amount: Minor, currency: Currency) -> Cell {
    Cell::new(
        locale.amount_or_dot(amount, currency),
        amount.plain(currency),
    )
}

/// What of it is past due, currency by currency; that there is nothing, if so.
fn note(locale: &Locale, query: &StatementQuery, statements: &[StatementContent]) -> String {
    let is_empty = |it: &StatementContent| it.entries.is_empty() && it.closing.is_zero();
    if statements.iter().all(is_empty)
        && let Some(first) = statements.first()
    {
        let on = locale.date(query.as_of);
        let facts = [("currency", first.currency.code()), ("date", on.as_str())];
        return locale.say("cli.statement.nothing", &facts);
    }
    let overdue = statements.iter().filter(|it| !it.overdue.is_zero());
    let lines = overdue.map(|it| {
        let sum = locale.money(it.overdue, it.currency);
        locale.say("cli.statement.overdue", &[("amount", &sum)])
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn to_json(query: &StatementQuery, statements: &[StatementContent]) -> Value {
    let statement = |of: &StatementContent| {
        let plain = |amount: Minor| amount.plain(of.currency);
        let mut balance = of.opening;
        let entries = of.entries.iter().map(|entry| {
            balance += entry.amount;
            json!({
                "kind": entry.what.name(),
                "number": entry.number,
                "date": entry.date.to_string(),
                "due": entry.due.map(|due| due.to_string()),
                "original": plain(entry.original),
                "amount": plain(entry.amount),
                "disputed": plain(entry.disputed),
                "agency": entry.agency.as_ref().map(|agency| &agency.name),
                "case_number": entry.agency.as_ref().and_then(|agency| agency.case_number.as_ref()),
                "balance": plain(balance),
            })
        });
        let entries: Vec<Value> = entries.collect();
        json!({
            "currency": of.currency.code(),
            "opening": plain(of.opening),
            "entries": entries,
            "closing": plain(of.closing),
            "disputed": plain(of.disputed),
            "at_agency": plain(of.at_agency),
            "asked": plain(of.asked()),
            "overdue": plain(of.overdue),
            "reference": of.reference,
        })
    };
    let first = statements.first();
    json!({
        "customer_no": first.map(|of| &of.recipient.number),
        "name": first.map(|of| &of.recipient.name),
        "purpose": query.purpose.name(),
        "from": first.and_then(|of| of.from).map(|from| from.to_string()),
        "as_of": query.as_of.to_string(),
        "statements": statements.iter().map(statement).collect::<Vec<_>>(),
    })
}
