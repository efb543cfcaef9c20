//! Taking files in. A file is read twice: once to see that it is whole, without the lock, and once to judge its
//! rows and take them in, all of them or none.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::domain::document::DocumentKind;
use crate::domain::event::{Deed, Event, Rows};
use crate::domain::id::{DocumentId, EntryId, FileId};
use crate::domain::intake::{Fault as FileFault, Known, Placed, Problem, Row};
use crate::domain::money::{Currency, Minor, Money};
use crate::domain::receipt::SourceFile;
use crate::formats::{self, Format, Sink, Source, Summary};
use crate::reports::import::{FileReport, ImportReport, OtherSeen};
use crate::rules::decide::{Intake, Seen, fingerprint, offset_credit, take_in};
use crate::store::{Store, Tx};

use super::job::Watch;
use super::{Desk, Failure};

/// Rows judged and written at a time.
const CHUNK: usize = 1_000;
/// Faults that a report names; the others are counted.
const NAMED: usize = 100;
/// Lines that are no payments which a report names.
const OTHERS: usize = 1_000;

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct ImportOptions {
    /// Judge everything, keep nothing.
    pub dry_run: bool,
    /// Leave faulty rows out instead of refusing the file.
    pub keep_going: bool,
}

impl Desk {
    /// Takes files in, each whole or not at all. A file that is refused does not keep the next from being read.
    pub fn import(
        &mut self,
        paths: &[PathBuf],
        options: ImportOptions,
        watch: &Watch,
    ) -> Result<ImportReport, Failure> {
        let mut report = ImportReport {
            dry_run: options.dry_run,
            ..ImportReport::default()
        };
        let mut run = None;
        for path in paths {
            let file = self.import_file(path, options, run, watch)?;
            run = run.or(file.entry);
            report.files.push(file);
            if watch.is_cancelled() {
                report.cancelled = true;
                break;
            }
        }
        Ok(report)
    }

    fn import_file(
        &mut self,
        path: &Path,
        options: ImportOptions,
        run: Option<EntryId>,
        watch: &Watch,
    ) -> Result<FileReport, Failure> {
        let shown = crate::text::width::clean(&path.display().to_string()).into_owned();
        let mut report = FileReport {
            path: shown,
            ..FileReport::default()
        };
        let progress = formats::Progress::default();
        watch.set("checking", 0, 0);
        let opened = Source::open_watched(path, &progress).and_then(|source| {
            formats::sniff(&source)
                .map(|format| (source, format))
                .map_err(FileFault::file)
        });
        let (source, format) = match opened {
            Ok(opened) => opened,
            Err(fault) => {
                note_fault(&mut report, fault);
                return Ok(report);
            }
        };
        format.name().clone_into(&mut report.format);

        let mut check = Check::new(&mut report, watch, &source);
        let checked = formats::read(&source, format, self.ledger.currency, &mut check);
        let found = check.found();
        let summary = match checked {
            Ok(summary) => summary,
            Err(fault) => {
                note_fault(&mut report, fault);
                return Ok(report);
            }
        };
        report.notes.clone_from(&summary.notes);
        let nothing_else = summary.rows == 0 && report.fault_count > 0;
        let faulty = report.fault_count > 0;
        if watch.is_cancelled() || nothing_else || (faulty && !options.keep_going) {
            return Ok(report);
        }
        let stamp = self.stamp("import", run, None);
        let mut taking = Taking::begin(&mut self.store, stamp, &mut report, options, watch, found)?;
        taking.file(path, &source, format, &summary)?;
        let outcome = formats::read(&source, format, self.ledger.currency, &mut taking);
        taking.finish(outcome)?;
        Ok(report)
    }
}

fn note_fault(report: &mut FileReport, fault: FileFault) {
    report.fault_count += 1;
    if report.faults.len() < NAMED {
        report.faults.push(fault);
    }
}

/// What the first reading found of the file's invoices.
struct Found {
    /// Hashes of the numbers that stand on several rows: their rows are judged together.
    repeated: HashSet<u64>,
    /// Numbers of which a row is faulty: none of their rows is taken in.
    torn: HashSet<String>,
}

/// The first reading: is every row sound, and which invoices have several?
struct Check<'a> {
    report: &'a mut FileReport,
    watch: &'a Watch,
    total: u64,
    progress: formats::Progress,
    seen: HashSet<u64>,
    repeated: HashSet<u64>,
    /// Invoices of which a row is faulty.
    torn: HashSet<String>,
    rejected_line: Option<u64>,
}

impl<'a> Check<'a> {
    fn new(report: &'a mut FileReport, watch: &'a Watch, source: &Source) -> Self {
        Self {
            report,
            watch,
            total: source.bytes(),
            progress: source.progress(),
            seen: HashSet::new(),
            repeated: HashSet::new(),
            torn: HashSet::new(),
            rejected_line: None,
        }
    }

    /// What the second reading must know.
    fn found(self) -> Found {
        Found {
            repeated: self.repeated,
            torn: self.torn,
        }
    }
}

fn number_hash(kind: DocumentKind, number: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, number).hash(&mut hasher);
    hasher.finish()
}

impl Sink for Check<'_> {
    fn row(&mut self, placed: Placed) -> ControlFlow<()> {
        if let Row::Invoice(row) = &placed.row {
            let hash = number_hash(row.kind, &row.number);
            if !self.seen.insert(hash) {
                self.repeated.insert(hash);
            }
        }
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
        self.torn.extend(fault.invoice.clone());
        note_fault(self.report, fault);
        if self.watch.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// The second reading: rows judged and written, a chunk at a time, in one transaction.
struct Taking<'a> {
    tx: Tx<'a>,
    entry: EntryId,
    report: &'a mut FileReport,
    options: ImportOptions,
    watch: &'a Watch,
    progress: formats::Progress,
    total: u64,
    file: Option<FileId>,
    same_file: bool,
    seen: Seen,
    chunk: Vec<Placed>,
    found: Found,
    /// Rows of invoices that have several, held back until all of them are there.
    held: HashMap<u64, Vec<Placed>>,
    held_order: Vec<u64>,
    credits: Vec<(DocumentId, String)>,
    sums: Vec<(Currency, Minor)>,
    /// What broke under way: the sink cannot return it.
    failure: Option<Failure>,
}

impl<'a> Taking<'a> {
    fn begin(
        store: &'a mut Store,
        stamp: crate::store::Stamp,
        report: &'a mut FileReport,
        options: ImportOptions,
        watch: &'a Watch,
        found: Found,
    ) -> Result<Self, Failure> {
        watch.set("waiting", 0, 0);
        let mut tx = store.begin()?;
        let entry = tx.begin_entry(stamp)?;
        Ok(Self {
            tx,
            entry,
            report,
            options,
            watch,
            progress: formats::Progress::default(),
            total: 0,
            file: None,
            same_file: false,
            seen: Seen::default(),
            chunk: Vec::with_capacity(CHUNK),
            found,
            held: HashMap::new(),
            held_order: Vec::new(),
            credits: Vec::new(),
            sums: Vec::new(),
            failure: None,
        })
    }

    fn file(
        &mut self,
        path: &Path,
        source: &Source,
        format: Format,
        summary: &Summary,
    ) -> Result<(), Failure> {
        self.progress = source.progress();
        self.total = source.bytes();
        let (mut book, _) = self.tx.slice_of_rows(&[])?;
        let same_file = self.tx.read().file_by_sha256(&source.sha256())?;
        let id = book.next.file;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let taken = SourceFile {
            id,
            name: crate::text::width::clean(&name).into_owned(),
            format: format.name().to_owned(),
            sha256: source.sha256(),
            bytes: source.bytes(),
            transmission: summary.transmission.clone(),
        };
        self.tx
            .write(&mut book, &Event::Done(Deed::FileTaken(taken)))?;
        self.file = Some(id);
        self.same_file = same_file;
        Ok(())
    }

    fn judge(&mut self) -> Result<(), Failure> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let rows = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        let (mut book, mut known) = self.tx.slice_of_rows(&rows)?;
        self.count_known(&rows, &mut known)?;
        known.same_file = self.same_file;
        let intake = take_in(&book, &known, &mut self.seen, self.file, &rows);
        self.note(&intake);
        for event in &intake.events {
            if let Event::Taken(Rows::Others(others)) = event {
                let seen = others.iter().map(|other| OtherSeen {
                    line: other.line,
                    kind: other.kind,
                    amount: Money::new(other.amount, other.currency),
                    reference: other.reference.clone(),
                });
                let room = OTHERS.saturating_sub(self.report.other.len());
                self.report.other.extend(seen.take(room));
            }
            self.tx.write(&mut book, event)?;
        }
        self.credits.extend(intake.credits);
        Ok(())
    }

    fn count_known(&mut self, rows: &[Placed], known: &mut Known) -> Result<(), Failure> {
        let prints = rows.iter().filter_map(|placed| match &placed.row {
            Row::Payment(row) if row.payment_id.is_none() => Some(fingerprint(None, row)),
            Row::Other(row) => Some(fingerprint(Some(row.kind), &row.payment)),
            _ => None,
        });
        Ok(self.tx.count_fingerprints(prints, self.entry, known)?)
    }

    fn note(&mut self, intake: &Intake) {
        self.report.new += intake.new;
        self.report.changed += intake.changed;
        self.report.known += intake.known;
        self.report.maybe_known += intake.maybe_known;
        self.report.rejected += intake.rejected;
        for fault in &intake.faults {
            note_fault(self.report, fault.clone());
        }
        for (currency, amount) in &intake.sums {
            match self.sums.iter_mut().find(|(of, _)| of == currency) {
                Some((_, sum)) => *sum += *amount,
                None => self.sums.push((*currency, *amount)),
            }
        }
    }

    /// Rows that were held back: the instalments of each invoice together.
    fn judge_held(&mut self) -> Result<(), Failure> {
        for hash in std::mem::take(&mut self.held_order) {
            let rows = self.held.remove(&hash).unwrap_or_default();
            if self.chunk.len() + rows.len() > CHUNK {
                self.judge()?;
            }
            self.chunk.extend(rows);
        }
        self.judge()
    }

    /// Credit notes settle the invoices that they name, now that all of them are in.
    fn offset_credits(&mut self) -> Result<(), Failure> {
        for (credit, invoice) in std::mem::take(&mut self.credits) {
            let (mut book, invoice) = self.tx.slice_of_credit(credit, &invoice)?;
            if let Some(invoice) = invoice {
                for event in offset_credit(&book, credit, invoice)? {
                    self.tx.write(&mut book, &event)?;
                }
            }
        }
        Ok(())
    }

    fn finish(mut self, outcome: Result<Summary, FileFault>) -> Result<(), Failure> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let summary = match outcome {
            Ok(summary) => summary,
            Err(fault) => {
                self.report.nothing_taken();
                note_fault(self.report, fault);
                return Ok(());
            }
        };
        if self.watch.is_cancelled() || summary.stopped {
            self.report.nothing_taken();
            return Ok(());
        }
        self.judge_held()?;
        self.offset_credits()?;
        let new = self.report.new
            + self.report.changed
            + u64::try_from(self.report.other.len()).unwrap_or(0);
        self.report.sums = self
            .sums
            .iter()
            .map(|(currency, amount)| Money::new(*amount, *currency))
            .collect();
        let refused = self.report.fault_count > 0 && !self.options.keep_going;
        if refused && !self.options.dry_run {
            // Nothing of it was taken in, so nothing of it is counted.
            self.report.nothing_taken();
        }
        if refused || self.options.dry_run || new == 0 {
            return Ok(());
        }
        self.tx.end_entry()?;
        self.tx.commit()?;
        self.report.entry = Some(self.entry);
        Ok(())
    }
}

impl Sink for Taking<'_> {
    fn row(&mut self, placed: Placed) -> ControlFlow<()> {
        if let Row::Invoice(row) = &placed.row {
            if self.found.torn.contains(&row.number) {
                self.report.rejected += 1;
                let number = row.number.clone();
                let problem = Problem::OtherRowFaulty { number };
                note_fault(self.report, FileFault::at(placed.line, problem));
                return ControlFlow::Continue(());
            }
            let hash = number_hash(row.kind, &row.number);
            if self.found.repeated.contains(&hash) {
                let rows = self.held.entry(hash).or_insert_with(|| {
                    self.held_order.push(hash);
                    Vec::new()
                });
                rows.push(placed);
                return ControlFlow::Continue(());
            }
        }
        self.chunk.push(placed);
        if self.chunk.len() >= CHUNK {
            if let Err(failure) = self.judge() {
                self.failure = Some(failure);
                return ControlFlow::Break(());
            }
            self.watch
                .set("reading", self.progress.bytes().min(self.total), self.total);
        }
        if self.watch.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Faults of the file were counted by the first reading; here they are rows left out.
    fn fault(&mut self, fault: FileFault) -> ControlFlow<()> {
        if matches!(fault.problem, Problem::ChangedWhileRead) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}
