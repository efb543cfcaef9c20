//! What an undo or a redo waits for, and that nothing waits for ever.

use proptest::prelude::*;
use reskontra::desk::Failure;
use reskontra::domain::command::Command;
use reskontra::domain::id::{EntryId, OtherId};
use reskontra::domain::refusal::Refusal;

use super::books::Books;
use super::ops::settling;
use super::settlements::stocked;

#[test]
fn an_invoice_that_a_returned_payment_opened_again_stays_while_that_stands() {
    let mut books = Books::with(&[], &["p1,2026-03-20,100,NOK"]);
    let before = books.0.state();
    let invoices = "invoice_no,customer_no,issue_date,due_date,amount,currency\n501,0,2026-03-01,2026-03-31,100,NOK\n";
    books.0.take_text(invoices);
    let taken = books.0.last_entry();
    let settled = books.settle("p1=501").unwrap().entry;
    books.0.take_text("Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;\n28.03.2026;Retur;28.03.2026;;-100;;;\n");
    let statement = books.0.last_entry();
    let line = books.0.desk.bank_lines(false).unwrap()[0].kind.label();
    let payouts = books.0.desk.find_payouts(&format!("{line}=p1"), None);
    let returned = books.0.desk.act_all(&payouts.unwrap()).unwrap().entry;
    // It owes as much as when it came, and yet it was worked on.
    assert_eq!(books.open("501"), "100.00");
    assert_eq!(books.waits_for(taken), Some(returned));
    for entry in [returned, settled, taken, statement] {
        assert_eq!(books.waits_for(entry), None);
    }
    assert_eq!(books.0.state(), before);
}

#[test]
fn what_is_done_again_waits_until_the_money_is_in_the_same_hands() {
    let mut books = Books::with(
        &["502,1,2026-03-01,2026-03-31,200,NOK,,"],
        &["p1,2026-03-20,300,NOK"],
    );
    let (receipt, customer) = (books.item("p1"), books.0.desk.find_customer("0").unwrap());
    let on = None;
    books
        .act(Command::Identify {
            receipt,
            customer,
            on,
        })
        .unwrap();
    books.transfer("p1", "1").unwrap();
    books.settle("p1=502").unwrap();
    let after = books.0.state();
    let unsettled = books.0.desk.undo_last().unwrap().entry;
    let moved_back = books.0.desk.undo_last().unwrap().entry;
    assert_eq!(books.waits_for(unsettled), Some(moved_back));
    assert_eq!(books.waits_for(moved_back), None);
    assert_eq!(books.waits_for(unsettled), None);
    assert_eq!(books.0.state(), after);
}

#[test]
fn a_line_put_away_and_looked_at_again_does_not_hold_its_file_nor_the_file_those() {
    let mut books = Books::with(&[], &[]);
    let before = books.0.state();
    books.0.take_text("Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;\n28.03.2026;Gebyr;28.03.2026;;-100;;;\n");
    let statement = books.0.last_entry();
    let line = OtherId(1);
    let reason = "gebyr".to_owned();
    books.act(Command::Dismiss { line, reason }).unwrap();
    let dismissed = books.0.last_entry();
    books.act(Command::Reconsider { line }).unwrap();
    let reconsidered = books.0.last_entry();
    for entry in [statement, reconsidered, dismissed] {
        assert_eq!(books.waits_for(entry), None);
    }
    assert_eq!(books.0.state(), before);
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..crate::hunt::trying(32) })]

    /// Whatever was undone and done again, in whatever order: a refusal names an entry, and in the end all work can be
    /// taken back.
    #[test]
    fn nothing_waits_for_ever(
        ops in prop::collection::vec(settling(), 1..12),
        walk in prop::collection::vec(any::<u16>(), 0..40),
        order in prop::collection::vec(any::<u16>(), 16),
    ) {
        let mut play = stocked();
        let (before, since) = (play.state(), play.last_entry().0);
        for op in &ops {
            play.step(op);
        }
        let works: Vec<i64> = (since + 1..=play.last_entry().0).collect();
        for at in &walk {
            let count = play.last_entry().0 - since;
            if count == 0 {
                break;
            }
            let entry = since + 1 + i64::from(*at) % count;
            match play.desk.undo(EntryId(entry)) {
                Ok(_) | Err(Failure::Refused(Refusal::AlreadyUndone { .. } | Refusal::StandsInTheWay { .. })) => {}
                Err(other) => prop_assert!(false, "{}: {:?}", entry, other),
            }
        }
        let mut left = works;
        left.retain(|work| play.store().read().undone_by(EntryId(*work)).unwrap().is_none());
        for at in order.iter().cycle() {
            if left.is_empty() {
                break;
            }
            let mut undone = None;
            for offset in 0..left.len() {
                let index = (usize::from(*at) + offset) % left.len();
                match play.desk.undo(EntryId(left[index])) {
                    Ok(_) => {
                        undone = Some(index);
                        break;
                    }
                    Err(Failure::Refused(Refusal::StandsInTheWay { later, .. })) => {
                        prop_assert!(left.contains(&later.0), "{} waits for {}", left[index], later.0);
                    }
                    Err(other) => prop_assert!(false, "{} of {:?}: {:?}", left[index], left, other),
                }
            }
            prop_assert!(undone.is_some(), "none of {:?} could be undone", left);
            left.remove(undone.unwrap());
        }
        prop_assert_eq!(play.state(), before);
    }
}
