//! What the forms of credit ask for.

use super::{Fault, amount, date, given, text};
use crate::desk::credit::Whose;
use crate::domain::command::Command;
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::field::Field;
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::domain::record::{HoldLevel, NewRecord, RecordFacts, SecurityKind};
use crate::text::Locale;
use crate::text::fold::fold;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Done, Request};
use crate::tui::overlays::credit::{Asks, Whom};
use crate::tui::overlays::form::Form;

pub(super) fn send(model: &Model, form: &Form, asks: &Asks) -> Result<Vec<Effect>, Fault> {
    let filled = Filled { model, form };
    let done = Done {
        says: model.locale.say(
            &format!("tui.credit.did.{}", asks.name()),
            &[("what", asks.what())],
        ),
        receipts: Vec::new(),
    };
    let request = match asks {
        Asks::Assess(whom) => Request::Assess {
            whose: Whose::Customer(whom.id),
            amount: filled.sale()?,
        },
        Asks::AssessStranger => Request::Assess {
            whose: filled.stranger()?,
            amount: filled.sale()?,
        },
        Asks::Limit { whom, version, .. } => Request::EditFields {
            customer: whom.id,
            version: *version,
            set: vec![(Field::CreditLimit, filled.limit()?)],
            reason: filled.text(1)?,
            done,
        },
        Asks::Release(whom) => Request::Release {
            customer: whom.id,
            reason: filled.text(0)?,
            done,
        },
        Asks::Judge {
            proposal, accept, ..
        } => Request::Act {
            command: Box::new(Command::Judge {
                proposal: *proposal,
                accept: *accept,
                reason: if *accept {
                    filled.maybe_text(0)
                } else {
                    filled.text(0)?
                },
            }),
            done,
        },
        records => {
            let (new, file) = filled.record(records)?;
            Request::Put {
                new: Box::new(new),
                file,
                done,
            }
        }
    };
    Ok(vec![Effect::Ask(request)])
}

/// A form that was filled in, and what is around it.
struct Filled<'a> {
    model: &'a Model,
    form: &'a Form,
}

impl Filled<'_> {
    fn locale(&self) -> &Locale {
        &self.model.locale
    }

    fn text(&self, at: usize) -> Result<String, Fault> {
        text(self.locale(), self.form, at)
    }

    fn maybe_text(&self, at: usize) -> String {
        self.form.value(at).to_owned()
    }

    fn some_text(&self, at: usize) -> Option<String> {
        given(self.form, at).then(|| self.maybe_text(at))
    }

    fn date(&self, at: usize) -> Result<Date, Fault> {
        date(self.locale(), self.form, at, self.model.book.today)
    }

    fn maybe_date(&self, at: usize) -> Result<Option<Date>, Fault> {
        given(self.form, at).then(|| self.date(at)).transpose()
    }

    /// More than nothing.
    fn amount(&self, at: usize) -> Result<Minor, Fault> {
        let currency = self.model.book.ledger.currency;
        let amount = amount(self.locale(), self.form, at, currency)?;
        if amount <= Minor::ZERO {
            return Err(self.fault(at, "not-positive"));
        }
        Ok(amount)
    }

    fn maybe_amount(&self, at: usize) -> Result<Option<Minor>, Fault> {
        given(self.form, at).then(|| self.amount(at)).transpose()
    }

    fn fault(&self, at: usize, key: &str) -> Fault {
        let says = self.locale().text(&format!("tui.form.on-credit.{key}"));
        (at, says.to_owned())
    }

    /// A sale may be of nothing: it is asked how he stands.
    fn sale(&self) -> Result<Minor, Fault> {
        if !given(self.form, 0) {
            return Ok(Minor::ZERO);
        }
        let currency = self.model.book.ledger.currency;
        let amount = amount(self.locale(), self.form, 0, currency)?;
        if amount < Minor::ZERO {
            return Err(self.fault(0, "not-positive"));
        }
        Ok(amount)
    }

    /// A limit as a field takes it. None at all is no limit of his own; nothing is a limit of zero.
    fn limit(&self) -> Result<Option<String>, Fault> {
        if !given(self.form, 0) {
            return Ok(None);
        }
        let currency = self.model.book.ledger.currency;
        let limit = amount(self.locale(), self.form, 0, currency)?;
        if limit < Minor::ZERO {
            return Err(self.fault(0, "not-positive"));
        }
        Ok(Some(limit.plain(currency)))
    }

    fn stranger(&self) -> Result<Whose, Fault> {
        let kinds = [
            CustomerKind::Business,
            CustomerKind::Consumer,
            CustomerKind::Public,
        ];
        let named = |kind: &CustomerKind| (kind.name(), format!("kind.{}", kind.name()));
        let kind = self.one_of(1, &kinds, named, "not-a-kind")?;
        Ok(Whose::New {
            kind,
            class: self.some_text(2),
            group: self.some_text(3),
        })
    }

    /// The one whose name begins as was typed, in scripts or in the user's words.
    fn one_of<T: Copy>(
        &self,
        at: usize,
        all: &[T],
        named: impl Fn(&T) -> (&'static str, String),
        fault: &str,
    ) -> Result<T, Fault> {
        let typed = fold(&self.text(at)?);
        let begins = |one: &&T| {
            let (name, key) = named(one);
            fold(name).starts_with(&typed) || fold(self.locale().text(&key)).starts_with(&typed)
        };
        let found = all.iter().find(begins);
        found.copied().ok_or_else(|| self.fault(at, fault))
    }

    /// What is put on record, and the file whose print is kept with it.
    fn record(&self, asks: &Asks) -> Result<(NewRecord, Option<std::path::PathBuf>), Fault> {
        let today = self.model.book.today;
        let put = |whom: &Whom, facts: RecordFacts, until: Option<Date>, note: String| {
            new(whom.id, today, facts, until, note)
        };
        let record = match asks {
            Asks::Hold(whom) => {
                let named = |level: &HoldLevel| (level.name(), format!("hold.{}", level.name()));
                let level = self.one_of(0, &HoldLevel::ALL, named, "not-a-level")?;
                let facts = RecordFacts::Hold { level, rule: None };
                let note = self.text(1)?;
                put(whom, facts, self.maybe_date(2)?, note)
            }
            Asks::Override { whom, over } => {
                let facts = RecordFacts::Override {
                    over: *over,
                    amount: self.maybe_amount(2)?,
                };
                let note = self.text(0)?;
                put(whom, facts, Some(self.date(1)?), note)
            }
            Asks::Check(whom) => {
                let facts = RecordFacts::Check {
                    class: self.some_text(2),
                    advised: self.maybe_amount(3)?,
                    sha256: None,
                };
                let (on, until) = (self.date(0)?, self.maybe_date(4)?);
                let check = new(whom.id, on, facts, until, self.maybe_text(1));
                return Ok((check, self.some_text(5).map(Into::into)));
            }
            Asks::Security(whom) => {
                let named =
                    |kind: &SecurityKind| (kind.name(), format!("security.{}", kind.name()));
                let security = self.one_of(0, &SecurityKind::ALL, named, "not-a-security")?;
                let amount = self.amount(1)?;
                let facts = RecordFacts::Security { security, amount };
                put(whom, facts, self.maybe_date(3)?, self.maybe_text(2))
            }
            Asks::Order(whom) => {
                let facts = RecordFacts::Order {
                    number: self.text(0)?,
                    amount: self.amount(1)?,
                    prepaid: self.maybe_amount(2)?.unwrap_or(Minor::ZERO),
                };
                put(whom, facts, None, String::new())
            }
            Asks::Application(whom) => {
                let facts = RecordFacts::Application {
                    asked: self.amount(0)?,
                    granted: self.maybe_amount(1)?,
                };
                put(whom, facts, None, self.maybe_text(2))
            }
            Asks::Review(whom) => {
                let next = self.maybe_date(0)?;
                put(whom, RecordFacts::Review, next, self.maybe_text(1))
            }
            Asks::Note { whom, .. } => put(whom, RecordFacts::Remark, None, self.text(0)?),
            // These put nothing on record.
            Asks::Assess(_)
            | Asks::AssessStranger
            | Asks::Limit { .. }
            | Asks::Release(_)
            | Asks::Judge { .. } => return Err(self.fault(0, "not-positive")),
        };
        Ok((record, None))
    }
}

fn new(
    customer: CustomerId,
    on: Date,
    facts: RecordFacts,
    until: Option<Date>,
    note: String,
) -> NewRecord {
    NewRecord {
        customer,
        on,
        until,
        facts,
        note,
    }
}
