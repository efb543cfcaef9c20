//! The forms of the outbox and of statements: what is said of a dispatch, by which way something goes, to which file.

use super::Layer;
use super::form::{Form, Purpose};
use super::page::{self, Statement};
use crate::domain::content::Purpose as StatementOf;
use crate::domain::id::{DispatchId, LetterId};
use crate::text::Locale;
use crate::tui::model::Model;

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asks {
    /// Why it goes once more although it may have arrived.
    Resend(DispatchId, String),
    /// How it is known that it arrived.
    Arrived(DispatchId, String),
    CallOff(DispatchId, String),
    Returned(DispatchId, String),
    /// Which other way it takes, and, of what may have arrived, why.
    Redirect(DispatchId, String, bool),
    /// Why what came back is written anew.
    Renew(LetterId, String),
    /// Which way a statement takes.
    Statement(Statement),
    /// Which file a statement is written to.
    File(Statement),
    /// Which days a statement is of.
    Days(Statement),
    /// Which file what waits for paper is printed to, and how much that is.
    Print(usize),
}

impl Asks {
    /// Its words in the locale, under `tui.posting`.
    fn name(&self) -> &'static str {
        match self {
            Self::Resend(..) => "resend",
            Self::Arrived(..) => "arrived",
            Self::CallOff(..) => "call-off",
            Self::Returned(..) => "returned",
            Self::Redirect(..) => "redirect",
            Self::Renew(..) => "renew",
            Self::Statement(_) => "statement",
            Self::File(_) => "file",
            Self::Days(_) => "days",
            Self::Print(_) => "print",
        }
    }

    fn what(&self) -> &str {
        match self {
            Self::Resend(_, what)
            | Self::Arrived(_, what)
            | Self::CallOff(_, what)
            | Self::Returned(_, what)
            | Self::Redirect(_, what, _)
            | Self::Renew(_, what) => what,
            Self::Statement(statement) | Self::File(statement) | Self::Days(statement) => {
                &statement.name
            }
            Self::Print(_) => "",
        }
    }
}

pub fn open(model: &mut Model, asks: Asks) {
    let locale = &model.locale;
    let fields = match &asks {
        Asks::Redirect(_, _, true) => {
            vec![("channel", String::new()), ("reason", String::new())]
        }
        Asks::Renew(..) => vec![("reason", String::new()), ("old-bank", String::new())],
        Asks::Redirect(..) | Asks::Statement(_) => vec![("channel", String::new())],
        Asks::File(statement) => vec![("file", page::file_name(statement).display().to_string())],
        Asks::Days(statement) => days(locale, statement),
        Asks::Print(_) => vec![("paper", format!("letters-{}.pdf", model.book.today))],
        _ => vec![("reason", String::new())],
    };
    let count = match &asks {
        Asks::Print(count) => locale.whole(*count as u64),
        _ => String::new(),
    };
    let title = locale.say(
        &format!("tui.posting.{}", asks.name()),
        &[("what", asks.what()), ("count", &count)],
    );
    let note = format!("tui.posting-note.{}", asks.name());
    let mut form = Form::new(locale, title, Purpose::Posting(Box::new(asks)), &fields);
    if locale.has(&note) {
        locale.text(&note).clone_into(&mut form.note);
    }
    model.layers.push(Layer::Form(form));
}

/// The days of a statement: from and to what happens in, else the one that it is of.
fn days(locale: &Locale, statement: &Statement) -> Vec<(&'static str, String)> {
    let query = &statement.query;
    let on = locale.date(query.as_of);
    match query.purpose {
        StatementOf::Activity => {
            let from = query.from.map(|from| locale.date(from));
            vec![("from-day", from.unwrap_or_default()), ("to-day", on)]
        }
        StatementOf::Open | StatementOf::Confirmation => vec![("on-day", on)],
    }
}

pub fn ask_file(model: &mut Model, statement: Statement) {
    open(model, Asks::File(statement));
}
