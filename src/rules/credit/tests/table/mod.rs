//! The decision table: risk class, exposure, overdue, security, relation, amount; the verdict and every rule that
//! spoke.

mod abroad;
mod classes;
mod exposures;
mod lateness;
mod relations;
mod shares;
mod standings;

use super::*;
use Verdict::{Approve, Check, Hold, Prepay};

pub(super) struct Case {
    pub name: &'static str,
    pub country: &'static str,
    pub facts: CreditFacts,
    pub amount: i64,
    says: Verdict,
    percent: Option<u8>,
    rules: &'static str,
}

fn case(
    name: &'static str,
    country: &'static str,
    facts: CreditFacts,
    amount: i64,
    (says, percent): (Verdict, u8),
    rules: &'static str,
) -> Case {
    Case {
        name,
        country,
        facts,
        amount,
        says,
        percent: (percent > 0).then_some(percent),
        rules,
    }
}

const YES: (Verdict, u8) = (Approve, 0);
const ASK: (Verdict, u8) = (Check, 0);
const NO: (Verdict, u8) = (Hold, 0);

fn ahead(percent: u8) -> (Verdict, u8) {
    (Prepay, percent)
}

/// A business that was checked not long ago.
fn checked(change: impl FnOnce(&mut CreditFacts)) -> CreditFacts {
    with(business(), |facts| {
        facts.check = check("2026-06-01", None, None);
        change(facts);
    })
}

pub(super) fn cases() -> Vec<Case> {
    [
        relations::cases(),
        exposures::cases(),
        shares::cases(),
        classes::cases(),
        lateness::cases(),
        standings::cases(),
        abroad::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn the_shipped_policies_decide_as_the_table_says() {
    let cases = cases();
    assert!(cases.len() >= 60, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let policies = CreditPolicies::load(case.country, None).unwrap();
        let answer = judged(&policies, case.country, &case.facts, case.amount);
        let (mut rules, mut wanted) = (
            answer.rules(),
            case.rules.split(' ').map(str::to_owned).collect::<Vec<_>>(),
        );
        rules.sort();
        wanted.sort();
        let is_right =
            answer.verdict == case.says && answer.prepay_percent == case.percent && rules == wanted;
        if !is_right {
            wrong.push(format!(
                "{}, {}: {:?} {:?} {}",
                case.country,
                case.name,
                answer.verdict,
                answer.prepay_percent,
                answer.rules().join(" ")
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_worst_reason_leads_and_the_same_facts_give_the_same_answer() {
    for case in cases() {
        let policies = CreditPolicies::load(case.country, None).unwrap();
        let answer = judged(&policies, case.country, &case.facts, case.amount);
        assert_eq!(
            answer,
            judged(&policies, case.country, &case.facts, case.amount)
        );
        let says: Vec<Verdict> = answer
            .reasons
            .iter()
            .filter(|reason| !reason.lifted)
            .map(|reason| reason.says)
            .collect();
        assert_eq!(says.first().copied(), Some(answer.verdict), "{}", case.name);
        assert!(says.is_sorted_by(|a, b| a >= b), "{}", case.name);
    }
}

#[test]
fn a_company_in_a_currency_without_amounts_is_asked_to_give_a_limit() {
    let policies = CreditPolicies::load("eu", None).unwrap();
    let facts = business();
    let gbp = Currency::parse("GBP").unwrap();
    let answer = assess(&facts, policies.of_facts(&facts), gbp, whole(100), today());
    assert_eq!(answer.verdict, Check);
    assert_eq!(answer.rules(), ["no-limit"]);
}

#[test]
fn the_largest_figures_there_are_break_nothing() {
    let policies = CreditPolicies::load("no", None).unwrap();
    let largest = Minor(i64::MAX);
    for kind in CustomerKind::ALL {
        let mut facts = CreditFacts::new(kind);
        facts.open = largest;
        facts.on_order = largest;
        facts.overdue = largest;
        facts.overdue_days = i64::MAX;
        facts.receivables = largest;
        facts.pays = PaysLate {
            now: Some(i64::MAX),
            before: Some(i64::MIN),
        };
        facts.promises = Promises {
            kept: u32::MAX,
            broken: u32::MAX,
        };
        for (secured, limit) in [(Minor::ZERO, largest), (largest, Minor(i64::MIN))] {
            facts.secured = secured;
            facts.limit = Some(limit);
            for amount in [largest, Minor::ZERO, Minor(i64::MIN)] {
                let policy = policies.of_facts(&facts);
                let answer = assess(&facts, policy, Currency::NOK, amount, today());
                assert_eq!(answer.verdict, Hold);
            }
        }
    }
}
