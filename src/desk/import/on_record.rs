//! What a file puts on record of customers: a bureau's reports with what follows from them, and orders that end with
//! their invoices.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::date;
use crate::domain::document::{Document, DocumentKind};
use crate::domain::event::{Event, Rows};
use crate::domain::id::CustomerId;
use crate::domain::intake::{Fault as FileFault, NoticeRow, Problem};
use crate::domain::org_no::{Validity, canonical, check};
use crate::rules::decide::{Notice, Sold, heed, orders_invoiced};

use super::taking::Taking;
use super::{NAMED, note_fault};
use crate::desk::Failure;

/// The countries whose numbers have one form.
const COUNTRIES: [&str; 4] = ["NO", "SE", "DK", "FI"];

/// Customers by country and then by number of the register, in its one form.
#[derive(Default)]
pub(super) struct Register {
    countries: BTreeMap<String, HashMap<String, Vec<CustomerId>>>,
    /// The company's own country: what two countries could mean is meant there.
    home: String,
}

impl Register {
    fn add(&mut self, customer: CustomerId, country: &str, org_no: &str) {
        let numbers = self.countries.entry(country.to_owned()).or_default();
        let same = numbers.entry(form(country, org_no)).or_default();
        same.push(customer);
    }

    /// Those who have the number. One of eight digits may be Danish or Finnish.
    fn find(&self, text: &str) -> Vec<CustomerId> {
        let countries = self.countries.iter();
        let mut found: BTreeMap<&str, &Vec<CustomerId>> = countries
            .filter_map(|(country, numbers)| {
                Some((country.as_str(), numbers.get(&form(country, text))?))
            })
            .collect();
        if found.len() > 1 {
            let is_right = |country: &str| check(country, text) == Validity::Right;
            if found.keys().any(|country| is_right(country)) {
                found.retain(|country, _| is_right(country));
            }
            if let Some(at_home) = found.get(self.home.as_str()) {
                return (*at_home).clone();
            }
        }
        found.into_values().flatten().copied().collect()
    }
}

/// The one form of a number, or its letters and digits where there is none.
fn form(country: &str, text: &str) -> String {
    let bare = || {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_uppercase).collect()
    };
    if COUNTRIES.contains(&country) {
        canonical(country, text).unwrap_or_else(bare)
    } else {
        bare()
    }
}

impl Taking<'_> {
    /// Notes which of these documents may end an order.
    pub(super) fn note_sold(&mut self, documents: &[Document]) {
        let with_orders = &self.with_orders;
        let invoices = documents.iter().filter(|document| {
            document.kind == DocumentKind::Invoice && with_orders.contains(&document.customer)
        });
        self.sold.extend(invoices.map(|document| Sold {
            document: document.id,
            customer: document.customer,
            number: document.number.clone(),
            order_ref: document.details.order_ref.clone(),
            issued: document.issued,
        }));
    }

    /// Ends the orders whose invoices came in.
    pub(super) fn end_orders(&mut self) -> Result<(), Failure> {
        let mut of: BTreeMap<CustomerId, Vec<Sold>> = BTreeMap::new();
        for sold in std::mem::take(&mut self.sold) {
            of.entry(sold.customer).or_default().push(sold);
        }
        for (customer, sold) in of {
            let mut book = self.tx.slice_of_orders(customer)?;
            let events = orders_invoiced(&book, &sold)?;
            self.tx.write_all(&mut book, &events)?;
        }
        Ok(())
    }

    /// Puts a bureau's report on record of those whom it is about.
    pub(super) fn heed(&mut self, line: u64, row: &NoticeRow) -> Result<(), Failure> {
        let today = self.today;
        let problem = if !date::is_plausible(row.on) {
            Some(Problem::DateImplausible {
                field: "date".to_owned(),
                value: row.on.to_string(),
            })
        } else if row.on > today {
            Some(Problem::NoticeAhead {
                date: row.on,
                today,
            })
        } else {
            None
        };
        if let Some(problem) = problem {
            self.report.rejected += 1;
            note_fault(self.report, FileFault::at(line, problem));
            return Ok(());
        }
        let customers = self.meant_by(row)?;
        if customers.is_empty() {
            self.note_unknown(line, row);
            return Ok(());
        }
        let notice = Notice {
            on: row.on,
            kind: row.notice,
            class: row.class.clone(),
            text: row.text.clone(),
        };
        let (mut new, mut changed) = (false, 0);
        for customer in customers {
            let mut book = self.tx.slice_of_notice(customer)?;
            let Some(events) = heed(&book, &self.rulebook, today, customer, &notice)? else {
                continue;
            };
            new = true;
            let versions = events
                .iter()
                .filter(|event| matches!(event, Event::Taken(Rows::Versions(_))));
            changed += versions.count() as u64;
            self.tx.write_all(&mut book, &events)?;
            self.wrote = true;
        }
        self.report.new += u64::from(new);
        self.report.known += u64::from(!new);
        self.report.changed += changed;
        Ok(())
    }

    fn meant_by(&mut self, row: &NoticeRow) -> Result<BTreeSet<CustomerId>, Failure> {
        let by_number = match &row.customer_number {
            Some(number) => self.tx.read().customer_by_number(number)?,
            None => None,
        };
        if let Some(customer) = by_number {
            return Ok(BTreeSet::from([customer]));
        }
        let Some(org_no) = &row.org_no else {
            return Ok(BTreeSet::new());
        };
        if self.register.is_none() {
            let mut register = Register::default();
            let reader = self.tx.read();
            let ledger = reader.ledger()?;
            register.home = ledger.map_or_else(String::new, |(ledger, _)| ledger.country);
            reader.org_numbers(|customer, country, org_no| {
                register.add(customer, country, org_no);
            })?;
            self.register = Some(register);
        }
        let found = self.register.as_ref().map(|register| register.find(org_no));
        Ok(found.into_iter().flatten().collect())
    }

    /// A bureau watches others too: what is of nobody here is told and refuses nothing.
    fn note_unknown(&mut self, line: u64, row: &NoticeRow) {
        let problem = match (&row.org_no, &row.customer_number) {
            (Some(number), _) => Problem::UnknownOrgNo {
                number: number.clone(),
            },
            (None, number) => Problem::UnknownCustomer {
                number: number.clone().unwrap_or_default(),
            },
        };
        if self.report.notes.len() < NAMED {
            self.report.notes.push(FileFault::at(line, problem));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_however_they_are_written() {
        let mut register = Register {
            home: "DK".to_owned(),
            ..Register::default()
        };
        for (id, country, number) in [
            (1, "NO", "NO 937 219 997 MVA"),
            (2, "SE", "556036-0793"),
            (3, "FI", "0112038-9"),
            (4, "DE", "HRB 12345"),
            (5, "NO", "937219997"),
        ] {
            register.add(CustomerId(id), country, number);
        }
        let found =
            |text: &str| -> Vec<i64> { register.find(text).into_iter().map(|id| id.0).collect() };
        assert_eq!(found("937219997"), [1, 5]);
        assert_eq!(found("16556036-0793"), [2]);
        assert_eq!(found("SE556036079301"), [2]);
        assert_eq!(found("FI01120389"), [3]);
        assert_eq!(found("hrb12345"), [4]);
        assert_eq!(found("5560360794"), Vec::<i64>::new());
    }
}
