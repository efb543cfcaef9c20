//! What the forms of the queue ask for.

use super::{Fault, amount, date, given, text};
use crate::domain::command::{Command, PlanAsked, Resting};
use crate::domain::letter::ChargeKind;
use crate::domain::money::Minor;
use crate::text::Locale;
use crate::text::fold::fold;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Done, Request};
use crate::tui::overlays::form::Form;
use crate::tui::panes::matching::verbs::ask;
use crate::tui::panes::reminders::asking::Asked;
use crate::tui::panes::reminders::verbs::Charges;
use crate::tui::panes::reminders::{fee, send};

pub(super) fn send(model: &mut Model, form: &Form, asked: &Asked) -> Result<Vec<Effect>, Fault> {
    let locale = model.locale.clone();
    let today = model.book.today;
    let did =
        |key: &str, facts: &[(&str, &str)]| locale.say(&format!("tui.reminders.did.{key}"), facts);
    Ok(match asked {
        Asked::Send { reminders, .. } => {
            let reason = text(&locale, form, 0)?;
            send::confirm(model, reminders.clone(), Some(reason), None);
            Vec::new()
        }
        Asked::Promise { documents, what } => {
            let day = date(&locale, form, 0, today)?;
            let said = locale.due_date(day, today);
            let each = documents.iter().map(|document| Command::Promise {
                document: *document,
                date: day,
                amount: None,
            });
            let says = did("promised", &[("what", what), ("date", &said)]);
            ask(each.collect(), says, Vec::new())
        }
        Asked::Pause { of, what } => {
            let until = date(&locale, form, 0, today)?;
            let reason = text(&locale, form, 1)?;
            let said = locale.due_date(until, today);
            let each = of.iter().map(|of: &Resting| Command::Pause {
                of: *of,
                until,
                reason: reason.clone(),
            });
            let says = did("paused", &[("what", what), ("date", &said)]);
            ask(each.collect(), says, Vec::new())
        }
        Asked::Extend { document, .. } => rehearse(Command::Extend {
            document: *document,
            until: date(&locale, form, 0, today)?,
        }),
        Asked::Plan { .. } => rehearse(plan(&locale, form, asked, model)?),
        Asked::Waive { charges, what } => {
            let kinds = kinds(&locale, form.value(0))
                .ok_or_else(|| (0, locale.text("tui.form.not-a-charge").to_owned()))?;
            let reason = text(&locale, form, 1)?;
            let commands = waive(charges, &kinds, &reason);
            if commands.is_empty() {
                return Err((0, locale.text("tui.form.none-of-that").to_owned()));
            }
            let of_kind = |charge: &&Charges| charge.kind.is_some_and(|kind| kinds.contains(&kind));
            let all = kinds.len() == ChargeKind::ALL.len();
            let waived = charges.iter().filter(|charge| all || of_kind(charge));
            let sum: Minor = waived
                .flat_map(|charge| &charge.open)
                .map(|open| open.1)
                .sum();
            let currency = model
                .reminders
                .list
                .selected()
                .map(|line| line.whose.currency);
            let says = match currency {
                Some(currency) if sum > Minor::ZERO => {
                    let amount = locale.money(sum, currency);
                    did("waived-of", &[("what", what), ("amount", &amount)])
                }
                _ => did("waived", &[("what", what)]),
            };
            ask(commands, says, Vec::new())
        }
        Asked::NoFee { .. } => {
            let reason = text(&locale, form, 0)?;
            fee::without(model, asked, &reason)
        }
        Asked::HandOver { documents, .. } => rehearse(Command::HandOver {
            documents: documents.clone(),
            agency: text(&locale, form, 0)?,
            case_number: given(form, 1).then(|| form.value(1).to_owned()),
            reason: text(&locale, form, 2)?,
            in_spite: given(form, 3).then(|| form.value(3).to_owned()),
        }),
        Asked::NumberCase {
            handovers, what, ..
        } => {
            let case_number = text(&locale, form, 0)?;
            let each = handovers.iter().map(|handover| Command::NumberCase {
                handover: *handover,
                case_number: case_number.clone(),
            });
            let says = did("numbered", &[("what", what), ("case", &case_number)]);
            ask(each.collect(), says, Vec::new())
        }
        Asked::Skip { accounts, what } => {
            let reason = text(&locale, form, 0)?;
            let each = accounts.iter().map(|(customer, currency)| Command::Skip {
                customer: *customer,
                currency: *currency,
                reason: reason.clone(),
            });
            ask(
                each.collect(),
                did("skipped", &[("what", what)]),
                Vec::new(),
            )
        }
        Asked::Call { customer, what } => {
            let note = text(&locale, form, 0)?;
            let command = Command::Call {
                customer: *customer,
                note,
            };
            ask(vec![command], did("called", &[("what", what)]), Vec::new())
        }
        Asked::Bankrupt { customer, .. } => rehearse(Command::Bankrupt {
            customer: *customer,
            claim_by: given(form, 0)
                .then(|| date(&locale, form, 0, today))
                .transpose()?,
            reason: text(&locale, form, 1)?,
        }),
        ends => end(&locale, form, ends)?,
    })
}

/// What ends a rest: a pause, a dispute, a plan, an agency's case.
fn end(locale: &Locale, form: &Form, asked: &Asked) -> Result<Vec<Effect>, Fault> {
    let said = text(locale, form, 0)?;
    let did = |what: &str| locale.say("tui.reminders.did.ended", &[("what", what)]);
    Ok(match asked {
        Asked::EndPauses { pauses, what, .. } => {
            let each = pauses.iter().map(|pause| Command::EndPause {
                pause: *pause,
                outcome: said.clone(),
            });
            ask(each.collect(), did(what), Vec::new())
        }
        Asked::EndDisputes { documents, what } => {
            let each = documents.iter().map(|document| Command::CloseDispute {
                document: *document,
                outcome: said.clone(),
            });
            ask(each.collect(), did(what), Vec::new())
        }
        Asked::TakeOver { documents, what } => {
            let command = Command::TakeOver {
                documents: documents.clone(),
                reason: said,
            };
            ask(vec![command], did(what), Vec::new())
        }
        Asked::EndPlans { customer, what } => vec![Effect::Ask(Request::EndPlans {
            customer: *customer,
            reason: said,
            done: Done {
                says: did(what),
                receipts: Vec::new(),
            },
        })],
        _ => Vec::new(),
    })
}

fn rehearse(command: Command) -> Vec<Effect> {
    vec![Effect::Ask(Request::Rehearse(Box::new(command)))]
}

fn plan(locale: &Locale, form: &Form, asked: &Asked, model: &Model) -> Result<Command, Fault> {
    let Asked::Plan {
        customer,
        currency,
        documents,
        ..
    } = asked
    else {
        return Err((0, String::new()));
    };
    let instalments = form
        .value(0)
        .parse()
        .map_err(|_| (0, locale.text("tui.form.not-a-count").to_owned()))?;
    let first = date(locale, form, 1, model.book.today)?;
    let down = given(form, 2)
        .then(|| amount(locale, form, 2, *currency))
        .transpose()?;
    Ok(Command::MakePlan(Box::new(PlanAsked {
        customer: *customer,
        documents: documents.clone(),
        instalments,
        first,
        down: down.map(|down| down.decimal(*currency)),
        every: 1,
        reason: given(form, 3).then(|| form.value(3).to_owned()),
    })))
}

/// The kinds of charges that were typed, by a part of their names, first by how those begin; `all` is all of them.
fn kinds(locale: &Locale, typed: &str) -> Option<Vec<ChargeKind>> {
    let all = fold(locale.text("tui.form.charges-all"));
    let mut kinds = Vec::new();
    for word in typed.split([',', ' ', '+']).filter(|word| !word.is_empty()) {
        let word = fold(word);
        if all.starts_with(&word) {
            return Some(ChargeKind::ALL.to_vec());
        }
        let name = |kind: ChargeKind| fold(locale.text(&format!("charge.{}", kind.name())));
        let begins = |kind: &ChargeKind| {
            let name = name(*kind);
            kind.name().starts_with(&word) || name.split(' ').any(|part| part.starts_with(&word))
        };
        // A Nordic name may hold the word that is looked for at its end: forsinkelsesrente.
        let holds = |kind: &ChargeKind| name(*kind).contains(&word);
        let found = ChargeKind::ALL.into_iter().find(begins);
        kinds.push(found.or_else(|| ChargeKind::ALL.into_iter().find(holds))?);
    }
    (!kinds.is_empty()).then_some(kinds)
}

fn waive(charges: &[Charges], kinds: &[ChargeKind], reason: &str) -> Vec<Command> {
    let asked = |charge: &&Charges| charge.kind.is_none_or(|kind| kinds.contains(&kind));
    charges
        .iter()
        .filter(asked)
        .map(|charge| Command::Waive {
            document: charge.document,
            kinds: kinds.to_vec(),
            reason: reason.to_owned(),
        })
        .collect()
}
