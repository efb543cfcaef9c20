//! Charges that are not asked for any more: given up by hand, or taken back because the money was on its way.

use crate::domain::book::Missing;
use crate::domain::command::Target;
use crate::domain::date::Date;
use crate::domain::difference::DifferenceKind;
use crate::domain::document::ItemClass;
use crate::domain::id::{DocumentId, ItemId};
use crate::domain::letter::ChargeKind;
use crate::domain::money::Minor;
use crate::domain::refusal::Refusal;

use super::{Declined, Draft, difference};

/// Gives up what is open of the charges of these kinds that were claimed for a document, or are in it.
pub(super) fn waive(
    draft: &mut Draft,
    today: Date,
    document: DocumentId,
    kinds: &[ChargeKind],
    why: &str,
) -> Result<(), Declined> {
    let state = draft
        .book
        .documents
        .get(&document)
        .ok_or_else(|| Missing(format!("document {}", document.0)))?;
    let invoice = state.document.number.clone();
    let items: Vec<ItemId> = state.document.items.iter().map(|item| item.id).collect();
    let mut open = Vec::new();
    for charge in draft.book.charges_of(&items) {
        if kinds.contains(&charge.kind) && draft.book.item(charge.item)?.is_open() {
            open.push(charge.item);
        }
    }
    if open.is_empty() {
        return Err(Refusal::NothingToWaive { invoice }.into());
    }
    open.into_iter()
        .try_for_each(|charge| give_up(draft, today, charge, None, why))
}

/// Takes back so much of each charge.
pub(super) fn take_back(
    draft: &mut Draft,
    today: Date,
    charges: &[(ItemId, Minor)],
    why: &str,
) -> Result<(), Declined> {
    if charges.is_empty() {
        return Err(Refusal::NoParts.into());
    }
    for (charge, amount) in charges {
        give_up(draft, today, *charge, Some(*amount), why)?;
    }
    Ok(())
}

fn give_up(
    draft: &mut Draft,
    today: Date,
    charge: ItemId,
    amount: Option<Minor>,
    why: &str,
) -> Result<(), Declined> {
    let item = draft.book.item(charge)?;
    if item.class != ItemClass::Charge {
        return Err(Refusal::NotACharge {
            item: item.number.clone(),
        }
        .into());
    }
    let amount = amount.map(|amount| amount.decimal(item.currency));
    let (target, kind) = (Target::Item(charge), DifferenceKind::Waived);
    difference::write_off(draft, today, target, amount, (kind, why))
}
