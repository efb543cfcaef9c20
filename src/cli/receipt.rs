//! Receipts by hand: `receipt`, `identify`, `accept`, `apply`, `setaside`, `takeup`, `unapplied`.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::domain::command::{Command, Settlement};
use crate::domain::date::Date;
use crate::domain::intake::PaymentRow;
use crate::domain::receipt::Details;
use crate::text::width::clean;

use super::output::{Cell, Sheet};
use super::{Context, Done, Stop, journal, spec};

fn text<'a>(args: &'a ArgMatches, name: &str) -> &'a str {
    args.get_one::<String>(name).map_or("", String::as_str)
}

/// `--date`, where a command posts: not before that day.
pub(super) fn on(context: &Context<'_>, args: &ArgMatches) -> Result<Option<Date>, Stop> {
    let date = args.get_one::<String>("date");
    date.map(|date| spec::date(&context.locale, date).map_err(Stop::Usage))
        .transpose()
}

pub(super) fn enter(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.locale;
    let mut desk = context.open()?;
    let booked = on(context, args)?.unwrap_or_else(|| desk.today());
    let given = |name: &str| {
        args.get_one::<String>(name)
            .map(|text| clean(text.trim()).into_owned())
            .filter(|text| !text.is_empty())
    };
    let currency = match args.get_one::<String>("currency") {
        Some(code) => spec::currency(locale, code).map_err(Stop::Usage)?,
        None => desk.ledger().currency,
    };
    let customer = args
        .get_one::<String>("customer")
        .map(|number| desk.find_customer(number))
        .transpose()?;
    let payment = PaymentRow {
        payment_id: None,
        booked,
        amount: spec::amount(locale, text(args, "amount")).map_err(Stop::Usage)?,
        currency,
        reference: given("reference"),
        message: given("text"),
        payer_name: None,
        payer_account: given("account"),
        bank_ref: None,
        own_account: None,
        batch: None,
        form: None,
        balance: None,
        details: Details::default(),
        raw: None,
    };
    journal::act(
        context,
        &mut desk,
        Command::EnterReceipt {
            payment: Box::new(payment),
            customer,
        },
    )
}

pub(super) fn identify(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let receipt = desk.find_receipt(text(args, "receipt"))?;
    let customer = desk.find_customer(text(args, "customer"))?;
    let on = on(context, args)?;
    journal::act(
        context,
        &mut desk,
        Command::Identify {
            receipt,
            customer,
            on,
        },
    )
}

pub(super) fn accept(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let settlement = desk.find_settlement(text(args, "split"))?;
    let on = on(context, args)?;
    let settlement = Settlement { on, ..settlement };
    journal::act(context, &mut desk, Command::Settle(Box::new(settlement)))
}

pub(super) fn apply(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let (credit, parts) = desk.find_credit_split(text(args, "split"))?;
    let on = on(context, args)?;
    journal::act(context, &mut desk, Command::Apply { credit, parts, on })
}

pub(super) fn set_aside(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let receipt = desk.find_receipt(text(args, "receipt"))?;
    let reason = clean(text(args, "reason")).into_owned();
    journal::act(context, &mut desk, Command::SetAside { receipt, reason })
}

pub(super) fn take_up(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let receipt = desk.find_receipt(text(args, "receipt"))?;
    journal::act(context, &mut desk, Command::TakeUp { receipt })
}

pub(super) fn unapplied(context: &Context<'_>) -> Done {
    let locale = &context.locale;
    let desk = context.open()?;
    let today = desk.today();
    let lines = desk.unapplied()?;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("receipt"), "receipt", false),
        (title("date"), "date", false),
        (title("days"), "days", true),
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("left"), "left", true),
        (title("currency"), "currency", false),
    ]);
    let mut rows = Vec::new();
    for line in &lines {
        let (_, number, name) = line.customer.clone().unwrap_or_else(|| {
            (
                crate::domain::id::CustomerId::UNIDENTIFIED,
                String::new(),
                String::new(),
            )
        });
        let days = crate::domain::date::days_past(line.booked, today);
        let label = super::matching::own_label(line.item);
        sheet.row(vec![
            Cell::text(&label),
            Cell::new(locale.date(line.booked), line.booked.to_string()),
            Cell::new(locale.days(days), days.to_string()),
            Cell::text(&number),
            Cell::text(&name),
            Cell::new(
                locale.amount(line.left, line.currency),
                line.left.plain(line.currency),
            ),
            Cell::text(line.currency.code()),
        ]);
        rows.push(json!({
            "receipt": super::matching::receipt_json(line),
            "customer_no": number,
            "name": name,
            "days": days,
            "left": line.left.plain(line.currency),
        }));
    }
    if sheet.is_empty() {
        return context.out.answer(
            locale.text("cli.unapplied.none"),
            &json!({ "unapplied": [] }),
        );
    }
    context
        .out
        .write(&sheet, || json!({ "unapplied": Value::Array(rows) }), "")
}
