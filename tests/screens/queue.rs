//! The queue of reminders of the ledger made by hand, and what its keys ask of the desk.

use reskontra::desk::config::ThemeName;
use reskontra::domain::command::{Command, Resting};
use reskontra::domain::id::{CustomerId, DocumentId, ItemId, LetterId};
use reskontra::domain::letter::{ChargeKind, LetterKind, Span, Step};
use reskontra::domain::money::{Minor, Money};
use reskontra::domain::pause::PauseKind;
use reskontra::domain::refusal::Refusal;
use reskontra::domain::reminding::{
    CallTask, Coming, Crossed, DueCharge, DueLetter, DueLine, HandoverTask, NotCharged, Waits,
    WaitsFor, Warning, Why,
};
use reskontra::reports::reminding::{LetterLine, Queue, Reminded, SentLine, Whose};
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Reply, Request};

use crate::ledger::{DEBTORS, NOK, book, customer, day, today};
use crate::picture::picture;
use crate::screen::{Screen, asked, key, press, presses, type_in};

fn whose(at: usize) -> Whose {
    Whose {
        customer: customer(at),
        number: DEBTORS[at].0.into(),
        name: DEBTORS[at].1.into(),
        currency: NOK,
    }
}

fn money(amount: i64) -> Money {
    Money::new(Minor(amount), NOK)
}

/// A letter about one invoice of a customer, without charges.
fn letter(at: usize, number: &str, stage: &str, kind: LetterKind) -> LetterLine {
    let (_, due, opened, open) = *DEBTORS[at].3.iter().find(|item| item.0 == number).unwrap();
    let item = ItemId(number.parse().unwrap());
    let fell = Why::FellDue {
        number: number.into(),
        due: day(due),
        effective: day(due),
    };
    let reached = Why::DaysReached {
        days: 7,
        stage: stage.into(),
        on: today(),
    };
    LetterLine {
        whose: whose(at),
        letter: DueLetter {
            stage: stage.into(),
            kind,
            tone: "plain".into(),
            sent: today(),
            deadline: Some(day("2026-12-07")),
            channel: "email".into(),
            reference: None,
            lines: vec![DueLine {
                item,
                number: number.into(),
                due: day(due),
                opened: Minor(opened),
                amount: Minor(open),
                charge: None,
                step: Some(Step {
                    stage: stage.into(),
                    kind,
                    cycle: 1,
                }),
            }],
            charges: Vec::new(),
            total: Minor(open),
            why: vec![fell, reached],
            next: Some(("notice".into(), day("2026-12-08"))),
        },
        days: (today() - day(due)).num_days(),
        newly_due: false,
        unmatched: 0,
    }
}

/// The reminder to Nordlys: a fee, interest across a change of the rate, no compensation.
fn reminder() -> LetterLine {
    let mut line = letter(1, "10231", "reminder", LetterKind::Reminder);
    let about = ItemId(10231);
    let span = |from: &str, to: &str, days, amount| Span {
        from: day(from),
        to: day(to),
        days,
        principal: Minor(9_000_00),
        rate: "12.25".parse().unwrap(),
        amount: Minor(amount),
        rule: "forsinkelsesrenteloven § 2".into(),
    };
    let charge = |kind, amount, rule: &str, spans| DueCharge {
        about,
        kind,
        amount: Minor(amount),
        rule: rule.into(),
        spans,
    };
    line.letter.charges = vec![
        charge(
            ChargeKind::Fee,
            38_00,
            "inkassoforskriften § 1-2",
            Vec::new(),
        ),
        charge(
            ChargeKind::Interest,
            126_87,
            "forsinkelsesrenteloven § 2",
            vec![
                span("2026-10-13", "2026-10-31", 19, 57_39),
                span("2026-11-01", "2026-11-23", 23, 69_47),
            ],
        ),
    ];
    line.letter.total = Minor(9_000_00 + 38_00 + 126_86);
    line.letter.why = vec![
        Why::FellDue {
            number: "10231".into(),
            due: day("2026-10-12"),
            effective: day("2026-10-12"),
        },
        Why::LastLetter {
            number: "10231".into(),
            stage: "friendly".into(),
            sent: day("2026-10-19"),
            deadline: Some(day("2026-11-02")),
        },
        Why::DaysReached {
            days: 14,
            stage: "reminder".into(),
            on: day("2026-11-05"),
        },
        Why::NotCharged {
            kind: ChargeKind::Compensation,
            rule: "forsinkelsesrenteloven § 3 a".into(),
            because: NotCharged::ConsumersPayNone,
        },
        Why::Deadline {
            date: day("2026-12-07"),
            days: 14,
            rule: "inkassoloven § 9".into(),
        },
    ];
    line.letter.charges[1].amount = Minor(126_86);
    line.unmatched = 1;
    line
}

/// The notice to Tind: a charge claimed before, and money to his good.
fn notice() -> LetterLine {
    let mut line = letter(2, "10219", "notice", LetterKind::Notice);
    let more = |item: i64, number: &str, amount, charge| DueLine {
        item: ItemId(item),
        number: number.into(),
        due: day("2026-11-09"),
        opened: Minor(amount),
        amount: Minor(amount),
        charge,
        step: None,
    };
    line.letter
        .lines
        .push(more(501, "L4-F", 38_00, Some(ChargeKind::Fee)));
    line.letter.lines.push(more(502, "2026881", -200_00, None));
    line.letter.total = Minor(4_125_50 + 38_00 - 200_00);
    line.letter.channel = "post".into();
    line
}

pub fn queue() -> Queue {
    let mut fresh = letter(6, "10244", "friendly", LetterKind::Friendly);
    fresh.newly_due = true;
    let waits = |at: usize, number: &str, amount, why, until: Option<&str>| {
        let waits = Waits {
            item: ItemId(number.parse().unwrap()),
            number: number.into(),
            amount: Minor(amount),
            why,
            until: until.map(day),
        };
        (whose(at), waits)
    };
    let paused = |kind, reason: &str| WaitsFor::Paused {
        kind,
        reason: reason.into(),
    };
    let coming = |at: usize, number: &str, date: &str, amount| {
        let coming = Coming {
            item: ItemId(number.parse().unwrap()),
            number: number.into(),
            stage: "friendly".into(),
            date: day(date),
            amount: Minor(amount),
        };
        (whose(at), coming)
    };
    Queue {
        on: today(),
        letters: vec![
            fresh,
            letter(3, "10251", "friendly", LetterKind::Friendly),
            reminder(),
            notice(),
        ],
        calls: vec![(
            whose(0),
            CallTask {
                items: vec![ItemId(10102)],
                amount: Minor(26_410_00),
                since: day("2026-11-20"),
            },
        )],
        handovers: vec![(
            whose(0),
            HandoverTask {
                item: ItemId(10102),
                number: "10102".into(),
                amount: Minor(26_410_00),
                agency: Some("Kredinor".into()),
                why: vec![Why::LastLetter {
                    number: "10102".into(),
                    stage: "notice".into(),
                    sent: day("2026-10-30"),
                    deadline: Some(day("2026-11-16")),
                }],
            },
        )],
        waits: vec![
            waits(
                0,
                "10102",
                12_000_00,
                paused(PauseKind::Dispute, "short delivery"),
                Some("2026-12-01"),
            ),
            waits(
                1,
                "10240",
                18_200_00,
                paused(PauseKind::Promise, ""),
                Some("2026-11-27"),
            ),
            waits(
                2,
                "10270",
                5_600_00,
                paused(PauseKind::Pause, "asked to wait"),
                Some("2026-12-20"),
            ),
            waits(
                3,
                "10251",
                1_000_00,
                WaitsFor::Plan {
                    date: day("2026-12-01"),
                    amount: money(500_00),
                },
                Some("2026-12-01"),
            ),
            waits(
                4,
                "10277",
                6_000_00,
                WaitsFor::Agency {
                    agency: "Kredinor".into(),
                },
                None,
            ),
            waits(
                5,
                "10280",
                88_750_00,
                WaitsFor::DirectDebit,
                Some("2026-12-23"),
            ),
        ],
        next: vec![
            coming(4, "10277", "2026-12-21", 126_000_00),
            coming(1, "10266", "2026-12-14", 42_500_00),
        ],
        crossed: vec![Crossed {
            customer: customer(3),
            number: DEBTORS[3].0.into(),
            name: DEBTORS[3].1.into(),
            currency: NOK,
            letter: LetterId(4),
            sent: day("2026-11-18"),
            receipt: ItemId(880),
            paid: day("2026-11-17"),
            charges: vec![(ItemId(503), ChargeKind::Fee, Minor(38_00))],
        }],
        warnings: Vec::new(),
    }
}

/// The same on bank data that is too old, with claims that are barred soon.
pub fn warned() -> Reply {
    let mut queue = queue();
    queue.warnings = vec![
        Warning::StaleBankData {
            last: day("2026-11-13"),
            days: 10,
            limit: 3,
        },
        Warning::LimitationNear {
            invoice: "10231".into(),
            date: day("2027-01-12"),
        },
    ];
    Reply::Queue(Box::new(queue))
}

pub fn empty() -> Reply {
    let none = Queue {
        letters: Vec::new(),
        calls: Vec::new(),
        handovers: Vec::new(),
        waits: Vec::new(),
        next: Vec::new(),
        crossed: Vec::new(),
        ..queue()
    };
    Reply::Queue(Box::new(none))
}

/// What the desk says of a run: Vik's letter went out, Nordlys' was left out.
pub fn reminded() -> Reminded {
    Reminded {
        run: None,
        sent: vec![SentLine {
            entry: reskontra::domain::id::EntryId(9),
            letter: LetterId(9),
            whose: whose(3),
            stage: "friendly".into(),
            kind: LetterKind::Friendly,
            channel: "email".into(),
            deadline: None,
            total: Minor(3_300_00),
        }],
        left_out: vec![(
            whose(1),
            Refusal::MoneyUnmatched {
                customer: "1042".into(),
                count: 1,
            },
        )],
    }
}

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
        text.contains("“You may pay invoice 10251 until Wed 2 Dec 2026.”"),
        "{text}"
    );
    press(&mut screen, "yes");
    assert!(matches!(asked(&mut screen), Command::Extend { .. }));
}

/// The desk grants nine days more.
pub fn granted() -> Reply {
    use reskontra::domain::event::EventFacts;
    Reply::Rehearsed {
        command: Box::new(Command::Extend {
            document: DocumentId(10251),
            until: day("2026-12-02"),
        }),
        did: did(vec![EventFacts::Extended {
            item: "10251".into(),
            amount: money(3_300_00),
            until: "2026-12-02".into(),
        }]),
    }
}

fn did(events: Vec<reskontra::domain::event::EventFacts>) -> reskontra::desk::Did {
    reskontra::desk::Did {
        entry: reskontra::domain::id::EntryId(9),
        run: reskontra::domain::id::EntryId(9),
        command: "x",
        events,
    }
}

/// The desk's answer to a plan that was asked for.
pub fn planned(command: Command) -> Reply {
    use reskontra::domain::event::EventFacts;
    let facts = EventFacts::PlanMade {
        customer: "Vik Regnskap DA".into(),
        plan: reskontra::domain::id::PlanId(1),
        amount: money(3_300_00),
        count: 4,
        last: "2027-02-01".into(),
    };
    Reply::Rehearsed {
        command: Box::new(command),
        did: did(vec![facts]),
    }
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
    press(&mut screen, "waive");
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
    press(&mut screen, "choose");
    assert_eq!(
        asked(&mut screen),
        Command::HandOver {
            documents: vec![DocumentId(10102)],
            agency: "Kredinor".into(),
            case_number: Some("K-17".into()),
            reason: "all steps taken".into(),
        }
    );
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
    assert!(matches!(
        asked(&mut screen),
        Command::Bankrupt { claim_by: None, .. }
    ));
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
        "all letters: 4 letters · 19\u{a0}408,36",
        "fee 38,00",
        "1 letter blocked",
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
