//! One command, one decision, one transaction.

use crate::domain::command::Command;
use crate::domain::id::EntryId;
use crate::rules::decide::decide;
use crate::store::Stamp;
use crate::store::query::Reader;

use super::{Desk, Did, Failure, POLICY};

impl Desk {
    /// Carries out a command, or says why not. Decided on what the ledger holds now, never on what a screen shows.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a command is handed over, not lent"
    )]
    pub fn act(&mut self, command: Command) -> Result<Did, Failure> {
        self.carry_out(&command, true)
    }

    /// What a command would do: carried out, told, and dropped.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a command is handed over, not lent"
    )]
    pub fn rehearse(&mut self, command: Command) -> Result<Did, Failure> {
        self.carry_out(&command, false)
    }

    fn carry_out(&mut self, command: &Command, keep: bool) -> Result<Did, Failure> {
        let (name, today) = (command.name(), self.today());
        let stamp = self.stamp(name, None, None);
        let mut tx = self.store.begin()?;
        let mut book = tx.slice(command)?;
        let events = decide(&book, today, command)?;
        let entry = tx.begin_entry(stamp)?;
        for event in &events {
            tx.write(&mut book, event)?;
        }
        tx.end_entry()?;
        let did = did(&tx.read(), entry, entry, name)?;
        if keep {
            tx.commit()?;
        }
        Ok(did)
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
}

/// An entry in the words of those who asked for it.
pub(super) fn did(
    reader: &Reader<'_>,
    entry: EntryId,
    run: EntryId,
    command: &'static str,
) -> Result<Did, Failure> {
    let events = match reader.entry(entry)? {
        Some(entry) => super::tell::events(reader, &entry)?,
        None => Vec::new(),
    };
    Ok(Did {
        entry,
        run,
        command,
        events,
    })
}
