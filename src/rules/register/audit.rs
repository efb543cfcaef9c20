//! The audit of the register: terms, limits, discounts and reminders that are outside the policy, or unlike those of
//! customers of the same group or kind.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::domain::assessment::Because;
use crate::domain::credit::CreditFacts;
use crate::domain::customer::{CustomerFacts, CustomerKind};
use crate::domain::date::Date;
use crate::domain::id::CustomerId;
use crate::domain::money::{Currency, Minor, Money};
use crate::domain::upkeep::AuditFinding;
use crate::rules::credit::{CreditPolicies, CreditPolicy, assess};
use crate::rules::terms::credit_days;

/// Fewer others are no measure.
const FEWEST_PEERS: usize = 5;
/// Unlike the others is what lies further from their median than so many times their usual distance from it.
const FAR: i64 = 4;
/// A limit is looked at from so many times the usual one on.
const LIMIT_TIMES: i64 = 5;

/// How reminders go to a customer.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Reminding {
    /// His policy sends none.
    pub off: bool,
    /// He has settings of his own.
    pub own: bool,
}

/// A customer as the audit sees him.
#[derive(Clone, Copy, Debug)]
pub struct Audited<'a> {
    pub customer: CustomerId,
    pub facts: &'a CustomerFacts,
    pub credit: &'a CreditFacts,
    pub reminding: Reminding,
}

/// What is unusual, customer by customer, in the order in which they came; those with nothing are left out.
pub fn audit(
    customers: &[Audited<'_>],
    policies: &CreditPolicies,
    currency: Currency,
    today: Date,
) -> Vec<(CustomerId, Vec<AuditFinding>)> {
    let peers = Peers::of(customers);
    let findings = customers.iter().map(|audited| {
        let policy = policies.of_facts(audited.credit);
        let mut found = Vec::new();
        terms(audited, policy, &peers, &mut found);
        limits(audited, policy, &peers, currency, today, &mut found);
        setting(audited, &mut found);
        (audited.customer, found)
    });
    findings.filter(|(_, found)| !found.is_empty()).collect()
}

fn terms(
    audited: &Audited<'_>,
    policy: &CreditPolicy,
    peers: &Peers<'_>,
    found: &mut Vec<AuditFinding>,
) {
    let Some(terms) = audited.facts.terms else {
        return;
    };
    let (days, most, step) = (credit_days(terms), policy.max_terms_days, policy.terms_step);
    if most > 0 && days > most {
        found.push(AuditFinding::TermsTooLong { days, most });
    }
    if step > 1 && !terms.end_of_month && !terms.days.is_multiple_of(step) {
        let days = terms.days;
        found.push(AuditFinding::TermsNotWholeWeeks { days, step });
    }
    if let Some(usual) = peers.usual(audited, Figure::Days)
        && usual.is_far(days.into())
    {
        found.push(AuditFinding::TermsUnlikeOthers {
            days,
            usual: u16::try_from(usual.median).unwrap_or(u16::MAX),
            peers: usual.peers,
        });
    }
    let Some(discount) = terms.discount else {
        return;
    };
    let percent = discount.percent.normalize().to_string();
    let most = policy.max_discount_percent;
    if discount.percent > Decimal::from(most) {
        found.push(AuditFinding::DiscountTooHigh { percent, most });
    } else if let Some(usual) = peers.usual(audited, Figure::Discount)
        && usual.is_far(hundredths(discount.percent))
    {
        found.push(AuditFinding::DiscountUnlikeOthers {
            percent,
            usual: Decimal::new(usual.median, 2).normalize().to_string(),
            peers: usual.peers,
        });
    }
}

fn limits(
    audited: &Audited<'_>,
    policy: &CreditPolicy,
    peers: &Peers<'_>,
    currency: Currency,
    today: Date,
    found: &mut Vec<AuditFinding>,
) {
    let money = |amount| Money::new(amount, currency);
    let (facts, credit) = (audited.facts, audited.credit);
    let answer = assess(credit, policy, currency, Minor::ZERO, today);
    let says = |rule: fn(&Because) -> bool| {
        let mut reasons = answer.reasons.iter();
        reasons.any(|reason| rule(&reason.because))
    };
    let after = answer.exposure;
    if says(|rule| {
        matches!(
            rule,
            Because::NoCheck { .. } | Because::CheckOld { .. } | Because::NewUnchecked { .. }
        )
    }) {
        found.push(AuditFinding::NoCheck { after });
    }
    if let Some(most) = answer.limit.filter(|_| says(over_limit)) {
        found.push(AuditFinding::LimitOverused { after, most });
    }
    let Some(limit) = facts.credit_limit else {
        return;
    };
    let most = money(limit);
    match &credit.check {
        None if policy
            .check_above
            .get(&currency)
            .is_some_and(|above| limit > *above) =>
        {
            found.push(AuditFinding::LimitWithoutCheck { most });
        }
        Some(check) => {
            if let Some(advised) = check.advised.filter(|advised| limit > *advised) {
                let advised = money(advised);
                found.push(AuditFinding::LimitOverAdvised { most, advised });
            }
        }
        None => {}
    }
    let long_a_customer = credit
        .since
        .is_some_and(|since| (today - since).num_days() > i64::from(policy.new_days));
    let unused = credit.pays.now.is_none() && credit.open.is_zero() && credit.on_order.is_zero();
    if limit > Minor::ZERO && unused && long_a_customer {
        found.push(AuditFinding::LimitUnused { most });
    }
    if let Some(usual) = peers.usual(audited, Figure::Limit)
        && usual.median > 0
        && limit.0 > usual.median.saturating_mul(LIMIT_TIMES)
    {
        found.push(AuditFinding::LimitUnlikeOthers {
            most,
            usual: money(Minor(usual.median)),
            peers: usual.peers,
        });
    }
}

fn over_limit(because: &Because) -> bool {
    matches!(because, Because::OverLimit { .. })
}

fn setting(audited: &Audited<'_>, found: &mut Vec<AuditFinding>) {
    let facts = audited.facts;
    let nothing = facts.group.is_none()
        && facts.risk_class.is_none()
        && facts.terms.is_none()
        && facts.credit_limit.is_none();
    if nothing {
        found.push(AuditFinding::NoProfile);
    }
    if audited.reminding.off {
        found.push(AuditFinding::RemindersOff);
    } else if audited.reminding.own {
        found.push(AuditFinding::OwnReminders);
    }
}

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Figure {
    Days,
    Discount,
    Limit,
}

impl Figure {
    const ALL: [Self; 3] = [Self::Days, Self::Discount, Self::Limit];

    fn of(self, facts: &CustomerFacts) -> Option<i64> {
        match self {
            Self::Days => facts.terms.map(|terms| credit_days(terms).into()),
            Self::Discount => {
                let discount = facts.terms?.discount?;
                Some(hundredths(discount.percent))
            }
            Self::Limit => facts.credit_limit.map(|limit| limit.0),
        }
    }
}

fn hundredths(percent: Decimal) -> i64 {
    use rust_decimal::prelude::ToPrimitive;
    let hundredths = percent.checked_mul(Decimal::ONE_HUNDRED);
    hundredths.and_then(|n| n.to_i64()).unwrap_or(0)
}

/// Who is like whom: his group if it is large enough, else all of his kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Like<'a> {
    Group(&'a str),
    Kind(&'static str),
}

fn kind(kind: CustomerKind) -> Like<'static> {
    Like::Kind(kind.name())
}

/// The middle of a figure among customers who are alike.
#[derive(Clone, Copy)]
struct Usual {
    median: i64,
    /// The median of distances from it; at least one, so that a habit of all makes a stranger of who differs.
    distance: i64,
    peers: u32,
}

impl Usual {
    /// The median and the median distance from it: a few strange figures move neither.
    fn of(mut figures: Vec<i64>) -> Option<Self> {
        if figures.len() < FEWEST_PEERS {
            return None;
        }
        let median = middle(&mut figures)?;
        let distances = figures.iter().map(|figure| (figure - median).abs());
        let mut distances: Vec<i64> = distances.collect();
        Some(Self {
            median,
            distance: middle(&mut distances)?.max(1),
            peers: u32::try_from(figures.len()).unwrap_or(u32::MAX),
        })
    }

    fn is_far(self, figure: i64) -> bool {
        (figure - self.median).abs() > self.distance.saturating_mul(FAR)
    }
}

fn middle(figures: &mut [i64]) -> Option<i64> {
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied()
}

struct Peers<'a>(BTreeMap<(Like<'a>, Figure), Usual>);

impl<'a> Peers<'a> {
    fn of(customers: &[Audited<'a>]) -> Self {
        let mut figures: BTreeMap<(Like<'a>, Figure), Vec<i64>> = BTreeMap::new();
        for audited in customers {
            let group = audited.facts.group.as_deref().map(Like::Group);
            for like in group.into_iter().chain([kind(audited.facts.kind)]) {
                for figure in Figure::ALL {
                    if let Some(value) = figure.of(audited.facts) {
                        let of = figures.entry((like.clone(), figure)).or_default();
                        of.push(value);
                    }
                }
            }
        }
        let usual = figures
            .into_iter()
            .filter_map(|(like, figures)| Some((like, Usual::of(figures)?)));
        Self(usual.collect())
    }

    fn usual(&self, audited: &Audited<'a>, figure: Figure) -> Option<Usual> {
        let group = audited.facts.group.as_deref().map(Like::Group);
        let of_group = group.and_then(|group| self.0.get(&(group, figure)));
        let of_kind = || self.0.get(&(kind(audited.facts.kind), figure));
        of_group.or_else(of_kind).copied()
    }
}

#[cfg(test)]
mod tests;
