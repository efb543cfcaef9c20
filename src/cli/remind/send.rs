//! `remind --send`: letters are written, recorded, and leave the house.

use std::path::PathBuf;

use clap::ArgMatches;

use crate::cli::{Context, Done, Output, Stop, outbox, sentence};
use crate::desk::Desk;
use crate::desk::post::PostReport;
use crate::domain::command::Reminder;
use crate::domain::id::LetterId;
use crate::reports::reminding::{OutOfDateLetter, Queue, Reminded};

use super::{json, sheet};

/// What became of a run.
struct Run {
    done: Reminded,
    report: Option<PostReport>,
}

pub(super) fn run(
    context: &Context<'_>,
    args: &ArgMatches,
    desk: &mut Desk,
    (queue, reminders): (&Queue, Vec<Reminder>),
    (reason, out_of_date): (Option<&str>, Vec<OutOfDateLetter>),
) -> Done {
    let folder = args.get_one::<PathBuf>("letters-out");
    let (reminders, unwritten) = desk.writable(&context.locale, reminders, reason)?;
    let mut done = if context.dry_run {
        desk.rehearse_reminders(&reminders, reason)?
    } else {
        desk.remind(&reminders, reason)?
    };
    done.unwritten = unwritten;
    done.out_of_date = out_of_date;
    let letters: Vec<LetterId> = done.sent.iter().map(|line| line.letter).collect();
    let leaves = !context.dry_run && !letters.is_empty();
    let report = leaves.then(|| outbox::send_letters(context, desk, &letters, folder));
    let run = Run {
        done,
        report: report.transpose()?,
    };
    let has_way = folder.is_some() || desk.has_mail();
    answer(context, queue, &run, has_way)
}

/// What a run did; exit code 3 if a letter that is due did not go out.
fn answer(context: &Context<'_>, queue: &Queue, run: &Run, has_way: bool) -> Done {
    let (locale, done) = (&context.answers, &run.done);
    // Scripts have them in the answer.
    if context.out != Output::Json {
        for warning in &queue.warnings {
            Context::tell(&context.locale.tell("warning", warning));
        }
    }
    for letter in &done.out_of_date {
        Context::tell(&renewed(context, letter));
    }
    let refused = done.left_out.iter().map(|(whose, refusal)| {
        let why = sentence(&context.locale, &refusal.clone().into());
        (&whose.number, why)
    });
    let unwritable = run.done.unwritten.iter();
    let unwritable = unwritable.map(|(whose, why)| (&whose.number, why.clone()));
    for (customer, why) in refused.chain(unwritable) {
        let facts = [("customer", customer.as_str()), ("why", &why)];
        Context::tell(&context.say("cli.remind.left-out", &facts));
    }
    let mut summary = sheet::summary(locale, done, context.dry_run);
    let stuck = done
        .out_of_date
        .iter()
        .any(|letter| letter.stands.is_some());
    let mut clean = done.left_out.is_empty() && done.unwritten.is_empty() && !stuck;
    if let Some(report) = &run.report {
        clean &= report.is_clean() && has_way;
        if has_way {
            outbox::tell(context, report);
            summary = format!("{summary}\n{}", outbox::summary(locale, report));
            for line in outbox::waits(locale, &report.waiting) {
                summary = format!("{summary}\n{line}");
            }
        } else {
            let count = done.sent.len().to_string();
            Context::tell(&context.say("cli.remind.no-way", &[("count", &count)]));
        }
    }
    let report = run.report.as_ref();
    let said = (context.dry_run, summary.as_str());
    let told = json::answer(locale, (queue, done), report, said);
    context.out.answer(&summary, &told)?;
    if clean { Ok(()) } else { Err(Stop::Findings) }
}

/// A letter that was out of date: taken back, or what stands in the way of that.
fn renewed(context: &Context<'_>, letter: &OutOfDateLetter) -> String {
    let locale = &context.locale;
    let why = locale.tell("refusal", &letter.refusal());
    let stands = letter.stands.as_ref();
    let stands = stands.map(|refusal| sentence(locale, &refusal.clone().into()));
    let number = letter.letter.0.to_string();
    let facts = [
        ("customer", letter.number.as_str()),
        ("why", why.as_str()),
        ("stands", stands.as_deref().unwrap_or_default()),
        ("letter", number.as_str()),
    ];
    let key = match (&stands, context.dry_run) {
        (Some(_), true) if letter.in_doubt => "cli.remind.would-be-in-doubt",
        (Some(_), false) if letter.in_doubt => "cli.remind.in-doubt-again",
        (Some(_), _) => "cli.remind.not-taken-back",
        (None, true) => "cli.remind.would-take-back",
        (None, false) => "cli.remind.taken-back",
    };
    locale.say(key, &facts)
}
