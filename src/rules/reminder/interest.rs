//! Late interest of an item up to a day: from where the last letter left off, on what was owed and free on each day.

use super::Case;
use crate::domain::arrears::Overdue;
use crate::domain::date::{self, Date};
use crate::domain::letter::Span;
use crate::domain::money::Minor;
use crate::domain::pause::{Pause, PauseKind};
use crate::domain::plan::{Kept, Plan};
use crate::rules::interest::{self, Segment};
use crate::rules::law::Gap;

/// What runs from the day after the last one claimed, else from the first interest day, up to today.
pub(super) fn owed(
    case: Case<'_>,
    item: &Overdue,
    effective_due: Date,
) -> Result<Vec<Segment>, Gap> {
    let first = interest::first_day(effective_due);
    let claimed = item.interest_until().map(date::next);
    let from = claimed.map_or(first, |day| day.max(first));
    if from > case.today {
        return Ok(Vec::new());
    }
    interest::accrue(
        case.law,
        case.arrears.kind,
        case.policy.agreed_rate,
        effective_due,
        &balances(case, item, from),
        from,
        case.today,
        case.arrears.currency,
    )
}

/// What was owed and free from each day on. A payment counts from the day after it: the day on which it comes in still
/// bears interest.
fn balances(case: Case<'_>, item: &Overdue, from: Date) -> Vec<(Date, Minor)> {
    let pauses = || {
        item.pauses
            .iter()
            .chain(&case.arrears.pauses)
            .filter(|pause| stops(pause))
    };
    let still = item.changes.is_empty() && item.plans.is_empty() && pauses().next().is_none();
    if still {
        return vec![(from, item.open)];
    }
    let mut days = vec![from];
    days.extend(item.changes.iter().map(|(on, _)| date::next(*on)));
    for pause in pauses() {
        days.push(pause.from);
        days.extend(pause.closed);
        days.extend(pause.until.map(date::next));
    }
    for (plan, _) in item.plans.iter().filter(|(plan, _)| !plan.interest) {
        days.push(plan.from);
        let missed = plan.instalments.iter().map(|instalment| instalment.due);
        days.extend(missed.map(date::next));
    }
    days.retain(|day| *day >= from && *day <= case.today);
    days.sort_unstable();
    days.dedup();
    let mut balances: Vec<(Date, Minor)> = Vec::with_capacity(days.len());
    for day in days {
        let free = free(case, item, day);
        // Days on which nothing changed for the principal are one line.
        if balances.last().is_none_or(|(_, last)| *last != free) {
            balances.push((day, free));
        }
    }
    balances
}

/// Whether interest rests with it. A stage that was left out is only a letter less.
fn stops(pause: &Pause) -> bool {
    pause.kind != PauseKind::Skip
}

fn free(case: Case<'_>, item: &Overdue, day: Date) -> Minor {
    let holding = |pause: &&Pause| stops(pause) && pause.holds(day);
    if case.arrears.pauses.iter().any(|pause| holding(&pause)) {
        return Minor::ZERO;
    }
    let before = item.changes.iter().filter(|(on, _)| *on < day);
    let changed: Minor = before.map(|(_, change)| *change).sum();
    let paused = item.pauses.iter().filter(holding);
    let paused: Minor = paused.map(|pause| pause.amount).sum();
    let planned = item.plans.iter();
    let planned: Minor = planned
        .filter(|(plan, paid)| rests(plan, *paid, day, case.today))
        .map(|(plan, _)| covered(plan, item))
        .sum();
    (item.opened + changed - paused - planned).max(Minor::ZERO)
}

/// Whether a plan lets interest rest on a day: until it is broken.
fn rests(plan: &Plan, paid: Minor, day: Date, today: Date) -> bool {
    let broken = match plan.kept(paid, today) {
        Kept::Broken(missed) => missed.due < day,
        Kept::SoFar(_) | Kept::Paid => false,
    };
    !plan.interest && plan.from <= day && !broken
}

/// How much of an item a plan covers.
fn covered(plan: &Plan, item: &Overdue) -> Minor {
    let mut of_item = plan.items.iter().filter(|(of, _)| *of == item.item);
    of_item.next().map_or(Minor::ZERO, |(_, amount)| *amount)
}

/// The lines of interest as a letter keeps them.
pub(super) fn spans(segments: &[Segment]) -> Vec<Span> {
    let lines = segments
        .iter()
        .filter(|segment| segment.amount > Minor::ZERO);
    lines
        .map(|segment| Span {
            from: segment.from,
            to: segment.to,
            days: segment.days,
            principal: segment.principal,
            rate: segment.rate.value,
            amount: segment.amount,
            rule: segment.rate.source.law.clone(),
        })
        .collect()
}
