//! Choosing the field that a column holds: fuzzy, by what it is called here or by its own name.

use ratatui::layout::Rect;
use tui_input::Input;

use super::{Mapper, field_title, may_repeat, with_mapper};
use crate::text::Locale;
use crate::text::nearest::nearest;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model};
use crate::tui::overlays::{Layer, finder};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};

/// A field that the column could hold.
#[derive(Clone, Debug)]
struct Choice {
    /// Its own name; none leaves the column out.
    field: Option<String>,
    title: String,
    /// The column that holds it now.
    at: String,
}

#[derive(Clone, Debug)]
pub struct Fields {
    pub input: Input,
    title: String,
    column: usize,
    choices: Vec<Choice>,
    /// Indices of the choices found.
    pub matches: Vec<u32>,
    pub cursor: usize,
}

impl Fields {
    /// The fields for the column under the cursor, that which it holds under the cursor of the list.
    pub fn of(mapper: &Mapper, locale: &Locale) -> Option<Self> {
        let table = mapper.table.as_ref()?;
        let column = table.columns.get(mapper.cursor)?;
        let kind = mapper.kind();
        let name_of = |field: &str| {
            let held = mapper.held.iter().zip(&table.columns);
            let mut held = held.filter(|(held, _)| held.as_deref() == Some(field));
            held.next().map(|(_, column)| column.name.clone())
        };
        let choice = |(field, _): (String, _)| Choice {
            title: field_title(locale, &field).to_owned(),
            at: name_of(&field)
                .filter(|name| *name != column.name && !may_repeat(kind, &field))
                .map(|name| locale.say("tui.map.stands-in", &[("column", &name)]))
                .unwrap_or_default(),
            field: Some(field),
        };
        let mut choices: Vec<Choice> = kind.fields().into_iter().map(choice).collect();
        choices.push(Choice {
            field: None,
            title: locale.text("tui.map.leave-out").to_owned(),
            at: String::new(),
        });
        let now = mapper.held.get(mapper.cursor).cloned().flatten();
        let cursor = choices.iter().position(|choice| choice.field == now);
        Some(Self {
            input: Input::default(),
            title: locale.say("tui.map.holds-what", &[("column", &column.name)]),
            column: mapper.cursor,
            matches: (0_u32..).zip(&choices).map(|(index, _)| index).collect(),
            cursor: cursor.filter(|_| now.is_some()).unwrap_or(0),
            choices,
        })
    }

    pub fn narrow(&mut self) {
        let texts = self.choices.iter().map(|choice| {
            let name = choice.field.as_deref().unwrap_or_default();
            format!("{} {name}", choice.title)
        });
        self.matches = nearest(self.input.value(), texts);
        self.cursor = 0;
    }

    fn at(&self, index: usize) -> Option<&Choice> {
        self.choices.get(*self.matches.get(index)? as usize)
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let high = u16::try_from(self.choices.len() + 3).unwrap_or(u16::MAX);
        let most = (64, high);
        let Some(rows) = finder(canvas, area, most, &self.title, &self.input) else {
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
            let Some(choice) = self.at(index) else { return };
            let wants = [Want::Exactly(26), Want::Rest(8)];
            let laid = places(place.x, place.width, &wants);
            let [title, held] = laid.as_slice() else {
                return;
            };
            let (text, quiet) = (canvas.theme.text, canvas.theme.quiet);
            canvas.put(title.x, place.y, title.width, &choice.title, text);
            canvas.put(held.x, place.y, held.width, &choice.at, quiet);
        });
        if self.matches.is_empty() && rows.height > 0 {
            let says = canvas.locale.text("tui.map.no-such-field").to_owned();
            canvas.put(rows.x + 1, rows.y, rows.width, &says, canvas.theme.quiet);
        }
    }
}

pub fn act(model: &mut Model, fields: Fields, id: ActionId) -> Vec<Effect> {
    let chosen = fields.at(fields.cursor).map(|choice| choice.field.clone());
    match (id, chosen) {
        (ActionId::Back, _) => Vec::new(),
        (ActionId::Choose, Some(field)) => with_mapper(model, |mapper, model| {
            mapper.give(fields.column, field);
            mapper.attempt(model)
        }),
        _ => {
            model.layers.push(Layer::Fields(fields));
            Vec::new()
        }
    }
}
