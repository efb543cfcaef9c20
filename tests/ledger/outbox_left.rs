//! What left the house, or may have: it is not taken back, whatever is said of it after that, and does not go out twice in
//! silence.

use reskontra::domain::command::Outcome;
use reskontra::domain::id::{CustomerId, DispatchId};
use reskontra::domain::outbox::{Channel, Stand};
use reskontra::domain::refusal::Refusal;

use super::books::Books;
use super::outbox::{
    FIRST, reason, redirect, row, sending, sending_to, sent, sheet, stand, tell, with_letter,
};

fn doubt() -> Outcome {
    Outcome::Doubt {
        why: "brudd".to_owned(),
    }
}

fn call_off() -> Outcome {
    Outcome::CallOff { reason: reason() }
}

fn resend(reason: &str) -> Outcome {
    Outcome::Resend {
        reason: reason.to_owned(),
    }
}

#[test]
fn nothing_is_sent_again_or_called_off_without_a_reason() {
    let (mut books, _) = with_letter();
    let silent = || " ".to_owned();
    let call_off = Outcome::CallOff { reason: silent() };
    assert_eq!(
        tell(&mut books, FIRST, call_off),
        Err(Refusal::ReasonMissing)
    );
    tell(&mut books, FIRST, sending()).unwrap();
    let why = "brudd".to_owned();
    tell(&mut books, FIRST, Outcome::Doubt { why }).unwrap();
    let resend = Outcome::Resend { reason: silent() };
    assert_eq!(tell(&mut books, FIRST, resend), Err(Refusal::ReasonMissing));
    // What surely did not leave may be tried again by one key.
    let call = Outcome::Resend { reason: reason() };
    tell(&mut books, FIRST, call).unwrap();
    let why = "550".to_owned();
    tell(&mut books, FIRST, Outcome::Failed { why }).unwrap();
    let resend = Outcome::Resend { reason: silent() };
    tell(&mut books, FIRST, resend).unwrap();
    assert_eq!(stand(&books), Stand::Queued);
}

#[test]
fn a_letter_that_may_have_left_cannot_be_taken_back() {
    let doubt = Outcome::Doubt {
        why: "brudd".to_owned(),
    };
    let returned = Outcome::Returned { reason: reason() };
    for (at, steps) in [
        (Stand::Sending, vec![]),
        (Stand::Sent, vec![sent()]),
        (Stand::InDoubt, vec![doubt]),
        (Stand::Returned, vec![sent(), returned]),
    ] {
        let (mut books, letter) = with_letter();
        let seen = tell(&mut books, FIRST, sending()).unwrap();
        for step in steps {
            tell(&mut books, FIRST, step).unwrap();
        }
        let refused = Books::refused(books.0.desk.undo(letter));
        let left = Refusal::LetterLeft {
            dispatch: FIRST,
            stand: at,
        };
        assert_eq!(refused, left);
        let refused = Books::refused(books.0.desk.undo(seen));
        let stand = Stand::Sending;
        let happened = Refusal::DispatchHappened {
            dispatch: FIRST,
            stand,
        };
        assert_eq!(refused, happened);
        assert_eq!(books.open("L1-F"), "35.00");
    }
}

#[test]
fn what_stood_at_sending_is_in_doubt_for_the_next_who_sends_and_for_nobody_meanwhile() {
    let (mut books, _) = with_letter();
    let turn = books.0.store().sender().unwrap().unwrap();
    tell(&mut books, FIRST, sending()).unwrap();
    // Another process while this one lives: it neither sends nor judges.
    assert!(books.0.desk.begin_sending("brudd").unwrap().is_none());
    assert_eq!(stand(&books), Stand::Sending);
    drop(turn);
    let (_turn, interrupted) = books.0.desk.begin_sending("brudd").unwrap().unwrap();
    assert_eq!(interrupted, [FIRST]);
    assert_eq!(stand(&books), Stand::InDoubt);
    assert_eq!(row(&books, FIRST).note, "brudd");
    assert_eq!(books.0.store().read().outbox_counts().unwrap().in_doubt, 1);
}

#[test]
fn what_waits_leaves_to_where_the_customer_is_when_it_leaves() {
    let (mut books, _) = with_letter();
    let old = row(&books, FIRST).to;
    assert_eq!(old, "kunde0@example.no");
    let moves = |books: &mut Books, email: &str| {
        let csv = format!("customer_no,name,email\n0,Kunde 0,{email}\n");
        books.0.take_text(csv);
    };
    moves(&mut books, "ny@example.no");
    assert_eq!(row(&books, FIRST).to, "ny@example.no");
    // Written before he was edited.
    let refused = tell(&mut books, FIRST, sending()).unwrap_err();
    assert_eq!(refused, Refusal::ChangedMeanwhile);
    let copy = Some(sheet("Betal 1 250,00"));
    tell(&mut books, FIRST, sending_to("ny@example.no", copy)).unwrap();
    tell(&mut books, FIRST, sent()).unwrap();
    moves(&mut books, "nyest@example.no");
    assert_eq!(row(&books, FIRST).to, "ny@example.no");
    // It came back from an address that is not his any more: nothing is stopped.
    let returned = Outcome::Returned { reason: reason() };
    tell(&mut books, FIRST, returned).unwrap();
    let store = books.0.store();
    assert_eq!(store.read().channel_stops(CustomerId(1)).unwrap(), []);
}

/// Calling it off does not call it back.
#[test]
fn what_was_in_doubt_stays_what_may_have_left_when_it_is_called_off() {
    for again in [false, true] {
        let (mut books, letter) = with_letter();
        tell(&mut books, FIRST, sending()).unwrap();
        tell(&mut books, FIRST, doubt()).unwrap();
        if again {
            tell(&mut books, FIRST, resend("han har det ikke")).unwrap();
        }
        tell(&mut books, FIRST, call_off()).unwrap();
        let left = Refusal::LetterLeft {
            dispatch: FIRST,
            stand: Stand::InDoubt,
        };
        assert_eq!(Books::refused(books.0.desk.undo(letter)), left);
        // By whatever way, it goes once more only with a reason.
        let refused = tell(&mut books, FIRST, resend(" ")).unwrap_err();
        assert_eq!(refused, Refusal::ReasonMissing);
        let refused = Books::refused(books.act(redirect(FIRST, Channel::Post, "")));
        assert_eq!(refused, Refusal::ReasonMissing);
        books
            .act(redirect(FIRST, Channel::Post, &reason()))
            .unwrap();
        let second = DispatchId(2);
        tell(&mut books, second, call_off()).unwrap();
        let refused = tell(&mut books, second, resend("")).unwrap_err();
        assert_eq!(refused, Refusal::ReasonMissing);
        tell(&mut books, second, resend(&reason())).unwrap();
        assert_eq!(row(&books, second).stand, Stand::Queued);
    }
}

/// A second try that must not go out any more changes nothing of what nobody knows about the first.
#[test]
fn what_was_in_doubt_is_in_doubt_again_where_it_does_not_go_once_more() {
    let (mut books, _) = with_letter();
    // What never went is not in doubt.
    let refused = tell(&mut books, FIRST, doubt()).unwrap_err();
    assert!(
        matches!(refused, Refusal::DispatchStands { .. }),
        "{refused:?}"
    );
    tell(&mut books, FIRST, sending()).unwrap();
    tell(&mut books, FIRST, doubt()).unwrap();
    tell(&mut books, FIRST, resend(&reason())).unwrap();
    tell(&mut books, FIRST, doubt()).unwrap();
    assert_eq!(stand(&books), Stand::InDoubt);
    // Nor is it while another try of the same letter is on its way.
    tell(&mut books, FIRST, call_off()).unwrap();
    books
        .act(redirect(FIRST, Channel::Post, &reason()))
        .unwrap();
    let second = DispatchId(2);
    assert!(row(&books, second).sister_arrived);
    assert!(!row(&books, FIRST).sister_arrived);
    let refused = tell(&mut books, FIRST, doubt()).unwrap_err();
    assert!(
        matches!(refused, Refusal::DispatchedAnew { .. }),
        "{refused:?}"
    );
    tell(&mut books, second, call_off()).unwrap();
    tell(&mut books, FIRST, doubt()).unwrap();
    assert_eq!(stand(&books), Stand::InDoubt);
    let returned = Outcome::Returned { reason: reason() };
    tell(&mut books, FIRST, returned).unwrap();
    assert!(!row(&books, second).sister_arrived);
}

#[test]
fn what_came_back_is_called_off_and_can_be_taken_back_then() {
    let (mut books, letter) = with_letter();
    tell(&mut books, FIRST, sending()).unwrap();
    tell(&mut books, FIRST, sent()).unwrap();
    let returned = Outcome::Returned { reason: reason() };
    tell(&mut books, FIRST, returned).unwrap();
    tell(&mut books, FIRST, call_off()).unwrap();
    tell(&mut books, FIRST, resend("")).unwrap();
    tell(&mut books, FIRST, call_off()).unwrap();
    books.0.desk.undo(letter).unwrap();
    assert_eq!(stand(&books), Stand::CalledOff);
}
