//! Why, in as few words as a row has room for.

use crate::domain::date::Date;
use crate::domain::pause::PauseKind;
use crate::domain::reminding::{DueLetter, Waits, WaitsFor, Why};
use crate::text::Locale;
use crate::tui::widgets::canvas::cells;

use super::group::Group;
use super::rows::{Line, Reason, Task};

/// The reason of a row, and whether it is one to mind.
pub fn why(locale: &Locale, line: &Line, today: Date) -> (String, bool) {
    let (says, minds) = parts(locale, line, &|date| locale.due_date(date, today));
    (says.join(BETWEEN), minds)
}

/// The same in so many columns: where it would be cut, dates lose their weekday, and then what comes last is left out.
/// All of it stands beside the list.
pub fn fitting(locale: &Locale, line: &Line, today: Date, room: u16) -> (String, bool) {
    let (says, minds) = why(locale, line, today);
    if cells(&says) <= room {
        return (says, minds);
    }
    let (mut brief, _) = parts(locale, line, &|date| locale.short_date(date));
    while brief.len() > 1 && cells(&brief.join(BETWEEN)) > room {
        brief.pop();
    }
    (brief.join(BETWEEN), minds)
}

/// What stands between two parts of a reason.
const BETWEEN: &str = " · ";

type Day<'a> = &'a dyn Fn(Date) -> String;

/// The most important part first.
fn parts(locale: &Locale, line: &Line, day: Day<'_>) -> (Vec<String>, bool) {
    let says = match &line.task {
        Task::Letter { letter, unmatched } => {
            let mut says = Vec::new();
            let mut minds = *unmatched > 0;
            if minds {
                let count = unmatched.to_string();
                says.push(locale.say("tui.reminders.unmatched-short", &[("count", &count)]));
            }
            if let Some(why) = letter.stays() {
                minds = true;
                says.push(locale.text(stays(why)).to_owned());
            }
            if letter.fee_left_out().is_some() {
                says.push(locale.text("tui.reminders.short.no-fee").to_owned());
            }
            if line.group == Group::NewlyDue {
                says.push(locale.stage(&letter.stage).to_owned());
            }
            says.extend(of_letter(locale, letter, day));
            return (says, minds);
        }
        Task::Call(call) => {
            let since = day(call.since);
            locale.say("tui.reminders.short.call", &[("date", &since)])
        }
        Task::HandOver(tasks) => {
            let agency = tasks.iter().find_map(|task| task.agency.as_deref());
            match agency {
                Some(agency) => locale.say("tui.reminders.short.hand-over", &[("agency", agency)]),
                None => locale.text("tui.reminders.short.hand-over-open").to_owned(),
            }
        }
        Task::TakeBack(crossed) => {
            let (paid, sent) = (
                locale.short_date(crossed.paid),
                locale.short_date(crossed.sent),
            );
            let facts = [("paid", paid.as_str()), ("sent", sent.as_str())];
            locale.say("tui.reminders.short.take-back", &facts)
        }
        Task::Waive(_) => locale
            .text("tui.reminders.short.charges-to-waive")
            .to_owned(),
        Task::Waits(waits) => of_waits(locale, waits),
        Task::Coming(coming) => {
            let date = day(coming.date);
            let facts = [
                ("stage", locale.stage(&coming.stage)),
                ("date", date.as_str()),
            ];
            locale.say("tui.reminders.short.coming", &facts)
        }
    };
    (vec![says], false)
}

/// What keeps a letter here, in two words.
fn stays(why: &Why) -> &'static str {
    match why {
        Why::NoAddress { .. } => "tui.reminders.short.no-address",
        Why::NoAccount { .. } | Why::NoIban { .. } => "tui.reminders.short.no-account",
        _ => "tui.reminders.short.unwritable",
    }
}

/// What brought the letter: a broken word first, else the letter before it, else the due date.
fn of_letter(locale: &Locale, letter: &DueLetter, day: Day<'_>) -> Option<String> {
    let broken = letter.why.iter().find_map(|why| match why {
        Why::PromiseBroken { date, .. } => Some(("tui.reminders.short.promise-broken", *date)),
        Why::PlanBroken { date, .. } => Some(("tui.reminders.short.plan-broken", *date)),
        _ => None,
    });
    if let Some((key, date)) = broken {
        return Some(locale.say(key, &[("date", &locale.short_date(date))]));
    }
    let last = letter.why.iter().find_map(|why| match why {
        Why::LastLetter { stage, sent, .. } => {
            let date = locale.short_date(*sent);
            let facts = [("stage", locale.stage(stage)), ("date", date.as_str())];
            Some(locale.say("tui.reminders.short.last", &facts))
        }
        Why::MovedIn { stage, .. } => {
            let facts = [("stage", locale.stage(stage))];
            Some(locale.say("tui.reminders.short.moved-in", &facts))
        }
        _ => None,
    });
    last.or_else(|| {
        let due = letter.why.iter().find_map(|why| match why {
            Why::FellDue { due, .. } => Some(day(*due)),
            _ => None,
        })?;
        Some(locale.say("tui.reminders.short.due", &[("date", &due)]))
    })
}

fn of_waits(locale: &Locale, waits: &Waits) -> String {
    let until = waits.until.map(|until| locale.short_date(until));
    let date = until.unwrap_or_default();
    let dated = |with: &str, without: &str| {
        let key = if waits.until.is_some() { with } else { without };
        locale.say(key, &[("date", &date)])
    };
    match &waits.why {
        WaitsFor::Paused { kind, reason } => {
            let says = match kind {
                PauseKind::Promise => locale.say("tui.reminders.promise-until", &[("date", &date)]),
                PauseKind::Dispute => dated("tui.reminders.dispute-until", "pause.dispute"),
                PauseKind::Extension => dated("tui.reminders.short.extended", "pause.extension"),
                PauseKind::Pause => dated("tui.reminders.short.paused", "pause.pause"),
                PauseKind::Skip => dated("tui.reminders.short.skipped", "pause.skip"),
                PauseKind::Bankruptcy => locale.text("pause.bankruptcy").to_owned(),
            };
            if reason.is_empty() {
                says
            } else {
                format!("{says}: {reason}")
            }
        }
        WaitsFor::Plan { date, amount } => {
            let date = locale.short_date(*date);
            let amount = locale.amount(amount.amount, amount.currency);
            let facts = [("date", date.as_str()), ("amount", amount.as_str())];
            locale.say("tui.reminders.short.plan", &facts)
        }
        WaitsFor::Agency {
            agency,
            case_number,
            ..
        } => {
            let facts = [
                ("invoice", waits.number.as_str()),
                ("agency", agency.as_str()),
                ("case", case_number.as_deref().unwrap_or_default()),
            ];
            let key = match case_number {
                Some(_) => "tui.reminders.short.agency-case",
                None => "tui.reminders.short.agency",
            };
            locale.say(key, &facts)
        }
        WaitsFor::LetterQueued { letter, .. }
        | WaitsFor::LetterFailed { letter, .. }
        | WaitsFor::LetterInDoubt { letter, .. }
        | WaitsFor::LetterReturned { letter, .. }
        | WaitsFor::LetterCalledOff { letter, .. } => {
            let letter = letter.0.to_string();
            locale.say("tui.reminders.short.not-left", &[("letter", &letter)])
        }
        WaitsFor::DirectDebit => dated(
            "tui.reminders.short.direct-debit-until",
            "tui.reminders.short.direct-debit",
        ),
        WaitsFor::BelowMinimum { .. } => {
            locale.text("tui.reminders.short.below-minimum").to_owned()
        }
        WaitsFor::ChargesAlone { .. } => {
            locale.text("tui.reminders.short.charges-alone").to_owned()
        }
        WaitsFor::ChargesCarried => locale
            .text("tui.reminders.short.charges-carried")
            .to_owned(),
        WaitsFor::ChargesToWaive => locale
            .text("tui.reminders.short.charges-to-waive")
            .to_owned(),
        WaitsFor::Barred { .. } => locale.text("tui.reminders.short.barred").to_owned(),
        WaitsFor::PartDisputed => locale.text("tui.reminders.short.part-disputed").to_owned(),
        WaitsFor::NoStageLeft => locale.text("tui.reminders.short.no-stage-left").to_owned(),
        WaitsFor::NoLetters => locale.text("tui.reminders.short.no-letters").to_owned(),
        WaitsFor::NoChannel => locale.text("tui.reminders.short.no-channel").to_owned(),
        WaitsFor::LawMissing { .. } => locale.text("tui.reminders.short.law-missing").to_owned(),
    }
}

/// How many wait for which reason: `4 promised · 3 disputed`.
pub fn reasons<'a>(locale: &Locale, lines: impl Iterator<Item = &'a Line>) -> String {
    let mut counts: Vec<(Reason, usize)> = Vec::new();
    for line in lines {
        let Task::Waits(waits) = &line.task else {
            continue;
        };
        let reason = Reason::of(waits);
        match counts.iter_mut().find(|count| count.0 == reason) {
            Some((_, count)) => *count += 1,
            None => counts.push((reason, 1)),
        }
    }
    // Few reasons are told, the most usual first; who wants all of them opens the group.
    counts.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
    let told: Vec<String> = counts
        .iter()
        .map(|(reason, count)| {
            let count = count.to_string();
            let (key, date) = match reason {
                Reason::Promised => ("tui.reminders.reason.promised", None),
                Reason::Disputed => ("tui.reminders.reason.disputed", None),
                Reason::Plan => ("tui.reminders.reason.plan", None),
                Reason::Until(until) => ("tui.reminders.reason.until", *until),
                Reason::Agency => ("tui.reminders.reason.agency", None),
                Reason::Bankrupt => ("tui.reminders.reason.bankrupt", None),
                Reason::Other => ("tui.reminders.reason.other", None),
            };
            let date = date.map(|date| locale.short_date(date)).unwrap_or_default();
            locale.say(key, &[("count", &count), ("date", &date)])
        })
        .collect();
    told.join(" · ")
}
