//! A letter that came back, written anew: it is taken back with all that it claimed, and what is due is decided on the
//! day. So its deadline runs from when it leaves (inkassoloven § 9, inkassolagen 5 §), and no fee is claimed twice.

use crate::desk::{Desk, Failure};
use crate::domain::id::{CustomerId, LetterId};
use crate::domain::letter::{Letter, LetterKind};
use crate::domain::outbox::Channel;
use crate::domain::refusal::Refusal;
use crate::reports::reminding::{LetterLine, Reminded};
use crate::text::Locale;

use super::queue::Asked;
use super::taking_back::TakingBack;

impl Desk {
    /// Takes back a letter that came back, and records what is due in its place today. Nothing is, if it was paid or
    /// rests by now. `in_spite` says why, where bank data is too old.
    pub fn write_anew(
        &mut self,
        letter: LetterId,
        reason: &str,
        in_spite: Option<&str>,
        locale: &Locale,
    ) -> Result<Reminded, Failure> {
        self.rules_are_sound()?;
        self.may_run(in_spite)?;
        let Some((entry, state)) = self.store.read().recorded_letter(letter)? else {
            return Err(unknown(letter));
        };
        let rows = self.store.read().dispatches_of(letter)?;
        let last = rows.iter().rfind(|row| !row.voided);
        let last = last.ok_or_else(|| unknown(letter))?;
        let not_returned = |stand| Refusal::LetterNotReturned { letter, stand };
        let taking_back = TakingBack::of(&rows, entry).map_err(|(_, stand)| not_returned(stand))?;
        if taking_back.returned.is_empty() {
            return Err(not_returned(last.stand).into());
        }
        let customer = self.store.read().owner_of(state.letter.customer)?;
        self.is_within_reach(customer, last.channel)?;
        self.take_back_after(
            &taking_back.calls_off(reason),
            &taking_back.entries,
            reason,
            true,
        )?;
        let asked = Asked {
            customers: vec![customer],
            interest_notes: state.letter.kind == LetterKind::InterestNote,
            ..Asked::all(self.today())
        };
        let mut queue = self.queue_of(&asked)?;
        queue.letters.retain(|line| follows(line, &state.letter));
        let reminders = self.reminders(&queue.letters);
        let (sound, unwritten) = self.writable(locale, reminders, in_spite)?;
        let mut reminded = self.remind(&sound, in_spite)?;
        reminded.unwritten = unwritten;
        Ok(reminded)
    }

    /// Some way leads to the customer now: else the letter would come back, or lie here.
    fn is_within_reach(&self, customer: CustomerId, channel: Channel) -> Result<(), Failure> {
        let reader = self.store.read();
        let stops = reader.channel_stops(customer)?;
        let Some((_, facts, _)) = reader.customer(customer)? else {
            return Ok(());
        };
        let reaches = |channel: &Channel| {
            let is_stopped = stops.iter().any(|stop| stop.channel == *channel);
            !is_stopped && channel.address(&facts.text).is_some()
        };
        if Channel::ALL.iter().any(reaches) {
            return Ok(());
        }
        let (customer, _) = reader.customer_name(customer)?;
        Err(Refusal::ChannelStopped { customer, channel }.into())
    }
}

/// Whether a letter that is due is in place of one that was taken back.
fn follows(line: &LetterLine, before: &Letter) -> bool {
    let asked = |item| before.lines.iter().any(|line| line.item == item);
    let mut lines = line.letter.lines.iter();
    line.whose.currency == before.currency
        && lines.any(|line| line.charge.is_none() && asked(line.item))
}

fn unknown(letter: LetterId) -> Failure {
    Refusal::UnknownLetter {
        text: format!("L{}", letter.0),
    }
    .into()
}
