//! What is on record of customers: the lists that people ask for, and what they say as commands.

mod judge;
mod lists;
mod look;

pub use judge::Whose;
pub(in crate::desk) use look::stale_since;

use chrono::Months;
use rust_decimal::Decimal;

use crate::domain::command::Command;
use crate::domain::credit::CreditFacts;
use crate::domain::date::Date;
use crate::domain::field::Section;
use crate::domain::id::{CustomerId, RecordId};
use crate::domain::money::{Minor, NotAnAmount};
use crate::domain::record::{NewRecord, Record, RecordFacts, RecordKind, is_order};
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::store::query::CreditRow;

use super::{Desk, Failure};

impl Desk {
    /// What is known of a customer when a sale on credit is decided.
    pub fn credit_facts(&self, customer: CustomerId) -> Result<CreditFacts, Failure> {
        let reader = self.store.read();
        let found = reader.credit_facts(customer, self.today())?;
        found.ok_or_else(|| {
            let customer = customer.0.to_string();
            Refusal::UnknownCustomer { customer }.into()
        })
    }

    /// The same of all who owe something or of whom something stands on record.
    pub fn all_credit_facts(&self) -> Result<Vec<CreditRow>, Failure> {
        let _moment = self.store.moment()?;
        Ok(self.store.read().all_credit_facts(self.today())?)
    }

    /// An amount as it was typed, in minor units of the company's currency.
    pub fn in_company_currency(&self, amount: Decimal) -> Result<Minor, Failure> {
        let currency = self.ledger.currency;
        Minor::exactly(amount, currency).map_err(|why| {
            let amount = amount.to_string();
            match why {
                NotAnAmount::TooFine => Refusal::AmountTooFine {
                    amount,
                    currency: currency.code().to_owned(),
                },
                NotAnAmount::TooLarge => Refusal::AmountTooLarge { amount },
            }
            .into()
        })
    }

    /// The day of a customer's next review by the policy, if he is looked at today; none where it wants no reviews.
    pub fn next_review(&self, customer: CustomerId) -> Result<Option<Date>, Failure> {
        let facts = self.credit_facts(customer)?;
        let months = self.rulebook.credit.of_facts(&facts).review_months;
        let next = self.today().checked_add_months(Months::new(months.into()));
        Ok(next.filter(|_| months > 0))
    }

    /// Says that sections of a customer's data were found right today: one command for each.
    pub fn verifications(&self, customer: CustomerId, sections: &[Section]) -> Vec<Command> {
        let on = self.today();
        let command = |section: &Section| {
            Command::Record(Box::new(NewRecord {
                customer,
                on,
                until: None,
                facts: RecordFacts::Verified {
                    section: *section,
                    class: None,
                },
                note: String::new(),
            }))
        };
        sections.iter().map(command).collect()
    }

    /// Ends all holds on a customer, those that rules have set among them.
    pub fn releases(&self, customer: CustomerId, reason: &str) -> Result<Vec<Command>, Failure> {
        let today = self.today();
        let reader = self.store.read();
        let records = reader.records_of(reader.owner_of(customer)?)?.into_iter();
        let ends: Vec<Command> = records
            .filter(|state| state.record.facts.kind() == RecordKind::Hold && state.counts(today))
            .map(|state| Command::EndRecord {
                record: state.record.id,
                on: None,
                reason: reason.to_owned(),
            })
            .collect();
        if ends.is_empty() {
            let (customer, _) = reader.customer_name(customer)?;
            return Err(RegisterRefusal::NotHeld { customer }.into());
        }
        Ok(ends)
    }

    /// An order that stands, by its number or, where no order has that, by that of its record.
    pub fn find_order(&self, text: &str) -> Result<RecordId, Failure> {
        let orders = self.store.read().standing_records(RecordKind::Order)?;
        let ids = |wanted: &dyn Fn(&Record) -> bool| -> Vec<RecordId> {
            let records = orders.iter().map(|state| &state.record);
            let wanted = records.filter(|record| wanted(record));
            wanted.map(|record| record.id).collect()
        };
        let by_number = ids(&|record| {
            let number = record.facts.number();
            number.is_some_and(|number| is_order(number, text))
        });
        let found = if by_number.is_empty() {
            let id = text.trim().parse().ok().map(RecordId);
            ids(&|record| Some(record.id) == id)
        } else {
            by_number
        };
        let number = text.trim().to_owned();
        match found.as_slice() {
            [] => Err(RegisterRefusal::UnknownOrder { number }.into()),
            [only] => Ok(*only),
            _ => Err(RegisterRefusal::AmbiguousOrder {
                number,
                records: found,
            }
            .into()),
        }
    }
}
