//! The OCR file of Bankgirot that BgMax replaced, Sweden: sections of payments to one giro number, with counts and
//! sums. All or nothing. Its layout was told from files, whose counts and sums prove it; what they leave open stays
//! in the raw record. Positions, from 1:
//!
//! | code | |
//! |---|---|
//! | 00 | 3–8 service number or blank · 50–55 date · 72–80 `BANKGIROT` |
//! | 10 | blank |
//! | 20 | 3–18 giro number |
//! | 30 | 3–18 giro number · 19–24 pay date · 74–80 the bankgiro behind a plusgiro |
//! | 40 | 3–27 reference · 28–40 amount, its last character an overpunch if negative · 42–43 `LB` |
//! | 50 | 3–18 giro number · 19–24 pay date · 25–31 count · 32–46 sum |
//! | 90 | 19–24 date · 25–31 count · 32–46 sum |

#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;

use super::bgmax::kronor;
use super::bgmax::record::{Record, Records};
use super::clean::excerpt;
use super::{Sink, Source, Summary};
use crate::domain::date::Date;
use crate::domain::intake::{Fault, OtherRow, PaymentRow, Placed, Problem, Row, StatementRow};
use crate::domain::money::Currency;
use crate::domain::receipt::{Details, OtherKind};

const SUBTOTAL: &str = "subtotal (50)";
const TOTAL: &str = "total (90)";

/// Paid through Bankgirot's supplier payments: only there can a credit note be set off.
const SUPPLIER_PAYMENTS: &str = "LB";

/// Whether a first line is this format's.
pub fn recognise(line: &str) -> bool {
    let behind = line.strip_prefix("00");
    behind.is_some_and(|rest| rest.contains("BANKGIROT") && !rest.contains([';', '\t']))
}

/// Reads a file to its end and proves its counts and sums, or until the sink has had enough.
pub fn read(source: &Source, sink: &mut dyn Sink) -> Result<Summary, Fault> {
    let mut reader = Reader {
        records: Records::new(source.text(WINDOWS_1252)?),
        sink,
        summary: Summary::default(),
    };
    match reader.file()? {
        ControlFlow::Continue(()) => {}
        ControlFlow::Break(()) => reader.summary.stopped = true,
    }
    Ok(reader.summary)
}

struct Reader<'a> {
    records: Records,
    sink: &'a mut dyn Sink,
    summary: Summary,
}

/// What was counted, against what 50 and 90 state in the same place.
#[derive(Clone, Copy, Default)]
struct Totals {
    count: u64,
    ore: i128,
}

impl Totals {
    fn prove(self, stated: &Record, what: &str) -> Result<(), Fault> {
        let count = stated.number("number of payments", 25, 31)?;
        if count != self.count {
            return Err(stated.fault(Problem::CountDiffers {
                what: format!("payments in the {what}"),
                stated: count,
                found: self.count,
            }));
        }
        let ore = signed(stated, "sum", 32, 46)?;
        if ore != self.ore {
            return Err(stated.fault(Problem::SumDiffers {
                what: what.to_owned(),
                stated: kronor(ore).to_string(),
                found: kronor(self.ore).to_string(),
            }));
        }
        Ok(())
    }
}

/// A section's giro number and day.
struct Section {
    /// The number that the payments came to first.
    accounts: Vec<String>,
    paid: Date,
}

impl Reader<'_> {
    fn file(&mut self) -> Result<ControlFlow<()>, Fault> {
        let start = self.records.needed("start record (00)")?;
        if !recognise(&start.raw()) {
            return Err(start.unexpected("00 … BANKGIROT"));
        }
        let mut all = Totals::default();
        let mut giro = None;
        loop {
            let record = self.records.needed(TOTAL)?;
            match record.code() {
                "10" => {}
                "20" => giro = record.account(3, 18),
                "30" => match self.section(&record, giro.as_deref())? {
                    ControlFlow::Continue(part) => {
                        all.count += part.count;
                        all.ore += part.ore;
                    }
                    ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
                },
                "90" => {
                    all.prove(&record, "file")?;
                    break;
                }
                _ => return Err(record.unexpected("10, 20, 30, 90")),
            }
        }
        match self.records.next()? {
            Some(behind) => Err(behind.unexpected("end of the file")),
            None => Ok(ControlFlow::Continue(())),
        }
    }

    /// A section, from its opening record (30) to its subtotal.
    fn section(
        &mut self,
        opening: &Record,
        giro: Option<&str>,
    ) -> Result<ControlFlow<(), Totals>, Fault> {
        let section = Section::new(opening, giro)?;
        let mut totals = Totals::default();
        loop {
            let record = self.records.needed(SUBTOTAL)?;
            match record.code() {
                "40" => {
                    let ore = amount(&record)?;
                    totals.count += 1;
                    totals.ore += ore;
                    let sent = match section.row(&record, ore) {
                        Ok(row) => self.row(row),
                        Err(fault) => self.sink.fault(fault),
                    };
                    if sent.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                "50" => {
                    same(&record, section.accounts.first().map(String::as_str))?;
                    totals.prove(&record, "section")?;
                    let statement = section.statement(record.line);
                    return Ok(match self.row(statement) {
                        ControlFlow::Continue(()) => ControlFlow::Continue(totals),
                        ControlFlow::Break(()) => ControlFlow::Break(()),
                    });
                }
                _ => return Err(record.unexpected("40, 50")),
            }
        }
    }

    fn row(&mut self, row: Placed) -> ControlFlow<()> {
        self.summary.rows += 1;
        self.sink.row(row)
    }
}

impl Section {
    fn new(opening: &Record, giro: Option<&str>) -> Result<Self, Fault> {
        same(opening, giro)?;
        let mut accounts: Vec<String> = giro.map(str::to_owned).into_iter().collect();
        accounts.extend(
            opening
                .account(74, 80)
                .filter(|other| Some(other.as_str()) != giro),
        );
        Ok(Self {
            accounts,
            paid: day(opening)?,
        })
    }

    fn row(&self, record: &Record, ore: i128) -> Result<Placed, Fault> {
        if ore == 0 {
            let (field, value) = ("amount".to_owned(), "0".to_owned());
            return Err(record.fault(Problem::AmountNotPositive { field, value }));
        }
        let payment = PaymentRow {
            payment_id: None,
            booked: self.paid,
            amount: kronor(ore.abs()),
            currency: Currency::SEK,
            reference: record.identity(3, 27),
            message: None,
            payer_name: None,
            payer_account: None,
            bank_ref: None,
            own_account: self.accounts.first().cloned(),
            batch: None,
            form: record.text(42, 43),
            balance: None,
            details: Details::default(),
            raw: Some(record.raw()),
        };
        let row = if ore > 0 {
            Row::Payment(payment)
        } else {
            Row::Other(OtherRow {
                kind: OtherKind::Deduction,
                payment,
                of_payment: false,
            })
        };
        let line = record.line;
        Ok(Placed { line, row })
    }

    fn statement(self, line: u64) -> Placed {
        Placed {
            line,
            row: Row::Statement(StatementRow {
                accounts: self.accounts,
                currency: Some(Currency::SEK),
                from: Some(self.paid),
                until: Some(self.paid),
                ..StatementRow::default()
            }),
        }
    }
}

/// That a record of a section names the section's giro number.
fn same(record: &Record, giro: Option<&str>) -> Result<(), Fault> {
    let found = record.account(3, 18);
    if found.as_deref() == giro {
        return Ok(());
    }
    let expected = giro.unwrap_or("20").to_owned();
    let found = excerpt(&found.unwrap_or_default());
    Err(record.fault(Problem::UnexpectedRecord { found, expected }))
}

/// The pay date, written `YYMMDD`: the format ended long before 2070, and began before 2000.
fn day(record: &Record) -> Result<Date, Fault> {
    const FIELD: &str = "pay date";
    let written = record.number(FIELD, 19, 24)?;
    let century = if written / 10_000 < 70 { 2_000 } else { 1_900 };
    let day = i64::try_from(century * 10_000 + written)
        .ok()
        .and_then(crate::domain::date::from_int);
    day.ok_or_else(|| {
        let (field, value) = (FIELD.to_owned(), record.text(19, 24).unwrap_or_default());
        record.fault(Problem::NotADate { field, value })
    })
}

/// A payment's amount; a negative one outside the supplier payments is damage.
fn amount(record: &Record) -> Result<i128, Fault> {
    let ore = signed(record, "amount", 28, 40)?;
    if ore < 0 && record.text(42, 43).as_deref() != Some(SUPPLIER_PAYMENTS) {
        let value = record.text(28, 40).unwrap_or_default();
        return Err(record.not_numeric("amount", &value));
    }
    Ok(ore)
}

/// A number whose last character, if negative, is the digit punched over: `-` is 0, `J` is 1 and so on to `R`, 9.
fn signed(record: &Record, field: &str, from: usize, to: usize) -> Result<i128, Fault> {
    let last = record.text(to, to).and_then(|last| last.chars().next());
    let digit = match last {
        Some('-') => 0,
        Some(letter @ 'J'..='R') => i128::from(u32::from(letter) - u32::from('I')),
        _ => return record.number(field, from, to).map(i128::from),
    };
    let tens = i128::from(record.number(field, from, to - 1)?);
    Ok(-(tens * 10 + digit))
}
