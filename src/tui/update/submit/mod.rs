//! What a filled-in form asks for, or what is wrong with it.

mod credit;
mod posting;
mod register;
mod reminding;
mod settling;

use rust_decimal::Decimal;

use crate::desk::Welcome;
use crate::domain::command::Command;
use crate::domain::date::Date;
use crate::domain::id::OtherId;
use crate::domain::ledger::CompanySize;
use crate::domain::money::{Currency, Minor, NotAnAmount};
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::domain::shape;
use crate::text::Locale;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Credit, Done, Request};
use crate::tui::overlays::form::{Form, Purpose};
use crate::tui::overlays::{self, Layer};
use crate::tui::panes::reminders::asking::Asked;
use crate::tui::panes::{aging, bank};

/// Sends the form, or keeps it open with the fault beside its field.
pub fn submit(model: &mut Model, mut form: Form) -> Vec<Effect> {
    match send(model, &form) {
        Ok(effects) => {
            // The desk may say no: the form waits for its answer.
            if form.purpose.waits() {
                model.layers.push(Layer::Form(form));
            } else if effects.iter().any(changes) {
                model.asked = Some(form);
            }
            effects
        }
        Err((at, fault)) => {
            form.blame(at, fault);
            model.layers.push(Layer::Form(form));
            Vec::new()
        }
    }
}

/// Says in a form that waits what the desk has against it; false if no such form waits.
pub fn refused(model: &mut Model, refusal: &Refusal, says: &str) -> bool {
    match model.layers.last_mut() {
        Some(Layer::Form(form)) if form.purpose.waits() => {
            if matches!(form.purpose, Purpose::Reminding(_)) {
                // It is read to the customer, or says how to go on: it has more room above the fields.
                form.note = format!("▲ {says}");
                if let Purpose::Reminding(asked) = &form.purpose
                    && let Asked::Extend { number, .. } = asked.as_ref()
                {
                    let facts = [("invoice", number.as_str())];
                    form.note.push(' ');
                    form.note
                        .push_str(&model.locale.say("tui.extend.tell-no", &facts));
                }
            } else {
                form.blame(0, says.to_owned());
            }
            true
        }
        None => give_back(model, Some((refusal, says))),
        _ => false,
    }
}

/// Whether the form's answer comes later.
fn changes(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Ask(
            Request::Act { .. }
                | Request::ActAll { .. }
                | Request::NewCustomer { .. }
                | Request::EditCustomer { .. }
                | Request::EndPlans { .. }
                | Request::QueueStatement { .. }
                | Request::WriteStatement { .. }
                | Request::PrintOutbox { .. }
                | Request::AddAccount(_)
                | Request::Put { .. }
                | Request::Release { .. }
                | Request::EditFields { .. }
        )
    )
}

/// Opens the form again that was sent last and did not lead to anything; false if there is none.
pub fn give_back(model: &mut Model, why: Option<(&Refusal, &str)>) -> bool {
    let Some(mut form) = model.asked.take() else {
        return false;
    };
    if let Some((refusal, says)) = why {
        let how = register::told(&mut form, refusal, &model.locale);
        match form.purpose.blamed(refusal) {
            Some(at) => form.blame(at, says.to_owned()),
            None => form.note = format!("▲ {says}{how}"),
        }
    }
    model.layers.push(Layer::Form(form));
    true
}

/// Another person edited the customer whose form was given back: what he changed is looked up, and stands there beside
/// what was typed.
pub fn conflict(model: &mut Model, refusal: &Refusal) -> Vec<Effect> {
    let Refusal::Register(RegisterRefusal::EditedMeanwhile {
        by,
        at,
        register_fields,
        ..
    }) = refusal
    else {
        return Vec::new();
    };
    let Some(editing) = overlays::register::editing(model) else {
        return Vec::new();
    };
    let request = Request::CustomerForm {
        customer: editing.customer.id,
        section: editing.section,
    };
    let locale = &model.locale;
    let words = register_fields.iter();
    let words: Vec<&str> = words
        .map(|field| locale.text(&format!("field-word.{}", field.name())))
        .collect();
    let facts = [
        ("by", by.as_str()),
        ("at", at),
        ("fields", &words.join(", ")),
    ];
    let note = locale.say("tui.register.conflict", &facts);
    if let Some(Layer::Form(form)) = model.layers.last_mut() {
        form.note = note;
    }
    vec![Effect::Ask(request)]
}

/// Takes a form away that waited: the desk has answered it.
pub fn answered(model: &mut Model) {
    let waits = |layer: &Layer| matches!(layer, Layer::Form(form) if form.purpose.waits());
    model.layers.retain(|layer| !waits(layer));
}

type Fault = (usize, String);

fn send(model: &mut Model, form: &Form) -> Result<Vec<Effect>, Fault> {
    let today = model.book.today;
    let locale = model.locale.clone();
    let act = |command: Command, key: &str, facts: &[(&str, &str)]| {
        let done = Done {
            says: locale.say(key, facts),
            receipts: Vec::new(),
        };
        vec![Effect::Ask(Request::Act {
            command: Box::new(command),
            done,
        })]
    };
    match &form.purpose {
        Purpose::AsOf => {
            let date = date(&locale, form, 0, today)?;
            Ok(aging::as_of(model, date))
        }
        Purpose::Part { .. }
        | Purpose::SetAside { .. }
        | Purpose::NotReceivable { .. }
        | Purpose::WriteOff { .. }
        | Purpose::Refund { .. } => settling::send(model, form),
        Purpose::PutAway { lines } => {
            let reason = text(&locale, form, 0)?;
            Ok(bank::verbs::put_away_for(model, lines, &reason))
        }
        Purpose::PayOut {
            line,
            left,
            currency,
        } => pay_out(&locale, form, *line, *left, *currency),
        Purpose::Dispute {
            document,
            number,
            open,
            currency,
        } => {
            let reason = text(&locale, form, 0)?;
            let amount = given(form, 1)
                .then(|| amount(&locale, form, 1, *currency))
                .transpose()?;
            let until = given(form, 2)
                .then(|| date(&locale, form, 2, today))
                .transpose()?;
            let part = amount
                .filter(|amount| amount < open)
                .map(|amount| locale.amount(amount, *currency));
            let amount = amount.map(|amount| amount.decimal(*currency));
            let command = Command::Dispute {
                document: *document,
                amount,
                reason,
                until,
                owner: given(form, 3).then(|| form.value(3).to_owned()),
            };
            Ok(match part {
                Some(part) => {
                    let facts = [("invoice", number.as_str()), ("amount", part.as_str())];
                    act(command, "tui.disputed-part", &facts)
                }
                None => act(command, "tui.disputed", &[("invoice", number)]),
            })
        }
        Purpose::CloseDispute { document, number } => {
            let outcome = text(&locale, form, 0)?;
            let command = Command::CloseDispute {
                document: *document,
                outcome,
            };
            Ok(act(command, "tui.dispute-closed", &[("invoice", number)]))
        }
        Purpose::Promise {
            document,
            number,
            currency,
        } => {
            let day = date(&locale, form, 0, today)?;
            let amount: Option<Decimal> = given(form, 1)
                .then(|| amount(&locale, form, 1, *currency))
                .transpose()?
                .map(|amount| amount.decimal(*currency));
            let command = Command::Promise {
                document: *document,
                date: day,
                amount,
            };
            let said = locale.due_date(day, today);
            Ok(act(
                command,
                "tui.promised",
                &[("invoice", number), ("date", &said)],
            ))
        }
        Purpose::Posting(asks) => posting::send(model, form, asks),
        Purpose::Credit(asks) => credit::send(model, form, asks),
        Purpose::OwnAccount => {
            let account = text(&locale, form, 0)?;
            Ok(vec![Effect::Ask(Request::AddAccount(account))])
        }
        Purpose::Register(asks) => register::send(model, form, asks),
        Purpose::Reminding(asked) => reminding::send(model, form, asked),
        Purpose::NewLedger => new_ledger(&locale, form).map(|welcome| vec![Effect::Leave(welcome)]),
    }
}

/// Money went back out of what the user names; less than all that is left is a part.
fn pay_out(
    locale: &Locale,
    form: &Form,
    line: OtherId,
    left: Minor,
    currency: Currency,
) -> Result<Vec<Effect>, Fault> {
    let label = text(locale, form, 0)?;
    let amount = amount(locale, form, 1, currency)?;
    if amount <= Minor::ZERO || amount > left {
        let left = locale.amount(left, currency);
        return Err((1, locale.say("tui.form.up-to", &[("amount", &left)])));
    }
    Ok(vec![Effect::Ask(Request::PayOut {
        line,
        credit: Credit::Named(label),
        amount: (amount != left).then(|| amount.decimal(currency)),
    })])
}

fn given(form: &Form, at: usize) -> bool {
    !form.value(at).is_empty()
}

fn text(locale: &Locale, form: &Form, at: usize) -> Result<String, Fault> {
    if given(form, at) {
        Ok(form.value(at).to_owned())
    } else {
        Err((at, locale.text("tui.form.missing").to_owned()))
    }
}

fn date(locale: &Locale, form: &Form, at: usize, today: Date) -> Result<Date, Fault> {
    locale
        .parse_date(form.value(at), today)
        .filter(|date| crate::domain::date::is_plausible(*date))
        .ok_or_else(|| (at, locale.text("tui.form.not-a-date").to_owned()))
}

fn amount(locale: &Locale, form: &Form, at: usize, currency: Currency) -> Result<Minor, Fault> {
    let number = locale
        .parse_amount(form.value(at))
        .ok_or_else(|| (at, locale.text("tui.form.not-an-amount").to_owned()))?;
    Minor::exactly(number, currency).map_err(|fault| {
        let key = match fault {
            NotAnAmount::TooFine => "tui.form.too-fine",
            NotAnAmount::TooLarge => "tui.form.too-large",
        };
        (at, locale.say(key, &[("currency", currency.code())]))
    })
}

/// The facts of a new ledger.
pub fn new_ledger(locale: &Locale, form: &Form) -> Result<Welcome, Fault> {
    let company = text(locale, form, 0)?;
    let country = text(locale, form, 1)?.to_lowercase();
    if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err((1, locale.text("tui.form.not-a-country").to_owned()));
    }
    let currency = text(locale, form, 2)?;
    let Some(currency) = Currency::parse(&currency) else {
        return Err((2, locale.text("tui.form.not-a-currency").to_owned()));
    };
    let org_no = given(form, 3)
        .then(|| {
            let number = shape::register_number(&country.to_uppercase(), form.value(3));
            number.map_err(|_| (3, locale.text("tui.form.not-an-org-no").to_owned()))
        })
        .transpose()?;
    let account = given(form, 4)
        .then(|| {
            let account = shape::own_account(&country.to_uppercase(), form.value(4));
            account.map_err(|_| (4, locale.text("tui.form.not-an-account").to_owned()))
        })
        .transpose()?;
    let size = size(locale, form.value(5))
        .ok_or_else(|| (5, locale.text("tui.form.not-a-size").to_owned()))?;
    Ok(Welcome::New {
        company,
        country,
        currency: currency.code().to_owned(),
        org_no,
        account,
        size,
    })
}

/// A size by its word in the user's language, or by its name.
fn size(locale: &Locale, text: &str) -> Option<CompanySize> {
    let word = |size: &CompanySize| {
        let key = format!("tui.form.size-{}", size.name());
        text.eq_ignore_ascii_case(locale.text(&key))
    };
    let by_word = CompanySize::ALL.into_iter().find(word);
    by_word.or_else(|| CompanySize::parse(text))
}
