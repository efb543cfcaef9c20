//! The policy of credit as typed data: what is checked, what is given, what stops a sale, what is watched. The
//! company's own and no law's: nothing here is refused for being strict.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::credit::{CreditFacts, Reached, Verdict};
use crate::domain::customer::{CustomerFacts, CustomerKind};
use crate::domain::field::Field;
use crate::domain::ledger::CompanySize;
use crate::domain::money::{Currency, Minor};
use crate::domain::record::{HoldLevel, NoticeKind};
use crate::domain::warning::Sign;
use crate::rules::policy::{Pair, PolicyFault, PolicyText};

use super::load::WrittenCredit;

/// An amount in each currency; that of the company's counts. Without one in it the rule does not speak.
pub type Amounts = BTreeMap<Currency, Minor>;

/// What holds for one kind of customer, one class, one group.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CreditPolicy {
    /// Its name and a digest of all that it says.
    pub version: String,
    /// A sale of less needs no check.
    pub no_check_below: Amounts,
    /// More at risk than this, the sale counted, needs a check.
    pub check_above: Amounts,
    /// How long a check is good for, unless it says so itself.
    pub check_days: u16,
    pub check_public: bool,
    /// A customer is new for so many days, and for so many invoices: until both are passed.
    pub new_days: u16,
    pub new_invoices: u16,
    /// What is given to a new customer who was not checked.
    pub new_limit: Amounts,
    /// The limit of who has none of his own.
    pub default_limit: Amounts,
    /// So much over a limit is let pass.
    pub limit_tolerance_percent: u16,
    pub over_limit: Verdict,
    pub bad_classes: Vec<String>,
    pub bad_class: Verdict,
    /// How much is asked for in advance where a rule wants a part of it.
    pub prepay_percent: u16,
    /// More at risk than this is partly paid in advance.
    pub prepay_above: Amounts,
    /// So is a larger share of all receivables, from an amount on.
    pub prepay_share_percent: u16,
    pub prepay_share_from: Amounts,
    /// A share of less than this, owed by all together, says nothing.
    pub prepay_share_receivables: Amounts,
    /// Less overdue than this stops nothing.
    pub overdue_least: Amounts,
    pub overdue_warn_days: u16,
    pub block_overdue_days: u16,
    pub block_overdue_amount: Amounts,
    pub overdue_means: Verdict,
    /// Reminders that have come so far stop sales; none stops none.
    pub block_from_stage: Option<Reached>,
    /// So many broken promises ask for money in advance; 0 for none.
    pub broken_promises: u16,
    /// Paying so many days later than a year ago asks for a check; 0 for none.
    pub late_worse_by: u16,
    pub notice: NoticeLevels,
    /// How long a payment default counts.
    pub default_days: u16,
    /// The longest that an override lasts.
    pub override_days: u16,
    /// Months from one review to the next; 0 for no reviews.
    pub review_months: u16,
    /// Months until data must be confirmed anew.
    pub stale_months: u16,
    pub max_terms_days: u16,
    pub terms_step: u16,
    pub max_discount_percent: u16,
    /// Paying later than this on average suggests shorter terms.
    pub shorten_above_days: u16,
    /// What needs a second person: `limit`, `account`, `hold`.
    pub second_person: Vec<String>,
    pub security_warn_days: u16,
    /// The share of the largest customers that is told, how many they are, and from where it is much.
    pub concentration_top: u16,
    pub concentration_percent: u16,
    /// From this score on a customer is on the list of early warnings.
    pub warn_from: u16,
    pub weights: Weights,
}

/// What a bureau's notice does at once.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub struct NoticeLevels {
    /// A class that is one of the bad ones.
    pub bad_class: Option<HoldLevel>,
    pub default: Option<HoldLevel>,
    pub bankruptcy: Option<HoldLevel>,
    pub other: Option<HoldLevel>,
}

/// How much each sign counts in an early warning; 0 for not at all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Weights(pub BTreeMap<Sign, u16>);

impl Weights {
    pub fn of(&self, sign: Sign) -> u16 {
        self.0.get(&sign).copied().unwrap_or(0)
    }
}

/// A policy that asks for nothing and gives nothing: what the shipped file is laid on.
impl Default for CreditPolicy {
    fn default() -> Self {
        Self {
            version: String::new(),
            no_check_below: Amounts::new(),
            check_above: Amounts::new(),
            check_days: 0,
            check_public: false,
            new_days: 0,
            new_invoices: 0,
            new_limit: Amounts::new(),
            default_limit: Amounts::new(),
            limit_tolerance_percent: 0,
            over_limit: Verdict::Hold,
            bad_classes: Vec::new(),
            bad_class: Verdict::Prepay,
            prepay_percent: 100,
            prepay_above: Amounts::new(),
            prepay_share_percent: 0,
            prepay_share_from: Amounts::new(),
            prepay_share_receivables: Amounts::new(),
            overdue_least: Amounts::new(),
            overdue_warn_days: 0,
            block_overdue_days: 0,
            block_overdue_amount: Amounts::new(),
            overdue_means: Verdict::Hold,
            block_from_stage: None,
            broken_promises: 0,
            late_worse_by: 0,
            notice: NoticeLevels::default(),
            default_days: 0,
            override_days: 0,
            review_months: 0,
            stale_months: 0,
            max_terms_days: 0,
            terms_step: 7,
            max_discount_percent: 0,
            shorten_above_days: 0,
            second_person: Vec::new(),
            security_warn_days: 0,
            concentration_top: 10,
            concentration_percent: 100,
            warn_from: 100,
            weights: Weights(BTreeMap::new()),
        }
    }
}

impl CreditPolicy {
    /// What the policy does at once about a bureau's notice, and about the class that it brings.
    pub fn on_notice(&self, notice: NoticeKind, class: Option<&str>) -> Option<HoldLevel> {
        match notice {
            NoticeKind::NewClass => self
                .notice
                .bad_class
                .filter(|_| class.is_some_and(|class| self.is_bad(class))),
            NoticeKind::Default => self.notice.default,
            NoticeKind::Bankruptcy => self.notice.bankruptcy,
            NoticeKind::Other => self.notice.other,
        }
    }

    /// The keys whose amounts are given in other currencies and not in this one: such a rule never speaks.
    pub fn silent_in(&self, currency: Currency) -> Vec<&'static str> {
        let amounts = [
            ("no-check-below", &self.no_check_below),
            ("check-above", &self.check_above),
            ("new-limit", &self.new_limit),
            ("default-limit", &self.default_limit),
            ("prepay-above", &self.prepay_above),
            ("prepay-share-from", &self.prepay_share_from),
            ("prepay-share-receivables", &self.prepay_share_receivables),
            ("overdue-least", &self.overdue_least),
            ("block-overdue-amount", &self.block_overdue_amount),
        ];
        let silent = amounts
            .into_iter()
            .filter(|(_, amounts)| !amounts.is_empty() && !amounts.contains_key(&currency));
        silent.map(|(key, _)| key).collect()
    }

    /// Whether a class is one of the bad ones. Case and blanks do not matter.
    pub fn is_bad(&self, class: &str) -> bool {
        let class = folded(class);
        self.bad_classes.iter().any(|bad| folded(bad) == class)
    }

    /// Whether a change of a field needs a second person.
    pub fn guards(&self, field: Field) -> bool {
        match field {
            Field::CreditLimit => self.needs_second_person("limit"),
            Field::Account => self.needs_second_person("account"),
            _ => false,
        }
    }

    /// Whether a hold is set and released by two.
    pub fn guards_holds(&self) -> bool {
        self.needs_second_person("hold")
    }

    /// Whether another policy has the same wait for a second person.
    pub fn guards_alike(&self, other: &Self) -> bool {
        let all_of = |these: &Self, those: &Self| {
            let mut named = these.second_person.iter();
            named.all(|what| those.needs_second_person(what))
        };
        all_of(self, other) && all_of(other, self)
    }

    fn needs_second_person(&self, what: &str) -> bool {
        self.second_person.iter().any(|named| named == what)
    }
}

/// Whose policy is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    pub kind: CustomerKind,
    pub class: Option<&'a str>,
    pub group: Option<&'a str>,
}

/// The policies of a company: by kind, by class, by group.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct CreditPolicies {
    /// The country's name and a digest of all that they say.
    pub version: String,
    /// Public bodies are businesses here.
    pub business: CreditPolicy,
    pub consumer: CreditPolicy,
    /// By class, folded.
    pub classes: BTreeMap<String, Pair<CreditPolicy>>,
    /// By group, then by class, folded; "" for any class without a table.
    pub groups: BTreeMap<String, BTreeMap<String, Pair<CreditPolicy>>>,
}

impl CreditPolicies {
    /// The policies that are shipped for a small company of a country, and what the settings change.
    pub fn load(country: &str, settings: Option<&PolicyText<'_>>) -> Result<Self, PolicyFault> {
        let written = WrittenCredit::read(country, CompanySize::default(), settings)?;
        Ok(written.policies())
    }

    /// His group's, else his class's, else his kind's: each is laid over the ones after it.
    pub fn of(&self, judged: Judged<'_>) -> &CreditPolicy {
        let class = judged.class.map(folded).unwrap_or_default();
        let group = judged.group.and_then(|group| self.groups.get(group));
        let pair = match group {
            Some(classes) => classes.get(&class).or_else(|| classes.get("")),
            None => self.classes.get(&class),
        };
        match pair {
            Some(pair) => pair.of(judged.kind),
            None if judged.kind == CustomerKind::Consumer => &self.consumer,
            None => &self.business,
        }
    }

    /// The policy for a customer by his data.
    pub fn of_customer(&self, facts: &CustomerFacts) -> &CreditPolicy {
        self.of(Judged {
            kind: facts.kind,
            class: facts.risk_class.as_deref(),
            group: facts.group.as_deref(),
        })
    }

    /// The policy for what is known of a customer.
    pub fn of_facts(&self, facts: &CreditFacts) -> &CreditPolicy {
        self.of(Judged {
            kind: facts.kind,
            class: class(facts),
            group: facts.group.as_deref(),
        })
    }
}

/// The class that counts: the register's own, else the last check's.
pub(super) fn class(facts: &CreditFacts) -> Option<&str> {
    let checked = facts.check.as_ref();
    let class = facts.risk_class.as_deref();
    class.or_else(|| checked.and_then(|check| check.class.as_deref()))
}

/// A class as it is compared.
pub(super) fn folded(class: &str) -> String {
    class.trim().to_uppercase()
}
