//! The mappings that are kept: which columns each is for, and what they are read as. Any of them can be forgotten.

use ratatui::layout::Rect;

use super::confirm::{Confirm, Deed};
use super::mapper::{field_title, kind_name};
use super::{Layer, frame};
use crate::desk::mapping::Kept;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::{ListId, Model};
use crate::tui::msg::Request;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};

#[derive(Clone, Default, Debug)]
pub struct KeptMappings {
    pub kept: Vec<Kept>,
    pub cursor: usize,
    /// An answer is on its way.
    waiting: bool,
}

pub fn open(model: &mut Model) -> Vec<Effect> {
    model.layers.push(Layer::Kept(KeptMappings {
        waiting: true,
        ..KeptMappings::default()
    }));
    vec![Effect::Ask(Request::Mappings)]
}

/// What each column is read as, in one line.
fn summary(locale: &Locale, kept: &Kept) -> String {
    let Some(mapping) = &kept.mapping else {
        return locale.text("tui.kept.broken").to_owned();
    };
    let told = mapping.columns.iter().map(|assigned| {
        let named = mapping.head.get(assigned.column.saturating_sub(1));
        let number = assigned.column.to_string();
        let name = named.filter(|name| !name.is_empty()).unwrap_or(&number);
        format!("{name} = {}", field_title(locale, &assigned.field))
    });
    told.collect::<Vec<_>>().join(" · ")
}

impl KeptMappings {
    pub fn take(&mut self, kept: Vec<Kept>) {
        self.waiting = false;
        self.kept = kept;
        self.cursor = self.cursor.min(self.kept.len().saturating_sub(1));
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let title = canvas.locale.text("tui.kept.title").to_owned();
        let high = u16::try_from(self.kept.len() + 2).unwrap_or(u16::MAX);
        let high = high.clamp(4, area.height.saturating_sub(2).max(4));
        let wide = area.width.saturating_sub(4).min(120);
        let inside = frame(canvas, area, wide, high, &title);
        let at = ListAt {
            list: ListId::Kept,
            area: inside,
            len: self.kept.len(),
            cursor: self.cursor,
            focused: true,
        };
        list(canvas, at, |canvas, index, place| {
            let Some(kept) = self.kept.get(index) else {
                return;
            };
            let wants = [Want::Exactly(14), Want::Rest(8)];
            let laid = places(place.x, place.width, &wants);
            let [kind, columns] = laid.as_slice() else {
                return;
            };
            let (quiet, text) = (canvas.theme.quiet, canvas.theme.text);
            let name = kept
                .mapping
                .as_ref()
                .map_or("", |mapping| kind_name(canvas.locale, mapping.kind));
            canvas.put(kind.x, place.y, kind.width, name, quiet);
            let told = summary(canvas.locale, kept);
            canvas.put(columns.x, place.y, columns.width, &told, text);
        });
        if self.kept.is_empty() && inside.height > 0 {
            let key = if self.waiting {
                "tui.loading"
            } else {
                "tui.kept.none"
            };
            let says = canvas.locale.text(key).to_owned();
            canvas.put(inside.x, inside.y, inside.width, &says, canvas.theme.quiet);
        }
    }
}

pub fn act(
    model: &mut Model,
    mappings: KeptMappings,
    id: ActionId,
    key: Option<Key>,
) -> Vec<Effect> {
    if id == ActionId::Back {
        return Vec::new();
    }
    let chosen = mappings.kept.get(mappings.cursor).cloned();
    model.layers.push(Layer::Kept(mappings));
    if let (ActionId::ForgetMapping, Some(kept)) = (id, chosen) {
        let locale = &model.locale;
        let confirm = Confirm {
            title: locale.text("tui.kept.forget").to_owned(),
            lines: vec![
                summary(locale, &kept),
                locale.text("tui.kept.effect").to_owned(),
            ],
            yes: locale.text("tui.kept.yes").to_owned(),
            all: None,
            deed: Deed::Forget {
                fingerprint: kept.fingerprint,
            },
            at: 0,
            opener: key,
        };
        model.layers.push(Layer::Confirm(confirm));
    }
    Vec::new()
}
