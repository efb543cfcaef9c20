//! A run of letters: each is one entry, decided under the lock on what the ledger holds then; what is left out is
//! named.

use crate::desk::{Desk, Failure};
use crate::domain::command::{Command, Reminder};
use crate::domain::content::{LetterContent, Manner};
use crate::domain::event::{Deed, Event};
use crate::domain::id::EntryId;
use crate::domain::letter::Letter;
use crate::domain::refusal::Refusal;
use crate::reports::reminding::{Reminded, SentLine, Whose};
use crate::rules::decide::{Declined, decide};
use crate::store::Stamp;
use crate::store::query::Reader;

use super::blocks::kept_back;
use crate::domain::reminding::Warning;

impl Desk {
    /// Records letters as sent, all of them as one run. Bank data that is too old stops the run, receipts that may be
    /// a customer's stop his letter, unless a reason is given. A letter that somebody else sent meanwhile is not sent
    /// again.
    pub fn remind(
        &mut self,
        reminders: &[Reminder],
        reason: Option<&str>,
    ) -> Result<Reminded, Failure> {
        self.send(reminders, reason, true, &mut |_, _, _| Ok(()))
    }

    /// What the run would do: carried out, told, and dropped.
    pub fn rehearse_reminders(
        &mut self,
        reminders: &[Reminder],
        reason: Option<&str>,
    ) -> Result<Reminded, Failure> {
        self.send(reminders, reason, false, &mut |_, _, _| Ok(()))
    }

    /// What the letters of a run would say, by their place among the reminders; nothing is kept. Each has the number
    /// that it would have got.
    pub(in crate::desk) fn drafted(
        &mut self,
        reminders: &[Reminder],
        reason: Option<&str>,
    ) -> Result<Vec<(usize, LetterContent)>, Failure> {
        let mut drafted = Vec::new();
        self.send(reminders, reason, false, &mut |reader, at, letter| {
            let content = reader.letter_content(letter.id, Manner::default())?;
            drafted.extend(content.map(|content| (at, content)));
            Ok(())
        })?;
        Ok(drafted)
    }

    fn send(
        &mut self,
        reminders: &[Reminder],
        reason: Option<&str>,
        keep: bool,
        hear: &mut Hear<'_>,
    ) -> Result<Reminded, Failure> {
        self.rules_are_sound()?;
        self.may_work()?;
        let today = self.today();
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        self.may_run(reason)?;
        let unmatched = {
            let _moment = self.store.moment()?;
            self.unmatched(&self.store.read())?
        };
        let rulebook = std::sync::Arc::clone(&self.rulebook);
        let stamp = self.stamp(COMMAND, None, None);
        let mut done = Reminded::default();
        let mut tx = self.store.begin()?;
        for (at, reminder) in reminders.iter().enumerate() {
            let (number, name) = tx.read().customer_name(reminder.customer)?;
            let whose = Whose {
                customer: reminder.customer,
                number,
                name,
                currency: reminder.currency,
            };
            let said = reminder.reason.as_deref().or(reason);
            let waiting = unmatched
                .get(&reminder.customer)
                .map(|count| Warning::Unmatched {
                    customer: whose.number.clone(),
                    count: *count,
                });
            if let Some(refusal) = waiting.as_ref().and_then(kept_back)
                && said.is_none()
            {
                done.left_out.push((whose, refusal));
                continue;
            }
            let reminder = Reminder {
                reason: said.map(str::to_owned),
                ..reminder.clone()
            };
            let why = reminder.said();
            let command = Command::Remind(Box::new(reminder));
            let mut book = tx.slice(&command)?;
            let events = match decide(&book, &rulebook, today, &command) {
                Ok(events) => events,
                // Someone else sent it, or was paid, since the queue was read.
                Err(Declined::Refused(Refusal::NothingDue { .. } | Refusal::StepTaken { .. })) => {
                    continue;
                }
                Err(Declined::Refused(refusal)) => {
                    done.left_out.push((whose, refusal));
                    continue;
                }
                Err(declined) => return Err(declined.into()),
            };
            let entry = tx.begin_entry(Stamp {
                run: done.run,
                reason: why,
                ..stamp.clone()
            })?;
            tx.write_all(&mut book, &events)?;
            tx.end_entry()?;
            for letter in letters(&events) {
                hear(&tx.read(), at, letter)?;
            }
            done.run = done.run.or(Some(entry));
            done.sent
                .extend(letters(&events).map(|letter| line(entry, &whose, letter)));
        }
        if keep {
            tx.commit()?;
        } else {
            done.run = None;
        }
        Ok(done)
    }
}

impl Desk {
    /// Bank data that is too old stops a whole run, unless a reason is given.
    pub(super) fn may_run(&self, reason: Option<&str>) -> Result<(), Failure> {
        let last = self.store.read().bank_data_until()?;
        let stale = self.bank_warning(last, self.today());
        match stale.as_ref().and_then(kept_back) {
            Some(refusal) if reason.is_none_or(|reason| reason.trim().is_empty()) => {
                Err(refusal.into())
            }
            _ => Ok(()),
        }
    }
}

/// Hears of each letter as soon as it stands: the ledger, its place among the reminders, the letter.
type Hear<'h> = dyn FnMut(&Reader<'_>, usize, &Letter) -> crate::store::Result<()> + 'h;

/// The name of a letter's entry in the journal.
const COMMAND: &str = "remind";

fn letters(events: &[Event]) -> impl Iterator<Item = &Letter> {
    events.iter().filter_map(|event| match event {
        Event::Done(Deed::LetterSent(letter)) => Some(letter),
        _ => None,
    })
}

fn line(entry: EntryId, whose: &Whose, letter: &Letter) -> SentLine {
    SentLine {
        entry,
        letter: letter.id,
        whose: whose.clone(),
        stage: letter.stage.clone(),
        kind: letter.kind,
        channel: letter.channel.clone(),
        deadline: letter.deadline,
        total: letter.total,
    }
}
