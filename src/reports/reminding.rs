//! The queue of reminders on a day, for all customers.

use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::id::{CustomerId, ItemId, PauseId, PlanId};
use crate::domain::money::{Currency, Minor};
use crate::domain::reminding::{
    CallTask, Coming, Crossed, DueLetter, HandoverTask, Waits, Warning,
};

/// Whose account a line is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whose {
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub currency: Currency,
}

/// The queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Queue {
    pub on: Date,
    /// What is newly past due first, then by stage, the largest first.
    pub letters: Vec<LetterLine>,
    pub calls: Vec<(Whose, CallTask)>,
    pub handovers: Vec<(Whose, HandoverTask)>,
    pub waits: Vec<(Whose, Waits)>,
    pub next: Vec<(Whose, Coming)>,
    /// Charges that a payment on its way made wrong.
    pub crossed: Vec<Crossed>,
    pub warnings: Vec<Warning>,
}

/// A letter that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterLine {
    pub whose: Whose,
    pub letter: DueLetter,
    /// Days past due of the oldest item that takes a step.
    pub days: i64,
    /// An item in it fell due since the last review of the queue: the first group.
    pub newly_due: bool,
    /// Receipts not matched yet that may be his: a block for him.
    pub unmatched: u32,
}

/// What is open on a customer's card and in a dialog: his overlays, which can be ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Overlay {
    Pause(PauseId),
    Plan(PlanId),
    Handover(ItemId),
}

/// What `rules explain` says of one invoice's item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    pub whose: Whose,
    pub item: ItemId,
    pub number: String,
    pub class: ItemClass,
    pub due: Date,
    pub effective_due: Date,
    pub open: Minor,
    /// The last day before the claim is barred, and the rule.
    pub barred_after: Option<(Date, String)>,
    pub letter: Option<DueLetter>,
    pub waits: Vec<Waits>,
    pub next: Vec<Coming>,
}
