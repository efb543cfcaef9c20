//! Bytes to neutral rows and faults; later, rows to files. Every byte is taken for hostile: lines and fields are
//! bounded, nothing panics, text is cleaned of control characters before it leaves. Knows no ledger and no rules.

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;

use self::mapping::Mapping;
use crate::domain::deposit::Level;
use crate::domain::intake::{Fault, Placed};
use crate::domain::money::Currency;

pub mod agency_csv;
mod archive;
pub mod bank_csv;
pub mod bankgirot_ocr;
pub mod bgmax;
pub mod book_csv;
pub mod bureau_csv;
pub mod camt;
pub mod cells;
pub mod clean;
pub mod decoded;
mod fixed;
pub mod head;
pub mod ktl;
pub mod list;
pub mod mapping;
pub mod mt940;
pub mod ocr_giro;
pub mod outline;
pub mod sniff;
pub mod source;
pub mod table;
#[cfg(test)]
mod testing;
pub mod text;
pub mod xml;

pub use archive::open;
pub use sniff::{sniff, sniff_mapped};
pub use source::{Progress, Source};

/// The longest line that any text format may have, in bytes.
pub const LONGEST_LINE: u64 = 1 << 20;

/// Where a reader sends what it finds. `Break` stops the reading: the receiver has had enough, or was cancelled.
pub trait Sink {
    fn row(&mut self, row: Placed) -> ControlFlow<()>;
    fn fault(&mut self, fault: Fault) -> ControlFlow<()>;
}

/// A format that can be read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    Customers,
    Invoices,
    Payments,
    OcrGiro,
    BgMax,
    /// The older file of Bankgirot, before BgMax.
    BankgirotOcr,
    Ktl,
    /// camt.052, an account report of the day.
    Camt052,
    Camt053,
    Camt054,
    Mt940,
    /// A bank's account statement as a table.
    BankCsv,
    /// What a credit bureau's monitoring reports.
    Bureau,
}

impl Format {
    pub const ALL: [Self; 13] = [
        Self::Customers,
        Self::Invoices,
        Self::Payments,
        Self::OcrGiro,
        Self::BgMax,
        Self::BankgirotOcr,
        Self::Ktl,
        Self::Camt052,
        Self::Camt053,
        Self::Camt054,
        Self::Mt940,
        Self::BankCsv,
        Self::Bureau,
    ];

    /// Its short name, which the ledger keeps.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Invoices => "invoices",
            Self::Payments => "payments",
            Self::OcrGiro => "ocr-giro",
            Self::BgMax => "bgmax",
            Self::BankgirotOcr => "bankgirot-ocr",
            Self::Ktl => "ktl",
            Self::Camt052 => "camt.052",
            Self::Camt053 => "camt.053",
            Self::Camt054 => "camt.054",
            Self::Mt940 => "mt940",
            Self::BankCsv => "bank-csv",
            Self::Bureau => "bureau",
        }
    }

    pub fn level(self) -> Level {
        match self {
            Self::Customers | Self::Invoices | Self::Payments | Self::Bureau => Level::Book,
            Self::Camt052 | Self::Camt053 | Self::Mt940 | Self::BankCsv => Level::Statement,
            Self::OcrGiro | Self::BgMax | Self::BankgirotOcr | Self::Ktl | Self::Camt054 => {
                Level::Detail
            }
        }
    }
}

/// What a reader has to say when it is done.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Summary {
    /// Rows handed to the sink.
    pub rows: u64,
    /// The sender's own identity of the transmission, where the format has one.
    pub transmission: Option<String>,
    /// What the user should know and what refuses nothing: parts that are no payments and were passed over,
    /// balances that do not add up. The first hundred.
    pub notes: Vec<Fault>,
    /// The file says itself that it is a test.
    pub is_test: bool,
    /// The sink had enough before the end: nothing is proven about the rest.
    pub stopped: bool,
}

/// Notes that a summary holds.
const MOST_NOTES: usize = 100;

impl Summary {
    pub fn note(&mut self, note: Fault) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(note);
        }
    }
}

/// Reads a source into a sink. An error means that the file cannot be trusted as a whole, whatever the sink has
/// received; a row that alone is wrong goes to the sink as a fault and reading goes on. `default_currency` is
/// for lists that name none.
pub fn read(
    source: &Source,
    format: Format,
    default_currency: Currency,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    read_mapped(source, format, &[], default_currency, sink)
}

/// As `read`, with what a person has said of tables that no profile knows.
pub fn read_mapped(
    source: &Source,
    format: Format,
    mappings: &[Mapping],
    default_currency: Currency,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    let is_table = matches!(format.level(), Level::Book) || format == Format::BankCsv;
    if is_table
        && !mappings.is_empty()
        && let Some(mapped) = mapping::find(&source.head_text(WINDOWS_1252), mappings)
        && mapped.mapping.kind.format() == format
    {
        return match format {
            Format::BankCsv => bank_csv::read_mapped(source, &mapped, default_currency, sink),
            _ => book_csv::read_mapped(source, &mapped, default_currency, sink),
        };
    }
    match format {
        Format::OcrGiro => ocr_giro::read(source, sink),
        Format::BgMax => bgmax::read(source, sink),
        Format::BankgirotOcr => bankgirot_ocr::read(source, sink),
        Format::Ktl => ktl::read(source, sink),
        Format::Camt052 | Format::Camt053 | Format::Camt054 => camt::read(source, format, sink),
        Format::Mt940 => mt940::read(source, sink),
        Format::BankCsv => bank_csv::read(source, default_currency, sink),
        Format::Bureau => bureau_csv::read(source, sink),
        list @ (Format::Customers | Format::Invoices | Format::Payments) => {
            book_csv::read(source, list, default_currency, sink)
        }
    }
}
