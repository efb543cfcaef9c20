//! Where an item stands in the process: after the letters that moved it and what it moved in with, and nothing else.

use chrono::Months;

use super::Case;
use crate::domain::arrears::Overdue;
use crate::domain::date::{self, Date};
use crate::domain::departure::Unsent;
use crate::domain::letter::LetterKind;
use crate::rules::policy::{FeeAsked, Policy, Stage, StageDoes};

/// The step that an item took last.
#[derive(Clone, Copy)]
pub(super) struct Last<'a> {
    pub stage: &'a str,
    /// None where the system that it moved in from did not tell.
    pub sent: Option<Date>,
    pub deadline: Option<Date>,
    pub moved_in: bool,
    /// Its letter has not left the house: nothing follows it yet.
    pub unsent: Option<Unsent>,
}

/// The step that comes next.
#[derive(Clone, Copy)]
pub(super) struct Next<'a> {
    pub stage: &'a Stage,
    /// The stage's place in the policy: who came furthest leads a letter.
    pub index: usize,
    pub cycle: u16,
    /// A new cycle begins no earlier.
    pub not_before: Option<Date>,
}

/// An item's place.
pub(super) struct Place<'a> {
    pub last: Option<Last<'a>>,
    pub next: Option<Next<'a>>,
}

pub(super) fn of<'a>(case: Case<'a>, item: &'a Overdue) -> Place<'a> {
    let stages = &case.policy.stages;
    let Some(taken) = item.taken.last() else {
        return moved_in(case.policy, item);
    };
    let cycle = taken.step.cycle;
    let passed = passed(stages, &taken.step.stage, taken.step.kind);
    let last = Some(Last {
        stage: &taken.step.stage,
        sent: Some(taken.sent),
        deadline: taken.deadline,
        moved_in: false,
        unsent: taken.unsent,
    });
    let was_taken = |stage: &Stage| {
        let mut steps = item.taken.iter().map(|taken| &taken.step);
        steps.any(|step| step.cycle == cycle && step.stage == stage.name)
    };
    let mut rest = stages.iter().enumerate().skip(passed);
    let next = rest
        .find(|(_, stage)| !was_taken(stage))
        .map(|(index, stage)| Next {
            stage,
            index,
            cycle,
            not_before: None,
        });
    // However long it rested: what is left of the process, its hand-over too, comes before a new cycle.
    let next = next.or_else(|| new_cycle(case, item, cycle));
    Place { last, next }
}

fn is_own_letter(stage: &Stage) -> bool {
    !stage.by_agency && matches!(stage.does, StageDoes::Letter(_))
}

/// How many stages lie behind. A policy that no longer knows the stage goes on after its last one of that kind, or
/// of a milder one.
fn passed(stages: &[Stage], name: &str, kind: LetterKind) -> usize {
    let of_kind = |fits: &dyn Fn(LetterKind) -> bool| {
        stages
            .iter()
            .rposition(|stage| matches!(stage.does, StageDoes::Letter(kind) if fits(kind)))
    };
    let index = stages.iter().position(|stage| stage.name == name);
    let index = index
        .or_else(|| of_kind(&|of| of == kind))
        .or_else(|| of_kind(&|of| of < kind));
    index.map_or(0, |index| index + 1)
}

/// Where the law lets fees start again after so many months, the process does too, with its first stage that asks for
/// one (inkassoforskriften § 1-3 (2)).
fn new_cycle<'a>(case: Case<'a>, item: &Overdue, cycle: u16) -> Option<Next<'a>> {
    let last_fee = item.taken.iter().rev().find(|taken| taken.fee)?;
    let mut stages = case.policy.stages.iter().enumerate();
    let (index, stage) =
        stages.find(|(_, stage)| is_own_letter(stage) && stage.fee != FeeAsked::No)?;
    let StageDoes::Letter(kind) = stage.does else {
        return None;
    };
    let rule = case
        .law
        .letter(kind, case.arrears.kind, item.due, case.today, None)
        .ok()?;
    let months = rule.fee?.reset_months?.value;
    Some(Next {
        stage,
        index,
        cycle: cycle.saturating_add(1),
        not_before: Some(date::next(months_after(last_fee.sent, months))),
    })
}

pub(super) fn months_after(date: Date, months: u32) -> Date {
    date.checked_add_months(Months::new(months))
        .unwrap_or(Date::MAX)
}

/// The place of an item that took no step here, but maybe elsewhere.
fn moved_in<'a>(policy: &'a Policy, item: &'a Overdue) -> Place<'a> {
    let told = item.moved_in.as_ref();
    let told = told.filter(|told| told.last_stage.is_some() || told.last_letter_date.is_some());
    let name = told.and_then(|told| told.last_stage.as_deref());
    let passed = match told {
        None => 0,
        Some(_) => name.map_or(1, |name| passed_elsewhere(&policy.stages, name)),
    };
    let behind = passed
        .checked_sub(1)
        .and_then(|last| policy.stages.get(last));
    let sent = told.and_then(|told| told.last_letter_date);
    let days = behind.and_then(|stage| stage.deadline_days);
    let last = (passed > 0).then_some(Last {
        stage: name.unwrap_or_default(),
        sent,
        // What deadline it had was not told: that of the stage here.
        deadline: sent.zip(days).map(|(sent, days)| super::after(sent, days)),
        moved_in: true,
        unsent: None,
    });
    let mut rest = policy.stages.iter().enumerate().skip(passed);
    let next = rest.next().map(|(index, stage)| Next {
        stage,
        index,
        cycle: 1,
        not_before: None,
    });
    Place { last, next }
}

/// Words in the names of other systems' stages; the first that fits tells the kind.
const WORDS: [(&str, LetterKind); 20] = [
    ("friendly", LetterKind::Friendly),
    ("vennlig", LetterKind::Friendly),
    ("vänlig", LetterKind::Friendly),
    ("venlig", LetterKind::Friendly),
    ("betalingsoppfordring", LetterKind::Demand),
    ("maksuvaatimus", LetterKind::Demand),
    ("demand", LetterKind::Demand),
    ("notice", LetterKind::Notice),
    ("varsel", LetterKind::Notice),
    ("inkas", LetterKind::Notice),
    ("krav", LetterKind::Notice),
    ("collection", LetterKind::Notice),
    ("perint", LetterKind::Notice),
    ("purring", LetterKind::Reminder),
    ("påminn", LetterKind::Reminder),
    ("rykker", LetterKind::Reminder),
    ("reminder", LetterKind::Reminder),
    ("huomautus", LetterKind::Reminder),
    ("muistutus", LetterKind::Reminder),
    ("dunning", LetterKind::Reminder),
];

/// What another system's stage was, by a word in its name.
pub(super) fn kind_elsewhere(name: &str) -> Option<LetterKind> {
    let name = name.to_lowercase();
    let word = WORDS.iter().find(|(word, _)| name.contains(word));
    word.map(|(_, kind)| *kind)
}

/// How many stages lie behind an item that another system reminded of: by the stage's name here, by its number, by a
/// word for its kind; else one letter, for there was one.
fn passed_elsewhere(stages: &[Stage], name: &str) -> usize {
    let name = name.trim().to_lowercase();
    let same = stages
        .iter()
        .position(|stage| stage.name.to_lowercase() == name);
    if let Some(index) = same {
        return index + 1;
    }
    if let Ok(number) = name.parse::<usize>() {
        let letters = stages.iter().filter(|stage| is_own_letter(stage)).count();
        return number.min(letters);
    }
    let kind = kind_elsewhere(&name);
    let first = stages
        .iter()
        .position(|stage| matches!(stage.does, StageDoes::Letter(of) if Some(of) == kind));
    first.map_or(1, |index| index + 1).min(stages.len())
}
