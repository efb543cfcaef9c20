//! The palette, which is the help: everything that can be done, what works here first, with its key and, where it is
//! off, why. Type to narrow, `Enter` does it.

use ratatui::layout::Rect;
use tui_input::Input;

use super::confirm::wrap;
use super::{Layer, finder};
use crate::text::nearest::nearest;
use crate::tui::action::{ACTIONS, Action, ActionId, Scope, says_why};
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::{ListId, Model, Notice};
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::list::{ListAt, list};
use crate::tui::widgets::part;

/// Lines below the list: what is told of the selected action, under a rule.
const DETAIL: u16 = 3;

#[derive(Clone, Debug)]
pub struct Palette {
    pub input: Input,
    /// Where the keys would go without it.
    under: Scope,
    /// What works there, then the rest.
    entries: Vec<ActionId>,
    pub matches: Vec<u32>,
    pub cursor: usize,
}

/// Scopes of panes: what only works inside an overlay is said there.
fn in_panes(action: &Action) -> bool {
    Scope::ALL
        .into_iter()
        .take_while(|scope| *scope != Scope::Palette)
        .any(|scope| action.scopes.holds(scope))
}

pub fn open(model: &mut Model) {
    let under = model.scope();
    let (here, elsewhere): (Vec<&Action>, Vec<&Action>) = ACTIONS
        .iter()
        .filter(|action| in_panes(action) || action.scopes.holds(under))
        .partition(|action| action.scopes.holds(under));
    let entries: Vec<ActionId> = here
        .into_iter()
        .chain(elsewhere)
        .map(|action| action.id)
        .collect();
    let count = u32::try_from(entries.len()).unwrap_or(0);
    let palette = Palette {
        input: Input::default(),
        under,
        entries,
        matches: (0..count).collect(),
        cursor: 0,
    };
    model.layers.push(Layer::Palette(palette));
}

impl Palette {
    pub fn narrow(&mut self, model: &Model) {
        let texts = self.entries.iter().map(|id| {
            let action = id.action();
            format!(
                "{} {} {}",
                action.title(&model.locale),
                action.name,
                action.help(&model.locale)
            )
        });
        self.matches = nearest(self.input.value(), texts);
        // What works here stays before what does not.
        let here = |index: &u32| {
            self.entries
                .get(*index as usize)
                .is_some_and(|id| id.action().scopes.holds(self.under))
        };
        let (mut first, rest): (Vec<u32>, Vec<u32>) =
            self.matches.iter().partition(|index| here(index));
        first.extend(rest);
        self.matches = first;
        self.cursor = 0;
    }

    fn selected(&self) -> Option<&'static Action> {
        let index = *self.matches.get(self.cursor)? as usize;
        self.entries.get(index).map(|id| id.action())
    }

    /// Why an action does nothing here and now, in words.
    fn why_not(&self, model: &Model, action: &Action) -> Option<String> {
        if !action.scopes.holds(self.under) {
            let mut places: Vec<&str> = Scope::ALL
                .into_iter()
                .filter(|scope| action.scopes.holds(*scope))
                .map(|scope| model.locale.text(&format!("tui.scope.{}", scope.name())))
                .collect();
            places.dedup();
            return Some(
                model
                    .locale
                    .say("tui.palette.works-in", &[("places", &places.join(", "))]),
            );
        }
        let why = action.ready(model).err()?;
        Some(says_why(model, why))
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, model: &Model) {
        let title = canvas.locale.text("tui.palette.title").to_owned();
        let most = (100, 30);
        let Some(rows) = finder(canvas, area, most, &title, &self.input) else {
            return;
        };
        let (rows, detail) = part::foot(rows, if rows.height > 2 * DETAIL { DETAIL } else { 0 });
        self.draw_selected(canvas, detail, model);
        let at = ListAt {
            list: ListId::Palette,
            area: rows,
            len: self.matches.len(),
            cursor: self.cursor,
            focused: true,
        };
        let keys = 10.min(rows.width / 4);
        let titles = 22.min(rows.width / 3);
        list(canvas, at, |canvas, index, place| {
            let Some(action) = self
                .matches
                .get(index)
                .and_then(|at| self.entries.get(*at as usize))
            else {
                return;
            };
            let action = action.action();
            let labels: Vec<String> = model
                .keymap
                .keys(action.id)
                .iter()
                .take(2)
                .map(|key| key.label(canvas.locale))
                .collect();
            canvas.put(place.x, place.y, keys, &labels.join(" "), canvas.theme.key);
            let x = place.x.saturating_add(keys).saturating_add(1);
            let why = self.why_not(model, action);
            let style = if why.is_some() {
                canvas.theme.quiet
            } else {
                canvas.theme.text
            };
            canvas.put(x, place.y, titles, action.title(canvas.locale), style);
            let x = x.saturating_add(titles).saturating_add(1);
            let room = place.right().saturating_sub(x);
            match why {
                Some(why) => canvas.put_all(
                    x,
                    place.y,
                    room,
                    &[("× ", canvas.theme.warn), (&why, canvas.theme.quiet)],
                ),
                None => canvas.put(
                    x,
                    place.y,
                    room,
                    action.help(canvas.locale),
                    canvas.theme.quiet,
                ),
            };
        });
        if self.matches.is_empty() && rows.height > 0 {
            let says = canvas.locale.text("tui.palette.nothing").to_owned();
            canvas.put(
                rows.x + cells(" "),
                rows.y,
                rows.width,
                &says,
                canvas.theme.quiet,
            );
        }
    }
}

impl Palette {
    /// The whole of what the selected action does, or of why it does nothing here.
    fn draw_selected(&self, canvas: &mut Canvas, area: Rect, model: &Model) {
        let Some(action) = self.selected().filter(|_| area.height > 1) else {
            return;
        };
        canvas.rule(area.x, area.y, area.width, canvas.theme.quiet);
        let says = match self.why_not(model, action) {
            Some(why) => format!("× {why}"),
            None => action.help(canvas.locale).to_owned(),
        };
        let lines = wrap(&says, usize::from(area.width));
        for (y, line) in (area.y + 1..area.bottom()).zip(&lines) {
            canvas.put(area.x, y, area.width, line, canvas.theme.text);
        }
    }
}

pub fn act(model: &mut Model, palette: Palette, id: ActionId, key: Option<Key>) -> Vec<Effect> {
    match id {
        ActionId::Back => Vec::new(),
        ActionId::Choose => {
            let Some(action) = palette.selected() else {
                model.layers.push(Layer::Palette(palette));
                return Vec::new();
            };
            match palette.why_not(model, action) {
                None => super::super::update::act(model, action.id, key),
                Some(why) => {
                    model.notice = Some(Notice::Refused(why));
                    model.layers.push(Layer::Palette(palette));
                    Vec::new()
                }
            }
        }
        _ => {
            model.layers.push(Layer::Palette(palette));
            Vec::new()
        }
    }
}
