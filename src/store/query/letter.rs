//! What letters said of an item, and what a charge is for.

use std::collections::HashSet;

use rusqlite::OptionalExtension;

use super::Reader;
use crate::domain::date::Date;
use crate::domain::id::{EntryId, ItemId, LetterId};
use crate::domain::letter::{ChargeKind, LetterKind};
use crate::domain::money::Minor;
use crate::store::rows::day;
use crate::store::{Result, damaged};

/// A letter that says something of an item, with the entry that sent it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterRow {
    pub entry: EntryId,
    pub at: String,
    pub actor: String,
    pub letter: LetterId,
    pub kind: LetterKind,
    pub sent: Date,
    /// What it claims of the item: signed.
    pub amount: Minor,
}

impl Reader<'_> {
    /// The number of the invoice whose lateness a charge answers.
    pub fn invoice_of_charge(&self, charge: ItemId) -> Result<Option<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT d.number FROM charge c JOIN item i ON i.id = c.about
             JOIN document d ON d.id = i.document WHERE c.item = ?1",
        )?;
        let number = statement.query_row([charge.0], |row| row.get(0));
        Ok(number.optional()?)
    }

    /// The last step that an item took: the stage, what letter it was, and when.
    pub fn last_step(&self, item: ItemId) -> Result<Option<(String, LetterKind, Date)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT li.stage, li.kind, l.sent FROM letter_item li JOIN letter l ON l.id = li.letter
             WHERE li.item = ?1 AND li.stage IS NOT NULL AND li.voided = 0 ORDER BY l.sent DESC, l.id DESC LIMIT 1",
        )?;
        let step = statement.query_row([item.0], |row| {
            Ok((row.get(0)?, letter_kind(row, 1)?, day(row, 2)?))
        });
        Ok(step.optional()?)
    }

    /// The number of the document whose lateness a charge answers.
    pub fn charged_for(&self, charge: ItemId) -> Result<Option<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT d.number FROM charge c JOIN item i ON i.id = c.about JOIN document d ON d.id = i.document
             WHERE c.item = ?1",
        )?;
        Ok(statement
            .query_row([charge.0], |row| row.get(0))
            .optional()?)
    }

    /// Every open item of which a letter says something.
    pub fn reminded_items(&self) -> Result<HashSet<ItemId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT li.item FROM letter_item li JOIN item i ON i.id = li.item
             WHERE li.voided = 0 AND i.open_minor > 0",
        )?;
        let items = statement.query_map([], |row| row.get(0).map(ItemId))?;
        Ok(items.collect::<rusqlite::Result<_>>()?)
    }

    /// The letters that say something of an item, those taken back among them, the oldest first.
    pub fn letters_on(&self, item: ItemId) -> Result<Vec<LetterRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT l.entry, stamp.at, stamp.actor, l.id, l.kind, l.sent, li.amount_minor
             FROM letter_item li JOIN letter l ON l.id = li.letter JOIN journal j ON j.id = l.entry
             JOIN stamp ON stamp.entry = j.stamp
             WHERE li.item = ?1 ORDER BY l.id",
        )?;
        let letters = statement.query_map([item.0], |row| {
            Ok(LetterRow {
                entry: EntryId(row.get(0)?),
                at: row.get(1)?,
                actor: row.get(2)?,
                letter: LetterId(row.get(3)?),
                kind: letter_kind(row, 4)?,
                sent: day(row, 5)?,
                amount: Minor(row.get(6)?),
            })
        })?;
        Ok(letters.collect::<rusqlite::Result<_>>()?)
    }
}

pub(super) fn letter_kind(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<LetterKind> {
    let name = row.get_ref(at)?.as_str()?;
    LetterKind::parse(name).ok_or_else(|| damaged(format!("no such letter: {name}")))
}

pub(super) fn charge_kind(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<ChargeKind> {
    let name = row.get_ref(at)?.as_str()?;
    ChargeKind::parse(name).ok_or_else(|| damaged(format!("no such charge: {name}")))
}
