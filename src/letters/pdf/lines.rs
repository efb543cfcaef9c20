//! Words to lines: each line filled as far as it goes; a word ends at a blank or after a hyphen, and one that is wider
//! than a line is broken where it must be.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::fault::PdfFault;
use super::measure::Milli;
use super::plain::plain;
use super::typesetter::{Style, Typesetter, Word};

/// A part of a line.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub word: Arc<Word>,
    /// A blank stands before it.
    pub spaced: bool,
}

/// A line, ready to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub pieces: Vec<Piece>,
    pub style: Style,
    pub width: Milli,
    /// The text goes on in the next line or cell: a blank ends this one, for who copies it or has it read out.
    pub goes_on: bool,
}

impl Typesetter<'_> {
    /// The text in lines of a width at most. A line break in the text is kept.
    pub fn lines(&mut self, text: &str, style: Style, width: Milli) -> Result<Vec<Line>, PdfFault> {
        let text = plain(text)?;
        let mut lines: Vec<Line> = Vec::new();
        for part in text.trim_end().split('\n') {
            if let Some(above) = lines.last_mut() {
                above.goes_on = true;
            }
            self.fill(part, style, width, &mut lines)?;
        }
        Ok(lines)
    }

    /// The text on one line, however long, and how wide its widest piece is: what it would take and what it needs.
    pub fn extent(&mut self, text: &str, style: Style) -> Result<(Milli, Milli), PdfFault> {
        let lines = self.lines(text, style, Milli::MAX)?;
        let widest = lines
            .iter()
            .flat_map(|line| &line.pieces)
            .map(|piece| self.width(piece.word.advance, style))
            .max();
        let longest = lines.iter().map(|line| line.width).max();
        Ok((longest.unwrap_or(0), widest.unwrap_or(0)))
    }

    fn fill(
        &mut self,
        text: &str,
        style: Style,
        width: Milli,
        lines: &mut Vec<Line>,
    ) -> Result<(), PdfFault> {
        let mut open = Open::default();
        let blank = self.blank(style.cut).advance;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let mut spaced = true;
            for part in parts(word) {
                let mut piece = self.word(part, style.cut)?;
                if self.width(open.with(&piece, spaced, blank), style) > width {
                    if !open.pieces.is_empty() {
                        lines.push(open.close(self, style, true));
                    }
                    while self.width(piece.advance, style) > width {
                        let (head, rest) = self.split(&piece.text, style, width)?;
                        let Some(rest) = rest else { break };
                        open.push(head, false, blank);
                        lines.push(open.close(self, style, false));
                        piece = rest;
                    }
                    spaced = false;
                }
                open.push(piece, spaced, blank);
                spaced = false;
            }
        }
        lines.push(open.close(self, style, false));
        Ok(())
    }

    /// As much of the word as is no wider, one character as people see them at least; and the rest of it.
    fn split(
        &mut self,
        text: &str,
        style: Style,
        width: Milli,
    ) -> Result<(Arc<Word>, Option<Arc<Word>>), PdfFault> {
        let Style { cut, .. } = style;
        let whole = self.word(text, cut)?;
        let mut ends: Vec<usize> = Vec::new();
        let (mut glyphs, mut advance) = (whole.glyphs.iter().peekable(), 0);
        for (at, seen) in text.grapheme_indices(true) {
            let end = at + seen.len();
            while let Some(glyph) = glyphs.next_if(|glyph| glyph.start < end) {
                advance += i64::from(glyph.advance);
            }
            if !ends.is_empty() && self.width(advance, style) > width {
                break;
            }
            ends.push(end);
        }
        // Shaped for itself a part may be a little wider than it was in the whole.
        while let Some(end) = ends.pop() {
            let head = self.word(&text[..end], cut)?;
            if ends.is_empty() || self.width(head.advance, style) <= width {
                let rest = &text[end..];
                let rest = (!rest.is_empty())
                    .then(|| self.word(rest, cut))
                    .transpose()?;
                return Ok((head, rest));
            }
        }
        Ok((whole, None))
    }
}

/// The line that is being filled.
#[derive(Default)]
struct Open {
    pieces: Vec<Piece>,
    advance: i64,
}

impl Open {
    fn with(&self, word: &Word, spaced: bool, blank: i64) -> i64 {
        let space = if spaced && !self.pieces.is_empty() {
            blank
        } else {
            0
        };
        self.advance + space + word.advance
    }

    fn push(&mut self, word: Arc<Word>, spaced: bool, blank: i64) {
        self.advance = self.with(&word, spaced, blank);
        let spaced = spaced && !self.pieces.is_empty();
        self.pieces.push(Piece { word, spaced });
    }

    fn close(&mut self, setter: &Typesetter, style: Style, goes_on: bool) -> Line {
        let Self { pieces, advance } = std::mem::take(self);
        Line {
            pieces,
            style,
            width: setter.width(advance, style),
            goes_on,
        }
    }
}

/// A word in the parts between which a line may end: after a hyphen or stroke between letters, two of them before it
/// at least (not `e-post`), and after a stroke between a number and a word. Numbers and dates stay whole. What runs on without an end is cut, so that the work stays in proportion to the text.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = part_end(rest).unwrap_or(rest.len());
        let end = if end > LONGEST_PART { cut(rest) } else { end };
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

/// In bytes.
const LONGEST_PART: usize = 300;

/// The last end of a character as people see them within the longest part, or of a mark of one that is longer.
fn cut(word: &str) -> usize {
    let most = word.floor_char_boundary(LONGEST_PART);
    let seen = word[..most].grapheme_indices(true).next_back();
    seen.map(|(at, _)| at).filter(|at| *at > 0).unwrap_or(most)
}

fn part_end(word: &str) -> Option<usize> {
    let (mut before, mut of_any) = (0, 0);
    let mut letters = word.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if matches!(c, '-' | '/' | '\u{2013}') {
            let goes_on = letters.peek().is_some_and(|(_, c)| c.is_alphabetic());
            let enough = if c == '/' { of_any } else { before };
            if enough > 1 && goes_on {
                return Some(at + c.len_utf8());
            }
        }
        before = if c.is_alphabetic() { before + 1 } else { 0 };
        of_any = if c.is_alphanumeric() { of_any + 1 } else { 0 };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_line_ends_after_a_hyphen_but_not_after_one_letter_or_in_a_number() {
        let parted = |word| parts(word).collect::<Vec<_>>().join("|");
        for (word, expected) in [
            (
                "Kiinteistönhuolto-osuuskunta",
                "Kiinteistönhuolto-|osuuskunta",
            ),
            ("og/eller", "og/|eller"),
            ("1003-2026/HOVEDKONTOR", "1003-2026/|HOVEDKONTOR"),
            ("24/7", "24/7"),
            ("e-post", "e-post"),
            ("c/o", "c/o"),
            ("2026-10-31", "2026-10-31"),
        ] {
            assert_eq!(parted(word), expected);
        }
    }
}
