use std::collections::HashMap;

use super::*;
use crate::domain::candidate::{Candidate, Waiting};
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::id::DocumentId;
use crate::domain::money::Currency;
use crate::domain::receipt::ReceiptText;
use crate::domain::reference::mod10_digit;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn kid(n: i64) -> String {
    let payload = format!("90{n:06}");
    format!("{payload}{}", mod10_digit(&payload).unwrap())
}

fn item(n: i64, customer: i64, open: i64) -> Candidate {
    Candidate {
        item: ItemId(n),
        document: DocumentId(n),
        number: (1000 + n).to_string(),
        customer: CustomerId(customer),
        currency: Currency::NOK,
        class: ItemClass::Debit,
        issued: day("2026-09-01"),
        due: day("2026-09-15"),
        open: Minor(open),
        reference: Some(kid(n)),
        disputed: false,
    }
}

fn receipt(n: i64, amount: i64, reference: Option<String>, message: Option<&str>) -> Waiting {
    Waiting {
        item: ItemId(9000 + n),
        booked: day("2026-09-20"),
        amount: Minor(amount),
        left: Minor(amount),
        currency: Currency::NOK,
        customer: CustomerId::UNIDENTIFIED,
        payment_id: None,
        bank_ref: None,
        reference,
        text: ReceiptText {
            message: message.map(str::to_owned),
            ..ReceiptText::default()
        },
        set_aside: None,
    }
}

fn explain_all(receipts: &[Waiting], items: Vec<Candidate>) -> Vec<Explained> {
    let known = Known {
        items,
        customers: HashMap::new(),
    };
    explain(&Matcher::new(&known), receipts)
}

fn class(explained: &Explained) -> Option<Class> {
    explained.explanations.first().map(|best| best.class)
}

#[test]
fn a_valid_reference_and_the_whole_amount_are_certain() {
    let found = explain_all(
        &[receipt(1, 500, Some(kid(1)), None)],
        vec![item(1, 1, 500), item(2, 1, 500)],
    );
    assert_eq!(class(&found[0]), Some(Class::A));
    assert_eq!(found[0].explanations[0].parts, [(ItemId(1), Minor(500))]);
}

#[test]
fn a_whole_reference_in_the_text_counts_like_one() {
    let text = format!("betaling KID {}", kid(1));
    let found = explain_all(&[receipt(1, 500, None, Some(&text))], vec![item(1, 1, 500)]);
    assert_eq!(class(&found[0]), Some(Class::A));
}

#[test]
fn a_part_and_an_excess_pass_unless_another_item_fits_the_amount() {
    let part = |items| explain_all(&[receipt(1, 300, Some(kid(1)), None)], items);
    let found = part(vec![item(1, 1, 500)]);
    assert_eq!(class(&found[0]), Some(Class::A));
    assert_eq!(found[0].explanations[0].parts, [(ItemId(1), Minor(300))]);
    assert_eq!(
        class(&part(vec![item(1, 1, 500), item(2, 1, 300)])[0]),
        Some(Class::C)
    );
    // Another customer's item of that amount is no evidence.
    assert_eq!(
        class(&part(vec![item(1, 1, 500), item(2, 2, 300)])[0]),
        Some(Class::A)
    );

    let over = explain_all(
        &[receipt(1, 700, Some(kid(1)), None)],
        vec![item(1, 1, 500)],
    );
    assert_eq!(class(&over[0]), Some(Class::A));
    assert_eq!(over[0].explanations[0].unapplied, Minor(200));
}

#[test]
fn evidence_against_is_never_overruled() {
    let mut disputed = item(1, 1, 500);
    disputed.disputed = true;
    let mut later = item(1, 1, 500);
    later.issued = day("2026-09-21");
    for candidate in [disputed, later] {
        let found = explain_all(&[receipt(1, 500, Some(kid(1)), None)], vec![candidate]);
        assert_eq!(class(&found[0]), Some(Class::C));
    }
    let mut paid = receipt(1, 500, Some(kid(1)), None);
    paid.text.payer_account = Some("60120000001".to_owned());
    let accounts = HashMap::from([(
        "60120000001".to_owned(),
        vec![(CustomerId(2), "2".to_owned())],
    )]);
    let known = Known {
        items: vec![item(1, 1, 500)],
        customers: accounts,
    };
    let found = explain(&Matcher::new(&known), &[paid]);
    assert_eq!(class(&found[0]), Some(Class::C));
}

#[test]
fn another_currency_is_never_settled_by_itself() {
    let mut euros = item(1, 1, 500);
    euros.currency = Currency::EUR;
    let found = explain_all(&[receipt(1, 500, Some(kid(1)), None)], vec![euros]);
    assert_eq!(class(&found[0]), Some(Class::D));
    assert_eq!(found[0].explanations[0].parts, []);
}

#[test]
fn the_exact_line_takes_the_item_and_the_part_goes_to_a_person() {
    let receipts = vec![
        receipt(1, 300, Some(kid(1)), None),
        receipt(2, 500, Some(kid(1)), None),
    ];
    let found = explain_all(&receipts, vec![item(1, 1, 500)]);
    assert_eq!(
        (class(&found[0]), class(&found[1])),
        (Some(Class::C), Some(Class::A))
    );
}

#[test]
fn equal_claims_that_exceed_the_item_both_go_to_a_person() {
    let receipts = vec![
        receipt(1, 500, Some(kid(1)), None),
        receipt(2, 500, Some(kid(1)), None),
    ];
    let found = explain_all(&receipts, vec![item(1, 1, 500)]);
    assert_eq!(
        (class(&found[0]), class(&found[1])),
        (Some(Class::C), Some(Class::C))
    );
}

#[test]
fn parts_that_fit_together_are_shared_out_in_date_order() {
    let receipts = vec![
        receipt(1, 200, Some(kid(1)), None),
        receipt(2, 300, Some(kid(1)), None),
    ];
    let found = explain_all(&receipts, vec![item(1, 1, 500)]);
    assert_eq!(
        (class(&found[0]), class(&found[1])),
        (Some(Class::A), Some(Class::A))
    );
    let total: Minor = found
        .iter()
        .flat_map(|f| &f.explanations[0].parts)
        .map(|(_, amount)| *amount)
        .sum();
    assert_eq!(total, Minor(500));
}

#[test]
fn instalments_are_paid_by_the_next_ones_or_the_whole() {
    let mut second = item(2, 1, 300);
    second.document = DocumentId(1);
    second.reference = Some(kid(1));
    second.due = day("2026-10-15");
    let items = vec![item(1, 1, 200), second];
    for (amount, parts) in [
        (200, vec![(ItemId(1), Minor(200))]),
        (500, vec![(ItemId(1), Minor(200)), (ItemId(2), Minor(300))]),
        (300, vec![(ItemId(2), Minor(300))]),
        (400, vec![(ItemId(1), Minor(200)), (ItemId(2), Minor(200))]),
    ] {
        let found = explain_all(&[receipt(1, amount, Some(kid(1)), None)], items.clone());
        assert_eq!(found[0].explanations[0].parts, parts, "{amount}");
        assert_eq!(class(&found[0]), Some(Class::A), "{amount}");
    }
}

#[test]
fn a_customer_reference_alone_is_never_certain() {
    let mut second = item(2, 1, 300);
    second.reference = Some(kid(1));
    let found = explain_all(
        &[receipt(1, 500, Some(kid(1)), None)],
        vec![item(1, 1, 500), second],
    );
    assert_eq!(class(&found[0]), Some(Class::C));
}

#[test]
fn a_reference_of_a_settled_invoice_names_the_customer_for_a_person() {
    let found = explain_all(&[receipt(1, 500, Some(kid(1)), None)], vec![item(1, 1, 0)]);
    assert_eq!(class(&found[0]), Some(Class::C));
    assert_eq!(found[0].explanations[0].parts, []);
}

#[test]
fn a_wrong_check_digit_is_no_reference() {
    let good = kid(1);
    let last = good.chars().last().unwrap().to_digit(10).unwrap();
    // A digit that fits no scheme at all.
    let bad = (0..10)
        .filter(|digit| *digit != last)
        .map(|digit| format!("{}{digit}", &good[..good.len() - 1]))
        .find(|reference| !crate::domain::reference::is_valid(reference))
        .unwrap();
    let mut wrongly = item(1, 1, 500);
    wrongly.reference = Some(bad.clone());
    let found = explain_all(&[receipt(1, 500, Some(bad), None)], vec![wrongly]);
    assert_eq!(class(&found[0]), None);
    assert!(matches!(
        found[0].known[0],
        Evidence::CheckDigitWrong { .. }
    ));
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let receipts = vec![
        receipt(1, 300, Some(kid(1)), None),
        receipt(2, 500, Some(kid(1)), None),
        receipt(3, 250, Some(kid(2)), None),
        receipt(4, 100, Some(kid(2)), None),
    ];
    let items = vec![item(1, 1, 500), item(2, 1, 350), item(3, 2, 900)];
    let forth = explain_all(&receipts, items.clone());
    let back = explain_all(
        &receipts.into_iter().rev().collect::<Vec<_>>(),
        items.into_iter().rev().collect(),
    );
    assert_eq!(forth, back.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn nobody_is_given_an_instalment_that_bears_another_reference() {
    let mut second = item(2, 1, 100);
    second.document = DocumentId(1);
    second.due = day("2026-10-15");
    let items = vec![item(1, 1, 100), second];
    let receipts = vec![
        receipt(1, 100, Some(kid(2)), None),
        receipt(2, 50, Some(kid(1)), None),
    ];
    let found = explain_all(&receipts, items);
    assert_eq!(found[0].explanations[0].parts, [(ItemId(2), Minor(100))]);
    assert_eq!(found[1].explanations[0].parts, [(ItemId(1), Minor(50))]);
}

#[test]
fn two_instalments_paid_at_once_by_one_reference_both_pass() {
    let mut second = item(2, 1, 100);
    second.document = DocumentId(1);
    second.reference = Some(kid(1));
    second.due = day("2026-10-15");
    let receipts = vec![
        receipt(1, 100, Some(kid(1)), None),
        receipt(2, 100, Some(kid(1)), None),
    ];
    let found = explain_all(&receipts, vec![item(1, 1, 100), second]);
    assert_eq!(found[0].explanations[0].parts, [(ItemId(1), Minor(100))]);
    assert_eq!(found[1].explanations[0].parts, [(ItemId(2), Minor(100))]);
}
