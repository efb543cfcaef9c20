//! Rows of a list or a bank file, judged against what the ledger knows: new, changed, known or rejected.

mod customer;
mod document;
mod overlap;
mod payment;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rust_decimal::Decimal;

use crate::domain::book::{Book, Missing};
use crate::domain::customer::Customer;
use crate::domain::date::Date;
use crate::domain::document::{Document, DocumentKind};
use crate::domain::event::{Deed, Event, Rows, Version};
use crate::domain::id::{DocumentId, FileId, ItemId};
use crate::domain::intake::{Fault, InvoiceRow, Known, Placed, Problem, Row};
use crate::domain::money::{Currency, Minor, NotAnAmount};
use crate::domain::receipt::{OtherLine, Receipt};
use crate::domain::statement::Statement;

pub use overlap::{Overlap, overlap};
pub(super) use payment::receipt_of;
pub use payment::{fingerprint, is_told_apart};

use super::allocate::allocation;
use super::{Declined, Draft};

/// What has been seen of the file so far.
#[derive(Default, Debug)]
pub struct Seen {
    /// How often a fingerprint has come up: two equal rows in one file are two payments.
    fingerprints: HashMap<i64, usize>,
    /// The payment that came just before, if it is new: parts of it may follow.
    last_payment: Option<ItemId>,
    /// Rows of a bank file so far: both readings count alike.
    rows: u64,
    /// Of the payments, and of the lines that are none.
    overlaps: [Overlap; 2],
    /// Hashes of customer numbers and payment ids: a million of them still fit in memory.
    numbers: HashSet<u64>,
}

impl Seen {
    /// `overlaps` are those of the payments and of the lines that are none.
    pub fn with(overlaps: [Overlap; 2]) -> Self {
        Self {
            overlaps,
            ..Self::default()
        }
    }

    /// Notes a number; false if the file has had it before.
    fn is_first(&mut self, number: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        number.hash(&mut hasher);
        self.numbers.insert(hasher.finish())
    }
}

/// What became of some rows.
#[derive(Default, Debug)]
pub struct Intake {
    pub events: Vec<Event>,
    pub new: u64,
    pub changed: u64,
    pub known: u64,
    /// Like rows that are there, with nothing that says for sure: left for a person.
    pub maybe_known: u64,
    /// Their receipts, each with the receipt that it may be the same as.
    pub doubtful: Vec<(ItemId, ItemId)>,
    pub rejected: u64,
    pub faults: Vec<Fault>,
    /// Values of rows that were taken in as they stand though they cannot be right.
    pub doubts: Vec<Fault>,
    /// Credit notes among the new documents, with the number of the invoice that each names.
    pub credits: Vec<(DocumentId, String)>,
    /// New payments or invoices, by currency.
    pub sums: Vec<(Currency, Minor)>,
}

/// Judges rows on a day. All rows of one invoice must come in one call: they are its instalments.
pub fn take_in(
    book: &Book,
    known: &Known,
    seen: &mut Seen,
    file: Option<FileId>,
    today: Date,
    rows: &[Placed],
) -> Intake {
    let mut taking = Taking {
        book,
        known,
        seen,
        file,
        today,
        next: book.next,
        intake: Intake::default(),
        customers: Vec::new(),
        versions: Vec::new(),
        documents: Vec::new(),
        receipts: Vec::new(),
        others: Vec::new(),
        statements: Vec::new(),
    };
    let mut invoices: Vec<Vec<(u64, &InvoiceRow)>> = Vec::new();
    let mut group_of: HashMap<(DocumentKind, &str), usize> = HashMap::new();
    for placed in rows {
        match &placed.row {
            Row::Customer(row) => taking.customer(placed.line, row),
            Row::Invoice(row) => {
                let group = *group_of.entry((row.kind, &row.number)).or_insert_with(|| {
                    invoices.push(Vec::new());
                    invoices.len() - 1
                });
                invoices[group].push((placed.line, row));
            }
            Row::Payment(row) => taking.payment(placed.line, row),
            Row::Other(row) => taking.other(placed.line, row),
            Row::Statement(row) => taking.statement(row),
            // It is no row of the book: what is on record follows from it, customer by customer.
            Row::Notice(_) => {}
        }
    }
    for group in &invoices {
        taking.document(group);
    }
    taking.finish()
}

/// Settles an invoice by a credit note that names it, up to what is open on both.
pub fn offset_credit(
    book: &Book,
    credit: DocumentId,
    invoice: DocumentId,
) -> Result<Vec<Event>, Declined> {
    let items = |id: DocumentId| -> Result<Vec<ItemId>, Missing> {
        let state = book
            .documents
            .get(&id)
            .ok_or_else(|| Missing(format!("document {}", id.0)))?;
        Ok(state.document.items.iter().map(|item| item.id).collect())
    };
    let mut draft = Draft::of(book.clone());
    for credit in items(credit)? {
        for debit in items(invoice)? {
            let (owed, had) = (draft.book.item(debit)?, draft.book.item(credit)?);
            let amount = owed.open.min(had.open.abs());
            let fits =
                owed.currency == had.currency && owed.customer == had.customer && !owed.voided;
            if fits && amount > Minor::ZERO {
                let allocation = allocation(&draft.book, debit, credit, (amount, None), None)?;
                draft.done(Deed::Allocated(allocation))?;
            }
        }
    }
    Ok(draft.events)
}

struct Taking<'a> {
    book: &'a Book,
    known: &'a Known,
    seen: &'a mut Seen,
    file: Option<FileId>,
    today: Date,
    next: crate::domain::book::NextIds,
    intake: Intake,
    customers: Vec<Customer>,
    versions: Vec<Version>,
    documents: Vec<Document>,
    receipts: Vec<Receipt>,
    others: Vec<OtherLine>,
    statements: Vec<Statement>,
}

impl Taking<'_> {
    fn reject(&mut self, line: u64, problems: Vec<Problem>) {
        self.intake.rejected += 1;
        self.intake
            .faults
            .extend(problems.into_iter().map(|problem| Fault::at(line, problem)));
    }

    fn sum(&mut self, currency: Currency, amount: Minor) {
        match self.intake.sums.iter_mut().find(|(of, _)| *of == currency) {
            Some((_, sum)) => *sum += amount,
            None => self.intake.sums.push((currency, amount)),
        }
    }

    fn finish(mut self) -> Intake {
        let rows = [
            Rows::Customers(self.customers),
            Rows::Versions(self.versions),
            Rows::Documents(self.documents),
            Rows::Receipts(self.receipts),
            Rows::Others(self.others),
            Rows::Statements(self.statements),
        ];
        self.intake.events = rows
            .into_iter()
            .filter(|rows| !rows.is_empty())
            .map(Event::Taken)
            .collect();
        self.intake
    }
}

fn minor(field: &str, amount: Decimal, currency: Currency) -> Result<Minor, Problem> {
    let (field, value) = (field.to_owned(), amount.to_string());
    Minor::exactly(amount, currency).map_err(|why| match why {
        NotAnAmount::TooFine => Problem::AmountTooFine {
            field,
            value,
            currency: currency.code().to_owned(),
        },
        NotAnAmount::TooLarge => Problem::AmountTooLarge { field, value },
    })
}

fn implausible(field: &str, date: Date) -> Problem {
    Problem::DateImplausible {
        field: field.to_owned(),
        value: date.to_string(),
    }
}
