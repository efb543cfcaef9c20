//! The letters that a customer got, the newest first: each leads to its copy.

use ratatui::layout::Rect;

use super::outbox::mark;
use super::{Layer, frame, page};
use crate::desk::PageOf;
use crate::domain::id::CustomerId;
use crate::domain::outbox::Posted;
use crate::reports::post::LetterSent;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model};
use crate::tui::msg::Request;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};

#[derive(Clone, Debug)]
pub struct Letters {
    pub customer: CustomerId,
    name: String,
    pub letters: Vec<LetterSent>,
    pub cursor: usize,
    /// An answer is on its way.
    waiting: bool,
}

pub fn open(model: &mut Model, customer: CustomerId, name: String) -> Vec<Effect> {
    model.layers.push(Layer::Letters(Letters {
        customer,
        name,
        letters: Vec::new(),
        cursor: 0,
        waiting: true,
    }));
    vec![Effect::Ask(Request::Letters(customer))]
}

pub fn take(model: &mut Model, customer: CustomerId, sent: &[LetterSent]) {
    for layer in &mut model.layers {
        if let Layer::Letters(letters) = layer
            && letters.customer == customer
        {
            letters.waiting = false;
            letters.letters = sent.to_vec();
            letters.cursor = letters.cursor.min(sent.len().saturating_sub(1));
        }
    }
}

impl Letters {
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let locale = canvas.locale;
        let title = locale.say("tui.letters.title", &[("customer", &self.name)]);
        let high = u16::try_from(self.letters.len() + 2).unwrap_or(u16::MAX);
        let high = high.clamp(4, area.height.saturating_sub(2).max(4));
        let wide = area.width.saturating_sub(4).min(120);
        let inside = frame(canvas, area, wide, high, &title);
        let at = ListAt {
            list: ListId::Letters,
            area: inside,
            len: self.letters.len(),
            cursor: self.cursor,
            focused: true,
        };
        list(canvas, at, |canvas, index, place| {
            let Some(letter) = self.letters.get(index) else {
                return;
            };
            let wants = [
                Want::Exactly(6),
                Want::Exactly(11),
                Want::Exactly(19),
                Want::Exactly(14),
                Want::Rest(8),
            ];
            let laid = places(place.x, place.width, &wants);
            let [id, sent, stage, total, ways] = laid.as_slice() else {
                return;
            };
            let (theme, y) = (canvas.theme, place.y);
            let style = if letter.voided {
                theme.quiet
            } else {
                theme.text
            };
            canvas.put(id.x, y, id.width, &format!("L{}", letter.letter.0), style);
            canvas.put(sent.x, y, sent.width, &locale.date(letter.sent), style);
            canvas.put(stage.x, y, stage.width, locale.stage(&letter.stage), style);
            let amount = locale.money(letter.total.amount, letter.total.currency);
            canvas.put_right(total.x, y, total.width, &amount, style);
            canvas.put(
                ways.x,
                y,
                ways.width,
                &Self::ways(locale, letter),
                theme.quiet,
            );
        });
        if self.letters.is_empty() && inside.height > 0 {
            let key = if self.waiting {
                "tui.loading"
            } else {
                "tui.letters.none"
            };
            canvas.put(
                inside.x,
                inside.y,
                inside.width,
                locale.text(key),
                canvas.theme.quiet,
            );
        }
    }

    /// How it was sent and what became of it: `e-mail ✓ sent`.
    fn ways(locale: &Locale, letter: &LetterSent) -> String {
        if letter.voided {
            return locale.text("tui.letters.voided").to_owned();
        }
        let ways = letter.dispatches.iter().map(|line| {
            let (by, stand) = (
                locale.channel(line.channel.name()),
                locale.text(&format!("stand.{}", line.stand.name())),
            );
            format!("{by} {} {stand}", mark(line.stand))
        });
        ways.collect::<Vec<_>>().join(" · ")
    }
}

pub fn act(model: &mut Model, letters: Letters, id: ActionId) -> Vec<Effect> {
    if id == ActionId::Back {
        return Vec::new();
    }
    let chosen = letters.letters.get(letters.cursor).map(|it| it.letter);
    let name = letters.name.clone();
    model.layers.push(Layer::Letters(letters));
    match (id, chosen) {
        (ActionId::ShowCopy, Some(letter)) => {
            let title = page::letter_title(&model.locale, Posted::Letter(letter), &name);
            page::open_sent(model, PageOf::Letter(letter), title)
        }
        _ => Vec::new(),
    }
}
