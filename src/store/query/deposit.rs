//! Deposits as the files tell them, the payments that a return could be of, and the statements around one.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Params, Row};

use super::Reader;
use crate::domain::date::{self, Date};
use crate::domain::deposit::{DAYS_APART, Deposit, Level};
use crate::domain::id::{EntryId, FileId, ItemId, OtherId};
use crate::domain::money::Minor;
use crate::domain::statement::Statement;
use crate::store::rows::{self, currency, day};
use crate::store::{Result, damaged};

/// The days before and after, in which another file may tell of the same money.
fn around(day: Date) -> (i64, i64) {
    let days = chrono::Days::new(DAYS_APART.unsigned_abs());
    let from = day.checked_sub_days(days).unwrap_or(day);
    let until = day.checked_add_days(days).unwrap_or(day);
    (date::to_int(from), date::to_int(until))
}

const GONE: &str = "WITH gone AS (SELECT o.amount_minor, o.currency, o.booked, o.bank_ref, o.reference, o.own_account,
        t.details ->> 'end_to_end' AS end_to_end
     FROM other_line o LEFT JOIN other_text t ON t.id = o.id WHERE o.id = ?1), ";

const NAMED: &str = "meant AS (
        SELECT r.item FROM gone JOIN receipt r ON r.bank_ref = gone.bank_ref
        UNION SELECT t.item FROM gone JOIN receipt_text t ON t.details ->> 'end_to_end' = gone.end_to_end) ";

const LIKE: &str = "meant AS (
        SELECT p.counter_item AS item FROM gone JOIN item i ON i.reference = gone.reference
            AND i.reference IS NOT NULL AND i.document IS NOT NULL JOIN posting p ON p.item = i.id AND p.kind = 3
        GROUP BY i.id, p.counter_item HAVING sum(p.amount_minor) <> 0
        UNION SELECT i.id FROM gone JOIN item i ON i.customer = 0 AND i.open_minor <> 0
            AND i.reference = gone.reference) ";

const OF_THE_LINE: &str = "SELECT r.item FROM gone, meant JOIN receipt r ON r.item = meant.item JOIN item i ON i.id = r.item
     LEFT JOIN receipt_text t ON t.item = r.item
     WHERE r.amount_minor = gone.amount_minor AND i.currency = gone.currency AND r.booked <= gone.booked
        AND r.voided = 0 AND r.covered_by IS NULL
        AND (r.own_account IS NULL OR gone.own_account IS NULL OR r.own_account = gone.own_account)
        AND (gone.end_to_end IS NULL OR t.details ->> 'end_to_end' IS NULL
             OR t.details ->> 'end_to_end' = gone.end_to_end)
     ORDER BY r.item";

const DEPOSIT: &str = "SELECT r.item, r.file, coalesce(f.format, ''), coalesce(f.level, 'book'), r.own_account, r.booked,
    i.currency, r.amount_minor, r.batch, r.bank_ref, i.reference, t.payer_account, t.payer_name,
    i.customer <> 0 OR i.open_minor <> i.opened_minor OR r.aside_entry IS NOT NULL,
    (SELECT group_concat(DISTINCT coalesce(cf.format, '')) FROM receipt c LEFT JOIN source_file cf ON cf.id = c.file
     WHERE c.covered_by = r.item AND c.cover_sure = 1 AND c.voided = 0),
    EXISTS (SELECT 1 FROM receipt c WHERE c.covered_by = r.item AND c.cover_sure = 0 AND c.voided = 0)
 FROM receipt r JOIN item i ON i.id = r.item LEFT JOIN source_file f ON f.id = r.file
 LEFT JOIN receipt_text t ON t.item = r.item
 WHERE r.voided = 0 AND r.covered_by IS NULL";

fn single(row: &Row<'_>) -> rusqlite::Result<Deposit> {
    let level = row.get_ref(3)?.as_str()?;
    let told_by: Option<String> = row.get(14)?;
    Ok(Deposit {
        file: row.get::<_, Option<i64>>(1)?.map(FileId),
        format: row.get(2)?,
        level: Level::parse(level).ok_or_else(|| damaged(format!("no such level: {level}")))?,
        account: row.get(4)?,
        booked: day(row, 5)?,
        currency: currency(row, 6)?,
        sum: Minor(row.get(7)?),
        batch: row.get(8)?,
        bank_ref: row.get(9)?,
        reference: row.get(10)?,
        payer_account: row.get(11)?,
        payer_name: row.get(12)?,
        touched: row.get(13)?,
        told_by: told_by
            .map(|formats| formats.split(',').map(str::to_owned).collect())
            .unwrap_or_default(),
        doubted: row.get(15)?,
        receipts: vec![ItemId(row.get(0)?)],
    })
}

impl Reader<'_> {
    /// Whether the ledger holds receipts of another format than the file's at all.
    pub fn is_told_elsewhere(&self, file: FileId) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM source_file o JOIN source_file f ON f.id = ?1
                WHERE o.voided = 0 AND o.format <> f.format AND o.format NOT IN ('customers', 'invoices'))
            OR EXISTS (SELECT 1 FROM receipt WHERE file IS NULL AND voided = 0)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([file.0], |row| row.get(0))?)
    }

    /// What came in by a file, each payment a deposit of its own. `first` is its first item.
    pub fn told_by_file(&self, file: FileId, first: ItemId) -> Result<Vec<Deposit>> {
        let sql = format!("{DEPOSIT} AND r.item >= ?2 AND r.file = ?1 ORDER BY r.item");
        self.singles(&sql, (file.0, first.0))
    }

    /// What other formats tell of these days and those around, each payment a deposit of its own.
    pub fn told_elsewhere(&self, file: FileId, from: Date, until: Date) -> Result<Vec<Deposit>> {
        let sql = format!(
            "{DEPOSIT} AND coalesce(f.format, '') <> (SELECT format FROM source_file WHERE id = ?1)
             AND r.booked BETWEEN ?2 AND ?3 ORDER BY r.item"
        );
        self.singles(&sql, (file.0, around(from).0, around(until).1))
    }

    /// Whether a bank file of another format has told of the days of these receipts, or has come back, since the
    /// entry that took them out: only taking their file in again compares what it says.
    pub(super) fn is_told_since(
        &self,
        items: std::ops::Range<i64>,
        since: EntryId,
    ) -> Result<bool> {
        let sql = "SELECT min(r.booked), max(r.booked), max(f.format)
             FROM receipt r JOIN source_file f ON f.id = r.file WHERE r.item >= ?1 AND r.item < ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let told = statement.query_row([items.start, items.end], |row| {
            let days = (rows::maybe_day(row, 0)?, rows::maybe_day(row, 1)?);
            Ok((days, row.get::<_, Option<String>>(2)?))
        })?;
        let ((Some(from), Some(until)), Some(format)) = told else {
            return Ok(false);
        };
        let sql = "SELECT 1 FROM receipt r JOIN source_file f ON f.id = r.file
                JOIN posting p ON p.item = r.item AND p.kind = 0 AND p.entry > ?4
             WHERE r.booked BETWEEN ?1 AND ?2 AND r.voided = 0 AND f.format <> ?3 AND f.level <> 'book' LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.exists((around(from).0, around(until).1, format, since.0))?)
    }

    fn singles(&self, sql: &str, params: impl Params) -> Result<Vec<Deposit>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let singles = statement.query_map(params, single)?;
        Ok(singles.collect::<rusqlite::Result<_>>()?)
    }

    /// Receipts of one batch as one deposit, less what was deducted in it.
    pub fn in_batches(&self, singles: &[Deposit]) -> Result<Vec<Deposit>> {
        let mut deposits: Vec<Deposit> = Vec::new();
        let mut batches: HashMap<_, usize> = HashMap::new();
        for receipt in singles.iter().cloned() {
            let Some(batch) = receipt.batch.clone() else {
                deposits.push(receipt);
                continue;
            };
            let key = (
                receipt.file,
                receipt.account.clone(),
                receipt.booked,
                receipt.currency,
                batch,
            );
            match batches.get(&key) {
                None => {
                    batches.insert(key, deposits.len());
                    deposits.push(receipt);
                }
                Some(index) => {
                    let whole = &mut deposits[*index];
                    whole.sum += receipt.sum;
                    whole.receipts.extend(receipt.receipts);
                    whole.touched |= receipt.touched;
                    whole.doubted |= receipt.doubted;
                    whole.told_by.extend(receipt.told_by);
                }
            }
        }
        for deposit in &mut deposits {
            deposit.sum += -self.deducted(deposit)?;
        }
        Ok(deposits)
    }

    /// What was taken off a batch before it came to the account.
    fn deducted(&self, deposit: &Deposit) -> Result<Minor> {
        let (Some(file), Some(batch)) = (deposit.file, &deposit.batch) else {
            return Ok(Minor::ZERO);
        };
        let sql = "SELECT coalesce(sum(amount_minor), 0) FROM other_line
             WHERE file = ?1 AND batch = ?2 AND own_account IS ?3 AND booked = ?4 AND currency = ?5
                AND kind IN ('deduction', 'reversal') AND of_payment IS NULL AND voided = 0";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(
            (
                file.0,
                batch,
                &deposit.account,
                date::to_int(deposit.booked),
                deposit.currency.code(),
            ),
            |row| row.get(0).map(Minor),
        )?)
    }

    /// The receipts that a line could have taken back: of its amount and not later. The bank's reference or the
    /// payer's own identity says which; failing both, a payment of the same reference to the same account. Receipts
    /// that went back already are among them: they make it uncertain.
    pub fn originals(&self, line: OtherId) -> Result<Vec<ItemId>> {
        let found = self.items_where(&format!("{GONE}{NAMED}{OF_THE_LINE}"), [line.0])?;
        if found.is_empty() {
            self.items_where(&format!("{GONE}{LIKE}{OF_THE_LINE}"), [line.0])
        } else {
            Ok(found)
        }
    }

    /// Whether the receipt is still there to be taken back, and no file of another format tells of the same return.
    pub fn may_take_back(&self, line: OtherId, receipt: ItemId) -> Result<bool> {
        let sql =
            "SELECT coalesce(sum(amount_minor), 0) <> 0 FROM posting WHERE item = ?1 AND kind = 6";
        let mut statement = self.connection.prepare_cached(sql)?;
        if statement.query_row([receipt.0], |row| row.get(0))? {
            return Ok(false);
        }
        let sql = "SELECT o.booked FROM other_line o WHERE o.id = ?1";
        let booked = self
            .connection
            .prepare_cached(sql)?
            .query_row([line.0], |row| day(row, 0))?;
        let (from, until) = around(booked);
        let sql = "SELECT 1 FROM other_line o JOIN source_file f ON f.id = o.file
                JOIN other_line x ON x.id <> o.id AND x.amount_minor = o.amount_minor AND x.currency = o.currency
                    AND x.kind IN ('reversal', 'return', 'debit') AND x.voided = 0 AND x.booked BETWEEN ?2 AND ?3
                JOIN source_file y ON y.id = x.file AND y.format <> f.format
             WHERE o.id = ?1";
        let told = self
            .connection
            .prepare_cached(sql)?
            .exists([line.0, from, until])?;
        Ok(!told)
    }

    /// The pairs of neighbours around a statement between which others are missing.
    pub fn gaps_around(&self, statement: &Statement) -> Result<Vec<(Statement, Statement)>> {
        let Some(from) = statement.from.filter(|_| statement.account.is_some()) else {
            return Ok(Vec::new());
        };
        let neighbour = |compare: &str, order: &str| -> Result<Option<Statement>> {
            let sql = format!(
                "SELECT {} FROM statement WHERE account = ?1 AND currency = ?2 AND voided = 0 AND id <> ?3
                    AND opening_minor IS NOT NULL AND closing_minor IS NOT NULL
                    AND (starts, coalesce(sequence, 0), id) {compare} (?4, ?5, ?3)
                 ORDER BY starts {order}, coalesce(sequence, 0) {order}, id {order} LIMIT 1",
                rows::STATEMENT_COLUMNS
            );
            let mut query = self.connection.prepare_cached(&sql)?;
            let found = query.query_row(
                (
                    &statement.account,
                    statement.currency.code(),
                    statement.id.0,
                    date::to_int(from),
                    statement
                        .sequence
                        .map_or(0, |n| i64::try_from(n).unwrap_or(i64::MAX)),
                ),
                rows::statement,
            );
            Ok(found.optional()?)
        };
        let mut gaps = Vec::new();
        if let Some(before) = neighbour("<", "DESC")?
            && before.is_gap_before(statement)
        {
            gaps.push((before, statement.clone()));
        }
        if let Some(after) = neighbour(">", "ASC")?
            && statement.is_gap_before(&after)
        {
            gaps.push((statement.clone(), after));
        }
        Ok(gaps)
    }
}
