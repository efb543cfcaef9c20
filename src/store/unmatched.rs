//! How many receipts that are nobody's may be each customer's, kept as it was found: to find it again all that waits is
//! matched against all that is open. The journal knows nothing of it, for it follows from all else. It holds until an
//! entry that receipts are matched by; what is kept beside it tells then which of them must be matched again.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::{Finding, Result, Tx};
use crate::domain::command::leaves_receipts;
use crate::domain::id::{CustomerId, EntryId};

/// Its table, which no replay makes.
pub(super) const TABLE: &str = "unmatched";

/// Receipts that may be a customer's.
pub type Unmatched = HashMap<CustomerId, u32>;

/// What was kept, and the entry that it was found after.
pub struct KeptTrail {
    pub entry: EntryId,
    pub trail: Vec<u8>,
}

impl Tx<'_> {
    /// Keeps what was found of the ledger as it is now, by these settings, in place of what was kept before; beside it
    /// what it was found by, in the words of whoever found it.
    pub fn keep_unmatched(
        &self,
        settings: &str,
        unmatched: &Unmatched,
        trail: &[u8],
    ) -> Result<()> {
        let found = serde_json::to_string(unmatched)?;
        self.tx.execute("DELETE FROM unmatched", [])?;
        if let Some((entry, hash)) = last_entry(&self.tx)? {
            let seals = [found.as_bytes(), trail].map(|part| seal(&hash, settings, part));
            let [seal, trail_seal] = seals;
            let sql = "INSERT INTO unmatched (entry, settings, found, seal, trail, trail_seal)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let row = (entry, settings, found, seal, trail, trail_seal);
            self.tx.execute(sql, row)?;
        }
        Ok(())
    }
}

/// What was kept, if it holds still and the settings are the same.
pub(super) fn kept(connection: &Connection, settings: &str) -> Result<Option<Unmatched>> {
    let sql =
        "SELECT u.entry, u.found, u.seal, j.hash FROM unmatched u JOIN journal j ON j.id = u.entry
               WHERE u.settings = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([settings])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (entry, found): (i64, String) = (row.get(0)?, row.get(1)?);
    let (sealed, hash): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
    // What was damaged is found anew. Who writes the file with other tools could seal it as well: there is no secret.
    if sealed != seal(&hash, settings, found.as_bytes()) || !holds_since(connection, entry)? {
        return Ok(None);
    }
    Ok(serde_json::from_str(&found).ok())
}

/// What it was found by, whether it holds still or not, if the settings are the same.
pub(super) fn trail(connection: &Connection, settings: &str) -> Result<Option<KeptTrail>> {
    let sql = "SELECT u.entry, u.trail, u.trail_seal, j.hash FROM unmatched u JOIN journal j ON j.id = u.entry
               WHERE u.settings = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([settings])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let trail: Vec<u8> = row.get(1)?;
    let (sealed, hash): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
    let is_ours = sealed == seal(&hash, settings, &trail);
    let entry = super::entry_id(row, 0)?;
    Ok(is_ours.then_some(KeptTrail { entry, trail }))
}

/// Whether receipts are matched by nothing that was entered after this.
fn holds_since(connection: &Connection, entry: i64) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "SELECT stamp.command FROM journal j JOIN stamp ON stamp.entry = j.stamp WHERE j.id > ?1",
    )?;
    let mut rows = statement.query([entry])?;
    while let Some(row) = rows.next()? {
        if !leaves_receipts(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Finds what was changed since it was kept.
pub(super) fn check(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT u.entry, u.settings, u.found, u.seal, j.hash, u.trail, u.trail_seal
         FROM unmatched u LEFT JOIN journal j ON j.id = u.entry",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (settings, found): (String, String) = (row.get(1)?, row.get(2)?);
        let (sealed, hash): (Vec<u8>, Option<Vec<u8>>) = (row.get(3)?, row.get(4)?);
        let (trail, trail_sealed): (Vec<u8>, Vec<u8>) = (row.get(5)?, row.get(6)?);
        let is_ours = |hash: &Vec<u8>| {
            sealed == seal(hash, &settings, found.as_bytes())
                && trail_sealed == seal(hash, &settings, &trail)
        };
        if !hash.as_ref().is_some_and(is_ours) {
            findings.push(Finding::TableDiffers {
                table: TABLE.to_owned(),
                rows: 1,
                first: row.get::<_, i64>(0)?.to_string(),
            });
        }
    }
    Ok(())
}

fn last_entry(connection: &Connection) -> Result<Option<(i64, Vec<u8>)>> {
    let sql = "SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1";
    let mut statement = connection.prepare_cached(sql)?;
    let last = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(last.optional()?)
}

/// Ties an answer to the journal as it was, and to the settings that it was found by.
fn seal(hash: &[u8], settings: &str, found: &[u8]) -> Vec<u8> {
    let mut digest = Sha256::new();
    for part in [hash, settings.as_bytes(), found] {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    digest.finalize().to_vec()
}
