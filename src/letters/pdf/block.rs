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
const PADDING: Milli = pt(7);
/// Between the columns of the payment box.
const GUTTER: Milli = pt(14);
const FRAME: Milli = 750;

impl Layout<'_, '_> {
    pub fn block(&mut self, block: &Block) -> Result<(), PdfFault> {
        match block {
            Block::Heading(words) => {
                self.space(pt(10));
                self.heading(words, 2, HEADING)?;
            }
            Block::Text(words) => {
                self.space(pt(6));
                let lines = self.setter.lines(words, self.air.body(), WIDTH)?;
                let part = Part::Of(self.element(Role::Paragraph, None));
                self.paragraph(part, lines)?;
            }
            Block::Table(table) => {
                // A table without titles has nothing that parts it from the text above.
                let is_titled = table.columns.iter().any(|it| !it.title.is_empty());
                self.space(if is_titled { pt(5) } else { pt(9) });
                table::set(self, table)?;
                self.space(pt(2));
            }
            Block::Payment(facts) => {
                self.space(pt(6));
                self.payment(facts)?;
                self.space(pt(4));
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
            return Err(too_tall(words));
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
                return Err(too_tall(&pair.name));
            }
            self.need(pair.height())?;
            self.y = self.pair(pair, LEFT, self.y, None);
        }
        Ok(())
    }

    /// In a frame, on one page: in two columns where each fact has room on a line of its own.
    fn payment(&mut self, facts: &[Labelled]) -> Result<(), PdfFault> {
        let inner = WIDTH - 2 * PADDING;
        let half = (inner - GUTTER) / 2;
        let (left, right) = facts.split_at(facts.len().div_ceil(2));
        let mut columns = Vec::new();
        for facts in [left, right] {
            columns.push(self.pairs(facts, half, STRONG)?);
        }
        if columns.iter().flatten().any(|pair| !pair.is_one_line()) {
            columns = vec![self.pairs(facts, inner, STRONG)?];
        }
        let Some(first) = facts.first().map(|fact| excerpt(&fact.label)) else {
            return Ok(());
        };
        let heights = columns
            .iter()
            .map(|pairs| pairs.iter().map(Pair::height).sum());
        let taken = heights.max().unwrap_or(0) + 2 * PADDING;
        if taken > self.body() {
            return Err(too_tall(&first));
        }
        self.need(taken)?;
        let top = self.y;
        self.frame(top, taken);
        let table = self.element(Role::Table, None);
        let mut x = LEFT + PADDING;
        for pairs in columns {
            let mut y = top + PADDING;
            for pair in pairs {
                y = self.pair(pair, x, y, Some(table));
            }
            x += half + GUTTER;
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

    /// Labels and values side by side within a width; where both do not fit beside one another, the labels take two
    /// fifths of it at most.
    pub fn pairs(
        &mut self,
        facts: &[Labelled],
        width: Milli,
        style: Style,
    ) -> Result<Vec<Pair>, PdfFault> {
        let (mut widest, mut longest) = (0, 0);
        for fact in facts {
            widest = widest.max(self.setter.extent(&fact.label, LABEL)?.0);
            longest = longest.max(self.setter.extent(&fact.value, style)?.0);
        }
        let indent = if widest == 0 {
            0
        } else {
            let most = (width - longest - mm(3)).max(width * 2 / 5);
            widest.min(most) + mm(3)
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
    fn is_one_line(&self) -> bool {
        self.label.len() <= 1 && self.value.len() <= 1
    }

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

pub(super) fn too_tall(text: &str) -> PdfFault {
    PdfFault::TooTall {
        text: excerpt(text),
    }
}
