//! The forms of credit: what each is for, its fields, and its title. Titles stand in the locale under
//! `tui.credit.ask.<name>`, fields under `tui.form.on-credit`.

use super::Layer;
use super::form::{Form, Purpose};
use crate::domain::credit::Verdict;
use crate::domain::id::{CustomerId, ProposalId};
use crate::domain::money::Minor;
use crate::text::Locale;
use crate::tui::model::Model;

/// Days that an override lasts unless the user says otherwise: a sale is decided now, not for the year.
const OVERRIDE_DAYS: u64 = 14;

/// Whom it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whom {
    pub id: CustomerId,
    pub name: String,
}

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asks {
    /// May we sell to him?
    Assess(Whom),
    /// The same of somebody who is not in the register.
    AssessStranger,
    Limit {
        whom: Whom,
        /// The version of the customer that was seen: somebody else's edit is not written over.
        version: Option<usize>,
        now: Option<Minor>,
    },
    Hold(Whom),
    Release(Whom),
    Override {
        whom: Whom,
        /// The worst verdict that it passes over.
        over: Verdict,
    },
    Check(Whom),
    Security(Whom),
    Order(Whom),
    Application(Whom),
    Review(Whom),
    Note {
        whom: Whom,
        draft: String,
    },
    /// Why a proposal is accepted, or declined.
    Judge {
        proposal: ProposalId,
        name: String,
        accept: bool,
    },
}

impl Asks {
    /// Its name in the locale, under `tui.credit.ask.` and `tui.credit.did.`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Assess(_) => "assess",
            Self::AssessStranger => "assess-stranger",
            Self::Limit { .. } => "limit",
            Self::Hold(_) => "hold",
            Self::Release(_) => "release",
            Self::Override { .. } => "override",
            Self::Check(_) => "check",
            Self::Security(_) => "security",
            Self::Order(_) => "order",
            Self::Application(_) => "application",
            Self::Review(_) => "review",
            Self::Note { .. } => "note",
            Self::Judge { accept: true, .. } => "accept",
            Self::Judge { accept: false, .. } => "decline",
        }
    }

    /// Whom it is about, in words.
    pub fn what(&self) -> &str {
        match self {
            Self::AssessStranger => "",
            Self::Judge { name, .. } => name,
            Self::Assess(whom)
            | Self::Hold(whom)
            | Self::Release(whom)
            | Self::Check(whom)
            | Self::Security(whom)
            | Self::Order(whom)
            | Self::Application(whom)
            | Self::Review(whom)
            | Self::Limit { whom, .. }
            | Self::Override { whom, .. }
            | Self::Note { whom, .. } => &whom.name,
        }
    }

    /// The fields, by their names under `tui.form.on-credit.`, and what stands in them.
    fn fields(&self, model: &Model) -> Vec<(&'static str, String)> {
        let (locale, today) = (&model.locale, model.book.today);
        let empty = String::new;
        match self {
            Self::Assess(_) => vec![("sale", empty())],
            Self::AssessStranger => vec![
                ("sale", empty()),
                ("kind", locale.text("kind.business").to_owned()),
                ("class", empty()),
                ("group", empty()),
            ],
            Self::Limit { now, .. } => {
                let currency = model.book.ledger.currency;
                let now = now.map(|now| locale.amount(now, currency));
                vec![("limit", now.unwrap_or_default()), ("reason", empty())]
            }
            Self::Hold(_) => vec![
                ("level", locale.text("hold.stop").to_owned()),
                ("reason", empty()),
                ("hold-until", empty()),
            ],
            Self::Release(_) | Self::Judge { .. } => vec![("reason", empty())],
            Self::Override { .. } => {
                let last = today.checked_add_days(chrono::Days::new(OVERRIDE_DAYS));
                vec![
                    ("reason", empty()),
                    ("last-day", locale.date(last.unwrap_or(today))),
                    ("most", empty()),
                ]
            }
            Self::Check(_) => vec![
                ("checked-on", locale.date(today)),
                ("source", empty()),
                ("class", empty()),
                ("advised", empty()),
                ("good-until", empty()),
                ("report-file", empty()),
            ],
            Self::Security(_) => vec![
                ("security", locale.text("security.guarantee").to_owned()),
                ("amount", empty()),
                ("issuer", empty()),
                ("good-until", empty()),
            ],
            Self::Order(_) => vec![
                ("order-number", empty()),
                ("amount", empty()),
                ("prepaid", empty()),
            ],
            Self::Application(_) => vec![
                ("asked", empty()),
                ("granted", empty()),
                ("why-granted", empty()),
            ],
            Self::Review(_) => vec![("next-review", empty()), ("seen", empty())],
            Self::Note { draft, .. } => vec![("remark", draft.clone())],
        }
    }

    /// The field to begin with: what is there already may be gone over.
    fn first(&self) -> usize {
        match self {
            Self::Hold(_) | Self::Check(_) | Self::Security(_) => 1,
            _ => 0,
        }
    }
}

/// Opens the form.
pub fn open(model: &mut Model, asks: Asks) {
    let fields: Vec<(String, String)> = asks
        .fields(model)
        .into_iter()
        .map(|(name, value)| (format!("on-credit.{name}"), value))
        .collect();
    let fields: Vec<(&str, String)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    let locale = &model.locale;
    let facts = [("what", asks.what())];
    let title = locale.say(&format!("tui.credit.ask.{}", asks.name()), &facts);
    let note = note(locale, &asks);
    let at = asks.first();
    let mut form = Form::new(locale, title, Purpose::Credit(Box::new(asks)), &fields);
    form.note = note;
    form.at = at;
    model.layers.push(Layer::Form(form));
}

/// What is to be known beforehand.
fn note(locale: &Locale, asks: &Asks) -> String {
    let key = format!("tui.credit.ask-note.{}", asks.name());
    match asks {
        _ if !locale.has(&key) => String::new(),
        Asks::Override { over, .. } => {
            let over = locale.text(&format!("verdict.{}", over.name()));
            locale.say(&key, &[("over", over)])
        }
        _ => locale.text(&key).to_owned(),
    }
}
