//! A row told in full: why now, what the letter says, what each charge rests on, what comes next.

use rust_decimal::Decimal;

use crate::domain::date::Date;
use crate::domain::id::ItemId;
use crate::domain::letter::{ChargeKind, Span};
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::PauseKind;
use crate::domain::reminding::{
    CallTask, Coming, Crossed, DueLetter, DueLine, HandoverTask, Waits, WaitsFor, Warning, Why,
};
use crate::reports::reminding::Whose;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::model::Model;
use crate::tui::overlays::story::Tone;

use super::group::Group;
use super::rows::{Line, Task};
use super::short;

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
        Task::Waits(waits) => told.extend(teller.waits(waits)),
        Task::Coming(coming) => told.extend(teller.coming(coming)),
    }
    told
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
    warnings
        .filter_map(|warning| match warning {
            Warning::StaleBankData { .. } | Warning::NoBankData => Some(warned(
                model,
                warning,
                Some(("tui.reminders.key.import", ActionId::Import)),
            )),
            Warning::NoChannel { .. } => Some(warned(model, warning, None)),
            _ => None,
        })
        .collect()
}

fn warned(model: &Model, warning: &Warning, helps: Option<(&'static str, ActionId)>) -> String {
    let mut says = format!("▲ {}", model.locale.tell("warning", warning));
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

    fn letter(&self, letter: &DueLetter) -> Vec<Told> {
        let mut told = self.whys("tui.reminders.told.why", &letter.why);
        told.push(gap());
        let mut label = self.label("tui.reminders.told.invoices");
        for line in letter.lines.iter().filter(|line| line.amount > Minor::ZERO) {
            let text = match line.charge {
                Some(kind) => self.claimed(line.item, &line.number, kind),
                None => self.invoice(line),
            };
            told.push(Told::new(std::mem::take(&mut label), text).with(self.amount(line.amount)));
        }
        for kind in ChargeKind::ALL {
            told.extend(self.charge(letter, kind));
        }
        let mut label = self.label("tui.reminders.told.credits");
        for line in letter.lines.iter().filter(|line| line.amount < Minor::ZERO) {
            let told_of = Told::new(std::mem::take(&mut label), line.number.clone());
            told.push(told_of.with(self.amount(line.amount)));
        }
        let total = self.locale.money(letter.total, self.currency);
        told.push(
            Told::new(self.label("tui.reminders.told.total"), "")
                .with(total)
                .in_tone(Tone::Title),
        );
        told.push(gap());
        told.extend(self.afterwards(letter));
        told
    }

    /// A charge of an earlier letter: for which invoice, and when it was claimed.
    fn claimed(&self, item: ItemId, number: &str, kind: ChargeKind) -> String {
        let known = self.model.reminders.item(item);
        let about = known.and_then(|item| item.about.as_deref());
        let date = known.map(|item| self.locale.short_date(item.issued));
        let facts = [
            ("kind", self.label_of(kind)),
            ("number", number),
            ("invoice", about.unwrap_or_default()),
            ("date", date.as_deref().unwrap_or_default()),
        ];
        let key = match about {
            Some(_) => "tui.reminders.told.claimed-for",
            None => "tui.reminders.told.claimed",
        };
        self.locale.say(key, &facts)
    }

    /// An invoice that the letter asks for; what was invoiced, where less than that is asked.
    fn invoice(&self, line: &DueLine) -> String {
        let (due, opened) = (self.day(line.due), self.amount(line.opened));
        let facts = [
            ("number", line.number.as_str()),
            ("due", due.as_str()),
            ("amount", opened.as_str()),
        ];
        if line.opened == line.amount {
            self.locale.say("tui.reminders.told.invoice", &facts)
        } else {
            self.locale.say("tui.reminders.told.invoice-of", &facts)
        }
    }

    /// The deadline, the channel, what comes next, and what is left out and why.
    fn afterwards(&self, letter: &DueLetter) -> Vec<Told> {
        let mut told = Vec::new();
        let ruled = letter.why.iter().find_map(|why| match why {
            Why::Deadline { date, days, rule } => Some(self.deadline(*date, *days, rule)),
            _ => None,
        });
        let deadline = letter
            .deadline
            .map(|deadline| ruled.unwrap_or_else(|| self.locale.long_date(deadline)));
        if let Some(deadline) = deadline {
            told.push(Told::new(
                self.label("tui.reminders.told.deadline"),
                deadline,
            ));
        }
        if let Some((stage, date)) = &letter.next {
            let date = self.day(*date);
            let facts = [("stage", self.locale.stage(stage)), ("date", date.as_str())];
            let next = self.locale.say("tui.reminders.told.next-stage", &facts);
            told.push(Told::new(self.label("tui.reminders.told.next"), next));
        }
        let channel = self.locale.channel(&letter.channel);
        told.push(Told::new(self.label("tui.reminders.told.channel"), channel));
        let mut label = self.label("tui.reminders.told.left-out");
        for why in &letter.why {
            if matches!(why, Why::NotCharged { .. }) {
                let says = self.locale.tell("why", why);
                told.push(Told::new(std::mem::take(&mut label), says).in_tone(Tone::Quiet));
            }
        }
        told
    }

    fn deadline(&self, date: Date, days: u32, rule: &str) -> String {
        let (date, days) = (self.locale.long_date(date), days.to_string());
        let facts = [("date", date.as_str()), ("days", &days), ("rule", rule)];
        if rule.is_empty() {
            self.locale.say("tui.reminders.told.deadline-so", &facts)
        } else {
            self.locale.say("tui.reminders.told.deadline-of", &facts)
        }
    }

    /// Why it waits; nothing stands behind the colon if nothing was said.
    fn waiting(&self, why: &WaitsFor) -> String {
        let says = self.locale.tell("waits", why);
        says.trim_end_matches([':', ' ']).to_owned()
    }

    fn label_of(&self, kind: ChargeKind) -> &'static str {
        self.label(&format!("charge.{}", kind.name()))
    }

    /// What a letter adds of a kind: each paragraph once, interest line by line.
    fn charge(&self, letter: &DueLetter, kind: ChargeKind) -> Vec<Told> {
        let adds = letter.adds(kind);
        if adds.is_zero() {
            return Vec::new();
        }
        let charges = letter.charges.iter().filter(|charge| charge.kind == kind);
        let mut rules: Vec<&str> = Vec::new();
        let mut spans: Vec<(&Span, &str)> = Vec::new();
        for charge in charges {
            if !charge.rule.is_empty() && !rules.contains(&charge.rule.as_str()) {
                rules.push(&charge.rule);
            }
            let about = letter.lines.iter().find(|line| line.item == charge.about);
            let number = about.map_or("", |line| line.number.as_str());
            spans.extend(charge.spans.iter().map(|span| (span, number)));
        }
        let head = Told::new(
            self.label(&format!("tui.reminders.told.{}", kind.name())),
            rules.join("; "),
        );
        let mut told = vec![head.with(self.amount(adds))];
        for (span, number) in spans {
            let text = self.span(span, number);
            told.push(Told::new("", text).in_tone(Tone::Quiet));
        }
        told
    }

    /// `9 000,00 × 12,25 % × 42/365 = 126,86 · 13 Oct – 23 Nov`.
    fn span(&self, span: &Span, number: &str) -> String {
        let (principal, amount) = (self.amount(span.principal), self.amount(span.amount));
        let (from, to) = (
            self.locale.short_date(span.from),
            self.locale.short_date(span.to),
        );
        let (rate, days) = (self.locale.percent(span.rate), span.days.to_string());
        let year = year_of(span, self.currency).to_string();
        let facts = [
            ("number", number),
            ("principal", principal.as_str()),
            ("rate", rate.as_str()),
            ("days", days.as_str()),
            ("year", year.as_str()),
            ("amount", amount.as_str()),
            ("from", from.as_str()),
            ("to", to.as_str()),
        ];
        self.locale.say("tui.reminders.told.span", &facts)
    }

    /// The reasons of a letter that are no figures of it.
    fn whys(&self, label: &str, whys: &[Why]) -> Vec<Told> {
        let mut label = self.label(label);
        let told = whys.iter().filter(|why| {
            let shown_below = matches!(
                why,
                Why::Charged { .. } | Why::NotCharged { .. } | Why::Deadline { .. }
            );
            !shown_below
        });
        told.map(|why| Told::new(std::mem::take(&mut label), self.locale.tell("why", why)))
            .collect()
    }

    fn call(&self, call: &CallTask) -> Vec<Told> {
        let since = self.locale.long_date(call.since);
        let why = self
            .locale
            .say("tui.reminders.told.call-why", &[("date", &since)]);
        let mut told = vec![
            Told::new(self.label("tui.reminders.told.why"), why),
            Told::new(self.label("tui.reminders.told.owes"), "")
                .with(self.locale.money(call.amount, self.currency))
                .in_tone(Tone::Title),
        ];
        let party = self.model.reminders.card().map(|card| &card.facts.text);
        let reached = [
            (
                "tui.reminders.told.phone",
                party.and_then(|party| party.phone.clone()),
            ),
            (
                "tui.reminders.told.email",
                party.and_then(|party| party.email.clone()),
            ),
        ];
        for (key, value) in reached {
            let value = value.map(|value| Told::new(self.label(key), value));
            let unknown = || {
                let says = self.label("tui.reminders.told.phone-unknown");
                Told::new(self.label(key), says).in_tone(Tone::Quiet)
            };
            if key == "tui.reminders.told.phone" && party.is_some() {
                told.push(value.unwrap_or_else(unknown));
            } else {
                told.extend(value);
            }
        }
        told.push(self.key("tui.reminders.key.call", ActionId::LogCall));
        told
    }

    fn hand_over(&self, tasks: &[HandoverTask]) -> Vec<Told> {
        let mut told = Vec::new();
        for task in tasks {
            told.extend(self.whys("tui.reminders.told.why", &task.why));
        }
        told.push(gap());
        let mut label = self.label("tui.reminders.told.invoices");
        for task in tasks {
            let line = Told::new(std::mem::take(&mut label), task.number.clone());
            told.push(line.with(self.amount(task.amount)));
            for charge in &task.charges {
                let text = self.claimed(charge.item, &charge.number, charge.kind);
                told.push(Told::new("", text).with(self.amount(charge.amount)));
            }
        }
        let total = tasks.iter().map(HandoverTask::total).sum();
        told.push(
            Told::new(self.label("tui.reminders.told.total"), "")
                .with(self.locale.money(total, self.currency))
                .in_tone(Tone::Title),
        );
        if let Some(agency) = tasks.iter().find_map(|task| task.agency.clone()) {
            told.push(Told::new(self.label("tui.reminders.told.agency"), agency));
        }
        told.push(self.key("tui.reminders.key.hand-over", ActionId::HandOver));
        told
    }

    fn take_back(&self, crossed: &Crossed) -> Vec<Told> {
        let (paid, sent) = (
            self.locale.long_date(crossed.paid),
            self.locale.long_date(crossed.sent),
        );
        let facts = [("paid", paid.as_str()), ("sent", sent.as_str())];
        let why = self.locale.say("tui.reminders.told.take-back-why", &facts);
        let mut told = vec![Told::new(self.label("tui.reminders.told.why"), why)];
        for (_, kind, amount) in &crossed.charges {
            told.push(Told::new(self.label_of(*kind), "").with(self.amount(*amount)));
        }
        told.push(self.key("tui.reminders.key.take-back", ActionId::TakeBack));
        told
    }

    fn waits(&self, waits: &Waits) -> Vec<Told> {
        let money = self.locale.money(waits.amount, self.currency);
        let mut told = vec![
            Told::new(
                self.label("tui.reminders.told.why"),
                self.waiting(&waits.why),
            ),
            Told::new(
                self.label("tui.reminders.told.invoice-label"),
                waits.number.clone(),
            )
            .with(money),
        ];
        if let WaitsFor::Agency {
            case_number, from, ..
        } = &waits.why
        {
            let from = self.locale.long_date(*from);
            let since = self.label("tui.reminders.told.since");
            told.push(Told::new(since, from));
            match case_number {
                Some(case) => {
                    told.push(Told::new(
                        self.label("tui.reminders.told.case"),
                        case.clone(),
                    ));
                }
                None => told.push(self.key("tui.reminders.key.case", ActionId::HandOver)),
            }
        }
        if let Some(until) = waits.until {
            let until = self.locale.long_date(until);
            told.push(Told::new(self.label("tui.reminders.told.until"), until));
        }
        let resumes = self.label(&format!("tui.reminders.resumes.{}", resumes(&waits.why)));
        told.push(Told::new(self.label("tui.reminders.told.resumes"), resumes));
        if super::ready::ends(&waits.why) {
            told.push(self.key("tui.reminders.key.end", ActionId::EndPause));
        }
        told
    }

    fn coming(&self, coming: &Coming) -> Vec<Told> {
        let date = self.locale.long_date(coming.date);
        let facts = [
            ("stage", self.locale.stage(&coming.stage)),
            ("date", date.as_str()),
        ];
        let next = self.locale.say("tui.reminders.told.next-stage", &facts);
        vec![
            Told::new(self.label("tui.reminders.told.next"), next),
            Told::new(
                self.label("tui.reminders.told.invoice-label"),
                coming.number.clone(),
            )
            .with(self.locale.money(coming.amount, self.currency)),
        ]
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

/// The days of the year that a line of interest was divided by: a Danish company may count 360.
fn year_of(span: &Span, currency: Currency) -> u16 {
    let fits = |year: u16| {
        let interest = span
            .principal
            .decimal(currency)
            .checked_mul(span.rate)
            .and_then(|sum| sum.checked_mul(Decimal::from(span.days)))
            .and_then(|sum| sum.checked_div(Decimal::from(year)))
            .and_then(|sum| sum.checked_div(Decimal::ONE_HUNDRED));
        interest.and_then(|interest| Minor::rounded(interest, currency)) == Some(span.amount)
    };
    if fits(360) && !fits(365) { 360 } else { 365 }
}

/// What makes the reminders go on, by its name in the locale.
fn resumes(why: &WaitsFor) -> &'static str {
    match why {
        WaitsFor::Paused { kind, .. } => match kind {
            PauseKind::Dispute => "dispute",
            PauseKind::Promise => "promise",
            PauseKind::Extension => "extension",
            PauseKind::Pause => "pause",
            PauseKind::Skip => "skip",
            PauseKind::Bankruptcy => "bankruptcy",
        },
        WaitsFor::Plan { .. } => "plan",
        WaitsFor::Agency { .. } => "agency",
        WaitsFor::DirectDebit => "direct-debit",
        WaitsFor::BelowMinimum { .. } => "below-minimum",
        WaitsFor::ChargesAlone { .. } => "charges-alone",
        WaitsFor::ChargesCarried => "charges-carried",
        WaitsFor::ChargesToWaive => "charges-to-waive",
        WaitsFor::Barred { .. } => "barred",
        WaitsFor::PartDisputed => "part-disputed",
        WaitsFor::NoStageLeft => "no-stage-left",
        WaitsFor::NoLetters => "no-letters",
        WaitsFor::NoChannel => "no-channel",
        WaitsFor::LawMissing { .. } => "law-missing",
    }
}
