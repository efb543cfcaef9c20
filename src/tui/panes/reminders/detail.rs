//! Drawing a row told in full: labels, text that wraps, figures at the right edge.

use ratatui::layout::Rect;

use super::told::Told;
use crate::tui::overlays::story::{Story, Tone, wrap};
use crate::tui::widgets::canvas::{Canvas, cells};

/// Columns between a label and its text, and between the text and its figure.
const GAP: u16 = 2;

/// Draws as much as there is room for; a last line says that there is more, and where.
pub fn draw(canvas: &mut Canvas, area: Rect, told: &[Told], more: &str) {
    let label = told.iter().map(|line| cells(line.label)).max().unwrap_or(0);
    let label = label.min(area.width / 4);
    let (x, right) = (area.x + 1, area.right().saturating_sub(1));
    let mut rows: Vec<Row<'_>> = Vec::new();
    for line in told {
        // What stands without a label among labels is a sentence of its own: it has the whole width.
        let full = line.label.is_empty() && line.amount.is_none() && line.tone == Tone::Bad;
        let at = if full { x } else { x + label + GAP };
        let kept = line
            .amount
            .as_deref()
            .map_or(0, |amount| cells(amount) + GAP);
        let room = right.saturating_sub(at).saturating_sub(kept);
        for (index, text) in wrap(&line.text, usize::from(room)).into_iter().enumerate() {
            rows.push(Row {
                line,
                first: index == 0,
                at,
                room,
                text,
            });
        }
    }
    let is_cut = rows.len() > usize::from(area.height);
    let shown = usize::from(area.height).saturating_sub(usize::from(is_cut));
    for (y, row) in (area.y..area.bottom()).zip(rows.iter().take(shown)) {
        let style = row.line.tone.style(canvas.theme);
        if row.first {
            canvas.put(x, y, label, row.line.label, canvas.theme.quiet);
            if let Some(amount) = &row.line.amount {
                let wide = cells(amount);
                canvas.put_right(right.saturating_sub(wide), y, wide, amount, style);
            }
        }
        canvas.put(row.at, y, row.room, &row.text, style);
    }
    if is_cut && area.height > 0 {
        canvas.put(
            x,
            area.bottom() - 1,
            area.width.saturating_sub(2),
            more,
            canvas.theme.key,
        );
    }
}

struct Row<'a> {
    line: &'a Told,
    first: bool,
    at: u16,
    room: u16,
    text: String,
}

/// The same to be read through.
pub fn story(title: String, told: &[Told]) -> Story {
    let mut story = Story::new(title);
    for line in told {
        let parts = [
            line.label,
            &line.text,
            line.amount.as_deref().unwrap_or_default(),
        ];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        // A figure alone after its name, a sentence after its label.
        let text = if line.is_gap() {
            String::new()
        } else if line.label.is_empty() {
            format!("  {}", parts.join("  "))
        } else {
            match parts.split_first() {
                Some((label, rest)) if !rest.is_empty() => format!("{label}: {}", rest.join("  ")),
                _ => parts.join(""),
            }
        };
        story.line(line.tone, text);
    }
    story
}
