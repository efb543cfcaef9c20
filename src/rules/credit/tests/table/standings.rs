//! By holds, notices and overrides.

use super::*;

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(in crate::rules::credit::tests) fn cases() -> Vec<Case> {
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
