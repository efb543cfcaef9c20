//! A letter or statement as it reads, over the whole pane: to be read through.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::posting::{self, Asks};
use super::{Layer, frame};
use crate::desk::{self, LetterPage, PageOf, Previewed};
use crate::domain::command::Reminder;
use crate::domain::content::Purpose;
use crate::domain::outbox::{Channel, Posted, Stand};
use crate::domain::sheet::Sheet;
use crate::reports::post::OutboxLine;
use crate::reports::statement::StatementQuery;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model, SeenList};
use crate::tui::msg::Request;
use crate::tui::overlays::story::wrap;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::part::head;

/// Columns of a page where there is room for them.
const COLUMNS: u16 = 84;
/// Columns of the frame and its margins.
const FRAME: u16 = 4;

/// What the page is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum About {
    Preview(Box<Reminder>),
    Sent(PageOf),
    Statement(Statement),
}

/// Whose statement, and which.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    pub query: StatementQuery,
    pub number: String,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct Page {
    pub about: About,
    title: String,
    /// How and to whom it goes; what became of it.
    facts: Vec<String>,
    /// The pages, or why there are none; nothing yet while they are on their way.
    text: Option<Result<Vec<Sheet>, String>>,
    pub lines: Vec<String>,
    pub cursor: usize,
}

impl Page {
    pub fn new(about: About, title: String) -> Self {
        Self {
            about,
            title,
            facts: Vec::new(),
            text: None,
            lines: Vec::new(),
            cursor: 0,
        }
    }

    /// Takes what the page says, and how and to whom it goes.
    pub fn take(&mut self, width: u16, facts: Vec<String>, text: Result<Vec<Sheet>, String>) {
        self.facts = facts;
        self.text = Some(text);
        self.lay(width);
    }

    /// Breaks the lines for a screen of so many columns.
    pub fn lay(&mut self, width: u16) {
        let columns = usize::from(width.saturating_sub(FRAME + 2).min(COLUMNS));
        self.lines = match &self.text {
            None => Vec::new(),
            Some(text) => laid(text.as_ref().map(Vec::as_slice), columns),
        };
        self.cursor = self.cursor.min(self.lines.len().saturating_sub(1));
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let wide = area.width.saturating_sub(2).min(COLUMNS + FRAME);
        let inside = frame(canvas, area, wide, area.height, &self.title);
        let room = usize::from(inside.width);
        let facts: Vec<String> = self
            .facts
            .iter()
            .flat_map(|fact| wrap(fact, room))
            .collect();
        let rows = u16::try_from(facts.len()).unwrap_or(u16::MAX);
        let (top, rest) = head(inside, rows.min(inside.height / 3));
        for (y, fact) in (top.y..top.bottom()).zip(&facts) {
            canvas.put(top.x, y, top.width, fact, canvas.theme.key);
        }
        let (gap, rest) = head(rest, u16::from(rows > 0));
        if !gap.is_empty() {
            canvas.rule(gap.x, gap.y, gap.width, canvas.theme.quiet);
        }
        let page = usize::from(rest.height);
        let top = self.cursor.min(self.lines.len().saturating_sub(page));
        canvas.seen.lists.push(SeenList {
            list: ListId::Page,
            area: rest,
            top,
            page,
        });
        if self.text.is_none() {
            let says = canvas.locale.text("tui.loading");
            canvas.put(rest.x, rest.y, rest.width, says, canvas.theme.quiet);
        }
        let style = match &self.text {
            Some(Err(_)) => canvas.theme.bad,
            _ => canvas.theme.text,
        };
        for (y, line) in (rest.y..rest.bottom()).zip(self.lines.iter().skip(top)) {
            canvas.put(rest.x, y, rest.width, line, style);
        }
        if top + page < self.lines.len() {
            canvas.put(rest.right(), rest.bottom(), 1, "↓", canvas.theme.key);
        }
    }
}

/// Pages as lines of so many columns, with a gap between two; a fault as its sentence.
pub fn laid(text: Result<&[Sheet], &String>, columns: usize) -> Vec<String> {
    match text {
        Err(fault) => wrap(fault, columns),
        Ok(sheets) => {
            let mut lines = Vec::new();
            for sheet in sheets {
                if !lines.is_empty() {
                    lines.extend([String::new(), String::new()]);
                }
                lines.extend(desk::page(sheet, columns).lines().map(str::to_owned));
            }
            lines
        }
    }
}

/// `by e-mail to ola@nordlys.no · in Norwegian`.
pub fn way(locale: &Locale, channel: Channel, to: &str, sheet: Option<&Sheet>) -> String {
    let channel = locale.channel(channel.name());
    let to = to.replace('\n', ", ");
    let mut says = if to.is_empty() {
        locale.say("tui.page.no-address", &[("channel", channel)])
    } else {
        locale.say("tui.page.way", &[("channel", channel), ("to", &to)])
    };
    if let Some(sheet) = sheet {
        let key = format!("tui.language.{}", sheet.language);
        if locale.has(&key) {
            says.push_str(" · ");
            says.push_str(locale.text(&key));
        }
    }
    says
}

/// What became of a dispatch: `sent 22 Nov · 250 accepted`.
pub fn fate(locale: &Locale, line: &OutboxLine) -> String {
    let mut says = locale
        .text(&format!("stand.{}", line.stand.name()))
        .to_owned();
    if let Some(day) = line.moved {
        says.push(' ');
        says.push_str(&locale.date(day));
    }
    if !line.note.is_empty() {
        says.push_str(" · ");
        says.push_str(&line.note);
    }
    says
}

/// What a preview says of its way, and its sheet or why there is none.
pub fn of_preview(
    locale: &Locale,
    seen: &Result<Box<Previewed>, String>,
) -> (Vec<String>, Result<Vec<Sheet>, String>) {
    match seen {
        Err(says) => (Vec::new(), Err(says.clone())),
        Ok(seen) => {
            let fact = way(locale, seen.channel, &seen.to, seen.sheet.as_deref().ok());
            let sheet = seen.sheet.as_ref();
            let sheet = sheet.map(|sheet| vec![sheet.as_ref().clone()]);
            (vec![fact], sheet.map_err(|fault| fault.tell(locale)))
        }
    }
}

/// The same of what was sent.
fn of_letter(
    locale: &Locale,
    seen: Result<Box<LetterPage>, String>,
) -> (Vec<String>, Result<Vec<Sheet>, String>) {
    let seen = match seen {
        Err(says) => return (Vec::new(), Err(says)),
        Ok(seen) => *seen,
    };
    let mut facts = Vec::new();
    if let Some(line) = &seen.line {
        facts.push(way(
            locale,
            line.channel,
            &line.to,
            seen.sheet.as_deref().ok(),
        ));
        facts.push(fate(locale, line));
    }
    let is_to_go = |line: &OutboxLine| line.stand == Stand::Queued;
    let key = if seen.line.as_ref().is_some_and(is_to_go) {
        "tui.page.to-go"
    } else if seen.is_copy {
        "tui.page.copy"
    } else {
        "tui.page.no-copy"
    };
    facts.push(locale.text(key).to_owned());
    let sheet = seen.sheet.map(|sheet| vec![*sheet]);
    (facts, sheet.map_err(|fault| fault.tell(locale)))
}

/// Opens what was sent, or is to be.
pub fn open_sent(model: &mut Model, of: PageOf, title: String) -> Vec<Effect> {
    model
        .layers
        .push(Layer::Page(Page::new(About::Sent(of), title)));
    vec![Effect::Ask(Request::LetterPage(of))]
}

/// Opens a customer's statement.
pub fn open_statement(model: &mut Model, statement: Statement) -> Vec<Effect> {
    let query = statement.query;
    let title = statement_title(&model.locale, &statement);
    let page = Page::new(About::Statement(statement), title);
    model.layers.push(Layer::Page(page));
    vec![Effect::Ask(Request::Statement(query))]
}

fn statement_title(locale: &Locale, statement: &Statement) -> String {
    let query = &statement.query;
    let kind = locale.text(match query.purpose {
        Purpose::Open => "tui.statement.open",
        Purpose::Activity => "tui.statement.activity",
        Purpose::Confirmation => "tui.statement.confirmation",
    });
    let to = locale.date(query.as_of);
    let days = match query.from {
        Some(from) => format!("{} – {to}", locale.date(from)),
        None => to,
    };
    format!(
        "{kind} · {} · {} · {days}",
        statement.name, statement.number
    )
}

/// A letter's title: its number, or that it is a statement, and whose.
pub fn letter_title(locale: &Locale, what: Posted, name: &str) -> String {
    match what {
        Posted::Letter(letter) => format!("L{} · {name}", letter.0),
        Posted::Statement => format!("{} · {name}", locale.text("tui.outbox.statement")),
    }
}

pub fn take_letter(model: &mut Model, of: PageOf, seen: Result<Box<LetterPage>, String>) {
    let (facts, text) = of_letter(&model.locale, seen);
    fill(model, &|about| *about == About::Sent(of), &facts, &text);
}

pub fn take_statement(
    model: &mut Model,
    query: &StatementQuery,
    seen: &Result<Vec<Sheet>, String>,
) {
    let is_it = |about: &About| matches!(about, About::Statement(it) if it.query == *query);
    fill(model, &is_it, &[], seen);
}

/// Gives the pages that wait for it what they say.
pub fn fill(
    model: &mut Model,
    is_it: &dyn Fn(&About) -> bool,
    facts: &[String],
    text: &Result<Vec<Sheet>, String>,
) {
    let width = model.size.width;
    for layer in &mut model.layers {
        if let Layer::Page(page) = layer
            && is_it(&page.about)
        {
            page.take(width, facts.to_vec(), text.clone());
        }
    }
}

/// The screen has another width.
pub fn resized(model: &mut Model) {
    let width = model.size.width;
    for layer in &mut model.layers {
        if let Layer::Page(page) = layer {
            page.lay(width);
        }
    }
}

/// The statement that the keys are on.
pub fn statement(model: &Model) -> Option<&Statement> {
    match model.layers.last() {
        Some(Layer::Page(Page {
            about: About::Statement(statement),
            ..
        })) => Some(statement),
        _ => None,
    }
}

pub fn act(model: &mut Model, page: Page, id: ActionId) -> Vec<Effect> {
    if matches!(id, ActionId::Back | ActionId::Close) {
        return Vec::new();
    }
    let About::Statement(statement) = page.about.clone() else {
        model.layers.push(Layer::Page(page));
        return Vec::new();
    };
    if id == ActionId::StatementKind {
        let query = statement.query;
        let purpose = match query.purpose {
            Purpose::Open => Purpose::Activity,
            Purpose::Activity => Purpose::Confirmation,
            Purpose::Confirmation => Purpose::Open,
        };
        return open_statement(
            model,
            Statement {
                query: StatementQuery {
                    purpose,
                    from: None,
                    ..query
                },
                ..statement
            },
        );
    }
    model.layers.push(Layer::Page(page));
    match id {
        ActionId::SaveStatement => posting::ask_file(model, statement),
        ActionId::StatementDays => posting::open(model, Asks::Days(statement)),
        ActionId::SendStatement => posting::open(model, Asks::Statement(statement)),
        _ => {}
    }
    Vec::new()
}

/// A name for the file of a statement, until the user gives another.
pub fn file_name(statement: &Statement) -> PathBuf {
    let letters = statement.number.chars();
    let safe: String = letters
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(40)
        .collect();
    PathBuf::from(format!("statement-{safe}.pdf"))
}
