//! What is on record of customers: `check`, `security`, `order`, `credit-hold`, `credit`, `report holds`, and what
//! stands under `customer`.

mod assess;
mod lists;
mod reports;

pub(super) use assess::{assess, limit};
pub(super) use lists::detail;
pub(super) use reports::key_of;

use std::path::PathBuf;

use crate::desk::{Desk, fingerprint};
use crate::domain::command::Command;
use crate::domain::credit::Verdict;
use crate::domain::date::Date;
use crate::domain::field::Section;
use crate::domain::id::{CustomerId, RecordId};
use crate::domain::money::Minor;
use crate::domain::record::{HoldLevel, NewRecord, RecordFacts, RecordKind, SecurityKind};
use crate::text::width::clean;
use clap::ArgMatches;

use super::receipt::text;
use super::{Context, Done, Stop, journal, spec};

pub(super) fn check(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("add", args)) => {
            let mut desk = context.open()?;
            let facts = RecordFacts::Check {
                class: args.get_one::<String>("class").cloned(),
                advised: maybe_amount(context, &desk, args, "advised")?,
                sha256: args
                    .get_one::<PathBuf>("report-file")
                    .map(|path| fingerprint(path))
                    .transpose()?,
            };
            let on = maybe_day(context, args, "check-date")?;
            put(context, &mut desk, args, facts, (on, "source"))
        }
        Some(("list", args)) => lists::of_kind(context, args, RecordKind::Check),
        _ => Ok(()),
    }
}

pub(super) fn security(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("add", args)) => {
            let mut desk = context.open()?;
            let Some(security) = SecurityKind::parse(text(args, "security-kind")) else {
                return Ok(());
            };
            let facts = RecordFacts::Security {
                security,
                amount: amount(context, &desk, text(args, "amount"))?,
            };
            let from = maybe_day(context, args, "good-from")?;
            put(context, &mut desk, args, facts, (from, "issuer"))
        }
        Some(("list", args)) => match args.get_one::<u32>("within") {
            Some(within) => lists::ending_securities(context, *within),
            None => lists::of_kind(context, args, RecordKind::Security),
        },
        Some(("end", args)) => {
            let record = args.get_one::<i64>("record").copied().unwrap_or_default();
            end(context, args, RecordId(record))
        }
        _ => Ok(()),
    }
}

pub(super) fn order(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("add", args)) => {
            let mut desk = context.open()?;
            let prepaid = maybe_amount(context, &desk, args, "prepaid")?;
            let facts = RecordFacts::Order {
                number: cleaned(args, "order-number"),
                amount: amount(context, &desk, text(args, "amount"))?,
                prepaid: prepaid.unwrap_or(Minor::ZERO),
            };
            put(context, &mut desk, args, facts, (None, ""))
        }
        Some(("list", args)) => lists::of_kind(context, args, RecordKind::Order),
        Some(("end", args)) => {
            let record = context.open()?.find_order(text(args, "order-number"))?;
            end(context, args, record)
        }
        _ => Ok(()),
    }
}

pub(super) fn hold(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("set", args)) => {
            let mut desk = context.open()?;
            let Some(level) = HoldLevel::parse(text(args, "level")) else {
                return Ok(());
            };
            let facts = RecordFacts::Hold { level, rule: None };
            put(context, &mut desk, args, facts, (None, "why"))
        }
        Some(("release", args)) => {
            let mut desk = context.open()?;
            let customer = desk.find_customer(text(args, "customer"))?;
            let ends = desk.releases(customer, &cleaned(args, "why"))?;
            journal::act_all(context, &mut desk, &ends)
        }
        Some(("list", _)) => lists::holds(context, context.out),
        _ => Ok(()),
    }
}

pub(super) fn credit(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("review", args)) => {
            let mut desk = context.open()?;
            let customer = desk.find_customer(text(args, "customer"))?;
            let next = match maybe_day(context, args, "next-review")? {
                Some(next) => Some(next),
                None => desk.next_review(customer)?,
            };
            let new = NewRecord {
                customer,
                on: desk.today(),
                until: next,
                facts: RecordFacts::Review,
                note: cleaned(args, "why"),
            };
            journal::act(context, &mut desk, Command::Record(Box::new(new)))
        }
        Some(("override", args)) => {
            let mut desk = context.open()?;
            let over = text(args, "over");
            let over = Verdict::ALL.into_iter().find(|known| known.name() == over);
            let facts = RecordFacts::Override {
                over: over.unwrap_or(Verdict::Hold),
                amount: maybe_amount(context, &desk, args, "at-most")?,
            };
            put(context, &mut desk, args, facts, (None, "why"))
        }
        Some(("apply", args)) => {
            let mut desk = context.open()?;
            let facts = RecordFacts::Application {
                asked: amount(context, &desk, text(args, "asked-limit"))?,
                granted: maybe_amount(context, &desk, args, "granted")?,
            };
            let customer = desk.find_customer(text(args, "customer"))?;
            let new = NewRecord {
                customer,
                on: desk.today(),
                until: None,
                facts,
                note: cleaned(args, "why"),
            };
            journal::act(context, &mut desk, Command::Record(Box::new(new)))
        }
        Some(("reviews", _)) => lists::reviews(context),
        Some(("overrides", _)) => lists::overrides(context),
        _ => Ok(()),
    }
}

pub(super) fn report(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("holds", args)) => match args.get_one::<String>("format").map(String::as_str) {
            Some("text") => lists::holds_in_words(context),
            _ => lists::holds(context, context.out),
        },
        Some(("audit", _)) => reports::audit(context),
        Some(("warning", _)) => reports::warning(context),
        Some(("late-deliveries", _)) => reports::late_deliveries(context),
        Some(("terms", _)) => reports::terms(context),
        _ => Ok(()),
    }
}

pub(super) fn verify(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let customer = desk.find_customer(text(args, "customer"))?;
    let named = args.get_many::<String>("sections").into_iter().flatten();
    let mut sections: Vec<Section> = named.filter_map(|name| Section::parse(name)).collect();
    sections.sort_unstable();
    sections.dedup();
    if sections.is_empty() {
        sections = Section::ALL.to_vec();
    }
    let commands = desk.verifications(customer, &sections);
    journal::act_all(context, &mut desk, &commands)
}

pub(super) fn note(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    put(
        context,
        &mut desk,
        args,
        RecordFacts::Remark,
        (None, "remark-text"),
    )
}

pub(super) fn records(context: &Context<'_>, args: &ArgMatches) -> Done {
    lists::of_customer(context, text(args, "customer"))
}

/// Puts something on record of the customer that is named: from a day, today if none is given, until the day that is
/// given; the note is the argument of that name.
fn put(
    context: &Context<'_>,
    desk: &mut Desk,
    args: &ArgMatches,
    facts: RecordFacts,
    (on, note): (Option<Date>, &str),
) -> Done {
    let customer: CustomerId = desk.find_customer(text(args, "customer"))?;
    let until = match args.try_get_one::<String>("good-until") {
        Ok(Some(until)) => Some(spec::date(&context.locale, until).map_err(Stop::Usage)?),
        _ => None,
    };
    let new = NewRecord {
        customer,
        on: on.unwrap_or_else(|| desk.today()),
        until,
        facts,
        note: if note.is_empty() {
            String::new()
        } else {
            cleaned(args, note)
        },
    };
    journal::act(context, desk, Command::Record(Box::new(new)))
}

fn end(context: &Context<'_>, args: &ArgMatches, record: RecordId) -> Done {
    let mut desk = context.open()?;
    let command = Command::EndRecord {
        record,
        on: None,
        reason: cleaned(args, "why"),
    };
    journal::act(context, &mut desk, command)
}

fn cleaned(args: &ArgMatches, name: &str) -> String {
    clean(text(args, name).trim()).into_owned()
}

fn maybe_day(context: &Context<'_>, args: &ArgMatches, name: &str) -> Result<Option<Date>, Stop> {
    let day = args.get_one::<String>(name);
    day.map(|day| spec::date(&context.locale, day).map_err(Stop::Usage))
        .transpose()
}

fn amount(context: &Context<'_>, desk: &Desk, text: &str) -> Result<Minor, Stop> {
    let amount = spec::amount(&context.locale, text).map_err(Stop::Usage)?;
    Ok(desk.in_company_currency(amount)?)
}

fn maybe_amount(
    context: &Context<'_>,
    desk: &Desk,
    args: &ArgMatches,
    name: &str,
) -> Result<Option<Minor>, Stop> {
    let text = args.get_one::<String>(name);
    text.map(|text| amount(context, desk, text)).transpose()
}
