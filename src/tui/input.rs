//! Keys as the rest of the face knows them, and the editing of a line of text. With the keymap, the only place
//! that names key codes.

use std::fmt;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use tui_input::{Input, InputRequest};

use super::msg::Msg;
use crate::text::Locale;

/// A key press: the character that the keyboard produced, or a named key, with Ctrl and Alt. Shift counts only for
/// named keys: whether a `>` takes it depends on the keyboard.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    code: KeyCode,
    mods: KeyModifiers,
}

/// Names of the keys that produce no character, in a configuration and, under `tui.key.`, on the screen.
const NAMED: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("back-tab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("page-up", KeyCode::PageUp),
    ("page-down", KeyCode::PageDown),
    ("space", KeyCode::Char(' ')),
];

impl Key {
    pub fn new(code: KeyCode, mods: KeyModifiers) -> Self {
        let mut mods = mods & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match code {
            // Ctrl folds the case: terminals send the same byte for both.
            KeyCode::Char(c) if mods.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Tab if mods.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        if matches!(code, KeyCode::Char(_) | KeyCode::BackTab) {
            mods.remove(KeyModifiers::SHIFT);
        }
        // Two Escs that arrive at once read as one with Alt.
        if code == KeyCode::Esc {
            mods.remove(KeyModifiers::ALT);
        }
        // Windows reports AltGr as Ctrl and Alt: what counts is the character.
        if matches!(code, KeyCode::Char(c) if !c.is_ascii_alphanumeric())
            && mods.contains(KeyModifiers::CONTROL | KeyModifiers::ALT)
        {
            mods = KeyModifiers::NONE;
        }
        Self { code, mods }
    }

    /// A key by its name in a configuration: `a`, `G`, `enter`, `ctrl-r`, `alt-x`, `shift-up`, `f5`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut mods = KeyModifiers::NONE;
        let mut rest = text;
        // A lone `-` is a key of its own.
        while let Some((head, tail)) = rest
            .split_once('-')
            .filter(|(head, tail)| !head.is_empty() && !tail.is_empty())
        {
            mods |= match head.to_ascii_lowercase().as_str() {
                "ctrl" => KeyModifiers::CONTROL,
                "alt" => KeyModifiers::ALT,
                "shift" => KeyModifiers::SHIFT,
                _ => break,
            };
            rest = tail;
        }
        let named = NAMED
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(rest))
            .map(|(_, code)| *code);
        let function = || {
            rest.strip_prefix(['f', 'F'])?
                .parse()
                .ok()
                .filter(|n| (1..=24).contains(n))
                .map(KeyCode::F)
        };
        let single = || {
            let mut chars = rest.chars();
            chars
                .next()
                .filter(|c| chars.next().is_none() && !c.is_control())
                .map(KeyCode::Char)
        };
        Some(Self::new(named.or_else(function).or_else(single)?, mods))
    }

    /// As a footer or the palette shows it.
    pub fn label(self, locale: &Locale) -> String {
        let mut label = String::new();
        for (modifier, key) in [
            (KeyModifiers::CONTROL, "tui.key.ctrl"),
            (KeyModifiers::ALT, "tui.key.alt"),
            (KeyModifiers::SHIFT, "tui.key.shift"),
        ] {
            if self.mods.contains(modifier) {
                label.push_str(locale.text(key));
                label.push('-');
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => label.push_str(locale.text(&format!("tui.key.{name}"))),
            (None, KeyCode::Char(c)) if self.mods.contains(KeyModifiers::CONTROL) => {
                label.extend(c.to_uppercase());
            }
            (None, KeyCode::Char(c)) => label.push(c),
            (None, KeyCode::F(n)) => {
                label.push('F');
                label.push_str(&n.to_string());
            }
            (None, _) => label.push('?'),
        }
        label
    }

    /// Whether it types a character into a field.
    pub fn types(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.mods.is_empty() => Some(c),
            _ => None,
        }
    }
}

/// Its name in a configuration.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in [
            (KeyModifiers::CONTROL, "ctrl-"),
            (KeyModifiers::ALT, "alt-"),
            (KeyModifiers::SHIFT, "shift-"),
        ] {
            if self.mods.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, KeyCode::F(n)) => write!(f, "f{n}"),
            (None, _) => f.write_str("?"),
        }
    }
}

/// Edits a line of text; false if the key means nothing there.
pub fn edit(field: &mut Input, key: Key) -> bool {
    let ctrl = key.mods.contains(KeyModifiers::CONTROL);
    let word = ctrl || key.mods.contains(KeyModifiers::ALT);
    let request = match key.code {
        KeyCode::Char(c) if key.mods.is_empty() => InputRequest::InsertChar(c),
        KeyCode::Char('a') if ctrl => InputRequest::GoToStart,
        KeyCode::Char('e') if ctrl => InputRequest::GoToEnd,
        KeyCode::Char('u') if ctrl => InputRequest::DeleteFromStart,
        KeyCode::Char('k') if ctrl => InputRequest::DeleteTillEnd,
        KeyCode::Char('w') if ctrl => InputRequest::DeletePrevWord,
        KeyCode::Char('y') if ctrl => InputRequest::Yank,
        KeyCode::Backspace if word => InputRequest::DeletePrevWord,
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete if word => InputRequest::DeleteNextWord,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left if word => InputRequest::GoToPrevWord,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right if word => InputRequest::GoToNextWord,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return false,
    };
    field.handle(request);
    true
}

/// Puts pasted text into a field: one line, without control characters.
pub fn paste(field: &mut Input, text: &str) {
    for c in text
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !crate::domain::shape::is_unclean(*c))
    {
        field.handle(InputRequest::InsertChar(c));
    }
}

/// What the mouse did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mouse {
    Click { x: u16, y: u16 },
    Wheel { x: u16, y: u16, down: bool },
}

/// What an event of the terminal means to the desk; none if nothing.
pub fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(KeyEvent {
            kind: KeyEventKind::Release,
            ..
        }) => None,
        Event::Key(KeyEvent {
            code, modifiers, ..
        }) => Some(Msg::Key(Key::new(code, modifiers))),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(width, height)),
        Event::Mouse(MouseEvent {
            kind,
            column: x,
            row: y,
            ..
        }) => match kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Mouse(Mouse::Click { x, y })),
            MouseEventKind::ScrollDown => Some(Msg::Mouse(Mouse::Wheel { x, y, down: true })),
            MouseEventKind::ScrollUp => Some(Msg::Mouse(Mouse::Wheel { x, y, down: false })),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_they_went() {
        for name in [
            "a", "G", "?", "-", "=", "å", "enter", "space", "ctrl-r", "alt-x", "f5", "shift-up",
            "back-tab",
        ] {
            let key = Key::parse(name).unwrap();
            assert_eq!(key.to_string(), name);
            assert_eq!(Key::parse(&key.to_string()), Some(key));
        }
        assert_eq!(Key::parse("ctrl--").unwrap().to_string(), "ctrl--");
        for nonsense in ["", "ab", "f0", "f25", "hyper-x", "ctrl-"] {
            assert_eq!(Key::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn shift_counts_for_named_keys_only() {
        assert_eq!(
            Key::new(KeyCode::Char('>'), KeyModifiers::SHIFT),
            Key::parse(">").unwrap()
        );
        assert_eq!(
            Key::new(KeyCode::Char('G'), KeyModifiers::SHIFT),
            Key::parse("G").unwrap()
        );
        assert_eq!(
            Key::new(KeyCode::Tab, KeyModifiers::SHIFT),
            Key::parse("back-tab").unwrap()
        );
        assert_ne!(
            Key::new(KeyCode::Up, KeyModifiers::SHIFT),
            Key::parse("up").unwrap()
        );
    }

    #[test]
    fn a_paste_brings_one_line_and_no_control_characters() {
        let mut field = Input::default();
        paste(&mut field, "Nord\u{1b}[31mlys\nrm -rf");
        assert_eq!(field.value(), "Nord[31mlys");
    }
}
