//! What a person said once of a table that no profile knows: which column holds what. Found again by the head of
//! the table, whatever the file's name.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cells::name::normal;
use super::cells::values::{self, DateOrder, Mark};
use super::cells::{Columns, Field, MOST_COLUMNS, Reading, unique};
use super::table::Record;
use super::{Format, bank_csv, book_csv, head};
use crate::domain::money::Currency;

/// What kind of list a table is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Bank,
    Customers,
    Invoices,
    Payments,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Bank, Self::Customers, Self::Invoices, Self::Payments];

    pub fn name(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Customers => "customers",
            Self::Invoices => "invoices",
            Self::Payments => "payments",
        }
    }

    pub fn format(self) -> Format {
        match self {
            Self::Bank => Format::BankCsv,
            Self::Customers => Format::Customers,
            Self::Invoices => Format::Invoices,
            Self::Payments => Format::Payments,
        }
    }

    /// Every name that a column can be given, with its field.
    pub fn fields(self) -> Vec<(String, Field)> {
        match self {
            Self::Bank => bank_csv::roles(),
            list => book_csv::own_names(list.format()),
        }
    }

    /// What a table must have to be a list of this kind; of each group one suffices.
    pub fn needed(self) -> Vec<Vec<Field>> {
        match self {
            Self::Bank => vec![
                vec![Field::BookingDate],
                vec![Field::Amount, Field::AmountIn],
                vec![Field::Amount, Field::AmountOut],
            ],
            list => {
                let (_, needed) = book_csv::names_of(list.format());
                needed.iter().map(|field| vec![*field]).collect()
            }
        }
    }

    /// What a table still lacks when its columns hold these fields: of each group one suffices.
    pub fn lacks(self, held: &[&str]) -> Vec<Vec<String>> {
        let fields = self.fields();
        let own_name = |field: &Field| fields.iter().find(|(_, of)| of == field);
        let named = |group: Vec<Field>| -> Vec<String> {
            let names = group.iter().filter_map(own_name);
            names.map(|(name, _)| name.clone()).collect()
        };
        let is_open = |group: &Vec<String>| !group.iter().any(|name| held.contains(&name.as_str()));
        let groups = self.needed().into_iter().map(named);
        groups.filter(is_open).collect()
    }
}

/// One column and what it holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assigned {
    /// Counted from 1.
    pub column: usize,
    /// The field by its own name, such as `booked` or `customer_no`.
    pub field: String,
}

/// What each column of a table holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub kind: Kind,
    pub separator: char,
    /// How many columns the table has.
    pub width: usize,
    /// The names of the columns as the head has them; empty when the table has no head.
    pub head: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<Mark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// Of rows that name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    pub columns: Vec<Assigned>,
}

impl Mapping {
    /// Equal for tables with the same columns, however their names are written.
    pub fn fingerprint(&self) -> String {
        use std::fmt::Write as _;
        let mut hasher = Sha256::new();
        if self.head.is_empty() {
            hasher.update(format!(
                "no head\u{1f}{}\u{1f}{}",
                self.separator, self.width
            ));
        }
        for name in &self.head {
            hasher.update(normal(name));
            hasher.update("\u{1f}");
        }
        let digest = hasher.finalize();
        digest.iter().take(8).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Where each field stands. Texts may stand in several columns; the first is the field's.
    pub fn placed(&self) -> Vec<(Field, usize)> {
        let fields = self.kind.fields();
        let place = |assigned: &Assigned| {
            let field = fields.iter().find(|(name, _)| *name == assigned.field)?.1;
            let column = assigned.column.checked_sub(1)?;
            (column < self.width).then_some((field, column))
        };
        self.columns.iter().filter_map(place).collect()
    }

    /// Whether it says enough, and nothing twice: what a hand may have changed in its file.
    pub fn is_sound(&self) -> bool {
        let placed = self.placed();
        let once = |field: Field| placed.iter().filter(|(other, _)| *other == field).count() == 1;
        (1..=MOST_COLUMNS).contains(&self.width)
            && (self.head.is_empty() || self.head.len() == self.width)
            && placed.len() == self.columns.len()
            && placed.iter().all(|(field, _)| {
                once(*field) || (self.kind == Kind::Bank && *field == Field::Text)
            })
            && self.kind.needed().iter().all(|group| {
                let has = |field: &Field| placed.iter().any(|(other, _)| other == field);
                group.iter().any(has)
            })
    }

    pub fn reading(&self) -> Reading {
        Reading {
            mark: self.decimal,
            order: self.dates,
        }
    }

    /// Whether a record is the head that this mapping is for.
    fn is_headed_by(&self, record: &Record) -> bool {
        let same = |(name, cell): (&String, &str)| normal(name) == normal(cell);
        record.width() == self.head.len() && self.head.iter().zip(record.iter()).all(same)
    }

    /// Whether a record can be a row of a table without a head: dates and amounts where they belong.
    fn fits(&self, record: &Record) -> bool {
        record.width() == self.width
            && self.placed().iter().all(|(field, column)| {
                let text = record.get(*column).unwrap_or_default().trim();
                match field {
                    Field::BookingDate | Field::IssueDate | Field::DueDate => {
                        values::date(text, self.dates).is_some()
                    }
                    Field::Amount | Field::Balance => text.bytes().any(|b| b.is_ascii_digit()),
                    _ => true,
                }
            })
    }
}

/// A table that a mapping is for.
pub struct Mapped<'a> {
    pub mapping: &'a Mapping,
    /// Records before the first row.
    pub skip: usize,
    pub headers: Vec<String>,
}

impl Mapped<'_> {
    /// The columns, each to be read as the mapping says.
    pub fn columns(&self) -> Columns {
        let placed = self.mapping.placed();
        let mut columns = Columns::of(self.headers.clone(), &placed);
        for column in 0..self.headers.len() {
            columns.read_as(column, self.mapping.reading());
        }
        columns
    }
}

/// The mapping that is for the table of which this is the beginning.
pub fn find<'a>(beginning: &str, mappings: &'a [Mapping]) -> Option<Mapped<'a>> {
    let mut cut = Vec::new();
    for mapping in mappings.iter().filter(|mapping| mapping.is_sound()) {
        if !cut
            .iter()
            .any(|(separator, _)| *separator == mapping.separator)
        {
            let records = head::records(beginning, mapping.separator);
            cut.push((mapping.separator, records));
        }
        let records = cut.iter().find(|(of, _)| *of == mapping.separator);
        let records = records.map_or(&[][..], |(_, records)| records);
        let at = if mapping.head.is_empty() {
            let first = records
                .iter()
                .position(|record| !head::is_separator_line(record));
            first.filter(|at| mapping.fits(&records[*at]))
        } else {
            records
                .iter()
                .position(|record| mapping.is_headed_by(record))
        };
        if let Some(at) = at {
            let headless = mapping.head.is_empty();
            return Some(Mapped {
                mapping,
                skip: if headless { at } else { at + 1 },
                headers: if headless {
                    (1..=mapping.width).map(|n| format!("column {n}")).collect()
                } else {
                    unique(&records[at])
                },
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(head: &[&str], columns: &[(usize, &str)]) -> Mapping {
        Mapping {
            kind: Kind::Bank,
            separator: ';',
            width: 3,
            head: head.iter().map(ToString::to_string).collect(),
            decimal: None,
            dates: None,
            currency: None,
            columns: columns
                .iter()
                .map(|(column, field)| Assigned {
                    column: *column,
                    field: (*field).to_owned(),
                })
                .collect(),
        }
    }

    const COLUMNS: &[(usize, &str)] = &[(1, "booked"), (2, "text"), (3, "amount")];

    #[test]
    fn a_table_is_found_again_by_its_head() {
        let mappings = [mapping(&["A", "B é", "C"], COLUMNS)];
        let found = find("Konto;1\n\na;be;c\n01.02.2026;x;1,00\n", &mappings).unwrap();
        assert_eq!((found.skip, found.headers.len()), (2, 3));
        assert!(find("a;be;d\n01.02.2026;x;1,00\n", &mappings).is_none());
        assert!(find("a,be,c\n", &mappings).is_none());
        let other = mapping(&["a", "B E", "c."], COLUMNS);
        assert_eq!(mappings[0].fingerprint(), other.fingerprint());
    }

    #[test]
    fn a_table_without_a_head_is_found_by_its_values() {
        let mappings = [mapping(&[], COLUMNS)];
        assert!(find("01.02.2026;x;1,00\n", &mappings).is_some());
        assert!(find("1;x;01.02.2026\n", &mappings).is_none());
        assert!(find("01.02.2026;x;1,00;y\n", &mappings).is_none());
    }

    #[test]
    fn a_mapping_that_says_too_little_or_too_much_is_none() {
        assert!(mapping(&[], COLUMNS).is_sound());
        for columns in [
            &[(1, "booked"), (2, "text")][..],
            &[(1, "booked"), (2, "in")],
            &[(1, "booked"), (2, "amount"), (3, "amount")],
            &[(1, "booked"), (4, "amount")],
            &[(0, "booked"), (3, "amount")],
            &[(1, "booked"), (3, "amount"), (2, "colour")],
        ] {
            assert!(!mapping(&[], columns).is_sound(), "{columns:?}");
        }
        let texts = &[(1, "booked"), (2, "amount"), (3, "text")];
        assert!(mapping(&["a", "b", "c"], texts).is_sound());
        assert!(!mapping(&["a", "b"], texts).is_sound());
    }
}
