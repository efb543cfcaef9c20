//! What was learned of payers and of patterns of evidence, and which of the user's rules speak.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::OptionalExtension;
use serde::Serialize;

use super::Reader;
use crate::domain::id::{CustomerId, EntryId};
use crate::domain::link::{Learned, Link, LinkKind, Record};
use crate::store::learn::{lesson, record};
use crate::store::{Result, entry_id};

const KINDS: [LinkKind; 2] = [LinkKind::Account, LinkKind::Name];

impl Reader<'_> {
    /// What was learned of these payers, each with all customers whose he was found to be, so that
    /// one who pays for several is seen. What was wholly taken back speaks for nobody and is left out.
    pub fn links_of(&self, payers: &HashSet<(LinkKind, String)>) -> Result<Vec<Link>> {
        if !self.exists("SELECT 1 FROM link")? {
            return Ok(Vec::new());
        }
        let mut links = Vec::new();
        for kind in KINDS {
            let of_kind = payers.iter().filter(|(of, _)| *of == kind);
            let keys: BTreeSet<&str> = of_kind.map(|(_, key)| key.as_str()).collect();
            for (key, learned) in self.learned_of(kind, &keys)? {
                let lessons = learned.lessons.iter();
                links.extend(
                    lessons
                        .filter(|lesson| lesson.record.right > 0)
                        .map(|lesson| Link {
                            kind,
                            key: key.clone(),
                            customer: lesson.customer,
                            record: lesson.record,
                            state: learned.state(lesson),
                            origin: lesson.origin,
                            last: lesson.last,
                        }),
                );
            }
        }
        Ok(links)
    }

    /// All that was learned of accounts or of names, and what of them is blocked.
    pub fn learned(&self, kind: LinkKind) -> Result<BTreeMap<String, Learned>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT key FROM link WHERE kind = ?1 UNION SELECT key FROM link_block WHERE kind = ?1",
        )?;
        let keys = statement.query_map([kind.name()], |row| row.get(0))?;
        let keys: BTreeSet<String> = keys.collect::<rusqlite::Result<_>>()?;
        self.learned_of(kind, &keys)
    }

    fn learned_of(
        &self,
        kind: LinkKind,
        keys: &BTreeSet<impl Serialize>,
    ) -> Result<BTreeMap<String, Learned>> {
        let mut found: BTreeMap<String, Learned> = BTreeMap::new();
        let asked = serde_json::to_string(keys)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT l.key, l.customer, l.right, l.undone, l.streak, l.origin, l.last
             FROM json_each(?1) k CROSS JOIN link l ON l.kind = ?2 AND l.key = k.value ORDER BY l.key, l.customer",
        )?;
        let mut rows = statement.query([asked.as_str(), kind.name()])?;
        let owners = self.owners()?;
        while let Some(row) = rows.next()? {
            let learned = found.entry(row.get(0)?).or_default();
            let mut lesson = lesson(row, 1)?;
            if let Some(owner) = owners.get(&lesson.customer) {
                lesson.customer = *owner;
            }
            match learned
                .lessons
                .iter_mut()
                .find(|known| known.customer == lesson.customer)
            {
                // Two who are one: what was learned of either was learned of both.
                Some(known) => {
                    known.record = known.record.then(lesson.record);
                    known.origin = known.origin.min(lesson.origin);
                    known.last = known.last.max(lesson.last);
                }
                None => learned.lessons.push(lesson),
            }
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT b.key, b.entry FROM json_each(?1) k CROSS JOIN link_block b ON b.kind = ?2 AND b.key = k.value",
        )?;
        let mut rows = statement.query([asked.as_str(), kind.name()])?;
        while let Some(row) = rows.next()? {
            found.entry(row.get(0)?).or_default().blocked = Some(entry_id(row, 1)?);
        }
        if kind == LinkKind::Account {
            let keys: Vec<&String> = found.keys().collect();
            for (account, customer) in self.registered(&serde_json::to_string(&keys)?)? {
                found.entry(account).or_default().registered.push(customer);
            }
        }
        Ok(found)
    }

    /// In whose own data the accounts of a JSON list stand.
    fn registered(&self, accounts: &str) -> Result<Vec<(String, CustomerId)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT t.account, coalesce(c.merged_into, c.id) FROM json_each(?1) k CROSS JOIN customer_text t ON t.account = k.value
             JOIN customer c ON c.id = t.customer AND c.version = t.version AND c.voided = 0
             ORDER BY 1, 2",
        )?;
        let found =
            statement.query_map([accounts], |row| Ok((row.get(0)?, CustomerId(row.get(1)?))))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// How often each pattern of evidence was right.
    pub fn patterns(&self) -> Result<HashMap<String, Record>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT codes, right, undone, streak FROM pattern")?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, record(row, 1)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The digests of the rules that are switched on, by their names.
    pub fn switches(&self) -> Result<HashMap<String, String>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT name, digest FROM rule_switch")?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// When an entry was written, as the journal has it.
    pub fn time_of(&self, entry: EntryId) -> Result<Option<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT stamp.at FROM journal j JOIN stamp ON stamp.entry = j.stamp WHERE j.id = ?1",
        )?;
        Ok(statement
            .query_row([entry.0], |row| row.get(0))
            .optional()?)
    }

    fn exists(&self, sql: &str) -> Result<bool> {
        Ok(self.connection.prepare_cached(sql)?.exists([])?)
    }
}
