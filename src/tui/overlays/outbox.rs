//! The outbox: what is to leave the house and what became of it; in doubt and failed first.

use ratatui::layout::Rect;

use super::posting::{self, Asks};
use super::{Layer, frame, page};
use crate::desk::PageOf;
use crate::domain::command::{Command, Outcome};
use crate::domain::outbox::{Posted, Stand};
use crate::reports::post::OutboxLine;
use crate::text::Locale;
use crate::tui::action::{ActionId, Why};
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model};
use crate::tui::msg::{Done, Request};
use crate::tui::overlays::story::wrap;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::foot;

/// Rows for the dispatch under the cursor.
const BELOW: u16 = 5;

#[derive(Clone, Default, Debug)]
pub struct Outbox {
    pub lines: Vec<OutboxLine>,
    pub cursor: usize,
    /// An answer is on its way.
    waiting: bool,
}

pub fn open(model: &mut Model) -> Vec<Effect> {
    model.layers.push(Layer::Outbox(Outbox {
        waiting: true,
        ..Outbox::default()
    }));
    vec![Effect::Ask(Request::Outbox)]
}

/// What is sent: a letter of a stage, or a statement.
fn what(locale: &Locale, line: &OutboxLine) -> String {
    match line.kind {
        Some(kind) => locale.text(&format!("letter.{}", kind.name())).to_owned(),
        None => locale.text("tui.outbox.statement").to_owned(),
    }
}

/// A dispatch by name: `L12 · Nordlys Bygg AS`.
fn label(locale: &Locale, line: &OutboxLine) -> String {
    page::letter_title(locale, line.what, &line.name)
}

/// A dispatch as the command line calls it, and whose: what it is stands beside it.
fn named(line: &OutboxLine) -> String {
    match line.what {
        Posted::Letter(letter) => format!("L{} · {}", letter.0, line.name),
        Posted::Statement => format!("D{} · {}", line.id.0, line.name),
    }
}

/// A mark for those that wait for a person: not told by colour alone.
pub fn mark(stand: Stand) -> &'static str {
    match stand {
        Stand::InDoubt => "?",
        Stand::Failed | Stand::Returned => "×",
        Stand::Queued | Stand::Sending => "…",
        Stand::Sent => "✓",
        Stand::CalledOff => "-",
    }
}

impl Outbox {
    pub fn selected(&self) -> Option<&OutboxLine> {
        self.lines.get(self.cursor)
    }

    /// The cursor stays on its dispatch.
    pub fn take(&mut self, lines: Vec<OutboxLine>) {
        let id = self.selected().map(|line| line.id);
        self.waiting = false;
        self.lines = lines;
        let at = self.lines.iter().position(|line| Some(line.id) == id);
        let last = self.lines.len().saturating_sub(1);
        self.cursor = at.unwrap_or_else(|| self.cursor.min(last));
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let locale = canvas.locale;
        let wide = area.width.saturating_sub(2);
        let inside = frame(canvas, area, wide, area.height, &self.title(locale));
        let (rows, below) = foot(inside, BELOW.min(inside.height / 2));
        let at = ListAt {
            list: ListId::Outbox,
            area: rows,
            len: self.lines.len(),
            cursor: self.cursor,
            focused: true,
        };
        let roomy = rows.width >= 100;
        list(canvas, at, |canvas, index, place| {
            let Some(line) = self.lines.get(index) else {
                return;
            };
            let wants = [
                Want::Exactly(1),
                Want::Exactly(11),
                Want::Exactly(if roomy { 30 } else { 20 }),
                Want::Exactly(if roomy { 20 } else { 0 }),
                Want::Exactly(14),
                Want::Exactly(6),
                Want::Rest(8),
            ];
            let laid = places(place.x, place.width, &wants);
            let [sign, stand, who, kind, amount, channel, note] = laid.as_slice() else {
                return;
            };
            let theme = canvas.theme;
            let style = match line.stand {
                Stand::InDoubt | Stand::Failed | Stand::Returned => theme.warn,
                Stand::Queued | Stand::Sending => theme.text,
                Stand::Sent | Stand::CalledOff => theme.quiet,
            };
            let y = place.y;
            canvas.put(sign.x, y, sign.width, mark(line.stand), style);
            let says = locale.text(&format!("stand.{}", line.stand.name()));
            canvas.put(stand.x, y, stand.width, says, style);
            canvas.put(who.x, y, who.width, &line.name, theme.text);
            canvas.put(kind.x, y, kind.width, &what(locale, line), theme.text);
            if let Some(money) = line.amount {
                let says = locale.amount(money.amount, money.currency);
                canvas.put_right(amount.x, y, amount.width, &says, theme.strong);
            }
            let by = locale.channel(line.channel.name());
            canvas.put(channel.x, y, channel.width, by, theme.quiet);
            canvas.put(note.x, y, note.width, &line.note, theme.quiet);
        });
        if self.lines.is_empty() && rows.height > 0 {
            let key = if self.waiting {
                "tui.loading"
            } else {
                "tui.outbox.none"
            };
            canvas.put(
                rows.x,
                rows.y,
                rows.width,
                locale.text(key),
                canvas.theme.quiet,
            );
        }
        self.draw_selected(canvas, below);
    }

    /// `Outbox · 2 in doubt · 1 failed`.
    fn title(&self, locale: &Locale) -> String {
        let mut parts = vec![locale.text("tui.outbox.title").to_owned()];
        let stands = [
            Stand::InDoubt,
            Stand::Failed,
            Stand::Returned,
            Stand::Queued,
        ];
        for stand in stands {
            let count = self.lines.iter().filter(|line| line.stand == stand).count();
            if count > 0 {
                let count = locale.whole(count as u64);
                let stand = locale.text(&format!("stand.{}", stand.name()));
                parts.push(format!("{count} {stand}"));
            }
        }
        parts.join(" · ")
    }

    /// Where the dispatch under the cursor goes, how often it was tried, and all that was said of it.
    fn draw_selected(&self, canvas: &mut Canvas, area: Rect) {
        let Some(line) = self.selected().filter(|_| area.height > 0) else {
            return;
        };
        let (locale, room) = (canvas.locale, usize::from(area.width));
        canvas.rule(area.x, area.y, area.width, canvas.theme.quiet);
        let (queued, attempts) = (
            locale.date(line.queued),
            locale.whole(u64::from(line.attempts)),
        );
        let number = line.number.as_str();
        let facts = [
            ("date", queued.as_str()),
            ("count", &attempts),
            ("number", number),
        ];
        let mut told = vec![
            format!(
                "{} · {} · {}",
                named(line),
                what(locale, line),
                locale.say("tui.outbox.queued", &facts)
            ),
            page::way(locale, line.channel, &line.to, None),
        ];
        told.push(page::fate(locale, line));
        let told = told.iter().flat_map(|says| wrap(says, room));
        for (y, says) in (area.y + 1..area.bottom()).zip(told) {
            canvas.put(area.x, y, area.width, &says, canvas.theme.text);
        }
    }
}

/// The dispatch that the keys are on.
fn selected(model: &Model) -> Option<&OutboxLine> {
    match model.layers.last() {
        Some(Layer::Outbox(outbox)) => outbox.selected(),
        _ => None,
    }
}

fn stands_at(model: &Model, stands: &[Stand], why: Why) -> Result<(), Why> {
    match selected(model) {
        None => Err("no-rows"),
        Some(line) if stands.contains(&line.stand) => Ok(()),
        Some(_) => Err(why),
    }
}

pub fn any(model: &Model) -> Result<(), Why> {
    match model.layers.last() {
        Some(Layer::Outbox(outbox)) if outbox.lines.is_empty() => Err("no-rows"),
        Some(Layer::Letters(letters)) if letters.letters.is_empty() => Err("no-rows"),
        _ => Ok(()),
    }
}

pub fn can_retry(model: &Model) -> Result<(), Why> {
    let again = [Stand::Failed, Stand::InDoubt, Stand::CalledOff];
    stands_at(model, &again, "not-to-retry")
}

pub fn can_arrive(model: &Model) -> Result<(), Why> {
    stands_at(model, &[Stand::InDoubt], "not-in-doubt")
}

pub fn can_call_off(model: &Model) -> Result<(), Why> {
    let here = [
        Stand::Queued,
        Stand::Failed,
        Stand::InDoubt,
        Stand::Returned,
    ];
    stands_at(model, &here, "left-already")
}

pub fn can_return(model: &Model) -> Result<(), Why> {
    stands_at(model, &[Stand::Sent], "not-sent")
}

pub fn can_redirect(model: &Model) -> Result<(), Why> {
    let over = [Stand::Failed, Stand::Returned, Stand::CalledOff];
    stands_at(model, &over, "not-to-redirect")?;
    let is_letter = selected(model).is_some_and(|line| line.what != Posted::Statement);
    if is_letter { Ok(()) } else { Err("no-letter") }
}

pub fn can_send(model: &Model) -> Result<(), Why> {
    match model.layers.last() {
        Some(Layer::Outbox(outbox)) => {
            let mut lines = outbox.lines.iter();
            let waits = lines.any(|line| line.stand == Stand::Queued);
            if waits { Ok(()) } else { Err("nothing-queued") }
        }
        _ => Ok(()),
    }
}

/// Whether a try would be one of what may have arrived.
pub fn is_in_doubt(model: &Model) -> bool {
    selected(model).is_some_and(|line| line.stand == Stand::InDoubt)
}

pub fn take(model: &mut Model, lines: &[OutboxLine]) {
    for layer in &mut model.layers {
        if let Layer::Outbox(outbox) = layer {
            outbox.take(lines.to_vec());
        }
    }
}

pub fn act(model: &mut Model, outbox: Outbox, id: ActionId) -> Vec<Effect> {
    // Sending may be under way: it is stopped first.
    if id == ActionId::Back {
        if let Some(work) = &mut model.work {
            work.stopping = true;
            model.layers.push(Layer::Outbox(outbox));
            return vec![Effect::Cancel];
        }
        return Vec::new();
    }
    let chosen = outbox.selected().cloned();
    model.layers.push(Layer::Outbox(outbox));
    if id == ActionId::SendQueued {
        return vec![Effect::Ask(Request::SendOutbox)];
    }
    let Some(line) = chosen else {
        return Vec::new();
    };
    let name = label(&model.locale, &line);
    let asks = match id {
        ActionId::ShowCopy => return page::open_sent(model, PageOf::Dispatch(line.id), name),
        ActionId::Retry if line.stand == Stand::InDoubt => Asks::Resend(line.id, name),
        ActionId::Retry => {
            let says = model.locale.say("tui.outbox.retried", &[("what", &name)]);
            let outcome = Outcome::Resend {
                reason: String::new(),
            };
            let command = Command::Dispatch {
                dispatch: line.id,
                outcome,
            };
            return vec![Effect::Ask(Request::Act {
                command: Box::new(command),
                done: Done {
                    says,
                    receipts: Vec::new(),
                },
            })];
        }
        ActionId::Arrived => Asks::Arrived(line.id, name),
        ActionId::CallOff => Asks::CallOff(line.id, name),
        ActionId::CameBack => Asks::Returned(line.id, name),
        ActionId::Redirect => Asks::Redirect(line.id, name),
        _ => return Vec::new(),
    };
    posting::open(model, asks);
    Vec::new()
}
