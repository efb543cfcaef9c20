//! The press: fonts and logo read once, then letter after letter.

use std::ops::RangeInclusive;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, ValidationError};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::{Document, SerializeSettings};

use crate::domain::date::{self, Date};
use crate::domain::sheet::{Block, Labelled, Sheet};

use super::fault::PdfFault;
use super::group;
use super::logo::Logo;
use super::measure::LEFT;
use super::page::{Air, Entry, Layout, Page};
use super::paint;
use super::plain::plain;
use super::points::point;
use super::structure::Structure;
use super::typesetter::Typesetter;

/// The most bytes of text in one sheet.
pub const MOST_BYTES: usize = 2 << 20;

/// What letters are set with: the bytes of two cuts of a typeface (TrueType or OpenType), and of a logo (PNG or JPEG).
#[derive(Clone, Copy, Debug)]
pub struct House<'f> {
    pub regular: &'f [u8],
    pub bold: &'f [u8],
    pub logo: Option<&'f [u8]>,
}

impl Default for House<'_> {
    /// The typeface that the desk brings along (SIL Open Font License), no logo.
    fn default() -> Self {
        Self {
            regular: include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
            bold: include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
            logo: None,
        }
    }
}

/// Fonts and logo, read; words already shaped.
pub struct Press<'f> {
    setter: Typesetter<'f>,
    logo: Option<Logo>,
}

impl<'f> Press<'f> {
    /// Refused if a font or the logo cannot be read.
    pub fn new(house: &House<'f>) -> Result<Self, PdfFault> {
        Ok(Self {
            setter: Typesetter::new(house.regular, house.bold)?,
            logo: house.logo.map(Logo::read).transpose()?,
        })
    }

    /// One letter or statement as a PDF of its own, dated `written`.
    pub fn letter(&mut self, sheet: &Sheet, written: Date) -> Result<Vec<u8>, PdfFault> {
        let mut document = document(
            ConfigurationBuilder::new()
                .with_archival_validator(Archival::A2_A)
                .with_accessibility_validator(Accessibility::UA1),
            true,
        )?;
        let Laid {
            pages,
            structure,
            contents,
        } = self.laid_out(sheet)?;
        let title = title(&sheet.subject, &sheet.sender.name)?;
        let language = language(&sheet.language);
        let drawn = paint::pages(&mut document, pages, &self.setter, self.logo.as_ref(), true)?;
        document.set_tag_tree(structure.tree(drawn, language));
        document.set_outline(outline(contents, &title));
        document.set_metadata(metadata(title, &sheet.sender.name, language, written)?);
        finish(document)
    }

    /// A PDF of many letters for the printer, each beginning on a page of its own; empty so far.
    pub fn batch(&mut self) -> Result<Batch<'_, 'f>, PdfFault> {
        Ok(Batch {
            document: document(
                ConfigurationBuilder::new().with_archival_validator(Archival::A2_U),
                false,
            )?,
            press: self,
            pages: 0,
            sender: String::new(),
        })
    }

    /// Roomy, but closer where that saves a page.
    fn laid_out(&mut self, sheet: &Sheet) -> Result<Laid, PdfFault> {
        const WORTH_TRYING: RangeInclusive<usize> = 2..=3;
        let bytes = weight(sheet);
        if bytes > MOST_BYTES {
            return Err(PdfFault::TooLong {
                bytes,
                most: MOST_BYTES,
            });
        }
        let [roomy, closer @ ..] = Air::ALL;
        let roomy = self.lay_out(sheet, roomy)?;
        if WORTH_TRYING.contains(&roomy.pages.len()) {
            for air in closer {
                let laid = self.lay_out(sheet, air)?;
                if laid.pages.len() < roomy.pages.len() {
                    return Ok(laid);
                }
            }
        }
        Ok(roomy)
    }

    fn lay_out(&mut self, sheet: &Sheet, air: Air) -> Result<Laid, PdfFault> {
        let mut layout = Layout::new(&mut self.setter, air);
        let foot = layout.foot(sheet)?;
        layout.letterhead(sheet, self.logo.as_ref())?;
        layout.subject(&sheet.subject)?;
        for group in group::groups(&sheet.blocks) {
            layout.group(group)?;
        }
        layout.frame_pages(sheet, &foot)?;
        Ok(Laid {
            pages: layout.pages,
            structure: layout.structure,
            contents: layout.contents,
        })
    }
}

/// A letter laid out.
struct Laid {
    pages: Vec<Page>,
    structure: Structure,
    contents: Vec<Entry>,
}

/// Letters one after the other in one PDF.
pub struct Batch<'p, 'f> {
    press: &'p mut Press<'f>,
    document: Document,
    pages: usize,
    /// Who sends them: all letters of a batch are one company's.
    sender: String,
}

impl Batch<'_, '_> {
    /// Adds a letter and says how many pages it takes. A letter that is refused leaves the batch as it was.
    pub fn add(&mut self, sheet: &Sheet) -> Result<usize, PdfFault> {
        let pages = self.press.laid_out(sheet)?.pages;
        let count = pages.len();
        let Press { setter, logo } = &*self.press;
        paint::pages(&mut self.document, pages, setter, logo.as_ref(), false)?;
        self.pages += count;
        self.sender.clone_from(&sheet.sender.name);
        Ok(count)
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// The PDF, with a title and a language of its own, dated `written`.
    pub fn finish(mut self, words: &str, tag: &str, written: Date) -> Result<Vec<u8>, PdfFault> {
        let title = title(words, "")?;
        let metadata = metadata(title, &self.sender, language(tag), written)?;
        self.document.set_metadata(metadata);
        finish(self.document)
    }
}

fn document(standard: ConfigurationBuilder, enable_tagging: bool) -> Result<Document, PdfFault> {
    let configuration = standard
        .finish()
        .map_err(|error| refused(format!("{error:?}")))?;
    Ok(Document::new_with(SerializeSettings {
        configuration,
        enable_tagging,
        ..SerializeSettings::default()
    }))
}

/// Its bytes, once the standard has nothing against it.
fn finish(document: Document) -> Result<Vec<u8>, PdfFault> {
    document.finish().map_err(|error| match error {
        KrillaError::Font(..) => PdfFault::FontDamaged,
        KrillaError::Image(..) => PdfFault::LogoDamaged,
        KrillaError::SixteenBitImage(..) => PdfFault::LogoSixteenBits,
        KrillaError::Validation(errors) => match errors.into_iter().next() {
            Some((ValidationError::MissingCMYKProfile, _)) => PdfFault::LogoCmyk,
            Some((ValidationError::RestrictedLicense(_), _)) => PdfFault::FontRestricted,
            Some((error, _)) => refused(format!("{error:?}")),
            None => refused("PDF/A".to_owned()),
        },
        other => refused(other.to_string()),
    })
}

fn refused(cause: String) -> PdfFault {
    PdfFault::Refused { cause }
}

/// On one line, and no longer than the standard bears.
fn title(subject: &str, sender: &str) -> Result<String, PdfFault> {
    const LONGEST: usize = 300;
    for words in [subject, sender] {
        let words = plain(words)?;
        let words: Vec<&str> = words.split_whitespace().collect();
        if !words.is_empty() {
            return Ok(words.join(" ").chars().take(LONGEST).collect());
        }
    }
    // PDF/UA wants one.
    Ok("–".to_owned())
}

/// A tag of the shape of BCP 47, or the one for a language that nobody told.
fn language(tag: &str) -> &str {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let begins = tag.bytes().take_while(u8::is_ascii_alphabetic).count() >= 2;
    if tag.len() <= 35 && begins && tag.split('-').all(is_part) {
        tag
    } else {
        "und"
    }
}

fn metadata(
    title: String,
    author: &str,
    language: &str,
    written: Date,
) -> Result<Metadata, PdfFault> {
    let author = self::title(author, "")?;
    let day = date::to_int(written);
    let part = |value: i64| u8::try_from(value % 100).unwrap_or(1);
    // A day, not an hour: the same letter of the same day has the same bytes.
    let created = DateTime::new(u16::try_from(day / 10_000).unwrap_or(0))
        .month(part(day / 100))
        .day(part(day))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Ok(Metadata::new()
        .title(title)
        .authors(vec![author])
        .language(language.to_owned())
        .creator("reskontra".to_owned())
        .creation_date(created))
}

fn outline(contents: Vec<Entry>, title: &str) -> Outline {
    let mut outline = Outline::new();
    // PDF/UA wants a list of contents, if only of the whole.
    if contents.is_empty() {
        let top = XyzDestination::new(0, point(LEFT, 0));
        outline.push_child(OutlineNode::new(title.to_owned(), top));
    }
    for entry in contents {
        let place = XyzDestination::new(entry.page, point(LEFT, entry.y));
        outline.push_child(OutlineNode::new(entry.words, place));
    }
    outline
}

/// The bytes of all its texts.
fn weight(sheet: &Sheet) -> usize {
    let facts = |facts: &[Labelled]| -> usize {
        facts
            .iter()
            .map(|fact| fact.label.len() + fact.value.len())
            .sum()
    };
    let texts = |texts: &[String]| -> usize { texts.iter().map(String::len).sum() };
    let block = |block: &Block| match block {
        Block::Heading(words) | Block::Text(words) => words.len(),
        Block::Payment(pairs) => facts(pairs),
        Block::Table(table) => {
            let titles = table.columns.iter().map(|column| column.title.len());
            let cells = table.rows.iter().map(|row| texts(&row.cells));
            titles.chain(cells).sum()
        }
    };
    sheet.subject.len()
        + sheet.page.len()
        + sheet.sender.name.len()
        + texts(&sheet.sender.address)
        + facts(&sheet.sender.facts)
        + texts(&sheet.recipient)
        + facts(&sheet.facts)
        + sheet.blocks.iter().map(block).sum::<usize>()
}
