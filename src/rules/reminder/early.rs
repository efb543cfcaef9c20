//! Whether an item may go to an agency yet: what the law and the policy want before it does.

use super::place::{self, Place};
use super::{Case, after, step};
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::date::Date;
use crate::domain::letter::LetterKind;
use crate::domain::refusal::{CollectingRefusal, Refusal};
use crate::rules::law::{Law, LetterRule};
use crate::rules::policy::{Policy, Stage, StageDoes};

/// Holds a hand-over of an item on a day against the law and the policy: why it would come too early. Only what is not
/// overdue can never go; all else is a person's to decide, with a reason.
pub fn may_hand_over(
    arrears: &Arrears,
    item: &Overdue,
    policy: &Policy,
    law: &Law,
    today: Date,
) -> Result<(), Refusal> {
    let case = Case {
        arrears,
        policy,
        law,
        today,
    };
    if case.effective_due(item) >= today {
        return Err(CollectingRefusal::HandOverNotDue {
            invoice: item.number.clone(),
            due: case.effective_due(item),
        }
        .into());
    }
    let place = place::of(case, item);
    if let Some(unsent) = place.last.and_then(|last| last.unsent) {
        return Err(CollectingRefusal::HandOverLetterNotLeft {
            invoice: item.number.clone(),
            letter: unsent.letter,
            stand: unsent.stand,
            since: unsent.since,
        }
        .into());
    }
    after_notice(case, item)?;
    in_its_turn(case, item, &place)
}

/// The law's notice, if it asks for one that is the creditor's own to send.
pub(in crate::rules) fn notice_asked(
    rule: LetterRule,
    stages: &[Stage],
) -> Option<(LetterRule, String)> {
    let notice = StageDoes::Letter(LetterKind::Notice);
    let agency_sends = stages
        .iter()
        .any(|stage| stage.by_agency && stage.does == notice);
    if agency_sends || !rule.creditor_may.value {
        return None;
    }
    let days = rule.deadline_days.as_ref();
    let days = days.or(rule.deadline_banking_days.as_ref())?;
    let cited = days.source.law.clone();
    Some((rule, cited))
}

/// No further step before the last day of the notice (inkassoloven § 9 of Norway, § 10 of Denmark, inkassolagen § 5 of
/// Sweden), and what was paid on it has shown.
fn after_notice(case: Case<'_>, item: &Overdue) -> Result<(), Refusal> {
    let invoice = || item.number.clone();
    let (kind, debtor) = (LetterKind::Notice, case.arrears.kind);
    let rule = case.law.letter(kind, debtor, item.due, case.today, None);
    // What the law of that day says is not known here.
    let rule = rule.map_err(|gap| CollectingRefusal::HandOverWithoutNotice {
        invoice: invoice(),
        law: gap.rule,
    })?;
    let Some((rule, law)) = notice_asked(rule, &case.policy.stages) else {
        return Ok(());
    };
    let Some(deadline) = deadline_of_notice(case, item, &rule) else {
        return Err(CollectingRefusal::HandOverWithoutNotice {
            invoice: invoice(),
            law,
        }
        .into());
    };
    let last = after(deadline, case.policy.grace_days);
    if last >= case.today {
        return Err(CollectingRefusal::HandOverInDeadline {
            invoice: invoice(),
            deadline,
            last,
            law,
        }
        .into());
    }
    Ok(())
}

/// The last day of the latest notice that left, sent here or by the system that the item came from.
fn deadline_of_notice(case: Case<'_>, item: &Overdue, rule: &LetterRule) -> Option<Date> {
    let notices = item.taken.iter().rev();
    let mut notices =
        notices.filter(|taken| taken.step.kind == LetterKind::Notice && taken.unsent.is_none());
    if let Some(notice) = notices.next() {
        return notice
            .deadline
            .or_else(|| case.law.first_deadline(rule, notice.sent));
    }
    let told = item.moved_in.as_ref()?;
    let kind = place::kind_elsewhere(told.last_stage.as_deref()?)?;
    let sent = told.last_letter_date?;
    (kind == LetterKind::Notice)
        .then(|| case.law.first_deadline(rule, sent))
        .flatten()
}

/// The letters that the policy sends before come first.
fn in_its_turn(case: Case<'_>, item: &Overdue, place: &Place<'_>) -> Result<(), Refusal> {
    let Some(next) = &place.next else {
        return Ok(());
    };
    let invoice = || item.number.clone();
    if let StageDoes::Letter(kind) = next.stage.does
        && !next.stage.by_agency
    {
        let (debtor, on) = (case.arrears.kind, case.today);
        let rule = case.law.letter(kind, debtor, item.due, on, None);
        if rule.is_ok_and(|rule| rule.creditor_may.value) {
            return Err(CollectingRefusal::HandOverOutOfTurn {
                invoice: invoice(),
                stage: next.stage.name.clone(),
            }
            .into());
        }
    }
    let ready = step::ready(case, place, next, item);
    if ready.on > case.today {
        return Err(CollectingRefusal::HandOverTooSoon {
            invoice: invoice(),
            from: ready.on,
        }
        .into());
    }
    Ok(())
}
