//! Letters: what is due becomes a letter with its charges, once; and what an undo of it has to wait for.

use std::collections::{HashMap, HashSet};

use crate::domain::book::{Book, Missing};
use crate::domain::command::Reminder;
use crate::domain::date::Date;
use crate::domain::document::{Document, DocumentDetails, DocumentKind, ItemFacts};
use crate::domain::event::{Deed, Event, Rows};
use crate::domain::id::{CustomerId, DocumentId, ItemId, LetterId};
use crate::domain::letter::{Charge, ChargeKind, Letter, LetterLine, Step};
use crate::domain::money::{Minor, Money};
use crate::domain::outbox::{Channel, Posted};
use crate::domain::refusal::Refusal;
use crate::domain::reminding::DueLetter;

use super::{Declined, Draft, Subject, outbox};

/// What comes of a letter that was found due: its charges as documents, and the letter.
pub fn send_due(
    book: Book,
    today: Date,
    reminder: &Reminder,
    due: &DueLetter,
) -> Result<Vec<Event>, Declined> {
    let mut draft = Draft::of(book);
    send(&mut draft, today, reminder, due)?;
    Ok(draft.events)
}

pub(super) fn send(
    draft: &mut Draft,
    today: Date,
    reminder: &Reminder,
    due: &DueLetter,
) -> Result<(), Declined> {
    as_expected(&draft.book, today, reminder, due)?;
    stands_in_the_book(&draft.book, reminder, due)?;
    untaken(&draft.book, due)?;
    let channel = way(&draft.book, reminder, due)?;
    let id = draft.book.next.letter;
    let charges = take_charges(draft, reminder, due, id)?;
    let listed = due.lines.iter().map(|line| LetterLine {
        item: line.item,
        amount: line.amount,
        step: line.step.clone(),
    });
    let claimed = charges.iter().map(|charge| LetterLine {
        item: charge.item,
        amount: charge.amount,
        step: None,
    });
    let lines: Vec<LetterLine> = listed.chain(claimed).collect();
    let deed = Deed::LetterSent(Letter {
        id,
        customer: reminder.customer,
        currency: reminder.currency,
        stage: due.stage.clone(),
        kind: due.kind,
        sent: today,
        deadline: due.deadline,
        channel: channel.name().to_owned(),
        reference: due.reference.clone(),
        total: lines.iter().map(|line| line.amount).sum(),
        lines,
        charges,
        reason: reminder.reason.as_deref().unwrap_or("").trim().to_owned(),
    });
    draft.done(deed)?;
    let what = (Posted::Letter(id), None);
    outbox::queue(draft, today, reminder.customer, what, channel)
}

/// By which way it goes: the one that a person names must lead to the customer.
fn way(book: &Book, reminder: &Reminder, due: &DueLetter) -> Result<Channel, Declined> {
    let Some(named) = &reminder.channel else {
        // A policy names no other channels; paper reaches everyone.
        return Ok(Channel::parse(&due.channel).unwrap_or(Channel::Print));
    };
    let Some(channel) = Channel::parse(named.trim()) else {
        return Err(Refusal::UnknownChannel {
            channel: named.clone(),
        }
        .into());
    };
    outbox::reaches(book, reminder.customer, channel)?;
    Ok(channel)
}

/// No letter is due to a customer.
pub(super) fn nothing_due(book: &Book, customer: CustomerId) -> Refusal {
    Refusal::NothingDue {
        customer: number(book, customer),
    }
}

fn number(book: &Book, customer: CustomerId) -> String {
    let state = book.customers.get(&customer);
    state.map_or_else(String::new, |state| state.number.clone())
}

/// The letter is the one that was looked at, is of today, and claims something.
fn as_expected(
    book: &Book,
    today: Date,
    reminder: &Reminder,
    due: &DueLetter,
) -> Result<(), Refusal> {
    let customer = || number(book, reminder.customer);
    if due.sent != today {
        let date = due.sent;
        return Err(if date < today {
            Refusal::DateInPast { date, today }
        } else {
            Refusal::DateInFuture { date, today }
        });
    }
    if let Some(expected) = &reminder.stage
        && *expected != due.stage
    {
        return Err(Refusal::StageDiffers {
            customer: customer(),
            expected: expected.clone(),
            due: due.stage.clone(),
        });
    }
    if let Some(expected) = reminder.total
        && expected != due.total
    {
        return Err(Refusal::TotalDiffers {
            customer: customer(),
            expected: Money::new(expected, reminder.currency),
            due: Money::new(due.total, reminder.currency),
        });
    }
    if due.total <= Minor::ZERO {
        return Err(nothing_due(book, reminder.customer));
    }
    Ok(())
}

/// It claims of each item of its own customer what is open at the most, and in all what it says.
fn stands_in_the_book(book: &Book, reminder: &Reminder, due: &DueLetter) -> Result<(), Declined> {
    let mut seen = HashSet::new();
    for line in &due.lines {
        let item = book.item(line.item)?;
        let his = item.customer == reminder.customer && item.currency == reminder.currency;
        let within = line.amount.0.signum() * item.open.0.signum() >= 0
            && line.amount.abs() <= item.open.abs();
        if !his || !within || item.voided || !seen.insert(line.item) {
            return Err(Refusal::ChangedMeanwhile.into());
        }
    }
    for charge in &due.charges {
        let item = book.item(charge.about)?;
        if item.customer != reminder.customer || item.currency != reminder.currency || item.voided {
            return Err(Refusal::ChangedMeanwhile.into());
        }
    }
    let listed: Minor = due.lines.iter().map(|line| line.amount).sum();
    let claimed: Minor = due.charges.iter().map(|charge| charge.amount).sum();
    if listed + claimed != due.total || due.charges.iter().any(|c| c.amount < Minor::ZERO) {
        return Err(Missing("a letter that claims the sum of its lines".to_owned()).into());
    }
    Ok(())
}

/// No item takes a step that it took already.
fn untaken(book: &Book, due: &DueLetter) -> Result<(), Declined> {
    let mut taken: HashMap<(ItemId, &str, u16), &Letter> = HashMap::new();
    for letter in book.standing_letters() {
        let steps = letter.lines.iter();
        taken.extend(steps.filter_map(|line| Some((key(line.item, line.step.as_ref()?), letter))));
    }
    for line in &due.lines {
        let Some(step) = &line.step else {
            continue;
        };
        if let Some(letter) = taken.get(&key(line.item, step)) {
            return Err(Refusal::StepTaken {
                invoice: book.item(line.item)?.number.clone(),
                stage: step.stage.clone(),
                letter: letter.id,
                sent: letter.sent,
            }
            .into());
        }
    }
    Ok(())
}

/// What happens once.
fn key(item: ItemId, step: &Step) -> (ItemId, &str, u16) {
    (item, &step.stage, step.cycle)
}

/// One document for each kind of charge, one item in it for each item that it is about.
fn take_charges(
    draft: &mut Draft,
    reminder: &Reminder,
    due: &DueLetter,
    letter: LetterId,
) -> Result<Vec<Charge>, Declined> {
    let (mut document, mut item) = (draft.book.next.document, draft.book.next.item);
    let (mut documents, mut charges) = (Vec::new(), Vec::new());
    for kind in ChargeKind::ALL {
        let mut items = Vec::new();
        for claimed in &due.charges {
            if claimed.kind != kind || claimed.amount.is_zero() {
                continue;
            }
            items.push(item_of_charge(item, claimed.amount, due));
            charges.push(Charge {
                item,
                about: claimed.about,
                kind,
                amount: claimed.amount,
                rule: claimed.rule.clone(),
                spans: claimed.spans.clone(),
            });
            item = item.next();
        }
        if !items.is_empty() {
            let number = format!("L{}-{}", letter.0, kind.sign());
            let posted = draft.book.posting_date(due.sent);
            documents.push(document_of_charges(
                (document, number),
                (due.sent, posted),
                reminder,
                items,
            ));
            document = document.next();
        }
    }
    if !documents.is_empty() {
        draft.push(Event::Taken(Rows::Documents(documents)))?;
    }
    Ok(charges)
}

fn item_of_charge(id: ItemId, amount: Minor, due: &DueLetter) -> ItemFacts {
    ItemFacts {
        id,
        due: due.deadline.unwrap_or(due.sent),
        amount,
        opened: amount,
        // Money that bears the letter's reference is for all of the letter.
        reference: None,
        moved_in: None,
    }
}

fn document_of_charges(
    (id, number): (DocumentId, String),
    (issued, posted): (Date, Date),
    reminder: &Reminder,
    items: Vec<ItemFacts>,
) -> Document {
    Document {
        id,
        kind: DocumentKind::Charge,
        number,
        customer: reminder.customer,
        currency: reminder.currency,
        issued,
        posted,
        // Nobody said what the currency is worth on this day.
        rate: None,
        details: DocumentDetails::default(),
        items,
    }
}

/// The deed that takes one of these deeds, or one of a refund's or a line's, back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    match deed {
        Deed::LetterSent(Letter { id, .. }) | Deed::LetterRestored { letter: id } => {
            last_of_its_items(book, *id, false)?;
            outbox::none_stands(book, *id)?;
            Ok(Deed::LetterVoided { letter: *id })
        }
        Deed::LetterVoided { letter } => {
            last_of_its_items(book, *letter, true)?;
            what_it_lists_is_there(book, *letter)?;
            Ok(Deed::LetterRestored { letter: *letter })
        }
        deed => super::refund::invert(book, deed),
    }
}

/// No letter builds on it: none took one of its items further, or the same step, and none claims its charges again.
fn last_of_its_items(book: &Book, id: LetterId, voided: bool) -> Result<(), Declined> {
    let state = book.letter(id)?;
    if state.voided != voided {
        return Err(Declined::InTheWay(vec![Subject::Letter(id)]));
    }
    let letter = &state.letter;
    let lines = letter.lines.iter();
    let steps = lines.filter_map(|line| Some((line.item, line.step.as_ref()?)));
    let steps: HashMap<ItemId, &Step> = steps.collect();
    let charges: HashSet<ItemId> = letter.charges.iter().map(|charge| charge.item).collect();
    let builds = |other: &Letter| {
        let later = other.id > id;
        other.lines.iter().any(|line| {
            let step = line.step.as_ref().zip(steps.get(&line.item));
            let moves = step
                .is_some_and(|(step, own)| later || key(line.item, step) == key(line.item, own));
            moves || (later && charges.contains(&line.item))
        })
    };
    let others = book.standing_letters().into_iter().rev();
    let building = others.filter(|other| other.id != id && builds(other));
    let building: Vec<Subject> = building.map(|other| Subject::Letter(other.id)).collect();
    if building.is_empty() {
        Ok(())
    } else {
        Err(Declined::InTheWay(building))
    }
}

/// What a letter lists was not taken out of the ledger since: invoices by their import, charges by their letter.
fn what_it_lists_is_there(book: &Book, id: LetterId) -> Result<(), Declined> {
    let letter = &book.letter(id)?.letter;
    for line in &letter.lines {
        if !book.item(line.item)?.voided {
            continue;
        }
        let claimed_by = book.letters.values().find(|state| {
            let claims = |charge: &Charge| charge.item == line.item;
            state.voided && state.letter.charges.iter().any(claims)
        });
        return Err(Declined::InTheWay(vec![
            claimed_by.map_or(Subject::Item(line.item), |state| {
                Subject::Letter(state.letter.id)
            }),
        ]));
    }
    Ok(())
}
