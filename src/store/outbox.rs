//! What leaves the house to its rows: dispatches and their moves, sheets, stopped channels; files of documents and
//! reports of agencies.

use rusqlite::{Connection, OptionalExtension, params};

use super::canon::{hex, note_hash};
use super::verify::Finding;
use super::{Result, Tx};
use crate::domain::attachment::Attachment;
use crate::domain::date::{self, Date};
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, EntryId};
use crate::domain::outbox::{ChannelStop, Dispatch, Move, Posted, Stand};
use crate::domain::sheet::Sheet;

impl Tx<'_> {
    /// Writes a deed of this kind; false says that it is of another.
    pub(super) fn send_out(&mut self, deed: &Deed) -> Result<bool> {
        let (entry, event) = self.state.here();
        match deed {
            Deed::Dispatched { dispatch, on, .. } => self.insert_dispatch(dispatch, *on)?,
            Deed::DispatchMoved(moved) => self.move_dispatch(moved)?,
            Deed::DispatchVoided { dispatch } => {
                self.flag("UPDATE dispatch SET voided = 1 WHERE id = ?1", dispatch.0)?;
            }
            Deed::DispatchRestored { dispatch } => {
                self.flag("UPDATE dispatch SET voided = 0 WHERE id = ?1", dispatch.0)?;
            }
            Deed::ChannelStopped(stop) => self.insert_stop(stop)?,
            Deed::ChannelFreed(stop) => {
                self.tx
                    .prepare_cached(
                        "DELETE FROM channel_stop WHERE customer = ?1 AND channel = ?2",
                    )?
                    .execute(params![stop.customer.0, stop.channel.name()])?;
            }
            Deed::Attached(attachment) => self.insert_attachment(attachment)?,
            Deed::Detached { attachment } => {
                self.flag(
                    "UPDATE attachment SET detached = 1 WHERE id = ?1",
                    attachment.0,
                )?;
            }
            Deed::Reattached { attachment } => {
                self.flag(
                    "UPDATE attachment SET detached = 0 WHERE id = ?1",
                    attachment.0,
                )?;
            }
            Deed::StatusNoted(status) => {
                self.tx
                    .prepare_cached(
                        "INSERT INTO handover_status (id, entry, event, handover, status, noted)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    )?
                    .execute(params![
                        status.id.0,
                        entry.0,
                        event,
                        status.handover.0,
                        status.status,
                        date::to_int(status.on),
                    ])?;
            }
            Deed::StatusVoided { status } => {
                self.flag(
                    "UPDATE handover_status SET voided = 1 WHERE id = ?1",
                    status.0,
                )?;
            }
            Deed::StatusRestored { status } => {
                self.flag(
                    "UPDATE handover_status SET voided = 0 WHERE id = ?1",
                    status.0,
                )?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn insert_dispatch(&self, dispatch: &Dispatch, on: Date) -> Result<()> {
        let (entry, event) = self.state.here();
        let letter = match dispatch.what {
            Posted::Letter(letter) => Some(letter.0),
            Posted::Statement => None,
        };
        self.tx
            .prepare_cached(
                "INSERT INTO dispatch (id, entry, event, customer, letter, channel, version, queued, stand)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT version FROM customer WHERE id = ?4), ?7, ?8)",
            )?
            .execute(params![
                dispatch.id.0,
                entry.0,
                event,
                dispatch.customer.0,
                letter,
                dispatch.channel.name(),
                date::to_int(on),
                Stand::Queued.name(),
            ])?;
        Ok(())
    }

    fn move_dispatch(&self, moved: &Move) -> Result<()> {
        let (entry, event) = self.state.here();
        self.tx
            .prepare_cached(
                "INSERT INTO dispatch_move (dispatch, number, entry, event, was, stand, moved, by_hand)
                 VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM dispatch_move WHERE dispatch = ?1),
                    ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                moved.dispatch.0,
                entry.0,
                event,
                moved.from.name(),
                moved.to.name(),
                date::to_int(moved.on),
                moved.by_hand,
            ])?;
        self.tx
            .prepare_cached("UPDATE dispatch SET stand = ?2 WHERE id = ?1")?
            .execute(params![moved.dispatch.0, moved.to.name()])?;
        Ok(())
    }

    fn insert_stop(&self, stop: &ChannelStop) -> Result<()> {
        let (entry, event) = self.state.here();
        self.tx
            .prepare_cached(
                "INSERT INTO channel_stop (customer, channel, version, since, entry, event)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                stop.customer.0,
                stop.channel.name(),
                i64::try_from(stop.version).unwrap_or(i64::MAX),
                date::to_int(stop.on),
                entry.0,
                event,
            ])?;
        Ok(())
    }

    fn insert_attachment(&self, attachment: &Attachment) -> Result<()> {
        let (entry, event) = self.state.here();
        self.tx
            .prepare_cached(
                "INSERT INTO attachment (id, entry, event, document, purpose, media, size, sha256)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                attachment.id.0,
                entry.0,
                event,
                attachment.document.0,
                attachment.purpose.name(),
                attachment.media,
                i64::try_from(attachment.size).unwrap_or(i64::MAX),
                attachment.sha256,
            ])?;
        // A replay has none: the digest proves them where they are.
        let bytes = &attachment.contents.0;
        if !bytes.is_empty() {
            self.tx
                .prepare_cached("INSERT INTO attachment_bytes (attachment, bytes) VALUES (?1, ?2)")?
                .execute(params![attachment.id.0, &bytes[..]])?;
        }
        Ok(())
    }

    /// Keeps a sheet beside the journal; what the journal says of it.
    pub(super) fn insert_sheet(&mut self, sheet: &Sheet) -> Result<String> {
        let (entry, event) = self.state.here();
        let (salt, body) = (self.state.salt()?, serde_json::to_string(sheet)?);
        self.tx
            .prepare_cached("INSERT INTO sheet (entry, event, salt, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![entry.0, event, salt, body])?;
        Ok(hex(&note_hash(&salt, &body)))
    }
}

/// The hash of a sheet as it is now; none if there is none.
pub(super) fn sheet_hash(
    connection: &Connection,
    entry: EntryId,
    event: i64,
) -> Result<Option<String>> {
    let mut statement = connection
        .prepare_cached("SELECT salt, body FROM sheet WHERE entry = ?1 AND event = ?2")?;
    let hash = statement.query_row([entry.0, event], |row| {
        let (salt, body): (Vec<u8>, String) = (row.get(0)?, row.get(1)?);
        Ok(hex(&note_hash(&salt, &body)))
    });
    Ok(hash.optional()?)
}

/// Tables that no replay makes: hashes in the journal prove what is in them.
pub(super) const PROVEN_BY_HASH: [&str; 2] = ["sheet", "attachment_bytes"];

/// Each dispatch stands where its last move took it, each letter that stands is in the outbox, and files are what they
/// were.
pub(super) fn check_outbox(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT d.id FROM dispatch d WHERE d.stand <> coalesce((SELECT m.stand FROM dispatch_move m
            WHERE m.dispatch = d.id ORDER BY m.number DESC LIMIT 1), 'queued')
         UNION SELECT dispatch FROM (SELECT dispatch, was, lag(stand, 1, 'queued')
            OVER (PARTITION BY dispatch ORDER BY number) AS before FROM dispatch_move) WHERE was <> before LIMIT 20",
    )?;
    for dispatch in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::DispatchStray {
            dispatch: dispatch?,
        });
    }
    let mut statement = connection.prepare(
        "SELECT l.id FROM letter l WHERE l.voided = (EXISTS
            (SELECT 1 FROM dispatch d WHERE d.letter = l.id AND d.voided = 0)) LIMIT 20",
    )?;
    for letter in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::LetterUndispatched { letter: letter? });
    }
    let mut statement = connection.prepare(
        "SELECT s.entry FROM sheet s
         WHERE NOT EXISTS (SELECT 1 FROM dispatch_move m WHERE m.entry = s.entry AND m.event = s.event)
            AND NOT EXISTS (SELECT 1 FROM dispatch d WHERE d.entry = s.entry AND d.event = s.event) LIMIT 20",
    )?;
    for entry in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::TextChanged { entry: entry? });
    }
    check_files(connection, findings)
}

fn check_files(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    use sha2::{Digest, Sha256};
    let mut statement = connection.prepare(
        "SELECT a.id, a.size, a.sha256, b.bytes FROM attachment a LEFT JOIN attachment_bytes b ON b.attachment = a.id
         WHERE NOT EXISTS (SELECT 1 FROM erased e WHERE e.kind = 'file' AND e.of = a.id)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (size, sha256): (i64, String) = (row.get(1)?, row.get(2)?);
        let bytes = row.get_ref(3)?.as_blob_or_null();
        let bytes = bytes.map_err(rusqlite::Error::from)?.unwrap_or_default();
        let is_whole =
            i64::try_from(bytes.len()) == Ok(size) && hex(&Sha256::digest(bytes)) == sha256;
        if !is_whole {
            findings.push(Finding::FileChanged {
                attachment: row.get(0)?,
            });
        }
    }
    Ok(())
}

/// The version of a customer that was current when he was written to, as the outbox keeps it.
pub(super) fn version_of(
    connection: &Connection,
    sql: &str,
    id: i64,
) -> Result<Option<(CustomerId, i64)>> {
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row([id], |row| Ok((CustomerId(row.get(0)?), row.get(1)?)));
    Ok(found.optional()?)
}
