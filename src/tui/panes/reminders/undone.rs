//! Where the letters go on after an undo: the rows that it brought back, in words and under the cursor.

use std::collections::HashMap;

use super::group::Group;
use super::grouped::Grouped;
use super::rows::{Line, RowId, Task};
use super::{short, view};
use crate::tui::model::{Model, Notice};
use crate::tui::table::Row;

/// Keeps in mind what was undone, until the queue after it is there.
pub fn wait(model: &mut Model, events: String) {
    if model.reminders.list.loaded() {
        model.reminders.undone = Some(events);
    }
}

/// The rows that a new queue brings back: those that were not there before, else those that are others now; what is
/// to be done first.
pub fn brought_back(before: &Grouped, rows: &[Line]) -> Vec<RowId> {
    let known: HashMap<RowId, &Task> = before
        .table()
        .rows()
        .iter()
        .map(|line| (line.id(), &line.task))
        .collect();
    let ids = |comes_back: &dyn Fn(&Line) -> bool| -> Vec<RowId> {
        let back = rows.iter().filter(|line| comes_back(line));
        back.map(Row::id).collect()
    };
    let mut back = ids(&|line| !known.contains_key(&line.id()));
    if back.is_empty() {
        back = ids(&|line| known.get(&line.id()) != Some(&&line.task));
    }
    back.sort_by_key(|id| id.group);
    back
}

/// Says what came back, and goes there.
pub fn arrive(model: &mut Model, events: &str, back: &[RowId]) {
    let mut rows = model.reminders.list.table().rows().iter();
    let Some(first) = rows.find(|line| back.first() == Some(&line.id())) else {
        return;
    };
    let like_it = back.iter().filter(|id| kind(id.group) == kind(first.group));
    let says = sentence(model, first, like_it.count());
    let id = first.id();
    // What only comes some day is not worth a jump.
    if first.group != Group::Coming {
        model.reminders.list.go_to(id);
    }
    if let Some(Notice::Done(_)) = &model.notice {
        let events = format!("{says} · {events}");
        let says = model.locale.say("tui.undone", &[("events", &events)]);
        model.notice = Some(Notice::Done(says));
    }
}

/// How its sentence begins, under `tui.reminders.back.`.
fn kind(group: Group) -> &'static str {
    match group {
        Group::Paused | Group::LawMissing => "waits",
        Group::Coming => "comes",
        _ => "due",
    }
}

fn sentence(model: &Model, line: &Line, count: usize) -> String {
    let locale = &model.locale;
    let what = if line.group.is_due() {
        view::what(locale, line).to_owned()
    } else {
        short::why(locale, line, model.book.today).0
    };
    let more = locale.whole(count.saturating_sub(1) as u64);
    let facts = [
        ("customer", line.whose.name.as_str()),
        ("what", what.as_str()),
        ("count", more.as_str()),
    ];
    let many = if count > 1 { "-many" } else { "" };
    let key = format!("tui.reminders.back.{}{many}", kind(line.group));
    locale.say(&key, &facts)
}
