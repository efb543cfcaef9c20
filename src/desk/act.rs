//! One command, one decision, one transaction.

use crate::domain::command::Command;
use crate::domain::id::EntryId;
use crate::rules::decide::decide;
use crate::store::Stamp;

use super::{Desk, Did, Failure, POLICY};

impl Desk {
    /// Carries out a command, or says why not. Decided on what the ledger holds now, never on what a screen shows.
    pub fn act(&mut self, command: Command) -> Result<Did, Failure> {
        let name = command.name();
        if let Command::Undo { entry } = command {
            return self.undo(entry);
        }
        let today = self.today();
        let stamp = self.stamp(name, None, None);
        let mut tx = self.store.begin()?;
        let mut book = tx.slice(&command)?;
        let events = decide(&book, today, &command)?;
        let entry = tx.begin_entry(stamp)?;
        for event in &events {
            tx.write(&mut book, event)?;
        }
        tx.end_entry()?;
        tx.commit()?;
        self.did(entry, entry, name)
    }

    /// What a command would do: decided and carried out, then dropped.
    pub fn rehearse(&mut self, command: Command) -> Result<Did, Failure> {
        let (name, today) = (command.name(), self.today());
        let stamp = self.stamp(name, None, None);
        let mut tx = self.store.begin()?;
        let mut book = tx.slice(&command)?;
        let events = decide(&book, today, &command)?;
        let entry = tx.begin_entry(stamp)?;
        for event in &events {
            tx.write(&mut book, event)?;
        }
        tx.end_entry()?;
        let reader = tx.read();
        let events = match reader.entry(entry)? {
            Some(entry) => super::tell::events(&reader, &entry)?,
            None => Vec::new(),
        };
        Ok(Did {
            entry,
            run: entry,
            command: name,
            events,
        })
    }

    pub(super) fn stamp(
        &self,
        command: &str,
        run: Option<EntryId>,
        undoes: Option<EntryId>,
    ) -> Stamp {
        Stamp {
            at: self.clock.stamp(),
            actor: self.actor.clone(),
            face: self.face.name().to_owned(),
            command: command.to_owned(),
            policy: POLICY.to_owned(),
            reason: None,
            run,
            undoes,
        }
    }

    pub(super) fn did(
        &self,
        entry: EntryId,
        run: EntryId,
        command: &'static str,
    ) -> Result<Did, Failure> {
        let reader = self.store.read();
        let events = match reader.entry(entry)? {
            Some(entry) => super::tell::events(&reader, &entry)?,
            None => Vec::new(),
        };
        Ok(Did {
            entry,
            run,
            command,
            events,
        })
    }
}
