//! A short list to choose from: what is put on record of a customer, which report is read.

use ratatui::layout::Rect;

use super::credit::{self, Asks};
use super::listing::{self, Listing};
use super::{Layer, frame};
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model};
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::list::{ListAt, list};

/// What a choice leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Goal {
    Form(Asks),
    Report(Listing),
}

#[derive(Clone, Debug)]
pub struct Choices {
    title: String,
    /// Each with its name.
    pub goals: Vec<(String, Goal)>,
    pub cursor: usize,
}

impl Choices {
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let names = self.goals.iter().map(|(name, _)| cells(name));
        let wide = names.chain([cells(&self.title).saturating_add(2)]).max();
        let wide = wide.unwrap_or(0).saturating_add(6).max(40);
        let wide = wide.min(area.width.saturating_sub(4));
        let rows = u16::try_from(self.goals.len()).unwrap_or(u16::MAX);
        let inside = frame(canvas, area, wide, rows.saturating_add(2), &self.title);
        let at = ListAt {
            list: ListId::Choices,
            area: inside,
            len: self.goals.len(),
            cursor: self.cursor,
            focused: true,
        };
        list(canvas, at, |canvas, index, place| {
            if let Some((name, _)) = self.goals.get(index) {
                let room = place.width.saturating_sub(1);
                canvas.put(
                    place.x.saturating_add(1),
                    place.y,
                    room,
                    name,
                    canvas.theme.text,
                );
            }
        });
    }
}

pub fn open(model: &mut Model, title: String, goals: Vec<(String, Goal)>) {
    model.layers.push(Layer::Choices(Choices {
        title,
        goals,
        cursor: 0,
    }));
}

pub fn act(model: &mut Model, choices: Choices, id: ActionId) -> Vec<Effect> {
    match (id, choices.goals.get(choices.cursor)) {
        (ActionId::Back, _) => Vec::new(),
        (ActionId::Choose, Some((_, goal))) => match goal.clone() {
            Goal::Form(asks) => {
                credit::open(model, asks);
                Vec::new()
            }
            Goal::Report(of) => listing::open(model, of),
        },
        _ => {
            model.layers.push(Layer::Choices(choices));
            Vec::new()
        }
    }
}
