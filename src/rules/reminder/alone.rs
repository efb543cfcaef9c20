//! Charges that stay open when their principal is paid: claimed by themselves, carried, or proposed for waiving.

use super::step::{Ready, days_between};
use super::{Case, after, channel, compose, to_law};
use crate::domain::arrears::Overdue;
use crate::domain::date::{self, Date};
use crate::domain::letter::{LetterKind, Step};
use crate::domain::money::Minor;
use crate::domain::reminding::{Coming, DueLetter, DueLine, Judged, WaitsFor, Why};
use crate::rules::policy::{ChargesAlone, Stage, StageDoes};

/// A charge that takes a step of its own.
struct Alone<'a> {
    charge: &'a Overdue,
    free: Minor,
    stage: &'a Stage,
    ready: Ready,
}

/// The letter that asks for charges alone: a reminder without a new charge, as long as the policy has reminders left.
pub(super) fn letter(case: Case<'_>, judged: &mut Judged) {
    if case.charges().next().is_none() || principal_is_reminded(case) {
        return;
    }
    let charges = compose::claimed_again(case, None);
    if charges.is_empty() {
        return;
    }
    let gross: Minor = charges.iter().map(|(_, free)| *free).sum();
    let credits = case.arrears.credits.iter().map(|credit| credit.left);
    let net = gross - credits.sum();
    let minimum = compose::minimum(case, &case.policy.minimum_of_charges);
    let claim = case.policy.charges_alone == ChargesAlone::Claim && net >= minimum;
    let mut due: Vec<Alone<'_>> = Vec::new();
    for (charge, free) in charges {
        match next(case, charge).filter(|_| claim) {
            None => {
                let minimum = case.money(minimum);
                let why = WaitsFor::ChargesAlone { minimum };
                judged.waits.push(super::waits(charge, free, why, None));
            }
            Some((stage, ready)) if ready.on > case.today => judged.next.push(Coming {
                item: charge.item,
                number: charge.number.clone(),
                stage: stage.name.clone(),
                date: ready.on,
                amount: free,
            }),
            Some((stage, ready)) => due.push(Alone {
                charge,
                free,
                stage,
                ready,
            }),
        }
    }
    judged.letters.extend(compose(case, &due, minimum));
}

/// Whether a letter about principal comes, with which the charges go.
fn principal_is_reminded(case: Case<'_>) -> bool {
    let mut principal = case.principal();
    principal.any(|item| case.effective_due(item) < case.today)
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
        on: after(case.effective_due(charge), days),
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

fn compose(case: Case<'_>, due: &[Alone<'_>], minimum: Minor) -> Option<DueLetter> {
    let lead = due.first()?;
    let kind = LetterKind::Reminder;
    let rule = case
        .law
        .letter(
            to_law(kind),
            case.arrears.kind,
            lead.charge.due,
            case.today,
            None,
        )
        .ok()?;
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
    let mut credits = compose::credits(case);
    let used = compose::use_up(&mut credits, gross, &mut lines);
    let total = gross - used;
    if total < minimum {
        return None;
    }
    let deadline = compose::deadline(case, &[(&rule, lead.stage.deadline_days)]);
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
    if used > Minor::ZERO {
        let amount = case.money(used);
        why.push(Why::Credits { amount });
    }
    Some(DueLetter {
        stage: lead.stage.name.clone(),
        kind,
        tone: lead.stage.tone.clone(),
        sent: case.today,
        deadline: deadline.map(|(date, _)| date),
        channel: channel::of(case, lead.stage)?,
        reference: lead.charge.reference.clone().filter(|_| lines.len() == 1),
        lines,
        charges: Vec::new(),
        total,
        why,
        next: None,
    })
}
