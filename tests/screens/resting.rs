//! What makes letters of the queue rest, and what ends that: promises, disputes, pauses, more time, plans, a stage left
//! out.

use reskontra::domain::command::{Command, Resting};
use reskontra::domain::id::DocumentId;
use reskontra::domain::money::Minor;
use reskontra::domain::refusal::{CollectingRefusal, Refusal};
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Reply, Request};

use crate::ledger::{NOK, customer, day};
use crate::queue::{granted, planned};
use crate::reminding::{at, go_to, shown};
use crate::screen::{asked, press, presses, type_in};

#[test]
fn a_promise_is_one_key_and_a_day() {
    let mut screen = at("Vik");
    press(&mut screen, "promise");
    type_in(&mut screen, "+7");
    press(&mut screen, "choose");
    let Command::Promise {
        document,
        date,
        amount,
    } = asked(&mut screen)
    else {
        panic!("something else was asked for")
    };
    assert_eq!(
        (document, date, amount),
        (DocumentId(10251), day("2026-11-30"), None)
    );
}

#[test]
fn a_dispute_has_a_reason_a_part_a_day_and_who_sees_to_it() {
    let mut screen = at("Vik");
    press(&mut screen, "dispute");
    type_in(&mut screen, "not ordered");
    press(&mut screen, "choose");
    type_in(&mut screen, "500,50");
    press(&mut screen, "choose");
    type_in(&mut screen, "1.12");
    press(&mut screen, "choose");
    type_in(&mut screen, "Kari");
    press(&mut screen, "choose");
    assert_eq!(
        asked(&mut screen),
        Command::Dispute {
            document: DocumentId(10251),
            amount: Some(Minor(500_50).decimal(NOK)),
            reason: "not ordered".into(),
            until: Some(day("2026-12-01")),
            owner: Some("Kari".into()),
        }
    );
}

#[test]
fn a_rest_is_for_the_customer_or_for_the_invoice_under_the_cursor() {
    let mut screen = at("Vik");
    press(&mut screen, "pause");
    type_in(&mut screen, "+14");
    press(&mut screen, "choose");
    type_in(&mut screen, "on holiday");
    press(&mut screen, "choose");
    let Command::Pause { of, until, reason } = asked(&mut screen) else {
        panic!("something else was asked for")
    };
    assert_eq!(
        (of, until, reason.as_str()),
        (
            Resting::Customer(customer(3)),
            day("2026-12-07"),
            "on holiday"
        )
    );
    presses(&mut screen, &["open", "pause"]);
    type_in(&mut screen, "+14");
    press(&mut screen, "choose");
    type_in(&mut screen, "x");
    press(&mut screen, "choose");
    let Command::Pause { of, .. } = asked(&mut screen) else {
        panic!("something else was asked for")
    };
    assert_eq!(of, Resting::Document(DocumentId(10251)));
}

#[test]
fn more_time_is_decided_by_the_desk_and_the_sentence_for_the_customer_is_shown() {
    let mut screen = at("Vik");
    press(&mut screen, "extend");
    type_in(&mut screen, "+60");
    press(&mut screen, "choose");
    let Some(Request::Rehearse(command)) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let until = day("2027-01-22");
    assert_eq!(
        *command,
        Command::Extend {
            document: DocumentId(10251),
            until
        }
    );
    screen.reply(Reply::Refused(CollectingRefusal::NoExtensions.into()));
    let text = shown(&mut screen);
    assert!(text.contains("We cannot give more time"), "{text}");
    assert_eq!(screen.model.scope(), Scope::Form);
    press(&mut screen, "choose");
    screen.reply(granted());
    let text = shown(&mut screen);
    assert!(
        text.contains(
            "“You may pay invoice 10251 until Wed 2 Dec 2026. Late interest goes on as before.”"
        ),
        "{text}"
    );
    press(&mut screen, "yes");
    assert!(matches!(asked(&mut screen), Command::Extend { .. }));
}

#[test]
fn a_plan_shows_its_instalments_before_it_is_made() {
    let mut screen = at("Vik");
    press(&mut screen, "plan");
    type_in(&mut screen, "3");
    press(&mut screen, "choose");
    type_in(&mut screen, "1.12");
    press(&mut screen, "choose");
    type_in(&mut screen, "300");
    presses(&mut screen, &["choose", "choose"]);
    let Some(Request::Rehearse(command)) = screen.asked.pop() else {
        panic!("nothing was asked for: {}", shown(&mut screen))
    };
    let Command::MakePlan(plan) = command.as_ref() else {
        panic!("{command:?}")
    };
    assert_eq!((plan.instalments, plan.first), (3, day("2026-12-01")));
    assert_eq!(plan.documents, [DocumentId(10251)]);
    screen.reply(planned(*command));
    let text = shown(&mut screen);
    for part in [
        "1. Mon 23 Nov 2026: 300,00",
        "2. Tue 1 Dec 2026: 1\u{a0}000,00",
        "4. Mon 1 Feb 2027: 1\u{a0}000,00",
        "in all 3\u{a0}300,00",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    press(&mut screen, "yes");
    assert!(matches!(asked(&mut screen), Command::MakePlan(_)));
}

#[test]
fn a_refused_form_stays_with_what_was_typed() {
    let mut screen = at("Vik");
    press(&mut screen, "promise");
    type_in(&mut screen, "1.1.2026");
    press(&mut screen, "choose");
    assert!(matches!(asked(&mut screen), Command::Promise { .. }));
    screen.reply(Reply::Refused(Refusal::DateInPast {
        date: day("2026-01-01"),
        today: day("2026-11-23"),
    }));
    assert_eq!(screen.model.scope(), Scope::Form);
    let text = shown(&mut screen);
    assert!(text.contains("1.1.2026") && text.contains("past"), "{text}");
}

#[test]
fn a_stage_is_left_out_once_with_a_reason() {
    let mut screen = at("Vik");
    press(&mut screen, "skip");
    type_in(&mut screen, "waits for our answer");
    press(&mut screen, "choose");
    assert_eq!(
        asked(&mut screen),
        Command::Skip {
            customer: customer(3),
            currency: NOK,
            reason: "waits for our answer".into(),
        }
    );
}

#[test]
fn what_a_row_waits_for_is_ended_where_it_is_shown() {
    let mut screen = at("paused");
    press(&mut screen, "open");
    go_to(&mut screen, "disputed to");
    press(&mut screen, "end-pause");
    type_in(&mut screen, "credited");
    press(&mut screen, "choose");
    assert_eq!(
        asked(&mut screen),
        Command::CloseDispute {
            document: DocumentId(10102),
            outcome: "credited".into(),
        }
    );
    go_to(&mut screen, "promised 27 Nov");
    press(&mut screen, "end-pause");
    type_in(&mut screen, "paid in cash");
    press(&mut screen, "choose");
    assert!(matches!(asked(&mut screen), Command::EndPause { .. }));
    go_to(&mut screen, "on a plan:");
    press(&mut screen, "end-pause");
    type_in(&mut screen, "not kept");
    press(&mut screen, "choose");
    assert!(matches!(screen.asked.pop(), Some(Request::EndPlans { .. })));
    go_to(&mut screen, "at Kredinor");
    press(&mut screen, "end-pause");
    type_in(&mut screen, "paid us");
    press(&mut screen, "choose");
    assert!(matches!(asked(&mut screen), Command::TakeOver { .. }));
    // What the bank does ends by itself.
    go_to(&mut screen, "direct debit");
    press(&mut screen, "end-pause");
    assert!(shown(&mut screen).contains("That ends by itself"));
}
