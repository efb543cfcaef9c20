//! The parts of a letter's body, but for its tables: headings, paragraphs, the box that says how to pay.

use crate::domain::sheet::{Block, Labelled};

use super::fault::{PdfFault, excerpt};
use super::lines::Line;
use super::measure::{LEFT, Milli, WIDTH, mm, pt};
use super::page::{Draw, Entry, Ink, Layout, Part, height};
use super::structure::{Element, Role};
use super::table;
use super::typesetter::Style;

pub(super) const BODY: Style = Style::regular(pt(10));
const STRONG: Style = Style::bold(pt(10));
const LABEL: Style = Style::regular(pt(9));
const SUBJECT: Style = Style::bold(pt(13));
const HEADING: Style = Style::bold(pt(11));

/// Within the frame of the payment box.
const PADDING: Milli = pt(9);
const FRAME: Milli = 750;

impl Layout<'_, '_> {
    pub fn block(&mut self, block: &Block) -> Result<(), PdfFault> {
        match block {
            Block::Heading(words) => {
                self.space(pt(14));
                self.heading(words, 2, HEADING)?;
            }
            Block::Text(words) => {
                self.space(pt(6));
                let lines = self.setter.lines(words, BODY, WIDTH)?;
                let part = Part::Of(self.element(Role::Paragraph, None));
                self.paragraph(part, lines)?;
            }
            Block::Table(table) => {
                self.space(pt(10));
                table::set(self, table)?;
                self.space(pt(4));
            }
            Block::Payment(facts) => {
                self.space(pt(7));
                self.payment(facts)?;
                self.space(pt(6));
            }
        }
        Ok(())
    }

    pub fn subject(&mut self, words: &str) -> Result<(), PdfFault> {
        self.heading(words, 1, SUBJECT)?;
        self.space(pt(5));
        Ok(())
    }

    /// Together with the beginning of what follows it.
    fn heading(&mut self, words: &str, level: u16, style: Style) -> Result<(), PdfFault> {
        let lines = self.setter.lines(words, style, WIDTH)?;
        if lines.iter().all(|line| line.pieces.is_empty()) {
            return Ok(());
        }
        let taken = height(&lines);
        if taken > self.body() {
            return Err(too_tall("a heading", words));
        }
        self.need(taken + pt(48))?;
        let title = said(&lines);
        let element = self.element(Role::Heading(level, title.clone()), None);
        self.contents.push(Entry {
            words: title,
            page: self.pages.len() - 1,
            y: self.y,
        });
        self.y = self.column(Part::Of(element), LEFT, self.y, lines, Ink::Black);
        Ok(())
    }

    /// Over as many pages as it takes; no line of it stands alone on a page if it has more.
    pub fn paragraph(&mut self, part: Part, lines: Vec<Line>) -> Result<(), PdfFault> {
        let mut left = lines.len();
        let mut lines = lines.into_iter();
        while left > 0 {
            let leading = lines
                .as_slice()
                .first()
                .map_or(1, |line| line.style.leading());
            let room = (self.bottom - self.y).max(0) / leading;
            let mut now = usize::try_from(room).unwrap_or(0).min(left);
            if now < left && left - now == 1 {
                now -= now.min(1);
            }
            if now < left && now < 2 {
                now = 0;
            }
            let taken: Vec<Line> = lines.by_ref().take(now).collect();
            self.y = self.column(part, LEFT, self.y, taken, Ink::Black);
            left -= now;
            if left > 0 {
                self.turn()?;
            }
        }
        Ok(())
    }

    /// Facts under one another, as many as there are, over pages.
    pub fn facts(&mut self, facts: &[Labelled]) -> Result<(), PdfFault> {
        for pair in self.pairs(facts, WIDTH, BODY)? {
            if pair.height() > self.body() {
                return Err(too_tall("a fact", &pair.name));
            }
            self.need(pair.height())?;
            self.y = self.pair(pair, LEFT, self.y, None);
        }
        Ok(())
    }

    /// In a frame, on one page.
    fn payment(&mut self, facts: &[Labelled]) -> Result<(), PdfFault> {
        let pairs = self.pairs(facts, WIDTH - 2 * PADDING, STRONG)?;
        let Some(first) = pairs.first().map(|pair| pair.name.clone()) else {
            return Ok(());
        };
        let taken = pairs.iter().map(Pair::height).sum::<Milli>() + 2 * PADDING;
        if taken > self.body() {
            return Err(too_tall("the payment box", &first));
        }
        self.need(taken)?;
        let top = self.y;
        self.frame(top, taken);
        let table = self.element(Role::Table, None);
        self.y += PADDING;
        for pair in pairs {
            self.y = self.pair(pair, LEFT + PADDING, self.y, Some(table));
        }
        self.y = top + taken;
        Ok(())
    }

    fn frame(&mut self, top: Milli, taken: Milli) {
        let bars = [
            (LEFT, top, WIDTH, FRAME),
            (LEFT, top + taken - FRAME, WIDTH, FRAME),
            (LEFT, top, FRAME, taken),
            (LEFT + WIDTH - FRAME, top, FRAME, taken),
        ];
        for (x, y, width, height) in bars {
            let ink = Ink::Black;
            self.draw(
                Part::Ornament,
                Draw::Bar {
                    x,
                    y,
                    width,
                    height,
                    ink,
                },
            );
        }
    }

    /// Labels and values side by side within a width; the labels take a third of it at most.
    pub fn pairs(
        &mut self,
        facts: &[Labelled],
        width: Milli,
        style: Style,
    ) -> Result<Vec<Pair>, PdfFault> {
        let mut widest = 0;
        for fact in facts {
            widest = widest.max(self.setter.extent(&fact.label, LABEL)?.0);
        }
        let indent = if widest == 0 {
            0
        } else {
            widest.min(width * 2 / 5) + mm(3)
        };
        let mut pairs = Vec::with_capacity(facts.len());
        for fact in facts {
            let mut label =
                self.setter
                    .lines(&fact.label, LABEL, indent.max(1) - mm(3).min(indent))?;
            if let Some(last) = label.last_mut() {
                last.goes_on = true;
            }
            pairs.push(Pair {
                name: excerpt(&fact.label),
                label,
                value: self.setter.lines(&fact.value, style, width - indent)?,
                indent,
                leading: style.leading(),
            });
        }
        Ok(pairs)
    }

    /// Draws it and says where it ends. As a row of a table where there is one.
    pub fn pair(&mut self, pair: Pair, x: Milli, y: Milli, table: Option<Element>) -> Milli {
        let end = y + pair.height();
        let (label, value) = if let Some(table) = table {
            let row = self.element(Role::Row, Some(table));
            let label = self.element(Role::RowTitle, Some(row));
            (label, self.element(Role::Cell, Some(row)))
        } else {
            let both = self.element(Role::Paragraph, None);
            (both, both)
        };
        // Smaller letters on the same baseline.
        let drop = (pair.leading - LABEL.leading()) * 76 / 100;
        self.column(Part::Of(label), x, y + drop, pair.label, Ink::Grey);
        self.column(Part::Of(value), x + pair.indent, y, pair.value, Ink::Black);
        end
    }
}

/// A fact, set.
pub(super) struct Pair {
    name: String,
    label: Vec<Line>,
    value: Vec<Line>,
    indent: Milli,
    leading: Milli,
}

impl Pair {
    pub fn height(&self) -> Milli {
        height(&self.label)
            .max(height(&self.value))
            .max(self.leading)
    }
}

/// The words of lines, as they are said.
fn said(lines: &[Line]) -> String {
    let mut said = String::new();
    for line in lines {
        for piece in &line.pieces {
            if piece.spaced {
                said.push(' ');
            }
            said.push_str(&piece.word.text);
        }
        if line.goes_on {
            said.push(' ');
        }
    }
    said
}

pub(super) fn too_tall(what: &'static str, text: &str) -> PdfFault {
    PdfFault::TooTall {
        what,
        text: excerpt(text),
    }
}
