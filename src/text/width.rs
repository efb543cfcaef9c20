//! How wide text is in a terminal: counted by grapheme, so that wide characters and combining marks keep columns
//! straight; and what must be taken out of foreign text before it may reach one.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::shape::is_unclean;

/// What stands where text was cut off.
pub const ELLIPSIS: &str = "…";

/// Cells that a text takes. Control characters take none: `clean` takes them out before anything is drawn.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    if text.chars().all(is_one_cell) {
        return text.chars().count();
    }
    text.graphemes(true).map(cells).sum()
}

/// Whether a character is one of ASCII or the Latin blocks, which take a cell each and join no other; so does the
/// fixed blank in figures.
fn is_one_cell(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}')
}

/// Whether every byte is a printable one of ASCII, as in figures and most names: each takes one cell.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

fn cells(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        0
    } else {
        grapheme.width()
    }
}

/// The text on exactly so many cells, blanks behind it: cut with an ellipsis if it is longer.
pub fn pad_right(text: &str, cells: usize) -> String {
    let mut padded = truncate(text, cells).into_owned();
    // A blank may join a grapheme at the seam, so the result is measured and not the sum.
    while width(&padded) < cells {
        padded.push_str(&" ".repeat(cells - width(&padded)));
    }
    padded
}

/// The text on exactly so many cells, blanks before it: cut with an ellipsis if it is longer.
pub fn pad_left(text: &str, cells: usize) -> String {
    let text = truncate(text, cells);
    let mut blanks = cells.saturating_sub(width(&text));
    loop {
        let padded = format!("{}{text}", " ".repeat(blanks));
        let now = width(&padded);
        if now >= cells {
            return padded;
        }
        blanks += cells - now;
    }
}

/// The text on at most so many cells, cleaned; what is cut off is replaced by an ellipsis.
pub fn truncate(text: &str, cells: usize) -> Cow<'_, str> {
    truncate_with(text, cells, ELLIPSIS)
}

/// As `truncate`, with another mark for what is cut off.
pub fn truncate_with<'a>(text: &'a str, cells: usize, mark: &str) -> Cow<'a, str> {
    let text = clean(text);
    if width(&text) <= cells {
        return text;
    }
    let mark = if width(mark) <= cells { mark } else { "" };
    let room = cells - width(mark);
    let mut kept = String::with_capacity(text.len());
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += self::cells(grapheme);
        if used > room {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push_str(mark);
    Cow::Owned(kept)
}

/// The text without what could steer a terminal or turn its order around: control characters, escapes, bidi
/// overrides and invisible marks. Line ends and tabs become blanks.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_unclean) {
        return Cow::Borrowed(text);
    }
    // CR LF is one line end.
    let text = text.replace("\r\n", "\n");
    Cow::Owned(
        text.chars()
            .filter_map(|c| match c {
                '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
                c if is_unclean(c) => None,
                c => Some(c),
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn width_counts_what_is_seen() {
        for (text, cells) in [
            ("", 0),
            ("Ørsta", 5),
            ("a\u{30a}", 1),
            ("日本", 4),
            ("1\u{a0}200,00", 8),
            ("👩‍👧", 2),
        ] {
            assert_eq!(width(text), cells, "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_with_a_mark() {
        assert_eq!(truncate("Nordlys Bygg", 12), "Nordlys Bygg");
        assert_eq!(truncate("Nordlys Bygg", 8), "Nordlys…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(truncate("ab", 1), "…");
        assert_eq!(truncate("ab", 0), "");
        assert_eq!(pad_right("日本語", 4), "日… ");
        assert_eq!(pad_left("7", 3), "  7");
        assert_eq!(truncate_with("Nordlys", 4, ">"), "Nor>");
    }

    #[test]
    fn what_steers_a_terminal_is_taken_out() {
        assert_eq!(clean("a\u{1b}[2Jb\u{7}\u{9b}c"), "a[2Jbc");
        assert_eq!(clean("one\r\ntwo\tthree"), "one two three");
        assert_eq!(clean("in\u{202e}fdp.exe\u{2066}"), "infdp.exe");
        assert!(matches!(clean("Bjørk & sønn 日本"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn padding_gives_exactly_the_width(text in any::<String>(), cells in 0_usize..40) {
            prop_assert_eq!(width(&pad_right(&text, cells)), cells);
            prop_assert_eq!(width(&pad_left(&text, cells)), cells);
        }

        #[test]
        fn padding_mixed_scripts_gives_exactly_the_width(
            text in "[a-cåø\u{300}-\u{310}日本\u{600}\u{fe0f}\u{200d}👩👧❤🇳🇴한\u{1161}\t\u{202e}]{0,12}", cells in 0_usize..16,
        ) {
            prop_assert_eq!(width(&pad_right(&text, cells)), cells);
            prop_assert_eq!(width(&pad_left(&text, cells)), cells);
            prop_assert!(width(&truncate(&text, cells)) <= cells);
        }

        #[test]
        fn cleaned_text_is_clean(text in any::<String>()) {
            prop_assert!(!clean(&text).chars().any(is_unclean));
        }
    }
}
