//! Tables: figures get the width that they take, words share the rest; the titles stand again on each page, sums
//! under a rule, and no row is split.

use std::sync::Arc;

use crate::domain::sheet::{Row, Side, Table, Weight};
use crate::letters::span::Span;

use super::block::too_tall;
use super::columns::{self, Column};
use super::fault::PdfFault;
use super::lines::{Line, Piece};
use super::measure::Milli;
use super::page::{Ink, Layout, Part, height};
use super::plain::BOUND;
use super::structure::{Element, Role};
use super::typesetter::{Cut, Style};

/// The most columns of a table.
const MOST_COLUMNS: usize = 16;

const HAIRLINE: Milli = 300;
const RULE: Milli = 750;

/// A row, set.
struct SetRow {
    cells: Vec<Vec<Line>>,
    height: Milli,
    is_sum: bool,
}

/// The columns of a table with the row of titles, and its place in the order of reading.
struct Frame {
    columns: Vec<Column>,
    style: Style,
    titles: Vec<Vec<Line>>,
    titles_height: Milli,
    body: Element,
}

pub(super) fn set(layout: &mut Layout, table: &Table) -> Result<(), PdfFault> {
    check(table)?;
    if table.columns.is_empty() {
        return Ok(());
    }
    let (columns, size) = columns::widths(layout.setter, table, layout.air.table())?;
    let style = Style::regular(size);
    let mut titles = Vec::with_capacity(columns.len());
    let title = Style::bold(columns::title_size(size));
    for (column, set) in table.columns.iter().zip(&columns) {
        titles.push(layout.setter.lines(&column.title, title, set.width)?);
    }
    let has_titles = table.columns.iter().any(|column| !column.title.is_empty());
    let titles_height = titles.iter().map(|lines| height(lines)).max();
    let titles_height = titles_height.filter(|_| has_titles);
    let titles_height = titles_height.map_or(0, |height| height + 2 * layout.air.padding());
    let whole = layout.element(Role::Table, None);
    let head = layout.element(Role::Titles, Some(whole));
    let head = layout.element(Role::Row, Some(head));
    let named: Vec<Element> = columns
        .iter()
        .map(|_| layout.element(Role::ColumnTitle, Some(head)))
        .collect();
    let body = layout.element(Role::Body, Some(whole));
    let frame = Frame {
        columns,
        style,
        titles,
        titles_height,
        body,
    };
    frame.rows(layout, table, &named)
}

fn check(table: &Table) -> Result<(), PdfFault> {
    let columns = table.columns.len();
    if columns > MOST_COLUMNS {
        return Err(PdfFault::TooManyColumns {
            columns,
            most: MOST_COLUMNS,
        });
    }
    let ragged = |row: &Row| row.cells.len() != columns;
    match table.rows.iter().position(ragged) {
        None => Ok(()),
        Some(at) => Err(PdfFault::Ragged {
            row: at + 1,
            cells: table.rows[at].cells.len(),
            columns,
        }),
    }
}

impl Frame {
    fn rows(&self, layout: &mut Layout, table: &Table, named: &[Element]) -> Result<(), PdfFault> {
        let rows = table.rows.as_slice();
        let first = match rows.first() {
            Some(row) => self.set_row(layout, table, row)?.height,
            None => 0,
        };
        layout.need(self.titles_height + first)?;
        self.draw_titles(layout, Some(named));
        let mut above_is_sum = false;
        let mut rest = rows;
        while !rest.is_empty() {
            let (group, after) = rest.split_at(together(rest));
            rest = after;
            let mut set = Vec::with_capacity(group.len());
            for row in group {
                set.push(self.set_row(layout, table, row)?);
            }
            let taken: Milli = set.iter().map(|row| row.height).sum();
            if !layout.fits(taken) && self.titles_height + taken <= layout.body() {
                self.carry_over(layout)?;
            }
            for row in set {
                if !layout.fits(row.height) {
                    self.carry_over(layout)?;
                }
                above_is_sum = self.draw_row(layout, row, above_is_sum);
            }
        }
        Ok(())
    }

    fn carry_over(&self, layout: &mut Layout) -> Result<(), PdfFault> {
        layout.turn()?;
        self.draw_titles(layout, None);
        Ok(())
    }

    /// How wide a cell's lines may be: it runs on over the empty cells beside it.
    fn width(&self, table: &Table, row: &Row, at: usize) -> Milli {
        let span = Span::at(table, row, at);
        let last = if span.covers(at) { at } else { span.last() };
        match (self.columns.get(at), self.columns.get(last)) {
            (Some(first), Some(last)) => last.x + last.width - first.x,
            _ => 0,
        }
    }

    fn set_row(&self, layout: &mut Layout, table: &Table, row: &Row) -> Result<SetRow, PdfFault> {
        let is_sum = is_sum(row);
        let style = Style {
            cut: if is_sum { Cut::Bold } else { Cut::Regular },
            ..self.style
        };
        let mut cells = Vec::with_capacity(row.cells.len());
        for (at, (text, column)) in row.cells.iter().zip(&self.columns).enumerate() {
            cells.push(if column.is_figure(text) {
                let bound = text.replace(' ', BOUND.encode_utf8(&mut [0; 4]));
                layout.setter.lines(&bound, style, column.width)?
            } else {
                let width = self.width(table, row, at);
                layout.setter.lines(text, style, width)?
            });
        }
        let lines = cells.iter().map(|lines| height(lines)).max().unwrap_or(0);
        let height = lines.max(style.leading()) + 2 * layout.air.padding();
        if self.titles_height + height > layout.body() {
            let longest = row.cells.iter().max_by_key(|cell| cell.len());
            return Err(too_tall(longest.map_or("", |cell| cell)));
        }
        Ok(SetRow {
            cells,
            height,
            is_sum,
        })
    }

    /// Again, on the pages after the first, they are an ornament to who reads by ear.
    fn draw_titles(&self, layout: &mut Layout, named: Option<&[Element]>) {
        if self.titles_height == 0 {
            return;
        }
        let (top, ink) = (layout.y, Ink::Grey);
        let foot = top + self.titles_height - layout.air.padding();
        for (at, (lines, column)) in self.titles.iter().zip(&self.columns).enumerate() {
            let part = match named.and_then(|named| named.get(at)) {
                Some(element) => Part::Of(*element),
                None => Part::Ornament,
            };
            column.draw(layout, part, foot - height(lines), lines.clone(), ink);
        }
        layout.y = top + self.titles_height;
        layout.rule(Part::Ornament, layout.y - RULE, RULE, Ink::Black);
    }

    /// Whether it was a sum.
    fn draw_row(&self, layout: &mut Layout, set: SetRow, above_is_sum: bool) -> bool {
        let top = layout.y;
        if set.is_sum && !above_is_sum {
            layout.rule(Part::Ornament, top - RULE / 2, RULE, Ink::Black);
        }
        let text = top + layout.air.padding();
        let row = layout.element(Role::Row, Some(self.body));
        for (mut lines, column) in set.cells.into_iter().zip(&self.columns) {
            let cell = layout.element(Role::Cell, Some(row));
            match lines.last_mut() {
                // An empty cell is a blank, so that who reads by ear still counts it.
                Some(only) if only.pieces.is_empty() => {
                    let word = Arc::clone(layout.setter.blank(Cut::Regular));
                    only.style.cut = Cut::Regular;
                    only.pieces.push(Piece {
                        word,
                        spaced: false,
                    });
                }
                Some(last) => last.goes_on = column.side == Side::Left,
                None => {}
            }
            column.draw(layout, Part::Of(cell), text, lines, Ink::Black);
        }
        layout.y = top + set.height;
        if !set.is_sum {
            layout.rule(Part::Ornament, layout.y - HAIRLINE, HAIRLINE, Ink::Pale);
        }
        set.is_sum
    }
}

/// How many rows from the first on stand on one page: a row and the sums under it, if they are not many.
fn together(rows: &[Row]) -> usize {
    const MOST: usize = 6;
    let sums = rows.iter().skip(1).take_while(|row| is_sum(row)).count();
    1 + sums.min(MOST)
}

fn is_sum(row: &Row) -> bool {
    row.weight == Weight::Sum
}

impl Column {
    fn draw(&self, layout: &mut Layout, part: Part, y: Milli, lines: Vec<Line>, ink: Ink) {
        let mut y = y;
        for line in lines {
            let leading = line.style.leading();
            let x = match self.side {
                Side::Left => self.x,
                Side::Right => self.x + self.width - line.width,
            };
            layout.line(part, x, y, line, ink);
            y += leading;
        }
    }
}
