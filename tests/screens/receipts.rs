//! The receipts that wait in the ledger of the snapshots, one of each class.

use reskontra::domain::command::Over;
use reskontra::domain::evidence::{Class, Evidence};
use reskontra::domain::id::ItemId;
use reskontra::domain::link::Record;
use reskontra::domain::money::Minor;
use reskontra::domain::receipt::{Details, ReceiptText};
use reskontra::domain::reference::Scheme;
use reskontra::reports::settling::{Explained, Proposal, ProposedPart, ReceiptLine, ReceiptState};

use crate::ledger::{DEBTORS, NOK, customer, day, items};

fn receipt(
    item: i64,
    booked: &str,
    amount: i64,
    payer: Option<&str>,
    message: Option<&str>,
) -> ReceiptLine {
    ReceiptLine {
        item: ItemId(item),
        booked: day(booked),
        amount: Minor(amount),
        left: Minor(amount),
        currency: NOK,
        payment_id: None,
        bank_ref: Some(format!("2026{item}")),
        reference: None,
        text: ReceiptText {
            payer_name: payer.map(str::to_owned),
            payer_account: payer.map(|_| "15032012345".into()),
            message: message.map(str::to_owned),
            raw: Some(format!("NY091330000{item}\nNY091331000{item}")),
            details: Details::default(),
        },
        state: ReceiptState::ToDo,
        customer: None,
        reason: None,
        class: None,
    }
}

fn proposal(
    class: Class,
    at: usize,
    parts: &[(&str, i64)],
    unapplied: i64,
    evidence: Vec<Evidence>,
) -> Proposal {
    let all = items(at);
    Proposal {
        class,
        customer: customer(at),
        customer_number: DEBTORS[at].0.into(),
        customer_name: DEBTORS[at].1.into(),
        parts: parts
            .iter()
            .map(|(number, amount)| {
                let item = all.iter().find(|item| item.number == *number).unwrap();
                ProposedPart {
                    item: item.id,
                    number: item.number.clone(),
                    customer: customer(at),
                    class: item.class,
                    due: item.due,
                    open: item.open,
                    amount: Minor(*amount),
                }
            })
            .collect(),
        credits: Vec::new(),
        rests: Vec::new(),
        account: None,
        unapplied: Minor(unapplied),
        over: Over::Unapplied,
        evidence,
        teaches: true,
        record: Record::default(),
    }
}

fn reference() -> Evidence {
    Evidence::Reference {
        reference: "102197".into(),
        invoice: "10219".into(),
        schemes: vec![Scheme::Mod10],
    }
}

pub fn receipts() -> Vec<Explained> {
    let certain = reference();
    let fits = |amount: i64| Evidence::AmountFits {
        amount: Minor(amount),
        currency: NOK,
    };
    let mut first = receipt(901, "2026-11-20", 4_125_50, Some("TIND ELEKTRO AS"), None);
    first.reference = Some("102197".into());
    let mut aside = receipt(905, "2026-11-13", 500_00, None, None);
    aside.state = ReceiptState::SetAside;
    aside.reason = Some("asked the bank".into());
    vec![
        Explained {
            receipt: first,
            proposals: vec![proposal(
                Class::A,
                2,
                &[("10219", 4_125_50)],
                0,
                vec![certain, fits(4_125_50)],
            )],
            known: Vec::new(),
        },
        Explained {
            receipt: receipt(
                902,
                "2026-11-20",
                14_250_00,
                Some("NORDBYGG AS"),
                Some("faktura 10231 og 10240"),
            ),
            proposals: vec![
                proposal(
                    Class::B,
                    1,
                    &[("10231", 9_000_00), ("10240", 5_250_00)],
                    0,
                    vec![
                        Evidence::PayerAccount,
                        Evidence::AmountShort {
                            left: Minor(12_950_00),
                            currency: NOK,
                        },
                    ],
                ),
                proposal(
                    Class::C,
                    3,
                    &[("10251", 3_300_00)],
                    10_950_00,
                    vec![fits(3_300_00)],
                ),
            ],
            known: Vec::new(),
        },
        Explained {
            receipt: receipt(903, "2026-11-20", 2_980_00, Some("Kari Solvang"), None),
            proposals: vec![proposal(
                Class::C,
                6,
                &[("10244", 2_980_00)],
                0,
                vec![fits(2_980_00)],
            )],
            known: Vec::new(),
        },
        Explained {
            receipt: receipt(
                904,
                "2026-11-20",
                38_000_00,
                Some("BREKKE TR."),
                Some("à konto"),
            ),
            proposals: vec![proposal(
                Class::D,
                0,
                &[("10102", 38_000_00)],
                0,
                vec![Evidence::Disputed {
                    invoice: "10102".into(),
                }],
            )],
            known: Vec::new(),
        },
        Explained {
            receipt: receipt(906, "2026-11-21", 1_999_50, None, Some("takk for sist")),
            proposals: Vec::new(),
            known: vec![Evidence::ReferenceUnknown {
                reference: "4711".into(),
            }],
        },
        Explained {
            receipt: aside,
            proposals: Vec::new(),
            known: Vec::new(),
        },
    ]
}
