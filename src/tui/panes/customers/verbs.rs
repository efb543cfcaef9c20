//! What the keys do to a customer: enter, edit, confirm, note, merge, rest, erase.

use super::{Tab, profile, show_tab, under_keys};
use crate::domain::command::{Command, Edit};
use crate::domain::date::Date;
use crate::domain::field::{Field, Section};
use crate::domain::id::CustomerId;
use crate::domain::record::{NewRecord, RecordFacts};
use crate::reports::credit::Named;
use crate::tui::action::ActionId;
use crate::tui::drill::Level;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Done, Request};
use crate::tui::overlays::picker::{self, Wanted};
use crate::tui::overlays::register;

pub fn act(model: &mut Model, id: ActionId) -> Vec<Effect> {
    if id == ActionId::NewCustomer {
        return vec![Effect::Ask(Request::NextNumber)];
    }
    let Some(customer) = named(model) else {
        return Vec::new();
    };
    match id {
        ActionId::EditCustomer => match section(model) {
            Some(section) => vec![Effect::Ask(Request::CustomerForm {
                customer: customer.id,
                section,
            })],
            None => to_profile(model),
        },
        ActionId::VerifySection => match section(model) {
            Some(section) => verify(model, &customer, section),
            None => to_profile(model),
        },
        ActionId::NoteCustomer => {
            register::open_note(model, customer);
            Vec::new()
        }
        ActionId::MergeCustomer => picker::open(model, Wanted::Same(customer.id)),
        ActionId::RestCustomer => rest(model, &customer),
        ActionId::EraseCustomer => vec![Effect::Ask(Request::BooksNeed(customer.id))],
        _ => Vec::new(),
    }
}

/// Asks why he is to be erased, and says until when the books need him.
pub fn erase(model: &mut Model, id: CustomerId, until: Option<Date>) {
    if let Some(customer) = named(model).filter(|customer| customer.id == id) {
        register::open_erase(model, customer, until);
    }
}

fn named(model: &Model) -> Option<Named> {
    let (id, number, name) = under_keys(model)?;
    Some(Named {
        id,
        number: number.to_owned(),
        name: name.to_owned(),
    })
}

/// The section under the cursor of the profile, if that has the keys.
pub fn section(model: &Model) -> Option<Section> {
    let state = &model.customers;
    let reads = state.drill.level == Level::Detail && state.tab == Tab::Profile;
    let profile = state.profile.as_deref().filter(|_| reads)?;
    let lines = profile::lines(profile, model.book.ledger.currency);
    lines
        .get(state.cursor_of_tab())
        .map(|(section, _)| *section)
}

/// What is edited or confirmed is seen first: the profile, at what is worst there.
fn to_profile(model: &mut Model) -> Vec<Effect> {
    let effects = show_tab(model, Tab::Profile);
    let state = &mut model.customers;
    if let Some(profile) = state.profile.as_deref() {
        let at = profile::worst(profile, model.book.ledger.currency);
        state.cursors[Tab::Profile as usize] = at;
    }
    effects
}

fn verify(model: &Model, customer: &Named, section: Section) -> Vec<Effect> {
    let word = model.locale.text(&format!("section.{}", section.name()));
    let facts = [("customer", customer.name.as_str()), ("section", word)];
    let new = NewRecord {
        customer: customer.id,
        on: model.book.today,
        until: None,
        facts: RecordFacts::Verified {
            section,
            class: None,
        },
        note: String::new(),
    };
    vec![Effect::Ask(Request::Act {
        command: Box::new(Command::Record(Box::new(new))),
        done: Done {
            says: model.locale.say("tui.register.verified", &facts),
            receipts: Vec::new(),
        },
    })]
}

/// Whether he is not sold to any more.
pub fn rests(model: &Model) -> bool {
    let selected = model.customers.table.selected();
    selected.is_some_and(|row| row.line.inactive)
}

/// Sells to him no more, or again.
fn rest(model: &Model, customer: &Named) -> Vec<Effect> {
    let (value, key) = if rests(model) {
        (None, "tui.register.active")
    } else {
        (Some("yes".to_owned()), "tui.register.inactive")
    };
    let edit = Edit::new(customer.id, vec![(Field::Inactive, value)], "");
    vec![Effect::Ask(Request::EditCustomer {
        edit: Box::new(edit),
        done: Done {
            says: model.locale.say(key, &[("customer", &customer.name)]),
            receipts: Vec::new(),
        },
    })]
}
