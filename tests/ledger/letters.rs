//! Letters and the charges that they claim: sent once, paid and waived like any item, taken back while nothing builds
//! on them.

use reskontra::domain::command::{Command, Reminder};
use reskontra::domain::date::Date;
use reskontra::domain::evidence::Class;
use reskontra::domain::id::{CustomerId, EntryId, ItemId};
use reskontra::domain::letter::{ChargeKind, LetterKind, Span, Step};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::refusal::Refusal;
use reskontra::domain::reminding::{DueCharge, DueLetter, DueLine};
use reskontra::reports::card::Happened;
use reskontra::reports::settling::ProposedPart;
use reskontra::rules::decide::{Declined, send_due};
use reskontra::store::{Access, Stamp, Store};
use rust_decimal::Decimal;

use super::books::Books;
use super::play::{Play, today};

const STAGES: [(&str, LetterKind); 4] = [
    ("friendly", LetterKind::Friendly),
    ("reminder", LetterKind::Reminder),
    ("notice", LetterKind::Notice),
    ("demand", LetterKind::Demand),
];

/// A letter by numbers.
#[derive(Clone, Debug)]
pub struct NewLetter {
    pub customer: u8,
    pub euro: bool,
    pub stage: u8,
    /// Which of the open invoices; each may be claimed in part.
    pub items: Vec<(u8, Option<u16>)>,
    /// About which of them, what, and how much.
    pub charges: Vec<(u8, u8, u16)>,
    pub with_credits: bool,
}

impl Play {
    /// What a letter of that kind would say of what is open now.
    pub fn due(&self, wanted: &NewLetter) -> (Reminder, DueLetter) {
        let customer = Self::customer(wanted.customer);
        let currency = [Currency::NOK, Currency::EUR][usize::from(wanted.euro)];
        let open = self.account(customer, currency);
        let (stage, kind) = STAGES[usize::from(wanted.stage) % STAGES.len()];
        let mut lines: Vec<DueLine> = Vec::new();
        for (n, part) in &wanted.items {
            let debits: Vec<_> = open.iter().filter(|(_, class, _)| *class < 2).collect();
            let Some((item, class, owed)) = debits.get(usize::from(*n) % debits.len().max(1))
            else {
                break;
            };
            if lines.iter().any(|line| line.item == *item) {
                continue;
            }
            let amount = part.map_or(*owed, |part| (i64::from(part) * 100).min(*owed));
            let step = Step {
                stage: stage.to_owned(),
                kind,
                cycle: 1,
            };
            lines.push(line(*item, amount, (*class == 0).then_some(step)));
        }
        let charges: Vec<DueCharge> = wanted
            .charges
            .iter()
            .filter_map(|(n, kind, amount)| {
                let about = lines.get(usize::from(*n) % lines.len().max(1))?.item;
                let kind = ChargeKind::ALL[usize::from(*kind) % 3];
                Some(charge(about, kind, i64::from(*amount)))
            })
            .collect();
        if wanted.with_credits {
            let credits = open.iter().filter(|(_, class, _)| *class > 1);
            lines.extend(credits.map(|(item, _, amount)| line(*item, *amount, None)));
        }
        let due = due(stage, kind, lines, charges);
        let reminder = Reminder {
            customer,
            currency,
            stage: Some(stage.to_owned()),
            items: due.lines.iter().map(|line| line.item).collect(),
            channel: None,
            total: Some(due.total),
            reason: None,
            without_fee: None,
        };
        (reminder, due)
    }

    fn account(&self, customer: CustomerId, currency: Currency) -> Vec<(ItemId, i64, i64)> {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        let sql = "SELECT id, class, open_minor FROM item
            WHERE customer = ?1 AND currency = ?2 AND open_minor <> 0 ORDER BY id";
        let mut statement = connection.prepare(sql).unwrap();
        statement
            .query_map((customer.0, currency.code()), |row| {
                Ok((ItemId(row.get(0)?), row.get(1)?, row.get(2)?))
            })
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    /// Records a letter as `remind` does once the account is judged.
    pub fn send(&mut self, reminder: &Reminder, due: &DueLetter) -> Result<EntryId, Refusal> {
        let mut store = Store::open(&self.path(), Access::ReadWrite).unwrap();
        let mut tx = store.begin().unwrap();
        let command = Command::Remind(Box::new(reminder.clone()));
        let mut book = tx.slice(&command).unwrap();
        let events = match send_due(book.clone(), today(), reminder, due) {
            Ok(events) => events,
            Err(Declined::Refused(refusal)) => return Err(refusal),
            Err(other) => panic!("{other:?}"),
        };
        let last = self.desk.log(None, 1).unwrap();
        let entry = tx
            .begin_entry(Stamp {
                at: "2026-11-22T09:14:02Z".to_owned(),
                actor: last[0].actor.clone(),
                face: "desk".to_owned(),
                command: command.name().to_owned(),
                policy: "1".to_owned(),
                reason: None,
                run: None,
                undoes: None,
            })
            .unwrap();
        tx.write_all(&mut book, &events).unwrap();
        tx.end_entry().unwrap();
        tx.commit().unwrap();
        Ok(entry)
    }
}

fn line(item: ItemId, amount: i64, step: Option<Step>) -> DueLine {
    DueLine {
        item,
        number: String::new(),
        due: today(),
        opened: Minor(amount),
        amount: Minor(amount),
        charge: None,
        step,
    }
}

fn charge(about: ItemId, kind: ChargeKind, minor: i64) -> DueCharge {
    let span = Span {
        from: "2026-04-01".parse().unwrap(),
        to: today(),
        days: 236,
        principal: Minor(10_000),
        rate: Decimal::new(1_200, 2),
        amount: Minor(minor),
        rule: "forsinkelsesrenteloven § 3".to_owned(),
    };
    DueCharge {
        about,
        kind,
        amount: Minor(minor),
        rule: "inkassoforskriften § 1-2".to_owned(),
        spans: match kind {
            ChargeKind::Interest => vec![span],
            _ => Vec::new(),
        },
    }
}

fn due(stage: &str, kind: LetterKind, lines: Vec<DueLine>, charges: Vec<DueCharge>) -> DueLetter {
    let listed: Minor = lines.iter().map(|line| line.amount).sum();
    let claimed: Minor = charges.iter().map(|charge| charge.amount).sum();
    DueLetter {
        stage: stage.to_owned(),
        kind,
        tone: String::new(),
        sent: today(),
        deadline: Some(deadline()),
        channel: "email".to_owned(),
        reference: None,
        lines,
        charges,
        total: listed + claimed,
        why: Vec::new(),
        next: None,
    }
}

fn deadline() -> Date {
    "2026-12-07".parse().unwrap()
}

const FEE: (u8, u8, u16) = (0, 0, 3_500);
const INTEREST: (u8, u8, u16) = (0, 1, 1_942);

fn letter(stage: u8, charges: &[(u8, u8, u16)]) -> NewLetter {
    NewLetter {
        customer: 0,
        euro: false,
        stage,
        items: vec![(0, None), (1, None)],
        charges: charges.to_vec(),
        with_credits: true,
    }
}

fn send(books: &mut Books, wanted: &NewLetter) -> EntryId {
    let (reminder, due) = books.0.due(wanted);
    books.0.send(&reminder, &due).unwrap()
}

/// Two late invoices of customer 0, 1 000 and 250.
fn late(payments: &[&str]) -> Books {
    Books::with(
        &[
            "501,0,2026-03-01,2026-03-31,1000,NOK,,",
            "502,0,2026-03-02,2026-04-01,250,NOK,,",
        ],
        payments,
    )
}

fn waive(books: &mut Books, invoice: &str, kinds: &[ChargeKind]) -> Result<EntryId, Refusal> {
    let document = books.0.desk.find_document(invoice).unwrap();
    let command = Command::Waive {
        document,
        kinds: kinds.to_vec(),
        reason: "god kunde".to_owned(),
    };
    match books.act(command) {
        Ok(did) => Ok(did.entry),
        result => Err(Books::refused(result)),
    }
}

#[test]
fn a_letter_makes_its_charges_and_says_so_in_the_log() {
    let mut books = late(&[]);
    let before = books.0.state();
    let entry = send(&mut books, &letter(1, &[FEE, INTEREST]));
    assert_eq!(books.open("L1-F"), "35.00");
    assert_eq!(books.open("L1-I"), "19.42");
    assert_eq!(books.owed("2026-11-22"), "1304.42");
    let told = Books::told(
        &books
            .0
            .desk
            .rehearse_back(reskontra::desk::Back::Entry(entry))
            .unwrap(),
    );
    assert_eq!(told[0], "letter 1 to Kunde 0 taken back");
    let log = books.0.desk.log(None, 1).unwrap();
    let locale = reskontra::text::Locale::load("en").unwrap();
    let says: Vec<String> = log[0]
        .events
        .iter()
        .map(|event| locale.tell("event", event).replace('\u{a0}', " "))
        .collect();
    assert_eq!(
        says,
        [
            "2 new documents",
            "letter 1 to Kunde 0: reminder, 2 invoices, 1 304,42 NOK"
        ]
    );
    // Due with the letter, not before.
    let charge = books.0.desk.find_document("L1-F").unwrap();
    let view = books.0.desk.document(charge).unwrap();
    assert_eq!(view.items[0].due, deadline());
    assert_eq!(view.items[0].about.as_deref(), Some("501"));
    assert_eq!(books.waits_for(entry), None);
    assert_eq!(books.0.state(), before);
    books.0.desk.redo().unwrap();
    assert_eq!(books.open("L1-F"), "35.00");
}

#[test]
fn the_invoice_tells_its_letters_and_its_last_step() {
    let mut books = late(&[]);
    send(&mut books, &letter(0, &[]));
    let undone = send(&mut books, &letter(1, &[FEE]));
    books.waits_for(undone);
    send(&mut books, &letter(1, &[INTEREST]));
    let document = books.0.desk.find_document("501").unwrap();
    let view = books.0.desk.document(document).unwrap();
    let letters: Vec<(i64, LetterKind, bool)> = view
        .history
        .iter()
        .filter_map(|line| match line.what {
            Happened::Sent(letter, kind) => Some((letter.0, kind, line.undone)),
            Happened::Posted(_) => None,
        })
        .collect();
    assert_eq!(
        letters,
        [
            (1, LetterKind::Friendly, false),
            (2, LetterKind::Reminder, true),
            (3, LetterKind::Reminder, false)
        ]
    );
    assert!(
        view.history
            .iter()
            .all(|line| line.balance == Minor(100_000))
    );
    let step = Some(("reminder".to_owned(), LetterKind::Reminder, today()));
    assert_eq!(view.items[0].last_step, step);
    let overdue = books.0.desk.overdue(today()).unwrap();
    assert_eq!(overdue[0].items[0].last_step, step);
}

#[test]
fn a_step_is_taken_once() {
    let mut books = late(&[]);
    let first = send(&mut books, &letter(1, &[FEE]));
    let (reminder, due) = books.0.due(&letter(1, &[]));
    let refused = books.0.send(&reminder, &due).unwrap_err();
    assert!(
        matches!(&refused, Refusal::StepTaken { invoice, letter, .. } if invoice == "501" && letter.0 == 1),
        "{refused:?}"
    );
    // Taken back, it may be taken again; then the first one cannot come back.
    books.0.desk.undo(first).unwrap();
    let undo = books.0.last_entry();
    let second = books.0.send(&reminder, &due_again(&books)).unwrap();
    assert_eq!(books.waits_for(undo), Some(second));
}

fn due_again(books: &Books) -> DueLetter {
    books.0.due(&letter(1, &[])).1
}

#[test]
fn what_was_shown_must_still_be_due() {
    let mut books = late(&[]);
    let (reminder, due) = books.0.due(&letter(1, &[FEE]));
    let other_stage = Reminder {
        stage: Some("notice".to_owned()),
        ..reminder.clone()
    };
    assert!(matches!(
        books.0.send(&other_stage, &due),
        Err(Refusal::StageDiffers { expected, due, .. }) if expected == "notice" && due == "reminder"
    ));
    let other_total = Reminder {
        total: Some(Minor(1)),
        ..reminder.clone()
    };
    assert!(matches!(
        books.0.send(&other_total, &due),
        Err(Refusal::TotalDiffers { due, .. }) if due.amount == Minor(128_500)
    ));
    let tomorrow = DueLetter {
        sent: today().succ_opt().unwrap(),
        ..due.clone()
    };
    assert!(matches!(
        books.0.send(&reminder, &tomorrow),
        Err(Refusal::DateInFuture { .. })
    ));
    // The account was paid meanwhile.
    books
        .0
        .take_text("payment_id,booking_date,amount,currency\np9,2026-11-20,1250,NOK\n");
    books.settle("p9=501,502").unwrap();
    assert!(matches!(
        books.0.send(&reminder, &due),
        Err(Refusal::ChangedMeanwhile)
    ));
    let (reminder, nothing) = books.0.due(&letter(1, &[]));
    assert!(matches!(
        books.0.send(&reminder, &nothing),
        Err(Refusal::NothingDue { .. })
    ));
}

#[test]
fn an_undo_names_what_builds_on_the_letter() {
    let mut books = late(&["p1,2026-11-21,1035,NOK"]);
    let before = books.0.state();
    let first = send(&mut books, &letter(0, &[FEE]));
    let second = send(&mut books, &letter(1, &[INTEREST]));
    assert_eq!(books.waits_for(first), Some(second));
    assert_eq!(books.waits_for(second), None);
    let paid = books.settle("p1=501,L1-F").unwrap().entry;
    assert_eq!(books.open("L1-F"), "0.00");
    assert_eq!(books.waits_for(first), Some(paid));
    assert_eq!(books.waits_for(paid), None);
    let waived = waive(&mut books, "501", &[ChargeKind::Fee]).unwrap();
    assert_eq!(books.waits_for(first), Some(waived));
    assert_eq!(books.waits_for(waived), None);
    assert_eq!(books.waits_for(first), None);
    assert_eq!(books.0.state(), before);
    // What was undone since is named to a redo.
    let undone = books.0.last_entry();
    let repaid = books.0.desk.undo(EntryId(paid.0 + 1));
    assert_eq!(
        Books::refused(repaid),
        Refusal::StandsInTheWay {
            entry: EntryId(paid.0 + 1),
            later: undone
        }
    );
}

#[test]
fn an_invoice_that_a_letter_lists_stays_while_the_letter_stands() {
    let mut books = late(&[]);
    let taken = books.0.last_entry();
    let sent = send(&mut books, &letter(1, &[]));
    assert_eq!(books.waits_for(taken), Some(sent));
    assert_eq!(books.waits_for(sent), None);
    assert_eq!(books.waits_for(taken), None);
}

#[test]
fn charges_are_waived_by_kind_and_with_a_reason() {
    let mut books = late(&[]);
    send(&mut books, &letter(1, &[FEE, INTEREST, (1, 1, 500)]));
    let after = books.0.state();
    let nothing = waive(&mut books, "501", &[ChargeKind::Compensation]).unwrap_err();
    assert!(
        matches!(nothing, Refusal::NothingToWaive { .. }),
        "{nothing:?}"
    );
    let entry = waive(&mut books, "501", &ChargeKind::ALL).unwrap();
    assert_eq!(books.open("L1-F"), "0.00");
    // The second item of the interest is of the other invoice.
    assert_eq!(books.owed("2026-11-22"), "1255.00");
    let did = books.0.desk.log(None, 1).unwrap();
    let locale = reskontra::text::Locale::load("en").unwrap();
    let says = locale
        .tell("event", &did[0].events[0])
        .replace('\u{a0}', " ");
    assert_eq!(
        says,
        "35,00 NOK of L1-F closed without money: waived, god kunde"
    );
    assert_eq!(books.waits_for(entry), None);
    assert_eq!(books.0.state(), after);
    let unsaid = Command::Waive {
        document: books.0.desk.find_document("501").unwrap(),
        kinds: ChargeKind::ALL.to_vec(),
        reason: " ".to_owned(),
    };
    assert_eq!(Books::refused(books.act(unsaid)), Refusal::ReasonMissing);
}

#[test]
fn a_part_of_a_charge_is_taken_back_and_nothing_but_charges() {
    let mut books = late(&[]);
    send(&mut books, &letter(1, &[INTEREST]));
    let (interest, invoice) = (books.item("L1-I"), books.item("501"));
    let back = |charge, minor| Command::TakeBackCharges {
        charges: vec![(charge, Minor(minor))],
        reason: "betalt før brevet".to_owned(),
    };
    books.act(back(interest, 942)).unwrap();
    assert_eq!(books.open("L1-I"), "10.00");
    assert!(matches!(
        Books::refused(books.act(back(interest, 1_001))),
        Refusal::MoreThanOpen { .. }
    ));
    assert!(matches!(
        Books::refused(books.act(back(invoice, 100))),
        Refusal::NotACharge { .. }
    ));
    let loss = Command::WriteOff {
        target: reskontra::domain::command::Target::Item(invoice),
        amount: None,
        kind: reskontra::domain::difference::DifferenceKind::Waived,
        reason: "x".to_owned(),
        on: None,
    };
    assert!(matches!(
        Books::refused(books.act(loss)),
        Refusal::DifferenceUnfit { .. }
    ));
}

/// What is proposed for a receipt first: parts by number, and how sure it is.
fn proposed(books: &mut Books, receipt: &str) -> (Vec<(String, i64)>, Class) {
    let item = books.item(receipt);
    let waiting = books.0.desk.receipts().unwrap().into_iter();
    let explained = waiting.filter(|explained| explained.receipt.item == item);
    let best = explained
        .flat_map(|explained| explained.proposals)
        .next()
        .unwrap();
    let part = |part: &ProposedPart| (part.number.clone(), part.amount.0);
    (best.parts.iter().map(part).collect(), best.class)
}

/// The payer names the invoice alone: the sum of it and of the charges claimed for it tells the rest.
#[test]
fn a_payment_of_principal_and_fee_finds_both() {
    let mut books = Books::with(&["501,0,2026-03-01,2026-03-31,1000,NOK,,"], &[]);
    let wanted = NewLetter {
        items: vec![(0, None)],
        ..letter(1, &[FEE])
    };
    send(&mut books, &wanted);
    books.0.take_text(
        "payment_id,booking_date,amount,currency,text\np1,2026-11-22,1035,NOK,faktura 501\n",
    );
    let parts = vec![("501".to_owned(), 100_000), ("L1-F".to_owned(), 3_500)];
    assert_eq!(proposed(&mut books, "p1"), (parts, Class::B));
    // The fee was waived since: it explains nothing any more.
    waive(&mut books, "501", &[ChargeKind::Fee]).unwrap();
    let (parts, _) = proposed(&mut books, "p1");
    assert_eq!(parts, [("501".to_owned(), 100_000)]);
}

/// A payment that bears the letter's reference is for all that the letter lists; a letter taken back claims nothing.
#[test]
fn a_payment_with_the_letters_reference_pays_the_letter() {
    let mut books = late(&[]);
    let (reminder, due) = books.0.due(&letter(1, &[FEE]));
    let reference = "90000019".to_owned();
    let due = DueLetter {
        reference: Some(reference.clone()),
        ..due
    };
    let sent = books.0.send(&reminder, &due).unwrap();
    books.0.take_text(format!(
        "payment_id,booking_date,amount,currency,kid\np1,2026-11-22,1285,NOK,{reference}\n"
    ));
    let (parts, class) = proposed(&mut books, "p1");
    let sum: i64 = parts.iter().map(|(_, amount)| amount).sum();
    assert_eq!(
        (parts.len(), sum, class),
        (3, 128_500, Class::A),
        "{parts:?}"
    );
    books.waits_for(sent);
    let waiting = books.0.desk.receipts().unwrap();
    assert!(
        waiting
            .iter()
            .all(|explained| explained.proposals.is_empty()),
        "{waiting:?}"
    );
}
