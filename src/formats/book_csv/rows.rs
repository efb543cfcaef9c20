//! One record to one neutral row: a customer, an invoice or a payment.

use rust_decimal::Decimal;

use crate::domain::customer::CustomerKind;
use crate::domain::document::DocumentKind;
use crate::domain::intake::{CustomerRow, InvoiceRow, OtherRow, PaymentRow, Problem, Row};
use crate::domain::money::Currency;
use crate::domain::receipt::{Details, OtherKind};
use crate::formats::cells::{Cells, Field};
use crate::formats::clean::{clean, excerpt};

#[rustfmt::skip]
const KINDS: &[(CustomerKind, &[&str])] = &[
    (CustomerKind::Business, &["business", "company", "b2b", "Bedrift", "Firma", "Næring", "Selskap", "Företag",
        "Bolag", "Virksomhed", "Erhverv", "Selskab", "Yritys", "Yhtiö", "Organisasjon", "Organisation"]),
    (CustomerKind::Consumer, &["consumer", "private", "private person", "person", "individual", "b2c", "Privat",
        "Privatperson", "Forbruker", "Konsument", "Forbruger", "Kuluttaja", "Yksityinen", "Yksityishenkilö",
        "Henkilö"]),
    (CustomerKind::Public, &["public", "public body", "public sector", "government", "b2g", "Offentlig",
        "Kommune", "Stat", "Offentlig sektor", "Kommun", "Myndighet", "Myndighed", "Julkinen", "Kunta"]),
];

#[rustfmt::skip]
const TYPES: &[(DocumentKind, &[&str])] = &[
    (DocumentKind::Invoice, &["invoice", "inv", "debit", "380", "Faktura", "Utgående faktura", "Debetfaktura",
        "Regning", "Lasku", "Myyntilasku"]),
    (DocumentKind::CreditNote, &["credit_note", "credit", "credit memo", "credit invoice", "cn", "381",
        "Kreditnota", "Kredittnota", "Kreditfaktura", "Kreditering", "Kredit", "Hyvityslasku", "Hyvitys"]),
];

#[rustfmt::skip]
const COUNTRIES: &[(&str, &[&str])] = &[
    ("NO", &["Norge", "Noreg", "Norway", "Norja"]),
    ("SE", &["Sverige", "Sweden", "Ruotsi"]),
    ("DK", &["Danmark", "Denmark", "Tanska"]),
    ("FI", &["Finland", "Suomi"]),
    ("IS", &["Island", "Iceland", "Islanti"]),
];

/// What a row is read with besides its own cells.
pub struct Currencies {
    /// Of a row that names none.
    pub default: Currency,
    /// Of the row before.
    pub last: Currency,
}

pub fn customer(cells: &mut Cells<'_>, currencies: &mut Currencies) -> Option<Row> {
    let number = cells.needed_number(Field::CustomerNo);
    let name = cells.needed_text(Field::Name);
    let row = CustomerRow {
        number: number.unwrap_or_default(),
        name: name.unwrap_or_default(),
        kind: cells.word(Field::Kind, KINDS, "business, consumer, public"),
        org_no: cells.number(Field::OrgNo),
        country: country(cells),
        language: cells.text(Field::Language),
        email: cells.text(Field::Email),
        phone: cells.text(Field::Phone),
        account: cells.account(Field::Account),
        terms_days: cells.days(Field::TermsDays),
        credit_limit: cells.amount(Field::CreditLimit, currencies.default),
        risk_class: cells.text(Field::RiskClass),
        street: cells.text(Field::Street),
        postcode: cells.text(Field::Postcode),
        city: cells.text(Field::City),
        group: cells.text(Field::Group),
        channel: cells.text(Field::Channel),
        agreed_fee_date: cells.date(Field::AgreedFeeDate),
        notes: cells.notes(),
    };
    cells.problems.is_empty().then_some(Row::Customer(row))
}

/// A country's code of two letters, or the name of a Nordic one.
fn country(cells: &mut Cells<'_>) -> Option<String> {
    let value = cells.value(Field::Country)?;
    if value.len() == 2 && value.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Some(value.to_ascii_uppercase());
    }
    cells
        .word(Field::Country, COUNTRIES, "NO, SE, DK, FI, …")
        .map(str::to_owned)
}

pub fn invoice(cells: &mut Cells<'_>, currencies: &mut Currencies) -> Option<Row> {
    let number = cells.needed_number(Field::InvoiceNo);
    let customer_number = cells.needed_number(Field::CustomerNo);
    let issued = cells.needed_date(Field::IssueDate);
    let due = cells.needed_date(Field::DueDate);
    let currency = cells.currency(currencies.default, &mut currencies.last);
    // An amount behind an unknown currency is read all the same, for its own faults.
    let assumed = currency.unwrap_or(currencies.default);
    let amount = cells.needed_amount(Field::Amount, assumed);
    let kind = cells.word(Field::Type, TYPES, "invoice, credit_note");
    let reference = cells.reference(Field::Reference);
    let delivery_date = cells.date(Field::DeliveryDate);
    let order_ref = cells.text(Field::OrderRef);
    let contract_ref = cells.text(Field::ContractRef);
    let collection = cells.text(Field::Collection);
    let credits_invoice = cells.number(Field::CreditsInvoice);
    let rate = cells.ratio(Field::Rate);
    let discount_percent = cells.ratio(Field::DiscountPercent);
    let discount_date = cells.date(Field::DiscountDate);
    let open_amount = cells.amount(Field::OpenAmount, assumed);
    let last_stage = cells.text(Field::LastStage);
    let last_letter_date = cells.date(Field::LastLetterDate);
    let fees_charged = cells.amount(Field::FeesCharged, assumed);
    let interest_charged = cells.amount(Field::InterestCharged, assumed);
    let interest_until = cells.date(Field::InterestUntil);
    let notes = cells.notes();
    if !cells.problems.is_empty() {
        return None;
    }
    let amount = amount?;
    Some(Row::Invoice(InvoiceRow {
        number: number?,
        customer_number: customer_number?,
        // Open-item lists show credit notes by their sign alone.
        kind: kind.unwrap_or(if amount.is_sign_negative() && !amount.is_zero() {
            DocumentKind::CreditNote
        } else {
            DocumentKind::Invoice
        }),
        issued: issued?,
        due: due?,
        amount,
        currency: currency?,
        reference,
        delivery_date,
        order_ref,
        contract_ref,
        direct_debit: collection.is_some_and(|way| is_direct_debit(&way)),
        credits_invoice,
        rate,
        discount_percent,
        discount_date,
        open_amount,
        last_stage,
        last_letter_date,
        fees_charged,
        interest_charged,
        interest_until,
        notes,
    }))
}

/// Names of direct debit, without blanks and signs. Other ways of payment wait for the customer.
const DIRECT_DEBIT: [&str; 9] = [
    "directdebit",
    "avtalegiro",
    "autogiro",
    "betalingsservice",
    "leverandørservice",
    "direktedebet",
    "direktedebitering",
    "direktdebitering",
    "suoraveloitus",
];

fn is_direct_debit(way: &str) -> bool {
    let letters = way.chars().filter(|c| c.is_alphanumeric());
    let way: String = letters.flat_map(char::to_lowercase).collect();
    DIRECT_DEBIT.contains(&way.as_str())
}

/// A payment; a negative amount left the account and is a debit.
pub fn payment(cells: &mut Cells<'_>, currencies: &mut Currencies, separator: char) -> Option<Row> {
    let payment_id = cells.number(Field::PaymentId);
    let booked = cells.needed_date(Field::BookingDate);
    let currency = cells.currency(currencies.default, &mut currencies.last);
    let amount = cells.needed_amount(Field::Amount, currency.unwrap_or(currencies.default));
    let reference = cells.reference(Field::Reference);
    let message = cells.text(Field::Text);
    let payer_name = cells.text(Field::PayerName);
    let payer_account = cells.account(Field::PayerAccount);
    let bank_ref = cells.number(Field::BankRef);
    let own_account = cells.account(Field::OwnAccount);
    if amount.is_some_and(|amount| amount.is_zero()) {
        let value = cells
            .value(Field::Amount)
            .map(|value| excerpt(&value))
            .unwrap_or_default();
        cells.problems.push(Problem::AmountNotPositive {
            field: cells.name(Field::Amount),
            value,
        });
    }
    if !cells.problems.is_empty() {
        return None;
    }
    let amount: Decimal = amount?;
    let payment = PaymentRow {
        payment_id,
        booked: booked?,
        amount: amount.abs(),
        currency: currency?,
        reference,
        message,
        payer_name,
        payer_account,
        bank_ref,
        own_account,
        batch: None,
        form: None,
        balance: None,
        details: Details::default(),
        raw: Some(clean(&cells.record.joined(separator)).into_owned()),
    };
    Some(if amount.is_sign_negative() {
        Row::Other(OtherRow {
            kind: OtherKind::Debit,
            payment,
            of_payment: false,
        })
    } else {
        Row::Payment(payment)
    })
}
