//! What is said besides a reference that fits: nothing of it is passed over.

#![allow(
    clippy::inconsistent_digit_grouping,
    reason = "kroner and øre stand apart"
)]

use super::*;
use crate::domain::receipt::Remittance;
use crate::domain::rule::{Rule, RuleSays};

fn state(lines: &[(String, i64)], mut receipt: Waiting) -> Waiting {
    for (number, share) in lines {
        receipt.text.details.remittance.push(Remittance {
            number: number.clone(),
            amount: Some(Minor(*share).decimal(Currency::NOK)),
        });
    }
    receipt
}

fn only(items: Vec<Candidate>, receipt: Waiting) -> Explained {
    explain_all(vec![receipt], items).remove(0)
}

fn tells(explained: &Explained, is: impl Fn(&Evidence) -> bool) -> bool {
    explained
        .explanations
        .iter()
        .any(|one| one.evidence.iter().any(&is))
}

fn bears(mut item: Candidate, reference: &str) -> Candidate {
    item.reference = Some(reference.into());
    item
}

#[test]
fn an_invoice_number_that_is_anothers_reference_is_both() {
    let mut other = item(2, 2, 700_00);
    other.number = "10017".into();
    let items = vec![bears(item(1, 1, 900_00), "10017"), other];
    for line in [
        named(1, 700_00, "Faktura 10017"),
        receipt(1, 700_00, Some("10017".to_owned()), None),
    ] {
        let found = only(items.clone(), line);
        assert_ne!(class(&found), Some(Class::A));
        assert!(
            found
                .explanations
                .iter()
                .any(|one| one.customer == CustomerId(2))
        );
    }
}

#[test]
fn digits_that_are_something_else_are_no_reference() {
    let items = vec![
        bears(item(1, 1, 800_00), "602243"),
        bears(item(2, 1, 900_00), "123455"),
    ];
    for text in [
        "tlf 60 22 43",
        "org.nr 602243",
        "konto 602243",
        "ordre 602243",
        "kundenr 602243",
        "avtale nr 602243",
        "dato 602243",
        "kr 602243",
        "602243,50",
        "602243-12",
        "bil AB602243",
        "uke 60 2243",
        "12 3455",
    ] {
        let found = only(items.clone(), named(1, 77_00, text));
        assert_ne!(class(&found), Some(Class::A), "{text}");
    }
    for text in ["KID 602243", "602243"] {
        let found = only(items.clone(), named(1, 77_00, text));
        assert_eq!(class(&found), Some(Class::A), "{text}");
    }
}

#[test]
fn the_payers_own_split_comes_first() {
    let items = vec![item(1, 1, 1000_00), item(2, 1, 500_00), item(3, 1, 250_00)];
    let split = |amount, lines: &[(String, i64)]| {
        only(items.clone(), state(lines, receipt(1, amount, None, None)))
    };
    let found = split(1000_00, &[(kid(1), 750_00), ("10003".to_owned(), 250_00)]);
    assert_eq!(class(&found), Some(Class::C));
    assert_eq!(parts(&found), [(1, 750_00), (3, 250_00)]);
    assert_ne!(class(&split(600_00, &[(kid(1), 400_00)])), Some(Class::A));
    let found = split(1500_00, &[(kid(1), 300_00), (kid(2), 1200_00)]);
    assert_ne!(class(&found), Some(Class::A));
    let found = split(1400_00, &[(kid(1), 1000_00), (kid(3), 400_00)]);
    assert_ne!(class(&found), Some(Class::A));
    let found = split(1100_00, &[(kid(1), 1000_00), (kid(2), 100_00)]);
    assert_eq!(parts(&found), [(1, 1000_00), (2, 100_00)]);
}

#[test]
fn a_range_beside_a_reference_is_read() {
    let items = vec![item(1, 1, 1000_00), item(2, 1, 500_00), item(3, 1, 250_00)];
    let line = |amount, text| only(items.clone(), receipt(1, amount, Some(kid(1)), Some(text)));
    for text in ["faktura 10002-10003", "gjelder 10002 og 10003"] {
        assert_ne!(class(&line(750_00, text)), Some(Class::A), "{text}");
    }
    for text in ["faktura 10001-10003", "fakturaer 10001 til 10003"] {
        let found = line(1750_00, text);
        assert_ne!(class(&found), Some(Class::A), "{text}");
        assert_eq!(parts(&found).len(), 3, "{text}");
    }
}

#[test]
fn another_invoice_of_the_customer_in_the_text_contradicts() {
    let items = vec![item(1, 1, 1000_00), item(2, 1, 1000_00)];
    let line = receipt(1, 1000_00, Some(kid(1)), Some("Faktura 10002"));
    let found = only(items, line);
    assert_eq!(class(&found), Some(Class::C));
    assert!(tells(&found, |piece| *piece
        == Evidence::TextNamesMore {
            invoice: "10002".into()
        }));
}

#[test]
fn what_passes_the_roundings_of_a_year_waits_for_a_person() {
    let items: Vec<Candidate> = (1..=15).map(|n| item(n, 1, 10_000 + n * 100)).collect();
    let lines = (1..=15).map(|n| receipt(n, 9_900 + n * 100, Some(kid(n)), None));
    let found = explain_all(lines.collect(), items);
    let certain = found.iter().filter(|one| one.is_certain()).count();
    assert_eq!(certain, 10);
}

#[test]
fn what_a_person_took_back_waits_for_one() {
    let line = Waiting {
        taken_back: true,
        ..receipt(1, 500, Some(kid(1)), None)
    };
    let found = only(vec![item(1, 1, 500)], line);
    assert_eq!(class(&found), Some(Class::C));
    assert!(best(&found).evidence.contains(&Evidence::TakenBack));
}

#[test]
fn money_set_aside_is_a_rival_still() {
    let aside = Waiting {
        set_aside: Some("whose is it".to_owned()),
        ..receipt(1, 500, Some(kid(1)), None)
    };
    let lines = vec![aside.clone(), receipt(2, 500, Some(kid(1)), None)];
    let found = explain_all(lines, vec![item(1, 1, 500)]);
    assert!(found.iter().all(|one| class(one) == Some(Class::C)));
    let alone = only(vec![item(1, 1, 500)], aside);
    assert_eq!(
        (class(&alone), parts(&alone)),
        (Some(Class::C), vec![(1, 500)])
    );
}

#[test]
fn zeros_that_were_lost_may_mean_another_invoice() {
    let short = crate::domain::reference::mod10_digit("1234").unwrap();
    let short = format!("1234{short}");
    let items = vec![
        bears(item(1, 1, 900_00), &format!("00{short}")),
        bears(item(2, 2, 500_00), &short),
    ];
    let found = only(items, receipt(1, 900_00, Some(short), None));
    assert_ne!(class(&found), Some(Class::A));
}

#[test]
fn a_penny_is_not_rounded_off_a_crown() {
    let found = only(vec![item(1, 1, 101)], receipt(1, 1, Some(kid(1)), None));
    assert!(best(&found).rests.is_empty());
}

#[test]
fn a_discount_but_for_a_rounding_or_days_is_for_a_person() {
    use crate::domain::candidate::Discount;
    let with = |amount, until| Candidate {
        discount: Some(Discount {
            amount: Minor(amount / 50),
            until: day(until),
        }),
        ..item(1, 1, amount)
    };
    for (open, until, paid) in [
        (1000_00, "2026-09-20", 981_00),
        (50_00, "2026-09-10", 49_00),
    ] {
        let found = only(
            vec![with(open, until)],
            receipt(1, paid, Some(kid(1)), None),
        );
        assert_eq!(class(&found), Some(Class::C), "{paid}");
    }
}

#[test]
fn zeros_alone_are_no_reference() {
    let items = vec![bears(item(1, 1, 500), "0000")];
    let found = only(items, receipt(1, 500, Some("0000".to_owned()), None));
    assert_ne!(class(&found), Some(Class::A));
}

#[test]
fn a_reference_counts_in_all_its_forms() {
    let pays = |currency, kept: &str, written: &str| {
        let kept = Candidate {
            currency,
            ..bears(item(1, 1, 900_00), kept)
        };
        let line = Waiting {
            currency,
            ..receipt(1, 900_00, Some(written.to_owned()), None)
        };
        class(&only(vec![kept], line))
    };
    let id = format!("2026001{}", mod10_digit("2026001").unwrap());
    let line = format!("+71<{id:0>15}+12345678<");
    let (short, long) = ("539007547037", "0000000539007547037");
    let creditor = "RF34539007547037";
    for (kept, written) in [
        (short, creditor),
        (creditor, short),
        (short, long),
        (long, short),
    ] {
        assert_eq!(
            pays(Currency::EUR, kept, written),
            Some(Class::A),
            "{kept} {written}"
        );
    }
    for (kept, written) in [(&line, &id), (&id, &line), (&id, &format!("71#{id:0>15}"))] {
        assert_eq!(
            pays(Currency::DKK, kept, written),
            Some(Class::A),
            "{kept} {written}"
        );
    }
}

#[test]
fn a_rule_that_says_another_contradicts_a_reference() {
    for says in [
        RuleSays::Customer("4002".to_owned()),
        RuleSays::NotReceivable("8050".to_owned()),
    ] {
        let rule = Rule {
            name: "hamn".to_owned(),
            pattern: Some("leie".to_owned()),
            account: None,
            least: None,
            most: None,
            currency: None,
            says,
        };
        let books = Known {
            rules: vec![rule],
            ..known(vec![item(1, 1, 500)])
        };
        let found = one(&books, receipt(1, 500, Some(kid(1)), Some("leie hamn")));
        assert_ne!(class(&found), Some(Class::A));
        assert!(
            found
                .explanations
                .iter()
                .any(|one| one.evidence.iter().any(|piece| piece.code() == "X1"))
        );
    }
}

#[test]
fn of_equal_ones_the_lower_number_is_first() {
    let mut first = item(2, 1, 500);
    first.number = "10000".into();
    let second = item(1, 1, 500);
    let found = one(
        &known(vec![second, first]),
        by_nordbygg(receipt(1, 500, None, None)),
    );
    assert_eq!(parts(&found), [(2, 500)]);
}

#[test]
fn what_adds_up_is_searched_once() {
    let books = known((1..=12).map(|n| item(n, 1, 1_000 + n * 37)).collect());
    let settings = Settings::default();
    let matcher = Matcher::new(&books, &settings);
    for n in 1..=20 {
        matcher.explain(&by_nordbygg(receipt(n, 3_333, None, None)));
    }
    assert_eq!(matcher.sums.borrow().len(), 1);
}
