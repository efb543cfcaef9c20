//! What text means on the screen, and the attributes and colours that show it. Nothing is told by colour alone.

use ratatui::style::{Color, Modifier, Style};

use crate::desk::config::ThemeName;

/// One style per meaning. The default theme uses the terminal's own sixteen colours and its own background, so that
/// it reads on light and dark alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Theme {
    pub text: Style,
    /// What is there but not now needed: rules, empty cells, hints.
    pub quiet: Style,
    /// Titles of parts, without and with the focus.
    pub title: Style,
    pub focus: Style,
    /// Heads of columns.
    pub head: Style,
    /// The figure that decides.
    pub strong: Style,
    pub selected: Style,
    pub key: Style,
    pub good: Style,
    pub warn: Style,
    pub bad: Style,
    /// A filter that narrows what is shown.
    pub chip: Style,
    /// The pane that is shown.
    pub tab: Style,
}

impl Theme {
    pub fn of(name: ThemeName) -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        // One even bar: what is dim or coloured inside it would be hard to read turned round.
        let selected = plain
            .add_modifier(Modifier::REVERSED)
            .remove_modifier(Modifier::DIM | Modifier::UNDERLINED);
        let mono = Self {
            text: plain,
            quiet: plain.add_modifier(Modifier::DIM),
            title: plain,
            focus: bold,
            head: plain.add_modifier(Modifier::DIM),
            strong: bold,
            selected,
            key: bold,
            good: plain,
            warn: bold,
            bad: bold,
            chip: plain.add_modifier(Modifier::UNDERLINED),
            tab: plain.add_modifier(Modifier::REVERSED),
        };
        match name {
            ThemeName::Mono => mono,
            ThemeName::Default => Self {
                selected: selected.fg(Color::Reset).bg(Color::Reset),
                focus: bold.fg(Color::Cyan),
                good: plain.fg(Color::Green),
                warn: bold.fg(Color::Magenta),
                bad: bold.fg(Color::Red),
                chip: plain.fg(Color::Magenta).add_modifier(Modifier::UNDERLINED),
                ..mono
            },
            // No dim text: it is the first to vanish for weak eyes.
            ThemeName::HighContrast => Self {
                selected: selected.fg(Color::Reset).bg(Color::Reset),
                quiet: plain,
                head: plain.add_modifier(Modifier::UNDERLINED),
                focus: bold.add_modifier(Modifier::UNDERLINED),
                good: bold.fg(Color::Green),
                warn: bold.fg(Color::Magenta).add_modifier(Modifier::UNDERLINED),
                bad: bold.fg(Color::Red).add_modifier(Modifier::UNDERLINED),
                chip: bold.add_modifier(Modifier::UNDERLINED),
                ..mono
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_has_no_colour() {
        let theme = Theme::of(ThemeName::Mono);
        for style in [
            theme.text,
            theme.quiet,
            theme.title,
            theme.focus,
            theme.head,
            theme.strong,
            theme.selected,
            theme.key,
            theme.good,
            theme.warn,
            theme.bad,
            theme.chip,
            theme.tab,
        ] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert!(theme.selected.add_modifier.contains(Modifier::REVERSED));
    }
}
