//! A letter as it will go: recorded in a transaction that is dropped, and written from what that holds.

use std::sync::Arc;

use anyhow::Context;

use super::Previewed;
use crate::desk::{Desk, Failure};
use crate::domain::command::{Command, Reminder};
use crate::domain::content::Manner;
use crate::domain::event::{Deed, Event};
use crate::domain::letter::Letter;
use crate::domain::outbox::Dispatch;
use crate::rules::decide::decide;

impl Desk {
    /// The letter that a reminder would be, whatever stands against sending it. Nothing is kept.
    pub fn preview_letter(&mut self, reminder: &Reminder) -> Result<Previewed, Failure> {
        self.rules_are_sound()?;
        let today = self.today();
        let rulebook = Arc::clone(&self.rulebook);
        let command = Command::Remind(Box::new(reminder.clone()));
        let stamp = self.stamp(command.name(), None, None);
        let mut tx = self.store.begin()?;
        let mut book = tx.slice(&command)?;
        let events = decide(&book, &rulebook, today, &command)?;
        tx.begin_entry(stamp)?;
        tx.write_all(&mut book, &events)?;
        tx.end_entry()?;
        let reader = tx.read();
        let (letter, dispatch) = recorded(&events).context("a letter that is due is recorded")?;
        let content = reader.letter_content(letter.id, Manner::default())?;
        let mut content = content.context("a letter that is recorded says something")?;
        drop(tx);
        // Another may be recorded before it: the number is given when it goes.
        content.id = None;
        let facts = self.facts(content)?;
        Ok(Previewed {
            sheet: self.sheet_of_facts(&facts).map(Box::new),
            channel: dispatch.channel,
            to: dispatch.to.clone(),
        })
    }
}

fn recorded(events: &[Event]) -> Option<(&Letter, &Dispatch)> {
    let deeds = || {
        events.iter().filter_map(|event| match event {
            Event::Done(deed) => Some(deed),
            Event::Taken(_) => None,
        })
    };
    let letter = deeds().find_map(|deed| match deed {
        Deed::LetterSent(letter) => Some(letter),
        _ => None,
    })?;
    let dispatch = deeds().find_map(|deed| match deed {
        Deed::Dispatched { dispatch, .. } => Some(dispatch),
        _ => None,
    })?;
    Some((letter, dispatch))
}
