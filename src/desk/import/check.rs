//! The first reading: is every row sound, which invoices have several, and whose account is it?

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use crate::domain::account::same_account;
use crate::domain::document::DocumentKind;
use crate::domain::intake::{Fault as FileFault, PaymentRow, Placed, Row};
use crate::domain::receipt::OtherKind;
use crate::formats::{self, Sink, Source};
use crate::reports::import::FileReport;
use crate::rules::decide::{fingerprint, is_told_apart};

use super::{CHUNK, note_fault};
use crate::desk::job::Watch;

/// Accounts that one file may be of.
const MOST_ACCOUNTS: usize = 1_000;

/// What the rows of a file may take in memory between the two readings, in bytes: a larger file is read again.
const KEPT: u64 = 80 << 20;
/// A row with its texts' places; the texts themselves are counted as bytes of the file, twice for the record that is
/// kept word for word beside its fields.
const ROW: u64 = size_of::<Placed>() as u64 + 96;
/// The columns of a row that have no field of their own.
const NOTES: u64 = 640;

/// What the second reading must know of the file.
#[derive(Default)]
pub(super) struct Found {
    /// Hashes of the numbers that stand on several rows: their rows are judged together.
    pub repeated: HashSet<u64>,
    /// Numbers of which a row is faulty: none of their rows is taken in.
    pub torn: HashSet<String>,
    /// Fingerprints, each with its line, of lines that the bank does not tell apart.
    pub alike: [Vec<(i64, u64)>; 2],
    /// An account that is none of the company's.
    pub foreign: Option<String>,
    /// All rows, by the chunk, unless they are too many to be kept.
    pub rows: Option<Vec<Vec<Placed>>>,
}

pub(super) struct Check<'a> {
    report: &'a mut FileReport,
    watch: &'a Watch,
    total: u64,
    progress: formats::Progress,
    /// The company's own accounts; none are known while it is empty.
    accounts: &'a [String],
    seen: HashSet<u64>,
    /// Accounts as the file's lines bear them.
    on_lines: Vec<String>,
    /// What else the file calls the company's accounts.
    aliases: Vec<String>,
    foreign: Option<String>,
    rejected_line: Option<u64>,
    /// Of the rows kept, beside their texts.
    weight: u64,
    /// Lines of a bank file so far.
    lines: u64,
    found: Found,
}

impl<'a> Check<'a> {
    pub fn new(
        report: &'a mut FileReport,
        watch: &'a Watch,
        source: &Source,
        accounts: &'a [String],
    ) -> Self {
        Self {
            report,
            watch,
            total: source.bytes(),
            progress: source.progress(),
            accounts,
            seen: HashSet::new(),
            on_lines: Vec::new(),
            aliases: Vec::new(),
            foreign: None,
            rejected_line: None,
            weight: 0,
            lines: 0,
            found: Found {
                rows: Some(Vec::new()),
                ..Found::default()
            },
        }
    }

    pub fn found(self) -> Found {
        Found {
            foreign: self.foreign(),
            ..self.found
        }
    }

    fn keep(&mut self, placed: Placed) {
        let notes = match &placed.row {
            Row::Customer(row) => &row.notes,
            Row::Invoice(row) => &row.notes,
            _ => &BTreeMap::new(),
        };
        // Each row names its headers again.
        let headers: usize = notes.keys().map(String::len).sum();
        self.weight += ROW + headers as u64;
        if !notes.is_empty() {
            self.weight += NOTES;
        }
        if self.weight + 2 * self.progress.bytes() > KEPT {
            self.found.rows = None;
        }
        let Some(chunks) = &mut self.found.rows else {
            return;
        };
        match chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(placed),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(placed);
                chunks.push(chunk);
            }
        }
    }

    fn line(&mut self, kind: Option<OtherKind>, payment: &PaymentRow) {
        self.lines += 1;
        if payment.payment_id.is_none() && !is_told_apart(payment) {
            let print = fingerprint(kind, payment);
            self.found.alike[usize::from(kind.is_some())].push((print, self.lines));
        }
        if let Some(account) = &payment.own_account
            && self.on_lines.len() < MOST_ACCOUNTS
            && !self.on_lines.contains(account)
        {
            self.on_lines.push(account.clone());
        }
    }

    fn statement(&mut self, names: &[String]) {
        if names.iter().any(|name| self.is_ours(name)) {
            let new = names.iter().filter(|name| !self.aliases.contains(name));
            let new: Vec<String> = new.cloned().collect();
            self.aliases.extend(new);
        } else if self.foreign.is_none() {
            self.foreign = names.first().cloned();
        }
    }

    fn is_ours(&self, name: &str) -> bool {
        self.accounts.iter().any(|own| same_account(own, name))
    }

    /// The first account that goes by none of the company's names. A payment file may name an account in two ways,
    /// of which the user gave one.
    fn foreign(&self) -> Option<String> {
        if self.accounts.is_empty() {
            return None;
        }
        let strange = |name: &&String| !self.aliases.contains(name) && !self.is_ours(name);
        let on_line = || self.on_lines.iter().find(strange).cloned();
        self.foreign.clone().or_else(on_line)
    }
}

pub(super) fn number_hash(kind: DocumentKind, number: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, number).hash(&mut hasher);
    hasher.finish()
}

impl Sink for Check<'_> {
    fn row(&mut self, placed: Placed) -> ControlFlow<()> {
        match &placed.row {
            Row::Invoice(row) => {
                let hash = number_hash(row.kind, &row.number);
                if !self.seen.insert(hash) {
                    self.found.repeated.insert(hash);
                }
            }
            Row::Payment(row) => self.line(None, row),
            Row::Other(row) => self.line(Some(row.kind), &row.payment),
            Row::Statement(row) if !row.accounts.is_empty() => self.statement(&row.accounts),
            Row::Statement(_) | Row::Customer(_) | Row::Notice(_) => {}
        }
        self.keep(placed);
        self.watch.set(
            "checking",
            self.progress.bytes().min(self.total),
            self.total,
        );
        if self.watch.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn fault(&mut self, fault: FileFault) -> ControlFlow<()> {
        if self.rejected_line != fault.line || fault.line.is_none() {
            self.report.rejected += 1;
            self.rejected_line = fault.line;
        }
        self.found.torn.extend(fault.invoice.clone());
        note_fault(self.report, fault);
        if self.watch.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}
