//! Writing off a rest: of what is paid in part, or of the money that is left over.

use super::draft::{Closing, RestAt};
use super::section::Section;
use super::verbs::{ask, receipts, under_cursor};
use crate::domain::command::{Command, Target};
use crate::domain::difference::DifferenceKind;
use crate::domain::document::ItemClass;
use crate::domain::evidence::Evidence;
use crate::domain::money::{Currency, Minor};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::overlays::Layer;
use crate::tui::overlays::form::{Form, Purpose};
use crate::tui::overlays::kinds::Kinds;

/// What is about to be closed, and how that is to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub at: RestAt,
    pub amount: Minor,
    pub currency: Currency,
    /// What it is of, as people call it.
    pub label: String,
}

/// What there is to write off under the cursor.
pub fn asked(model: &Model) -> Option<Asked> {
    let state = &model.matching;
    let draft = state.draft.as_ref()?;
    let (at, amount) = draft.rest(state.on_parts.then_some(state.item))?;
    let label = match at {
        RestAt::Part(at) => draft.parts.get(at)?.number.clone(),
        RestAt::Money => model.locale.text("tui.matching.the-receipt").to_owned(),
    };
    let currency = match at {
        RestAt::Part(at) => draft.parts.get(at)?.currency,
        RestAt::Money => draft.currency,
    };
    Some(Asked {
        at,
        amount,
        currency,
        label,
    })
}

/// Opens the chooser on the kind that fits best.
pub fn write_off(model: &mut Model) {
    if let Some(asked) = asked(model) {
        let kinds = kinds_of(&asked);
        let best = likely(model, &asked);
        let cursor = kinds.iter().position(|kind| *kind == best).unwrap_or(0);
        model.layers.push(Layer::Kinds(Kinds {
            asked,
            kinds,
            cursor,
        }));
    }
}

/// What may be chosen, the most usual first. Money that is no receivable has a key of its own.
fn kinds_of(asked: &Asked) -> Vec<DifferenceKind> {
    let class = match asked.at {
        RestAt::Money => ItemClass::Receipt,
        RestAt::Part(_) => ItemClass::Debit,
    };
    DifferenceKind::ALL
        .into_iter()
        .filter(|kind| kind.fits(class) && *kind != DifferenceKind::NotReceivable)
        .collect()
}

/// What the evidence of the drafted explanation says of the rest; else what its size says.
fn likely(model: &Model, asked: &Asked) -> DifferenceKind {
    let drafted = under_cursor(model).and_then(|(explained, draft)| draft.drafted(explained));
    let evidence = drafted
        .map(|proposal| &proposal.evidence)
        .into_iter()
        .flatten();
    let named = evidence.into_iter().find_map(|piece| match piece {
        Evidence::WithDiscount { discount, .. } | Evidence::DiscountLate { discount, .. }
            if *discount == asked.amount =>
        {
            Some(DifferenceKind::Discount)
        }
        Evidence::WithBankCharge { charge, .. } if *charge == asked.amount => {
            Some(DifferenceKind::BankCharge)
        }
        Evidence::WithCommission { commission, .. } if *commission == asked.amount => {
            Some(DifferenceKind::Commission)
        }
        _ => None,
    });
    let settings = &model.limits;
    let within = |limits: &std::collections::HashMap<Currency, Minor>| {
        let limit = limits.get(&asked.currency);
        limit.is_some_and(|limit| asked.amount <= *limit)
    };
    let by_size = if within(&settings.rounding) {
        DifferenceKind::Rounding
    } else if asked.at != RestAt::Money && within(&settings.bank_charge) {
        DifferenceKind::BankCharge
    } else {
        DifferenceKind::Loss
    };
    named.unwrap_or(by_size)
}

/// A kind was chosen: it is noted, or a reason is asked for first.
pub fn chosen(model: &mut Model, asked: Asked, kind: DifferenceKind) -> Vec<Effect> {
    if !kind.wants_reason() {
        return close(model, &asked, kind, String::new());
    }
    let locale = &model.locale;
    let amount = locale.money(asked.amount, asked.currency);
    let facts = [
        ("kind", locale.text(&format!("difference.{}", kind.name()))),
        ("amount", amount.as_str()),
        ("what", asked.label.as_str()),
    ];
    let title = locale.say("tui.form.write-off-title", &facts);
    let field = match kind {
        DifferenceKind::Offset => "offset-reason",
        _ => "reason",
    };
    let purpose = Purpose::WriteOff { asked, kind };
    let form = Form::new(locale, title, purpose, &[(field, String::new())]);
    model.layers.push(Layer::Form(form));
    Vec::new()
}

/// Notes how a rest is closed. Money that settles nothing at all, and is somebody's, is written off at once.
pub fn close(
    model: &mut Model,
    asked: &Asked,
    kind: DifferenceKind,
    reason: String,
) -> Vec<Effect> {
    let in_money = model.matching.section == Section::Money;
    let Some(draft) = &mut model.matching.draft else {
        return Vec::new();
    };
    let alone = in_money && draft.settled().next().is_none();
    if asked.at != RestAt::Money || !alone {
        let closing = Closing {
            amount: asked.amount,
            kind,
            reason,
        };
        draft.close(asked.at, closing);
        return Vec::new();
    }
    let write_off = |source: &super::draft::Source| Command::WriteOff {
        target: Target::Item(source.item),
        amount: None,
        kind,
        reason: reason.clone(),
        on: None,
    };
    let commands = draft.receipts.iter().map(write_off).collect();
    let receipts = receipts(draft);
    let locale = &model.locale;
    let amount = locale.amount(asked.amount, asked.currency);
    let kind = locale.text(&format!("difference.{}", kind.name()));
    let facts = [("amount", amount.as_str()), ("kind", kind)];
    let says = locale.say("tui.matching.written-off", &facts);
    ask(commands, says, receipts)
}
