//! What a bureau's monitoring reports of a customer, and what follows from it at once.

use crate::domain::book::Book;
use crate::domain::date::Date;
use crate::domain::event::Event;
use crate::domain::id::CustomerId;
use crate::domain::record::{HoldLevel, NewRecord, NoticeKind, Record, RecordFacts};

use super::held::not_bankrupt;
use super::pause::give_up;
use super::record::{Bounds, class_of, record};
use super::{Declined, Draft};

/// What follows from a notice.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Consequence {
    pub hold: Option<HoldLevel>,
    /// Nothing is asked for any more, as of who is bankrupt.
    pub bankrupt: bool,
}

/// What follows from each kind of notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consequences {
    pub bankruptcy: Consequence,
    pub default: Consequence,
    /// Of a class that is worse than the one he had.
    pub worse_class: Consequence,
    /// The bureau's classes, the best first. What is not among them is neither better nor worse.
    pub classes: Vec<String>,
}

impl Default for Consequences {
    fn default() -> Self {
        let hold = |level| Consequence {
            hold: Some(level),
            bankrupt: false,
        };
        Self {
            bankruptcy: Consequence {
                hold: Some(HoldLevel::Stop),
                bankrupt: true,
            },
            default: hold(HoldLevel::Prepay),
            worse_class: hold(HoldLevel::Warn),
            classes: ["AAA", "AA", "A", "AN", "B", "C", "D", "E"]
                .map(str::to_owned)
                .to_vec(),
        }
    }
}

impl Consequences {
    fn is_worse(&self, class: &str, than: &str) -> bool {
        let place = |class: &str| {
            let class = class.trim();
            self.classes
                .iter()
                .position(|known| known.eq_ignore_ascii_case(class))
        };
        matches!((place(class), place(than)), (Some(now), Some(before)) if now > before)
    }
}

/// A notice as a bureau's file has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    pub on: Date,
    pub kind: NoticeKind,
    pub class: Option<String>,
    pub text: String,
}

/// Puts a notice on record, with what follows from it. None: it is on record already.
pub fn heed(
    book: &Book,
    today: Date,
    consequences: &Consequences,
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
            && record.customer == customer
            && record.on == notice.on
            && record.facts == facts
            && record.note == notice.text.trim()
    });
    if known {
        return Ok(None);
    }
    let before = super::customer(book, customer)?
        .facts()
        .and_then(|facts| facts.risk_class.clone());
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
    record(&mut draft, today, &new, Bounds::default())?;
    let (rule, consequence) = match notice.kind {
        NoticeKind::Bankruptcy => (BANKRUPTCY, consequences.bankruptcy),
        NoticeKind::Default => (DEFAULT, consequences.default),
        NoticeKind::NewClass | NoticeKind::Other => {
            let worse = match (&counts, &before) {
                (Some(class), Some(before)) => consequences.is_worse(class, before),
                _ => false,
            };
            if !worse {
                return Ok(Some(draft.events));
            }
            (WORSE_CLASS, consequences.worse_class)
        }
    };
    if let Some(level) = consequence.hold {
        hold(&mut draft, today, customer, level, rule)?;
    }
    if consequence.bankrupt {
        bankrupt(&mut draft, today, customer, &notice.text)?;
    }
    Ok(Some(draft.events))
}

/// The names of the rules that hold: in the locale under `hold-rule.`.
pub const BANKRUPTCY: &str = "bureau-bankruptcy";
pub const DEFAULT: &str = "bureau-default";
pub const WORSE_CLASS: &str = "bureau-class";

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
    record(draft, today, &new, Bounds::default())
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
