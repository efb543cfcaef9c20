//! What is to be done that is no letter, told: whom to call, what goes to an agency, what is taken back.

use super::{Teller, Told, gap};
use crate::domain::reminding::{CallTask, ClaimedBefore, Crossed, HandoverTask};
use crate::tui::action::ActionId;
use crate::tui::overlays::story::Tone;

impl Teller<'_> {
    pub(super) fn call(&self, call: &CallTask) -> Vec<Told> {
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

    pub(super) fn hand_over(&self, tasks: &[HandoverTask]) -> Vec<Told> {
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

    pub(super) fn take_back(&self, crossed: &Crossed) -> Vec<Told> {
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

    pub(super) fn waive(&self, charges: &[ClaimedBefore]) -> Vec<Told> {
        let why = self.locale.text("tui.reminders.resumes.charges-to-waive");
        let mut told = vec![Told::new(self.label("tui.reminders.told.why"), why), gap()];
        for charge in charges {
            let text = self.claimed(charge.item, &charge.number, charge.kind);
            told.push(Told::new("", text).with(self.amount(charge.amount)));
        }
        let total = charges.iter().map(|charge| charge.amount).sum();
        told.push(
            Told::new(self.label("tui.reminders.told.total"), "")
                .with(self.locale.money(total, self.currency))
                .in_tone(Tone::Title),
        );
        told.push(self.key("tui.reminders.key.waive-left", ActionId::TakeBack));
        told
    }
}
