//! Rows judged and written, a chunk at a time, in one transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::domain::date::Date;
use crate::domain::event::{Deed, Event, Rows};
use crate::domain::id::{CustomerId, DocumentId, EntryId, FileId, ItemId, OtherId};
use crate::domain::intake::{Fault as FileFault, Known, Placed, Problem, Row};
use crate::domain::money::{Currency, Minor, Money};
use crate::domain::receipt::{OtherKind, OtherLine, SourceFile};
use crate::domain::statement::Statement;
use crate::domain::user::Role;
use crate::formats::{self, Format, Sink, Source, Summary};
use crate::reports::import::{FileReport, OtherSeen};
use crate::rules::Rulebook;
use crate::rules::decide::{
    Intake, Seen, Sold, allows, cover, fingerprint, is_free_in_a_list, offset_credit, overlap,
    permit, take_in,
};
use crate::store::{Store, Tx};

use super::check::{Found, number_hash};
use super::on_record::Register;
use super::{CHUNK, ImportOptions, NAMED, OTHERS, note_fault};
use crate::desk::Failure;
use crate::desk::job::Watch;

pub(super) struct Taking<'a> {
    pub(super) tx: Tx<'a>,
    pub(super) entry: EntryId,
    pub(super) today: Date,
    pub(super) report: &'a mut FileReport,
    options: ImportOptions,
    pub(super) watch: &'a Watch,
    /// Of the reading under way; none while rows that were kept are taken.
    progress: Option<formats::Progress>,
    total: u64,
    pub(super) file: Option<FileId>,
    /// The first item that the file can have.
    pub(super) first: ItemId,
    same_file: bool,
    seen: Seen,
    chunk: Vec<Placed>,
    found: Found,
    /// Rows of invoices that have several, held back until all of them are there.
    held: HashMap<u64, Vec<Placed>>,
    held_order: Vec<u64>,
    credits: Vec<(DocumentId, String)>,
    /// Lines by which money went out that had come in.
    pub(super) returns: Vec<OtherId>,
    pub(super) statements: Vec<Statement>,
    /// Customers of whom orders were on the way before the file.
    pub(super) with_orders: BTreeSet<CustomerId>,
    /// New invoices of theirs.
    pub(super) sold: Vec<Sold>,
    /// Numbers of the register, once a row has asked for one.
    pub(super) register: Option<Register>,
    /// What follows from a bureau's reports, and what waits for a second person.
    pub(super) rulebook: Arc<Rulebook>,
    /// Whether anything was written beside the file's own row.
    pub(super) wrote: bool,
    /// Another file told of some of the file's deposits before.
    pub(super) told_before: bool,
    pub(super) sums: Vec<(Currency, Minor)>,
    /// What broke under way: the sink cannot return it.
    failure: Option<Failure>,
    users: BTreeMap<String, Role>,
    actor: String,
}

impl<'a> Taking<'a> {
    pub fn begin(
        store: &'a mut Store,
        stamp: crate::store::Stamp,
        report: &'a mut FileReport,
        options: ImportOptions,
        watch: &'a Watch,
        today: Date,
        rulebook: Arc<Rulebook>,
    ) -> Result<Self, Failure> {
        watch.set("waiting", 0, 0);
        let mut tx = store.begin()?;
        let users = tx.read().users()?;
        allows(&users, &stamp.actor, Role::Clerk)?;
        let actor = stamp.actor.clone();
        let entry = tx.begin_entry(stamp)?;
        Ok(Self {
            users,
            actor,
            rulebook,
            tx,
            entry,
            today,
            report,
            options,
            watch,
            progress: None,
            total: 0,
            file: None,
            first: ItemId(0),
            same_file: false,
            seen: Seen::default(),
            chunk: Vec::with_capacity(CHUNK),
            found: Found::default(),
            held: HashMap::new(),
            held_order: Vec::new(),
            credits: Vec::new(),
            returns: Vec::new(),
            statements: Vec::new(),
            with_orders: BTreeSet::new(),
            sold: Vec::new(),
            register: None,
            wrote: false,
            told_before: false,
            sums: Vec::new(),
            failure: None,
        })
    }

    pub fn file(
        &mut self,
        name: &str,
        source: &Source,
        format: Format,
        summary: &Summary,
        found: Found,
    ) -> Result<(), Failure> {
        self.progress = Some(source.progress());
        self.total = source.bytes();
        let (mut book, _) = self.tx.slice_of_rows(&[])?;
        let same_file = self.tx.read().file_by_sha256(&source.sha256())?;
        if let Some(transmission) = &summary.transmission {
            let (read, sha256) = (self.tx.read(), source.sha256());
            let repeated = read.file_by_transmission(format.name(), transmission, &sha256)?;
            self.report.notes.extend(repeated.map(|file| {
                FileFault::file(Problem::TransmissionRepeated {
                    transmission: transmission.clone(),
                    file,
                })
            }));
        }
        let id = book.next.file;
        let taken = SourceFile {
            id,
            name: name.to_owned(),
            format: format.name().to_owned(),
            level: format.level(),
            sha256: source.sha256(),
            bytes: source.bytes(),
            transmission: summary.transmission.clone(),
        };
        self.tx
            .write(&mut book, &Event::Done(Deed::FileTaken(taken)))?;
        if !same_file {
            let mut places = HashMap::new();
            // What the bank does not tell apart has no reference of its own.
            let lines = found
                .alike
                .iter()
                .flatten()
                .map(|(print, _)| (*print, None));
            self.tx.places(lines, self.entry, &mut places)?;
            self.seen = Seen::with(found.alike.each_ref().map(|lines| overlap(lines, &places)));
        }
        self.with_orders = self.tx.read().customers_with_orders()?;
        self.found = found;
        self.file = Some(id);
        self.first = book.next.item;
        self.same_file = same_file;
        Ok(())
    }

    /// Takes the rows that the first reading kept; each chunk is freed when it is done.
    pub fn take_kept(&mut self, chunks: Vec<Vec<Placed>>, summary: Summary) -> Summary {
        self.progress = None;
        let count = chunks.len() as u64;
        for (chunk, done) in chunks.into_iter().zip(0..) {
            self.watch
                .set("reading", self.total * done / count, self.total);
            for placed in chunk {
                if self.row(placed).is_break() {
                    return Summary {
                        stopped: true,
                        ..summary
                    };
                }
            }
        }
        summary
    }

    fn judge(&mut self) -> Result<(), Failure> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let rows = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        let (mut book, mut known) = self.tx.slice_of_rows(&rows)?;
        self.count_known(&rows, &mut known)?;
        known.same_file = self.same_file;
        let intake = take_in(&book, &known, &mut self.seen, self.file, self.today, &rows);
        self.note(&intake);
        for event in &intake.events {
            match event {
                Event::Taken(Rows::Others(others)) => self.note_others(others),
                Event::Taken(Rows::Documents(documents)) => self.note_sold(documents),
                Event::Taken(Rows::Statements(statements)) => {
                    self.statements.extend(statements.iter().cloned());
                }
                _ => {}
            }
        }
        permit(&self.users, &self.actor, &book, &intake.events)?;
        is_free_in_a_list(&self.rulebook.credit, &book, &intake.events)?;
        self.tx.write_all(&mut book, &intake.events)?;
        self.wrote |= !intake.events.is_empty();
        for (receipt, twin) in &intake.doubtful {
            let events = cover(&book, *receipt, *twin, false)?;
            self.tx.write_all(&mut book, &events)?;
        }
        self.credits.extend(intake.credits);
        for placed in &rows {
            if let Row::Notice(row) = &placed.row {
                self.heed(placed.line, row)?;
            }
        }
        Ok(())
    }

    fn note_others(&mut self, others: &[OtherLine]) {
        let seen = others.iter().map(|other| OtherSeen {
            line: other.line,
            kind: other.kind,
            amount: Money::new(other.amount, other.currency),
            reference: other.reference.clone(),
        });
        let room = OTHERS.saturating_sub(self.report.other.len());
        self.report.other.extend(seen.take(room));
        let gone = others
            .iter()
            .filter(|other| matches!(other.kind, OtherKind::Reversal | OtherKind::Return));
        self.returns.extend(gone.map(|other| other.id));
    }

    fn count_known(&mut self, rows: &[Placed], known: &mut Known) -> Result<(), Failure> {
        let lines = rows.iter().filter_map(|placed| {
            let (kind, row) = match &placed.row {
                Row::Payment(row) if row.payment_id.is_none() => (None, row),
                Row::Other(row) => (Some(row.kind), &row.payment),
                _ => return None,
            };
            Some((fingerprint(kind, row), row.bank_ref.as_deref()))
        });
        Ok(self.tx.places(lines, self.entry, &mut known.fingerprints)?)
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
        for doubt in &intake.doubts {
            self.report.doubt_count += 1;
            if self.report.doubts.len() < NAMED {
                self.report.doubts.push(doubt.clone());
            }
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
                let events = offset_credit(&book, credit, invoice)?;
                self.tx.write_all(&mut book, &events)?;
            }
        }
        Ok(())
    }

    pub fn finish(mut self, outcome: Result<Summary, FileFault>) -> Result<(), Failure> {
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
        self.end_orders()?;
        self.cover_what_was_told()?;
        self.take_back_returns()?;
        self.note_gaps()?;
        if self.watch.is_cancelled() {
            self.report.nothing_taken();
            return Ok(());
        }
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
        if refused || self.options.dry_run || !self.wrote {
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
            if let Some(progress) = &self.progress {
                self.watch
                    .set("reading", progress.bytes().min(self.total), self.total);
            }
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
