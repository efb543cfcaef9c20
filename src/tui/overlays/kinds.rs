//! How a rest is closed without money: the kinds that fit, the likely one under the cursor.

use ratatui::layout::Rect;

use super::{Layer, frame};
use crate::domain::difference::DifferenceKind;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model};
use crate::tui::panes::matching::closing::{self, Asked};
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::list::{ListAt, list};

#[derive(Clone, Debug)]
pub struct Kinds {
    pub asked: Asked,
    pub kinds: Vec<DifferenceKind>,
    pub cursor: usize,
}

impl Kinds {
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let locale = canvas.locale;
        let amount = locale.money(self.asked.amount, self.asked.currency);
        let facts = [("amount", amount.as_str()), ("what", &self.asked.label)];
        let title = locale.say("tui.kinds.title", &facts);
        let wide = cells(&title).saturating_add(6).max(40);
        let rows = u16::try_from(self.kinds.len()).unwrap_or(u16::MAX);
        let wide = wide.min(area.width.saturating_sub(4));
        let inside = frame(canvas, area, wide, rows.saturating_add(2), &title);
        let at = ListAt {
            list: ListId::Kinds,
            area: inside,
            len: self.kinds.len(),
            cursor: self.cursor,
            focused: true,
        };
        list(canvas, at, |canvas, index, place| {
            let Some(kind) = self.kinds.get(index) else {
                return;
            };
            let says = locale.text(&format!("difference.{}", kind.name()));
            let x = place.x.saturating_add(1);
            let room = place.width.saturating_sub(1);
            let used = canvas.put(x, place.y, room, says, canvas.theme.text);
            if kind.wants_reason() {
                let room = room.saturating_sub(used);
                let wants = locale.text("tui.kinds.wants-reason");
                canvas.put(x + used, place.y, room, wants, canvas.theme.quiet);
            }
        });
    }
}

pub fn act(model: &mut Model, kinds: Kinds, id: ActionId) -> Vec<Effect> {
    match (id, kinds.kinds.get(kinds.cursor)) {
        (ActionId::Back, _) => Vec::new(),
        (ActionId::Choose, Some(kind)) => closing::chosen(model, kinds.asked.clone(), *kind),
        _ => {
            model.layers.push(Layer::Kinds(kinds));
            Vec::new()
        }
    }
}
