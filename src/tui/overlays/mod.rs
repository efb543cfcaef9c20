//! What lies over a pane and has the keys while it does. Overlays are a stack; `Esc` takes the top one off.

pub mod answer;
pub mod choices;
pub mod chooser;
pub mod confirm;
pub mod credit;
pub mod filter;
pub mod form;
pub mod kept;
pub mod kinds;
pub mod letters;
pub mod listing;
pub mod log;
pub mod mapper;
pub mod outbox;
pub mod page;
pub mod palette;
pub mod picker;
pub mod posting;
pub mod register;
pub mod story;

use ratatui::layout::Rect;

use super::action::{ActionId, Scope};
use super::effect::Effect;
use super::input::{self, Key};
use super::model::{ListId, Model};
use super::panes::Cursor;
use super::widgets::canvas::Canvas;
use super::widgets::field::field;

#[derive(Clone, Debug)]
pub enum Layer {
    Palette(palette::Palette),
    Confirm(confirm::Confirm),
    Form(form::Form),
    Log(log::Log),
    Chooser(chooser::Chooser),
    Filter(filter::FilterLine),
    Story(story::Story),
    Picker(picker::Picker),
    Mapper(Box<mapper::Mapper>),
    Fields(mapper::fields::Fields),
    Kept(kept::KeptMappings),
    Kinds(kinds::Kinds),
    Page(page::Page),
    Outbox(outbox::Outbox),
    Letters(letters::Letters),
    Answer(answer::Answer),
    Report(listing::Report),
    Choices(choices::Choices),
}

impl Layer {
    pub fn scope(&self) -> Scope {
        match self {
            Self::Palette(_) => Scope::Palette,
            Self::Confirm(_) => Scope::Confirm,
            Self::Form(_) => Scope::Form,
            Self::Log(_) => Scope::Log,
            Self::Chooser(_) => Scope::Chooser,
            Self::Filter(_) => Scope::Filter,
            Self::Story(_) => Scope::Story,
            Self::Picker(_) | Self::Fields(_) => Scope::Picker,
            Self::Mapper(_) => Scope::Mapping,
            Self::Kept(_) => Scope::Kept,
            Self::Kinds(_) | Self::Choices(_) => Scope::Kinds,
            Self::Page(_) => Scope::Page,
            Self::Outbox(_) => Scope::Outbox,
            Self::Letters(_) => Scope::Letters,
            Self::Answer(_) => Scope::Answer,
            Self::Report(_) => Scope::Report,
        }
    }

    /// The list that the keys move in, if it has one.
    pub fn cursor(&mut self) -> Option<Cursor<'_>> {
        match self {
            Self::Palette(palette) => {
                let len = palette.matches.len();
                Some(Cursor {
                    list: ListId::Palette,
                    at: &mut palette.cursor,
                    len,
                })
            }
            Self::Log(log) => {
                let len = log.lines.len();
                Some(Cursor {
                    list: ListId::Log,
                    at: &mut log.cursor,
                    len,
                })
            }
            Self::Chooser(chooser) => {
                let len = chooser.matches.len();
                Some(Cursor {
                    list: ListId::Files,
                    at: &mut chooser.cursor,
                    len,
                })
            }
            Self::Story(story) => {
                let len = story.lines.len();
                Some(Cursor {
                    list: ListId::Story,
                    at: &mut story.cursor,
                    len,
                })
            }
            Self::Picker(picker) => {
                let len = picker.count();
                Some(Cursor {
                    list: ListId::Picker,
                    at: &mut picker.cursor,
                    len,
                })
            }
            Self::Mapper(mapper) => {
                let len = mapper.rows();
                Some(Cursor {
                    list: ListId::Columns,
                    at: &mut mapper.cursor,
                    len,
                })
            }
            Self::Fields(fields) => {
                let len = fields.matches.len();
                Some(Cursor {
                    list: ListId::Picker,
                    at: &mut fields.cursor,
                    len,
                })
            }
            Self::Kept(mappings) => {
                let len = mappings.kept.len();
                Some(Cursor {
                    list: ListId::Kept,
                    at: &mut mappings.cursor,
                    len,
                })
            }
            Self::Kinds(kinds) => {
                let len = kinds.kinds.len();
                Some(Cursor {
                    list: ListId::Kinds,
                    at: &mut kinds.cursor,
                    len,
                })
            }
            Self::Page(page) => {
                let len = page.lines.len();
                Some(Cursor {
                    list: ListId::Page,
                    at: &mut page.cursor,
                    len,
                })
            }
            Self::Outbox(outbox) => {
                let len = outbox.lines.len();
                Some(Cursor {
                    list: ListId::Outbox,
                    at: &mut outbox.cursor,
                    len,
                })
            }
            Self::Letters(letters) => {
                let len = letters.letters.len();
                Some(Cursor {
                    list: ListId::Letters,
                    at: &mut letters.cursor,
                    len,
                })
            }
            Self::Answer(answer) => {
                let len = answer.count();
                walked(ListId::Answer, &mut answer.cursor, len)
            }
            Self::Report(report) => {
                let len = report.count();
                walked(ListId::Report, &mut report.cursor, len)
            }
            Self::Choices(choices) => {
                let len = choices.goals.len();
                walked(ListId::Choices, &mut choices.cursor, len)
            }
            Self::Confirm(_) | Self::Form(_) | Self::Filter(_) => None,
        }
    }

    fn field(&mut self) -> Option<&mut tui_input::Input> {
        match self {
            Self::Palette(palette) => Some(&mut palette.input),
            Self::Chooser(chooser) => Some(&mut chooser.input),
            Self::Filter(line) => Some(&mut line.input),
            Self::Picker(picker) => Some(&mut picker.input),
            Self::Fields(fields) => Some(&mut fields.input),
            Self::Form(_)
            | Self::Confirm(_)
            | Self::Log(_)
            | Self::Story(_)
            | Self::Mapper(_)
            | Self::Kept(_)
            | Self::Kinds(_)
            | Self::Page(_)
            | Self::Outbox(_)
            | Self::Letters(_)
            | Self::Answer(_)
            | Self::Report(_)
            | Self::Choices(_) => None,
        }
    }
}

fn walked(list: ListId, at: &mut usize, len: usize) -> Option<Cursor<'_>> {
    Some(Cursor { list, at, len })
}

/// Whether the keys are on the line of a mapping that takes the file in.
pub fn is_on_last_line(model: &Model) -> bool {
    matches!(model.layers.last(), Some(Layer::Mapper(mapper)) if mapper.is_on_last())
}

/// A key that is no action: it edits the field that has the keys.
pub fn edit(model: &mut Model, key: Key) -> Vec<Effect> {
    let typed = match model.layers.last_mut() {
        Some(Layer::Form(form)) => form.edit(key),
        Some(layer) => layer.field().is_some_and(|field| input::edit(field, key)),
        None => false,
    };
    if typed { edited(model) } else { Vec::new() }
}

pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if let Some(Layer::Form(form)) = model.layers.last_mut() {
        form.paste(text);
        return Vec::new();
    }
    match model.layers.last_mut().and_then(Layer::field) {
        Some(field) => {
            input::paste(field, text);
            edited(model)
        }
        None => Vec::new(),
    }
}

/// What follows from another text in the field.
fn edited(model: &mut Model) -> Vec<Effect> {
    match model.layers.pop() {
        Some(Layer::Palette(mut palette)) => {
            palette.narrow(model);
            model.layers.push(Layer::Palette(palette));
            Vec::new()
        }
        Some(Layer::Picker(mut picker)) => {
            let effects = picker.search(model);
            model.layers.push(Layer::Picker(picker));
            effects
        }
        Some(Layer::Fields(mut fields)) => {
            fields.narrow();
            model.layers.push(Layer::Fields(fields));
            Vec::new()
        }
        Some(Layer::Chooser(mut chooser)) => {
            let effects = chooser.narrow();
            model.layers.push(Layer::Chooser(chooser));
            effects
        }
        Some(Layer::Filter(line)) => {
            let effects = filter::narrow(model, line.input.value());
            model.layers.push(Layer::Filter(line));
            effects
        }
        Some(layer) => {
            model.layers.push(layer);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Carries an action out on the top layer.
pub fn act(model: &mut Model, id: ActionId, key: Option<Key>) -> Vec<Effect> {
    let Some(layer) = model.layers.pop() else {
        return Vec::new();
    };
    match layer {
        Layer::Palette(palette) => palette::act(model, palette, id, key),
        Layer::Confirm(confirm) => confirm::act(model, confirm, id, key),
        Layer::Form(form) => form::act(model, form, id),
        Layer::Log(log) => log::act(model, log, id, key),
        Layer::Chooser(chooser) => chooser::act(model, chooser, id),
        Layer::Filter(line) => filter::act(model, line, id),
        Layer::Story(story) => story::act(model, story, id),
        Layer::Picker(picker) => picker::act(model, picker, id),
        Layer::Mapper(mapper) => mapper::act(model, mapper, id, key),
        Layer::Fields(fields) => mapper::fields::act(model, fields, id),
        Layer::Kept(mappings) => kept::act(model, mappings, id, key),
        Layer::Kinds(kinds) => kinds::act(model, kinds, id),
        Layer::Page(page) => page::act(model, page, id),
        Layer::Outbox(outbox) => outbox::act(model, outbox, id, key),
        Layer::Letters(letters) => letters::act(model, letters, id),
        Layer::Answer(answer) => answer::act(model, answer, id),
        Layer::Report(report) => listing::act(model, report, id),
        Layer::Choices(choices) => choices::act(model, choices, id),
    }
}

pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    for layer in &model.layers {
        let top = model
            .layers
            .last()
            .is_some_and(|last| std::ptr::eq(last, layer));
        match layer {
            Layer::Palette(palette) => palette.draw(canvas, area, model),
            Layer::Confirm(confirm) => confirm.draw(canvas, area),
            Layer::Form(form) => form.draw(canvas, area, top),
            Layer::Log(log) => log.draw(canvas, area, model),
            Layer::Chooser(chooser) => chooser.draw(canvas, area),
            // Drawn in place of the line at the bottom.
            Layer::Filter(_) => {}
            Layer::Story(story) => story.draw(canvas, area),
            Layer::Picker(picker) => picker.draw(canvas, area, model),
            Layer::Mapper(mapper) => mapper.draw(canvas, area, model, top),
            Layer::Fields(fields) => fields.draw(canvas, area),
            Layer::Kept(mappings) => mappings.draw(canvas, area),
            Layer::Kinds(kinds) => kinds.draw(canvas, area),
            Layer::Page(page) => page.draw(canvas, area),
            Layer::Outbox(outbox) => outbox.draw(canvas, area),
            Layer::Letters(letters) => letters.draw(canvas, area),
            Layer::Answer(answer) => answer.draw(canvas, area),
            Layer::Report(report) => report.draw(canvas, area),
            Layer::Choices(choices) => choices.draw(canvas, area),
        }
    }
}

/// A frame with a field that narrows a list, at most so wide and high: the place for the list, if there is any.
pub fn finder(
    canvas: &mut Canvas,
    area: Rect,
    (width, height): (u16, u16),
    title: &str,
    input: &tui_input::Input,
) -> Option<Rect> {
    let width = area.width.saturating_sub(4).min(width);
    let height = area.height.saturating_sub(2).min(height);
    let inside = frame(canvas, area, width, height, title);
    if inside.height < 2 {
        return None;
    }
    canvas.put(inside.x, inside.y, 2, "› ", canvas.theme.key);
    let room = inside.width.saturating_sub(2);
    field(canvas, inside.x + 2, inside.y, room, input, true);
    Some(Rect {
        y: inside.y + 1,
        height: inside.height - 1,
        ..inside
    })
}

/// A box in the middle, wiped and bordered, with its title; returns its inside.
pub fn frame(canvas: &mut Canvas, area: Rect, width: u16, height: u16, title: &str) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    let outer = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    canvas.wipe(outer);
    if width < 2 || height < 2 {
        return Rect {
            width: 0,
            height: 0,
            ..outer
        };
    }
    let quiet = canvas.theme.quiet;
    let (right, bottom) = (outer.right() - 1, outer.bottom() - 1);
    canvas.rule(outer.x + 1, outer.y, width - 2, quiet);
    canvas.rule(outer.x + 1, bottom, width - 2, quiet);
    canvas.bar(outer.x, outer.y + 1, height - 2, quiet);
    canvas.bar(right, outer.y + 1, height - 2, quiet);
    for (x, y, corner) in [
        (outer.x, outer.y, "┌"),
        (right, outer.y, "┐"),
        (outer.x, bottom, "└"),
        (right, bottom, "┘"),
    ] {
        canvas.put(x, y, 1, corner, quiet);
    }
    if !title.is_empty() && width > 6 {
        let focus = canvas.theme.focus;
        canvas.put_all(
            outer.x + 2,
            outer.y,
            width - 4,
            &[(" ", quiet), (title, focus), (" ", quiet)],
        );
    }
    Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: width.saturating_sub(4),
        height: height - 2,
    }
}
