use super::*;
use crate::domain::date;
use proptest::prelude::*;

fn entry(amount: i64, day: i64) -> Entry {
    let due = date::from_int(20_260_100 + day).unwrap();
    Entry {
        amount,
        due,
        overdue: false,
        letter: None,
    }
}

fn entries(amounts: &[i64]) -> Vec<Entry> {
    amounts
        .iter()
        .zip(1..)
        .map(|(amount, day)| entry(*amount, day))
        .collect()
}

#[test]
fn the_likelier_choice_wins() {
    let open = entries(&[10_000, 25_050, -5_000, 7_777]);
    assert_eq!(search(&open, 37_827), Answer::Whole(vec![0, 1, 2, 3]));
    assert_eq!(search(&open, 35_050), Answer::Prefix(vec![0, 1]));
    let mut late = open.clone();
    late[1].overdue = true;
    assert_eq!(search(&late, 20_050), Answer::Overdue(vec![1, 2]));
    let mut claimed = open.clone();
    (claimed[1].letter, claimed[3].letter) = (Some(4), Some(4));
    assert_eq!(search(&claimed, 32_827), Answer::Letter(vec![1, 3]));
    assert_eq!(
        search(&open, 32_827),
        Answer::Subset {
            chosen: vec![1, 3],
            by_chance: false
        }
    );
    assert_eq!(search(&open, 32_828), Answer::None);
}

#[test]
fn one_entry_alone_is_no_answer_but_a_doubt() {
    assert_eq!(search(&entries(&[10_000, 25_050]), 25_050), Answer::None);
    assert_eq!(search(&entries(&[10_000]), 10_000), Answer::None);
    assert_eq!(
        search(&entries(&[10_000, 4_000, 6_000]), 10_000),
        Answer::Several(vec![vec![1, 2], vec![0]])
    );
    let paid_or_all = search(&entries(&[10_000, 5_000, -5_000]), 10_000);
    assert!(matches!(paid_or_all, Answer::Several(_)));
}

#[test]
fn twins_are_told_apart_only_by_day_or_letter() {
    let twins = entries(&[500, 1_000, 3_001, 1_000]);
    let Answer::Several(two) = search(&twins, 4_001) else {
        panic!()
    };
    assert_eq!(two.len(), 2);
    assert!(matches!(search(&twins, 5_001), Answer::Subset { chosen, .. } if chosen == [1, 2, 3]));
    assert_eq!(search(&twins, 1_500), Answer::Prefix(vec![0, 1]));
    // Both due on one day: neither is before the other.
    let mut together = twins;
    together[3].due = together[1].due;
    assert!(matches!(search(&together, 1_500), Answer::Several(_)));
    assert_eq!(search(&together, 2_500), Answer::Prefix(vec![0, 1, 3]));
}

#[test]
fn extreme_input_is_answered() {
    assert_eq!(search(&[], 1), Answer::None);
    assert_eq!(search(&entries(&[0, 0]), 0), Answer::None);
    assert_eq!(
        search(
            &entries(&[i64::MIN, i64::MAX, i64::MAX - 1, i64::MIN]),
            i64::MAX
        ),
        Answer::None
    );
    assert_eq!(search(&entries(&[5, -5]), -5), Answer::None);
    let same: Vec<Entry> = (0..40).map(|_| entry(100, 1)).collect();
    assert!(matches!(search(&same, 700), Answer::Several(_)));
    assert_eq!(search(&same, 750), Answer::None);
    assert_eq!(search(&same, 4_000), Answer::Whole((0..40).collect()));
    let many: Vec<Entry> = (0..41).map(|_| entry(100, 1)).collect();
    assert_eq!(search(&many, 700), Answer::TooMany);
    assert_eq!(search(&many, 4_100), Answer::Whole((0..41).collect()));
    let crowd: Vec<Entry> = (0..50_000).map(|n| entry(100, 1 + n % 28)).collect();
    assert_eq!(search(&crowd, 701), Answer::TooMany);
    assert!(matches!(search(&crowd, 178_600), Answer::Prefix(first) if first.len() == 1_786));
    // Forty odd amounts, most choices below the target.
    let odd: Vec<Entry> = (0..40)
        .map(|n| entry(100_003 + n * n * 977, 1 + n % 28))
        .collect();
    assert!(matches!(
        search(&odd, 4_000_000),
        Answer::Several(_) | Answer::Subset { .. } | Answer::None
    ));
}

/// All sets that the last kind allows, each tried.
fn by_force(open: &[Entry], target: i64) -> Vec<Vec<usize>> {
    let sets = (1_u32..1 << open.len())
        .map(|bits| (0..open.len()).filter(|at| bits >> at & 1 == 1).collect());
    sets.filter(|set: &Vec<usize>| {
        let credits = set.iter().filter(|at| open[**at].amount < 0).count();
        let no_zero = set.iter().all(|at| open[*at].amount != 0);
        no_zero && set.len() <= 8 && credits <= 2 && total(open, set) == i128::from(target)
    })
    .collect()
}

fn any_entry() -> impl Strategy<Value = Entry> {
    (
        -30_i64..90,
        1_i64..8,
        any::<bool>(),
        prop::option::of(0_u64..3),
    )
        .prop_map(|(amount, day, overdue, letter)| Entry {
            overdue,
            letter,
            ..entry(amount, day)
        })
}

/// What an answer says of the entries, not of their places.
fn meant(open: &[Entry], answer: &Answer) -> String {
    let of = |chosen: &[usize]| {
        let mut list: Vec<String> = chosen.iter().map(|at| format!("{:?}", open[*at])).collect();
        list.sort();
        list
    };
    match answer {
        Answer::Whole(chosen) => format!("whole {:?}", of(chosen)),
        Answer::Overdue(chosen) => format!("overdue {:?}", of(chosen)),
        Answer::Prefix(chosen) => format!("prefix {:?}", of(chosen)),
        Answer::Letter(chosen) => format!("letter {:?}", of(chosen)),
        Answer::Subset { chosen, by_chance } => format!("subset {by_chance} {:?}", of(chosen)),
        Answer::Several(two) => format!(
            "several {:?}",
            two.iter().map(|chosen| of(chosen)).collect::<Vec<_>>()
        ),
        Answer::None | Answer::TooMany => format!("{answer:?}"),
    }
}

proptest! {
    #[test]
    fn the_answer_is_what_trying_everything_says(
        open in prop::collection::vec(any_entry(), 0..12), target in 1_i64..300,
    ) {
        let solutions = by_force(&open, target);
        let answer = search(&open, target);
        let (chosen, is_likelier) = match &answer {
            Answer::Whole(chosen) | Answer::Overdue(chosen) | Answer::Prefix(chosen) | Answer::Letter(chosen) => (chosen, true),
            Answer::Subset { chosen, .. } => (chosen, false),
            Answer::Several(two) => {
                prop_assert!(two.len() == 2 && two[0] != two[1]);
                for chosen in two {
                    prop_assert_eq!(total(&open, chosen), i128::from(target));
                }
                return Ok(());
            }
            Answer::None => {
                prop_assert!(solutions.is_empty() || (solutions.len() == 1 && solutions[0].len() == 1));
                return Ok(());
            }
            Answer::TooMany => return Err(TestCaseError::fail("not that many")),
        };
        prop_assert!(chosen.len() > 1);
        prop_assert_eq!(total(&open, chosen), i128::from(target));
        if is_likelier {
            prop_assert!(open.iter().all(|entry| entry.amount != target), "one entry fits as well");
        } else {
            prop_assert_eq!(&solutions, &vec![chosen.clone()]);
        }
    }

    #[test]
    fn a_unique_choice_of_any_size_is_found(
        open in prop::collection::vec(any_entry(), 2..12), bits in any::<u16>(),
    ) {
        let set: Vec<usize> = (0..open.len()).filter(|at| bits >> at & 1 == 1).collect();
        let Ok(target) = i64::try_from(total(&open, &set)) else { return Ok(()) };
        let solutions = by_force(&open, target);
        if target > 0 && solutions.len() == 1 && solutions[0].len() > 1 {
            let found = meant(&open, &search(&open, target));
            prop_assert!(!found.starts_with("None"), "{found}");
        }
    }

    #[test]
    fn the_order_of_the_entries_says_nothing(
        (open, shuffled) in prop::collection::vec(any_entry(), 0..14)
            .prop_flat_map(|open| (Just(open.clone()), Just(open).prop_shuffle())),
        target in 1_i64..300,
    ) {
        prop_assert_eq!(meant(&open, &search(&open, target)), meant(&shuffled, &search(&shuffled, target)));
    }
}
