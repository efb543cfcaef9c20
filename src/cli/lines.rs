//! What a bank file leaves to a person: `lines`, `take`, `known`, `payout`, `dismiss`, `reconsider`.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::domain::bank_line::BankLine;
use crate::domain::command::Command;
use crate::text::Locale;
use crate::text::width::clean;

use super::matching::own_label;
use super::output::{Cell, Sheet};
use super::receipt::on;
use super::{Context, Done, Stop, journal};

pub(super) fn list(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.answers;
    let all = args.get_flag("all");
    let lines = context.open()?.bank_lines(all)?;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("line"), "line", false),
        (title("kind"), "kind", false),
        (title("date"), "date", false),
        (title("amount"), "amount", true),
        (title("left"), "left", true),
        (title("currency"), "currency", false),
        (title("payer"), "payer", false),
        (title("text"), "text", false),
        (title("reference"), "reference", false),
        (title("place"), "place", false),
        (title("about"), "about", false),
        (title("originals"), "originals", false),
        (title("put-away"), "dismissed", false),
    ]);
    for line in &lines {
        sheet.row(cells(locale, line));
    }
    if sheet.is_empty() && context.out == super::output::Output::Table {
        return super::output::print(&format!("{}\n", locale.text("cli.lines.none")));
    }
    let json = || Value::Array(lines.iter().map(to_json).collect());
    context.out.write(&sheet, json, "")
}

fn cells(locale: &Locale, line: &BankLine) -> Vec<Cell> {
    let amount = |minor: crate::domain::money::Minor| {
        Cell::new(
            locale.amount_or_dot(minor, line.currency),
            minor.plain(line.currency),
        )
    };
    let optional = |text: &Option<String>| Cell::text(text.clone().unwrap_or_default());
    let kind = line.kind.name();
    vec![
        Cell::text(line.kind.label()),
        Cell::new(locale.text(&format!("kind.{kind}")), kind),
        Cell::new(locale.date(line.booked), line.booked.to_string()),
        amount(line.amount),
        amount(line.left),
        Cell::text(line.currency.code()),
        optional(&line.text.payer_name),
        optional(&line.text.message),
        optional(&line.reference),
        Cell::text(place(line)),
        Cell::text(line.about.map(own_label).unwrap_or_default()),
        Cell::text(originals(line).join(", ")),
        optional(&line.dismissed),
    ]
}

/// `file:line`; nothing for a receipt entered by hand.
fn place(line: &BankLine) -> String {
    line.file
        .as_ref()
        .map_or(String::new(), |file| format!("{file}:{}", line.line))
}

fn originals(line: &BankLine) -> Vec<String> {
    let receipts = line.originals.iter();
    receipts.map(|(receipt, _)| own_label(*receipt)).collect()
}

fn to_json(line: &BankLine) -> Value {
    json!({
        "line": line.kind.label(),
        "kind": line.kind.name(),
        "date": line.booked.to_string(),
        "amount": line.amount.plain(line.currency),
        "left": line.left.plain(line.currency),
        "currency": line.currency.code(),
        "account": line.account,
        "payer": line.text.payer_name,
        "payer_account": line.text.payer_account,
        "text": line.text.message,
        "reference": line.reference,
        "bank_ref": line.bank_ref,
        "file": line.file,
        "file_line": line.file.is_some().then_some(line.line),
        "about": line.about.map(own_label),
        "originals": originals(line),
        "dismissed": line.dismissed,
        "waits": line.waits,
    })
}

pub(super) fn take(context: &Context<'_>, args: &ArgMatches) -> Done {
    each(context, args, "held", |desk, label| {
        let receipt = desk.find_receipt(label)?;
        Ok(Command::TakeIn { receipt })
    })
}

pub(super) fn known(context: &Context<'_>, args: &ArgMatches) -> Done {
    each(context, args, "held", |desk, label| {
        let receipt = desk.find_receipt(label)?;
        Ok(Command::ConfirmCover { receipt })
    })
}

pub(super) fn pay_out(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let on = on(context, args)?;
    let text = args.get_one::<String>("went-back");
    let payouts = desk.find_payouts(text.map_or("", String::as_str), on)?;
    journal::act_all(context, &mut desk, &payouts)
}

pub(super) fn dismiss(context: &Context<'_>, args: &ArgMatches) -> Done {
    let reason = args.get_one::<String>("reason").map(|text| clean(text));
    let reason = reason.unwrap_or_default();
    each(context, args, "line", |desk, label| {
        let line = desk.find_line(label)?;
        let reason = reason.clone().into_owned();
        Ok(Command::Dismiss { line, reason })
    })
}

pub(super) fn reconsider(context: &Context<'_>, args: &ArgMatches) -> Done {
    each(context, args, "line", |desk, label| {
        let line = desk.find_line(label)?;
        Ok(Command::Reconsider { line })
    })
}

/// One command for each of what is named, all in one run.
fn each(
    context: &Context<'_>,
    args: &ArgMatches,
    name: &str,
    command: impl Fn(&Desk, &str) -> Result<Command, Stop>,
) -> Done {
    let mut desk = context.open()?;
    let labels = args.get_many::<String>(name).into_iter().flatten();
    let commands = labels
        .map(|label| command(&desk, label))
        .collect::<Result<Vec<_>, Stop>>()?;
    journal::act_all(context, &mut desk, &commands)
}
