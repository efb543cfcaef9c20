//! A row told in full: why now, what the letter says, what each charge rests on, what comes next.

mod fault;
mod letter;
mod task;
mod waiting;

use crate::domain::date::Date;
use crate::domain::letter::ChargeKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::reminding::{WaitsFor, Warning};
use crate::reports::reminding::Whose;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::model::Model;
use crate::tui::overlays::story::Tone;

use super::group::Group;
use super::rows::{Line, Task};
use super::short;

pub use fault::fault;

/// A line of the detail: what it is, what it says, and a figure at the right edge.
#[derive(Clone, Debug)]
pub struct Told {
    pub tone: Tone,
    pub label: &'static str,
    pub text: String,
    pub amount: Option<String>,
}

impl Told {
    fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self {
            tone: Tone::Text,
            label,
            text: text.into(),
            amount: None,
        }
    }

    fn with(self, amount: String) -> Self {
        Self {
            amount: Some(amount),
            ..self
        }
    }

    fn in_tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    pub fn is_gap(&self) -> bool {
        self.label.is_empty() && self.text.is_empty() && self.amount.is_none()
    }
}

/// All that is to be said of a row.
pub fn lines(model: &Model, line: &Line) -> Vec<Told> {
    let teller = Teller {
        model,
        locale: &model.locale,
        whose: &line.whose,
        currency: line.whose.currency,
        today: model.book.today,
    };
    let mut told = teller.warnings(line);
    match &line.task {
        Task::Letter { letter, .. } => told.extend(teller.letter(letter)),
        Task::Call(call) => told.extend(teller.call(call)),
        Task::HandOver(tasks) => told.extend(teller.hand_over(tasks)),
        Task::TakeBack(crossed) => told.extend(teller.take_back(crossed)),
        Task::Waive(charges) => told.extend(teller.waive(charges)),
        Task::Waits(waits) => told.extend(teller.waits(waits)),
        Task::Coming(coming) => told.extend(teller.coming(coming)),
    }
    told
}

/// Why no letter is due for a row, in a sentence: what it waits for, or when it comes.
pub fn why_no_letter(model: &Model, line: &Line) -> Option<String> {
    let locale = &model.locale;
    match &line.task {
        Task::Waits(waits) => {
            let says = locale.tell("waits", &waits.why);
            Some(says.trim_end_matches([':', ' ']).to_owned())
        }
        Task::Coming(coming) => {
            let date = locale.long_date(coming.date);
            let facts = [
                ("stage", locale.stage(&coming.stage)),
                ("date", date.as_str()),
            ];
            Some(locale.say("tui.reminders.told.next-stage", &facts))
        }
        _ => None,
    }
}

/// What a group is for, and what is in it.
pub fn group(model: &Model, group: Group) -> Vec<Told> {
    let locale = &model.locale;
    let list = &model.reminders.list;
    let about = locale.text(&format!("tui.reminders.about.{}", group.name()));
    let mut told = vec![Told::new("", about), gap()];
    if let Some(shown) = list.shown(group) {
        let count = locale.whole(shown.count() as u64);
        let rows = locale.say("tui.reminders.sum.rows", &[("count", &count)]);
        let sums = shown.amounts.told(locale);
        told.push(Told::new("", rows).with(sums).in_tone(Tone::Title));
    }
    if group == Group::Paused {
        let reasons = short::reasons(locale, list.rows_of(group));
        let each = reasons.split(" · ").map(|reason| Told::new("", reason));
        told.extend(each.map(|line| line.in_tone(Tone::Quiet)));
    }
    told
}

/// Warnings that are about the whole run, as one line each, with the keys that help.
pub fn of_run(model: &Model) -> Vec<String> {
    let warnings = model.reminders.warnings.iter();
    let told = warnings.filter_map(|warning| match warning {
        Warning::StaleBankData { .. } | Warning::NoBankData => Some(warned(
            model,
            warning,
            Some(("tui.reminders.key.import", ActionId::Import)),
        )),
        Warning::LettersQueued { .. }
        | Warning::LettersFailed { .. }
        | Warning::LettersInDoubt { .. } => Some(with_help(
            model,
            // The outbox is a key away: no command is named.
            &model.locale.tell("tui.reminders.unsent", warning),
            Some(("tui.sent-out.more", ActionId::Outbox)),
        )),
        Warning::NoChannel { .. } => Some(warned(model, warning, None)),
        _ => None,
    });
    law_missing(model).into_iter().chain(told).collect()
}

/// What the law has no figure for, and how many rows wait for it.
fn law_missing(model: &Model) -> Option<String> {
    let locale = &model.locale;
    let list = &model.reminders.list;
    let first = list.rows_of(Group::LawMissing).next()?;
    let Task::Waits(waits) = &first.task else {
        return None;
    };
    let WaitsFor::LawMissing { rule, country, on } = &waits.why else {
        return None;
    };
    let count = locale.whole(list.rows_of(Group::LawMissing).count() as u64);
    let on = locale.long_date(*on);
    let facts = [
        ("count", count.as_str()),
        ("rule", rule.as_str()),
        ("country", country.as_str()),
        ("date", on.as_str()),
    ];
    Some(format!(
        "▲ {}",
        locale.say("tui.reminders.law-missing", &facts)
    ))
}

fn warned(model: &Model, warning: &Warning, helps: Option<(&'static str, ActionId)>) -> String {
    with_help(model, &model.locale.tell("warning", warning), helps)
}

fn with_help(model: &Model, says: &str, helps: Option<(&'static str, ActionId)>) -> String {
    let mut says = format!("▲ {says}");
    if let Some((key, id)) = helps {
        says.push(' ');
        says.push_str(&crate::tui::panes::with_key(model, key, id));
    }
    says
}

struct Teller<'a> {
    model: &'a Model,
    locale: &'a Locale,
    whose: &'a Whose,
    currency: Currency,
    today: Date,
}

impl Teller<'_> {
    fn label(&self, key: &str) -> &'static str {
        self.locale.text(key)
    }

    fn amount(&self, amount: Minor) -> String {
        self.locale.amount(amount, self.currency)
    }

    fn day(&self, date: Date) -> String {
        self.locale.due_date(date, self.today)
    }

    /// What to mind before this row is dealt with; what is about the whole run stands above the list.
    fn warnings(&self, line: &Line) -> Vec<Told> {
        let warned_of = |says: String| Told::new("", says).in_tone(Tone::Bad);
        let mut told: Vec<Told> = Vec::new();
        if let Task::Letter { unmatched, .. } = &line.task
            && *unmatched > 0
        {
            let warning = Warning::Unmatched {
                customer: self.whose.name.clone(),
                count: *unmatched,
            };
            let helps = Some(("tui.reminders.key.match", ActionId::Matching));
            told.push(warned_of(warned(self.model, &warning, helps)));
        }
        let numbers = line.numbers();
        for warning in &self.model.reminders.warnings {
            let is_his = match warning {
                Warning::LimitationNear { invoice, .. }
                | Warning::Barred { invoice, .. }
                | Warning::DisputeUnanswered { invoice, .. } => numbers.contains(&invoice.as_str()),
                Warning::ClaimDeadline { customer, .. }
                | Warning::ClaimDeadlineMissed { customer, .. } => {
                    *customer == self.whose.number || *customer == self.whose.name
                }
                _ => false,
            };
            if is_his {
                told.push(warned_of(warned(self.model, warning, None)));
            }
        }
        told
    }

    fn label_of(&self, kind: ChargeKind) -> &'static str {
        self.label(&format!("charge.{}", kind.name()))
    }

    /// The key that deals with it.
    fn key(&self, key: &str, id: ActionId) -> Told {
        let says = crate::tui::panes::with_key(self.model, key, id);
        Told::new("", says).in_tone(Tone::Quiet)
    }
}

fn gap() -> Told {
    Told::new("", "")
}
