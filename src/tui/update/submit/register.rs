//! What the forms of the register ask for.

use super::{Fault, given, text};
use crate::domain::command::{Command, Edit, NewCustomer, Values};
use crate::domain::record::{NewRecord, RecordFacts};
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::text::Locale;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Done, Request};
use crate::tui::overlays::form::{Form, Purpose};
use crate::tui::overlays::register::{Asks, Editing, value};

pub(super) fn send(model: &mut Model, form: &Form, asks: &Asks) -> Result<Vec<Effect>, Fault> {
    let locale = &model.locale.clone();
    let done = |key: &str, facts: &[(&str, &str)]| Done {
        says: locale.say(&format!("tui.register.{key}"), facts),
        receipts: Vec::new(),
    };
    let request = match asks {
        Asks::New { fields, told } => {
            let today = model.book.today;
            let values = fields.iter().zip(1..).filter(|(_, at)| given(form, *at));
            let set: Values = values
                .map(|(field, at)| {
                    (
                        *field,
                        Some(value::typed(locale, *field, form.value(at), today)),
                    )
                })
                .collect();
            // The name stands first: without one there is no customer.
            let name = text(locale, form, 1)?;
            let number = given(form, 0).then(|| form.value(0).to_owned());
            if let Some(number) = &number {
                model.customers.seek(number.clone());
            }
            let is_another = told.as_ref() == Some(&form.typed());
            let new = NewCustomer {
                number,
                set,
                reason: String::new(),
                is_another,
            };
            Request::NewCustomer {
                new: Box::new(new),
                done: done("entered", &[("customer", &name)]),
            }
        }
        Asks::Edit(editing) => {
            let (set, changed) = changes(model, form, editing);
            let reason = form.value(editing.seen.len());
            let mut edit = Edit::new(editing.customer.id, set, reason);
            edit.version = Some(editing.version);
            let facts = [
                ("customer", editing.customer.name.as_str()),
                ("fields", changed.as_str()),
            ];
            Request::EditCustomer {
                edit: Box::new(edit),
                done: done("edited", &facts),
            }
        }
        Asks::Merge(customer, into) => {
            let command = Command::Merge {
                customer: customer.id,
                into: into.id,
                reason: text(locale, form, 0)?,
            };
            model.customers.seek(into.number.clone());
            let facts = [("customer", customer.name.as_str()), ("into", &into.name)];
            act(command, done("merged", &facts))
        }
        Asks::Note(customer) => {
            let new = NewRecord {
                customer: customer.id,
                on: model.book.today,
                until: None,
                facts: RecordFacts::Remark,
                note: text(locale, form, 0)?,
            };
            let command = Command::Record(Box::new(new));
            act(command, done("noted", &[("customer", &customer.name)]))
        }
        Asks::Erase(customer) => Request::Rehearse(Box::new(Command::Erase {
            customer: customer.id,
            reason: text(locale, form, 0)?,
        })),
    };
    Ok(vec![Effect::Ask(request)])
}

/// Keeps what was typed when the desk said that the new customer may be there already, and says how to go on: it asks
/// once.
pub(super) fn told(form: &mut Form, refusal: &Refusal, locale: &Locale) -> String {
    let typed = form.typed();
    if let Purpose::Register(asks) = &mut form.purpose
        && let Asks::New { told, .. } = asks.as_mut()
        && let Refusal::Register(RegisterRefusal::MayBeKnown { .. }) = refusal
    {
        *told = Some(typed);
        return format!(" {}", locale.text("tui.register.once-more"));
    }
    String::new()
}

fn act(command: Command, done: Done) -> Request {
    Request::Act {
        command: Box::new(command),
        done,
    }
}

/// What was changed in a section's form, and the fields by name.
fn changes(model: &Model, form: &Form, editing: &Editing) -> (Values, String) {
    let (locale, today): (&Locale, _) = (&model.locale, model.book.today);
    let mut names: Vec<&str> = Vec::new();
    let mut set = Values::new();
    for (at, (field, seen)) in editing.seen.iter().enumerate() {
        let shown = seen
            .as_deref()
            .map(|seen| value::shown(locale, *field, seen));
        let typed = form.value(at);
        if shown.unwrap_or_default() == typed {
            continue;
        }
        names.push(locale.text(&format!("field-word.{}", field.name())));
        let value = (!typed.is_empty()).then(|| value::typed(locale, *field, typed, today));
        set.push((*field, value));
    }
    (set, names.join(", "))
}
