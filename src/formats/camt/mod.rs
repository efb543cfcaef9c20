//! ISO 20022 account reports, statements and notifications (camt.052, .053, .054), of any version: elements are
//! known by their local names, and both shapes of what changed between versions are read whatever the file says
//! that it is. All or nothing: the first thing that is wrong is the file's error.

mod detail;
mod entry;
mod name;
mod remittance;
mod rows;
mod statement;
#[cfg(test)]
mod tests;
mod walk;

use std::ops::ControlFlow;

use self::detail::Detail;
use self::entry::Entry;
use self::rows::Booking;
use self::statement::Statement;
use self::walk::{Step, Walk};
use super::{Format, Sink, Source, Summary};
use crate::domain::intake::{Fault, PaymentRow, Placed, Problem, Row};

/// How much of one entry's details is held until its end, in bytes. An entry with more is looked through ahead.
const MOST_HELD: usize = 16 << 20;

/// Reads a document to its end, or until the sink has had enough.
pub fn read(source: &Source, format: Format, sink: &mut dyn Sink) -> Result<Summary, Fault> {
    let mut reader = Reader {
        source,
        walk: Walk::open(source)?,
        ahead: None,
        sink,
        summary: Summary::default(),
        not_booked: 0,
        statements: 0,
        is_damaged: false,
        held: Vec::new(),
        held_size: 0,
        streamed: None,
    };
    reader.summary.stopped = reader.document(format)?.is_break();
    Ok(reader.summary)
}

struct Reader<'a> {
    source: &'a Source,
    walk: Walk,
    /// A second way through the document, in front of the first: only entries too large to hold need it.
    ahead: Option<Walk>,
    sink: &'a mut dyn Sink,
    summary: Summary,
    not_booked: u64,
    statements: u64,
    is_damaged: bool,
    /// The details of the entry that is open.
    held: Vec<Detail>,
    held_size: usize,
    streamed: Option<Streamed>,
}

/// An entry too large to hold, known ahead.
struct Streamed {
    booking: Booking,
    /// What its details have in common, where they make one row.
    merged: Option<Detail>,
    number: u64,
}

impl Reader<'_> {
    fn document(&mut self, format: Format) -> Result<ControlFlow<()>, Fault> {
        loop {
            let flow = match self.walk.step()? {
                Step::Detail(detail) => self.detail(*detail)?,
                Step::Entry(entry) => self.entry(*entry)?,
                Step::Statement(statement) => self.statement(&statement),
                Step::End => break,
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        if self.statements == 0 {
            let element = match (self.walk.saw_message, format) {
                (false, _) => "Document",
                (_, Format::Camt052) => "Rpt",
                (_, Format::Camt054) => "Ntfctn",
                _ => "Stmt",
            };
            return Err(Fault::file(Problem::NothingInside {
                element: element.to_owned(),
            }));
        }
        if self.not_booked > 0 {
            let count = self.not_booked;
            self.summary.note(Fault::file(Problem::NotBooked { count }));
        }
        self.summary.transmission = self.walk.message_id.take();
        Ok(ControlFlow::Continue(()))
    }

    fn detail(&mut self, detail: Detail) -> Result<ControlFlow<()>, Fault> {
        if self.walk.entry().is_some_and(|entry| !entry.is_booked()) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.streamed.is_some() {
            return Ok(self.stream(detail));
        }
        self.held_size += detail.size();
        self.held.push(detail);
        if self.held_size <= MOST_HELD {
            return Ok(ControlFlow::Continue(()));
        }
        self.streamed = Some(self.look_ahead()?);
        for detail in self.take_held() {
            if self.stream(detail).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn take_held(&mut self) -> Vec<Detail> {
        self.held_size = 0;
        std::mem::take(&mut self.held)
    }

    /// Hands over a detail of the entry that is known ahead.
    fn stream(&mut self, detail: Detail) -> ControlFlow<()> {
        let Some(streamed) = &mut self.streamed else {
            return ControlFlow::Continue(());
        };
        if !streamed.booking.is_by_detail() {
            return ControlFlow::Continue(());
        }
        streamed.number += 1;
        let rows = streamed.booking.of_detail(detail, streamed.number);
        self.hand_over(rows)
    }

    /// Looks through the open entry to its end.
    fn look_ahead(&mut self) -> Result<Streamed, Fault> {
        let mut ahead = match self.ahead.take() {
            Some(ahead) => ahead,
            None => Walk::open(self.source)?,
        };
        let mut merged: Option<Detail> = None;
        let changed = || Fault::file(Problem::ChangedWhileRead);
        let entry = loop {
            match ahead.step()? {
                Step::Detail(detail) if ahead.entries == self.walk.entries => match &mut merged {
                    None => merged = Some(*detail),
                    Some(merged) => merged.merge(&detail),
                },
                Step::Entry(entry) if ahead.entries == self.walk.entries => break entry,
                Step::End => return Err(changed()),
                _ => {}
            }
        };
        self.ahead = Some(ahead);
        Ok(Streamed {
            booking: self.booking(*entry)?,
            merged,
            number: 0,
        })
    }

    fn booking(&mut self, entry: Entry) -> Result<Booking, Fault> {
        let created = self.walk.created;
        let line = entry.line;
        match self.walk.statement() {
            Some(statement) => Booking::new(entry, statement, created),
            None => Err(Fault::at(
                line,
                Problem::NothingInside {
                    element: "Stmt".to_owned(),
                },
            )),
        }
    }

    fn entry(&mut self, entry: Entry) -> Result<ControlFlow<()>, Fault> {
        let held = self.take_held();
        if !entry.is_booked() {
            self.not_booked += 1;
            return Ok(ControlFlow::Continue(()));
        }
        let (mut booking, merged) = match self.streamed.take() {
            Some(streamed) => (streamed.booking, streamed.merged),
            None => (self.booking(entry)?, None),
        };
        for note in booking.take_notes() {
            self.summary.note(note);
        }
        if let Some(statement) = self.walk.statement() {
            let signed = booking.sign.of(booking.amount);
            statement.add(signed, booking.currency, booking.booked);
        }
        if !booking.is_by_detail() {
            let mut held = held.into_iter();
            let detail = merged.or_else(|| {
                let mut first = held.next()?;
                held.for_each(|other| first.merge(&other));
                Some(first)
            });
            let rows = booking.of_entry(detail);
            return Ok(self.hand_over(rows));
        }
        for (number, detail) in (1..).zip(held) {
            let rows = booking.of_detail(detail, number);
            if self.hand_over(rows).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        self.statements += 1;
        let row = statement.row();
        if let Some(note) = statement.check(&row) {
            self.summary.note(note);
        }
        self.hand_over(vec![Placed {
            line: statement.line,
            row: Row::Statement(row),
        }])
    }

    fn hand_over(&mut self, rows: Vec<Placed>) -> ControlFlow<()> {
        for placed in rows {
            if let Row::Payment(payment) = &placed.row {
                self.note_damage(placed.line, payment);
            }
            self.summary.rows += 1;
            self.sink.row(placed)?;
        }
        ControlFlow::Continue(())
    }

    /// The first text that was damaged before the file came here: letters that were no UTF-8, or that were taken
    /// for another encoding.
    fn note_damage(&mut self, line: u64, payment: &PaymentRow) {
        if self.is_damaged {
            return;
        }
        let is_damaged = |text: &&String| {
            let signs = ["\u{fffd}", "Ã¥", "Ã¦", "Ã¸", "Ã¤", "Ã¶"];
            !text.is_ascii() && signs.iter().any(|sign| text.contains(sign))
        };
        let texts = [&payment.payer_name, &payment.message];
        if let Some(text) = texts.into_iter().flatten().find(is_damaged) {
            self.is_damaged = true;
            let value = super::clean::excerpt(text);
            self.summary
                .note(Fault::at(line, Problem::DamagedText { value }));
        }
    }
}
