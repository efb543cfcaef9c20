//! The demo: a made-up company's ledger, with a fresh bank file beside it to take in.

use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::command::{Command, Part, Settlement, Target};
use crate::domain::intake::{Placed, Row};
use crate::rules::decide::{Seen, offset_credit, take_in};

use crate::store::Trouble;
use crate::text::Locale;

use super::clock::Clock;
use super::config::{CompanyConfig, Config};
use super::demo::{self, DemoBook, Whose};
use super::job::Watch;
use super::{Desk, Face, Failure};

/// A ledger made for the demo, in a folder of its own that is removed when this is dropped.
pub struct Demonstration {
    folder: Option<PathBuf>,
    pub bank_file: PathBuf,
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

impl Demonstration {
    /// Makes the demo's ledger at `keep`, or in a temporary folder.
    pub fn make(
        keep: Option<&Path>,
        mut config: Config,
        clock: Clock,
        face: Face,
        locale: &Locale,
    ) -> Result<(Self, Desk), Failure> {
        let book = demo::make(clock.today());
        if config.company == CompanyConfig::default() {
            config.company = book.company.clone();
        }
        let (folder, ledger) = if let Some(path) = keep {
            (None, path.to_owned())
        } else {
            let folder =
                std::env::temp_dir().join(format!("reskontra-demo-{}", std::process::id()));
            let _ = fs::remove_dir_all(&folder);
            make_private(&folder)?;
            // What is said in the demo of tables is gone with it.
            config.mappings = folder.join("mappings");
            let ledger = folder.join("demo.reskontra");
            (Some(folder), ledger)
        };
        let bank_file = ledger.with_file_name(&book.bank_file.name);
        if bank_file.exists() {
            let path = bank_file.display().to_string();
            return Err(Trouble::Exists { path }.into());
        }
        let demonstration = Self {
            folder,
            bank_file: bank_file.clone(),
        };
        let mut desk = Desk::create(&ledger, book.ledger.clone(), config, clock, face)?;
        desk.fill(&book, locale)?;
        fs::write(&bank_file, &book.bank_file.text)?;
        desk.set_demo(bank_file);
        // What made the demo is not the user's own work to undo.
        desk.opened_after = desk.store.read().last_entry()?;
        Ok((demonstration, desk))
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir(folder)
}

impl Desk {
    fn fill(&mut self, book: &DemoBook, locale: &Locale) -> Result<(), Failure> {
        let customers = book.customers.iter().cloned().map(Row::Customer).collect();
        let invoices = book.invoices.iter().cloned().map(Row::Invoice).collect();
        let payments = book.payments.iter().cloned().map(Row::Payment).collect();
        for rows in [customers, invoices, payments] {
            self.take_rows(rows)?;
        }
        self.match_auto(&Watch::new())?;
        for receipt in &book.by_hand {
            let item = self.find_receipt(&receipt.bank_ref)?;
            let command = match &receipt.whose {
                Whose::Customer(number) => Command::Identify {
                    receipt: item,
                    customer: self.find_customer(number)?,
                    on: None,
                },
                Whose::Invoices(invoices) => {
                    let mut parts = Vec::new();
                    for (invoice, amount) in invoices {
                        let document = self.find_document(invoice)?;
                        parts.push(Part::new(Target::Document(document), Some(*amount)));
                    }
                    Command::Settle(Box::new(Settlement::by_hand(item, parts)))
                }
            };
            self.act(command)?;
        }
        let now = self.clock;
        for dispute in &book.disputes {
            self.clock = Clock::fixed(dispute.from);
            let document = self.find_document(&dispute.invoice)?;
            let command = Command::Dispute {
                document,
                amount: dispute.amount,
                reason: locale
                    .text(&format!("demo.dispute.{}", dispute.reason))
                    .to_owned(),
                until: None,
                owner: None,
            };
            self.act(command)?;
        }
        self.clock = now;
        for promise in &book.promises {
            let document = self.find_document(&promise.invoice)?;
            self.act(Command::Promise {
                document,
                date: promise.date,
                amount: promise.amount,
            })?;
        }
        Ok(())
    }

    /// Rows that come from no file, taken in as one entry.
    fn take_rows(&mut self, rows: Vec<Row>) -> Result<(), Failure> {
        let placed: Vec<Placed> = (1..)
            .zip(rows)
            .map(|(line, row)| Placed { line, row })
            .collect();
        let (stamp, today) = (self.stamp("import", None, None), self.today());
        let mut tx = self.store.begin()?;
        tx.begin_entry(stamp)?;
        let (mut book, known) = tx.slice_of_rows(&placed)?;
        let intake = take_in(&book, &known, &mut Seen::default(), None, today, &placed);
        if let Some(fault) = intake.faults.into_iter().next() {
            return Err(Failure::File {
                path: String::new(),
                fault: Box::new(fault),
            });
        }
        for event in &intake.events {
            tx.write(&mut book, event)?;
        }
        for (credit, invoice) in intake.credits {
            let (mut book, invoice) = tx.slice_of_credit(credit, &invoice)?;
            if let Some(invoice) = invoice {
                for event in offset_credit(&book, credit, invoice)? {
                    tx.write(&mut book, &event)?;
                }
            }
        }
        tx.end_entry()?;
        tx.commit()?;
        Ok(())
    }
}
