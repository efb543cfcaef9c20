//! What is unlike the policy and the others, and what is not.

use super::*;
use crate::domain::credit::LastCheck;
use crate::domain::terms::Terms;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn today() -> Date {
    day("2026-11-22")
}

struct One {
    facts: CustomerFacts,
    credit: CreditFacts,
    reminding: Reminding,
}

/// An ordinary firm: two weeks, a limit, a check, some sales.
fn firm(terms: &str, limit: i64) -> One {
    let mut facts = CustomerFacts::new(CustomerKind::Business, "NO", "Firma AS");
    facts.terms = Some(terms.parse().unwrap());
    facts.credit_limit = Some(Minor(limit * 100));
    let mut credit = CreditFacts::new(CustomerKind::Business);
    credit.limit = facts.credit_limit;
    credit.since = Some(day("2020-01-01"));
    credit.invoices = 50;
    credit.pays.now = Some(0);
    credit.receivables = Minor(100_000_000);
    credit.check = Some(LastCheck {
        on: day("2026-10-01"),
        class: None,
        advised: None,
        until: None,
    });
    One {
        facts,
        credit,
        reminding: Reminding::default(),
    }
}

fn keys(customers: &[One]) -> Vec<(i64, Vec<String>)> {
    let audited: Vec<Audited<'_>> = customers
        .iter()
        .zip(1..)
        .map(|(one, id)| Audited {
            customer: CustomerId(id),
            facts: &one.facts,
            credit: &one.credit,
            reminding: one.reminding,
        })
        .collect();
    let policies = CreditPolicies::load("no", None).unwrap();
    let key = |finding: &AuditFinding| {
        let value = serde_json::to_value(finding).unwrap();
        value["key"].as_str().unwrap().to_owned()
    };
    audit(&audited, &policies, Currency::NOK, today())
        .iter()
        .map(|(id, found)| (id.0, found.iter().map(key).collect()))
        .collect()
}

#[test]
fn an_ordinary_register_has_no_findings() {
    let customers: Vec<One> = (0..20).map(|n| firm("14", 40_000 + n * 1_000)).collect();
    assert_eq!(keys(&customers), []);
    assert_eq!(keys(&[]), []);
}

#[test]
fn what_is_outside_the_policy_is_found() {
    let alone = |one: One| {
        let found = keys(&[one]);
        found
            .into_iter()
            .flat_map(|(_, keys)| keys)
            .collect::<Vec<_>>()
    };
    assert_eq!(alone(firm("63", 40_000)), ["terms-too-long"]);
    assert_eq!(alone(firm("30", 40_000)), ["terms-not-whole-weeks"]);
    assert_eq!(alone(firm("14 5%/7", 40_000)), ["discount-too-high"]);
    let mut unchecked = firm("14", 90_000);
    unchecked.credit.check = None;
    assert_eq!(alone(unchecked), ["limit-without-check"]);
    let mut small = firm("14", 40_000);
    small.credit.check = None;
    assert_eq!(alone(small), [""; 0]);
    let mut advised = firm("14", 90_000);
    advised.credit.check.as_mut().unwrap().advised = Some(Minor(5_000_000));
    assert_eq!(alone(advised), ["limit-over-advised"]);
    let mut over = firm("14", 40_000);
    over.credit.open = Minor(4_500_000);
    assert_eq!(alone(over), ["limit-overused"]);
    let mut unused = firm("14", 40_000);
    unused.credit.pays.now = None;
    assert_eq!(alone(unused), ["limit-unused"]);
    let mut much = firm("14", 400_000);
    much.credit.check = None;
    much.credit.open = Minor(9_000_000);
    assert_eq!(alone(much), ["no-check", "limit-without-check"]);
    let mut quiet = firm("14", 40_000);
    quiet.reminding.off = true;
    assert_eq!(alone(quiet), ["reminders-off"]);
    let mut nobody = firm("14", 40_000);
    nobody.facts = CustomerFacts::new(CustomerKind::Business, "NO", "Ny AS");
    nobody.credit.limit = None;
    assert_eq!(alone(nobody), ["no-profile"]);
}

#[test]
fn who_is_unlike_the_others_is_found_and_a_spread_is_no_stranger() {
    let mut customers: Vec<One> = (0..10).map(|_| firm("14", 40_000)).collect();
    customers.push(firm("42", 40_000));
    customers.push(firm("14", 900_000));
    assert_eq!(
        keys(&customers),
        [
            (11, vec!["terms-unlike-others".to_owned()]),
            (12, vec!["limit-unlike-others".to_owned()]),
        ]
    );
    // Where all have different terms, none is strange.
    let spread: Vec<One> = ["7", "14", "21", "28", "35", "42", "49", "56"]
        .map(|terms| firm(terms, 40_000))
        .into();
    assert_eq!(keys(&spread), []);
}

#[test]
fn a_customer_is_held_against_his_own_group() {
    let mut customers: Vec<One> = (0..20).map(|_| firm("14", 40_000)).collect();
    for _ in 0..6 {
        let mut chain = firm("56", 40_000);
        chain.facts.group = Some("Chain".to_owned());
        customers.push(chain);
    }
    assert_eq!(keys(&customers), []);
    customers[25].facts.terms = Some(Terms::net(14));
    assert_eq!(
        keys(&customers),
        [(26, vec!["terms-unlike-others".to_owned()])]
    );
}
