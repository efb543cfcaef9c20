//! What other systems get wrong: each case by its name.

use super::*;
use crate::domain::receipt::{Instructed, Remittance};

fn numbered(n: i64, customer: i64, open: i64, number: &str) -> Candidate {
    Candidate {
        number: number.into(),
        ..item(n, customer, open)
    }
}

#[test]
fn the_year_2024_in_a_text_is_not_invoice_2024() {
    let books = known(vec![
        numbered(1, 1, 500, "2024"),
        numbered(2, 1, 900, "2025"),
    ]);
    let found = one(&books, named(1, 700, "takk for handelen i 2024"));
    assert!(class(&found) > Some(Class::C) || class(&found).is_none());
    // With the word, or with the payer and the amount, it is.
    assert_eq!(
        class(&one(&books, named(1, 500, "faktura 2024"))),
        Some(Class::B)
    );
    assert_eq!(
        class(&one(&books, by_nordbygg(named(1, 500, "2024")))),
        Some(Class::B)
    );
}

#[test]
fn fourteen_is_not_found_in_1814() {
    let books = known(vec![numbered(1, 1, 500, "14")]);
    assert_eq!(one(&books, named(1, 700, "faktura 1814")).explanations, []);
}

#[test]
fn a_date_that_equals_a_number_is_no_number() {
    let books = known(vec![numbered(1, 1, 500, "20260312")]);
    let found = one(&books, named(1, 500, "overført 20260312"));
    assert!(class(&found) >= Some(Class::C));
    assert_eq!(
        class(&one(&books, named(1, 500, "faktura 20260312"))),
        Some(Class::B)
    );
}

#[test]
fn an_organisation_number_that_equals_a_number_names_the_customer() {
    let books = known(vec![item(1, 1, 500), numbered(2, 2, 800, "923609016")]);
    let found = one(&books, named(1, 500, "orgnr 923 609 016 MVA"));
    assert_eq!(
        (class(&found), parts(&found)),
        (Some(Class::B), vec![(1, 500)])
    );
    assert!(has(&found, "O1"));
}

#[test]
fn two_customers_with_the_same_amount_on_the_same_day() {
    let books = known(vec![item(1, 1, 500), item(2, 2, 500)]);
    let found = explain(
        &books,
        &Settings::default(),
        &[
            by_nordbygg(receipt(1, 500, None, None)),
            from(
                receipt(2, 500, None, None),
                "60120000001",
                "Solvang Blomster",
            ),
        ],
    );
    assert_eq!(
        (parts(&found[0]), parts(&found[1])),
        (vec![(1, 500)], vec![(2, 500)])
    );
    // By the amount alone nothing is chosen.
    let alone = one(&books, receipt(3, 500, None, None));
    assert_eq!(class(&alone), Some(Class::D));
    assert_eq!(alone.explanations.len(), 2);
}

#[test]
fn two_lines_for_one_invoice_both_go_to_a_person() {
    let books = known(vec![item(1, 1, 500)]);
    let found = explain(
        &books,
        &Settings::default(),
        &[
            named(1, 500, "faktura 10001"),
            named(2, 500, "faktura 10001"),
        ],
    );
    for explained in &found {
        assert_eq!(class(explained), Some(Class::C));
        assert!(has(explained, "G2"));
    }
}

#[test]
fn the_kid_of_a_closed_invoice_is_paid_twice_and_goes_back() {
    let mut closed = item(1, 1, 0);
    closed.amount = Minor(500);
    closed.settled = Some(day("2026-09-10"));
    let books = known(vec![closed]);
    let found = one(&books, receipt(1, 500, Some(kid(1)), None));
    assert_eq!(class(&found), Some(Class::C));
    assert_eq!(
        (best(&found).customer, best(&found).over),
        (CustomerId(1), Over::Refund)
    );
    assert_eq!(best(&found).unapplied, Minor(500));
    assert!(best(&found).evidence.contains(&Evidence::PaidTwice {
        invoice: "10001".into(),
        days: 10
    }));
}

#[test]
fn a_check_digit_wrong_by_one_or_digits_changed_over_are_a_hint_and_no_reference() {
    let books = known(vec![item(12, 1, 500), item(13, 1, 700)]);
    let right = kid(12);
    let mut changed: Vec<char> = right.chars().collect();
    changed.swap(6, 7);
    let wrong = |digits: String| by_nordbygg(receipt(1, 500, Some(digits), None));
    let last = right.chars().last().and_then(|c| c.to_digit(10)).unwrap();
    let off = format!("{}{}", &right[..right.len() - 1], (last + 1) % 10);
    for digits in [changed.into_iter().collect(), off] {
        let found = one(&books, wrong(digits));
        assert_eq!(
            (class(&found), parts(&found)),
            (Some(Class::B), vec![(12, 500)])
        );
        assert!(has(&found, "R3"));
        assert!(!found.known.is_empty());
    }
}

#[test]
fn leading_zeros_cut_by_the_bank() {
    let mut first = item(1, 1, 500);
    let reference = format!("00{}", kid(1));
    first.reference = Some(reference.as_str().into());
    let books = known(vec![first]);
    let cut = reference.trim_start_matches('0').to_owned();
    let found = one(&books, receipt(1, 500, Some(cut), None));
    assert_eq!(
        (class(&found), parts(&found)),
        (Some(Class::C), vec![(1, 500)])
    );
    assert!(has(&found, "R3"));
}

#[test]
fn an_owner_who_pays_from_his_private_account_teaches_nothing() {
    let books = known(vec![item(1, 1, 500)]);
    let found = one(
        &books,
        from(
            receipt(1, 500, Some(kid(1)), None),
            "12345678903",
            "Kari Nordmann",
        ),
    );
    assert_eq!(class(&found), Some(Class::A));
    assert!(!best(&found).teaches);
    let own = one(&books, by_nordbygg(receipt(1, 500, Some(kid(1)), None)));
    assert!(best(&own).teaches);
}

#[test]
fn a_factoring_company_pays_for_many() {
    let mut books = known(vec![item(1, 1, 500), item(2, 2, 700), item(3, 3, 900)]);
    // Its account is a customer's in the register, and says nothing.
    books.parties.get_mut(&CustomerId(3)).unwrap().account = Some("90411110001".to_owned());
    let line = from(
        named(1, 1200, "faktura 10001, 10002"),
        "90411110001",
        "Svea Finans AB",
    );
    let found = one(&books, line);
    assert_eq!(class(&found), Some(Class::B));
    assert_eq!(parts(&found), [(1, 500), (2, 700)]);
    assert!(has(&found, "P3") && !best(&found).teaches);
}

#[test]
fn a_credit_note_netted_without_telling() {
    let mut credit = item(2, 1, -120);
    credit.class = ItemClass::Credit;
    let books = known(vec![item(1, 1, 500), credit, item(3, 1, 77_000)]);
    let found = one(&books, receipt(1, 380, Some(kid(1)), None));
    assert_eq!(class(&found), Some(Class::C));
    assert_eq!(best(&found).credits, [(ItemId(2), Minor(120))]);
    assert_eq!(parts(&found), [(1, 500)]);
    // With no reference the only choice that adds up is the same.
    let found = one(&books, by_nordbygg(receipt(1, 380, None, None)));
    assert_eq!(parts(&found), [(1, 500)]);
    assert_eq!(best(&found).credits, [(ItemId(2), Minor(120))]);
}

#[test]
fn paid_in_two_parts_on_the_same_day() {
    let books = known(vec![item(1, 1, 500)]);
    let lines = [
        receipt(1, 200, Some(kid(1)), None),
        receipt(2, 300, Some(kid(1)), None),
    ];
    let found = explain(&books, &Settings::default(), &lines);
    assert_eq!(
        (class(&found[0]), class(&found[1])),
        (Some(Class::A), Some(Class::A))
    );
}

#[test]
fn true_twins_each_have_an_invoice_of_their_own() {
    let books = known(vec![item(1, 1, 500), item(2, 1, 500)]);
    let lines = [
        receipt(1, 500, Some(kid(1)), None),
        receipt(2, 500, Some(kid(2)), None),
    ];
    let found = explain(&books, &Settings::default(), &lines);
    assert_eq!(
        (parts(&found[0]), parts(&found[1])),
        (vec![(1, 500)], vec![(2, 500)])
    );
    assert_eq!(
        (class(&found[0]), class(&found[1])),
        (Some(Class::A), Some(Class::A))
    );
}

#[test]
fn an_invoice_that_is_open_again_after_a_returned_payment_is_paid_like_any() {
    let mut again = item(1, 1, 500);
    again.settled = Some(day("2026-09-10"));
    let found = one(&known(vec![again]), receipt(1, 500, Some(kid(1)), None));
    assert_eq!(
        (class(&found), parts(&found)),
        (Some(Class::A), vec![(1, 500)])
    );
}

#[test]
fn an_equal_amount_in_another_currency_is_no_match() {
    let mut euros = item(1, 1, 500);
    euros.currency = Currency::EUR;
    let books = known(vec![euros]);
    assert_eq!(
        parts(&one(&books, by_nordbygg(receipt(1, 500, None, None)))),
        []
    );
    let mut sent = receipt(1, 5800, Some(kid(1)), None);
    sent.text.details.instructed = Some(Instructed {
        amount: Minor(500).decimal(Currency::EUR),
        currency: Currency::EUR,
    });
    let found = one(&books, sent);
    assert_eq!((class(&found), parts(&found)), (Some(Class::D), vec![]));
    assert!(
        best(&found)
            .evidence
            .iter()
            .any(|piece| matches!(piece, Evidence::InstructedFits { .. }))
    );
}

#[test]
fn a_subset_with_several_solutions_is_shown_and_not_chosen() {
    let books = known(vec![
        item(1, 1, 30_000),
        item(2, 1, 20_000),
        item(3, 1, 10_000),
        item(4, 1, 40_000),
    ]);
    let found = one(&books, by_nordbygg(receipt(1, 50_000, None, None)));
    assert_eq!(class(&found), Some(Class::D));
    assert!(best(&found).evidence.contains(&Evidence::SeveralFit));
    assert!(found.explanations.len() > 1);
}

#[test]
fn evidence_against_an_item_leaves_it_to_a_person() {
    let mut before = item(1, 1, 500);
    before.issued = day("2026-09-21");
    let mut disputed = item(1, 1, 500);
    disputed.hold = Some(Hold::Disputed);
    let mut at_agency = item(1, 1, 500);
    at_agency.hold = Some(Hold::AtAgency);
    for against in [before, disputed, at_agency] {
        let books = known(vec![against]);
        for line in [
            receipt(1, 500, Some(kid(1)), None),
            named(1, 500, "faktura 10001"),
            by_nordbygg(receipt(1, 500, None, None)),
        ] {
            let found = one(&books, line);
            assert_eq!(
                (class(&found), parts(&found)),
                (Some(Class::C), vec![(1, 500)])
            );
            assert!(has(&found, "D1"));
        }
    }
}

#[test]
fn the_payers_own_breakdown_with_a_credit_note_is_followed() {
    let mut credit = item(2, 1, -120);
    credit.class = ItemClass::Credit;
    let books = known(vec![item(1, 1, 500), credit, item(3, 1, 380)]);
    let mut line = receipt(1, 380, None, None);
    let share = |number: &str, ore: i64| Remittance {
        number: number.to_owned(),
        amount: Some(Minor(ore).decimal(Currency::NOK)),
    };
    line.text.details.remittance = vec![share("10001", 500), share("10002", -120)];
    let found = one(&books, line);
    assert_eq!(class(&found), Some(Class::B));
    assert_eq!(parts(&found), [(1, 500)]);
    assert_eq!(best(&found).credits, [(ItemId(2), Minor(120))]);
}
