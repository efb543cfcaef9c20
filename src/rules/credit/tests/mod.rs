//! The shipped policies of credit: what they answer, and what each key changes.

mod keys;
mod shipped;
mod signs;
mod table;

use super::*;
use crate::domain::assessment::Assessment;
use crate::domain::credit::{
    CreditFacts, LastCheck, PaysLate, Reached, StandingHold, StandingOverride, Verdict,
};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::Promises;
use crate::domain::record::HoldLevel;
use crate::rules::policy::{PolicyFault, PolicyText};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn today() -> Date {
    day("2026-11-22")
}

/// Whole crowns or euro.
fn whole(amount: i64) -> Minor {
    Minor(amount * 100)
}

fn currency(country: &str) -> Currency {
    match country {
        "no" => Currency::NOK,
        "se" => Currency::SEK,
        "dk" => Currency::DKK,
        _ => Currency::EUR,
    }
}

fn loaded(country: &str, settings: &str) -> CreditPolicies {
    load(country, settings).unwrap()
}

fn load(country: &str, settings: &str) -> Result<CreditPolicies, PolicyFault> {
    CreditPolicies::load(country, Some(&PolicyText::new("config.toml", settings)))
}

fn judged(
    policies: &CreditPolicies,
    country: &str,
    facts: &CreditFacts,
    amount: i64,
) -> Assessment {
    let policy = policies.of_facts(facts);
    assess(facts, policy, currency(country), whole(amount), today())
}

/// A customer of three years with forty invoices who owes a little and pays in time.
fn known(kind: CustomerKind) -> CreditFacts {
    let mut facts = CreditFacts::new(kind);
    facts.since = Some(day("2023-10-01"));
    facts.invoices = 40;
    facts.receivables = whole(5_000_000);
    facts.pays = PaysLate {
        now: Some(1),
        before: Some(1),
    };
    facts
}

fn business() -> CreditFacts {
    known(CustomerKind::Business)
}

fn consumer() -> CreditFacts {
    known(CustomerKind::Consumer)
}

/// One who was never sold to.
fn stranger(kind: CustomerKind) -> CreditFacts {
    let mut facts = CreditFacts::new(kind);
    facts.receivables = whole(5_000_000);
    facts
}

fn with(mut facts: CreditFacts, change: impl FnOnce(&mut CreditFacts)) -> CreditFacts {
    change(&mut facts);
    facts
}

#[expect(clippy::unnecessary_wraps, reason = "as the facts have it")]
fn check(on: &str, class: Option<&str>, advised: Option<i64>) -> Option<LastCheck> {
    Some(LastCheck {
        on: day(on),
        class: class.map(str::to_owned),
        advised: advised.map(whole),
        until: None,
    })
}

#[expect(clippy::unnecessary_wraps, reason = "as the facts have it")]
fn hold(level: HoldLevel) -> Option<StandingHold> {
    Some(StandingHold {
        level,
        since: day("2026-11-01"),
        until: None,
        rule: None,
        reason: "by hand".to_owned(),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "as the facts have it")]
fn passed(over: Verdict, amount: Option<i64>, until: &str) -> Option<StandingOverride> {
    Some(StandingOverride {
        until: day(until),
        amount: amount.map(whole),
        over,
        reason: "the owner guarantees".to_owned(),
    })
}
