//! Whether a letter that waits in the outbox may still leave as it was written: what it asks for is owed still, and
//! the days from today to its deadline are those that the law gives from sending (inkassoloven § 9: fourteen;
//! inkassolagen 5 §: eight; inkassoloven § 10 of Denmark: ten). Where the law gives none, they are the policy's from the
//! day on which it was written.

use super::credits::Credits;
use super::{Case, after, deferral, held, judge};
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::date::Date;
use crate::domain::departure::OutOfDate;
use crate::domain::id::ItemId;
use crate::domain::letter::{Letter, LetterKind};
use crate::domain::money::Minor;
use crate::domain::reminding::{DueLine, WaitsFor};
use crate::rules::law::Law;
use crate::rules::policy::{Policy, Stage, StageDoes};

/// Days that a letter may be old when it leaves, as long as its deadline holds: a weekend, or the night's batch of a
/// print house.
const DAYS_OLD: u32 = 3;

/// Why a letter must not leave today; the first reason that is found. The account is that of the letter's customer, or
/// of whom he is merged into, in its currency; `number` names what is not on it any more.
pub fn out_of_date(
    arrears: &Arrears,
    letter: &Letter,
    policy: &Policy,
    law: &Law,
    today: Date,
    number: &dyn Fn(ItemId) -> String,
) -> Option<OutOfDate> {
    let case = Case {
        arrears,
        policy,
        law,
        today,
    };
    merged(case, letter)
        .or_else(|| changed(case, letter, number))
        .or_else(|| money_here(case, letter))
        .or_else(|| too_late(case, letter))
}

/// It is addressed to a customer who owes nothing in his own name any more.
fn merged(case: Case<'_>, letter: &Letter) -> Option<OutOfDate> {
    let owner = case.arrears;
    (owner.customer != letter.customer).then(|| OutOfDate::Merged {
        customer: owner.number.clone(),
    })
}

/// What it asks for, or took off, is not all there any more.
fn changed(
    case: Case<'_>,
    letter: &Letter,
    number: &dyn Fn(ItemId) -> String,
) -> Option<OutOfDate> {
    letter.lines.iter().find_map(|line| {
        let number = || number(line.item);
        if line.amount < Minor::ZERO {
            let mut credits = case.arrears.credits.iter();
            let is_there =
                credits.any(|credit| credit.item == line.item && credit.left >= -line.amount);
            return (!is_there).then(|| OutOfDate::CreditUsed { number: number() });
        }
        if line.amount == Minor::ZERO {
            return None;
        }
        let open = item(case, line.item).filter(|item| item.open >= line.amount);
        let Some(open) = open else {
            return Some(OutOfDate::Settled { number: number() });
        };
        let free = held::look(case, open, None, &mut Vec::new()).free;
        (free < line.amount).then(|| OutOfDate::Rests { number: number() })
    })
}

fn item(case: Case<'_>, id: ItemId) -> Option<&Overdue> {
    case.arrears.items.iter().find(|item| item.item == id)
}

/// When it was written it took off all that there was.
fn money_here(case: Case<'_>, letter: &Letter) -> Option<OutOfDate> {
    let taken = taken_off(letter);
    let asked = letter
        .lines
        .iter()
        .filter(|line| line.amount >= Minor::ZERO);
    let asked: Vec<ItemId> = asked.map(|line| line.item).collect();
    let here = if letter.kind == LetterKind::InterestNote {
        // It takes none off: what he has pays his open debts first.
        let credits = case.arrears.credits.iter();
        let credits: Minor = credits.map(|credit| credit.left).sum();
        let others = case.arrears.items.iter().filter(|item| {
            item.class.is_debit() && item.due < case.today && !asked.contains(&item.item)
        });
        credits - others.map(|item| item.open).sum()
    } else {
        Credits::of(case).free_for(&asked)
    };
    if here <= taken {
        return None;
    }
    // Some of it may be spoken for: what covers another invoice takes nothing off this one.
    let anew = match letter.kind {
        LetterKind::InterestNote => Some(here),
        _ => decided_anew(case, letter),
    };
    // What waits now, as for an earlier letter that goes once more, would take all that there is once it goes.
    let anew = anew.unwrap_or_else(|| here.min(before_credits(letter)));
    (anew > taken).then(|| OutOfDate::MoneyHere {
        amount: case.money(anew - taken),
    })
}

fn taken_off(letter: &Letter) -> Minor {
    let credits = letter.lines.iter().filter(|line| line.amount < Minor::ZERO);
    credits.map(|line| -line.amount).sum()
}

/// What it asks for, before anything is taken off.
fn before_credits(letter: &Letter) -> Minor {
    letter.total.max(Minor::ZERO) + taken_off(letter)
}

/// What the letter would take off, were it decided today. One with a reason may have been insisted on, or not: the less
/// of the two, for what nobody insists on may hold some of the money.
fn decided_anew(case: Case<'_>, letter: &Letter) -> Option<Minor> {
    let taken = |insisted| taken_anew(case, letter, insisted);
    if letter.reason.is_empty() {
        return taken(false).or_else(|| taken(true));
    }
    [false, true].into_iter().filter_map(taken).min()
}

/// All that it asks for and more, where money covers it.
fn taken_anew(case: Case<'_>, letter: &Letter, insisted: bool) -> Option<Minor> {
    let steps = letter.lines.iter().filter(|line| line.step.is_some());
    let steps: Vec<ItemId> = steps.map(|line| line.item).collect();
    let judged = judge(
        &Arrears {
            insisted,
            ..without(case.arrears, letter)
        },
        case.policy,
        case.law,
        case.today,
    );
    let mut letters = judged.letters.iter();
    let asks = |line: &DueLine| line.step.is_some() && steps.contains(&line.item);
    if let Some(anew) = letters.find(|letter| letter.lines.iter().any(asks)) {
        let credits = anew.lines.iter().filter(|line| line.amount < Minor::ZERO);
        return Some(credits.map(|line| -line.amount).sum());
    }
    let mut waits = judged
        .waits
        .iter()
        .filter(|waits| steps.contains(&waits.item));
    waits.find_map(|waits| match &waits.why {
        WaitsFor::BelowMinimum { .. } | WaitsFor::ChargesAlone { .. } => {
            Some(before_credits(letter))
        }
        _ => None,
    })
}

/// The account as it was before a letter, for all that is known of it now.
fn without(arrears: &Arrears, letter: &Letter) -> Arrears {
    let is_own = |item: ItemId| letter.charges.iter().any(|charge| charge.item == item);
    let mut account = arrears.clone();
    account.items.retain(|item| !is_own(item.item));
    account.netted.retain(|netted| netted.letter != letter.id);
    for item in &mut account.items {
        item.taken.retain(|taken| taken.letter != letter.id);
        item.beside.retain(|taken| taken.letter != letter.id);
        item.claimed.retain(|claimed| !is_own(claimed.item));
    }
    account
}

/// Too few days would be left to pay, or it is of another time.
fn too_late(case: Case<'_>, letter: &Letter) -> Option<OutOfDate> {
    for line in &letter.lines {
        let Some(step) = &line.step else { continue };
        let by_law = item(case, line.item).and_then(|item| {
            let rule =
                deferral::letter(case.law, case.arrears, item, step.kind, case.today).ok()?;
            let first = case.law.first_deadline(&rule, case.today)?;
            let days = rule.deadline_days.as_ref();
            let days = days.or(rule.deadline_banking_days.as_ref());
            Some((
                first,
                days.map_or("", |days| days.source.law.as_str()).to_owned(),
            ))
        });
        let mut stages = case.policy.stages.iter();
        let stage = stages.find(|stage| stage.name == step.stage);
        let too_short = match by_law {
            Some((first, rule)) => too_short(letter, first, rule),
            None => stage.and_then(|stage| shorter_than_policy(letter, stage)),
        };
        if too_short.is_some() {
            return too_short;
        }
    }
    if letter.kind == LetterKind::InterestNote {
        let mut stages = case.policy.stages.iter();
        let own = stages.find(|stage| {
            matches!(stage.does, StageDoes::Letter(_)) && stage.deadline_days.is_some()
        });
        let too_short = own.and_then(|stage| shorter_than_policy(letter, stage));
        if too_short.is_some() {
            return too_short;
        }
    }
    let date = letter.sent;
    (after(date, DAYS_OLD) < case.today).then_some(OutOfDate::TooOld { date })
}

fn too_short(letter: &Letter, first: Date, rule: String) -> Option<OutOfDate> {
    match letter.deadline {
        None => Some(OutOfDate::NoDeadline { rule }),
        Some(deadline) => (deadline < first).then_some(OutOfDate::DeadlineTooShort {
            deadline,
            first,
            rule,
        }),
    }
}

/// The policy's days may be fewer by those that it waits: else none could leave on the day after it was written.
fn shorter_than_policy(letter: &Letter, stage: &Stage) -> Option<OutOfDate> {
    let (first, deadline) = (after(letter.sent, stage.deadline_days?), letter.deadline?);
    (deadline < first).then(|| OutOfDate::DeadlineTooShort {
        deadline,
        first,
        rule: String::new(),
    })
}
