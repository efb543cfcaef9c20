//! Which entries stand, and since when: what was undone does not, what was redone does, since its last redo.

use rusqlite::OptionalExtension;

use super::Reader;
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, DispatchId, EntryId, ItemId};
use crate::domain::posting::PostingKind;
use crate::store::register::FAMILY;
use crate::store::{Entry, Result, journal};

impl Reader<'_> {
    /// The entry that undid this one and is not undone itself.
    pub fn undone_by(&self, id: EntryId) -> Result<Option<EntryId>> {
        match self.last_undo_of(id)? {
            Some(by) if self.undone_by(by)?.is_none() => Ok(Some(by)),
            _ => Ok(None),
        }
    }

    /// The entry that took the place of this undo, or of one that it goes back to: what it did no longer holds.
    pub fn superseded_by(&self, id: EntryId) -> Result<Option<EntryId>> {
        let mut at = id;
        while let Some(undone) = self.undoes(at)? {
            if let Some(latest) = self.last_undo_of(undone)?.filter(|latest| *latest != at) {
                return Ok(Some(latest));
            }
            at = undone;
        }
        Ok(None)
    }

    /// Whether an entry takes work back: an undo, and no redo.
    pub fn is_undo(&self, id: EntryId) -> Result<bool> {
        let mut is_undo = false;
        let mut at = id;
        while let Some(undone) = self.undoes(at)? {
            is_undo = !is_undo;
            at = undone;
        }
        Ok(is_undo)
    }

    /// The work behind an entry of it, an undo or a redo: if that stands, and took effect after `entry` did.
    pub fn later_work(&self, id: EntryId, entry: EntryId) -> Result<Option<EntryId>> {
        let work = self.work_of(id)?;
        if work == self.work_of(entry)? {
            return Ok(None);
        }
        let effect = self.stands_since(entry)?.unwrap_or(entry);
        let since = self.stands_since(work)?;
        Ok(since.filter(|since| *since > effect).map(|_| work))
    }

    /// The latest work after `entry` that posted on the item, or paused it, and still stands. With a kind, only postings
    /// of that kind count. An entry that is just being written is none yet.
    pub fn later_on_item(
        &self,
        item: ItemId,
        entry: EntryId,
        kind: Option<PostingKind>,
    ) -> Result<Option<EntryId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT j.id FROM posting p JOIN journal j ON j.id = p.entry
                WHERE p.item = ?1 AND p.entry > ?2 AND (?3 IS NULL OR p.kind = ?3)
             UNION SELECT entry FROM pause WHERE item = ?1 AND entry > ?2 AND voided = 0 AND ?3 IS NULL
             UNION SELECT entry FROM handover WHERE item = ?1 AND entry > ?2 AND voided = 0 AND ?3 IS NULL
             UNION SELECT p.entry FROM plan_item c JOIN plan p ON p.id = c.plan
                WHERE c.item = ?1 AND p.entry > ?2 AND p.voided = 0 AND ?3 IS NULL
             ORDER BY 1 DESC",
        )?;
        let kind = kind.map(PostingKind::code);
        let entries =
            statement.query_map((item.0, entry.0, kind), |row| row.get(0).map(EntryId))?;
        let entries: Vec<EntryId> = entries.collect::<rusqlite::Result<_>>()?;
        self.first_standing(entries, entry)
    }

    /// The latest work after `entry` that moved a dispatch, or queued it, and still stands.
    pub fn later_on_dispatch(
        &self,
        dispatch: DispatchId,
        entry: EntryId,
    ) -> Result<Option<EntryId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT j.id FROM dispatch_move m JOIN journal j ON j.id = m.entry
                WHERE m.dispatch = ?1 AND m.entry > ?2
             UNION SELECT j.id FROM dispatch d JOIN journal j ON j.id = d.entry
                WHERE d.id = ?1 AND d.entry > ?2 ORDER BY 1 DESC",
        )?;
        let entries = statement.query_map([dispatch.0, entry.0], |row| row.get(0).map(EntryId))?;
        let entries: Vec<EntryId> = entries.collect::<rusqlite::Result<_>>()?;
        self.first_standing(entries, entry)
    }

    /// The latest undo after `entry` that still stands and did what is asked for.
    pub fn later_undo(
        &self,
        entry: EntryId,
        wanted: impl Fn(&Deed) -> bool,
    ) -> Result<Option<EntryId>> {
        self.newest_after(entry, |found| {
            let stands = self.is_undo(found.id)?
                && self.undone_by(found.id)?.is_none()
                && self.superseded_by(found.id)?.is_none();
            Ok(stands && journal::deeds(self.connection, found)?.iter().any(&wanted))
        })
    }

    /// The latest work after `entry` that changed the customer or took in something of his, and still stands.
    pub fn later_on_customer(
        &self,
        customer: CustomerId,
        entry: EntryId,
    ) -> Result<Option<EntryId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entry FROM customer_version WHERE customer = ?1 AND entry > ?2
             UNION SELECT p.entry FROM item i JOIN posting p ON p.item = i.id
                WHERE i.customer = ?1 AND p.entry > ?2
             UNION SELECT entry FROM pause WHERE customer = ?1 AND entry > ?2 AND voided = 0
             UNION SELECT entry FROM dispatch WHERE customer = ?1 AND entry > ?2 AND voided = 0
             UNION SELECT entry FROM channel_stop WHERE customer = ?1 AND entry > ?2
             UNION SELECT entry FROM call WHERE customer = ?1 AND entry > ?2 AND voided = 0 ORDER BY 1 DESC",
        )?;
        let entries = statement.query_map([customer.0, entry.0], |row| row.get(0).map(EntryId))?;
        let entries: Vec<EntryId> = entries.collect::<rusqlite::Result<_>>()?;
        self.first_standing(entries, entry)
    }

    /// The first work on the one who owns all since `merged`, which made `customer` one with him, that still stands:
    /// documents, charges among them, receipts, what of the one's settled what was of another's and still does, letters,
    /// statements, pauses, plans, handovers, calls and records. What an edit or a file confirms by the way counts for
    /// nothing.
    pub fn joint_work(
        &self,
        customer: CustomerId,
        owner: CustomerId,
        merged: EntryId,
    ) -> Result<Option<EntryId>> {
        let sql = "SELECT p.entry FROM item i JOIN posting p ON p.item = i.id
                WHERE i.customer = ?1 AND i.keyed IN (?1, ?5) AND p.entry > ?2 AND p.kind IN (?3, ?4)
             UNION SELECT p.entry FROM item i JOIN posting p ON p.item = i.id
                JOIN posting q ON q.item = p.counter_item AND q.counter_item = p.item AND q.entry = p.entry
                WHERE i.customer = ?1 AND p.entry > ?2 AND p.kind = ?6 AND q.kind = ?6
                AND (p.customer = ?5) <> (q.customer = ?5) AND p.customer IN family AND q.customer IN family
                AND (SELECT sum(n.amount_minor) FROM posting n
                    WHERE n.item = p.item AND n.counter_item = q.item AND n.kind = ?6) <> 0
             UNION SELECT entry FROM letter WHERE customer = ?1 AND entry > ?2 AND voided = 0
             UNION SELECT entry FROM dispatch WHERE customer = ?1 AND entry > ?2 AND voided = 0
             UNION SELECT p.entry FROM pause p LEFT JOIN item i ON i.id = p.item
                WHERE coalesce(p.customer, i.customer) = ?1 AND p.entry > ?2 AND p.voided = 0
             UNION SELECT h.entry FROM handover h JOIN item i ON i.id = h.item
                WHERE i.customer = ?1 AND h.entry > ?2 AND h.voided = 0
             UNION SELECT entry FROM plan WHERE customer = ?1 AND entry > ?2 AND voided = 0
             UNION SELECT entry FROM call WHERE customer = ?1 AND entry > ?2 AND voided = 0
             UNION SELECT entry FROM credit_record
                WHERE customer = ?1 AND entry > ?2 AND voided = 0 AND kind <> 'verified'
             ORDER BY 1"
            .replace("family", FAMILY);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let kinds = [
            PostingKind::Opened,
            PostingKind::Moved,
            PostingKind::Allocated,
        ];
        let [opened, moved, settled] = kinds.map(PostingKind::code);
        let bound = (owner.0, merged.0, opened, moved, customer.0, settled);
        let entries = statement.query_map(bound, |row| row.get(0).map(EntryId))?;
        let entries: Vec<EntryId> = entries.collect::<rusqlite::Result<_>>()?;
        self.first_standing(entries, merged)
    }

    /// The entry by which a customer was merged last.
    pub fn merged_by(&self, customer: CustomerId) -> Result<Option<EntryId>> {
        self.merged_since(customer, EntryId(0))
    }

    /// The same, if that was after an entry.
    pub fn merged_since(&self, customer: CustomerId, entry: EntryId) -> Result<Option<EntryId>> {
        self.newest_after(entry, |found| {
            let may_merge = ["merge", "undo", "redo"].contains(&found.stamp.command.as_str());
            let is_his =
                |deed: &Deed| matches!(deed, Deed::Merged { customer: of, .. } if *of == customer);
            Ok(may_merge && journal::deeds(self.connection, found)?.iter().any(is_his))
        })
    }

    /// The latest entry after `entry` of a command that still stands.
    pub fn later_of_command(&self, commands: &[&str], entry: EntryId) -> Result<Option<EntryId>> {
        self.newest_after(entry, |found| {
            Ok(commands.contains(&found.stamp.command.as_str())
                && found.stamp.undoes.is_none()
                && self.undone_by(found.id)?.is_none())
        })
    }

    /// The newest entry after `entry` that is wanted; looked for page by page, back to `entry`.
    fn newest_after(
        &self,
        entry: EntryId,
        is_wanted: impl Fn(&Entry) -> Result<bool>,
    ) -> Result<Option<EntryId>> {
        let mut before = None;
        loop {
            let page = self.entries(before, 200)?;
            let Some(last) = page.last() else {
                return Ok(None);
            };
            before = Some(last.id);
            for found in &page {
                if found.id <= entry {
                    return Ok(None);
                }
                if is_wanted(found)? {
                    return Ok(Some(found.id));
                }
            }
        }
    }

    /// The erasures after `entry`, each with those whom it was of.
    pub fn erasures_since(&self, entry: EntryId) -> Result<Vec<(EntryId, Vec<CustomerId>)>> {
        let sql = "SELECT DISTINCT entry FROM erased WHERE entry > ?1 ORDER BY entry";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map([entry.0], |row| row.get(0).map(EntryId))?;
        let mut erasures = Vec::new();
        for id in ids.collect::<rusqlite::Result<Vec<_>>>()? {
            let Some(found) = self.entry(id)? else {
                continue;
            };
            let mut erased = Vec::new();
            for deed in journal::deeds(self.connection, &found)? {
                if let Deed::Erased(erasure) = deed {
                    erased.extend(self.family(erasure.customer)?);
                    erased.extend(erasure.versions.into_iter().map(|(customer, _)| customer));
                }
            }
            erasures.push((id, erased));
        }
        Ok(erasures)
    }

    /// Whether work stands by this entry: it did it, or did it again last.
    pub fn stands_by(&self, id: EntryId) -> Result<bool> {
        Ok(self.stands_since(self.work_of(id)?)? == Some(id))
    }

    fn first_standing(&self, entries: Vec<EntryId>, entry: EntryId) -> Result<Option<EntryId>> {
        for id in entries {
            if let Some(work) = self.later_work(id, entry)? {
                return Ok(Some(work));
            }
        }
        Ok(None)
    }

    /// The entry from which work stands: itself or its last redo. None while it is undone.
    fn stands_since(&self, id: EntryId) -> Result<Option<EntryId>> {
        let mut at = id;
        let mut stands = true;
        while let Some(next) = self.last_undo_of(at)? {
            at = next;
            stands = !stands;
        }
        Ok(stands.then_some(at))
    }

    /// The work that an entry did, took back or did again.
    fn work_of(&self, id: EntryId) -> Result<EntryId> {
        let mut at = id;
        while let Some(undone) = self.undoes(at)? {
            at = undone;
        }
        Ok(at)
    }

    fn undoes(&self, id: EntryId) -> Result<Option<EntryId>> {
        let sql = "SELECT undoes FROM journal WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let undone = statement.query_row([id.0], |row| row.get::<_, Option<i64>>(0));
        Ok(undone.optional()?.flatten().map(EntryId))
    }

    /// The last undo of an entry, whatever became of that since.
    fn last_undo_of(&self, id: EntryId) -> Result<Option<EntryId>> {
        let sql = "SELECT max(id) FROM journal WHERE undoes = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let by: Option<i64> = statement.query_row([id.0], |row| row.get(0))?;
        Ok(by.map(EntryId))
    }
}
