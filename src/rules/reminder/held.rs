//! What of an item rests: paused, disputed, promised, on a plan, at an agency, at the bank. The rest goes on.

use super::place::Next;
use super::{Case, after};
use crate::domain::arrears::Overdue;
use crate::domain::date::{self, Date};
use crate::domain::money::{Minor, Money};
use crate::domain::pause::{Pause, PauseKind};
use crate::domain::plan::Kept;
use crate::domain::reminding::{Waits, WaitsFor};

/// Days for which a stage that was left out is left out, where nothing else says it.
const SKIPPED_DAYS: u32 = 7;

/// How an item rests on a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    /// What may be asked for.
    pub free: Minor,
    /// A part of it is disputed.
    pub disputed: bool,
    /// When something of it may be asked for again, if all of it rests; none when no day is known.
    pub resumes: Option<Date>,
    /// The instalment that broke its plan.
    pub plan_broken: Option<(Date, Money)>,
    /// The day for which its payment was promised in vain.
    pub promise_broken: Option<Date>,
}

/// What rests of an item, with a row for each reason.
pub(super) fn look(
    case: Case<'_>,
    item: &Overdue,
    next: Option<&Next<'_>>,
    waits: &mut Vec<Waits>,
) -> Held {
    let mut held = Held {
        free: item.open,
        disputed: false,
        resumes: None,
        plan_broken: None,
        promise_broken: None,
    };
    if let Some(agency) = &item.agency {
        let why = WaitsFor::Agency {
            agency: agency.agency.clone(),
            case_number: agency.case_number.clone(),
            from: agency.from,
        };
        waits.push(super::waits(item, item.open, why, None));
        held.free = Minor::ZERO;
        return held;
    }
    if let Some(rest) = resting_wholly(case, item, next, waits) {
        held.free = Minor::ZERO;
        held.resumes = rest.day().map(date::next);
        return held;
    }
    plans(case, item, waits, &mut held);
    for pause in &item.pauses {
        if let Some(running) = running(case, pause, next) {
            let until = running.day();
            held.disputed |= pause.kind == PauseKind::Dispute;
            let part = pause.amount.min(held.free);
            if part > Minor::ZERO {
                held.rests(part, until);
                waits.push(super::waits(
                    item,
                    part,
                    paused(pause),
                    until.or_else(|| ahead(case, pause)),
                ));
            }
        } else if promise_broken(case, item, pause) {
            held.promise_broken = held.promise_broken.max(pause.until);
        }
    }
    held
}

/// What may be asked for of a charge: nothing as long as the letter that claims it has not left the house.
pub(super) fn free_of_charge(case: Case<'_>, charge: &Overdue) -> Minor {
    if charge.unsent.is_some() {
        return Minor::ZERO;
    }
    look(case, charge, None, &mut Vec::new()).free
}

/// The last day on which a direct debit came back.
pub(super) fn returned(item: &Overdue) -> Option<Date> {
    let back = item
        .changes
        .iter()
        .filter(|(on, change)| item.direct_debit && *on >= item.due && *change > Minor::ZERO);
    back.map(|(on, _)| *on).max()
}

impl Held {
    /// A part rests until a day, that included.
    fn rests(&mut self, part: Minor, until: Option<Date>) {
        self.free -= part;
        let again = until.map(date::next);
        self.resumes = match (self.resumes, again) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

/// How long something rests.
#[derive(Clone, Copy)]
enum Rest {
    /// The last day of it.
    Until(Date),
    /// No known day ends it.
    Open,
}

impl Rest {
    fn day(self) -> Option<Date> {
        match self {
            Self::Until(day) => Some(day),
            Self::Open => None,
        }
    }

    /// The longer one of both.
    fn max(self, other: Self) -> Self {
        match (self, other) {
            (Self::Until(one), Self::Until(other)) => Self::Until(one.max(other)),
            _ => Self::Open,
        }
    }
}

/// Whether and how long all of the item rests.
fn resting_wholly(
    case: Case<'_>,
    item: &Overdue,
    next: Option<&Next<'_>>,
    waits: &mut Vec<Waits>,
) -> Option<Rest> {
    let mut longest: Option<Rest> = None;
    let mut rest = |one: Rest| {
        longest = Some(longest.map_or(one, |known| known.max(one)));
    };
    for pause in &case.arrears.pauses {
        if let Some(running) = running(case, pause, next) {
            let until = running.day().or_else(|| ahead(case, pause));
            waits.push(super::waits(item, item.open, paused(pause), until));
            rest(running);
        }
    }
    if let Some(until) = at_the_bank(case, item) {
        // Before the due date it is nothing to tell.
        if item.due < case.today {
            let why = WaitsFor::DirectDebit;
            waits.push(super::waits(item, item.open, why, Some(until)));
        }
        rest(Rest::Until(until));
    }
    longest
}

/// The day by which something is to be done about a pause that no day ends. Once it is past the end is open.
fn ahead(case: Case<'_>, pause: &Pause) -> Option<Date> {
    pause.until.filter(|until| *until >= case.today)
}

/// How long a pause that runs today does.
fn running(case: Case<'_>, pause: &Pause, next: Option<&Next<'_>>) -> Option<Rest> {
    if !pause.holds(case.today) {
        return None;
    }
    let until = match (pause.kind, pause.until) {
        // The letter after the one left out comes when it would have come.
        (PauseKind::Skip, None) => {
            let stages = &case.policy.stages;
            let following = next.and_then(|next| stages.get(next.index + 1));
            let days = following.map_or(SKIPPED_DAYS, |stage| u32::from(stage.after_previous));
            let until = after(pause.from, days.max(1) - 1);
            if until < case.today {
                return None;
            }
            Some(until)
        }
        (kind, until) => until.filter(|_| kind.ends_with_its_day()),
    };
    // One that was ended for a later day holds until then.
    let closed = pause.closed.and_then(|closed| closed.pred_opt());
    let until = match (until, closed) {
        (Some(until), Some(closed)) => Some(until.min(closed)),
        (until, closed) => until.or(closed),
    };
    Some(until.map_or(Rest::Open, Rest::Until))
}

fn paused(pause: &Pause) -> WaitsFor {
    WaitsFor::Paused {
        kind: pause.kind,
        reason: pause.reason.clone().unwrap_or_default(),
    }
}

/// The last day to wait for a direct debit to come back. Once it has, which its balance shows, nothing waits.
fn at_the_bank(case: Case<'_>, item: &Overdue) -> Option<Date> {
    if !item.direct_debit || returned(item).is_some() {
        return None;
    }
    let fetched = case.effective_due(item);
    let days = u32::from(case.policy.direct_debit_days);
    let until = case.law.calendar().banking_days_after(fetched, days);
    (case.today <= until).then_some(until)
}

fn plans(case: Case<'_>, item: &Overdue, waits: &mut Vec<Waits>, held: &mut Held) {
    for (plan, paid) in &item.plans {
        if plan.from > case.today {
            continue;
        }
        match plan.kept(*paid, case.today) {
            Kept::Paid | Kept::SoFar(None) => {}
            Kept::Broken(missed) => {
                held.plan_broken = Some((missed.due, case.money(missed.amount)));
            }
            Kept::SoFar(Some(next)) => {
                let mut covered = plan.items.iter().filter(|(of, _)| *of == item.item);
                let part = covered.next().map_or(Minor::ZERO, |(_, amount)| *amount);
                let part = part.min(held.free);
                if part > Minor::ZERO {
                    let until = after(next.due, plan.grace_days);
                    let why = WaitsFor::Plan {
                        date: next.due,
                        amount: case.money(next.amount),
                    };
                    held.rests(part, Some(until));
                    waits.push(super::waits(item, part, why, Some(until)));
                }
            }
        }
    }
}

/// A promise whose day has passed without so much being paid since it was given.
fn promise_broken(case: Case<'_>, item: &Overdue, pause: &Pause) -> bool {
    let over = pause.until.is_some_and(|until| until < case.today);
    if pause.kind != PauseKind::Promise || pause.closed.is_some() || !over {
        return false;
    }
    let since = item.changes.iter().filter(|(on, _)| *on >= pause.from);
    let paid: Minor = since.map(|(_, change)| -*change).sum();
    // Money that nobody has applied yet is paid all the same.
    let credits = case.arrears.credits.iter();
    let unapplied = credits.filter(|credit| credit.on >= pause.from);
    let unapplied: Minor = unapplied.map(|credit| credit.left).sum();
    paid + unapplied < pause.amount
}
