//! What a file means for what is there: money that another file told of, payments that came back, statements that
//! are missing in between.

use crate::domain::command::Command;
use crate::domain::deposit::Deposit;
use crate::domain::event::Event;
use crate::domain::intake::{Fault as FileFault, Problem};
use crate::rules::decide::{Declined, SameMoney, cover, day_totals, decide, same_money};

use super::taking::Taking;
use crate::desk::Failure;

impl Taking<'_> {
    /// Money that a file of another format told of is counted once.
    pub(super) fn cover_what_was_told(&mut self) -> Result<(), Failure> {
        let Some(file) = self.file else {
            return Ok(());
        };
        if !self.tx.read().is_told_elsewhere(file)? {
            return Ok(());
        }
        for day in self.tx.read().days_of_file(file, self.first)? {
            let incoming = self.tx.read().deposits_of_file(file, self.first, day)?;
            let standing = self.tx.read().deposits_elsewhere(file, day)?;
            let found = same_money(&incoming, &standing);
            let left = |deposits: &[Deposit]| -> Vec<Deposit> {
                let is_paired = |deposit: &&Deposit| {
                    found.iter().any(|same| {
                        deposit.receipts.contains(&same.by)
                            || deposit.receipts.iter().any(|id| same.covered.contains(id))
                    })
                };
                deposits.iter().filter(|d| !is_paired(d)).cloned().collect()
            };
            // A statement may show all that a file holds of a day as one sum.
            let (incoming_left, standing_left) = (left(&incoming), left(&standing));
            let by_day = same_money(&day_totals(&incoming_left), &standing_left);
            let of_day = if by_day.is_empty() {
                same_money(&incoming_left, &day_totals(&standing_left))
            } else {
                Vec::new()
            };
            for same in found.iter().chain(&by_day).chain(&of_day) {
                self.cover(same)?;
            }
        }
        Ok(())
    }

    fn cover(&mut self, same: &SameMoney) -> Result<(), Failure> {
        for receipt in &same.covered {
            let mut book = self.tx.slice_of_item(*receipt)?;
            let item = book.item(*receipt)?;
            let (currency, amount) = (item.currency, item.opened.abs());
            for event in cover(&book, *receipt, same.by, same.sure)? {
                self.tx.write(&mut book, &event)?;
            }
            if same.sure {
                self.report.covered += 1;
            } else {
                self.report.maybe_known += 1;
            }
            if same.covers_incoming {
                self.report.new = self.report.new.saturating_sub(1);
                if let Some((_, sum)) = self.sums.iter_mut().find(|(of, _)| *of == currency) {
                    *sum += -amount;
                }
            }
        }
        Ok(())
    }

    /// A payment that came back is taken off what it had settled, if there is no doubt which one it was.
    pub(super) fn take_back_returns(&mut self) -> Result<(), Failure> {
        for line in std::mem::take(&mut self.returns) {
            let originals = self.tx.read().originals(line)?;
            let [original] = originals[..] else {
                continue;
            };
            let command = Command::PayOut {
                line,
                credit: original,
                amount: None,
                on: None,
            };
            let mut book = self.tx.slice(&command)?;
            match decide(&book, self.today, &command) {
                Ok(events) => {
                    for event in &events {
                        self.tx.write(&mut book, event)?;
                    }
                    self.report.taken_back += 1;
                    self.wrote |= events.iter().any(|event| matches!(event, Event::Done(_)));
                }
                // It waits in the list for a person.
                Err(Declined::Refused(_)) => {}
                Err(declined) => return Err(declined.into()),
            }
        }
        Ok(())
    }

    /// Says where statements are missing before or behind those of the file.
    pub(super) fn note_gaps(&mut self) -> Result<(), Failure> {
        for statement in std::mem::take(&mut self.statements) {
            for (before, after) in self.tx.read().gaps_around(&statement)? {
                let problem = Problem::StatementsMissing {
                    account: statement.account.clone().unwrap_or_default(),
                    before: before.label(),
                    after: after.label(),
                };
                let note = FileFault::file(problem);
                if !self.report.notes.contains(&note) && self.report.notes.len() < super::NAMED {
                    self.report.notes.push(note);
                }
            }
        }
        Ok(())
    }
}
