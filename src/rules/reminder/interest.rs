//! Late interest of an item up to a day: from where the last letter left off, on what was owed and free on each day.

use rust_decimal::Decimal;

use super::{Case, owed};
use crate::domain::arrears::Overdue;
use crate::domain::date::{self, Date};
use crate::domain::letter::Span;
use crate::domain::money::Minor;
use crate::domain::plan::{Kept, Plan};
use crate::domain::reminding::Why;
use crate::rules::interest::{self, Segment};
use crate::rules::law::Gap;

/// What runs from the day after the last one claimed, else from the first interest day, up to today.
pub(super) fn owed(
    case: Case<'_>,
    item: &Overdue,
    effective_due: Date,
) -> Result<Vec<Segment>, Gap> {
    let from = from(case, item);
    if from > case.today {
        return Ok(Vec::new());
    }
    interest::accrue(
        case.law,
        case.arrears.kind,
        agreed_rate(case, item),
        effective_due,
        &balances(case, item, from),
        from,
        case.today,
        case.arrears.currency,
    )
}

/// What was agreed with the customer by the day of the invoice, else what the policy says is agreed with all. What the
/// law does not let a consumer agree to, `interest::accrue` holds to the law's own.
fn agreed_rate(case: Case<'_>, item: &Overdue) -> Option<Decimal> {
    let own = case.arrears.agreed_interest;
    let own = own.filter(|(_, agreed)| *agreed <= item.issued);
    own.map(|(rate, _)| rate).or(case.policy.agreed_rate)
}

/// The first day that the next letter counts.
fn from(case: Case<'_>, item: &Overdue) -> Date {
    let first = owed::first_day(case.arrears, item, case.law);
    let claimed = item.interest_until().map(date::next);
    claimed.map_or(first, |day| day.max(first))
}

/// What bears interest from each day on.
fn balances(case: Case<'_>, item: &Overdue, from: Date) -> Vec<(Date, Minor)> {
    let mut days = owed::changes(case.arrears, item);
    days.push(from);
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
        let bears = (owed::on(case.arrears, item, day) - planned(case, item, day)).max(Minor::ZERO);
        // Days on which nothing changed for the principal are one line.
        if balances.last().is_none_or(|(_, last)| *last != bears) {
            balances.push((day, bears));
        }
    }
    balances
}

/// What plans without interest cover of an item on a day.
fn planned(case: Case<'_>, item: &Overdue, day: Date) -> Minor {
    let resting = item.plans.iter();
    let resting = resting.filter(|(plan, paid)| rests(plan, *paid, day, case.today));
    resting.map(|(plan, _)| covered(plan, item)).sum()
}

/// The disputes for whose days a letter leaves interest out, of those that it counts.
pub(super) fn rested(case: Case<'_>, item: &Overdue) -> Vec<Why> {
    let from = from(case, item);
    let disputes = item.pauses.iter().filter(|pause| owed::stops(pause));
    disputes
        .filter_map(|pause| {
            let last = pause.closed.and_then(|closed| closed.pred_opt());
            let (from, to) = (
                pause.from.max(from),
                last.map_or(case.today, |last| last.min(case.today)),
            );
            (from <= to).then(|| Why::InterestRests {
                number: item.number.clone(),
                amount: case.money(pause.amount),
                from,
                to,
            })
        })
        .collect()
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
