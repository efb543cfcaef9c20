//! Undo and redo. An undo is an entry of its own that takes another one back; redo is the undo of the undo.

use crate::domain::book::Book;
use crate::domain::command::{Command, Outcome};
use crate::domain::event::{Deed, Event, RowKind};
use crate::domain::id::EntryId;
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::reports::log::LogLine;
use crate::rules::decide::{Declined, decide, invert, permit, takes_another};
use crate::store::query::Reader;
use crate::store::{Entry, Stamp, Tx};

use super::act::did;
use super::in_the_way::in_the_way;
use super::{Desk, Did, Failure};

/// Entries looked at in one go.
const PAGE: usize = 64;

/// Entries of a run that an answer tells of.
const TOLD: usize = 20;

/// What an entry means to a search through the log.
enum Look {
    Found,
    Further,
    Stop,
}

/// What is to be taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Back {
    Entry(EntryId),
    /// What still stands of a run, the latest first.
    Run(EntryId),
    /// The user's own last entry that stands, with the run that it belongs to.
    Last,
    /// The user's last undo, unless something new was done since.
    Undo,
}

impl Desk {
    /// Takes one entry back.
    pub fn undo(&mut self, entry: EntryId) -> Result<Did, Failure> {
        self.back(Back::Entry(entry), true)
    }

    /// Takes back what still stands of a run, the latest first, in one transaction.
    pub fn undo_run(&mut self, run: EntryId) -> Result<Did, Failure> {
        self.back(Back::Run(run), true)
    }

    /// Takes back the user's own last entry that stands, with the run that it belongs to.
    pub fn undo_last(&mut self) -> Result<Did, Failure> {
        self.back(Back::Last, true)
    }

    /// Does again what the user's last undo took back, unless something new was done since.
    pub fn redo(&mut self) -> Result<Did, Failure> {
        self.back(Back::Undo, true)
    }

    /// What an undo or redo would do: carried out, then dropped.
    pub fn rehearse_back(&mut self, back: Back) -> Result<Did, Failure> {
        self.back(back, false)
    }

    fn back(&mut self, back: Back, keep: bool) -> Result<Did, Failure> {
        match back {
            Back::Entry(entry) => self.take_back(&[entry], "undo", keep),
            Back::Run(run) => {
                let standing = self.standing(run)?;
                if standing.is_empty() {
                    return Err(Refusal::UnknownEntry { entry: run }.into());
                }
                self.take_back(&standing, "undo", keep)
            }
            Back::Last => {
                let last = self.last_undoable_entry()?.ok_or(Refusal::NothingToUndo)?;
                if is_erasure(&last) {
                    return Err(RegisterRefusal::ErasureIsLast { entry: last.id }.into());
                }
                self.back(Back::Run(last.run), keep)
            }
            Back::Undo => {
                let last = self.last_undo()?.ok_or(Refusal::NothingToRedo)?;
                let standing = self.standing(last.run)?;
                self.take_back(&standing, "redo", keep)
            }
        }
    }

    /// The entries of a run that are not undone, the latest first.
    fn standing(&self, run: EntryId) -> Result<Vec<EntryId>, Failure> {
        let mut standing = Vec::new();
        let reader = self.store.read();
        for entry in reader.run(run)?.into_iter().rev() {
            if reader.undone_by(entry)?.is_none() {
                standing.push(entry);
            }
        }
        Ok(standing)
    }

    /// What `undo_last` would take back.
    pub fn last_undoable(&self) -> anyhow::Result<Option<LogLine>> {
        let entry = self
            .last_undoable_entry()
            .map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
        entry
            .filter(|entry| !is_erasure(entry))
            .map_or(Ok(None), |entry| {
                Ok(Some(self.line(&self.store.read(), &entry)?))
            })
    }

    fn last_undoable_entry(&self) -> Result<Option<Entry>, Failure> {
        self.newest_own(|reader, entry| {
            // An even depth is new work, or a redo of it; a ledger cannot be unmade, and what the outbox saw has
            // happened. An erasure is refused by name: nothing is reached for behind it.
            let undoable = depth(reader, entry)?.is_multiple_of(2)
                && entry.stamp.command != "open-ledger"
                && !Outcome::SEEN.contains(&entry.stamp.command.as_str())
                && reader.undone_by(entry.id)?.is_none()
                && reader.superseded_by(entry.id)?.is_none();
            Ok(if undoable { Look::Found } else { Look::Further })
        })
    }

    /// The user's last undo that stands, if nothing new was done since.
    fn last_undo(&self) -> Result<Option<Entry>, Failure> {
        self.newest_own(|reader, entry| {
            let holds =
                reader.undone_by(entry.id)?.is_none() && reader.superseded_by(entry.id)?.is_none();
            if !holds {
                return Ok(Look::Further);
            }
            Ok(match depth(reader, entry)? {
                0 => Look::Stop,
                depth if depth % 2 == 1 => Look::Found,
                _ => Look::Further,
            })
        })
    }

    /// Looks through the user's own entries, newest first: at the desk those since it was opened, on the command
    /// line all of them.
    fn newest_own(
        &self,
        look: impl Fn(&Reader<'_>, &Entry) -> Result<Look, Failure>,
    ) -> Result<Option<Entry>, Failure> {
        let reader = self.store.read();
        let mut before = None;
        loop {
            let page = reader.entries(before, PAGE)?;
            let Some(last) = page.last() else {
                return Ok(None);
            };
            before = Some(last.id);
            for entry in page {
                if self.face == super::Face::Desk && entry.id <= self.opened_after {
                    return Ok(None);
                }
                if entry.stamp.actor != self.actor {
                    continue;
                }
                match look(&reader, &entry)? {
                    Look::Found => return Ok(Some(entry)),
                    Look::Stop => return Ok(None),
                    Look::Further => {}
                }
            }
        }
    }

    /// Carries out some commands first, and then takes entries back in the order given, and says why; all or nothing.
    /// What is not to be kept is only told.
    pub(super) fn take_back_after(
        &mut self,
        commands: &[Command],
        entries: &[EntryId],
        why: &str,
        keep: bool,
    ) -> Result<Did, Failure> {
        self.take_back_for((commands, entries), "undo", Some(why), keep)
    }

    /// Takes entries back in the order given; all of them or none.
    fn take_back(
        &mut self,
        entries: &[EntryId],
        command: &'static str,
        keep: bool,
    ) -> Result<Did, Failure> {
        self.take_back_for((&[], entries), command, None, keep)
    }

    fn take_back_for(
        &mut self,
        (first, entries): (&[Command], &[EntryId]),
        command: &'static str,
        why: Option<&str>,
        keep: bool,
    ) -> Result<Did, Failure> {
        let stamp = |entry: &EntryId| Stamp {
            reason: why.map(str::to_owned),
            ..self.stamp(command, None, Some(*entry))
        };
        let stamps: Vec<Stamp> = entries.iter().map(stamp).collect();
        let commanded = first.iter().map(|it| self.stamp(it.name(), None, None));
        let commanded: Vec<Stamp> = commanded.collect();
        let (today, rulebook) = (self.today(), std::sync::Arc::clone(&self.rulebook));
        let actor = self.actor.clone();
        let mut tx = self.store.begin()?;
        let users = tx.read().users()?;
        let mut done: Vec<EntryId> = Vec::new();
        for (command, stamp) in first.iter().zip(commanded) {
            let mut book = tx.slice(command)?;
            let events = decide(&book, &rulebook, today, command)?;
            permit(&users, &actor, &book, &events)?;
            let run = done.first().copied();
            done.push(tx.begin_entry(Stamp { run, ..stamp })?);
            tx.write_all(&mut book, &events)?;
            tx.end_entry()?;
        }
        for (entry, mut stamp) in entries.iter().zip(stamps) {
            stamp.run = done.first().copied();
            let found = tx
                .read()
                .entry(*entry)?
                .ok_or(Refusal::UnknownEntry { entry: *entry })?;
            if let Some(by) = tx.read().undone_by(*entry)? {
                return Err(Refusal::AlreadyUndone { entry: *entry, by }.into());
            }
            if let Some(by) = tx.read().superseded_by(*entry)? {
                return Err(Refusal::AlreadyUndone { entry: *entry, by }.into());
            }
            done.push(tx.begin_entry(stamp)?);
            let deeds = tx.deeds(&found)?;
            let is_own = found.stamp.actor == actor && !deeds.iter().any(is_by_two);
            for deed in deeds.iter().rev() {
                take_back_deed(&mut tx, *entry, deed, |book, event| {
                    if is_own {
                        takes_another(&rulebook.credit, &actor, book, (*entry, event))?;
                    }
                    permit(&users, &actor, book, std::slice::from_ref(event))
                })?;
            }
            tx.end_entry()?;
        }
        let (Some(run), Some(last)) = (done.first().copied(), done.last().copied()) else {
            return Err(Refusal::NothingToUndo.into());
        };
        let mut all = did(&tx.read(), last, run, command)?;
        for entry in done.iter().rev().skip(1).take(TOLD) {
            all.events
                .extend(did(&tx.read(), *entry, run, command)?.events);
        }
        if keep {
            tx.commit()?;
            self.heed_size()?;
        }
        Ok(all)
    }
}

fn take_back_deed(
    tx: &mut Tx<'_>,
    entry: EntryId,
    deed: &Deed,
    may: impl Fn(&Book, &Event) -> Result<(), Refusal>,
) -> Result<(), Failure> {
    if let Deed::Voided { range, .. } = deed
        && tx.read().is_replaced(*range, entry)?
    {
        return Err(not_unique(deed).into());
    }
    let mut book = tx.slice_of_undo(deed, entry)?;
    is_behind_erasure(&tx.read(), &book, entry)?;
    let inverse = match invert(&book, entry, deed) {
        Ok(inverse) => inverse,
        Err(Declined::InTheWay(subjects)) => {
            return Err(in_the_way(&tx.read(), entry, &subjects)?.into());
        }
        Err(declined) => return Err(declined.into()),
    };
    let inverse = Event::Done(inverse);
    may(&book, &inverse)?;
    tx.write(&mut book, &inverse).map_err(|fault| {
        if fault.is_not_unique() {
            not_unique(deed).into()
        } else {
            Failure::from(fault)
        }
    })
}

/// What was done of a customer before he was erased stays done: to take it back would need, or bring back, what is gone.
fn is_behind_erasure(reader: &Reader<'_>, book: &Book, entry: EntryId) -> Result<(), Failure> {
    for (erasure, erased) in reader.erasures_since(entry)? {
        if let Some(customer) = erased.into_iter().find(|id| book.is_about(*id)) {
            return Err(RegisterRefusal::ErasedSince {
                entry,
                customer: reader.customer_number(customer)?.unwrap_or_default(),
                erasure,
            }
            .into());
        }
    }
    Ok(())
}

/// Whether one asked for what another accepted.
fn is_by_two(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::ProposalJudged { accepted: true, .. } | Deed::ProposalReopened { accepted: true, .. }
    )
}

fn is_erasure(entry: &Entry) -> bool {
    entry.stamp.command == "erase"
}

fn not_unique(deed: &Deed) -> Refusal {
    let what = match deed {
        Deed::Voided { range, .. } => match range.kind {
            RowKind::Customers => "customer",
            RowKind::Documents => "invoice",
            RowKind::Receipts | RowKind::Others | RowKind::Statements => "payment",
        },
        _ => "row",
    };
    Refusal::NotUnique {
        what: what.to_owned(),
    }
}

/// How many undos deep an entry is: 0 is new work, 1 an undo, 2 a redo.
fn depth(reader: &Reader<'_>, entry: &Entry) -> Result<usize, Failure> {
    let mut depth = 0;
    let mut undoes = entry.stamp.undoes;
    while let Some(undone) = undoes {
        depth += 1;
        undoes = reader.entry(undone)?.and_then(|entry| entry.stamp.undoes);
    }
    Ok(depth)
}
