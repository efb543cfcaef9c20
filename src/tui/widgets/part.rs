//! A part of the screen: its title on a rule, bright where the keys are; and two parts side by side.

use ratatui::layout::Rect;

use super::canvas::{Canvas, cells};

/// Draws a title on a rule and returns what is left below it.
pub fn part(canvas: &mut Canvas, area: Rect, title: &str, chip: &str, focused: bool) -> Rect {
    if area.is_empty() {
        return area;
    }
    let style = if focused {
        canvas.theme.focus
    } else {
        canvas.theme.title
    };
    let room = area.width.saturating_sub(1);
    let mut x = area.x.saturating_add(1);
    let chipped = if chip.is_empty() {
        0
    } else {
        cells(chip).saturating_add(3).min(room / 2)
    };
    x = x.saturating_add(canvas.put(x, area.y, room.saturating_sub(chipped), title, style));
    if !chip.is_empty() {
        x = x.saturating_add(canvas.put(
            x,
            area.y,
            area.right().saturating_sub(x),
            " · ",
            canvas.theme.quiet,
        ));
        x = x.saturating_add(canvas.put(
            x,
            area.y,
            area.right().saturating_sub(x),
            chip,
            canvas.theme.chip,
        ));
    }
    x = x.saturating_add(1);
    canvas.rule(
        x,
        area.y,
        area.right().saturating_sub(x),
        canvas.theme.quiet,
    );
    Rect {
        y: area.y.saturating_add(1),
        height: area.height.saturating_sub(1),
        ..area
    }
}

/// Two parts with a rule between them; the left one gets `left` columns.
pub fn split(canvas: &mut Canvas, area: Rect, left: u16) -> (Rect, Rect) {
    let left = left.min(area.width.saturating_sub(1));
    canvas.bar(
        area.x.saturating_add(left),
        area.y,
        area.height,
        canvas.theme.quiet,
    );
    (
        Rect {
            width: left,
            ..area
        },
        Rect {
            x: area.x.saturating_add(left + 1),
            width: area.width.saturating_sub(left + 1),
            ..area
        },
    )
}

/// One sentence in the middle of a place that has nothing else to show: it says what to do.
pub fn nothing(canvas: &mut Canvas, area: Rect, says: &str) {
    let y = area.y.saturating_add(area.height / 3);
    if y < area.bottom() {
        let wide = cells(says).min(area.width);
        canvas.put(
            area.x.saturating_add((area.width - wide) / 2),
            y,
            wide,
            says,
            canvas.theme.quiet,
        );
    }
}

/// Cuts rows off the foot of a place: what is left, and the foot.
pub fn foot(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (
        Rect {
            height: area.height - rows,
            ..area
        },
        Rect {
            y: area.bottom() - rows,
            height: rows,
            ..area
        },
    )
}

/// Cuts rows off the head of a place: the head, and what is left.
pub fn head(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (
        Rect {
            height: rows,
            ..area
        },
        Rect {
            y: area.y + rows,
            height: area.height - rows,
            ..area
        },
    )
}
