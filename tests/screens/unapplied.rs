//! What posted by itself, and money that settles nothing yet: what the keys ask of the desk.

use reskontra::domain::command::{Command, Target};
use reskontra::domain::difference::DifferenceKind;
use reskontra::domain::id::{CustomerId, EntryId, ItemId, RefundId};
use reskontra::tui::msg::Request;

use crate::picture::picture;
use crate::screen::{asked, press, presses, type_in};
use crate::settling::{part, pressed, screen};

const TO_MONEY: [&str; 4] = ["matching", "next-list", "next-list", "next-list"];

#[test]
fn what_posted_by_itself_is_looked_at_and_undone() {
    let mut screen = screen();
    presses(&mut screen, &["matching", "next-list", "down"]);
    let text = picture(&screen.draw());
    assert!(text.contains("[2 posted"), "{text}");
    presses(&mut screen, &["accept"]);
    assert!(screen.asked.is_empty());
    assert!(picture(&screen.draw()).contains("It is posted already: u takes it back."));
    presses(&mut screen, &["undo", "yes"]);
    assert_eq!(screen.asked.pop(), Some(Request::Undo(EntryId(32))));
    // Elsewhere the key takes back what was done last, as ever.
    presses(&mut screen, &["next-list", "undo", "yes"]);
    assert_eq!(screen.asked.pop(), Some(Request::UndoRun(EntryId(5))));
}

#[test]
fn unapplied_money_is_applied_later() {
    let mut screen = screen();
    presses(&mut screen, &TO_MONEY);
    let text = picture(&screen.draw()).replace('\u{a0}', " ");
    assert!(
        text.contains("[2 not applied, 8 in all]") && text.contains("42 d"),
        "{text}"
    );
    pressed(&mut screen, &["space", "enter"]);
    let apply = Command::Apply {
        credit: ItemId(911),
        parts: vec![part(10219, 4_125_50)],
        on: None,
    };
    assert_eq!(asked(&mut screen), apply);
}

#[test]
fn unapplied_money_goes_to_another_customer() {
    let mut screen = screen();
    presses(&mut screen, &TO_MONEY);
    press(&mut screen, "transfer");
    type_in(&mut screen, "vik");
    press(&mut screen, "choose");
    let transfer = Command::Transfer {
        receipt: ItemId(911),
        customer: CustomerId(4),
        on: None,
    };
    assert_eq!(asked(&mut screen), transfer);
}

#[test]
fn unapplied_money_is_given_back_and_that_is_dropped() {
    let mut screen = screen();
    presses(&mut screen, &TO_MONEY);
    press(&mut screen, "give-back");
    type_in(&mut screen, "paid twice");
    press(&mut screen, "choose");
    let refund = Command::Refund {
        credit: ItemId(911),
        amount: None,
        reason: "paid twice".into(),
    };
    assert_eq!(asked(&mut screen), refund);
    press(&mut screen, "down");
    assert!(picture(&screen.draw()).contains("r do not give back"));
    press(&mut screen, "give-back");
    let drop = Command::DropRefund {
        refund: RefundId(7),
    };
    assert_eq!(asked(&mut screen), drop);
}

#[test]
fn unapplied_money_is_set_against_what_we_owe() {
    let mut screen = screen();
    presses(&mut screen, &TO_MONEY);
    press(&mut screen, "write-off");
    let text = picture(&screen.draw());
    assert!(
        text.contains("set against what we owe") && !text.contains("bank charge"),
        "{text}"
    );
    presses(&mut screen, &["first", "down", "choose"]);
    type_in(&mut screen, "their bill 77");
    press(&mut screen, "choose");
    let offset = Command::WriteOff {
        target: Target::Item(ItemId(911)),
        amount: None,
        kind: DifferenceKind::Offset,
        reason: "their bill 77".into(),
        on: None,
    };
    assert_eq!(asked(&mut screen), offset);
}
