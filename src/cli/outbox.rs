//! `outbox`: what is to leave the house, sending it, and saying what became of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::desk::post::{PostReport, is_for};
use crate::desk::{Desk, DispatchRow, Failure};
use crate::domain::command::{Command, Outcome};
use crate::domain::id::LetterId;
use crate::domain::outbox::{Channel, Posted, Stand};
use crate::reports::post::Waiting;
use crate::text::Locale;
use crate::text::width::clean;

use super::output::{Cell, Sheet};
use super::progress::watched;
use super::receipt::text;
use super::{Context, Done, Stop, journal};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    match args.subcommand() {
        Some(("send", args)) => send(context, args),
        Some(("retry", args)) => retry(context, args),
        Some(("print", args)) => export(context, args, Channel::Print),
        Some(("export", args)) => {
            let post = text(args, "export-kind") == Channel::Post.name();
            export(
                context,
                args,
                if post { Channel::Post } else { Channel::Sms },
            )
        }
        Some(("redirect", args)) => redirect(context, args),
        Some(("renew", args)) => super::renew::run(context, args),
        Some(("stop", args)) => {
            let reason = reason(args);
            customers_channel(context, args, |customer, channel| Command::StopChannel {
                customer,
                channel,
                reason,
            })
        }
        Some(("free", args)) => customers_channel(context, args, |customer, channel| {
            Command::FreeChannel { customer, channel }
        }),
        Some((what, args)) => say(context, args, what),
        None => list(context, args),
    }
}

fn list(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.answers;
    let stands: Vec<Stand> = args
        .get_many::<String>("stand")
        .into_iter()
        .flatten()
        .filter_map(|name| Stand::parse(name))
        .collect();
    let rows = context.open()?.outbox(&stands)?;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("dispatch"), "dispatch", true),
        (title("letter"), "letter", false),
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("amount"), "amount", true),
        (title("currency"), "currency", false),
        (title("channel"), "channel", false),
        (title("to"), "to", false),
        (title("stand"), "stand", false),
        (title("queued"), "queued", false),
        (title("note"), "note", false),
    ]);
    for row in &rows {
        sheet.row(cells(locale, row));
    }
    if sheet.is_empty() && context.out == super::output::Output::Table {
        return super::output::print(&format!("{}\n", locale.text("cli.outbox.none")));
    }
    let json = || json!({ "outbox": rows.iter().map(to_json).collect::<Vec<_>>() });
    context.out.write(&sheet, json, "")
}

fn cells(locale: &Locale, row: &DispatchRow) -> Vec<Cell> {
    let (amount, currency) = match row.amount {
        Some((amount, currency)) => (
            Cell::new(locale.amount(amount, currency), amount.plain(currency)),
            currency.code().to_owned(),
        ),
        None => (Cell::text(""), String::new()),
    };
    let (channel, stand) = (row.channel.name(), row.stand.name());
    vec![
        Cell::text(row.id.0.to_string()),
        Cell::text(letter_label(row).unwrap_or_default()),
        Cell::text(&row.number),
        Cell::text(&row.name),
        amount,
        Cell::text(currency),
        Cell::new(locale.text(&format!("channel.{channel}")), channel),
        Cell::text(row.to.replace('\n', ", ")),
        Cell::new(locale.text(&format!("stand.{stand}")), stand),
        Cell::new(locale.date(row.queued), row.queued.to_string()),
        Cell::text(&row.note),
    ]
}

fn letter_label(row: &DispatchRow) -> Option<String> {
    match row.what {
        Posted::Letter(letter) => Some(format!("L{}", letter.0)),
        Posted::Statement => None,
    }
}

pub(super) fn to_json(row: &DispatchRow) -> Value {
    json!({
        "dispatch": row.id.0,
        "letter": letter_label(row),
        "kind": row.kind.map(crate::domain::letter::LetterKind::name),
        "customer_no": row.number,
        "name": row.name,
        "amount": row.amount.map(|(amount, currency)| amount.plain(currency)),
        "currency": row.amount.map(|(_, currency)| currency.code().to_owned()),
        "channel": row.channel.name(),
        "to": row.to,
        "stand": row.stand.name(),
        "queued": row.queued.to_string(),
        "moved": row.moved.as_ref().map(|(day, _)| day.to_string()),
        "note": row.note,
        "attempts": row.attempts,
    })
}

/// Sends what is queued by e-mail; or writes all that is queued to a folder.
fn send(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let folder = args.get_one::<PathBuf>("letters-out");
    if context.dry_run {
        let mut rows = desk.outbox(&[Stand::Queued])?;
        rows.retain(|row| folder.is_some() || row.channel == Channel::Email);
        return would(context, &rows);
    }
    let report = watched(&context.locale, |watch| match folder {
        None => desk.send_queued(&context.locale, None, watch),
        Some(folder) => desk.send_to_folder(&context.locale, None, folder, watch),
    })?;
    answer(context, &report)
}

pub(super) fn letter_of(row: &DispatchRow) -> Option<LetterId> {
    match row.what {
        Posted::Letter(letter) => Some(letter),
        Posted::Statement => None,
    }
}

/// Queues what failed once more, and sends it.
fn retry(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let labels: Vec<&String> = args.get_many("dispatches").into_iter().flatten().collect();
    let rows = if labels.is_empty() {
        desk.outbox(&[Stand::Failed])?
    } else {
        let found = labels.into_iter().map(|label| desk.find_dispatch(label));
        found.collect::<Result<Vec<_>, Failure>>()?
    };
    if rows.is_empty() || context.dry_run {
        return would(context, &rows);
    }
    let again = rows.iter().map(|row| Command::Dispatch {
        dispatch: row.id,
        outcome: Outcome::Resend {
            reason: String::new(),
        },
    });
    desk.act_all(&again.collect::<Vec<_>>())?;
    let letters: Vec<LetterId> = rows.iter().filter_map(letter_of).collect();
    let named = (letters.len() == rows.len()).then_some(letters.as_slice());
    let report = watched(&context.locale, |watch| {
        desk.send_queued(&context.locale, named, watch)
    })?;
    answer(context, &report)
}

/// What a run would take up.
pub(super) fn would(context: &Context<'_>, rows: &[DispatchRow]) -> Done {
    let count = rows.len().to_string();
    let line = context
        .answers
        .say("cli.outbox.would-send", &[("count", &count)]);
    let rows: Vec<Value> = rows.iter().map(to_json).collect();
    let told = json!({ "tried": [], "would_try": rows, "dry_run": true });
    context.out.answer(&line, &told)
}

fn export(context: &Context<'_>, args: &ArgMatches, channel: Channel) -> Done {
    let mut desk = context.open()?;
    if context.dry_run {
        let mut rows = desk.outbox(&[Stand::Queued])?;
        rows.retain(|row| is_for(channel, row.channel));
        return would(context, &rows);
    }
    let Some(out) = args.get_one::<PathBuf>("export-out") else {
        return Err(Stop::Usage(
            context.say("cli.missing", &[("option", "--out")]),
        ));
    };
    let report = watched(&context.locale, |watch| {
        desk.export_queued(&context.locale, channel, out, watch)
    })?;
    answer(context, &report)
}

/// A person says what became of a dispatch, or what is to.
fn say(context: &Context<'_>, args: &ArgMatches, what: &str) -> Done {
    let mut desk = context.open()?;
    let row = desk.find_dispatch(text(args, "dispatch"))?;
    let reason = reason(args);
    let outcome = match what {
        "arrived" => Outcome::Arrived { reason },
        "call-off" => Outcome::CallOff { reason },
        "returned" => Outcome::Returned { reason },
        _ => Outcome::Resend { reason },
    };
    let dispatch = row.id;
    journal::act(context, &mut desk, Command::Dispatch { dispatch, outcome })
}

fn redirect(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let dispatch = desk.find_dispatch(text(args, "dispatch"))?.id;
    let channel = channel(args);
    let reason = reason(args);
    let command = Command::Redirect {
        dispatch,
        channel,
        reason,
    };
    journal::act(context, &mut desk, command)
}

fn customers_channel(
    context: &Context<'_>,
    args: &ArgMatches,
    command: impl FnOnce(crate::domain::id::CustomerId, Channel) -> Command,
) -> Done {
    let mut desk = context.open()?;
    let customer = desk.find_customer(text(args, "customer"))?;
    journal::act(context, &mut desk, command(customer, channel(args)))
}

fn channel(args: &ArgMatches) -> Channel {
    Channel::parse(text(args, "channel")).unwrap_or(Channel::Print)
}

pub(super) fn reason(args: &ArgMatches) -> String {
    let said = args.try_get_one::<String>("reason").ok().flatten();
    said.map(|reason| clean(reason.trim()).into_owned())
        .unwrap_or_default()
}

/// What a run did; exit code 3 if something that was to leave did not.
fn answer(context: &Context<'_>, report: &PostReport) -> Done {
    tell(context, report);
    let locale = &context.answers;
    let mut says = vec![summary(locale, report)];
    says.extend(waits(locale, &report.waiting));
    context.out.answer(&says.join("\n"), &report_json(report))?;
    if report.is_clean() {
        Ok(())
    } else {
        Err(Stop::Findings)
    }
}

/// What did not leave, and why, line by line on stderr.
pub(super) fn tell(context: &Context<'_>, report: &PostReport) {
    let locale = &context.locale;
    if report.busy {
        Context::tell(locale.text("cli.outbox.busy"));
    }
    if let Some(why) = &report.no_way {
        Context::tell(why);
    }
    for dispatch in &report.interrupted {
        let number = dispatch.0.to_string();
        Context::tell(&locale.say("cli.outbox.interrupted", &[("dispatch", &number)]));
    }
    let not_sent = report.tried.iter().filter(|it| it.stand != Stand::Sent);
    for tried in not_sent {
        let number = tried.dispatch.0.to_string();
        let stand = locale.text(&format!("stand.{}", tried.stand.name()));
        let facts = [
            ("dispatch", number.as_str()),
            ("customer", tried.number.as_str()),
            ("stand", stand),
            ("why", tried.note.as_str()),
        ];
        Context::tell(&locale.say("cli.outbox.not-sent", &facts));
    }
    for stays in &report.out_of_date {
        Context::tell(&stays.note);
    }
    if report.stopped.is_some() {
        Context::tell(locale.text("cli.outbox.stopped"));
    }
    if report.cancelled {
        Context::tell(locale.text("cli.outbox.cancelled"));
    }
}

pub(super) fn summary(locale: &Locale, report: &PostReport) -> String {
    let count = |stand| report.count(stand).to_string();
    let left = report.waiting.all().to_string();
    let mut says = locale.say(
        "cli.outbox.report",
        &[
            ("sent", &count(Stand::Sent)),
            ("failed", &count(Stand::Failed)),
            ("doubt", &count(Stand::InDoubt)),
            ("left", &left),
        ],
    );
    let old = report.out_of_date.len();
    if old > 0 {
        let count = locale.say("cli.outbox.out-of-date", &[("count", &old.to_string())]);
        says = format!("{says} {count}");
    }
    says
}

/// What is queued still, way by way, each with the command that it waits for.
pub(super) fn waits(locale: &Locale, waiting: &Waiting) -> Vec<String> {
    let ways = Channel::ALL.into_iter().filter(|way| waiting.by(*way) > 0);
    ways.map(|way| {
        let count = locale.whole(waiting.by(way));
        let key = format!("cli.outbox.waits-{}", way.name());
        locale.say(&key, &[("count", &count)])
    })
    .collect()
}

pub(super) fn report_json(report: &PostReport) -> Value {
    let tried = report.tried.iter().map(|tried| {
        json!({
            "dispatch": tried.dispatch.0,
            "letter": tried.letter.map(|letter| format!("L{}", letter.0)),
            "customer_no": tried.number,
            "name": tried.name,
            "channel": tried.channel.name(),
            "to": tried.to,
            "stand": tried.stand.name(),
            "note": tried.note,
        })
    });
    json!({
        "tried": tried.collect::<Vec<_>>(),
        "out_of_date": report.out_of_date.iter().map(|stays| json!({
            "dispatch": stays.dispatch.0,
            "letter": stays.letter.map(|letter| format!("L{}", letter.0)),
            "customer_no": stays.number,
            "why": stays.note,
        })).collect::<Vec<_>>(),
        "interrupted": report.interrupted.iter().map(|it| it.0).collect::<Vec<_>>(),
        "left": report.left,
        "waiting": Channel::ALL.map(|way| (way.name(), report.waiting.by(way))).into_iter().collect::<BTreeMap<_, _>>(),
        "stopped": report.stopped,
        "no_way": report.no_way,
        "busy": report.busy,
        "cancelled": report.cancelled,
    })
}

/// Letters that were recorded just now leave: into a folder, or by e-mail.
pub(super) fn send_letters(
    context: &Context<'_>,
    desk: &mut Desk,
    letters: &[LetterId],
    folder: Option<&PathBuf>,
) -> Result<PostReport, Failure> {
    watched(&context.locale, |watch| match folder {
        Some(folder) => desk.send_to_folder(&context.locale, Some(letters), folder, watch),
        None => desk.send_queued(&context.locale, Some(letters), watch),
    })
}
