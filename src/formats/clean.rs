//! Text from files, made safe to store and to draw: one function, used on every text that leaves a reader.

use std::borrow::Cow;

use crate::domain::shape::is_unclean;

/// The text without control characters. What moves to a new line or column becomes a blank; escape sequences
/// lose their escape, and characters that turn or hide the text around them go.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !may_hide(text.as_bytes()) || !text.chars().any(|c| fate(c) != Fate::Keep) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter_map(|c| match fate(c) {
        Fate::Keep => Some(c),
        Fate::Blank => Some(' '),
        Fate::Drop => None,
    });
    Cow::Owned(kept.collect())
}

/// Whether there are bytes that begin or go on a character that is not kept: the controls, and the first bytes of
/// U+0080–00BF, U+0600–063F, U+2000–2FFF, U+F000–FFFF and of the tags.
fn may_hide(text: &[u8]) -> bool {
    let is_odd = |b: &u8| matches!(b, ..b' ' | 0x7f | 0xc2 | 0xd8 | 0xe2 | 0xef | 0xf3);
    // All of a piece without a way out: so the compiler looks at many bytes at once.
    let has_odd = |piece: &[u8]| piece.iter().fold(false, |odd, b| odd | is_odd(b));
    text.chunks(64).any(has_odd)
}

/// The text cleaned and without blanks around it; none when nothing is left.
pub fn trimmed(text: &str) -> Option<Cow<'_, str>> {
    let text = match clean(text) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    (!text.is_empty()).then_some(text)
}

/// A value short enough to stand in a message.
pub fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = clean(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

#[derive(PartialEq, Eq)]
enum Fate {
    Keep,
    Blank,
    Drop,
}

fn fate(c: char) -> Fate {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Blank,
        c if is_unclean(c) => Fate::Drop,
        _ => Fate::Keep,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_characters_go_and_line_ends_become_blanks() {
        assert_eq!(clean("Åse\tØdegård\r\nAS"), "Åse Ødegård  AS");
        assert_eq!(clean("a\u{1b}[31mb\u{7f}\u{9b}c"), "a[31mbc");
        assert_eq!(clean("1\u{202e}23\u{2066}4\u{2028}5"), "1234 5");
        assert_eq!(trimmed("\u{feff} \u{1a} "), None);
    }

    #[test]
    fn an_excerpt_is_cut_between_characters() {
        assert_eq!(excerpt(&"å".repeat(80)), format!("{}…", "å".repeat(60)));
    }

    proptest! {
        #[test]
        fn cleaning_is_done_once(text in any::<String>()) {
            let once = clean(&text).into_owned();
            prop_assert!(!once.chars().any(char::is_control));
            prop_assert_eq!(clean(&once), once.as_str());
        }
    }
}
