//! Erasure: what there is of a customer apart from the books, how it goes, and how the doctor tells it from damage.

use rusqlite::{Connection, params};

use super::load::Loader;
use super::register::FAMILY;
use super::rows::maybe_day;
use super::verify::Finding;
use super::{Result, Tx};
use crate::domain::erasure::{Erasure, Kept};
use crate::domain::id::{AttachmentId, CustomerId, EntryId, ItemId};

/// Free texts that speak of a customer and that no voucher needs: calls, rests, stops, what is on record of him, and why
/// he was edited, merged or not changed. A text whose row was resumed or freed since is only found by its deed.
const NEEDLESS_NOTES: &str = "
    SELECT entry, event FROM call WHERE customer IN family
    UNION SELECT entry, event FROM channel_stop WHERE customer IN family
    UNION SELECT p.entry, p.event FROM pause p LEFT JOIN item i ON i.id = p.item
        WHERE coalesce(p.customer, i.keyed) IN family
    UNION SELECT p.closed_entry, p.closed_event FROM pause p LEFT JOIN item i ON i.id = p.item
        WHERE coalesce(p.customer, i.keyed) IN family
    UNION SELECT entry, event FROM proposal WHERE customer IN family
    UNION SELECT entry, event FROM credit_record WHERE customer IN family
    UNION SELECT j.id, e.key FROM journal j, json_each(j.events) e
        WHERE (instr(j.events, '\"record_ended\"') OR instr(j.events, '\"record_resumed\"'))
            AND coalesce(e.value ->> '$.deed.deed.record_ended.record', e.value ->> '$.deed.deed.record_resumed.record')
                IN (SELECT id FROM credit_record WHERE customer IN family)
    UNION SELECT j.id, e.key FROM journal j, json_each(j.events) e
        WHERE (instr(j.events, '\"pause_closed\"') OR instr(j.events, '\"pause_reopened\"'))
            AND coalesce(e.value ->> '$.deed.deed.pause_closed.pause', e.value ->> '$.deed.deed.pause_reopened.pause')
                IN (SELECT p.id FROM pause p LEFT JOIN item i ON i.id = p.item
                    WHERE coalesce(p.customer, i.keyed) IN family)
    UNION SELECT j.id, e.key FROM journal j, json_each(j.events) e
        WHERE (instr(j.events, '\"channel_stopped\"') OR instr(j.events, '\"channel_freed\"'))
            AND coalesce(e.value ->> '$.deed.deed.channel_stopped.customer',
                e.value ->> '$.deed.deed.channel_freed.customer') IN family
    UNION SELECT j.id, -1 FROM journal j JOIN stamp ON stamp.entry = j.stamp, json_each(j.events) e
        WHERE stamp.command IN ('merge', 'part', 'judge', 'undo', 'redo') AND (
            e.value ->> '$.deed.deed.merged.customer' IN family OR e.value ->> '$.deed.deed.merged.into' IN family
            OR e.value ->> '$.deed.deed.parted.customer' IN family OR e.value ->> '$.deed.deed.parted.from' IN family
            OR e.value ->> '$.deed.deed.proposal_judged.proposal' IN (SELECT id FROM proposal WHERE customer IN family))
    UNION SELECT v.entry, -1 FROM customer_version v JOIN journal j ON j.id = v.entry
        JOIN stamp ON stamp.entry = j.stamp
        WHERE v.customer IN family AND stamp.command IN ('new-customer', 'edit-customer', 'judge')";

/// The others: where letters went and what came of it, plans, agencies, refunds, files.
const OTHER_NOTES: &str = "
    SELECT entry, event FROM dispatch WHERE customer IN family
    UNION SELECT m.entry, m.event FROM dispatch_move m JOIN dispatch d ON d.id = m.dispatch
        WHERE d.customer IN family
    UNION SELECT entry, event FROM letter WHERE customer IN family
    UNION SELECT entry, -1 FROM letter WHERE customer IN family
    UNION SELECT h.entry, -1 FROM handover h JOIN item i ON i.id = h.item WHERE i.keyed IN family
    UNION SELECT entry, event FROM plan WHERE customer IN family
    UNION SELECT h.entry, h.event FROM handover h JOIN item i ON i.id = h.item WHERE i.keyed IN family
    UNION SELECT s.entry, s.event FROM handover_status s JOIN handover h ON h.id = s.handover
        JOIN item i ON i.id = h.item WHERE i.keyed IN family
    UNION SELECT r.entry, r.event FROM refund r JOIN item i ON i.id = r.credit WHERE i.keyed IN family
    UNION SELECT v.entry, -1 FROM customer_version v JOIN journal j ON j.id = v.entry
        JOIN stamp ON stamp.entry = j.stamp
        WHERE v.customer IN family AND stamp.command = 'erase'
    UNION SELECT a.entry, a.event FROM attachment a JOIN document d ON d.id = a.document
        WHERE d.customer IN family";

impl Loader<'_> {
    /// What is kept of a customer and of those who are one with him.
    pub(super) fn kept_of(&mut self, customer: CustomerId) -> Result<Kept> {
        let needless_notes = self.notes(NEEDLESS_NOTES, customer)?;
        let other_notes = self.notes(OTHER_NOTES, customer)?;
        let versions = self.pairs(
            "SELECT customer, version FROM customer_text WHERE customer IN family ORDER BY 1, 2",
            customer,
        )?;
        let versions: Vec<(CustomerId, usize)> = versions
            .into_iter()
            .map(|(of, version)| (CustomerId(of), usize::try_from(version).unwrap_or_default()))
            .collect();
        for (of, _) in &versions {
            self.customer(*of)?;
        }
        let sheets = self.pairs(
            "SELECT s.entry, s.event FROM sheet s JOIN dispatch d ON d.entry = s.entry AND d.event = s.event
             WHERE d.customer IN family
             UNION SELECT s.entry, s.event FROM sheet s
             JOIN dispatch_move m ON m.entry = s.entry AND m.event = s.event
             JOIN dispatch d ON d.id = m.dispatch WHERE d.customer IN family ORDER BY 1, 2",
            customer,
        )?;
        let files = self.pairs(
            "SELECT a.id, 0 FROM attachment a JOIN attachment_bytes b ON b.attachment = a.id
             JOIN document d ON d.id = a.document WHERE d.customer IN family ORDER BY 1",
            customer,
        )?;
        // Money that was someone else's for a while tells of that one too.
        let receipts = self.pairs(
            "SELECT t.item, 0 FROM item i JOIN receipt_text t ON t.item = i.id
             WHERE i.keyed IN family AND NOT EXISTS (SELECT 1 FROM posting p
                WHERE p.item = i.id AND p.customer > 0 AND p.customer NOT IN family) ORDER BY 1",
            customer,
        )?;
        let places = |pairs: Vec<(i64, i64)>| -> Vec<(EntryId, i64)> {
            pairs
                .into_iter()
                .map(|(entry, at)| (EntryId(entry), at))
                .collect()
        };
        let mut notes = needless_notes.clone();
        notes.extend(other_notes);
        notes.sort_unstable();
        notes.dedup();
        let all = Erasure {
            customer,
            whole: true,
            versions: versions.clone(),
            notes: places(notes),
            sheets: places(sheets),
            files: files.into_iter().map(|(id, _)| AttachmentId(id)).collect(),
            receipts: receipts.into_iter().map(|(id, _)| ItemId(id)).collect(),
        };
        let current = |of: CustomerId| self.book.customers.get(&of).map(|state| state.version);
        let needless = Erasure {
            customer,
            whole: false,
            versions: versions
                .into_iter()
                .filter(|(of, version)| current(*of) != Some(*version))
                .collect(),
            notes: places(needless_notes),
            sheets: Vec::new(),
            files: Vec::new(),
            receipts: Vec::new(),
        };
        let learned = !self
            .pairs(
                "SELECT customer, 0 FROM link WHERE customer IN family",
                customer,
            )?
            .is_empty();
        Ok(Kept {
            all,
            needless,
            learned,
            open: self.open_of(customer)?,
            last_posting: last_posting(self.connection, customer)?,
        })
    }

    fn notes(&self, of: &str, customer: CustomerId) -> Result<Vec<(i64, i64)>> {
        self.pairs(
            &format!(
                "SELECT n.entry, n.event FROM ({of}) o JOIN note n ON n.entry = o.entry AND n.event = o.event
                 ORDER BY 1, 2"
            ),
            customer,
        )
    }

    fn pairs(&self, sql: &str, customer: CustomerId) -> Result<Vec<(i64, i64)>> {
        let mut statement = self.connection.prepare(&sql.replace("family", FAMILY))?;
        let pairs = statement.query_map([customer.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(pairs.collect::<rusqlite::Result<_>>()?)
    }

    /// What is open or undecided, by the number of an item.
    fn open_of(&self, customer: CustomerId) -> Result<Option<String>> {
        let sql = "SELECT coalesce(d.number, r.bank_ref, r.payment_id, 'R' || i.id) FROM item i
             LEFT JOIN document d ON d.id = i.document LEFT JOIN receipt r ON r.item = i.id
             WHERE i.open_minor <> 0 AND i.keyed IN family
             UNION ALL SELECT 'P' || id FROM proposal WHERE customer IN family AND accepted IS NULL AND voided = 0
             UNION ALL SELECT 'D' || id FROM dispatch WHERE customer IN family AND voided = 0
                AND stand IN ('queued', 'sending', 'in-doubt') LIMIT 1";
        let mut statement = self.connection.prepare(&sql.replace("family", FAMILY))?;
        let mut rows = statement.query([customer.0])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}

/// The day of the last posting of a customer and of those who are one with him.
pub(super) fn last_posting(
    connection: &rusqlite::Connection,
    customer: CustomerId,
) -> Result<Option<crate::domain::date::Date>> {
    let sql =
        "SELECT max(date) FROM posting WHERE item IN (SELECT id FROM item WHERE customer IN family
         UNION SELECT id FROM item WHERE keyed IN family)";
    let mut statement = connection.prepare(&sql.replace("family", FAMILY))?;
    Ok(statement.query_row([customer.0], |row| maybe_day(row, 0))?)
}

impl Tx<'_> {
    /// The texts go for good, and SQLite overwrites what it lets go of.
    pub(super) fn erase(&mut self, erasure: &Erasure) -> Result<()> {
        self.tx.pragma_update(None, "secure_delete", true)?;
        for (customer, version) in &erasure.versions {
            let version = i64::try_from(*version).unwrap_or(i64::MAX);
            self.drop_text(
                ("customer", customer.0, version),
                "DELETE FROM customer_text WHERE customer = ?1 AND version = ?2",
            )?;
            self.tx
                .prepare_cached("DELETE FROM customer_sign WHERE customer = ?1 AND version = ?2")?
                .execute([customer.0, version])?;
        }
        for (entry, event) in &erasure.notes {
            self.drop_text(
                ("note", entry.0, *event),
                "DELETE FROM note WHERE entry = ?1 AND event = ?2",
            )?;
        }
        for (entry, event) in &erasure.sheets {
            self.drop_text(
                ("sheet", entry.0, *event),
                "DELETE FROM sheet WHERE entry = ?1 AND event = ?2",
            )?;
        }
        for file in &erasure.files {
            self.drop_text(
                ("file", file.0, 0),
                "DELETE FROM attachment_bytes WHERE attachment = ?1 AND ?2 = 0",
            )?;
        }
        for receipt in &erasure.receipts {
            self.drop_text(
                ("receipt", receipt.0, 0),
                "DELETE FROM receipt_text WHERE item = ?1 AND ?2 = 0",
            )?;
        }
        // What was gathered of lessons must not come back with the commit.
        self.settle_lessons()?;
        let mut of: Vec<CustomerId> = erasure.versions.iter().map(|(of, _)| *of).collect();
        of.push(erasure.customer);
        of.dedup();
        for customer in of {
            self.flag("DELETE FROM link WHERE customer = ?1", customer.0)?;
        }
        self.flag("DELETE FROM unmatched WHERE entry <= ?1", i64::MAX)
    }

    fn drop_text(&self, (kind, of, part): (&str, i64, i64), delete: &str) -> Result<()> {
        self.tx
            .prepare_cached("INSERT INTO erased (kind, of, part, entry) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![kind, of, part, self.state.here().0.0])?;
        self.tx.prepare_cached(delete)?.execute([of, part])?;
        Ok(())
    }
}

/// All free text that speaks of a customer: its entry, when that was, and what it says.
pub(super) fn texts_of(
    connection: &Connection,
    customer: CustomerId,
) -> Result<Vec<(i64, String, String)>> {
    let sql = format!(
        "SELECT n.entry, stamp.at, n.body FROM ({NEEDLESS_NOTES} UNION {OTHER_NOTES}) o
         JOIN note n ON n.entry = o.entry AND n.event = o.event JOIN journal j ON j.id = n.entry
         JOIN stamp ON stamp.entry = j.stamp ORDER BY 1, n.event"
    );
    let mut statement = connection.prepare(&sql.replace("family", FAMILY))?;
    let texts = statement.query_map([customer.0], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(texts.collect::<rusqlite::Result<_>>()?)
}

/// Whether a text is gone by intent.
pub(super) fn is_erased(connection: &Connection, kind: &str, of: i64, part: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM erased WHERE kind = ?1 AND of = ?2 AND part = ?3";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.exists(params![kind, of, part])?)
}

/// A text is there or it is erased, never neither and never both.
pub(super) fn check_erased(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT v.entry FROM customer_version v
            LEFT JOIN customer_text t ON t.customer = v.customer AND t.version = v.version
            LEFT JOIN erased e ON e.kind = 'customer' AND e.of = v.customer AND e.part = v.version
         WHERE (t.customer IS NULL) = (e.of IS NULL) OR length(t.salt) = 0
         UNION SELECT r.entry FROM receipt r LEFT JOIN receipt_text t ON t.item = r.item
            LEFT JOIN erased e ON e.kind = 'receipt' AND e.of = r.item
         WHERE (t.item IS NULL) = (e.of IS NULL) OR length(t.salt) = 0
         UNION SELECT o.entry FROM other_line o LEFT JOIN other_text t ON t.id = o.id
         WHERE t.id IS NULL OR length(t.salt) = 0
         UNION SELECT e.entry FROM erased e JOIN note n ON n.entry = e.of AND n.event = e.part WHERE e.kind = 'note'
         UNION SELECT e.entry FROM erased e JOIN sheet s ON s.entry = e.of AND s.event = e.part
            WHERE e.kind = 'sheet'
         UNION SELECT e.entry FROM erased e JOIN attachment_bytes b ON b.attachment = e.of WHERE e.kind = 'file'
         LIMIT 20",
    )?;
    for entry in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::TextChanged { entry: entry? });
    }
    Ok(())
}
