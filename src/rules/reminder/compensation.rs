//! The flat compensation for late payment, once for an invoice, and how it and fees offset each other.

use super::Case;
use super::fee::{self, Forbidden, claimed, moved_in_fees};
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::id::DocumentId;
use crate::domain::letter::ChargeKind;
use crate::domain::money::Minor;
use crate::domain::reminding::NotCharged;
use crate::rules::law::{Compensation, Law, Offset};

/// What was claimed for an invoice, all its instalments together.
#[derive(Clone, Copy)]
pub(super) struct Claims {
    pub fees: Minor,
    pub compensation: Minor,
}

pub(super) fn claims(arrears: &Arrears, document: DocumentId) -> Claims {
    let mut claims = Claims {
        fees: Minor::ZERO,
        compensation: Minor::ZERO,
    };
    let items = arrears.items.iter();
    let mut items = items.filter(|item| item.document == document).peekable();
    for claim in items
        .peek()
        .into_iter()
        .flat_map(|item| &item.claimed_beside)
    {
        match claim.kind {
            ChargeKind::Fee => claims.fees += claim.amount,
            ChargeKind::Compensation => claims.compensation += claim.amount,
            ChargeKind::Interest => {}
        }
    }
    for item in items {
        claims.fees += claimed(item, ChargeKind::Fee) + moved_in_fees(item);
        claims.compensation += claimed(item, ChargeKind::Compensation);
    }
    claims
}

/// The same, with as much in fees as another system may have charged where it did not tell: what may have been charged
/// is not charged again as compensation.
pub(super) fn at_most(arrears: &Arrears, document: DocumentId, law: &Law, on: Date) -> Claims {
    let mut claims = claims(arrears, document);
    let items = arrears.items.iter();
    let untold = items.filter(|item| item.document == document);
    // Each instalment may tell, or not, of the same letters.
    let most = untold.map(|item| fee::untold(arrears, item, law, on)).max();
    claims.fees += most.unwrap_or(Minor::ZERO);
    claims
}

/// What the law gives for an item's lateness, if anything, and why not.
pub(super) fn entitled(
    arrears: &Arrears,
    item: &Overdue,
    law: &Law,
    on: Date,
) -> Result<Option<Compensation>, Forbidden> {
    if arrears.kind == CustomerKind::Consumer {
        return Err(Forbidden {
            because: NotCharged::ConsumersPayNone,
            rule: "2011/7/EU art. 1".to_owned(),
        });
    }
    if let Some(rule) = fee::disputed(item, law, on) {
        return Err(Forbidden {
            because: NotCharged::Disputed,
            rule,
        });
    }
    let found = match law.compensation(arrears.kind, item.due, on) {
        Ok(found) => found,
        Err(gap) => {
            return Err(Forbidden {
                because: NotCharged::RateMissing { on: gap.on },
                rule: gap.rule,
            });
        }
    };
    let Some(found) = found else { return Ok(None) };
    if arrears.currency != law.currency() {
        return Err(Forbidden {
            because: NotCharged::OtherCurrency,
            rule: found.amount.source.law.clone(),
        });
    }
    Ok(Some(found))
}

/// What a letter claims as compensation for an item: once for its invoice, less fees claimed where they offset it.
pub(super) fn due(
    case: Case<'_>,
    item: &Overdue,
) -> Result<Option<(Minor, Compensation)>, Forbidden> {
    let before = at_most(case.arrears, item.document, case.law, case.today);
    if before.compensation > Minor::ZERO {
        return Ok(None);
    }
    let Some(entitled) = entitled(case.arrears, item, case.law, case.today)? else {
        return Ok(None);
    };
    let amount = room(entitled.and, entitled.amount.value, before);
    if amount == Minor::ZERO {
        return Err(Forbidden {
            because: NotCharged::InCompensation,
            rule: entitled.amount.source.law.clone(),
        });
    }
    Ok(Some((amount, entitled)))
}

/// How much compensation may still be claimed: with fees that offset it, the larger of both counts and never the sum.
pub(super) fn room(and: Offset, amount: Minor, before: Claims) -> Minor {
    let offset = match and {
        Offset::Adds => Minor::ZERO,
        Offset::Larger | Offset::Includes | Offset::CostsAbove => before.fees,
    };
    (amount - offset - before.compensation).max(Minor::ZERO)
}

/// How much of a fee may be claimed beside what was claimed before.
pub(super) fn room_for_fee(and: Offset, fee: Minor, before: Claims) -> Minor {
    if and == Offset::Adds || before.compensation == Minor::ZERO {
        return fee;
    }
    let larger = (before.fees + fee).max(before.compensation);
    (larger - before.fees - before.compensation).clamp(Minor::ZERO, fee)
}

/// How fees and compensation meet for an item; as if they offset each other where the law does not say.
pub(super) fn offset(arrears: &Arrears, item: &Overdue, law: &Law, on: Date) -> Offset {
    let found = law.compensation(arrears.kind, item.due, on);
    match found {
        Ok(Some(found)) => found.and,
        Ok(None) | Err(_) => Offset::Larger,
    }
}
