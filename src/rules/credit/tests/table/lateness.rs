//! By what is late, and how he pays.

use super::*;

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(in crate::rules::credit::tests) fn cases() -> Vec<Case> {
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
