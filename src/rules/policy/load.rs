//! The shipped policies and a company's own, laid over each other: what all customers have, what a kind has, what a
//! group has, what a customer has.

use std::collections::BTreeMap;

use super::check::{Harsher, check};
use super::draft::Draft;
use super::fault::{Place, fault};
use super::field::{PolicyText, Section};
use super::gaps::gaps;
use super::layers::{below, digest, lay_kinds, section, shipped};
use super::{Pair, Policies, Policy, PolicyFault};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::rules::law::{Gap, Law};

/// The shipped files by country; the last one is any other country's.
const SHIPPED: [(&str, &str); 5] = [
    ("no", include_str!("../../../assets/policies/no.toml")),
    ("se", include_str!("../../../assets/policies/se.toml")),
    ("dk", include_str!("../../../assets/policies/dk.toml")),
    ("fi", include_str!("../../../assets/policies/fi.toml")),
    ("eu", include_str!("../../../assets/policies/eu.toml")),
];

/// The table of the settings that changes policies.
const TABLE: &str = "reminders";
const KINDS: [&str; 2] = ["business", "consumer"];
/// Tables below the settings' own that are laid later.
const APART: [&str; 4] = ["business", "consumer", "group", "customer"];

/// Policies that groups and customers may make together.
const MOST: usize = 500;

/// The policies as they are written: which file says what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenPolicies {
    country: &'static str,
    company: Pair<Draft>,
    groups: BTreeMap<String, Pair<Draft>>,
    customers: BTreeMap<String, BTreeMap<String, Pair<Draft>>>,
    /// The groups and customers that the settings name, and where.
    named: Vec<(Owner, Place)>,
}

/// Whose a policy of his own is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Owner {
    Group(String),
    Customer(String),
}

impl WrittenPolicies {
    /// The policy that is shipped for a country, by its ISO 3166 code in either case, and what the settings change.
    pub fn read(country: &str, settings: Option<&PolicyText<'_>>) -> Result<Self, PolicyFault> {
        let (country, text) = shipped(&SHIPPED, country);
        let shipped = PolicyText::new(&format!("policies/{country}.toml"), text);
        let table = shipped.parse()?;
        let mut company = Pair::both(&Draft::new());
        lay_kinds(&mut company, &section(&shipped, "", 0, &table), &KINDS, 0)?;
        let mut written = Self {
            country,
            company,
            groups: BTreeMap::new(),
            customers: BTreeMap::new(),
            named: Vec::new(),
        };
        if let Some(settings) = settings {
            let table = settings.parse()?;
            let whole = section(settings, "", 1, &table);
            if let Some(own) = whole.fields().find(|field| field.key == TABLE) {
                written.lay_own(&own.section()?)?;
            }
        }
        Ok(written)
    }

    fn lay_own(&mut self, own: &Section<'_>) -> Result<(), PolicyFault> {
        lay_kinds(&mut self.company, own, &APART, 2)?;
        for group in below(own, "group", 3)? {
            let mut pair = self.company.clone();
            pair.lay(&group)?;
            let owner = Owner::Group(group.key().to_owned());
            self.named.push((owner, group.place().clone()));
            self.groups.insert(group.key().to_owned(), pair);
        }
        let customers = below(own, "customer", 4)?;
        let together = customers.len().saturating_mul(self.groups.len() + 1);
        if let Some(first) = customers.first().filter(|_| together > MOST) {
            let limit = u16::try_from(MOST).unwrap_or(u16::MAX);
            return Err(fault!(first.place(), TooMany, limit: limit));
        }
        for customer in customers {
            let owner = Owner::Customer(customer.key().to_owned());
            self.named.push((owner, customer.place().clone()));
            let under = self.groups.iter().map(|(name, pair)| (name.as_str(), pair));
            let mut own = BTreeMap::new();
            for (name, pair) in under.chain([("", &self.company)]) {
                let mut pair = pair.clone();
                pair.lay(&customer)?;
                own.insert(name.to_owned(), pair);
            }
            self.customers.insert(customer.key().to_owned(), own);
        }
        Ok(())
    }

    /// What holds.
    pub fn policies(&self) -> Result<Policies, PolicyFault> {
        let Pair { business, consumer } = self.made(&self.company)?;
        let mut policies = Policies {
            business,
            consumer,
            ..Policies::default()
        };
        for (name, pair) in &self.groups {
            policies.groups.insert(name.clone(), self.made(pair)?);
        }
        for (number, own) in &self.customers {
            let mut made = BTreeMap::new();
            for (group, pair) in own {
                made.insert(group.clone(), self.made(pair)?);
            }
            policies.customers.insert(number.clone(), made);
        }
        policies.version = format!("{}-{}", self.country, digest(&policies));
        Ok(policies)
    }

    fn made(&self, pair: &Pair<Draft>) -> Result<Pair<Policy>, PolicyFault> {
        let make = |draft: &Draft, kind: &str| {
            let mut policy = draft.policy()?;
            policy.version = format!("{}-{kind}-{}", self.country, digest(&policy));
            Ok(policy)
        };
        Ok(Pair {
            business: make(&pair.business, "business")?,
            consumer: make(&pair.consumer, "consumer")?,
        })
    }

    /// Groups and customers that have a policy of their own and are not there; `known` are the groups that are.
    pub fn unknown<E>(
        &self,
        known: &[String],
        mut is_customer: impl FnMut(&str) -> Result<bool, E>,
    ) -> Result<Vec<PolicyFault>, E> {
        let mut faults = Vec::new();
        for (owner, place) in &self.named {
            match owner {
                Owner::Group(group) if !known.contains(group) => {
                    let (group, groups) = (group.clone(), known.join(", "));
                    faults.push(fault!(place, GroupUnknown, group: group, groups: groups));
                }
                Owner::Customer(number) if !is_customer(number)? => {
                    let customer = number.clone();
                    faults.push(fault!(place, CustomerUnknown, customer: customer));
                }
                Owner::Group(_) | Owner::Customer(_) => {}
            }
        }
        Ok(faults)
    }

    /// The rows of a law that these policies need on a day and that it does not have.
    pub fn gaps(&self, law: &Law, on: Date) -> Result<Vec<Gap>, PolicyFault> {
        let own = self.customers.values().flat_map(BTreeMap::values);
        let pairs = [&self.company].into_iter().chain(self.groups.values());
        let mut found: Vec<Gap> = Vec::new();
        for pair in pairs.chain(own) {
            let kinds = [
                (CustomerKind::Business, &pair.business),
                (CustomerKind::Consumer, &pair.consumer),
            ];
            for (kind, draft) in kinds {
                for gap in gaps(&draft.policy()?, law, kind, on) {
                    if !found.contains(&gap) {
                        found.push(gap);
                    }
                }
            }
        }
        Ok(found)
    }

    /// All that is harsher than a law on a day.
    pub fn harsher(&self, law: &Law, on: Date) -> Result<Vec<Harsher>, PolicyFault> {
        let mut faults = Vec::new();
        let own = self.customers.values().flat_map(BTreeMap::values);
        let pairs = [&self.company].into_iter().chain(self.groups.values());
        for pair in pairs.chain(own) {
            let kinds = [
                (CustomerKind::Business, &pair.business),
                (CustomerKind::Consumer, &pair.consumer),
            ];
            for (kind, draft) in kinds {
                for found in check(draft, law, kind, on)? {
                    // What a group inherits is said once.
                    if !faults.contains(&found) {
                        faults.push(found);
                    }
                }
            }
        }
        Ok(faults)
    }
}
