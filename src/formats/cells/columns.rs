//! The columns of one file: which field each holds, and which are notes.

use super::name::{is_named, normal};
use super::values::{DateOrder, Mark};
use crate::domain::intake::Problem;
use crate::formats::clean::{excerpt, trimmed};
use crate::formats::table::Record;

/// More columns than any list has.
pub const MOST_COLUMNS: usize = 200;

/// What a column can hold, over all lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Field {
    CustomerNo,
    Name,
    Kind,
    OrgNo,
    Country,
    Language,
    Email,
    Phone,
    Account,
    TermsDays,
    CreditLimit,
    RiskClass,
    Street,
    Postcode,
    City,
    Group,
    Channel,
    AgreedFeeDate,
    InvoiceNo,
    IssueDate,
    DueDate,
    Amount,
    Currency,
    Reference,
    DeliveryDate,
    OrderRef,
    ContractRef,
    Collection,
    Type,
    CreditsInvoice,
    Rate,
    DiscountPercent,
    DiscountDate,
    OpenAmount,
    LastStage,
    LastLetterDate,
    FeesCharged,
    InterestCharged,
    InterestUntil,
    PaymentId,
    BookingDate,
    Text,
    PayerName,
    PayerAccount,
    BankRef,
    OwnAccount,
    // Of account statements only.
    ValueDate,
    AmountIn,
    AmountOut,
    Balance,
    Fee,
    FromAccount,
    ToAccount,
    PayeeName,
    EntryType,
    Status,
    // Of agencies' reports only.
    CaseNo,
    Direction,
    // Of bureaus' reports only.
    Event,
}

const FIELDS: usize = Field::Event as usize + 1;

/// The names of one field's column.
pub struct Names {
    pub field: Field,
    pub clear: &'static [&'static str],
    pub weak: &'static [&'static str],
}

/// How the values of a column are read where one value alone leaves it open.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Reading {
    pub mark: Option<Mark>,
    pub order: Option<DateOrder>,
}

/// Where each field stands in the file.
#[derive(Debug)]
pub struct Columns {
    at: [Option<usize>; FIELDS],
    headers: Vec<String>,
    readings: Vec<Reading>,
    notes: Vec<usize>,
    /// Columns up to the last one with a name: rows often end without the empty rest.
    filled: usize,
    /// The first field that two columns claim.
    claimed_twice: Option<Problem>,
}

impl Columns {
    /// Reads the head of a list. Two columns for one field are a fault, and so is the lack of a field that must
    /// be there.
    pub fn read(header: &Record, names: &[Names], needed: &[Field]) -> Result<Self, Problem> {
        if header.width() > MOST_COLUMNS {
            return Err(Problem::TooManyColumns {
                limit: MOST_COLUMNS as u64,
            });
        }
        let mut columns = Self::assign(header, names);
        if let Some(problem) = columns.claimed_twice.take() {
            return Err(problem);
        }
        match needed.iter().find(|field| columns.at(**field).is_none()) {
            Some(missing) => Err(Problem::MissingColumn {
                column: own_name(names, *missing),
            }),
            None => Ok(columns),
        }
    }

    /// The fields that a head names, whether or not they are enough.
    pub fn assign(header: &Record, names: &[Names]) -> Self {
        let headers = unique(header);
        let normals: Vec<String> = header.iter().take(MOST_COLUMNS).map(normal).collect();
        let mut at = [None; FIELDS];
        let mut claimed_twice = None;
        for names in names {
            let mut found = columns_named(&normals, names.clear);
            let mut weak = columns_named(&normals, names.weak);
            let (first, second) = match found.next() {
                None => (weak.next(), weak.next()),
                first => (first, found.next()),
            };
            at[names.field as usize] = first;
            if let (Some(first), Some(second), None) = (first, second, &claimed_twice) {
                claimed_twice = Some(Problem::TwoColumnsForField {
                    field: names
                        .clear
                        .first()
                        .map_or_else(String::new, ToString::to_string),
                    first: headers[first].clone(),
                    second: headers[second].clone(),
                });
            }
        }
        let filled = normals
            .iter()
            .rposition(|n| !n.is_empty())
            .map_or(0, |last| last + 1);
        Self {
            claimed_twice,
            ..Self::placed(headers, &at, filled)
        }
    }

    /// The columns of a head in which it is known already where each field stands.
    pub fn of(headers: Vec<String>, fields: &[(Field, usize)]) -> Self {
        let mut at = [None; FIELDS];
        for (field, column) in fields {
            at[*field as usize] = Some(*column);
        }
        let last = fields.iter().map(|(_, column)| column + 1).max();
        Self::placed(headers, &at, last.unwrap_or(0))
    }

    fn placed(headers: Vec<String>, at: &[Option<usize>; FIELDS], filled: usize) -> Self {
        let notes = (0..headers.len())
            .filter(|column| !at.contains(&Some(*column)))
            .collect();
        Self {
            at: *at,
            readings: vec![Reading::default(); headers.len()],
            headers,
            notes,
            filled,
            claimed_twice: None,
        }
    }

    /// Says how a column's values are to be read.
    pub fn read_as(&mut self, column: usize, reading: Reading) {
        if let Some(place) = self.readings.get_mut(column) {
            *place = reading;
        }
    }

    pub fn reading(&self, column: usize) -> Reading {
        self.readings.get(column).copied().unwrap_or_default()
    }

    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    pub fn at(&self, field: Field) -> Option<usize> {
        self.at[field as usize]
    }

    /// Columns up to the last one with a name.
    pub fn filled(&self) -> usize {
        self.filled
    }

    /// Columns, with those that have no name.
    pub fn all(&self) -> usize {
        self.headers.len()
    }

    /// How many fields were found.
    pub fn known(&self) -> usize {
        self.at.iter().flatten().count()
    }

    /// The column's name as the file has it.
    pub fn header(&self, column: usize) -> &str {
        self.headers.get(column).map_or("", String::as_str)
    }

    /// The columns that hold no field.
    pub fn notes(&self) -> &[usize] {
        &self.notes
    }
}

fn columns_named<'a>(normals: &'a [String], list: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
    let named = |normal: &String| list.iter().any(|name| is_named(normal, name));
    normals
        .iter()
        .enumerate()
        .filter(move |(_, n)| named(n))
        .map(|(column, _)| column)
}

pub fn own_name(names: &[Names], field: Field) -> String {
    let names = names.iter().find(|names| names.field == field);
    names
        .and_then(|names| names.clear.first())
        .map_or_else(String::new, |name| (*name).to_owned())
}

/// The headers, cleaned, each with a name that no other has.
pub fn unique(header: &Record) -> Vec<String> {
    let mut headers: Vec<String> = Vec::with_capacity(header.width());
    for (column, text) in header.iter().take(MOST_COLUMNS).enumerate() {
        let plain =
            trimmed(text).map_or_else(|| format!("column {}", column + 1), |text| excerpt(&text));
        let taken = headers.contains(&plain);
        headers.push(if taken {
            format!("{plain} ({})", column + 1)
        } else {
            plain
        });
    }
    headers
}
