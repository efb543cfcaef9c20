//! The letter under the cursor as it will go: beside the list where it is wide, over the pane where it is not.

use ratatui::layout::Rect;

use super::rows::{Line, Task};
use super::send::reminder;
use super::view;
use crate::desk::Previewed;
use crate::domain::command::Reminder;
use crate::tui::action::{ActionId, Why};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Request;
use crate::tui::overlays::Layer;
use crate::tui::overlays::page::{self, About, Page};
use crate::tui::overlays::story::wrap;
use crate::tui::panes::with_key;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::part::{foot, head};

/// A letter, or why it cannot be shown.
type Seen = Result<Box<Previewed>, String>;

#[derive(Clone, Default, Debug)]
pub struct State {
    /// It stands beside the list instead of what is to be known about the row.
    pub beside: bool,
    /// The letter that was asked for last.
    asked: Option<Reminder>,
    seen: Option<(Reminder, Seen)>,
}

impl State {
    /// The ledger changed: letters may read otherwise.
    pub fn renew(&mut self) {
        self.asked = None;
        self.seen = None;
    }
}

/// A letter is under the cursor, and the ledger can be written to: it is decided as if it went.
pub fn can(model: &Model) -> Result<(), Why> {
    if model.book.read_only {
        return Err("read-only");
    }
    let line = model.reminders.list.selected();
    line.and_then(reminder).map(drop).ok_or("no-letter")
}

/// Where it is wide it goes beside the list or away; else it opens over the pane.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    if !model.is_wide() {
        return open(model);
    }
    model.reminders.letter.beside = !model.reminders.letter.beside;
    wanted(model)
}

/// Opens it to be read through.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some(line) = model.reminders.list.selected() else {
        return Vec::new();
    };
    let Some(asked) = reminder(line) else {
        return Vec::new();
    };
    let title = view::title(&model.locale, line);
    let page = Page::new(About::Preview(Box::new(asked.clone())), title);
    model.layers.push(Layer::Page(page));
    vec![Effect::Ask(Request::Preview(Box::new(asked)))]
}

/// Asks for the letter beside the list, where it stands there and is another.
pub fn wanted(model: &mut Model) -> Vec<Effect> {
    if !model.reminders.letter.beside || !model.is_wide() || model.book.read_only {
        return Vec::new();
    }
    let line = model.reminders.list.selected();
    let Some(asked) = line.and_then(reminder) else {
        return Vec::new();
    };
    let state = &mut model.reminders.letter;
    if state.asked.as_ref() == Some(&asked) {
        return Vec::new();
    }
    state.asked = Some(asked.clone());
    vec![Effect::Ask(Request::Preview(Box::new(asked)))]
}

pub fn take(model: &mut Model, asked: Reminder, seen: Seen) {
    let (facts, text) = page::of_preview(&model.locale, &seen);
    let is_it = |about: &About| matches!(about, About::Preview(of) if **of == asked);
    page::fill(model, &is_it, &facts, &text);
    let fault = seen.as_ref().ok().and_then(|it| it.sheet.as_ref().err());
    if let Some(says) = fault.map(|fault| fault.tell(&model.locale)) {
        let is_it = |line: &Line| reminder(line).as_ref() == Some(&asked);
        mark_unwritable(model, |line| is_it(line).then_some(says.as_str()));
    }
    let state = &mut model.reminders.letter;
    if state.asked.as_ref() == Some(&asked) {
        state.seen = Some((asked, seen));
    }
}

/// Marks rows whose letters were tried and cannot be written.
pub fn mark_unwritable<'s>(model: &mut Model, says: impl Fn(&Line) -> Option<&'s str>) {
    let mut rows = model.reminders.list.table().rows().to_vec();
    for line in &mut rows {
        if let Some(says) = says(line)
            && let Task::Letter { letter, .. } = &mut line.task
        {
            letter.mark_unwritable(says);
        }
    }
    model.reminders.list.set(rows);
}

/// Whether the letter under the cursor stands beside the list.
pub fn is_beside(model: &Model) -> bool {
    model.reminders.letter.beside && model.is_wide() && can(model).is_ok()
}

/// Draws as much of it as there is room for; a last line says where all of it is.
pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let locale = canvas.locale;
    let asked = model.reminders.list.selected().and_then(reminder);
    let seen = model.reminders.letter.seen.as_ref();
    let seen = seen.filter(|(of, _)| Some(of) == asked.as_ref());
    let inside = Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    };
    let Some((_, seen)) = seen else {
        let says = locale.text("tui.loading");
        canvas.put(inside.x, inside.y, inside.width, says, canvas.theme.quiet);
        return;
    };
    let room = usize::from(inside.width);
    let (facts, text) = page::of_preview(locale, seen);
    let facts: Vec<String> = facts.iter().flat_map(|fact| wrap(fact, room)).collect();
    let rows = u16::try_from(facts.len()).unwrap_or(u16::MAX);
    let (top, rest) = head(inside, rows.min(inside.height / 2));
    for (y, fact) in (top.y..top.bottom()).zip(&facts) {
        canvas.put(top.x, y, top.width, fact, canvas.theme.key);
    }
    let (gap, rest) = head(rest, 1);
    canvas.rule(gap.x, gap.y, gap.width, canvas.theme.quiet);
    let lines = page::laid(text.as_ref().map(Vec::as_slice), room);
    let style = if text.is_err() {
        canvas.theme.bad
    } else {
        canvas.theme.text
    };
    let is_cut = lines.len() > usize::from(rest.height);
    let (shown, last) = foot(rest, u16::from(is_cut));
    for (y, line) in (shown.y..shown.bottom()).zip(&lines) {
        canvas.put(shown.x, y, shown.width, line, style);
    }
    if is_cut {
        let more = with_key(model, "tui.reminders.whole-letter", ActionId::ReadLetter);
        canvas.put(last.x, last.y, last.width, &more, canvas.theme.key);
    }
}
