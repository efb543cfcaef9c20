//! A customer's limit: his own, else what the last check advised, else what the policy gives to his like.

use super::policy::CreditPolicy;
use crate::domain::credit::{CreditFacts, LastCheck};
use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor};

/// A limit and where it comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    Own(Minor),
    Advised(Minor),
    Default(Minor),
}

impl Limit {
    pub fn amount(self) -> Minor {
        match self {
            Self::Own(amount) | Self::Advised(amount) | Self::Default(amount) => amount,
        }
    }
}

/// The limit that counts on a day; none where he has none and the policy has no amount in the currency.
pub fn limit(
    facts: &CreditFacts,
    policy: &CreditPolicy,
    currency: Currency,
    today: Date,
) -> Option<Limit> {
    let advised = || {
        let check = good_check(facts, policy, today)?;
        check.advised.map(Limit::Advised)
    };
    let default = || policy.default_limit.get(&currency).copied();
    facts
        .limit
        .map(Limit::Own)
        .or_else(advised)
        .or_else(|| default().map(Limit::Default))
}

/// The last check, if it still counts.
pub(super) fn good_check<'f>(
    facts: &'f CreditFacts,
    policy: &CreditPolicy,
    today: Date,
) -> Option<&'f LastCheck> {
    facts.check.as_ref().filter(|check| {
        let age = (today - check.on).num_days();
        let good = match check.until {
            Some(until) => today <= until,
            None => age <= i64::from(policy.check_days),
        };
        good && check.on <= today
    })
}
