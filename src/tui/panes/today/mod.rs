//! Today: what waits, in the order in which to do it, how old the bank's data is, what is to be seen to about credit,
//! and what has waited longest. A new ledger shows what is to be set up.

pub mod credit;
pub mod setup;
pub mod view;

use super::Cursor;
use crate::reports::credit::CreditLook;
use crate::reports::overview::{Overview, Tally};
use crate::reports::setup::{Need, Setup};
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model, Pane};
use crate::tui::msg::{Request, Target};
use crate::tui::overlays;
use crate::tui::overlays::listing::{self, Listing};
use crate::tui::panes::matching::section::Section;
use crate::tui::panes::{customers, matching};

#[derive(Clone, Default, Debug)]
pub struct State {
    /// The row under the cursor.
    pub step: usize,
    pub oldest: usize,
    pub on_oldest: bool,
    /// What is to be seen to about credit; none until the desk has looked.
    pub credit: Option<Box<CreditLook>>,
    pub setup: Option<Setup>,
}

/// A row of the list of what waits.
pub enum Row {
    /// So much is still to be set up.
    Setup(usize),
    /// One thing of that.
    Need(Need),
    Step(&'static Step),
    Credit(Listing, Tally),
}

/// The rows, in the order of the work. As long as there are no customers there is nothing to do but to set up.
pub fn rows(model: &Model) -> Vec<Row> {
    let setup = model.today.setup.as_ref().filter(|setup| setup.shows());
    let missing = setup.map_or(&[][..], |setup| setup.missing.as_slice());
    if missing.contains(&Need::Customers) {
        return missing.iter().map(|need| Row::Need(*need)).collect();
    }
    let mut rows = Vec::new();
    if !missing.is_empty() {
        rows.push(Row::Setup(missing.len()));
    }
    rows.extend(STEPS.iter().map(Row::Step));
    if let Some(look) = &model.today.credit {
        let lines = credit::lines(look).into_iter();
        rows.extend(lines.map(|(of, tally)| Row::Credit(of, tally)));
    }
    rows
}

/// What the keys are on keeps them when rows come or go.
pub fn take(model: &mut Model, change: impl FnOnce(&mut State)) {
    let under = rows(model).into_iter().nth(model.today.step);
    change(&mut model.today);
    let rows = rows(model);
    let same = |row: &Row| match (row, &under) {
        (Row::Step(one), Some(Row::Step(other))) => one.name == other.name,
        (Row::Credit(one, _), Some(Row::Credit(other, _))) => one == other,
        (Row::Need(one), Some(Row::Need(other))) => one == other,
        (Row::Setup(_), Some(Row::Setup(_))) => true,
        _ => false,
    };
    // At the top nobody has begun to walk: what is new there is to be seen.
    if model.today.step > 0 {
        let last = rows.len().saturating_sub(1);
        let at = rows.iter().position(same);
        model.today.step = at.unwrap_or(model.today.step.min(last));
    }
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
        let len = rows(model).len();
        Cursor {
            list: ListId::Today,
            at: &mut model.today.step,
            len,
        }
    }
}

/// Whether the step under the cursor, or the invoice, leads somewhere.
pub fn leads(model: &Model) -> bool {
    if model.today.on_oldest {
        return model.first.oldest.get(model.today.oldest).is_some();
    }
    rows(model).get(model.today.step).is_some()
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
    let goal = match rows(model).into_iter().nth(model.today.step) {
        Some(Row::Step(step)) => Some(step.goal),
        Some(Row::Setup(_)) => return listing::open(model, Listing::Setup),
        Some(Row::Need(need)) => return setup::begin(model, need),
        Some(Row::Credit(of, _)) => return listing::open(model, of),
        None => None,
    };
    match goal {
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
