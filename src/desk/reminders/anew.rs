//! A letter that came back, written anew: it is taken back with all that it claimed, and what is due is decided on the
//! day. So its deadline runs from when it leaves (inkassoloven § 9, inkassolagen 5 §), and no fee is claimed twice.

use crate::desk::{Desk, Failure};
use crate::domain::command::{Command, Outcome};
use crate::domain::id::{DispatchId, EntryId, LetterId};
use crate::domain::letter::{Letter, LetterKind};
use crate::domain::outbox::{Channel, Stand};
use crate::domain::refusal::Refusal;
use crate::reports::reminding::{LetterLine, Reminded};
use crate::store::query::DispatchRow;
use crate::text::Locale;

use super::queue::Asked;

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
        let standing: Vec<&DispatchRow> = rows.iter().filter(|row| !row.voided).collect();
        let last = standing.last().ok_or_else(|| unknown(letter))?;
        let returned = came_back(letter, &standing)?;
        self.is_within_reach(last)?;
        let call_off = |dispatch: &DispatchId| Command::Dispatch {
            dispatch: *dispatch,
            outcome: Outcome::CallOff {
                reason: reason.to_owned(),
            },
        };
        let calls: Vec<Command> = returned.iter().map(call_off).collect();
        let mut entries: Vec<EntryId> = standing.iter().rev().map(|row| row.entry).collect();
        entries.retain(|other| *other != entry);
        entries.push(entry);
        self.take_back_after(&calls, &entries, reason)?;
        let asked = Asked {
            customers: vec![state.letter.customer],
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
    fn is_within_reach(&self, last: &DispatchRow) -> Result<(), Failure> {
        let reader = self.store.read();
        let stops = reader.channel_stops(last.customer)?;
        let Some((_, facts, _)) = reader.customer(last.customer)? else {
            return Ok(());
        };
        let reaches = |channel: &Channel| {
            let is_stopped = stops.iter().any(|stop| stop.channel == *channel);
            !is_stopped && channel.address(&facts.text).is_some()
        };
        if Channel::ALL.iter().any(reaches) {
            return Ok(());
        }
        Err(Refusal::ChannelStopped {
            customer: last.number.clone(),
            channel: last.channel,
        }
        .into())
    }
}

/// Its dispatches that came back; none of the others left, or may have.
fn came_back(letter: LetterId, standing: &[&DispatchRow]) -> Result<Vec<DispatchId>, Refusal> {
    let left = [Stand::Sending, Stand::Sent, Stand::InDoubt];
    let on_its_way = standing.iter().find(|row| left.contains(&row.stand));
    let returned = standing.iter().filter(|row| row.stand == Stand::Returned);
    let returned: Vec<DispatchId> = returned.map(|row| row.id).collect();
    let stand = match (on_its_way, standing.last()) {
        (Some(row), _) => row.stand,
        (None, Some(last)) if returned.is_empty() => last.stand,
        _ => return Ok(returned),
    };
    Err(Refusal::LetterNotReturned { letter, stand })
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
