//! What is wrong in the register: data that are missing, misshapen or old, customers that may be one, and what is
//! outside the policy or unlike the rest.

use std::collections::{BTreeMap, HashMap};

use crate::desk::{Desk, Failure};
use crate::domain::credit::CreditFacts;
use crate::domain::customer::{Customer, CustomerFacts, CustomerKind};
use crate::domain::date::Date;
use crate::domain::field::Section;
use crate::domain::id::CustomerId;
use crate::domain::outbox::Channel;
use crate::domain::upkeep::DataFault;
use crate::matching::duplicates::duplicates;
use crate::reports::credit::{AuditLine, DuplicateLine, FaultyLine, Named};
use crate::rules::law::Law;
use crate::rules::policy::Whose;
use crate::rules::register::{Audited, Kept, Reminding, audit, faults};
use crate::store::query::{CustomerRow, Reader};

/// What is known of customers' data beside the data: when they were confirmed, and where mail came back.
pub(in crate::desk) struct Upkeep {
    verified: HashMap<CustomerId, BTreeMap<Section, Date>>,
    stopped: HashMap<CustomerId, Vec<Channel>>,
}

impl Upkeep {
    pub(in crate::desk) fn read(reader: &Reader<'_>) -> crate::store::Result<Self> {
        let mut stopped: HashMap<CustomerId, Vec<Channel>> = HashMap::new();
        for stop in reader.all_channel_stops()? {
            stopped.entry(stop.customer).or_default().push(stop.channel);
        }
        Ok(Self {
            verified: reader.verified(None)?,
            stopped,
        })
    }

    /// Of one customer.
    pub(in crate::desk) fn of(
        reader: &Reader<'_>,
        customer: CustomerId,
    ) -> crate::store::Result<Self> {
        let stopped = reader.channel_stops(customer)?.into_iter();
        let stopped = stopped.map(|stop| stop.channel).collect();
        Ok(Self {
            verified: reader.verified(Some(customer))?,
            stopped: HashMap::from([(customer, stopped)]),
        })
    }

    pub(in crate::desk) fn verified(&self, customer: CustomerId) -> BTreeMap<Section, Date> {
        self.verified.get(&customer).cloned().unwrap_or_default()
    }
}

impl Desk {
    /// What is wrong with a customer's data, the worst first.
    pub(in crate::desk) fn faults_of(&self, row: &CustomerRow, upkeep: &Upkeep) -> Vec<DataFault> {
        let nothing = BTreeMap::new();
        let stopped = upkeep.stopped.get(&row.id);
        let kept = Kept {
            facts: &row.facts,
            stopped: stopped.map_or(&[], Vec::as_slice),
            verified: upkeep.verified.get(&row.id).unwrap_or(&nothing),
            entered: row.entered,
        };
        let policy = self.rulebook.credit.of_customer(&row.facts);
        faults(kept, policy, self.law_of(&row.facts), self.today())
    }

    /// The law that his debts stand under: a consumer's own country's, else the company's.
    fn law_of(&self, facts: &CustomerFacts) -> &Law {
        let country = match facts.kind {
            CustomerKind::Consumer => &facts.country,
            CustomerKind::Business | CustomerKind::Public => &self.ledger.country,
        };
        self.rulebook.statutes.law(country)
    }

    /// Customers whose data are wrong, missing or old, the worst first; those whom nobody sells to any more are left out.
    pub fn faulty(&self) -> Result<Vec<FaultyLine>, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let upkeep = Upkeep::read(&reader)?;
        let mut lines = Vec::new();
        for row in reader.customers()? {
            let faults = self.faults_of(&row, &upkeep);
            if !faults.is_empty() && !row.facts.inactive {
                lines.push(FaultyLine {
                    customer: named(&row),
                    faults,
                });
            }
        }
        lines.sort_by(|a, b| {
            let by_fault = a.faults.cmp(&b.faults);
            by_fault.then_with(|| a.customer.number.cmp(&b.customer.number))
        });
        Ok(lines)
    }

    /// Customers that may be one and the same, the likeliest first.
    pub fn duplicates(&self) -> Result<Vec<DuplicateLine>, Failure> {
        let rows = self.store.read().customers()?;
        let names: HashMap<CustomerId, Named> =
            rows.iter().map(|row| (row.id, named(row))).collect();
        let customers: Vec<Customer> = rows
            .into_iter()
            .map(|row| Customer {
                id: row.id,
                number: row.number,
                facts: row.facts,
            })
            .collect();
        let pairs = duplicates(&customers).into_iter();
        Ok(pairs
            .filter_map(|pair| {
                Some(DuplicateLine {
                    one: names.get(&pair.one)?.clone(),
                    other: names.get(&pair.other)?.clone(),
                    pair,
                })
            })
            .collect())
    }

    /// What of the register is outside the policy or unlike the rest, in order of number.
    pub fn audit(&self) -> Result<Vec<AuditLine>, Failure> {
        self.rules_are_sound()?;
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let today = self.today();
        let known = reader.all_credit_facts(today)?.into_iter();
        let mut known: HashMap<CustomerId, CreditFacts> =
            known.map(|row| (row.customer, row.facts)).collect();
        let mut rows = reader.customers()?;
        rows.retain(|row| !row.facts.inactive || known.contains_key(&row.id));
        let credits: Vec<CreditFacts> = rows
            .iter()
            .map(|row| {
                let found = known.remove(&row.id);
                found.unwrap_or_else(|| without_dealings(&row.facts))
            })
            .collect();
        let audited: Vec<Audited<'_>> = rows
            .iter()
            .zip(&credits)
            .map(|(row, credit)| Audited {
                customer: row.id,
                facts: &row.facts,
                credit,
                reminding: self.reminding(row),
            })
            .collect();
        let found = audit(&audited, &self.rulebook.credit, self.ledger.currency, today);
        let names: HashMap<CustomerId, Named> =
            rows.iter().map(|row| (row.id, named(row))).collect();
        let mut lines: Vec<AuditLine> = found
            .into_iter()
            .filter_map(|(customer, findings)| {
                let customer = names.get(&customer)?.clone();
                Some(AuditLine { customer, findings })
            })
            .collect();
        lines.sort_by(|a, b| a.customer.number.cmp(&b.customer.number));
        Ok(lines)
    }

    /// How reminders go to a customer.
    fn reminding(&self, row: &CustomerRow) -> Reminding {
        let policies = &self.rulebook.policies;
        let policy = policies.of(Whose {
            number: &row.number,
            kind: row.facts.kind,
            group: row.facts.group.as_deref(),
        });
        Reminding {
            off: policy.stages.is_empty(),
            own: policies.customers.contains_key(&row.number),
        }
    }
}

/// Who owes nothing and of whom nothing is on record.
fn without_dealings(facts: &CustomerFacts) -> CreditFacts {
    CreditFacts {
        group: facts.group.clone(),
        risk_class: facts.risk_class.clone(),
        limit: facts.credit_limit,
        since: facts.since,
        ..CreditFacts::new(facts.kind)
    }
}

fn named(row: &CustomerRow) -> Named {
    Named {
        id: row.id,
        number: row.number.clone(),
        name: row.facts.text.name.clone(),
    }
}
