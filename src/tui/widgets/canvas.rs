//! The surface that everything is drawn on. It clips, so that no size of terminal can make a drawing panic, and it
//! cleans, so that no control character out of a file reaches the terminal.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::text::Locale;
use crate::text::width::{clean, truncate, width};
use crate::tui::model::Seen;
use crate::tui::theme::Theme;

pub struct Canvas<'a> {
    buf: &'a mut Buffer,
    pub theme: &'a Theme,
    pub locale: &'a Locale,
    /// What the drawing before this one put where: lists scroll from there.
    pub before: &'a Seen,
    pub seen: Seen,
    /// Where the terminal's cursor stands, if a field has the keys.
    pub cursor: Option<Position>,
}

impl<'a> Canvas<'a> {
    pub fn new(
        buf: &'a mut Buffer,
        theme: &'a Theme,
        locale: &'a Locale,
        before: &'a Seen,
    ) -> Self {
        Self {
            buf,
            theme,
            locale,
            before,
            seen: Seen::default(),
            cursor: None,
        }
    }

    pub fn area(&self) -> Rect {
        self.buf.area
    }

    /// Writes text at a place, at most `room` columns of it, and returns how many it took.
    pub fn put(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buf.area;
        if !area.contains(Position { x, y }) {
            return 0;
        }
        let room = room.min(area.right() - x);
        let text = clean(text);
        let text = truncate(&text, usize::from(room));
        let (end, _) = self.buf.set_stringn(x, y, text, usize::from(room), style);
        end.saturating_sub(x)
    }

    /// Writes text that ends at the right edge of `room` columns. A figure that does not fit is never cut: a part
    /// of a number would be another number.
    pub fn put_right(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) {
        let wide = cells(text);
        if wide <= room {
            self.put(x + (room - wide), y, wide, text, style);
        } else if room > 0 {
            self.put(x + room - 1, y, 1, "…", style);
        }
    }

    /// Writes pieces one after the other, and returns how many columns they took.
    pub fn put_all(&mut self, x: u16, y: u16, room: u16, pieces: &[(&str, Style)]) -> u16 {
        let mut used = 0;
        for (text, style) in pieces {
            used += self.put(
                x.saturating_add(used),
                y,
                room.saturating_sub(used),
                text,
                *style,
            );
        }
        used
    }

    /// Lays a style over a place.
    pub fn tint(&mut self, area: Rect, style: Style) {
        self.buf.set_style(area.intersection(self.buf.area), style);
    }

    /// Wipes a place.
    pub fn wipe(&mut self, area: Rect) {
        let area = area.intersection(self.buf.area);
        for position in area.positions() {
            if let Some(cell) = self.buf.cell_mut(position) {
                cell.reset();
            }
        }
    }

    /// A horizontal rule.
    pub fn rule(&mut self, x: u16, y: u16, long: u16, style: Style) {
        for at in x..x.saturating_add(long) {
            self.put(at, y, 1, "─", style);
        }
    }

    /// A vertical rule.
    pub fn bar(&mut self, x: u16, y: u16, high: u16, style: Style) {
        for at in y..y.saturating_add(high) {
            self.put(x, at, 1, "│", style);
        }
    }
}

/// Columns that text takes.
pub fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}
