//! A table shown to a person who is to say what its columns hold: its head, its first rows, and what each column
//! looks like.

use encoding_rs::WINDOWS_1252;

use super::cells::{Columns, MOST_COLUMNS, unique};
use super::clean::excerpt;
use super::mapping::{self, Kind, Mapping};
use super::table::Record;
use super::{Source, bank_csv, book_csv, head};
use crate::domain::intake::Problem;

/// Rows that are shown.
const SHOWN: usize = 10;

/// Where the head of a table is.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum HeadAt {
    /// Where it looks like one.
    #[default]
    Found,
    /// On this line, counted from 1.
    Line(u64),
    /// The table has none.
    Nowhere,
}

/// A column of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    pub name: String,
    /// The field that it is taken for, by the field's own name.
    pub taken_for: Option<String>,
}

/// A table before anyone has said what it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    pub separator: char,
    /// The head's line, if there is one.
    pub head: Option<u64>,
    /// The head's cells as they stand; empty if there is none.
    pub names: Vec<String>,
    pub columns: Vec<Column>,
    /// What the table is taken for, or what a person has said it is.
    pub kind: Option<Kind>,
    /// The lines on which a head could stand.
    pub heads: Vec<u64>,
    /// The mapping that it is read by now.
    pub fingerprint: Option<String>,
    /// The first rows, with their lines.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// What a person has said of a table before naming its columns; the rest is told from the file.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Told {
    /// What parts the columns.
    pub separator: Option<char>,
    pub head: HeadAt,
    pub kind: Option<Kind>,
}

/// Looks at the beginning of a table.
pub fn outline(source: &Source, told: Told, mappings: &[Mapping]) -> Result<Outline, Problem> {
    let Told {
        separator,
        head: at,
        kind,
    } = told;
    let text = source.head_text(WINDOWS_1252);
    let guess = guess(&text, mappings);
    let fits = |guess: &Guess| separator.is_none_or(|separator| guess.separator == separator);
    let guess = guess.filter(fits);
    let widest = head::widest(&text);
    let separator = separator
        .or(guess.as_ref().map(|guess| guess.separator))
        .or(widest.as_ref().map(|(separator, ..)| *separator))
        .ok_or(Problem::UnknownFormat)?;
    let records = head::records(&text, separator);
    let first = records
        .iter()
        .position(|record| !head::is_separator_line(record));
    let widest = widest
        .filter(|(of, ..)| *of == separator)
        .map(|(_, first, _)| first);
    let head_at = match at {
        HeadAt::Nowhere => None,
        HeadAt::Line(line) => Some(
            records
                .iter()
                .position(|record| record.line() == line)
                .ok_or(Problem::UnknownFormat)?,
        ),
        HeadAt::Found => match &guess {
            Some(guess) => guess.head,
            None => widest.or(first),
        },
    };
    // What a guess says of the columns holds for its own head and its own kind alone.
    let holds = |guess: &Guess| guess.head == head_at && kind.is_none_or(|kind| kind == guess.kind);
    let guess = guess.filter(holds);
    let rows_from = head_at.map_or(first, |at| Some(at + 1)).unwrap_or_default();
    let model = records
        .get(head_at.unwrap_or(rows_from))
        .ok_or(Problem::UnknownFormat)?;
    if model.width() > MOST_COLUMNS {
        let limit = MOST_COLUMNS as u64;
        return Err(Problem::TooManyColumns { limit });
    }
    let (names, headers) = match head_at {
        Some(_) => (cells(model), unique(model)),
        None => (
            Vec::new(),
            (1..=model.width()).map(|n| format!("column {n}")).collect(),
        ),
    };
    let by_name = match kind.filter(|kind| *kind != Kind::Bank && guess.is_none()) {
        Some(list) => {
            let columns = Columns::assign(model, book_csv::names_of(list.format()).0);
            Some(names_by_column(&columns, &list.fields()))
        }
        None => None,
    };
    let listed = guess
        .as_ref()
        .map(|guess| &guess.columns)
        .or(by_name.as_ref());
    let taken_for = |column: usize, name: &str| match listed {
        Some(columns) => columns.get(column).cloned().flatten(),
        None => bank_csv::role_of(name).map(str::to_owned),
    };
    let columns = headers
        .into_iter()
        .enumerate()
        .map(|(column, name)| Column {
            taken_for: taken_for(column, &name),
            name,
        })
        .collect();
    let rows = records.iter().skip(rows_from).take(SHOWN);
    Ok(Outline {
        separator,
        head: head_at.and_then(|at| records.get(at)).map(Record::line),
        names,
        columns,
        kind: kind.or(guess.as_ref().map(|guess| guess.kind)),
        heads: records.iter().map(Record::line).collect(),
        fingerprint: guess.and_then(|guess| guess.fingerprint),
        rows: rows.map(|record| (record.line(), shown(record))).collect(),
    })
}

fn cells(record: &Record) -> Vec<String> {
    let cells = record
        .iter()
        .map(|cell| super::clean::clean(cell).trim().to_owned());
    cells.collect()
}

fn shown(record: &Record) -> Vec<String> {
    record
        .iter()
        .take(MOST_COLUMNS)
        .map(|cell| excerpt(cell.trim()))
        .collect()
}

/// What a table is taken for.
struct Guess {
    kind: Kind,
    separator: char,
    /// The head among the first records.
    head: Option<usize>,
    columns: Vec<Option<String>>,
    fingerprint: Option<String>,
}

/// In the order in which a file's format is told.
fn guess(text: &str, mappings: &[Mapping]) -> Option<Guess> {
    if let Some(mapped) = mapping::find(text, mappings) {
        let mapping = mapped.mapping;
        let mut columns = vec![None; mapping.width];
        for assigned in &mapping.columns {
            if let Some(column) = columns.get_mut(assigned.column.saturating_sub(1)) {
                *column = Some(assigned.field.clone());
            }
        }
        return Some(Guess {
            kind: mapping.kind,
            separator: mapping.separator,
            head: mapped
                .skip
                .checked_sub(1)
                .filter(|_| !mapping.head.is_empty()),
            columns,
            fingerprint: Some(mapping.fingerprint()),
        });
    }
    let bank = bank_csv::recognise(text);
    let by_profile = bank
        .as_ref()
        .is_some_and(|found| found.fit == bank_csv::Fit::Profile);
    let list = match book_csv::recognise(text) {
        Some((book_csv::Head::List(format), separator)) => Some((format, separator)),
        Some((book_csv::Head::References, separator)) if !by_profile => {
            Some((super::Format::Payments, separator))
        }
        _ => None,
    };
    if let Some((format, separator)) = list {
        let kind = *Kind::ALL.iter().find(|kind| kind.format() == format)?;
        let records = head::records(text, separator);
        let head = records
            .iter()
            .position(|record| !head::is_separator_line(record))?;
        let columns = Columns::assign(&records[head], book_csv::names_of(format).0);
        return Some(Guess {
            kind,
            separator,
            head: Some(head),
            columns: names_by_column(&columns, &kind.fields()),
            fingerprint: None,
        });
    }
    let layout = bank?.layout;
    let mut columns = names_by_column(&layout.columns, &bank_csv::roles());
    for text in &layout.texts {
        if let Some(column) = columns.get_mut(*text) {
            *column = Some("text".to_owned());
        }
    }
    Some(Guess {
        kind: Kind::Bank,
        separator: layout.separator,
        head: layout
            .skip
            .checked_sub(1)
            .filter(|_| !layout.head.is_empty()),
        columns,
        fingerprint: None,
    })
}

fn names_by_column(
    columns: &Columns,
    fields: &[(String, super::cells::Field)],
) -> Vec<Option<String>> {
    let mut names = vec![None; columns.all()];
    for (name, field) in fields {
        let at = columns.at(*field);
        if let Some(place) = at.and_then(|column| names.get_mut(column)) {
            *place = Some(name.clone());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Progress;

    const LIST: &str = "Rapport\n\nKundenr;Navn;Dato\n10001;Nordlys AS;05.11.2026\n";

    fn seen(told: Told) -> Outline {
        let source = Source::from_reader(LIST.as_bytes(), &Progress::default()).unwrap();
        outline(&source, told, &[]).unwrap()
    }

    fn held(outline: &Outline) -> Vec<Option<&str>> {
        let columns = outline.columns.iter();
        columns.map(|column| column.taken_for.as_deref()).collect()
    }

    #[test]
    fn columns_are_guessed_for_the_list_that_it_is_said_to_be() {
        let customers = seen(Told {
            kind: Some(Kind::Customers),
            ..Told::default()
        });
        assert_eq!(customers.kind, Some(Kind::Customers));
        assert_eq!(held(&customers), [Some("customer_no"), Some("name"), None]);
        let bank = seen(Told {
            kind: Some(Kind::Bank),
            ..Told::default()
        });
        assert_eq!(bank.kind, Some(Kind::Bank));
        assert!(held(&bank).contains(&Some("booked")), "{bank:?}");
    }

    #[test]
    fn a_head_may_stand_on_any_line_that_is_not_blank() {
        let found = seen(Told::default());
        assert_eq!((found.head, found.heads), (Some(3), vec![1, 3, 4]));
    }
}
