//! Delimited text cut into records: RFC 4180, with any separator. Knows no headers and no meaning.
//!
//! A record without quotes, which is nearly every one, is cut where it lies; only quoted ones are copied. What a
//! lenient reader would silently swallow (a quote never closed, text behind a closing quote) is told instead.

use super::LONGEST_LINE;
use super::text::Text;
use crate::domain::intake::{Fault, Problem};

/// The records of a text.
pub struct Table {
    text: Text,
    separator: char,
    /// The line that is being cut, when it has quotes.
    quoted: String,
    record: Record,
}

/// One record: its fields in order, and the line on which it starts.
#[derive(Clone, Default, Debug)]
pub struct Record {
    line: u64,
    text: String,
    spans: Vec<(usize, usize)>,
}

/// What the next lines hold.
#[derive(Debug)]
pub enum Next<'a> {
    Record(&'a Record),
    /// A record whose quotes are wrong, in the column counted from 0. Reading goes on behind it.
    Broken {
        line: u64,
        column: usize,
        flaw: QuoteFlaw,
    },
    End,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuoteFlaw {
    NotClosed,
    TextBehind,
}

impl Record {
    /// The line on which the record starts.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many fields it has.
    pub fn width(&self) -> usize {
        self.spans.len()
    }

    /// Whether it holds nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.iter().all(|field| field.bytes().all(|b| b <= b' '))
    }

    pub fn get(&self, column: usize) -> Option<&str> {
        self.spans
            .get(column)
            .map(|&(start, end)| &self.text[start..end])
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.spans
            .iter()
            .map(|&(start, end)| &self.text[start..end])
    }

    /// The record on one line, quoted where it must be.
    pub fn joined(&self, separator: char) -> String {
        let mut joined = String::with_capacity(self.text.len() + self.spans.len());
        for (i, field) in self.iter().enumerate() {
            if i > 0 {
                joined.push(separator);
            }
            if field.contains([separator, '"', '\n']) {
                joined.push('"');
                joined.push_str(&field.replace('"', "\"\""));
                joined.push('"');
            } else {
                joined.push_str(field);
            }
        }
        joined
    }
}

impl Table {
    pub fn new(text: Text, separator: char) -> Self {
        Self {
            text,
            separator,
            quoted: String::new(),
            record: Record::default(),
        }
    }

    /// The next record that is not empty.
    pub fn read(&mut self) -> Result<Next<'_>, Fault> {
        loop {
            let record = &mut self.record;
            record.text.clear();
            record.spans.clear();
            if !self.text.line(&mut record.text)? {
                return Ok(Next::End);
            }
            record.line = self.text.line_number();
            if record.text.contains('"') {
                std::mem::swap(&mut self.quoted, &mut record.text);
                record.text.clear();
                if let Some((column, flaw)) = self.cut_quoted()? {
                    return Ok(Next::Broken {
                        line: self.record.line,
                        column,
                        flaw,
                    });
                }
            } else {
                let mut start = 0;
                for (at, separator) in record.text.match_indices(self.separator) {
                    record.spans.push((start, at));
                    start = at + separator.len();
                }
                record.spans.push((start, record.text.len()));
            }
            if !self.record.is_blank() {
                return Ok(Next::Record(&self.record));
            }
        }
    }

    /// Cuts `quoted`, and the lines behind it that an open quote takes along, into the record.
    fn cut_quoted(&mut self) -> Result<Option<(usize, QuoteFlaw)>, Fault> {
        let record = &mut self.record;
        let mut at = 0;
        loop {
            let start = record.text.len();
            if self.quoted[at..].starts_with('"') {
                at += 1;
                loop {
                    let rest = &self.quoted[at..];
                    if let Some(end) = rest.find('"') {
                        record.text.push_str(&rest[..end]);
                        at += end + 1;
                        if !self.quoted[at..].starts_with('"') {
                            break;
                        }
                        record.text.push('"');
                        at += 1;
                    } else {
                        record.text.push_str(rest);
                        record.text.push('\n');
                        if record.text.len() as u64 > LONGEST_LINE {
                            let problem = Problem::LineTooLong {
                                limit: LONGEST_LINE,
                            };
                            return Err(Fault::at(record.line, problem));
                        }
                        self.quoted.clear();
                        at = 0;
                        if !self.text.line(&mut self.quoted)? {
                            return Ok(Some((record.spans.len(), QuoteFlaw::NotClosed)));
                        }
                    }
                }
                record.spans.push((start, record.text.len()));
                let rest = &self.quoted[at..];
                let gap = rest.len() - rest.trim_start_matches([' ', '\u{1a}']).len();
                at += gap;
                if at < self.quoted.len() && !self.quoted[at..].starts_with(self.separator) {
                    return Ok(Some((record.spans.len() - 1, QuoteFlaw::TextBehind)));
                }
            } else {
                let rest = &self.quoted[at..];
                let end = rest.find(self.separator).unwrap_or(rest.len());
                record.text.push_str(&rest[..end]);
                record.spans.push((start, record.text.len()));
                at += end;
            }
            if at == self.quoted.len() {
                return Ok(None);
            }
            at += self.separator.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::source::{Progress, Source};
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    type Rows = Vec<(u64, Vec<String>)>;

    fn cut(text: &str, separator: char) -> Result<Rows, (u64, usize, QuoteFlaw)> {
        let source = Source::from_reader(text.as_bytes(), &Progress::default()).unwrap();
        let mut table = Table::new(source.text(WINDOWS_1252).unwrap(), separator);
        let mut records = Vec::new();
        loop {
            match table.read().unwrap() {
                Next::Record(r) => records.push((r.line(), r.iter().map(str::to_owned).collect())),
                Next::Broken { line, column, flaw } => return Err((line, column, flaw)),
                Next::End => return Ok(records),
            }
        }
    }

    fn rows(rows: &[(u64, &[&str])]) -> Rows {
        rows.iter()
            .map(|(n, row)| (*n, row.iter().map(ToString::to_string).collect()))
            .collect()
    }

    #[test]
    fn lines_are_counted_over_empty_lines_and_quoted_breaks() {
        let text = "a;b\r\n\r\n;;\r\n\"x\r\ny\";\"say \"\"hi\"\"\"\r\nc;3\" rør;\r\n\u{1a}";
        let expected: &[(u64, &[&str])] = &[
            (1, &["a", "b"]),
            (4, &["x\ny", "say \"hi\""]),
            (6, &["c", "3\" rør", ""]),
        ];
        // The break inside the quotes loses its CR with the line.
        assert_eq!(cut(text, ';').unwrap(), rows(expected));
        let cr = text.replace("\r\n", "\r");
        assert_eq!(cut(&cr, ';').unwrap(), rows(expected));
    }

    #[test]
    fn wrong_quotes_are_told_and_swallow_nothing() {
        assert_eq!(cut("a;\"b\nc;d\n", ';'), Err((1, 1, QuoteFlaw::NotClosed)));
        assert_eq!(
            cut("a;b\n\"Per \"Pål\" AS\";2\n", ';'),
            Err((2, 0, QuoteFlaw::TextBehind))
        );
        assert_eq!(cut("\"a\" ;b\n", ';').unwrap(), rows(&[(1, &["a", "b"])]));
    }

    #[test]
    fn a_line_without_end_is_refused() {
        let long = "x".repeat(3 << 20);
        let source = Source::from_reader(long.as_bytes(), &Progress::default()).unwrap();
        let mut table = Table::new(source.text(WINDOWS_1252).unwrap(), ';');
        let fault = table.read().map(|_| ()).unwrap_err();
        assert_eq!(
            fault,
            Fault::at(
                1,
                Problem::LineTooLong {
                    limit: LONGEST_LINE
                }
            )
        );

        let open = format!("a\n\"{}", "line\n".repeat(300_000));
        let source = Source::from_reader(open.as_bytes(), &Progress::default()).unwrap();
        let mut table = Table::new(source.text(WINDOWS_1252).unwrap(), ';');
        assert!(matches!(table.read(), Ok(Next::Record(_))));
        let fault = table.read().map(|_| ()).unwrap_err();
        assert_eq!(
            fault,
            Fault::at(
                2,
                Problem::LineTooLong {
                    limit: LONGEST_LINE
                }
            )
        );
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_reads_back(
            fields in prop::collection::vec(prop::collection::vec("[a-zæøå0-9 ;,\"\n]{1,12}", 3), 1..8),
            separator in prop_oneof![Just(';'), Just(','), Just('\t')],
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(separator as u8).from_writer(Vec::new());
            for record in &fields {
                writer.write_record(record).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let read: Vec<Vec<String>> = cut(&text, separator).unwrap().into_iter().map(|(_, r)| r).collect();
            let full: Vec<Vec<String>> =
                fields.into_iter().filter(|r| !r.iter().all(|f| f.bytes().all(|b| b <= b' '))).collect();
            prop_assert_eq!(read, full);
        }
    }
}
