//! Strong and likely: numbers in texts, accounts, names, sums.

use super::*;
use crate::domain::id::EntryId;
use crate::domain::link::{Link, LinkKind, LinkState, Record};

#[test]
fn whole_numbers_and_an_exact_sum_are_strong() {
    let books = known(vec![item(31, 1, 900), item(40, 1, 525), item(4, 2, 1425)]);
    let found = one(
        &books,
        by_nordbygg(named(1, 1425, "faktura 10031 og 10040")),
    );
    assert_eq!(
        (class(&found), parts(&found)),
        (Some(Class::B), vec![(31, 900), (40, 525)])
    );
    for code in ["T1", "P1", "A1"] {
        assert!(has(&found, code), "{code}");
    }
    // The invoice of another customer with the same amount is not in question.
    assert!(
        found
            .explanations
            .iter()
            .all(|other| other.class >= Class::B)
    );
}

#[test]
fn a_range_means_all_of_the_customers_open_invoices_between_its_ends() {
    let books = known(vec![
        item(1, 1, 100),
        item(2, 2, 999),
        item(3, 1, 250),
        item(60, 1, 400),
        item(70, 1, 77),
    ]);
    let found = one(&books, by_nordbygg(named(1, 750, "Faktura 10001 - 10060")));
    assert_eq!(
        (class(&found), parts(&found)),
        (Some(Class::B), vec![(1, 100), (3, 250), (60, 400)])
    );
    assert!(has(&found, "T3"));
}

#[test]
fn a_named_invoice_that_is_left_out_takes_the_strength_away() {
    let books = known(vec![item(1, 1, 500), item(2, 1, 500), item(3, 1, 500)]);
    let found = one(
        &books,
        by_nordbygg(named(1, 1000, "faktura 10002 og 10003")),
    );
    assert_eq!(
        (class(&found), parts(&found)),
        (Some(Class::B), vec![(2, 500), (3, 500)])
    );
    assert!(
        found.explanations[1..]
            .iter()
            .all(|other| other.class > Class::B)
    );
}

#[test]
fn account_and_amount_are_strong_only_if_one_invoice_fits() {
    let one_fits = known(vec![item(1, 1, 500), item(2, 1, 700)]);
    assert_eq!(
        class(&one(&one_fits, by_nordbygg(receipt(1, 500, None, None)))),
        Some(Class::B)
    );
    let two_fit = known(vec![item(1, 1, 500), item(2, 1, 500)]);
    let found = one(&two_fit, by_nordbygg(receipt(1, 500, None, None)));
    assert_eq!(class(&found), Some(Class::D));
    assert!(best(&found).evidence.contains(&Evidence::SeveralFit));
}

#[test]
fn the_whole_balance_from_the_customers_account_is_strong() {
    let books = known(vec![item(1, 1, 512), item(2, 1, 733), item(3, 1, 91)]);
    let found = one(&books, by_nordbygg(receipt(1, 1336, None, None)));
    assert_eq!((class(&found), parts(&found).len()), (Some(Class::B), 3));
    assert!(
        best(&found)
            .evidence
            .contains(&Evidence::WholeBalance { count: 3 })
    );
}

#[test]
fn a_reference_of_one_customer_and_a_payer_who_is_another_contradict() {
    let books = known(vec![item(1, 1, 500), item(2, 2, 700)]);
    let line = from(
        receipt(1, 500, Some(kid(1)), None),
        "60120000001",
        "Solvang Blomster AS",
    );
    let found = one(&books, line);
    assert_eq!(
        (class(&found), parts(&found)),
        (Some(Class::C), vec![(1, 500)])
    );
    assert!(has(&found, "X1") && !best(&found).teaches);
}

#[test]
fn a_name_and_an_exact_amount_are_likely_and_a_shared_name_is_nothing() {
    let books = known(vec![item(1, 2, 500), item(2, 1, 800)]);
    let found = one(
        &books,
        from(receipt(1, 500, None, None), "", "SOLVANG BLOMSTER"),
    );
    assert_eq!(
        (class(&found), parts(&found)),
        (Some(Class::C), vec![(1, 500)])
    );
    let other = one(
        &books,
        from(receipt(1, 500, None, None), "", "Ukjent Betaler"),
    );
    assert_eq!(class(&other), Some(Class::D));
}

fn link(state: LinkState, right: u32) -> Link {
    Link {
        kind: LinkKind::Account,
        key: "11112233333".to_owned(),
        customer: CustomerId(1),
        record: Record {
            right,
            undone: 0,
            streak: right,
        },
        state,
        origin: EntryId(1),
        last: EntryId(1),
    }
}

#[test]
fn what_was_learned_of_an_account_counts_by_how_sure_it_is() {
    for (state, right, expected) in [
        (LinkState::Trusted, 7, Some(Class::B)),
        (LinkState::Trial, 1, Some(Class::C)),
        (LinkState::Shared, 5, Some(Class::D)),
        (LinkState::Blocked, 5, Some(Class::D)),
    ] {
        let mut books = known(vec![item(1, 1, 500), item(2, 2, 500)]);
        books.links = vec![link(state, right)];
        let found = one(&books, from(receipt(1, 500, None, None), "11112233333", ""));
        assert_eq!(class(&found), expected, "{state:?}");
    }
}

#[test]
fn a_pattern_that_was_taken_back_is_no_longer_strong() {
    let mut books = known(vec![item(1, 1, 500)]);
    let line = || by_nordbygg(receipt(1, 500, None, None));
    let pattern = crate::domain::evidence::pattern(&best(&one(&books, line())).evidence);
    let record = Record {
        right: 12,
        undone: 1,
        streak: 3,
    };
    books.patterns.insert(pattern, record);
    let found = one(&books, line());
    assert_eq!(class(&found), Some(Class::C));
    assert!(
        best(&found)
            .evidence
            .iter()
            .any(|piece| matches!(piece, Evidence::PatternDemoted { undone: 1, .. }))
    );
}

#[test]
fn what_stands_in_the_way_of_certainty_may_be_another_receipts_for_certain() {
    let books = known(vec![item(1, 1, 500), item(2, 1, 300)]);
    let lines = [
        receipt(1, 300, Some(kid(1)), None),
        receipt(2, 300, Some(kid(2)), None),
    ];
    let found = explain(&books, &Settings::default(), &lines);
    assert_eq!(
        (class(&found[0]), class(&found[1])),
        (Some(Class::A), Some(Class::A))
    );
    assert_eq!(class(&one(&books, lines[0].clone())), Some(Class::C));
}

#[test]
fn money_of_a_customer_is_explained_by_his_items_alone() {
    let mut own = item(9, 1, -500);
    own.class = ItemClass::Receipt;
    own.document = None;
    own.item = ItemId(9001);
    let books = known(vec![item(1, 1, 500), item(2, 2, 500), own]);
    let mut line = receipt(1, 500, None, None);
    line.customer = CustomerId(1);
    let found = one(&books, line);
    assert_eq!(parts(&found), [(1, 500)]);
    assert!(
        found
            .explanations
            .iter()
            .all(|other| other.customer == CustomerId(1))
    );
    assert_eq!(best(&found).credits, []);
}

#[test]
fn a_strong_proposal_posts_by_itself_only_where_that_is_wished_and_proven() {
    let mut books = known(vec![item(31, 1, 900), item(40, 1, 525)]);
    let line = by_nordbygg(named(1, 1425, "faktura 10031 og 10040"));
    let posts = |books: &Known, post_strong| {
        let settings = Settings {
            post_strong,
            ..Settings::default()
        };
        let matcher = Matcher::new(books, &settings);
        matcher.posts_by_itself(&matcher.explain(&line))
    };
    assert!(!posts(&books, true), "nobody has confirmed it yet");
    let codes = crate::domain::evidence::pattern(&best(&one(&books, line.clone())).evidence);
    let mut record = Record::default();
    (0..Record::PROVEN).for_each(|_| record.confirm());
    books.patterns.insert(codes.clone(), record);
    assert!(posts(&books, true));
    assert!(!posts(&books, false));
    record.take_back();
    books.patterns.insert(codes, record);
    assert!(!posts(&books, true));
}
