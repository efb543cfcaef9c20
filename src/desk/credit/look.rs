//! What of credit is to be seen to today, each with its customers.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use chrono::Days;

use crate::desk::register::Upkeep;
use crate::desk::{Desk, Failure};
use crate::domain::assessment::Because;
use crate::domain::credit::CreditFacts;
use crate::domain::date::Date;
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::domain::record::{HoldLevel, RecordFacts, RecordKind};
use crate::domain::upkeep::DataFault;
use crate::reports::credit::{CreditLook, Looked, LookedAt, Named};
use crate::store::query::{CreditRow, Reader};

/// Notices of so many days are news.
const NEWS_DAYS: u64 = 7;

impl Desk {
    /// What of credit and of the register is to be seen to today.
    pub fn credit_look(&self) -> Result<CreditLook, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let today = self.today();
        let rows = reader.all_credit_facts(today)?;
        let mut look = CreditLook::default();
        for row in &rows {
            self.judge(&reader, row, &mut look)?;
        }
        let looking = Looking {
            desk: self,
            reader,
            owners: reader.owners()?,
            facts: rows.into_iter().map(|row| (row.customer, row)).collect(),
            today,
        };
        looking.securities(&mut look)?;
        looking.reviews(&mut look)?;
        looking.overrides(&mut look)?;
        looking.proposals(&mut look)?;
        looking.notices(&mut look)?;
        looking.stale(&mut look)?;
        for list in [
            &mut look.over_limit,
            &mut look.held_but_delivered,
            &mut look.checks_too_old,
            &mut look.securities_ending,
            &mut look.reviews_overdue,
            &mut look.overrides,
            &mut look.proposals,
            &mut look.notices,
            &mut look.stale,
        ] {
            sum_up(list);
        }
        Ok(look)
    }

    /// What the policy says of one who has dealings.
    fn judge(
        &self,
        reader: &Reader<'_>,
        row: &CreditRow,
        look: &mut CreditLook,
    ) -> Result<(), Failure> {
        let answer = self.answer(&row.facts, Minor::ZERO);
        let exposure = answer.exposure.amount;
        for reason in answer.reasons.iter().filter(|reason| !reason.lifted) {
            match &reason.because {
                Because::OverLimit { after, most } => {
                    let beyond = after.amount - most.amount;
                    look.over_limit.customers.push(looked_at(row, beyond, None));
                }
                Because::CheckOld { on, .. } => {
                    let line = looked_at(row, exposure, Some(*on));
                    look.checks_too_old.customers.push(line);
                }
                _ => {}
            }
        }
        let held = row.facts.hold.as_ref();
        if let Some(hold) = held.filter(|hold| hold.level > HoldLevel::Warn) {
            let delivered = reader.invoiced_since(row.customer, hold.since)?;
            if delivered > Minor::ZERO {
                let line = looked_at(row, delivered, Some(hold.since));
                look.held_but_delivered.customers.push(line);
            }
        }
        Ok(())
    }
}

struct Looking<'d> {
    desk: &'d Desk,
    reader: Reader<'d>,
    owners: HashMap<CustomerId, CustomerId>,
    facts: BTreeMap<CustomerId, CreditRow>,
    today: Date,
}

impl Looking<'_> {
    /// A line of a customer, with his exposure if no amount is given.
    fn line(
        &self,
        customer: CustomerId,
        amount: Option<Minor>,
        on: Option<Date>,
    ) -> Result<LookedAt, Failure> {
        let owner = self.owners.get(&customer).copied().unwrap_or(customer);
        let row = self.facts.get(&owner);
        let exposure = || row.map_or(Minor::ZERO, |row| row.facts.exposure());
        let amount = amount.unwrap_or_else(exposure);
        match row {
            Some(row) => Ok(looked_at(row, amount, on)),
            None => Ok(LookedAt {
                customer: self.desk.named(owner)?,
                amount,
                on,
            }),
        }
    }

    fn facts_of(&self, customer: CustomerId) -> Option<&CreditFacts> {
        let owner = self.owners.get(&customer).copied().unwrap_or(customer);
        self.facts.get(&owner).map(|row| &row.facts)
    }

    fn securities(&self, look: &mut CreditLook) -> Result<(), Failure> {
        for state in self.reader.standing_records(RecordKind::Security)? {
            let (record, policies) = (state.record, &self.desk.rulebook.credit);
            let policy = self.facts_of(record.customer);
            let policy = policy.map_or(&policies.business, |facts| policies.of_facts(facts));
            let days = Days::new(policy.security_warn_days.into());
            let last = self.today.checked_add_days(days);
            if record.until.is_some_and(|until| Some(until) <= last) {
                let line = self.line(record.customer, record.facts.amount(), record.until)?;
                look.securities_ending.customers.push(line);
            }
        }
        Ok(())
    }

    fn reviews(&self, look: &mut CreditLook) -> Result<(), Failure> {
        for (customer, _, next) in self.reader.last_reviews()? {
            if next.is_some_and(|next| next <= self.today) {
                let line = self.line(customer, None, next)?;
                look.reviews_overdue.customers.push(line);
            }
        }
        Ok(())
    }

    fn overrides(&self, look: &mut CreditLook) -> Result<(), Failure> {
        for state in self.reader.standing_records(RecordKind::Override)? {
            if state.counts(self.today) {
                let line = self.line(state.record.customer, None, state.record.until)?;
                look.overrides.customers.push(line);
            }
        }
        Ok(())
    }

    fn proposals(&self, look: &mut CreditLook) -> Result<(), Failure> {
        for (state, at) in self.reader.proposals()? {
            let asked = self.desk.clock.day(&at);
            let line = self.line(state.proposal.customer, None, asked)?;
            look.proposals.customers.push(line);
        }
        Ok(())
    }

    fn notices(&self, look: &mut CreditLook) -> Result<(), Failure> {
        let since = self.today.checked_sub_days(Days::new(NEWS_DAYS));
        for state in self.reader.standing_records(RecordKind::Notice)? {
            let record = state.record;
            let is_news = matches!(record.facts, RecordFacts::Notice { .. })
                && record.on <= self.today
                && Some(record.on) > since;
            if is_news {
                let line = self.line(record.customer, None, Some(record.on))?;
                look.notices.customers.push(line);
            }
        }
        Ok(())
    }

    fn stale(&self, look: &mut CreditLook) -> Result<(), Failure> {
        let upkeep = Upkeep::read(&self.reader)?;
        for row in self.reader.customers()? {
            if row.facts.inactive {
                continue;
            }
            let faults = self.desk.faults_of(&row, &upkeep).into_iter();
            let oldest = faults.filter_map(|fault| stale_since(&fault, row.entered));
            if let Some(on) = oldest.min() {
                let owed = self
                    .facts_of(row.id)
                    .map_or(Minor::ZERO, |facts| facts.open);
                look.stale.customers.push(LookedAt {
                    customer: Named {
                        id: row.id,
                        number: row.number,
                        name: row.facts.text.name,
                    },
                    amount: owed,
                    on: Some(on),
                });
            }
        }
        Ok(())
    }
}

/// The day of data that are old, if that is what is wrong.
pub(in crate::desk) fn stale_since(fault: &DataFault, entered: Date) -> Option<Date> {
    match fault {
        DataFault::Stale { on, .. } => Some(*on),
        DataFault::NeverVerified { .. } => Some(entered),
        _ => None,
    }
}

fn looked_at(row: &CreditRow, amount: Minor, on: Option<Date>) -> LookedAt {
    LookedAt {
        customer: Named {
            id: row.customer,
            number: row.number.clone(),
            name: row.name.clone(),
        },
        amount,
        on,
    }
}

/// What is most at risk first, with the sum of it.
fn sum_up(list: &mut Looked) {
    list.customers
        .sort_by_key(|line| (Reverse(line.amount), line.on));
    list.sum = list.customers.iter().map(|line| line.amount).sum();
}
