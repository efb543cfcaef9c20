//! The one place where lengths become the floating points that a PDF's writer takes: nothing is reckoned with them.

#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "lengths on paper, no money: the writer takes points so"
)]

use krilla::geom::{Path, PathBuilder, Point, Rect, Size};
use krilla::text::{GlyphId, KrillaGlyph};

use super::lines::Line;
use super::measure::Milli;
use super::typesetter::{Typesetter, Word};

/// Points of thousandths.
pub(super) fn points(length: Milli) -> f32 {
    (length as f64 / 1_000.0) as f32
}

pub(super) fn point(x: Milli, y: Milli) -> Point {
    Point::from_xy(points(x), points(y))
}

pub(super) fn size(width: Milli, height: Milli) -> Option<Size> {
    Size::from_wh(points(width), points(height))
}

pub(super) fn rectangle(x: Milli, y: Milli, width: Milli, height: Milli) -> Option<Path> {
    let rect = Rect::from_xywh(points(x), points(y), points(width), points(height))?;
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    path.finish()
}

/// A line's text with its glyphs, whose advances are parts of the size.
pub(super) fn glyphs(line: &Line, setter: &Typesetter) -> (String, Vec<KrillaGlyph>) {
    let (_, units) = setter.font(line.style.cut);
    let blank = setter.blank(line.style.cut);
    let mut text = String::new();
    let mut glyphs = Vec::new();
    for piece in &line.pieces {
        if piece.spaced {
            add(blank, units, &mut text, &mut glyphs);
        }
        add(&piece.word, units, &mut text, &mut glyphs);
    }
    if line.goes_on {
        add(blank, units, &mut text, &mut glyphs);
    }
    (text, glyphs)
}

fn add(word: &Word, units: i32, text: &mut String, glyphs: &mut Vec<KrillaGlyph>) {
    let from = text.len();
    let part = |length: i32| length as f32 / units as f32;
    text.push_str(&word.text);
    glyphs.extend(word.glyphs.iter().map(|glyph| {
        KrillaGlyph::new(
            GlyphId::new(glyph.id),
            part(glyph.advance),
            part(glyph.shift),
            part(glyph.rise),
            0.0,
            from + glyph.start..from + glyph.end,
            None,
        )
    }));
}
