//! What goes to an agency, and what stays.

use super::*;

/// Advice row 42, the ledger's part: an item that an agency has comes back when the company takes it over.
#[test]
fn what_an_agency_has_is_there_once_until_it_is_taken_over() {
    let (mut book, rulebook) = (book(), rulebook());
    let mut done = |command: &Command| act(&mut book, &rulebook, "2026-11-22", command);
    done(&hand_over(vec![WHOLE, PARTS])).unwrap();
    let told = done(&hand_over(vec![PARTS])).unwrap_err();
    assert_eq!(told, "Invoice 1002 is with Inkasso Nord already.");
    let take_over = Command::TakeOver {
        documents: vec![PARTS],
        reason: "avtale".to_owned(),
    };
    done(&take_over).unwrap();
    assert_eq!(
        done(&take_over).unwrap_err(),
        "Invoice 1002 is with no agency."
    );
    done(&hand_over(vec![PARTS])).unwrap();
    // What is not due yet stays here.
    assert!(book.handover_of(ItemId(3)).is_none());
    assert!(
        book.handover_of(ItemId(1))
            .is_some_and(|state| state.holds(day("2026-11-22")))
    );
}

#[test]
fn a_kept_plan_stays_with_the_company_and_a_broken_one_may_go() {
    let (mut book, rulebook) = (book(), rulebook());
    make(&mut book, asked(4, "2026-11-30")).unwrap();
    let out = hand_over(vec![WHOLE]);
    let told = act(&mut book, &rulebook, "2026-12-05", &out).unwrap_err();
    assert!(told.contains("is on payment plan 1"), "{told}");
    act(&mut book, &rulebook, "2026-12-06", &out).unwrap();
}

#[test]
fn charges_go_with_the_invoice_that_they_are_about() {
    let (mut book, rulebook) = (book(), rulebook());
    send(&mut book, "reminder", "2026-11-22", None, &[ItemId(2)]);
    act(&mut book, &rulebook, "2026-11-22", &hand_over(vec![WHOLE])).unwrap();
    assert!(book.handover_of(ItemId(2)).is_some());
    let take_over = Command::TakeOver {
        documents: vec![WHOLE],
        reason: "avtale".to_owned(),
    };
    act(&mut book, &rulebook, "2026-11-22", &take_over).unwrap();
    assert!(book.handover_of(ItemId(2)).is_none());
    // Named beside it, a charge is covered once.
    make(&mut book, asked(4, "2026-11-30")).unwrap();
    assert_eq!(
        book.plan_of(ItemId(2)).unwrap().plan.total(),
        Minor(200_000)
    );
}
