//! Rows of an invoice list: the instalments of one document together.

use rust_decimal::Decimal;

use super::{Taking, implausible, minor};
use crate::domain::book::Book;
use crate::domain::date::{self, Date};
use crate::domain::document::{Document, DocumentDetails, DocumentKind, ItemFacts, MovedIn};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::intake::{InvoiceRow, Problem};
use crate::domain::money::Minor;
use crate::domain::reference;

/// No currency is worth more units of another; more would let sums overflow.
const HIGHEST_RATE: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

impl Taking<'_> {
    pub(super) fn document(&mut self, rows: &[(u64, &InvoiceRow)]) {
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
            match differing(self.book, &existing.document, &document) {
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
            ("interest_until", row.interest_until),
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
        let mut charged = [
            ("fees_charged", row.fees_charged),
            ("interest_charged", row.interest_charged),
        ]
        .map(|(field, charged)| (field, charged, charged.map(|sum| amount_in(field, sum))));
        for (field, shown, amount) in &mut charged {
            if amount.is_some_and(|amount| amount < Minor::ZERO) {
                problems.push(Problem::BelowZero {
                    field: (*field).to_owned(),
                    value: shown.unwrap_or_default().to_string(),
                });
            }
        }
        let [fees_charged, interest_charged] = charged.map(|(_, _, amount)| amount);
        problems.extend(self.letter_elsewhere(row));
        let claimed = interest_charged.is_some_and(|interest| interest > Minor::ZERO);
        let interest_until = self.interest_until(row, claimed).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        if let Some(rate) = row.rate {
            let (field, value) = ("rate".to_owned(), rate.to_string());
            if rate <= Decimal::ZERO {
                problems.push(Problem::AmountNotPositive { field, value });
            } else if rate > HIGHEST_RATE {
                problems.push(Problem::AmountTooLarge { field, value });
            }
        }
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
            interest_charged,
            interest_until,
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

    /// The last letter of another system was sent after the invoice, and by now.
    fn letter_elsewhere(&self, row: &InvoiceRow) -> Option<Problem> {
        let (date, issued, today) = (row.last_letter_date?, row.issued, self.today);
        if date < issued {
            Some(Problem::LetterBeforeIssue { date, issued })
        } else {
            (date > today).then_some(Problem::LetterAhead { date, today })
        }
    }

    /// The last day for which another system claimed interest: as it tells, else the day of its last letter.
    fn interest_until(&self, row: &InvoiceRow, claimed: bool) -> Result<Option<Date>, Problem> {
        let until = row.interest_until;
        let until = until.or(row.last_letter_date.filter(|_| claimed));
        match until {
            Some(date) if date > self.today => Err(Problem::InterestAhead {
                date,
                today: self.today,
            }),
            None if claimed => Err(Problem::InterestWithoutDay),
            until => Ok(until),
        }
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
                direct_debit: row.direct_debit,
                notes: row.notes.clone(),
            },
            items,
        }
    }
}

/// The first fact in which a document taken in again differs from the one that is there.
fn differing(book: &Book, old: &Document, new: &Document) -> Option<&'static str> {
    let items = |of: fn(&ItemFacts) -> Option<String>| {
        old.items.len() != new.items.len()
            || old
                .items
                .iter()
                .zip(&new.items)
                .any(|(a, b)| of(a) != of(b))
    };
    let differs = [
        // Of customers that are one the old number names the other too.
        (
            "customer_no",
            book.owner(old.customer) != book.owner(new.customer),
        ),
        ("issue_date", old.issued != new.issued),
        ("currency", old.currency != new.currency),
        // What the file does not say this time is no difference.
        ("rate", new.rate.is_some() && old.rate != new.rate),
        (
            "credits_invoice",
            said(
                new.details.credits_invoice.as_ref(),
                old.details.credits_invoice.as_ref(),
            ),
        ),
        (
            "delivery_date",
            said(
                new.details.delivery_date.as_ref(),
                old.details.delivery_date.as_ref(),
            ),
        ),
        (
            "discount_percent",
            said(
                new.details.discount_percent.as_ref(),
                old.details.discount_percent.as_ref(),
            ),
        ),
        (
            "discount_date",
            said(
                new.details.discount_date.as_ref(),
                old.details.discount_date.as_ref(),
            ),
        ),
        ("due_date", items(|item| Some(item.due.to_string()))),
        ("amount", items(|item| Some(item.amount.0.to_string()))),
        ("reference", items(|item| item.reference.clone())),
    ];
    differs
        .into_iter()
        .find(|(_, differs)| *differs)
        .map(|(field, _)| field)
}

fn said<T: PartialEq>(new: Option<&T>, old: Option<&T>) -> bool {
    new.is_some() && new != old
}
