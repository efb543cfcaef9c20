//! Today: what waits, in the order in which to do it, how old the bank's data is, and what has waited longest.

pub mod view;

use super::Cursor;
use crate::reports::overview::{Overview, Tally};
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model, Pane};
use crate::tui::msg::{Request, Target};
use crate::tui::overlays;
use crate::tui::panes::matching::section::Section;
use crate::tui::panes::{customers, matching};

#[derive(Clone, Default, Debug)]
pub struct State {
    pub step: usize,
    pub oldest: usize,
    pub on_oldest: bool,
}

/// Where `Enter` on a step goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    Import,
    Pane(Pane),
    /// A list of matching.
    Matching(Section),
    Outbox,
}

/// A step of the day. Its words stand in the locale under `tui.today.step.<name>`.
pub struct Step {
    pub name: &'static str,
    pub goal: Goal,
    pub tally: fn(&Overview) -> Tally,
}

/// The steps, in the order of the work.
pub const STEPS: [Step; 11] = [
    Step {
        name: "bank",
        goal: Goal::Import,
        tally: |_| Tally {
            count: 0,
            amount: crate::domain::money::Minor::ZERO,
        },
    },
    Step {
        name: "match",
        goal: Goal::Matching(Section::ToDo),
        tally: |seen| seen.to_match,
    },
    Step {
        name: "set-aside",
        goal: Goal::Matching(Section::SetAside),
        tally: |seen| seen.set_aside,
    },
    Step {
        name: "broken-promises",
        goal: Goal::Pane(Pane::Reminders),
        tally: |seen| seen.broken_promises,
    },
    Step {
        name: "newly-overdue",
        goal: Goal::Pane(Pane::Reminders),
        tally: |seen| seen.newly_overdue,
    },
    Step {
        name: "overdue",
        goal: Goal::Pane(Pane::Reminders),
        tally: |seen| seen.overdue,
    },
    Step {
        name: "old",
        goal: Goal::Pane(Pane::Aging),
        tally: |seen| seen.old,
    },
    Step {
        name: "disputed",
        goal: Goal::Pane(Pane::Aging),
        tally: |seen| seen.disputed,
    },
    Step {
        name: "unapplied",
        goal: Goal::Matching(Section::Money),
        tally: |seen| seen.unapplied,
    },
    Step {
        name: "outbox",
        goal: Goal::Outbox,
        tally: |seen| Tally {
            count: seen.outbox.waiting(),
            amount: crate::domain::money::Minor::ZERO,
        },
    },
    Step {
        name: "other-lines",
        goal: Goal::Pane(Pane::Bank),
        tally: |seen| seen.other_lines,
    },
];

pub fn cursor(model: &mut Model) -> Cursor<'_> {
    if model.today.on_oldest {
        let len = model.first.oldest.len();
        Cursor {
            list: ListId::Oldest,
            at: &mut model.today.oldest,
            len,
        }
    } else {
        Cursor {
            list: ListId::Today,
            at: &mut model.today.step,
            len: STEPS.len(),
        }
    }
}

/// Whether the step under the cursor, or the invoice, leads somewhere.
pub fn leads(model: &Model) -> bool {
    if model.today.on_oldest {
        return model.first.oldest.get(model.today.oldest).is_some();
    }
    STEPS.get(model.today.step).is_some()
}

pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.today.on_oldest {
        let Some(line) = model.first.oldest.get(model.today.oldest) else {
            return Vec::new();
        };
        let (customer, target) = (line.customer, Target::Document(line.document));
        model.pane = Pane::Customers;
        let mut effects = customers::show(model, customer);
        effects.extend(model.refresh());
        model.customers.drill.open(target);
        effects.push(Effect::Ask(Request::Document(target)));
        return effects;
    }
    match STEPS.get(model.today.step).map(|step| step.goal) {
        Some(Goal::Pane(Pane::Bank)) => super::bank::open(model),
        Some(Goal::Pane(pane)) => {
            model.pane = pane;
            let mut effects = model.refresh();
            effects.extend(super::moved(model));
            effects
        }
        Some(Goal::Matching(section)) => {
            model.pane = Pane::Matching;
            let mut effects = model.refresh();
            effects.extend(matching::show(model, section));
            effects
        }
        Some(Goal::Import) => overlays::chooser::open(model),
        Some(Goal::Outbox) => overlays::outbox::open(model),
        None => Vec::new(),
    }
}

/// Days since the newest payment that the bank told of; none if no bank file was read.
pub fn bank_age(model: &Model) -> Option<i64> {
    let until = model.first.bank_until.or(model.first.bank_read)?;
    Some(crate::domain::date::days_past(until, model.book.today))
}
