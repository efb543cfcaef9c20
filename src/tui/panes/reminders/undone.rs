//! Where the letters go on after an undo: the rows that it brought back, in words and under the cursor.

use std::collections::HashMap;

use super::group::Group;
use super::rows::{Line, RowId, Task};
use super::{short, view};
use crate::tui::model::{Model, Notice};
use crate::tui::table::Row;

/// An undo whose queue is on its way.
#[derive(Clone, Debug)]
pub struct Undone {
    /// What was undone, in words.
    events: String,
    /// The queue before it.
    rows: HashMap<RowId, Task>,
}

/// Keeps in mind what the queue was, until the one after the undo is there.
pub fn wait(model: &mut Model, events: String) {
    let list = &model.reminders.list;
    if list.loaded() {
        let rows = list.table().rows().iter();
        let rows = rows.map(|line| (line.id(), line.task.clone())).collect();
        model.reminders.undone = Some(Undone { events, rows });
    }
}

/// Says what came back, and goes there: a row that was not there before, else one that is another now.
pub fn arrive(model: &mut Model, undone: &Undone) {
    let rows = || model.reminders.list.table().rows().iter();
    let is_new = |line: &&Line| !undone.rows.contains_key(&line.id());
    let is_other = |line: &&Line| undone.rows.get(&line.id()) != Some(&line.task);
    let mut back: Vec<&Line> = rows().filter(is_new).collect();
    if back.is_empty() {
        back = rows().filter(is_other).collect();
    }
    back.sort_by_key(|line| line.group);
    let Some(first) = back.first().copied() else {
        return;
    };
    let like_it = back
        .iter()
        .filter(|line| kind(line.group) == kind(first.group));
    let says = sentence(model, first, like_it.count());
    let id = first.id();
    // What only comes some day is not worth a jump.
    if first.group != Group::Coming {
        model.reminders.list.go_to(id);
    }
    if let Some(Notice::Done(_)) = &model.notice {
        let events = format!("{says} · {}", undone.events);
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
