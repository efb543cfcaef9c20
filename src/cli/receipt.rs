//! Receipts by hand: `receipt`, `identify`, `accept`, `apply`, `setaside`, `takeup`.

use clap::ArgMatches;

use crate::domain::command::{Command, Settlement};
use crate::domain::date::Date;
use crate::domain::intake::PaymentRow;
use crate::domain::receipt::Details;
use crate::text::width::clean;

use super::{Context, Done, Stop, journal, spec};

pub(super) fn text<'a>(args: &'a ArgMatches, name: &str) -> &'a str {
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

/// Settles a receipt as told, or, told its label alone, as proposed.
pub(super) fn accept(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let on = on(context, args)?;
    let split = text(args, "split");
    let command = if split.contains('=') {
        let settlement = desk.find_settlement(split)?;
        Command::Settle(Box::new(Settlement { on, ..settlement }))
    } else {
        let receipt = desk.find_receipt(split)?;
        desk.accept_proposal(receipt, on)?
    };
    journal::act(context, &mut desk, command)
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
