//! What an import did, or would do.

use crate::domain::id::EntryId;
use crate::domain::intake::Fault;
use crate::domain::money::Money;
use crate::domain::receipt::OtherKind;

/// A line that is no payment, as the report lists it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherSeen {
    pub line: u64,
    pub kind: OtherKind,
    pub amount: Money,
    pub reference: Option<String>,
}

/// The outcome of one file.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct FileReport {
    pub path: String,
    /// Short name of the format; empty if it was not recognised.
    pub format: String,
    /// Payments, customers or invoices taken in.
    pub new: u64,
    /// Customers whose values changed.
    pub changed: u64,
    pub known: u64,
    /// Like what is there, with nothing that says for sure: held back until a person takes them in.
    pub maybe_known: u64,
    /// Payments that count nothing because another format told of the same money, in this file or before.
    pub covered: u64,
    /// Returned payments that were taken off what they had settled.
    pub taken_back: u64,
    pub rejected: u64,
    pub other: Vec<OtherSeen>,
    /// What the user should know of a file that is sound.
    pub notes: Vec<Fault>,
    /// The first hundred values that were taken in though they cannot be right.
    pub doubts: Vec<Fault>,
    /// Such values in all.
    pub doubt_count: u64,
    /// The first hundred faults.
    pub faults: Vec<Fault>,
    /// Faults in all.
    pub fault_count: u64,
    /// Sum of the new payments or invoices, by currency.
    pub sums: Vec<Money>,
    /// The journal entry; none if nothing was taken in, or on a dry run.
    pub entry: Option<EntryId>,
}

impl FileReport {
    pub fn of(path: String) -> Self {
        Self {
            path,
            ..Self::default()
        }
    }

    /// The file was refused after some of its rows had been judged: none of them counts.
    pub fn nothing_taken(&mut self) {
        (self.new, self.changed) = (0, 0);
        (self.covered, self.taken_back) = (0, 0);
        self.other.clear();
        self.sums.clear();
    }

    pub fn is_refused(&self) -> bool {
        self.fault_count > 0 && self.entry.is_none()
    }
}

/// The outcome of an import of several files.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct ImportReport {
    pub files: Vec<FileReport>,
    pub dry_run: bool,
    /// Stopped by the user: nothing of the file under way was kept.
    pub cancelled: bool,
}
