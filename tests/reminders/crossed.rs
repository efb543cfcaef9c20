//! A payment that was on its way when the letter went out.

use reskontra::domain::id::ItemId;
use reskontra::domain::letter::{ChargeKind, Span};
use reskontra::domain::money::{Currency, Minor};
use reskontra::rules::reminder::{ChargeFacts, CrossedFacts, crossed};

use crate::world::day;

/// Ten thousand at 12.25 percent from 2 to 15 September: 14 days, 46.99.
fn spans() -> Vec<Span> {
    vec![Span {
        from: day("2026-09-02"),
        to: day("2026-09-15"),
        days: 14,
        principal: Minor(1_000_000),
        rate: "12.25".parse().unwrap(),
        amount: Minor(46_99),
        rule: String::new(),
    }]
}

fn take_back(paid: &str, settles: i64, rest_was_overdue: bool) -> Vec<(i64, i64)> {
    let spans = spans();
    let charge = |item, kind, open, spans| ChargeFacts {
        item: ItemId(item),
        kind,
        open: Minor(open),
        spans,
    };
    let charges = [
        charge(1, ChargeKind::Fee, 38_00, &[][..]),
        charge(2, ChargeKind::Interest, 46_99, &spans),
        charge(3, ChargeKind::Compensation, 430_00, &[]),
    ];
    let facts = CrossedFacts {
        currency: Currency::NOK,
        sent: day("2026-09-15"),
        paid: day(paid),
        settles: Minor(settles),
        effective_due: day("2026-09-01"),
        rest_was_overdue,
        day_count: 365,
        charges: &charges,
    };
    let taken = crossed(&facts).into_iter();
    taken.map(|(item, _, amount)| (item.0, amount.0)).collect()
}

#[test]
fn paid_before_the_letter_takes_back_its_fee_and_the_interest_after_the_payment() {
    // Nine days up to the 10th are 30.21; the compensation was owed already.
    assert_eq!(
        take_back("2026-09-10", 1_000_000, false),
        [(1, 38_00), (2, 46_99 - 30_21)]
    );
}

#[test]
fn a_part_payment_leaves_the_fee_and_the_interest_on_the_rest() {
    // Nine days on all of it 30.21, five on 6 000.00 10.07.
    assert_eq!(
        take_back("2026-09-10", 400_000, true),
        [(2, 46_99 - 30_21 - 10_07)]
    );
}

#[test]
fn paid_in_time_takes_everything_back() {
    assert_eq!(
        take_back("2026-09-01", 1_000_000, false),
        [(1, 38_00), (2, 46_99), (3, 430_00)]
    );
}

#[test]
fn paid_after_the_letter_takes_nothing_back() {
    assert_eq!(take_back("2026-09-16", 1_000_000, false), []);
}
