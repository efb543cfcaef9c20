//! Finding a customer for a receipt: fuzzy, by name or number.

use std::borrow::Cow;

use ratatui::layout::Rect;
use tui_input::Input;

use super::{Layer, finder, fuzzy};
use crate::text::fold::fold;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model};
use crate::tui::msg::Request;
use crate::tui::panes::matching;
use crate::tui::panes::matching::draft::Payer;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};

#[derive(Clone, Default, Debug)]
pub struct Picker {
    pub input: Input,
    /// Indices of the customers found.
    pub matches: Vec<u32>,
    pub cursor: usize,
}

pub fn open(model: &mut Model) -> Vec<Effect> {
    let mut picker = Picker::default();
    picker.narrow(model);
    model.layers.push(Layer::Picker(picker));
    if model.customers.table.loaded {
        Vec::new()
    } else {
        vec![Effect::Ask(Request::Customers)]
    }
}

impl Picker {
    pub fn narrow(&mut self, model: &Model) {
        let customers = model.customers.table.customers().map(Cow::from);
        self.matches = fuzzy(&fold(self.input.value()), customers);
        self.cursor = 0;
    }

    fn selected(&self, model: &Model) -> Option<Payer> {
        let index = *self.matches.get(self.cursor)? as usize;
        let line = &model.customers.table.rows().get(index)?.line;
        Some(Payer {
            id: line.id,
            number: line.number.clone(),
            name: line.name.clone(),
        })
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, model: &Model) {
        let title = canvas.locale.text("tui.picker.title").to_owned();
        let most = (72, 18);
        let Some(rows) = finder(canvas, area, most, &title, &self.input) else {
            return;
        };
        let at = ListAt {
            list: ListId::Picker,
            area: rows,
            len: self.matches.len(),
            cursor: self.cursor,
            focused: true,
        };
        list(canvas, at, |canvas, index, place| {
            let row = self
                .matches
                .get(index)
                .and_then(|at| model.customers.table.rows().get(*at as usize));
            let Some(row) = row else { return };
            let laid = places(
                place.x,
                place.width,
                &[Want::Exactly(10), Want::Rest(8), Want::Exactly(14)],
            );
            let [number, name, open] = laid.as_slice() else {
                return;
            };
            canvas.put(
                number.x,
                place.y,
                number.width,
                &row.line.number,
                canvas.theme.quiet,
            );
            canvas.put(
                name.x,
                place.y,
                name.width,
                &row.line.name,
                canvas.theme.text,
            );
            let amount = canvas.locale.amount_or_dot(row.line.open, row.currency);
            canvas.put_right(open.x, place.y, open.width, &amount, canvas.theme.text);
        });
        if self.matches.is_empty() && rows.height > 0 {
            let key = if model.customers.table.loaded {
                "tui.picker.nothing"
            } else {
                "tui.loading"
            };
            let says = canvas.locale.text(key).to_owned();
            canvas.put(rows.x + 1, rows.y, rows.width, &says, canvas.theme.quiet);
        }
    }
}

pub fn act(model: &mut Model, picker: Picker, id: ActionId) -> Vec<Effect> {
    match id {
        ActionId::Back => Vec::new(),
        ActionId::Choose if !picker.matches.is_empty() => {
            let payer = picker.selected(model);
            payer.map_or_else(Vec::new, |payer| matching::give_to(model, payer))
        }
        _ => {
            model.layers.push(Layer::Picker(picker));
            Vec::new()
        }
    }
}
