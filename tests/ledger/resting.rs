//! What pauses, at random and by hand: pauses, plans, hand-overs, calls, bankruptcies.

use std::collections::HashMap;

use proptest::prelude::*;
use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face, Options};
use reskontra::domain::command::{Command, PlanAsked, Resting};
use reskontra::domain::id::{CustomerId, HandoverId, PauseId, PlanId};
use reskontra::domain::plan::Kept;
use reskontra::domain::refusal::{CollectingRefusal, Refusal};
use reskontra::reports::overlays::PlanLine;
use reskontra::store::{Access, Store};
use rust_decimal::Decimal;

use super::books::Books;
use super::ops::Op;
use super::play::{Play, today};

/// What may come to rest, or stop to.
#[derive(Clone, Debug)]
pub enum Rest {
    Document(u8, u8),
    Customer(u8, u8),
    Bankrupt(u8),
    End(u8),
    Extend(u8, u8),
    Skip(u8),
    Plan {
        document: u8,
        other: Option<u8>,
        count: u8,
        down: Option<u16>,
    },
    EndPlan(u8),
    HandOver(u8),
    Number(u8, u8),
    TakeOver(u8),
    Call(u8),
}

pub fn rest() -> impl Strategy<Value = Op> {
    let any = any::<u8>;
    prop_oneof![
        3 => (any(), any()).prop_map(|(document, days)| Rest::Document(document, days)),
        2 => (any(), any()).prop_map(|(customer, days)| Rest::Customer(customer, days)),
        1 => any().prop_map(Rest::Bankrupt),
        3 => any().prop_map(Rest::End),
        1 => (any(), any()).prop_map(|(document, days)| Rest::Extend(document, days)),
        1 => any().prop_map(Rest::Skip),
        6 => (any(), prop::option::of(any()), 1_u8..6, prop::option::of(1_u16..300))
            .prop_map(|(document, other, count, down)| Rest::Plan { document, other, count, down }),
        2 => any().prop_map(Rest::EndPlan),
        5 => any().prop_map(Rest::HandOver),
        2 => (any(), any()).prop_map(|(handover, case)| Rest::Number(handover, case)),
        2 => any().prop_map(Rest::TakeOver),
        2 => any().prop_map(Rest::Call),
    ]
    .prop_map(Op::Rest)
}

impl Play {
    pub fn rest(&self, rest: &Rest) -> Option<Command> {
        let after = |days: u8| today() + chrono::Duration::days(i64::from(days));
        let reason = || "avtalt".to_owned();
        Some(match rest {
            Rest::Document(document, days) => Command::Pause {
                of: Resting::Document(self.document(*document)?),
                until: after(*days),
                reason: reason(),
            },
            Rest::Customer(customer, days) => Command::Pause {
                of: Resting::Customer(Self::customer(*customer)),
                until: after(*days),
                reason: reason(),
            },
            Rest::Bankrupt(customer) => Command::Bankrupt {
                customer: Self::customer(*customer),
                claim_by: Some(after(*customer)),
                reason: reason(),
            },
            Rest::End(n) => Command::EndPause {
                pause: PauseId(self.pick("SELECT id FROM pause ORDER BY id", *n)?),
                outcome: reason(),
            },
            Rest::Extend(document, days) => Command::Extend {
                document: self.document(*document)?,
                until: after(*days),
            },
            Rest::Skip(customer) => Command::Skip {
                customer: Self::customer(*customer),
                currency: reskontra::domain::money::Currency::NOK,
                reason: reason(),
            },
            Rest::Plan {
                document,
                other,
                count,
                down,
            } => {
                let document = self.document(*document)?;
                let owner = format!("SELECT customer FROM document WHERE id = {}", document.0);
                let mut documents = vec![document];
                documents.extend(other.and_then(|other| self.document(other)));
                Command::MakePlan(Box::new(PlanAsked {
                    customer: CustomerId(self.pick(&owner, 0)?),
                    documents,
                    instalments: u16::from(*count),
                    first: after(*count),
                    down: down.map(|down| Decimal::new(i64::from(down), 0)),
                    every: u16::from(*count),
                    reason: Some(reason()),
                }))
            }
            Rest::EndPlan(n) => Command::EndPlan {
                plan: PlanId(self.pick("SELECT id FROM plan ORDER BY id", *n)?),
                reason: reason(),
            },
            Rest::HandOver(document) => Command::HandOver {
                documents: vec![self.document(*document)?],
                agency: "Inkasso Nord".to_owned(),
                case_number: (document % 2 == 0).then(|| document.to_string()),
                reason: reason(),
                in_spite: Some("they ask for it".to_owned()),
            },
            Rest::Number(n, case) => Command::NumberCase {
                handover: HandoverId(self.pick("SELECT id FROM handover ORDER BY id", *n)?),
                case_number: case.to_string(),
            },
            Rest::TakeOver(n) => {
                let sql = "SELECT i.document FROM handover h JOIN item i ON i.id = h.item WHERE i.voided = 0 ORDER BY h.id";
                let document = self.pick(sql, *n)?;
                Command::TakeOver {
                    documents: vec![reskontra::domain::id::DocumentId(document)],
                    reason: reason(),
                }
            }
            Rest::Call(customer) => Command::Call {
                customer: Self::customer(*customer),
                note: reason(),
            },
        })
    }
}

/// Two invoices of one customer, 600 and 400.
fn books() -> Books {
    Books::with(
        &[
            "701,1,2026-09-01,2026-10-01,600,NOK,,",
            "702,1,2026-09-01,2026-10-15,400,NOK,,",
        ],
        &["p1,2026-11-20,1000,NOK"],
    )
}

fn plan(books: &mut Books, instalments: u16) -> PlanLine {
    let desk = &mut books.0.desk;
    let asked = PlanAsked {
        customer: desk.find_customer("1").unwrap(),
        documents: vec![
            desk.find_document("702").unwrap(),
            desk.find_document("701").unwrap(),
        ],
        instalments,
        first: today() + chrono::Duration::days(8),
        down: Some(Decimal::new(100, 0)),
        every: 1,
        reason: Some("avtalt på telefon".to_owned()),
    };
    desk.act(Command::MakePlan(Box::new(asked))).unwrap();
    desk.plans().unwrap().remove(0)
}

#[test]
fn a_plan_is_paid_by_what_settles_its_items() {
    let mut books = books();
    let line = plan(&mut books, 7);
    let amounts: Vec<i64> = line
        .plan
        .instalments
        .iter()
        .map(|each| each.amount.0)
        .collect();
    // 900.00 in seven: what does not divide is in the last.
    assert_eq!(
        amounts,
        [
            10_000, 12_857, 12_857, 12_857, 12_857, 12_857, 12_857, 12_858
        ]
    );
    assert_eq!(amounts.iter().sum::<i64>(), 100_000);
    assert_eq!(
        line.kept,
        Kept::SoFar(line.plan.instalments.first().copied())
    );
    books.settle("p1=701:100").unwrap();
    let line = books.0.desk.plans().unwrap().remove(0);
    assert_eq!(line.paid.0, 10_000);
    assert_eq!(
        line.kept,
        Kept::SoFar(line.plan.instalments.get(1).copied())
    );
}

#[test]
fn a_plan_waits_for_what_ended_it() {
    let mut books = books();
    let before = books.0.state();
    plan(&mut books, 3);
    let made = books.0.last_entry();
    let customer = books.0.desk.find_customer("1").unwrap();
    let command = Command::Bankrupt {
        customer,
        claim_by: None,
        reason: "kunngjort".to_owned(),
    };
    let bankrupt = books.0.desk.act(command).unwrap().entry;
    assert_eq!(books.0.desk.plans().unwrap(), []);
    assert_eq!(books.waits_for(made), Some(bankrupt));
    assert_eq!(books.waits_for(bankrupt), None);
    assert_eq!(books.0.desk.plans().unwrap().len(), 1);
    assert_eq!(books.waits_for(made), None);
    assert_eq!(books.0.state(), before);
}

#[test]
fn an_item_is_on_one_plan_and_with_one_agency_at_a_time() {
    let mut books = books();
    let first = plan(&mut books, 3);
    let document = books.0.desk.find_document("701").unwrap();
    let again = PlanAsked {
        customer: first.plan.customer,
        documents: vec![document],
        instalments: 2,
        first: today(),
        down: None,
        every: 1,
        reason: Some("en til".to_owned()),
    };
    let again = Command::MakePlan(Box::new(again));
    let hand_over = Command::HandOver {
        documents: vec![document],
        agency: "Inkasso Nord".to_owned(),
        case_number: None,
        reason: "forfalt".to_owned(),
        in_spite: Some("avtalt med byrået".to_owned()),
    };
    let on_plan: Refusal = CollectingRefusal::OnPlan {
        invoice: "701".to_owned(),
        plan: first.plan.id,
    }
    .into();
    assert_eq!(Books::refused(books.0.desk.act(again.clone())), on_plan);
    assert_eq!(Books::refused(books.0.desk.act(hand_over.clone())), on_plan);
    let end = Command::EndPlan {
        plan: first.plan.id,
        reason: "ikke betalt".to_owned(),
    };
    let ended = books.0.desk.act(end).unwrap().entry;
    let out = books.0.desk.act(hand_over.clone()).unwrap().entry;
    let agency: Refusal = CollectingRefusal::AlreadyHandedOver {
        invoice: "701".to_owned(),
        agency: "Inkasso Nord".to_owned(),
    }
    .into();
    assert_eq!(Books::refused(books.0.desk.act(hand_over)), agency);
    assert_eq!(Books::refused(books.0.desk.act(again)), agency);
    assert_eq!(books.waits_for(out), None);
    assert_eq!(books.waits_for(ended), None);
}

/// Both promises were of 100; the first was paid on its day, the second a day late.
#[test]
fn promises_are_counted_from_what_was_paid_by_their_day() {
    let mut books = books();
    let document = books.0.desk.find_document("701").unwrap();
    let customer = books.0.desk.find_customer("1").unwrap();
    let promise = |date: &str| Command::Promise {
        document,
        date: date.parse().unwrap(),
        amount: Some(Decimal::new(100, 0)),
    };
    let counted = |books: &Books| {
        let promises = books.0.desk.card(customer).unwrap().promises;
        (promises.kept, promises.broken)
    };
    books.0.desk.act(promise("2026-11-22")).unwrap();
    assert_eq!(counted(&books), (0, 0));
    let paid = books.settle("p1=701:100").unwrap().entry;
    assert_eq!(counted(&books), (1, 0));
    books.0.desk.undo(paid).unwrap();
    assert_eq!(counted(&books), (0, 0));
    books.settle("p1=701:100").unwrap();
    books.on("2026-11-25");
    assert_eq!(counted(&books), (1, 0));
    books.0.desk.act(promise("2026-11-26")).unwrap();
    books.on("2026-11-27");
    assert_eq!(counted(&books), (1, 1));
    books
        .0
        .take_text("payment_id,booking_date,amount,currency\np2,2026-11-27,100,NOK\n");
    books.settle("p2=701:100").unwrap();
    assert_eq!(counted(&books), (1, 1));
}

impl Books {
    /// The same books on another day.
    fn on(&mut self, today: &str) {
        let options = Options {
            ledger: Some(self.0.path()),
            today: Some(today.parse().unwrap()),
            ..Options::default()
        };
        self.0.desk = Desk::open(&options, Config::default(), Face::Desk).unwrap();
    }
}

/// Finding whose receipts may be takes matching them all: what was found holds until something that they are matched
/// by is entered, or an entry is undone.
#[test]
fn what_was_found_of_receipts_outlives_work_that_they_are_not_matched_by() {
    let mut books = books();
    let customer = books.0.desk.find_customer("1").unwrap();
    let found = HashMap::from([(customer, 2)]);
    let mut store = Store::open(&books.0.path(), Access::ReadWrite).unwrap();
    let tx = store.begin().unwrap();
    tx.keep_unmatched("settings", &found, &[]).unwrap();
    tx.commit().unwrap();
    drop(store);
    let kept = |books: &Books| books.0.store().read().unmatched("settings").unwrap();
    assert_eq!(kept(&books), Some(found.clone()));
    assert_eq!(books.0.store().read().unmatched("others").unwrap(), None);
    let call = Command::Call {
        customer,
        note: "ringer tilbake".to_owned(),
    };
    books.act(call).unwrap();
    let pause = Command::Pause {
        of: Resting::Customer(customer),
        until: today() + chrono::Duration::days(9),
        reason: "avtalt".to_owned(),
    };
    books.act(pause).unwrap();
    assert_eq!(kept(&books), Some(found));
    let dispute = Command::Dispute {
        document: books.0.desk.find_document("701").unwrap(),
        amount: None,
        reason: "vare feil".to_owned(),
        until: None,
        owner: None,
    };
    books.act(dispute).unwrap();
    assert_eq!(kept(&books), None);
}
