//! What is open of documents, and what lies over it: the look-ups that pauses, plans and hand-overs share.

use std::collections::HashSet;

use crate::domain::book::{Book, DocumentState, Missing, PauseState};
use crate::domain::date::Date;
use crate::domain::id::{CustomerId, DocumentId, ItemId, PauseId};
use crate::domain::money::Minor;
use crate::domain::pause::{PauseKind, PauseOn};
use crate::domain::refusal::{CollectingRefusal, Refusal};

use super::{Declined, plausible};

pub(super) fn not_past(date: Date, today: Date) -> Result<(), Refusal> {
    plausible(date)?;
    if date < today {
        Err(Refusal::DateInPast { date, today })
    } else {
        Ok(())
    }
}

pub(super) fn is_running(state: &PauseState, today: Date) -> bool {
    !state.voided && state.pause.runs(today)
}

/// Pauses of a kind on an item that nobody has closed, in order.
pub(super) fn running(book: &Book, item: ItemId, kind: PauseKind) -> Vec<&PauseState> {
    book.pauses_where(|state| {
        let pause = &state.pause;
        pause.on == PauseOn::Item(item)
            && pause.kind == kind
            && pause.closed.is_none()
            && !state.voided
    })
}

/// Why an item is disputed, if it is.
pub(super) fn disputed(book: &Book, today: Date, item: ItemId) -> Option<String> {
    let disputes = running(book, item, PauseKind::Dispute);
    let holds = disputes.first().filter(|state| is_running(state, today))?;
    Some(holds.pause.reason.clone().unwrap_or_default())
}

/// Nothing may be asked for of a bankrupt customer.
pub(super) fn not_bankrupt(book: &Book, customer: CustomerId) -> Result<(), Declined> {
    let pauses = book.pauses_of_customer(customer);
    let mut pauses = pauses.iter().map(|state| &state.pause);
    if pauses.any(|pause| pause.kind == PauseKind::Bankruptcy && pause.closed.is_none()) {
        return Err(CollectingRefusal::IsBankrupt {
            customer: super::customer(book, customer)?.number.clone(),
        }
        .into());
    }
    Ok(())
}

/// Documents that are named, each once.
pub(super) fn all_of(book: &Book, documents: &[DocumentId]) -> Result<Vec<DocumentId>, Declined> {
    if documents.is_empty() {
        return Err(Refusal::NoParts.into());
    }
    let mut known = HashSet::new();
    for document in documents {
        if !known.insert(*document) {
            return Err(Refusal::DuplicatePart {
                invoice: number(book, *document)?,
            }
            .into());
        }
    }
    Ok(documents.to_vec())
}

/// Items with the charges that were claimed for their lateness and are open: those aside that are disputed, on a plan
/// or with an agency.
pub(super) fn with_charges(
    book: &Book,
    today: Date,
    items: Vec<(ItemId, Minor)>,
) -> Result<Vec<(ItemId, Minor)>, Declined> {
    let mut all = items;
    let mut known: HashSet<ItemId> = all.iter().map(|(item, _)| *item).collect();
    for at in 0..all.len() {
        let (about, _) = all[at];
        for charge in book.charges_of(&[about]) {
            let charge = charge.item;
            let item = book.item(charge)?;
            let elsewhere = disputed(book, today, charge).is_some()
                || book.plan_of(charge).is_some()
                || book.handover_of(charge).is_some();
            if item.is_open() && !item.voided && !elsewhere && known.insert(charge) {
                all.push((charge, item.open));
            }
        }
    }
    Ok(all)
}

pub(super) fn open_debits(
    book: &Book,
    document: DocumentId,
) -> Result<Vec<(ItemId, Minor)>, Declined> {
    let state = state(book, document)?;
    if state.voided {
        return Err(Refusal::UnknownInvoice {
            invoice: state.document.number.clone(),
        }
        .into());
    }
    if !state.document.kind.class().is_debit() {
        return Err(Refusal::NotADebit {
            invoice: state.document.number.clone(),
        }
        .into());
    }
    let mut open = Vec::new();
    for facts in &state.document.items {
        let item = book.item(facts.id)?;
        if item.is_open() {
            open.push((facts.id, item.open));
        }
    }
    if open.is_empty() {
        return Err(Refusal::InvoiceSettled {
            invoice: state.document.number.clone(),
        }
        .into());
    }
    Ok(open)
}

/// Disputes that nobody has closed, whatever their deadline.
pub(super) fn disputes(book: &Book, document: DocumentId) -> Result<Vec<PauseId>, Missing> {
    let items = &state(book, document)?.document.items;
    let open = items
        .iter()
        .flat_map(|item| running(book, item.id, PauseKind::Dispute));
    let mut open: Vec<PauseId> = open.map(|state| state.pause.id).collect();
    open.sort_unstable();
    Ok(open)
}

pub(super) fn state(book: &Book, document: DocumentId) -> Result<&DocumentState, Missing> {
    book.documents
        .get(&document)
        .ok_or_else(|| Missing(format!("document {}", document.0)))
}

/// Whose a document is: of customers that are one, who owns all.
pub(super) fn owner(book: &Book, document: DocumentId) -> Result<CustomerId, Missing> {
    Ok(book.owner(state(book, document)?.document.customer))
}

pub(super) fn number(book: &Book, document: DocumentId) -> Result<String, Missing> {
    Ok(state(book, document)?.document.number.clone())
}
