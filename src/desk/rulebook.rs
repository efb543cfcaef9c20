//! What decisions are held against: the law with the company's own rows, and its policies, held against that law.

use std::sync::Arc;

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::money::Currency;
use crate::domain::refusal::Refusal;
use crate::rules::Rulebook;
use crate::rules::credit::WrittenCredit;
use crate::rules::law::{Gap, LawFault, Statutes};
use crate::rules::policy::{Harsher, PolicyFault, PolicyText, WrittenPolicies};
use crate::store::{Access, Store, Trouble};

use super::config::Config;
use super::open::Options;
use super::{Desk, Failure};

/// What is wrong with the settings' rows of the law, or with the policies of reminders and credit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum RulesFault {
    Law(LawFault),
    Policy(PolicyFault),
    /// A row that the policy needs and the law does not have, or an amount in the company's currency.
    Missing(Refusal),
}

impl From<LawFault> for RulesFault {
    fn from(fault: LawFault) -> Self {
        Self::Law(fault)
    }
}

impl From<PolicyFault> for RulesFault {
    fn from(fault: PolicyFault) -> Self {
        Self::Policy(fault)
    }
}

/// Where the rules are at fault, as far as the fault says.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct FaultPlace {
    pub file: Option<String>,
    pub line: Option<u64>,
    /// The dotted key of the policy, or the rule of the statutes.
    pub key: Option<String>,
    /// The paragraph that it goes against.
    pub law: Option<String>,
}

impl RulesFault {
    /// The place to mend.
    pub fn place(&self) -> FaultPlace {
        let facts = serde_json::to_value(self).unwrap_or_default();
        let text = |name: &str| Some(facts.get(name)?.as_str()?.to_owned());
        FaultPlace {
            file: text("origin"),
            line: facts.get("line").and_then(serde_json::Value::as_u64),
            key: text("name")
                .or_else(|| text("row"))
                .or_else(|| text("rule")),
            law: text("law"),
        }
    }

    /// The table of the locale that tells it.
    pub fn table(&self) -> &'static str {
        match self {
            Self::Law(_) => "law-fault",
            Self::Policy(_) => "policy-fault",
            Self::Missing(_) => "refusal",
        }
    }
}

/// The statutes with the rows that the settings add.
pub(super) fn statutes(config: &Config) -> Result<Statutes, LawFault> {
    let shipped = Statutes::shipped();
    match config.written() {
        Some(written) => shipped.with_rows(written.text(), written.path()),
        None => Ok(shipped.clone()),
    }
}

fn written(config: &Config, country: &str) -> Result<WrittenPolicies, PolicyFault> {
    let settings = config
        .written()
        .map(|written| PolicyText::new(written.path(), written.text()));
    WrittenPolicies::read(country, settings.as_ref())
}

fn written_credit(config: &Config, country: &str) -> Result<WrittenCredit, PolicyFault> {
    let settings = config
        .written()
        .map(|written| PolicyText::new(written.path(), written.text()));
    WrittenCredit::read(country, settings.as_ref())
}

/// The rulebook that a desk has open. Where the settings' rules cannot be used it is the shipped law without letters:
/// all else goes on.
pub(super) struct Open {
    pub rulebook: Arc<Rulebook>,
    pub fault: Option<RulesFault>,
}

pub(super) fn open(config: &Config, country: &str, today: Date) -> Open {
    match read(config, country, today) {
        Ok(rulebook) => Open {
            rulebook: Arc::new(rulebook),
            fault: None,
        },
        Err(fault) => Open {
            rulebook: Arc::default(),
            fault: Some(fault),
        },
    }
}

/// What the settings make harsher than the law of the day is refused. Where a new law is harsher with the shipped
/// policy the desk goes on: what is forbidden is left out letter by letter, and [`check`] tells what to change.
fn read(config: &Config, country: &str, today: Date) -> Result<Rulebook, RulesFault> {
    let statutes = statutes(config)?;
    let written = written(config, country)?;
    let policies = written.policies()?;
    let credit = written_credit(config, country)?.policies();
    if config.written().is_some() {
        let found = written.harsher(statutes.law(country), today)?;
        let mut own = found.into_iter().filter(|found| !found.shipped);
        if let Some(own) = own.find(|own| own.fault.closes()) {
            return Err(own.fault.into());
        }
    }
    Ok(Rulebook {
        statutes,
        policies,
        credit,
    })
}

/// All that is wrong with the settings' rows of the law and with the policy: for the law of the day and of every later
/// day on which a row that is known begins.
fn check(config: &Config, country: &str, today: Date) -> Result<Vec<RulesFault>, RulesFault> {
    let statutes = statutes(config)?;
    let written = written(config, country)?;
    written.policies()?;
    written_credit(config, country)?;
    let law = statutes.law(country);
    let mut found: Vec<Harsher> = Vec::new();
    for day in [today].into_iter().chain(law.changes_after(today)) {
        for harsher in written.harsher(law, day)? {
            if !found
                .iter()
                .any(|known| known.fault.is_the_same(&harsher.fault))
            {
                found.push(harsher);
            }
        }
    }
    let harsher = found.into_iter().map(|found| found.fault.into());
    let gaps = written.gaps(law, today)?.into_iter().map(missing);
    Ok(harsher.chain(gaps).collect())
}

/// Rules of credit that never speak, for want of an amount in the company's currency.
fn silent(credit: &WrittenCredit, currency: Currency) -> Option<RulesFault> {
    let keys = credit.policies().business.silent_in(currency);
    (!keys.is_empty()).then(|| {
        RulesFault::Missing(Refusal::AmountsMissing {
            currency: currency.code().to_owned(),
            keys: keys.join(", "),
        })
    })
}

pub(super) fn missing(gap: Gap) -> RulesFault {
    RulesFault::Missing(Refusal::LawMissing {
        country: gap.country,
        rule: gap.rule,
        on: gap.on,
    })
}

impl Desk {
    /// Why no letters can be judged, if the settings' rules are at fault.
    pub fn rules_fault(&self) -> Option<&RulesFault> {
        self.rules_fault.as_ref()
    }

    /// Refuses what the settings' rules must be sound for.
    pub(super) fn rules_are_sound(&self) -> Result<(), Failure> {
        match &self.rules_fault {
            Some(fault) => Err(fault.clone().into()),
            None => Ok(()),
        }
    }
}

impl Options {
    /// What is wrong with the settings' rules for a country; for that of the ledger if none is named.
    pub fn check_rules(
        &self,
        config: &Config,
        country: Option<&str>,
    ) -> Result<Vec<RulesFault>, Failure> {
        let country = match country {
            Some(country) => country.to_owned(),
            None => self.country(config)?,
        };
        let today = self.clock().today();
        let mut found = match check(config, &country, today) {
            Ok(found) => found,
            Err(fault) => return Ok(vec![fault]),
        };
        if self.ledger_path(config).exists() {
            found.extend(self.unlike_the_ledger(config, &country)?);
        }
        Ok(found)
    }

    /// Groups and customers of the settings that the ledger does not know, and rules that have no amount in its currency.
    fn unlike_the_ledger(
        &self,
        config: &Config,
        country: &str,
    ) -> Result<Vec<RulesFault>, Failure> {
        let store = Store::open(&self.ledger_path(config), Access::ReadOnly)?;
        let reader = store.read();
        let written = written(config, country).map_err(RulesFault::from)?;
        let is_customer = |number: &str| Ok(reader.customer_by_number(number)?.is_some());
        let groups = reader.customer_groups()?;
        let found: crate::store::Result<Vec<PolicyFault>> = written.unknown(&groups, is_customer);
        let credit = written_credit(config, country).map_err(RulesFault::from)?;
        let of_credit = credit.unknown(&groups);
        let found = found?.into_iter().chain(of_credit);
        let mut found: Vec<RulesFault> = found.map(RulesFault::from).collect();
        if let Some((ledger, _)) = reader.ledger()? {
            found.extend(silent(&credit, ledger.currency));
        }
        Ok(found)
    }

    /// The country of the ledger, without opening the desk: its rules may be what keeps it closed.
    pub(super) fn country(&self, config: &Config) -> Result<String, Failure> {
        let store = Store::open(&self.ledger_path(config), Access::ReadOnly)?;
        let ledger = store.read().ledger()?;
        let (facts, _) = ledger.ok_or_else(|| Trouble::NotALedger {
            path: store.path().display().to_string(),
        })?;
        Ok(facts.country)
    }
}
