//! What a person says of what was learned: that it is not to be used, or to be forgotten; and which rules speak.

use crate::domain::book::Book;
use crate::domain::event::Deed;
use crate::domain::link::{Learned, LinkKind};
use crate::domain::refusal::Refusal;

use super::{Declined, Draft, Subject};

pub(super) fn block(
    draft: &mut Draft,
    kind: LinkKind,
    key: &str,
    blocked: bool,
) -> Result<(), Declined> {
    if kind.key(key).as_deref() != Some(key) {
        return Err(unknown(kind, key).into());
    }
    if learned(&draft.book, kind, key).blocked.is_some() == blocked {
        return Err(Refusal::NothingChanged.into());
    }
    let key = key.to_owned();
    Ok(draft.done(if blocked {
        Deed::LinkBlocked { kind, key }
    } else {
        Deed::LinkUnblocked { kind, key }
    })?)
}

pub(super) fn forget(draft: &mut Draft, kind: LinkKind, key: &str) -> Result<(), Declined> {
    let lessons = learned(&draft.book, kind, key).lessons;
    if lessons.is_empty() {
        return Err(unknown(kind, key).into());
    }
    let key = key.to_owned();
    Ok(draft.done(Deed::LinkForgotten { kind, key, lessons })?)
}

pub(super) fn switch(draft: &mut Draft, name: &str, digest: Option<&str>) -> Result<(), Declined> {
    let from = draft.book.switches.get(name).cloned();
    if from.as_deref() == digest {
        return Err(Refusal::NothingChanged.into());
    }
    Ok(draft.done(Deed::RuleSwitched {
        name: name.to_owned(),
        from,
        to: digest.map(str::to_owned),
    })?)
}

/// The deed that takes one of these back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    Ok(match deed {
        Deed::LinkBlocked { kind, key } => {
            expect(learned(book, *kind, key).blocked.is_some(), Subject::Link)?;
            let (kind, key) = (*kind, key.clone());
            Deed::LinkUnblocked { kind, key }
        }
        Deed::LinkUnblocked { kind, key } => {
            expect(learned(book, *kind, key).blocked.is_none(), Subject::Link)?;
            let (kind, key) = (*kind, key.clone());
            Deed::LinkBlocked { kind, key }
        }
        // What was learned since stays: the old is put before it.
        Deed::LinkForgotten { kind, key, lessons } => Deed::LinkRemembered {
            kind: *kind,
            key: key.clone(),
            lessons: lessons.clone(),
        },
        Deed::LinkRemembered { kind, key, .. } => {
            let lessons = learned(book, *kind, key).lessons;
            expect(!lessons.is_empty(), Subject::Link)?;
            let (kind, key) = (*kind, key.clone());
            Deed::LinkForgotten { kind, key, lessons }
        }
        Deed::RuleSwitched { name, from, to } => {
            expect(book.switches.get(name) == to.as_ref(), Subject::Rule)?;
            Deed::RuleSwitched {
                name: name.clone(),
                from: to.clone(),
                to: from.clone(),
            }
        }
        other => return super::line::invert(book, other),
    })
}

fn learned(book: &Book, kind: LinkKind, key: &str) -> Learned {
    let found = book.learned.get(&(kind, key.to_owned()));
    found.cloned().unwrap_or_default()
}

fn unknown(kind: LinkKind, key: &str) -> Refusal {
    Refusal::UnknownLink {
        kind,
        text: key.to_owned(),
    }
}

fn expect(holds: bool, subject: Subject) -> Result<(), Declined> {
    if holds {
        Ok(())
    } else {
        Err(Declined::InTheWay(vec![subject]))
    }
}
