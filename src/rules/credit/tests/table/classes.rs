//! By class.

use super::*;

pub(in crate::rules::credit::tests) fn cases() -> Vec<Case> {
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
                facts.check = check("2026-10-01", Some("D"), None);
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
