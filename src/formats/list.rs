//! What the readers of lists share: where a list's head is, what parts its columns, and the walk over its records.

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;

use super::cells::{Cells, Columns, Names};
use super::head::{SEPARATORS, is_separator_line};
use super::source::{Progress, Source};
use super::table::{Next, QuoteFlaw, Record, Table};
use crate::domain::intake::{Fault, Problem};

/// The first record, behind the `sep=;` line that tells a spreadsheet the separator.
pub fn header(table: &mut Table) -> Result<Record, Fault> {
    loop {
        match table.read()? {
            Next::Record(record) if is_separator_line(record) => {}
            Next::Record(record) => return Ok(record.clone()),
            Next::Broken { line, column, flaw } => {
                let field = format!("column {}", column + 1);
                return Err(Fault::at(line, wrong_quotes(flaw, field)));
            }
            Next::End => return Err(Fault::file(Problem::Empty)),
        }
    }
}

/// The head of a text that is parted so.
pub fn head_of(beginning: &str, separator: char) -> Option<Record> {
    let source = Source::from_reader(beginning.as_bytes(), &Progress::default()).ok()?;
    let mut table = Table::new(source.text(WINDOWS_1252).ok()?, separator);
    header(&mut table).ok()
}

/// The separator under which the most of these columns are known.
pub fn separator(beginning: &str, names: &[Names]) -> char {
    let known = |separator: &char| {
        let head = head_of(beginning, *separator);
        head.map(|head| Columns::assign(&head, names).known())
    };
    let best = SEPARATORS.into_iter().max_by_key(known);
    best.unwrap_or(',')
}

/// What a record was read as.
pub struct Read<T> {
    pub line: u64,
    /// None: it is faulty.
    pub row: Option<T>,
    /// What it belongs to, where a reader says so of a faulty one.
    pub of: Option<String>,
}

/// Reads the records behind a head to their end, or until whoever takes them has had enough: then it is true. `read`
/// gives a row, or none and what it belongs to; `take` gets it with what is wrong with it.
pub fn each_row<T>(
    mut table: Table,
    columns: &Columns,
    mut read: impl FnMut(&mut Cells<'_>) -> (Option<T>, Option<String>),
    mut take: impl FnMut(Read<T>, &mut Vec<Problem>) -> Result<ControlFlow<()>, Fault>,
) -> Result<bool, Fault> {
    let mut problems = Vec::new();
    loop {
        let (line, (row, of)) = match table.read()? {
            Next::End => return Ok(false),
            Next::Broken { line, column, flaw } => {
                problems.push(wrong_quotes(flaw, columns.header(column).to_owned()));
                (line, (None, None))
            }
            Next::Record(record) => {
                let mut cells = Cells {
                    record,
                    columns,
                    problems: &mut problems,
                };
                (record.line(), read(&mut cells))
            }
        };
        let flow = take(Read { line, row, of }, &mut problems)?;
        problems.clear();
        if flow.is_break() {
            return Ok(true);
        }
    }
}

/// Whether a record reaches its last column: a value too few shifts all others, and what else is wrong with the row
/// means nothing.
pub fn is_whole(cells: &mut Cells<'_>) -> bool {
    let (expected, found) = (cells.columns.filled(), cells.record.width());
    let is_whole = found >= expected;
    if !is_whole {
        cells.problems.push(Problem::TooFewValues {
            expected: expected as u64,
            found: found as u64,
            field: cells.columns.header(found).to_owned(),
        });
    }
    is_whole
}

/// Wrong quotes of a column as a problem.
pub fn wrong_quotes(flaw: QuoteFlaw, field: String) -> Problem {
    match flaw {
        QuoteFlaw::NotClosed => Problem::QuoteNotClosed { field },
        QuoteFlaw::TextBehind => Problem::TextBehindQuote { field },
    }
}
