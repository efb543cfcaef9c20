//! What a file means for what is there: money that another file told of, payments that came back, statements that
//! are missing in between.

use std::collections::HashSet;

use crate::domain::command::Command;
use crate::domain::deposit::Deposit;
use crate::domain::event::Event;
use crate::domain::id::ItemId;
use crate::domain::intake::{Fault as FileFault, Problem};
use crate::rules::Rulebook;
use crate::rules::decide::{
    Declined, SameMoney, cover, day_totals, decide, same_money, same_payments,
};

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
        let reader = self.tx.read();
        let incoming = reader.told_by_file(file, self.first)?;
        let days = incoming.iter().map(|deposit| deposit.booked);
        let (Some(from), Some(until)) = (days.clone().min(), days.max()) else {
            return Ok(());
        };
        let standing = reader.told_elsewhere(file, from, until)?;
        // What the bank tells apart payment by payment, then what came as one sum.
        let mut found = same_payments(&incoming, &standing);
        let free = unpaired(&found);
        let (incoming, standing) = (
            reader.in_batches(&free(&incoming))?,
            reader.in_batches(&free(&standing))?,
        );
        found.extend(same_money(&incoming, &standing));
        // A statement may show all that a file holds of a day as one sum.
        let free = unpaired(&found);
        let (incoming, standing) = (free(&incoming), free(&standing));
        let by_day = same_money(&day_totals(&incoming), &standing);
        if by_day.is_empty() {
            found.extend(same_money(&incoming, &day_totals(&standing)));
        } else {
            found.extend(by_day);
        }
        for same in &found {
            self.cover(same)?;
            if self.watch.is_cancelled() {
                break;
            }
        }
        Ok(())
    }

    fn cover(&mut self, same: &SameMoney) -> Result<(), Failure> {
        for receipt in &same.covered {
            let mut book = self.tx.slice_of_item(*receipt)?;
            let item = book.item(*receipt)?;
            let (currency, amount) = (item.currency, item.opened.abs());
            let events = cover(&book, *receipt, same.by, same.sure)?;
            self.tx.write_all(&mut book, &events)?;
            if same.sure {
                self.report.covered += 1;
            } else {
                self.report.maybe_known += 1;
            }
            if same.incoming_is_covered {
                self.told_before = true;
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
        // What came back asks for no policy and no law.
        let rulebook = Rulebook::default();
        for line in std::mem::take(&mut self.returns) {
            let originals = self.tx.read().originals(line)?;
            let [original] = originals[..] else {
                continue;
            };
            // What a sum on the statement was net of went back already.
            if self.told_before || !self.tx.read().may_take_back(line, original)? {
                continue;
            }
            let command = Command::PayOut {
                line,
                credit: original,
                amount: None,
                on: None,
            };
            let mut book = self.tx.slice(&command)?;
            match decide(&book, &rulebook, self.today, &command) {
                Ok(events) => {
                    self.tx.write_all(&mut book, &events)?;
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

/// Leaves out the deposits of which a payment has its pair.
fn unpaired(found: &[SameMoney]) -> impl Fn(&[Deposit]) -> Vec<Deposit> + use<> {
    let mut paired: HashSet<ItemId> = HashSet::new();
    for same in found {
        paired.insert(same.by);
        paired.extend(&same.covered);
    }
    move |deposits| {
        let is_free = |deposit: &&Deposit| !deposit.receipts.iter().any(|id| paired.contains(id));
        deposits.iter().filter(is_free).cloned().collect()
    }
}
