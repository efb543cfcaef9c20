//! Moving: the cursor in its list, the focus among the parts, the mouse.

use ratatui::layout::Position;

use crate::tui::action::{ActionId, Scope};
use crate::tui::drill::Level;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model, Pane};
use crate::tui::overlays::{self, Layer};
use crate::tui::panes::{self, Cursor};

/// How far a page goes where nothing was drawn yet.
const PAGE: usize = 10;

/// How many rows one notch of the wheel goes.
const NOTCH: usize = 3;

pub fn go(model: &mut Model, id: ActionId) -> Vec<Effect> {
    step(model, |at, len, page| match id {
        ActionId::Up => at.saturating_sub(1),
        ActionId::Down => at + 1,
        // A line of the page before stays, so that the eye keeps its place.
        ActionId::PageUp => at.saturating_sub(page.saturating_sub(1).max(1)),
        ActionId::PageDown => at + page.saturating_sub(1).max(1),
        ActionId::First => 0,
        _ => len,
    })
}

fn step(model: &mut Model, to: impl Fn(usize, usize, usize) -> usize) -> Vec<Effect> {
    let seen = std::mem::take(&mut model.seen);
    let page = |list: ListId| seen.list(list).map_or(PAGE, |seen| seen.page);
    let go = |cursor: Cursor<'_>| {
        let page = page(cursor.list);
        // A story is scrolled, not walked through: its cursor is the first line shown.
        let last = if matches!(cursor.list, ListId::Story | ListId::Page) {
            cursor.len.saturating_sub(page)
        } else {
            cursor.len.saturating_sub(1)
        };
        let at = to(*cursor.at, cursor.len, page).min(last);
        let moved = at != *cursor.at;
        *cursor.at = at;
        moved
    };
    let layered = !model.layers.is_empty();
    let moved = match model.layers.last_mut() {
        Some(layer) => layer.cursor().is_some_and(go),
        None => go(panes::cursor(model)),
    };
    model.seen = seen;
    match model.layers.last_mut() {
        Some(Layer::Log(log)) => log.moved(),
        _ if moved && !layered => panes::moved(model),
        _ => Vec::new(),
    }
}

/// The focus goes to the next part, or to the one before.
pub fn part(model: &mut Model, forward: bool) -> Vec<Effect> {
    match model.pane {
        Pane::Today => model.today.on_oldest = forward && !model.first.oldest.is_empty(),
        Pane::Matching => {
            model.matching.on_parts = forward && !panes::matching::parts(model).is_empty();
        }
        Pane::Bank => {}
        Pane::Customers if panes::customers::on_card(model) => {
            return panes::customers::turn(model, forward);
        }
        Pane::Customers | Pane::Aging | Pane::Reminders => {
            let Some(drill) = panes::drill_mut(model) else {
                return Vec::new();
            };
            match (drill.level, forward) {
                (Level::List, true) => return panes::open(model),
                (Level::Detail, true) if drill.document.is_some() => drill.level = Level::Document,
                (Level::Detail | Level::Document, true) => drill.level = Level::List,
                (_, false) => {
                    drill.up();
                }
            }
        }
    }
    Vec::new()
}

/// To the left: a level up where a pane has levels, else to the part that stands there.
pub fn left(model: &mut Model) -> Vec<Effect> {
    match panes::drill_mut(model) {
        Some(drill) => {
            drill.up();
            Vec::new()
        }
        None => part(model, false),
    }
}

/// To the right: into the row where a pane has levels, else to the part that stands there.
pub fn right(model: &mut Model) -> Vec<Effect> {
    match panes::drill(model).map(|drill| drill.level) {
        Some(Level::List | Level::Detail) => panes::open(model),
        Some(Level::Document) => Vec::new(),
        None => part(model, true),
    }
}

/// The wheel moves the list that the pointer is over, if it has the keys.
pub fn wheel(model: &mut Model, x: u16, y: u16, down: bool) -> Vec<Effect> {
    let over = model
        .seen
        .lists
        .iter()
        .rfind(|seen| seen.area.contains(Position { x, y }))
        .map(|seen| seen.list);
    if over.is_some_and(|list| !focus(model, list)) {
        return Vec::new();
    }
    step(model, |at, _, _| {
        if down {
            at + NOTCH
        } else {
            at.saturating_sub(NOTCH)
        }
    })
}

/// A click on a tab shows its pane; on a row it puts the cursor there, and once more opens it.
pub fn click(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    let at = Position { x, y };
    if model.layers.is_empty()
        && let Some((_, pane)) = model.seen.tabs.iter().find(|(area, _)| area.contains(at))
    {
        let pane = *pane;
        return super::acts::go(model, pane);
    }
    let Some(seen) = model
        .seen
        .lists
        .iter()
        .rfind(|seen| seen.area.contains(at))
        .copied()
    else {
        return Vec::new();
    };
    let was = model.scope();
    if !focus(model, seen.list) {
        return Vec::new();
    }
    let row = seen.top + usize::from(y - seen.area.y);
    let mut there = false;
    let mut moved = step(model, |at, len, _| if row < len { row } else { at });
    if let Some(cursor) = model.layers.last_mut().and_then(Layer::cursor) {
        there = *cursor.at == row;
    }
    // A second click on the row does what Enter does, outside matching, where Enter posts.
    if model.layers.is_empty() {
        there = was == model.scope() && moved.is_empty() && *panes::cursor(model).at == row;
        if there
            && model.clicked == Some((seen.list, row))
            && !matches!(model.pane, Pane::Matching | Pane::Bank)
        {
            moved.extend(panes::open(model));
        }
        model.clicked = Some((seen.list, row));
    } else if there
        && matches!(
            model.scope(),
            Scope::Palette | Scope::Chooser | Scope::Picker | Scope::Kinds
        )
    {
        let again = model.clicked == Some((seen.list, row));
        model.clicked = Some((seen.list, row));
        if again {
            moved.extend(overlays::act(model, ActionId::Choose, None));
        }
    }
    moved
}

/// Gives the keys to a list; false if an overlay has them and it is not its own.
fn focus(model: &mut Model, list: ListId) -> bool {
    if let Some(layer) = model.layers.last_mut() {
        return layer.cursor().is_some_and(|cursor| cursor.list == list);
    }
    let level = match list {
        ListId::Today | ListId::Oldest => {
            model.today.on_oldest = list == ListId::Oldest;
            return true;
        }
        ListId::Bank => return true,
        ListId::Matching | ListId::Explain => {
            model.matching.on_parts = list == ListId::Explain;
            return true;
        }
        ListId::Customers | ListId::Aging | ListId::Reminders => Level::List,
        ListId::Card
        | ListId::Timeline
        | ListId::Profile
        | ListId::Credit
        | ListId::Notes
        | ListId::Items
        | ListId::Overdue => Level::Detail,
        ListId::History => Level::Document,
        _ => return false,
    };
    if let Some(drill) = panes::drill_mut(model) {
        drill.level = level;
    }
    true
}
