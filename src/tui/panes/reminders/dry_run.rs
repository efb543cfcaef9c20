//! The whole run as it would be now: totals by stage and currency, what blocks it, what stays out.

use super::group::Group;
use super::rows::Line;
use super::send::{self, Totals};
use super::{preview, short, told};
use crate::domain::refusal::Refusal;
use crate::domain::reminding::Warning;
use crate::reports::reminding::{Reminded, Whose};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Request;
use crate::tui::overlays::story::{Story, Tone};

/// Asks the desk what the run would do; a block is told, and does not stop the trial.
pub fn ask(model: &Model) -> Vec<Effect> {
    let rows = model.reminders.list.table().rows().iter();
    let blocks = |warning: &Warning| matches!(warning, Warning::StaleBankData { .. });
    let stale = model
        .reminders
        .warnings
        .iter()
        .find(|warning| blocks(warning));
    vec![Effect::Ask(Request::DryRun {
        reminders: rows.filter_map(send::reminder).collect(),
        reason: stale.map(|warning| model.locale.tell("warning", warning)),
    })]
}

/// The run told; what the desk would leave out stands at its end.
pub fn story(model: &Model, reminded: &Reminded) -> Story {
    let locale = &model.locale;
    let rows = model.reminders.list.table().rows();
    let date = locale.long_date(model.book.today);
    let mut story = Story::new(locale.say("tui.reminders.dry-run.title", &[("date", &date)]));
    for warning in told::of_run(model) {
        story.line(Tone::Bad, warning);
    }
    let waits = |line: &&Line| stays(line, reminded);
    let of = |group: Option<Group>| {
        let lines = rows
            .iter()
            .filter(move |line| group.is_none_or(|group| line.group == group));
        let lines = lines.filter(|line| !waits(line));
        Totals::of(lines.filter_map(|line| Some((line, line.letter()?))))
    };
    for group in Group::ALL {
        let totals = of(Some(group));
        if totals.count == 0 {
            continue;
        }
        let name = locale.text(&format!("tui.reminders.group.{}", group.name()));
        story.line(Tone::Title, format!("{name}: {}", totals.told(locale)));
        if let Some(adds) = totals.charges_told(locale) {
            story.line(Tone::Text, format!("  {adds}"));
        }
        let channels = channels(model, rows.iter().filter(|line| !waits(line)), group);
        story.line(Tone::Quiet, format!("  {channels}"));
    }
    let all = of(None);
    story.line(Tone::Text, "");
    let total = locale.text("tui.reminders.dry-run.total");
    story.line(Tone::Title, format!("{total}: {}", all.told(locale)));
    if let Some(adds) = all.charges_told(locale) {
        story.line(Tone::Text, format!("  {adds}"));
    }
    let waiting: Vec<&Line> = rows.iter().filter(waits).collect();
    let total = Totals::of(
        waiting
            .iter()
            .filter_map(|line| Some((*line, line.letter()?))),
    );
    if total.count > 0 {
        let says = locale.say(
            "tui.reminders.dry-run.waits",
            &[("letters", &total.told(locale))],
        );
        story.line(Tone::Bad, format!("▲ {says}"));
    }
    let blocked = waiting.iter().filter(|line| line.unmatched() > 0);
    let names: Vec<&str> = blocked.map(|line| line.whose.name.as_str()).collect();
    if !names.is_empty() {
        let count = locale.whole(names.len() as u64);
        let facts = [("count", count.as_str()), ("names", &names.join(", "))];
        let says = locale.say("tui.reminders.dry-run.blocked", &facts);
        story.line(Tone::Bad, format!("▲ {says}"));
    }
    for (whose, refusal) in &reminded.left_out {
        // Those are named already.
        if !matches!(refusal, Refusal::MoneyUnmatched { .. }) {
            let says = locale.tell("refusal", refusal);
            story.line(Tone::Bad, format!("▲ {}: {says}", whose.name));
        }
    }
    for (whose, why) in &reminded.unwritten {
        story.line(Tone::Bad, format!("▲ {}: {why}", whose.name));
    }
    let paused = rows.iter().filter(|line| line.group == Group::Paused);
    let reasons = short::reasons(locale, paused);
    if !reasons.is_empty() {
        let says = locale.say("tui.reminders.dry-run.paused", &[("reasons", &reasons)]);
        story.line(Tone::Quiet, says);
    }
    story.line(
        Tone::Quiet,
        locale.text("tui.reminders.dry-run.nothing-done"),
    );
    story
}

/// Marks in the list what the run could not write.
pub fn mark(model: &mut Model, reminded: &Reminded) {
    if reminded.unwritten.is_empty() {
        return;
    }
    preview::mark_unwritable(model, |line| {
        let mut unwritten = reminded.unwritten.iter();
        let his = unwritten.find(|(whose, _)| *whose == line.whose)?;
        line.letter().map(|_| his.1.as_str())
    });
}

/// Whether the run leaves a letter out: receipts may pay it, the desk refused it, or it cannot be written.
fn stays(line: &Line, reminded: &Reminded) -> bool {
    let mut named = reminded
        .left_out
        .iter()
        .map(|(whose, _)| whose)
        .chain(reminded.unwritten.iter().map(|(whose, _)| whose));
    let is_named = named.any(|whose: &Whose| *whose == line.whose);
    let went = || {
        let mut sent = reminded.sent.iter();
        let letter = line.letter();
        sent.any(|sent| {
            sent.whose == line.whose && letter.is_some_and(|one| one.total == sent.total)
        })
    };
    line.unmatched() > 0 || (is_named && !went())
}

/// By which ways the letters of a group go: `e-mail 4 · post 2`.
fn channels<'a>(model: &Model, rows: impl Iterator<Item = &'a Line>, group: Group) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for letter in rows
        .filter(|line| line.group == group)
        .filter_map(Line::letter)
    {
        match counts.iter_mut().find(|count| count.0 == letter.channel) {
            Some((_, count)) => *count += 1,
            None => counts.push((&letter.channel, 1)),
        }
    }
    let told: Vec<String> = counts
        .iter()
        .map(|(channel, count)| format!("{} {count}", model.locale.channel(channel)))
        .collect();
    told.join(" · ")
}
