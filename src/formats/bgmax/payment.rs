//! A payment or deduction with the records that belong to it, and the rows that they make.

use super::kronor;
use super::record::Record;
use super::reference::{Reference, Remittances, wrong_check_digit};
use super::section::Section;
use crate::domain::intake::{Fault, OtherRow, PaymentRow, Placed, Problem, Row};
use crate::domain::receipt::{Details, OtherKind};

/// Records of one payment: far more than a payer has invoices, and the most that is kept in memory.
const MOST_RECORDS: usize = 10_000;

/// A payment (20) or deduction (21), as far as its records have come.
pub struct Payment {
    head: Record,
    ore: u64,
    extras: Vec<Extra>,
    information: Vec<String>,
    name: Option<String>,
    org_no: Option<String>,
    raw: Vec<String>,
}

/// An extra reference (22), or one of a negative amount (23).
struct Extra {
    record: Record,
    /// Signed.
    ore: i128,
}

/// What a payment comes to: its rows, and what the user should know of it.
#[derive(Default)]
pub struct Outcome {
    pub rows: Vec<Placed>,
    /// Why it is no row.
    pub fault: Option<Fault>,
    pub notes: Vec<Fault>,
}

impl Payment {
    pub fn new(head: Record) -> Result<Self, Fault> {
        Ok(Self {
            ore: head.number("amount", 38, 55)?,
            raw: vec![head.raw()],
            head,
            extras: Vec::new(),
            information: Vec::new(),
            name: None,
            org_no: None,
        })
    }

    /// What it adds to the deposit.
    pub fn signed_ore(&self) -> i128 {
        let ore = i128::from(self.ore);
        if self.is_deduction() { -ore } else { ore }
    }

    pub fn is_deduction(&self) -> bool {
        self.head.code() == "21"
    }

    /// How many extra references have come.
    pub fn extras(&self) -> u64 {
        self.extras.len() as u64
    }

    /// Takes a record that belongs to it; the order of references and texts is not the same in all files.
    pub fn add(&mut self, record: Record) -> Result<(), Fault> {
        if self.raw.len() >= MOST_RECORDS {
            let (found, expected) = (record.code().to_owned(), "another payment".to_owned());
            return Err(record.fault(Problem::UnexpectedRecord { found, expected }));
        }
        let raw = record.raw();
        match record.code() {
            code @ ("22" | "23") => {
                let ore = i128::from(record.number("amount", 38, 55)?);
                let ore = if code == "23" { -ore } else { ore };
                self.extras.push(Extra { record, ore });
            }
            "25" => self.information.extend(record.text(3, 52)),
            "26" => {
                let names: Vec<_> = [record.text(3, 37), record.text(38, 72)]
                    .into_iter()
                    .flatten()
                    .collect();
                self.name = (!names.is_empty()).then(|| names.join(" "));
            }
            "27" | "28" => {}
            "29" => self.org_no = record.identity(3, 14).map(org_no),
            _ => return Err(record.unexpected("20–23, 25–29, 15")),
        }
        self.raw.push(raw);
        Ok(())
    }

    /// Its rows: the payment or deduction, then the credit notes that were set off within it.
    pub fn finish(self, section: &Section) -> Outcome {
        if self.ore == 0 {
            let (field, value) = ("amount".to_owned(), "0".to_owned());
            let problem = Problem::AmountNotPositive { field, value };
            return Outcome {
                fault: Some(self.head.fault(problem)),
                ..Outcome::default()
            };
        }
        let notes = self.notes();
        let payment = self.row(section);
        let credit_notes: Vec<_> = if self.is_deduction() {
            Vec::new()
        } else {
            let set_off = self.extras.iter().filter(|extra| extra.ore < 0);
            set_off.map(|extra| extra.credit_note(&payment)).collect()
        };
        let row = if self.is_deduction() {
            Row::Other(OtherRow {
                kind: OtherKind::Deduction,
                payment,
                of_payment: false,
            })
        } else {
            Row::Payment(payment)
        };
        let line = self.head.line;
        let mut rows = vec![Placed { line, row }];
        rows.extend(credit_notes);
        Outcome {
            rows,
            fault: None,
            notes,
        }
    }

    fn notes(&self) -> Vec<Fault> {
        let records =
            std::iter::once(&self.head).chain(self.extras.iter().map(|extra| &extra.record));
        let wrong =
            |record: &Record| wrong_check_digit(record).map(|problem| record.fault(problem));
        let mut notes: Vec<Fault> = records.filter_map(wrong).collect();
        // All zero means that the payer did not say how the amount is split.
        let found: i128 = self.extras.iter().map(|extra| extra.ore).sum();
        let is_split = self.extras.iter().any(|extra| extra.ore != 0);
        let agrees =
            found == self.signed_ore() || (self.is_deduction() && -found == self.signed_ore());
        if is_split && !agrees {
            let stated = kronor(self.signed_ore()).to_string();
            let found = kronor(found).to_string();
            notes.push(self.head.fault(Problem::BatchDiffers { stated, found }));
        }
        notes
    }

    fn row(&self, section: &Section) -> PaymentRow {
        let reference = Reference::of(&self.head);
        let extras: Vec<_> = self
            .extras
            .iter()
            .map(|extra| (Reference::of(&extra.record), extra.ore))
            .collect();

        let mut remittances = Remittances::default();
        // A payment's only reference stands in its own field.
        if reference.one().is_none() || !extras.is_empty() {
            for number in reference.numbers() {
                remittances.add(number, None);
            }
        }
        for (extra, ore) in &extras {
            let amount = (*ore != 0).then(|| kronor(*ore));
            match extra.numbers().as_slice() {
                [number] => remittances.add(number, amount),
                // An amount for several: whose it is, nobody knows.
                several => several
                    .iter()
                    .for_each(|number| remittances.add(number, None)),
            }
        }

        let written = std::iter::once(&reference).chain(extras.iter().map(|(extra, _)| extra));
        let message: Vec<&str> = written
            .filter_map(Reference::text)
            .chain(self.information.iter().map(String::as_str))
            .collect();
        PaymentRow {
            payment_id: None,
            booked: section.paid,
            amount: kronor(i128::from(self.ore)),
            currency: section.currency,
            reference: reference.one().map(str::to_owned),
            message: (!message.is_empty()).then(|| message.join(" ")),
            payer_name: self.name.clone(),
            payer_account: self.head.account(3, 12),
            bank_ref: self.head.identity(58, 69),
            own_account: section.accounts.first().cloned(),
            batch: section.number.clone(),
            form: self.head.text(57, 57),
            balance: None,
            details: Details {
                remittance: remittances.into_list(),
                payer_org_no: self.org_no.clone(),
                ..Details::default()
            },
            raw: Some(self.raw.join("\n")),
        }
    }
}

impl Extra {
    /// The credit note that it is, set off within `payment`.
    fn credit_note(&self, payment: &PaymentRow) -> Placed {
        let reference = Reference::of(&self.record);
        let bank_ref = self.record.identity(58, 69);
        let payment = PaymentRow {
            amount: kronor(self.ore.abs()),
            reference: reference.one().map(str::to_owned),
            message: reference.text().map(str::to_owned),
            bank_ref: bank_ref.or_else(|| payment.bank_ref.clone()),
            details: Details {
                payer_org_no: payment.details.payer_org_no.clone(),
                ..Details::default()
            },
            raw: Some(self.record.raw()),
            ..payment.clone()
        };
        Placed {
            line: self.record.line,
            row: Row::Other(OtherRow {
                kind: OtherKind::CreditNote,
                payment,
                of_payment: true,
            }),
        }
    }
}

/// The number of ten digits that two zeros fill up to twelve; persons' numbers may have all twelve.
fn org_no(written: String) -> String {
    match written.strip_prefix("00") {
        Some(number) if number.len() == 10 => number.to_owned(),
        _ => written,
    }
}
