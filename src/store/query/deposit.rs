//! Deposits as the files tell them, the payments that a return could be of, and the statements around one.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Params, Row};

use super::Reader;
use crate::domain::date::{self, Date};
use crate::domain::deposit::{Deposit, Level};
use crate::domain::id::{FileId, ItemId, OtherId};
use crate::domain::money::Minor;
use crate::domain::statement::Statement;
use crate::store::rows::{self, currency, day};
use crate::store::{Result, damaged};

/// Days before and after, in which another file may tell of the same money.
const AROUND: u64 = 5;

const DEPOSIT: &str = "SELECT r.item, r.file, coalesce(f.format, ''), coalesce(f.level, 'book'), r.own_account, r.booked,
    i.currency, r.amount_minor, r.batch, r.bank_ref, i.reference, t.payer_account, t.payer_name,
    i.customer <> 0 OR i.open_minor <> i.opened_minor OR r.aside_entry IS NOT NULL,
    (SELECT group_concat(DISTINCT coalesce(cf.format, '')) FROM receipt c LEFT JOIN source_file cf ON cf.id = c.file
     WHERE c.covered_by = r.item AND c.voided = 0)
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

    /// The days on which the file's payments were booked. `first` is its first item; here and below.
    pub fn days_of_file(&self, file: FileId, first: ItemId) -> Result<Vec<Date>> {
        let sql = "SELECT DISTINCT booked FROM receipt WHERE item >= ?2 AND file = ?1 AND voided = 0 ORDER BY booked";
        let mut statement = self.connection.prepare_cached(sql)?;
        let days = statement.query_map([file.0, first.0], |row| day(row, 0))?;
        Ok(days.collect::<rusqlite::Result<_>>()?)
    }

    /// What came to an account as one sum on a day, as the file tells it.
    pub fn deposits_of_file(&self, file: FileId, first: ItemId, on: Date) -> Result<Vec<Deposit>> {
        let sql =
            format!("{DEPOSIT} AND r.item >= ?3 AND r.file = ?1 AND r.booked = ?2 ORDER BY r.item");
        self.deposits(&sql, (file.0, date::to_int(on), first.0))
    }

    /// What other formats tell of the days around.
    pub fn deposits_elsewhere(&self, file: FileId, on: Date) -> Result<Vec<Deposit>> {
        let sql = format!(
            "{DEPOSIT} AND coalesce(f.format, '') <> (SELECT format FROM source_file WHERE id = ?1)
             AND r.booked BETWEEN ?2 AND ?3 ORDER BY r.item"
        );
        let around = chrono::Days::new(AROUND);
        let from = on.checked_sub_days(around).unwrap_or(on);
        let until = on.checked_add_days(around).unwrap_or(on);
        self.deposits(&sql, (file.0, date::to_int(from), date::to_int(until)))
    }

    /// Receipts of one batch are one deposit, less what was deducted in it.
    fn deposits(&self, sql: &str, params: impl Params) -> Result<Vec<Deposit>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut deposits: Vec<Deposit> = Vec::new();
        let mut batches: HashMap<_, usize> = HashMap::new();
        for receipt in statement.query_map(params, single)? {
            let receipt = receipt?;
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

    /// The receipts that a line could have taken back: of its amount, not later, and of the same reference, bank
    /// reference or identity of the payer's; not those that went back already.
    pub fn originals(&self, line: OtherId) -> Result<Vec<ItemId>> {
        let sql = "WITH gone AS (SELECT o.amount_minor, o.currency, o.booked, o.bank_ref, o.reference,
                t.details ->> 'end_to_end' AS end_to_end
             FROM other_line o LEFT JOIN other_text t ON t.id = o.id WHERE o.id = ?1),
             meant AS (
                SELECT r.item FROM gone JOIN receipt r ON r.bank_ref = gone.bank_ref
                UNION SELECT t.item FROM gone JOIN receipt_text t ON t.details ->> 'end_to_end' = gone.end_to_end
                UNION SELECT p.counter_item FROM gone JOIN item i ON i.reference = gone.reference
                    AND i.reference IS NOT NULL AND i.document IS NOT NULL JOIN posting p ON p.item = i.id AND p.kind = 3
                UNION SELECT i.id FROM gone JOIN item i ON i.customer = 0 AND i.open_minor <> 0
                    AND i.reference = gone.reference)
             SELECT r.item FROM gone, meant JOIN receipt r ON r.item = meant.item JOIN item i ON i.id = r.item
             WHERE r.amount_minor = gone.amount_minor AND i.currency = gone.currency AND r.booked <= gone.booked
                AND r.voided = 0 AND r.covered_by IS NULL
                AND (SELECT coalesce(sum(p.amount_minor), 0) FROM posting p WHERE p.item = r.item AND p.kind = 6) = 0
             ORDER BY r.item";
        self.items_where(sql, [line.0])
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
