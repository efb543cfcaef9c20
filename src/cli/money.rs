//! Money that settles nothing yet, and what becomes of it: `unapplied`, `writeoff`, `refund`, `transfer`.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::domain::command::Command;
use crate::domain::difference::DifferenceKind;
use crate::domain::evidence::Class;
use crate::reports::settling::{MoneyLine, RefundLine};
use crate::text::Locale;
use crate::text::width::clean;

use super::matching::{own_label, receipt_json};
use super::output::{Cell, Sheet};
use super::receipt::{on, text};
use super::{Context, Done, journal};

/// One list of all money that settles nothing: a customer's, and nobody's.
pub(super) fn unapplied(context: &Context<'_>) -> Done {
    let locale = &context.answers;
    let desk = context.open()?;
    let (lines, refunds) = (desk.money()?, desk.refunds()?);
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("receipt"), "receipt", false),
        (title("date"), "date", false),
        (title("days"), "days", true),
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("left"), "left", true),
        (title("currency"), "currency", false),
        (title("refund"), "refund", true),
        (title("guess"), "guess", false),
    ]);
    for line in &lines {
        sheet.row(cells(locale, line));
    }
    if lines.is_empty() && refunds.is_empty() {
        let nothing = json!({ "unapplied": [], "unidentified": [], "refunds": [] });
        return context
            .out
            .answer(locale.text("cli.unapplied.none"), &nothing);
    }
    let (known, unknown): (Vec<_>, Vec<_>) = lines
        .iter()
        .partition(|line| line.receipt.customer.is_some());
    let of = |lines: Vec<&MoneyLine>| lines.into_iter().map(line_json).collect::<Vec<_>>();
    let (known, unknown) = (of(known), of(unknown));
    let refunds: Vec<Value> = refunds.iter().map(refund_json).collect();
    let all = || json!({ "unapplied": known, "unidentified": unknown, "refunds": refunds });
    context.out.write(&sheet, all, "")
}

fn cells(locale: &Locale, line: &MoneyLine) -> Vec<Cell> {
    let receipt = &line.receipt;
    let (number, name) = match &receipt.customer {
        Some((_, number, name)) => (number.clone(), name.clone()),
        None => (
            String::new(),
            receipt.text.payer_name.clone().unwrap_or_default(),
        ),
    };
    let amount = |minor| {
        Cell::new(
            locale.amount(minor, receipt.currency),
            minor.plain(receipt.currency),
        )
    };
    vec![
        Cell::text(own_label(receipt.item)),
        Cell::new(locale.date(receipt.booked), receipt.booked.to_string()),
        Cell::new(locale.days(line.days), line.days.to_string()),
        Cell::text(number),
        Cell::text(name),
        amount(receipt.left),
        Cell::text(receipt.currency.code()),
        line.refund.as_ref().map_or_else(
            || Cell::text(""),
            |refund| {
                let number = refund.refund.0;
                let shown = locale.amount(refund.left, refund.currency);
                Cell::new(
                    format!("no. {number}: {shown}"),
                    refund.left.plain(refund.currency),
                )
            },
        ),
        Cell::text(guess(line)),
    ]
}

/// The best guess, as `accept` and `apply` take it.
fn guess(line: &MoneyLine) -> String {
    let Some(best) = line.guesses.first() else {
        return String::new();
    };
    let mut said = format!("{} {}", best.class.letter(), best.customer_number);
    if best.class < Class::D || best.parts.len() == 1 {
        let parts = best.parts.iter().map(|part| part.number.as_str());
        let parts = parts.collect::<Vec<_>>().join(", ");
        if !parts.is_empty() {
            said = format!("{said}: {parts}");
        }
    }
    said
}

fn line_json(line: &MoneyLine) -> Value {
    let receipt = &line.receipt;
    let (number, name) = match &receipt.customer {
        Some((_, number, name)) => (Some(number), Some(name)),
        None => (None, None),
    };
    let guesses: Vec<Value> = line
        .guesses
        .iter()
        .map(|guess| {
            let parts = guess.parts.iter().map(|part| {
                json!({ "invoice": part.number, "amount": part.amount.plain(receipt.currency) })
            });
            json!({
                "class": guess.class.letter().to_string(),
                "customer_no": guess.customer_number,
                "allocations": parts.collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "receipt": receipt_json(receipt),
        "customer_no": number,
        "name": name,
        "payer": receipt.text.payer_name,
        "days": line.days,
        "left": receipt.left.plain(receipt.currency),
        "refund": line.refund.as_ref().map(|refund| refund.left.plain(refund.currency)),
        "guesses": guesses,
    })
}

fn refund_json(line: &RefundLine) -> Value {
    json!({
        "refund": line.refund.0.to_string(),
        "credit": line.label,
        "customer_no": line.customer_number,
        "name": line.customer_name,
        "amount": line.amount.plain(line.currency),
        "left": line.left.plain(line.currency),
        "currency": line.currency.code(),
        "planned": line.planned.to_string(),
        "reason": line.reason,
    })
}

/// Closes what is left of an invoice or of a credit without money.
pub(super) fn write_off(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let (target, amount) = desk.find_target(text(args, "rest"))?;
    let kind = DifferenceKind::parse(text(args, "as")).unwrap_or(DifferenceKind::Loss);
    let reason = clean(text(args, "reason")).into_owned();
    let on = on(context, args)?;
    let command = Command::WriteOff {
        target,
        amount,
        kind,
        reason,
        on,
    };
    journal::act(context, &mut desk, command)
}

/// Plans to give money back, or drops that.
pub(super) fn refund(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    if let Some(number) = args.get_one::<String>("drop") {
        let refund = desk.find_refund(number)?;
        return journal::act(context, &mut desk, Command::DropRefund { refund });
    }
    let (credit, amount) = desk.find_credit_part(text(args, "credit"))?;
    let reason = clean(text(args, "reason")).into_owned();
    let command = Command::Refund {
        credit,
        amount,
        reason,
    };
    journal::act(context, &mut desk, command)
}

/// Gives money to another customer than it was taken for.
pub(super) fn transfer(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let receipt = desk.find_receipt(text(args, "receipt"))?;
    let customer = desk.find_customer(text(args, "customer"))?;
    let on = on(context, args)?;
    let command = Command::Transfer {
        receipt,
        customer,
        on,
    };
    journal::act(context, &mut desk, command)
}
