//! What is put on record of a customer, what ends it, and how both are taken back.

use crate::domain::book::{Book, Missing};
use crate::domain::customer::CustomerFacts;
use crate::domain::date::Date;
use crate::domain::event::{Deed, Event};
use crate::domain::field::Field;
use crate::domain::id::{CustomerId, DocumentId, RecordId};
use crate::domain::money::Minor;
use crate::domain::proposal::{Asked, AskedHold, AskedRecord};
use crate::domain::record::{NewRecord, Record, RecordFacts, RecordKind, RecordState, is_order};
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::rules::Rulebook;
use crate::rules::credit::CreditPolicy;

use super::register::{is_himself, propose, take};
use super::{Declined, Draft, Subject, facts_of, grant, guarded, plausible, reason};

/// The longest name of a class, of an order or of a rule, in characters.
const LONGEST_NAME: usize = 100;

/// An invoice that was taken in: what it may end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sold {
    pub document: DocumentId,
    pub customer: CustomerId,
    pub number: String,
    pub order_ref: Option<String>,
    pub issued: Date,
}

/// Something is put on record as the customer's policy lets it: what takes two waits for a second person.
pub(super) fn record(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    new: &NewRecord,
) -> Result<(), Declined> {
    let policy = policy_of(&draft.book, rulebook, new.customer)?;
    if let RecordFacts::Application {
        asked,
        granted: Some(granted),
    } = new.facts
    {
        let waits = policy.guards(Field::CreditLimit);
        return grant::grant(draft, today, new, (asked, granted), waits);
    }
    // What could not be done is not asked of anyone.
    let mut done = Draft::of(draft.book.clone());
    put(&mut done, today, new, policy.override_days)?;
    if !guarded::any(&rulebook.credit, &draft.book, &done.events) {
        return let_happen(draft, done.events);
    }
    let (hold, record) = match &new.facts {
        RecordFacts::Hold { level, rule: None } => {
            let (level, until) = (*level, new.until);
            (Some(AskedHold::Set { level, until }), None)
        }
        facts => {
            let put = AskedRecord::Put {
                on: new.on,
                until: new.until,
                facts: facts.clone(),
                note: new.note.trim().to_owned(),
            };
            (None, Some(put))
        }
    };
    let asked = Asked {
        hold,
        record,
        reason: new.note.trim().to_owned(),
        ..Asked::default()
    };
    propose(draft, new.customer, &asked)
}

/// What was tried on a copy happens.
pub(super) fn let_happen(draft: &mut Draft, events: Vec<Event>) -> Result<(), Declined> {
    for event in events {
        draft.push(event)?;
    }
    Ok(())
}

/// The policy that a customer is judged by.
fn policy_of<'r>(
    book: &Book,
    rulebook: &'r Rulebook,
    id: CustomerId,
) -> Result<&'r CreditPolicy, Declined> {
    Ok(rulebook.credit.of_customer(facts_of(book, id)?))
}

/// Puts something on record, whoever may decide on it. An override lasts no longer than so many days.
pub(super) fn put(
    draft: &mut Draft,
    today: Date,
    new: &NewRecord,
    override_days: u16,
) -> Result<(), Declined> {
    is_himself(&draft.book, new.customer)?;
    let facts = tidied(&new.facts)?;
    if matches!(facts, RecordFacts::Order { .. }) {
        is_sold_to(&draft.book, new.customer)?;
    }
    let note = if needs_a_note(&facts) {
        reason(&new.note)?
    } else {
        new.note.trim().to_owned()
    };
    lasts_soundly(new, &facts, today, override_days)?;
    amounts_are_sound(&facts)?;
    let record = Record {
        id: draft.book.next.record,
        customer: new.customer,
        on: new.on,
        until: new.until,
        facts,
        note,
    };
    make_room(draft, &record)?;
    let class = class_of(&draft.book, &record);
    let customer = record.customer;
    draft.done(Deed::Recorded(record))?;
    match class {
        Some(class) => classify(draft, customer, &class),
        None => Ok(()),
    }
}

/// Nothing is ordered by one who was put away.
fn is_sold_to(book: &Book, id: CustomerId) -> Result<(), Declined> {
    let state = super::customer(book, id)?;
    match state.facts() {
        Some(facts) if facts.inactive => Err(RegisterRefusal::CustomerInactive {
            customer: state.number.clone(),
        }
        .into()),
        _ => Ok(()),
    }
}

/// A new version of a customer with that risk class, unless he has it.
fn classify(draft: &mut Draft, customer: CustomerId, class: &str) -> Result<(), Declined> {
    let state = super::customer(&draft.book, customer)?;
    let Some(facts) = state.facts() else {
        return Ok(());
    };
    if facts.risk_class.as_deref() == Some(class) {
        return Ok(());
    }
    let facts = CustomerFacts {
        risk_class: Some(class.to_owned()),
        ..facts.clone()
    };
    take(draft, customer, facts)
}

/// The class that a check or a notice gives, unless a newer one gave one, or somebody typed one in on a later day. What
/// came with a list is of no day, and gives way.
pub(super) fn class_of(book: &Book, record: &Record) -> Option<String> {
    let class = given_class(&record.facts)?;
    let newer = |state: &RecordState| {
        let other = &state.record;
        !state.voided
            && book.owner(other.customer) == book.owner(record.customer)
            && other.on > record.on
            && given_class(&other.facts).is_some()
    };
    (!book.records.values().any(newer)).then(|| class.to_owned())
}

fn given_class(facts: &RecordFacts) -> Option<&str> {
    match facts {
        RecordFacts::Check { class, .. }
        | RecordFacts::Notice { class, .. }
        | RecordFacts::Verified { class, .. } => class.as_deref(),
        _ => None,
    }
}

/// Texts without blanks around them, none of them empty or beyond all measure.
fn tidied(facts: &RecordFacts) -> Result<RecordFacts, Refusal> {
    let mut facts = facts.clone();
    match &mut facts {
        RecordFacts::Check { class, .. } | RecordFacts::Notice { class, .. } => {
            tidy(class)?;
        }
        RecordFacts::Hold { rule, .. } => tidy(rule)?,
        RecordFacts::Order { number, .. } => {
            *number = number.trim().to_owned();
            if number.is_empty() {
                return Err(RegisterRefusal::OrderWithoutNumber.into());
            }
            not_too_long(number)?;
        }
        _ => {}
    }
    Ok(facts)
}

fn tidy(text: &mut Option<String>) -> Result<(), Refusal> {
    *text = text
        .take()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    text.as_deref().map_or(Ok(()), not_too_long)
}

fn not_too_long(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > LONGEST_NAME {
        return Err(RegisterRefusal::NameTooLong {
            text: text.chars().take(20).collect(),
            limit: LONGEST_NAME as u64,
        }
        .into());
    }
    Ok(())
}

/// A decision needs a reason, and a remark is one.
fn needs_a_note(facts: &RecordFacts) -> bool {
    match facts {
        RecordFacts::Hold { rule, .. } => rule.is_none(),
        RecordFacts::Application { granted, .. } => granted.is_some(),
        RecordFacts::Override { .. } | RecordFacts::Remark => true,
        _ => false,
    }
}

fn lasts_soundly(
    new: &NewRecord,
    facts: &RecordFacts,
    today: Date,
    override_days: u16,
) -> Result<(), Refusal> {
    let on = plausible(new.on)?;
    // A guarantee may be given for a time to come; all else has happened.
    if on > today && !matches!(facts, RecordFacts::Security { .. }) {
        return Err(RegisterRefusal::RecordAhead { date: on, today }.into());
    }
    let Some(until) = new.until else {
        return match facts {
            RecordFacts::Override { .. } | RecordFacts::Review => {
                Err(RegisterRefusal::EndMissing {
                    record_kind: facts.kind(),
                }
                .into())
            }
            _ => Ok(()),
        };
    };
    let is_review = *facts == RecordFacts::Review;
    if plausible(until)? < on || (is_review && until == on) {
        return Err(RegisterRefusal::EndsBeforeItBegins {
            from: on,
            date: until,
        }
        .into());
    }
    if matches!(facts, RecordFacts::Override { .. }) {
        let most = chrono::Days::new(u64::from(override_days));
        let last = on.checked_add_days(most).unwrap_or(until);
        if until > last {
            return Err(RegisterRefusal::OverrideTooLong {
                date: until,
                last,
                limit: u64::from(override_days),
            }
            .into());
        }
    }
    Ok(())
}

fn amounts_are_sound(facts: &RecordFacts) -> Result<(), Refusal> {
    let (above, not_below): (Vec<Minor>, Vec<Minor>) = match facts {
        RecordFacts::Check { advised, .. } => (vec![], advised.iter().copied().collect()),
        RecordFacts::Security { amount, .. } => (vec![*amount], vec![]),
        RecordFacts::Order {
            amount, prepaid, ..
        } => (vec![*amount], vec![*prepaid, *amount - *prepaid]),
        RecordFacts::Application { asked, granted } => {
            (vec![*asked], granted.iter().copied().collect())
        }
        RecordFacts::Override { amount, .. } => (amount.iter().copied().collect(), vec![]),
        RecordFacts::Assessment { amount, .. } => (vec![], vec![*amount]),
        _ => (vec![], vec![]),
    };
    let sound = above.iter().all(|amount| *amount > Minor::ZERO)
        && not_below.iter().all(|amount| *amount >= Minor::ZERO);
    if sound {
        Ok(())
    } else if let RecordFacts::Order {
        amount, prepaid, ..
    } = facts
        && prepaid > amount
    {
        Err(RegisterRefusal::PrepaidBeyondOrder.into())
    } else {
        Err(Refusal::AmountNotPositive)
    }
}

/// What the new record takes the place of ends with it: another level of hold, an application that is answered now.
/// What it would only repeat stands in its way.
fn make_room(draft: &mut Draft, record: &Record) -> Result<(), Declined> {
    let standing = draft.book.standing_records(record.customer);
    let answers =
        matches!(&record.facts, RecordFacts::Application { granted, .. } if granted.is_some());
    let mut ends: Vec<RecordId> = Vec::new();
    for state in standing {
        let waits = matches!(
            &state.record.facts,
            RecordFacts::Application { granted: None, .. }
        );
        if answers && waits && state.record.on <= record.on {
            ends.push(state.record.id);
        }
        if !state.clashes(record) {
            continue;
        }
        let same = state.record.facts == record.facts && state.record.until == record.until;
        match &record.facts {
            RecordFacts::Hold { .. } if !same && state.record.on <= record.on => {
                ends.push(state.record.id);
            }
            RecordFacts::Hold { level, .. } => {
                return Err(RegisterRefusal::AlreadyHeld {
                    customer: super::customer(&draft.book, record.customer)?
                        .number
                        .clone(),
                    level: *level,
                    since: state.record.on,
                }
                .into());
            }
            _ => {
                return Err(RegisterRefusal::OrderKnown {
                    order: state.record.id,
                    number: state.record.facts.number().unwrap_or_default().to_owned(),
                }
                .into());
            }
        }
    }
    for id in ends {
        draft.done(Deed::RecordEnded {
            record: id,
            on: record.on,
            by: None,
            reason: record.note.clone(),
        })?;
    }
    Ok(())
}

/// Ends a record on a day, from which on it counts no more: the end of what takes two waits for a second person.
pub(super) fn end(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    id: RecordId,
    on: Option<Date>,
    why: &str,
) -> Result<(), Declined> {
    let mut done = Draft::of(draft.book.clone());
    end_now(&mut done, today, id, on, why)?;
    if !guarded::any(&rulebook.credit, &draft.book, &done.events) {
        return let_happen(draft, done.events);
    }
    let ended = &draft.book.record(id)?.record;
    let customer = ended.customer;
    let (hold, record) = match ended.facts.kind() {
        RecordKind::Hold => (Some(AskedHold::Release { record: id }), None),
        _ => (None, Some(AskedRecord::End { record: id, on })),
    };
    let asked = Asked {
        hold,
        record,
        reason: reason(why)?,
        ..Asked::default()
    };
    propose(draft, customer, &asked)
}

/// Ends a record, whoever may decide on it.
pub(super) fn end_now(
    draft: &mut Draft,
    today: Date,
    id: RecordId,
    on: Option<Date>,
    why: &str,
) -> Result<(), Declined> {
    let reason = reason(why)?;
    let on = plausible(on.unwrap_or(today))?;
    let state = match draft.book.records.get(&id) {
        Some(state) if !state.voided => state,
        _ => return Err(RegisterRefusal::UnknownRecord { record: id }.into()),
    };
    let from = state.record.on;
    if state.ended.is_some() || state.record.until.is_some_and(|until| until < on) {
        return Err(RegisterRefusal::RecordOver { record: id }.into());
    }
    // What begins later can be called off today.
    if on > today.max(from) {
        return Err(RegisterRefusal::RecordAhead { date: on, today }.into());
    }
    let on = if from > today { from } else { on };
    if on < from {
        return Err(RegisterRefusal::EndsBeforeItBegins { from, date: on }.into());
    }
    Ok(draft.done(Deed::RecordEnded {
        record: id,
        on,
        by: None,
        reason,
    })?)
}

/// Ends the orders that invoices name by their own number or by their order reference.
pub fn orders_invoiced(book: &Book, invoices: &[Sold]) -> Result<Vec<Event>, Declined> {
    let mut draft = Draft::of(book.clone());
    for sold in invoices {
        let is_his = |state: &&RecordState| {
            let number = state.record.facts.number();
            number.is_some_and(|number| {
                is_order(number, &sold.number)
                    || sold
                        .order_ref
                        .as_deref()
                        .is_some_and(|named| is_order(number, named))
            })
        };
        let standing = draft.book.standing_records(sold.customer);
        let ended: Vec<(RecordId, Date)> = standing
            .into_iter()
            .filter(is_his)
            .map(|state| (state.record.id, state.record.on))
            .collect();
        for (record, from) in ended {
            draft.done(Deed::RecordEnded {
                record,
                on: sold.issued.max(from),
                by: Some(sold.document),
                reason: String::new(),
            })?;
        }
    }
    Ok(draft.events)
}

/// The deed that takes one of these back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let is = |id: RecordId, ended: Option<Date>, voided: bool| -> Result<&RecordState, Declined> {
        let state = book.record(id)?;
        if state.ended == ended && state.voided == voided {
            Ok(state)
        } else {
            Err(Declined::InTheWay(vec![Subject::Record(id)]))
        }
    };
    Ok(match deed {
        Deed::Recorded(Record { id, .. }) | Deed::RecordRestored { record: id } => {
            is(*id, None, false)?;
            Deed::RecordVoided { record: *id }
        }
        Deed::RecordVoided { record } => {
            let state = is(*record, None, true)?;
            super::undo::lives(book, state.record.customer)?;
            has_room(book, state)?;
            Deed::RecordRestored { record: *record }
        }
        Deed::RecordEnded {
            record,
            on,
            by,
            reason,
        } => {
            has_room(book, is(*record, Some(*on), false)?)?;
            Deed::RecordResumed {
                record: *record,
                on: *on,
                by: *by,
                reason: reason.clone(),
            }
        }
        Deed::RecordResumed {
            record,
            on,
            by,
            reason,
        } => {
            is(*record, None, false)?;
            Deed::RecordEnded {
                record: *record,
                on: *on,
                by: *by,
                reason: reason.clone(),
            }
        }
        _ => return Err(Missing("the inverse of that deed".to_owned()).into()),
    })
}

/// Nothing that stands by now says the same.
fn has_room(book: &Book, state: &RecordState) -> Result<(), Declined> {
    let standing = book.standing_records(state.record.customer);
    let clash = standing
        .into_iter()
        .find(|other| other.clashes(&state.record));
    clash.map_or(Ok(()), |other| {
        Err(Declined::InTheWay(vec![Subject::Record(other.record.id)]))
    })
}
