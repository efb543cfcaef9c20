//! The forms of the register: a new customer, an edit of a section, who is one with whom, a note, an erasure.

pub mod value;

use tui_input::Input;

use super::Layer;
use super::form::{self, Form, Purpose};
use crate::domain::date::Date;
use crate::domain::field::{Field, Section};
use crate::domain::id::CustomerId;
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::reports::credit::Named;
use crate::reports::register::Form as Read;
use crate::text::Locale;
use crate::tui::model::Model;
use crate::tui::panes::customers::profile;

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asks {
    /// The form's first field is the number, then these. `told`: what was typed when it was said that he may be there
    /// already; saved once more as it is, he is another.
    New {
        fields: Vec<Field>,
        told: Option<Vec<String>>,
    },
    Edit(Editing),
    /// The first becomes one with the other.
    Merge(Named, Named),
    Note(Named),
    Erase(Named),
}

/// A section that is edited: what was there when it was read, so that nobody else's edit is lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Editing {
    pub customer: Named,
    pub version: usize,
    pub section: Section,
    pub seen: Vec<(Field, Option<String>)>,
}

impl Asks {
    /// Whether the form stays open until the desk has said what would come of it.
    pub fn waits(&self) -> bool {
        matches!(self, Self::Erase(_))
    }

    /// The form's field that is about a customer's field.
    pub fn place_of(&self, field: Field) -> Option<usize> {
        match self {
            Self::New { fields, .. } => fields
                .iter()
                .position(|known| *known == field)
                .map(|at| at + 1),
            Self::Edit(editing) => editing.seen.iter().position(|(known, _)| *known == field),
            Self::Merge(..) | Self::Note(_) | Self::Erase(_) => None,
        }
    }

    /// The form's field that a refusal is about.
    pub fn blamed(&self, refusal: &Refusal) -> Option<usize> {
        match refusal {
            Refusal::Register(
                RegisterRefusal::WrongValue { register_field, .. }
                | RegisterRefusal::WrongCheckDigit { register_field, .. },
            ) => self.place_of(*register_field),
            Refusal::UnknownCustomer { .. }
            | Refusal::Register(RegisterRefusal::ParentOfItself { .. }) => {
                self.place_of(Field::Parent)
            }
            Refusal::Register(
                RegisterRefusal::CustomerNumberTaken { .. }
                | RegisterRefusal::CustomerNumberWrong { .. },
            ) => matches!(self, Self::New { .. }).then_some(0),
            Refusal::ReasonMissing => match self {
                Self::Edit(editing) => Some(editing.seen.len()),
                _ => Some(0),
            },
            _ => None,
        }
    }
}

/// What is asked of a new customer: who he is, where he is reached, what was agreed. The rest has its time.
const OF_NEW: [Field; 11] = [
    Field::Name,
    Field::Kind,
    Field::OrgNo,
    Field::Country,
    Field::Street,
    Field::Postcode,
    Field::City,
    Field::Email,
    Field::Phone,
    Field::Terms,
    Field::CreditLimit,
];

fn field_of(locale: &Locale, field: Field, value: Option<&str>) -> form::Field {
    let name = field.name();
    let hint = format!("tui.field-hint.{name}");
    let shown = value.map(|value| value::shown(locale, field, value));
    form::Field {
        label: locale.text(&format!("field.{name}")).to_owned(),
        input: Input::new(shown.unwrap_or_default()),
        fresh: false,
        hint: if locale.has(&hint) {
            locale.text(&hint).to_owned()
        } else {
            String::new()
        },
        fault: None,
    }
}

/// Asks for a new customer. The number that is free next is proposed.
pub fn open_new(model: &mut Model, number: &str) {
    let locale = &model.locale;
    let title = locale.text("tui.register.new").to_owned();
    let purpose = Purpose::Register(Box::new(Asks::New {
        fields: OF_NEW.to_vec(),
        told: None,
    }));
    let mut form = Form::new(locale, title, purpose, &[("number", number.to_owned())]);
    let country = model.book.ledger.country.to_uppercase();
    for field in OF_NEW {
        let value = (field == Field::Country).then_some(country.as_str());
        form.fields.push(field_of(locale, field, value));
    }
    // The number is right as it stands, as a rule: the name is what is typed first.
    form.at = 1;
    model.layers.push(Layer::Form(form));
}

/// Asks for the fields of a section.
pub fn open_edit(model: &mut Model, read: Read, section: Section) {
    let locale = &model.locale;
    let name = read.values.iter().find(|(field, _)| *field == Field::Name);
    let name = name.and_then(|(_, name)| name.clone()).unwrap_or_default();
    let section_says = locale.text(&format!("section.{}", section.name()));
    let facts = [("customer", name.as_str()), ("section", section_says)];
    let title = locale.say("tui.register.edit", &facts);
    let seen: Vec<(Field, Option<String>)> = of_section(read.values, section);
    let fields: Vec<form::Field> = seen
        .iter()
        .map(|(field, value)| field_of(locale, *field, value.as_deref()))
        .collect();
    let editing = Editing {
        customer: Named {
            id: read.customer,
            number: read.number,
            name,
        },
        version: read.version,
        section,
        seen,
    };
    let purpose = Purpose::Register(Box::new(Asks::Edit(editing)));
    let mut form = Form::new(locale, title, purpose, &[("change-reason", String::new())]);
    form.fields.splice(0..0, fields);
    form.note = wrong_in(model, read.customer, section);
    model.layers.push(Layer::Form(form));
}

/// What is wrong in a section, where the profile beside the form has room for the beginning of it only.
fn wrong_in(model: &Model, customer: CustomerId, section: Section) -> String {
    let profile = model.customers.profile.as_deref();
    let Some(profile) = profile.filter(|profile| profile.customer.id == customer) else {
        return String::new();
    };
    let currency = model.book.ledger.currency;
    let wrong = profile::wrong_in(&model.locale, profile, section, currency);
    let marked = wrong.into_iter().map(|says| format!("▲ {says}"));
    marked.collect::<Vec<_>>().join(" ")
}

/// What a form of a section holds. That he is not sold to any more has a key of its own.
fn of_section(
    values: Vec<(Field, Option<String>)>,
    section: Section,
) -> Vec<(Field, Option<String>)> {
    let values = values.into_iter();
    values
        .filter(|(field, _)| field.section() == section && *field != Field::Inactive)
        .collect()
}

/// Who is edited in the form on top.
pub fn editing(model: &Model) -> Option<&Editing> {
    match model.layers.last() {
        Some(Layer::Form(Form {
            purpose: Purpose::Register(asks),
            ..
        })) => match asks.as_ref() {
            Asks::Edit(editing) => Some(editing),
            _ => None,
        },
        _ => None,
    }
}

/// What is there now takes the place of what was seen: a field that only the other person changed shows his value, one
/// that both changed keeps what was typed and says what is there. The next save goes by what is there now.
pub fn rebase(model: &mut Model, now: &Read) {
    let locale = model.locale.clone();
    let Some(Layer::Form(form)) = model.layers.last_mut() else {
        return;
    };
    let Purpose::Register(asks) = &mut form.purpose else {
        return;
    };
    let Asks::Edit(editing) = asks.as_mut() else {
        return;
    };
    editing.version = now.version;
    let shown = |field: Field, value: &Option<String>| {
        let value = value.as_deref();
        value.map_or_else(String::new, |value| value::shown(&locale, field, value))
    };
    for ((field, seen), line) in editing.seen.iter_mut().zip(&mut form.fields) {
        let known = now.values.iter().find(|(known, _)| known == field);
        let Some((_, value)) = known.filter(|(_, value)| value != seen) else {
            continue;
        };
        let (was, there) = (shown(*field, seen), shown(*field, value));
        let mine = line.input.value().trim().to_owned();
        seen.clone_from(value);
        if mine == there {
            continue;
        }
        let empty = locale.text("format.empty");
        let or_dot = |text: &str| {
            if text.is_empty() {
                empty.to_owned()
            } else {
                text.to_owned()
            }
        };
        let facts = [("was", or_dot(&was)), ("now", or_dot(&there))];
        let facts = facts.each_ref().map(|(name, text)| (*name, text.as_str()));
        let key = if mine == was {
            line.input = Input::new(there.clone());
            "tui.register.theirs"
        } else {
            "tui.register.both"
        };
        line.fault = Some(locale.say(key, &facts));
    }
}

/// Asks why two are one.
pub fn open_merge(model: &mut Model, customer: Named, into: Named, why: &str) {
    let locale = &model.locale;
    let facts = [
        ("number", customer.number.as_str()),
        ("customer", &customer.name),
        ("into_number", &into.number),
        ("into", &into.name),
    ];
    let title = locale.say("tui.register.merge", &facts);
    let note = locale.say("tui.register.merge-note", &facts);
    let purpose = Purpose::Register(Box::new(Asks::Merge(customer, into)));
    let mut form = Form::new(locale, title, purpose, &[("reason", why.to_owned())]);
    form.note = note;
    model.layers.push(Layer::Form(form));
}

pub fn open_note(model: &mut Model, customer: Named) {
    let title = model
        .locale
        .say("tui.register.note", &[("customer", &customer.name)]);
    let purpose = Purpose::Register(Box::new(Asks::Note(customer)));
    let form = Form::new(&model.locale, title, purpose, &[("remark", String::new())]);
    model.layers.push(Layer::Form(form));
}

/// Asks why he is erased; `until`: the last day on which the books need him, if it is yet to come.
pub fn open_erase(model: &mut Model, customer: Named, until: Option<Date>) {
    let locale = &model.locale;
    let title = locale.say("tui.register.erase", &[("customer", &customer.name)]);
    let until = until.filter(|until| *until >= model.book.today);
    let note = match until.map(|until| locale.date(until)) {
        Some(date) => locale.say("tui.register.erase-needless", &[("date", &date)]),
        None => locale.text("tui.register.erase-whole").to_owned(),
    };
    let purpose = Purpose::Register(Box::new(Asks::Erase(customer)));
    let mut form = Form::new(locale, title, purpose, &[("reason", String::new())]);
    form.note = note;
    model.layers.push(Layer::Form(form));
}
