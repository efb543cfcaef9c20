//! Pages as they fill: what is drawn where, from the top down, and where the next one begins.

use super::fault::PdfFault;
use super::lines::Line;
use super::measure::{FLOOR, LEFT, Milli, RIGHT, TOP, ascent, pt};
use super::structure::{Element, Role, Structure};
use super::typesetter::{Style, Typesetter};

/// The most pages of one letter.
pub const MOST_PAGES: usize = 500;

/// How much white a letter is given. One that ends a little way down a page is set closer, to end on the page before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Air {
    Roomy,
    Snug,
    Tight,
}

impl Air {
    pub const ALL: [Self; 3] = [Self::Roomy, Self::Snug, Self::Tight];

    pub const fn body(self) -> Style {
        match self {
            Self::Roomy => Style::regular(pt(10)),
            Self::Snug => Style::regular(9_500),
            Self::Tight => Style::regular(pt(9)),
        }
    }

    /// The largest letters of tables.
    pub const fn table(self) -> Milli {
        match self {
            Self::Roomy => 9_500,
            Self::Snug => pt(9),
            Self::Tight => 8_500,
        }
    }

    /// Above and below the text of a table's row.
    pub const fn padding(self) -> Milli {
        match self {
            Self::Roomy => 1_600,
            Self::Snug => pt(1),
            Self::Tight => 500,
        }
    }

    const fn between(self, height: Milli) -> Milli {
        match self {
            Self::Roomy => height,
            Self::Snug => height * 8 / 10,
            Self::Tight => height * 6 / 10,
        }
    }
}

/// How dark something is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ink {
    Black,
    /// Labels and the foot: still seven times darker than paper (WCAG 2.2, 1.4.6).
    Grey,
    /// Hairlines between rows.
    Pale,
}

/// Something drawn, measured from the top left corner of the page.
#[derive(Debug)]
pub(super) enum Draw {
    Text {
        x: Milli,
        baseline: Milli,
        line: Line,
        ink: Ink,
    },
    /// A filled rectangle: a rule, or one side of a frame.
    Bar {
        x: Milli,
        y: Milli,
        width: Milli,
        height: Milli,
        ink: Ink,
    },
    Logo {
        x: Milli,
        y: Milli,
        width: Milli,
        height: Milli,
    },
}

/// What a drawing is to one who reads by ear.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Of(Element),
    /// A rule, or a row of titles said before.
    Ornament,
    Head,
    Foot,
}

#[derive(Default)]
pub(super) struct Page {
    pub marks: Vec<(Part, Draw)>,
}

/// A heading, for the reader's list of contents.
pub(super) struct Entry {
    pub words: String,
    pub page: usize,
    pub y: Milli,
}

/// A letter being laid out.
pub(super) struct Layout<'t, 'f> {
    pub setter: &'t mut Typesetter<'f>,
    pub air: Air,
    pub pages: Vec<Page>,
    pub structure: Structure,
    pub contents: Vec<Entry>,
    /// Where the next thing may begin, and the lowest that it may reach.
    pub y: Milli,
    pub bottom: Milli,
}

impl<'t, 'f> Layout<'t, 'f> {
    pub fn new(setter: &'t mut Typesetter<'f>, air: Air) -> Self {
        Self {
            setter,
            air,
            pages: vec![Page::default()],
            structure: Structure::default(),
            contents: Vec::new(),
            y: 0,
            bottom: FLOOR,
        }
    }

    /// What a whole page holds.
    pub fn body(&self) -> Milli {
        self.bottom - TOP
    }

    pub fn fits(&self, height: Milli) -> bool {
        self.y + height <= self.bottom
    }

    pub fn turn(&mut self) -> Result<(), PdfFault> {
        if self.pages.len() >= MOST_PAGES {
            return Err(PdfFault::TooManyPages { most: MOST_PAGES });
        }
        self.pages.push(Page::default());
        self.y = TOP;
        Ok(())
    }

    /// A new page, unless there is this much room left on this one.
    pub fn need(&mut self, height: Milli) -> Result<(), PdfFault> {
        if self.fits(height) || self.y <= TOP && self.pages.len() > 1 {
            return Ok(());
        }
        self.turn()
    }

    /// Air above what comes, except at the top of a page.
    pub fn space(&mut self, height: Milli) {
        let is_top = self.pages.len() > 1 && self.y <= TOP;
        if !is_top {
            self.y = (self.y + self.air.between(height)).min(self.bottom);
        }
    }

    pub fn element(&mut self, role: Role, within: Option<Element>) -> Element {
        self.structure.add(role, within)
    }

    pub fn draw(&mut self, part: Part, draw: Draw) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push((part, draw));
        }
    }

    /// A line whose top is at `y`, from `x` on.
    pub fn line(&mut self, part: Part, x: Milli, y: Milli, line: Line, ink: Ink) {
        if line.pieces.is_empty() {
            return;
        }
        let baseline = y + ascent(line.style.leading());
        self.draw(
            part,
            Draw::Text {
                x,
                baseline,
                line,
                ink,
            },
        );
    }

    /// Lines under one another from `y` on; below the last.
    pub fn column(&mut self, part: Part, x: Milli, y: Milli, lines: Vec<Line>, ink: Ink) -> Milli {
        let mut y = y;
        for line in lines {
            let leading = line.style.leading();
            self.line(part, x, y, line, ink);
            y += leading;
        }
        y
    }

    /// A rule across the column of text.
    pub fn rule(&mut self, part: Part, y: Milli, thickness: Milli, ink: Ink) {
        self.draw(
            part,
            Draw::Bar {
                x: LEFT,
                y,
                width: RIGHT - LEFT,
                height: thickness,
                ink,
            },
        );
    }
}

/// How high lines stand under one another.
pub(super) fn height(lines: &[Line]) -> Milli {
    lines.iter().map(|line| line.style.leading()).sum()
}
