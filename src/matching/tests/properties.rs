//! What holds for any books and any receipts.

use proptest::prelude::*;

use super::*;

pub(super) fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (1_i64..4, 1_i64..9, any::<bool>(), 0_u32..40, any::<bool>());
    proptest::collection::vec(one, 1..14).prop_map(|drawn| {
        (1..)
            .zip(drawn)
            .map(|(n, (customer, hundreds, is_credit, days, shares))| {
                let mut one = item(n, customer, hundreds * 100);
                one.due = day("2026-09-01") + chrono::Days::new(days.into());
                if is_credit && n % 4 == 0 {
                    one.class = ItemClass::Credit;
                    one.open = -one.open;
                    one.reference = None;
                } else if shares && n > 1 {
                    one.document = Some(DocumentId(n - 1));
                    one.reference = Some(kid(n - 1).into());
                    one.customer = CustomerId(1);
                }
                one
            })
            .collect()
    })
}

pub(super) fn receipts() -> impl Strategy<Value = Vec<Waiting>> {
    let one = (1_i64..20, 0_i64..16, 0_u8..6, 1_u32..28, -3_i64..4);
    proptest::collection::vec(one, 1..12).prop_map(|drawn| {
        (1..)
            .zip(drawn)
            .map(|(n, (hundreds, of, how, date, off))| {
                let amount = (hundreds * 100 + off.max(0) * 30).max(1);
                let line = match how {
                    0 | 1 => receipt(n, amount, Some(kid(of)), None),
                    2 => named(n, amount, &format!("faktura {}", 10_000 + of)),
                    3 => named(
                        n,
                        amount,
                        &format!("faktura {} og {}", 10_000 + of, 10_001 + of),
                    ),
                    4 => by_nordbygg(receipt(n, amount, None, None)),
                    _ => from(
                        receipt(n, amount, Some(kid(of + 1)), None),
                        "60120000001",
                        "Solvang",
                    ),
                };
                Waiting {
                    booked: day("2026-09-01") + chrono::Days::new(date.into()),
                    ..line
                }
            })
            .collect()
    })
}

fn reconcile(books: &Known, line: &Waiting, explanation: &Explanation) {
    let open = |item: ItemId| {
        let found = books.items.iter().find(|candidate| candidate.item == item);
        found.map_or(Minor::ZERO, |found| found.open.abs())
    };
    let sum = |parts: &[(ItemId, Minor)]| parts.iter().map(|(_, amount)| *amount).sum::<Minor>();
    let of_receipt: Minor = explanation
        .rests
        .iter()
        .filter(|rest| rest.item == line.item)
        .map(|rest| rest.amount)
        .sum();
    assert_eq!(
        line.left + sum(&explanation.credits),
        sum(&explanation.parts) + of_receipt + explanation.unapplied
    );
    assert!(explanation.unapplied >= Minor::ZERO);
    for (item, amount) in explanation.parts.iter().chain(&explanation.credits) {
        let closed: Minor = explanation
            .rests
            .iter()
            .filter(|rest| rest.item == *item)
            .map(|rest| rest.amount)
            .sum();
        assert!(*amount > Minor::ZERO && *amount + closed <= open(*item));
    }
}

proptest! {
    #[test]
    fn the_order_of_the_input_says_nothing(
        (items, shuffled) in candidates().prop_flat_map(|items| (Just(items.clone()), Just(items).prop_shuffle())),
        (lines, other) in receipts().prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
    ) {
        let by_receipt = |mut found: Vec<Explained>| {
            found.sort_by_key(|explained| explained.receipt);
            found
        };
        let settings = Settings::default();
        let forth = by_receipt(explain(&known(items), &settings, &lines));
        let back = by_receipt(explain(&known(shuffled), &settings, &other));
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn every_explanation_adds_up_and_takes_no_more_than_is_open(items in candidates(), lines in receipts()) {
        let books = known(items);
        let found = explain(&books, &Settings::default(), &lines);
        for (line, explained) in lines.iter().zip(&found) {
            for explanation in &explained.explanations {
                reconcile(&books, line, explanation);
            }
        }
    }

    #[test]
    fn what_is_certain_fits_together(items in candidates(), lines in receipts()) {
        let books = known(items);
        let found = explain(&books, &Settings::default(), &lines);
        let mut taken: HashMap<ItemId, Minor> = HashMap::new();
        for explained in found.iter().filter(|found| class(found) == Some(Class::A)) {
            let best = best(explained);
            for (item, amount) in &best.parts {
                *taken.entry(*item).or_default() += *amount;
            }
            for rest in &best.rests {
                *taken.entry(rest.item).or_default() += rest.amount;
            }
        }
        for candidate in &books.items {
            let used = taken.get(&candidate.item).copied().unwrap_or(Minor::ZERO);
            prop_assert!(used <= candidate.open.abs());
        }
    }

    #[test]
    fn a_second_run_over_what_is_left_finds_nothing_certain(items in candidates(), lines in receipts()) {
        let mut books = known(items);
        let settings = Settings::default();
        let first = explain(&books, &settings, &lines);
        let mut left = Vec::new();
        for (line, explained) in lines.into_iter().zip(&first) {
            if class(explained) != Some(Class::A) {
                left.push(line);
                continue;
            }
            let best = best(explained);
            let rests = best.rests.iter().map(|rest| (rest.item, rest.amount));
            for (item, amount) in best.parts.iter().copied().chain(rests) {
                for candidate in &mut books.items {
                    if candidate.item == item {
                        candidate.open -= amount;
                    }
                }
            }
        }
        for explained in explain(&books, &settings, &left) {
            prop_assert_ne!(class(&explained), Some(Class::A), "{:?}", explained);
        }
    }
}
