//! The two or three records of a transaction, linked by its number, and the row that they make.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::record::Record;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, OtherRow, PaymentRow, Placed, Problem, Row};
use crate::domain::money::Currency;
use crate::domain::receipt::{Details, OtherKind};
use crate::formats::clean::trimmed;

/// Transactions that may be open at once: in real files it is one.
const MOST_OPEN: usize = 10_000;

/// The transactions of an assignment whose records have begun to come.
#[derive(Default)]
pub struct Transactions {
    open: BTreeMap<u64, Transaction>,
    /// Those with all their records, in the order in which they became whole.
    whole: Vec<u64>,
}

/// One transaction, as far as its records have come.
#[derive(Debug)]
struct Transaction {
    line: u64,
    form: u64,
    booked: Date,
    batch: Option<String>,
    deducted: bool,
    ore: u64,
    reference: Option<String>,
    archive: Option<String>,
    payer_account: Option<String>,
    message: Option<String>,
    raw: [Option<String>; 3],
}

/// An amount as the control sums count it.
pub struct Counted {
    pub ore: i128,
    /// Under the sign of record 30, position 32.
    pub signed: i128,
    pub booked: Date,
}

impl Transactions {
    /// Takes amount item 1 (record 30), which opens a transaction.
    pub fn open(&mut self, record: &Record) -> Result<Counted, Fault> {
        let number = number(record)?;
        let form = record.number("transaction type", 5, 6)?;
        if !(10..=21).contains(&form) {
            return Err(Fault::at(
                record.line,
                Problem::UnknownValue {
                    field: "transaction type".to_owned(),
                    value: form.to_string(),
                    allowed: "10–21".to_owned(),
                },
            ));
        }
        let deducted = match record.cut(32, 32) {
            "-" => true,
            "0" | " " | "" => false,
            sign => return Err(record.not_numeric("sign", sign)),
        };
        let ore = record.number("amount", 33, 49)?;
        if ore == 0 {
            let (field, value) = ("amount".to_owned(), record.cut(33, 49).trim().to_owned());
            return Err(Fault::at(
                record.line,
                Problem::AmountNotPositive { field, value },
            ));
        }
        let Some(booked) = record.date("settlement date", 16, 21)? else {
            let field = "settlement date".to_owned();
            return Err(Fault::at(record.line, Problem::MissingValue { field }));
        };
        let transaction = Transaction {
            line: record.line,
            form,
            booked,
            batch: record.whole_identity(27, 31)?,
            deducted,
            ore,
            // A final "-" is a legal MOD11 check digit (Nets OCR specification §5); what fails is flagged later.
            reference: record.whole_text(50, 74)?,
            archive: None,
            payer_account: None,
            message: None,
            raw: [Some(record.raw()), None, None],
        };
        if self.open.len() >= MOST_OPEN {
            let (number, _) = self.open.pop_first().unwrap_or((number, transaction));
            return Err(incomplete(record.line, number));
        }
        if self.open.insert(number, transaction).is_some() {
            return Err(record.unexpected("another transaction number"));
        }
        Ok(Counted {
            ore: i128::from(ore),
            signed: if deducted {
                -i128::from(ore)
            } else {
                i128::from(ore)
            },
            booked,
        })
    }

    /// Takes amount item 2 (record 31): who paid, and the bank's reference.
    pub fn detail(&mut self, record: &Record) -> Result<(), Fault> {
        let (number, transaction) = self.of(record, 1)?;
        // Type 12 has the payer's agreement there, which is the same on all of his payments.
        transaction.archive = match transaction.form {
            12 => None,
            _ => record.whole_identity(26, 34)?,
        };
        transaction.payer_account = record.whole_identity(48, 58)?;
        if !transaction.has_text() || transaction.raw[2].is_some() {
            self.whole.push(number);
        }
        Ok(())
    }

    /// Takes amount item 3 (record 32): free text.
    pub fn text(&mut self, record: &Record) -> Result<(), Fault> {
        let (number, transaction) = self.of(record, 2)?;
        transaction.message = trimmed(record.cut(16, 55)).map(std::borrow::Cow::into_owned);
        if transaction.has_text() && transaction.raw[1].is_some() {
            self.whole.push(number);
        }
        Ok(())
    }

    /// The open transaction that a record belongs to, with the record kept as its item `item`.
    fn of(&mut self, record: &Record, item: usize) -> Result<(u64, &mut Transaction), Fault> {
        let number = number(record)?;
        match self.open.get_mut(&number) {
            Some(transaction) if transaction.raw[item].is_none() => {
                transaction.raw[item] = Some(record.raw());
                Ok((number, transaction))
            }
            _ => Err(record.unexpected("a record of an open transaction")),
        }
    }

    /// The transactions that are whole.
    pub fn take_whole(&mut self, own_account: Option<&str>) -> Vec<Placed> {
        let whole = std::mem::take(&mut self.whole);
        let rows = whole.into_iter().filter_map(|number| {
            let transaction = self.open.remove(&number)?;
            Some(transaction.row(own_account))
        });
        rows.collect()
    }

    /// All that are left at the end of the assignment. A text may be missing, the detail may not.
    pub fn take_rest(&mut self, own_account: Option<&str>) -> Result<Vec<Placed>, Fault> {
        let mut rows = self.take_whole(own_account);
        for (number, transaction) in std::mem::take(&mut self.open) {
            if transaction.raw[1].is_none() {
                return Err(incomplete(transaction.line, number));
            }
            rows.push(transaction.row(own_account));
        }
        Ok(rows)
    }
}

fn number(record: &Record) -> Result<u64, Fault> {
    record.number("transaction number", 9, 15)
}

fn incomplete(line: u64, number: u64) -> Fault {
    let (number, record) = (format!("{number:07}"), "31".to_owned());
    Fault::at(line, Problem::TransactionIncomplete { number, record })
}

impl Transaction {
    /// Types 20 and 21 come with free text (Nets OCR specification §2.5).
    fn has_text(&self) -> bool {
        matches!(self.form, 20 | 21)
    }

    fn row(self, own_account: Option<&str>) -> Placed {
        // Types 18 and 20 are reversals whatever the sign; "-" is a credit note that the payer set off.
        let other = match self.form {
            18 | 20 => Some(OtherKind::Reversal),
            _ if self.deducted => Some(OtherKind::Deduction),
            _ => None,
        };
        let raw = self
            .raw
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n");
        let payment = PaymentRow {
            payment_id: None,
            booked: self.booked,
            amount: Decimal::from_i128_with_scale(i128::from(self.ore), 2),
            currency: Currency::NOK,
            reference: self.reference,
            message: self.message,
            payer_name: None,
            payer_account: self.payer_account,
            bank_ref: self.archive,
            own_account: own_account.map(str::to_owned),
            batch: self.batch,
            form: Some(self.form.to_string()),
            balance: None,
            details: Details::default(),
            raw: Some(raw),
        };
        let row = match other {
            Some(kind) => Row::Other(OtherRow {
                kind,
                payment,
                of_payment: false,
            }),
            None => Row::Payment(payment),
        };
        Placed {
            line: self.line,
            row,
        }
    }
}
