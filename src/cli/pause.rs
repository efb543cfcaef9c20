//! `dispute` and `promise`.

use clap::ArgMatches;

use crate::domain::command::Command;
use crate::text::width::clean;

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
            owner: None,
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

fn amount(context: &Context<'_>, args: &ArgMatches) -> Result<Option<rust_decimal::Decimal>, Stop> {
    let amount = args.get_one::<String>("amount");
    amount
        .map(|amount| spec::amount(&context.locale, amount).map_err(Stop::Usage))
        .transpose()
}
