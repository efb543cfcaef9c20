//! What the forms of the outbox and of statements ask for.

use super::{Fault, date, given, text};
use crate::domain::command::{Command, Outcome};
use crate::domain::content::Purpose;
use crate::domain::id::DispatchId;
use crate::domain::outbox::Channel;
use crate::text::Locale;
use crate::text::fold::fold;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Done, Request};
use crate::tui::overlays::form::Form;
use crate::tui::overlays::posting::Asks;
use crate::tui::overlays::{Layer, page};

pub(super) fn send(model: &mut Model, form: &Form, asks: &Asks) -> Result<Vec<Effect>, Fault> {
    let locale = &model.locale.clone();
    let done = |key: &str, what: &str| Done {
        says: locale.say(&format!("tui.outbox.{key}"), &[("what", what)]),
        receipts: Vec::new(),
    };
    let act = |dispatch: DispatchId, outcome: Outcome, done: Done| {
        let command = Box::new(Command::Dispatch { dispatch, outcome });
        vec![Effect::Ask(Request::Act { command, done })]
    };
    let reason = || text(locale, form, 0);
    Ok(match asks {
        Asks::Resend(id, what) => {
            let outcome = Outcome::Resend { reason: reason()? };
            act(*id, outcome, done("retried", what))
        }
        Asks::Arrived(id, what) => {
            let outcome = Outcome::Arrived { reason: reason()? };
            act(*id, outcome, done("has-arrived", what))
        }
        Asks::CallOff(id, what) => {
            let outcome = Outcome::CallOff { reason: reason()? };
            act(*id, outcome, done("called-off", what))
        }
        Asks::Returned(id, what) => {
            let outcome = Outcome::Returned { reason: reason()? };
            act(*id, outcome, done("came-back", what))
        }
        Asks::Redirect(id, what, goes_again) => {
            let channel = channel(locale, form)?;
            let reason = goes_again.then(|| text(locale, form, 1)).transpose()?;
            let command = Box::new(Command::Redirect {
                dispatch: *id,
                channel,
                reason: reason.unwrap_or_default(),
            });
            let done = done("redirected", what);
            vec![Effect::Ask(Request::Act { command, done })]
        }
        Asks::Renew(letter, _) => vec![Effect::Ask(Request::WriteAnew {
            letter: *letter,
            reason: reason()?,
            in_spite: given(form, 1).then(|| form.value(1).to_owned()),
        })],
        Asks::Statement(statement) => vec![Effect::Ask(Request::QueueStatement {
            query: statement.query,
            channel: given(form, 0).then(|| channel(locale, form)).transpose()?,
            done: done("statement-queued", &statement.name),
        })],
        Asks::File(statement) => vec![Effect::Ask(Request::WriteStatement {
            query: statement.query,
            path: text(locale, form, 0)?.into(),
        })],
        Asks::Print(_) => vec![Effect::Ask(Request::PrintOutbox {
            path: text(locale, form, 0)?.into(),
        })],
        Asks::Days(statement) => {
            let today = model.book.today;
            let mut statement = statement.clone();
            let query = &mut statement.query;
            if query.purpose == Purpose::Activity {
                query.from = given(form, 0)
                    .then(|| date(locale, form, 0, today))
                    .transpose()?;
                query.as_of = date(locale, form, 1, today)?;
            } else {
                query.as_of = date(locale, form, 0, today)?;
            }
            // The page is told anew, in the place of the one before.
            model.layers.pop_if(|layer| matches!(layer, Layer::Page(_)));
            page::open_statement(model, statement)
        }
    })
}

/// The channel that was typed, by how its name begins in scripts or in the user's words.
fn channel(locale: &Locale, form: &Form) -> Result<Channel, Fault> {
    let typed = fold(&text(locale, form, 0)?);
    let begins = |channel: &Channel| {
        fold(channel.name()).starts_with(&typed)
            || fold(locale.channel(channel.name())).starts_with(&typed)
    };
    let found = Channel::ALL.into_iter().find(begins);
    found.ok_or_else(|| (0, locale.text("tui.form.not-a-channel").to_owned()))
}
