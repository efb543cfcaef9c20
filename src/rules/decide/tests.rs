//! Pauses, plans and extensions on a small book: two invoices of a consumer, 1 000.00 and two instalments of 500.00.

use super::*;
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::command::{PlanAsked, Resting};
use crate::domain::customer::{Customer, CustomerFacts, PartyText};
use crate::domain::document::{
    Document, DocumentDetails, DocumentKind, ItemClass, ItemFacts, MovedIn,
};
use crate::domain::event::Rows;
use crate::domain::id::DocumentId;
use crate::domain::ledger::LedgerFacts;
use crate::domain::letter::{Charge, ChargeKind, Letter, LetterKind, LetterLine, Step};
use crate::domain::pause::{PauseKind, PauseOn};
use crate::domain::plan::{Instalment, Kept};
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
    };
    let customer = Customer {
        id: CUSTOMER,
        number: "100".to_owned(),
        facts: CustomerFacts {
            kind: CustomerKind::Consumer,
            country: "NO".to_owned(),
            language: None,
            terms_days: None,
            credit_limit: None,
            risk_class: None,
            group: None,
            channel: None,
            agreed_fee_date: None,
            text: PartyText::default(),
        },
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
        agreed_fee: None,
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
        ask_barred: false,
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
    let mut rulebook = Rulebook::default();
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

/// Advice row 41: the policy decides on more time, with the sentence for the customer.
#[test]
fn row_41_more_time_is_decided_by_policy_with_the_sentence_to_tell() {
    let (mut book, rulebook) = (book(), rulebook());
    let today = "2026-11-22";
    let mut ask =
        |until: &str, rulebook: &Rulebook| act(&mut book, rulebook, today, &extend(WHOLE, until));
    let too_long = "We can give at most 14 days after the due date, that is until 4 Dec 2026 (extension.max-days in our policy).";
    assert_eq!(ask("2026-12-05", &rulebook), Err(too_long.to_owned()));
    assert_eq!(ask("2026-11-28", &rulebook), Ok(()));
    assert_eq!(ask("2026-12-04", &rulebook), Ok(()));
    let used_up = "We have given more time for invoice 1001 2 times already and cannot give it again (extension.max-times in our policy).";
    assert_eq!(ask("2026-12-04", &rulebook), Err(used_up.to_owned()));
    let none = "We cannot give more time than the invoice does (extension in our policy).";
    assert_eq!(
        ask("2026-11-23", &Rulebook::default()),
        Err(none.to_owned())
    );
    assert_eq!(
        ask("2026-11-21", &rulebook).unwrap_err(),
        "21 Nov 2026 is past: today is 22 Nov 2026."
    );
    assert_eq!(
        given(&book, PauseKind::Extension),
        [
            (1, 100_000, Some(day("2026-11-28"))),
            (1, 100_000, Some(day("2026-12-04")))
        ]
    );
}

#[test]
fn more_time_taken_back_is_not_counted() {
    let (mut book, rulebook) = (book(), rulebook());
    for _ in 0..2 {
        act(
            &mut book,
            &rulebook,
            "2026-11-22",
            &extend(WHOLE, "2026-12-01"),
        )
        .unwrap();
    }
    let first = *book.pauses.keys().min().unwrap();
    book.apply(&Event::Done(Deed::PauseVoided { pause: first }))
        .unwrap();
    act(
        &mut book,
        &rulebook,
        "2026-11-22",
        &extend(WHOLE, "2026-12-01"),
    )
    .unwrap();
}

#[test]
fn more_time_is_for_what_falls_due_before_the_day() {
    let (mut book, rulebook) = (book(), rulebook());
    act(
        &mut book,
        &rulebook,
        "2026-11-22",
        &extend(PARTS, "2026-12-04"),
    )
    .unwrap();
    assert_eq!(
        given(&book, PauseKind::Extension),
        [(2, 50_000, Some(day("2026-12-04")))]
    );
    let (mut book, early) = (self::book(), "2026-11-10");
    let not_later = act(&mut book, &rulebook, early, &extend(WHOLE, "2026-11-20")).unwrap_err();
    assert!(
        not_later.contains("not due until 20 Nov 2026"),
        "{not_later}"
    );
}

#[test]
fn the_last_day_of_more_time_may_be_past() {
    let (mut book, rulebook) = (book(), rulebook());
    let told = act(
        &mut book,
        &rulebook,
        "2026-12-10",
        &extend(WHOLE, "2026-12-10"),
    );
    let past = "We can give at most 14 days after the due date, and that was 4 Dec 2026 (extension.max-days in our policy).";
    assert_eq!(told, Err(past.to_owned()));
}

#[test]
fn a_part_must_be_paid_before_more_time_where_the_policy_says_so() {
    let (mut book, mut rulebook) = (book(), rulebook());
    rulebook.policies.consumer.extension.min_part_percent = 25;
    let ask = extend(WHOLE, "2026-12-04");
    pay(&mut book, 1, 24_999);
    let told = act(&mut book, &rulebook, "2026-11-22", &ask);
    let missing = "We can give more time once 25 % of the invoice is paid: 0,01 NOK is still missing for that (extension.min-part-percent in our policy).";
    assert_eq!(told, Err(missing.to_owned()));
    pay(&mut book, 1, 1);
    assert_eq!(act(&mut book, &rulebook, "2026-11-22", &ask), Ok(()));
    assert_eq!(
        given(&book, PauseKind::Extension),
        [(1, 75_000, Some(day("2026-12-04")))]
    );
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

/// Advice row 43: a plan that is not paid as agreed is broken after the instalment's day and the grace.
#[test]
fn row_43_a_plan_is_broken_by_a_missed_instalment_after_the_grace() {
    let mut book = book();
    make(&mut book, asked(4, "2026-11-30")).unwrap();
    let kept = |book: &Book, on: &str| {
        let state = book.plan_of(ItemId(1)).unwrap();
        state.plan.kept(book.paid_of(state).unwrap(), day(on))
    };
    let instalment = |due: &str| Instalment {
        due: day(due),
        amount: Minor(50_000),
    };
    let first = instalment("2026-11-30");
    assert_eq!(kept(&book, "2026-12-05"), Kept::SoFar(Some(first)));
    assert_eq!(kept(&book, "2026-12-06"), Kept::Broken(first));
    // A part of it is not it.
    pay(&mut book, 1, 49_999);
    assert_eq!(kept(&book, "2026-12-06"), Kept::Broken(first));
    pay(&mut book, 1, 1);
    let second = instalment("2026-12-30");
    assert_eq!(kept(&book, "2026-12-06"), Kept::SoFar(Some(second)));
    assert_eq!(kept(&book, "2027-01-05"), Kept::Broken(second));
    for (item, rest) in [(1, 50_000), (2, 50_000), (3, 50_000)] {
        pay(&mut book, item, rest);
    }
    assert_eq!(kept(&book, "2027-06-01"), Kept::Paid);
}

#[test]
fn a_plan_stays_within_the_policy_or_says_why_not() {
    let mut book = book();
    let mut refused = |asked: PlanAsked, word: &str| {
        let told = make(&mut book, asked).unwrap_err();
        assert!(told.contains(word), "{word}: {told}");
    };
    refused(asked(7, "2026-12-01"), "more than the 6");
    refused(
        PlanAsked {
            every: 3,
            ..asked(6, "2026-12-01")
        },
        "until 22 Nov 2027",
    );
    let down = |minor| PlanAsked {
        down: Some(Decimal::new(minor, 2)),
        ..asked(6, "2026-12-01")
    };
    refused(down(19_999), "less than the 10 %");
    refused(down(200_000), "leaves nothing");
    refused(down(0), "above zero");
    refused(asked(0, "2026-12-01"), "from 1 to 120");
    refused(
        PlanAsked {
            every: 0,
            ..asked(2, "2026-12-01")
        },
        "from 1 to 12",
    );
    refused(asked(2, "2026-11-21"), "is past");
    refused(
        PlanAsked {
            documents: vec![WHOLE, WHOLE],
            ..asked(2, "2026-12-01")
        },
        "named twice",
    );
    refused(
        PlanAsked {
            documents: Vec::new(),
            ..asked(2, "2026-12-01")
        },
        "No invoice",
    );
    refused(
        PlanAsked {
            reason: Some(" ".to_owned()),
            ..asked(7, "2026-12-01")
        },
        "reason",
    );
    let long = PlanAsked {
        reason: Some("sykdom".to_owned()),
        ..asked(30, "2026-12-31")
    };
    make(&mut book, long).unwrap();
    let plan = &book.plan_of(ItemId(3)).unwrap().plan;
    assert_eq!(
        plan.instalments
            .iter()
            .map(|each| each.amount)
            .sum::<Minor>(),
        plan.total()
    );
    assert_eq!(plan.instalments[0].amount, Minor(6_666));
    assert_eq!(plan.instalments[29].amount, Minor(6_686));
    // The end of a month stays one.
    assert_eq!(plan.instalments[2].due, day("2027-02-28"));
    assert_eq!(plan.instalments[3].due, day("2027-03-31"));
}

fn dispute(amount: Option<i64>) -> Command {
    Command::Dispute {
        document: WHOLE,
        amount: amount.map(|amount| Decimal::new(amount, 2)),
        reason: "feil pris".to_owned(),
        until: Some(day("2026-11-30")),
        owner: Some(" Kari ".to_owned()),
    }
}

/// Advice row 44: a dispute is of a part, someone sees to it, an answer is due on a day, and it ends with an outcome.
#[test]
fn row_44_a_dispute_has_a_part_an_owner_a_deadline_and_an_outcome() {
    let (mut book, rulebook) = (book(), rulebook());
    act(&mut book, &rulebook, "2026-11-22", &dispute(Some(30_000))).unwrap();
    let pause = book.pauses.values().next().unwrap().pause.clone();
    assert_eq!(
        (pause.amount, pause.owner.as_deref()),
        (Minor(30_000), Some("Kari"))
    );
    assert_eq!(pause.until, Some(day("2026-11-30")));
    // Its day is a deadline for the answer, not its end.
    assert!(pause.holds(day("2027-03-01")));
    // The rest goes on: it can be promised, the disputed part cannot.
    let promise = |amount: Option<i64>| Command::Promise {
        document: WHOLE,
        date: day("2026-11-25"),
        amount: amount.map(|amount| Decimal::new(amount, 2)),
    };
    let told = act(&mut book, &rulebook, "2026-11-22", &promise(Some(70_001))).unwrap_err();
    assert_eq!(
        told,
        "700,01 NOK is more than the 700,00 NOK of invoice 1001 that is not disputed."
    );
    act(&mut book, &rulebook, "2026-11-22", &promise(None)).unwrap();
    assert_eq!(
        given(&book, PauseKind::Promise),
        [(1, 70_000, Some(day("2026-11-25")))]
    );
    // Nor is it for an agency, or for a plan.
    let out = hand_over(vec![WHOLE]);
    let told = act(&mut book, &rulebook, "2026-11-22", &out).unwrap_err();
    assert_eq!(
        told,
        "Invoice 1001 is disputed (feil pris): close the dispute first."
    );
    assert_eq!(make(&mut book, asked(4, "2026-12-01")).unwrap_err(), told);
    let close = Command::CloseDispute {
        document: WHOLE,
        outcome: "kreditert".to_owned(),
    };
    act(&mut book, &rulebook, "2026-11-24", &close).unwrap();
    let pause = &book.pauses[&pause.id].pause;
    assert_eq!(
        (pause.closed, pause.outcome.as_deref()),
        (Some(day("2026-11-24")), Some("kreditert"))
    );
    act(&mut book, &rulebook, "2026-11-24", &out).unwrap();
}

#[test]
fn all_that_is_disputed_cannot_be_promised() {
    let (mut book, rulebook) = (book(), rulebook());
    act(&mut book, &rulebook, "2026-11-22", &dispute(None)).unwrap();
    let promise = Command::Promise {
        document: WHOLE,
        date: day("2026-11-25"),
        amount: None,
    };
    let told = act(&mut book, &rulebook, "2026-11-22", &promise).unwrap_err();
    assert!(told.contains("is disputed (feil pris)"), "{told}");
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

/// Advice row 42, the ledger's part: an item that an agency has comes back when the company takes it over.
#[test]
fn what_an_agency_has_is_there_once_until_it_is_taken_over() {
    let (mut book, rulebook) = (book(), rulebook());
    let mut done = |command: &Command| act(&mut book, &rulebook, "2026-11-22", command);
    done(&hand_over(vec![WHOLE, PARTS])).unwrap();
    let told = done(&hand_over(vec![PARTS])).unwrap_err();
    assert_eq!(told, "Invoice 1002 is with Inkasso Nord already.");
    let take_over = Command::TakeOver {
        documents: vec![PARTS],
        reason: "avtale".to_owned(),
    };
    done(&take_over).unwrap();
    assert_eq!(
        done(&take_over).unwrap_err(),
        "Invoice 1002 is with no agency."
    );
    done(&hand_over(vec![PARTS])).unwrap();
    // What is not due yet stays here.
    assert!(book.handover_of(ItemId(3)).is_none());
    assert!(
        book.handover_of(ItemId(1))
            .is_some_and(|state| state.holds(day("2026-11-22")))
    );
}

#[test]
fn a_kept_plan_stays_with_the_company_and_a_broken_one_may_go() {
    let (mut book, rulebook) = (book(), rulebook());
    make(&mut book, asked(4, "2026-11-30")).unwrap();
    let out = hand_over(vec![WHOLE]);
    let told = act(&mut book, &rulebook, "2026-12-05", &out).unwrap_err();
    assert!(told.contains("is on payment plan 1"), "{told}");
    act(&mut book, &rulebook, "2026-12-06", &out).unwrap();
}

#[test]
fn charges_go_with_the_invoice_that_they_are_about() {
    let (mut book, rulebook) = (book(), rulebook());
    send(&mut book, "reminder", "2026-11-22", None, &[ItemId(2)]);
    act(&mut book, &rulebook, "2026-11-22", &hand_over(vec![WHOLE])).unwrap();
    assert!(book.handover_of(ItemId(2)).is_some());
    let take_over = Command::TakeOver {
        documents: vec![WHOLE],
        reason: "avtale".to_owned(),
    };
    act(&mut book, &rulebook, "2026-11-22", &take_over).unwrap();
    assert!(book.handover_of(ItemId(2)).is_none());
    // Named beside it, a charge is covered once.
    make(&mut book, asked(4, "2026-11-30")).unwrap();
    assert_eq!(
        book.plan_of(ItemId(2)).unwrap().plan.total(),
        Minor(200_000)
    );
}

#[test]
fn nothing_is_asked_of_the_bankrupt() {
    let (mut book, rulebook) = (book(), rulebook());
    make(&mut book, asked(4, "2026-11-30")).unwrap();
    let bankrupt = Command::Bankrupt {
        customer: CUSTOMER,
        claim_by: Some(day("2026-12-20")),
        reason: "kunngjort".to_owned(),
    };
    act(&mut book, &rulebook, "2026-11-22", &bankrupt).unwrap();
    assert!(book.plan_of(ItemId(1)).is_none());
    let pause = book.pauses_of_customer(CUSTOMER)[0].pause.clone();
    assert_eq!(
        (pause.on, pause.amount),
        (PauseOn::Customer(CUSTOMER), Minor::ZERO)
    );
    assert!(
        pause.holds(day("2030-01-01")),
        "its day is one to claim by, not its end"
    );
    for command in [
        bankrupt,
        hand_over(vec![WHOLE]),
        extend(WHOLE, "2026-12-01"),
        Command::MakePlan(Box::new(asked(4, "2026-11-30"))),
    ] {
        let told = act(&mut book, &rulebook, "2026-11-22", &command).unwrap_err();
        assert!(told.starts_with("Customer 100 is bankrupt"), "{told}");
    }
    let end = Command::EndPause {
        pause: pause.id,
        outcome: "feil kunde".to_owned(),
    };
    act(&mut book, &rulebook, "2026-11-23", &end).unwrap();
    let told = act(&mut book, &rulebook, "2026-11-23", &end).unwrap_err();
    assert!(told.contains("over already"), "{told}");
    act(
        &mut book,
        &rulebook,
        "2026-11-23",
        &extend(WHOLE, "2026-12-01"),
    )
    .unwrap();
}

#[test]
fn a_rest_is_for_all_that_is_open_or_for_the_customer() {
    let (mut book, rulebook) = (book(), rulebook());
    let rest = |of, until: &str| Command::Pause {
        of,
        until: day(until),
        reason: "ferie".to_owned(),
    };
    let document = rest(Resting::Document(PARTS), "2026-12-01");
    act(&mut book, &rulebook, "2026-11-22", &document).unwrap();
    let until = Some(day("2026-12-01"));
    assert_eq!(
        given(&book, PauseKind::Pause),
        [(2, 50_000, until), (3, 50_000, until)]
    );
    let customer = rest(Resting::Customer(CUSTOMER), "2026-11-21");
    assert!(
        act(&mut book, &rulebook, "2026-11-22", &customer)
            .unwrap_err()
            .contains("is past")
    );
    let customer = rest(Resting::Customer(CUSTOMER), "2026-11-22");
    act(&mut book, &rulebook, "2026-11-22", &customer).unwrap();
    let pause = &book.pauses_of_customer(CUSTOMER)[0].pause;
    assert!(pause.holds(day("2026-11-22")) && !pause.holds(day("2026-11-23")));
}

#[test]
fn a_stage_left_out_rests_until_the_next_would_have_come() {
    let (mut book, rulebook) = (book(), rulebook());
    let skip = Command::Skip {
        customer: CUSTOMER,
        currency: Currency::NOK,
        reason: "ringte".to_owned(),
    };
    let told = act(&mut book, &rulebook, "2026-11-21", &skip).unwrap_err();
    assert_eq!(
        told,
        "No letter to customer 100 is due that could be left out."
    );
    act(&mut book, &rulebook, "2026-11-22", &skip).unwrap();
    // The reminder comes on the 14th day past due.
    let until = Some(day("2026-12-03"));
    assert_eq!(
        given(&book, PauseKind::Skip),
        [(1, 100_000, until), (2, 50_000, until)]
    );
    act(&mut book, &rulebook, "2026-11-25", &skip).unwrap_err();
    // A letter before counts, with its deadline and the grace after it.
    let mut book = self::book();
    send(
        &mut book,
        "reminder",
        "2026-12-05",
        Some(day("2026-12-19")),
        &[],
    );
    pay(&mut book, 2, 50_000);
    pay(&mut book, 3, 50_000);
    act(&mut book, &rulebook, "2026-12-22", &skip).unwrap_err();
    act(&mut book, &rulebook, "2026-12-23", &skip).unwrap();
    let until = Some(day("2027-01-09"));
    assert_eq!(given(&book, PauseKind::Skip), [(1, 100_000, until)]);
}
