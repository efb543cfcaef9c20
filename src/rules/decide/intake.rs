//! Rows of a list or a bank file, judged against what the ledger knows: new, changed, known or rejected.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use crate::domain::book::{Book, Missing};
use crate::domain::customer::{Customer, CustomerFacts, CustomerKind, PartyText};
use crate::domain::date::{self, Date};
use crate::domain::document::{Document, DocumentDetails, DocumentKind, ItemFacts, MovedIn};
use crate::domain::event::{Deed, Event, Rows, Version};
use crate::domain::id::{CustomerId, DocumentId, FileId, ItemId};
use crate::domain::intake::{
    CustomerRow, Fault, InvoiceRow, Known, OtherRow, PaymentRow, Placed, Problem, Row,
};
use crate::domain::money::{Currency, Minor, NotAnAmount};
use crate::domain::receipt::{OtherLine, Receipt, ReceiptText};
use crate::domain::reference;

use super::settle::allocation;
use super::{Declined, Draft};

/// What has been seen of the file so far.
#[derive(Default, Debug)]
pub struct Seen {
    /// How often a fingerprint has come up: two equal rows in one file are two payments.
    fingerprints: HashMap<i64, u32>,
    /// Hashes of customer numbers and payment ids: a million of them still fit in memory.
    numbers: HashSet<u64>,
}

impl Seen {
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
    pub rejected: u64,
    pub faults: Vec<Fault>,
    /// Credit notes among the new documents, with the number of the invoice that each names.
    pub credits: Vec<(DocumentId, String)>,
    /// New payments or invoices, by currency.
    pub sums: Vec<(Currency, Minor)>,
}

/// Judges rows. All rows of one invoice must come in one call: they are its instalments.
pub fn take_in(
    book: &Book,
    known: &Known,
    seen: &mut Seen,
    file: Option<FileId>,
    rows: &[Placed],
) -> Intake {
    let mut taking = Taking {
        book,
        known,
        seen,
        file,
        next: book.next,
        intake: Intake::default(),
        customers: Vec::new(),
        versions: Vec::new(),
        documents: Vec::new(),
        receipts: Vec::new(),
        others: Vec::new(),
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
    let mut draft = Draft::of(book);
    for credit in items(credit)? {
        for debit in items(invoice)? {
            let (owed, had) = (draft.book.item(debit)?, draft.book.item(credit)?);
            let amount = owed.open.min(had.open.abs());
            let fits =
                owed.currency == had.currency && owed.customer == had.customer && !owed.voided;
            if fits && amount > Minor::ZERO {
                let allocation = allocation(&draft.book, debit, credit, amount, None)?;
                draft.done(Deed::Allocated(allocation))?;
            }
        }
    }
    Ok(draft.events)
}

/// Equal for rows that may be the same payment: whatever a bank repeats when it sends one again.
pub fn fingerprint(payment: &PaymentRow) -> i64 {
    let mut hash = Sha256::new();
    let fields = [
        payment.own_account.as_deref(),
        payment.payer_account.as_deref(),
        payment.reference.as_deref(),
        payment.message.as_deref(),
        payment.bank_ref.as_deref(),
        payment.payment_id.as_deref(),
    ];
    hash.update(payment.booked.to_string());
    hash.update(payment.currency.code());
    hash.update(payment.amount.normalize().to_string());
    for field in fields {
        hash.update([0]);
        hash.update(field.unwrap_or_default());
    }
    let digest = hash.finalize();
    digest[..8]
        .iter()
        .fold(0, |n: i64, byte| n << 8 | i64::from(*byte))
}

/// A receipt as it is taken in.
pub(super) fn receipt_of(
    payment: &PaymentRow,
    item: ItemId,
    amount: Minor,
    posted: Date,
    file: Option<FileId>,
    line: u64,
) -> Receipt {
    Receipt {
        item,
        file,
        line,
        booked: payment.booked,
        posted,
        amount,
        currency: payment.currency,
        payment_id: payment.payment_id.clone(),
        bank_ref: payment.bank_ref.clone(),
        reference: payment
            .reference
            .as_deref()
            .map(reference::normalise)
            .filter(|text| !text.is_empty()),
        own_account: payment.own_account.clone(),
        batch: payment.batch.clone(),
        form: payment.form.clone(),
        fingerprint: fingerprint(payment),
        text: text_of(payment),
    }
}

fn text_of(payment: &PaymentRow) -> ReceiptText {
    ReceiptText {
        payer_name: payment.payer_name.clone(),
        payer_account: payment.payer_account.clone(),
        message: payment.message.clone(),
        raw: payment.raw.clone(),
    }
}

struct Taking<'a> {
    book: &'a Book,
    known: &'a Known,
    seen: &'a mut Seen,
    file: Option<FileId>,
    next: crate::domain::book::NextIds,
    intake: Intake,
    customers: Vec<Customer>,
    versions: Vec<Version>,
    documents: Vec<Document>,
    receipts: Vec<Receipt>,
    others: Vec<OtherLine>,
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

    fn customer(&mut self, line: u64, row: &CustomerRow) {
        if !self.seen.is_first(&row.number) {
            return self.reject(
                line,
                vec![Problem::TwiceInFile {
                    number: row.number.clone(),
                }],
            );
        }
        let existing = self
            .known
            .customers
            .get(&row.number)
            .and_then(|id| Some((*id, self.book.customers.get(id)?)));
        let before = existing.and_then(|(_, state)| state.facts());
        match self.facts(row, before) {
            Err(problems) => self.reject(line, problems),
            Ok(facts) => match existing {
                None => {
                    let id = self.next.customer;
                    self.next.customer = id.next();
                    self.customers.push(Customer {
                        id,
                        number: row.number.clone(),
                        facts,
                    });
                    self.intake.new += 1;
                }
                Some((_, state)) if state.facts() == Some(&facts) => self.intake.known += 1,
                Some((customer, state)) => {
                    // A version that was undone keeps its number.
                    let version = state.versions.len() + 1;
                    self.versions.push(Version {
                        customer,
                        version,
                        before: state.version,
                        facts,
                    });
                    self.intake.changed += 1;
                }
            },
        }
    }

    /// The facts after the row: what it does not say stays as it was.
    fn facts(
        &self,
        row: &CustomerRow,
        before: Option<&CustomerFacts>,
    ) -> Result<CustomerFacts, Vec<Problem>> {
        let company = self.book.ledger.as_ref();
        let mut problems = Vec::new();
        let limit = row.credit_limit.and_then(|limit| {
            let currency = company.map_or(Currency::NOK, |ledger| ledger.currency);
            minor("credit_limit", limit, currency)
                .map_err(|problem| problems.push(problem))
                .ok()
        });
        if let Some(date) = row
            .agreed_fee_date
            .filter(|date| !date::is_plausible(*date))
        {
            problems.push(implausible("agreed_fee_date", date));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let or = |new: &Option<String>, old: Option<&Option<String>>| {
            new.clone().or_else(|| old.cloned().flatten())
        };
        let text = before.map(|facts| &facts.text);
        let org_no = or(&row.org_no, text.map(|text| &text.org_no));
        let kind = row
            .kind
            .or(before.map(|facts| facts.kind))
            .unwrap_or(if org_no.is_some() {
                CustomerKind::Business
            } else {
                CustomerKind::Consumer
            });
        let country = row
            .country
            .clone()
            .or_else(|| before.map(|facts| facts.country.clone()));
        let mut notes = text.map(|text| text.notes.clone()).unwrap_or_default();
        notes.extend(row.notes.clone());
        Ok(CustomerFacts {
            kind,
            country: country
                .or_else(|| company.map(|ledger| ledger.country.clone()))
                .unwrap_or_default(),
            language: or(&row.language, before.map(|facts| &facts.language)),
            terms_days: row
                .terms_days
                .or_else(|| before.and_then(|facts| facts.terms_days)),
            credit_limit: limit.or_else(|| before.and_then(|facts| facts.credit_limit)),
            risk_class: or(&row.risk_class, before.map(|facts| &facts.risk_class)),
            group: or(&row.group, before.map(|facts| &facts.group)),
            channel: or(&row.channel, before.map(|facts| &facts.channel)),
            agreed_fee_date: row
                .agreed_fee_date
                .or_else(|| before.and_then(|facts| facts.agreed_fee_date)),
            text: PartyText {
                name: row.name.clone(),
                org_no,
                account: or(&row.account, text.map(|text| &text.account)),
                email: or(&row.email, text.map(|text| &text.email)),
                phone: or(&row.phone, text.map(|text| &text.phone)),
                street: or(&row.street, text.map(|text| &text.street)),
                postcode: or(&row.postcode, text.map(|text| &text.postcode)),
                city: or(&row.city, text.map(|text| &text.city)),
                notes,
            },
        })
    }

    fn document(&mut self, rows: &[(u64, &InvoiceRow)]) {
        let (line, first) = rows[0];
        let Some(customer) = self.known.customers.get(&first.customer_number).copied() else {
            return self.reject(
                line,
                vec![Problem::UnknownCustomer {
                    number: first.customer_number.clone(),
                }],
            );
        };
        let mut items = Vec::new();
        for (line, row) in rows {
            match self.instalment(first, row, &items) {
                Ok(item) => items.push(item),
                Err(problems) => return self.reject(*line, problems),
            }
        }
        items.sort_by_key(|item| item.due);
        let document = self.assemble(first, customer, items);
        let existing = self
            .known
            .documents
            .get(&(first.kind, first.number.clone()));
        if let Some(existing) = existing.and_then(|id| self.book.documents.get(id)) {
            match differing(&existing.document, &document) {
                None => self.intake.known += 1,
                Some(field) => {
                    let number = first.number.clone();
                    self.reject(
                        line,
                        vec![Problem::OtherFacts {
                            number,
                            field: field.to_owned(),
                        }],
                    );
                }
            }
            return;
        }
        self.next.document = document.id.next();
        for _ in &document.items {
            self.next.item = self.next.item.next();
        }
        if let Some(invoice) = document
            .details
            .credits_invoice
            .clone()
            .filter(|_| document.kind == DocumentKind::CreditNote)
        {
            self.intake.credits.push((document.id, invoice));
        }
        self.sum(
            document.currency,
            document.items.iter().map(|item| item.amount).sum(),
        );
        self.intake.new += 1;
        self.documents.push(document);
    }

    fn instalment(
        &self,
        first: &InvoiceRow,
        row: &InvoiceRow,
        before: &[ItemFacts],
    ) -> Result<ItemFacts, Vec<Problem>> {
        let number = || row.number.clone();
        if before.iter().any(|item| item.due == row.due) {
            return Err(vec![Problem::TwiceInFile { number: number() }]);
        }
        let differs = [
            ("customer_no", row.customer_number != first.customer_number),
            ("issue_date", row.issued != first.issued),
            ("currency", row.currency != first.currency),
            ("rate", row.rate != first.rate),
        ];
        if let Some((field, _)) = differs.into_iter().find(|(_, differs)| *differs) {
            return Err(vec![Problem::InstalmentsDiffer {
                number: number(),
                field: field.to_owned(),
            }]);
        }
        let mut problems = Vec::new();
        for (field, date) in [
            ("issue_date", Some(row.issued)),
            ("due_date", Some(row.due)),
            ("delivery_date", row.delivery_date),
            ("discount_date", row.discount_date),
            ("last_letter_date", row.last_letter_date),
        ] {
            if let Some(date) = date.filter(|date| !date::is_plausible(*date)) {
                problems.push(implausible(field, date));
            }
        }
        let mut amount_in = |field: &str, amount: Decimal| {
            minor(field, amount, row.currency)
                .map_err(|problem| problems.push(problem))
                .unwrap_or_default()
        };
        let amount = amount_in("amount", row.amount);
        let open = row.open_amount.map(|open| amount_in("open_amount", open));
        let fees_charged = row.fees_charged.map(|fees| amount_in("fees_charged", fees));
        let is_credit = row.kind == DocumentKind::CreditNote;
        let (amount, open) = if is_credit {
            (amount.abs(), open.map(Minor::abs))
        } else {
            (amount, open)
        };
        if amount < Minor::ZERO || (is_credit && amount.is_zero()) {
            problems.push(Problem::AmountNotPositive {
                field: "amount".to_owned(),
                value: row.amount.to_string(),
            });
        }
        if let (Some(shown), Some(open)) = (row.open_amount, open)
            && (open > amount || open < Minor::ZERO)
        {
            let amount = row.amount.to_string();
            problems.push(Problem::OpenMoreThanAmount {
                open: shown.to_string(),
                amount,
            });
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let signed = |minor: Minor| if is_credit { -minor } else { minor };
        let moved_in = MovedIn {
            last_stage: row.last_stage.clone(),
            last_letter_date: row.last_letter_date,
            fees_charged,
        };
        Ok(ItemFacts {
            id: ItemId(0),
            due: row.due,
            amount: signed(amount),
            opened: signed(open.unwrap_or(amount)),
            reference: row
                .reference
                .as_deref()
                .map(reference::normalise)
                .filter(|text| !text.is_empty()),
            moved_in: (moved_in != MovedIn::default()).then_some(moved_in),
        })
    }

    fn assemble(
        &self,
        row: &InvoiceRow,
        customer: CustomerId,
        mut items: Vec<ItemFacts>,
    ) -> Document {
        let mut id = self.next.item;
        for item in &mut items {
            item.id = id;
            id = id.next();
        }
        let company = self.book.ledger.as_ref().map(|ledger| ledger.currency);
        Document {
            id: self.next.document,
            kind: row.kind,
            number: row.number.clone(),
            customer,
            currency: row.currency,
            issued: row.issued,
            posted: self.book.posting_date(row.issued),
            rate: row.rate.filter(|_| company != Some(row.currency)),
            details: DocumentDetails {
                delivery_date: row.delivery_date,
                order_ref: row.order_ref.clone(),
                contract_ref: row.contract_ref.clone(),
                credits_invoice: row.credits_invoice.clone(),
                discount_percent: row.discount_percent,
                discount_date: row.discount_date,
                notes: row.notes.clone(),
            },
            items,
        }
    }

    fn payment(&mut self, line: u64, row: &PaymentRow) {
        let amount = match magnitude(row) {
            Ok(amount) => amount,
            Err(problem) => return self.reject(line, vec![problem]),
        };
        let print = fingerprint(row);
        if let Some(id) = &row.payment_id {
            if !self.seen.is_first(id) {
                return self.reject(line, vec![Problem::TwiceInFile { number: id.clone() }]);
            }
            match self.known.payment_ids.get(id) {
                Some(stored) if *stored == print => return self.intake.known += 1,
                Some(_) => {
                    let problem = Problem::OtherPayment { number: id.clone() };
                    return self.reject(line, vec![problem]);
                }
                None => {}
            }
        } else if self.is_known(print) {
            return self.intake.known += 1;
        }
        let posted = self.book.posting_date(row.booked);
        let receipt = receipt_of(row, self.next.item, amount, posted, self.file, line);
        self.next.item = receipt.item.next();
        self.sum(row.currency, amount);
        self.intake.new += 1;
        self.receipts.push(receipt);
    }

    fn other(&mut self, line: u64, row: &OtherRow) {
        let payment = &row.payment;
        let amount = match magnitude(payment) {
            Ok(amount) => amount,
            Err(problem) => return self.reject(line, vec![problem]),
        };
        let print = fingerprint(payment);
        if self.is_known(print) {
            return self.intake.known += 1;
        }
        let id = self.next.other;
        self.next.other = id.next();
        self.others.push(OtherLine {
            id,
            file: self.file,
            line,
            kind: row.kind,
            booked: payment.booked,
            amount,
            currency: payment.currency,
            bank_ref: payment.bank_ref.clone(),
            reference: payment.reference.clone(),
            own_account: payment.own_account.clone(),
            fingerprint: print,
            text: text_of(payment),
        });
    }

    /// Whether the ledger held as many such rows before this file as the file has had so far.
    fn is_known(&mut self, print: i64) -> bool {
        let count = self.seen.fingerprints.entry(print).or_default();
        *count += 1;
        self.known
            .fingerprints
            .get(&print)
            .is_some_and(|stored| *count <= *stored)
    }

    fn finish(mut self) -> Intake {
        let rows = [
            Rows::Customers(self.customers),
            Rows::Versions(self.versions),
            Rows::Documents(self.documents),
            Rows::Receipts(self.receipts),
            Rows::Others(self.others),
        ];
        self.intake.events = rows
            .into_iter()
            .filter(|rows| !rows.is_empty())
            .map(Event::Taken)
            .collect();
        self.intake
    }
}

/// The first fact in which a document taken in again differs from the one that is there.
fn differing(old: &Document, new: &Document) -> Option<&'static str> {
    let items = |of: fn(&ItemFacts) -> Option<String>| {
        old.items.len() != new.items.len()
            || old
                .items
                .iter()
                .zip(&new.items)
                .any(|(a, b)| of(a) != of(b))
    };
    let differs = [
        ("customer_no", old.customer != new.customer),
        ("issue_date", old.issued != new.issued),
        ("currency", old.currency != new.currency),
        ("due_date", items(|item| Some(item.due.to_string()))),
        ("amount", items(|item| Some(item.amount.0.to_string()))),
        ("reference", items(|item| item.reference.clone())),
    ];
    differs
        .into_iter()
        .find(|(_, differs)| *differs)
        .map(|(field, _)| field)
}

fn magnitude(row: &PaymentRow) -> Result<Minor, Problem> {
    if !date::is_plausible(row.booked) {
        return Err(implausible("booking_date", row.booked));
    }
    let amount = minor("amount", row.amount, row.currency)?;
    if amount > Minor::ZERO {
        Ok(amount)
    } else {
        Err(Problem::AmountNotPositive {
            field: "amount".to_owned(),
            value: row.amount.to_string(),
        })
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
