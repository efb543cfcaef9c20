//! The queue of reminders of the ledger made by hand, and what the desk answers about it.

use reskontra::domain::command::Command;
use reskontra::domain::event::EventFacts;
use reskontra::domain::id::{DocumentId, EntryId, ItemId, LetterId, PlanId};
use reskontra::domain::letter::{ChargeKind, LetterKind, Span, Step};
use reskontra::domain::money::{Minor, Money};
use reskontra::domain::pause::PauseKind;
use reskontra::domain::refusal::Refusal;
use reskontra::domain::reminding::{
    CallTask, Coming, Crossed, DueCharge, DueLetter, DueLine, HandoverTask, NotCharged, Waits,
    WaitsFor, Warning, Why,
};
use reskontra::reports::reminding::{LetterLine, Queue, Reminded, SentLine, Whose};
use reskontra::tui::msg::Reply;

use crate::ledger::{DEBTORS, NOK, customer, day, today};

pub fn whose(at: usize) -> Whose {
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

/// What waits, for every kind of reason.
fn waiting() -> Vec<(Whose, Waits)> {
    let waits = |at: usize, number: &str, amount, why, until: Option<&str>| {
        let waits = Waits {
            item: ItemId(number.parse().unwrap()),
            number: number.into(),
            due: day("2026-11-10"),
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
    vec![
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
                case_number: Some("K-78".into()),
                from: day("2026-11-02"),
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
    ]
}

pub fn queue() -> Queue {
    let mut fresh = letter(6, "10244", "friendly", LetterKind::Friendly);
    fresh.newly_due = true;
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
                due: day("2026-11-19"),
                since: day("2026-11-20"),
            },
        )],
        handovers: vec![(
            whose(0),
            HandoverTask {
                item: ItemId(10102),
                number: "10102".into(),
                due: day("2026-10-02"),
                amount: Minor(26_410_00),
                charges: Vec::new(),
                agency: Some("Kredinor".into()),
                why: vec![Why::LastLetter {
                    number: "10102".into(),
                    stage: "notice".into(),
                    sent: day("2026-10-30"),
                    deadline: Some(day("2026-11-16")),
                }],
            },
        )],
        waits: waiting(),
        next: vec![
            coming(4, "10277", "2026-12-21", 126_000_00),
            coming(1, "10266", "2026-12-14", 42_500_00),
        ],
        waive: Vec::new(),
        crossed: vec![Crossed {
            customer: customer(3),
            number: DEBTORS[3].0.into(),
            name: DEBTORS[3].1.into(),
            currency: NOK,
            letter: LetterId(4),
            sent: day("2026-11-18"),
            receipt: ItemId(880),
            paid: day("2026-11-17"),
            credited: false,
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
            entry: EntryId(9),
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
        unwritten: Vec::new(),
        out_of_date: Vec::new(),
    }
}

/// The desk grants nine days more.
pub fn granted() -> Reply {
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

fn did(events: Vec<EventFacts>) -> reskontra::desk::Did {
    reskontra::desk::Did {
        entry: EntryId(9),
        run: EntryId(9),
        command: "x",
        events,
    }
}

/// The desk's answer to what was tried.
pub fn rehearsed(command: Command, events: Vec<EventFacts>) -> Reply {
    Reply::Rehearsed {
        command: Box::new(command),
        did: did(events),
    }
}

/// The desk's answer to a plan that was asked for.
pub fn planned(command: Command) -> Reply {
    let facts = EventFacts::PlanMade {
        customer: "Vik Regnskap DA".into(),
        plan: PlanId(1),
        amount: money(3_300_00),
        count: 4,
        last: "2027-02-01".into(),
    };
    Reply::Rehearsed {
        command: Box::new(command),
        did: did(vec![facts]),
    }
}
