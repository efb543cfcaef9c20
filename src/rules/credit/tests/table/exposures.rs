//! By exposure, limit and security.

use super::*;

pub(in crate::rules::credit::tests) fn cases() -> Vec<Case> {
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
            "most of an almost empty ledger",
            "no",
            checked(|facts| facts.receivables = whole(1_000)),
            50_000,
            YES,
            "within-limit checked",
        ),
        case(
            "a third, all owing a crown too little for a share",
            "no",
            checked(|facts| facts.receivables = whole(199_999)),
            100_000,
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
            "small sales add up",
            "no",
            with(business(), |facts| facts.open = whole(48_000)),
            4_000,
            ASK,
            "no-check within-limit",
        ),
    ]
}
