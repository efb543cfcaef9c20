//! A file of an agency's reports, taken in: whole or not at all, unless someone says otherwise; the same again adds
//! nothing.

use std::collections::HashSet;
use std::path::Path;

use crate::desk::{Desk, Failure};
use crate::domain::command::Command;
use crate::domain::date;
use crate::domain::id::HandoverId;
use crate::domain::intake::{Fault, Problem};
use crate::formats::Source;
use crate::formats::agency_csv::{self, StatusRow};
use crate::reports::case::StatusIntake;

impl Desk {
    /// Takes in what an agency reports. Rows that are wrong are named, and nothing is taken in for them; of the others
    /// only with `keep_going`. With `rehearse` nothing is written.
    pub fn take_statuses(
        &mut self,
        path: &Path,
        keep_going: bool,
        rehearse: bool,
    ) -> Result<StatusIntake, Failure> {
        let shown = path.display().to_string();
        let read =
            Source::open(path).and_then(|source| agency_csv::read(&source, self.ledger.currency));
        let report = read.map_err(|fault| Failure::File {
            path: shown.clone(),
            fault: Box::new(fault),
        })?;
        let mut intake = StatusIntake {
            path: shown,
            faults: report.faults,
            ..StatusIntake::default()
        };
        let mut commands = Vec::new();
        // Twice in one file is once.
        let mut told: HashSet<(HandoverId, String, String, String)> = HashSet::new();
        for row in &report.rows {
            match self.handovers_meant(row)? {
                Ok(handovers) => {
                    let note = note(row);
                    for handover in handovers {
                        let day = row.on.to_string();
                        let same = (handover, row.status.clone(), day, note.clone());
                        if self.is_known(handover, row, &note)? || !told.insert(same) {
                            intake.known += 1;
                            continue;
                        }
                        commands.push(Command::NoteStatus {
                            handover,
                            status: row.status.clone(),
                            on: row.on,
                            note: note.clone(),
                        });
                    }
                }
                Err(problem) => intake.faults.push(Fault::at(row.line, problem)),
            }
        }
        intake.faults.sort_by_key(|fault| fault.line);
        let is_taken = intake.faults.is_empty() || keep_going;
        if is_taken {
            intake.new = commands.len() as u64;
            if !commands.is_empty() && rehearse {
                self.rehearse_all(&commands)?;
            } else if !commands.is_empty() {
                self.act_all(&commands)?;
            }
        } else {
            intake.known = 0;
        }
        Ok(intake)
    }

    /// The items that a report is about, or why it is about none.
    fn handovers_meant(
        &self,
        row: &StatusRow,
    ) -> Result<Result<Vec<HandoverId>, Problem>, Failure> {
        let today = self.today();
        if !date::is_plausible(row.on) || row.on > today {
            return Ok(Err(Problem::StatusAhead {
                date: row.on,
                today,
            }));
        }
        let reader = self.store.read();
        let case = row.case_number.clone();
        let handovers = reader.handovers_by_case(&case)?;
        if handovers.is_empty() {
            return Ok(Err(Problem::UnknownCase { case }));
        }
        let Some(invoice) = &row.invoice else {
            return Ok(Ok(handovers.iter().map(|it| it.handover.id).collect()));
        };
        let mut meant = Vec::new();
        for state in handovers {
            if reader.item_label(state.handover.item)?.0 == *invoice {
                meant.push(state.handover.id);
            }
        }
        if meant.is_empty() {
            let invoice = invoice.clone();
            return Ok(Err(Problem::NotInCase { case, invoice }));
        }
        Ok(Ok(meant))
    }

    fn is_known(&self, handover: HandoverId, row: &StatusRow, note: &str) -> Result<bool, Failure> {
        let known = self.store.read().statuses_of(handover)?;
        Ok(known.iter().any(|status| {
            (status.status.as_str(), status.on, status.note.as_str())
                == (row.status.trim(), row.on, note)
        }))
    }
}

/// What else the agency says of it: the amount, then its words.
fn note(row: &StatusRow) -> String {
    let amount = row.amount.map(|(amount, currency)| {
        let decimals = currency.decimals();
        format!("{amount:.*} {}", decimals as usize, currency.code())
    });
    let parts: Vec<String> = amount.into_iter().chain(row.text.clone()).collect();
    parts.join(" · ")
}
