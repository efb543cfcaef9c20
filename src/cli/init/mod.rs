//! `init`: a new ledger, from arguments; from answers if there are none.

mod ask;

use clap::ArgMatches;
use serde_json::json;

use crate::desk::open::usual_currency;
use crate::desk::{Desk, Face};
use crate::domain::field::Wrong;
use crate::domain::ledger::{CompanySize, LedgerFacts};
use crate::domain::shape;

use super::{Context, Done, Stop, spec};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let text = |name: &str| {
        args.get_one::<String>(name)
            .map(|text| crate::text::width::clean(text.trim()).into_owned())
    };
    let given = [
        "company", "country", "currency", "account", "org-no", "size",
    ];
    if super::at_a_terminal() && !given.iter().any(|name| args.contains_id(name)) {
        return ask::run(context);
    }
    let missing = |name: &str| Stop::Usage(context.say("cli.missing", &[("option", name)]));
    let company = text("company")
        .filter(|name| !name.is_empty())
        .ok_or_else(|| missing("--company"))?;
    let country = text("country").ok_or_else(|| missing("--country"))?;
    let accounts: Vec<String> = args
        .get_many::<String>("account")
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let facts = facts(
        context,
        &company,
        &country,
        text("currency").as_deref(),
        &accounts,
    )?;
    let size = text("size").and_then(|size| CompanySize::parse(&size));
    let org_no = text("org-no").filter(|number| !number.is_empty());
    let org_no = org_no.map(|number| org_no_of(context, &facts.country, &number));
    let facts = LedgerFacts {
        org_no: org_no.transpose()?,
        size: size.unwrap_or_default(),
        ..facts
    };
    let path = context.options.ledger_path(&context.config);
    let shown = path.display().to_string();
    if context.dry_run {
        Desk::can_create(&path)?;
        let line = context.answers.say("cli.init.dry-run", &[("path", &shown)]);
        return context.out.answer(&line, &json!({ "ledger": shown }));
    }
    Desk::create(
        &path,
        facts,
        context.config.clone(),
        context.options.clock(),
        Face::CommandLine,
    )?;
    let line = context.answers.say("cli.init.done", &[("path", &shown)]);
    context.out.answer(&line, &json!({ "ledger": shown }))
}

/// The facts of a ledger, all that is typed checked; a small company's.
pub(super) fn facts(
    context: &Context<'_>,
    company: &str,
    country: &str,
    currency: Option<&str>,
    accounts: &[String],
) -> Result<LedgerFacts, Stop> {
    let country = country.trim().to_ascii_uppercase();
    if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Err(Stop::Usage(
            context.say("cli.not-a-country", &[("value", &country)]),
        ));
    }
    let currency = match currency.filter(|code| !code.trim().is_empty()) {
        Some(code) => spec::currency(&context.locale, code).map_err(Stop::Usage)?,
        None => usual_currency(&country),
    };
    let typed = accounts
        .iter()
        .map(|account| crate::text::width::clean(account.trim()));
    let accounts = typed.filter(|account| !account.is_empty()).map(|account| {
        let right = shape::own_account(&country, &account);
        right.map_err(|why| cannot_be(context, &account, why))
    });
    let mut accounts: Vec<String> = accounts.collect::<Result<_, _>>()?;
    accounts.dedup();
    let company = crate::text::width::clean(company).into_owned();
    Ok(LedgerFacts {
        company,
        country,
        currency,
        org_no: None,
        accounts,
        size: CompanySize::default(),
    })
}

/// The company's own number of the register, in its one form.
fn org_no_of(context: &Context<'_>, country: &str, number: &str) -> Result<String, Stop> {
    shape::register_number(country, number).map_err(|(why, right)| match right {
        Some(right) => {
            let facts = [("value", number), ("number", right.as_str())];
            Stop::Usage(context.say("cli.init.other-number", &facts))
        }
        None => cannot_be(context, number, why),
    })
}

fn cannot_be(context: &Context<'_>, value: &str, why: Wrong) -> Stop {
    let why = context.locale.tell("wrong", &why);
    let facts = [("value", value), ("why", why.as_str())];
    Stop::Usage(context.say("cli.init.cannot-be", &facts))
}
