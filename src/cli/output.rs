//! Data to stdout as a table, as CSV or as JSON.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

use crate::text::table::{Column, Table, csv_cell};

use super::{Done, Stop};

/// The form that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Output {
    Table,
    Csv,
    Json,
}

/// A cell: as a person reads it and as a program does.
pub(crate) struct Cell {
    shown: String,
    plain: String,
}

impl Cell {
    pub fn new(shown: impl Into<String>, plain: impl Into<String>) -> Self {
        Self {
            shown: shown.into(),
            plain: plain.into(),
        }
    }

    /// Text that reads the same to both.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            shown: text.clone(),
            plain: text,
        }
    }
}

/// Rows of one list.
pub(crate) struct Sheet {
    table: Table,
    csv: Vec<Vec<String>>,
}

impl Sheet {
    /// Columns by title and name; figures stand to the right.
    pub fn new(columns: &[(String, &str, bool)]) -> Self {
        let column = |(title, _, right): &(String, &str, bool)| {
            if *right {
                Column::right(title)
            } else {
                Column::left(title)
            }
        };
        let names = columns
            .iter()
            .map(|(_, name, _)| (*name).to_owned())
            .collect();
        Self {
            table: Table::new(columns.iter().map(column)),
            csv: vec![names],
        }
    }

    pub fn row(&mut self, cells: Vec<Cell>) {
        let (shown, plain) = split(cells);
        self.table.row(shown);
        self.csv.push(plain);
    }

    /// A total: tables alone show it, for a program adds up by itself.
    pub fn total(&mut self, cells: Vec<Cell>) {
        self.table.total(split(cells).0);
    }

    pub fn is_empty(&self) -> bool {
        self.csv.len() < 2
    }

    pub fn table(&self) -> String {
        self.table.render(width())
    }
}

fn split(cells: Vec<Cell>) -> (Vec<String>, Vec<String>) {
    cells
        .into_iter()
        .map(|cell| (cell.shown, cell.plain))
        .unzip()
}

fn width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    crossterm::terminal::size()
        .ok()
        .map(|(columns, _)| usize::from(columns))
}

impl Output {
    pub fn new(name: &str) -> Self {
        match name {
            "csv" => Self::Csv,
            "json" => Self::Json,
            _ => Self::Table,
        }
    }

    /// Writes a list, and the JSON that stands for it.
    pub fn write(self, sheet: &Sheet, json: impl FnOnce() -> Value, note: &str) -> Done {
        match self {
            Self::Table if note.is_empty() => print(&sheet.table()),
            Self::Table => print(&format!(
                "{}\n{note}\n",
                sheet.table().trim_end_matches('\n')
            )),
            Self::Csv => csv(&sheet.csv),
            Self::Json => print_json(&json()),
        }
    }

    /// What `write` writes, for a file.
    pub fn bytes(self, sheet: &Sheet, json: &Value, note: &str) -> Result<Vec<u8>, Stop> {
        let mut bytes = Vec::new();
        match self {
            Self::Table => {
                let table = sheet.table.render(None);
                let note = note.trim_end();
                let text = format!("{}\n{note}", table.trim_end_matches('\n'));
                for line in text.trim_end().lines() {
                    writeln!(bytes, "{}", crate::text::width::clean(line))?;
                }
            }
            Self::Csv => csv_to(&mut bytes, &sheet.csv)?,
            Self::Json => {
                json.serialize(&mut Serializer::with_formatter(&mut bytes, CleanText))
                    .map_err(io::Error::from)?;
                bytes.push(b'\n');
            }
        }
        Ok(bytes)
    }

    /// Writes a sentence, and the JSON that stands for it.
    pub fn answer(self, line: &str, json: &Value) -> Done {
        match self {
            Self::Json => print_json(json),
            Self::Table | Self::Csv => print(&format!("{}\n", line.trim_end_matches('\n'))),
        }
    }
}

fn csv(rows: &[Vec<String>]) -> Done {
    Ok(csv_to(std::io::stdout().lock(), rows)?)
}

/// Cells that a spreadsheet would take for formulas are quoted.
fn csv_to(out: impl Write, rows: &[Vec<String>]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| csv_cell(cell).into_owned()))
            .map_err(io::Error::from)?;
    }
    writer.flush()
}

/// Writes a value as one line of JSON, straight to stdout: a long list is never held a second time as text.
pub(crate) fn print_json(value: &impl Serialize) -> Done {
    let mut out = BufWriter::new(std::io::stdout().lock());
    value
        .serialize(&mut Serializer::with_formatter(&mut out, CleanText))
        .map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(out.flush()?)
}

/// A JSON object on one line whose lists go to stdout as they come: a long one is never held.
pub(crate) struct JsonLists {
    out: BufWriter<StdoutLock<'static>>,
    /// What closes the list that is open.
    closing: &'static str,
    /// What stands before the next item of it.
    before: &'static str,
}

impl JsonLists {
    pub fn new() -> Self {
        Self {
            out: BufWriter::new(std::io::stdout().lock()),
            closing: "{",
            before: "",
        }
    }

    /// Begins a list; the one before it ends.
    pub fn list(&mut self, name: &str) -> io::Result<()> {
        write!(self.out, "{}\"{name}\":[", self.closing)?;
        (self.closing, self.before) = ("],", "");
        Ok(())
    }

    /// A value beside the lists; the list before it ends.
    pub fn field(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        write!(self.out, "{}\"{name}\":", self.closing)?;
        self.closing = ",";
        self.write(value)
    }

    pub fn item(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.out.write_all(self.before.as_bytes())?;
        self.before = ",";
        self.write(value)
    }

    pub fn end(mut self) -> io::Result<()> {
        let closing = self.closing.trim_end_matches(',');
        writeln!(self.out, "{closing}}}")?;
        self.out.flush()
    }

    fn write(&mut self, value: &impl Serialize) -> io::Result<()> {
        value
            .serialize(&mut Serializer::with_formatter(&mut self.out, CleanText))
            .map_err(io::Error::from)
    }
}

/// JSON without what could steer a terminal: serde escapes control characters of ASCII, and knows no others.
struct CleanText;

impl Formatter for CleanText {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        writer.write_all(crate::text::width::clean(fragment).as_bytes())
    }
}

/// Text for a person: lines stay, control characters do not.
pub(crate) fn print(text: &str) -> Done {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in text.lines() {
        writeln!(out, "{}", crate::text::width::clean(line))?;
    }
    Ok(out.flush()?)
}
