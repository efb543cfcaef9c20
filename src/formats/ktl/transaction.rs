//! A transaction record (3, 5 or 7) and the row that it makes.

use rust_decimal::Decimal;

use super::record::Record;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, OtherRow, PaymentRow, Problem, Row};
use crate::domain::money::Currency;
use crate::domain::receipt::{Details, OtherKind};
use crate::domain::reference::{self, Scheme};

/// One transaction.
pub struct Transaction {
    pub line: u64,
    pub account: Option<String>,
    pub booked: Date,
    pub cents: u64,
    /// The bank took an earlier payment back.
    pub is_correction: bool,
    payment: PaymentRow,
}

impl Transaction {
    pub fn read(record: &Record) -> Result<Self, Fault> {
        let booked = record.date("booking date", 16, 21)?;
        let booked = booked.ok_or_else(|| record.missing("booking date"))?;
        let valued = record.date("payment date", 22, 27)?;
        match record.cut(76, 76) {
            "1" => {}
            code => return Err(record.unknown("currency code", code, "1 (EUR)")),
        }
        let cents = record.number("amount", 78, 87)?;
        if cents == 0 {
            let (field, value) = ("amount".to_owned(), record.cut(78, 87).trim().to_owned());
            return Err(Fault::at(
                record.line,
                Problem::AmountNotPositive { field, value },
            ));
        }
        let is_correction = match record.cut(88, 88) {
            "0" | " " | "" => false,
            "1" => true,
            code => return Err(record.unknown("correction code", code, "0, 1")),
        };
        let account = record.whole_identity(2, 15)?;
        let reference = record.whole_identity(44, 63)?;
        let payment = PaymentRow {
            payment_id: None,
            booked,
            amount: Decimal::from_i128_with_scale(i128::from(cents), 2),
            currency: Currency::EUR,
            reference: reference.map(|text| text.trim_start_matches('0').to_owned()),
            message: None,
            payer_name: record.whole_text(64, 75)?.as_deref().map(finnish),
            payer_account: None,
            bank_ref: record.whole_identity(28, 43)?,
            own_account: account.clone(),
            batch: None,
            form: Some(record.kind().to_owned()),
            balance: None,
            details: Details {
                valued: valued.filter(|valued| *valued != booked),
                ..Details::default()
            },
            raw: Some(record.raw()),
        };
        Ok(Self {
            line: record.line,
            account,
            booked,
            cents,
            is_correction,
            payment,
        })
    }

    /// The reference, if its check digit is wrong: the bank forwards only references that it has checked.
    pub fn wrong_reference(&self) -> Option<&str> {
        let reference = self.payment.reference.as_deref()?;
        let schemes = reference::schemes(reference);
        let is_right = schemes.contains(&Scheme::Viite) || schemes.contains(&Scheme::Rf);
        (!is_right).then_some(reference)
    }

    /// The row; `failed` says that it is a direct debit that the payer's bank did not pay.
    pub fn row(self, failed: bool) -> Row {
        let kind = match (self.is_correction, failed) {
            (true, _) => OtherKind::Reversal,
            (false, true) => OtherKind::Return,
            (false, false) => return Row::Payment(self.payment),
        };
        Row::Other(OtherRow {
            kind,
            payment: self.payment,
            of_payment: false,
        })
    }
}

/// Old bank systems write Ä, Ö and Å as brackets (SFS 4017, the Finnish form of ISO 646): no name has those.
fn finnish(name: &str) -> String {
    let letter = |c| match c {
        '[' => 'Ä',
        '\\' => 'Ö',
        ']' => 'Å',
        '{' => 'ä',
        '|' => 'ö',
        '}' => 'å',
        c => c,
    };
    name.chars().map(letter).collect()
}
