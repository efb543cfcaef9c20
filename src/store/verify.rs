//! The proof of a ledger: that every table is what the journal says, and that the journal is what it was.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde::Serialize;

use super::erase::{check_erased, is_erased};
use super::journal::{self, Kept};
use super::letter::check_letters;
use super::outbox::{PROVEN_BY_HASH, check_outbox, sheet_hash};
use super::{Fault, Result, Store, Trouble, replay, unmatched};
use crate::domain::book::Book;

/// A fault that was found. Its sentence stands in the locale under `finding.<key>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Finding {
    /// SQLite's own check of the file.
    FileDamaged {
        what: String,
    },
    ForeignKey {
        table: String,
        row: i64,
    },
    /// A table or an index is not the one that this version makes.
    SchemaDiffers {
        name: String,
    },
    /// The chain of hashes breaks at this entry.
    ChainBroken {
        entry: i64,
    },
    /// Rows taken in are not those that the entry's digest speaks of.
    RowsChanged {
        entry: i64,
    },
    /// A free text is not the one that was written.
    TextChanged {
        entry: i64,
    },
    /// Rows of a table are not what the journal makes of them.
    TableDiffers {
        table: String,
        rows: i64,
        first: String,
    },
    /// The journal cannot be carried out again.
    NotReplayable {
        what: String,
    },
    /// An item's open amount is not the sum of its postings.
    ItemUnproven {
        item: i64,
    },
    /// An item passes zero on a day.
    PassesZero {
        item: i64,
        day: String,
    },
    /// An allocation's two sides differ.
    AllocationUnbalanced {
        entry: i64,
    },
    /// More was taken off an allocation than it settled.
    AllocationNegative {
        debit: i64,
        credit: i64,
    },
    /// A receipt counts nothing although nothing counts in its place, or counts although something does.
    CoverUnfounded {
        receipt: i64,
    },
    /// A line that was taken out of the ledger is still paid out or put away.
    LineWorkedOn {
        line: i64,
    },
    /// More of a credit is to be given back than there is of it.
    RefundUncovered {
        credit: i64,
    },
    /// A letter does not claim the sum of its lines.
    LetterUnbalanced {
        letter: i64,
    },
    /// A letter lists what was never its customer's, or is in another currency.
    LetterForeign {
        letter: i64,
        item: i64,
    },
    /// A charge is in no letter or plan, or does not stand as that does.
    ChargeUnfounded {
        charge: i64,
    },
    /// A dispatch does not stand where its moves took it.
    DispatchStray {
        dispatch: i64,
    },
    /// A letter that stands is not in the outbox, or one that was taken back is.
    LetterUndispatched {
        letter: i64,
    },
    /// A file of a document is not the one that was kept.
    FileChanged {
        attachment: i64,
    },
    /// Base amounts of a settlement do not come to zero.
    BaseUnbalanced {
        entry: i64,
    },
}

impl Store {
    /// Proves the whole ledger. The work grows with its history; `progress` hears of entries done.
    pub fn verify(&self, progress: impl FnMut(u64)) -> Result<Vec<Finding>> {
        let _moment = self.moment()?;
        let connection = &self.connection;
        let mut findings = Vec::new();
        check_file(connection, &mut findings)?;
        if !findings.is_empty() {
            return Ok(findings);
        }
        check_keys(connection, &mut findings)?;
        check_chain(connection, &mut findings)?;
        check_rows(connection, &mut findings)?;
        check_sums(connection, &mut findings)?;
        check_lines(connection, &mut findings)?;
        check_days(connection, &mut findings)?;
        check_letters(connection, &mut findings)?;
        check_erased(connection, &mut findings)?;
        unmatched::check(connection, &mut findings)?;
        check_outbox(connection, &mut findings)?;
        match replay::replay(connection, progress) {
            Ok(copy) => compare(connection, &copy.connection, &mut findings)?,
            Err(Fault::Trouble(Trouble::Busy)) => return Err(Trouble::Busy.into()),
            Err(fault) => findings.push(Finding::NotReplayable { what: what(&fault) }),
        }
        Ok(findings)
    }

    /// The whole ledger as one book: what the tables say.
    pub fn book_of_tables(&self) -> Result<Book> {
        super::load::whole(&self.connection)
    }

    /// The whole ledger as one book: what the journal's events make of it.
    pub fn book_of_events(&self) -> Result<Book> {
        replay::fold(&self.connection)
    }
}

fn what(fault: &Fault) -> String {
    match fault {
        Fault::Trouble(Trouble::Damaged { what }) => what.clone(),
        other => other.to_string(),
    }
}

fn check_file(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check(10)")?;
    let verdicts = statement.query_map([], |row| row.get::<_, String>(0))?;
    for verdict in verdicts {
        let what = verdict?;
        if what != "ok" {
            findings.push(Finding::FileDamaged { what });
        }
    }
    Ok(())
}

fn check_keys(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let broken = statement.query_map([], |row| {
        let row_id: Option<i64> = row.get(1)?;
        Ok(Finding::ForeignKey {
            table: row.get(0)?,
            row: row_id.unwrap_or_default(),
        })
    })?;
    for finding in broken.take(20) {
        findings.push(finding?);
    }
    Ok(())
}

fn check_chain(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut prev = [0; 32];
    let mut expected = 1;
    let mut before = 0;
    while let Some(entry) = replay::next_entry(connection, before)? {
        before = entry.id.0;
        if entry.id.0 != expected || entry.prev != prev || entry.line().hash() != entry.hash {
            findings.push(Finding::ChainBroken { entry: entry.id.0 });
            return Ok(());
        }
        expected += 1;
        prev = entry.hash;
    }
    Ok(())
}

fn check_rows(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut before = 0;
    while let Some(entry) = replay::next_entry(connection, before)? {
        before = entry.id.0;
        let id = entry.id.0;
        let kept = match journal::kept(&entry) {
            Ok(kept) => kept,
            Err(fault) => {
                findings.push(Finding::NotReplayable { what: what(&fault) });
                continue;
            }
        };
        for (at, kept) in kept.into_iter().enumerate() {
            let (reread, kept_digest) = match kept {
                Kept::Rows { range, digest } => (journal::reread(connection, range), digest),
                Kept::Versions { versions, digest } => {
                    (journal::reread_versions(connection, &versions), digest)
                }
                Kept::Deed { note, sheet, .. } => {
                    let at = i64::try_from(at).unwrap_or(i64::MAX);
                    let whole = sheet_hash(connection, entry.id, at)?;
                    if whole != sheet
                        && (whole.is_some() || !is_erased(connection, "sheet", id, at)?)
                    {
                        findings.push(Finding::TextChanged { entry: id });
                    }
                    check_note(connection, &entry, at, note.as_deref(), findings)?;
                    continue;
                }
                Kept::Reason { note } => {
                    check_note(connection, &entry, journal::REASON, Some(&note), findings)?;
                    continue;
                }
            };
            match reread {
                Ok(reread) if reread.digest() != kept_digest => {
                    findings.push(Finding::RowsChanged { entry: id });
                }
                Ok(reread) if !reread.texts_are_whole() => {
                    findings.push(Finding::TextChanged { entry: id });
                }
                Ok(_) => {}
                Err(_) => findings.push(Finding::RowsChanged { entry: id }),
            }
        }
    }
    Ok(())
}

fn check_note(
    connection: &Connection,
    entry: &journal::Entry,
    at: i64,
    kept: Option<&str>,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let fresh = journal::note(connection, entry.id, at)?
        .map(|(salt, body)| journal::keep_note(&salt, &body));
    let gone = fresh.is_none() && is_erased(connection, "note", entry.id.0, at)?;
    if fresh.as_deref() != kept && !gone {
        findings.push(Finding::TextChanged { entry: entry.id.0 });
    }
    Ok(())
}

fn check_sums(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT i.id FROM item i WHERE i.open_minor <>
            (SELECT coalesce(sum(p.amount_minor), 0) FROM posting p WHERE p.item = i.id) LIMIT 20",
    )?;
    for item in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::ItemUnproven { item: item? });
    }
    // Each side of an allocation names the other: the pair cancels out, entry by entry. Across currencies the one
    // lessens what is owed and the other what is to the good; their bases are compared below.
    let mut statement = connection.prepare(
        "SELECT entry FROM posting WHERE kind = 3 GROUP BY entry, min(item, counter_item), max(item, counter_item)
         HAVING CASE WHEN min(currency) = max(currency) THEN sum(amount_minor) <> 0
                     ELSE min(amount_minor) * max(amount_minor) > 0 END LIMIT 20",
    )?;
    for entry in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::AllocationUnbalanced { entry: entry? });
    }
    let mut statement = connection.prepare(
        "SELECT DISTINCT item, counter_item FROM (
            SELECT item, counter_item, sum(amount_minor) OVER (PARTITION BY item, counter_item ORDER BY id) AS settled
            FROM posting WHERE kind = 3 AND class > 1 AND counter_item IS NOT NULL) WHERE settled < 0 LIMIT 20",
    )?;
    for pair in statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (credit, debit) = pair?;
        findings.push(Finding::AllocationNegative { debit, credit });
    }
    let mut statement = connection.prepare(
        "SELECT entry FROM posting WHERE kind IN (3, 4)
         GROUP BY entry, min(item, counter_item), max(item, counter_item)
         HAVING count(base_minor) = count(*) AND sum(base_minor) <> 0 LIMIT 20",
    )?;
    for entry in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::BaseUnbalanced { entry: entry? });
    }
    Ok(())
}

/// What counts in place of a receipt is there, and lines that were taken out are as they came.
fn check_lines(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT r.item FROM receipt r JOIN item i ON i.id = r.item LEFT JOIN item b ON b.id = r.covered_by
         WHERE r.voided = 0 AND r.covered_by IS NOT NULL
            AND (i.open_minor <> 0 OR b.id IS NULL OR b.voided = 1) LIMIT 20",
    )?;
    for receipt in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::CoverUnfounded { receipt: receipt? });
    }
    let mut statement = connection.prepare(
        "SELECT id FROM other_line
         WHERE voided = 1 AND (left_minor <> amount_minor OR dismissed_entry IS NOT NULL) LIMIT 20",
    )?;
    for line in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::LineWorkedOn { line: line? });
    }
    let mut statement = connection.prepare(
        "SELECT r.credit FROM refund r JOIN item i ON i.id = r.credit
         WHERE r.dropped_entry IS NULL AND r.voided = 0 AND r.left_minor > 0
         GROUP BY r.credit HAVING sum(r.left_minor) > -max(i.open_minor) LIMIT 20",
    )?;
    for credit in statement.query_map([], |row| row.get(0))? {
        findings.push(Finding::RefundUncovered { credit: credit? });
    }
    Ok(())
}

/// No item passes zero on any day, in the hands of any customer.
fn check_days(connection: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT b.item, b.date FROM (
            SELECT item, class, date, sum(sum(amount_minor)) OVER (PARTITION BY item, customer ORDER BY date) AS balance
            FROM posting WHERE kind <> 4 GROUP BY item, customer, class, date) b JOIN item i ON i.id = b.item
         WHERE CASE WHEN b.class < 2 THEN b.balance < 0 OR b.balance > i.opened_minor
                    ELSE b.balance > 0 OR b.balance < i.opened_minor END LIMIT 20",
    )?;
    let crossed = statement.query_map([], |row| {
        let day: i64 = row.get(1)?;
        Ok(Finding::PassesZero {
            item: row.get(0)?,
            day: day.to_string(),
        })
    })?;
    for finding in crossed {
        findings.push(finding?);
    }
    Ok(())
}

/// Compares every table with the one that the journal makes.
fn compare(connection: &Connection, copy: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    let schema = "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
    let read = |connection: &Connection| -> Result<Vec<(String, String)>> {
        let mut statement = connection.prepare(schema)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    let (ours, made) = (read(connection)?, read(copy)?);
    let added = ours.iter().filter(|row| !made.contains(row));
    let missing = made.iter().filter(|row| !ours.contains(row));
    // What is made otherwise is both.
    let names: BTreeSet<&String> = added.chain(missing).map(|(name, _)| name).collect();
    findings.extend(
        names
            .into_iter()
            .map(|name| Finding::SchemaDiffers { name: name.clone() }),
    );
    let mut tables =
        copy.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in tables
        .into_iter()
        .filter(|table| ours.iter().any(|(name, _)| name == table) && table != unmatched::TABLE)
        .filter(|table| !PROVEN_BY_HASH.contains(&table.as_str()))
    {
        compare_table(connection, copy, &table, findings)?;
    }
    Ok(())
}

fn compare_table(
    connection: &Connection,
    copy: &Connection,
    table: &str,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    // Every table has a key that both copies order by: its first columns.
    let sql = format!("SELECT * FROM \"{table}\" ORDER BY 1, 2");
    let (mut ours, mut made) = (connection.prepare(&sql)?, copy.prepare(&sql)?);
    let width = made.column_count();
    if ours.column_count() != width {
        findings.push(Finding::SchemaDiffers {
            name: table.to_owned(),
        });
        return Ok(());
    }
    let (mut ours, mut made) = (ours.query([])?, made.query([])?);
    let (mut differing, mut first) = (0, String::new());
    loop {
        let (a, b) = (ours.next()?, made.next()?);
        let differs = match (a, b) {
            (None, None) => break,
            (Some(a), Some(b)) => {
                let mut differs = false;
                for column in 0..width {
                    differs |= a.get_ref(column)? != b.get_ref(column)?;
                }
                differs.then(|| key_of(a))
            }
            (Some(row), None) | (None, Some(row)) => Some(key_of(row)),
        };
        if let Some(key) = differs {
            if differing == 0 {
                first = key;
            }
            differing += 1;
        }
    }
    if differing > 0 {
        findings.push(Finding::TableDiffers {
            table: table.to_owned(),
            rows: differing,
            first,
        });
    }
    Ok(())
}

fn key_of(row: &rusqlite::Row<'_>) -> String {
    use rusqlite::types::ValueRef;
    match row.get_ref(0) {
        Ok(ValueRef::Integer(n)) => n.to_string(),
        Ok(ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
        _ => "?".to_owned(),
    }
}
