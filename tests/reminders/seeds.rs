//! Cases that chance found and the rules had wrong, each by its name.

use reskontra::domain::customer::CustomerKind;
use reskontra::domain::document::MovedIn;
use reskontra::domain::letter::{ChargeKind, LetterKind};
use reskontra::domain::money::{Currency, Minor};
use reskontra::rules::policy::{FeeAsked, Policy, Stage};

use crate::world::{World, day, law, policy, stage};

#[test]
fn a_letter_led_by_another_invoice_does_not_make_up_for_a_deadline_that_nobody_told() {
    let mut world = World::new(CustomerKind::Consumer, Currency::NOK);
    let moved = world.invoice(day("2022-01-04"), day("2022-01-14"), 10_000);
    world.item(moved).moved_in = Some(MovedIn {
        last_stage: Some("reminder".to_owned()),
        last_letter_date: Some(day("2022-01-21")),
        fees_charged: Some(Minor(35_00)),
        ..MovedIn::default()
    });
    world.invoice(day("2022-01-26"), day("2022-02-09"), 500_000);
    let instalment = world.instalment(moved, day("2022-02-24"), 500_000);
    let policy = Policy {
        stages: vec![
            stage("demand", LetterKind::Demand, 5, 0),
            Stage {
                fee: FeeAsked::Most,
                ..stage("reminder", LetterKind::Reminder, 0, 0)
            },
        ],
        ..policy()
    };
    world.walk(&policy, law("NO"), day("2022-02-10"), day("2022-04-30"));
    let fees = world.letters.iter().flat_map(|letter| &letter.charges);
    let of_moved = fees.filter(|charge| charge.about == instalment || charge.about == moved);
    assert_eq!(
        of_moved
            .filter(|charge| charge.kind == ChargeKind::Fee)
            .count(),
        0
    );
    assert!(world.letters.len() > 2, "letters go all the same");
}
