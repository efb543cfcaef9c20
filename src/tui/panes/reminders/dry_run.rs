//! The whole run as it would be now: totals by stage and currency, what blocks it, what stays out.

use super::group::Group;
use super::rows::{Line, Task};
use super::send::Totals;
use super::{short, told};
use crate::tui::model::Model;
use crate::tui::overlays::story::{Story, Tone};

pub fn story(model: &Model) -> Story {
    let locale = &model.locale;
    let rows = model.reminders.list.table().rows();
    let date = locale.long_date(model.book.today);
    let mut story = Story::new(locale.say("tui.reminders.dry-run.title", &[("date", &date)]));
    for warning in told::of_run(model) {
        story.line(Tone::Bad, warning);
    }
    let of = |group: Option<Group>| {
        let lines = rows
            .iter()
            .filter(move |line| group.is_none_or(|group| line.group == group));
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
        let channels = channels(model, rows, group);
        story.line(Tone::Quiet, format!("  {channels}"));
    }
    let all = of(None);
    story.line(Tone::Text, "");
    let total = locale.text("tui.reminders.dry-run.total");
    story.line(Tone::Title, format!("{total}: {}", all.told(locale)));
    if let Some(adds) = all.charges_told(locale) {
        story.line(Tone::Text, format!("  {adds}"));
    }
    let blocked = rows
        .iter()
        .filter(|line| matches!(line.task, Task::Letter { unmatched, .. } if unmatched > 0));
    let blocked = blocked.count();
    if blocked > 0 {
        let count = locale.whole(blocked as u64);
        let says = locale.say("tui.reminders.dry-run.blocked", &[("count", &count)]);
        story.line(Tone::Bad, format!("▲ {says}"));
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

/// By which ways the letters of a group go: `e-mail 4 · post 2`.
fn channels(model: &Model, rows: &[Line], group: Group) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for letter in rows
        .iter()
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
