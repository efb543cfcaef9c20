//! How many receipts that are nobody's may be each customer's, kept as it was found: to find it again all that waits is
//! matched against all that is open. Derived, so the journal knows nothing of it.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::{Result, Tx};
use crate::domain::id::CustomerId;

/// Receipts that may be a customer's.
pub type Unmatched = HashMap<CustomerId, u32>;

impl Tx<'_> {
    /// Keeps what was found of the ledger as it is now, by these settings.
    pub fn keep_unmatched(&self, by: &str, unmatched: &Unmatched) -> Result<()> {
        let found = serde_json::to_string(unmatched)?;
        self.tx
            .prepare_cached(
                "INSERT OR REPLACE INTO unmatched (id, found, seal) VALUES (1, ?1, ?2)",
            )?
            .execute((&found, seal(&self.tx, by, &found)?))?;
        Ok(())
    }
}

/// What was kept, if it was found of the ledger as it is now, by the same settings.
pub(super) fn kept(connection: &Connection, by: &str) -> Result<Option<Unmatched>> {
    let mut statement = connection.prepare_cached("SELECT found, seal FROM unmatched")?;
    let kept = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)));
    let Some((found, sealed)): Option<(String, Vec<u8>)> = kept.optional()? else {
        return Ok(None);
    };
    let holds = sealed == seal(connection, by, &found)?;
    Ok(holds.then(|| serde_json::from_str(&found).ok()).flatten())
}

/// Ties an answer to the journal's last entry and the settings that it was found by: after anything else it is none.
fn seal(connection: &Connection, by: &str, found: &str) -> Result<Vec<u8>> {
    let mut statement =
        connection.prepare_cached("SELECT hash FROM journal ORDER BY id DESC LIMIT 1")?;
    let last: Option<Vec<u8>> = statement.query_row([], |row| row.get(0)).optional()?;
    let parts = [last.unwrap_or_default(), by.into(), found.into()];
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    Ok(digest.finalize().to_vec())
}
