//! A small ledger as the desk would tell it, made by hand: what the snapshots draw.

use std::path::PathBuf;

use reskontra::desk::Frame;
use reskontra::domain::customer::{CustomerFacts, CustomerKind, PartyText};
use reskontra::domain::date::Date;
use reskontra::domain::document::{DocumentDetails, DocumentKind, ItemClass};
use reskontra::domain::event::EventFacts;
use reskontra::domain::evidence::Evidence;
use reskontra::domain::id::{CustomerId, DocumentId, EntryId, ItemId, PauseId};
use reskontra::domain::ledger::{CompanySize, LedgerFacts};
use reskontra::domain::money::{Currency, Minor, Money};
use reskontra::domain::pause::{Pause, PauseKind, PauseOn, Promises};
use reskontra::domain::posting::PostingKind;
use reskontra::domain::record::HoldLevel;
use reskontra::domain::terms::Terms;
use reskontra::reports::aging::{AgeBy, AgingQuery, AgingReport, AgingRow, CurrencyTotals, Sums};
use reskontra::reports::card::{Card, CustomerLine, DocumentView, Happened, HistoryLine, ItemLine};
use reskontra::reports::log::LogLine;
use reskontra::reports::overview::{FirstLook, OldestLine, Overview, Tally};
use reskontra::reports::post::OutboxTally;
use reskontra::tui::msg::Target;

pub const NOK: Currency = Currency::NOK;

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn today() -> Date {
    day("2026-11-23")
}

/// Number, name, city, and its items: number, due, amount, open.
pub type Debtor = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str, i64, i64)],
);

pub const DEBTORS: &[Debtor] = &[
    (
        "1007",
        "Brekke Transport AS",
        "Bergen",
        &[("10102", "2026-08-10", 38_410_00, 38_410_00)],
    ),
    (
        "1042",
        "Nordlys Bygg AS",
        "Tromsø",
        &[
            ("10231", "2026-10-12", 9_000_00, 9_000_00),
            ("10240", "2026-10-30", 18_200_00, 18_200_00),
            ("10266", "2026-12-07", 42_500_00, 42_500_00),
        ],
    ),
    (
        "1051",
        "Tind Elektro AS",
        "Ålesund",
        &[
            ("10219", "2026-10-19", 7_125_50, 4_125_50),
            ("10270", "2026-12-10", 5_600_00, 5_600_00),
        ],
    ),
    (
        "1060",
        "Vik Regnskap DA",
        "Voss",
        &[("10251", "2026-11-06", 3_300_00, 3_300_00)],
    ),
    (
        "1073",
        "Ødegård & Sønn ANS",
        "Bodø",
        &[("10277", "2026-12-14", 126_000_00, 126_000_00)],
    ),
    (
        "1080",
        "Åsgard kommune, teknisk etat",
        "Tønsberg",
        &[("10280", "2026-12-21", 88_750_00, 88_750_00)],
    ),
    (
        "2003",
        "Kari Solvang",
        "Oslo",
        &[("10244", "2026-11-16", 2_980_00, 2_980_00)],
    ),
];

pub fn items(customer: usize) -> Vec<ItemLine> {
    let pauses = |number: &str, item: ItemId, amount: i64| match number {
        "10240" => vec![pause(
            item,
            PauseKind::Promise,
            amount,
            Some("2026-11-27"),
            None,
        )],
        "10102" => vec![pause(
            item,
            PauseKind::Dispute,
            12_000_00,
            Some("2026-12-01"),
            Some("short delivery"),
        )],
        _ => Vec::new(),
    };
    DEBTORS[customer]
        .3
        .iter()
        .map(|(number, due, amount, open)| {
            let id: i64 = number.parse().unwrap();
            ItemLine {
                id: ItemId(id),
                document: Some(DocumentId(id)),
                number: (*number).to_owned(),
                class: ItemClass::Debit,
                currency: NOK,
                issued: day(due) - chrono::Duration::days(14),
                due: day(due),
                amount: Minor(*amount),
                open: Minor(*open),
                disputed: if *number == "10102" {
                    Minor(12_000_00)
                } else {
                    Minor::ZERO
                },
                reference: Some(format!("{number}7")),
                pauses: pauses(number, ItemId(id), *open),
                last_step: None,
                about: None,
                handover: None,
            }
        })
        .collect()
}

fn pause(
    item: ItemId,
    kind: PauseKind,
    amount: i64,
    until: Option<&str>,
    reason: Option<&str>,
) -> Pause {
    Pause {
        id: PauseId(item.0),
        on: PauseOn::Item(item),
        kind,
        amount: Minor(amount),
        from: day("2026-11-01"),
        until: until.map(day),
        closed: None,
        owner: None,
        reason: reason.map(str::to_owned),
        outcome: None,
    }
}

pub fn customer(index: usize) -> CustomerId {
    CustomerId(i64::try_from(index).unwrap() + 1)
}

pub fn index(customer: CustomerId) -> usize {
    usize::try_from(customer.0 - 1).unwrap()
}

pub fn book() -> Frame {
    Frame {
        ledger: LedgerFacts {
            company: "Fjordtre AS".into(),
            country: "no".into(),
            currency: NOK,
            org_no: None,
            accounts: Vec::new(),
            size: CompanySize::Small,
        },
        path: PathBuf::from("fjordtre.reskontra"),
        today: today(),
        locked: None,
        read_only: false,
        no_mail: None,
        is_demo: false,
        bank_file: None,
    }
}

pub fn first_look() -> FirstLook {
    let mut oldest: Vec<OldestLine> = (0..DEBTORS.len())
        .flat_map(|at| items(at).into_iter().map(move |item| (at, item)))
        .map(|(at, item)| OldestLine {
            customer: customer(at),
            customer_name: DEBTORS[at].1.into(),
            document: item.document.unwrap(),
            number: item.number,
            due: item.due,
            open: item.open,
            currency: NOK,
        })
        .collect();
    oldest.sort_by_key(|line| line.due);
    FirstLook {
        oldest,
        bank_read: Some(day("2026-11-23")),
        bank_until: Some(day("2026-11-22")),
    }
}

fn tally(count: u64, amount: i64) -> Tally {
    Tally {
        count,
        amount: Minor(amount),
    }
}

pub fn overview() -> Overview {
    Overview {
        customers: 61,
        open: tally(10, 338_865_50),
        overdue: tally(6, 76_015_50),
        newly_overdue: tally(1, 2_980_00),
        old: tally(1, 38_410_00),
        to_match: tally(5, 61_855_00),
        certain: tally(1, 7_125_50),
        set_aside: tally(1, 500_00),
        unapplied: tally(2, 7_180_00),
        disputed: tally(1, 12_000_00),
        broken_promises: tally(0, 0),
        other_lines: tally(2, 1_310_00),
        outbox: OutboxTally::default(),
        other_currencies: false,
    }
}

pub fn customers() -> Vec<CustomerLine> {
    DEBTORS
        .iter()
        .enumerate()
        .map(|(at, debtor)| {
            let items = items(at);
            let late = |item: &&ItemLine| item.due < today();
            CustomerLine {
                id: customer(at),
                number: debtor.0.into(),
                name: debtor.1.into(),
                org_no: Some("987 654 321".into()),
                city: Some(debtor.2.into()),
                reach: String::new(),
                inactive: false,
                open: items.iter().map(|item| item.open).sum(),
                overdue: items.iter().filter(late).map(|item| item.open).sum(),
                days_late: items
                    .iter()
                    .map(|item| (today() - item.due).num_days())
                    .max()
                    .unwrap(),
                other_currencies: at == 4,
                risk_class: ["AA", "C", "A"].get(at).map(|class| (*class).to_owned()),
                tags: Vec::new(),
                group: None,
                hold: (at == 1).then_some(HoldLevel::Prepay),
                faulty: at == 1,
                stale_since: (at == 2).then(|| day("2025-09-14")),
            }
        })
        .collect()
}

pub fn card(id: CustomerId) -> Card {
    let at = index(id);
    let mut settled = items(at);
    settled.truncate(1);
    for item in &mut settled {
        item.number = "10012".into();
        item.due = day("2026-05-04");
        item.open = Minor::ZERO;
        item.disputed = Minor::ZERO;
        item.pauses.clear();
    }
    Card {
        id,
        number: DEBTORS[at].0.into(),
        facts: CustomerFacts {
            terms: Some(Terms::net(14)),
            credit_limit: Some(Minor(85_000_00)),
            text: PartyText {
                name: DEBTORS[at].1.into(),
                org_no: Some("987 654 321".into()),
                email: Some("post@nordlysbygg.example".into()),
                phone: Some("77 00 10 42".into()),
                city: Some(DEBTORS[at].2.into()),
                ..PartyText::default()
            },
            ..CustomerFacts::new(CustomerKind::Business, "no", DEBTORS[at].1)
        },
        changed: day("2026-02-03"),
        open: items(at),
        settled,
        average_days_late: Some(12),
        promises: Promises::default(),
        pauses: Vec::new(),
    }
}

/// Nordlys Bygg, a fee of an earlier letter open.
pub fn charged() -> Card {
    let mut card = card(customer(1));
    let mut charge = card.open[0].clone();
    charge.id = ItemId(501);
    charge.number = "L4-F".into();
    charge.class = ItemClass::Charge;
    charge.open = Minor(38_00);
    charge.about = Some("10231".into());
    card.open.push(charge);
    card
}

pub fn aging(query: &AgingQuery) -> AgingReport {
    let mut totals = Sums::new(query.edges.buckets());
    let rows: Vec<AgingRow> = DEBTORS
        .iter()
        .enumerate()
        .map(|(at, debtor)| {
            let mut sums = Sums::new(query.edges.buckets());
            for item in items(at) {
                let from = if query.by == AgeBy::Due {
                    item.due
                } else {
                    item.issued
                };
                sums.buckets[query.edges.bucket(from, query.as_of)] += item.open - item.disputed;
                sums.disputed += item.disputed;
            }
            if at == 2 {
                sums.unapplied = Minor(-4_200_00);
            }
            totals.add(&sums);
            AgingRow {
                customer: customer(at),
                number: debtor.0.into(),
                name: debtor.1.into(),
                currency: NOK,
                sums,
            }
        })
        .collect();
    let unidentified = Minor(-61_855_00);
    let ledger = totals.total() + unidentified;
    AgingReport {
        query: query.clone(),
        company_currency: NOK,
        rows,
        totals: vec![CurrencyTotals {
            currency: NOK,
            sums: totals,
            unidentified,
            ledger,
        }],
    }
}

pub fn document(target: Target) -> DocumentView {
    let Target::Document(DocumentId(id)) = target else {
        panic!("only documents here")
    };
    let (at, item) = (0..DEBTORS.len())
        .flat_map(|at| items(at).into_iter().map(move |item| (at, item)))
        .find(|(_, item)| item.id.0 == id)
        .unwrap();
    let line = |entry: i64, date: &str, kind, amount: i64, balance: i64| HistoryLine {
        entry: EntryId(entry),
        date: day(date),
        at: format!("{date} 09:14:02"),
        actor: "kari".into(),
        what: Happened::Posted(kind),
        item: item.id,
        amount: Minor(amount),
        balance: Minor(balance),
        counter: None,
        evidence: Vec::new(),
        undone: false,
    };
    let mut paid = line(
        17,
        "2026-11-02",
        PostingKind::Allocated,
        -3_000_00,
        item.amount.0 - 3_000_00,
    );
    paid.counter = Some("2026880".into());
    paid.evidence = vec![
        Evidence::ReferenceInText {
            reference: item.number.as_str().into(),
            invoice: item.number.as_str().into(),
        },
        Evidence::AmountShort {
            left: Minor(4_125_50),
            currency: NOK,
        },
    ];
    let mut history = vec![line(
        3,
        "2026-09-28",
        PostingKind::Opened,
        item.amount.0,
        item.amount.0,
    )];
    if item.open != item.amount {
        history.push(paid);
    }
    DocumentView {
        kind: Some(DocumentKind::Invoice),
        number: item.number.clone(),
        customer: customer(at),
        customer_number: DEBTORS[at].0.into(),
        customer_name: DEBTORS[at].1.into(),
        currency: NOK,
        issued: item.issued,
        amount: item.amount,
        details: DocumentDetails {
            order_ref: Some("PO 88-12".into()),
            ..DocumentDetails::default()
        },
        items: vec![item],
        history,
        receipt: None,
    }
}

pub fn log() -> Vec<LogLine> {
    let line = |id: i64, command: &str, events: Vec<EventFacts>| LogLine {
        id: EntryId(id),
        at: format!("2026-11-23 08:{id:02}:11"),
        actor: "kari".into(),
        face: "desk".into(),
        command: command.into(),
        reason: None,
        run: EntryId(if id > 4 { 5 } else { id }),
        undoes: None,
        undone_by: None,
        events,
    };
    let money = |amount: i64| Money::new(Minor(amount), NOK);
    let mut aside = line(
        4,
        "set-aside",
        vec![EventFacts::SetAside {
            receipt: "2026905".into(),
            reason: "asked the bank".into(),
        }],
    );
    aside.reason = Some("asked the bank".into());
    let mut undone = line(
        3,
        "settle",
        vec![EventFacts::Allocated {
            amount: money(2_980_00),
            debit: "10244".into(),
            credit: "2026903".into(),
        }],
    );
    undone.undone_by = Some(EntryId(7));
    vec![
        line(
            6,
            "settle",
            vec![EventFacts::Allocated {
                amount: money(9_000_00),
                debit: "10231".into(),
                credit: "2026902".into(),
            }],
        ),
        line(
            5,
            "settle",
            vec![EventFacts::Allocated {
                amount: money(3_000_00),
                debit: "10219".into(),
                credit: "2026880".into(),
            }],
        ),
        aside,
        undone,
        line(
            2,
            "import",
            vec![
                EventFacts::FileTaken {
                    name: "giro.txt".into(),
                },
                EventFacts::ReceiptsTaken { count: 150 },
            ],
        ),
    ]
}
