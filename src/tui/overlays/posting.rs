//! The forms of the outbox and of statements: what is said of a dispatch, by which way something goes, to which file.

use super::Layer;
use super::form::{Form, Purpose};
use super::page::{self, Statement};
use crate::domain::id::DispatchId;
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
    /// Which other way it takes.
    Redirect(DispatchId, String),
    /// Which way a statement takes.
    Statement(Statement),
    /// Which file a statement is written to.
    File(Statement),
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
            Self::Statement(_) => "statement",
            Self::File(_) => "file",
        }
    }

    fn what(&self) -> &str {
        match self {
            Self::Resend(_, what)
            | Self::Arrived(_, what)
            | Self::CallOff(_, what)
            | Self::Returned(_, what)
            | Self::Redirect(_, what) => what,
            Self::Statement(statement) | Self::File(statement) => &statement.name,
        }
    }
}

pub fn open(model: &mut Model, asks: Asks) {
    let field = match &asks {
        Asks::Redirect(..) | Asks::Statement(_) => ("channel", String::new()),
        Asks::File(statement) => ("file", page::file_name(statement).display().to_string()),
        _ => ("reason", String::new()),
    };
    let locale = &model.locale;
    let title = locale.say(
        &format!("tui.posting.{}", asks.name()),
        &[("what", asks.what())],
    );
    let note = format!("tui.posting-note.{}", asks.name());
    let mut form = Form::new(locale, title, Purpose::Posting(Box::new(asks)), &[field]);
    if locale.has(&note) {
        locale.text(&note).clone_into(&mut form.note);
    }
    model.layers.push(Layer::Form(form));
}

pub fn ask_file(model: &mut Model, statement: Statement) {
    open(model, Asks::File(statement));
}
