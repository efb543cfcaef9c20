//! Taking files in. A file is read to see that it is whole, without the lock; then its rows are judged and taken in,
//! all of them or none. Rows that are too many to be kept in between are read once more.

mod check;
mod on_record;
mod taking;
mod told_twice;

use std::path::PathBuf;

use crate::domain::id::EntryId;
use crate::domain::intake::{Fault as FileFault, Problem};
use crate::formats::mapping::Mapping;
use crate::formats::{self, Source};
use crate::reports::import::{FileReport, ImportReport};
use crate::text::width::clean;

use self::check::Check;
use self::taking::Taking;
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
    /// Take files in that say of themselves that they are tests.
    pub test_files: bool,
}

/// What is taken in.
struct Asked<'a> {
    source: &'a Source,
    /// The file's name without its folder.
    name: String,
    mappings: &'a [Mapping],
    options: ImportOptions,
    run: Option<EntryId>,
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
        let mappings = super::mapping::sound(&self.config.mappings);
        'files: for path in paths {
            let shown = clean(&path.display().to_string()).into_owned();
            let progress = formats::Progress::default();
            watch.set("checking", 0, 0);
            let sources = match formats::open(path, &progress) {
                Ok(sources) => sources,
                Err(fault) => {
                    let mut file = FileReport::of(shown);
                    note_fault(&mut file, fault);
                    report.files.push(file);
                    continue;
                }
            };
            for source in &sources {
                // A file of an archive is named behind the archive.
                let shown = match source.name() {
                    Some(inside) => format!("{shown}: {inside}"),
                    None => shown.clone(),
                };
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let name = clean(source.name().unwrap_or(&name)).into_owned();
                let file = FileReport::of(shown);
                let asked = Asked {
                    source,
                    name,
                    mappings: &mappings,
                    options,
                    run,
                };
                let file = self.import_source(&asked, file, watch)?;
                run = run.or(file.entry);
                report.files.push(file);
                if watch.is_cancelled() {
                    report.cancelled = true;
                    break 'files;
                }
            }
        }
        if run.is_some() {
            // The reminders ask next whose the new receipts may be. All is taken in, whatever comes of this.
            let _ = self.keep_unmatched_up_to_date();
        }
        Ok(report)
    }

    fn import_source(
        &mut self,
        asked: &Asked<'_>,
        mut report: FileReport,
        watch: &Watch,
    ) -> Result<FileReport, Failure> {
        let Asked {
            source,
            ref name,
            mappings,
            options,
            run,
        } = *asked;
        let sniffed = formats::sniff_mapped(source, mappings);
        let format = match sniffed {
            Ok(format) => format,
            Err(problem) => {
                note_fault(&mut report, FileFault::file(problem));
                return Ok(report);
            }
        };
        format.name().clone_into(&mut report.format);

        let accounts = self.own_accounts()?;
        let mut check = Check::new(&mut report, watch, source, &accounts);
        let currency = self.ledger.currency;
        let checked = formats::read_mapped(source, format, mappings, currency, &mut check);
        let mut found = check.found();
        let summary = match checked {
            Ok(summary) => summary,
            Err(fault) => {
                note_fault(&mut report, fault);
                return Ok(report);
            }
        };
        report.notes.clone_from(&summary.notes);
        let refused = match &found.foreign {
            Some(account) => Some(Problem::ForeignAccount {
                account: account.clone(),
                ours: accounts.join(", "),
            }),
            None if summary.is_test && !options.test_files => Some(Problem::TestFile),
            None => None,
        };
        if let Some(refused) = refused {
            note_fault(&mut report, FileFault::file(refused));
            return Ok(report);
        }
        let faulty = report.fault_count > 0;
        if watch.is_cancelled() || (faulty && summary.rows == 0) || (faulty && !options.keep_going)
        {
            return Ok(report);
        }
        let stamp = self.stamp("import", run, None);
        let today = self.today();
        let rows = found.rows.take();
        let mut taking = Taking::begin(
            &mut self.store,
            stamp,
            &mut report,
            options,
            watch,
            today,
            std::sync::Arc::clone(&self.rulebook),
        )?;
        taking.file(name, source, format, &summary, found)?;
        let outcome = match rows {
            Some(rows) => Ok(taking.take_kept(rows, summary)),
            None => formats::read_mapped(source, format, mappings, currency, &mut taking),
        };
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
