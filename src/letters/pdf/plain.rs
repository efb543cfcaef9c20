//! Text as it can be set: composed, without what controls or hides, with its blanks told apart.

use unicode_normalization::UnicodeNormalization;

use super::fault::{PdfFault, excerpt};

/// The blank at which no line ends.
pub(super) const BOUND: char = '\u{a0}';

/// The text composed (NFC), so that a letter and its mark are one where they can be. Control characters and what
/// has no shape of its own go; what starts a line becomes `\n`, every other blank `' '` or [`BOUND`].
pub(super) fn plain(text: &str) -> Result<String, PdfFault> {
    // Most of what letters say.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(text.to_owned());
    }
    let mut kept = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").nfc() {
        if is_right_to_left(c) {
            return Err(PdfFault::RightToLeft {
                character: c,
                text: excerpt(text),
            });
        }
        match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push('\n'),
            '\u{a0}' | '\u{2007}' | '\u{202f}' => kept.push(BOUND),
            '\t' => kept.push(' '),
            c if c.is_whitespace() => kept.push(' '),
            c if c.is_control() || has_no_shape(c) => {}
            c => kept.push(c),
        }
    }
    Ok(kept)
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and the other blocks of strong right-to-left letters (Unicode, UAX #9).
fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The property `Default_Ignorable_Code_Point` of Unicode: joiners, soft hyphens, marks of direction, selectors.
fn has_no_shape(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_its_ring_are_one() {
        assert_eq!(plain("A\u{30a}rnes bla\u{30a}").unwrap(), "Årnes blå");
    }

    #[test]
    fn what_controls_or_hides_goes_and_blanks_stay() {
        let odd = "\u{1b}[31m1\u{202f}234,50\u{a0}kr\tog\r\nny\u{ad}\u{200b}\u{feff}";
        assert_eq!(plain(odd).unwrap(), "[31m1\u{a0}234,50\u{a0}kr og\nny");
    }

    #[test]
    fn right_to_left_is_refused_by_name() {
        let fault = plain("Firma שלום").unwrap_err();
        let named = |text: &str| text.contains("Firma שלום");
        assert!(
            matches!(&fault, PdfFault::RightToLeft { text, .. } if named(text)),
            "{fault:?}"
        );
    }
}
