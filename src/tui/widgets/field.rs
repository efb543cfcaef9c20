//! A line of text being edited.

use ratatui::layout::Position;
use tui_input::Input;

use super::canvas::Canvas;

/// Draws the field in `room` columns; the terminal's cursor goes there if it has the keys.
pub fn field(canvas: &mut Canvas, x: u16, y: u16, room: u16, input: &Input, focused: bool) {
    if room == 0 {
        return;
    }
    let style = if focused {
        canvas.theme.strong
    } else {
        canvas.theme.text
    };
    let scroll = input.visual_scroll(usize::from(room.saturating_sub(1)));
    let mut skipped = 0;
    let shown: String = input
        .value()
        .chars()
        .skip_while(|c| {
            let hidden = skipped < scroll;
            skipped += crate::text::width::width(c.encode_utf8(&mut [0; 4]));
            hidden
        })
        .collect();
    canvas.put(x, y, room, &shown, style);
    if focused {
        let at = u16::try_from(input.visual_cursor().saturating_sub(scroll))
            .unwrap_or(0)
            .min(room - 1);
        canvas.cursor = Some(Position {
            x: x.saturating_add(at),
            y,
        });
    }
}
