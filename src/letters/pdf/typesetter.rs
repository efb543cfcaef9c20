//! Words to glyphs: each shaped once (kerning, ligatures, marks in their place) and kept, so that what is measured is
//! what is drawn.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use krilla::text::Font;
use rustybuzz::{Face, UnicodeBuffer};

use super::fault::{PdfFault, excerpt};
use super::measure::Milli;
use super::plain::BOUND;

/// The two cuts of the typeface.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cut {
    Regular,
    Bold,
}

/// A cut at a size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Style {
    pub cut: Cut,
    pub size: Milli,
}

impl Style {
    pub const fn regular(size: Milli) -> Self {
        let cut = Cut::Regular;
        Self { cut, size }
    }

    pub const fn bold(size: Milli) -> Self {
        let cut = Cut::Bold;
        Self { cut, size }
    }

    /// From one baseline to the next.
    pub const fn leading(self) -> Milli {
        self.size * 130 / 100
    }
}

/// A glyph of a word: lengths in the font's units, and the bytes of the word that it shows.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub id: u32,
    pub advance: i32,
    pub rise: i32,
    pub shift: i32,
    pub start: usize,
    pub end: usize,
}

/// A word, shaped.
#[derive(Debug)]
pub(super) struct Word {
    pub text: Box<str>,
    pub glyphs: Box<[Glyph]>,
    /// In the font's units.
    pub advance: i64,
}

/// One face: to shape with and to draw with.
struct Typeface<'f> {
    shaper: Face<'f>,
    font: Font,
    words: HashMap<Box<str>, Arc<Word>>,
    blank: Arc<Word>,
}

/// As many words as are kept; beyond, the store starts anew.
const MOST_WORDS: usize = 20_000;

/// Longer ones are shaped but not kept.
const LONGEST_KEPT: usize = 64;

pub(super) struct Typesetter<'f> {
    regular: Typeface<'f>,
    bold: Typeface<'f>,
}

impl<'f> Typesetter<'f> {
    pub fn new(regular: &'f [u8], bold: &'f [u8]) -> Result<Self, PdfFault> {
        Ok(Self {
            regular: Typeface::new(regular, "font")?,
            bold: Typeface::new(bold, "font_bold")?,
        })
    }

    fn face(&self, cut: Cut) -> &Typeface<'f> {
        match cut {
            Cut::Regular => &self.regular,
            Cut::Bold => &self.bold,
        }
    }

    /// The face to draw with, and how many of its units make its size.
    pub fn font(&self, cut: Cut) -> (&Font, i32) {
        let face = self.face(cut);
        (&face.font, face.shaper.units_per_em())
    }

    pub fn blank(&self, cut: Cut) -> &Arc<Word> {
        &self.face(cut).blank
    }

    /// How wide an advance in the font's units is at a style.
    pub fn width(&self, advance: i64, style: Style) -> Milli {
        let units = i64::from(self.face(style.cut).shaper.units_per_em());
        advance.saturating_mul(style.size) / units.max(1)
    }

    /// The word shaped; a blank in it is bound.
    pub fn word(&mut self, text: &str, cut: Cut) -> Result<Arc<Word>, PdfFault> {
        match cut {
            Cut::Regular => self.regular.word(text),
            Cut::Bold => self.bold.word(text),
        }
    }
}

impl<'f> Typeface<'f> {
    /// `setting` is the key that names it.
    fn new(bytes: &'f [u8], setting: &'static str) -> Result<Self, PdfFault> {
        let no_font = || PdfFault::NoFont { setting };
        let shaper = Face::from_slice(bytes, 0).ok_or_else(no_font)?;
        let font = Font::new(bytes.to_vec().into(), 0).ok_or_else(no_font)?;
        let blank = shape(&shaper, " ").map_err(|_| PdfFault::NoBlank { setting })?;
        Ok(Self {
            shaper,
            font,
            words: HashMap::new(),
            blank: Arc::new(blank),
        })
    }

    fn word(&mut self, text: &str) -> Result<Arc<Word>, PdfFault> {
        if let Some(word) = self.words.get(text) {
            return Ok(Arc::clone(word));
        }
        let word = Arc::new(shape(&self.shaper, text)?);
        if text.len() <= LONGEST_KEPT {
            if self.words.len() >= MOST_WORDS {
                self.words.clear();
            }
            self.words.insert(text.into(), Arc::clone(&word));
        }
        Ok(word)
    }
}

fn shape(face: &Face, text: &str) -> Result<Word, PdfFault> {
    // A bound blank looks and copies like any other.
    let text = text.replace(BOUND, " ");
    let mut glyphs = Vec::with_capacity(text.len());
    for (start, end) in runs(&text) {
        shape_run(face, &text, start, end, &mut glyphs)?;
    }
    let advance = glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
    Ok(Word {
        text: text.into(),
        glyphs: glyphs.into(),
        advance,
    })
}

/// Parts of a word whose letters join by rules of their own (the scripts of South and South-East Asia) are shaped
/// apart from those of an alphabet.
fn runs(text: &str) -> Vec<(usize, usize)> {
    let joins = |c: char| matches!(c, '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{1cff}');
    let mut runs: Vec<(usize, usize)> = Vec::with_capacity(1);
    let mut last = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some(run) if last == Some(joins(c)) => run.1 = end,
            _ => runs.push((at, end)),
        }
        last = Some(joins(c));
    }
    runs
}

/// The minus sign is drawn as an en dash, as long, where the font has none: amounts of credits are in every font. Both
/// take three bytes, so that places in the text stay.
fn with_minus<'t>(face: &Face, run: &'t str) -> Cow<'t, str> {
    const MINUS: char = '\u{2212}';
    if run.contains(MINUS) && face.glyph_index(MINUS).is_none() {
        Cow::Owned(run.replace(MINUS, "\u{2013}"))
    } else {
        Cow::Borrowed(run)
    }
}

fn shape_run(
    face: &Face,
    text: &str,
    start: usize,
    end: usize,
    glyphs: &mut Vec<Glyph>,
) -> Result<(), PdfFault> {
    let run = &text[start..end];
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&with_minus(face, run));
    buffer.guess_segment_properties();
    buffer.set_direction(rustybuzz::Direction::LeftToRight);
    let shaped = rustybuzz::shape(face, &[], buffer);
    let infos = shaped.glyph_infos();
    let cluster = |at: usize| infos.get(at).map(|info| info.cluster as usize);
    for (at, (info, position)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
        let from = info.cluster as usize;
        let to = (at + 1..infos.len())
            .filter_map(cluster)
            .find(|next| *next > from)
            .unwrap_or(run.len());
        if let Some(character) = undrawn(run, from, to, info.glyph_id) {
            return Err(PdfFault::MissingGlyph {
                character,
                text: excerpt(text),
            });
        }
        glyphs.push(Glyph {
            id: info.glyph_id,
            advance: position.x_advance,
            rise: position.y_offset,
            shift: position.x_offset,
            start: start + from,
            end: start + to,
        });
    }
    Ok(())
}

/// The character of a glyph that shows nothing: one that the font lacks, or one of private use, which means
/// something else in every font (and is forbidden in PDF/A-2a, ISO 19005-2, 6.2.11.7.3).
fn undrawn(run: &str, from: usize, to: usize, glyph: u32) -> Option<char> {
    let mut shown = run.get(from..to).unwrap_or(run).chars();
    let is_private = |c: &char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    if glyph == 0 {
        return shown.next().or(Some(char::REPLACEMENT_CHARACTER));
    }
    shown.find(is_private)
}
