//! A buffer as text.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

/// The text of a buffer, and below it the runs of style that are not plain.
pub fn picture(buf: &Buffer) -> String {
    let mut text = String::new();
    let mut styles = String::new();
    for y in 0..buf.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buf.area.width {
            let cell = &buf[(x, y)];
            line.push_str(cell.symbol());
            x += u16::try_from(reskontra::text::width::width(cell.symbol()))
                .unwrap()
                .max(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
        styles.push_str(&style_runs(buf, y));
    }
    format!("{text}---\n{styles}")
}

fn style_runs(buf: &Buffer, y: u16) -> String {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for x in 0..buf.area.width {
        let cell = &buf[(x, y)];
        let mut style = String::new();
        for (on, name) in [
            (Modifier::BOLD, "bold"),
            (Modifier::DIM, "dim"),
            (Modifier::REVERSED, "reversed"),
            (Modifier::UNDERLINED, "underlined"),
        ] {
            if cell.modifier.contains(on) {
                style.push_str(name);
                style.push(' ');
            }
        }
        for (colour, name) in [(cell.fg, "fg"), (cell.bg, "bg")] {
            if colour != Color::Reset {
                let _ = write!(style, "{name}={colour} ");
            }
        }
        match runs.last_mut() {
            Some((_, end, same)) if *same == style.trim_end() && *end == x => *end = x + 1,
            _ => runs.push((x, x + 1, style.trim_end().to_owned())),
        }
    }
    let told: Vec<String> = runs
        .into_iter()
        .filter(|(.., style)| !style.is_empty())
        .map(|(from, to, style)| format!("{from}-{} {style}", to - 1))
        .collect();
    if told.is_empty() {
        String::new()
    } else {
        format!("{y}: {}\n", told.join(", "))
    }
}
