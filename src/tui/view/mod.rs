//! The whole screen, from top to bottom:
//!
//! ```text
//! company · currency        as of          bank data, receipts to match
//! tabs
//! the pane, one part or two side by side
//! the line at the bottom: what was done, what went wrong, work under way, the filter being typed
//! the keys that work here now
//! ```

mod footer;
mod header;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::model::{Model, Pane, Seen};
use super::overlays;
use super::panes::{aging, bank, customers, matching, reminders, today};
use super::widgets::canvas::{Canvas, cells};

pub use footer::keys;

/// From this width on, two parts stand side by side.
pub const WIDE: u16 = 110;
/// From this height on, a detail has room below its list.
const TALL: u16 = 36;
/// Below this, one sentence says what is needed.
const LEAST: (u16, u16) = (60, 16);

/// Whether a detail stands below the list.
pub fn is_tall(model: &Model) -> bool {
    !model.is_wide() && model.size.height >= TALL
}

/// Draws the model; what it put where comes back, for the mouse and for paging.
pub fn draw(frame: &mut Frame, model: &Model) -> Seen {
    let (seen, cursor) = paint(frame.buffer_mut(), model);
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
    seen
}

/// As `draw`, on a buffer.
pub fn paint(buf: &mut Buffer, model: &Model) -> (Seen, Option<Position>) {
    let mut canvas = Canvas::new(buf, &model.theme, &model.locale, &model.seen);
    let area = canvas.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(&mut canvas, area);
        return (canvas.seen, None);
    }
    header::draw(&mut canvas, Rect { height: 2, ..area }, model);
    let pane = Rect {
        y: area.y + 2,
        height: area.height - 4,
        ..area
    };
    match model.pane {
        Pane::Today => today::view::draw(&mut canvas, pane, model),
        Pane::Customers => customers::view::draw(&mut canvas, pane, model),
        Pane::Aging => aging::view::draw(&mut canvas, pane, model),
        Pane::Reminders => reminders::view::draw(&mut canvas, pane, model),
        Pane::Matching => matching::view::draw(&mut canvas, pane, model),
        Pane::Bank => bank::view::draw(&mut canvas, pane, model),
    }
    overlays::draw(&mut canvas, pane, model);
    footer::draw(
        &mut canvas,
        Rect {
            y: area.bottom() - 2,
            height: 2,
            ..area
        },
        model,
    );
    (canvas.seen, canvas.cursor)
}

/// One sentence in the middle: what is needed and what is there.
pub fn too_small(canvas: &mut Canvas, area: Rect) {
    let size = |(width, height): (u16, u16)| format!("{width}×{height}");
    let says = canvas.locale.say(
        "tui.too-small",
        &[
            ("needed", &size(LEAST)),
            ("is", &size((area.width, area.height))),
        ],
    );
    let wide = cells(&says).min(area.width);
    let text = canvas.theme.text;
    canvas.put(
        area.x + (area.width - wide) / 2,
        area.y + area.height / 2,
        wide,
        &says,
        text,
    );
}

/// Whether an area is too small for a screen.
pub fn is_too_small(area: Rect) -> bool {
    area.width < LEAST.0 || area.height < LEAST.1
}
