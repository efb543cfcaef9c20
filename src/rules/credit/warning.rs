//! Early warning: signs in how a customer pays, each in points, weighed by the policy. Change counts beside level: who
//! always pays ten days late is no news, who begins to is.

use super::assess::percent;
use super::limit::{Limit, limit};
use super::policy::CreditPolicy;
use crate::domain::credit::CreditFacts;
use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor};
use crate::domain::warning::{AgeMix, Paying, Shows, Sign, Signal, Warning};

/// Points for each, up to 100.
const PER_DAY_LATE: i64 = 3;
const PER_DAY_LATER: i64 = 5;
const PER_DISPUTE: i64 = 25;
/// A broken promise says less when it is the only one.
const FEW_PROMISES: i64 = 3;

/// How a customer's paying looks on a day.
pub fn warn(
    facts: &CreditFacts,
    paying: &Paying,
    policy: &CreditPolicy,
    currency: Currency,
    today: Date,
) -> Warning {
    let limit = limit(facts, policy, currency, today).map(Limit::amount);
    let shown = [
        days_late(facts),
        later(facts),
        Some(promises(facts)),
        Some(disputes(facts)),
        Some(ages(&paying.ages)),
        share(facts, policy),
        limit_used(facts, limit),
        Some(broken_plan(paying)),
        bureau(facts, policy, today),
    ];
    let mut signals: Vec<Signal> = shown
        .into_iter()
        .flatten()
        .filter_map(|(sign, points, shows)| {
            let points = u8::try_from(points.clamp(0, 100)).unwrap_or(100);
            let weight = policy.weights.of(sign);
            (points > 0 && weight > 0).then_some(Signal {
                sign,
                points,
                weight,
                shows,
            })
        })
        .collect();
    signals.sort_by_key(|signal| std::cmp::Reverse((adds(signal), signal.points)));
    Warning {
        score: score(&signals, policy),
        signals,
    }
}

/// The share of all receivables, in whole percent, that the largest `policy.concentration_top` customers owe; `owed`
/// is what each owes, in any order.
pub fn concentration(owed: &[Minor], policy: &CreditPolicy) -> u32 {
    let mut owed: Vec<Minor> = owed.iter().map(|owed| (*owed).max(Minor::ZERO)).collect();
    owed.sort_unstable_by(|a, b| b.cmp(a));
    let sum = |of: &[Minor]| {
        let sum = of
            .iter()
            .fold(0_i64, |sum, owed| sum.saturating_add(owed.0));
        Minor(sum)
    };
    let top = owed.len().min(usize::from(policy.concentration_top));
    percent(sum(&owed[..top]), sum(&owed))
}

type Shown = (Sign, i64, Shows);

fn adds(signal: &Signal) -> u32 {
    u32::from(signal.points) * u32::from(signal.weight)
}

/// The weighted mean, for many small signs; half of the worst at least, for one that is bad enough alone.
fn score(signals: &[Signal], policy: &CreditPolicy) -> u8 {
    let weights = Sign::ALL
        .into_iter()
        .map(|sign| u32::from(policy.weights.of(sign)));
    let (all, heaviest) = weights.fold((0_u32, 0_u32), |(sum, most), weight| {
        (sum + weight, most.max(weight))
    });
    let sum: u32 = signals.iter().map(adds).sum();
    let mean = sum.checked_div(all).unwrap_or(0);
    let worst = signals.iter().map(adds).max().unwrap_or(0);
    let half = worst.checked_div(2 * heaviest).unwrap_or(0);
    u8::try_from(mean.max(half).min(100)).unwrap_or(100)
}

fn days_late(facts: &CreditFacts) -> Option<Shown> {
    let now = facts.pays.now?;
    let points = now.max(0).saturating_mul(PER_DAY_LATE);
    Some((Sign::DaysLate, points, Shows::DaysLate { now }))
}

fn later(facts: &CreditFacts) -> Option<Shown> {
    let (now, before) = (facts.pays.now?, facts.pays.before?);
    let points = now
        .max(0)
        .saturating_sub(before.max(0))
        .saturating_mul(PER_DAY_LATER);
    let shows = Shows::LaterThanBefore { now, before };
    Some((Sign::LaterThanBefore, points, shows))
}

fn promises(facts: &CreditFacts) -> Shown {
    let (kept, broken) = (facts.promises.kept, facts.promises.broken);
    let all = i64::from(kept) + i64::from(broken);
    let points = i64::from(broken) * 100 / all.max(FEW_PROMISES);
    (Sign::Promises, points, Shows::Promises { kept, broken })
}

fn disputes(facts: &CreditFacts) -> Shown {
    let count = facts.disputes;
    let points = i64::from(count) * PER_DISPUTE;
    (Sign::Disputes, points, Shows::Disputes { count })
}

/// What is late counts half, what is more than sixty days late counts in full.
fn ages(ages: &AgeMix) -> Shown {
    let sum = |parts: &[Minor]| {
        let parts = parts.iter().map(|part| part.0.max(0));
        Minor(parts.fold(0_i64, i64::saturating_add))
    };
    let late = [ages.days_30, ages.days_60, ages.days_90, ages.older];
    let all = sum(&[ages.not_due, sum(&late)]);
    let (late, old) = (percent(sum(&late), all), percent(sum(&late[2..]), all));
    let points = i64::from(late / 2).max(i64::from(old));
    (Sign::Ages, points, Shows::Ages { late, old })
}

/// A large share is a sign from half of what the policy calls much for one; all of it at twice that.
fn share(facts: &CreditFacts, policy: &CreditPolicy) -> Option<Shown> {
    let much = i64::from(policy.prepay_share_percent);
    if much == 0 {
        return None;
    }
    let percent = percent(facts.exposure(), facts.receivables);
    let over = (2 * i64::from(percent) - much).max(0);
    let shows = Shows::Share { percent };
    Some((Sign::Share, over * 100 / (3 * much), shows))
}

/// From three quarters of the limit on; all of it at a quarter over.
fn limit_used(facts: &CreditFacts, limit: Option<Minor>) -> Option<Shown> {
    let limit = limit.filter(|limit| *limit > Minor::ZERO)?;
    let percent = percent(facts.exposure(), limit);
    let points = (i64::from(percent) - 75) * 2;
    Some((Sign::LimitUsed, points, Shows::LimitUsed { percent }))
}

fn broken_plan(paying: &Paying) -> Shown {
    let count = paying.plans_broken;
    let points = if count > 0 { 100 } else { 0 };
    (Sign::BrokenPlan, points, Shows::BrokenPlan { count })
}

fn bureau(facts: &CreditFacts, policy: &CreditPolicy, today: Date) -> Option<Shown> {
    if facts.bankrupt {
        return Some((Sign::Bureau, 100, Shows::BureauBankruptcy));
    }
    let on = facts.defaulted?;
    let counts = (today - on).num_days() <= i64::from(policy.default_days);
    counts.then_some((Sign::Bureau, 100, Shows::BureauDefault { on }))
}
