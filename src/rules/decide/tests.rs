//! Decisions on a small book: two invoices of a consumer, 1 000.00 and two instalments of 500.00.

mod extension;
mod handover;
mod pause;
mod plan;
mod record;
mod register;

use super::*;
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::command::{PlanAsked, Resting};
use crate::domain::customer::{Customer, CustomerFacts};
use crate::domain::document::{
    Document, DocumentDetails, DocumentKind, ItemClass, ItemFacts, MovedIn,
};
use crate::domain::event::Rows;
use crate::domain::id::DocumentId;
use crate::domain::ledger::{CompanySize, LedgerFacts};
use crate::domain::letter::{Charge, ChargeKind, Letter, LetterKind, LetterLine, Step};
use crate::domain::pause::{PauseKind, PauseOn};
use crate::domain::plan::{Instalment, Kept};
use crate::rules::credit::CreditPolicies;
use crate::rules::policy::{Extension, FeeAsked, PlanLimits, Stage, StageDoes};
use crate::text::Locale;

const WHOLE: DocumentId = DocumentId(1);
const PARTS: DocumentId = DocumentId(2);
const CUSTOMER: CustomerId = CustomerId(1);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Both fall due on the 20th of November, the second part a month later.
fn book() -> Book {
    let mut book = Book::default();
    let ledger = LedgerFacts {
        company: "Ås Bygg AS".to_owned(),
        country: "NO".to_owned(),
        currency: Currency::NOK,
        org_no: None,
        accounts: Vec::new(),
        size: CompanySize::Small,
    };
    let customer = Customer {
        id: CUSTOMER,
        number: "100".to_owned(),
        facts: CustomerFacts::new(CustomerKind::Consumer, "NO", "Kari Nes"),
    };
    let item = |id, due, amount| ItemFacts {
        id: ItemId(id),
        due: day(due),
        amount: Minor(amount),
        opened: Minor(amount),
        reference: None,
        moved_in: None::<MovedIn>,
    };
    let document = |id, number: &str, items| Document {
        id,
        kind: DocumentKind::Invoice,
        number: number.to_owned(),
        customer: CUSTOMER,
        currency: Currency::NOK,
        issued: day("2026-11-01"),
        posted: day("2026-11-01"),
        rate: None,
        details: DocumentDetails::default(),
        items,
    };
    let parts = vec![item(2, "2026-11-20", 50_000), item(3, "2026-12-20", 50_000)];
    for event in [
        Event::Done(Deed::LedgerOpened(ledger)),
        Event::Taken(Rows::Customers(vec![customer])),
        Event::Taken(Rows::Documents(vec![
            document(WHOLE, "1001", vec![item(1, "2026-11-20", 100_000)]),
            document(PARTS, "1002", parts),
        ])),
    ] {
        book.apply(&event).unwrap();
    }
    book.accounts = vec![account()];
    book
}

/// The same as an account to be judged.
fn account() -> Arrears {
    let item = |id, document, number: &str, due, amount| Overdue {
        item: ItemId(id),
        document,
        number: number.to_owned(),
        class: ItemClass::Debit,
        issued: day("2026-11-01"),
        due: day(due),
        opened: Minor(amount),
        open: Minor(amount),
        reference: None,
        charge: None,
        unsent: None,
        direct_debit: false,
        taken: Vec::new(),
        beside: Vec::new(),
        claimed: Vec::new(),
        claimed_beside: Vec::new(),
        pauses: Vec::new(),
        plans: Vec::new(),
        agency: None,
        changes: Vec::new(),
        credited: Vec::new(),
        moved_in: None,
    };
    Arrears {
        customer: CUSTOMER,
        number: "100".to_owned(),
        kind: CustomerKind::Consumer,
        country: "NO".to_owned(),
        group: None,
        channel: None,
        has_email: false,
        has_address: false,
        stopped: Vec::new(),
        agreed_fee: None,
        agreed_interest: None,
        currency: Currency::NOK,
        invoices: 2,
        items: vec![
            item(1, WHOLE, "1001", "2026-11-20", 100_000),
            item(2, PARTS, "1002", "2026-11-20", 50_000),
            item(3, PARTS, "1002", "2026-12-20", 50_000),
        ],
        credits: Vec::new(),
        pauses: Vec::new(),
        netted: Vec::new(),
        last_call: None,
        unmatched: 0,
        insisted: false,
    }
}

fn stage(name: &str, after_due: u16, after_previous: u16, deadline_days: Option<u16>) -> Stage {
    Stage {
        name: name.to_owned(),
        does: StageDoes::Letter(LetterKind::Reminder),
        after_due,
        after_due_new: None,
        after_previous,
        fee: FeeAsked::No,
        interest: false,
        compensation: false,
        deadline_days,
        tone: String::new(),
        channels: Vec::new(),
        by_agency: false,
    }
}

fn rulebook() -> Rulebook {
    let mut rulebook = Rulebook {
        credit: CreditPolicies::load("NO", None).unwrap(),
        ..Rulebook::default()
    };
    rulebook.policies.consumer = Policy {
        grace_days: 3,
        stages: vec![
            stage("friendly", 2, 0, None),
            stage("reminder", 14, 10, Some(14)),
            stage("notice", 30, 14, Some(14)),
        ],
        extension: Extension {
            max_days: 14,
            max_times: 2,
            min_part_percent: 0,
        },
        plan: PlanLimits {
            max_months: 12,
            max_instalments: 6,
            min_first_percent: 10,
            grace_days: 5,
            interest: true,
            fee: FeeAsked::No,
        },
        ..Policy::default()
    };
    rulebook
}

/// Carries a command out, or tells why not as a person reads it.
fn act(book: &mut Book, rulebook: &Rulebook, today: &str, command: &Command) -> Result<(), String> {
    match decide(book, rulebook, day(today), command) {
        Ok(events) => {
            for event in &events {
                book.apply(event).unwrap();
            }
            Ok(())
        }
        Err(Declined::Refused(refusal)) => {
            let told = Locale::english().tell("refusal", &refusal);
            Err(told.replace('\u{a0}', " "))
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn extend(document: DocumentId, until: &str) -> Command {
    Command::Extend {
        document,
        until: day(until),
    }
}

fn pay(book: &mut Book, item: i64, amount: i64) {
    // All that a decision sees of a payment is what is open.
    book.items.get_mut(&ItemId(item)).unwrap().open += Minor(-amount);
}

/// A letter about the first item, which claims these as its charges.
fn send(book: &mut Book, stage: &str, sent: &str, deadline: Option<Date>, charges: &[ItemId]) {
    let kind = LetterKind::Reminder;
    let step = Step {
        stage: stage.to_owned(),
        kind,
        cycle: 1,
    };
    let charge = |item: &ItemId| Charge {
        item: *item,
        about: ItemId(1),
        kind: ChargeKind::Fee,
        amount: Minor(50_000),
        rule: String::new(),
        spans: Vec::new(),
    };
    let letter = Letter {
        id: book.next.letter,
        customer: CUSTOMER,
        currency: Currency::NOK,
        stage: stage.to_owned(),
        kind,
        sent: day(sent),
        deadline,
        channel: String::new(),
        reference: None,
        lines: vec![LetterLine {
            item: ItemId(1),
            amount: Minor(100_000),
            step: Some(step),
        }],
        charges: charges.iter().map(charge).collect(),
        total: Minor(100_000),
        reason: String::new(),
    };
    let sent = Event::Done(Deed::LetterSent(letter));
    book.apply(&sent).unwrap();
}

fn given(book: &Book, kind: PauseKind) -> Vec<(i64, i64, Option<Date>)> {
    let pauses = book.pauses_where(|state| state.pause.kind == kind && !state.voided);
    let told = |state: &&crate::domain::book::PauseState| {
        let item = state.pause.on.item().map_or(0, |item| item.0);
        (item, state.pause.amount.0, state.pause.until)
    };
    pauses.iter().map(told).collect()
}

fn asked(instalments: u16, first: &str) -> PlanAsked {
    PlanAsked {
        customer: CUSTOMER,
        documents: vec![WHOLE, PARTS],
        instalments,
        first: day(first),
        down: None,
        every: 1,
        reason: None,
    }
}

fn make(book: &mut Book, asked: PlanAsked) -> Result<(), String> {
    let command = Command::MakePlan(Box::new(asked));
    act(book, &rulebook(), "2026-11-22", &command)
}

fn hand_over(documents: Vec<DocumentId>) -> Command {
    Command::HandOver {
        documents,
        agency: "Inkasso Nord".to_owned(),
        case_number: None,
        reason: "forfalt".to_owned(),
        in_spite: Some("varslet på telefon".to_owned()),
    }
}
