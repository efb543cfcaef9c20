//! SWIFT account statements (MT940) and reports within the day (MT942): messages of fields, each a statement or a
//! page of one. Balances that do not add up are told; what cannot be read refuses the file. Sources: SWIFT
//! standard MT940, the German banking industry's and the SEPA code words' use of `:86:`, and real files.

mod account;
mod entry;
mod field;
mod information;
mod statement;
#[cfg(test)]
mod tests;
mod value;

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;

use self::entry::{Entry, Mark};
use self::field::{Field, Part, Parts};
use self::information::Information;
use self::statement::{Page, Stage, Statement};
use self::value::{Day, balance};
use super::source::Source;
use super::{Sink, Summary};
use crate::domain::intake::{Fault, OtherRow, PaymentRow, Placed, Problem, Row};
use crate::domain::money::Currency;
use crate::domain::receipt::{Details, Instructed};
use crate::domain::reference;
use crate::formats::clean::{excerpt, trimmed};

/// Lines of `:86:` that one line may have: repeated fields of one are taken together.
const MOST_LINES: usize = 200;

/// Reads a file to its end, or until the sink has had enough.
pub fn read(source: &Source, sink: &mut dyn Sink) -> Result<Summary, Fault> {
    let mut parts = Parts::new(source.text(WINDOWS_1252)?);
    let mut reader = Reader {
        sink,
        summary: Summary::default(),
        page: None,
        statement: None,
        pending: None,
        statements: 0,
        expected: 0,
    };
    let mut flow = ControlFlow::Continue(());
    while let Some(part) = parts.next()? {
        flow = match part {
            Part::Field(field) => reader.field(&field)?,
            Part::End => reader.end(),
        };
        if flow.is_break() {
            break;
        }
    }
    if flow.is_continue() {
        flow = reader.flush();
    }
    if flow.is_continue() {
        flow = reader.finish();
    }
    reader.summary.stopped = flow.is_break();
    if reader.statements == 0 && flow.is_continue() {
        let element = ":60F:".to_owned();
        return Err(Fault::file(Problem::NothingInside { element }));
    }
    if reader.expected > 0 {
        let count = reader.expected;
        let problem = Problem::NotBooked { count };
        reader.summary.note(Fault::file(problem));
    }
    Ok(reader.summary)
}

/// A line whose `:86:` may still come.
struct Pending {
    line: u64,
    entry: Entry,
    raw: String,
    information: Vec<String>,
}

struct Reader<'a> {
    sink: &'a mut dyn Sink,
    summary: Summary,
    /// A page that has begun and has no balance yet.
    page: Option<Page>,
    statement: Option<Statement>,
    pending: Option<Pending>,
    statements: u64,
    expected: u64,
}

impl Reader<'_> {
    fn field(&mut self, field: &Field) -> Result<ControlFlow<()>, Fault> {
        if field.tag == "86" {
            // Behind the balances it is about the statement and no line.
            if let Some(pending) = &mut self.pending
                && pending.information.len() + field.lines.len() <= MOST_LINES
            {
                pending.raw = format!("{}\n{}", pending.raw, field.raw());
                pending.information.extend_from_slice(&field.lines);
            }
            return Ok(ControlFlow::Continue(()));
        }
        if field.tag == "NS" {
            return Ok(ControlFlow::Continue(()));
        }
        if self.flush().is_break() {
            return Ok(ControlFlow::Break(()));
        }
        match field.tag.as_str() {
            "20" => return Ok(self.begin(field.line)),
            "25" | "25P" => return Ok(self.account(field)),
            "28" | "28C" => {
                let number = trimmed(field.first()).map(std::borrow::Cow::into_owned);
                self.page(field.line).number = number;
            }
            "34F" => {
                let code = field.first().get(..3).unwrap_or_default();
                if let Some(currency) = Currency::parse(code) {
                    let page = self.page(field.line);
                    page.currency = page.currency.or(Some(currency));
                }
            }
            "60F" | "60M" => return self.opening(field),
            "61" => return self.entry(field),
            "62F" | "62M" => return self.closing(field),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The page that has begun, or one that begins without saying so.
    fn page(&mut self, line: u64) -> &mut Page {
        self.page.get_or_insert_with(|| Page {
            line,
            ..Page::default()
        })
    }

    /// Begins a page. What it goes on with shows only when its opening balance comes.
    fn begin(&mut self, line: u64) -> ControlFlow<()> {
        let is_paused = |statement: &Statement| statement.stage == Stage::Paused;
        let flow = if self.statement.as_ref().is_some_and(is_paused) {
            ControlFlow::Continue(())
        } else {
            self.finish()
        };
        self.page = None;
        self.page(line);
        flow
    }

    fn account(&mut self, field: &Field) -> ControlFlow<()> {
        let has_one = |page: &Page| !page.accounts.is_empty();
        let mut flow = ControlFlow::Continue(());
        if self.page.as_ref().is_none_or(has_one) {
            flow = self.begin(field.line);
        }
        self.page(field.line).accounts = account::names(&field.lines);
        flow
    }

    fn opening(&mut self, field: &Field) -> Result<ControlFlow<()>, Fault> {
        let opening = balance(field.first(), &field.tag, field.line)?;
        let page = self.page.take();
        if let Some(statement) = &mut self.statement
            && field.tag == "60M"
            && statement.goes_on(page.as_ref(), &opening)
        {
            statement.stage = Stage::Open;
            return Ok(ControlFlow::Continue(()));
        }
        let flow = self.finish();
        let page = page.unwrap_or_else(|| Page {
            line: field.line,
            ..Page::default()
        });
        self.statement = Some(Statement::new(page, opening.currency, Some(opening)));
        Ok(flow)
    }

    fn closing(&mut self, field: &Field) -> Result<ControlFlow<()>, Fault> {
        let closing = balance(field.first(), &field.tag, field.line)?;
        let stage = if field.tag == "62M" {
            Stage::Paused
        } else {
            Stage::Closed
        };
        let mut flow = ControlFlow::Continue(());
        if let Some(page) = self.page.take() {
            flow = self.finish();
            self.statement = Some(Statement::new(page, closing.currency, None));
        }
        if let Some(statement) = &mut self.statement
            && statement.stage == Stage::Open
        {
            statement.close(closing, field.line, stage);
        }
        Ok(flow)
    }

    fn entry(&mut self, field: &Field) -> Result<ControlFlow<()>, Fault> {
        let mut flow = ControlFlow::Continue(());
        if let Some(page) = self.page.take() {
            flow = self.finish();
            let currency = page.currency.ok_or_else(|| {
                let field_name = ":60F:".to_owned();
                Fault::at(field.line, Problem::MissingValue { field: field_name })
            })?;
            self.statement = Some(Statement::new(page, currency, None));
        }
        let is_open = |statement: &&mut Statement| statement.stage == Stage::Open;
        let Some(statement) = self.statement.as_mut().filter(is_open) else {
            let value = excerpt(&field.raw());
            let problem = Problem::OutsideStatement { value };
            self.summary.note(Fault::at(field.line, problem));
            return Ok(flow);
        };
        let entry = Entry::read(field)?;
        let booked = entry.booked().date;
        if entry.mark != Mark::Expected {
            statement.add(entry.mark.signed(entry.amount), booked);
        }
        for (part, day, from) in [
            ("value date", Some(entry.valued), 0..6),
            ("entry date", entry.entered, 6..10),
        ] {
            if let Some(Day { date, is_clamped }) = day
                && is_clamped
            {
                let problem = Problem::DayClamped {
                    field: format!(":61: {part}"),
                    value: field
                        .first()
                        .trim()
                        .get(from)
                        .unwrap_or_default()
                        .to_owned(),
                    taken: date.to_string(),
                };
                self.summary.note(Fault::at(field.line, problem));
            }
        }
        self.pending = Some(Pending {
            line: field.line,
            entry,
            raw: field.raw(),
            information: Vec::new(),
        });
        Ok(flow)
    }

    /// `-`: the message ends, and with it the statement, unless a page is to follow.
    fn end(&mut self) -> ControlFlow<()> {
        self.flush()?;
        self.page = None;
        match &self.statement {
            Some(statement) if statement.stage == Stage::Paused => ControlFlow::Continue(()),
            _ => self.finish(),
        }
    }

    /// Hands over the line whose information is complete.
    fn flush(&mut self) -> ControlFlow<()> {
        let (Some(pending), Some(statement)) = (self.pending.take(), &self.statement) else {
            return ControlFlow::Continue(());
        };
        if pending.entry.mark == Mark::Expected {
            self.expected += 1;
            return ControlFlow::Continue(());
        }
        if pending.entry.amount.is_zero() {
            let (field, value) = (":61:".to_owned(), pending.entry.amount.to_string());
            let problem = Problem::AmountNotPositive { field, value };
            self.summary.note(Fault::at(pending.line, problem));
            return ControlFlow::Continue(());
        }
        let row = pending.row(statement);
        self.send(row)
    }

    /// Hands over the statement, if there is one.
    fn finish(&mut self) -> ControlFlow<()> {
        let Some(statement) = self.statement.take() else {
            return ControlFlow::Continue(());
        };
        self.statements += 1;
        if let Some(difference) = statement.difference() {
            self.summary.note(difference);
        }
        self.send(statement.row())
    }

    fn send(&mut self, row: Placed) -> ControlFlow<()> {
        self.summary.rows += 1;
        self.sink.row(row)
    }
}

impl Pending {
    fn row(self, statement: &Statement) -> Placed {
        let Self {
            line,
            entry,
            raw,
            information,
        } = self;
        let mut told = Information::read(&information);
        let booked = entry.booked().date;
        // A customer reference with a right check digit is the payment's, any other the payer's own.
        if let Some(written) = entry.customer_reference {
            let normal = reference::normalise(&written);
            if reference::references_in(&written) == [normal.as_str()] {
                told.reference = told.reference.or(Some(written));
            } else {
                told.end_to_end = told.end_to_end.or(Some(written));
            }
        }
        let supplement = entry.supplement.filter(|text| !text.starts_with('/'));
        let is_other = |sent: &Instructed| sent.currency != statement.currency;
        let payment = PaymentRow {
            payment_id: None,
            booked,
            amount: entry.amount,
            currency: statement.currency,
            reference: told.reference,
            message: told.message.or(supplement),
            payer_name: told.name,
            payer_account: told.account,
            bank_ref: entry.bank_reference,
            own_account: statement.page.accounts.first().cloned(),
            batch: None,
            form: entry.form,
            balance: None,
            details: Details {
                end_to_end: told.end_to_end,
                instructed: entry.instructed.filter(is_other),
                valued: Some(entry.valued.date).filter(|valued| *valued != booked),
                ..Details::default()
            },
            raw: Some(raw),
        };
        let row = match entry.mark.other() {
            Some(kind) => Row::Other(OtherRow {
                kind,
                payment,
                of_payment: false,
            }),
            None => Row::Payment(payment),
        };
        Placed { line, row }
    }
}
