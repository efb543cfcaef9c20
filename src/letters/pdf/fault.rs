//! Why a sheet did not become a PDF: what, in which text, and what to do.

use thiserror::Error;

/// Why there is no PDF. Nothing was written.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum PdfFault {
    #[error(
        "the font has no sign for {} (U+{:04X}) in “{text}”: name a font that has it in the settings, or write it another way",
        .character.escape_debug(), *.character as u32
    )]
    MissingGlyph { character: char, text: String },
    #[error(
        "“{text}” is written from right to left (U+{:04X}), which letters cannot show rightly: write it in Latin letters",
        *.character as u32
    )]
    RightToLeft { character: char, text: String },
    #[error("the address takes {lines} lines, the window of an envelope shows {most}: shorten it")]
    AddressTooLong { lines: usize, most: usize },
    #[error("{what} is higher than a page, and is not split: shorten “{text}”")]
    TooTall { what: &'static str, text: String },
    #[error("a table has {columns} columns, a page holds {most}")]
    TooManyColumns { columns: usize, most: usize },
    #[error("row {row} of a table has {cells} cells under {columns} titles")]
    Ragged {
        row: usize,
        cells: usize,
        columns: usize,
    },
    #[error(
        "the letter is longer than {most} pages: send a statement for a shorter time, or fewer items"
    )]
    TooManyPages { most: usize },
    #[error("the letter's text is {bytes} bytes, the most is {most}")]
    TooLong { bytes: usize, most: usize },
    #[error("the {which} font cannot be used: {why}")]
    Font { which: &'static str, why: String },
    #[error("the logo cannot be used: {why}")]
    Logo { why: String },
    /// What the archive's standard, or the library that writes it, objects to.
    #[error("the PDF could not be written: {0}")]
    Refused(String),
}

impl PdfFault {
    pub(super) fn logo(why: impl Into<String>) -> Self {
        Self::Logo { why: why.into() }
    }
}

/// As much of a text as a message holds.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut kept: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST)
        .collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}
