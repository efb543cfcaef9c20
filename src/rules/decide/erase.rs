//! Erasure of what is kept on a person: all of it once the books may lose him, before that what they do not need.

use chrono::Datelike;

use super::{Declined, Draft, customer, reason, register};
use crate::domain::customer::{CustomerFacts, PartyText};
use crate::domain::date::Date;
use crate::domain::erasure::Erasure;
use crate::domain::event::Deed;
use crate::domain::id::CustomerId;
use crate::domain::refusal::RegisterRefusal;
use crate::rules::Rulebook;
use crate::rules::law::Law;

pub(super) fn erase(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    id: CustomerId,
    why: &str,
) -> Result<(), Declined> {
    reason(why)?;
    // He is erased with those who are one with him, and by the name of whom they are one with.
    register::is_himself(&draft.book, id)?;
    let number = customer(&draft.book, id)?.number.clone();
    let Some(kept) = draft.book.kept.clone() else {
        return Err(crate::domain::book::Missing(format!("what is kept of {number}")).into());
    };
    if let Some(item) = kept.open {
        return Err(RegisterRefusal::StillOpen {
            customer: number,
            item,
        }
        .into());
    }
    let until = match (kept.last_posting, &draft.book.ledger) {
        (Some(last), Some(ledger)) => {
            let law = rulebook.statutes.law(&ledger.country);
            Some(kept_until(last, law))
        }
        _ => None,
    };
    let within = until.filter(|until| *until >= today);
    let erasure = if within.is_some() {
        let mut needless = kept.needless;
        strip(draft, &kept.all.versions, &mut needless)?;
        needless
    } else {
        kept.all
    };
    if is_empty(&erasure) && !kept.learned {
        return Err(match within {
            Some(until) => RegisterRefusal::NothingToErase {
                customer: number,
                until,
            },
            None => RegisterRefusal::ErasedAlready { customer: number },
        }
        .into());
    }
    draft.done(Deed::Erased(erasure))?;
    Ok(())
}

/// What a voucher needs of the present text stays, in a version of its own; the rest goes with the versions before it.
fn strip(
    draft: &mut Draft,
    versions: &[(CustomerId, usize)],
    erasure: &mut Erasure,
) -> Result<(), Declined> {
    let mut members: Vec<CustomerId> = versions.iter().map(|(of, _)| *of).collect();
    members.dedup();
    for id in members {
        let state = customer(&draft.book, id)?;
        let (version, Some(facts)) = (state.version, state.facts()) else {
            continue;
        };
        let needed = PartyText {
            name: facts.text.name.clone(),
            org_no: facts.text.org_no.clone(),
            street: facts.text.street.clone(),
            postcode: facts.text.postcode.clone(),
            city: facts.text.city.clone(),
            ..PartyText::default()
        };
        if facts.text == needed {
            continue;
        }
        let facts = CustomerFacts {
            text: needed,
            ..facts.clone()
        };
        register::renew(draft, id, facts)?;
        erasure.versions.push((id, version));
    }
    erasure.versions.sort_unstable();
    Ok(())
}

/// The last day on which the books of a posting's year must be kept: so many years after that year's end.
pub fn kept_until(last: Date, law: &Law) -> Date {
    let years = law.retention_years(last);
    let year = last.year().saturating_add(i32::from(years));
    Date::from_ymd_opt(year, 12, 31).unwrap_or(Date::MAX)
}

fn is_empty(erasure: &Erasure) -> bool {
    erasure.versions.is_empty()
        && erasure.notes.is_empty()
        && erasure.sheets.is_empty()
        && erasure.files.is_empty()
        && erasure.receipts.is_empty()
}
