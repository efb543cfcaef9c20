//! Norwegian OCR giro (Nets, formerly BBS): a transmission of assignments of transactions, with counts and sums at
//! every level. All or nothing: the first thing that is wrong is the file's error. Sources: the Nets "System
//! specification – OCR giro", and what real files show.

mod record;
#[cfg(test)]
mod tests;
mod transaction;

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;
use rust_decimal::Decimal;

use self::record::{LENGTH, Record, Records};
use self::transaction::Transactions;
use super::clean::clean;
use super::source::Source;
use super::{Sink, Summary};
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Placed, Problem, Row, StatementRow};
use crate::domain::money::Currency;

const PAYMENTS: &str = "09";
const DIRECT_DEBIT: &str = "21";

/// Whether the beginning of a Nets file promises payments; else what it is. A beginning that shows none leaves it
/// to the reader, unless it is `all`.
pub fn recognise(beginning: &str, all: bool) -> Result<(), Problem> {
    let mut other = None;
    let see = |record: &str| {
        let is_assignment = record.starts_with("NY") && record.get(6..8) == Some("20");
        match record.get(2..4) {
            Some(PAYMENTS) if is_assignment => return true,
            Some(service) if is_assignment && other.is_none() => {
                other = Some(no_payments(service, record.get(4..6).unwrap_or_default()));
            }
            _ => {}
        }
        false
    };
    let found = if beginning.contains('\n') {
        beginning.lines().any(see)
    } else {
        let bytes = beginning.as_bytes().chunks(LENGTH);
        bytes
            .map(|chunk| std::str::from_utf8(chunk).unwrap_or_default())
            .any(see)
    };
    match other {
        Some(problem) if !found && all => Err(problem),
        _ => Ok(()),
    }
}

/// What an assignment of another service is.
fn no_payments(service: &str, class: &str) -> Problem {
    match (service, class) {
        (DIRECT_DEBIT, "24") => Problem::DirectDebitMandates,
        (DIRECT_DEBIT, _) => Problem::DirectDebitClaims,
        _ => Problem::OtherService {
            service: service.to_owned(),
        },
    }
}

/// What was counted, against what the end records state.
#[derive(Default)]
struct Totals {
    transactions: u64,
    records: u64,
    /// Sum of all amounts (Nets OCR specification §2.5: reversals are added).
    gross: i128,
    /// The same, less the credit notes: files with "-" rows state this.
    net: i128,
    /// What the assignments state, which was proven for each.
    stated: Option<i128>,
}

impl Totals {
    /// Proves an end record: both are laid out alike in positions 9 to 41.
    fn prove(&self, end: &Record, what: &str) -> Result<i128, Fault> {
        let counts = [
            (
                "transactions",
                end.number("number of transactions", 9, 16)?,
                self.transactions,
            ),
            (
                "records",
                end.number("number of records", 17, 24)?,
                self.records,
            ),
        ];
        for (counted, stated, found) in counts {
            if stated != found {
                let what = format!("{counted} of the {what}");
                return Err(Fault::at(
                    end.line,
                    Problem::CountDiffers {
                        what,
                        stated,
                        found,
                    },
                ));
            }
        }
        let stated = i128::from(end.number("sum", 25, 41)?);
        if [Some(self.net), Some(self.gross), self.stated].contains(&Some(stated)) {
            return Ok(stated);
        }
        Err(Fault::at(
            end.line,
            Problem::SumDiffers {
                what: what.to_owned(),
                stated: kroner(stated),
                found: kroner(self.net),
            },
        ))
    }

    fn add(&mut self, part: &Self) {
        self.transactions += part.transactions;
        self.records += part.records;
        self.gross += part.gross;
        self.net += part.net;
        self.stated = Some(self.stated.unwrap_or(0) + part.stated.unwrap_or(0));
    }
}

fn kroner(ore: i128) -> String {
    Decimal::try_from_i128_with_scale(ore, 2).map_or_else(|_| ore.to_string(), |n| n.to_string())
}

/// Reads a file to its end and proves its counts and sums, or until the sink has had enough.
pub fn read(source: &Source, sink: &mut dyn Sink) -> Result<Summary, Fault> {
    let records = Records::new(source.text(WINDOWS_1252)?);
    let mut reader = Reader {
        records,
        sink,
        summary: Summary::default(),
        saw_payments: false,
    };
    match reader.transmission()? {
        ControlFlow::Continue(()) => {}
        ControlFlow::Break(()) => reader.summary.stopped = true,
    }
    Ok(reader.summary)
}

struct Reader<'a> {
    records: Records,
    sink: &'a mut dyn Sink,
    summary: Summary,
    saw_payments: bool,
}

impl Reader<'_> {
    fn transmission(&mut self) -> Result<ControlFlow<()>, Fault> {
        const START: &str = "start of transmission";
        const END: &str = "end of transmission";
        let start = self.records.needed(START)?;
        if (start.service(), start.kind()) != ("00", "10") {
            return Err(start.unexpected(START));
        }
        let parts = [(9, 16), (17, 23), (24, 31)];
        let parts = parts.map(|(from, to)| clean(start.cut(from, to).trim()).into_owned());
        self.summary.transmission = Some(parts.join("/"));
        let mut totals = Totals {
            records: 2,
            ..Totals::default()
        };
        loop {
            let record = self.records.needed(END)?;
            let assignment = match (record.service(), record.kind()) {
                ("00", "89") => {
                    totals.prove(&record, "transmission")?;
                    break;
                }
                (PAYMENTS, "20") => self.payments(&record)?,
                ("00", _) | (_, "88") => return Err(record.unexpected(END)),
                (_, "20") => ControlFlow::Continue(self.pass_over(&record)?),
                _ => return Err(record.unexpected("start of an assignment")),
            };
            match assignment {
                ControlFlow::Continue(assignment) => totals.add(&assignment),
                ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
            }
        }
        if let Some(behind) = self.records.next()? {
            return Err(behind.unexpected("end of the file"));
        }
        match self.summary.notes.first() {
            Some(what) if !self.saw_payments => Err(what.clone()),
            _ => Ok(ControlFlow::Continue(())),
        }
    }

    /// An assignment of payments, from its start record on.
    fn payments(&mut self, start: &Record) -> Result<ControlFlow<(), Totals>, Fault> {
        self.saw_payments = true;
        let own_account = start.whole_identity(25, 35)?;
        let own_account = own_account.as_deref();
        let mut transactions = Transactions::default();
        let mut days = None;
        let mut totals = Totals {
            records: 2,
            ..Totals::default()
        };
        loop {
            let record = self.records.needed("end of assignment")?;
            if record.service() != PAYMENTS {
                return Err(record.unexpected("NY09"));
            }
            match record.kind() {
                "30" => {
                    let rows = transactions.take_whole(own_account);
                    if self.hand_over(rows).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    let counted = transactions.open(&record)?;
                    let day = counted.booked;
                    days = Some(days.map_or((day, day), |(first, last): (Date, Date)| {
                        (first.min(day), last.max(day))
                    }));
                    totals.transactions += 1;
                    totals.gross += counted.ore;
                    totals.net += counted.signed;
                }
                "31" => transactions.detail(&record)?,
                "32" => transactions.text(&record)?,
                "88" => {
                    let rows = transactions.take_rest(own_account)?;
                    if self.hand_over(rows).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    totals.stated = Some(totals.prove(&record, "assignment")?);
                    let statement = Placed {
                        line: start.line,
                        row: Row::Statement(StatementRow {
                            accounts: own_account.map(str::to_owned).into_iter().collect(),
                            currency: Some(Currency::NOK),
                            from: days.map(|(first, _)| first),
                            until: days.map(|(_, last)| last),
                            ..StatementRow::default()
                        }),
                    };
                    if self.hand_over(vec![statement]).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    return Ok(ControlFlow::Continue(totals));
                }
                _ => return Err(record.unexpected("30, 31, 32, 88")),
            }
            totals.records += 1;
        }
    }

    fn hand_over(&mut self, rows: Vec<Placed>) -> ControlFlow<()> {
        for row in rows {
            self.summary.rows += 1;
            self.sink.row(row)?;
        }
        ControlFlow::Continue(())
    }

    /// An assignment of another service: only counted, and named in the summary.
    fn pass_over(&mut self, start: &Record) -> Result<Totals, Fault> {
        let what = no_payments(start.service(), start.class());
        // One of each kind says it; a hostile file could have millions.
        if self.summary.notes.iter().all(|fault| fault.problem != what) {
            self.summary.note(Fault::at(start.line, what));
        }
        let mut records = 2;
        loop {
            let record = self.records.needed("end of assignment")?;
            match record.kind() {
                "88" if record.service() == start.service() => {
                    return Ok(Totals {
                        transactions: record.number("number of transactions", 9, 16)?,
                        records,
                        stated: Some(i128::from(record.number("sum", 25, 41)?)),
                        ..Totals::default()
                    });
                }
                "10" | "20" | "88" | "89" => return Err(record.unexpected("end of assignment")),
                _ => records += 1,
            }
        }
    }
}
