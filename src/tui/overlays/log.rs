//! The journal: every change, the newest first, with who, when and what; any of them can be undone from here.

use ratatui::layout::Rect;

use super::confirm::{Confirm, Deed, wrap};
use super::{Layer, frame};
use crate::domain::id::EntryId;
use crate::reports::log::LogLine;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::{ListId, Model};
use crate::tui::msg::Request;
use crate::tui::panes::document::to_the_minute;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};

#[derive(Clone, Default, Debug)]
pub struct Log {
    pub lines: Vec<LogLine>,
    pub cursor: usize,
    /// An answer is on its way.
    pub waiting: bool,
    /// The oldest entry is among the lines.
    pub complete: bool,
}

pub fn open(model: &mut Model) -> Vec<Effect> {
    model.layers.push(Layer::Log(Log {
        waiting: true,
        ..Log::default()
    }));
    vec![Effect::Ask(Request::Log { before: None })]
}

/// What an entry did, in one line.
pub fn summary(locale: &Locale, line: &LogLine) -> String {
    let events: Vec<String> = line
        .events
        .iter()
        .map(|event| locale.tell("event", event))
        .collect();
    events.join(" · ")
}

/// What an entry is, as a title.
pub fn title<'a>(locale: &'a Locale, line: &LogLine) -> &'a str {
    locale.text(&format!("command.{}", line.command))
}

impl Log {
    pub fn selected(&self) -> Option<&LogLine> {
        self.lines.get(self.cursor)
    }

    pub fn take(&mut self, before: Option<EntryId>, lines: Vec<LogLine>) {
        self.waiting = false;
        self.complete = lines.is_empty();
        if before.is_none() {
            self.lines = lines;
        } else if self.lines.last().map(|line| line.id) == before {
            self.lines.extend(lines);
        }
        self.cursor = self.cursor.min(self.lines.len().saturating_sub(1));
    }

    /// Older entries, when the cursor comes to the end of those that are here.
    pub fn moved(&mut self) -> Vec<Effect> {
        let near = self.cursor + 20 >= self.lines.len();
        match self.lines.last() {
            Some(last) if near && !self.waiting && !self.complete => {
                self.waiting = true;
                vec![Effect::Ask(Request::Log {
                    before: Some(last.id),
                })]
            }
            _ => Vec::new(),
        }
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, model: &Model) {
        let heading = canvas.locale.text("tui.log.title").to_owned();
        let inside = frame(
            canvas,
            area,
            area.width.saturating_sub(2),
            area.height.saturating_sub(1),
            &heading,
        );
        let below = inside.height.min(4);
        let rows = Rect {
            height: inside.height - below,
            ..inside
        };
        let at = ListAt {
            list: ListId::Log,
            area: rows,
            len: self.lines.len(),
            cursor: self.cursor,
            focused: true,
        };
        list(canvas, at, |canvas, index, place| {
            let Some(line) = self.lines.get(index) else {
                return;
            };
            let laid = places(
                place.x,
                place.width,
                &[
                    Want::Exactly(6),
                    Want::Exactly(16),
                    Want::Exactly(20),
                    Want::Rest(8),
                ],
            );
            let [id, at, what, did] = laid.as_slice() else {
                return;
            };
            let undone = line.undone_by.is_some();
            let style = if undone {
                canvas.theme.quiet
            } else {
                canvas.theme.text
            };
            canvas.put_right(
                id.x,
                place.y,
                id.width,
                &line.id.0.to_string(),
                canvas.theme.quiet,
            );
            canvas.put(
                at.x,
                place.y,
                at.width,
                to_the_minute(&line.at),
                canvas.theme.quiet,
            );
            canvas.put(
                what.x,
                place.y,
                what.width,
                title(&model.locale, line),
                style,
            );
            let mut x = did.x;
            if let Some(by) = line.undone_by {
                let says = canvas
                    .locale
                    .say("tui.log.undone-by", &[("entry", &by.0.to_string())]);
                x = x.saturating_add(canvas.put(x, place.y, did.width, &says, canvas.theme.warn));
                x = x.saturating_add(canvas.put(x, place.y, 3, " · ", canvas.theme.quiet));
            }
            let room = (did.x + did.width).saturating_sub(x);
            canvas.put(x, place.y, room, &summary(canvas.locale, line), style);
        });
        self.draw_selected(
            canvas,
            Rect {
                y: rows.bottom(),
                height: below,
                ..inside
            },
        );
    }

    /// The whole of the entry under the cursor, below the list.
    fn draw_selected(&self, canvas: &mut Canvas, area: Rect) {
        let Some(line) = self.selected() else {
            let key = if self.waiting {
                "tui.loading"
            } else {
                "tui.log.empty"
            };
            let says = canvas.locale.text(key).to_owned();
            canvas.put(area.x, area.y, area.width, &says, canvas.theme.quiet);
            return;
        };
        canvas.rule(area.x, area.y, area.width, canvas.theme.quiet);
        // A newer version may have faces that this one does not know.
        let key = format!("face.{}", line.face.replace(' ', "-"));
        let face = if canvas.locale.has(&key) {
            canvas.locale.text(&key)
        } else {
            &line.face
        };
        let mut says = format!("{} · {} · {face}", line.at, line.actor);
        if let Some(reason) = &line.reason {
            says.push_str(" · ");
            says.push_str(reason);
        }
        let told = summary(canvas.locale, line);
        let lines = std::iter::once(says).chain(wrap(&told, usize::from(area.width)));
        for (y, text) in (area.y + 1..area.bottom()).zip(lines) {
            canvas.put(area.x, y, area.width, &text, canvas.theme.text);
        }
    }
}

pub fn act(model: &mut Model, log: Log, id: ActionId, key: Option<Key>) -> Vec<Effect> {
    let chosen = log.selected().cloned();
    let of_run = log
        .lines
        .iter()
        .filter(|line| chosen.as_ref().is_some_and(|chosen| chosen.run == line.run))
        .count();
    if id == ActionId::Back {
        return Vec::new();
    }
    model.layers.push(Layer::Log(log));
    let Some(line) = chosen else {
        return Vec::new();
    };
    match id {
        ActionId::UndoEntry => ask(model, &line, of_run, key),
        ActionId::UndoRun => ask_run(model, &line, of_run, key),
        _ => {}
    }
    Vec::new()
}

/// Asks before a whole run is undone. A run of one entry is that entry.
pub fn ask_run(model: &mut Model, line: &LogLine, of_run: usize, opener: Option<Key>) {
    if of_run < 2 {
        ask(model, line, of_run, opener);
        return;
    }
    let locale = &model.locale;
    let count = of_run.to_string();
    let facts = [
        ("count", count.as_str()),
        ("what", title(locale, line)),
        ("at", line.at.as_str()),
    ];
    let what = locale.say("tui.undo.what-run", &facts);
    let yes = locale.say("tui.undo.whole-run", &facts);
    let deed = Deed::UndoRun { run: line.run };
    let lines = vec![what, summary(locale, line)];
    ask_undo(model, lines, yes, None, deed, opener);
}

/// Asks before something is undone: what it was, and what its undoing does.
pub fn ask_undo(
    model: &mut Model,
    mut lines: Vec<String>,
    yes: String,
    all: Option<String>,
    deed: Deed,
    opener: Option<Key>,
) {
    lines.push(model.locale.text("tui.undo.effect").to_owned());
    model.layers.push(Layer::Confirm(Confirm {
        title: model.locale.text("tui.undo.title").to_owned(),
        lines,
        yes,
        all,
        deed,
        at: 0,
        opener,
    }));
}

/// Asks before an entry is undone: what it was, and what it is part of.
pub fn ask(model: &mut Model, line: &LogLine, of_run: usize, opener: Option<Key>) {
    let locale = &model.locale;
    let number = line.id.0.to_string();
    let facts = [
        ("entry", number.as_str()),
        ("what", title(locale, line)),
        ("at", line.at.as_str()),
    ];
    let all =
        (of_run > 1).then(|| locale.say("tui.undo.whole-run", &[("count", &of_run.to_string())]));
    let lines = vec![locale.say("tui.undo.what", &facts), summary(locale, line)];
    let yes = locale.text("tui.undo.yes").to_owned();
    let deed = Deed::Undo {
        entry: line.id,
        run: line.run,
    };
    ask_undo(model, lines, yes, all, deed, opener);
}
