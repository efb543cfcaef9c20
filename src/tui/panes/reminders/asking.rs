//! The forms of the queue: what each is for, its fields, and its title.

use super::rows::RowId;
use super::verbs::Charges;
use crate::domain::command::{Reminder, Resting};
use crate::domain::id::{CustomerId, DocumentId, HandoverId, PauseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::PauseKind;
use crate::tui::model::Model;
use crate::tui::overlays::Layer;
use crate::tui::overlays::form::{Form, Purpose};

/// What a form of the queue asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// Why letters go out in spite of a block.
    Send {
        reminders: Vec<Reminder>,
        /// What blocks them.
        block: String,
    },
    /// One day for all invoices of a row.
    Promise {
        documents: Vec<DocumentId>,
        what: String,
    },
    Pause {
        of: Vec<Resting>,
        what: String,
    },
    Extend {
        document: DocumentId,
        number: String,
    },
    Plan {
        customer: CustomerId,
        currency: Currency,
        documents: Vec<DocumentId>,
        what: String,
        open: Minor,
    },
    Waive {
        charges: Vec<Charges>,
        what: String,
    },
    /// Why the new fee of letters is left out.
    NoFee {
        rows: Vec<RowId>,
        what: String,
        fees: String,
    },
    HandOver {
        documents: Vec<DocumentId>,
        what: String,
        agency: String,
    },
    /// The agency's number for what it has.
    NumberCase {
        handovers: Vec<HandoverId>,
        what: String,
        agency: String,
    },
    Skip {
        accounts: Vec<(CustomerId, Currency)>,
        what: String,
    },
    Call {
        customer: CustomerId,
        what: String,
    },
    Bankrupt {
        customer: CustomerId,
        what: String,
    },
    EndPauses {
        pauses: Vec<PauseId>,
        kind: PauseKind,
        what: String,
    },
    EndDisputes {
        documents: Vec<DocumentId>,
        what: String,
    },
    EndPlans {
        customer: CustomerId,
        what: String,
    },
    TakeOver {
        documents: Vec<DocumentId>,
        what: String,
    },
}

impl Asked {
    /// Its name in the locale, under `tui.reminders.ask.`.
    fn name(&self) -> &'static str {
        match self {
            Self::Send { .. } => "send",
            Self::Promise { .. } => "promise",
            Self::Pause { .. } => "pause",
            Self::Extend { .. } => "extend",
            Self::Plan { .. } => "plan",
            Self::Waive { .. } => "waive",
            Self::NoFee { .. } => "no-fee",
            Self::HandOver { .. } => "hand-over",
            Self::NumberCase { .. } => "number-case",
            Self::Skip { .. } => "skip",
            Self::Call { .. } => "call",
            Self::Bankrupt { .. } => "bankrupt",
            Self::EndPauses {
                kind: PauseKind::Promise,
                ..
            } => "end-promise",
            Self::EndPauses { .. } => "end-pause",
            Self::EndDisputes { .. } => "end-dispute",
            Self::EndPlans { .. } => "end-plan",
            Self::TakeOver { .. } => "take-over",
        }
    }

    fn what(&self) -> &str {
        match self {
            Self::Send { block, .. } => block,
            Self::Extend { number, .. } => number,
            Self::Promise { what, .. }
            | Self::Pause { what, .. }
            | Self::Plan { what, .. }
            | Self::Waive { what, .. }
            | Self::NoFee { what, .. }
            | Self::HandOver { what, .. }
            | Self::NumberCase { what, .. }
            | Self::Skip { what, .. }
            | Self::Call { what, .. }
            | Self::Bankrupt { what, .. }
            | Self::EndPauses { what, .. }
            | Self::EndDisputes { what, .. }
            | Self::EndPlans { what, .. }
            | Self::TakeOver { what, .. } => what,
        }
    }

    /// Whether the desk is asked first, and the form waits for what it says.
    pub fn waits(&self) -> bool {
        matches!(
            self,
            Self::Extend { .. } | Self::Plan { .. } | Self::HandOver { .. } | Self::Bankrupt { .. }
        )
    }

    /// The fields, by their names under `tui.form.`, and what stands in them.
    fn fields(&self, model: &Model) -> Vec<(&'static str, String)> {
        let empty = String::new;
        match self {
            Self::Send { .. }
            | Self::NoFee { .. }
            | Self::Skip { .. }
            | Self::EndPlans { .. }
            | Self::TakeOver { .. } => {
                vec![("reason", empty())]
            }
            Self::Promise { .. } => vec![("promise-date", empty())],
            Self::Pause { .. } => vec![("last-day", empty()), ("reason", empty())],
            Self::Extend { .. } => vec![("pay-by", empty())],
            Self::Plan { .. } => vec![
                ("instalments", "3".to_owned()),
                ("first-date", empty()),
                ("down", empty()),
                ("beyond", empty()),
            ],
            Self::Waive { .. } => {
                let all = model.locale.text("tui.form.charges-all").to_owned();
                vec![("charges", all), ("reason", empty())]
            }
            Self::HandOver { agency, .. } => vec![
                ("agency", agency.clone()),
                ("case", empty()),
                ("reason", empty()),
                ("in-spite", empty()),
            ],
            Self::NumberCase { .. } => vec![("case-number", empty())],
            Self::Call { .. } => vec![("note", empty())],
            Self::Bankrupt { .. } => vec![("claim-by", empty()), ("reason", empty())],
            Self::EndPauses { .. } | Self::EndDisputes { .. } => vec![("outcome", empty())],
        }
    }
}

/// Opens the form.
pub fn open(model: &mut Model, asked: Asked) {
    let about = super::about::about(model, &asked);
    let locale = &model.locale;
    let amount = match &asked {
        Asked::Plan { open, currency, .. } => locale.money(*open, *currency),
        Asked::NoFee { fees, .. } => fees.clone(),
        _ => String::new(),
    };
    let agency = match &asked {
        Asked::NumberCase { agency, .. } => agency.as_str(),
        _ => "",
    };
    let facts = [
        ("what", asked.what()),
        ("amount", amount.as_str()),
        ("agency", agency),
    ];
    let title = locale.say(&format!("tui.reminders.ask.{}", asked.name()), &facts);
    let note = format!("tui.reminders.ask-note.{}", asked.name());
    let note = if locale.has(&note) {
        locale.say(&note, &facts)
    } else {
        String::new()
    };
    let fields = asked.fields(model);
    let mut form = Form::new(
        &model.locale,
        title,
        Purpose::Reminding(Box::new(asked)),
        &fields,
    );
    form.note = [about, note]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    // What is there already may be gone over: the first empty field is where to begin.
    form.at = match &form.purpose {
        Purpose::Reminding(asked) => match asked.as_ref() {
            Asked::HandOver { agency, .. } if !agency.is_empty() => 1,
            _ => 0,
        },
        _ => 0,
    };
    model.layers.push(Layer::Form(form));
}
