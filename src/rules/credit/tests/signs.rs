//! Early warning, shorter terms, deliveries to who is late.

use super::*;
use crate::domain::warning::{AgeMix, Lot, Paying, Sign, Warning};

fn warned(facts: &CreditFacts, paying: &Paying, settings: &str) -> Warning {
    let policies = loaded("no", settings);
    let policy = policies.of_facts(facts);
    warn(facts, paying, policy, Currency::NOK, today())
}

fn signs(warning: &Warning) -> Vec<Sign> {
    warning.signals.iter().map(|signal| signal.sign).collect()
}

fn pays(now: i64, before: i64) -> CreditFacts {
    with(business(), |facts| {
        facts.pays = PaysLate {
            now: Some(now),
            before: Some(before),
        };
    })
}

#[test]
fn who_pays_in_time_shows_nothing_worth_a_look() {
    let calm = warned(&pays(0, 0), &Paying::default(), "");
    assert_eq!(calm, Warning::default());
    let new = warned(&stranger(CustomerKind::Business), &Paying::default(), "");
    assert_eq!(new.score, 0);
}

#[test]
fn change_tells_more_than_level() {
    let worse = warned(&pays(14, 2), &Paying::default(), "");
    let ever = warned(&pays(14, 14), &Paying::default(), "");
    assert!(worse.score > ever.score, "{worse:?} {ever:?}");
    assert_eq!(signs(&worse), [Sign::LaterThanBefore, Sign::DaysLate]);
    let most = CreditPolicies::load("no", None).unwrap().business.warn_from;
    assert!(u16::from(worse.score) >= most, "{}", worse.score);
    assert!(u16::from(ever.score) < most, "{}", ever.score);
    // Who pays earlier than before, or paid before it was due, is no worse for it.
    let better = warned(&pays(2, 14), &Paying::default(), "");
    assert_eq!(signs(&better), [Sign::DaysLate]);
}

#[test]
fn each_sign_shows_by_itself_and_only_adds() {
    let paying = Paying::default();
    let mut cases: Vec<(Sign, CreditFacts, Paying)> = vec![
        (
            Sign::Promises,
            with(pays(0, 0), |facts| {
                facts.promises = Promises { kept: 1, broken: 3 };
            }),
            paying,
        ),
        (
            Sign::Disputes,
            with(pays(0, 0), |facts| facts.disputes = 2),
            paying,
        ),
        (
            Sign::Share,
            with(pays(0, 0), |facts| {
                facts.open = whole(80_000);
                facts.receivables = whole(160_000);
                facts.limit = Some(whole(900_000));
            }),
            paying,
        ),
        (
            Sign::LimitUsed,
            with(pays(0, 0), |facts| facts.open = whole(95_000)),
            paying,
        ),
        (
            Sign::Bureau,
            with(pays(0, 0), |facts| {
                facts.defaulted = Some(day("2026-10-01"));
            }),
            paying,
        ),
        (
            Sign::BrokenPlan,
            pays(0, 0),
            Paying {
                plans_broken: 1,
                ..paying
            },
        ),
    ];
    let ages = AgeMix {
        not_due: whole(1_000),
        days_90: whole(2_000),
        ..AgeMix::default()
    };
    cases.push((Sign::Ages, pays(0, 0), Paying { ages, ..paying }));
    for (sign, facts, paying) in cases {
        let warning = warned(&facts, &paying, "");
        assert_eq!(signs(&warning), [sign]);
        assert!(warning.score > 0, "{sign:?}");
        let worse = with(facts.clone(), |facts| facts.pays = pays(30, 2).pays);
        assert!(
            warned(&worse, &paying, "").score >= warning.score,
            "{sign:?}"
        );
        // A weight of nothing silences a sign.
        let off = format!("[credit.weight]\n{} = 0", sign.name());
        assert_eq!(warned(&facts, &paying, &off), Warning::default());
    }
}

#[test]
fn one_bad_sign_is_enough_and_no_score_is_beyond_a_hundred() {
    let bankrupt = with(pays(0, 0), |facts| facts.bankrupt = true);
    let most = CreditPolicies::load("no", None).unwrap().business.warn_from;
    assert!(u16::from(warned(&bankrupt, &Paying::default(), "").score) >= most);
    let worst = with(pays(i64::MAX, i64::MIN), |facts| {
        facts.bankrupt = true;
        facts.disputes = u32::MAX;
        facts.promises = Promises {
            kept: 0,
            broken: u32::MAX,
        };
        facts.open = Minor(i64::MAX);
        facts.receivables = Minor(i64::MAX);
    });
    let paying = Paying {
        ages: AgeMix {
            older: Minor(i64::MAX),
            days_90: Minor(i64::MAX),
            ..AgeMix::default()
        },
        plans_broken: 9,
    };
    let warning = warned(&worst, &paying, "");
    assert_eq!(warning.score, 100);
    assert_eq!(warning.signals.len(), Sign::ALL.len());
}

#[test]
fn terms_are_shortened_in_steps_of_seven_down_to_payment_in_advance() {
    let policy = CreditPolicies::load("no", None).unwrap().business;
    let to = |days: u16, late: i64| {
        let terms = crate::domain::terms::Terms::net(days);
        shorter_terms(&pays(late, 0), terms, &policy).map(|shorter| shorter.to)
    };
    for (days, shorter) in [
        (30, Some(28)),
        (28, Some(21)),
        (21, Some(14)),
        (14, Some(7)),
        (10, Some(7)),
        (7, None),
        (3, None),
    ] {
        assert_eq!(to(days, 8), Some(shorter), "{days}");
    }
    assert_eq!(to(30, 7), None);
    assert_eq!(to(0, 60), None);
}

fn lot(number: &str, issued: &str, due: &str, settled: Option<&str>) -> Lot {
    Lot {
        number: number.to_owned(),
        issued: day(issued),
        due: day(due),
        settled: settled.map(day),
        amount: whole(1_000),
    }
}

#[test]
fn deliveries_to_who_is_late_are_listed_the_newest_first() {
    let policy = CreditPolicies::load("no", None).unwrap().business;
    let lots = [
        lot("1", "2026-01-01", "2026-01-15", Some("2026-03-01")),
        // Seven days late is not worth a word.
        lot("2", "2026-01-22", "2026-02-05", Some("2026-02-05")),
        lot("3", "2026-01-23", "2026-02-06", Some("2026-02-06")),
        lot("4", "2026-02-28", "2026-04-30", None),
        // The first is paid on this day.
        lot("5", "2026-03-01", "2026-04-30", None),
        lot("6", "2026-05-20", "2026-06-03", None),
    ];
    let found = late_deliveries(&lots, &policy);
    let numbers: Vec<(&str, i64)> = found
        .iter()
        .map(|late| (late.number.as_str(), late.days))
        .collect();
    assert_eq!(numbers, [("6", 20), ("4", 44), ("3", 8)]);
    assert!(late_deliveries(&[], &policy).is_empty());
}

#[test]
fn the_share_of_the_largest_is_of_all() {
    let policy = CreditPolicies::load("no", None).unwrap().business;
    let mut owed: Vec<Minor> = (1..=20).map(|_| whole(10)).collect();
    assert_eq!(concentration(&owed, &policy), 50);
    owed.push(whole(600));
    assert_eq!(concentration(&owed, &policy), 86);
    assert_eq!(concentration(&[whole(3)], &policy), 100);
    assert_eq!(concentration(&[], &policy), 0);
}
