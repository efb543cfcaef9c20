//! More time: decided by the policy, counted, taken back.

use super::*;

/// Advice row 41: the policy decides on more time, with the sentence for the customer.
#[test]
fn row_41_more_time_is_decided_by_policy_with_the_sentence_to_tell() {
    let (mut book, rulebook) = (book(), rulebook());
    let today = "2026-11-22";
    let mut ask =
        |until: &str, rulebook: &Rulebook| act(&mut book, rulebook, today, &extend(WHOLE, until));
    let too_long = "We can give at most 14 days after the due date, that is until 4 Dec 2026 (extension.max-days in our policy).";
    assert_eq!(ask("2026-12-05", &rulebook), Err(too_long.to_owned()));
    assert_eq!(ask("2026-11-28", &rulebook), Ok(()));
    assert_eq!(ask("2026-12-04", &rulebook), Ok(()));
    let used_up = "We have given more time for invoice 1001 2 times already and cannot give it again (extension.max-times in our policy).";
    assert_eq!(ask("2026-12-04", &rulebook), Err(used_up.to_owned()));
    let none = "We cannot give more time than the invoice does (extension in our policy).";
    assert_eq!(
        ask("2026-11-23", &Rulebook::default()),
        Err(none.to_owned())
    );
    assert_eq!(
        ask("2026-11-21", &rulebook).unwrap_err(),
        "21 Nov 2026 is past: today is 22 Nov 2026."
    );
    assert_eq!(
        given(&book, PauseKind::Extension),
        [
            (1, 100_000, Some(day("2026-11-28"))),
            (1, 100_000, Some(day("2026-12-04")))
        ]
    );
}

#[test]
fn more_time_taken_back_is_not_counted() {
    let (mut book, rulebook) = (book(), rulebook());
    for _ in 0..2 {
        act(
            &mut book,
            &rulebook,
            "2026-11-22",
            &extend(WHOLE, "2026-12-01"),
        )
        .unwrap();
    }
    let first = *book.pauses.keys().min().unwrap();
    book.apply(&Event::Done(Deed::PauseVoided { pause: first }))
        .unwrap();
    act(
        &mut book,
        &rulebook,
        "2026-11-22",
        &extend(WHOLE, "2026-12-01"),
    )
    .unwrap();
}

#[test]
fn more_time_is_for_what_falls_due_before_the_day() {
    let (mut book, rulebook) = (book(), rulebook());
    act(
        &mut book,
        &rulebook,
        "2026-11-22",
        &extend(PARTS, "2026-12-04"),
    )
    .unwrap();
    assert_eq!(
        given(&book, PauseKind::Extension),
        [(2, 50_000, Some(day("2026-12-04")))]
    );
    let (mut book, early) = (self::book(), "2026-11-10");
    let not_later = act(&mut book, &rulebook, early, &extend(WHOLE, "2026-11-20")).unwrap_err();
    assert!(
        not_later.contains("not due until 20 Nov 2026"),
        "{not_later}"
    );
}

#[test]
fn the_last_day_of_more_time_may_be_past() {
    let (mut book, rulebook) = (book(), rulebook());
    let told = act(
        &mut book,
        &rulebook,
        "2026-12-10",
        &extend(WHOLE, "2026-12-10"),
    );
    let past = "We can give at most 14 days after the due date, and that was 4 Dec 2026 (extension.max-days in our policy).";
    assert_eq!(told, Err(past.to_owned()));
}

#[test]
fn a_part_must_be_paid_before_more_time_where_the_policy_says_so() {
    let (mut book, mut rulebook) = (book(), rulebook());
    rulebook.policies.consumer.extension.min_part_percent = 25;
    let ask = extend(WHOLE, "2026-12-04");
    pay(&mut book, 1, 24_999);
    let told = act(&mut book, &rulebook, "2026-11-22", &ask);
    let missing = "We can give more time once 25 % of the invoice is paid: 0,01 NOK is still missing for that (extension.min-part-percent in our policy).";
    assert_eq!(told, Err(missing.to_owned()));
    pay(&mut book, 1, 1);
    assert_eq!(act(&mut book, &rulebook, "2026-11-22", &ask), Ok(()));
    assert_eq!(
        given(&book, PauseKind::Extension),
        [(1, 75_000, Some(day("2026-12-04")))]
    );
}
