//! How wide a table's columns are: figures are never broken while there is a size at which they fit; words wrap.

use crate::domain::sheet::{Side, Table, Weight};
use crate::letters::span::Span;

use super::fault::PdfFault;
use super::measure::{LEFT, Milli, WIDTH, mm, pt};
use super::typesetter::{Style, Typesetter};

/// The sizes that are tried, the largest first.
const SIZES: [Milli; 8] = [9_500, pt(9), 8_500, pt(8), 7_500, pt(7), 6_500, pt(6)];

/// Between two columns.
const fn gap(size: Milli) -> Milli {
    size * 11 / 10
}

/// A word needs no more than this: a longer one is broken before the table's letters are made smaller.
const LONGEST_WORD: Milli = mm(28);

/// A column, set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub side: Side,
    pub x: Milli,
    pub width: Milli,
    /// Its figures are on one line each.
    whole: bool,
}

impl Column {
    /// Whether a cell's text stays on one line.
    pub fn is_figure(&self, text: &str) -> bool {
        self.whole && self.side == Side::Right && is_figure(text)
    }
}

/// What a column takes at a size of ten points: at least, to have each cell on one line, and to have its title on one
/// line too.
#[derive(Clone, Copy, Default)]
struct Want {
    least: Milli,
    all: Milli,
    title: Milli,
}

/// The columns, left to right, and the size of the table's letters: at most `largest`.
pub(super) fn widths(
    setter: &mut Typesetter,
    table: &Table,
    largest: Milli,
) -> Result<(Vec<Column>, Milli), PdfFault> {
    let wants = wants(setter, table)?;
    let gaps = i64::try_from(wants.len()).unwrap_or(1) - 1;
    for size in SIZES.into_iter().filter(|size| *size <= largest) {
        let room = WIDTH - gaps * gap(size);
        // A thousandth more than the rounding of a narrower size can lose.
        let scaled = |width: Milli| width * size / pt(10) + 10;
        let wants: Vec<Want> = wants
            .iter()
            .map(|want| Want {
                least: scaled(want.least),
                all: scaled(want.all),
                title: scaled(want.all.max(want.title)),
            })
            .collect();
        if wants.iter().map(|want| want.least).sum::<Milli>() <= room {
            let widths = shared(&wants, room);
            // What is left over parts the columns, each pair of them alike.
            let spare = room - widths.iter().sum::<Milli>();
            let gap = gap(size) + spare / gaps.max(1);
            return Ok((placed(table, &widths, gap, true), size));
        }
    }
    // Nothing fits: each gets its share, and even figures are broken.
    let size = SIZES[SIZES.len() - 1];
    let floor: Vec<Want> = wants
        .iter()
        .map(|want| Want { least: 0, ..*want })
        .collect();
    let widths = shared(&floor, WIDTH - gaps * gap(size));
    Ok((placed(table, &widths, gap(size), false), size))
}

/// Titles are smaller than what they stand over.
pub(super) const fn title_size(size: Milli) -> Milli {
    if size > 8_500 { 8_500 } else { size }
}

fn wants(setter: &mut Typesetter, table: &Table) -> Result<Vec<Want>, PdfFault> {
    let mut wants = Vec::with_capacity(table.columns.len());
    for (at, column) in table.columns.iter().enumerate() {
        let mut want = Want::default();
        let (line, word) = setter.extent(&column.title, Style::bold(pt(10)))?;
        want.title = line;
        match column.side {
            // A title over figures wraps rather than push them apart.
            Side::Right => want.take(word.min(LONGEST_WORD), word),
            Side::Left => want.take(word.min(LONGEST_WORD), line),
        }
        for row in &table.rows {
            // What runs over empty cells needs no more than its longest word over all of them.
            let span = Span::at(table, row, at);
            let cell = row.cells.get(span.from).map_or("", |cell| cell);
            let style = match row.weight {
                Weight::Plain => Style::regular(pt(10)),
                Weight::Sum => Style::bold(pt(10)),
            };
            let (line, word) = setter.extent(cell, style)?;
            if span.over > 1 {
                let share = word.min(LONGEST_WORD) / i64::try_from(span.over).unwrap_or(1);
                want.take(share, share);
            } else if column.side == Side::Right && is_figure(cell) {
                want.take(line, line);
            } else {
                want.take(word.min(LONGEST_WORD), line);
            }
        }
        wants.push(want);
    }
    Ok(wants)
}

impl Want {
    fn take(&mut self, least: Milli, all: Milli) {
        self.least = self.least.max(least);
        self.all = self.all.max(all);
    }
}

/// Digits, with a few letters at most: an amount and its currency, a rate, a date.
fn is_figure(text: &str) -> bool {
    text.chars().any(char::is_numeric) && text.chars().filter(|c| c.is_alphabetic()).count() <= 4
}

/// The room shared out. Where there is enough, each has what it wants; where not, what it needs, and the narrow ones
/// what they want, before the wide ones share the rest.
fn shared(wants: &[Want], room: Milli) -> Vec<Milli> {
    for wanted in [|want: &Want| want.title, |want: &Want| want.all] {
        let widths: Vec<Milli> = wants.iter().map(wanted).collect();
        if widths.iter().copied().fold(0, Milli::saturating_add) <= room {
            return widths;
        }
    }
    // The level that no column rises above, found by halving.
    let filled = |level: Milli| -> Milli {
        let width = |want: &Want| want.all.min(level).max(want.least);
        wants.iter().map(width).fold(0, Milli::saturating_add)
    };
    let (mut low, mut high) = (0, room);
    while low < high {
        let middle = low + (high - low + 1) / 2;
        if filled(middle) <= room {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let width = |want: &Want| want.all.min(low).max(want.least);
    wants.iter().map(width).collect()
}

fn placed(table: &Table, widths: &[Milli], gap: Milli, whole: bool) -> Vec<Column> {
    let mut x = LEFT;
    let mut placed = Vec::with_capacity(widths.len());
    for (column, width) in table.columns.iter().zip(widths) {
        placed.push(Column {
            side: column.side,
            x,
            width: *width,
            whole,
        });
        x += width + gap;
    }
    // A column of figures at the end reaches the edge, one of words the figures' edge.
    if let Some(last) = placed.last_mut() {
        last.width = LEFT + WIDTH - last.x;
    }
    placed
}
