//! What is left of the invoice or of the money, and what closes it.

use super::*;
use crate::domain::candidate::{Claimed, Discount};
use crate::domain::id::LetterId;
use crate::domain::receipt::Instructed;

fn rests(explained: &Explained) -> Vec<(i64, i64, DifferenceKind)> {
    let rests = best(explained).rests.iter();
    rests
        .map(|rest| (rest.item.0, rest.amount.0, rest.kind))
        .collect()
}

fn pays(amount: i64) -> Waiting {
    receipt(1, amount, Some(kid(1)), None)
}

#[test]
fn an_ore_off_either_way_is_rounded_and_more_than_a_crown_is_not() {
    let books = known(vec![item(1, 1, 50_000)]);
    for (amount, rest) in [
        (49_999, Some((1, 1))),
        (49_900, Some((1, 100))),
        (50_001, Some((9001, 1))),
        (49_899, None),
        (50_101, None),
    ] {
        let found = one(&books, pays(amount));
        assert_eq!(class(&found), Some(Class::A), "{amount}");
        let expected: Vec<_> = rest
            .map(|(item, ore)| (item, ore, DifferenceKind::Rounding))
            .into_iter()
            .collect();
        assert_eq!(rests(&found), expected, "{amount}");
        if rest.is_some() {
            assert_eq!(best(&found).unapplied, Minor::ZERO);
        }
    }
}

#[test]
fn a_customer_whose_roundings_are_used_up_is_not_rounded_for() {
    let mut books = known(vec![item(1, 1, 50_000)]);
    books
        .rounded
        .insert((CustomerId(1), Currency::NOK), Minor(1_000));
    let found = one(&books, pays(49_950));
    assert_eq!(rests(&found), []);
    assert!(
        best(&found)
            .evidence
            .iter()
            .any(|piece| matches!(piece, Evidence::RoundingUsedUp { .. }))
    );
}

#[test]
fn roundings_of_one_file_come_to_the_same_limit() {
    let items = (1..=12).map(|n| item(n, 1, 50_000 + n * 1_000)).collect();
    let lines: Vec<Waiting> = (1..=12)
        .map(|n| receipt(n, 50_000 + n * 1_000 - 100, Some(kid(n)), None))
        .collect();
    let found = explain(&known(items), &Settings::default(), &lines);
    let certain = found
        .iter()
        .filter(|found| class(found) == Some(Class::A))
        .count();
    assert_eq!(certain, 10);
}

fn discounted(until: &str) -> Known {
    let mut first = item(1, 1, 100_000);
    first.discount = Some(Discount {
        amount: Minor(2_000),
        until: day(until),
    });
    known(vec![first])
}

#[test]
fn a_cash_discount_in_time_or_in_its_days_of_grace_closes_the_invoice() {
    for until in ["2026-09-20", "2026-09-17"] {
        let found = one(&discounted(until), pays(98_000));
        assert_eq!(class(&found), Some(Class::A));
        assert_eq!(
            (parts(&found), rests(&found)),
            (
                vec![(1, 98_000)],
                vec![(1, 2_000, DifferenceKind::Discount)]
            )
        );
    }
}

#[test]
fn a_discount_taken_one_day_late_is_allowed_or_claimed_by_a_person() {
    let found = one(&discounted("2026-09-16"), pays(98_000));
    assert_eq!(class(&found), Some(Class::C));
    let late = Evidence::DiscountLate {
        discount: Minor(2_000),
        currency: Currency::NOK,
        days: 4,
    };
    assert!(best(&found).evidence.contains(&late));
    assert_eq!(rests(&found), [(1, 2_000, DifferenceKind::Discount)]);
    let claimed = &found.explanations[1];
    assert_eq!((claimed.class, claimed.rests.len()), (Class::C, 0));
}

#[test]
fn a_discount_together_with_a_rounding_is_for_a_person() {
    let found = one(&discounted("2026-09-20"), pays(97_950));
    assert_eq!(class(&found), Some(Class::C));
    let kinds: Vec<DifferenceKind> = best(&found).rests.iter().map(|rest| rest.kind).collect();
    assert_eq!(kinds, [DifferenceKind::Discount, DifferenceKind::Rounding]);
}

fn with_fee() -> Known {
    let mut fee = item(2, 1, 7_000);
    fee.class = ItemClass::Charge;
    fee.about = Some(ItemId(1));
    fee.reference = None;
    known(vec![item(1, 1, 50_000), fee])
}

#[test]
fn the_invoice_with_its_fee_pays_both_and_without_it_leaves_the_fee() {
    let both = one(&with_fee(), pays(57_000));
    assert_eq!(
        (class(&both), parts(&both)),
        (Some(Class::A), vec![(1, 50_000), (2, 7_000)])
    );
    let alone = one(&with_fee(), pays(50_000));
    assert_eq!(
        (class(&alone), parts(&alone)),
        (Some(Class::A), vec![(1, 50_000)])
    );
}

#[test]
fn a_letters_reference_with_its_total_pays_all_that_it_claimed() {
    let mut books = known(vec![
        item(1, 1, 50_000),
        item(2, 1, 30_000),
        item(3, 1, 20_000),
    ]);
    books.letters = vec![Claimed {
        letter: LetterId(1),
        customer: CustomerId(1),
        currency: Currency::NOK,
        sent: day("2026-09-16"),
        total: Minor(80_000),
        reference: Some(kid(77)),
        items: vec![ItemId(1), ItemId(2)],
    }];
    let found = one(&books, receipt(1, 80_000, Some(kid(77)), None));
    assert_eq!(
        (class(&found), parts(&found)),
        (Some(Class::A), vec![(1, 50_000), (2, 30_000)])
    );
    let less = one(&books, receipt(1, 60_000, Some(kid(77)), None));
    assert_eq!(class(&less), Some(Class::C));
}

#[test]
fn a_bank_that_kept_its_charge_is_proposed_where_the_payer_sent_it_all() {
    let books = known(vec![item(1, 1, 50_000)]);
    let mut line = pays(48_500);
    line.text.details.instructed = Some(Instructed {
        amount: Minor(50_000).decimal(Currency::NOK),
        currency: Currency::NOK,
    });
    let found = one(&books, line);
    assert_eq!(class(&found), Some(Class::C));
    assert_eq!(rests(&found), [(1, 1_500, DifferenceKind::BankCharge)]);
}

#[test]
fn a_payment_service_keeps_its_commission() {
    let books = known(vec![item(1, 1, 50_000), item(2, 2, 30_000)]);
    let line = from(
        named(1, 78_000, "faktura 10001 10002"),
        "",
        "Vipps MobilePay AS",
    );
    let found = one(&books, line);
    assert_eq!(class(&found), Some(Class::C));
    assert_eq!(parts(&found), [(1, 50_000), (2, 28_000)]);
    assert_eq!(rests(&found), [(2, 2_000, DifferenceKind::Commission)]);
}

#[test]
fn what_is_too_much_stays_unapplied_and_another_invoice_that_fits_is_shown() {
    let books = known(vec![item(1, 1, 50_000), item(2, 1, 30_000)]);
    let found = one(&books, pays(80_000));
    assert_eq!(
        (class(&found), best(&found).unapplied),
        (Some(Class::A), Minor(30_000))
    );
    let other = found.explanations[1].parts.len();
    assert_eq!(other, 2);
}
