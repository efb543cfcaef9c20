//! The start page: a first look that costs the same on any ledger, and the figures that follow.

use crate::domain::date;
use crate::domain::document::ItemClass;
use crate::domain::evidence::Class;
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::reports::overview::{FirstLook, OldestLine, Overview, Tally};
use crate::reports::settling::ReceiptState;

use super::Desk;
use super::explained::Of;

fn add(tally: &mut Tally, amount: Minor) {
    tally.count += 1;
    tally.amount += amount;
}

impl Desk {
    /// What the first screen shows at once.
    pub fn first_look(&self, rows: usize) -> anyhow::Result<FirstLook> {
        let reader = self.store.read();
        let oldest = reader.oldest_open(self.today(), rows)?;
        let (read, until) = reader.bank_data()?;
        Ok(FirstLook {
            oldest: oldest
                .into_iter()
                .map(|row| OldestLine {
                    customer: row.customer,
                    customer_name: row.customer_name,
                    document: row.document,
                    number: row.number,
                    due: row.due,
                    open: row.open,
                    currency: row.currency,
                })
                .collect(),
            bank_read: read.and_then(|stamp| self.clock.day(&stamp)),
            bank_until: until,
        })
    }

    /// The figures that take a walk over what is open.
    pub fn overview(&self) -> anyhow::Result<Overview> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let (today, company) = (self.today(), self.ledger.currency);
        let mut view = Overview {
            customers: reader.count_customers()?,
            ..Overview::default()
        };
        reader.open_parts(today, |part| {
            let mut amount = part.amount;
            if part.currency != company {
                view.other_currencies = true;
                if part.class != ItemClass::Receipt {
                    return;
                }
                // Money waits in whatever currency it is; only its sum is another.
                amount = Minor::ZERO;
            }
            match part.class {
                ItemClass::Debit | ItemClass::Charge => {
                    add(&mut view.open, part.amount);
                    let past = date::days_past(part.due, today);
                    if past > 0 {
                        add(&mut view.overdue, part.amount);
                    }
                    if (1..=7).contains(&past) {
                        add(&mut view.newly_overdue, part.amount);
                    }
                    if past > 90 {
                        add(&mut view.old, part.amount);
                    }
                }
                ItemClass::Receipt if part.customer != CustomerId::UNIDENTIFIED => {
                    add(&mut view.unapplied, -amount);
                }
                ItemClass::Credit | ItemClass::Receipt => {}
            }
        })?;
        for disputed in reader.disputed(today)? {
            if disputed.part.currency == company {
                add(&mut view.disputed, disputed.part.amount);
            }
        }
        for (amount, currency) in reader.broken_promises(today)? {
            if currency == company {
                add(&mut view.broken_promises, amount);
            }
        }
        let (count, amount) = reader.count_others(company)?;
        view.other_lines = Tally { count, amount };
        view.outbox = super::paper::tally(&reader)?;
        for explained in self.explained(&reader, Of::Nobody)?.iter() {
            let receipt = &explained.receipt;
            // Money in another currency waits as well; only its sum is another.
            let left = if receipt.currency == company {
                receipt.left
            } else {
                view.other_currencies = true;
                Minor::ZERO
            };
            if receipt.state == ReceiptState::SetAside {
                add(&mut view.set_aside, left);
                continue;
            }
            add(&mut view.to_match, left);
            if explained
                .proposals
                .first()
                .is_some_and(|best| best.class == Class::A)
            {
                add(&mut view.certain, left);
            }
        }
        Ok(view)
    }
}
