//! By what a sale is of all that is owed.

use super::*;

pub(in crate::rules::credit::tests) fn cases() -> Vec<Case> {
    vec![
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
            checked(|facts| facts.receivables = whole(200_000)),
            100_000,
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
    ]
}
