//! Journal entries: one for each command carried out, hash-chained. At rest an event is a line of JSON; rows that
//! were taken in are named by range and digest, free text by its salted hash.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::canon::{Canon, Hash, hex, note_hash, party_hash, receipt_text_hash};
use super::stamp::{Last, Stamp};
use super::{Result, Trouble, Tx, rows};
use crate::domain::customer::Customer;
use crate::domain::event::{Deed, Event, Range, RowKind, Rows, Version};
use crate::domain::id::{CustomerId, DocumentId, EntryId, ItemId};

/// An entry as it stands in the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub id: EntryId,
    pub stamp: Stamp,
    pub run: EntryId,
    pub(super) events: String,
    /// The entry that its stamp is kept with.
    pub(super) stamped: EntryId,
    pub(super) prev: Hash,
    pub(super) hash: Hash,
}

/// An event at rest.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kept<D = Deed> {
    Rows {
        range: Range,
        digest: String,
    },
    Versions {
        versions: Vec<KeptVersion>,
        digest: String,
    },
    Deed {
        deed: D,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sheet: Option<String>,
    },
    Reason {
        note: String,
    },
}

/// The events of an entry under way, written down one by one as the line of JSON that they are at rest.
#[derive(Default)]
pub(super) struct Events {
    line: Vec<u8>,
    pub count: i64,
}

impl Events {
    pub fn push(&mut self, kept: &Kept<&Deed>) -> Result<()> {
        self.line.push(if self.count == 0 { b'[' } else { b',' });
        serde_json::to_writer(&mut self.line, kept)?;
        self.count += 1;
        Ok(())
    }

    /// No events yet, to be written down in a buffer that is at hand.
    pub fn with(mut line: Vec<u8>) -> Self {
        line.clear();
        Self { line, count: 0 }
    }

    /// The whole line.
    pub fn finish(&mut self) -> Result<&str> {
        self.line
            .extend_from_slice(if self.count == 0 { b"[]" } else { b"]" });
        let events = std::str::from_utf8(&self.line);
        Ok(events.map_err(|error| super::damaged(error.to_string()))?)
    }

    /// The buffer it was written down in.
    pub fn buffer(self) -> Vec<u8> {
        self.line
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct KeptVersion {
    pub customer: CustomerId,
    pub before: usize,
    pub version: usize,
}

/// The place of an entry's own reason among its notes: before its first event.
pub(super) const REASON: i64 = -1;

impl Tx<'_> {
    /// Closes the entry under way and writes it to the journal.
    pub fn end_entry(&mut self) -> Result<()> {
        let Some(mut open) = self.state.entry.take() else {
            return Ok(());
        };
        let prev = self.last()?.hash;
        let line = Line {
            id: open.id,
            run: open.stamp.run.unwrap_or(open.id),
            stamp: &open.stamp,
            events: open.events.finish()?,
            prev: &prev,
        };
        let hash = line.hash();
        self.insert_entry(&line, &open.stamp, hash)?;
        self.state.line = open.events.buffer();
        Ok(())
    }

    pub(super) fn insert_entry(
        &mut self,
        line: &Line<'_>,
        stamp: &Arc<Stamp>,
        hash: Hash,
    ) -> Result<()> {
        let stamped = self.insert_stamp(line.id, stamp)?;
        let mut statement = self.tx.prepare_cached(
            "INSERT INTO journal (id, stamp, run, undoes, events, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        statement.execute(params![
            line.id.0,
            stamped.entry.0,
            line.run.0,
            line.stamp.undoes.map(|undone| undone.0),
            line.events,
            hash,
        ])?;
        self.state.last = Some(Last {
            id: line.id,
            hash,
            stamped,
        });
        Ok(())
    }
}

/// What the hash of an entry is over: all of it, and the hash before it.
pub(super) struct Line<'e> {
    pub id: EntryId,
    pub run: EntryId,
    pub stamp: &'e Stamp,
    pub events: &'e str,
    pub prev: &'e Hash,
}

impl Line<'_> {
    pub fn hash(&self) -> Hash {
        let stamp = self.stamp;
        let mut canon = Canon::default();
        canon
            .bytes(self.prev)
            .int(self.id.0)
            .text(&stamp.at)
            .text(&stamp.actor)
            .text(&stamp.face)
            .text(&stamp.command)
            .text(&stamp.policy)
            .int(self.run.0)
            .int(stamp.undoes.map_or(0, |undone| undone.0))
            .text(self.events);
        canon.finish()
    }
}

impl Entry {
    pub(super) fn line(&self) -> Line<'_> {
        Line {
            id: self.id,
            run: self.run,
            stamp: &self.stamp,
            events: &self.events,
            prev: &self.prev,
        }
    }
}

/// An entry with its stamp and the hash of the one before it.
const ENTRY: &str = "SELECT j.id, stamp.at, stamp.actor, stamp.face, stamp.command, stamp.policy, j.run, j.undoes,
    j.events, coalesce((SELECT p.hash FROM journal p WHERE p.id = j.id - 1), zeroblob(32)), j.hash, j.stamp
 FROM journal j JOIN stamp ON stamp.entry = j.stamp";

fn entry_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: super::entry_id(row, 0)?,
        stamp: Stamp {
            at: row.get(1)?,
            actor: row.get(2)?,
            face: row.get(3)?,
            command: row.get(4)?,
            policy: row.get(5)?,
            reason: None,
            run: Some(super::entry_id(row, 6)?),
            undoes: row.get::<_, Option<i64>>(7)?.map(EntryId),
        },
        run: super::entry_id(row, 6)?,
        events: row.get(8)?,
        prev: row.get(9)?,
        hash: row.get(10)?,
        stamped: super::entry_id(row, 11)?,
    })
}

pub(super) fn entry(connection: &Connection, id: EntryId) -> Result<Option<Entry>> {
    let mut statement = connection.prepare_cached(&format!("{ENTRY} WHERE j.id = ?1"))?;
    let entry = statement.query_row([id.0], entry_of).optional()?;
    entry
        .map(|entry| with_reason(connection, entry))
        .transpose()
}

/// The newest entries before one, newest first.
pub(super) fn newest(
    connection: &Connection,
    before: Option<EntryId>,
    limit: usize,
) -> Result<Vec<Entry>> {
    let sql = format!("{ENTRY} WHERE j.id < ?1 ORDER BY j.id DESC LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let before = before.map_or(i64::MAX, |id| id.0);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let entries = statement.query_map([before, limit], entry_of)?;
    entries
        .map(|entry| with_reason(connection, entry?))
        .collect()
}

fn with_reason(connection: &Connection, mut entry: Entry) -> Result<Entry> {
    entry.stamp.reason = note(connection, entry.id, REASON)?.map(|(_, body)| body);
    Ok(entry)
}

/// Salt and body of a note.
pub(super) fn note(
    connection: &Connection,
    entry: EntryId,
    event: i64,
) -> Result<Option<(Vec<u8>, String)>> {
    let mut statement =
        connection.prepare_cached("SELECT salt, body FROM note WHERE entry = ?1 AND event = ?2")?;
    Ok(statement
        .query_row([entry.0, event], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

pub(super) fn kept(entry: &Entry) -> Result<Vec<Kept>> {
    Ok(serde_json::from_str(&entry.events)?)
}

/// What an undo of the entry has to take back, in the order in which it happened. Rows taken in come as the deed
/// that takes the same rows back in.
pub(super) fn deeds(connection: &Connection, entry: &Entry) -> Result<Vec<Deed>> {
    let mut deeds = Vec::new();
    for (at, kept) in kept(entry)?.into_iter().enumerate() {
        match kept {
            Kept::Rows { range, .. } => deeds.push(Deed::Restored {
                range,
                not_before: None,
            }),
            Kept::Versions { versions, .. } => {
                deeds.extend(versions.into_iter().map(|kept| Deed::VersionSet {
                    customer: kept.customer,
                    from: kept.before,
                    to: kept.version,
                }));
            }
            Kept::Deed { deed, .. } => {
                let at = i64::try_from(at).unwrap_or(i64::MAX);
                let body = note(connection, entry.id, at)?.map(|(_, body)| body);
                deeds.push(match body {
                    Some(body) => deed.with_note(body),
                    None => deed,
                });
            }
            Kept::Reason { .. } => {}
        }
    }
    Ok(deeds)
}

/// Rows that an event took in, read back from their tables, with the salts and the hashes of their texts.
pub(super) struct Reread {
    pub rows: Rows,
    pub salts: Vec<Vec<u8>>,
    /// Hashes of texts as the rows keep them.
    pub hashes: Vec<Vec<u8>>,
}

impl Reread {
    /// Whether each text that is there still has the hash that its row keeps. One that is gone has no salt: whether it
    /// may be gone is asked elsewhere.
    pub fn texts_are_whole(&self) -> bool {
        let fresh: Vec<Hash> = match &self.rows {
            Rows::Customers(rows) => self
                .salts
                .iter()
                .zip(rows)
                .map(|(salt, row)| party_hash(salt, &row.facts.text))
                .collect(),
            Rows::Versions(rows) => self
                .salts
                .iter()
                .zip(rows)
                .map(|(salt, row)| party_hash(salt, &row.facts.text))
                .collect(),
            Rows::Receipts(rows) => self
                .salts
                .iter()
                .zip(rows)
                .map(|(salt, row)| receipt_text_hash(salt, &row.text))
                .collect(),
            Rows::Others(rows) => self
                .salts
                .iter()
                .zip(rows)
                .map(|(salt, row)| receipt_text_hash(salt, &row.text))
                .collect(),
            Rows::Documents(_) | Rows::Statements(_) => Vec::new(),
        };
        fresh.len() == self.hashes.len()
            && fresh
                .iter()
                .zip(&self.hashes)
                .zip(&self.salts)
                .all(|((fresh, kept), salt)| salt.is_empty() || fresh[..] == kept[..])
    }

    /// The digest over the rows as they are now.
    pub fn digest(&self) -> String {
        digest(&self.rows, &self.hashes)
    }
}

/// The digest of rows with the hashes of their texts.
pub(super) fn digest<H: AsRef<[u8]>>(rows: &Rows, hashes: &[H]) -> String {
    let mut canon = Canon::default();
    let text = |index: usize| -> Hash {
        hashes
            .get(index)
            .and_then(|hash| hash.as_ref().try_into().ok())
            .unwrap_or([0; 32])
    };
    match rows {
        Rows::Customers(rows) => {
            for (index, row) in rows.iter().enumerate() {
                canon
                    .text(&row.number)
                    .version(row.id.0, 1, &row.facts, &text(index));
            }
        }
        Rows::Versions(rows) => {
            for (index, row) in rows.iter().enumerate() {
                canon.version(row.customer.0, row.version, &row.facts, &text(index));
            }
        }
        Rows::Documents(rows) => rows.iter().for_each(|row| {
            canon.document(row);
        }),
        Rows::Receipts(rows) => {
            for (index, row) in rows.iter().enumerate() {
                canon.receipt(row, &text(index));
            }
        }
        Rows::Others(rows) => {
            for (index, row) in rows.iter().enumerate() {
                canon.other(row, &text(index));
            }
        }
        Rows::Statements(rows) => rows.iter().for_each(|row| {
            canon.statement(row);
        }),
    }
    hex(&canon.finish())
}

/// Reads back the rows of a range.
pub(super) fn reread(connection: &Connection, range: Range) -> Result<Reread> {
    let (mut salts, mut hashes) = (Vec::new(), Vec::new());
    let gone = |id: i64| Trouble::Damaged {
        what: format!("row {id} of {:?} is missing", range.kind),
    };
    let rows = match range.kind {
        RowKind::Customers => {
            let mut customers = Vec::new();
            for id in range.ids() {
                let (number, facts, salt, hash) =
                    version(connection, id, 1)?.ok_or_else(|| gone(id))?;
                customers.push(Customer {
                    id: CustomerId(id),
                    number,
                    facts,
                });
                salts.push(salt);
                hashes.push(hash);
            }
            Rows::Customers(customers)
        }
        RowKind::Documents => {
            let mut documents = Vec::new();
            for id in range.ids() {
                let (document, _) =
                    rows::document(connection, DocumentId(id))?.ok_or_else(|| gone(id))?;
                documents.push(document);
            }
            Rows::Documents(documents)
        }
        RowKind::Receipts => {
            let mut receipts = Vec::new();
            for id in range.ids() {
                let kept = rows::receipt(connection, ItemId(id))?.ok_or_else(|| gone(id))?;
                receipts.push(kept.receipt);
                salts.push(kept.salt.unwrap_or_default());
                hashes.push(kept.hash);
            }
            Rows::Receipts(receipts)
        }
        RowKind::Others => {
            let mut others = Vec::new();
            for kept in rows::others(connection, range.ids())? {
                others.push(kept.line);
                salts.push(kept.salt.unwrap_or_default());
                hashes.push(kept.hash);
            }
            if i64::try_from(others.len()) != Ok(range.count) {
                return Err(gone(range.first).into());
            }
            Rows::Others(others)
        }
        RowKind::Statements => {
            let statements = rows::statements(connection, range.ids())?;
            if i64::try_from(statements.len()) != Ok(range.count) {
                return Err(gone(range.first).into());
            }
            Rows::Statements(statements)
        }
    };
    Ok(Reread {
        rows,
        salts,
        hashes,
    })
}

/// Reads back versions of customers.
pub(super) fn reread_versions(connection: &Connection, kept: &[KeptVersion]) -> Result<Reread> {
    let (mut versions, mut salts, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for KeptVersion {
        customer,
        before,
        version: number,
    } in kept.iter().copied()
    {
        let gone = || Trouble::Damaged {
            what: format!("version {number} of customer {} is missing", customer.0),
        };
        let (_, facts, salt, hash) = version(connection, customer.0, number)?.ok_or_else(gone)?;
        versions.push(Version {
            customer,
            version: number,
            before,
            facts,
        });
        salts.push(salt);
        hashes.push(hash);
    }
    Ok(Reread {
        rows: Rows::Versions(versions),
        salts,
        hashes,
    })
}

type KeptFacts = (
    String,
    crate::domain::customer::CustomerFacts,
    Vec<u8>,
    Vec<u8>,
);

fn version(connection: &Connection, customer: i64, version: usize) -> Result<Option<KeptFacts>> {
    let sql = format!(
        "SELECT c.number, t.salt, v.text_hash, {} FROM customer c JOIN customer_version v ON v.customer = c.id
         LEFT JOIN customer_text t ON t.customer = v.customer AND t.version = v.version
         WHERE c.id = ?1 AND v.version = ?2",
        rows::VERSION_COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let version = i64::try_from(version).unwrap_or(i64::MAX);
    let found = statement.query_row([customer, version], |row| {
        let salt: Option<Vec<u8>> = row.get(1)?;
        Ok((
            row.get(0)?,
            rows::facts(row, 3)?,
            salt.unwrap_or_default(),
            row.get(2)?,
        ))
    });
    Ok(found.optional()?)
}

/// The event at rest that stands for rows just written.
pub(super) fn keep_rows<'d>(rows: &Rows, hashes: &[Hash]) -> Option<Kept<&'d Deed>> {
    let digest = digest(rows, hashes);
    match rows {
        Rows::Versions(versions) => {
            let kept = |row: &Version| KeptVersion {
                customer: row.customer,
                before: row.before,
                version: row.version,
            };
            Some(Kept::Versions {
                versions: versions.iter().map(kept).collect(),
                digest,
            })
        }
        _ => rows.range().map(|range| Kept::Rows { range, digest }),
    }
}

pub(super) fn keep_note(salt: &[u8], body: &str) -> String {
    hex(&note_hash(salt, body))
}

/// What a replay is given of the texts of an event: those that were erased are there by their hashes alone.
#[derive(Default)]
pub(super) struct Texts {
    pub salts: Vec<Vec<u8>>,
    pub hashes: Vec<Vec<u8>>,
    pub note: Option<String>,
    pub sheet: Option<String>,
}

/// An event as it happened, its rows read back, and what there is of its texts.
pub(super) fn relive(
    connection: &Connection,
    entry: &Entry,
    at: usize,
    kept: Kept,
) -> Result<Option<(Event, Texts)>> {
    let of_rows = |reread: Reread| {
        let texts = Texts {
            salts: reread.salts,
            hashes: reread.hashes,
            ..Texts::default()
        };
        (Event::Taken(reread.rows), texts)
    };
    Ok(Some(match kept {
        Kept::Rows { range, .. } => of_rows(reread(connection, range)?),
        Kept::Versions { versions, .. } => of_rows(reread_versions(connection, &versions)?),
        Kept::Deed {
            deed,
            note: hash,
            sheet,
        } => {
            let mut texts = Texts {
                sheet,
                ..Texts::default()
            };
            let at = i64::try_from(at).unwrap_or(i64::MAX);
            let deed = if let Some((salt, body)) = note(connection, entry.id, at)? {
                texts.salts.push(salt);
                deed.with_note(body)
            } else {
                texts.note = hash;
                deed
            };
            (Event::Done(deed), texts)
        }
        Kept::Reason { .. } => return Ok(None),
    }))
}
