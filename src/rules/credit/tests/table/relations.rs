//! By amount, relation and check.

use super::*;

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(in crate::rules::credit::tests) fn cases() -> Vec<Case> {
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
                facts.check = check("2026-06-01", Some("A"), None);
            }),
            80_000,
            YES,
            "within-limit checked-class",
        ),
        case(
            "a check of a year and a day",
            "no",
            with(business(), |facts| {
                facts.check = check("2025-11-21", Some("A"), None);
            }),
            80_000,
            ASK,
            "check-old within-limit",
        ),
        case(
            "an old check and little",
            "no",
            with(business(), |facts| {
                facts.check = check("2024-01-01", Some("A"), None);
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
                facts.check = check("2026-11-20", Some("AA"), Some(90_000));
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
