//! Interest notes: late interest of invoices that were paid late and never reminded of it.

use super::{Case, after, channel, compose, interest};
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::letter::{ChargeKind, LetterKind};
use crate::domain::money::Minor;
use crate::domain::reminding::{DueCharge, DueLetter, DueLine, Why};
use crate::rules::law::Law;
use crate::rules::policy::{Policy, StageDoes};

/// The note for settled items whose interest was never claimed, if the policy wants notes and it is worth one.
///
/// Without the rate of a day there is none: it waits until the rate is known.
pub fn interest_note(
    arrears: &Arrears,
    policy: &Policy,
    law: &Law,
    today: Date,
) -> Option<DueLetter> {
    if !policy.interest_notes {
        return None;
    }
    let case = Case {
        arrears,
        policy,
        law,
        today,
    };
    let mut lines: Vec<DueLine> = Vec::new();
    let mut charges: Vec<DueCharge> = Vec::new();
    for item in arrears.items.iter().filter(|item| is_settled(item)) {
        let Ok(segments) = interest::owed(case, item, case.effective_due(item)) else {
            continue;
        };
        let spans = interest::spans(&segments);
        let Some(first) = spans.first() else { continue };
        charges.push(DueCharge {
            about: item.item,
            kind: ChargeKind::Interest,
            amount: spans.iter().map(|span| span.amount).sum(),
            rule: first.rule.clone(),
            spans,
        });
        lines.push(compose::line(item, Minor::ZERO, None));
    }
    let total: Minor = charges.iter().map(|charge| charge.amount).sum();
    let first = charges.first()?;
    let credits: Minor = arrears.credits.iter().map(|credit| credit.left).sum();
    let owed = |item: &Overdue| item.class.is_debit() && item.due < today;
    let open = arrears.items.iter().filter(|item| owed(item));
    let held = credits - open.map(|item| item.open).sum();
    // What he has to his good pays it.
    let net = total - held.max(Minor::ZERO);
    if net < compose::minimum(case, &policy.minimum_of_interest) {
        return None;
    }
    let stage = policy.stages.iter().find(|stage| {
        let own = matches!(stage.does, StageDoes::Letter(_));
        own && !stage.by_agency
    })?;
    let days = policy.stages.iter().find_map(|stage| stage.deadline_days);
    let deadline = days.map(|days| law.calendar().next_banking_day(after(today, days)));
    let (channel, passed) = channel::of(case, stage)?;
    let mut why = vec![Why::Charged {
        kind: ChargeKind::Interest,
        amount: case.money(total),
        rule: first.rule.clone(),
    }];
    why.extend(passed);
    Some(DueLetter {
        stage: LetterKind::InterestNote.name().to_owned(),
        kind: LetterKind::InterestNote,
        tone: stage.tone.clone(),
        sent: today,
        deadline,
        channel,
        reference: None,
        lines,
        charges,
        total,
        why,
        next: None,
    })
}

fn is_settled(item: &Overdue) -> bool {
    let interest = |claim: &crate::domain::arrears::Claimed| claim.kind == ChargeKind::Interest;
    item.class == ItemClass::Debit
        && item.open == Minor::ZERO
        && !item.changes.is_empty()
        && !item.claimed.iter().any(interest)
}
