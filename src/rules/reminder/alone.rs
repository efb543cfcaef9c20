//! Charges that stay open when their principal is paid: claimed by themselves, carried, or proposed for waiving.

use std::collections::HashSet;

use super::credits::Credits;
use super::step::{Ready, days_between};
use super::{Case, after, channel, compose, departed, held, missing};
use crate::domain::arrears::Overdue;
use crate::domain::date::{self, Date};
use crate::domain::id::ItemId;
use crate::domain::letter::{LetterKind, Step};
use crate::domain::money::Minor;
use crate::domain::reminding::{Coming, DueLetter, DueLine, Judged, WaitsFor, Why};
use crate::rules::law::LetterRule;
use crate::rules::policy::{ChargesAlone, Stage, StageDoes};

/// A charge that takes a step of its own.
struct Alone<'a> {
    charge: &'a Overdue,
    free: Minor,
    stage: &'a Stage,
    ready: Ready,
}

/// Charges of what is settled that go along with the next letter that is more than a friendly one.
pub(super) fn carried(case: Case<'_>) -> Vec<(&Overdue, Minor)> {
    if case.policy.charges_alone == ChargesAlone::Waive {
        return Vec::new();
    }
    let charges = left_over(case).filter(|charge| quiet_until(case, charge) < case.today);
    charges
        .map(|charge| (charge, held::free_of_charge(case, charge)))
        .filter(|(_, free)| *free > Minor::ZERO)
        .collect()
}

/// The last day on which a charge is not asked for again: of the days for payments on their way after its deadline, and
/// after the deadline of the last letter about anything else, which may have listed it.
fn quiet_until(case: Case<'_>, charge: &Overdue) -> Date {
    let over = |deadline: Date| after(deadline, case.policy.grace_days);
    let letters = case.principal().filter_map(|item| item.taken.last());
    let quiet = letters.map(|taken| taken.deadline.map_or(taken.sent, over).max(taken.sent));
    let own = over(case.effective_due(charge));
    quiet.max().map_or(own, |quiet| quiet.max(own))
}

/// Charges past due whose principal is settled: no letter about it comes any more.
fn left_over(case: Case<'_>) -> impl Iterator<Item = &Overdue> {
    let mut open: HashSet<ItemId> = HashSet::new();
    if case.charges().next().is_some() {
        open.extend(case.principal().map(|item| item.item));
    }
    case.charges().filter(move |charge| {
        let about = charge.charge.map(|(_, about)| about);
        !about.is_some_and(|about| open.contains(&about)) && case.effective_due(charge) < case.today
    })
}

/// The letter that asks for charges alone: a reminder without a new charge, as long as the policy has reminders left.
/// What no letter asks for waits with its reason, or is proposed for waiving.
pub(super) fn letter(case: Case<'_>, credits: Credits<'_>, judged: &mut Judged) {
    let is_told = |charge: &&Overdue| {
        let mut lines = judged.letters.iter().flat_map(|letter| &letter.lines);
        lines.any(|line| line.item == charge.item)
    };
    let charges: Vec<&Overdue> = left_over(case).filter(|charge| !is_told(charge)).collect();
    let mut free: Vec<(&Overdue, Minor)> = Vec::new();
    for charge in charges {
        let left = held::look(case, charge, None, &mut judged.waits).free;
        if left == Minor::ZERO {
            continue;
        }
        match departed::of_charge(case, charge) {
            Some(unsent) => {
                let why = WaitsFor::letter(unsent);
                judged.waits.push(super::waits(charge, left, why, None));
            }
            None => free.push((charge, left)),
        }
    }
    if free.is_empty() {
        return;
    }
    let wait = |free: &[(&Overdue, Minor)], why: &WaitsFor, judged: &mut Judged| {
        let rows = free.iter();
        let rows = rows.map(|(charge, left)| super::waits(charge, *left, why.clone(), None));
        judged.waits.extend(rows);
    };
    match case.policy.charges_alone {
        ChargesAlone::Waive => {
            wait(&free, &WaitsFor::ChargesToWaive, judged);
            let kind = |charge: &Overdue| charge.charge.map(|(kind, _)| kind);
            let proposed = free.iter();
            judged.waive.extend(
                proposed.filter_map(|(charge, left)| Some((charge.item, kind(charge)?, *left))),
            );
        }
        ChargesAlone::Claim if !principal_is_reminded(case, judged) => {
            if let Err(why) = claim(case, &free, credits, judged) {
                wait(&free, &why, judged);
            }
        }
        ChargesAlone::Claim | ChargesAlone::Carry => wait(&free, &WaitsFor::ChargesCarried, judged),
    }
}

/// Asks for charges by themselves, today or on their day; else why they wait.
fn claim(
    case: Case<'_>,
    charges: &[(&Overdue, Minor)],
    credits: Credits<'_>,
    judged: &mut Judged,
) -> Result<(), WaitsFor> {
    let gross: Minor = charges.iter().map(|(_, free)| *free).sum();
    let items: Vec<ItemId> = charges.iter().map(|(charge, _)| charge.item).collect();
    let net = gross - credits.free_for(&items);
    let minimum = compose::minimum(case, &case.policy.minimum_of_charges);
    if net < minimum {
        let minimum = case.money(minimum);
        return Err(WaitsFor::ChargesAlone { minimum });
    }
    let mut due: Vec<Alone<'_>> = Vec::new();
    for (charge, free) in charges {
        match next(case, charge) {
            None => {
                let why = WaitsFor::NoStageLeft;
                judged.waits.push(super::waits(charge, *free, why, None));
            }
            Some((stage, ready)) if ready.on > case.today => judged.next.push(Coming {
                item: charge.item,
                number: charge.number.clone(),
                stage: stage.name.clone(),
                date: ready.on,
                amount: *free,
            }),
            Some((stage, ready)) => due.push(Alone {
                charge,
                free: *free,
                stage,
                ready,
            }),
        }
    }
    match compose(case, &due, credits, minimum) {
        Ok(letter) => judged.letters.extend(letter),
        Err(why) => {
            let rows = due.iter();
            let rows = rows.map(|alone| super::waits(alone.charge, alone.free, why.clone(), None));
            judged.waits.extend(rows);
        }
    }
    Ok(())
}

/// Whether a letter about principal comes, with which the charges go: today, or when its day comes.
fn principal_is_reminded(case: Case<'_>, judged: &Judged) -> bool {
    let overdue = case
        .principal()
        .filter(|item| case.effective_due(item) < case.today);
    let overdue: HashSet<ItemId> = overdue.map(|item| item.item).collect();
    let lines = judged.letters.iter().flat_map(|letter| &letter.lines);
    let items = lines.map(|line| line.item);
    let mut items = items.chain(judged.next.iter().map(|coming| coming.item));
    items.any(|item| overdue.contains(&item))
}

/// The next reminder for a charge and its first day.
fn next<'a>(case: Case<'a>, charge: &Overdue) -> Option<(&'a Stage, Ready)> {
    let was_taken = |stage: &Stage| {
        let mut taken = charge.taken.iter();
        taken.any(|taken| taken.step.stage == stage.name)
    };
    let mut stages = case.policy.stages.iter();
    let stage = stages.find(|stage| {
        let reminds = stage.does == StageDoes::Letter(LetterKind::Reminder);
        reminds && !stage.by_agency && !was_taken(stage)
    })?;
    let days = u32::from(stage.after_due).max(1);
    let mut ready = Ready {
        on: after(case.effective_due(charge), days).max(date::next(quiet_until(case, charge))),
        days,
        new_customer: false,
    };
    if let Some(last) = charge.taken.last() {
        let previous = after(last.sent, stage.after_previous.max(1));
        let over = last
            .deadline
            .map(|day| date::next(after(day, case.policy.grace_days)));
        let on = previous.max(over.unwrap_or(Date::MIN));
        if on > ready.on {
            ready.on = on;
            ready.days = days_between(last.sent, on);
        }
    }
    Some((stage, ready))
}

/// None, if nothing is due; or why what is due waits.
fn compose(
    case: Case<'_>,
    due: &[Alone<'_>],
    mut credits: Credits<'_>,
    minimum: Minor,
) -> Result<Option<DueLetter>, WaitsFor> {
    let Some(lead) = due.first() else {
        return Ok(None);
    };
    let kind = LetterKind::Reminder;
    let rules = due.iter().map(|alone| {
        let of = alone.charge.due;
        let rule = case
            .law
            .letter(kind, case.arrears.kind, of, case.today, None);
        rule.map_err(missing)
    });
    let rules: Vec<LetterRule> = rules.collect::<Result<_, _>>()?;
    let mut lines: Vec<DueLine> = due
        .iter()
        .map(|alone| {
            let step = Step {
                stage: alone.stage.name.clone(),
                kind,
                cycle: 1,
            };
            compose::line(alone.charge, alone.free, Some(step))
        })
        .collect();
    let gross: Minor = lines.iter().map(|line| line.amount).sum();
    let used = credits.take_off(&mut lines);
    let total = gross - used;
    if total < minimum {
        return Err(WaitsFor::ChargesAlone {
            minimum: case.money(minimum),
        });
    }
    let (channel, passed) = channel::of(case, lead.stage).ok_or(WaitsFor::NoChannel)?;
    let stages = due.iter().map(|alone| alone.stage.deadline_days);
    let days: Vec<(&LetterRule, Option<u16>)> = rules.iter().zip(stages).collect();
    let deadline = compose::deadline(case, &days);
    let mut why = vec![
        Why::FellDue {
            number: lead.charge.number.clone(),
            due: lead.charge.due,
            effective: case.effective_due(lead.charge),
        },
        Why::DaysReached {
            days: lead.ready.days,
            stage: lead.stage.name.clone(),
            on: lead.ready.on,
        },
    ];
    why.extend(deadline.as_ref().map(|(_, why)| why.clone()));
    why.extend(passed);
    if used > Minor::ZERO {
        let amount = case.money(used);
        why.push(Why::Credits { amount });
    }
    Ok(Some(DueLetter {
        stage: lead.stage.name.clone(),
        kind,
        tone: lead.stage.tone.clone(),
        sent: case.today,
        deadline: deadline.map(|(date, _)| date),
        channel,
        reference: lead.charge.reference.clone().filter(|_| lines.len() == 1),
        lines,
        charges: Vec::new(),
        total,
        why,
        next: None,
    }))
}
