//! The same in the other countries, in their currencies.

use super::*;

pub(in crate::rules::credit::tests) fn cases() -> Vec<Case> {
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
                    facts.receivables = whole(500_000 * unit);
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
