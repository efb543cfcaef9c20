//! One record to one line of the account: an entry, or one of the things that stand between the entries.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::layout::Layout;
use super::profile::{Sign, general};
use super::survey::Custom;
use crate::domain::date::Date;
use crate::domain::intake::{PaymentRow, Problem};
use crate::domain::money::Currency;
use crate::domain::receipt::Details;
use crate::formats::cells::name::normal;
use crate::formats::cells::{Cells, Field, values};
use crate::formats::clean::{clean, excerpt};

/// What a record is.
pub enum Line {
    Entry(Box<Entry>),
    /// Announced, and not booked yet.
    NotBooked,
    /// No line: the head again, a sum, an amount of nothing. With what the user should know of it.
    Passed(Option<Problem>),
}

/// A booked line.
pub struct Entry {
    /// Its amount is a magnitude; the balance stays apart until the file has proven it.
    pub payment: PaymentRow,
    /// Above zero when it came in.
    pub signed: Decimal,
    /// What the bank took for the line besides; above zero.
    pub fee: Option<Decimal>,
    pub balance: Option<Decimal>,
    /// A balance that cannot be read.
    pub unread_balance: Option<Problem>,
    /// The company's account, when the file names it as such and not only as one end of the transfer.
    pub account: Option<String>,
}

/// What a row says of itself.
enum Status {
    Booked,
    NotBooked,
    /// In a word that nobody knows.
    Unknown,
}

/// What rows are read with besides their own cells.
pub struct Facts<'a> {
    pub layout: &'a Layout,
    pub custom: &'a Custom,
    pub currency: Currency,
}

impl Facts<'_> {
    /// What a record is; none when something is wrong with it, which its problems say.
    pub fn line(&self, cells: &mut Cells<'_>, last: &mut Currency) -> Option<Line> {
        if self.layout.is_head(cells.record) {
            return Some(Line::Passed(None));
        }
        let written = cells.value(Field::BookingDate);
        let order = self.order(Field::BookingDate);
        let day = written.as_ref().and_then(|text| values::date(text, order));
        let Some(day) = day else {
            return self.without_day(cells, written);
        };
        match self.status(cells) {
            Status::Booked => {}
            Status::NotBooked => return Some(Line::NotBooked),
            Status::Unknown => return None,
        }
        let (found, width) = (cells.record.width(), self.layout.columns.all());
        if found < self.layout.needed() {
            cells.problems.push(Problem::TooFewValues {
                expected: width as u64,
                found: found as u64,
                field: cells.columns.header(found).to_owned(),
            });
            return None;
        }
        if cells
            .record
            .iter()
            .skip(width)
            .any(|cell| !cell.trim().is_empty())
        {
            let (expected, found) = (width as u64, found as u64);
            cells
                .problems
                .push(Problem::TooManyValues { expected, found });
            return None;
        }
        if self.has_no_money(cells) {
            if is_total(cells) {
                return Some(Line::Passed(None));
            }
            let field = [Field::Amount, Field::AmountIn];
            let field = field.iter().map(|field| cells.name(*field));
            let field = field.into_iter().find(|name| !name.is_empty());
            cells.problems.push(Problem::MissingValue {
                field: field.unwrap_or_default(),
            });
            return None;
        }
        self.entry(cells, last, day)
    }

    fn order(&self, field: Field) -> Option<values::DateOrder> {
        let column = self.layout.columns.at(field)?;
        self.layout.columns.reading(column).order
    }

    /// A record without a day: not booked yet, a sum, a line of text, or faulty.
    fn without_day(&self, cells: &mut Cells<'_>, written: Option<Cow<'_, str>>) -> Option<Line> {
        let pending = &general().words.pending;
        if cells.record.iter().any(|cell| is_word(cell, pending)) {
            return Some(Line::NotBooked);
        }
        if is_total(cells) {
            return Some(Line::Passed(None));
        }
        let order = self.order(Field::BookingDate);
        let begins_with_day = written.as_ref().is_some_and(|text| {
            let first = text.split([',', ';', '\t', '|', ' ']).next();
            first.is_some_and(|first| values::date(first, order).is_some())
        });
        if self.has_no_money(cells) && !begins_with_day {
            let value = excerpt(cells.record.joined(self.layout.separator).trim());
            return Some(Line::Passed(Some(Problem::OutsideStatement { value })));
        }
        let field = cells.name(Field::BookingDate);
        cells.problems.push(match written {
            Some(text) => Problem::NotADate {
                field,
                value: excerpt(&text),
            },
            None => Problem::MissingValue { field },
        });
        None
    }

    fn has_no_money(&self, cells: &Cells<'_>) -> bool {
        let money = [Field::Amount, Field::AmountIn, Field::AmountOut];
        let mut columns = money
            .iter()
            .filter_map(|field| self.layout.columns.at(*field));
        columns.all(|column| {
            cells
                .record
                .get(column)
                .unwrap_or_default()
                .trim()
                .is_empty()
        })
    }

    /// What the status says, or the end of the text.
    fn status(&self, cells: &mut Cells<'_>) -> Status {
        let endings = &general().words.pending_endings;
        let ends = |text: &str| {
            let text = normal(text);
            endings.iter().any(|ending| text.ends_with(ending.as_str()))
        };
        let mut texts = self.layout.texts.iter();
        if texts.any(|column| cells.record.get(*column).is_some_and(ends)) {
            return Status::NotBooked;
        }
        let Some(word) = cells.value(Field::Status) else {
            return Status::Booked;
        };
        let known = normal(&word);
        let words = &general().words;
        if words.pending.contains(&known) {
            return Status::NotBooked;
        }
        // The commonest word means booked, whatever the bank calls it.
        if words.booked.contains(&known) || self.custom.booked_word.as_ref() == Some(&known) {
            return Status::Booked;
        }
        let allowed = self
            .custom
            .booked_word
            .as_deref()
            .unwrap_or("booked, pending");
        let problem = Problem::UnknownValue {
            field: cells.name(Field::Status),
            value: excerpt(&word),
            allowed: allowed.to_owned(),
        };
        cells.problems.push(problem);
        Status::Unknown
    }

    fn entry(&self, cells: &mut Cells<'_>, last: &mut Currency, day: Date) -> Option<Line> {
        let currency = cells.currency(self.currency, last);
        // An amount behind an unknown currency is read all the same, for its own faults.
        let signed = self.signed(cells, currency.unwrap_or(self.currency));
        let fee = cells.amount(Field::Fee, currency.unwrap_or(self.currency));
        let fee = fee.map(|fee| fee.abs()).filter(|fee| !fee.is_zero());
        let mut texts = Vec::new();
        for column in &self.layout.texts {
            if let Some(text) = cells.value_in(*column)
                && !texts.contains(&text)
            {
                texts.push(text);
            }
        }
        let mut reference = cells.reference(Field::Reference);
        if let Some(text) = reference.take_if(|text| payment_reference(text).is_none()) {
            texts.push(Cow::Owned(text));
        }
        let labelled = texts.iter().find(|text| has_label(text));
        let reference = reference
            .and_then(|text| payment_reference(&text))
            .or_else(|| labelled.and_then(|text| payment_reference(text)));
        let bank_ref = cells.number(Field::BankRef);
        let form = cells.text(Field::EntryType);
        let (from, to) = (
            account(cells, Field::FromAccount),
            account(cells, Field::ToAccount),
        );
        let other = account(cells, Field::PayerAccount);
        let own = cells.account(Field::OwnAccount);
        let payer = cells.text(Field::PayerName);
        let receiver = cells.text(Field::PayeeName);
        if !cells.problems.is_empty() {
            return None;
        }
        let (signed, currency) = (signed?, currency?);
        // A line that is nothing but a fee.
        let (signed, fee) = match fee {
            Some(fee) if signed.is_zero() => (-fee, None),
            fee => (signed, fee),
        };
        if signed.is_zero() {
            // Nothing moved; with a reference someone may wait for it.
            let field = cells.name(Field::Reference);
            let value = signed.to_string();
            let note = reference.map(|_| Problem::AmountNotPositive { field, value });
            return Some(Line::Passed(note));
        }
        let came_in = signed.is_sign_positive();
        let (own_end, other_end) = if came_in { (to, from) } else { (from, to) };
        let account = own.or_else(|| self.layout.account.clone());
        let (balance, unread_balance) = balance(cells, currency);
        let message = if texts.is_empty() {
            form.clone()
        } else {
            Some(texts.join(" "))
        };
        let valued = cells.value(Field::ValueDate);
        let order = self.order(Field::ValueDate);
        let payment = PaymentRow {
            payment_id: None,
            booked: day,
            amount: signed.abs(),
            currency,
            reference,
            message,
            payer_name: if came_in { payer } else { receiver.or(payer) },
            payer_account: other.or(other_end),
            bank_ref: bank_ref.filter(|_| self.custom.bank_refs_are_unique),
            own_account: account.clone().or(own_end),
            batch: None,
            form,
            balance: None,
            details: Details {
                valued: valued.and_then(|text| values::date(&text, order)),
                ..Details::default()
            },
            raw: Some(clean(&cells.record.joined(self.layout.separator)).into_owned()),
        };
        Some(Line::Entry(Box::new(Entry {
            payment,
            signed,
            fee,
            balance,
            unread_balance,
            account,
        })))
    }

    /// The amount, above zero when it came in.
    fn signed(&self, cells: &mut Cells<'_>, currency: Currency) -> Option<Decimal> {
        if self.layout.columns.at(Field::Amount).is_some() {
            let amount = cells.needed_amount(Field::Amount, currency)?;
            return directed(cells, amount);
        }
        let before = cells.problems.len();
        let paid_in = cells.amount(Field::AmountIn, currency);
        let paid_out = cells.amount(Field::AmountOut, currency);
        if cells.problems.len() > before {
            return None;
        }
        let (paid_in, paid_out) = (paid_in.unwrap_or_default(), paid_out.unwrap_or_default());
        match (paid_in.is_zero(), paid_out.is_zero(), self.custom.out) {
            (_, true, _) => Some(paid_in),
            (true, false, Sign::Positive) => Some(-paid_out),
            (true, false, Sign::Negative) => Some(paid_out),
            (false, false, _) => {
                let problem = Problem::UnknownValue {
                    field: cells.name(Field::AmountOut),
                    value: paid_out.to_string(),
                    allowed: format!("empty beside {} {paid_in}", cells.name(Field::AmountIn)),
                };
                cells.problems.push(problem);
                None
            }
        }
    }
}

/// An amount whose sign stands in a column of its own.
fn directed(cells: &mut Cells<'_>, amount: Decimal) -> Option<Decimal> {
    let Some(word) = cells.value(Field::Direction) else {
        return Some(amount);
    };
    let known = normal(&word);
    let words = &general().words;
    if words.credit.contains(&known) {
        return Some(amount.abs());
    }
    if words.debit.contains(&known) {
        return Some(-amount.abs());
    }
    let problem = Problem::UnknownValue {
        field: cells.name(Field::Direction),
        value: excerpt(&word),
        allowed: "credit, debit".to_owned(),
    };
    cells.problems.push(problem);
    None
}

/// The balance behind the line. One that cannot be read proves nothing, and spoils nothing else.
fn balance(cells: &mut Cells<'_>, currency: Currency) -> (Option<Decimal>, Option<Problem>) {
    let before = cells.problems.len();
    let balance = cells.amount(Field::Balance, currency);
    let unread = cells.problems.drain(before..).next();
    (balance, unread)
}

fn is_word(text: &str, words: &[String]) -> bool {
    let text = normal(text);
    !text.is_empty() && words.contains(&text)
}

/// Whether the first cell with something in it, besides a day, is a word for a sum or a balance.
fn is_total(cells: &Cells<'_>) -> bool {
    let words = &general().words.totals;
    let mut filled =
        cells.record.iter().map(str::trim).filter(|cell| {
            cell.contains(char::is_alphabetic) && values::date(cell, None).is_none()
        });
    filled.next().is_some_and(|cell| {
        let word = normal(cell);
        words
            .iter()
            .any(|other| other == word.trim_end_matches(|c: char| c.is_ascii_digit()))
    })
}

fn account(cells: &mut Cells<'_>, field: Field) -> Option<String> {
    let account = cells.account(field)?;
    // Some banks write a name there.
    let digits = account.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 4).then_some(account)
}

const LABELS: [&str; 6] = ["ref=", "ref:", "kid:", "kid=", "ocr:", "viite:"];

fn has_label(text: &str) -> bool {
    label(text).is_some()
}

/// How long the label before a reference is.
fn label(text: &str) -> Option<usize> {
    LABELS.iter().map(|label| label.len()).find(|length| {
        text.get(..*length)
            .is_some_and(|start| LABELS.iter().any(|label| start.eq_ignore_ascii_case(label)))
    })
}

/// The reference of a payment, without label, apostrophes and blanks: digits, perhaps with the minus that a KID can
/// end in, or an RF reference. Anything else is a message.
fn payment_reference(text: &str) -> Option<String> {
    let bare = text.get(label(text).unwrap_or(0)..)?;
    let bare: String = bare
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\'' && *c != '"')
        .collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let creditor = bare
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("rf"))
        && bare.get(2..4).is_some_and(digits)
        && bare.len() > 4
        && bare.bytes().all(|b| b.is_ascii_alphanumeric());
    let number = digits(bare.strip_suffix('-').unwrap_or(&bare));
    (creditor || number).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lose_their_dress_and_messages_are_none() {
        for (text, reference) in [
            ("ref=00000000000001009", Some("00000000000001009")),
            ("REF= 1009", Some("1009")),
            ("'00001009'", Some("00001009")),
            ("0000 1009", Some("00001009")),
            ("12345-", Some("12345-")),
            ("RF18 5390 0754 7034", Some("RF18539007547034")),
            ("rf18X", Some("rf18X")),
            ("EU-001", None),
            ("ref=", None),
            ("RFID", None),
            ("Swish", None),
            ("12.11.2026", None),
            ("é=1", None),
        ] {
            assert_eq!(payment_reference(text).as_deref(), reference, "{text}");
        }
    }
}
