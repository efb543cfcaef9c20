//! Account statements that banks give as tables. A bank's own table is known by its columns, any other by what
//! banks commonly call them, and what is in doubt by what a person has said of it. Read three times: for what only
//! whole columns tell, for what the balances prove, and to hand the rows over.

mod chain;
mod layout;
mod line;
mod profile;
mod recognise;
mod survey;
#[cfg(test)]
mod tests;

use std::iter;
use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;
use rust_decimal::Decimal;

use self::chain::Chain;
use self::layout::Layout;
use self::line::{Facts, Line};
pub use self::recognise::{Fit, Recognised, recognise};
use self::survey::Survey;
use super::cells::name::normal;
use super::cells::{Cells, Field};
use super::list::wrong_quotes;
use super::mapping::Mapped;
use super::table::{Next, Table};
use super::{Sink, Source, Summary};
use crate::domain::intake::{Fault, OtherRow, PaymentRow, Placed, Problem, Row};
use crate::domain::money::Currency;
use crate::domain::receipt::OtherKind;

/// What a column can hold, by the names that a person uses.
pub fn roles() -> Vec<(String, Field)> {
    let roles = profile::ROLES.iter();
    roles
        .map(|(name, field)| ((*name).to_owned(), *field))
        .collect()
}

/// What a column of that name usually holds, in doubt or not.
pub fn role_of(name: &str) -> Option<&'static str> {
    let (field, _) = profile::general().field_named(&normal(name))?;
    let found = profile::ROLES.iter().find(|(_, of)| *of == field);
    found.map(|(role, _)| *role)
}

/// Reads a table that is known by its columns.
pub fn read(
    source: &Source,
    default_currency: Currency,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    let head = source.head_text(WINDOWS_1252);
    match recognise(&head) {
        Some(found) => read_as(source, found.layout, default_currency, sink),
        None => Err(Fault::file(
            super::head::unknown_table(&head).unwrap_or(Problem::UnknownFormat),
        )),
    }
}

/// Reads a table of which a person has said what its columns hold.
pub fn read_mapped(
    source: &Source,
    mapped: &Mapped<'_>,
    default_currency: Currency,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    read_as(source, Layout::mapped(mapped), default_currency, sink)
}

fn read_as(
    source: &Source,
    mut layout: Layout,
    default_currency: Currency,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    let mut survey = Survey::default();
    let mut table = rows(source, &layout)?;
    loop {
        match table.read()? {
            Next::Record(record) => survey.look(record, &layout),
            Next::Broken { .. } => {}
            Next::End => break,
        }
    }
    let custom = survey.settle(&mut layout);
    let currency = custom.currency.or(layout.currency);
    let facts = Facts {
        layout: &layout,
        custom: &custom,
        currency: currency.unwrap_or(default_currency),
    };
    let mut proof = Proof::default();
    each(source, &facts, &mut |line, read| {
        proof.look(line, &read);
        ControlFlow::Continue(())
    })?;
    hand_over(source, &facts, &proof, sink)
}

/// The table at its first row.
fn rows(source: &Source, layout: &Layout) -> Result<Table, Fault> {
    let mut table = Table::new(source.text(WINDOWS_1252)?, layout.separator);
    for _ in 0..layout.skip {
        table.read()?;
    }
    Ok(table)
}

/// A record as it was read, or all that is wrong with it.
type Read = Result<Line, Vec<Problem>>;

/// Reads every record; whether it was stopped.
fn each(
    source: &Source,
    facts: &Facts<'_>,
    take: &mut dyn FnMut(u64, Read) -> ControlFlow<()>,
) -> Result<bool, Fault> {
    let mut table = rows(source, facts.layout)?;
    let columns = &facts.layout.columns;
    let mut last = facts.currency;
    loop {
        let mut problems = Vec::new();
        let (line, read) = match table.read()? {
            Next::End => return Ok(false),
            Next::Broken { line, column, flaw } => {
                problems.push(wrong_quotes(flaw, columns.header(column).to_owned()));
                (line, None)
            }
            Next::Record(record) => {
                let mut cells = Cells {
                    record,
                    columns,
                    problems: &mut problems,
                };
                (record.line(), facts.line(&mut cells, &mut last))
            }
        };
        if take(line, read.ok_or(problems)).is_break() {
            return Ok(true);
        }
    }
}

/// What all lines together prove.
#[derive(Default)]
struct Proof {
    chain: Chain,
    /// The company's end of what came in, and of what went out.
    paid_in: End,
    paid_out: End,
}

/// An account that stands on one end of transfers.
#[derive(Default)]
struct End {
    name: Option<String>,
    several: bool,
}

impl End {
    fn see(&mut self, account: Option<&String>) {
        match (&self.name, account) {
            (None, Some(account)) => self.name = Some(account.clone()),
            (Some(name), Some(account)) if name != account => self.several = true,
            _ => {}
        }
    }

    fn only(&self) -> Option<&String> {
        self.name.as_ref().filter(|_| !self.several)
    }
}

impl Proof {
    fn look(&mut self, line: u64, read: &Read) {
        match read {
            Ok(Line::Entry(entry)) => {
                self.chain.add(line, entry);
                let end = if entry.signed.is_sign_positive() {
                    &mut self.paid_in
                } else {
                    &mut self.paid_out
                };
                end.see(entry.payment.own_account.as_ref());
            }
            Ok(_) => {}
            Err(_) => self.chain.tear(),
        }
    }

    /// The one account that all lines are of. What came in is the surer sign: cards pay from their own numbers.
    fn account(&self) -> Option<&String> {
        if self.paid_in.name.is_some() {
            self.paid_in.only()
        } else {
            self.paid_out.only()
        }
    }
}

fn hand_over(
    source: &Source,
    facts: &Facts<'_>,
    proof: &Proof,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    let mut summary = Summary::default();
    let mut not_booked = 0;
    let proven = proof.chain.holds();
    let stopped = each(source, facts, &mut |line, read| match read {
        Ok(Line::Entry(entry)) => {
            let mut payment = entry.payment;
            payment.balance = entry.balance.filter(|_| proven);
            if entry.account.is_none() {
                payment.own_account = proof.account().cloned().or(payment.own_account);
            }
            if let Some(problem) = entry.unread_balance {
                summary.note(Fault::at(line, problem));
            }
            let came_in = entry.signed.is_sign_positive();
            let charge = entry.fee.map(|fee| charge(&payment, fee, came_in));
            let rows = iter::once(row(payment, came_in)).chain(charge);
            rows.into_iter().try_for_each(|row| {
                summary.rows += 1;
                sink.row(Placed { line, row })
            })
        }
        Ok(Line::NotBooked) => {
            not_booked += 1;
            ControlFlow::Continue(())
        }
        Ok(Line::Passed(note)) => {
            if let Some(problem) = note {
                summary.note(Fault::at(line, problem));
            }
            ControlFlow::Continue(())
        }
        Err(problems) => {
            let mut faults = problems.into_iter().map(|problem| Fault::at(line, problem));
            faults.try_for_each(|fault| sink.fault(fault))
        }
    })?;
    summary.stopped = stopped;
    if stopped {
        return Ok(summary);
    }
    for fault in proof.chain.breaks() {
        summary.note(fault);
    }
    if not_booked > 0 {
        summary.note(Fault::file(Problem::NotBooked { count: not_booked }));
    }
    for (line, statement) in proof.chain.statements(proof.account()) {
        summary.rows += 1;
        let row = Row::Statement(statement);
        if sink.row(Placed { line, row }).is_break() {
            summary.stopped = true;
            break;
        }
    }
    Ok(summary)
}

/// What the bank took for a line.
fn charge(payment: &PaymentRow, fee: Decimal, came_in: bool) -> Row {
    Row::Other(OtherRow {
        kind: OtherKind::BankCharge,
        payment: PaymentRow {
            amount: fee,
            balance: None,
            ..payment.clone()
        },
        of_payment: came_in,
    })
}

fn row(payment: PaymentRow, came_in: bool) -> Row {
    if came_in {
        Row::Payment(payment)
    } else {
        Row::Other(OtherRow {
            kind: OtherKind::Debit,
            payment,
            of_payment: false,
        })
    }
}
