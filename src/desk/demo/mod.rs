//! The book of a made-up company for `reskontra demo`: a joinery on the Norwegian coast with about sixty customers
//! and two years of invoices. Pure: the same day gives the same book, to the øre.
//!
//! It is told in the rows and decisions that a desk takes in, in this order: customers, invoices, payments (matched
//! by their KID), what a person decided, disputes and promises. A bank file is left for the user to read.

mod days;
mod dice;
mod giro;
mod names;
mod payments;
mod roles;
mod script;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use self::days::{banking_until, shift};
use self::dice::{Dice, checked_number};
use self::names::Party;
use self::payments::Accounts;
use self::roles::{Credit, Roles};
use self::script::{Bill, Stage};
use crate::desk::config::CompanyConfig;
use crate::domain::date::Date;
use crate::domain::document::DocumentKind;
use crate::domain::intake::{CustomerRow, InvoiceRow, PaymentRow};
use crate::domain::ledger::{CompanySize, LedgerFacts};
use crate::domain::money::Currency;

const SEED: u64 = 1_042;

/// All that the made-up company knows, and a bank file that it has not read yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoBook {
    pub ledger: LedgerFacts,
    /// How its letters name it.
    pub company: CompanyConfig,
    pub customers: Vec<CustomerRow>,
    /// Invoices and credit notes in order of issue date.
    pub invoices: Vec<InvoiceRow>,
    /// Taken in before today, in order of date: all that bear a KID match by it.
    pub payments: Vec<PaymentRow>,
    pub by_hand: Vec<ByHand>,
    pub disputes: Vec<DemoDispute>,
    pub promises: Vec<DemoPromise>,
    pub bank_file: BankFile,
}

/// What a person said about a receipt without a KID.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ByHand {
    /// The receipt's bank reference, which only one has.
    pub bank_ref: String,
    pub whose: Whose,
}

/// Whose a receipt is, and what it settles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// A customer's, by number; it settles nothing yet.
    Customer(String),
    /// It settles these invoices, by number, with so much each.
    Invoices(Vec<(String, Decimal)>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoDispute {
    /// The invoice's number.
    pub invoice: String,
    /// The part it is about; none for all of it.
    pub amount: Option<Decimal>,
    /// What was said, as a key under `demo.dispute`: who looks around reads it in a language of his own.
    pub reason: &'static str,
    /// The day on which the customer said so.
    pub from: Date,
}

/// A promise made today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoPromise {
    /// The invoice's number.
    pub invoice: String,
    /// The day of payment, after today.
    pub date: Date,
    /// None for all of it.
    pub amount: Option<Decimal>,
}

/// A file as the bank sent it; ASCII.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankFile {
    /// Name without its folder.
    pub name: String,
    pub text: String,
}

/// The book as it stands on the morning of a day.
pub fn make(today: Date) -> DemoBook {
    let mut dice = Dice::new(SEED);
    let stage = Stage::new(today);
    let accounts = Accounts {
        nok: checked_number(&mut dice, "9904", 11),
        eur: checked_number(&mut dice, "9904", 11),
    };
    let org_no = checked_number(&mut dice, "31", 9);
    let parties = names::parties(&mut dice, shift(today, -900));
    let mut bills = script::bills(&parties, &stage, &mut dice);
    let roles = roles::cast(&mut bills, &parties, &stage);
    let (payments, by_hand) = payments::payments(&bills, &roles, &parties, &stage, &accounts);
    let bank_file = giro::bank_file(&roles.lines, &bills, &parties, &stage, &accounts.nok);
    DemoBook {
        ledger: LedgerFacts {
            company: "Fjordtre AS".to_owned(),
            country: "NO".to_owned(),
            currency: Currency::NOK,
            org_no: Some(org_no),
            accounts: vec![accounts.nok, accounts.eur],
            size: CompanySize::Small,
        },
        company: CompanyConfig::made_up(&["Kaigata 4", "5003 Bergen"], "regnskap@fjordtre.example"),
        invoices: invoices(&bills, &roles.credits, &parties),
        disputes: disputes(&roles, &bills, today),
        promises: promises(&roles, &bills, today),
        customers: parties.into_iter().map(|party| party.row).collect(),
        payments,
        by_hand,
        bank_file,
    }
}

fn invoices(bills: &[Bill], credits: &[Credit], parties: &[Party]) -> Vec<InvoiceRow> {
    let mut rows: Vec<InvoiceRow> = bills
        .iter()
        .zip(0..)
        .map(|(bill, at)| invoice(bill, at, parties))
        .collect();
    let mut credits: Vec<&Credit> = credits.iter().collect();
    credits.sort_by_key(|credit| credit.issued);
    for (credit, number) in credits.into_iter().zip(90_001..) {
        let row = &parties[credit.customer].row;
        rows.push(InvoiceRow {
            credits_invoice: credit.invoice.clone(),
            ..document(
                number.to_string(),
                &row.number,
                DocumentKind::CreditNote,
                credit.issued,
                credit.minor,
            )
        });
    }
    // Stable: instalments stay beside each other.
    rows.sort_by_key(|row| row.issued);
    rows
}

fn invoice(bill: &Bill, at: i64, parties: &[Party]) -> InvoiceRow {
    let row = &parties[bill.customer].row;
    InvoiceRow {
        due: bill.due,
        currency: bill.currency,
        reference: Some(bill.kid.clone()),
        // Not all deliveries are written down, and not all orders have a number: the desk may say so.
        delivery_date: (at % 3 != 1).then(|| banking_until(shift(bill.issued, -(at % 9)))),
        order_ref: (at % 4 != 3).then(|| format!("B-{}", 3_100 + at * 7 % 900)),
        rate: bill.rate,
        ..document(
            bill.number.clone(),
            &row.number,
            DocumentKind::Invoice,
            bill.issued,
            bill.minor,
        )
    }
}

fn document(
    number: String,
    customer: &str,
    kind: DocumentKind,
    issued: Date,
    minor: i64,
) -> InvoiceRow {
    InvoiceRow {
        number,
        customer_number: customer.to_owned(),
        kind,
        issued,
        due: issued,
        amount: Bill::decimal(minor),
        currency: Currency::NOK,
        reference: None,
        delivery_date: None,
        order_ref: None,
        contract_ref: None,
        direct_debit: false,
        credits_invoice: None,
        rate: None,
        discount_percent: None,
        discount_date: None,
        open_amount: None,
        last_stage: None,
        last_letter_date: None,
        fees_charged: None,
        interest_charged: None,
        interest_until: None,
        notes: BTreeMap::new(),
    }
}

fn disputes(roles: &Roles, bills: &[Bill], today: Date) -> Vec<DemoDispute> {
    let reasons = ["scratches", "hours", "never-arrived"];
    let dispute = |((at, part), reason): (&(usize, Option<i64>), &'static str)| DemoDispute {
        invoice: bills[*at].number.clone(),
        amount: part.map(Bill::decimal),
        reason,
        from: shift(bills[*at].due, 1).min(today),
    };
    roles.disputes.iter().zip(reasons).map(dispute).collect()
}

fn promises(roles: &Roles, bills: &[Bill], today: Date) -> Vec<DemoPromise> {
    let promise = |((at, part), days): (&(usize, Option<i64>), i64)| DemoPromise {
        invoice: bills[*at].number.clone(),
        date: banking_until(shift(today, days)),
        amount: part.map(Bill::decimal),
    };
    roles.promises.iter().zip([6, 9, 14]).map(promise).collect()
}
