//! What goes to agencies and comes from them: the case as it is handed over, their reports, payments that came here.

mod files;
mod gather;
mod pack;
mod paid;
mod status;

use std::collections::BTreeSet;

use crate::domain::handover::HandoverState;
use crate::domain::id::CustomerId;
use crate::domain::refusal::CollectingRefusal;
use crate::store::query::{ItemRow, Reader};

use super::Failure;

pub use status::StatusAsked;

/// An item that an agency has.
struct Claim {
    state: HandoverState,
    item: ItemRow,
}

/// What agencies have of a customer, or of the case that bears a number.
fn claims_of(reader: &Reader<'_>, named: &str) -> Result<Vec<Claim>, Failure> {
    let named = named.trim();
    let customer = reader.customer_by_number(named)?;
    let mut claims = Vec::new();
    for state in reader.handovers()? {
        let Some(item) = reader.item(state.handover.item)? else {
            continue;
        };
        let is_his = customer == Some(item.customer);
        let is_case = state.handover.case_number.as_deref() == Some(named);
        if is_his || is_case {
            claims.push(Claim { state, item });
        }
    }
    let ambiguous = || CollectingRefusal::AmbiguousCase {
        case: named.to_owned(),
    };
    let whose: BTreeSet<CustomerId> = claims.iter().map(|claim| claim.item.customer).collect();
    match whose.len() {
        0 => Err(CollectingRefusal::UnknownCase {
            case: named.to_owned(),
        }
        .into()),
        1 => Ok(claims),
        _ => Err(ambiguous().into()),
    }
}
