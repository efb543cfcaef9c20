//! The mapping drawn over the whole pane: settings, columns, and the file as it will be read.

use ratatui::layout::Rect;

use super::{Found, Mapper, field_title, preview};
use crate::text::Locale;
use crate::tui::keymap::Keymap;
use crate::tui::model::{ListId, Model};
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::columns::{Head, Place, Want, heads, places, widest};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part::part;

/// Rows that the preview keeps, with its title, however many columns there are.
const PREVIEW: u16 = 7;
/// The widest a column's name, and the narrowest a sample may be.
const NAME: u16 = 26;
const SAMPLE: u16 = 16;

impl Mapper {
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, model: &Model, focused: bool) {
        canvas.wipe(area);
        let file = self.path.file_name().unwrap_or_default();
        let file = file.to_string_lossy();
        let title = canvas.locale.say("tui.map.title", &[("file", &file)]);
        let inside = part(canvas, area, &title, "", focused);
        let used = self.draw_settings(canvas, inside, &model.keymap);
        let inside = Rect {
            y: inside.y + used,
            height: inside.height.saturating_sub(used),
            ..inside
        };
        let wanted = u16::try_from(self.rows() + 1).unwrap_or(u16::MAX);
        let high = inside.height.saturating_sub(PREVIEW).min(wanted);
        self.draw_columns(
            canvas,
            Rect {
                height: high,
                ..inside
            },
            focused,
        );
        let below = Rect {
            y: inside.y + high,
            height: inside.height.saturating_sub(high),
            ..inside
        };
        preview::draw(canvas, below, self);
    }

    /// The settings one behind the other, on as many lines as they need; how many that are.
    fn draw_settings(&self, canvas: &mut Canvas, area: Rect, keymap: &Keymap) -> u16 {
        let (left, right) = (area.x + 1, area.right().saturating_sub(1));
        let (mut x, mut y) = (left, area.y);
        for (id, value) in self.settings(canvas.locale) {
            let key = keymap.label(id, crate::tui::action::Scope::Mapping, canvas.locale);
            let label = format!(" {} ", id.action().title(canvas.locale));
            let wide = cells(&key) + cells(&label) + cells(&value);
            if x > left && x + wide > right {
                (x, y) = (left, y + 1);
            }
            if y >= area.bottom() {
                break;
            }
            let theme = canvas.theme;
            let pieces = [
                (key.as_str(), theme.key),
                (label.as_str(), theme.quiet),
                (value.as_str(), theme.text),
            ];
            x += canvas.put_all(x, y, right.saturating_sub(x), &pieces) + 3;
        }
        y + 1 - area.y
    }

    fn draw_columns(&self, canvas: &mut Canvas, area: Rect, focused: bool) {
        if area.height < 2 {
            return;
        }
        let laid = self.lay(canvas.locale, area);
        let title = |name: &str| canvas.locale.text(&format!("tui.map.{name}"));
        let head = |at: Place, title| Head {
            at,
            title,
            right: false,
            order: None,
        };
        let titles = [
            head(laid.name, title("column")),
            head(laid.field, title("field")),
            head(laid.samples[0], title("samples")),
        ];
        heads(canvas, area.y, &titles);
        let at = ListAt {
            list: ListId::Columns,
            area: Rect {
                y: area.y + 1,
                height: area.height - 1,
                ..area
            },
            len: self.rows(),
            cursor: self.cursor,
            focused,
        };
        list(canvas, at, |canvas, index, place| {
            let theme = canvas.theme;
            let Some(field) = self.held.get(index) else {
                let says = self.last_line(canvas.locale);
                let ready = self.can_take_in().is_ok();
                let style = if ready { theme.strong } else { theme.quiet };
                canvas.put(laid.name.x, place.y, place.width, &says, style);
                return;
            };
            let number = (index + 1).to_string();
            canvas.put_right(
                laid.number.x,
                place.y,
                laid.number.width,
                &number,
                theme.quiet,
            );
            let (name, values) = self.column(index);
            canvas.put(laid.name.x, place.y, laid.name.width, name, theme.text);
            let (field, style) = match field {
                Some(field) => (field_title(canvas.locale, field), theme.strong),
                None => (canvas.locale.text("format.empty"), theme.quiet),
            };
            canvas.put(laid.field.x, place.y, laid.field.width, field, style);
            for (sample, value) in laid.samples.iter().zip(values) {
                canvas.put(sample.x, place.y, sample.width, value, theme.quiet);
            }
        });
    }

    /// A column's name and its first values, each once.
    fn column(&self, index: usize) -> (&str, Vec<&str>) {
        let Some(table) = &self.table else {
            return ("", Vec::new());
        };
        let name = table.columns.get(index).map_or("", |column| &column.name);
        let mut values: Vec<&str> = Vec::new();
        let cells = table.rows.iter().filter_map(|(_, row)| row.get(index));
        for value in cells.map(String::as_str) {
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
        (name, values)
    }

    fn last_line(&self, locale: &Locale) -> String {
        match &self.found {
            Found::Read(trial) if !self.waiting && trial.count > 0 => {
                let count = locale.whole(trial.count);
                locale.say("tui.map.take-in", &[("count", &count)])
            }
            _ => locale.text("tui.map.save").to_owned(),
        }
    }

    fn lay(&self, locale: &Locale, area: Rect) -> Laid {
        let columns = self.table.iter().flat_map(|table| &table.columns);
        let name = widest(columns.map(|column| column.name.as_str())).clamp(8, NAME);
        let fields = self.kind().fields();
        let titles = fields.iter().map(|(field, _)| field_title(locale, field));
        let field = widest(titles);
        let number = if self.held.len() > 99 { 3 } else { 2 };
        let room = area.width.saturating_sub(number + name + field + 5);
        let samples = (room / (SAMPLE + 1)).clamp(1, 5);
        let mut wants = vec![
            Want::Exactly(number),
            Want::Exactly(name),
            Want::Exactly(field),
        ];
        wants.extend((0..samples).map(|_| Want::Rest(4)));
        // The first column of a row is the selection's.
        let laid = places(area.x + 1, area.width.saturating_sub(2), &wants);
        let at = |index: usize| laid.get(index).copied().unwrap_or_default();
        Laid {
            number: at(0),
            name: at(1),
            field: at(2),
            samples: (3..3 + usize::from(samples)).map(at).collect(),
        }
    }
}

/// Where the parts of a column's row stand; there is one sample at least.
struct Laid {
    number: Place,
    name: Place,
    field: Place,
    samples: Vec<Place>,
}
