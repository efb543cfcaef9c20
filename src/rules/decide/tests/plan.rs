//! Payment plans: within the policy, kept or broken.

use super::*;

/// Advice row 43: a plan that is not paid as agreed is broken after the instalment's day and the grace.
#[test]
fn row_43_a_plan_is_broken_by_a_missed_instalment_after_the_grace() {
    let mut book = book();
    make(&mut book, asked(4, "2026-11-30")).unwrap();
    let kept = |book: &Book, on: &str| {
        let state = book.plan_of(ItemId(1)).unwrap();
        state.plan.kept(book.paid_of(state).unwrap(), day(on))
    };
    let instalment = |due: &str| Instalment {
        due: day(due),
        amount: Minor(50_000),
    };
    let first = instalment("2026-11-30");
    assert_eq!(kept(&book, "2026-12-05"), Kept::SoFar(Some(first)));
    assert_eq!(kept(&book, "2026-12-06"), Kept::Broken(first));
    // A part of it is not it.
    pay(&mut book, 1, 49_999);
    assert_eq!(kept(&book, "2026-12-06"), Kept::Broken(first));
    pay(&mut book, 1, 1);
    let second = instalment("2026-12-30");
    assert_eq!(kept(&book, "2026-12-06"), Kept::SoFar(Some(second)));
    assert_eq!(kept(&book, "2027-01-05"), Kept::Broken(second));
    for (item, rest) in [(1, 50_000), (2, 50_000), (3, 50_000)] {
        pay(&mut book, item, rest);
    }
    assert_eq!(kept(&book, "2027-06-01"), Kept::Paid);
}

#[test]
fn a_plan_stays_within_the_policy_or_says_why_not() {
    let mut book = book();
    let mut refused = |asked: PlanAsked, word: &str| {
        let told = make(&mut book, asked).unwrap_err();
        assert!(told.contains(word), "{word}: {told}");
    };
    refused(asked(7, "2026-12-01"), "more than the 6");
    refused(
        PlanAsked {
            every: 3,
            ..asked(6, "2026-12-01")
        },
        "until 22 Nov 2027",
    );
    let down = |minor| PlanAsked {
        down: Some(Decimal::new(minor, 2)),
        ..asked(6, "2026-12-01")
    };
    refused(down(19_999), "less than the 10 %");
    refused(down(200_000), "leaves nothing");
    refused(down(0), "above zero");
    refused(asked(0, "2026-12-01"), "from 1 to 120");
    refused(
        PlanAsked {
            every: 0,
            ..asked(2, "2026-12-01")
        },
        "from 1 to 12",
    );
    refused(asked(2, "2026-11-21"), "is past");
    refused(
        PlanAsked {
            documents: vec![WHOLE, WHOLE],
            ..asked(2, "2026-12-01")
        },
        "named twice",
    );
    refused(
        PlanAsked {
            documents: Vec::new(),
            ..asked(2, "2026-12-01")
        },
        "No invoice",
    );
    refused(
        PlanAsked {
            reason: Some(" ".to_owned()),
            ..asked(7, "2026-12-01")
        },
        "reason",
    );
    let long = PlanAsked {
        reason: Some("sykdom".to_owned()),
        ..asked(30, "2026-12-31")
    };
    make(&mut book, long).unwrap();
    let plan = &book.plan_of(ItemId(3)).unwrap().plan;
    assert_eq!(
        plan.instalments
            .iter()
            .map(|each| each.amount)
            .sum::<Minor>(),
        plan.total()
    );
    assert_eq!(plan.instalments[0].amount, Minor(6_666));
    assert_eq!(plan.instalments[29].amount, Minor(6_686));
    // The end of a month stays one.
    assert_eq!(plan.instalments[2].due, day("2027-02-28"));
    assert_eq!(plan.instalments[3].due, day("2027-03-31"));
}
