//! What stops reminders for a time: `dispute`, `promise`, `pause`, `extend`, `bankrupt`; and `call`.

use clap::ArgMatches;

use crate::domain::command::{Command, Resting};
use crate::domain::date::Date;
use crate::text::width::clean;

use super::receipt::text;
use super::{Context, Done, Stop, journal, spec};

pub(super) fn dispute(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let text = |name: &str| {
        args.get_one::<String>(name)
            .map(|text| clean(text.trim()).into_owned())
    };
    if let Some(invoice) = text("close") {
        let document = desk.find_document(&invoice)?;
        let outcome = text("outcome").unwrap_or_default();
        return journal::act(
            context,
            &mut desk,
            Command::CloseDispute { document, outcome },
        );
    }
    let missing = |name: &str| Stop::Usage(context.say("cli.missing", &[("option", name)]));
    let invoice = text("invoice").ok_or_else(|| missing("INVOICE"))?;
    let reason = text("reason").ok_or_else(|| missing("--reason"))?;
    let document = desk.find_document(&invoice)?;
    let amount = amount(context, args)?;
    let until = args.get_one::<String>("until");
    let until = until
        .map(|date| spec::date(&context.locale, date).map_err(Stop::Usage))
        .transpose()?;
    journal::act(
        context,
        &mut desk,
        Command::Dispute {
            document,
            amount,
            reason,
            until,
            owner: text("owner"),
        },
    )
}

pub(super) fn promise(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let text = |name: &str| args.get_one::<String>(name).map_or("", String::as_str);
    let document = desk.find_document(text("invoice"))?;
    let date = spec::date(&context.locale, text("date")).map_err(Stop::Usage)?;
    let amount = amount(context, args)?;
    journal::act(
        context,
        &mut desk,
        Command::Promise {
            document,
            date,
            amount,
        },
    )
}

/// No letters until a day, or an end of what rests.
pub(super) fn pause(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let of = match args.get_one::<String>("customer") {
        Some(number) => Resting::Customer(desk.find_customer(number)?),
        None => Resting::Document(desk.find_document(text(args, "invoice"))?),
    };
    let reason = cleaned(args, "reason");
    if args.get_flag("end") {
        let ends = desk.ends_of_pauses(of, &reason)?;
        return journal::act_all(context, &mut desk, &ends);
    }
    let until = last_day(context, args)?;
    journal::act(context, &mut desk, Command::Pause { of, until, reason })
}

/// A customer asks for a later day: yes or no, and what to tell him.
pub(super) fn extend(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.locale;
    let mut desk = context.open_for_rules()?;
    let invoice = text(args, "invoice").trim();
    let document = desk.find_document(invoice)?;
    let until = last_day(context, args)?;
    let facts = [("invoice", invoice), ("date", &locale.date(until))];
    let tell = context.say("cli.extend.tell", &facts);
    let command = Command::Extend { document, until };
    journal::act_and_tell(context, &mut desk, command, &tell)
}

pub(super) fn bankrupt(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let customer = desk.find_customer(text(args, "customer"))?;
    let claim_by = args.get_one::<String>("claim-by");
    let claim_by = claim_by
        .map(|date| spec::date(&context.locale, date).map_err(Stop::Usage))
        .transpose()?;
    let reason = cleaned(args, "reason");
    let command = Command::Bankrupt {
        customer,
        claim_by,
        reason,
    };
    journal::act(context, &mut desk, command)
}

pub(super) fn call(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let customer = desk.find_customer(text(args, "customer"))?;
    let note = cleaned(args, "note");
    journal::act(context, &mut desk, Command::Call { customer, note })
}

fn cleaned(args: &ArgMatches, name: &str) -> String {
    clean(text(args, name).trim()).into_owned()
}

fn last_day(context: &Context<'_>, args: &ArgMatches) -> Result<Date, Stop> {
    spec::date(&context.locale, text(args, "last-day")).map_err(Stop::Usage)
}

fn amount(context: &Context<'_>, args: &ArgMatches) -> Result<Option<rust_decimal::Decimal>, Stop> {
    let amount = args.get_one::<String>("amount");
    amount
        .map(|amount| spec::amount(&context.locale, amount).map_err(Stop::Usage))
        .transpose()
}
