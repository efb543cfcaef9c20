//! What is certain, and what takes certainty away.

use super::*;

#[test]
fn a_valid_reference_and_the_whole_amount_are_certain() {
    let found = explain_all(
        vec![receipt(1, 500, Some(kid(1)), None)],
        vec![item(1, 1, 500), item(2, 1, 500)],
    );
    assert_eq!(class(&found[0]), Some(Class::A));
    assert_eq!(found[0].explanations[0].parts, [(ItemId(1), Minor(500))]);
}

#[test]
fn a_whole_reference_in_the_text_counts_like_one() {
    let text = format!("betaling KID {}", kid(1));
    let found = explain_all(
        vec![receipt(1, 500, None, Some(&text))],
        vec![item(1, 1, 500)],
    );
    assert_eq!(class(&found[0]), Some(Class::A));
}

#[test]
fn a_part_and_an_excess_pass_unless_another_item_fits_the_amount() {
    let part = |items| explain_all(vec![receipt(1, 300, Some(kid(1)), None)], items);
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
        vec![receipt(1, 700, Some(kid(1)), None)],
        vec![item(1, 1, 500)],
    );
    assert_eq!(class(&over[0]), Some(Class::A));
    assert_eq!(over[0].explanations[0].unapplied, Minor(200));
}

#[test]
fn evidence_against_is_never_overruled() {
    let mut disputed = item(1, 1, 500);
    disputed.hold = Some(Hold::Disputed);
    let mut later = item(1, 1, 500);
    later.issued = day("2026-09-21");
    for candidate in [disputed, later] {
        let found = explain_all(vec![receipt(1, 500, Some(kid(1)), None)], vec![candidate]);
        assert_eq!(class(&found[0]), Some(Class::C));
    }
    let mut paid = receipt(1, 500, Some(kid(1)), None);
    paid.text.payer_account = Some("60120000001".to_owned());
    let payer = Party {
        number: "2".to_owned(),
        account: Some("60120000001".to_owned()),
        ..Party::default()
    };
    let known = Known {
        items: vec![item(1, 1, 500)],
        parties: HashMap::from([(CustomerId(2), payer)]),
        ..Known::default()
    };
    let found = explain(&known, &Settings::default(), &[paid]);
    assert_eq!(class(&found[0]), Some(Class::C));
}

#[test]
fn another_currency_is_never_settled_by_itself() {
    let mut euros = item(1, 1, 500);
    euros.currency = Currency::EUR;
    let found = explain_all(vec![receipt(1, 500, Some(kid(1)), None)], vec![euros]);
    assert_eq!(class(&found[0]), Some(Class::D));
    assert_eq!(found[0].explanations[0].parts, []);
}

#[test]
fn the_exact_line_takes_the_item_and_the_part_goes_to_a_person() {
    let receipts = vec![
        receipt(1, 300, Some(kid(1)), None),
        receipt(2, 500, Some(kid(1)), None),
    ];
    let found = explain_all(receipts, vec![item(1, 1, 500)]);
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
    let found = explain_all(receipts, vec![item(1, 1, 500)]);
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
    let found = explain_all(receipts, vec![item(1, 1, 500)]);
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
    second.document = Some(DocumentId(1));
    second.reference = Some(kid(1).into());
    second.due = day("2026-10-15");
    let items = vec![item(1, 1, 200), second];
    for (amount, parts) in [
        (200, vec![(ItemId(1), Minor(200))]),
        (500, vec![(ItemId(1), Minor(200)), (ItemId(2), Minor(300))]),
        (300, vec![(ItemId(2), Minor(300))]),
        (400, vec![(ItemId(1), Minor(200)), (ItemId(2), Minor(200))]),
    ] {
        let found = explain_all(vec![receipt(1, amount, Some(kid(1)), None)], items.clone());
        assert_eq!(found[0].explanations[0].parts, parts, "{amount}");
        assert_eq!(class(&found[0]), Some(Class::A), "{amount}");
    }
}

#[test]
fn a_customer_reference_alone_is_never_certain() {
    let mut second = item(2, 1, 300);
    second.reference = Some(kid(1).into());
    let found = explain_all(
        vec![receipt(1, 500, Some(kid(1)), None)],
        vec![item(1, 1, 500), second],
    );
    assert_eq!(class(&found[0]), Some(Class::B));
    assert!(has(&found[0], "R4"));
}

#[test]
fn a_reference_of_a_settled_invoice_names_the_customer_for_a_person() {
    let found = explain_all(
        vec![receipt(1, 500, Some(kid(1)), None)],
        vec![item(1, 1, 0)],
    );
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
    wrongly.reference = Some(bad.as_str().into());
    let found = explain_all(vec![receipt(1, 500, Some(bad), None)], vec![wrongly]);
    assert_eq!(class(&found[0]), Some(Class::D));
    assert!(!has(&found[0], "R1"));
    assert!(matches!(
        found[0].known[0],
        Evidence::CheckDigitWrong { .. }
    ));
}

#[test]
fn nobody_is_given_an_instalment_that_bears_another_reference() {
    let mut second = item(2, 1, 100);
    second.document = Some(DocumentId(1));
    second.due = day("2026-10-15");
    let items = vec![item(1, 1, 100), second];
    let receipts = vec![
        receipt(1, 100, Some(kid(2)), None),
        receipt(2, 50, Some(kid(1)), None),
    ];
    let found = explain_all(receipts, items);
    assert_eq!(found[0].explanations[0].parts, [(ItemId(2), Minor(100))]);
    assert_eq!(found[1].explanations[0].parts, [(ItemId(1), Minor(50))]);
}

#[test]
fn two_instalments_paid_at_once_by_one_reference_both_pass() {
    let mut second = item(2, 1, 100);
    second.document = Some(DocumentId(1));
    second.reference = Some(kid(1).into());
    second.due = day("2026-10-15");
    let receipts = vec![
        receipt(1, 100, Some(kid(1)), None),
        receipt(2, 100, Some(kid(1)), None),
    ];
    let found = explain_all(receipts, vec![item(1, 1, 100), second]);
    assert_eq!(found[0].explanations[0].parts, [(ItemId(1), Minor(100))]);
    assert_eq!(found[1].explanations[0].parts, [(ItemId(2), Minor(100))]);
}
