//! What a bureau's monitoring reports of a customer, and what follows from it at once.

use crate::domain::book::Book;
use crate::domain::date::Date;
use crate::domain::event::Event;
use crate::domain::id::CustomerId;
use crate::domain::record::{HoldLevel, NewRecord, NoticeKind, Record, RecordFacts};

use super::held::not_bankrupt;
use super::pause::give_up;
use super::record::{class_of, put};
use super::{Declined, Draft};
use crate::rules::Rulebook;

/// A notice as a bureau's file has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    pub on: Date,
    pub kind: NoticeKind,
    pub class: Option<String>,
    pub text: String,
}

/// Puts a notice on record, with what follows from it by the customer's policy. None: it is on record already.
pub fn heed(
    book: &Book,
    rulebook: &Rulebook,
    today: Date,
    customer: CustomerId,
    notice: &Notice,
) -> Result<Option<Vec<Event>>, Declined> {
    let facts = RecordFacts::Notice {
        notice: notice.kind,
        class: notice.class.clone(),
    };
    let known = book.records.values().any(|state| {
        let record = &state.record;
        !state.voided
            && book.owner(record.customer) == book.owner(customer)
            && record.on == notice.on
            && record.facts == facts
            && record.note == notice.text.trim()
    });
    if known {
        return Ok(None);
    }
    let state = super::customer(book, customer)?;
    let before = state.facts().and_then(|facts| facts.risk_class.clone());
    // The policy that he had when it was reported: that of his new class is for what comes.
    let policy = state
        .facts()
        .map(|facts| rulebook.credit.of_customer(facts));
    let counts = class_of(
        book,
        &Record {
            id: book.next.record,
            customer,
            on: notice.on,
            until: None,
            facts: facts.clone(),
            note: String::new(),
        },
    );
    let mut draft = Draft::of(book.clone());
    let new = NewRecord {
        customer,
        on: notice.on,
        until: None,
        facts,
        note: notice.text.clone(),
    };
    put(&mut draft, today, &new, 0)?;
    let (rule, class) = match notice.kind {
        NoticeKind::Bankruptcy => (BANKRUPTCY, None),
        NoticeKind::Default => (DEFAULT, None),
        NoticeKind::Other => (OTHER, None),
        // A class that he has already, or that a newer one replaced, is no news.
        NoticeKind::NewClass => (
            BAD_CLASS,
            counts.filter(|class| before.as_ref() != Some(class)),
        ),
    };
    if let Some(level) = policy.and_then(|policy| policy.on_notice(notice.kind, class.as_deref())) {
        hold(&mut draft, today, customer, level, rule)?;
    }
    if notice.kind == NoticeKind::Bankruptcy {
        bankrupt(&mut draft, today, customer, &notice.text)?;
    }
    Ok(Some(draft.events))
}

/// The names of the rules that hold: in the locale under `hold-rule.`.
pub const BANKRUPTCY: &str = "bureau-bankruptcy";
pub const DEFAULT: &str = "bureau-default";
pub const BAD_CLASS: &str = "bureau-class";
pub const OTHER: &str = "bureau-other";

/// A hold by a rule; one that stands by the same rule and is as hard is left alone.
fn hold(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    level: HoldLevel,
    rule: &str,
) -> Result<(), Declined> {
    let standing = draft.book.standing_records(customer);
    let held = standing.iter().any(|state| {
        matches!(&state.record.facts, RecordFacts::Hold { level: held, rule: Some(by) }
            if by == rule && *held >= level && state.counts(today))
    });
    if held {
        return Ok(());
    }
    let new = NewRecord {
        customer,
        on: today,
        until: None,
        facts: RecordFacts::Hold {
            level,
            rule: Some(rule.to_owned()),
        },
        note: String::new(),
    };
    put(draft, today, &new, 0)
}

/// As if a person had said so, unless somebody has.
fn bankrupt(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    text: &str,
) -> Result<(), Declined> {
    match not_bankrupt(&draft.book, customer) {
        Ok(()) => Ok(give_up(draft, today, customer, None, text.trim())?),
        Err(Declined::Refused(_)) => Ok(()),
        Err(declined) => Err(declined),
    }
}
