//! A sheet as plain text of a width: the text part of an e-mail, and what the terminal shows. Tables that do not fit
//! wrap their words, and where figures alone are too wide each row is told line by line.

use unicode_segmentation::UnicodeSegmentation;

use super::span::Span;
use crate::domain::sheet::{Block, Column, Labelled, Row, Sheet, Side, Table, Weight};
use crate::text::width::{pad_left, pad_right, truncate, width};

/// Columns of the text part of an e-mail.
pub const EMAIL: usize = 72;

/// Fewer are no page.
const LEAST: usize = 20;

/// Blanks between two columns, and between a label and its value.
const GAP: usize = 2;

/// Blanks between columns where room is short.
const NARROW_GAP: usize = 1;

/// The sheet as lines, none wider than `columns`, each with its line end.
pub fn render(sheet: &Sheet, columns: usize) -> String {
    let columns = columns.max(LEAST);
    let mut page = Page {
        text: String::new(),
        columns,
    };
    page.paragraph(&sheet.sender.name);
    page.paragraph(&sheet.sender.address.join("\n"));
    page.gap();
    page.paragraph(&sheet.recipient.join("\n"));
    page.gap();
    page.labelled(&sheet.facts, "");
    page.gap();
    page.paragraph(&sheet.subject);
    page.rule('=', width(&sheet.subject).min(columns));
    for block in &sheet.blocks {
        page.gap();
        match block {
            Block::Heading(heading) => {
                page.paragraph(heading);
                page.rule('-', width(heading).min(columns));
            }
            Block::Text(text) => page.paragraph(text),
            Block::Table(table) => page.table(table),
            Block::Payment(lines) => {
                page.rule('-', columns);
                page.labelled(lines, "  ");
                page.rule('-', columns);
            }
        }
    }
    if !sheet.sender.facts.is_empty() {
        page.gap();
        page.rule('-', columns);
        page.labelled(&sheet.sender.facts, "");
    }
    page.text
}

struct Page {
    text: String,
    columns: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end_matches(' '));
        self.text.push('\n');
    }

    /// An empty line, unless there is one or none is needed.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn rule(&mut self, mark: char, columns: usize) {
        self.line(&mark.to_string().repeat(columns));
    }

    fn paragraph(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        for line in wrapped(text, self.columns) {
            self.line(&line);
        }
    }

    /// Labels under each other, values beside them.
    fn labelled(&mut self, lines: &[Labelled], indent: &str) {
        let widest = lines.iter().map(|line| width(&line.label)).max();
        let room = self.columns.saturating_sub(indent.len());
        let label = widest.unwrap_or_default().min(room / 2);
        for line in lines {
            let values = wrapped(&line.value, room.saturating_sub(label + GAP));
            let labels = wrapped(&line.label, label);
            for at in 0..values.len().max(labels.len()) {
                let value = values.get(at).map_or("", String::as_str);
                let name = labels.get(at).map_or("", String::as_str);
                self.line(&format!("{indent}{}  {value}", pad_right(name, label)));
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let fitting = [GAP, NARROW_GAP]
            .into_iter()
            .find_map(|gap| Some((widths(table, self.columns, gap)?, gap)));
        match fitting {
            Some((widths, gap)) => self.grid(table, &widths, gap),
            None => self.told(table),
        }
    }

    fn grid(&mut self, table: &Table, widths: &[usize], gap: usize) {
        let whole = widths.iter().sum::<usize>() + gap * widths.len().saturating_sub(1);
        let titles = table.columns.iter().zip(widths);
        let titles: Vec<(&str, Side, usize)> = titles
            .map(|(column, width)| (column.title.as_str(), column.side, *width))
            .collect();
        if titles.iter().any(|(title, ..)| !title.is_empty()) {
            self.row(&titles, gap);
            self.rule('-', whole);
        }
        for (at, row) in table.rows.iter().enumerate() {
            if row.weight == Weight::Sum && at > 0 {
                self.rule('-', whole);
            }
            self.row(&spanned(table, row, widths, gap), gap);
        }
    }

    /// Cells beside each other: what each says, its side and how wide it is.
    fn row(&mut self, cells: &[(&str, Side, usize)], gap: usize) {
        let lines: Vec<Vec<String>> = cells
            .iter()
            .map(|(text, _, width)| wrapped(text, *width))
            .collect();
        let height = lines.iter().map(Vec::len).max().unwrap_or_default();
        for at in 0..height {
            let parts = lines.iter().zip(cells);
            let parts = parts.map(|(lines, (_, side, width))| {
                let line = lines.get(at).map_or("", String::as_str);
                match side {
                    Side::Left => pad_right(line, *width),
                    Side::Right => pad_left(line, *width),
                }
            });
            let line = parts.collect::<Vec<_>>().join(&" ".repeat(gap));
            self.line(&line);
        }
    }

    /// Row by row, each cell with its title: for figures that are wider than the page.
    fn told(&mut self, table: &Table) {
        for row in &table.rows {
            self.told_row(row, &table.columns);
        }
    }

    fn told_row(&mut self, row: &Row, columns: &[Column]) {
        let cells = row.cells.iter().zip(columns);
        let mut cells = cells.filter(|(cell, _)| !cell.is_empty());
        let Some((name, _)) = cells.next() else {
            return;
        };
        if row.weight == Weight::Sum {
            for (sum, _) in cells {
                self.told_cell(name, sum);
            }
            return;
        }
        self.paragraph(name);
        for (cell, column) in cells {
            self.told_cell(&format!("  {}", column.title), cell);
        }
    }

    /// A title and its figure to the right, or below it.
    fn told_cell(&mut self, title: &str, cell: &str) {
        let title = truncate(title, self.columns / 2);
        let room = self.columns.saturating_sub(width(&title) + 1);
        if width(cell) <= room {
            self.line(&format!("{title} {}", pad_left(cell, room)));
        } else {
            self.line(&title);
            self.paragraph(cell);
        }
    }
}

/// Widths of the columns when the table fits: whole if it can, else with words wrapped. None where it cannot.
fn widths(table: &Table, room: usize, gap: usize) -> Option<Vec<usize>> {
    let gaps = gap * table.columns.len().saturating_sub(1);
    let room = room.checked_sub(gaps)?;
    let least: Vec<usize> = (0..table.columns.len())
        .map(|at| least(table, at))
        .collect();
    let natural: Vec<usize> = (0..table.columns.len())
        .map(|at| natural(table, at))
        .collect();
    let mut left = room.checked_sub(least.iter().sum())?;
    let grown = least.iter().zip(natural).map(|(least, natural)| {
        let more = natural.saturating_sub(*least).min(left);
        left -= more;
        least + more
    });
    Some(grown.collect())
}

/// The cells of a row that have a place of their own.
fn spanned<'t>(
    table: &Table,
    row: &'t Row,
    widths: &[usize],
    gap: usize,
) -> Vec<(&'t str, Side, usize)> {
    let columns = table.columns.iter().enumerate();
    let cells = columns.filter_map(|(at, column)| {
        let span = Span::at(table, row, at);
        if span.covers(at) {
            return None;
        }
        let over = widths.get(at..=span.last()).unwrap_or_default();
        let wide = over.iter().sum::<usize>() + gap * (span.over - 1);
        let text = row.cells.get(at).map_or("", String::as_str);
        Some((text, column.side, wide))
    });
    cells.collect()
}

/// What each cell of a column takes of it: one that runs over several, its part of its longest word.
fn taken<'t>(
    table: &'t Table,
    at: usize,
    whole: impl Fn(&str) -> usize + 't,
) -> impl Iterator<Item = usize> + 't {
    table.rows.iter().map(move |row| {
        let span = Span::at(table, row, at);
        let cell = row.cells.get(span.from).map_or("", String::as_str);
        if span.over > 1 {
            longest_word(cell).div_ceil(span.over)
        } else {
            whole(cell)
        }
    })
}

/// Figures whole, words and titles down to the longest word.
fn least(table: &Table, at: usize) -> usize {
    let Some(column) = table.columns.get(at) else {
        return 0;
    };
    let title = longest_word(&column.title);
    let side = column.side;
    let cells = taken(table, at, move |cell| match side {
        Side::Left => longest_word(cell),
        Side::Right => width(cell),
    });
    cells.fold(title, usize::max)
}

fn natural(table: &Table, at: usize) -> usize {
    let title = table
        .columns
        .get(at)
        .map_or(0, |column| width(&column.title));
    taken(table, at, width).fold(title, usize::max)
}

fn longest_word(text: &str) -> usize {
    text.split([' ', '\n']).map(width).max().unwrap_or_default()
}

/// A text in lines of a width: broken at blanks, and within a word that is wider than a line. There is always a line.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for given in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for word in given.split(' ').filter(|word| !word.is_empty()) {
            let wide = width(word);
            if used > 0 && used + 1 + wide <= columns {
                line.push(' ');
                line.push_str(word);
                used += 1 + wide;
                continue;
            }
            if used > 0 {
                lines.push(std::mem::take(&mut line));
            }
            let mut part = String::new();
            for piece in word.graphemes(true).flat_map(|it| pieces(it, columns)) {
                if !part.is_empty() && width(&part) + width(piece) > columns {
                    lines.push(std::mem::take(&mut part));
                }
                part.push_str(piece);
            }
            used = width(&part);
            line = part;
        }
        lines.push(line);
    }
    lines
}

/// A character as people see it; the marks of one that is wider than a line stand on lines of their own.
fn pieces(grapheme: &str, columns: usize) -> impl Iterator<Item = &str> {
    let is_whole = width(grapheme) <= columns;
    grapheme.split_inclusive(move |_: char| !is_whole)
}

#[cfg(test)]
mod tests {
    use super::super::tables::{left, plain, right};
    use super::*;
    use proptest::prelude::*;

    fn table(cells: &[&str]) -> Sheet {
        let row = plain(cells.iter().map(|cell| (*cell).to_owned()).collect());
        let table = Table {
            columns: vec![left("What"), right("Amount"), right("Rest")],
            rows: vec![row],
        };
        Sheet {
            subject: "S".into(),
            blocks: vec![Block::Table(table)],
            ..Sheet::default()
        }
    }

    #[test]
    fn words_wrap_and_figures_stay_whole() {
        let text = render(
            &table(&["a fee for the second reminder", "1\u{a0}000,00", "5,00"]),
            30,
        );
        let expected = [
            "S",
            "=",
            "",
            "What              Amount  Rest",
            "------------------------------",
            "a fee for the   1\u{a0}000,00  5,00",
            "second",
            "reminder",
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn figures_wider_than_the_page_are_told_line_by_line() {
        let text = render(
            &table(&["1001", "1 234 567 890,00", "1 234 567 890,00"]),
            30,
        );
        assert!(
            text.contains("1001\n  Amount      1 234 567 890,00\n"),
            "{text}"
        );
        assert!(text.lines().all(|line| width(line) <= 30), "{text}");
    }

    #[test]
    fn a_mark_that_makes_its_letter_wider_than_a_line_stands_below_it() {
        let lines = wrapped("\u{31ef}\u{11d93}", 2);
        assert!(lines.iter().all(|line| width(line) <= 2), "{lines:?}");
        assert_eq!(lines.concat(), "\u{31ef}\u{11d93}");
    }

    proptest! {
        #[test]
        fn no_line_of_words_is_wider_than_asked(text in "\\PC{0,200}", columns in 2_usize..90) {
            for line in wrapped(&text, columns) {
                prop_assert!(width(&line) <= columns, "{line:?}");
            }
        }

        #[test]
        fn any_sheet_has_a_text(cells in proptest::collection::vec("\\PC{0,40}", 0..5), columns in 0_usize..90) {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            prop_assert!(!render(&table(&cells), columns).is_empty());
        }
    }
}
