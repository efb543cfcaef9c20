//! The next step of one item: whether it is due today, at which stage, and if not, when.

use super::held::{self, Held};
use super::place::{self, Last, Next, Place};
use super::{Case, after, barred, deferral, departed, interest, missing};
use crate::domain::arrears::Overdue;
use crate::domain::date::{self, Date};
use crate::domain::letter::{LetterKind, Step};
use crate::domain::money::Minor;
use crate::domain::reminding::{ClaimedBefore, Coming, HandoverTask, Waits, WaitsFor, Why};
use crate::rules::interest::Segment;
use crate::rules::law::LetterRule;
use crate::rules::policy::{Stage, StageDoes};

/// What is to be done about an item.
pub(super) enum Act<'a> {
    Nothing,
    Later(Coming),
    HandOver(Box<HandoverTask>),
    Letter(Box<Stepping<'a>>),
}

/// An item that takes a step today.
pub(super) struct Stepping<'a> {
    pub item: &'a Overdue,
    pub stage: &'a Stage,
    pub index: usize,
    pub cycle: u16,
    pub kind: LetterKind,
    pub last: Option<Last<'a>>,
    pub held: Held,
    /// What the letter asks of it.
    pub free: Minor,
    pub effective_due: Date,
    pub ready: Ready,
    pub rule: LetterRule,
    /// Late interest up to today, where the stage claims it.
    pub interest: Vec<Segment>,
}

/// The first day for a step.
#[derive(Clone, Copy)]
pub(super) struct Ready {
    pub on: Date,
    /// The days that the policy waits, after the due date or after the letter before.
    pub days: u32,
    /// Sooner, for the customer is new.
    pub new_customer: bool,
}

pub(super) fn of<'a>(case: Case<'a>, item: &'a Overdue, waits: &mut Vec<Waits>) -> Act<'a> {
    if let Some(last) = barred(case, item) {
        waits.push(super::waits(item, item.open, last, None));
        return Act::Nothing;
    }
    let place = place::of(case, item);
    if let Some(unsent) = place.last.and_then(|last| last.unsent)
        && departed::holds_back(case, unsent)
    {
        let held = held::look(case, item, place.next.as_ref(), waits);
        if held.free > Minor::ZERO {
            waits.push(super::waits(
                item,
                held.free,
                WaitsFor::letter(unsent),
                None,
            ));
        }
        return Act::Nothing;
    }
    let Some(next) = place.next else {
        return nothing_next(case, item, waits);
    };
    let effective_due = case.effective_due(item);
    let ready = ready(case, &place, &next, item);
    let coming = |date: Date, amount: Minor| Coming {
        item: item.item,
        number: item.number.clone(),
        stage: next.stage.name.clone(),
        date,
        amount,
    };
    let held = held::look(case, item, Some(&next), waits);
    if held.free == Minor::ZERO {
        return match held.resumes {
            Some(resumes) => Act::Later(coming(resumes.max(ready.on), item.open)),
            None => Act::Nothing,
        };
    }
    if ready.on > case.today {
        return Act::Later(coming(ready.on, held.free));
    }
    let kind = match next.stage.does {
        StageDoes::Letter(kind) if !next.stage.by_agency => kind,
        _ => return hand_over(case, item, &place, &next, &ready, &held, waits),
    };
    let rule = deferral::letter(case.law, case.arrears, item, kind, case.today);
    let rule = match rule {
        Ok(rule) => rule,
        Err(gap) => {
            waits.push(super::waits(item, held.free, missing(gap), None));
            return Act::Nothing;
        }
    };
    if !rule.creditor_may.value {
        // What the creditor may not send himself, an agency does (LOV-2026-05-22-19).
        return hand_over(case, item, &place, &next, &ready, &held, waits);
    }
    if let Some(earliest) = rule.earliest.as_ref().filter(|day| day.value > case.today) {
        return Act::Later(coming(earliest.value, held.free));
    }
    let interest = if next.stage.interest {
        interest::owed(case, item, effective_due)
    } else {
        Ok(Vec::new())
    };
    match interest {
        Ok(interest) => Act::Letter(Box::new(Stepping {
            item,
            stage: next.stage,
            index: next.index,
            cycle: next.cycle,
            kind,
            last: place.last,
            free: held.free,
            held,
            effective_due,
            ready,
            rule,
            interest,
        })),
        Err(gap) => {
            waits.push(super::waits(item, held.free, missing(gap), None));
            Act::Nothing
        }
    }
}

/// No step is left. What rests is told all the same.
fn nothing_next<'a>(case: Case<'a>, item: &'a Overdue, waits: &mut Vec<Waits>) -> Act<'a> {
    let held = held::look(case, item, None, waits);
    let overdue = case.effective_due(item) < case.today;
    if overdue && held.free > Minor::ZERO {
        let why = if case.policy.stages.is_empty() {
            WaitsFor::NoLetters
        } else {
            WaitsFor::NoStageLeft
        };
        waits.push(super::waits(item, held.free, why, None));
    }
    Act::Nothing
}

/// Why a claim that is barred waits, unless someone said why it should be asked for.
fn barred(case: Case<'_>, item: &Overdue) -> Option<WaitsFor> {
    if case.arrears.insisted {
        return None;
    }
    let last = barred::barred(item, case.arrears, case.law, case.today)?;
    Some(WaitsFor::Barred {
        date: last.value,
        rule: last.source.law.clone(),
    })
}

/// The first day for the next step: so long after the due date and after the letter before, and when that letter's
/// deadline and the days for payments on their way are over. Never on the effective due date itself.
pub(super) fn ready(case: Case<'_>, place: &Place<'_>, next: &Next<'_>, item: &Overdue) -> Ready {
    let stage = next.stage;
    let payable_until = deferral::payable_until(case.arrears, item);
    // Until the bank told that it got nothing nobody knew that it was late: the first letter counts from then.
    let returned = held::returned(item).filter(|_| place.last.is_none());
    let payable_until = payable_until.max(returned.unwrap_or(payable_until));
    let effective_due = case
        .law
        .effective_due(payable_until, case.arrears.kind)
        .value;
    let sooner = stage.after_due_new.filter(|_| case.is_new());
    let days = u32::from(sooner.unwrap_or(stage.after_due));
    let mut ready = Ready {
        on: after(effective_due, days.max(1)),
        days,
        new_customer: sooner.is_some_and(|days| days != stage.after_due),
    };
    let Some(last) = place.last else {
        return ready;
    };
    let mut not_before = |on: Date, days: u32| {
        if on > ready.on {
            ready = Ready {
                on,
                days,
                new_customer: false,
            };
        }
    };
    if let Some(sent) = last.sent {
        let days = u32::from(stage.after_previous).max(1);
        not_before(after(sent, days), days);
        if let Some(deadline) = last.deadline {
            let over = date::next(after(deadline, case.policy.grace_days));
            not_before(over, days_between(sent, over));
        }
        if let Some(day) = next.not_before {
            not_before(day, days_between(sent, day));
        }
    }
    ready
}

pub(super) fn days_between(from: Date, to: Date) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}

fn hand_over<'a>(
    case: Case<'a>,
    item: &'a Overdue,
    place: &Place<'a>,
    next: &Next<'a>,
    ready: &Ready,
    held: &Held,
    waits: &mut Vec<Waits>,
) -> Act<'a> {
    // An agency takes no claim that is disputed (inkassoloven § 17), and none in parts.
    if held.disputed {
        let why = WaitsFor::PartDisputed;
        waits.push(super::waits(item, held.free, why, None));
        return Act::Nothing;
    }
    let effective = case.effective_due(item);
    Act::HandOver(Box::new(HandoverTask {
        item: item.item,
        number: item.number.clone(),
        due: item.due,
        amount: held.free,
        charges: charges_of(case, item),
        agency: case.policy.agency.clone(),
        why: why_now(
            case,
            item,
            effective,
            place.last.as_ref(),
            next.stage,
            ready,
            held,
        ),
    }))
}

/// Open charges of an item that go with it: those that rest or are elsewhere stay.
fn charges_of(case: Case<'_>, item: &Overdue) -> Vec<ClaimedBefore> {
    let of_item = case.charges().filter_map(|charge| {
        let (kind, about) = charge.charge?;
        let free = held::free_of_charge(case, charge);
        (about == item.item && free > Minor::ZERO).then(|| ClaimedBefore {
            item: charge.item,
            number: charge.number.clone(),
            kind,
            amount: free,
        })
    });
    of_item.collect()
}

/// Why an item takes its step today.
pub(super) fn why_now(
    case: Case<'_>,
    item: &Overdue,
    effective: Date,
    last: Option<&Last<'_>>,
    stage: &Stage,
    ready: &Ready,
    held: &Held,
) -> Vec<Why> {
    let number = || item.number.clone();
    let mut why = vec![Why::FellDue {
        number: number(),
        due: item.due,
        effective,
    }];
    match last {
        Some(last) if last.moved_in => why.push(Why::MovedIn {
            number: number(),
            stage: last.stage.to_owned(),
        }),
        Some(last) => why.extend(last.sent.map(|sent| Why::LastLetter {
            number: number(),
            stage: last.stage.to_owned(),
            sent,
            deadline: last.deadline,
        })),
        None => {}
    }
    why.push(Why::DaysReached {
        days: ready.days,
        stage: stage.name.clone(),
        on: ready.on,
    });
    if ready.new_customer {
        why.push(Why::NewCustomer { days: ready.days });
    }
    // Old news once a letter has gone out since.
    let since = last.and_then(|last| last.sent).unwrap_or(Date::MIN);
    if let Some(date) = held.promise_broken.filter(|date| *date >= since) {
        why.push(Why::PromiseBroken {
            number: number(),
            date,
        });
    }
    if let Some((date, amount)) = held.plan_broken.filter(|(date, _)| *date >= since) {
        why.push(Why::PlanBroken { date, amount });
    }
    if held.free < item.open {
        why.push(Why::PartHeld {
            number: number(),
            amount: case.money(item.open - held.free),
        });
    }
    why
}

impl Stepping<'_> {
    pub fn step(&self) -> Step {
        Step {
            stage: self.stage.name.clone(),
            kind: self.kind,
            cycle: self.cycle,
        }
    }
}
