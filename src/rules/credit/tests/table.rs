//! The decision table: risk class, exposure, overdue, security, relation, amount; the verdict and every rule that
//! spoke.

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

/// By amount, relation and check.
fn relations() -> Vec<Case> {
    let firm = || stranger(CustomerKind::Business);
    let person = || stranger(CustomerKind::Consumer);
    let young = |facts: CreditFacts| {
        with(facts, |facts| {
            facts.since = Some(day("2026-09-01"));
            facts.invoices = 2;
        })
    };
    vec![
        case(
            "a trifle to a stranger",
            "no",
            firm(),
            5_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "a little to a stranger",
            "no",
            firm(),
            15_000,
            YES,
            "within-limit new-within",
        ),
        case(
            "more to a stranger",
            "no",
            firm(),
            15_001,
            ASK,
            "new-unchecked within-limit",
        ),
        case(
            "much to a stranger",
            "no",
            firm(),
            50_001,
            ASK,
            "no-check within-limit",
        ),
        case(
            "too much for a stranger",
            "no",
            firm(),
            200_000,
            ahead(50),
            "over-limit no-check",
        ),
        case(
            "a person, a trifle",
            "no",
            person(),
            2_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "a person, more",
            "no",
            person(),
            5_001,
            ASK,
            "new-unchecked within-limit",
        ),
        case(
            "a person, over the limit",
            "no",
            person(),
            40_000,
            ahead(50),
            "over-limit no-check",
        ),
        case(
            "a new customer, more",
            "no",
            young(business()),
            20_000,
            ASK,
            "new-unchecked within-limit",
        ),
        case(
            "a new customer, a little",
            "no",
            young(business()),
            12_000,
            YES,
            "within-limit new-within",
        ),
        case(
            "often a customer, not long",
            "no",
            with(business(), |facts| facts.since = Some(day("2026-09-01"))),
            20_000,
            ASK,
            "new-unchecked within-limit",
        ),
        case(
            "a known one, the usual",
            "no",
            business(),
            40_000,
            YES,
            "within-limit own-history",
        ),
        case(
            "a known one, at the edge",
            "no",
            business(),
            50_000,
            YES,
            "within-limit own-history",
        ),
        case(
            "a known one, over the edge",
            "no",
            business(),
            50_001,
            ASK,
            "no-check within-limit",
        ),
        case(
            "a known person",
            "no",
            consumer(),
            15_000,
            YES,
            "within-limit own-history",
        ),
        case(
            "a checked one",
            "no",
            with(business(), |facts| {
                facts.check = check("2026-06-01", Some("A"), None)
            }),
            80_000,
            YES,
            "within-limit checked-class",
        ),
        case(
            "a check of a year and a day",
            "no",
            with(business(), |facts| {
                facts.check = check("2025-11-21", Some("A"), None)
            }),
            80_000,
            ASK,
            "check-old within-limit",
        ),
        case(
            "an old check and little",
            "no",
            with(business(), |facts| {
                facts.check = check("2024-01-01", Some("A"), None)
            }),
            30_000,
            YES,
            "within-limit own-history",
        ),
        case(
            "the bureau advised less than his own limit",
            "no",
            with(business(), |facts| {
                facts.check = check("2026-06-01", None, Some(60_000));
                facts.limit = Some(whole(150_000));
            }),
            80_000,
            ASK,
            "over-advised within-limit checked",
        ),
        case(
            "the bureau's advice is the limit",
            "no",
            with(business(), |facts| {
                facts.check = check("2026-06-01", None, Some(200_000));
            }),
            190_000,
            YES,
            "within-limit checked",
        ),
        case(
            "a stranger with a check",
            "se",
            with(firm(), |facts| {
                facts.check = check("2026-11-20", Some("AA"), Some(90_000))
            }),
            80_000,
            YES,
            "within-limit checked-class",
        ),
        case(
            "a public body",
            "no",
            stranger(CustomerKind::Public),
            90_000,
            YES,
            "public-body within-limit",
        ),
        case(
            "nothing asked, nothing owed",
            "no",
            stranger(CustomerKind::Business),
            0,
            YES,
            "within-limit low-amount",
        ),
    ]
}

/// By exposure, limit and security.
fn exposures() -> Vec<Case> {
    let checked = |change: fn(&mut CreditFacts)| {
        with(business(), |facts| {
            facts.check = check("2026-06-01", None, None);
            change(facts);
        })
    };
    vec![
        case(
            "within the tolerance",
            "no",
            checked(|facts| facts.open = whole(90_000)),
            20_000,
            YES,
            "within-tolerance checked",
        ),
        case(
            "over the tolerance by a crown",
            "no",
            checked(|facts| facts.open = whole(90_001)),
            20_000,
            ahead(51),
            "over-limit checked",
        ),
        case(
            "over the limit already",
            "no",
            checked(|facts| facts.open = whole(150_000)),
            20_000,
            ahead(100),
            "over-limit checked",
        ),
        case(
            "orders count",
            "no",
            checked(|facts| facts.on_order = whole(100_000)),
            40_000,
            ahead(100),
            "over-limit checked",
        ),
        case(
            "a guarantee makes room",
            "no",
            checked(|facts| {
                facts.open = whole(100_000);
                facts.secured = whole(60_000);
            }),
            40_000,
            YES,
            "within-limit checked",
        ),
        case(
            "what is secured in full needs no check",
            "no",
            with(business(), |facts| facts.secured = whole(500_000)),
            400_000,
            YES,
            "within-limit own-history",
        ),
        case(
            "his own limit",
            "no",
            checked(|facts| facts.limit = Some(whole(400_000))),
            390_000,
            YES,
            "within-limit checked",
        ),
        case(
            "a limit of nothing",
            "no",
            checked(|facts| facts.limit = Some(whole(0))),
            1_000,
            ahead(100),
            "over-limit checked",
        ),
        case(
            "large for the company",
            "no",
            checked(|facts| facts.limit = Some(whole(900_000))),
            500_001,
            ahead(50),
            "large-amount within-limit checked",
        ),
        case(
            "a third of all",
            "no",
            checked(|facts| facts.receivables = whole(100_000)),
            60_000,
            ahead(50),
            "large-share within-limit checked",
        ),
        case(
            "a third of little",
            "no",
            checked(|facts| facts.receivables = whole(1_000)),
            40_000,
            YES,
            "within-limit checked",
        ),
        case(
            "small sales add up",
            "no",
            with(business(), |facts| facts.open = whole(48_000)),
            4_000,
            ASK,
            "no-check within-limit",
        ),
    ]
}

/// By class.
fn classes() -> Vec<Case> {
    let of = |class: &str, facts: CreditFacts| {
        let class = class.to_owned();
        with(facts, |facts| facts.risk_class = Some(class))
    };
    vec![
        case(
            "the best class",
            "no",
            of("AAA", business()),
            90_000,
            YES,
            "within-limit own-history",
        ),
        case(
            "a good class",
            "no",
            of("A", business()),
            40_000,
            YES,
            "within-limit own-history",
        ),
        case(
            "a middling class",
            "no",
            of("B", business()),
            40_000,
            YES,
            "within-limit own-history",
        ),
        case(
            "a bad class",
            "no",
            of("C", business()),
            4_000,
            ahead(50),
            "bad-class within-limit low-amount",
        ),
        case(
            "a bad class, more",
            "no",
            of("C", business()),
            20_001,
            ahead(50),
            "bad-class no-check within-limit",
        ),
        case(
            "the worst class",
            "no",
            of("D", business()),
            4_000,
            ahead(100),
            "bad-class within-limit low-amount",
        ),
        case(
            "a class in small letters",
            "no",
            of(" d ", business()),
            4_000,
            ahead(100),
            "bad-class within-limit low-amount",
        ),
        case(
            "a bad person",
            "se",
            of("C", consumer()),
            1_000,
            ahead(50),
            "bad-class within-limit low-amount",
        ),
        case(
            "the class of the check",
            "dk",
            with(business(), |facts| {
                facts.check = check("2026-10-01", Some("D"), None)
            }),
            4_000,
            ahead(100),
            "bad-class within-limit checked-class",
        ),
        case(
            "a public body of a bad class",
            "no",
            of("C", known(CustomerKind::Public)),
            4_000,
            ahead(50),
            "bad-class within-limit public-body",
        ),
    ]
}

/// By what is late, and how he pays.
fn lateness() -> Vec<Case> {
    let late = |amount: i64, days: i64| {
        with(business(), |facts| {
            facts.open = whole(amount);
            facts.overdue = whole(amount);
            facts.overdue_days = days;
        })
    };
    let reached = |reached| with(business(), |facts| facts.reached = reached);
    let pays = |now, before| {
        with(business(), |facts| {
            facts.pays = PaysLate {
                now: Some(now),
                before: Some(before),
            };
        })
    };
    vec![
        case(
            "late by a week",
            "no",
            late(10_000, 7),
            4_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "late by more",
            "no",
            late(10_000, 8),
            4_000,
            YES,
            "overdue-some within-limit low-amount",
        ),
        case(
            "late by a month",
            "no",
            late(10_000, 30),
            4_000,
            YES,
            "overdue-some within-limit low-amount",
        ),
        case(
            "late by more than a month",
            "no",
            late(10_000, 31),
            4_000,
            NO,
            "overdue-long within-limit low-amount",
        ),
        case(
            "a slip that is old",
            "no",
            late(199, 300),
            4_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "much late",
            "no",
            late(50_001, 8),
            4_000,
            NO,
            "overdue-much no-check within-limit",
        ),
        case(
            "much late for days",
            "no",
            late(50_001, 7),
            4_000,
            ASK,
            "no-check within-limit",
        ),
        case(
            "a person much late",
            "no",
            with(consumer(), |facts| {
                facts.open = whole(10_001);
                facts.overdue = whole(10_001);
                facts.overdue_days = 10;
            }),
            1_000,
            NO,
            "overdue-much within-limit low-amount",
        ),
        case(
            "reminded",
            "no",
            reached(Reached::Reminder),
            4_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "at the notice",
            "no",
            reached(Reached::Notice),
            4_000,
            NO,
            "reminder-reached within-limit low-amount",
        ),
        case(
            "at the agency",
            "no",
            reached(Reached::HandedOver),
            4_000,
            NO,
            "reminder-reached within-limit low-amount",
        ),
        case(
            "one promise broken",
            "no",
            with(business(), |facts| {
                facts.promises = Promises { kept: 3, broken: 1 };
            }),
            4_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "two promises broken",
            "no",
            with(business(), |facts| {
                facts.promises = Promises { kept: 3, broken: 2 };
            }),
            4_000,
            ahead(50),
            "promises-broken within-limit low-amount",
        ),
        case(
            "later than a year ago",
            "no",
            pays(10, 2),
            4_000,
            ASK,
            "pays-later within-limit low-amount",
        ),
        case(
            "as late as ever",
            "no",
            pays(12, 10),
            4_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "early once, late now",
            "no",
            pays(7, -20),
            4_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "later, and checked since",
            "no",
            with(pays(20, 2), |facts| {
                facts.check = check("2026-11-01", None, None);
            }),
            4_000,
            YES,
            "pays-later within-limit checked",
        ),
        case(
            "disputed",
            "no",
            with(business(), |facts| facts.disputes = 2),
            4_000,
            YES,
            "within-limit low-amount disputed",
        ),
        case(
            "without a rate",
            "no",
            with(business(), |facts| {
                facts.without_rate.insert(Currency::EUR, whole(300));
            }),
            4_000,
            YES,
            "within-limit low-amount without-rate",
        ),
    ]
}

/// By holds, notices and overrides.
fn standings() -> Vec<Case> {
    let held = |level| with(business(), |facts| facts.hold = hold(level));
    let over = |facts: CreditFacts, over, amount, until| {
        with(facts, |facts| facts.passed = passed(over, amount, until))
    };
    let defaulted = |on: &str| {
        let on = day(on);
        with(business(), |facts| facts.defaulted = Some(on))
    };
    let bad = || with(business(), |facts| facts.risk_class = Some("C".to_owned()));
    vec![
        case(
            "bankrupt",
            "no",
            with(business(), |facts| facts.bankrupt = true),
            100,
            NO,
            "bankrupt within-limit low-amount",
        ),
        case(
            "told of a hold",
            "no",
            held(HoldLevel::Warn),
            4_000,
            YES,
            "held within-limit low-amount",
        ),
        case(
            "on cash only",
            "no",
            held(HoldLevel::Prepay),
            4_000,
            ahead(100),
            "held within-limit low-amount",
        ),
        case(
            "stopped",
            "no",
            held(HoldLevel::Stop),
            4_000,
            NO,
            "held within-limit low-amount",
        ),
        case(
            "a hold that ran out",
            "no",
            with(held(HoldLevel::Stop), |facts| {
                facts.hold.as_mut().unwrap().until = Some(day("2026-11-21"));
            }),
            4_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "a hold on its last day",
            "no",
            with(held(HoldLevel::Stop), |facts| {
                facts.hold.as_mut().unwrap().until = Some(today());
            }),
            4_000,
            NO,
            "held-until within-limit low-amount",
        ),
        case(
            "a payment default",
            "no",
            defaulted("2026-01-10"),
            4_000,
            ahead(100),
            "defaulted within-limit low-amount",
        ),
        case(
            "a default of long ago",
            "no",
            defaulted("2024-01-10"),
            4_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "an override",
            "no",
            over(bad(), Prepay, None, "2026-12-31"),
            4_000,
            YES,
            "within-limit low-amount overridden bad-class",
        ),
        case(
            "an override on its last day",
            "no",
            over(bad(), Prepay, Some(4_000), "2026-11-22"),
            4_000,
            YES,
            "within-limit low-amount overridden bad-class",
        ),
        case(
            "an override that ran out",
            "no",
            over(bad(), Prepay, None, "2026-11-21"),
            4_000,
            ahead(50),
            "bad-class within-limit low-amount",
        ),
        case(
            "an override of less",
            "no",
            over(bad(), Prepay, Some(3_999), "2026-12-31"),
            4_000,
            ahead(50),
            "bad-class within-limit low-amount override-smaller",
        ),
        case(
            "a weaker override",
            "no",
            over(held(HoldLevel::Stop), Prepay, None, "2026-12-31"),
            4_000,
            NO,
            "held within-limit low-amount override-weaker",
        ),
        case(
            "a weaker override lifts what it reaches",
            "no",
            over(
                with(held(HoldLevel::Stop), |facts| {
                    facts.risk_class = Some("C".to_owned());
                }),
                Prepay,
                None,
                "2026-12-31",
            ),
            4_000,
            NO,
            "held within-limit low-amount override-weaker overridden bad-class",
        ),
        case(
            "an override with nothing to lift",
            "no",
            over(business(), Hold, None, "2026-12-31"),
            4_000,
            YES,
            "within-limit low-amount",
        ),
        case(
            "nothing lifts a bankruptcy",
            "no",
            over(
                with(business(), |facts| facts.bankrupt = true),
                Hold,
                None,
                "2026-12-31",
            ),
            100,
            NO,
            "bankrupt within-limit low-amount",
        ),
    ]
}

/// The same in the other countries, in their currencies.
fn abroad() -> Vec<Case> {
    let mut cases = Vec::new();
    for country in ["se", "dk", "fi", "eu"] {
        let unit = if currency(country) == Currency::EUR {
            1
        } else {
            10
        };
        let firm = || {
            with(stranger(CustomerKind::Business), |facts| {
                facts.receivables = whole(500_000 * unit);
            })
        };
        cases.extend([
            case(
                "a trifle abroad",
                country,
                firm(),
                500 * unit,
                YES,
                "within-limit low-amount",
            ),
            case(
                "more abroad",
                country,
                firm(),
                1_501 * unit,
                ASK,
                "new-unchecked within-limit",
            ),
            case(
                "much abroad",
                country,
                firm(),
                12_000 * unit,
                ahead(17),
                "over-limit no-check",
            ),
            case(
                "a known one abroad",
                country,
                with(business(), |facts| {
                    facts.receivables = whole(500_000 * unit)
                }),
                5_000 * unit,
                YES,
                "within-limit own-history",
            ),
        ]);
    }
    cases.push(case(
        "a company that keeps its books in a currency of its own",
        "is",
        stranger(CustomerKind::Business),
        100,
        YES,
        "within-limit low-amount",
    ));
    cases
}

pub(super) fn cases() -> Vec<Case> {
    [
        relations(),
        exposures(),
        classes(),
        lateness(),
        standings(),
        abroad(),
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
