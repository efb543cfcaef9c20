//! Letters in their tables: written, taken back, read again from the journal, and proven.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::journal;
use super::load::Loader;
use super::query::{Accounts, Reader};
use super::verify::Finding;
use super::{Result, Tx, damaged};
use crate::domain::command::Reminder;
use crate::domain::date::{self, Date};
use crate::domain::event::{Deed, Event};
use crate::domain::id::{DocumentId, EntryId, ItemId, LetterId};
use crate::domain::letter::{Letter, LetterKind, LetterState};

/// A customer with more invoices is new to nobody.
pub(super) const MOST_INVOICES: u32 = 1_000;

impl Tx<'_> {
    pub(super) fn write_letter(&mut self, deed: &Deed) -> Result<()> {
        match deed {
            Deed::LetterSent(letter) => self.insert_letter(letter),
            Deed::LetterVoided { letter } => self.turn_letter(*letter, true),
            Deed::LetterRestored { letter } => self.turn_letter(*letter, false),
            deed => self.write_lesson(deed),
        }
    }

    fn insert_letter(&self, letter: &Letter) -> Result<()> {
        let (entry, event) = self.state.here();
        self.tx
            .prepare_cached(
                "INSERT INTO letter (id, entry, event, customer, currency, stage, kind, sent, deadline, total_minor,
                    reference, channel, version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
                    (SELECT version FROM customer WHERE id = ?4))",
            )?
            .execute(params![
                letter.id.0,
                entry.0,
                event,
                letter.customer.0,
                letter.currency.code(),
                letter.stage,
                letter.kind.name(),
                date::to_int(letter.sent),
                letter.deadline.map(date::to_int),
                letter.total.0,
                letter.reference,
                letter.channel,
            ])?;
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO letter_item (letter, item, amount_minor, stage, kind, cycle) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for line in &letter.lines {
            let step = line.step.as_ref();
            insert.execute(params![
                letter.id.0,
                line.item.0,
                line.amount.0,
                step.map(|step| &step.stage),
                step.map(|step| step.kind.name()),
                step.map(|step| step.cycle),
            ])?;
        }
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO charge (item, about, letter, kind, starts, until, rule) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for charge in &letter.charges {
            insert.execute(params![
                charge.item.0,
                charge.about.0,
                letter.id.0,
                charge.kind.name(),
                charge.starts().map(date::to_int),
                charge.until().map(date::to_int),
                charge.rule,
            ])?;
        }
        Ok(())
    }

    fn turn_letter(&self, letter: LetterId, out: bool) -> Result<()> {
        for sql in [
            "UPDATE letter SET voided = ?2 WHERE id = ?1",
            "UPDATE letter_item SET voided = ?2 WHERE letter = ?1",
        ] {
            self.tx
                .prepare_cached(sql)?
                .execute(params![letter.0, out])?;
        }
        Ok(())
    }
}

impl Loader<'_> {
    /// A letter alone, as the journal has it.
    pub fn letter(&mut self, id: LetterId) -> Result<()> {
        if !self.asked.insert((4, id.0)) {
            return Ok(());
        }
        if let Some(state) = letter(self.connection, id)? {
            self.book.letters.insert(id, state);
        }
        Ok(())
    }

    /// The letters that say something of an item, and those that claimed a charge for it.
    pub fn letters_of(&mut self, item: ItemId) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT letter FROM letter_item WHERE item = ?1 UNION SELECT letter FROM charge WHERE about = ?1 AND letter IS NOT NULL",
        )?;
        let letters = statement.query_map([item.0], |row| row.get(0).map(LetterId))?;
        let letters: Vec<LetterId> = letters.collect::<rusqlite::Result<_>>()?;
        letters
            .into_iter()
            .try_for_each(|letter| self.letter(letter))
    }

    /// The letters that say something of a document's items.
    pub fn letters_of_document(&mut self, id: DocumentId) -> Result<()> {
        let state = self.book.documents.get(&id);
        let items = state.into_iter().flat_map(|state| &state.document.items);
        let items: Vec<ItemId> = items.map(|facts| facts.id).collect();
        items.into_iter().try_for_each(|item| self.letters_of(item))
    }

    /// The charges that were claimed for the items at hand, with their letters.
    pub fn charges(&mut self) -> Result<()> {
        let items: Vec<ItemId> = self.book.items.keys().copied().collect();
        for item in &items {
            self.letters_of(*item)?;
        }
        let charges = self.book.charges_of(&items).into_iter();
        let charges: Vec<ItemId> = charges.map(|charge| charge.item).collect();
        charges.into_iter().try_for_each(|charge| self.item(charge))
    }

    /// All that a letter to a customer may be about: what he has open in the currency, what it names,
    /// and what of the account was looked up to be judged.
    pub fn account(&mut self, reminder: &Reminder) -> Result<()> {
        self.stops(reminder.customer)?;
        let mut items = reminder.items.clone();
        let is_note = reminder.stage.as_deref() == Some(LetterKind::InterestNote.name());
        let asked = Accounts {
            // All pauses: which of them hold is judged on the day.
            on: Date::default(),
            customer: Some(reminder.customer),
            settled_since: is_note.then(Date::default),
            new_until: MOST_INVOICES,
        };
        let mut found = None;
        Reader::new(self.connection).accounts(asked, |account| {
            if account.arrears.currency == reminder.currency {
                found = Some(account.arrears);
            }
        })?;
        if let Some(arrears) = &found {
            items.extend(arrears.items.iter().map(|item| item.item));
            items.extend(arrears.credits.iter().map(|credit| credit.item));
        }
        self.book.arrears = found;
        items.sort_unstable();
        items.dedup();
        for item in items {
            self.item(item)?;
            self.letters_of(item)?;
        }
        Ok(())
    }

    /// A letter with the account that it asks for, whoever owns that by now, and what it asks for that is not on it any more: whether it is out
    /// of date.
    pub fn letter_to_leave(&mut self, id: LetterId) -> Result<()> {
        self.letter(id)?;
        let Some(state) = self.book.letters.get(&id) else {
            return Ok(());
        };
        let (customer, currency) = (state.letter.customer, state.letter.currency);
        let items: Vec<ItemId> = state.letter.lines.iter().map(|line| line.item).collect();
        self.customer(customer)?;
        let customer = self.book.owner(customer);
        self.accounts_of_customer(customer)?;
        let accounts = &self.book.accounts;
        if !accounts.iter().any(|account| account.currency == currency) {
            let nothing_open = Reader::new(self.connection).account_alone(customer, currency)?;
            self.book.accounts.extend(nothing_open);
        }
        let accounts = self.book.accounts.iter().flat_map(|account| &account.items);
        let there: HashSet<ItemId> = accounts.map(|item| item.item).collect();
        let gone = items.into_iter().filter(|item| !there.contains(item));
        let gone: Vec<ItemId> = gone.collect();
        gone.into_iter().try_for_each(|item| self.item(item))
    }

    /// A letter with its items and all letters that say something of one of them: what its undo or redo depends on.
    pub fn letter_among_others(&mut self, id: LetterId) -> Result<()> {
        self.letter(id)?;
        self.dispatches_of(id)?;
        let Some(state) = self.book.letters.get(&id) else {
            return Ok(());
        };
        let items: Vec<ItemId> = state.letter.lines.iter().map(|line| line.item).collect();
        for item in items {
            self.item(item)?;
            self.letters_of(item)?;
        }
        Ok(())
    }
}

/// A letter from the event that the table names.
pub(super) fn letter(connection: &Connection, id: LetterId) -> Result<Option<LetterState>> {
    let mut statement =
        connection.prepare_cached("SELECT entry, event, voided FROM letter WHERE id = ?1")?;
    let row = statement
        .query_row([id.0], |row| {
            Ok((EntryId(row.get(0)?), row.get::<_, i64>(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((entry, event, voided)) = row else {
        return Ok(None);
    };
    let unknown = || damaged(format!("letter {} is not in the journal", id.0));
    let entry = journal::entry(connection, entry)?.ok_or_else(unknown)?;
    let at = usize::try_from(event).unwrap_or(usize::MAX);
    let kept = journal::kept(&entry)?.into_iter().nth(at);
    let kept = kept.ok_or_else(unknown)?;
    match journal::relive(connection, &entry, at, kept)? {
        Some((Event::Done(Deed::LetterSent(letter)), _)) if letter.id == id => {
            Ok(Some(LetterState { letter, voided }))
        }
        _ => Err(unknown().into()),
    }
}

/// A letter claims the sum of its lines, of its own customer's items in its own currency; a charge stands while its
/// letter or its plan does.
pub(super) fn check_letters(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT l.id FROM letter l WHERE l.total_minor <>
            (SELECT coalesce(sum(li.amount_minor), 0) FROM letter_item li WHERE li.letter = l.id) LIMIT 20",
    )?;
    for letter in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::LetterUnbalanced { letter: letter? });
    }
    // Money may have gone to another customer since, or two who were one may be two again: it was in his hands once.
    let mut statement = connection.prepare(
        "SELECT li.letter, li.item FROM letter_item li JOIN letter l ON l.id = li.letter JOIN item i ON i.id = li.item
         WHERE i.currency <> l.currency OR (i.customer <> l.customer AND NOT EXISTS
            (SELECT 1 FROM posting p WHERE p.item = li.item AND p.customer = l.customer)
            AND NOT EXISTS (SELECT 1 FROM posting p JOIN merger m ON m.customer = p.customer
                WHERE p.item = li.item AND m.owner = l.customer)) LIMIT 20",
    )?;
    for line in statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (letter, item) = line?;
        findings.push(Finding::LetterForeign { letter, item });
    }
    let mut statement = connection.prepare(
        "SELECT i.id FROM item i LEFT JOIN charge c ON c.item = i.id LEFT JOIN letter l ON l.id = c.letter
            LEFT JOIN letter_item li ON li.letter = c.letter AND li.item = c.item
            LEFT JOIN plan p ON p.id = c.plan LEFT JOIN plan_item pi ON pi.plan = c.plan AND pi.item = c.item
         WHERE i.class = 1 AND CASE WHEN c.plan IS NULL
            THEN li.item IS NULL OR l.voided <> i.voided OR li.voided <> l.voided
            ELSE pi.item IS NULL OR p.voided <> i.voided END
         UNION SELECT c.item FROM charge c JOIN item i ON i.id = c.item WHERE i.class <> 1 LIMIT 20",
    )?;
    for charge in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::ChargeUnfounded { charge: charge? });
    }
    Ok(())
}
