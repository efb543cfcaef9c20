//! Which cells of a table run on over the empty cells beside them: the name of a sum, above all, needs no column as wide
//! as itself.

use crate::domain::sheet::{Column, Row, Side, Table};

/// A cell of words with the columns that it has for itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    /// Its own column.
    pub from: usize,
    /// Columns, its own among them: one, where it stands in its own.
    pub over: usize,
}

impl Span {
    /// The cell that a column of a row belongs to: of words, one that runs over it; else its own.
    pub fn at(table: &Table, row: &Row, at: usize) -> Self {
        let mut before = row.cells.iter().take(at + 1);
        let from = before.rposition(|cell| !cell.is_empty()).unwrap_or(at);
        let is_words = table.columns.get(from).is_some_and(is_words);
        let is_there = row.cells.get(from).is_some_and(|cell| !cell.is_empty());
        if !is_words || !is_there {
            return Self { from: at, over: 1 };
        }
        let beside = row.cells.iter().skip(from + 1);
        let empty = beside.take_while(|cell| cell.is_empty()).count();
        Self {
            from,
            over: 1 + empty,
        }
    }

    /// Whether the column is one that another cell runs over.
    pub fn covers(self, at: usize) -> bool {
        self.from < at
    }

    /// The last of its columns.
    pub fn last(self) -> usize {
        self.from + self.over - 1
    }
}

fn is_words(column: &Column) -> bool {
    column.side == Side::Left
}

#[cfg(test)]
mod tests {
    use super::super::tables::{left, plain, right, sum_row};
    use super::*;

    #[test]
    fn words_run_over_empty_cells_and_figures_do_not() {
        let columns = vec![left("Date"), left("Text"), right("Amount"), right("Sum")];
        let rows = vec![
            sum_row("Balance", 4, "5".into()),
            plain(["1 May", "", "7", ""].map(String::from).to_vec()),
        ];
        let table = Table { columns, rows };
        let over = |row: usize| {
            let span = |at| Span::at(&table, &table.rows[row], at);
            [0, 1, 2, 3].map(|at| (span(at).from, span(at).over))
        };
        assert_eq!(over(0), [(0, 3), (0, 3), (0, 3), (3, 1)]);
        assert_eq!(over(1), [(0, 2), (0, 2), (2, 1), (3, 1)]);
    }
}
