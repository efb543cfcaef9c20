//! A statement line, `:61:`.

use rust_decimal::Decimal;

use super::field::Field;
use super::value::{Day, amount, day, day_near};
use crate::domain::intake::{Fault, Problem};
use crate::domain::money::Currency;
use crate::domain::receipt::{Instructed, OtherKind};
use crate::formats::clean::{excerpt, trimmed};

/// What a line does to the account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    Credit,
    Debit,
    ReversedCredit,
    ReversedDebit,
    /// EC and ED: announced, and not booked.
    Expected,
}

impl Mark {
    /// As it changes the balance.
    pub fn signed(self, amount: Decimal) -> Decimal {
        match self {
            Self::Credit | Self::ReversedDebit => amount,
            Self::Debit | Self::ReversedCredit => -amount,
            Self::Expected => Decimal::ZERO,
        }
    }

    /// Why it is no payment; none for one.
    pub fn other(self) -> Option<OtherKind> {
        match self {
            Self::Credit | Self::Expected => None,
            Self::Debit => Some(OtherKind::Debit),
            Self::ReversedCredit => Some(OtherKind::Reversal),
            Self::ReversedDebit => Some(OtherKind::OwnReturn),
        }
    }
}

/// A statement line.
#[derive(Clone, Debug)]
pub struct Entry {
    pub valued: Day,
    /// The entry date; none where the bank books on the value date.
    pub entered: Option<Day>,
    pub mark: Mark,
    /// Not below zero.
    pub amount: Decimal,
    /// The kind of transaction: `NTRF`.
    pub form: Option<String>,
    /// The reference that the account's owner or the payer gave it.
    pub customer_reference: Option<String>,
    pub bank_reference: Option<String>,
    pub supplement: Option<String>,
    pub instructed: Option<Instructed>,
}

impl Entry {
    pub fn read(field: &Field) -> Result<Self, Fault> {
        let bad = |problem| Fault::at(field.line, problem);
        let value = || excerpt(field.first());
        let name = |part: &str| format!(":61: {part}");
        let text = field.first().trim();
        let not_a_date = |part: &str| {
            bad(Problem::NotADate {
                field: name(part),
                value: value(),
            })
        };
        let valued = text.get(..6).and_then(day);
        let valued = valued.ok_or_else(|| not_a_date("value date"))?;
        let rest = text.get(6..).unwrap_or_default().trim_start();
        let (entered, rest) = match rest.split_at_checked(4) {
            Some((written, rest)) if written.bytes().all(|b| b.is_ascii_digit()) => {
                let entered = day_near(written, valued.date);
                (Some(entered.ok_or_else(|| not_a_date("entry date"))?), rest)
            }
            _ => (None, rest),
        };
        let (mark, rest) = mark(rest.trim_start()).ok_or_else(|| {
            bad(Problem::UnknownValue {
                field: name("mark"),
                value: value(),
                allowed: "C, D, RC, RD, EC, ED".to_owned(),
            })
        })?;
        let (amount, rest) = amount(rest.trim_start()).ok_or_else(|| {
            bad(Problem::NotAnAmount {
                field: name("amount"),
                value: value(),
            })
        })?;
        let (form, references) = form(rest.trim_start());
        let (customer, bank) = references.split_once("//").unwrap_or((references, ""));
        let supplement = trimmed(&field.lines.get(1..).unwrap_or_default().join(" "))
            .map(std::borrow::Cow::into_owned);
        Ok(Self {
            valued,
            entered,
            mark,
            amount,
            form,
            customer_reference: said(customer),
            bank_reference: said(bank),
            instructed: supplement.as_deref().and_then(instructed),
            supplement,
        })
    }

    /// The day on which it was booked.
    pub fn booked(&self) -> Day {
        self.entered.unwrap_or(self.valued)
    }
}

/// The mark comes first, so `DR` is a debit with the funds letter R, and `RD` a debit reversed.
fn mark(text: &str) -> Option<(Mark, &str)> {
    const MARKS: [(&str, Mark); 6] = [
        ("RC", Mark::ReversedCredit),
        ("RD", Mark::ReversedDebit),
        ("EC", Mark::Expected),
        ("ED", Mark::Expected),
        ("C", Mark::Credit),
        ("D", Mark::Debit),
    ];
    let (mark, rest) = MARKS
        .iter()
        .find_map(|(written, mark)| Some((*mark, text.strip_prefix(written)?)))?;
    // The third letter of the currency.
    let behind = rest.strip_prefix(|c: char| c.is_ascii_alphabetic());
    Some((mark, behind.unwrap_or(rest)))
}

/// N, F or S and three letters or digits, and what follows.
fn form(text: &str) -> (Option<String>, &str) {
    match text.split_at_checked(4) {
        Some((form, rest))
            if form.starts_with(['N', 'F', 'S'])
                && form.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            (Some(form.to_owned()), rest)
        }
        _ => (None, text),
    }
}

/// A reference, unless it says that there is none, or that it stands in `:86:`.
fn said(reference: &str) -> Option<String> {
    let reference = reference.trim();
    let is_none = matches!(
        reference,
        "" | "NONREF" | "NOTPROVIDED" | "KREF+" | "EREF+" | "MREF+"
    ) || reference.bytes().all(|b| b == b'0');
    (!is_none).then(|| reference.to_owned())
}

/// `/OCMT/EUR4,5/`: what the payer sent.
fn instructed(supplement: &str) -> Option<Instructed> {
    let (_, text) = supplement.split_once("/OCMT/")?;
    let (code, text) = text.split_at_checked(3)?;
    let (amount, _) = amount(text)?;
    let currency = Currency::parse(code)?;
    Some(Instructed { amount, currency })
}
