//! What a letter claims beside the principal for the first time, and what it leaves out because the law forbids it.

use super::compensation::{self, Claims};
use super::fee::{self, Forbidden};
use super::step::Stepping;
use super::{Case, compose, interest};
use crate::domain::id::DocumentId;
use crate::domain::letter::ChargeKind;
use crate::domain::money::Minor;
use crate::domain::reminding::{DueCharge, NotCharged, Why};
use crate::rules::policy::FeeAsked;

/// The new charges of a letter, and why.
#[derive(Default)]
pub(super) struct New {
    pub charges: Vec<DueCharge>,
    pub why: Vec<Why>,
}

impl New {
    fn left_out(&mut self, kind: ChargeKind, forbidden: Forbidden) {
        self.why.push(Why::NotCharged {
            kind,
            rule: forbidden.rule,
            because: forbidden.because,
        });
    }

    fn charged(&mut self, case: Case<'_>, kind: ChargeKind) {
        let mut of_kind = self.charges.iter().filter(|charge| charge.kind == kind);
        let Some(first) = of_kind.next() else { return };
        let rest: Minor = of_kind.map(|charge| charge.amount).sum();
        let why = Why::Charged {
            kind,
            amount: case.money(first.amount + rest),
            rule: first.rule.clone(),
        };
        self.why.push(why);
    }
}

pub(super) fn of(case: Case<'_>, lead: &Stepping<'_>, steps: &[Stepping<'_>]) -> New {
    let mut new = New::default();
    let compensations = compensations(case, steps, &mut new);
    fee(case, lead, steps, &compensations, &mut new);
    interests(case, steps, &mut new);
    new.charges.extend(compensations);
    for kind in ChargeKind::ALL {
        new.charged(case, kind);
    }
    new
}

/// Compensation for each invoice whose item's stage claims it; once for each.
fn compensations(case: Case<'_>, steps: &[Stepping<'_>], new: &mut New) -> Vec<DueCharge> {
    let mut charges: Vec<DueCharge> = Vec::new();
    let mut seen: Vec<DocumentId> = Vec::new();
    for step in steps.iter().filter(|step| step.stage.compensation) {
        if seen.contains(&step.item.document) {
            continue;
        }
        seen.push(step.item.document);
        match compensation::due(case, step.item) {
            Ok(None) => {}
            Ok(Some((amount, entitled))) => charges.push(DueCharge {
                about: step.item.item,
                kind: ChargeKind::Compensation,
                amount,
                rule: entitled.amount.source.law.clone(),
                spans: Vec::new(),
            }),
            Err(forbidden) => new.left_out(ChargeKind::Compensation, forbidden),
        }
    }
    charges
}

/// One fee for the letter: about the first of the items that came furthest for which the law allows it.
fn fee(
    case: Case<'_>,
    lead: &Stepping<'_>,
    steps: &[Stepping<'_>],
    compensations: &[DueCharge],
    new: &mut New,
) {
    if lead.stage.fee == FeeAsked::No {
        return;
    }
    let mut refused: Option<Forbidden> = None;
    for step in steps.iter().filter(|step| step.index == lead.index) {
        match fee_about(case, step, compensations) {
            Ok(charge) => {
                new.charges.push(charge);
                return;
            }
            Err(forbidden) => {
                refused.get_or_insert(forbidden);
            }
        }
    }
    if let Some(forbidden) = refused {
        new.left_out(ChargeKind::Fee, forbidden);
    }
}

fn fee_about(
    case: Case<'_>,
    step: &Stepping<'_>,
    compensations: &[DueCharge],
) -> Result<DueCharge, Forbidden> {
    let (arrears, law) = (case.arrears, case.law);
    let (most, rule) = fee::most(arrears, step.item, law, &step.rule, step.kind, case.today)?;
    let asked = fee::asked(case, step.stage.fee, most);
    let before = compensation::claims(arrears, step.item.document);
    let of_document = |charge: &&DueCharge| {
        let mut items = arrears.items.iter();
        let item = items.find(|item| item.item == charge.about);
        item.is_some_and(|item| item.document == step.item.document)
    };
    let now: Minor = compensations
        .iter()
        .filter(of_document)
        .map(|charge| charge.amount)
        .sum();
    let claims = Claims {
        compensation: before.compensation + now,
        ..before
    };
    let offset = compensation::offset(arrears, step.item, law, case.today);
    let amount = compensation::room_for_fee(offset, asked, claims);
    if amount <= Minor::ZERO {
        return Err(Forbidden {
            because: NotCharged::InCompensation,
            rule,
        });
    }
    Ok(DueCharge {
        about: step.item.item,
        kind: ChargeKind::Fee,
        amount,
        rule,
        spans: Vec::new(),
    })
}

/// Interest of each item, unless all of it together is too little to ask for: then the next letter claims it.
fn interests(case: Case<'_>, steps: &[Stepping<'_>], new: &mut New) {
    for step in steps.iter().filter(|step| step.stage.interest) {
        new.why.extend(interest::rested(case, step.item));
    }
    let charges: Vec<DueCharge> = steps
        .iter()
        .filter_map(|step| {
            let spans = interest::spans(&step.interest);
            Some(DueCharge {
                about: step.item.item,
                kind: ChargeKind::Interest,
                amount: spans.iter().map(|span| span.amount).sum(),
                rule: spans.first()?.rule.clone(),
                spans,
            })
        })
        .collect();
    let sum: Minor = charges.iter().map(|charge| charge.amount).sum();
    if sum == Minor::ZERO {
        return;
    }
    if sum < compose::minimum(case, &case.policy.minimum_of_interest) {
        let forbidden = Forbidden {
            because: NotCharged::BelowMinimum,
            rule: String::new(),
        };
        new.left_out(ChargeKind::Interest, forbidden);
        return;
    }
    new.charges.extend(charges);
}
