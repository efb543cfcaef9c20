//! One command, one decision, one transaction; or several commands as one run, all of them or none.

use crate::domain::command::Command;
use crate::domain::id::EntryId;
use crate::domain::refusal::Refusal;
use crate::rules::decide::{decide, permit};
use crate::store::Stamp;
use crate::store::query::Reader;

use super::{Desk, Did, Failure, rounding};

impl Desk {
    /// Carries out a command, or says why not. Decided on what the ledger holds now, never on what a screen shows.
    pub fn act(&mut self, command: Command) -> Result<Did, Failure> {
        self.carry_out(&[command], true)
    }

    /// What a command would do: carried out, told, and dropped.
    pub fn rehearse(&mut self, command: Command) -> Result<Did, Failure> {
        self.carry_out(&[command], false)
    }

    /// Carries out several commands as one run, each as an entry of its own: all of them, or none.
    pub fn act_all(&mut self, commands: &[Command]) -> Result<Did, Failure> {
        self.carry_out(commands, true)
    }

    /// What several commands would do.
    pub fn rehearse_all(&mut self, commands: &[Command]) -> Result<Did, Failure> {
        self.carry_out(commands, false)
    }

    fn carry_out(&mut self, commands: &[Command], keep: bool) -> Result<Did, Failure> {
        for command in commands {
            if command.needs_rules() {
                self.rules_are_sound()?;
            }
            if let Command::Remind(reminder) = command {
                self.may_remind(reminder)?;
            }
        }
        let today = self.today();
        let settings = self.config.matching();
        let rulebook = std::sync::Arc::clone(&self.rulebook);
        let stamps: Vec<Stamp> = commands
            .iter()
            .map(|command| Stamp {
                reason: command.in_spite(),
                ..self.stamp(command.name(), None, None)
            })
            .collect();
        let mut tx = self.store.begin()?;
        let users = tx.read().users()?;
        let mut done: Option<Did> = None;
        for (command, stamp) in commands.iter().zip(stamps) {
            let run = done.as_ref().map(|done| done.run);
            let mut book = tx.slice(command)?;
            book.register.by.clone_from(&self.actor);
            let events = decide(&book, &rulebook, today, command)?;
            permit(&users, &self.actor, &book, &events)?;
            let entry = tx.begin_entry(Stamp { run, ..stamp })?;
            tx.write_all(&mut book, &events)?;
            tx.end_entry()?;
            rounding::judge(&tx.read(), &settings, &events)?;
            let one = did(&tx.read(), entry, run.unwrap_or(entry), command.name())?;
            match &mut done {
                Some(done) => done.events.extend(one.events),
                None => done = Some(one),
            }
        }
        if keep {
            tx.commit()?;
        }
        done.ok_or_else(|| Refusal::NothingChanged.into())
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
            policy: self.rulebook.version(),
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
