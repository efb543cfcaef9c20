//! The company's accounts and the statements of them: `account`, `bank`.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::domain::money::Minor;
use crate::reports::bank::StatementLine;
use crate::text::Locale;
use crate::text::width::clean;

use super::output::{Cell, Output, Sheet};
use super::{Context, Done, journal, output};

/// The statements that were taken in, and where some are missing. A gap is data: it is said, and nothing fails.
pub(super) fn statements(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let lines = context.open()?.statements()?;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("account"), "account", false),
        (title("currency"), "currency", false),
        (title("number"), "number", false),
        (title("from"), "from", false),
        (title("until"), "to", false),
        (title("opening"), "opening", true),
        (title("closing"), "closing", true),
        (title("file"), "file", false),
        (title("gap"), "gap_after", false),
    ]);
    for line in &lines {
        sheet.row(cells(locale, line));
    }
    if sheet.is_empty() && context.out == Output::Table {
        return output::print(&format!("{}\n", locale.text("cli.bank.none")));
    }
    let json = || Value::Array(lines.iter().map(to_json).collect());
    context.out.write(&sheet, json, "")
}

fn cells(locale: &Locale, line: &StatementLine) -> Vec<Cell> {
    let statement = &line.statement;
    let text = |text: &Option<String>| Cell::text(text.clone().unwrap_or_default());
    let date = |date: Option<crate::domain::date::Date>| match date {
        Some(date) => Cell::new(locale.date(date), date.to_string()),
        None => Cell::text(""),
    };
    let balance = |balance: Option<Minor>| match balance {
        Some(balance) => Cell::new(
            locale.amount(balance, statement.currency),
            balance.plain(statement.currency),
        ),
        None => Cell::text(""),
    };
    let gap = match &line.gap_after {
        Some(before) => Cell::new(
            locale.say("cli.bank.gap", &[("before", before)]),
            before.as_str(),
        ),
        None => Cell::text(""),
    };
    vec![
        text(&statement.account),
        Cell::text(statement.currency.code()),
        text(&statement.number),
        date(statement.from),
        date(statement.until),
        balance(statement.opening),
        balance(statement.closing),
        text(&line.file),
        gap,
    ]
}

fn to_json(line: &StatementLine) -> Value {
    let statement = &line.statement;
    let balance = |balance: Option<Minor>| balance.map(|minor| minor.plain(statement.currency));
    json!({
        "account": statement.account,
        "currency": statement.currency.code(),
        "number": statement.number,
        "from": statement.from.map(|date| date.to_string()),
        "to": statement.until.map(|date| date.to_string()),
        "opening": balance(statement.opening),
        "closing": balance(statement.closing),
        "file": line.file,
        "gap_after": line.gap_after,
    })
}

/// The company's own accounts: lists them, adds one, takes one away.
pub(super) fn account(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let number = |args: &ArgMatches| {
        let number = args.get_one::<String>("account").map(|text| clean(text));
        number.unwrap_or_default().into_owned()
    };
    let command = match args.subcommand() {
        Some(("add", args)) => desk.with_account(&number(args))?,
        Some((_, args)) => desk.without_account(&number(args))?,
        None => return accounts(context, &desk.own_accounts()?),
    };
    journal::act(context, &mut desk, command)
}

fn accounts(context: &Context<'_>, accounts: &[String]) -> Done {
    let locale = &context.answers;
    let title = locale.text("cli.column.account").to_owned();
    let mut sheet = Sheet::new(&[(title, "account", false)]);
    for account in accounts {
        sheet.row(vec![Cell::text(account)]);
    }
    if sheet.is_empty() && context.out == Output::Table {
        return output::print(&format!("{}\n", locale.text("cli.account.none")));
    }
    context
        .out
        .write(&sheet, || json!({ "accounts": accounts }), "")
}
