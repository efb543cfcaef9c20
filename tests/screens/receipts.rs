//! The receipts that wait in the ledger of the snapshots, one of each class.

use reskontra::domain::command::Over;
use reskontra::domain::document::ItemClass;
use reskontra::domain::evidence::{Class, Evidence};
use reskontra::domain::id::{DocumentId, EntryId, ItemId, RefundId};
use reskontra::domain::link::Record;
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::receipt::{Details, ReceiptText};
use reskontra::domain::reference::Scheme;
use reskontra::reports::card::ItemLine;
use reskontra::reports::settling::{
    Explained, FoundItem, MoneyLine, Posted, Proposal, ProposedPart, ReceiptLine, ReceiptState,
    RefundLine,
};

use crate::ledger::{DEBTORS, NOK, customer, day, items, today};

pub fn receipt(
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

pub fn proposal(
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
        schemes: [Scheme::Mod10].into_iter().collect(),
    }
}

pub fn receipts() -> Vec<Explained> {
    let mut receipts = explained();
    receipts[1].proposals[0].record.right = 212;
    receipts
}

fn explained() -> Vec<Explained> {
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
                    vec![fits(3_300_00), Evidence::NameDiffers { percent: 61 }],
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

/// What of a customer's can be chosen: one has a credit note too, and an invoice in another currency.
pub fn offered(at: usize) -> Vec<ItemLine> {
    let mut lines = items(at);
    if at != 0 {
        return lines;
    }
    let more = |number: i64, class, currency, open: i64| ItemLine {
        id: ItemId(number),
        document: Some(DocumentId(number)),
        number: number.to_string(),
        class,
        currency,
        issued: day("2026-10-01"),
        due: day("2026-10-15"),
        amount: Minor(open),
        open: Minor(open),
        disputed: Minor::ZERO,
        reference: None,
        pauses: Vec::new(),
        last_step: None,
        about: None,
        handover: None,
    };
    lines.push(more(10_301, ItemClass::Debit, Currency::EUR, 900_00));
    lines.push(more(10_110, ItemClass::Credit, NOK, -410_00));
    lines.push(more(10_103, ItemClass::Charge, NOK, 70_00));
    lines
}

/// What posted by itself.
pub fn posted() -> Vec<Posted> {
    let one = |entry: i64, at: usize, number: &str, amount: i64| {
        let mut receipt = receipt(entry + 800, "2026-11-20", amount, Some(DEBTORS[at].1), None);
        receipt.left = Minor::ZERO;
        receipt.state = ReceiptState::Settled;
        receipt.customer = Some((customer(at), DEBTORS[at].0.into(), DEBTORS[at].1.into()));
        let explained = Explained {
            receipt,
            proposals: vec![proposal(
                Class::A,
                at,
                &[(number, amount)],
                0,
                vec![reference()],
            )],
            known: Vec::new(),
        };
        Posted {
            entry: EntryId(entry),
            explained,
        }
    };
    vec![
        one(31, 3, "10251", 3_300_00),
        one(32, 4, "10277", 126_000_00),
    ]
}

/// Money that settles nothing yet: some of a customer, some that is to go back, some that is nobody's.
pub fn money() -> Vec<MoneyLine> {
    let of = |item: i64, booked: &str, amount: i64, at: usize| {
        let mut receipt = receipt(item, booked, amount, Some(DEBTORS[at].1), None);
        receipt.state = ReceiptState::Unapplied;
        receipt.customer = Some((customer(at), DEBTORS[at].0.into(), DEBTORS[at].1.into()));
        receipt
    };
    let line = |receipt: ReceiptLine, guesses: Vec<Proposal>| MoneyLine {
        days: (today() - receipt.booked).num_days(),
        receipt,
        guesses,
        refund: None,
    };
    let mut back = line(of(912, "2026-10-30", 2_980_00, 6), Vec::new());
    back.refund = Some(RefundLine {
        refund: RefundId(7),
        credit: ItemId(912),
        label: "2026912".into(),
        customer: customer(6),
        customer_number: DEBTORS[6].0.into(),
        customer_name: DEBTORS[6].1.into(),
        currency: NOK,
        amount: Minor(2_980_00),
        left: Minor(2_980_00),
        planned: day("2026-11-02"),
        reason: "paid twice".into(),
    });
    let nobodys = receipts().into_iter();
    let unapplied = line(of(911, "2026-10-12", 4_200_00, 2), Vec::new());
    nobodys
        .map(|found| line(found.receipt, found.proposals))
        .chain([unapplied, back])
        .collect()
}

/// What a search for an item finds.
pub fn found(text: &str) -> Vec<FoundItem> {
    let mut found = Vec::new();
    for (at, debtor) in DEBTORS.iter().enumerate() {
        for item in items(at) {
            let open = (item.open.0 / 100).to_string();
            let amount: String = text.chars().filter(char::is_ascii_digit).collect();
            if item.number.starts_with(text) || open == amount {
                found.push(FoundItem {
                    customer: customer(at),
                    customer_number: debtor.0.into(),
                    customer_name: debtor.1.into(),
                    number: item.number,
                    due: item.due,
                    currency: item.currency,
                    open: item.open,
                });
            }
        }
    }
    found
}
