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
use crate::formats::agency_csv::{self, MOST_ROWS, StatusRow};
use crate::reports::case::StatusIntake;

/// How a file of reports is taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatusAsked<'a> {
    pub path: &'a Path,
    /// Whose file it is: only its cases are meant. None: any agency's.
    pub agency: Option<&'a str>,
    /// Also where rows are wrong: without those.
    pub keep_going: bool,
    /// Nothing is written.
    pub rehearse: bool,
}

impl Desk {
    /// Takes in what an agency reports. Rows that are wrong are named.
    pub fn take_statuses(&mut self, asked: &StatusAsked<'_>) -> Result<StatusIntake, Failure> {
        let shown = asked.path.display().to_string();
        let currency = self.ledger.currency;
        let read = Source::open(asked.path).and_then(|source| agency_csv::read(&source, currency));
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
            match self.handovers_meant(row, asked.agency)? {
                Ok(handovers) => {
                    let note = note(row);
                    for handover in handovers {
                        let day = row.on.to_string();
                        let same = (handover, row.status.clone(), day, note.clone());
                        if self.is_known(handover, row, &note)? || !told.insert(same) {
                            intake.known += 1;
                            continue;
                        }
                        if commands.len() >= MOST_ROWS {
                            let limit = MOST_ROWS as u64;
                            return Err(Failure::File {
                                path: intake.path,
                                fault: Box::new(Fault::file(Problem::TooManyRows { limit })),
                            });
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
        let is_taken = intake.faults.is_empty() || asked.keep_going;
        if is_taken {
            intake.new = commands.len() as u64;
            if !commands.is_empty() && asked.rehearse {
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
        agency: Option<&str>,
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
        let mut handovers = reader.handovers_by_case(&case)?;
        handovers.retain(|it| agency.is_none_or(|agency| it.handover.agency == agency));
        let Some(first) = handovers.first() else {
            return Ok(Err(Problem::UnknownCase { case }));
        };
        // Each agency counts its cases by itself.
        let whose = &first.handover.agency;
        if handovers.iter().any(|it| it.handover.agency != *whose) {
            return Ok(Err(Problem::CaseOfSeveral { case }));
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
