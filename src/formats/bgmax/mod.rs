//! BgMax, Bankgirot's file of incoming payments, Sweden: sections of payments, each closed by the deposit that they
//! make, with counts and sums. All or nothing: the first thing that is wrong is the file's error. Sources:
//! Bankgirot's BgMax layout, its published example, and what real files show.

mod payment;
pub(super) mod record;
mod reference;
mod section;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;
use rust_decimal::Decimal;

use self::payment::Payment;
use self::record::{Record, Records};
use self::section::Section;
use super::clean::excerpt;
use super::source::Source;
use super::{Sink, Summary};
use crate::domain::intake::{Fault, Placed, Problem};

const DEPOSIT: &str = "deposit record (15)";
const END: &str = "end record (70)";

/// Hundredths as an amount.
pub(super) fn kronor(ore: i128) -> Decimal {
    // Sums of many 18-digit amounts could pass what a decimal holds; they are only shown.
    Decimal::try_from_i128_with_scale(ore, 2).unwrap_or(Decimal::MAX)
}

/// What the end record counts.
#[derive(Default)]
struct Totals {
    payments: u64,
    deductions: u64,
    extra_references: u64,
    deposits: u64,
}

impl Totals {
    fn prove(&self, end: &Record) -> Result<(), Fault> {
        for (what, from, found) in [
            ("payments", 3, self.payments),
            ("deductions", 11, self.deductions),
            ("extra references", 19, self.extra_references),
            ("deposits", 27, self.deposits),
        ] {
            let stated = end.number(&format!("number of {what}"), from, from + 7)?;
            if stated != found {
                let what = what.to_owned();
                return Err(end.fault(Problem::CountDiffers {
                    what,
                    stated,
                    found,
                }));
            }
        }
        Ok(())
    }
}

/// Reads a file to its end and proves its counts and sums, or until the sink has had enough.
pub fn read(source: &Source, sink: &mut dyn Sink) -> Result<Summary, Fault> {
    let mut reader = Reader {
        ahead: Records::new(source.text(WINDOWS_1252)?),
        records: Records::new(source.text(WINDOWS_1252)?),
        sink,
        summary: Summary::default(),
        totals: Totals::default(),
        saw_damage: false,
    };
    match reader.file()? {
        ControlFlow::Continue(()) => {}
        ControlFlow::Break(()) => reader.summary.stopped = true,
    }
    Ok(reader.summary)
}

struct Reader<'a> {
    /// Runs one section ahead: the deposit record at a section's end says when and where its payments came.
    ahead: Records,
    records: Records,
    sink: &'a mut dyn Sink,
    summary: Summary,
    totals: Totals,
    saw_damage: bool,
}

impl Reader<'_> {
    fn file(&mut self) -> Result<ControlFlow<()>, Fault> {
        let start = self.record("start record (01)")?;
        self.start(&start)?;
        loop {
            let record = self.record(END)?;
            match record.code() {
                "05" => {
                    if self.section(&record)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                "70" => {
                    self.totals.prove(&record)?;
                    break;
                }
                _ => return Err(record.unexpected("05, 70")),
            }
        }
        match self.records.next()? {
            Some(behind) => Err(behind.unexpected("end of the file")),
            None => Ok(ControlFlow::Continue(())),
        }
    }

    fn start(&mut self, start: &Record) -> Result<(), Fault> {
        if start.code() != "01" || start.text(3, 22).as_deref() != Some("BGMAX") {
            return Err(start.unexpected("01BGMAX"));
        }
        let version = start.text(23, 24).unwrap_or_default();
        if version != "01" {
            return Err(start.fault(Problem::UnknownValue {
                field: "version".to_owned(),
                value: version,
                allowed: "01".to_owned(),
            }));
        }
        self.summary.transmission = start.text(25, 44);
        self.summary.is_test = start.text(45, 45).as_deref() == Some("T");
        Ok(())
    }

    /// A section, from its opening record on.
    fn section(&mut self, opening: &Record) -> Result<ControlFlow<()>, Fault> {
        let section = Section::new(opening, self.next_deposit()?)?;
        let (mut count, mut ore) = (0, 0_i128);
        let mut open: Option<Payment> = None;
        loop {
            let record = self.record(DEPOSIT)?;
            let is_deposit = record.code() == "15";
            if !is_deposit && !matches!(record.code(), "20" | "21") {
                match &mut open {
                    Some(payment) => payment.add(record)?,
                    None => return Err(record.unexpected("20, 21, 15")),
                }
                continue;
            }
            if let Some(payment) = open.take() {
                self.count(&payment);
                if self.hand_over(payment, &section).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            if is_deposit {
                if !section.ends_with(&record) {
                    return Err(Fault::file(Problem::ChangedWhileRead));
                }
                section.prove(count, ore)?;
                self.totals.deposits += 1;
                return Ok(self.row(section.statement()));
            }
            let payment = Payment::new(record)?;
            count += 1;
            ore += payment.signed_ore();
            open = Some(payment);
        }
    }

    /// The deposit record of the section that begins; whether it is where it belongs is seen when it is reached.
    fn next_deposit(&mut self) -> Result<Record, Fault> {
        loop {
            let record = self.ahead.needed(DEPOSIT)?;
            if record.code() == "15" {
                return Ok(record);
            }
        }
    }

    fn count(&mut self, payment: &Payment) {
        if payment.is_deduction() {
            self.totals.deductions += 1;
        } else {
            self.totals.payments += 1;
        }
        self.totals.extra_references += payment.extras();
    }

    fn hand_over(&mut self, payment: Payment, section: &Section) -> ControlFlow<()> {
        let outcome = payment.finish(section);
        for note in outcome.notes {
            self.summary.note(note);
        }
        if let Some(fault) = outcome.fault {
            self.sink.fault(fault)?;
        }
        for row in outcome.rows {
            self.row(row)?;
        }
        ControlFlow::Continue(())
    }

    fn row(&mut self, row: Placed) -> ControlFlow<()> {
        self.summary.rows += 1;
        self.sink.row(row)
    }

    /// The next record, where the file must not end yet.
    fn record(&mut self, what: &str) -> Result<Record, Fault> {
        let record = self.records.needed(what)?;
        if !self.saw_damage && record.is_damaged() {
            self.saw_damage = true;
            let value = excerpt(&record.raw());
            self.summary
                .note(record.fault(Problem::DamagedText { value }));
        }
        Ok(record)
    }
}
