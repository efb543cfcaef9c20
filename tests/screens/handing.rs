//! What ends the company's own letters: a hand-over with its charges and its case number, a bankruptcy; and calls.

use reskontra::domain::command::Command;
use reskontra::domain::event::EventFacts;
use reskontra::domain::handover::Handover;
use reskontra::domain::id::{DocumentId, HandoverId, ItemId};
use reskontra::domain::letter::ChargeKind;
use reskontra::domain::money::Minor;
use reskontra::domain::reminding::ClaimedBefore;
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Reply, Request};

use crate::ledger::{customer, day};
use crate::queue::{queue, rehearsed};
use crate::reminding::{at, go_to, shown};
use crate::screen::{asked, press, presses, type_in};

#[test]
fn a_hand_over_names_the_agency_of_the_policy() {
    let mut screen = at("to Kredinor");
    press(&mut screen, "hand-over");
    // The agency stands there: the case number is next, then why.
    type_in(&mut screen, "K-17");
    press(&mut screen, "choose");
    type_in(&mut screen, "all steps taken");
    // Last comes why it is handed over before its time: it is not.
    presses(&mut screen, &["choose", "choose"]);
    let Some(Request::Rehearse(command)) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!(
        *command,
        Command::HandOver {
            documents: vec![DocumentId(10102)],
            agency: "Kredinor".into(),
            case_number: Some("K-17".into()),
            reason: "all steps taken".into(),
            in_spite: None,
        }
    );
    // Nothing goes before it is seen what goes, and how much.
    screen.reply(rehearsed(
        *command.clone(),
        vec![EventFacts::HandedOver {
            item: "10102".into(),
            agency: "Kredinor".into(),
        }],
    ));
    let text = shown(&mut screen);
    assert!(text.contains("To Kredinor:"), "{text}");
    assert!(text.contains("10102, due"), "{text}");
    press(&mut screen, "yes");
    assert_eq!(asked(&mut screen), *command);
}

#[test]
fn what_an_agency_has_is_given_its_case_number() {
    let mut screen = at("paused");
    press(&mut screen, "open");
    go_to(&mut screen, "at Kredinor");
    assert!(shown(&mut screen).contains("10277 at Kredinor, case K-78"));
    let mut card = crate::ledger::card(customer(4));
    let held = card.open.iter_mut().find(|item| item.number == "10277");
    held.unwrap().handover = Some(Handover {
        id: HandoverId(7),
        item: ItemId(10277),
        agency: "Kredinor".into(),
        case_number: None,
        from: day("2026-11-02"),
        reason: String::new(),
    });
    screen.reply(Reply::Card(Box::new(card)));
    press(&mut screen, "hand-over");
    assert!(shown(&mut screen).contains("Case number of 10277 at Kredinor"));
    type_in(&mut screen, "K-99");
    press(&mut screen, "choose");
    assert_eq!(
        asked(&mut screen),
        Command::NumberCase {
            handover: HandoverId(7),
            case_number: "K-99".into(),
        }
    );
}

#[test]
fn calls_and_bankruptcies_are_noted_of_the_customer() {
    let mut screen = at("since");
    press(&mut screen, "call");
    type_in(&mut screen, "pays on Friday");
    press(&mut screen, "choose");
    let Command::Call {
        customer: who,
        note,
    } = asked(&mut screen)
    else {
        panic!("something else was asked for")
    };
    assert_eq!((who, note.as_str()), (customer(0), "pays on Friday"));
    press(&mut screen, "bankrupt");
    press(&mut screen, "choose");
    type_in(&mut screen, "court of Bergen");
    press(&mut screen, "choose");
    let Some(Request::Rehearse(command)) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert!(matches!(*command, Command::Bankrupt { claim_by: None, .. }));
    screen.reply(rehearsed(*command.clone(), Vec::new()));
    assert_eq!(screen.model.scope(), Scope::Confirm);
    press(&mut screen, "yes");
    assert_eq!(asked(&mut screen), *command);
}

#[test]
fn what_was_claimed_for_an_invoice_goes_to_the_agency_with_it() {
    let mut screen = at("to Kredinor");
    let mut handing = queue();
    let claimed = |item: i64, number: &str, kind, amount| ClaimedBefore {
        item: ItemId(item),
        number: number.into(),
        kind,
        amount: Minor(amount),
    };
    handing.handovers[0].1.charges = vec![
        claimed(601, "L6-F", ChargeKind::Fee, 38_00),
        claimed(602, "L6-I", ChargeKind::Interest, 301_40),
    ];
    screen.reply(Reply::Queue(Box::new(handing)));
    let text = shown(&mut screen);
    // The row and its group say what goes in all, the detail what it is made of.
    assert_eq!(text.matches("26\u{a0}749,40").count(), 3, "{text}");
    for part in [
        "fee claimed before, L6-F",
        "late interest claimed before, L6-I",
        "301,40",
        "26\u{a0}410,00",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}
