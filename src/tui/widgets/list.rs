//! A list of which only the visible window is drawn, however long it is.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::tui::model::{ListId, SeenList};

/// How a list stands on the screen.
#[derive(Clone, Copy, Debug)]
pub struct ListAt {
    pub list: ListId,
    pub area: Rect,
    pub len: usize,
    pub cursor: usize,
    /// Whether the keys go there.
    pub focused: bool,
}

/// Draws the visible rows: `row` gets the canvas, the row's index and its place, whose first column is left to the
/// mark of the selection.
pub fn list(canvas: &mut Canvas, at: ListAt, mut row: impl FnMut(&mut Canvas, usize, Rect)) {
    let page = usize::from(at.area.height);
    let before = canvas.before.list(at.list).map_or(0, |seen| seen.top);
    let top = window(before, at.cursor, page, at.len);
    canvas.seen.lists.push(SeenList {
        list: at.list,
        area: at.area,
        top,
        page,
    });
    for (line, index) in (top..at.len).take(page).enumerate() {
        let y = at
            .area
            .y
            .saturating_add(u16::try_from(line).unwrap_or(u16::MAX));
        let place = Rect {
            y,
            height: 1,
            ..at.area
        };
        row(
            canvas,
            index,
            Rect {
                x: place.x.saturating_add(1),
                width: place.width.saturating_sub(1),
                ..place
            },
        );
        if index == at.cursor {
            canvas.put(place.x, y, 1, "▌", canvas.theme.text);
            if at.focused {
                canvas.tint(place, canvas.theme.selected);
            }
        }
    }
}

/// The first row to show: where it was, unless the cursor is outside then.
pub fn window(before: usize, cursor: usize, page: usize, len: usize) -> usize {
    let last = len.saturating_sub(page);
    let lowest = (cursor + 1).saturating_sub(page);
    before.min(last).min(cursor).max(lowest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_inside_and_nothing_moves_that_need_not() {
        for len in 0..30 {
            for page in 0..12 {
                for before in 0..35 {
                    for cursor in 0..len {
                        let top = window(before, cursor, page, len);
                        assert!(page == 0 || (top..top + page).contains(&cursor));
                        let kept =
                            before + page <= len && (before..before + page).contains(&cursor);
                        assert!(!kept || top == before, "{before} {cursor} {page} {len}");
                    }
                }
            }
        }
    }
}
