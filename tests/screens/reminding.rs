//! What the keys of the queue of reminders ask of the desk, and what the pane says.

use reskontra::desk::config::ThemeName;
use reskontra::domain::command::{Command, Resting};
use reskontra::domain::event::EventFacts;
use reskontra::domain::handover::Handover;
use reskontra::domain::id::{CustomerId, DocumentId, HandoverId, ItemId};
use reskontra::domain::letter::ChargeKind;
use reskontra::domain::money::Minor;
use reskontra::domain::refusal::Refusal;
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Reply, Request};

use crate::ledger::{NOK, book, customer, day};
use crate::picture::picture;
use crate::queue::{granted, planned, queue, rehearsed, reminded, warned};
use crate::screen::{Screen, asked, key, press, presses, type_in};

fn shown(screen: &mut Screen) -> String {
    picture(&screen.draw())
}

/// The pane with the cursor on the first row that names a customer in a group: by moves that a user makes.
pub fn open_at(screen: &mut Screen, customer: &str) {
    press(screen, "reminders");
    go_to(screen, customer);
}

pub fn go_to(screen: &mut Screen, text: &str) {
    press(screen, "first");
    for _ in 0..40 {
        let under = shown(screen);
        let line = under
            .lines()
            .find(|line| line.starts_with('▌'))
            .unwrap_or_default();
        // What stands beside the list is not in it.
        let line = line.split('│').next().unwrap_or_default();
        if line.contains(text) {
            return;
        }
        press(screen, "down");
    }
    panic!("{text} is not in the list:\n{}", shown(screen));
}

fn at(customer: &str) -> Screen {
    let mut screen = Screen::new(ThemeName::Mono, 140, 40);
    open_at(&mut screen, customer);
    screen
}

#[test]
fn a_letter_is_recorded_as_sent_by_two_keys_and_exactly_as_it_was_shown() {
    let mut screen = at("Vik");
    press(&mut screen, "record-sent");
    let text = shown(&mut screen);
    assert!(
        text.contains("Record as sent: 1 letter, 3\u{a0}300,00"),
        "{text}"
    );
    assert!(text.contains("Undo takes it back"), "{text}");
    // The key that opened the question does not answer it.
    press(&mut screen, "record-sent");
    assert_eq!(screen.model.scope(), Scope::Confirm);
    press(&mut screen, "yes");
    let Some(Request::Remind { reminders, reason }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let [reminder] = reminders.as_slice() else {
        panic!("{reminders:?}")
    };
    assert_eq!(
        (
            reminder.customer,
            reminder.stage.as_deref(),
            reminder.total,
            reason
        ),
        (customer(3), Some("friendly"), Some(Minor(3_300_00)), None)
    );
    assert_eq!(reminder.items, [ItemId(10251)]);
    screen.reply(Reply::Reminded {
        reminded: reminded(),
        book: Box::new(book()),
    });
    let text = shown(&mut screen);
    assert!(text.contains("1 letter recorded as sent"), "{text}");
    assert!(text.contains("1 left out: Nordlys Bygg AS"), "{text}");
    assert!(text.contains("u undoes"), "{text}");
}

#[test]
fn what_stands_against_a_letter_asks_for_a_reason_first() {
    let mut screen = at("Nordlys");
    press(&mut screen, "record-sent");
    let text = shown(&mut screen);
    assert!(text.contains("1 receipt not matched yet"), "{text}");
    press(&mut screen, "choose");
    assert!(shown(&mut screen).contains("This is needed."));
    type_in(&mut screen, "rang him");
    presses(&mut screen, &["choose", "yes"]);
    let Some(Request::Remind { reminders, reason }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!((reminders.len(), reason.as_deref()), (1, Some("rang him")));
    // Old bank data stands against every letter.
    let mut screen = at("Vik");
    screen.reply(warned());
    press(&mut screen, "record-sent");
    assert_eq!(screen.model.scope(), Scope::Form);
}

#[test]
fn a_stage_is_marked_by_one_key_and_sent_as_one_run() {
    let mut screen = at("friendly reminder (1)");
    presses(&mut screen, &["mark-stage"]);
    go_to(&mut screen, "Tind");
    press(&mut screen, "mark");
    let text = shown(&mut screen);
    assert!(text.contains("2 marked"), "{text}");
    presses(&mut screen, &["record-sent", "yes"]);
    let Some(Request::Remind { reminders, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let customers: Vec<CustomerId> = reminders.iter().map(|letter| letter.customer).collect();
    assert_eq!(customers, [customer(3), customer(2)]);
    press(&mut screen, "back");
    assert!(!shown(&mut screen).contains("2 marked"));
}

#[test]
fn the_cursor_stays_on_its_row_or_goes_to_the_next_one() {
    let mut screen = at("Vik");
    let mut later = queue();
    later
        .letters
        .retain(|line| line.whose.customer != customer(3));
    screen.reply(Reply::Queue(Box::new(later)));
    let text = shown(&mut screen);
    let line = text.lines().find(|line| line.starts_with('▌')).unwrap();
    assert!(line.contains("reminder (1)"), "{text}");
    let mut screen = at("Tind");
    screen.reply(Reply::Queue(Box::new(queue())));
    let text = shown(&mut screen);
    let line = text.lines().find(|line| line.starts_with('▌')).unwrap();
    assert!(line.contains("Tind"), "{text}");
}

#[test]
fn groups_fold_and_say_what_is_in_them() {
    let mut screen = at("paused");
    let text = shown(&mut screen);
    for part in [
        "paused (6)",
        "1 promised",
        "1 disputed",
        "1 on a plan",
        "until 20 Dec",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("disputed to 1 Dec"), "{text}");
    press(&mut screen, "open");
    assert!(shown(&mut screen).contains("disputed to 1 Dec"));
    press(&mut screen, "open");
    assert!(!shown(&mut screen).contains("disputed to 1 Dec"));
}

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
    screen.reply(Reply::Refused(Refusal::NoExtensions));
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
fn which_charges_are_waived_is_said_in_a_word() {
    let mut screen = at("Nordlys");
    // Nothing was claimed yet: there is nothing to give up.
    press(&mut screen, "waive");
    assert!(shown(&mut screen).contains("No charge of an earlier letter is open here."));
    screen.reply(Reply::Card(Box::new(crate::ledger::charged())));
    press(&mut screen, "waive");
    assert!(shown(&mut screen).contains("L4-F: 38,00"));
    type_in(&mut screen, "fee, late");
    press(&mut screen, "choose");
    type_in(&mut screen, "a good customer");
    press(&mut screen, "choose");
    assert_eq!(
        asked(&mut screen),
        Command::Waive {
            document: DocumentId(10231),
            kinds: vec![ChargeKind::Fee, ChargeKind::Interest],
            reason: "a good customer".into(),
        }
    );
    press(&mut screen, "waive");
    type_in(&mut screen, "rent");
    presses(&mut screen, &["choose", "choose"]);
    assert!(shown(&mut screen).contains("Fee, interest, compensation or all."));
}

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
fn the_title_adds_up_letters_only() {
    let mut screen = at("Vik");
    let text = shown(&mut screen);
    assert!(text.contains("4 letters due · 19\u{a0}408,36"), "{text}");
    assert!(text.contains("3 more to do"), "{text}");
}

#[test]
fn letters_that_nothing_stands_against_go_without_the_others() {
    let mut screen = at("Vik");
    press(&mut screen, "mark");
    go_to(&mut screen, "Nordlys");
    presses(&mut screen, &["mark", "record-sent"]);
    let text = shown(&mut screen);
    assert!(text.contains("may pay these: Nordlys Bygg AS"), "{text}");
    press(&mut screen, "yes");
    let Some(Request::Remind { reminders, reason }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!((reminders.len(), reason), (1, None));
    assert_eq!(reminders[0].customer, customer(3));
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

#[test]
fn what_crossed_a_payment_is_taken_back() {
    let mut screen = at("sent 18 Nov");
    press(&mut screen, "take-back");
    assert!(shown(&mut screen).contains("38,00"));
    press(&mut screen, "yes");
    let Command::TakeBackCharges { charges, reason } = asked(&mut screen) else {
        panic!("something else was asked for")
    };
    assert_eq!(charges, [(ItemId(503), Minor(38_00))]);
    assert!(reason.contains("17 Nov 2026"), "{reason}");
}

#[test]
fn a_dry_run_asks_the_desk_and_shows_totals_and_what_is_left_out() {
    let mut screen = at("Vik");
    press(&mut screen, "dry-run");
    let Some(Request::DryRun { reminders, reason }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!((reminders.len(), reason), (4, None));
    screen.reply(Reply::WouldRemind(reminded()));
    let text = shown(&mut screen);
    for part in [
        "all letters that go out: 3 letters · 10\u{a0}243,50",
        "These wait: 1 letter · 9\u{a0}164,86",
        "1 letter blocked, for receipts not matched yet may pay them: Nordlys Bygg AS",
        "Nothing was changed.",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn undo_asks_what_is_taken_back() {
    let mut screen = at("Vik");
    press(&mut screen, "undo");
    assert_eq!(screen.model.scope(), Scope::Confirm);
}

#[test]
fn a_key_that_does_nothing_here_says_why() {
    let mut screen = at("paused");
    press(&mut screen, "record-sent");
    assert!(shown(&mut screen).contains("No letter is due for this."));
    press(&mut screen, "extend");
    assert!(shown(&mut screen).contains("Put the cursor on a row."));
    go_to(&mut screen, "Vik");
    press(&mut screen, "end-pause");
    assert!(shown(&mut screen).contains("Nothing rests here."));
    press(&mut screen, "take-back");
    assert!(shown(&mut screen).contains("No payment crossed a letter here."));
}

#[test]
fn a_letter_leads_to_its_items_and_on_to_the_document() {
    let mut screen = at("Nordlys");
    press(&mut screen, "open");
    assert_eq!(screen.model.scope(), Scope::Overdue);
    press(&mut screen, "open");
    assert_eq!(screen.model.scope(), Scope::Document);
    presses(&mut screen, &["back", "back"]);
    assert_eq!(screen.model.scope(), Scope::Reminders);
}

#[test]
fn the_queue_is_filtered_and_ordered_like_other_lists() {
    let mut screen = at("Vik");
    press(&mut screen, "filter");
    type_in(&mut screen, "tind");
    press(&mut screen, "choose");
    let text = shown(&mut screen);
    assert!(text.contains("collection notice (1)"), "{text}");
    assert!(!text.contains("Vik Regnskap"), "{text}");
    presses(&mut screen, &["clear-filter", "order"]);
    assert!(shown(&mut screen).contains("▼Amount"));
    key(&mut screen, "S");
    assert!(shown(&mut screen).contains("▲Amount"));
}
