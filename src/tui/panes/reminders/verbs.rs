//! What the keys of the queue are on: marked rows, a group, a row, one of its items; and what they ask of the desk.

use std::collections::BTreeSet;

use super::asking::{self, Asked};
use super::rows::{Line, Task};
use crate::domain::command::Resting;
use crate::domain::id::{DocumentId, PauseId};
use crate::domain::letter::ChargeKind;
use crate::domain::money::Minor;
use crate::domain::outbox::Posted;
use crate::domain::pause::{Pause, PauseKind};
use crate::domain::reminding::WaitsFor;
use crate::reports::card::ItemLine;
use crate::tui::action::Why;
use crate::tui::drill::Level;
use crate::tui::model::Model;
use crate::tui::overlays::page;
use crate::tui::overlays::posting::{self, Asks};
use crate::tui::panes;

/// The marked rows; none marked: the group whose head the cursor is on, or the row under it.
pub fn targets(model: &Model) -> Vec<&Line> {
    let list = &model.reminders.list;
    let marked: Vec<&Line> = list.marked().collect();
    if !marked.is_empty() {
        return marked;
    }
    match list.on_head() {
        Some(group) => list.rows_of(group).collect(),
        None => list.selected().into_iter().collect(),
    }
}

/// Whether the keys are on an item of the row rather than on all of it.
fn on_item(model: &Model) -> bool {
    model.reminders.drill.level != Level::List
}

/// The open invoices that the keys are on: the item under the cursor, or those of the row.
pub fn invoices(model: &Model) -> Result<Vec<&ItemLine>, Why> {
    let state = &model.reminders;
    let line = state.list.selected().ok_or("no-queue-row")?;
    let card = state.card().ok_or("still-loading")?;
    let found: Vec<&ItemLine> = if on_item(model) {
        panes::item(model).into_iter().collect()
    } else {
        let ids = line.items();
        let items = card.open.iter();
        items.filter(|item| ids.contains(&item.id)).collect()
    };
    let owed =
        |item: &&ItemLine| item.document.is_some() && item.class.is_debit() && !item.open.is_zero();
    let found: Vec<&ItemLine> = found.into_iter().filter(owed).collect();
    if found.is_empty() {
        Err("no-open-invoice")
    } else {
        Ok(found)
    }
}

/// The documents of the items, each once.
pub fn documents(items: &[&ItemLine]) -> Vec<DocumentId> {
    let mut documents = Vec::new();
    for document in items.iter().filter_map(|item| item.document) {
        if !documents.contains(&document) {
            documents.push(document);
        }
    }
    documents
}

/// What charges could be waived: by document, those of these kinds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charges {
    pub document: DocumentId,
    /// None: whatever was claimed for the document.
    pub kind: Option<ChargeKind>,
    /// The charges' numbers, and what is open of each.
    pub open: Vec<(String, Minor)>,
}

/// Open charges of the customer under the cursor that were claimed for a document.
fn charges_of<'a>(model: &'a Model, number: &'a str) -> impl Iterator<Item = &'a ItemLine> {
    let open = model
        .reminders
        .card()
        .into_iter()
        .flat_map(|card| &card.open);
    open.filter(move |item| item.about.as_deref() == Some(number))
}

pub fn charges(model: &Model) -> Result<Vec<Charges>, Why> {
    let state = &model.reminders;
    let line = state.list.selected().ok_or("no-queue-row")?;
    if !on_item(model) {
        state.card().ok_or("still-loading")?;
        let claimed = line.claimed().into_iter().filter_map(|(item, kind, _)| {
            let item = state.item(item)?;
            Some(Charges {
                document: item.document?,
                kind: Some(kind),
                open: vec![(item.number.clone(), item.open)],
            })
        });
        let claimed: Vec<Charges> = claimed.collect();
        if !claimed.is_empty() {
            return Ok(claimed);
        }
    }
    let found = invoices(model)?;
    match found.as_slice() {
        [item] => {
            let claimed: Vec<(String, Minor)> = charges_of(model, &item.number)
                .map(|charge| (charge.number.clone(), charge.open))
                .collect();
            if claimed.is_empty() && item.about.is_none() {
                return Err("no-charge");
            }
            let charges = documents(&[item]).into_iter().map(|document| Charges {
                document,
                kind: None,
                open: claimed.clone(),
            });
            Ok(charges.collect())
        }
        _ => Err("several-invoices"),
    }
}

/// The pauses that hold the row under the cursor, of its item or of all that the customer owes.
pub fn pauses(model: &Model) -> Vec<PauseId> {
    let state = &model.reminders;
    let Some(Task::Waits(waits)) = state.list.selected().map(|line| &line.task) else {
        return Vec::new();
    };
    let WaitsFor::Paused { kind, .. } = &waits.why else {
        return Vec::new();
    };
    let today = model.book.today;
    let of_item = state
        .item(waits.item)
        .into_iter()
        .flat_map(|item| &item.pauses);
    let of_all = state.card().into_iter().flat_map(|card| &card.pauses);
    let holds = |pause: &&Pause| pause.kind == *kind && pause.holds(today) && pause.runs(today);
    of_item
        .chain(of_all)
        .filter(holds)
        .map(|pause| pause.id)
        .collect()
}

/// What the keys are on, in words: an invoice's number, or the customer's name.
pub fn label(model: &Model) -> String {
    if on_item(model)
        && let Some(item) = panes::item(model)
    {
        return item.number.clone();
    }
    let targets = targets(model);
    match targets.as_slice() {
        [one] => one.whose.name.clone(),
        several => {
            let customers: BTreeSet<_> = several.iter().map(|line| line.whose.customer).collect();
            let count = model.locale.whole(customers.len() as u64);
            model
                .locale
                .say("tui.reminders.customers", &[("count", &count)])
        }
    }
}

/// Whose letters rest: the invoice under the cursor, or all customers of the rows.
fn resting(model: &Model) -> Vec<Resting> {
    if on_item(model) {
        let found = invoices(model).unwrap_or_default();
        return documents(&found)
            .into_iter()
            .map(Resting::Document)
            .collect();
    }
    let customers: BTreeSet<_> = targets(model)
        .iter()
        .map(|line| line.whose.customer)
        .collect();
    customers.into_iter().map(Resting::Customer).collect()
}

/// One day for all that the row asks for.
pub fn promise(model: &mut Model) {
    if let Ok(found) = invoices(model) {
        let asked = Asked::Promise {
            documents: documents(&found),
            what: label(model),
        };
        asking::open(model, asked);
    }
}

pub fn pause(model: &mut Model) {
    let of = resting(model);
    let what = label(model);
    asking::open(model, Asked::Pause { of, what });
}

pub fn extend(model: &mut Model) {
    let asked = panes::acted_on(model).and_then(|item| {
        Some(Asked::Extend {
            document: item.document?,
            number: item.number.clone(),
        })
    });
    if let Some(asked) = asked {
        asking::open(model, asked);
    }
}

pub fn plan(model: &mut Model) {
    let Ok(found) = invoices(model) else { return };
    let Some(line) = model.reminders.list.selected() else {
        return;
    };
    let asked = Asked::Plan {
        customer: line.whose.customer,
        currency: line.whose.currency,
        documents: documents(&found),
        what: label(model),
        open: found.iter().map(|item| item.open).sum(),
    };
    asking::open(model, asked);
}

pub fn waive(model: &mut Model) {
    if let Ok(charges) = charges(model) {
        let what = label(model);
        asking::open(model, Asked::Waive { charges, what });
    }
}

/// What the agency has already needs its number; what is still here is handed over.
pub fn hand_over(model: &mut Model) {
    let Ok(found) = invoices(model) else { return };
    let has = found.iter().filter_map(|item| item.handover.as_ref());
    if let Some(first) = has.clone().next() {
        let agency = first.agency.clone();
        let charges = found
            .iter()
            .flat_map(|item| charges_of(model, &item.number));
        let charges = charges.filter_map(|charge| charge.handover.as_ref());
        let handovers = has.chain(charges).map(|handover| handover.id).collect();
        let what = found[0].number.clone();
        let asked = Asked::NumberCase {
            handovers,
            what,
            agency,
        };
        asking::open(model, asked);
        return;
    }
    let documents = documents(&found);
    let agency = match model.reminders.list.selected().map(|line| &line.task) {
        Some(Task::HandOver(tasks)) => tasks.iter().find_map(|task| task.agency.clone()),
        _ => None,
    };
    let what = label(model);
    let asked = Asked::HandOver {
        documents,
        what,
        agency: agency.unwrap_or_default(),
    };
    asking::open(model, asked);
}

pub fn skip(model: &mut Model) {
    let letters = targets(model)
        .into_iter()
        .filter(|line| line.letter().is_some());
    let accounts: BTreeSet<_> = letters
        .map(|line| (line.whose.customer, line.whose.currency))
        .collect();
    let accounts = accounts.into_iter().collect();
    let what = label(model);
    asking::open(model, Asked::Skip { accounts, what });
}

pub fn log_call(model: &mut Model) {
    if let Some(line) = model.reminders.list.selected() {
        let asked = Asked::Call {
            customer: line.whose.customer,
            what: line.whose.name.clone(),
        };
        asking::open(model, asked);
    }
}

pub fn bankrupt(model: &mut Model) {
    if let Some(line) = model.reminders.list.selected() {
        let asked = Asked::Bankrupt {
            customer: line.whose.customer,
            what: line.whose.name.clone(),
        };
        asking::open(model, asked);
    }
}

/// Asks how what the row waits for ended.
pub fn end(model: &mut Model) {
    let Some(line) = model.reminders.list.selected() else {
        return;
    };
    let Task::Waits(waits) = &line.task else {
        return;
    };
    if let Some(letter) = super::ready::came_back(&waits.why) {
        let name = page::letter_title(&model.locale, Posted::Letter(letter), &line.whose.name);
        posting::open(model, Asks::Renew(letter, name));
        return;
    }
    let what = waits.number.clone();
    let of_documents = || documents(&invoices(model).unwrap_or_default());
    let asked = match &waits.why {
        WaitsFor::Paused {
            kind: PauseKind::Dispute,
            ..
        } => Asked::EndDisputes {
            documents: of_documents(),
            what,
        },
        WaitsFor::Paused { kind, .. } => Asked::EndPauses {
            pauses: pauses(model),
            kind: *kind,
            what,
        },
        WaitsFor::Plan { .. } => Asked::EndPlans {
            customer: line.whose.customer,
            what: line.whose.name.clone(),
        },
        WaitsFor::Agency { .. } => Asked::TakeOver {
            documents: of_documents(),
            what,
        },
        _ => return,
    };
    asking::open(model, asked);
}
