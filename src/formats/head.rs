//! The beginning of a table: where its head of columns may stand, and which separators part it.

use encoding_rs::WINDOWS_1252;

use super::cells::{MOST_COLUMNS, unique};
use super::source::{Progress, Source};
use super::table::{Next, Record, Table};
use crate::domain::intake::Problem;

/// What parts the columns of a table.
pub const SEPARATORS: [char; 4] = [';', ',', '\t', '|'];

/// Records among which a head is looked for: banks put titles and account data before it.
pub const LOOKED_AT: usize = 25;

/// The first records of a text, up to one whose quotes are wrong; none when nothing is parted so.
pub fn records(beginning: &str, separator: char) -> Vec<Record> {
    if !beginning.contains(separator) {
        return Vec::new();
    }
    let Ok(source) = Source::from_reader(beginning.as_bytes(), &Progress::default()) else {
        return Vec::new();
    };
    let Ok(text) = source.text(WINDOWS_1252) else {
        return Vec::new();
    };
    let mut table = Table::new(text, separator);
    let mut records = Vec::new();
    while records.len() < LOOKED_AT {
        match table.read() {
            Ok(Next::Record(record)) => records.push(record.clone()),
            _ => break,
        }
    }
    records
}

/// The `sep=;` line that tells a spreadsheet the separator.
pub fn is_separator_line(record: &Record) -> bool {
    let first = record.get(0).and_then(|text| text.get(..4));
    first.is_some_and(|text| text.eq_ignore_ascii_case("sep="))
}

/// The separator under which a text is most like a table, and the index of the record that begins it: the first
/// of those that are as wide as most.
pub fn widest(beginning: &str) -> Option<(char, usize, Vec<Record>)> {
    let mut best: Option<(usize, char, usize, Vec<Record>)> = None;
    for separator in SEPARATORS {
        let records = records(beginning, separator);
        let alike = |width: usize| records.iter().filter(|r| r.width() == width).count();
        let widths = records.iter().map(Record::width);
        let fitting = widths.filter(|w| (2..=MOST_COLUMNS).contains(w) && alike(*w) > 1);
        let Some(width) = fitting.max_by_key(|width| (alike(*width), *width)) else {
            continue;
        };
        let first = records.iter().position(|r| r.width() == width);
        let cells = alike(width) * (width - 1);
        if let Some(first) = first
            && best.as_ref().is_none_or(|(most, ..)| cells > *most)
        {
            best = Some((cells, separator, first, records));
        }
    }
    best.map(|(_, separator, first, records)| (separator, first, records))
}

/// A text that is a table of which nothing else is known.
pub fn unknown_table(beginning: &str) -> Option<Problem> {
    let (_, first, records) = widest(beginning)?;
    let columns = unique(records.get(first)?).join(", ");
    Some(Problem::UnknownTable {
        columns: super::clean::excerpt(&columns),
    })
}
