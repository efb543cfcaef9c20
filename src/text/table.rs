//! Plain tables for the command line: a header, a rule, rows, totals under a second rule. Text columns give way
//! when the terminal is narrow; figures never do.

use std::borrow::Cow;

use super::width;

/// Blanks between two columns.
const GAP: usize = 2;

/// A text column never shrinks below this.
const LEAST: usize = 6;

/// On which side of its column a cell stands: text left, figures right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Left,
    Right,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    header: String,
    align: Align,
}

impl Column {
    pub fn left(header: &str) -> Self {
        Self {
            header: header.to_owned(),
            align: Align::Left,
        }
    }

    pub fn right(header: &str) -> Self {
        Self {
            header: header.to_owned(),
            align: Align::Right,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    totals: Vec<Vec<String>>,
}

impl Table {
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            totals: Vec::new(),
        }
    }

    /// Adds a row. Cells that are missing are empty.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(cleaned(cells));
    }

    /// Adds a row below the second rule.
    pub fn total<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.totals.push(cleaned(cells));
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.totals.is_empty()
    }

    /// The table as lines, each with its line end and without blanks before it. With a width, the widest text
    /// columns are cut until it fits; a table of figures alone may stay wider.
    pub fn render(&self, limit: Option<usize>) -> String {
        let mut widths = self.natural_widths();
        if let Some(limit) = limit {
            self.shrink(&mut widths, limit);
        }
        let whole = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let rule = "─".repeat(whole);
        let mut text = String::new();
        let mut line = |line: &str| {
            text.push_str(line.trim_end_matches(' '));
            text.push('\n');
        };
        let headers: Vec<String> = self
            .columns
            .iter()
            .map(|column| column.header.clone())
            .collect();
        if headers.iter().any(|header| !header.is_empty()) {
            line(&self.cells(&headers, &widths));
            line(&rule);
        }
        for row in &self.rows {
            line(&self.cells(row, &widths));
        }
        if !self.totals.is_empty() {
            line(&rule);
        }
        for row in &self.totals {
            line(&self.cells(row, &widths));
        }
        text
    }

    fn natural_widths(&self) -> Vec<usize> {
        let widest = |(at, column): (usize, &Column)| {
            let cells = self
                .rows
                .iter()
                .chain(&self.totals)
                .filter_map(|row| row.get(at));
            cells
                .map(|cell| width::width(cell))
                .fold(width::width(&column.header), usize::max)
        };
        self.columns.iter().enumerate().map(widest).collect()
    }

    /// Takes cells from the widest text column, one at a time, until the table fits or nothing can give way.
    fn shrink(&self, widths: &mut [usize], limit: usize) {
        let mut whole = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        while whole > limit {
            let may_give =
                |at: &usize| self.columns[*at].align == Align::Left && widths[*at] > LEAST;
            let Some(widest) = (0..widths.len())
                .filter(may_give)
                .max_by_key(|at| widths[*at])
            else {
                return;
            };
            widths[widest] -= 1;
            whole -= 1;
        }
    }

    fn cells(&self, row: &[String], widths: &[usize]) -> String {
        let cell = |(at, (column, width)): (usize, (&Column, &usize))| {
            let text = row.get(at).map_or("", String::as_str);
            match column.align {
                Align::Left => width::pad_right(text, *width),
                Align::Right => width::pad_left(text, *width),
            }
        };
        let cells: Vec<String> = self
            .columns
            .iter()
            .zip(widths)
            .enumerate()
            .map(cell)
            .collect();
        cells.join(&" ".repeat(GAP))
    }
}

fn cleaned<C: AsRef<str>>(cells: impl IntoIterator<Item = C>) -> Vec<String> {
    cells
        .into_iter()
        .map(|cell| width::clean(cell.as_ref()).into_owned())
        .collect()
}

/// A cell that a spreadsheet will not take for a formula: text that begins like one gets an apostrophe, as
/// spreadsheets mark text themselves. Plain numbers stay numbers. Quoting is the writer's.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    // Full-width forms of the four signs are taken for formulas too by some.
    let begins_one =
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins_one && !is_plain_number(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_plain_number(text: &str) -> bool {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = body.split_once(['.', ',']).unwrap_or((body, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Table {
        let mut table = Table::new([
            Column::left("Customer"),
            Column::right("Open"),
            Column::left("State"),
        ]);
        table.row(["Nordlys Bygg og Anlegg AS", "18\u{a0}200,00", "late"]);
        table.row(["Tind\u{1b}[2J", "·"]);
        table.total(["2 customers", "18\u{a0}200,00"]);
        table
    }

    #[test]
    fn columns_stand_under_each_other() {
        let expected = [
            "Customer                        Open  State",
            "───────────────────────────────────────────",
            "Nordlys Bygg og Anlegg AS  18\u{a0}200,00  late",
            "Tind[2J                            ·",
            "───────────────────────────────────────────",
            "2 customers                18\u{a0}200,00",
        ];
        assert_eq!(sample().render(None).lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn text_gives_way_and_figures_do_not() {
        let narrow = sample().render(Some(30));
        assert!(
            narrow.lines().all(|line| width::width(line) <= 30),
            "{narrow}"
        );
        assert!(
            narrow.contains("Nordlys Byg…  18\u{a0}200,00  late"),
            "{narrow}"
        );
        assert!(sample().render(Some(1)).contains("18\u{a0}200,00"));
    }

    #[test]
    fn nothing_to_show_is_no_rows() {
        let table = Table::new([Column::left("Customer")]);
        assert!(table.is_empty());
        assert_eq!(table.render(None), "Customer\n────────\n");
        assert_eq!(Table::new([]).render(Some(10)), "");
    }

    #[test]
    fn formulas_are_text_and_numbers_numbers() {
        for text in [
            "=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "-", "-1-1", "+1,2,3", "＝1",
        ] {
            assert_eq!(csv_cell(text), format!("'{text}"));
        }
        for text in [
            "",
            "-12.50",
            "+4712345678",
            "-0,5",
            "Nordlys = Bygg",
            "12-3",
            "a@b.no",
        ] {
            assert_eq!(csv_cell(text), text);
        }
    }

    proptest! {
        #[test]
        fn a_table_with_text_fits_any_width_above_its_least(
            names in prop::collection::vec("\\PC{0,30}", 1..5), limit in 20_usize..60,
        ) {
            let mut table = Table::new([Column::left("Name"), Column::right("Open")]);
            for name in &names {
                table.row([name.as_str(), "1 000,00"]);
            }
            let rendered = table.render(Some(limit));
            prop_assert!(rendered.lines().all(|line| width::width(line) <= limit));
        }
    }
}
