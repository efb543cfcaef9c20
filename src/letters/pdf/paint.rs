//! Pages onto a PDF's: each drawing with its ink, marked by what it is to one who reads by ear.

use krilla::Document;
use krilla::color::luma;
use krilla::geom::Transform;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

use super::fault::PdfFault;
use super::logo::Logo;
use super::measure::PAPER;
use super::page::{Draw, Ink, Page, Part};
use super::points::{glyphs, point, points, rectangle, size};
use super::structure::Element;
use super::typesetter::Typesetter;

/// Adds the pages; what was drawn for each element, if the document is to say so.
pub(super) fn pages(
    document: &mut Document,
    pages: Vec<Page>,
    setter: &Typesetter,
    logo: Option<&Logo>,
    is_tagged: bool,
) -> Result<Vec<(Element, Identifier)>, PdfFault> {
    let paper = size(PAPER.0, PAPER.1).ok_or_else(|| PdfFault::Refused {
        cause: "A4".to_owned(),
    })?;
    let mut drawn = Vec::new();
    for page in pages {
        let mut sheet = document.start_page_with(PageSettings::new(paper));
        let mut surface = sheet.surface();
        let mut open: Option<Part> = None;
        for (part, draw) in page.marks {
            if is_tagged && open != Some(part) {
                if open.is_some() {
                    surface.end_tagged();
                }
                let identifier = surface.start_tagged(tag(part, &draw));
                if let Part::Of(element) = part {
                    drawn.push((element, identifier));
                }
                open = Some(part);
            }
            paint(&mut surface, draw, setter, logo);
        }
        if open.is_some() {
            surface.end_tagged();
        }
        surface.finish();
        sheet.finish();
    }
    Ok(drawn)
}

fn tag(part: Part, draw: &Draw) -> ContentTag<'static> {
    let artifact = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
    match part {
        Part::Of(_) if matches!(draw, Draw::Logo { .. }) => ContentTag::Other,
        Part::Of(_) => ContentTag::Span(SpanTag::empty()),
        Part::Ornament => artifact(ArtifactType::Layout),
        Part::Head => artifact(ArtifactType::Header),
        Part::Foot => artifact(ArtifactType::Footer),
    }
}

fn paint(surface: &mut Surface, draw: Draw, setter: &Typesetter, logo: Option<&Logo>) {
    match draw {
        Draw::Text {
            x,
            baseline,
            line,
            ink,
        } => {
            let (text, glyphs) = glyphs(&line, setter);
            let (font, _) = setter.font(line.style.cut);
            let (at, size) = (point(x, baseline), points(line.style.size));
            surface.set_fill(Some(fill(ink)));
            surface.draw_glyphs(at, &glyphs, font.clone(), &text, size, false);
        }
        Draw::Bar {
            x,
            y,
            width,
            height,
            ink,
        } => {
            if let Some(path) = rectangle(x, y, width, height) {
                surface.set_fill(Some(fill(ink)));
                surface.draw_path(&path);
            }
        }
        Draw::Logo {
            x,
            y,
            width,
            height,
        } => {
            if let (Some(logo), Some(size)) = (logo, size(width, height)) {
                surface.push_transform(&Transform::from_translate(points(x), points(y)));
                surface.draw_image(logo.image.clone(), size);
                surface.pop();
            }
        }
    }
}

fn fill(ink: Ink) -> Fill {
    let lightness = match ink {
        Ink::Black => 0,
        Ink::Grey => 80,
        Ink::Pale => 205,
    };
    Fill {
        paint: luma::Color::new(lightness).into(),
        ..Fill::default()
    }
}
