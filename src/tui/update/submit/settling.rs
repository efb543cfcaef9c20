//! What the forms of matching ask for.

use super::{Fault, amount, text};
use crate::domain::command::{Command, Target};
use crate::domain::difference::DifferenceKind;
use crate::domain::id::ItemId;
use crate::domain::money::{Currency, Minor};
use crate::text::Locale;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::overlays::form::{Form, Purpose};
use crate::tui::panes::matching::draft::Draft;
use crate::tui::panes::matching::{closing, verbs};

pub(super) fn send(model: &mut Model, form: &Form) -> Result<Vec<Effect>, Fault> {
    let locale = model.locale.clone();
    let draft = model.matching.draft.as_ref();
    let amount = draft.map_or_else(String::new, |draft| {
        locale.amount(draft.left(), draft.currency)
    });
    let each = |items: &[ItemId], command: &dyn Fn(ItemId) -> Command| {
        items.iter().map(|item| command(*item)).collect()
    };
    match &form.purpose {
        Purpose::Part {
            at,
            open,
            currency,
            paid_in,
        } => {
            let (settled, paid) = part(&locale, form, *open, *currency, *paid_in)?;
            if let Some(draft) = &mut model.matching.draft {
                draft.set(*at, settled, paid);
            }
            Ok(Vec::new())
        }
        Purpose::SetAside { receipts } => {
            let reason = text(&locale, form, 0)?;
            let says = locale.say(
                "tui.matching.set-aside",
                &[("amount", &amount), ("reason", &reason)],
            );
            let commands = each(receipts, &|receipt| Command::SetAside {
                receipt,
                reason: reason.clone(),
            });
            Ok(verbs::ask(commands, says, receipts.clone()))
        }
        Purpose::NotReceivable { receipts } => {
            let account = text(&locale, form, 0)?;
            let says = locale.say(
                "tui.matching.not-receivable-to",
                &[("amount", &amount), ("account", &account)],
            );
            let commands = each(receipts, &|receipt| Command::WriteOff {
                target: Target::Item(receipt),
                amount: None,
                kind: DifferenceKind::NotReceivable,
                reason: account.clone(),
                on: None,
            });
            Ok(verbs::ask(commands, says, receipts.clone()))
        }
        Purpose::WriteOff { asked, kind } => {
            let reason = text(&locale, form, 0)?;
            Ok(closing::close(model, asked, *kind, reason))
        }
        Purpose::Refund { credits } => {
            let reason = text(&locale, form, 0)?;
            let customer = draft.and_then(Draft::payer);
            let facts = [
                ("amount", amount.as_str()),
                ("customer", customer.map_or("", |payer| payer.name.as_str())),
                ("reason", &reason),
            ];
            let says = locale.say("tui.matching.refund-planned", &facts);
            let commands = each(credits, &|credit| Command::Refund {
                credit,
                amount: None,
                reason: reason.clone(),
            });
            Ok(verbs::ask(commands, says, Vec::new()))
        }
        _ => Ok(Vec::new()),
    }
}

/// How much of an item is settled, and what of the receipt pays it.
fn part(
    locale: &Locale,
    form: &Form,
    open: Minor,
    currency: Currency,
    paid_in: Option<Currency>,
) -> Result<(Minor, Minor), Fault> {
    let settled = amount(locale, form, 0, currency)?;
    if settled < Minor::ZERO || settled > open {
        let open = locale.amount(open, currency);
        return Err((0, locale.say("tui.form.at-most", &[("amount", &open)])));
    }
    let Some(paid_in) = paid_in else {
        return Ok((settled, settled));
    };
    let paid = amount(locale, form, 1, paid_in)?;
    if paid < Minor::ZERO || paid.is_zero() != settled.is_zero() {
        return Err((1, locale.text("tui.form.paid-for-nothing").to_owned()));
    }
    Ok((settled, paid))
}
