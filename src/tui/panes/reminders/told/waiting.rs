//! What waits and what comes, told: why, until when, and what makes it go on.

use super::{Teller, Told};
use crate::domain::pause::PauseKind;
use crate::domain::reminding::{Coming, Waits, WaitsFor};
use crate::tui::action::ActionId;
use crate::tui::panes::reminders::ready;

impl Teller<'_> {
    /// Why it waits; nothing stands behind the colon if nothing was said.
    fn waiting(&self, why: &WaitsFor) -> String {
        let says = self.locale.tell("waits", why);
        says.trim_end_matches([':', ' ']).to_owned()
    }

    pub(super) fn waits(&self, waits: &Waits) -> Vec<Told> {
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
        if ready::ends(&waits.why) {
            told.push(self.key("tui.reminders.key.end", ActionId::EndPause));
        }
        if ready::came_back(&waits.why).is_some() {
            told.push(self.key("tui.reminders.key.renew", ActionId::EndPause));
        }
        told
    }

    pub(super) fn coming(&self, coming: &Coming) -> Vec<Told> {
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
        WaitsFor::LetterQueued { .. } => "letter-queued",
        WaitsFor::LetterFailed { .. } => "letter-failed",
        WaitsFor::LetterInDoubt { .. } => "letter-in-doubt",
        WaitsFor::LetterReturned { .. } => "letter-returned",
        WaitsFor::LetterCalledOff { .. } => "letter-called-off",
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
