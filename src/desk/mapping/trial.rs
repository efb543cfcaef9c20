//! What a mapping makes of a whole file before it is kept: its first rows, its sums, its faults.

use std::ops::ControlFlow;
use std::path::Path;

use rust_decimal::Decimal;

use super::{Mapping, unreadable};
use crate::desk::job::Watch;
use crate::desk::{Desk, Failure};
use crate::domain::date::Date;
use crate::domain::intake::{CustomerRow, Fault, PaymentRow, Placed, Problem, Row};
use crate::domain::money::Currency;
use crate::formats::{self, Sink, Source};

/// Rows that a trial shows, and faults that it names.
const SHOWN: usize = 10;

/// One row as a mapping reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrialRow {
    pub line: u64,
    /// The row's number: of a customer, an invoice or a payment.
    pub number: Option<String>,
    pub day: Option<Date>,
    /// When an invoice falls due.
    pub due: Option<Date>,
    /// Below zero when money went out.
    pub amount: Option<Decimal>,
    pub currency: Option<Currency>,
    pub reference: Option<String>,
    pub name: Option<String>,
    pub text: Option<String>,
}

/// What a mapping makes of a whole file.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Trial {
    /// The first rows.
    pub rows: Vec<TrialRow>,
    /// Rows in all.
    pub count: u64,
    /// What came in and what went out, by currency; invoices count as what came in.
    pub sums: Vec<(Currency, Decimal, Decimal)>,
    /// The first faults, and how many there are.
    pub faults: Vec<Fault>,
    pub fault_count: u64,
    pub notes: Vec<Fault>,
}

impl Trial {
    /// Whether the file can be read so.
    pub fn is_sound(&self) -> bool {
        self.fault_count == 0 && self.count > 0
    }

    /// Whether rows are left when the faulty ones are left out.
    pub fn is_usable(&self) -> bool {
        self.count > 0 && self.faults.iter().all(|fault| fault.line.is_some())
    }
}

impl Desk {
    /// Reads a whole file by a mapping, and keeps nothing.
    ///
    /// A trial that was stopped tells of the rows before that.
    pub fn try_mapping(
        &self,
        path: &Path,
        mapping: &Mapping,
        watch: &Watch,
    ) -> Result<Trial, Failure> {
        let source = Source::open(path).map_err(|fault| unreadable(path, fault))?;
        let mut trying = Trying::new(watch);
        let (format, mappings) = (mapping.kind.format(), [mapping.clone()]);
        let currency = self.ledger.currency;
        let read = formats::read_mapped(&source, format, &mappings, currency, &mut trying);
        let mut trial = trying.trial;
        match read {
            Ok(summary) => trial.notes = summary.notes,
            Err(fault) => {
                trial.fault_count += 1;
                trial.faults.push(fault);
            }
        }
        Ok(trial)
    }
}

struct Trying<'a> {
    trial: Trial,
    watch: &'a Watch,
}

impl<'a> Trying<'a> {
    fn new(watch: &'a Watch) -> Self {
        Self {
            trial: Trial::default(),
            watch,
        }
    }

    fn goes_on(&self) -> ControlFlow<()> {
        if self.watch.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl Sink for Trying<'_> {
    fn row(&mut self, placed: Placed) -> ControlFlow<()> {
        let Some(row) = shown(&placed) else {
            return ControlFlow::Continue(());
        };
        let trial = &mut self.trial;
        trial.count += 1;
        if let (Some(amount), Some(currency)) = (row.amount, row.currency) {
            let known = trial.sums.iter().position(|(of, ..)| *of == currency);
            let at = known.unwrap_or_else(|| {
                trial.sums.push((currency, Decimal::ZERO, Decimal::ZERO));
                trial.sums.len() - 1
            });
            let (_, paid_in, paid_out) = &mut trial.sums[at];
            let sum = if amount.is_sign_negative() {
                paid_out
            } else {
                paid_in
            };
            if let Some(more) = sum.checked_add(amount.abs()) {
                *sum = more;
            } else {
                let (field, value) = ("amount".to_owned(), amount.to_string());
                let problem = Problem::AmountTooLarge { field, value };
                return self.fault(Fault::at(placed.line, problem));
            }
        }
        if trial.rows.len() < SHOWN {
            trial.rows.push(row);
        }
        self.goes_on()
    }

    fn fault(&mut self, fault: Fault) -> ControlFlow<()> {
        self.trial.fault_count += 1;
        if self.trial.faults.len() < SHOWN {
            self.trial.faults.push(fault);
        }
        self.goes_on()
    }
}

/// What tells one customer from another but for the name.
fn facts(customer: &CustomerRow) -> Option<String> {
    let facts = [
        &customer.org_no,
        &customer.street,
        &customer.city,
        &customer.email,
        &customer.phone,
    ];
    let facts: Vec<&str> = facts.into_iter().flatten().map(String::as_str).collect();
    (!facts.is_empty()).then(|| facts.join(" · "))
}

/// A row in the few facts that show whether the columns were meant so.
fn shown(placed: &Placed) -> Option<TrialRow> {
    let line = placed.line;
    let of_payment = |payment: &PaymentRow, amount: Decimal| TrialRow {
        line,
        number: payment.payment_id.clone(),
        day: Some(payment.booked),
        due: None,
        amount: Some(amount),
        currency: Some(payment.currency),
        reference: payment.reference.clone(),
        name: payment.payer_name.clone(),
        text: payment.message.clone(),
    };
    Some(match &placed.row {
        Row::Payment(payment) => of_payment(payment, payment.amount),
        Row::Other(other) => of_payment(&other.payment, -other.payment.amount),
        Row::Customer(customer) => TrialRow {
            line,
            number: Some(customer.number.clone()),
            day: None,
            due: None,
            amount: None,
            currency: None,
            reference: None,
            name: Some(customer.name.clone()),
            text: facts(customer),
        },
        Row::Invoice(invoice) => TrialRow {
            line,
            number: Some(invoice.number.clone()),
            day: Some(invoice.issued),
            due: Some(invoice.due),
            amount: Some(invoice.amount),
            currency: Some(invoice.currency),
            reference: invoice.reference.clone(),
            name: Some(invoice.customer_number.clone()),
            text: None,
        },
        Row::Statement(_) | Row::Notice(_) => return None,
    })
}
