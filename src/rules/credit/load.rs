//! The shipped credit policies and a company's own, laid over each other: what all customers have, what a kind has,
//! what a class has, what a group has.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::policy::{CreditPolicies, CreditPolicy, folded};
use crate::domain::ledger::CompanySize;
use crate::rules::policy::fault::{Place, fault};
use crate::rules::policy::field::{PolicyText, Section};
use crate::rules::policy::layers::{below, digest, lay_kinds, section, shipped};
use crate::rules::policy::{Pair, PolicyFault};

/// The shipped files by country; the last one is any other country's.
pub(super) const SHIPPED: [(&str, &str); 5] = [
    ("no", include_str!("../../../assets/credit/no.toml")),
    ("se", include_str!("../../../assets/credit/se.toml")),
    ("dk", include_str!("../../../assets/credit/dk.toml")),
    ("fi", include_str!("../../../assets/credit/fi.toml")),
    ("eu", include_str!("../../../assets/credit/eu.toml")),
];

/// The table of the settings that changes the policy.
const TABLE: &str = "credit";
/// Tables that are laid later.
const APART: [&str; 4] = ["business", "consumer", "class", "group"];
/// The shipped files have tables by the company's size too: laid over the rest, below the settings.
const APART_SHIPPED: [&str; 5] = ["business", "consumer", "class", "group", SIZE];
const SIZE: &str = "size";
/// Policies that groups and classes may make together.
const MOST: usize = 500;
/// More classes than any bureau has.
const MOST_CLASSES: usize = 50;

/// The table of a key, if there is one.
fn under<'t>(of: &Section<'t>, key: &str) -> Result<Option<Section<'t>>, PolicyFault> {
    let found = of.fields().find(|field| field.key == key);
    found.map(|field| field.section()).transpose()
}

/// The policy as it is written: which file says what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenCredit {
    country: String,
    company: Pair<Draft>,
    classes: BTreeMap<String, Pair<Draft>>,
    groups: BTreeMap<String, BTreeMap<String, Pair<Draft>>>,
    /// The groups that the settings name, and where.
    named: Vec<(String, Place)>,
}

impl WrittenCredit {
    /// The policy that is shipped for a country, by its ISO 3166 code in either case, and a size of company, and what
    /// the settings change.
    pub fn read(
        country: &str,
        size: CompanySize,
        settings: Option<&PolicyText<'_>>,
    ) -> Result<Self, PolicyFault> {
        let (country, text) = shipped(&SHIPPED, country);
        let file = PolicyText::new(&format!("credit/{country}.toml"), text);
        let (ours, theirs);
        ours = file.parse()?;
        let ours = section(&file, "", 0, &ours);
        theirs = settings.map(PolicyText::parse).transpose()?;
        let own = match (settings, &theirs) {
            (Some(text), Some(table)) => {
                let whole = section(text, "", 1, table);
                under(&whole, TABLE)?
            }
            _ => None,
        };
        let mut written = Self {
            country: country.to_owned(),
            company: Pair::both(&Draft::default()),
            classes: BTreeMap::new(),
            groups: BTreeMap::new(),
            named: Vec::new(),
        };
        lay_kinds(&mut written.company, &ours, &APART_SHIPPED, 0)?;
        let sized = match under(&ours, SIZE)? {
            Some(sizes) => under(&sizes, size.name())?,
            None => None,
        };
        if let Some(sized) = &sized {
            lay_kinds(&mut written.company, sized, &APART, 0)?;
        }
        if let Some(own) = &own {
            lay_kinds(&mut written.company, own, &APART, 2)?;
        }
        written.company.business.fits()?;
        written.company.consumer.fits()?;
        written.lay_classes(&ours)?;
        if let Some(sized) = &sized {
            written.lay_classes(sized)?;
        }
        if let Some(own) = &own {
            written.lay_classes(own)?;
            written.lay_groups(own)?;
        }
        Ok(written)
    }

    fn lay_classes(&mut self, from: &Section<'_>) -> Result<(), PolicyFault> {
        for class in below(from, "class", 3)? {
            let company = &self.company;
            let pair = self.classes.entry(folded(class.key()));
            let pair = pair.or_insert_with(|| company.clone());
            pair.lay_kinds(&class)?;
            if self.classes.len() > MOST_CLASSES {
                let limit = u16::try_from(MOST_CLASSES).unwrap_or(u16::MAX);
                return Err(fault!(class.place(), TooMany, limit: limit));
            }
        }
        Ok(())
    }

    /// A group's table counts for each class of its customers.
    fn lay_groups(&mut self, own: &Section<'_>) -> Result<(), PolicyFault> {
        let groups = below(own, "group", 4)?;
        let together = groups.len().saturating_mul(self.classes.len() + 1);
        if let Some(first) = groups.first().filter(|_| together > MOST) {
            let limit = u16::try_from(MOST).unwrap_or(u16::MAX);
            return Err(fault!(first.place(), TooMany, limit: limit));
        }
        for group in groups {
            let under = self
                .classes
                .iter()
                .map(|(name, pair)| (name.as_str(), pair));
            let mut classes = BTreeMap::new();
            for (class, pair) in under.chain([("", &self.company)]) {
                let mut pair = pair.clone();
                pair.lay(&group)?;
                classes.insert(class.to_owned(), pair);
            }
            let place = group.place().clone();
            self.named.push((group.key().to_owned(), place));
            self.groups.insert(group.key().to_owned(), classes);
        }
        Ok(())
    }

    /// What holds.
    pub fn policies(&self) -> CreditPolicies {
        let Pair { business, consumer } = self.made(&self.company);
        let mut policies = CreditPolicies {
            business,
            consumer,
            ..CreditPolicies::default()
        };
        for (class, pair) in &self.classes {
            policies.classes.insert(class.clone(), self.made(pair));
        }
        for (group, classes) in &self.groups {
            let classes = classes.iter();
            let made = classes.map(|(class, pair)| (class.clone(), self.made(pair)));
            policies.groups.insert(group.clone(), made.collect());
        }
        policies.version = format!("{}-credit-{}", self.country, digest(&policies));
        policies
    }

    fn made(&self, pair: &Pair<Draft>) -> Pair<CreditPolicy> {
        let make = |draft: &Draft, kind: &str| {
            draft.policy(&|policy| format!("{}-credit-{kind}-{}", self.country, digest(policy)))
        };
        Pair {
            business: make(&pair.business, "business"),
            consumer: make(&pair.consumer, "consumer"),
        }
    }

    /// Groups that have a policy of their own and no customer is in; `known` are those that are.
    pub fn unknown(&self, known: &[String]) -> Vec<PolicyFault> {
        let strange = self
            .named
            .iter()
            .filter(|(group, _)| !known.contains(group));
        strange
            .map(|(group, place)| {
                let (group, groups) = (group.clone(), known.join(", "));
                fault!(place, GroupUnknown, group: group, groups: groups)
            })
            .collect()
    }
}
