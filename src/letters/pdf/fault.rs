//! Why a PDF cannot be made, said so that whoever wrote the letter can mend it. Sentences stand in the locale under
//! `pdf-fault.<key>`.

use serde::{Serialize, Serializer};

/// Why not. Sizes are in bytes, pixels, pages and lines, as named.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum PdfFault {
    MissingGlyph {
        #[serde(serialize_with = "sign")]
        character: char,
        text: String,
    },
    RightToLeft {
        #[serde(serialize_with = "sign")]
        character: char,
        text: String,
    },
    /// The window of an envelope shows so many lines at the most.
    AddressTooLong {
        lines: usize,
        most: usize,
    },
    /// What is not split is higher than a page.
    TooTall {
        text: String,
    },
    TooManyColumns {
        columns: usize,
        most: usize,
    },
    /// A row has more or fewer cells than there are titles.
    Ragged {
        row: usize,
        cells: usize,
        columns: usize,
    },
    TooManyPages {
        most: usize,
    },
    /// The letter's text, in bytes.
    TooLong {
        bytes: usize,
        most: usize,
    },
    /// `setting` is the key that names the font.
    NoFont {
        setting: &'static str,
    },
    /// It has no sign for a blank.
    NoBlank {
        setting: &'static str,
    },
    /// Its licence does not allow it to be embedded.
    FontRestricted,
    FontDamaged,
    LogoTooLarge {
        bytes: usize,
        most: usize,
    },
    /// Neither PNG nor JPEG.
    NoLogo,
    LogoEmpty,
    LogoTooManyPixels {
        width: u32,
        height: u32,
        most: u64,
    },
    LogoSixteenBits,
    LogoCmyk,
    LogoDamaged,
    /// What the archive's standard, or the library that writes it, objects to.
    Refused {
        cause: String,
    },
}

/// `ß (U+00DF)`: what is seen, and what it is where nothing is seen.
fn sign<S: Serializer>(character: &char, serializer: S) -> Result<S::Ok, S::Error> {
    let code = u32::from(*character);
    serializer.collect_str(&format_args!("{} (U+{code:04X})", character.escape_debug()))
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
