//! Bytes to neutral rows and faults; later, rows to files. Every byte is taken for hostile: lines and fields are
//! bounded, nothing panics, text is cleaned of control characters before it leaves. Knows no ledger and no rules.

use std::ops::ControlFlow;

use crate::domain::intake::{Fault, Placed};
use crate::domain::money::Currency;

pub mod book_csv;
pub mod clean;
pub mod ocr_giro;
pub mod sniff;
pub mod source;
pub mod table;
#[cfg(test)]
mod testing;
pub mod text;

pub use sniff::sniff;
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
}

impl Format {
    pub const ALL: [Self; 4] = [
        Self::Customers,
        Self::Invoices,
        Self::Payments,
        Self::OcrGiro,
    ];

    /// Its short name, which the ledger keeps.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Invoices => "invoices",
            Self::Payments => "payments",
            Self::OcrGiro => "ocr-giro",
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
    /// Parts of the file that are no payments and were passed over, each with its line and what it is.
    pub passed_over: Vec<Fault>,
    /// The sink had enough before the end: nothing is proven about the rest.
    pub stopped: bool,
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
    match format {
        Format::OcrGiro => ocr_giro::read(source, sink),
        list => book_csv::read(source, list, default_currency, sink),
    }
}
