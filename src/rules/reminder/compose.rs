//! Letters put together: the items that take a step, charges claimed before, credits; new charges; the deadline.

use std::collections::{BTreeMap, HashMap};

use super::claims::{self, New};
use super::credits::Credits;
use super::step::{Stepping, days_between, why_now};
use super::{Case, after, alone, channel, held};
use crate::domain::arrears::Overdue;
use crate::domain::date::{self, Date};
use crate::domain::id::{DocumentId, ItemId};
use crate::domain::letter::{LetterKind, Step};
use crate::domain::money::{Currency, Minor};
use crate::domain::reminding::{DueLetter, DueLine, Judged, Waits, WaitsFor, Why};
use crate::rules::law::LetterRule;

/// The letters of the items that take a step: one for the account, or one for each invoice. What is left of the credits
/// once what they cover is covered.
pub(super) fn letters<'a>(
    case: Case<'a>,
    steps: Vec<Stepping<'a>>,
    judged: &mut Judged,
) -> Credits<'a> {
    let mut credits = Credits::of(case);
    if steps.is_empty() {
        return credits;
    }
    let mut carried = alone::carried(case);
    let waits = &mut judged.waits;
    if !case.policy.letter_per_invoice {
        let letter = compose(case, &steps, &mut credits, &mut carried, waits);
        judged.letters.extend(letter);
        return credits;
    }
    let mut groups: Vec<Vec<Stepping<'a>>> = Vec::new();
    let mut places: HashMap<DocumentId, usize> = HashMap::new();
    for step in steps {
        let place = *places.entry(step.item.document).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(step),
            None => groups.push(vec![step]),
        }
    }
    for group in groups {
        let letter = compose(case, &group, &mut credits, &mut carried, waits);
        judged.letters.extend(letter);
    }
    credits
}

fn compose(
    case: Case<'_>,
    steps: &[Stepping<'_>],
    credits: &mut Credits<'_>,
    carried: &mut Vec<(&Overdue, Minor)>,
    waits: &mut Vec<Waits>,
) -> Option<DueLetter> {
    // Of those that came furthest the earliest due, which stands first.
    let lead = steps
        .iter()
        .reduce(|lead, step| if step.index > lead.index { step } else { lead })?;
    let mut wait = |why: &WaitsFor| {
        waits.extend(
            steps
                .iter()
                .map(|step| super::waits(step.item, step.free, why.clone(), None)),
        );
    };
    let Some((channel, passed)) = channel::of(case, lead.stage) else {
        wait(&WaitsFor::NoChannel);
        return None;
    };
    let mut lines: Vec<DueLine> = steps
        .iter()
        .map(|step| line(step.item, step.free, Some(step.step())))
        .collect();
    // A friendly letter is about what is new: it asks for no charges, nor sets them a deadline.
    let is_friendly = lead.kind == LetterKind::Friendly;
    if !is_friendly {
        let again = claimed_again(case, steps);
        let again = again.iter().chain(carried.iter());
        lines.extend(again.map(|(charge, free)| line(charge, *free, None)));
    }
    let gross: Minor = lines.iter().map(|line| line.amount).sum();
    let minimum = minimum(case, &case.policy.minimum);
    let used = credits.take_off(&mut lines);
    if gross - used < minimum {
        wait(&WaitsFor::BelowMinimum {
            net: case.money(gross - used),
            minimum: case.money(minimum),
        });
        return None;
    }
    if !is_friendly {
        carried.clear();
    }
    let New {
        charges,
        why: claims,
    } = claims::of(case, lead, steps);
    let added: Minor = charges.iter().map(|charge| charge.amount).sum();
    let rules: Vec<(&LetterRule, Option<u16>)> = steps
        .iter()
        .map(|step| (&step.rule, step.stage.deadline_days))
        .collect();
    let deadline = deadline(case, &rules);
    let mut why = why_now(
        case,
        lead.item,
        lead.effective_due,
        lead.last.as_ref(),
        lead.stage,
        &lead.ready,
        &lead.held,
    );
    let last_day = deadline.as_ref().map(|(day, _)| *day);
    let others = steps.iter().filter(|step| step.item.item != lead.item.item);
    why.extend(others.flat_map(|step| own_steps(case, step, lead, last_day)));
    why.extend(claims);
    why.extend(deadline.as_ref().map(|(_, why)| why.clone()));
    why.extend(passed);
    if used > Minor::ZERO {
        why.push(Why::Credits {
            amount: case.money(used),
        });
    }
    let deadline = deadline.map(|(date, _)| date);
    Some(DueLetter {
        stage: lead.stage.name.clone(),
        kind: lead.kind,
        tone: lead.stage.tone.clone(),
        sent: case.today,
        deadline,
        channel,
        reference: reference(steps),
        total: gross - used + added,
        lines,
        charges,
        why,
        next: following(case, lead, deadline),
    })
}

pub(super) fn line(item: &Overdue, amount: Minor, step: Option<Step>) -> DueLine {
    DueLine {
        item: item.item,
        number: item.number.clone(),
        due: item.due,
        opened: item.opened,
        amount,
        charge: item.charge.map(|(kind, _)| kind),
        step,
    }
}

/// The least net amount that is asked for.
pub(super) fn minimum(case: Case<'_>, by_currency: &BTreeMap<Currency, Minor>) -> Minor {
    let minimum = by_currency.get(&case.arrears.currency).copied();
    minimum.unwrap_or(Minor(1)).max(Minor(1))
}

/// Charges claimed before that go with the step of their own item: those past due that do not rest.
fn claimed_again<'a>(case: Case<'a>, steps: &[Stepping<'_>]) -> Vec<(&'a Overdue, Minor)> {
    let stepping = |about: ItemId| steps.iter().any(|step| step.item.item == about);
    let charges = case.charges().filter(|charge| {
        let about = charge.charge.map(|(_, about)| about);
        about.is_some_and(stepping) && case.effective_due(charge) < case.today
    });
    charges
        .map(|charge| (charge, held::free_of_charge(case, charge)))
        .filter(|(_, free)| *free > Minor::ZERO)
        .collect()
}

/// The last day to pay, a banking day: the later one of what the policy gives and the law wants.
pub(super) fn deadline(
    case: Case<'_>,
    rules: &[(&LetterRule, Option<u16>)],
) -> Option<(Date, Why)> {
    let policy = rules.iter().filter_map(|(_, days)| *days).max();
    let policy = policy.map(|days| after(case.today, days));
    let law = rules
        .iter()
        .filter_map(|(rule, _)| Some((case.law.first_deadline(rule, case.today)?, *rule)))
        .max_by_key(|(day, _)| *day);
    let by_law = law.as_ref().map(|(day, _)| *day);
    let date = policy.max(by_law)?;
    let date = case.law.calendar().next_banking_day(date);
    let cited = law
        .filter(|(day, _)| policy.is_none_or(|policy| policy <= *day))
        .and_then(|(_, rule)| {
            let days = rule.deadline_days.as_ref();
            days.or(rule.deadline_banking_days.as_ref())
        });
    let why = Why::Deadline {
        date,
        days: days_between(case.today, date),
        rule: cited.map_or_else(String::new, |days| days.source.law.clone()),
    };
    Some((date, why))
}

/// Why another item than the lead is in the letter; where its stage is another one, which it is and what comes next.
fn own_steps(
    case: Case<'_>,
    step: &Stepping<'_>,
    lead: &Stepping<'_>,
    deadline: Option<Date>,
) -> Vec<Why> {
    let mut why = why_now(
        case,
        step.item,
        step.effective_due,
        step.last.as_ref(),
        step.stage,
        &step.ready,
        &step.held,
    );
    if step.index != lead.index {
        why.push(Why::OwnStage {
            number: step.item.number.clone(),
            stage: step.stage.name.clone(),
        });
        why.extend(
            following(case, step, deadline).map(|(stage, date)| Why::OwnNext {
                number: step.item.number.clone(),
                stage,
                date,
            }),
        );
    }
    why
}

/// The reference that all items share, if they do.
fn reference(steps: &[Stepping<'_>]) -> Option<String> {
    let mut references = steps.iter().map(|step| step.item.reference.as_ref());
    let first = references.next()??;
    references
        .all(|other| other == Some(first))
        .then(|| first.clone())
}

/// The stage after the lead's and its first day, if this letter goes out today.
fn following(
    case: Case<'_>,
    lead: &Stepping<'_>,
    deadline: Option<Date>,
) -> Option<(String, Date)> {
    let stage = case.policy.stages.get(lead.index + 1)?;
    let due = after(lead.effective_due, stage.after_due.max(1));
    let previous = after(case.today, stage.after_previous.max(1));
    let over = deadline.map(|deadline| date::next(after(deadline, case.policy.grace_days)));
    Some((
        stage.name.clone(),
        due.max(previous).max(over.unwrap_or(due)),
    ))
}
