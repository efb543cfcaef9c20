//! More than one line has room for: what an import did, all evidence about a receipt, the whole of an error.

use std::path::PathBuf;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Layer, frame, mapper};
use crate::desk::ImportOptions;
use crate::domain::evidence::Evidence;
use crate::domain::intake::Fault;
use crate::domain::money::Money;
use crate::reports::import::{FileReport, ImportReport};
use crate::text::Locale;
use crate::text::width::{clean, width};
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model, SeenList};
use crate::tui::msg::Request;
use crate::tui::theme::Theme;
use crate::tui::widgets::canvas::Canvas;

/// How a line is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    Text,
    Title,
    Quiet,
    Good,
    Bad,
}

impl Tone {
    pub fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Text => theme.text,
            Self::Title => theme.strong,
            Self::Quiet => theme.quiet,
            Self::Good => theme.good,
            Self::Bad => theme.bad,
        }
    }
}

#[derive(Clone, Default, Debug)]
pub struct Story {
    pub title: String,
    pub lines: Vec<(Tone, String)>,
    pub cursor: usize,
    /// A file of which only the faulty rows could be left out.
    pub rest: Option<(PathBuf, ImportOptions)>,
    /// A table that was refused: its columns may have to be named.
    pub table: Option<(PathBuf, ImportOptions)>,
    /// Whether `Enter` goes on to the bank lines.
    pub to_lines: bool,
}

impl Story {
    pub fn new(title: String) -> Self {
        Self {
            title,
            ..Self::default()
        }
    }

    pub fn line(&mut self, tone: Tone, text: impl Into<String>) {
        self.lines.push((tone, text.into()));
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let wide = area.width.saturating_sub(4).min(104);
        let room = usize::from(wide.saturating_sub(4));
        let wrapped: Vec<Vec<String>> = self
            .lines
            .iter()
            .map(|(_, text)| wrap(text, room))
            .collect();
        let all: usize = wrapped.iter().map(Vec::len).sum();
        let high = u16::try_from(all).unwrap_or(u16::MAX).saturating_add(2);
        let high = high.min(area.height.saturating_sub(2));
        let inside = frame(canvas, area, wide, high, &self.title);
        // What is read is not chosen: the cursor is the first line shown. A page is as many lines as are shown whole.
        let rows = usize::from(inside.height);
        let last = wrapped.len() - fitting(wrapped.iter().rev(), rows);
        let top = self.cursor.min(last);
        let page = fitting(wrapped.iter().skip(top), rows);
        canvas.seen.lists.push(SeenList {
            list: ListId::Story,
            area: inside,
            top,
            page,
        });
        let told = self.lines.iter().zip(&wrapped).skip(top);
        let told = told.flat_map(|((tone, _), rows)| rows.iter().map(move |row| (tone, row)));
        for (y, (tone, text)) in (inside.y..inside.bottom()).zip(told) {
            canvas.put(inside.x, y, inside.width, text, tone.style(canvas.theme));
        }
        if top < last {
            canvas.put(inside.right(), inside.bottom(), 1, "↓", canvas.theme.key);
        }
    }
}

/// How many of the lines are whole in so many rows; one at least, if there is any.
fn fitting<'a>(lines: impl Iterator<Item = &'a Vec<String>>, rows: usize) -> usize {
    let mut used = 0;
    let mut count = 0;
    for line in lines {
        used += line.len();
        if used > rows && count > 0 {
            break;
        }
        count += 1;
    }
    count
}

/// A line as rows of at most so many columns, broken between words where there are any; what goes on stands further
/// in.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    const IN: &str = "  ";
    let text = clean(text);
    if width(&text) <= room || room <= IN.len() {
        return vec![text.into_owned()];
    }
    let mut rows = Vec::new();
    let mut row = String::new();
    for word in text.split_inclusive(' ') {
        if width(&row) + width(word.trim_end()) > room && !row.trim().is_empty() {
            rows.push(std::mem::replace(&mut row, IN.to_owned()));
        }
        if width(&row) + width(word.trim_end()) <= room {
            row.push_str(word);
            continue;
        }
        // A word longer than a row.
        for c in word.chars() {
            if width(&row) + width(c.encode_utf8(&mut [0; 4])) > room {
                rows.push(std::mem::replace(&mut row, IN.to_owned()));
            }
            row.push(c);
        }
    }
    rows.push(row);
    // The blank behind a row's last word would not fit and be cut with a mark.
    for row in &mut rows {
        row.truncate(row.trim_end().len());
    }
    rows
}

pub fn act(model: &mut Model, story: Story, id: ActionId) -> Vec<Effect> {
    match (id, &story.rest) {
        (ActionId::Close, _) if story.to_lines => super::super::panes::bank::open(model),
        (ActionId::Back | ActionId::Close, _) => Vec::new(),
        (
            ActionId::Today
            | ActionId::Customers
            | ActionId::Aging
            | ActionId::Reminders
            | ActionId::Matching
            | ActionId::BankLines,
            _,
        ) => super::super::update::act(model, id, None),
        (ActionId::MapColumns, _) => match story.table {
            Some((path, options)) => mapper::open(model, path, options),
            None => Vec::new(),
        },
        (ActionId::ImportRest, Some((path, options))) => {
            vec![Effect::Ask(Request::Import {
                path: path.clone(),
                options: ImportOptions {
                    keep_going: true,
                    ..*options
                },
            })]
        }
        _ => {
            model.layers.push(Layer::Story(story));
            Vec::new()
        }
    }
}

/// A piece of evidence as a line: the sign first, for it must not be told by colour alone.
pub fn evidence(locale: &Locale, evidence: &Evidence) -> (Tone, String) {
    let says = locale.tell("evidence", evidence);
    if evidence.speaks_for() {
        (Tone::Good, format!("+ {says}"))
    } else {
        (Tone::Bad, format!("− {says}"))
    }
}

/// Formats whose columns a person can name.
const TABLES: [&str; 4] = ["bank-csv", "customers", "invoices", "payments"];

/// What an import did.
pub fn import(
    locale: &Locale,
    report: &ImportReport,
    path: PathBuf,
    options: ImportOptions,
) -> Story {
    let mut story = Story::new(locale.text("tui.imported.title").to_owned());
    if report.cancelled {
        story.line(Tone::Bad, locale.text("tui.imported.cancelled"));
    }
    for file in &report.files {
        file_lines(locale, file, &mut story);
    }
    if let [file] = report.files.as_slice()
        && file.is_refused()
        && TABLES.contains(&file.format.as_str())
    {
        story.table = Some((path.clone(), options));
    }
    let whole_file = |file: &FileReport| file.faults.iter().any(|fault| fault.line.is_none());
    if report
        .files
        .iter()
        .any(|file| file.is_refused() && !whole_file(file))
    {
        story.line(Tone::Quiet, "");
        story.line(Tone::Text, locale.text("tui.imported.rest"));
        story.rest = Some((path, options));
    }
    let taken = report.files.iter().filter(|file| !file.is_refused());
    if taken.map(|file| file.maybe_known).sum::<u64>() > 0 {
        story.line(Tone::Quiet, "");
        story.line(Tone::Text, locale.text("tui.imported.to-lines"));
        story.to_lines = true;
    }
    story
}

fn file_lines(locale: &Locale, file: &FileReport, story: &mut Story) {
    let name = file
        .path
        .rsplit(['/', std::path::MAIN_SEPARATOR])
        .next()
        .unwrap_or(&file.path);
    let title = if file.format.is_empty() {
        name.to_owned()
    } else {
        format!("{name} · {}", file.format)
    };
    story.line(Tone::Title, title);
    let refused = file.is_refused();
    if refused {
        story.line(Tone::Bad, locale.text("tui.imported.refused"));
    }
    let counts = [
        ("new", file.new),
        ("changed", file.changed),
        ("known", file.known),
        ("covered", file.covered),
        ("maybe-known", file.maybe_known),
        ("taken-back", file.taken_back),
        ("rejected", file.rejected),
        ("other", u64::try_from(file.other.len()).unwrap_or(u64::MAX)),
    ];
    for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        if refused && ["new", "covered", "maybe-known", "taken-back"].contains(&key) {
            continue;
        }
        story.line(
            Tone::Text,
            locale.say(
                &format!("tui.imported.{key}"),
                &[("count", &locale.whole(count))],
            ),
        );
    }
    for Money { amount, currency } in file.sums.iter().filter(|_| !refused) {
        let sum = locale.money(*amount, *currency);
        story.line(
            Tone::Text,
            locale.say("tui.imported.sum", &[("amount", &sum)]),
        );
    }
    for fault in &file.faults {
        story.line(Tone::Bad, fault_line(locale, fault));
    }
    for note in file.notes.iter().chain(&file.doubts) {
        story.line(Tone::Text, format!("▲ {}", fault_line(locale, note)));
    }
    if file.doubt_count > 0 {
        let count = locale.whole(file.doubt_count);
        let says = locale.say("tui.imported.doubted", &[("count", &count)]);
        story.line(Tone::Text, says);
    }
    let told = u64::try_from(file.faults.len()).unwrap_or(u64::MAX);
    if file.fault_count > told {
        let more = locale.whole(file.fault_count - told);
        story.line(
            Tone::Quiet,
            locale.say("tui.imported.more", &[("count", &more)]),
        );
    }
}

/// A fault with its line, in words.
pub fn fault_line(locale: &Locale, fault: &Fault) -> String {
    let says = locale.tell("problem", &fault.problem);
    match fault.line {
        Some(line) => locale.say(
            "tui.imported.fault",
            &[("line", &line.to_string()), ("problem", &says)],
        ),
        None => says,
    }
}
