//! Finnish reference payments (KTL): batches of transactions, each with counts and sums at its end. All or nothing:
//! the first thing that is wrong is the file's error. Source: Finance Finland, "Incoming reference payments,
//! service description", and what programs in use read and write.

mod record;
#[cfg(test)]
mod tests;
mod transaction;

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;
use rust_decimal::Decimal;

use self::record::{Record, Records};
use self::transaction::Transaction;
use super::source::Source;
use super::{Sink, Summary};
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Placed, Problem, Row, StatementRow};
use crate::domain::money::Currency;

/// Accounts of a batch that its statement names.
const MOST_ACCOUNTS: usize = 100;

/// Transactions of type 7 that may wait for the end of their batch: the service is for payments, not for these.
const MOST_HELD: usize = 10_000;

/// A count and its sum in cents.
#[derive(Clone, Copy, Default)]
struct Total {
    count: u64,
    cents: u64,
}

impl Total {
    fn add(&mut self, cents: u64) {
        self.count += 1;
        self.cents = self.cents.saturating_add(cents);
    }

    fn with(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            cents: self.cents.saturating_add(other.cents),
        }
    }

    /// What an end record states from position `from` on: six digits and eleven.
    fn stated(end: &Record, what: &str, from: usize) -> Result<Self, Fault> {
        Ok(Self {
            count: end.number(&format!("number of {what}"), from, from + 5)?,
            cents: end.number(&format!("sum of {what}"), from + 6, from + 16)?,
        })
    }

    /// Proves what was counted against what the end record states.
    fn prove(self, stated: Self, line: u64, what: &str) -> Result<(), Fault> {
        let problem = if stated.count != self.count {
            Problem::CountDiffers {
                what: what.to_owned(),
                stated: stated.count,
                found: self.count,
            }
        } else if stated.cents != self.cents {
            Problem::SumDiffers {
                what: what.to_owned(),
                stated: euros(stated.cents),
                found: euros(self.cents),
            }
        } else {
            return Ok(());
        };
        Err(Fault::at(line, problem))
    }
}

fn euros(cents: u64) -> String {
    Decimal::from_i128_with_scale(i128::from(cents), 2).to_string()
}

/// A batch, from its header to its end record.
#[derive(Default)]
struct Batch {
    /// Line of its header.
    line: u64,
    payments: Total,
    corrections: Total,
    /// Transactions of type 7 and their sum: what they are, the end record says.
    held: Vec<Transaction>,
    held_total: Total,
    accounts: Vec<String>,
    days: Option<(Date, Date)>,
}

impl Batch {
    /// Counts a transaction and remembers its account and day.
    fn see(&mut self, transaction: &Transaction) {
        if transaction.is_correction {
            self.corrections.add(transaction.cents);
        }
        let day = transaction.booked;
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
        if let Some(account) = &transaction.account
            && self.accounts.len() < MOST_ACCOUNTS
            && !self.accounts.contains(account)
        {
            self.accounts.push(account.clone());
        }
    }

    /// Proves the end record. True: the transactions of type 7 are direct debits that failed, which have sums of
    /// their own.
    fn prove(&self, end: &Record) -> Result<bool, Fault> {
        let stated = Total::stated(end, "failed direct debits", 36)?;
        let failed = stated.count > 0;
        let mut payments = self.payments;
        if failed {
            let what = "failed direct debits";
            self.held_total.prove(stated, end.line, what)?;
        } else {
            payments = payments.with(self.held_total);
        }
        let stated = Total::stated(end, "payments", 2)?;
        payments.prove(stated, end.line, "payments of the batch")?;
        let stated = Total::stated(end, "corrections", 19)?;
        self.corrections
            .prove(stated, end.line, "corrections of the batch")?;
        Ok(failed)
    }

    fn statement(self) -> Option<Placed> {
        let (from, until) = self.days?;
        Some(Placed {
            line: self.line,
            row: Row::Statement(StatementRow {
                accounts: self.accounts,
                currency: Some(Currency::EUR),
                from: Some(from),
                until: Some(until),
                ..StatementRow::default()
            }),
        })
    }
}

/// Reads a file to its end and proves its counts and sums, or until the sink has had enough.
pub fn read(source: &Source, sink: &mut dyn Sink) -> Result<Summary, Fault> {
    let records = Records::new(source.text(WINDOWS_1252)?);
    let mut reader = Reader {
        records,
        sink,
        summary: Summary::default(),
    };
    reader.summary.stopped = reader.file()?.is_break();
    Ok(reader.summary)
}

struct Reader<'a> {
    records: Records,
    sink: &'a mut dyn Sink,
    summary: Summary,
}

impl Reader<'_> {
    fn file(&mut self) -> Result<ControlFlow<()>, Fault> {
        const HEADER: &str = "0 (start of a batch)";
        let mut batch: Option<Batch> = None;
        while let Some(record) = self.records.next()? {
            let flow = match (record.kind(), batch.take()) {
                ("0", open) => {
                    batch = Some(self.header(&record)?);
                    open.map_or(ControlFlow::Continue(()), |open| self.unproven(open))
                }
                ("3" | "5" | "7", Some(mut open)) => {
                    let flow = self.transaction(&record, &mut open)?;
                    batch = Some(open);
                    flow
                }
                ("9", Some(open)) => {
                    let failed = open.prove(&record)?;
                    self.close(open, failed)
                }
                (_, Some(_)) => return Err(record.unexpected("0, 3, 5, 7, 9")),
                (_, None) => return Err(record.unexpected(HEADER)),
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        Ok(batch.map_or(ControlFlow::Continue(()), |open| self.unproven(open)))
    }

    /// Opens a batch. The first names the transmission: when it was made, by which bank, for which service.
    fn header(&mut self, record: &Record) -> Result<Batch, Fault> {
        let made = record.date("date of the batch", 2, 7)?;
        made.ok_or_else(|| record.missing("date of the batch"))?;
        if self.summary.transmission.is_none() {
            let parts = [(2, 7), (8, 11), (12, 13), (14, 22)];
            let parts = parts.map(|(from, to)| super::clean::clean(record.cut(from, to).trim()));
            self.summary.transmission = Some(parts.join("/"));
        }
        Ok(Batch {
            line: record.line,
            ..Batch::default()
        })
    }

    fn transaction(
        &mut self,
        record: &Record,
        batch: &mut Batch,
    ) -> Result<ControlFlow<()>, Fault> {
        let transaction = Transaction::read(record)?;
        batch.see(&transaction);
        if let Some(wrong) = transaction.wrong_reference() {
            let value = wrong.to_owned();
            let problem = Problem::CheckDigitWrong { value };
            self.summary.note(Fault::at(record.line, problem));
        }
        if transaction.is_correction {
            return Ok(self.hand_over(transaction, false));
        }
        if record.kind() == "7" {
            if batch.held.len() >= MOST_HELD {
                return Err(record.unexpected("9"));
            }
            batch.held_total.add(transaction.cents);
            batch.held.push(transaction);
            return Ok(ControlFlow::Continue(()));
        }
        batch.payments.add(transaction.cents);
        Ok(self.hand_over(transaction, false))
    }

    /// Ends a batch that has no end record: programs in use accept it, so it is told and not refused.
    fn unproven(&mut self, batch: Batch) -> ControlFlow<()> {
        let what = "sum record of a batch".to_owned();
        let missing = Fault::at(batch.line, Problem::EndMissing { what });
        self.summary.note(missing);
        // Without the end record nobody knows whether type 7 was paid: someone has to look.
        self.close(batch, true)
    }

    fn close(&mut self, mut batch: Batch, failed: bool) -> ControlFlow<()> {
        for transaction in std::mem::take(&mut batch.held) {
            self.hand_over(transaction, failed)?;
        }
        match batch.statement() {
            Some(statement) => self.send(statement),
            None => ControlFlow::Continue(()),
        }
    }

    fn hand_over(&mut self, transaction: Transaction, failed: bool) -> ControlFlow<()> {
        self.send(Placed {
            line: transaction.line,
            row: transaction.row(failed),
        })
    }

    fn send(&mut self, row: Placed) -> ControlFlow<()> {
        self.summary.rows += 1;
        self.sink.row(row)
    }
}
