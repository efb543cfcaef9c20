//! `remind`: the queue of reminders on a day, recording letters as sent, taking back what crossed a payment; and
//! `waive`.

mod json;
mod send;
mod sheet;

pub(super) use sheet::why_waits;

use clap::ArgMatches;
use serde_json::json;

use crate::desk::{Asked, Desk};
use crate::domain::command::Command;
use crate::domain::id::ItemId;
use crate::domain::letter::ChargeKind;
use crate::domain::refusal::Refusal;
use crate::domain::reminding::{Crossed, waive_left};
use crate::reports::reminding::Queue;
use crate::text::width::clean;

use super::output::{Output, print};
use super::receipt::text;
use super::{Context, Done, Stop, journal, spec};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open_for_rules()?;
    are_known(context, args, &desk)?;
    let asked = asked(context, args, &desk)?;
    let reason = cleaned(args, "in-spite");
    let without_fee = without_fee(context, args)?;
    if args.get_flag("take-back") {
        return take_back(context, &mut desk, &asked, reason.as_deref());
    }
    if !args.get_flag("send") {
        let mut queue = queue(&desk, &asked, without_fee.as_deref())?;
        if context.dry_run && asked.on == desk.today() {
            desk.mark_unwritable(&mut queue, &context.answers)?;
        }
        return show(context, &desk, &queue);
    }
    let today = desk.today();
    if asked.on != today {
        return Err(Refusal::SentTodayOnly {
            date: asked.on,
            today,
        }
        .into());
    }
    let out_of_date =
        desk.take_back_out_of_date(&asked, reason.as_deref(), &context.locale, !context.dry_run)?;
    let queue = queue(&desk, &asked, without_fee.as_deref())?;
    let channel = cleaned(args, "by-channel");
    let mut reminders = desk.reminders(&queue.letters);
    for reminder in &mut reminders {
        reminder.channel.clone_from(&channel);
    }
    send::run(
        context,
        args,
        &mut desk,
        (&queue, reminders),
        (reason.as_deref(), out_of_date),
    )
}

/// Why the new fees of the letters are left out, if they are.
fn without_fee(context: &Context<'_>, args: &ArgMatches) -> Result<Option<String>, Stop> {
    if !args.get_flag("no-fee") {
        return Ok(None);
    }
    match cleaned(args, "reason").filter(|reason| !reason.is_empty()) {
        Some(reason) => Ok(Some(reason)),
        None => Err(Stop::Usage(
            context.locale.text("cli.remind.no-reason").to_owned(),
        )),
    }
}

/// The queue as its letters would go out.
fn queue(desk: &Desk, asked: &Asked, without_fee: Option<&str>) -> Result<Queue, Stop> {
    let mut queue = desk.queue_of(asked)?;
    if let Some(reason) = without_fee {
        for line in &mut queue.letters {
            line.letter.leave_fee_out(reason);
        }
    }
    Ok(queue)
}

/// A stage and a channel that there are: a slip must not pass for an answer.
fn are_known(context: &Context<'_>, args: &ArgMatches, desk: &Desk) -> Done {
    let (stages, channels) = desk.stages_and_channels();
    for (option, known, key) in [
        ("stage", stages, "cli.remind.no-such-stage"),
        ("by-channel", channels, "cli.remind.no-such-channel"),
    ] {
        let Some(said) = cleaned(args, option) else {
            continue;
        };
        if !known.iter().any(|known| known.eq_ignore_ascii_case(&said)) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let facts = [("name", said.as_str()), ("known", &known.join(", "))];
            return Err(Stop::Usage(context.say(key, &facts)));
        }
    }
    Ok(())
}

fn asked(context: &Context<'_>, args: &ArgMatches, desk: &Desk) -> Result<Asked, Stop> {
    let on = match args.get_one::<String>("queue-day") {
        Some(text) => spec::date(&context.locale, text).map_err(Stop::Usage)?,
        None => context.as_of.unwrap_or_else(|| desk.today()),
    };
    let customers = args.get_many::<String>("customers-only");
    let customers = customers.into_iter().flatten();
    let customers: Result<Vec<_>, _> = customers.map(|number| desk.find_customer(number)).collect();
    Ok(Asked {
        on,
        customers: customers?,
        stage: cleaned(args, "stage"),
        interest_notes: args.get_flag("interest-notes"),
        insisted: args.contains_id("customers-only") && cleaned(args, "in-spite").is_some(),
    })
}

fn cleaned(args: &ArgMatches, name: &str) -> Option<String> {
    let said = args.get_one::<String>(name)?;
    Some(clean(said.trim()).into_owned())
}

/// The queue: JSON has all of it, CSV the letters, a table what a bookkeeper works through.
fn show(context: &Context<'_>, desk: &Desk, queue: &Queue) -> Done {
    let locale = &context.answers;
    match context.out {
        Output::Json => {
            let lines = queue.letters.iter().flat_map(|line| &line.letter.lines);
            let charges = lines.filter(|line| line.charge.is_some());
            let charges: Vec<ItemId> = charges.map(|line| line.item).collect();
            Ok(json::write(locale, queue, &desk.invoices_of(&charges)?)?)
        }
        Output::Csv => {
            let sheet = sheet::letters(locale, queue);
            context.out.write(&sheet, || json!(null), "")
        }
        Output::Table => {
            for warning in &queue.warnings {
                Context::tell(&locale.tell("warning", warning));
            }
            print(&sheet::page(locale, queue))
        }
    }
}

/// Takes back what letters claimed although the money was on its way, and the charges that the policy waives.
fn take_back(context: &Context<'_>, desk: &mut Desk, asked: &Asked, reason: Option<&str>) -> Done {
    let queue = desk.queue_of(asked)?;
    let crossed = queue.crossed;
    let mut commands: Vec<Command> = crossed
        .iter()
        .map(|crossed| {
            let because =
                reason.map_or_else(|| sheet::crossed(&context.answers, crossed), str::to_owned);
            crossed.take_back(&because)
        })
        .collect();
    let beside: Vec<&Crossed> = crossed.iter().collect();
    let by_policy = context.answers.text("waits.charges-to-waive");
    commands.extend(queue.waive.iter().filter_map(|(_, charges)| {
        let charges = charges.iter().map(|(charge, _, left)| (*charge, *left));
        waive_left(charges, &beside, reason.unwrap_or(by_policy))
    }));
    if commands.is_empty() {
        let nothing = json!({ "entry": null, "run": null, "did": [] });
        let line = context.answers.text("cli.remind.nothing-crossed");
        return context.out.answer(line, &nothing);
    }
    journal::act_all(context, desk, &commands)
}

/// Gives up charges claimed for an invoice.
pub(super) fn waive(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let document = desk.find_document(text(args, "invoice"))?;
    let kinds = match ChargeKind::parse(text(args, "charges")) {
        Some(kind) => vec![kind],
        None => ChargeKind::ALL.to_vec(),
    };
    let reason = clean(text(args, "reason").trim()).into_owned();
    let command = Command::Waive {
        document,
        kinds,
        reason,
    };
    journal::act(context, &mut desk, command)
}
